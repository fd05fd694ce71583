# Emitted by errsmith from its runtime/showing.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""What of a response is safe to show where a page documents codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .printing import Loggable, loggable, may_be_private, printable, shown_code

if TYPE_CHECKING:
    from .reading.catalog import Catalog
    from .reading.places import Place

_LONGEST: Final = 1_000
"""Characters of a string that is judged part by part; one part takes as long as a code."""


def shown(code: str, catalog: Catalog[Any]) -> str:
    """Return a code, or a group, as sent if it is documented or an identifier."""
    is_documented = code in catalog.groups or catalog.has_code(code)
    return printable(code) if is_documented else shown_code(code)


def shown_at(place: Place, value: object, catalog: Catalog[Any]) -> Loggable:
    """Return what stands at the place of a code, judged part by part."""
    plain = loggable(value)
    if isinstance(value, str):
        is_short = len(value) <= _LONGEST
        return _shown_parts(place.pieces(value), catalog) if is_short else shown_code(value)
    if isinstance(plain, (bool, str)) or plain is None:
        return plain
    return plain if shown(str(plain), catalog) == str(plain) else shown_code(str(plain))


def _shown_parts(pieces: list[str], catalog: Catalog[Any]) -> str:
    """Join pieces of a text; every other one is a literal between parts."""
    text = "".join(pieces)
    pieces[::2] = [_shown_part(part, catalog) for part in pieces[::2]]
    joined = "".join(pieces)
    is_across_parts = may_be_private(joined) and not any(map(may_be_private, pieces))
    return shown_code(text) if is_across_parts else printable(joined)


def _shown_part(part: str, catalog: Catalog[Any]) -> str:
    text = part.strip()
    return part.replace(text, shown(text, catalog)) if text else part
