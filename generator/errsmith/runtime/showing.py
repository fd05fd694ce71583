"""Redaction of values in the places where responses have codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .printing import Loggable, can_be_private, redact_code, to_loggable, to_printable

if TYPE_CHECKING:
    from .reading.catalog import Catalog
    from .reading.places import Place

_LONGEST: Final = 1_000
"""The most characters of a string whose parts are checked one by one."""


def redact(code: str, catalog: Catalog[Any]) -> str:
    """Return a code or a group: as sent if documented or an identifier, otherwise redacted."""
    is_documented = code in catalog.groups or catalog.has_code(code)
    return to_printable(code) if is_documented else redact_code(code)


def redact_at(place: Place, value: object, catalog: Catalog[Any]) -> Loggable:
    """Return the value at the place of a code, with each part redacted if necessary."""
    plain = to_loggable(value)
    if isinstance(value, str):
        is_short = len(value) <= _LONGEST
        return _redact_parts(place.split(value), catalog) if is_short else redact_code(value)
    if isinstance(plain, (bool, str)) or plain is None:
        return plain
    return plain if redact(str(plain), catalog) == str(plain) else redact_code(str(plain))


def _redact_parts(pieces: list[str], catalog: Catalog[Any]) -> str:
    """Redact and join the pieces of a string; every other piece is a literal between parts."""
    text = "".join(pieces)
    pieces[::2] = [_redact_part(part, catalog) for part in pieces[::2]]
    joined = "".join(pieces)
    is_across_parts = can_be_private(joined) and not any(map(can_be_private, pieces))
    return redact_code(text) if is_across_parts else to_printable(joined)


def _redact_part(part: str, catalog: Catalog[Any]) -> str:
    text = part.strip()
    return part.replace(text, redact(text, catalog)) if text else part
