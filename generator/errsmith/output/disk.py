"""The files below a root as they are, and what the file system refuses."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

from errsmith.output import paths


class OutputError(Exception):
    """The file system keeps errsmith from its work at one place, and the reason says how.

    `path` is that place, `reason` a phrase for people that follows it. No file is half written,
    and the next run goes on where this one stopped.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@contextmanager
def reporting(path: Path, action: str) -> Iterator[None]:
    """Turn the system's errors into an OutputError that says what could not be done to a path."""
    try:
        yield
    except OSError as error:
        raise OutputError(path, f"cannot be {action}: {error.strerror or error}") from error


@frozen
class Disk:
    """The files below a root as they are.

    `departed` are paths that will be deleted before anything is written, so that a directory may
    come where they are, and a file where they leave a directory empty.
    """

    root: Path
    departed: frozenset[str] = frozenset()

    def read(self, path: str) -> bytes | None:
        """Return the content of a file, None where there is none.

        Raises:
            OutputError: It cannot be read, or a link or anything but a file is in its place.

        """
        target = self.root / path
        with reporting(target, "read"):
            if not all(self._leads_on(parent, path) for parent in ("", *paths.parents(path))):
                return None
            mode = _mode(target)
            if stat.S_ISREG(mode):
                return target.read_bytes()
            if mode == 0 or (stat.S_ISDIR(mode) and self._makes_way(path)):
                return None
        raise OutputError(target, f"is {_kind(mode)} where a file belongs")

    def _leads_on(self, parent: str, path: str) -> bool:
        """Tell whether a directory on the way to a path is there."""
        target = self.root / parent
        # Where the root itself is a link, the user said so; below it, a link may lead anywhere.
        mode = _mode(target, follow_symlinks=not parent)
        if mode == 0 or stat.S_ISDIR(mode):
            return mode != 0
        if stat.S_ISREG(mode) and not self.departed.isdisjoint({parent, path}):
            return False
        raise OutputError(target, f"is {_kind(mode)} where a directory belongs")

    def _makes_way(self, path: str) -> bool:
        """Tell whether a directory is no obstacle to what is to become of its path."""
        if path in self.departed:
            return True
        leaving = {parent for departed in self.departed for parent in paths.parents(departed)}
        ours = leaving | self.departed
        return path in leaving and all(
            entry.relative_to(self.root).as_posix() in ours or paths.is_leftover(entry.name)
            for entry in (self.root / path).rglob("*")
        )


def _mode(path: Path, *, follow_symlinks: bool = False) -> int:
    """Return the file mode of what is at a path, 0 where nothing is."""
    try:
        return path.stat(follow_symlinks=follow_symlinks).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0


def _kind(mode: int) -> str:
    """Name what is in the way."""
    if stat.S_ISLNK(mode):
        return "a symbolic link"
    if stat.S_ISDIR(mode):
        return "a directory"
    return "a file" if stat.S_ISREG(mode) else "a special file"
