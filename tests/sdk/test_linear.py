"""Time and memory grow linearly with the response.

Time is measured in lines of Python that run: unlike a clock, they are the same on every machine.
They do not show what C code does within a line.

| what grows | tests |
| bodies: strings, codes, keys, levels, digits, lists, compressed data | `body` |
| headers, and challenges that invite repeated searches | `headers`, `challenges` |
| queries, and URLs that have them | `query`, `redirect` |
| uses of the error | `use` |
| codes that belong to a group by their beginning | `code_of_a_group` |
| codes that belong to a group whatever they end with | `code_of_a_group` |
| memory, for all of these | `memory` |
"""

from __future__ import annotations

import copy
import gzip
import json
import pickle
from collections import OrderedDict
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import pytest

from specimen_errors import autograph, idhub
from tests.sdk.measuring import count_lines, measure_peak

FEW = 200
MANY = 4 * FEW
MUCH = 2_000
"""A size whose memory stands out from that of one call."""


def assert_linear(call: Callable[[Any], object], made: Callable[[int], Any], few: int) -> None:
    """Check that four times as much takes at most five times as many lines."""
    call(made(1))  # Work that is only done on first use does not count.
    less, more = made(few), made(4 * few)
    assert 0 < count_lines(lambda: call(more)) <= 5 * count_lines(lambda: call(less))


def nest(levels: int) -> Any:
    value: Any = "x"
    for level in range(levels):
        value = {"code": value} if level % 2 else [value]
    return value


def put_everywhere(value: Any) -> dict[str, Any]:
    """Put a value wherever one of the providers reads one."""
    names = ("title", "error", "type", "message", "reason", "party", "detail", "context", "wait")
    inner = {"code": value, "reason": value, "details": value, "attributes": value, "source": value}
    errors = {"not_found": inner, "stock": [inner], "new": [value]}
    return {**dict.fromkeys(names, value), "errors": errors, "fault": inner, "state": "FAILED"}


BODIES: Mapping[str, Callable[[int], Any]] = {
    "text": lambda size: put_everywhere("x" * size),
    "code of a group": lambda size: put_everywhere("AUTH_" + "x" * size),
    "code that is almost one of a group": lambda size: put_everywhere("x-gat" * size),
    "folded code": lambda size: put_everywhere("-_É" * size),
    "parts": lambda size: put_everywhere("stock -- " * size),
    "empty parts": lambda size: put_everywhere("--" * size),
    "blanks": lambda size: put_everywhere(" " * size + "x" + " " * size),
    "segments": lambda size: put_everywhere("/#:" * size),
    "segments of hosts": lambda size: put_everywhere("://?#" * size),
    "closing slashes": lambda size: put_everywhere("a#b" + "/" * size),
    "integer": lambda size: put_everywhere(10**size),
    "list": lambda size: put_everywhere(["x"] * size),
    "keys": lambda size: put_everywhere({f"k{i}": {"code": "x"} for i in range(size)}),
    "groups": lambda size: {"errors": {f"k{i}": {"code": f"c{i}"} for i in range(size)}},
    "groups of lists": lambda size: {"errors": {f"k{i}": [{"code": "x"}] for i in range(size)}},
    "groups alone": lambda size: {"errors": {f"k{i}": {"code": True} for i in range(size)}},
    "keys at the top": lambda size: {f"k{i}": {"code": "x"} for i in range(size)},
    "levels": lambda size: put_everywhere(nest(size)),
    "items at the top": lambda size: [{"id": "x"}] * size,
    "foreign keys": lambda size: OrderedDict((f"k{i}", {"code": ["x"]}) for i in range(size)),
    "bytes": lambda size: json.dumps(put_everywhere(["x"] * size)).encode(),
    "bytes with invalid ones": lambda size: b'{"error": "' + b"\xff" * size + b'"}',
    "bytes of utf-16": lambda size: json.dumps(put_everywhere("x" * size)).encode("utf-16"),
    "bytes with blanks": lambda size: b" \n" * size + b"{}" + b"\x00" * size,
    "bytes with control characters": lambda size: b'{"error": "' + b"\n\x1b" * size + b'"}',
    "bytes with control characters, cut": lambda size: b'{"error": "' + b"\n" * size,
    "bytes with marks": lambda size: "\ufeff".encode() * size + b"{}",
    # Enough levels or digits that Python's decoder refuses them at every size.
    "brackets": lambda size: b'{"a":[' * 5 * size,
    "levels in bytes": lambda size: b'{"code":[0,' * 5 * size + b"]}" * 5 * size,
    "levels and control characters": lambda size: b'{"\n":' + b"[" * 5 * size + b"]" * 5 * size,
    "levels apart": lambda size: b"[" + (b"[" * 999 + b"]" * 999 + b",") * (size // 40) + b"0]",
    "digits": lambda size: b'{"code":' + b"1" * 25 * size + b"}",
    "long integers": lambda size: b"[" + (b"1" * 5_000 + b",") * (size // 10) + b"0]",
    "compressed": lambda size: gzip.compress(b'{"code":"' + b"x" * size + b'"}'),
    "bomb": lambda size: gzip.compress(b"[0," * 10 * size),
    "page": lambda size: "<p>" * size,
}

HEADERS: Mapping[str, Callable[[int], Any]] = {
    "pairs": lambda size: [(f"X-{i}", "1") for i in range(size)],
    "mapping": lambda size: {f"X-{i}": "1" for i in range(size)},
    "repeated": lambda size: [("Retry-After", "x"), ("WWW-Authenticate", 'B error="x"')] * size,
    "list of values": lambda size: {"Retry-After": ["Wed, 21 Oct"] * size},
    "types": lambda size: [("Content-Type", "a/b; charset=no-such")] * size,
    "parameters of a type": lambda size: {"Content-Type": ";charset" * size},
    "charset": lambda size: {"Content-Type": "a/b; charset=" + "x" * size},
    "digits": lambda size: {"Retry-After": "9" * size, "DPoP-Nonce": "x" * size},
    "name": lambda size: {"X" * size: "1"},
    "bytes": lambda size: [(b"X" * size, b"\xff" * size)],
    "joined values": lambda size: {"DPoP-Nonce": "x, " * size, "Date": "x, " * size},
    "commas": lambda size: {"X-Request-Id": "," * size, "Age": "1," * size},
    "text beyond ASCII": lambda size: {"WWW-Authenticate": 'A b="\xc3\xb8", ' * (size // 12)},
    "texts encoded again and again": lambda size: {"DPoP-Nonce": "\xc3\x83\xc2" * size},
}

QUERIES: Mapping[str, Callable[[int], Any]] = {
    "text": lambda size: "error=" + "x" * size,
    "parameters": lambda size: "error=x&" * size,
    "escapes": lambda size: "error=" + "%41%ff%" * size,
    "marks": lambda size: "?#" * size,
    "second marks": lambda size: "?a=b" * size,
    "marks without a parameter": lambda size: "a" * size + "?b" * size,
    "escaped signs": lambda size: "&amp;" * size,
    "almost escaped signs": lambda size: "&#" + "0" * size + "&#" * size,
    "bytes": lambda size: b"?error=\xff&amp;" * size,
    "mapping": lambda size: {f"k{i}": ["x"] for i in range(size)},
    "list of values": lambda size: {"error": ["x"] * size},
}

CHALLENGES: Mapping[str, Callable[[int], str]] = {
    "tokens": lambda size: "a" * size,
    "schemes": lambda size: "a " * (size // 2),
    "parameters": lambda size: "Bearer " + 'a="b",' * (size // 6),
    "quoted": lambda size: 'Bearer error="' + "\\a" * (size // 2),
    "quotes": lambda size: 'Bearer error="' * (size // 14),
    "single quotes": lambda size: "Bearer " + "error='x y', " * (size // 13),
    "single quotes unclosed": lambda size: "Bearer " + "error='x " * (size // 9),
    "apostrophes": lambda size: "Bearer error=" + "'" * size,
    "no token68": lambda size: "a/" * (size // 2) + " x",
    "no token68 after blanks": lambda size: "a/" * (size // 4) + " " * (size // 2) + "x",
    "padding": lambda size: "a " + "b/=" * (size // 3) + " x",
    "commas": lambda size: "Bearer " + "," * size,
    "other characters": lambda size: "Bearer " + "\x00é" * (size // 2),
    "challenges": lambda size: 'DPoP error="x", ' * (size // 16),
    "stray texts": lambda size: 'Bearer "x", ' * (size // 12),
    "addresses": lambda size: "Bearer a=b:/c;" * (size // 14),
    "stray signs": lambda size: "a:/=" * (size // 4),
}


@pytest.mark.parametrize("made", BODIES.values(), ids=BODIES)
def test_body(any_module: ModuleType, made: Callable[[int], Any]) -> None:
    """The lines to read a body grow linearly, whatever the body has more of."""

    def call(body: Any) -> None:
        for status in (200, 404, 503):
            any_module.parse(status=status, body=body)

    assert_linear(call, made, FEW)


@pytest.mark.parametrize("made", HEADERS.values(), ids=HEADERS)
def test_headers(any_module: ModuleType, made: Callable[[int], Any]) -> None:
    """The lines to read headers grow linearly with their number and their length."""

    def call(headers: Any) -> list[Any]:
        bodies = None, b"{\xff"  # No charset is looked up unless it is needed.
        errors = [any_module.parse(status=401, headers=headers, body=body) for body in bodies]
        return [error.retry_after for error in errors]

    assert_linear(call, made, FEW)


@pytest.mark.parametrize("made", QUERIES.values(), ids=QUERIES)
def test_query(any_module: ModuleType, made: Callable[[int], Any]) -> None:
    """The lines to read a query grow linearly with its length and its parameters."""
    assert_linear(lambda query: any_module.parse(query=query), made, FEW)


@pytest.mark.parametrize("part", ["?", "#", "?error=x#", ""])
@pytest.mark.parametrize("made", QUERIES.values(), ids=QUERIES)
def test_redirect(acme: ModuleType, made: Callable[[int], Any], part: str) -> None:
    """The same holds for a URL that ends with the query."""
    assert_linear(lambda query: acme.parse_redirect(f"{part}{query}"), made, FEW)


@pytest.mark.parametrize("made", CHALLENGES.values(), ids=CHALLENGES)
def test_challenges(acme: ModuleType, made: Callable[[int], str]) -> None:
    """No header makes the search for challenges start again, as long as it is read in full."""

    def call(value: str) -> None:
        for module in (acme, autograph):
            module.parse(status=401, headers={"WWW-Authenticate": value})

    assert_linear(call, made, few=2_000)


USES: Mapping[str, Callable[[Any], object]] = {
    "str": str,
    "repr": repr,
    "log_fields": lambda error: error.log_fields(),
    "retry": lambda error: error.retry,
    "pickle": pickle.dumps,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "unstructure": idhub.converter.unstructure,
}


@pytest.mark.parametrize("made", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_use(use: Callable[[Any], object], made: Callable[[int], Any]) -> None:
    """The lines to use an error grow linearly with the response."""
    assert_linear(use, lambda size: idhub.parse(status=503, body=made(size)), FEW)


def test_code_of_a_group() -> None:
    """The rest of a code that belongs to its group by its beginning is not examined."""
    short, long = ("AUTH_" + "x" * size for size in (FEW, MANY))
    calls = [lambda code=code: idhub.parse(body={"title": code}) for code in (short, short, long)]
    _, few, many = map(count_lines, calls)
    assert few == many


@pytest.mark.parametrize("made", BODIES.values(), ids=BODIES)
def test_memory_for_a_body(made: Callable[[int], Any]) -> None:
    """The memory to read a body and keep the result grows linearly with the body."""
    call = idhub.parse
    call(body=made(1))
    less, more = made(MUCH), made(4 * MUCH)
    assert (
        measure_peak(lambda: call(body=more)) <= 5 * measure_peak(lambda: call(body=less)) + 10_000
    )


@pytest.mark.parametrize(
    "made", [*HEADERS.values(), *CHALLENGES.values()], ids=[*HEADERS, *CHALLENGES]
)
def test_memory_for_headers(acme: ModuleType, made: Callable[[int], Any]) -> None:
    """The same holds for headers."""

    def call(headers: Any) -> Any:
        given = {"WWW-Authenticate": headers} if isinstance(headers, str) else headers
        return acme.parse(status=401, headers=given).retry_after

    call(made(1))
    less, more = made(MUCH), made(4 * MUCH)
    assert measure_peak(lambda: call(more)) <= 5 * measure_peak(lambda: call(less)) + 10_000
