"""Undocumented codes: real classes of a group and a kind, created on first use.

| rule of the SDK | tests |
|---|---|
| an undocumented code has its group or the provider's base, and its kind | `parsed` |
| the classes are real, importable by name, and unique | `named`, `import` |
| without a kind, it is the group's class itself | `without_kind` |
| a name that is not made of a group and a kind is an AttributeError | `misspelled` |
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from types import ModuleType

import attrs
import pytest

import specimen_errors
from specimen_errors import ApiError, Retry, autograph, idhub, seal, stepup

PROVIDERS = (autograph, idhub, seal, stepup)
KINDS = [cls for cls in ApiError.__subclasses__() if cls.__module__ == "specimen_errors"]


def list_groups(module: ModuleType) -> list[type[ApiError]]:
    """Return a module's classes that have no code: the provider's base and the groups."""
    values = [getattr(module, name) for name in module.__all__]
    classes = [v for v in values if isinstance(v, type) and issubclass(v, ApiError)]
    return [cls for cls in classes if cls.info.code is None]


PAIRS = [
    pytest.param(module, family, kind, id=f"{family.__name__}-{kind.__name__}")
    for module in PROVIDERS
    for family in list_groups(module)
    for kind in KINDS
]


def build_name(family: type[ApiError], kind: type[ApiError]) -> str:
    stems = [cls.__name__.removesuffix("Error") for cls in (family, kind)]
    return f"Undocumented{''.join(stems)}Error"


@pytest.mark.parametrize(("module", "family", "kind"), PAIRS)
def test_named_class_is_real(
    module: ModuleType, family: type[ApiError], kind: type[ApiError]
) -> None:
    """Each group and kind have their own attrs class, with facts and a docstring."""
    name = build_name(family, kind)
    cls = getattr(module, name)
    assert cls.__bases__ == (family, kind)
    assert (cls.__module__, cls.__qualname__) == (module.__name__, name)
    assert getattr(module, name) is cls
    assert attrs.fields(cls) == attrs.fields(family)
    assert cls.__doc__
    assert (cls.info.code, cls.info.group) == (None, family.info.group)
    assert cls.info.kind == kind.info.kind
    assert cls.info.retry == (family.info.retry or kind.info.retry)
    assert cls(status=400, code="NEW").code == "NEW"
    assert name not in module.__all__


def test_named_classes_have_a_reserved_prefix() -> None:
    """Their prefix is reserved: no exported name begins with it."""
    for module in PROVIDERS:
        assert not [name for name in module.__all__ if name.startswith("Undocumented")]


@pytest.mark.parametrize(
    ("module", "status", "body", "name"),
    [
        (idhub, 409, {"title": "SESSION_LOCKED"}, "UndocumentedSessionConflictError"),
        (idhub, 429, {"title": "AUTH_SLOW"}, "UndocumentedAuthRateLimitError"),
        (idhub, 400, {"title": "AUTH_NEW"}, "UndocumentedAuthAuthenticationError"),
        (idhub, 400, {"title": "OTHER"}, "UndocumentedIDHubInvalidRequestError"),
        (idhub, 503, None, "UndocumentedIDHubUnavailableError"),
        (
            seal,
            404,
            {"errors": {"not_found": {"code": "moved"}}},
            "UndocumentedSealNotFoundNotFoundError",
        ),
        (
            autograph,
            503,
            {"error": "internal_error -- SIG_BB999"},
            "UndocumentedAutographInternalUnavailableError",
        ),
        (stepup, 501, {"error": "NEW"}, "UndocumentedStepUpUnsupportedError"),
    ],
)
def test_parsed_error_is_of_the_named_class(
    module: ModuleType, status: int, body: dict[str, object] | None, name: str
) -> None:
    """`parse` returns the class that the module returns by name."""
    error = module.parse(status=status, body=body)
    assert type(error) is getattr(module, name)
    assert error.known_code is None
    assert name in repr(error)


@pytest.mark.parametrize("status", [None, 200])
def test_without_kind_it_is_the_group(status: int | None) -> None:
    """Without a status of an error, and without a kind of the group, it is the group's class."""
    session = idhub.parse(status=status, body={"title": "SESSION_NEW"})
    assert type(session) is idhub.SessionError
    assert session.code == "SESSION_NEW"
    assert type(idhub.parse(status=status, body={"title": "NEW"})) is idhub.IDHubError


def test_without_status_the_group_gives_the_kind() -> None:
    """If there is no status, the kind is the one that the group states."""
    error = idhub.parse(body={"title": "AUTH_NEW"})
    assert isinstance(error, idhub.AuthError)
    assert isinstance(error, specimen_errors.AuthenticationError)


def test_advice_is_that_of_the_received_status() -> None:
    """Advice comes from the category of the received status, otherwise from the kind."""
    client = idhub.parse(status=429, body={"title": "SESSION_NEW"})
    assert client.retry == Retry("never", basis="documented", level="category")
    other = idhub.parse(status=504, body={"title": "SESSION_NEW"})
    assert other.retry == Retry("backoff", basis="derived", level="kind")


@pytest.mark.parametrize("module", PROVIDERS)
@pytest.mark.parametrize(
    "name",
    [
        "SessionsNotFoundError",
        "Undocumented",
        "UndocumentedError",
        "UndocumentedConflictError",
        "UndocumentedSessionsConflictError",
        "UndocumentedSessionTeapotError",
        "undocumentedsessionconflicterror",
        "ApiErr",
        "__path__",
        "",
    ],
)
def test_misspelled_name(module: ModuleType, name: str) -> None:
    """A name that the module does not have is an AttributeError that says so."""
    assert not hasattr(module, name)
    with pytest.raises(AttributeError, match="has no attribute") as caught:
        getattr(module, name)
    assert caught.value.name == name


def test_misspelled_import() -> None:
    """Importing such a name fails like any other failed import."""
    with pytest.raises(ImportError, match="SessionsNotFoundError"):
        exec("from specimen_errors.idhub import SessionsNotFoundError")  # noqa: S102


def test_import_in_a_fresh_process(fresh: Callable[..., str]) -> None:
    """The class can be imported even if no response was ever parsed."""
    said = fresh(
        "from specimen_errors.idhub import UndocumentedSessionConflictError as E\n"
        "import specimen_errors, specimen_errors.idhub as idhub\n"
        "error = idhub.parse(status=409, body={'title': 'SESSION_LOCKED'})\n"
        "print(type(error) is E, issubclass(E, (specimen_errors.ConflictError)), E.__name__)\n"
    )
    assert said == "True True UndocumentedSessionConflictError"


def test_import_and_parse_return_one_class() -> None:
    """Import and `parse` return the same class, in either order."""
    error = seal.parse(status=423, body={"errors": {"conflict": {"code": "locked"}}})
    module = importlib.import_module("specimen_errors.seal")
    assert type(error) is module.UndocumentedSealConflictConflictError
