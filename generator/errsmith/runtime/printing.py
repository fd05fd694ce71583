"""Convert values from the wire into strings that are safe to print and to log."""

from __future__ import annotations

import re
from typing import Final

Loggable = str | int | float | bool | None
LIMIT = 200
"""The most characters of a value that `str`, `repr` and `log_fields` show."""

_INFINITE: Final = float("inf")
_MOST_BITS = 640
"""The most bits of an integer that is printed; Python refuses to convert very long ones."""


# Patterns are compiled on first use: most processes never need them.
_LONGEST_CODE: Final = 128
_IDENTIFIER: Final = r"[!-?A-~]+"
"""Printable ASCII without spaces and `@`."""
_NUMBER: Final = r"(?:[0-9][^0-9A-Za-z]*){8}|[0-9]{6}[A-FU-Y][0-9]{3}"
"""A national number, phone number or account number: eight digits with only punctuation between
them. Finnish national numbers may have a letter after the sixth digit."""
_ENCODED: Final = r"%[0-9A-Fa-f]{2}|&#?\w+;|\\[ux][0-9A-Fa-f]{2}|\beyJ"
"""An escaped character, such as `@` in a URL, in HTML or in JSON, or the beginning of a JWT."""


def redact_code(code: str) -> str:
    """Return an undocumented code, or only its length if it may not be a code.

    Some servers put a sentence, a name or a number where the code belongs.
    """
    is_identifier = len(code) <= _LONGEST_CODE and re.fullmatch(_IDENTIFIER, code) is not None
    return code if is_identifier and not can_be_private(code) else f"<{len(code)} characters>"


def can_be_private(text: str) -> bool:
    """Return whether a string may contain a personal number or encoded data."""
    return re.search(_NUMBER, text) is not None or re.search(_ENCODED, text) is not None


def to_printable(value: str) -> str:
    """Escape unprintable characters in `value`, and truncate it to 200 characters."""
    cut = escape(value[:LIMIT])
    return cut[:LIMIT] + "…" if len(value) > LIMIT or len(cut) > LIMIT else cut


def escape(text: str, kept: str = "") -> str:
    """Escape unprintable characters in a string, except for those in `kept`."""
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() or c in kept else c.encode("unicode_escape").decode() for c in text
    )


def to_loggable(value: object) -> Loggable:
    """Return a wire value as a JSON value that any logger can write."""
    if isinstance(value, str):
        return to_printable(value)
    if isinstance(value, float):
        return value if abs(value) < _INFINITE else str(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return (
            value if value.bit_length() <= _MOST_BITS else f"<integer of {value.bit_length()} bits>"
        )
    return f"<{type(value).__name__}>"
