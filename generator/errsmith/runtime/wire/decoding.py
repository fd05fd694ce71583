"""Decode bodies as JSON, and never raise, whatever a body contains."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from .headers import find_charset

Scan = Callable[[str, int], tuple[Any, int]]
"""Returns the JSON value at an index of a string, and where it ends.

`JSONDecoder.raw_decode` calls such a function and converts its errors, which is not needed here.
"""


@cache
def get_scanner(*, strict: bool = True) -> Scan:
    """Return the function that scans JSON.

    Unless it is strict, it accepts raw control characters in strings, which some servers send.
    """
    # Imported here, because at the top it would measurably slow down the import of a provider.
    from json import JSONDecoder

    decoder: Any = JSONDecoder(strict=strict)
    scan: Scan = decoder.scan_once
    return scan


REFUSALS: Final = (ValueError, StopIteration, RecursionError, MemoryError)
"""The exceptions that a scanner or `bytes.decode` raises."""

_TOO_MUCH: Final = (ValueError, RecursionError)
"""What a scanner raises for well-formed JSON: for integers with too many digits, and for values
that are nested too deeply."""
_ODD: Final = (*_TOO_MUCH, UnicodeDecodeError)
"""What decoding may raise for bytes that look like JSON and are not malformed."""

_BOM = "\ufeff"
_BLANK = " \t\n\r"
_OPENINGS = ("{", "[")
"""How a body that may contain a code begins."""
_BYTE_OPENINGS: Final = (b"{", b"[")
_CLOSINGS: Final = ("}", "]")

_CONTROL: Final = "Invalid control character"
"""How the decoder's message for an unescaped control character begins."""

_DEEPEST: Final = 100
"""The levels that are read of a body that is nested too deeply for Python's decoder."""

_TO_BRACKETS: Final = r'(?:[^"\[\]{}]++|"[^"\\]*+(?:\\.[^"\\]*+)*+"?)*+([\[{]++|[\]}]++|\Z)'
"""Matches up to the next opening or closing brackets outside strings.

It matches at any position, so nothing is searched twice.
"""

_GZIP: Final = b"\x1f\x8b"
_GZIP_ALONE: Final = 16 + 15
"""The `wbits` argument with which zlib reads only gzip, with a window of any size."""
_MOST_MEMBERS: Final = 16
"""The most gzip members that are read; reading very many would take too long."""
_MOST: Final = 1 << 20
"""The most bytes that are read from a compressed body, and the most characters of a string that is
read again. No real error is longer, but a malicious body could be."""

_DETECTED: Final = ("utf-8", "ascii")
"""Charsets that need no declaration, because they are detected anyway."""
_CHARSET: Final = r"[a-z0-9][a-z0-9.:_()+-]{,39}"
"""Charset names that are looked up, in lower case. Others are not, because Python tries to import a
module for each name and caches the result. Registered names have at most 40 characters
(RFC 2978)."""
_NO_CHARSETS: Final = ("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape")
"""Codecs that are not charsets of bodies; some take quadratic time."""


class Unreadable:
    """A body that is missing or not JSON."""

    __slots__ = ()


UNREADABLE: Final = Unreadable()


class ControlCharacterError(ValueError):
    """JSON has a raw control character in a string."""


def get_refusal_class(refusal: BaseException) -> type[BaseException]:
    """Return a class that shows why decoding failed; the exception itself contains the body."""
    is_control = getattr(refusal, "msg", "").startswith(_CONTROL)
    return ControlCharacterError if is_control else type(refusal)


def decode(body: object, headers: object = None) -> Any:
    """Return the JSON value at the beginning of `body`, or `UNREADABLE` if there is none.

    If the value is neither an object nor an array, it cannot contain a code, and the result may be
    either the value or `UNREADABLE`. Anything after the value is ignored.

    Bytes may be compressed with gzip, and may be in any charset that can be detected or that the
    `Content-Type` in `headers` declares. Strings may contain raw control characters. Values that
    Python's decoder refuses (integers of more than 4,300 digits, and values that are nested too
    deeply) become None. A `dict` or a `list` is already decoded and is returned unchanged. Any
    other mapping, and a tuple, is copied together with the mappings, lists and tuples in it.
    """
    if type(body) is dict or type(body) is list:
        return body
    if type(body) is bytes:
        try:
            return get_scanner()(body.decode(), 0)[0]
        except REFUSALS as refusal:
            refused = get_refusal_class(refusal)
        # Outside the `except` block, so the body does not leak through `__context__`.
        return decode_refused(body, refused, headers)
    return _decode_odd(body, headers)


def decode_refused(body: Any, refused: type[BaseException], headers: object) -> Any:
    """Decode a body that could not be decoded at the first attempt, with the result of `decode`.

    `refused` is the class of the exception that a scanner or `bytes.decode` raised.
    """
    if not body or issubclass(refused, MemoryError):
        return UNREADABLE
    if _is_bare(body):
        if not body.startswith(_BYTE_OPENINGS):
            return UNREADABLE
        if refused not in _ODD and (headers is None or _find_codec(headers) is None):
            return _decode_leniently(body) if refused is ControlCharacterError else UNREADABLE
    return _decode_odd(body, headers)


def _decode_leniently(body: bytes) -> Any:
    try:
        return _scan_text(body.decode(), strict=False)
    except MemoryError:  # Raised by `bytes.decode`; `_scan_text` handles the scanner's errors.
        return UNREADABLE


def _decode_odd(body: object, headers: object) -> Any:
    try:
        if isinstance(body, (Mapping, tuple)):
            return _copy_plain(body, {})
        if isinstance(body, str):
            return _scan_first([body])
        if isinstance(body, (bytes, bytearray, memoryview)):
            return _decode_bytes(bytes(body), headers)
    except Exception:  # noqa: BLE001 - a foreign mapping can raise anything; parsing never does
        return UNREADABLE  # Also for data that only begins like gzip.
    return UNREADABLE


def _decode_bytes(data: bytes, headers: object) -> Any:
    from json import detect_encoding

    if data.startswith(_GZIP):
        data = _decompress(data)
    detected, declared = detect_encoding(data), _find_codec(headers)
    texts = [_try_decode(data, detected, "strict")]
    if declared is not None:
        texts.append(_try_decode(data, declared, "replace"))
    if texts[0] is None:
        # A message in another charset must not hide the code next to it.
        texts.append(_try_decode(data, detected, "replace"))
    return _scan_first([text for text in texts if text is not None], is_ascii=data.isascii())


def _scan_first(texts: list[str], *, is_ascii: bool = False) -> Any:
    """Return the value of the first string that is JSON.

    If there is none, return that of the first string that is JSON except for raw control
    characters. The declared charset is then tried first if the bytes are ASCII: charsets such as
    ISO-2022-JP use escape characters to switch between character sets.
    """
    readings = [(text, True) for text in texts]
    readings += [(text, False) for text in (reversed(texts) if is_ascii else texts)]
    values = (_scan_text(text, strict=strict) for text, strict in readings)
    return next((value for value in values if value is not UNREADABLE), UNREADABLE)


def _is_bare(body: bytes) -> bool:
    """Return whether a body begins with its value and is not in UTF-16, which has null bytes."""
    return b" " < body[:1] < b"\x7f" and body[1:2] != b"\0"


def _decompress(data: bytes) -> bytes:
    """Decompress gzip, up to 1 MiB; truncated data is read as far as possible.

    Anything after the gzip members is ignored.
    """
    # Imported here, since it is rarely needed: HTTP clients usually decompress bodies themselves.
    import zlib

    inflated = b""
    for _ in range(_MOST_MEMBERS):
        if not data.startswith(_GZIP) or len(inflated) >= _MOST:
            break
        member = zlib.decompressobj(_GZIP_ALONE)
        try:
            inflated += member.decompress(data, _MOST - len(inflated))
        except zlib.error:  # It begins like gzip, but is not gzip.
            break
        data = member.unused_data
    return inflated


def _find_codec(headers: object) -> str | None:
    """Return the codec for the declared charset.

    None if the charset is unknown, would be detected anyway or is not a charset of bodies.
    """
    charset = find_charset(headers)
    if charset is None or not re.fullmatch(_CHARSET, charset):
        return None
    try:
        codec = codecs.lookup(charset).name
    except Exception:  # noqa: BLE001 - a search function of the application can raise anything
        return None
    return None if codec in _DETECTED or codec in _NO_CHARSETS else codec


def _try_decode(data: bytes, codec: str, errors: str) -> str | None:
    try:
        return data.decode(codec, errors)
    except (LookupError, ValueError):  # Some of Python's codecs do not produce strings.
        return None


def _scan_text(text: str, *, strict: bool) -> Any:
    text = text.lstrip(_BOM).lstrip(_BLANK)
    if not text.startswith(_OPENINGS):
        return UNREADABLE
    try:
        return get_scanner(strict=strict)(text, 0)[0]
    except REFUSALS as refusal:
        refused = type(refusal)
    if refused in _TOO_MUCH and len(text) <= _MOST:
        return _scan_in_part(text, strict=strict)
    return UNREADABLE


def _scan_in_part(text: str, *, strict: bool) -> Any:
    """Scan a string, with null for integers that are too long and values nested too deeply."""
    from json import JSONDecoder

    decoder: Any = JSONDecoder(parse_int=_parse_integer, strict=strict)
    try:
        return decoder.scan_once(_drop_deep_values(text), 0)[0]
    except REFUSALS:
        return UNREADABLE


def _parse_integer(digits: str) -> int | None:
    try:
        return int(digits)
    except ValueError:
        return None


def _drop_deep_values(text: str) -> str:
    """Replace each value that is nested more than 100 levels deep by null, in one pass."""
    kept: list[str] = []
    level = start = 0
    for run in re.finditer(_TO_BRACKETS, text, re.DOTALL):
        above, brackets = level, run[1]
        level += -len(brackets) if brackets.startswith(_CLOSINGS) else len(brackets)
        if above <= _DEEPEST < level:
            kept += text[start : run.start(1) + _DEEPEST - above], "null"
        elif level <= _DEEPEST < above:
            start = run.start(1) + above - _DEEPEST
        if level <= 0:  # The value has ended; ignore the rest.
            break
    return "".join((*kept, text[start:])) if level <= _DEEPEST else ""


def _copy_plain(value: Any, copies: dict[int, tuple[Any, Any]]) -> Any:
    """Build dictionaries and lists from the mappings and sequences of another decoder.

    An object that occurs in several places, such as a YAML alias, is copied once.
    """
    if not isinstance(value, (Mapping, list, tuple)):
        return value
    if id(value) not in copies:
        copy: Any = (
            {key: _copy_plain(inner, copies) for key, inner in value.items()}
            if isinstance(value, Mapping)
            else [_copy_plain(inner, copies) for inner in value]
        )
        copies[id(value)] = value, copy  # Keep `value` alive, since ids are reused.
    return copies[id(value)][1]
