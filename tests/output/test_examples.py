"""Responses that are written from the registry alone: each parses to its error's class."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

import attrs
import pytest

from .project import PACKAGE, REGISTRY
from .registry import Error, Group, Provider, Table, covers, many, retry_of
from .responses import (
    UNHEARD_OF,
    Response,
    arrives,
    circumstances,
    fields,
    list_spellings,
    make_sample,
    read_place,
    texts,
    written,
)

pytestmark = pytest.mark.published

BLANKS = ("", " ", "   ", "\t", "\r\n")
STATUSES = (None, 200, 302, *range(400, 600))


def list_cases() -> Iterator[Any]:
    """Yield each error with each envelope of its provider that it can arrive in."""
    for provider in REGISTRY.providers.values():
        for error, envelope in product(provider.errors.values(), provider.envelopes):
            if arrives(error, envelope):
                case = f"{provider.name}-{error.id}-{envelope['id']}"
                yield pytest.param(error, envelope, id=case)


def list_families() -> Iterator[Any]:
    """Yield None and each group that a response can show, with each envelope."""
    for provider in REGISTRY.providers.values():
        for envelope, group in product(provider.envelopes, (None, *provider.groups.values())):
            is_sent = "group" in envelope or "{group}" in str(envelope["code"])
            is_seen = group is None or group.globs or is_sent
            if isinstance(envelope.get("group"), str):
                is_seen = group is not None and group.id == envelope["group"]
            if is_seen and not envelope["code"].get("status"):
                name = "no group" if group is None else group.id
                case = f"{provider.name}-{name}-{envelope['id']}"
                yield pytest.param(provider, group, envelope, id=case)


def list_documented() -> Iterator[Any]:
    """Yield each error that has an example in the registry."""
    for provider in REGISTRY.providers.values():
        for error in provider.errors.values():
            if "example" in error.table:
                yield pytest.param(error, id=f"{provider.name}-{error.id}")


def parse(provider: Provider, response: Response) -> Any:
    """Parse a response."""
    return PACKAGE.PROVIDERS[provider.name].load().parse(**response)


def find_mistaken(
    error: Error, responses: Iterable[Response]
) -> list[tuple[Response, str, str | None]]:
    """Return the responses that are not parsed as the error, with their class and code."""
    parsed = [(response, parse(error.provider, response)) for response in responses]
    found = [(response, type(known).__name__, known.code) for response, known in parsed]
    assert found  # Without responses, the test would prove nothing.
    return [entry for entry in found if entry[1:] != (error.class_, error.code)]


def group_of(error: Error) -> str:
    """Return the group that is sent with an error; an undeclared one if the error has none."""
    return UNHEARD_OF if error.group is None else error.group.id


@pytest.mark.parametrize(("error", "envelope"), list(list_cases()))
def test_code_in_each_spelling(error: Error, envelope: Table) -> None:
    """The code and its aliases are recognized in every equivalent spelling."""
    place = envelope["code"]
    folds = many(place.get("fold"))
    responses = [
        written(envelope, text, group, **around)
        for sent in (error.code, *error.aliases)
        for code, group in product(
            list_spellings(sent, folds), list_spellings(group_of(error), folds)
        )
        for text in texts(place, code, group)
        for around in circumstances(error, envelope)
    ]
    assert not find_mistaken(error, responses)


@pytest.mark.parametrize(("error", "envelope"), list(list_cases()))
def test_code_among_spaces(error: Error, envelope: Table) -> None:
    """Spaces around the parts of a string are ignored."""
    group = group_of(error)
    responses = [
        written(envelope, text, group, **around)
        for blanks in BLANKS
        for text in texts(envelope["code"], error.code, group, blanks)
        for around in circumstances(error, envelope)
    ]
    assert not find_mistaken(error, responses)


@pytest.mark.parametrize(("error", "envelope"), list(list_cases()))
def test_code_in_each_sort_of_body(error: Error, envelope: Table) -> None:
    """Bytes, strings and decoded mappings are read alike."""
    group = group_of(error)
    text, *_ = texts(envelope["code"], error.code, group)
    responses = [written(envelope, text, group, **case) for case in circumstances(error, envelope)]
    assert not find_mistaken(error, responses)
    bodies = [(response, json.dumps(response["body"])) for response in responses]
    assert not find_mistaken(error, [{**response, "body": body} for response, body in bodies])
    assert not find_mistaken(
        error, [{**response, "body": body.encode()} for response, body in bodies]
    )


@pytest.mark.parametrize(("error", "envelope"), list(list_cases()))
def test_fields_beside_code(error: Error, envelope: Table) -> None:
    """Each field of the envelope is an attribute; the first one with a message is the message."""
    group = group_of(error)
    text, *_ = texts(envelope["code"], error.code, group)
    sent = written(envelope, text, group, **circumstances(error, envelope)[0])
    values = {name: read_place(sent, field, group) for name, field in fields(envelope).items()}
    messages = [
        values[name] for name, field in fields(envelope).items() if field.get("role") == "message"
    ]
    found = parse(error.provider, sent)
    assert found.status == sent["status"]
    assert found.provider_message == next(iter(messages), None)
    assert {name: getattr(found, name) for name in values if name != "message"} == {
        name: value for name, value in values.items() if name != "message"
    }


@pytest.mark.parametrize("error", list(list_documented()))
def test_example_of_registry(error: Error) -> None:
    """Each documented response is parsed as its error."""
    responses = [
        {k: v for k, v in example.items() if k != "envelope"} for example in error.examples
    ]
    assert not find_mistaken(error, responses)


@pytest.mark.parametrize(("provider", "group", "envelope"), list(list_families()))
def test_undocumented_code(provider: Provider, group: Group | None, envelope: Table) -> None:
    """An undocumented code gets its group, its status's kind, and their advice."""
    sent = UNHEARD_OF if group is None else group.id
    globs = () if group is None else group.globs
    code = next(iter(globs), UNHEARD_OF).replace("*", UNHEARD_OF).replace("?", "0")
    text, *_ = texts(envelope["code"], code, sent)
    when = envelope.get("when", {}).get("status")
    statuses = [status for status in STATUSES if when is None or (status and covers(when, status))]
    scope = envelope.get("scope")
    responses = {
        status: written(envelope, text, sent, invent_without_wait, status=status, scope=scope)
        for status in statuses
    }
    errors = {status: parse(provider, response) for status, response in responses.items()}
    assert {
        status: (type(error).__name__, error.code, error.retry and attrs.asdict(error.retry))
        for status, error in errors.items()
    } == {status: expect_undocumented(provider, group, code, status) for status in statuses}


def invent_without_wait(name: str, field: Table) -> Any:
    """Return a value for a field, unless the field is a wait, on which advice depends."""
    return None if field.get("role") == "retry_after" else make_sample(name, field)


def expect_undocumented(
    provider: Provider, group: Group | None, code: str, status: int | None
) -> tuple[str, str, Table | None]:
    """Return the class, code and advice expected for an undocumented code."""
    table: Table = {} if group is None else group.table
    family = provider.base if group is None else group.class_
    received = [] if status is None else [status]
    kind = REGISTRY.kinds.get(REGISTRY.kind_of(received, table.get("kind")) or "")
    category = provider.category_of(received)
    levels = {"group": table, "category": provider.categories.get(category or "", {})}
    if kind is None:
        return family, code, retry_of(levels)
    stem = family.removesuffix("Error") + kind.class_.removesuffix("Error")
    return f"Undocumented{stem}Error", code, retry_of(levels) or kind.retry
