# Emitted by errsmith from its runtime/globs.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""Globs of codes and paths: `*` is any text, `?` any one character."""

from __future__ import annotations

import re
from collections.abc import Iterable


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


def literal_length(glob: str) -> int:
    """Count the characters of `glob` that stand for themselves."""
    return sum(c not in "*?" for c in glob)


def best(globs: Iterable[tuple[str, str]], text: str) -> str | None:
    """Give the name of the glob with most literal text among those (name, glob) that fit `text`.

    None if none fits, or if globs of different names fit equally well.
    """
    fitting = [(literal_length(glob), name) for name, glob in globs if matches(glob, text)]
    if not fitting:
        return None
    most = max(length for length, _ in fitting)
    names = {name for length, name in fitting if length == most}
    return names.pop() if len(names) == 1 else None
