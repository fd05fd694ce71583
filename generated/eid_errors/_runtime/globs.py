# Emitted by errsmith from its runtime/globs.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""Globs of codes and paths: `*` is any text, `?` any one character."""

from __future__ import annotations

from collections.abc import Iterable


def matches(glob: str, text: str) -> bool:
    """Tell whether the whole of `text` fits `glob`, in time at most their lengths' product."""
    at = star = restart = -1
    at, position = 0, 0
    while position < len(text):
        if at < len(glob) and glob[at] == "*":
            star, restart = at, position
            at += 1
            if at == len(glob):  # What is left fits, however long it is.
                return True
        elif at < len(glob) and glob[at] in ("?", text[position]):
            at, position = at + 1, position + 1
        elif star >= 0:
            restart += 1
            at, position = star + 1, restart
        else:
            return False
    return not glob[at:].strip("*")


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
