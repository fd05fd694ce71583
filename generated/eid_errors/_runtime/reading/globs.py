# Emitted by errsmith from its runtime/reading/globs.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""Globs of codes and paths: `*` is any string, `?` any one character."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache


@cache  # Globs are the registry's, so there are few.
def _compile(glob: str) -> Callable[[str], re.Match[str] | None]:
    """Return the function that matches a whole string with a glob."""
    # Imported here: most errors are documented, so no glob is needed to read them.
    from fnmatch import translate

    return re.compile(translate(glob.replace("[", "[[]"))).match


class Globs:
    """Globs with names, such as those by which codes belong to groups."""

    def __init__(self, globs: Iterable[tuple[str, str]]) -> None:
        self._globs = [
            (re.split("[*?]", glob, maxsplit=1)[0], glob, len(re.sub("[*?]", "", glob)), name)
            for name, glob in globs
        ]

    def find_best(self, text: str) -> list[str]:
        """Return the names of those globs with most literal text among the ones that match."""
        most = 0
        names: list[str] = []
        for opening, glob, length, name in self._globs:
            # Of many globs few begin as the text does, which is quick to check.
            if length >= most and text.startswith(opening) and _compile(glob)(text):
                if length > most:
                    most = length
                    names.clear()
                if name not in names:
                    names.append(name)
        return names

    def find_only(self, text: str) -> str | None:
        """Return the name of the best glob, None if none matches or several equally well."""
        best = self.find_best(text)
        return best[0] if len(best) == 1 else None
