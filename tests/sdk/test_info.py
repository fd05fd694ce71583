"""`info` of every class: the documented facts, and nothing else.

| rule of the SDK | tests |
|---|---|
| every class has `info`, including bases, groups and kinds, with one type | `every_class` |
| facts that are not documented are None or empty | `absent`, `leaf_against_registry` |
| facts are frozen, compare, hash, copy and pickle | `value` |
| undocumented delays are policy, not facts; advice has its basis | `retry` |
"""

from __future__ import annotations

import copy
import json
import pickle
import tomllib
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import attrs
import cattrs
import pytest

import specimen_errors
from specimen_errors import (
    ApiError,
    ErrorInfo,
    Lifecycle,
    Retry,
    autograph,
    idhub,
    seal,
    stepup,
)
from tests.specimen.sdk import REGISTRY

PROVIDERS = (autograph, idhub, seal, stepup)


def round_trip(value: object) -> object:
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - our own


def list_classes(module: ModuleType) -> Iterator[type[ApiError]]:
    """Yield the exported classes of a module."""
    for name in module.__all__:
        value = getattr(module, name)
        if isinstance(value, type) and issubclass(value, ApiError):
            yield value


CLASSES = [cls for module in (specimen_errors, *PROVIDERS) for cls in list_classes(module)]
LEAVES = [
    pytest.param(module.__name__.rpartition(".")[2], cls, id=f"{cls.__module__}.{cls.__name__}")
    for module in PROVIDERS
    for cls in module.ERRORS.values()
]


@pytest.mark.parametrize("cls", CLASSES)
def test_every_class_has_info(cls: type[ApiError]) -> None:
    """A class and its instance have the same facts, of one type."""
    assert type(cls.info) is ErrorInfo
    assert cls(status=404).info is cls.info


def test_every_class_has_info_of_its_own_level() -> None:
    """A leaf has code, group and kind; a group its id; a kind its name; the bases have none."""
    for cls, code, group, kind in (
        (idhub.SessionNotFoundError, "SESSION_NOT_FOUND", "session", "not_found"),
        (idhub.SessionError, None, "session", None),
        (idhub.AuthError, None, "auth", "authentication"),
        (idhub.IDHubError, None, None, None),
        (specimen_errors.NotFoundError, None, None, "not_found"),
        (ApiError, None, None, None),
    ):
        assert (cls.info.code, cls.info.group, cls.info.kind) == (code, group, kind)


def test_absent_facts_of_the_root() -> None:
    """`ApiError` documents nothing: each of its facts is None or empty."""
    facts = {name: getattr(ApiError.info, name) for name in attrs.fields_dict(ErrorInfo)}
    assert {name for name, fact in facts.items() if fact is None} == {
        *("code", "group", "category", "kind", "retry", "summary", "fix", "user_message"),
        *("note", "source_url", "reference_url", "since", "deprecated", "removed"),
    }
    assert {name for name, fact in facts.items() if fact == ()} == {
        *("aliases", "statuses", "scopes", "endpoints", "causes")
    }
    assert facts["user_messages"] == {}


def test_absent_facts_of_a_kind() -> None:
    """A kind has its name and the usual advice, and belongs to no provider."""
    assert specimen_errors.RateLimitError.info == ErrorInfo(
        kind="rate_limit", retry=Retry("backoff", basis="derived", level="kind")
    )
    assert specimen_errors.ConflictError.info == ErrorInfo(kind="conflict")


def test_absent_facts_of_a_leaf() -> None:
    """Facts that StepUp does not document are absent: status, group, category, causes and more."""
    assert stepup.ServerSideError.info == ErrorInfo(
        code="SERVER_SIDE_ERROR",
        kind="internal",
        summary="The server's side causes the error.",
        source_url="https://docs.stepup.example/errors",
    )


@pytest.mark.parametrize(("provider", "cls"), LEAVES)
def test_leaf_against_registry(provider: str, cls: type[ApiError]) -> None:
    """Facts that errors do not inherit are those of the error's table, including absent ones."""
    registry = tomllib.loads(
        (REGISTRY / "providers" / f"{provider}.toml").read_text(encoding="utf-8")
    )
    [code] = [code for code in registry["errors"] if code == cls.info.code]
    table: dict[str, Any] = registry["errors"][code]
    statuses = table.get("status", [])
    info = cls.info
    assert list(info.statuses) == (statuses if isinstance(statuses, list) else [statuses])
    assert info.summary == table["summary"]
    assert list(info.causes) == table.get("causes", [])
    assert info.note == table.get("note")
    endpoints = table.get("endpoints", [])
    assert list(info.endpoints) == (endpoints if isinstance(endpoints, list) else [endpoints])
    assert (info.aliases, info.scopes) == ((), ())
    assert (info.since, info.deprecated, info.removed) == (None, None, None)
    assert info.source_url == registry["sources"]["errors"]["url"]
    if "group" in table:
        assert info.group == table["group"]
    if "kind" in table:
        assert info.kind == table["kind"]


@pytest.mark.parametrize(("provider", "cls"), LEAVES)
def test_retry_has_its_basis_and_no_invented_delay(provider: str, cls: type[ApiError]) -> None:
    """Advice by kind is ours; no page of the four documents a delay, so no fact has one."""
    del provider
    retry = cls.info.retry
    if retry is None:
        assert cls.info.kind in {"conflict", "internal"}
    else:
        assert retry.delay is None
        assert retry.basis == "documented" or (
            retry.level == "kind" or issubclass(cls, autograph.AutographError)
        )


@pytest.mark.parametrize(
    ("cls", "retry"),
    [
        (idhub.SessionNotFoundError, Retry("never", basis="documented", level="category")),
        (idhub.SystemUnsupportedModeError, Retry("once", basis="documented", level="category")),
        (idhub.SessionError, None),
        (autograph.JSONValidation600Error, Retry("after_fix", level="group")),
        (autograph.MissingScopeError, Retry("after_fix", level="error")),
        (autograph.Internal699Error, Retry("backoff", basis="derived", level="error")),
        (autograph.Internal801Error, Retry("backoff", basis="derived", level="category")),
        (seal.MissingHeaderError, Retry("after_fix", basis="derived", level="kind")),
        (stepup.TooManyRequestsError, Retry("backoff", basis="derived", level="kind")),
        (stepup.ServerSideError, None),
    ],
)
def test_retry_of_each_level(cls: type[ApiError], retry: Retry | None) -> None:
    """The advice is the error's, otherwise its group's, its category's or its kind's."""
    assert cls.info.retry == retry


@pytest.mark.parametrize("cls", CLASSES)
def test_value_is_frozen_and_hashes(cls: type[ApiError]) -> None:
    """Facts are immutable, and equal to their copies and pickles."""
    info = cls.info
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        info.code = "other"  # type: ignore[misc]
    assert copy.deepcopy(info) == info
    assert round_trip(info) == info
    assert len({info, copy.copy(info)}) == 1


def test_value_unstructures() -> None:
    """Facts of errors and of providers are attrs classes that cattrs can unstructure."""
    facts = cattrs.unstructure(idhub.SystemInternalError.info)
    assert facts["statuses"] == [500]
    assert facts["retry"]["advice"] == "once"
    assert json.loads(json.dumps(facts)) == facts
    assert cattrs.unstructure(specimen_errors.PROVIDERS["idhub"])["title"] == "IDHub"


def test_value_of_languages_and_lifecycle(acme: ModuleType) -> None:
    """Messages by language are read-only, and English is the default; a lifecycle is a fact too."""
    info = acme.InvalidTokenError.info
    assert info.user_message == "Please sign in."
    assert info.user_messages == {"en": "Please sign in.", "sv": "Logga in."}
    with pytest.raises(TypeError):
        info.user_messages["en"] = "other"
    assert round_trip(info) == info == copy.deepcopy(info)
    assert repr(acme.TokenGoneError.info.deprecated) == repr(
        Lifecycle(reason="The page names another.", replacements=("invalid_token",), since="0.1.0")
    )


def test_value_of_aliases_and_scopes(acme: ModuleType) -> None:
    """Aliases and scopes of an error are facts."""
    assert acme.InvalidTokenError.info.aliases == ("token_invalid", "4711")
    assert acme.AccessDeniedError.info.scopes == ("start",)


def test_repr_of_info_shows_messages_plainly() -> None:
    """However often facts are evolved, the messages are wrapped in one view."""
    error = stepup.parse(status=400, body={"error": "SOMETHING_NEW"})
    assert repr(error.info).count("mappingproxy") == 1
