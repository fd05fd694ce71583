"""Paths inside an output root: relative, with forward slashes, as text."""

from __future__ import annotations

import re
from collections.abc import Iterator


def validate(path: str) -> None:
    """Refuse a path that is not plainly a place below the root, on any system.

    Raises:
        ValueError: The path is empty, absolute or not normalised, climbs out, names a drive or a
            stream, or has a backslash or a character that does not print.

    """
    parts = path.split("/")
    if not {"", ".", ".."}.isdisjoint(parts):
        message = f"not a normalised relative path: {path!r}"
    elif not path.isprintable() or not {"\\", ":"}.isdisjoint(path):
        message = f"a path with a character that is not the same everywhere: {path!r}"
    else:
        return
    raise ValueError(message)


def list_parents(path: str) -> Iterator[str]:
    """Yield the directories above a path, outermost first: `a` and `a/b` for `a/b/c`."""
    for slash in re.finditer("/", path):
        yield path[: slash.start()]
