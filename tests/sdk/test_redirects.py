"""`parse_redirect`: the error in the URL that a provider sends the browser back to.

| rule of the SDK | tests |
|---|---|
| a code in the query, otherwise in the fragment, returns the error and its fields | `error` |
| a URL without a code returns None | `none` |
| bytes and the URL objects of web frameworks are read as strings | `other` |
| it never raises, whatever it is passed (`test_any_response.py` generates more) | `odd` |
| the URL is in `raw` and nowhere else | `private` |
| only modules of providers with such an envelope have it | `module` |
"""

from __future__ import annotations

import copy
import inspect
import pickle
import traceback
from collections import UserString
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import httpx
import pytest

from specimen_errors import PROVIDERS
from tests.fuzzing.invariants import assert_redirects, assert_usable, get_package

CALLBACK = "https://client.example/callback"
DENIED = "error=access_denied&error_description=The+person+says+%22no%22.&state=af0ifjsldkj"


@pytest.fixture
def doorkeeper(golden: Mapping[str, ModuleType]) -> ModuleType:
    """Return the invented provider that has an authorization endpoint."""
    return golden["doorkeeper"]


@pytest.mark.parametrize(
    "url",
    [
        f"{CALLBACK}?{DENIED}",
        f"{CALLBACK}#{DENIED}",
        f"{CALLBACK}?iss=https%3A%2F%2Fdoorkeeper.example&{DENIED}#_=_",
        f"{CALLBACK}?tenant=1#{DENIED}",
        f"{CALLBACK}?error=#{DENIED}",
        f"/callback?{DENIED}",
        f"app://callback?{DENIED}",
        f"?{DENIED}",
        f"#{DENIED}",
        f"http://[not-an-address?{DENIED}",
    ],
)
def test_error_of_a_url(doorkeeper: ModuleType, url: str) -> None:
    """The error is read from query or fragment, with or without the rest of the URL."""
    error = doorkeeper.parse_redirect(url)
    assert type(error) is doorkeeper.AccessDeniedError
    assert isinstance(error, get_package(doorkeeper).DeclinedError)
    assert (error.code, error.provider_message) == ("access_denied", 'The person says "no".')
    assert error.state == "af0ifjsldkj"
    assert (error.status, error.retry_after) == (None, None)


def test_error_of_the_query_before_the_fragment(doorkeeper: ModuleType) -> None:
    """All facts of an error are read from either the query or the fragment."""
    url = f"{CALLBACK}?error=invalid_request#{DENIED}"
    error = doorkeeper.parse_redirect(url)
    assert type(error) is doorkeeper.DoorkeeperInvalidRequestError
    assert (error.provider_message, error.state) == (None, None)


def test_error_that_is_undocumented(doorkeeper: ModuleType) -> None:
    """An undocumented code is an error of the provider's class, since there is no status."""
    error = doorkeeper.parse_redirect(f"{CALLBACK}?error=consent_required&state=s")
    assert type(error) is doorkeeper.DoorkeeperError
    assert (error.code, error.known_code, error.state) == ("consent_required", None, "s")


def test_error_is_that_of_parse(doorkeeper: ModuleType) -> None:
    """`parse` returns the same error for the query."""
    error = doorkeeper.parse_redirect(f"{CALLBACK}?{DENIED}")
    parsed = doorkeeper.parse(query=DENIED)
    assert type(error) is type(parsed)
    assert doorkeeper.converter.unstructure(error) == doorkeeper.converter.unstructure(parsed)


def test_error_without_a_scope(acme: ModuleType) -> None:
    """The path of the callback belongs to the client, and decides no scope."""
    error = acme.parse_redirect("https://client.example/start?error=access_denied")
    assert type(error) is acme.AcmeError
    error = acme.parse_redirect("https://client.example/start?error=invalid_token&error_hint=h")
    assert (type(error), error.provider_message) == (acme.InvalidTokenError, "h")


@pytest.mark.parametrize(
    "url",
    [
        "",
        CALLBACK,
        f"{CALLBACK}?code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj",
        f"{CALLBACK}?error=&error_description=d",
        f"{CALLBACK}?error&state=s#error",
        f"{CALLBACK}?Error=access_denied",
        f"{CALLBACK}/error=access_denied",
        "https://client.example/error=access_denied?code=1",
        f"{CALLBACK}?error_description=d&state=s",
        "error=access_denied",
    ],
)
def test_none_without_a_code(doorkeeper: ModuleType, url: str) -> None:
    """A success, or a URL that has nothing to do with the provider, is not an error."""
    assert doorkeeper.parse_redirect(url) is None


@pytest.mark.parametrize(
    "made",
    [
        httpx.URL,
        UserString,
        str.encode,
        lambda url: bytearray(url.encode()),
        lambda url: memoryview(url.encode()),
    ],
    ids=["httpx", "of a class that has its text", "bytes", "bytearray", "memoryview"],
)
@pytest.mark.parametrize("part", ["?", "#"])
def test_other_than_string(
    doorkeeper: ModuleType, made: Callable[[str], object], part: str
) -> None:
    """Any object that represents a URL is read as its string, and kept in `raw`."""
    url = f"{CALLBACK}{part}error=access_denied&state=s"
    error = assert_redirects(doorkeeper, made(url))
    assert type(error) is doorkeeper.AccessDeniedError
    assert (error.state, error.raw.url) == ("s", url)


def test_other_than_valid_utf_8(doorkeeper: ModuleType) -> None:
    """Bytes that are not UTF-8 do not hide the rest."""
    error = assert_redirects(doorkeeper, b"?error=access_denied&state=\xff")
    assert (type(error), error.state) == (doorkeeper.AccessDeniedError, "\ufffd")


class Unprintable:
    """An object that cannot be converted to a string."""

    def __str__(self) -> str:
        raise RuntimeError


class Unreadable(bytes):
    """Bytes that cannot be read."""

    def __bytes__(self) -> bytes:
        raise RuntimeError


CLAIMING = type("Claiming", (), {"__class__": property(lambda _: str)})
"""An object that claims to be a string, but is not."""


@pytest.mark.parametrize(
    "url",
    [
        *(None, 0, 1.5, True, (), [], {"error": "access_denied"}, object(), str),
        *(10**5_000, Unprintable(), CLAIMING(), Unreadable(f"?{DENIED}".encode())),
    ],
    ids=lambda url: type(url).__name__,
)
def test_odd_object(doorkeeper: ModuleType, url: object) -> None:
    """An object that is not a URL is not an error."""
    assert assert_redirects(doorkeeper, url) is None


class Raising(str):
    """A string of a subclass whose methods raise."""

    __slots__ = ()

    def partition(self, separator: str, /) -> tuple[str, str, str]:
        raise RuntimeError(separator)


@pytest.mark.parametrize(
    "url",
    [
        "?#?#&&==",
        "?error=%ff%fe&state=%",
        "?error=\ud800&state=\udfff",
        "?error=a\x00b\r\n\u202e",
        "?error=" + "x" * 1_000_000,
        "?" + "error=access_denied&" * 10_000,
        "http://[::1?error=x",
        "http://\u2100.example/?error=x",
        Raising(f"{CALLBACK}?error=x"),
    ],
    ids=lambda url: url[:20],
)
def test_odd_url(doorkeeper: ModuleType, url: str) -> None:
    """A URL that the standard library rejects is read all the same."""
    error = assert_redirects(doorkeeper, url)
    assert (error is None) == ("error=" not in url)


@pytest.mark.parametrize("part", ["?", "#"])
def test_private_url(doorkeeper: ModuleType, part: str) -> None:
    """No part of the URL appears in output, a traceback or a pickle, unless it is a field."""
    mark = "19121212-1212"
    url = f"https://{mark}.example/{mark}{part}error=access_denied&other={mark}&state={mark}-state"
    error = doorkeeper.parse_redirect(url)
    with pytest.raises(doorkeeper.AccessDeniedError):
        raise error
    texts = [str(error), repr(error), repr(error.raw), *map(repr, error.log_fields().values())]
    assert mark not in "".join([*texts, *traceback.format_exception(error)])
    new = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (new.raw, new.state) == (None, f"{mark}-state")
    assert pickle.dumps(error).count(mark.encode()) == 1


def test_private_url_on_request(doorkeeper: ModuleType) -> None:
    """`raw` has the URL as it was passed, and nothing that a redirect does not have."""
    url = f"{CALLBACK}?{DENIED}"
    error = doorkeeper.parse_redirect(url)
    for kept in (error, copy.copy(error), copy.deepcopy(error)):
        raw: Any = kept.raw
        assert raw.url is url
        assert (raw.status, raw.headers, raw.body) == (None, None, None)
    assert doorkeeper.parse(query=DENIED).raw.url is None


@pytest.mark.parametrize("name", PROVIDERS)
def test_module_without_redirects(name: str) -> None:
    """None of the four providers documents a redirect."""
    module = PROVIDERS[name].load()
    assert "parse_redirect" not in module.__all__
    assert not hasattr(module, "parse_redirect")


def test_module_with_redirects(doorkeeper: ModuleType) -> None:
    """`parse_redirect` is a function of the module, like `parse`, and takes one string."""
    assert "parse_redirect" in doorkeeper.__all__
    assert list(inspect.signature(doorkeeper.parse_redirect).parameters) == ["url"]
    assert_usable(doorkeeper.parse_redirect(f"{CALLBACK}?{DENIED}"))
