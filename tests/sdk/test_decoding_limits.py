"""Limits on decoding: one body cannot cost the process too much.

| rule of the SDK | tests |
|---|---|
| a body for which there is too little memory is unreadable; status and headers decide | `memory` |
| a name that cannot be a charset is not looked up, because Python caches names | `charset` |
"""

from __future__ import annotations

import codecs
import gzip
import itertools
from collections import UserDict
from collections.abc import Iterator
from typing import Any, NoReturn

import pytest

from specimen_errors import UnavailableError, autograph, idhub
from specimen_errors._runtime.wire import decoding

BODY = b'{"title": "SESSION_NOT_FOUND", "detail": "Gone."}'
NOT_UTF8 = BODY.replace(b"Gone", b"G\xe5tt")


def run_out_of_memory(*_: object) -> NoReturn:
    raise MemoryError


class Hungry(UserDict[str, Any]):
    """A mapping that runs out of memory when it is read."""

    def __iter__(self) -> Iterator[str]:
        raise MemoryError


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (BODY, None),
        (BODY, {"Content-Type": "application/json; charset=latin1"}),
        (BODY.decode(), None),
        (bytearray(BODY), None),
        (memoryview(BODY), {"Content-Type": "application/json; charset=latin1"}),
        (b"\xef\xbb\xbf" + BODY, None),
        (b" " + BODY, None),
        (gzip.compress(BODY), None),
        (NOT_UTF8, {"Content-Type": "application/json; charset=latin1"}),
        (NOT_UTF8, None),
        (b'{"title": "a\nb"}', None),
        (b"<html>", None),
    ],
    ids=itertools.count(),
)
def test_memory_for_a_body(
    monkeypatch: pytest.MonkeyPatch, body: Any, headers: dict[str, str] | None
) -> None:
    """The decoder may raise `MemoryError` for any type of body."""
    monkeypatch.setattr(decoding, "get_scanner", lambda **_: run_out_of_memory)
    error = idhub.parse(status=503, headers=headers, body=body)
    assert isinstance(error, UnavailableError)
    assert (error.code, error.__context__) == (None, None)
    assert error.raw is not None
    assert error.raw.body is body


def test_memory_for_bytes_as_text() -> None:
    """Decoding the charset may run out of memory, too."""

    class Body(bytes):
        def decode(self, encoding: str = "utf-8", errors: str = "strict") -> NoReturn:
            raise MemoryError(encoding, errors)

    for body in (b'{"title": "a\nb"}', b'{"title": "a'):
        decoded = decoding.decode_refused(Body(body), decoding.ControlCharacterError, None)
        assert decoded is decoding.UNREADABLE
    assert idhub.parse(status=503, body=Body(BODY)).code == "SESSION_NOT_FOUND"


@pytest.mark.parametrize("body", [Hungry(), {"title": "x", "context": Hungry()}, [Hungry()]])
def test_memory_for_a_foreign_mapping(body: Any) -> None:
    """Copying a mapping or list of a client's own decoder may run out of memory."""
    error = idhub.parse(status=503, body=UserDict(body) if isinstance(body, dict) else body)
    assert isinstance(error, UnavailableError)
    assert error.code is None


def test_memory_for_headers_and_a_query() -> None:
    """Headers and a query may be mappings that run out of memory."""
    error = autograph.parse(status=503, headers=Hungry(), query=Hungry(), body=b"")
    assert isinstance(error, UnavailableError)
    assert (error.code, error.retry_after) == (None, None)


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of the charsets that Python is asked for from now on."""
    names: list[str] = []
    lookup = codecs.lookup

    def listed(name: str) -> codecs.CodecInfo:
        names.append(name)
        return lookup(name)

    monkeypatch.setattr(codecs, "lookup", listed)
    return names


@pytest.mark.parametrize(
    "charset",
    [
        *("x" * 41, "x" * 1_000, "iso-8859-1" + " " * 40 + "x", "utf-8\0", "é", "\ud800", "\u0131"),
        *("../../etc/passwd", "a/b", "a\\b", "a b", "a=b", "%s", "{}", "_x", ".x", "-x"),
    ],
    ids=ascii,
)
def test_charset_that_is_not_looked_up(looked_up: list[str], charset: str) -> None:
    """A name that is too long or has invalid characters is not looked up."""
    headers = {"Content-Type": f"application/json; charset={charset}"}
    error = idhub.parse(status=404, headers=headers, body=NOT_UTF8)
    assert (error.code, error.detail) == ("SESSION_NOT_FOUND", "G\ufffdtt.")
    assert looked_up == []


@pytest.mark.parametrize(
    ("charset", "detail"),
    [
        ("ISO_8859-1:1987", "Gått."),
        ('"latin1"', "Gått."),
        ("csISOLatin1", "Gått."),
        ("x" * 40, "G\ufffdtt."),
        ("iso_646.irv:1991", "G\ufffdtt."),
        ("nf_z_62-010_(1973)", "G\ufffdtt."),
    ],
)
def test_charset_that_is_looked_up(looked_up: list[str], charset: str, detail: str) -> None:
    """Registered names are looked up, and so is a name of 40 characters."""
    headers = {"Content-Type": f"application/json; charset={charset}"}
    error = idhub.parse(status=404, headers=headers, body=NOT_UTF8)
    assert (error.code, error.detail) == ("SESSION_NOT_FOUND", detail)
    assert looked_up == [charset.strip('"').lower()]


def test_charset_with_a_failing_search_function() -> None:
    """A search function that the client registered may raise anything."""

    def search(name: str) -> None:
        if name.startswith("broken"):
            raise RuntimeError

    codecs.register(search)
    try:
        headers = {"Content-Type": "application/json; charset=broken"}
        assert idhub.parse(headers=headers, body=NOT_UTF8).code == "SESSION_NOT_FOUND"
        assert idhub.parse(headers=headers, body=b"{").code is None
    finally:
        codecs.unregister(search)
