"""Globs for codes and paths: `*` matches any string, `?` matches any single character."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache


@cache  # Globs come from the registry, so there are few.
def _compile(glob: str) -> Callable[[str], re.Match[str] | None]:
    """Return a function that matches a whole string against a glob."""
    # Imported here: documented errors are read without globs.
    from fnmatch import translate

    return re.compile(translate(glob.replace("[", "[[]"))).match


class Globs:
    """Named globs, such as those that assign codes to groups."""

    def __init__(self, globs: Iterable[tuple[str, str]]) -> None:
        self._globs = [
            (re.split("[*?]", glob, maxsplit=1)[0], glob, len(re.sub("[*?]", "", glob)), name)
            for name, glob in globs
        ]

    def find_best(self, text: str) -> list[str]:
        """Return the names of the matching globs that have the most literal characters."""
        most = 0
        names: list[str] = []
        for opening, glob, length, name in self._globs:
            # Comparing the beginning is quick and rules out most globs.
            if length >= most and text.startswith(opening) and _compile(glob)(text):
                if length > most:
                    most = length
                    names.clear()
                if name not in names:
                    names.append(name)
        return names

    def find_only(self, text: str) -> str | None:
        """Return the name of the best glob, or None if none or several match equally well."""
        best = self.find_best(text)
        return best[0] if len(best) == 1 else None
