"""Paths inside an output root, as strings: relative, with forward slashes."""

from __future__ import annotations

import re
from collections.abc import Iterator


def validate(path: str) -> None:
    """Raise unless a path is safely below the root on every operating system.

    Raises:
        ValueError: The path is empty, absolute or not normalized, leaves the root, names a drive or
            stream, or has a backslash or an unprintable character.

    """
    parts = path.split("/")
    if not {"", ".", ".."}.isdisjoint(parts):
        message = f"expected a normalized relative path, found {path!r}"
    elif not path.isprintable() or not {"\\", ":"}.isdisjoint(path):
        message = f"expected a path without backslash, colon or control character, found {path!r}"
    else:
        return
    raise ValueError(message)


def list_parents(path: str) -> Iterator[str]:
    """Yield the directories above a path, outermost first: `a` and `a/b` for `a/b/c`."""
    for slash in re.finditer("/", path):
        yield path[: slash.start()]
