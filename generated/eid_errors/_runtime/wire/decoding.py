# Emitted by errsmith from its runtime/wire/decoding.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""Bodies as JSON values, whatever they hold."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from .headers import find_charset

Scan = Callable[[str, int], tuple[Any, int]]
"""A function that returns the JSON value at an index of a string, and where it ends. A decoder's
`raw_decode` calls it and then converts its errors, which is not needed here."""


@cache
def get_scanner(*, strict: bool = True) -> Scan:
    """Return the function that scans JSON.

    If it is not strict, it accepts raw control characters in strings, as some servers send them.
    """
    # Imported here: importing a provider would take measurably longer.
    from json import JSONDecoder

    decoder: Any = JSONDecoder(strict=strict)
    scan: Scan = decoder.scan_once
    return scan


REFUSALS: Final = (ValueError, StopIteration, RecursionError, MemoryError)
"""The exceptions that a scanner or `bytes.decode` raises."""

_TOO_MUCH: Final = (ValueError, RecursionError)
"""What a scanner raises of well-formed JSON, by type: of an integer of too many digits, of values
that are nested too deeply."""
_ODD: Final = (*_TOO_MUCH, UnicodeDecodeError)
"""What bytes that begin as JSON are refused for without being malformed."""

_BOM = "\ufeff"
_BLANK = " \t\n\r"
_OPENINGS = ("{", "[")
"""What a body that can hold a code begins with."""
_BYTE_OPENINGS: Final = (b"{", b"[")
_CLOSINGS: Final = ("}", "]")

_CONTROL: Final = "Invalid control character"
"""How the decoder's message begins for a control character that is not escaped in a string."""

_DEEPEST: Final = 100
"""Levels that are read of a body which nests more deeply than Python's decoder goes."""

_TO_BRACKETS: Final = r'(?:[^"\[\]{}]++|"[^"\\]*+(?:\\.[^"\\]*+)*+"?)*+([\[{]++|[\]}]++|\Z)'
"""Matches wherever it begins, so that nothing is searched twice: up to the next brackets that open
or close, those in strings apart."""

_GZIP: Final = b"\x1f\x8b"
_GZIP_ALONE: Final = 16 + 15
"""Tells zlib to read no other format, with a window of any size."""
_MOST_MEMBERS: Final = 16
"""Members of gzip that are read; to take each of very many off what follows it would take long."""
_MOST: Final = 1 << 20
"""Bytes that are read of a compressed body, and characters of a text that is read again: no error
takes more, and what is made to take long would."""

_DETECTED: Final = ("utf-8", "ascii")
"""Charsets of which to be told is to be told nothing."""
_CHARSET: Final = r"[a-z0-9][a-z0-9.:_()+-]{,39}"
"""Names that are looked up, in lower case. Python remembers every name that it looks up and tries
to import a module for it. Registered names have at most 40 characters (RFC 2978)."""
_NO_CHARSETS: Final = ("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape")
"""Codecs that decode no bodies; of some the time grows as the square of the length."""


class Unreadable:
    """A body that is not JSON, or no body."""

    __slots__ = ()


UNREADABLE: Final = Unreadable()


class ControlCharacterError(ValueError):
    """JSON is refused for a raw control character in a string."""


def get_refusal_class(refusal: BaseException) -> type[BaseException]:
    """Return the class that says why a body was refused; the exception itself holds the body."""
    is_control = getattr(refusal, "msg", "").startswith(_CONTROL)
    return ControlCharacterError if is_control else type(refusal)


def decode(body: object, headers: object = None) -> Any:
    """Return the JSON value that `body` opens with, `UNREADABLE` if there is none.

    Of what can hold no code, neither an object nor an array, it may give either. What follows the
    value is passed over. Bytes may be compressed by gzip, and in any charset that can be told from
    them or that `Content-Type` of `headers` declares. Strings may hold raw control characters. What
    Python's decoder refuses, integers of more than 4,300 digits and what nests too deeply, is None
    in the value. A mapping or a list is taken as decoded already; one of another class than `dict`
    is copied, and the mappings and lists in it as well.
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
    """Do what `decode` does with bytes that are no JSON value as they stand.

    `refused` is the kind of what a scanner or `bytes.decode` raised.
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
    except MemoryError:  # Raised by `decode`; `_scan_text` handles the scanner's errors.
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
        return UNREADABLE  # So it is with what is no gzip, but for its beginning.
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
        # A message in another charset must not hide the code beside it.
        texts.append(_try_decode(data, detected, "replace"))
    return _scan_first([text for text in texts if text is not None], is_ascii=data.isascii())


def _scan_first(texts: list[str], *, is_ascii: bool = False) -> Any:
    """Return the value of the first string that is JSON, or JSON with raw control characters.

    In the second case, the declared charset comes first if the bytes are ASCII: charsets such as
    ISO-2022-JP use escape characters to switch between sets of letters.
    """
    readings = [(text, True) for text in texts]
    readings += [(text, False) for text in (reversed(texts) if is_ascii else texts)]
    values = (_scan_text(text, strict=strict) for text, strict in readings)
    return next((value for value in values if value is not UNREADABLE), UNREADABLE)


def _is_bare(body: bytes) -> bool:
    """Return whether nothing comes before the value, and there is no null, as UTF-16 has them."""
    return b" " < body[:1] < b"\x7f" and body[1:2] != b"\0"


def _decompress(data: bytes) -> bytes:
    """Take gzip off, as far as an error may be long; what has been cut is read to its end.

    What follows the members that gzip may consist of is passed over.
    """
    # Imported here: clients take it off themselves.
    import zlib

    inflated = b""
    for _ in range(_MOST_MEMBERS):
        if not data.startswith(_GZIP) or len(inflated) >= _MOST:
            break
        member = zlib.decompressobj(_GZIP_ALONE)
        try:
            inflated += member.decompress(data, _MOST - len(inflated))
        except zlib.error:  # It begins as gzip does, and is none.
            break
        data = member.unused_data
    return inflated


def _find_codec(headers: object) -> str | None:
    """Return the codec of the charset that headers declare, None where it helps no further."""
    charset = find_charset(headers)
    if charset is None or not re.fullmatch(_CHARSET, charset):
        return None
    try:
        codec = codecs.lookup(charset).name
    except Exception:  # noqa: BLE001 - unknown; and a search function of a client can raise anything
        return None
    return None if codec in _DETECTED or codec in _NO_CHARSETS else codec


def _try_decode(data: bytes, codec: str, errors: str) -> str | None:
    try:
        return data.decode(codec, errors)
    except (LookupError, ValueError):  # Python has codecs of other things than texts.
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
    """Scan a text, with null for integers that are too long and values nested too deeply."""
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
    """Put null in place of each value that stands deeper than 100 levels, in one pass."""
    kept: list[str] = []
    level = start = 0
    for run in re.finditer(_TO_BRACKETS, text, re.DOTALL):
        above, brackets = level, run[1]
        level += -len(brackets) if brackets.startswith(_CLOSINGS) else len(brackets)
        if above <= _DEEPEST < level:
            kept += text[start : run.start(1) + _DEEPEST - above], "null"
        elif level <= _DEEPEST < above:
            start = run.start(1) + above - _DEEPEST
        if level <= 0:  # What follows the value is passed over.
            break
    return "".join((*kept, text[start:])) if level <= _DEEPEST else ""


def _copy_plain(value: Any, copies: dict[int, tuple[Any, Any]]) -> Any:
    """Build dictionaries and lists from the mappings and sequences of another decoder.

    What stands in several places, as an alias of YAML does, is copied once.
    """
    if not isinstance(value, (Mapping, list, tuple)):
        return value
    if id(value) not in copies:
        copy: Any = (
            {key: _copy_plain(inner, copies) for key, inner in value.items()}
            if isinstance(value, Mapping)
            else [_copy_plain(inner, copies) for inner in value]
        )
        copies[id(value)] = value, copy  # Both, since the id of what is gone can be another's.
    return copies[id(value)][1]
