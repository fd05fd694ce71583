"""`converter`: one cattrs converter per provider.

| rule of the SDK | tests |
|---|---|
| `structure(mapping, base)` returns what `parse` returns for the mapping | `structure` |
| there is no status, so an unknown code has a kind only from its group | `without_status` |
| unstructuring returns the attributes, not the response | `unstructure` |
| a body of another class is rejected without being quoted | `rejects` |
| clients add their own hooks to it | `hooks` |
"""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

import attrs
import cattrs
import pytest
from cattrs.errors import ClassValidationError, IterableValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

import specimen_errors
from specimen_errors import ApiError, autograph, idhub, seal, stepup

PROVIDERS = (autograph, idhub, seal, stepup)
SESSION = {"title": "SESSION_NOT_FOUND", "status": 404, "detail": "Gone.", "context": {"a": 1}}


def get_base(module: ModuleType) -> type[ApiError]:
    name = module.__name__.rpartition(".")[2]
    base: type[ApiError] = getattr(module, specimen_errors.PROVIDERS[name].base)
    return base


@pytest.mark.parametrize("module", PROVIDERS)
def test_converter_is_one_per_provider(module: ModuleType) -> None:
    """Each module has its own converter, and returns the same one at each access."""
    assert isinstance(module.converter, cattrs.Converter)
    assert module.converter is module.converter
    assert len({id(other.converter) for other in PROVIDERS}) == len(PROVIDERS)


@pytest.mark.parametrize(
    "cls",
    [
        idhub.SessionNotFoundError,
        idhub.SessionError,
        idhub.IDHubError,
        specimen_errors.NotFoundError,
        ApiError,
    ],
)
def test_structure_into_each_level(cls: type[ApiError]) -> None:
    """The class may be the error's own, or any of its bases, including its kind."""
    error = idhub.converter.structure(SESSION, cls)
    assert isinstance(error, idhub.SessionNotFoundError)
    assert type(error) is idhub.SessionNotFoundError
    assert (error.status, error.body_status, error.provider_message) == (None, 404, "Gone.")
    assert error.body_context == {"a": 1}


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["title", "detail", "status", "x"]), st.text() | st.none()))
def test_structure_is_parse(body: dict[str, Any]) -> None:
    """Structuring a mapping is parsing it without status and headers."""
    structured = idhub.converter.structure(body, idhub.IDHubError)
    parsed = idhub.parse(body=body)
    assert type(structured) is type(parsed)
    assert idhub.converter.unstructure(structured) == idhub.converter.unstructure(parsed)


@pytest.mark.parametrize("cls", [specimen_errors.ConflictError, seal.SealError])
def test_structure_into_the_wrong_class(cls: type[ApiError]) -> None:
    """A kind that the error does not have is rejected, and so is another provider's class."""
    with pytest.raises(TypeError, match="SessionNotFoundError"):
        idhub.converter.structure(SESSION, cls)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(None, id="null"),
        pytest.param([], id="list"),
        pytest.param(5, id="number"),
        pytest.param("text", id="text"),
        pytest.param(b"{}", id="bytes"),
        pytest.param(object(), id="object"),
    ],
)
def test_structure_without_a_mapping(value: object) -> None:
    """A value that is not a mapping is structured into the provider's class."""
    assert type(seal.converter.structure(value, seal.SealError)) is seal.SealError


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("AUTH_NEW", "UndocumentedAuthAuthenticationError"),
        ("SESSION_NEW", "SessionError"),
        ("NEW", "IDHubError"),
    ],
)
def test_without_status_group_decides_kind(title: str, name: str) -> None:
    """The kind is the one that the group states; without one there is none."""
    error = idhub.converter.structure({"title": title, "status": 409}, idhub.IDHubError)
    assert type(error).__name__ == name
    assert error.status is None
    assert error.code == title


def test_structure_within_other_types() -> None:
    """Errors are structured wherever a type annotation names them."""

    @attrs.frozen
    class Job:
        id: int
        error: idhub.IDHubError | None
        history: list[idhub.IDHubError]

    job = idhub.converter.structure({"id": 1, "error": SESSION, "history": [SESSION, {}]}, Job)
    assert type(job.error) is idhub.SessionNotFoundError
    assert [type(error) for error in job.history] == [idhub.SessionNotFoundError, idhub.IDHubError]
    assert idhub.converter.structure({"id": 1, "error": None, "history": []}, Job).error is None
    unstructured = idhub.converter.unstructure(job)
    assert unstructured["error"]["code"] == "SESSION_NOT_FOUND"
    assert [error["code"] for error in unstructured["history"]] == ["SESSION_NOT_FOUND", None]


def test_unstructure_returns_the_attributes() -> None:
    """The result is a mapping of every attribute by name, including the delay of the headers."""
    error = idhub.parse(status=404, headers={"Retry-After": "3"}, body=SESSION)
    assert idhub.converter.unstructure(error) == {
        "status": 404,
        "code": "SESSION_NOT_FOUND",
        "provider_message": "Gone.",
        "retry_after": 3.0,
        "title": "SESSION_NOT_FOUND",
        "body_status": 404,
        "detail": "Gone.",
        "instance": None,
        "timestamp": None,
        "body_context": {"a": 1},
        "doc_url": None,
    }


def test_unstructure_keeps_values_unchanged() -> None:
    """JSON values are returned unchanged and uncopied, however deeply they are nested."""
    body = '{"title": "SESSION_NOT_FOUND", "context": ' + '{"a":' * 900 + "{}" + "}" * 901
    error = idhub.parse(body=body)
    assert error.body_context is not None
    assert idhub.converter.unstructure(error)["body_context"] is error.body_context


@pytest.mark.parametrize("module", PROVIDERS)
def test_unstructure_of_every_class(module: ModuleType) -> None:
    """Documented, group and undocumented classes all unstructure to JSON values."""
    base = get_base(module)
    errors = [cls(status=400) for cls in module.ERRORS.values()]
    for error in (*errors, base(), module.parse(status=503), module.parse(body=b"<html>")):
        facts = module.converter.unstructure(error)
        assert facts.keys() == {field.name for field in attrs.fields(base)}
        assert facts["code"] == error.code
        json.dumps(facts)


@pytest.mark.parametrize("cls", [idhub.AuthError, idhub.SessionInvalidFlowError])
def test_rejects_another_class(cls: type[idhub.IDHubError]) -> None:
    """A body of another error than the requested one is a TypeError that names both."""
    with pytest.raises(TypeError, match=rf"SessionNotFoundError.*{cls.__name__}") as caught:
        idhub.converter.structure(SESSION, cls)
    assert "Gone." not in str(caught.value)


def test_rejects_within_other_types() -> None:
    """Within other types, the error is reported by cattrs, with its path."""
    with pytest.raises(IterableValidationError) as caught:
        idhub.converter.structure([SESSION, {"title": "AUTH_NEW"}], list[idhub.SessionError])
    [finding] = cattrs.transform_error(caught.value)
    assert "$[1]" in finding

    @attrs.frozen
    class Job:
        error: idhub.AuthError

    with pytest.raises(ClassValidationError):
        idhub.converter.structure({"error": SESSION}, Job)


def test_hooks_of_a_client() -> None:
    """A copy of the converter takes a client's hooks, and leaves the SDK's converter unchanged."""
    ours = idhub.converter.copy()
    ours.register_unstructure_hook(idhub.SessionNotFoundError, lambda error: error.code)
    error = idhub.SessionNotFoundError()
    assert ours.unstructure(error) == "SESSION_NOT_FOUND"
    assert idhub.converter.unstructure(error)["code"] == "SESSION_NOT_FOUND"
