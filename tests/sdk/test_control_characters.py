"""Bodies with raw control characters in a string, which JSON does not allow and servers send.

| rule of the SDK | tests |
|---|---|
| the rest of the body is read, for any such character and any type of body | `rest` |
| the string contains the character as it was sent | `rest` |
| the same holds for each way to decode a body: charset, gzip, excessive nesting | `way` |
| nothing else that JSON does not allow is read | `other` |
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.fuzzing.invariants import assert_parses

CONTROLS = {
    **{f"U+{number:04X}": chr(number) for number in range(0x20)},
    "DEL": "\x7f",
    "CSI": "\x9b",
    "line separator": "\u2028",
    "CR LF": "\r\n",
    "several": "\x1b[31m\tred\n\0",
}
"""JSON allows only DEL, CSI and the line separator unescaped."""

HOLDERS: Mapping[str, Callable[[str], Any]] = {
    "bytes": str.encode,
    "bytearray": lambda text: bytearray(text.encode()),
    "memoryview": lambda text: memoryview(text.encode()),
    "str": str,
    "bytes with a mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "text with a mark": lambda text: "\ufeff" + text,
    "blanks before it": lambda text: b"\r\n " + text.encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-32-be": lambda text: text.encode("utf-32-be"),
    "gzip": lambda text: gzip.compress(text.encode()),
    "gzip in a view": lambda text: memoryview(gzip.compress(text.encode("utf-16"))),
}


@pytest.fixture
def paperwork(golden: Mapping[str, ModuleType]) -> ModuleType:
    """Return the invented provider of problem documents."""
    return golden["paperwork"]


def build_body(value: str, more: str = "") -> str:
    """Return a body whose message contains an unescaped value."""
    return f'{{{more}"detail": "a{value}b", "type": "https://a.example/expired", "status": 410}}'


@pytest.mark.parametrize("hold", HOLDERS.values(), ids=HOLDERS)
@pytest.mark.parametrize("control", CONTROLS.values(), ids=CONTROLS)
def test_rest_of_a_body(paperwork: ModuleType, hold: Callable[[str], Any], control: str) -> None:
    """The code beside the message is read, and so is the message as it was sent."""
    error = assert_parses(paperwork, status=410, body=hold(build_body(control)))
    assert (error.code, error.detail) == ("expired", f"a{control}b")
    assert error.body_status == 410


@pytest.mark.parametrize("hold", HOLDERS.values(), ids=HOLDERS)
def test_rest_of_a_body_with_a_bad_key(paperwork: ModuleType, hold: Callable[[str], Any]) -> None:
    """A key may contain such a character as well."""
    error = assert_parses(paperwork, body=hold(build_body("", '"first\nline": {"a\tb": 1}, ')))
    assert (error.code, error.detail) == ("expired", "ab")


@pytest.mark.parametrize("hold", HOLDERS.values(), ids=HOLDERS)
@pytest.mark.parametrize("escapes", [r"\\", r"\"", r"\\\"", r"\"\\", r"\\\\\"\"", r"\u0022\n\/"])
def test_rest_of_a_body_with_escapes(
    paperwork: ModuleType, hold: Callable[[str], Any], escapes: str
) -> None:
    """Escaped quotes and backslashes before and after the character make no difference."""
    body = hold(build_body(f"{escapes}\n{escapes}"))
    error = assert_parses(paperwork, body=body)
    text = json.loads(f'"{escapes}"')
    assert (error.code, error.detail) == ("expired", f"a{text}\n{text}b")


def test_rest_of_a_body_with_a_bad_code(acme: ModuleType) -> None:
    """A code with a control character is kept, so it is undocumented; it is printed escaped."""
    error = assert_parses(acme, status=401, body=b'{"error": "invalid_token\n", "seen": 2}')
    assert (error.code, error.known_code, error.seen) == ("invalid_token\n", None, 2.0)


def test_rest_of_a_success(acme: ModuleType) -> None:
    """An error with status 200 is raised for such a body as well."""
    response: Any = SimpleNamespace(
        status_code=200, headers={}, content=b'{"text": "a\nb", "state": "PENDING"}'
    )
    with pytest.raises(acme.OrderPendingError):
        acme.raise_for_error(response)


WAYS: Mapping[str, tuple[bytes, str]] = {
    "latin-1": (build_body("\n\xe5").encode("latin-1"), "iso-8859-1"),
    "latin-1, not declared": (build_body("\n\xe5").encode("latin-1"), "utf-8"),
    "shift_jis": (build_body("\n表").encode("shift_jis"), "shift_jis"),
    "iso-2022-jp": (build_body("\nない").encode("iso-2022-jp"), "iso-2022-jp"),
    "iso-2022-jp that is utf-8": (build_body("\nない").encode(), "iso-2022-jp"),
    "cp037": (build_body("\n\xe5").encode("cp037"), "cp037"),
    "compressed latin-1": (gzip.compress(build_body("\n\xe5").encode("latin-1")), "latin1"),
    "too deep": (build_body("\n", f'"a": {"[" * 10_000}{"]" * 10_000}, ').encode(), "utf-8"),
    "too deep after it": (
        build_body('\n", "a": ' + "[" * 10_000 + "]" * 10_000 + ', "b": "').encode(),
        "utf-8",
    ),
    "brackets beside it": (
        build_body("[\n{[[", f'"a": {"[" * 10_000}{"]" * 10_000}, ').encode(),
        "utf-8",
    ),
    "too long an integer": (build_body("\n", f'"a": {"1" * 5_000}, ').encode(), "utf-8"),
    "something behind it": (build_body("\n").encode() + b"\n<!-- proxy -->", "utf-8"),
}


@pytest.mark.parametrize(("body", "charset"), WAYS.values(), ids=WAYS)
def test_way_of_decoding(paperwork: ModuleType, body: bytes, charset: str) -> None:
    """Each way to decode a body accepts such a string as the first one does."""
    headers = {"Content-Type": f"application/problem+json; charset={charset}"}
    error = assert_parses(paperwork, status=410, headers=headers, body=body)
    assert error.code == "expired"
    assert error.detail[1] in "\n["


@pytest.mark.parametrize(
    "body",
    [
        build_body("\n")[:40],
        '{"type": "https://a.example/expired", "detail": "cut\n',
        '{"type": "https://a.example/expired",\x0b"detail": "a"}',
        '{"type": "https://a.example/expired"\0}',
        "{'type': 'https://a.example/expired'}",
    ],
    ids=["cut", "cut after it", "between values", "NUL between values", "other quotes"],
)
def test_other_than_json(paperwork: ModuleType, body: str) -> None:
    """A truncated body stays unreadable, and so does a control character outside strings."""
    for sent in (body, body.encode()):
        error = assert_parses(paperwork, status=410, body=sent)
        assert (error.code, error.status) == (None, 410)


def test_other_values_are_unchanged(paperwork: ModuleType) -> None:
    """Anything that JSON allows is read as `json` reads it."""
    body = {"type": "https://a.example/expired", "detail": 'a\n\t\x1b"\\b/', "documents": [1]}
    for text in (json.dumps(body), json.dumps(body, indent=2)):
        error = paperwork.parse(body=text.encode())
        assert (error.code, error.detail) == ("expired", body["detail"])
