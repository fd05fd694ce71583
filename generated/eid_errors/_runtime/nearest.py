# Emitted by errsmith from its runtime/nearest.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""The names that somebody may have meant."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 200
"""The characters of a name that are compared, since comparing long names is slow."""


def find_nearest(name: str, known: Iterable[str], most: int = 1) -> list[str]:
    """Return the known names that are most like a name, the nearest first."""
    # Imported here: it is slow to import, and most names are right.
    from difflib import get_close_matches

    folded = {_fold(name): name for name in known}
    meant = get_close_matches(_fold(name[:_LONGEST]), folded, n=most)
    return [folded[name] for name in meant]


def suggest(name: str, known: Iterable[str]) -> str:
    """Return a sentence that names the nearest known name, after a space; empty if none is near."""
    return "".join(f" Did you mean {name!r}?" for name in find_nearest(name, known))


def _fold(name: str) -> str:
    return name.casefold().replace("-", "_")
