"""Redirect URLs as servers build them, and queries as web frameworks pass them on.

| what is sent | tests |
|---|---|
| parameters after a query or a fragment of the client's own URL | `second` |
| a hash router's path, and other prefixes of the parameters | `fragment` |
| parameters that were escaped for HTML | `escaped` |
| values that only resemble these cases | `plain` |
| the query alone, as string, bytes or mapping: `parse` and `parse_redirect` read alike | `query` |
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import pytest

GenerateModule = Callable[..., ModuleType]

PROVIDER = """
[[envelopes]]
id = "redirect"
code = { query = "error" }
fields.error_description = { query = "error_description", optional = true }
fields.state = { query = "state" }

[errors.access_denied]
kind = "declined"
summary = "The person does not consent."

[errors.login_required]
kind = "authentication"
summary = "The person is not signed in."
"""
CALLBACK = "https://client.example/cb"
DENIED = "error=access_denied&error_description=No+%26+no&state=s"
READ = ("access_denied", "No & no", "s")


def read(error: Any) -> tuple[str | None, ...] | None:
    return None if error is None else (error.code, error.error_description, error.state)


def read_all(module: ModuleType, end: str) -> tuple[str | None, ...] | None:
    """Read the end of a URL in every way it can be passed, which must all agree."""
    results = [
        module.parse_redirect(CALLBACK + end),
        module.parse_redirect((CALLBACK + end).encode()),
        module.parse_redirect(end),
        module.parse(query=end),
        module.parse(query=end.encode()),
        *([module.parse(query=end[1:])] if end.startswith("?") else []),
    ]
    seen = {(None, None, None) if error is None else read(error) for error in results}
    assert len(seen) == 1
    return read(results[0])


@pytest.mark.parametrize(
    "end",
    [
        f"?tenant=7?{DENIED}",
        f"?tenant=7&lang=en?{DENIED}",
        f"?tenant?{DENIED}",
        f"?tenant=7&?{DENIED}",
        f"?a=b?c=d?{DENIED}",
        f"??{DENIED}",
        f"?{DENIED}?",
        f"?tenant=7?{DENIED}?",
        f"?tenant=7?{DENIED}#_=_",
        f"?tenant=7?{DENIED}#",
        f"?tenant=7#a=b#{DENIED}",
        f"?tenant=7#a=b?{DENIED}",
        f"?return=https://client.example/?{DENIED}",
    ],
)
def test_second_mark(generate_module: GenerateModule, end: str) -> None:
    """A server may put a second `?` before its parameters."""
    assert read_all(generate_module(PROVIDER), end) == READ


@pytest.mark.parametrize(
    "end",
    [
        *(
            f"#{DENIED}",
            f"#?{DENIED}",
            f"#/?{DENIED}",
            f"#!?{DENIED}",
            f"#/{DENIED}",
            f"#!/{DENIED}",
        ),
        *(f"#/cb?{DENIED}", f"#!/cb?{DENIED}", f"#cb?{DENIED}", f"#/a/b/cb/?{DENIED}"),
        *(f"#/cb?tenant=7&{DENIED}", f"#/cb?tenant=7?{DENIED}", f"#/cb#{DENIED}", f"#/cb&{DENIED}"),
        *(f"?tenant=7#/cb?{DENIED}", f"?#/cb?{DENIED}", f"?error=#/cb?{DENIED}", f"##{DENIED}"),
        *(f"?code=&state=other#{DENIED}", f"/#/cb?{DENIED}?", f"#/cb?{DENIED}#_=_"),
    ],
)
def test_fragment(generate_module: GenerateModule, end: str) -> None:
    """The parameters may follow a path in the fragment, as with hash routers."""
    assert read_all(generate_module(PROVIDER), end) == READ


@pytest.mark.parametrize("sign", ["&amp;", "&AMP;", "&amp;amp;", "&#38;", "&#038;", "&#x26;"])
@pytest.mark.parametrize(
    "before", ["?", "?tenant=7&", "?tenant=7?", "#", "#/cb?", "#/cb?tenant=7&", "?tenant=7#"]
)
def test_escaped(generate_module: GenerateModule, before: str, sign: str) -> None:
    """An `&` that was escaped for HTML still separates parameters."""
    end = before + DENIED
    assert read_all(generate_module(PROVIDER), end.replace("&", sign)) == READ


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        # A question mark or other delimiter in a value does not start a new query.
        (
            "?error=access_denied&state=https://a.example/?b=c",
            ("access_denied", None, "https://a.example/?b=c"),
        ),
        ("?error=access_denied&state=7?error=x", ("access_denied", None, "7?error=x")),
        ("?error=access_denied&error_description=Why?&state=s", ("access_denied", "Why?", "s")),
        ("#error=access_denied&state=a?b", ("access_denied", None, "a?b")),
        ("?error=access_denied&state=a/b/", ("access_denied", None, "a/b/")),
        ("?error=access_denied&state=a;b", ("access_denied", None, "a;b")),
        ("?error=access_denied&error_description=a%26amp%3Bb", ("access_denied", "a&amp;b", None)),
        ("?error=access_denied&error_description=1+%2B+1%3F", ("access_denied", "1 + 1?", None)),
        (
            "#/cb?error=access_denied&error_description=a+b&state=%3Ferror%3Dx",
            ("access_denied", "a b", "?error=x"),
        ),
        # All fields of an error come from the same part of the URL.
        (
            "?error=login_required&state=q#error=access_denied&error_description=d",
            ("login_required", None, "q"),
        ),
        ("?state=q#error=access_denied", ("access_denied", None, None)),
        # Nothing there.
        ("?tenant=7%3Ferror%3Daccess_denied&state=s", None),
        ("?tenant=7;error=access_denied", None),
        ("?tenant=7?error", None),
        ("?tenant=7?error=", None),
        ("?tenant=7?=access_denied", None),
        ("?xerror=access_denied", None),
        ("#/cb?xerror=access_denied", None),
        ("#/error/access_denied", None),
        ("?code=1&amp;state=s", None),
        ("?", None),
        ("#", None),
        ("?#", None),
        ("?&amp;#&amp;", None),
    ],
)
def test_plain(
    generate_module: GenerateModule, end: str, expected: tuple[str | None, ...] | None
) -> None:
    """Parameters with a code are read unchanged; encoded characters are part of a value."""
    module = generate_module(PROVIDER)
    assert read(module.parse_redirect(CALLBACK + end)) == expected
    code = None if expected is None else expected[0]
    assert module.parse(query=end).code == code


def test_plain_path(generate_module: GenerateModule) -> None:
    """`parse_redirect` ignores everything before the first `?` or `#`."""
    module = generate_module(PROVIDER)
    for url in (f"{CALLBACK}&{DENIED}", f"{CALLBACK}/{DENIED}", DENIED, f"{CALLBACK}&amp;{DENIED}"):
        assert module.parse_redirect(url) is None


class Text(str):
    """A subclass of `str`."""

    __slots__ = ()


@pytest.mark.parametrize(
    "query",
    [
        DENIED,
        f"?{DENIED}",
        Text(DENIED),
        DENIED.encode(),
        bytearray(DENIED.encode()),
        memoryview(DENIED.encode()),
        {"error": "access_denied", "error_description": "No & no", "state": "s"},
        {"error": ["access_denied"], "error_description": ("No & no",), "state": ["s", "t"]},
        {"error": "access_denied", "amp;error_description": "No & no", "amp;state": "s"},
        {b"error": [b"access_denied"], b"error_description": b"No & no", "state": bytearray(b"s")},
    ],
    ids=lambda query: type(query).__name__,
)
def test_query(generate_module: GenerateModule, query: Any) -> None:
    """A query may be a string, bytes (as in Flask and ASGI), or a mapping of either."""
    assert read(generate_module(PROVIDER).parse(query=query)) == READ


@pytest.mark.parametrize("wrap", [bytes, bytearray, memoryview])
@pytest.mark.parametrize(
    ("sent", "state"),
    [
        ("økt".encode(), "økt"),
        (b"%C3%B8kt", "økt"),
        (b"\xff", "\ufffd"),
        (b"a\0b", "a\0b"),
        (b"", ""),
    ],
)
def test_query_of_bytes(
    generate_module: GenerateModule, wrap: Callable[[bytes], Any], sent: bytes, state: str
) -> None:
    """Bytes are decoded as UTF-8; invalid ones are replaced, as in a URL."""
    query = b"error=access_denied&state=" + sent
    module = generate_module(PROVIDER)
    assert module.parse(query=wrap(query)).state == state
    assert module.parse_redirect(wrap(b"?" + query)).state == state


class Unreadable(bytes):
    """Bytes that cannot be read."""

    def __bytes__(self) -> bytes:
        raise MemoryError


@pytest.mark.parametrize(
    "query",
    [
        *(0, 1.5, True, [], ["error=x"], object(), Unreadable(b"error=x"), {"error": 1}, {1: "x"}),
        *({"error": [None, 1]}, {"error": {}}, {None: None}, {"error": Unreadable(b"x")}),
    ],
    ids=lambda query: type(query).__name__,
)
def test_query_of_anything_else(generate_module: GenerateModule, query: Any) -> None:
    """Any other value has no parameters."""
    assert generate_module(PROVIDER).parse(query=query).code is None


GROUPED = """
[[envelopes]]
id = "short"
code = { query = "err", success = ["0"] }
group = { query = "family" }
fields.state = { query = "state" }

[[envelopes]]
id = "long"
code = { query = "error" }
fields.state = { query = "state" }

[groups.person]
summary = "The person."

[errors.denied]
group = "person"
kind = "declined"
summary = "The person does not consent."
"""


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("?err=denied&family=person&state=s", ("denied", "s")),
        ("?a=b?err=denied&family=person&state=s", ("denied", "s")),
        ("?err=0&state=q#error=denied&state=s", ("denied", "s")),
        ("?state=q?error=denied#err=0&state=s", ("denied", "q")),
    ],
)
def test_query_of_several_envelopes(
    generate_module: GenerateModule, end: str, expected: tuple[str, str]
) -> None:
    """The fields are read from the same part of the URL as the code."""
    module = generate_module(GROUPED)
    for error in (module.parse_redirect(end), module.parse(query=end)):
        assert (error.code, error.state) == expected


QUERIES: Mapping[str, str] = {
    "text of marks": "?#" * 50,
    "ampersands": "&amp;" * 50,
    "digits": "&#" + "0" * 50 + ";",
    "surrogates": "?error=\ud800&amp;state=\udfff",
    "second marks": "?a=b" * 50,
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_odd_query(generate_module: GenerateModule, query: str) -> None:
    """Any query gives an error or None."""
    module = generate_module(PROVIDER)
    assert (module.parse_redirect(query) is None) == (module.parse(query=query).code is None)
