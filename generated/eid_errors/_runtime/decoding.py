# Emitted by errsmith from its runtime/decoding.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""Bodies as JSON values, whatever they hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final


def _import_and_scan(text: str, start: int) -> tuple[Any, int]:
    """Import the scanner of JSON, which takes this function's place, and use it."""
    global scan  # noqa: PLW0603 - a look whether it is there would cost each response
    from json import JSONDecoder

    decoder: Any = JSONDecoder()
    scan = decoder.scan_once
    return scan(text, start)


scan: Callable[[str, int], tuple[Any, int]] = _import_and_scan
"""Gives the JSON value at an index of a text, and where it ends: what `raw_decode` of a decoder
calls, without what that does to its errors."""

REFUSALS: Final = (ValueError, StopIteration, RecursionError)
"""What `scan` raises, and `decode` of bytes."""

_BOM = "\ufeff"
_BLANK = " \t\n\r"
_OPENINGS = ("{", "[")
"""What a body that can hold a code begins with."""


class Unreadable:
    """A body that is not JSON, or no body."""

    __slots__ = ()


UNREADABLE: Final = Unreadable()


def decode(body: object) -> Any:
    """Give the JSON value that `body` opens with, `UNREADABLE` if there is none.

    Of what can hold no code, neither an object nor an array, it may give either. What follows the
    value is passed over. A mapping or a list is taken as decoded already; one of
    another class than `dict` is copied, and the mappings and lists in it as well.
    """
    if type(body) is dict or type(body) is list:
        return body
    if type(body) is bytes:
        try:
            return scan(body.decode(), 0)[0]
        except REFUSALS:
            pass  # Out of the handler: no exception that holds the body is anybody's context.
        return decode_refused(body)
    return _decode_odd(body)


def decode_refused(body: Any) -> Any:
    """Do what `decode` does with bytes that are no JSON value as they stand."""
    return UNREADABLE if _is_bare(body) and _is_utf8(body) else _decode_odd(body)


def _decode_odd(body: object) -> Any:
    try:
        if isinstance(body, (Mapping, tuple)):
            return _plain(body, {})
        text = (_text(body) or "").lstrip(_BOM).lstrip(_BLANK)
        return scan(text, 0)[0] if text.startswith(_OPENINGS) else UNREADABLE
    except Exception:  # noqa: BLE001 - a foreign mapping can raise anything; parsing never does
        return UNREADABLE


def _is_bare(body: bytes) -> bool:
    """Tell whether there is nothing to take off before a value, and no null as UTF-16 has them."""
    return b" " < body[:1] < b"\x7f" and body[1:2] != b"\0"


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _text(body: object) -> str | None:
    if isinstance(body, str):
        return body
    if isinstance(body, (bytes, bytearray, memoryview)):
        from json import detect_encoding

        data = bytes(body)
        # A message in another charset must not hide the code beside it.
        return data.decode(detect_encoding(data), "replace")
    return None


def _plain(value: Any, copies: dict[int, tuple[Any, Any]]) -> Any:
    """Make dictionaries and lists of the mappings and sequences of another decoder.

    What stands in several places, as an alias of YAML does, is copied once.
    """
    if not isinstance(value, (Mapping, list, tuple)):
        return value
    if id(value) not in copies:
        copy: Any = (
            {key: _plain(inner, copies) for key, inner in value.items()}
            if isinstance(value, Mapping)
            else [_plain(inner, copies) for inner in value]
        )
        copies[id(value)] = value, copy  # Both, since the id of what is gone can be another's.
    return copies[id(value)][1]
