"""`parse` never raises, whatever it is passed, and keeps as much as it can.

These are examples; `test_any_response.py` generates more.

| rule of the SDK | tests |
|---|---|
| a gateway's page, truncated JSON, lists, 5 MB, deep nesting, charsets, surrogates | `odd_body` |
| wrong types, unusual statuses, invalid codes | `odd_type`, `odd_status`, `odd_code` |
| arguments that raise, or are of the wrong type | `hostile` |
"""

import json
from collections import OrderedDict, UserDict
from collections.abc import Iterator, Mapping
from enum import IntEnum
from http import HTTPStatus
from types import ModuleType
from typing import Any

import pytest

from specimen_errors import (
    ApiError,
    ConflictError,
    InternalError,
    RawResponse,
    UnavailableError,
    autograph,
    idhub,
    seal,
    stepup,
)
from tests.fuzzing.invariants import assert_travels, assert_usable

PROVIDERS = (autograph, idhub, seal, stepup)
BASES: Mapping[ModuleType, type[ApiError]] = {
    autograph: autograph.AutographError,
    idhub: idhub.IDHubError,
    seal: seal.SealError,
    stepup: stepup.StepUpError,
}

NAMES = (
    *("title", "status", "detail", "instance", "timestamp", "context", "doc_url"),
    *("error", "error_description", "error_reference", "id", "trace_id"),
    *("success", "message", "errors", "reason"),
)
"""Names of fields in the four providers' bodies."""

SESSION = {"title": "SESSION_NOT_FOUND", "status": 404, "detail": "Gone."}


def get_response(error: ApiError) -> RawResponse:
    """Return the response of a parsed error, which always has one."""
    assert error.raw is not None
    return error.raw


# Responses that differ from the documentation


def nest(levels: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(levels):
        value = {"a": value}
    return value


DEEP = 100_000
DEEP_MAPPING = nest(10_000)
LONG_MAPPING = {"x" * 5_000_000: "x" * 5_000_000}
LARGE_MAPPING = {f"k{number}": {"code": None} for number in range(100_000)}
ODD: Mapping[str, Any] = {
    "gateway's page": b"<html><head><title>502 Bad Gateway</title></head></html>",
    "truncated": json.dumps(SESSION).encode()[:-8],
    "list": b'[{"title": "SESSION_NOT_FOUND"}]',
    "null": b"null",
    "number": b"404",
    "text": b'"SESSION_NOT_FOUND"',
    "true": b"true",
    "empty": b"",
    "blank": b" \n",
    "empty text": "",
    "mark alone": b"\xef\xbb\xbf",
    "empty object": b"{}",
    "five megabytes": b'{"title": "' + b"x" * 5_000_000 + b'"}',
    "five megabytes of page": b"<p>" * 1_700_000,
    "many keys": json.dumps({f"k{i}": i for i in range(100_000)}).encode(),
    "deep lists": b"[" * DEEP,
    "deep objects": b'{"errors":' * DEEP,
    "deep and whole": b'{"title":' + b"[" * DEEP + b"]" * DEEP + b"}",
    "deep in reach": '{"context":' + '{"a":' * 500 + "{}" + "}" * 500 + "}",
    "deep and decoded": dict.fromkeys(NAMES, DEEP_MAPPING),
    "five megabytes decoded": dict.fromkeys(NAMES, LONG_MAPPING),
    "many keys decoded": dict.fromkeys(NAMES, LARGE_MAPPING),
    "huge integers decoded": dict.fromkeys(NAMES, 10**100_000),
    "invalid utf-8": b'{"title": "\xff\xfe\xfa", "error": "\xc3\x28"}',
    "lone surrogates": b'{"title": "\\ud800\\udfff\\udc00", "error": "\\ud800"}',
    "encoded surrogate": b'{"title": "\xed\xa0\x80", "error": "\xed\xa0\x80"}',
    "surrogate in text": '{"title": "\ud800", "error": "\ud800"}',
    "half of utf-16": json.dumps(SESSION).encode("utf-16")[:-3],
    "control characters": b'{"title": "a\\u0000\\u001b[31m\\nb", "error": "\\u202e\\u0000"}',
    "raw control character": b'{"title": "a\nb"}',
    "huge integer": b'{"title": 1' + b"0" * 4000 + b', "error": 1' + b"0" * 4000 + b"}",
    "huger integer": b'{"title": 1' + b"0" * 9000 + b"}",
    "not a number": b'{"title": NaN, "status": NaN, "error": Infinity}',
    "beyond floats": b'{"status": 1e999, "error": -1e999}',
    "bytes that are no text": bytes(range(256)),
}


@pytest.mark.parametrize("module", PROVIDERS)
@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
def test_odd_body(module: ModuleType, body: bytes | str) -> None:
    """An undocumented body gives an error that keeps status and response."""
    error = module.parse(status=502, headers={"Retry-After": "7"}, body=body)
    assert isinstance(error, BASES[module])
    assert isinstance(error, UnavailableError)
    assert error.known_code is None
    assert (error.status, error.retry_after) == (502, 7.0)
    assert get_response(error).body is body
    assert_usable(error)
    assert_travels(error)


@pytest.mark.parametrize("module", PROVIDERS)
@pytest.mark.parametrize(
    "value", [None, True, 0, 1.5, "", [], ["SESSION_NOT_FOUND"], {}, {"code": "x"}, [[]]]
)
def test_odd_type_of_every_field(module: ModuleType, value: object) -> None:
    """A value of an undocumented type is read as None, and does not hide other fields."""
    assert_usable(module.parse(status=400, body=dict.fromkeys(NAMES, value)))
    group = {"code": value, "reason": value, "details": value}
    assert_usable(module.parse(body={"errors": {"not_found": group, "conflict": value}}))


def test_odd_field_beside_known_code() -> None:
    """A field of the wrong type leaves the others unchanged."""
    wrong = {"status": "404", "detail": ["no"], "timestamp": "now", "context": "none"}
    error = idhub.parse(status=404, body={**SESSION, **wrong})
    assert type(error) is idhub.SessionNotFoundError
    assert (error.body_status, error.detail, error.provider_message, error.body_context) == (
        None,
    ) * 4
    assert error.timestamp == "now"


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        (4711, "4711"),
        ("", None),
        (True, None),
        (1.5, None),
        (None, None),
        (["SESSION_NOT_FOUND"], None),
        ({"SESSION_NOT_FOUND": 1}, None),
        ("\ud800", "\ud800"),
        ("x" * 100_000, "x" * 100_000),
    ],
)
def test_odd_code_is_kept_if_it_is_valid(code: object, kept: str | None) -> None:
    """A code is a string or an integer, kept as sent; any other value is not a code."""
    error = idhub.parse(status=409, body={"title": code})
    assert error.code == kept
    assert isinstance(error, ConflictError)
    assert_usable(error)


class OutermostStatus(IntEnum):
    """The lowest and the highest status, as members of an enumeration."""

    FIRST = 100
    LAST = 999


@pytest.mark.parametrize(
    ("status", "kept"),
    [
        (599, 599),
        (100, 100),
        (999, 999),
        (HTTPStatus.NOT_FOUND, 404),
        (OutermostStatus.FIRST, 100),
        (OutermostStatus.LAST, 999),
        (99, None),
        (1000, None),
        (0, None),
        (-404, None),
        (10**30, None),
        (True, None),
        (404.0, None),
        ("404", None),
        (b"404", None),
        ([404], None),
        (float("nan"), None),
    ],
)
@pytest.mark.parametrize("body", [SESSION, {"title": "SESSION_NEW"}, None])
def test_odd_status_keeps_three_digits(status: Any, kept: int | None, body: Any) -> None:
    """A status is an integer of three digits; any other value is only in `raw`."""
    error = idhub.parse(status=status, body=body)
    assert error.status == kept
    assert type(error.status) in (int, type(None))
    assert get_response(error).status is status
    assert_usable(error)


def test_odd_status_599_is_internal() -> None:
    """An undocumented status decides the kind by its first digit."""
    assert isinstance(idhub.parse(status=599), InternalError)


# Hostile arguments


class Hostile(Mapping[str, Any]):
    """A mapping that raises whenever it is read."""

    def __getitem__(self, key: str) -> Any:
        raise RuntimeError(key)

    def __iter__(self) -> Iterator[str]:
        raise RuntimeError

    def __len__(self) -> int:
        raise RuntimeError

    def items(self) -> Any:
        raise RuntimeError


class HostileIterable:
    """An iterable that yields one pair, then raises."""

    def __iter__(self) -> Iterator[tuple[str, str]]:
        yield "X-Other", "1"
        raise RuntimeError


class Touchy:
    """A key with the hash of a string that raises when it is compared with that string."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __hash__(self) -> int:
        return hash(self._text)

    def __eq__(self, other: object) -> bool:
        raise RuntimeError(self._text)


class TouchyText(str):
    """A string that raises for anything but its class."""

    __slots__ = ()

    def __getattribute__(self, name: str) -> Any:
        if name == "__class__":
            return TouchyText
        raise RuntimeError(name)

    def __getitem__(self, index: Any) -> Any:
        raise RuntimeError(index)

    def __eq__(self, other: object) -> bool:
        raise RuntimeError(other)

    __hash__ = str.__hash__


class TouchyInteger(int):
    """An integer that raises when it is compared or converted."""

    def __ge__(self, other: int) -> bool:
        raise RuntimeError

    def __int__(self) -> int:
        raise RuntimeError


class Unbound:
    """An object that raises when it is asked for its class, like an unbound proxy."""

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        raise RuntimeError


def release_view() -> memoryview:
    """Return a view that can no longer be read."""
    view = memoryview(b"{}")
    view.release()
    return view


@pytest.mark.parametrize(
    "headers",
    [
        Hostile(),
        HostileIterable(),
        object(),
        5,
        "Retry-After: 5",
        [("only one",)],
        [(None, None), (1, 2), object()],
        {"Retry-After": None},
        {"Retry-After": object()},
        {"Retry-After": [None, b"\xff"]},
        {"Retry-After": "\ud800"},
        {"Retry-After": "9" * 10_000},
        {"Retry-After": "-1"},
        {"Retry-After": "Wed, 99 Foo 99999 99:99:99 GMT"},
    ],
)
@pytest.mark.parametrize("body", [SESSION, b"<html>"])
def test_hostile_headers(headers: Any, body: Any) -> None:
    """Headers that make no sense, or that raise, are ignored."""
    error = idhub.parse(status=503, headers=headers, body=body)
    assert error.retry_after in (None, 86_400.0)
    assert_usable(error)


@pytest.mark.parametrize("value", [Hostile(), object(), [], {}, set(), 5, b"\xff", "\ud800"])
@pytest.mark.parametrize("name", ["path", "query", "scope"])
@pytest.mark.parametrize("module", PROVIDERS)
def test_hostile_argument(module: ModuleType, name: str, value: object) -> None:
    """Arguments of the wrong type are ignored."""
    assert_usable(module.parse(status=503, body=b"<html>", **{name: value}))


@pytest.mark.parametrize("body", [Hostile(), release_view(), object(), 5, [], {1: 2}, {None: None}])
@pytest.mark.parametrize("module", PROVIDERS)
def test_hostile_body(module: ModuleType, body: Any) -> None:
    """Bodies of the wrong type, or that raise, are ignored."""
    error = module.parse(status=503, body=body)
    assert isinstance(error, UnavailableError)
    assert error.code is None
    assert_usable(error)


@pytest.mark.parametrize(
    "body",
    [
        {Touchy(name): 1 for name in NAMES},
        {"errors": {Touchy("not_found"): 1, "conflict": {Touchy("code"): 1}}},
        OrderedDict({Touchy(name): 1 for name in NAMES}),
        {"errors": {"conflict": OrderedDict({Touchy("code"): 1})}},
        [{Touchy("title"): 1}],
    ],
    ids=["keys", "inner keys", "foreign keys", "inner foreign keys", "keys in a list"],
)
@pytest.mark.parametrize("module", PROVIDERS)
def test_hostile_keys(module: ModuleType, body: Any) -> None:
    """A mapping whose keys raise when they are compared is ignored; the status decides."""
    error = module.parse(status=503, headers={"Retry-After": "7"}, body=body)
    assert isinstance(error, BASES[module])
    assert isinstance(error, UnavailableError)
    assert (error.code, error.status, error.retry_after) == (None, 503, 7.0)
    assert get_response(error).body is body
    assert error.__context__ is None
    assert_usable(error)


@pytest.mark.parametrize("body", [SESSION, {"title": "SESSION_NEW"}, None])
def test_hostile_status(body: Any) -> None:
    """A status that raises is read by its integer value, without calling its methods."""
    error = idhub.parse(status=TouchyInteger(409), body=body)
    assert (error.status, type(error.status)) == (409, int)
    unbound: Any = Unbound()
    assert idhub.parse(status=unbound, body=body).status is None


def test_hostile_strings(acme: ModuleType) -> None:
    """Strings of a subclass are read by their characters, without calling their methods."""
    headers = {"Retry-After": TouchyText("7"), "X-Request-Id": TouchyText("r-1")}
    error = acme.parse(status=503, headers=headers, body={"error": "busy"})
    assert error.retry_after == 7.0
    assert (error.request_id, type(error.request_id)) == ("r-1", str)
    assert_usable(error)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({Touchy("error"): "busy", "error_hint": "h"}, None),
        ({"error": [5, TouchyText("busy")], "error_hint": TouchyText("h")}, "busy"),
        ({TouchyText("error"): "busy", TouchyText("error_hint"): "h"}, "busy"),
    ],
    ids=["keys", "texts", "keys that are texts"],
)
def test_hostile_query(acme: ModuleType, query: Any, code: str | None) -> None:
    """Keys and strings of a query that raise when they are read do not hide the others."""
    error = acme.parse(status=503, query=query)
    assert (error.status, error.code) == (503, code)
    assert (error.provider_message, type(error.provider_message)) == ("h", str)
    assert_usable(error)


def test_hostile_query_that_raises(acme: ModuleType) -> None:
    """A query that raises when it is read is ignored, and hides neither status nor body."""
    error = acme.parse(status=503, query=Hostile(), body={"error": "busy"})
    assert (error.status, error.code) == (503, "busy")
    assert acme.parse(status=503, query=Hostile()).code is None


def test_hostile_scope(acme: ModuleType) -> None:
    """A scope that raises when it is compared is ignored."""
    error = acme.parse(status=403, body={"error": "access_denied"}, scope=Touchy("start"))
    assert (error.status, type(error).__name__) == (403, "UndocumentedAcmePermissionDeniedError")


def test_hostile_mapping_that_contains_itself() -> None:
    """A foreign mapping that contains itself is ignored."""
    endless: UserDict[str, Any] = UserDict()
    endless["context"] = endless
    assert_usable(idhub.parse(status=503, body=endless))


def test_hostile_aliases() -> None:
    """A value that a foreign mapping contains many times, like YAML aliases, is read once."""
    shared: UserDict[str, Any] = UserDict()
    for _ in range(100):  # A copy for each occurrence would be 2 ** 100 copies.
        shared = UserDict(a=shared, b=[shared])
    error = idhub.parse(status=404, body=UserDict(SESSION, context=shared))
    assert isinstance(error, idhub.SessionNotFoundError)
    assert error.body_context is not None
    assert error.body_context["a"] is error.body_context["b"][0]
    assert_usable(error)
