"""Paths inside an output root: relative, with forward slashes, as text."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator

_LEFTOVER = re.compile(r"\.errsmith-[0-9a-f]{16}\.tmp")


def validate(path: str) -> None:
    """Refuse a path that is not plainly a place below the root, on any system.

    Raises:
        ValueError: The path is empty, absolute or not normalised, climbs out, names a drive or a
            stream, has a backslash or a character that does not print, or is kept for temporary
            files.

    """
    parts = path.split("/")
    if not {"", ".", ".."}.isdisjoint(parts):
        message = f"not a normalised relative path: {path!r}"
    elif not path.isprintable() or not {"\\", ":"}.isdisjoint(path):
        message = f"a path with a character that is not the same everywhere: {path!r}"
    elif is_leftover(parts[-1]):
        message = f"a path that is kept for temporary files: {path!r}"
    else:
        return
    raise ValueError(message)


def parents(path: str) -> Iterator[str]:
    """Yield the directories above a path, outermost first: `a` and `a/b` for `a/b/c`."""
    for slash in re.finditer("/", path):
        yield path[: slash.start()]


def temporary_name() -> str:
    """Return a new file name that nobody can foresee and that `is_leftover` knows."""
    return f".errsmith-{secrets.token_hex(8)}.tmp"


def is_leftover(name: str) -> bool:
    """Tell whether a file of this name is one that a killed run left behind."""
    return _LEFTOVER.fullmatch(name) is not None
