"""What an error contains, how it behaves in Python, and how to create one by hand.

| rule of the SDK | tests |
|---|---|
| status, code, known_code, message, retry_after and each field by its documented name | `carries` |
| `raw` is the response as received, None by hand, and not an attrs field | `raw` |
| `ERRORS`, `Code` | `errors`, `code` |
| `specimen_errors` has `ApiError`, twelve kinds and `PROVIDERS` | `package` |
| one attrs base per provider; leaves are not decorated | `attrs` |
| hash and comparison by identity; `args` is empty; notes and cause | `exception` |
| constructors are for people: they fill in the code | `by_hand` |
| clients catch one error, its group, its kind, or any error | `catching` |
"""

from __future__ import annotations

import enum
import traceback
from collections.abc import Iterator
from types import MappingProxyType, ModuleType
from typing import Any, assert_never, get_type_hints

import attrs
import pytest

import specimen_errors
from specimen_errors import ApiError, autograph, idhub, seal, stepup

PROVIDERS = (autograph, idhub, seal, stepup)
KINDS = {
    "AuthenticationError",
    "ConflictError",
    "DeclinedError",
    "ExpiredError",
    "InternalError",
    "InvalidRequestError",
    "NotFoundError",
    "PendingError",
    "PermissionDeniedError",
    "RateLimitError",
    "UnavailableError",
    "UnsupportedError",
}


def get_base(module: ModuleType) -> type[ApiError]:
    name = module.__name__.rpartition(".")[2]
    base: type[ApiError] = getattr(module, specimen_errors.PROVIDERS[name].base)
    return base


def list_classes(module: ModuleType) -> Iterator[type[ApiError]]:
    """Yield the exported classes of a module."""
    for name in module.__all__:
        value = getattr(module, name)
        if isinstance(value, type) and issubclass(value, ApiError):
            yield value


CLASSES = [ApiError, *(cls for module in PROVIDERS for cls in list_classes(module))]
CLASSES += [getattr(specimen_errors, name) for name in sorted(KINDS)]


# What an error contains


def test_carries_fields_of_stepup() -> None:
    """Every documented field is an attribute of the same name."""
    error = stepup.parse(
        status=400,
        headers={"Retry-After": "3"},
        body={
            "id": "bcba4bc3",
            "error": "CLIENT_SIDE_ERROR",
            "error_description": "This is an invalid request.",
            "trace_id": "67ae9e75",
        },
    )
    assert error.status == 400
    assert error.code == "CLIENT_SIDE_ERROR"
    assert error.known_code is stepup.Code.CLIENT_SIDE_ERROR
    assert error.provider_message == error.error_description == "This is an invalid request."
    assert error.retry_after == 3.0
    assert (error.id, error.trace_id, error.error) == ("bcba4bc3", "67ae9e75", "CLIENT_SIDE_ERROR")


def test_carries_fields_of_idhub() -> None:
    """Problem details keep their names; the body's `status` is separate from the received one."""
    body = {
        "title": "AUTH_FORBIDDEN",
        "status": 403,
        "detail": "No.",
        "instance": "/v1/x",
        "timestamp": "2026-11-21T00:00:00Z",
        "context": {"scope": ["a"]},
        "doc_url": "https://docs.example",
    }
    error = idhub.parse(status=401, body=body)
    assert (error.status, error.body_status) == (401, 403)
    assert (error.title, error.detail, error.provider_message) == ("AUTH_FORBIDDEN", "No.", "No.")
    assert (error.instance, error.timestamp) == ("/v1/x", "2026-11-21T00:00:00Z")
    assert (error.body_context, error.doc_url) == ({"scope": ["a"]}, "https://docs.example")


def test_carries_fields_of_autograph() -> None:
    """The string on the wire is in the field that reads it, the registry's code in `code`."""
    sent = {
        "error": "invalid_request -- SIG_BB607",
        "error_description": "d",
        "error_reference": "r",
    }
    error = autograph.parse(status=400, body=sent)
    assert (error.code, error.error) == ("SIG-BB607", "invalid_request -- SIG_BB607")
    assert (error.provider_message, error.error_reference) == ("d", "r")


@pytest.mark.parametrize(("message", "expected"), [("m", "m"), ("", "r"), (None, "r")])
def test_carries_fields_of_seal(message: str | None, expected: str) -> None:
    """The first message that is not empty is the error's; the others keep their names."""
    inner = {"code": "not_found", "reason": "r", "details": {"a": 1}}
    body = {"success": False, "message": message, "errors": {"not_found": inner}}
    error = seal.parse(status=404, body=body)
    assert type(error) is seal.ResourceNotFoundError
    assert (error.success, error.reason, error.details) == (False, "r", {"a": 1})
    assert error.provider_message == expected


def test_carries_fields_beside_unknown_code() -> None:
    """An undocumented error has the fields, too."""
    error = stepup.parse(status=500, body={"error": "NEW", "id": "1", "trace_id": "2"})
    assert (error.code, error.known_code, error.id, error.trace_id) == ("NEW", None, "1", "2")


def test_carries_fields_without_a_code() -> None:
    """The fields of a body without a code are read as well."""
    error = stepup.parse(status=500, body={"id": "1", "error_description": "d"})
    assert (error.code, error.id, error.provider_message) == (None, "1", "d")


@pytest.mark.parametrize("module", PROVIDERS)
def test_carries_none_for_what_is_absent(module: ModuleType) -> None:
    """Every field of an empty response is None."""
    error = module.parse()
    names = [field.name for field in attrs.fields(type(error))]
    assert {name: getattr(error, name) for name in names} == dict.fromkeys(names)


def test_carries_field_of_a_header(acme: ModuleType) -> None:
    """A field from a header is an attribute like the others."""
    headers = {"X-Request-Id": "r-1"}
    assert acme.parse(headers=headers, body={"error": "busy"}).request_id == "r-1"
    assert acme.parse(headers=headers, body={"error": "new"}).request_id == "r-1"


def test_carries_no_other_attribute() -> None:
    """A misspelled attribute is an AttributeError that names class and attribute."""
    error: Any = idhub.parse(status=404)
    with pytest.raises(AttributeError, match="no attribute 'details'"):
        _ = error.details


def test_raw_is_the_response() -> None:
    """`raw` is immutable, the same object each time, and its `repr` shows none of its content."""
    error = idhub.parse(status=404, headers={"a": "secret"}, body=b"secret")
    raw = error.raw
    assert raw is not None
    assert raw == error.raw
    assert (raw.status, raw.headers, raw.body) == (404, {"a": "secret"}, b"secret")
    assert "secret" not in repr(raw)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        raw.body = None  # type: ignore[misc]


def test_raw_is_none_by_hand() -> None:
    """An error that was not parsed has no response."""
    assert idhub.SessionNotFoundError(status=404).raw is None
    assert ApiError().raw is None


@pytest.mark.parametrize("cls", CLASSES)
def test_raw_is_not_a_field(cls: type[ApiError]) -> None:
    """The attrs fields of an error include neither the response nor the facts."""
    names = {field.name for field in attrs.fields(cls)}
    assert {"status", "code", "provider_message", "retry_after"} <= names
    assert not {"raw", "_raw", "info", "retry"} & names


# What a module contains


@pytest.mark.parametrize("module", PROVIDERS)
def test_errors_has_every_documented_class(module: ModuleType) -> None:
    """`ERRORS` has each exported class with a code, and is read-only."""
    assert isinstance(module.ERRORS, MappingProxyType)
    documented = {cls for cls in list_classes(module) if cls.info.code is not None}
    assert set(module.ERRORS.values()) == documented
    for id_, cls in module.ERRORS.items():
        assert id_ in {cls.info.code, *cls.info.aliases}
        assert getattr(module, cls.__name__) is cls
        assert cls.__module__ == module.__name__


def test_errors_in_an_except_clause() -> None:
    """A class that is looked up by its code can be caught."""
    with pytest.raises(idhub.ERRORS["SESSION_NOT_FOUND"]):
        raise idhub.parse(body={"title": "SESSION_NOT_FOUND"})


def test_errors_has_ids_and_aliases(acme: ModuleType) -> None:
    """Errors that share a code are found by id; an alias leads to its error."""
    assert acme.ERRORS["access_denied"] is acme.AccessDeniedError
    assert acme.ERRORS["access_denied_by_user"] is acme.AccessDeniedByUserError
    assert acme.ERRORS["4711"] is acme.ERRORS["token_invalid"] is acme.InvalidTokenError


@pytest.mark.parametrize("module", PROVIDERS)
def test_code_has_every_documented_code(module: ModuleType) -> None:
    """`Code` is a StrEnum of the codes; a member equals its code as a string."""
    assert issubclass(module.Code, enum.StrEnum)
    assert {str(code) for code in module.Code} == {c.info.code for c in module.ERRORS.values()}


def test_code_has_no_aliases(acme: ModuleType) -> None:
    """Aliases are not members, and a code that two errors share is one member."""
    assert {str(code) for code in acme.Code} == {
        *(
            "access_denied",
            "PENDING",
            "invalid_token",
            "token_gone",
            "busy",
            "again",
            "later",
            "much_later",
        )
    }


def advise(code: stepup.Code) -> str:
    """Match every code, as a client does; mypy and pyright know that none is left."""
    match code:
        case stepup.Code.CLIENT_SIDE_ERROR | stepup.Code.ARGUMENTS_NOT_VALID:
            return "mend"
        case stepup.Code.SERVER_SIDE_ERROR:
            return "report"
        case stepup.Code.TOO_MANY_REQUESTS:
            return "wait"
        case _:
            assert_never(code)


def test_code_in_an_exhaustive_match() -> None:
    """`known_code` is a member to match on, or None if the code is not documented."""
    error = stepup.parse(body={"error": "TOO_MANY_REQUESTS"})
    assert error.known_code is not None
    assert advise(error.known_code) == "wait"
    assert error.known_code == "TOO_MANY_REQUESTS"
    assert stepup.parse(body={"error": "new"}).known_code is None
    assert stepup.parse().known_code is None


def test_package_has_the_twelve_kinds() -> None:
    """The kinds are direct subclasses of `ApiError`, the same for every provider."""
    found = {
        cls.__name__ for cls in ApiError.__subclasses__() if cls.__module__ == "specimen_errors"
    }
    assert found == KINDS
    for module in PROVIDERS:
        for cls in module.ERRORS.values():
            kinds = [base for base in cls.__mro__ if base.__name__ in KINDS]
            assert [kind.info.kind for kind in kinds] == [cls.info.kind]


def test_package_has_the_providers() -> None:
    """`PROVIDERS` has each module, its class and its pages, and imports a module on demand."""
    assert {module.__name__.rpartition(".")[2] for module in PROVIDERS} == set(
        specimen_errors.PROVIDERS
    )
    for name, provider in specimen_errors.PROVIDERS.items():
        assert provider.name == name
        module = provider.load()
        assert module in PROVIDERS
        assert provider.base in module.__all__
        assert all(source.url.startswith("https://") for source in provider.sources)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            provider.name = "other"  # type: ignore[misc]


# How an error behaves in Python


@pytest.mark.parametrize("cls", CLASSES)
def test_attrs_classes_without_decorated_leaves(cls: type[ApiError]) -> None:
    """Every class is an attrs class; only `ApiError` and the providers' bases are decorated."""
    bases = {ApiError, *(get_base(module) for module in PROVIDERS)}
    assert attrs.has(cls)
    assert ("__attrs_attrs__" in vars(cls)) == (cls in bases)


@pytest.mark.parametrize("cls", CLASSES)
def test_attrs_classes_have_types(cls: type[ApiError]) -> None:
    """Annotations can be evaluated, as cattrs and documentation tools do."""
    assert get_type_hints(cls)["code"] == str | None
    assert attrs.resolve_types(cls) is cls


@pytest.mark.parametrize("cls", CLASSES)
def test_exception_compares_by_identity(cls: type[ApiError]) -> None:
    """Two equal-looking errors are different, in a set, as keys, and with `==`."""
    error, other = cls(status=404, provider_message="m"), cls(status=404, provider_message="m")
    assert error == error  # noqa: PLR0124 - equality with itself is what is tested
    assert error != other
    assert len({error, other, error}) == 2


@pytest.mark.parametrize("cls", CLASSES)
def test_exception_has_no_args(cls: type[ApiError]) -> None:
    """`args` is empty, by hand and parsed, and constructors take no positional arguments."""
    assert cls(status=404, provider_message="m").args == ()
    with pytest.raises(TypeError, match="positional"):
        cls("m")  # type: ignore[call-arg,arg-type]
    assert idhub.parse(status=404, body={"title": "x", "detail": "m"}).args == ()


def test_exception_keeps_notes_cause_and_traceback() -> None:
    """A raised error has what any exception has."""
    error = idhub.parse(status=404, body={"title": "SESSION_NOT_FOUND"})
    error.add_note("while polling")
    cause = KeyError("k")
    with pytest.raises(idhub.SessionNotFoundError) as caught:
        raise error from cause
    assert caught.value is error
    assert error.__cause__ is cause
    assert error.__traceback__ is not None
    text = "".join(traceback.format_exception(error))
    assert "while polling" in text
    assert "specimen_errors.idhub.SessionNotFoundError: IDHub SESSION_NOT_FOUND (HTTP 404)" in text


def test_exception_attributes_can_be_set() -> None:
    """Errors are mutable: a client may set attributes."""
    error = idhub.parse(status=404)
    error.provider_message = "m"
    error.retry_after = 5
    assert (error.provider_message, error.retry_after) == ("m", 5)


@pytest.mark.parametrize("module", PROVIDERS)
def test_by_hand_code_is_filled_in(module: ModuleType) -> None:
    """A class with a documented code fills it in; the others have None."""
    for cls in list_classes(module):
        error = cls(status=404)
        assert error.status == 404
        assert error.code == cls.info.code
        assert error.known_code == cls.info.code
        assert (error.provider_message, error.retry_after, error.raw) == (None, None, None)
        assert cls.__name__ in repr(error)
        assert specimen_errors.PROVIDERS[module.__name__.rpartition(".")[2]].title in str(error)


def test_by_hand_every_field_can_be_given() -> None:
    """Tests of a client can set the fields that its code reads."""
    error = idhub.SessionNotFoundError(status=404, detail="d", body_context={"a": 1}, retry_after=2)
    assert (error.detail, error.body_context, error.retry_after) == ("d", {"a": 1}, 2)
    assert repr(error) == "SessionNotFoundError(status=404, code='SESSION_NOT_FOUND')"
    assert str(error).startswith("IDHub SESSION_NOT_FOUND (HTTP 404): There is no such session: ")


def test_by_hand_unknown_field_is_rejected() -> None:
    """A field that the provider does not have is a TypeError."""
    with pytest.raises(TypeError, match="details"):
        idhub.SessionNotFoundError(details="d")  # type: ignore[call-arg]


def test_by_hand_code_of_a_group() -> None:
    """A group's class takes the code that a test needs."""
    error = idhub.SessionError(status=409, code="SESSION_LOCKED")
    assert (error.code, error.known_code) == ("SESSION_LOCKED", None)
    assert str(error) == "IDHub SESSION_LOCKED (HTTP 409): Not a documented error."


def test_by_hand_subclass_of_a_client() -> None:
    """A client's own subclass is an error like the others."""

    class OurSessionError(idhub.SessionNotFoundError):
        """A session of ours does not exist."""

    error = OurSessionError(status=404)
    assert error.code == "SESSION_NOT_FOUND"
    assert repr(error).startswith("OurSessionError(")


@pytest.mark.parametrize(
    "cls",
    [
        idhub.SessionNotFoundError,
        idhub.SessionError,
        idhub.IDHubError,
        specimen_errors.NotFoundError,
        specimen_errors.ApiError,
        Exception,
    ],
)
def test_catching_at_every_level(cls: type[Exception]) -> None:
    """An error can be caught as itself, its group, its provider, its kind, or any API's error."""
    with pytest.raises(cls):
        raise idhub.parse(status=404, body={"title": "SESSION_NOT_FOUND"})


def test_catching_undocumented_code_by_group_and_kind() -> None:
    """An undocumented code is caught as its group and as its kind."""
    for cls in (idhub.SessionError, specimen_errors.ConflictError):
        with pytest.raises(cls):
            raise idhub.parse(status=409, body={"title": "SESSION_LOCKED"})


def test_catching_from_a_group() -> None:
    """`except*` selects errors of an ExceptionGroup by provider and by kind."""
    gone = idhub.parse(status=404, body={"title": "SESSION_NOT_FOUND"})
    away = seal.parse(status=503)
    caught: list[BaseException] = []
    try:
        msg = "both"
        raise ExceptionGroup(msg, [gone, away])
    except* idhub.SessionError as group:
        caught += group.exceptions
    except* specimen_errors.UnavailableError as group:
        caught += group.exceptions
    assert caught == [gone, away]
