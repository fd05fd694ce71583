"""Suggestions for misspelled names."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 200
"""The most characters of a name that are compared; comparing long names is slow."""


def find_nearest(name: str, known: Iterable[str], most: int = 1) -> list[str]:
    """Return the known names most similar to a name, the nearest first."""
    # Imported here: the import is slow, and most names are spelled correctly.
    from difflib import get_close_matches

    folded = {_fold(name): name for name in known}
    meant = get_close_matches(_fold(name[:_LONGEST]), folded, n=most)
    return [folded[name] for name in meant]


def suggest(name: str, known: Iterable[str]) -> str:
    """Return a space and a question that suggests the nearest known name, or an empty string."""
    return "".join(f" Did you mean {name!r}?" for name in find_nearest(name, known))


def _fold(name: str) -> str:
    return name.casefold().replace("-", "_")
