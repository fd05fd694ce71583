"""`parse` returns the most specific class for every response.

| rule of the SDK | tests |
|---|---|
| the provider's code, its group, the status, the provider's base, in this order | `order` |
| bodies of other decoders (strings and bytes: `test_bodies.py`) | `mapping_of_other_class` |
| scope, path, query and headers if a provider needs them | `acme` |
| status, code as sent and the response are kept | `keeps` |
| headers are read only on request, and then once | `headers_are_read` |
"""

from collections import OrderedDict, UserDict
from collections.abc import Callable, Mapping
from types import MappingProxyType, ModuleType
from typing import Any

import pytest

from specimen_errors import (
    ApiError,
    ConflictError,
    InternalError,
    InvalidRequestError,
    NotFoundError,
    UnavailableError,
    autograph,
    idhub,
    seal,
    stepup,
)

PROVIDERS = (autograph, idhub, seal, stepup)
BASES: Mapping[ModuleType, type[ApiError]] = {
    autograph: autograph.AutographError,
    idhub: idhub.IDHubError,
    seal: seal.SealError,
    stepup: stepup.StepUpError,
}

SESSION = {"title": "SESSION_NOT_FOUND", "status": 404, "detail": "Gone."}


def build_body(module: ModuleType, code: object, group: str | None = None) -> dict[str, Any]:
    """Return a body with a code at its documented place."""
    if module is idhub:
        return {"title": code}
    if module is seal:
        return {"success": False, "errors": {group or "invalid_request": {"code": code}}}
    if module is autograph and group:
        return {"error": f"{group} -- {code}"}
    return {"error": code}


# The class of a response


@pytest.mark.parametrize(
    ("module", "id_"), [(module, id_) for module in PROVIDERS for id_ in module.ERRORS]
)
def test_order_starts_with_documented_code(module: ModuleType, id_: str) -> None:
    """A documented code returns its class, even with an undocumented status."""
    cls = module.ERRORS[id_]
    error = module.parse(status=418, body=build_body(module, id_, cls.info.group))
    assert type(error) is cls
    assert error.code == cls.info.code
    assert error.known_code is module.Code(cls.info.code)
    assert error.status == 418


@pytest.mark.parametrize(
    ("module", "body", "family"),
    [
        (idhub, {"title": "SESSION_LOCKED"}, idhub.SessionError),
        (idhub, {"title": "AUTH_NEW"}, idhub.AuthError),
        (seal, {"errors": {"not_found": {"code": "moved"}}}, seal.SealNotFoundError),
        (seal, {"errors": {"not_found": {}}}, seal.SealNotFoundError),
        (autograph, {"error": "internal_error -- SIG_1"}, autograph.AutographInternalError),
        (autograph, {"error": "internal_error"}, autograph.AutographInternalError),
    ],
)
def test_order_continues_with_group(
    module: ModuleType, body: dict[str, Any], family: type[ApiError]
) -> None:
    """An undocumented code returns its group, and the kind of the status."""
    error = module.parse(status=409, body=body)
    assert isinstance(error, family)
    assert isinstance(error, ConflictError)
    assert error.known_code is None


@pytest.mark.parametrize("module", PROVIDERS)
@pytest.mark.parametrize(
    ("status", "kind"),
    [(404, NotFoundError), (503, UnavailableError), (418, InvalidRequestError)],
)
def test_order_continues_with_status(module: ModuleType, status: int, kind: type[ApiError]) -> None:
    """Without a code, the status decides the kind, below the provider's base."""
    error = module.parse(status=status, body=b"<html>")
    assert isinstance(error, kind)
    assert isinstance(error, BASES[module])
    assert error.code is None


@pytest.mark.parametrize("module", PROVIDERS)
@pytest.mark.parametrize("status", [None, 200, 302])
def test_order_ends_with_base(module: ModuleType, status: int | None) -> None:
    """If nothing is known, the error is of the provider's base class."""
    error = module.parse(status=status)
    assert type(error) is BASES[module]
    assert error.status == status


def test_order_of_listed_status_and_group() -> None:
    """A listed status decides the kind; if it is "other 4xx" or "other 5xx", the group does."""
    codes = {"error": "internal_error -- SIG_BB999"}
    assert isinstance(autograph.parse(status=503, body=codes), UnavailableError)
    assert isinstance(autograph.parse(status=418, body=codes), InternalError)
    assert isinstance(autograph.parse(body=codes), InternalError)


@pytest.mark.parametrize(
    ("sent", "cls"),
    [
        ("internal_error -- SIG_BB801", autograph.Internal801Error),
        ("internal_error--SIG_BB801", autograph.Internal801Error),
        ("  internal_error  --  SIG_BB801 ", autograph.Internal801Error),
        ("internal_error -- SIG-BB801", autograph.Internal801Error),
        ("invalid_request -- SIG-BB607", autograph.UnsupportedDataStructureError),
        ("invalid_request -- SIG_BB607", autograph.UnsupportedDataStructureError),
        ("invalid_token", autograph.InvalidTokenError),
    ],
)
def test_code_among_parts(sent: str, cls: type[ApiError]) -> None:
    """The code is found behind the short text, with any whitespace and dashes."""
    error = autograph.parse(status=400, body={"error": sent})
    assert type(error) is cls
    assert error.code == cls.info.code
    assert isinstance(error, autograph.AutographError)
    assert error.error == sent


@pytest.mark.parametrize("group", ["conflict", "of_next_year"])
def test_code_of_another_group(group: str) -> None:
    """A documented code decides the error, in any group; the group is kept as sent."""
    known = seal.parse(status=400, body=build_body(seal, "missing_header", group))
    assert type(known) is seal.MissingHeaderError
    unknown = seal.parse(status=400, body=build_body(seal, "new", "of_next_year"))
    assert isinstance(unknown, InvalidRequestError)
    assert unknown.code == "new"


# What it is passed


@pytest.mark.parametrize("make", [OrderedDict[str, Any], UserDict[str, Any], MappingProxyType])
def test_mapping_of_other_class(make: Callable[[Any], Mapping[str, Any]]) -> None:
    """Mappings of other decoders are read, including nested ones."""
    inner = make({"code": "missing_header", "details": make({"a": (1, 2)})})
    error = seal.parse(body=make({"errors": make({"invalid_request": inner})}))
    assert type(error) is seal.MissingHeaderError
    assert error.details == {"a": [1, 2]}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/v1/start", "AccessDeniedError"),
        ("/v1/token", "AccessDeniedByUserError"),
        ("/v1/other", "AcmeError"),
        (None, "AcmeError"),
    ],
)
def test_acme_code_of_two_scopes_by_path(acme: ModuleType, path: str | None, name: str) -> None:
    """If one code is two errors, the path decides; without a path, neither is guessed."""
    error = acme.parse(status=418, body={"error": "access_denied"}, path=path)
    assert type(error).__name__ == name
    assert error.code == "access_denied"


def test_acme_code_of_two_scopes_by_scope(acme: ModuleType) -> None:
    """The caller's scope takes precedence over the path."""
    body = {"error": "access_denied"}
    error = acme.parse(body=body, path="/v1/start", scope="token")
    assert type(error) is acme.AccessDeniedByUserError


def test_acme_code_of_two_scopes_by_status(acme: ModuleType) -> None:
    """A status that only one of them documents also decides."""
    error = acme.parse(status=403, body={"error": "access_denied"})
    assert type(error) is acme.AccessDeniedError


@pytest.mark.parametrize(
    "headers",
    [
        {"www-authenticate": 'Bearer realm="acme", error="invalid_token"'},
        [("X-Other", "1"), ("WWW-Authenticate", 'Bearer realm=acme, error="invalid_token"')],
        {b"WWW-Authenticate": b'Basic realm="acme", Bearer error=invalid_token'},
        {"WWW-Authenticate": ['Basic realm="acme"', 'Bearer error="invalid_token"']},
    ],
)
def test_acme_code_in_header(acme: ModuleType, headers: Any) -> None:
    """A challenge provides the code, in headers of any type and spelling."""
    error = acme.parse(status=401, headers=headers, body=b"")
    assert type(error) is acme.InvalidTokenError


@pytest.mark.parametrize(
    "query",
    [
        "error=invalid_token&error_hint=h%C3%A9",
        "?error=invalid_token&error_hint=hé",
        {"error": "invalid_token", "error_hint": "hé"},
        {"error": ["invalid_token"], "error_hint": ["hé"]},
    ],
)
def test_acme_code_in_query(acme: ModuleType, query: Any) -> None:
    """A redirect's query provides the code and the message, as a string or as a mapping."""
    error = acme.parse(query=query)
    assert type(error) is acme.InvalidTokenError
    assert error.provider_message == "hé"


@pytest.mark.parametrize("code", ["token_invalid", "4711", 4711])
def test_acme_code_is_an_alias(acme: ModuleType, code: object) -> None:
    """An alias returns the documented error, with the documented code."""
    error = acme.parse(body={"error": code})
    assert type(error) is acme.InvalidTokenError
    assert error.code == "invalid_token"
    assert error.known_code is acme.Code.INVALID_TOKEN


# What it keeps, and when it reads headers


def test_keeps_the_response() -> None:
    """`raw` has status, headers and body as they were passed."""
    headers = {"X-Request-Id": "1"}
    error = idhub.parse(status=404, headers=headers, body=b"{}")
    raw = error.raw
    assert raw is not None
    assert (raw.status, raw.headers, raw.body) == (404, headers, b"{}")
    assert raw.headers is headers


def test_success_that_carries_an_error() -> None:
    """A 200 with a documented code is that error; with another code, it has no kind."""
    assert type(idhub.parse(status=200, body=SESSION)) is idhub.SessionNotFoundError
    error = idhub.parse(status=200, body={"title": "SESSION_NEW"})
    assert type(error) is idhub.SessionError
    assert error.code == "SESSION_NEW"


class CountingHeaders(dict[str, str]):
    """Headers that count how often their items are read."""

    asked = 0

    def items(self) -> Any:
        self.asked += 1
        return super().items()


@pytest.mark.parametrize("body", [SESSION, {"title": "SESSION_NEW"}, b"<html>"])
def test_headers_are_read_once_on_request(body: Any) -> None:
    """Parsing and printing do not read the headers; the delay reads them once."""
    headers = CountingHeaders({"Retry-After": "5"})
    error = idhub.parse(status=503, headers=headers, body=body)
    assert str(error)
    assert repr(error)
    assert error.log_fields()
    assert headers.asked == 0
    assert [error.retry_after, error.retry_after] == [5.0, 5.0]
    assert error.retry is not None
    assert headers.asked == 1


def test_headers_are_read_from_an_iterator() -> None:
    """Pairs from an iterator are read once."""
    headers: Any = iter([("X-Other", "1"), ("Retry-After", "5")])
    error = idhub.parse(status=503, headers=headers)
    assert [error.retry_after, error.retry_after] == [5.0, 5.0]


def test_list_as_decoded_body() -> None:
    """A list is accepted as a decoded body, but has no code where codes are in an object."""
    error = idhub.parse(status=404, body=[{"title": "SESSION_NOT_FOUND"}])
    assert type(error).__name__ == "UndocumentedIDHubNotFoundError"
    assert error.raw is not None
    assert error.raw.body == [{"title": "SESSION_NOT_FOUND"}]


def test_fields_below_an_undocumented_group() -> None:
    """Fields below an undocumented group are read as well."""
    below = {"reason": "Because.", "details": {"a": 1}}
    error = seal.parse(status=400, body={"errors": {"weird": below}})
    assert (error.code, error.reason, error.details) == (None, "Because.", {"a": 1})


@pytest.mark.parametrize(
    "errors",
    [
        pytest.param("not_found", id="text above the code's place"),
        pytest.param(["not_found"], id="list above the code's place"),
        pytest.param({"not_found": "not_found"}, id="text in place of the entry"),
        pytest.param({5: {"code": "not_found"}}, id="key that JSON cannot have"),
        pytest.param({"not_found": {"code": ["not_found"]}}, id="list in place of the code"),
        pytest.param({}, id="no entry"),
    ],
)
def test_code_in_another_place_is_ignored(errors: object) -> None:
    """A documented code counts only at its place, and only as a string."""
    error = seal.parse(status=503, body={"errors": errors, "": "not_found", "message": "m"})
    assert (error.code, error.known_code, error.provider_message) == (None, None, "m")


@pytest.mark.parametrize("first", [{}, {"code": None}, {"code": ""}, "text", {"reason": "No."}])
def test_code_below_a_later_key(first: object) -> None:
    """The entry that has the code provides the fields, whatever comes before it."""
    errors = {"conflict": first, "not_found": {"code": "not_found", "reason": "Gone."}}
    error = seal.parse(status=404, body={"errors": errors})
    assert type(error) is seal.ResourceNotFoundError
    assert (error.code, error.reason) == ("not_found", "Gone.")
