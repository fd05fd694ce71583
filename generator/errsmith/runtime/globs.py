"""Globs of codes and paths: `*` is any text, `?` any one character."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WILDCARD = re.compile(r"[*?]")


def matches(glob: str, text: str) -> bool:
    """Tell whether the whole of `text` fits `glob`."""
    first, *others = glob.split("*")
    if not others:
        return len(text) == len(first) and _is_at(0, first, text)
    *between, last = others
    start, end = len(first), len(text) - len(last)
    if start > end or not _is_at(0, first, text) or not _is_at(end, last, text):
        return False
    for piece in between:
        # The first place is as good as any: what follows has the most room there.
        start = _find(piece, text, start, end)
        if start < 0:
            return False
        start += len(piece)
    return True


def _is_at(start: int, piece: str, text: str) -> bool:
    """Tell whether a piece without `*` fits the text that begins at `start`."""
    if "?" not in piece:
        return text.startswith(piece, start)
    return all(c in ("?", text[start + n]) for n, c in enumerate(piece))


def _find(piece: str, text: str, start: int, end: int) -> int:
    """Give the first place of a piece without `*` between two places, -1 if there is none."""
    if "?" not in piece:
        return text.find(piece, start, end)
    pattern = re.compile(".".join(map(re.escape, piece.split("?"))), re.DOTALL)
    found = pattern.search(text, start, end)
    return -1 if found is None else found.start()


class Globs:
    """Globs, each of a name, such as those by which codes belong to families."""

    def __init__(self, globs: Iterable[tuple[str, str]]) -> None:
        self._globs = [
            (_WILDCARD.split(glob, maxsplit=1)[0], glob, len(_WILDCARD.sub("", glob)), name)
            for name, glob in globs
        ]

    def best(self, text: str) -> list[str]:
        """Give the names of those globs with most literal text among the ones that `text` fits."""
        # Of many globs few begin as the text does, and that is quickly seen.
        likely = [one for one in self._globs if text.startswith(one[0])]
        fitting = [(length, name) for _, glob, length, name in likely if matches(glob, text)]
        most = max([length for length, _ in fitting], default=0)
        return list(dict.fromkeys([name for length, name in fitting if length == most]))

    def only(self, text: str) -> str | None:
        """Give the name of the best glob, None if `text` fits none or several equally well."""
        best = self.best(text)
        return best[0] if len(best) == 1 else None
