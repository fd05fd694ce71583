"""Responses made from the registry's envelopes alone: each parses to the class of its error."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

import attrs
import pytest

from .registry import REGISTRY, Error, Group, Provider, Table, covers, many, retry_of
from .responses import (
    UNHEARD_OF,
    Response,
    arrives,
    circumstances,
    fields,
    sample,
    spellings,
    standing,
    texts,
    written,
)
from .sdk import PACKAGE

BLANKS = ("", " ", "   ", "\t", "\r\n")
STATUSES = (None, 200, 302, *range(400, 600))


def cases() -> Iterator[Any]:
    """Yield each error with each envelope of its provider that it can arrive in."""
    for provider in REGISTRY.providers.values():
        for error, envelope in product(provider.errors.values(), provider.envelopes):
            if arrives(error, envelope):
                case = f"{provider.name}-{error.id}-{envelope['id']}"
                yield pytest.param(error, envelope, id=case)


def families() -> Iterator[Any]:
    """Yield no group, and each group that a code can be seen to be of, with each envelope."""
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


def documented() -> Iterator[Any]:
    """Yield each error of which the registry has an example."""
    for provider in REGISTRY.providers.values():
        for error in provider.errors.values():
            if "example" in error.table:
                yield pytest.param(error, id=f"{provider.name}-{error.id}")


def parse(provider: Provider, response: Response) -> Any:
    """Parse a response."""
    return PACKAGE.PROVIDERS[provider.name].load().parse(**response)


def mistaken(error: Error, responses: Iterable[Response]) -> list[tuple[Response, str, str | None]]:
    """Return the responses that are not taken for an error, with the class and code they are."""
    parsed = [(one, parse(error.provider, one)) for one in responses]
    found = [(one, type(known).__name__, known.code) for one, known in parsed]
    assert found  # Where there is no response, none could be mistaken.
    return [one for one in found if one[1:] != (error.class_, error.code)]


def group_of(error: Error) -> str:
    """Return the group that is sent with an error; one that nobody declares where it has none."""
    return UNHEARD_OF if error.group is None else error.group.id


@pytest.mark.parametrize(("error", "envelope"), list(cases()))
def test_code_in_each_spelling(error: Error, envelope: Table) -> None:
    """The code and its aliases are known in every spelling that counts as the same."""
    place = envelope["code"]
    folds = many(place.get("fold"))
    responses = [
        written(envelope, text, group, **around)
        for sent in (error.code, *error.aliases)
        for code, group in product(spellings(sent, folds), spellings(group_of(error), folds))
        for text in texts(place, code, group)
        for around in circumstances(error, envelope)
    ]
    assert not mistaken(error, responses)


@pytest.mark.parametrize(("error", "envelope"), list(cases()))
def test_code_among_blanks(error: Error, envelope: Table) -> None:
    """Blanks around the parts of a text do not count."""
    group = group_of(error)
    responses = [
        written(envelope, text, group, **around)
        for blanks in BLANKS
        for text in texts(envelope["code"], error.code, group, blanks)
        for around in circumstances(error, envelope)
    ]
    assert not mistaken(error, responses)


@pytest.mark.parametrize(("error", "envelope"), list(cases()))
def test_code_in_each_sort_of_body(error: Error, envelope: Table) -> None:
    """Bytes, text and a decoded mapping are read alike."""
    group = group_of(error)
    text, *_ = texts(envelope["code"], error.code, group)
    responses = [written(envelope, text, group, **one) for one in circumstances(error, envelope)]
    assert not mistaken(error, responses)
    bodies = [(one, json.dumps(one["body"])) for one in responses]
    assert not mistaken(error, [{**one, "body": body} for one, body in bodies])
    assert not mistaken(error, [{**one, "body": body.encode()} for one, body in bodies])


@pytest.mark.parametrize(("error", "envelope"), list(cases()))
def test_fields_beside_code(error: Error, envelope: Table) -> None:
    """Each field of the envelope is an attribute; the first text for people is the message."""
    group = group_of(error)
    text, *_ = texts(envelope["code"], error.code, group)
    sent = written(envelope, text, group, **circumstances(error, envelope)[0])
    values = {name: standing(sent, one, group) for name, one in fields(envelope).items()}
    messages = [
        values[name] for name, one in fields(envelope).items() if one.get("role") == "message"
    ]
    found = parse(error.provider, sent)
    assert found.status == sent["status"]
    assert found.provider_message == next(iter(messages), None)
    assert {name: getattr(found, name) for name in values if name != "message"} == {
        name: value for name, value in values.items() if name != "message"
    }


@pytest.mark.parametrize("error", list(documented()))
def test_example_of_registry(error: Error) -> None:
    """The response that the provider's page shows is taken for the error it stands at."""
    responses = [{k: v for k, v in one.items() if k != "envelope"} for one in error.examples]
    assert not mistaken(error, responses)


@pytest.mark.parametrize(("provider", "group", "envelope"), list(families()))
def test_code_nobody_documents(provider: Provider, group: Group | None, envelope: Table) -> None:
    """A code that is not listed gives its group, the kind of its status, and their advice."""
    sent = UNHEARD_OF if group is None else group.id
    globs = () if group is None else group.globs
    code = next(iter(globs), UNHEARD_OF).replace("*", UNHEARD_OF).replace("?", "0")
    text, *_ = texts(envelope["code"], code, sent)
    when = envelope.get("when", {}).get("status")
    statuses = [one for one in STATUSES if when is None or (one and covers(when, one))]
    scope = envelope.get("scope")
    responses = {
        status: written(envelope, text, sent, without_wait, status=status, scope=scope)
        for status in statuses
    }
    errors = {status: parse(provider, one) for status, one in responses.items()}
    assert {
        status: (type(one).__name__, one.code, one.retry and attrs.asdict(one.retry))
        for status, one in errors.items()
    } == {status: undocumented(provider, group, code, status) for status in statuses}


def without_wait(name: str, field: Table) -> Any:
    """Return a value for a field, but none that asks to wait, since advice depends on it."""
    return None if field.get("role") == "retry_after" else sample(name, field)


def undocumented(
    provider: Provider, group: Group | None, code: str, status: int | None
) -> tuple[str, str, Table | None]:
    """Return what a code that is not listed is taken for: class, code and advice."""
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
