"""Bodies as they arrive in practice: the code is found, whatever surrounds it.

| body | tests |
|---|---|
| bytes, a string, a view, a decoded mapping | `body_as` |
| in any charset, declared or not, with a byte order mark | `charset` |
| still compressed, or a decompression bomb | `gzip` |
| followed by something else, with repeated keys | `garbage`, `repeated` |
| too deep for Python's decoder, or with an integer that is too long | `too_much` |
| an error with status 200 | `success` |

`test_odd_responses.py` has bodies without a code, `test_any_response.py` generates more.
"""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from specimen_errors import idhub, seal
from tests.fuzzing.invariants import assert_travels, assert_usable
from tests.sdk.measuring import measure_peak

SESSION = {"title": "SESSION_NOT_FOUND", "status": 404, "detail": "Gone."}
TEXT = json.dumps(SESSION)

HOLDERS: Mapping[str, Callable[[str], Any]] = {
    "bytes": str.encode,
    "bytearray": lambda text: bytearray(text.encode()),
    "memoryview": lambda text: memoryview(text.encode()),
    "str": str,
    "utf-16": lambda text: text.encode("utf-16"),
    "gzip": lambda text: gzip.compress(text.encode()),
    "gzip in a view": lambda text: memoryview(gzip.compress(text.encode("utf-16"))),
}
"""Types that can contain the same JSON."""
HELD = pytest.mark.parametrize("hold", HOLDERS.values(), ids=HOLDERS)


def build_headers(charset: str, media_type: str = "application/json") -> dict[str, str]:
    """Return a header that declares a charset."""
    return {"Content-Type": f"{media_type}; charset={charset}"}


@pytest.mark.parametrize("hold", [*HOLDERS.values(), json.loads], ids=[*HOLDERS, "dict"])
def test_body_as(hold: Callable[[str], Any]) -> None:
    """A body of any accepted type gives the same error, and is kept as it was passed."""
    body = hold(TEXT)
    error = idhub.parse(status=404, body=body)
    assert type(error) is idhub.SessionNotFoundError
    assert (error.detail, error.body_status) == ("Gone.", 404)
    assert error.raw is not None
    assert error.raw.body is body


# Charsets


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "utf-16", "no-such"])
def test_charset_that_the_bytes_reveal(charset: str, declared: str | None) -> None:
    """A charset that the bytes reveal is used, whatever the header declares."""
    body = json.dumps({**SESSION, "detail": "Gått. 漢"}, ensure_ascii=False).encode(charset)
    error = idhub.parse(body=body, headers=None if declared is None else build_headers(declared))
    assert type(error) is idhub.SessionNotFoundError
    assert error.provider_message == "Gått. 漢"


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("iso-8859-1", "Gått."),
        ("ISO-8859-15", "5 €"),
        ("windows-1252", "„Gått“"),
        ("koi8-r", "Нет"),
        ("shift_jis", "表示ソ"),
        ("gb18030", "没有"),
        ("iso-2022-jp", "ない"),
        ("cp037", "Gått."),
        ('"iso-8859-1"', "Gått."),
        ("'latin1' ; boundary=x", "Gått."),
    ],
)
@pytest.mark.parametrize("wrap", [bytes, bytearray, gzip.compress])
def test_charset_that_is_declared(charset: str, text: str, wrap: Callable[[bytes], Any]) -> None:
    """The message arrives as it was sent, and so does the code."""
    name = charset.partition(";")[0].strip(" '\"")
    body = json.dumps({**SESSION, "detail": text}, ensure_ascii=False).encode(name)
    error = idhub.parse(body=wrap(body), headers=build_headers(charset))
    assert type(error) is idhub.SessionNotFoundError
    assert error.provider_message == text


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "application/problem+json;profile=a;CHARSET=latin1"},
        [("Content-Type", "application/json"), ("content-type", "text/plain; charset=latin1")],
        {b"Content-Type": b"application/json; charset=latin1"},
    ],
)
def test_charset_in_any_header_object(headers: Any) -> None:
    """The charset is read from headers in any case, as strings or bytes, mappings or pairs."""
    body = json.dumps({**SESSION, "detail": "Gått."}, ensure_ascii=False).encode("latin-1")
    assert idhub.parse(body=body, headers=headers).provider_message == "Gått."


@pytest.mark.parametrize(
    "charset",
    [
        *(
            "utf-8",
            "ascii",
            "utf-16",
            "utf-32",
            "cp037",
            "no-such",
            "",
            "a\x00b",
            "\ud800",
            "../os",
        ),
        *("zlib", "base64", "rot13", "idna", "punycode", "unicode_escape", "undefined"),
        *("x" * 10_000, "é", '"', "utf-7"),
    ],
)
def test_charset_that_is_wrong(charset: str) -> None:
    """A charset that is unknown, invalid or wrong does not hide the code."""
    body = TEXT.replace("Gone", "G\xe5tt").encode("latin-1")
    error = idhub.parse(status=404, body=body, headers=build_headers(charset))
    assert type(error) is idhub.SessionNotFoundError
    assert error.provider_message == "G�tt."


@pytest.mark.parametrize("after", [b"", b"\xff\x00\xfe"])
def test_charset_that_is_undeclared(after: bytes) -> None:
    """Bytes that are not UTF-8 are replaced in messages, and do not hide the code."""
    body = TEXT.replace("Gone", "G\xe5tt").encode("latin-1") + after
    error = idhub.parse(body=body)
    assert (error.code, error.provider_message) == ("SESSION_NOT_FOUND", "G�tt.")


def test_charset_of_an_html_page() -> None:
    """An HTML page is not read as an error body, in any charset."""
    for headers in (build_headers("iso-8859-1", "text/html"), build_headers("cp037"), None):
        error = idhub.parse(status=502, body=b"<p>{\xe5}</p>", headers=headers)
        assert (error.code, type(error).__name__) == (None, "UndocumentedIDHubUnavailableError")


def test_charset_of_a_string_with_a_mark() -> None:
    """A byte order mark that the client left in the string does not hide the code."""
    assert idhub.parse(body="\ufeff" + TEXT).code == "SESSION_NOT_FOUND"


# gzip


@pytest.mark.parametrize(
    "headers", [None, {"Content-Encoding": "gzip"}, {"Content-Encoding": "br"}]
)
@pytest.mark.parametrize("level", [0, 1, 9])
def test_gzip_left_compressed(headers: Any, level: int) -> None:
    """gzip is recognized by its first bytes, which no JSON begins with."""
    body = gzip.compress(TEXT.encode(), level)
    assert type(idhub.parse(body=body, headers=headers)) is idhub.SessionNotFoundError


def test_gzip_already_decompressed() -> None:
    """A leftover `Content-Encoding` header of a body that the client decompressed is ignored."""
    error = idhub.parse(body=TEXT.encode(), headers={"Content-Encoding": "gzip"})
    assert type(error) is idhub.SessionNotFoundError


@pytest.mark.parametrize("parts", [1, 2, 3, 16])
@pytest.mark.parametrize("after", [b"", b"\0" * 512, b"\x1f\x8b and no more", b"{}"])
def test_gzip_in_several_members(parts: int, after: bytes) -> None:
    """All members form one body, and what follows them is ignored."""
    length = -(-len(TEXT) // parts)
    members = [TEXT[at : at + length].encode() for at in range(0, len(TEXT), length)]
    body = b"".join(map(gzip.compress, members)) + after
    assert type(idhub.parse(body=body)) is idhub.SessionNotFoundError


def test_gzip_in_endless_members() -> None:
    """If there are more members than any server sends, the first ones are read."""
    few, many = gzip.compress(b" ") * 15, gzip.compress(b" ") * 100_000
    last = gzip.compress(TEXT.encode())
    assert idhub.parse(body=few + last).code == "SESSION_NOT_FOUND"
    assert idhub.parse(body=many + last).code is None


def test_gzip_bomb_in_several_members() -> None:
    """The limit applies to the members' total size."""
    member = gzip.compress(b" " * (1 << 19))
    last = gzip.compress(TEXT.encode())
    assert idhub.parse(body=member + last).code == "SESSION_NOT_FOUND"
    assert idhub.parse(body=member * 2 + last).code is None


@pytest.mark.parametrize("cut", [0, 1, 8, 9])
def test_gzip_that_is_truncated(cut: int) -> None:
    """The code is read if the JSON is complete."""
    body = gzip.compress(TEXT.encode() + b" " * 10_000)
    assert idhub.parse(body=body[: len(body) - cut]).code == "SESSION_NOT_FOUND"


@pytest.mark.parametrize(
    "body",
    [
        b"\x1f\x8b",
        b"\x1f\x8b" + TEXT.encode(),
        gzip.compress(TEXT.encode())[:30],
        gzip.compress(gzip.compress(TEXT.encode())),
        zlib.compress(TEXT.encode()),
    ],
    ids=["magic alone", "magic before JSON", "cut", "twice", "another format"],
)
def test_gzip_that_is_invalid(body: bytes) -> None:
    """A body that cannot be decompressed has no code, and does not hide the status."""
    error = idhub.parse(status=503, body=body)
    assert (error.code, error.status) == (None, 503)
    assert_usable(error)


@pytest.mark.parametrize("inside", [b"[", b" ", b'{"title":', b'{"title":"' + b"x" * 1_000])
def test_gzip_bomb(inside: bytes) -> None:
    """One megabyte of it is read, so its cost does not grow with its size."""
    few, many = (
        gzip.compress(inside * (megabytes * 1_000_000 // len(inside))) for megabytes in (2, 10)
    )
    assert len(many) < 100_000
    idhub.parse(body=few)
    assert (
        measure_peak(lambda: idhub.parse(body=many))
        <= measure_peak(lambda: idhub.parse(body=few)) + 200_000
    )


# Around the value, or repeated


@HELD
@pytest.mark.parametrize(
    "after", ["\n<!-- proxy -->", "}", TEXT, ",", "\x00", "  \n", ' {"title": 1}']
)
def test_garbage_after_the_body(hold: Callable[[str], Any], after: str) -> None:
    """What follows the value is ignored."""
    error = idhub.parse(body=hold(TEXT + after))
    assert type(error) is idhub.SessionNotFoundError
    assert error.provider_message == "Gone."


@HELD
def test_repeated_keys(hold: Callable[[str], Any]) -> None:
    """The last one counts, as in Python's own decoder."""
    body = '{"title": "AUTH_FORBIDDEN", "title": "SESSION_NOT_FOUND", "detail": "a", "detail": "b"}'
    error = idhub.parse(body=hold(body))
    assert type(error) is idhub.SessionNotFoundError
    assert error.provider_message == "b"


@HELD
@pytest.mark.parametrize("blanks", ["\r\n\t ", "\ufeff", "\ufeff \n"])
def test_whitespace_before_the_body(hold: Callable[[str], Any], blanks: str) -> None:
    """Whitespace and a byte order mark are ignored."""
    assert type(idhub.parse(body=hold(blanks + TEXT))) is idhub.SessionNotFoundError


# Too much for the decoder


def build_body(value: str) -> str:
    """Return a body whose context is a value, followed by the code."""
    return f'{{"context": {{"a": {value}}}, "title": "SESSION_NOT_FOUND", "detail": "Gone."}}'


TOO_MUCH: Mapping[str, str] = {
    "lists": "[" * 10_000 + "]" * 10_000,
    "objects": '{"a":' * 10_000 + "1" + "}" * 10_000,
    "both, with texts": '{"]}": ["[{\\"", ' * 5_000 + "1" + "]}" * 5_000,
    "deep twice": f"[{'[' * 5_000 + ']' * 5_000}, {'[' * 5_000 + ']' * 5_000}]",
    "integer": "1" * 4_301,
    "negative integer": "-" + "9" * 100_000,
    "many integers": f"[{', '.join(['1' * 5_000] * 20)}]",
    "integer in the deep": "[" * 10_000 + "1" * 5_000 + "]" * 10_000,
    "integer before the deep": f"[{'1' * 5_000}, {'[' * 10_000 + ']' * 10_000}]",
}


@HELD
@pytest.mark.parametrize("value", TOO_MUCH.values(), ids=TOO_MUCH)
def test_too_much_beside_a_code(hold: Callable[[str], Any], value: str) -> None:
    """Excessive levels and digits hide only themselves."""
    error = idhub.parse(status=404, body=hold(build_body(value) + "trailing"))
    assert type(error) is idhub.SessionNotFoundError
    assert error.provider_message == "Gone."
    assert type(error.body_context) is dict
    assert_usable(error)
    assert_travels(error)


def count_levels(value: Any) -> int:
    """Count the levels of nested lists."""
    count = 0
    while type(value) is list:
        value, count = value[0] if value else None, count + 1
    return count


def test_too_many_levels_are_read_up_to_100() -> None:
    """Deeper levels are None in the field, and complete in `raw`."""
    error = idhub.parse(body=build_body("[" * 10_000 + "]" * 10_000))
    assert error.body_context is not None
    assert count_levels(error.body_context["a"]) == 98  # Below the body and the context.


def test_many_levels_that_the_decoder_can_read() -> None:
    """What Python's decoder can read is not truncated."""
    error = idhub.parse(body=build_body("[" * 200 + "]" * 200))
    assert error.body_context is not None
    assert count_levels(error.body_context["a"]) == 200


@pytest.mark.parametrize("after", ["[" * 200, "]}]" + "[" * 200])
def test_brackets_after_too_many_levels(after: str) -> None:
    """Brackets after the value neither close nor truncate it."""
    error = idhub.parse(body=build_body(TOO_MUCH["lists"]) + after)
    assert type(error) is idhub.SessionNotFoundError


def test_too_many_digits_are_none() -> None:
    """An integer that Python refuses to read is None; a shorter one beside it is read."""
    error = idhub.parse(
        body=build_body(f"[{'1' * 5_000}, 5]").replace("{", '{"status": 1' + "0" * 5_000 + ",", 1)
    )
    assert (error.code, error.body_status) == ("SESSION_NOT_FOUND", None)
    assert error.body_context == {"a": [None, 5]}


@pytest.fixture
def few_digits() -> Iterator[None]:
    """Set Python's limit on integers to the lowest that it allows."""
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(640)
    yield
    sys.set_int_max_str_digits(before)


@pytest.mark.usefixtures("few_digits")
def test_too_many_digits_by_a_lowered_limit() -> None:
    """The limit is the interpreter's, which a client may have lowered."""
    error = idhub.parse(body=build_body(f"[{'1' * 641}, {'1' * 640}]"))
    assert error.code == "SESSION_NOT_FOUND"
    assert error.body_context is not None
    assert error.body_context["a"][0] is None
    assert type(error.body_context["a"][1]) is int


@pytest.mark.parametrize("at", [30, -1])
def test_too_much_and_truncated(at: int) -> None:
    """A body that is too deep and truncated has no code."""
    error = idhub.parse(status=404, body=build_body(TOO_MUCH["lists"])[:at])
    assert (error.code, error.status) == (None, 404)


def test_too_much_for_a_second_reading() -> None:
    """A body of over a megabyte is not read a second time, because it is built to be slow."""
    value = TOO_MUCH["lists"]
    for blanks, code in ((1_000_000, "SESSION_NOT_FOUND"), (1 << 20, None)):
        assert idhub.parse(body=build_body(value + " " * blanks)).code == code


def test_too_much_below_a_group() -> None:
    """The code is also found deeper in the body."""
    deep = "[" * 10_000 + "]" * 10_000
    body = f'{{"errors": {{"not_found": {{"details": {{"a": {deep}}}, "code": "not_found"}}}}}}'
    assert type(seal.parse(body=body.encode())).info.code == "not_found"


def test_too_much_leaves_no_exception() -> None:
    """No exception that contains the body becomes the error's context."""
    for body in (build_body(TOO_MUCH["lists"]), build_body(TOO_MUCH["integer"]), b"\xff", b"{"):
        assert idhub.parse(body=body).__context__ is None


# Successful statuses that carry an error


@HELD
def test_success_with_an_error(acme: ModuleType, hold: Callable[[str], Any]) -> None:
    """If the registry documents errors with a 200, one is found in any body, and raised."""
    body = hold('{"state": "PENDING"}')
    assert type(acme.parse(status=200, body=body)) is acme.OrderPendingError
    content = bytes(body) if not isinstance(body, str) else body
    with pytest.raises(acme.OrderPendingError) as caught:
        acme.raise_for_error(SimpleNamespace(status_code=200, headers={}, content=content))
    assert caught.value.status == 200


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ('{"state": "PÅGÅR"}'.encode("cp037"), build_headers("cp037")),
        (gzip.compress(b'{"state": "PENDING"}'), {"Content-Encoding": "gzip"}),
        (b'{"much": ' + b"1" * 5_000 + b', "state": "PENDING"}', {}),
        (b'{"deep": ' + b"[" * 10_000 + b"]" * 10_000 + b', "state": "PENDING"}', {}),
    ],
    ids=["charset", "gzip", "integer", "levels"],
)
def test_success_with_an_error_in_an_odd_body(acme: ModuleType, body: bytes, headers: Any) -> None:
    """`raise_for_error` decides by what `parse` reads."""
    with pytest.raises(acme.AcmeError) as caught:
        acme.raise_for_error(SimpleNamespace(status_code=200, headers=headers, content=body))
    assert caught.value.code in ("PENDING", "PÅGÅR")
    assert type(caught.value) is type(acme.parse(status=200, headers=headers, body=body))


@HELD
def test_success_without_an_error(acme: ModuleType, hold: Callable[[str], Any]) -> None:
    """A code that means success is not an error, for any type of the body."""
    body = hold('{"state": "DONE"}')
    content = bytes(body) if not isinstance(body, str) else body
    acme.raise_for_error(SimpleNamespace(status_code=200, headers={}, content=content))
