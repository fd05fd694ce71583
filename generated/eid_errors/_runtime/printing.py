# Emitted by errsmith from its runtime/printing.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""Values from the wire as text that is safe to print and to log."""

from __future__ import annotations

import re
from typing import Final

Loggable = str | int | float | bool | None
LIMIT = 200
"""Characters of a value that `str`, `repr` and `log_fields` show."""

_INFINITE: Final = float("inf")
_MOST_BITS = 640
"""An integer of more bits is not printed: Python refuses to convert very long ones."""


# Patterns are compiled on first use: most processes never need them.
_LONGEST_CODE: Final = 128
_IDENTIFIER: Final = r"[!-?A-~]+"
"""Printable ASCII without spaces and `@`."""
_NUMBER: Final = r"(?:[0-9][^0-9A-Za-z]*){8}|[0-9]{6}[A-FU-Y][0-9]{3}"
"""A national number, a phone number or an account: eight digits with nothing but punctuation
between them. Finnish national numbers may have a letter after the sixth."""
_ENCODED: Final = r"%[0-9A-Fa-f]{2}|&#?\w+;|\\[ux][0-9A-Fa-f]{2}|\beyJ"
"""An escaped character, such as an `@` in a URL, in HTML or in JSON; the beginning of a JWT."""


def redact_code(code: str) -> str:
    """Return a code that no page documents, or only its length if it may be anything else.

    Some servers put a sentence, a name or a number where the code belongs.
    """
    is_identifier = len(code) <= _LONGEST_CODE and re.fullmatch(_IDENTIFIER, code) is not None
    return code if is_identifier and not can_be_private(code) else f"<{len(code)} characters>"


def can_be_private(text: str) -> bool:
    """Return whether a string holds what may be somebody's number, or something encoded."""
    return re.search(_NUMBER, text) is not None or re.search(_ENCODED, text) is not None


def to_printable(value: str) -> str:
    """Escape what is not printable in `value`, and cut it at 200 characters."""
    cut = escape(value[:LIMIT])
    return cut[:LIMIT] + "…" if len(value) > LIMIT or len(cut) > LIMIT else cut


def escape(text: str, kept: str = "") -> str:
    """Escape what is not printable in a text, but for some characters."""
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
