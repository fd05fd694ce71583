"""Read the files below a root, and report file system errors."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

from errsmith.output import paths


class OutputError(Exception):
    """A path cannot be read or written.

    `reason` follows the path in messages. No file is half written, and the next run continues where
    this one stopped.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@contextmanager
def report_os_errors(path: Path, action: str) -> Iterator[None]:
    """Raise an OutputError for an OSError, with the action that failed on a path."""
    try:
        yield
    except OSError as error:
        raise OutputError(path, f"cannot be {action}: {error.strerror or error}") from error


@frozen
class Disk:
    """The files below a root.

    `departed` are paths that will be deleted before anything is written. So a directory may replace
    one of them, and a file may replace a directory that they leave empty.
    """

    root: Path
    departed: frozenset[str] = frozenset()

    def read(self, path: str) -> bytes | None:
        """Return the content of a file, or None if it does not exist.

        Raises:
            OutputError: The file cannot be read, or is a link, a directory or a special file.

        """
        target = self.root / path
        with report_os_errors(target, "read"):
            parents = ("", *paths.list_parents(path))
            if not all(self._has_directory(parent, path) for parent in parents):
                return None
            mode = _read_mode(target)
            if stat.S_ISREG(mode):
                return target.read_bytes()
            if mode == 0 or (stat.S_ISDIR(mode) and self._is_leaving(path)):
                return None
        raise OutputError(target, f"is {name_type(mode)}, but a file is expected")

    def _has_directory(self, parent: str, path: str) -> bool:
        """Return whether a directory above a path exists."""
        target = self.root / parent
        # The user chose the root, so it may be a link; a link below it may lead anywhere.
        mode = _read_mode(target, follow_symlinks=not parent)
        if mode == 0 or stat.S_ISDIR(mode):
            return mode != 0
        if stat.S_ISREG(mode) and not self.departed.isdisjoint({parent, path}):
            return False
        raise OutputError(target, f"is {name_type(mode)}, but a directory is expected")

    def _is_leaving(self, path: str) -> bool:
        """Return whether a directory will be deleted before its path is written."""
        if path in self.departed:
            return True
        leaving = {parent for departed in self.departed for parent in paths.list_parents(departed)}
        ours = leaving | self.departed
        return path in leaving and all(
            entry.relative_to(self.root).as_posix() in ours
            for entry in (self.root / path).rglob("*")
        )


def _read_mode(path: Path, *, follow_symlinks: bool = False) -> int:
    """Return the mode of a path, or 0 if it does not exist."""
    try:
        return path.stat(follow_symlinks=follow_symlinks).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0


def name_type(mode: int) -> str:
    """Return the kind of file that a mode describes, for messages."""
    if stat.S_ISLNK(mode):
        return "a symbolic link"
    if stat.S_ISDIR(mode):
        return "a directory"
    return "a file" if stat.S_ISREG(mode) else "a special file"
