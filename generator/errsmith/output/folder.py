"""Write files to a folder that is not committed, such as a site, one at a time.

`site-files.txt` in the folder lists the files that errsmith wrote, one path per line. All other
files there are left alone. Before a run writes a file that is not listed, it appends the path, and
at its end it writes the whole list. So if a run is killed, the next one
still knows which files errsmith wrote.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, suppress
from io import FileIO
from pathlib import Path
from typing import Final

from attrs import frozen

from errsmith.output import paths
from errsmith.output.disk import Disk, OutputError, name_type, report_os_errors
from errsmith.output.locking import OnWait, ignore_wait, lock

LIST: Final = "site-files.txt"
"""The list of the files that errsmith wrote, which does not list itself."""
_BINARY: Final = getattr(os, "O_BINARY", 0)
_FORMAT: Final = 1
_HEADER: Final = re.compile(r"# Files written by errsmith, format ([1-9][0-9]{0,5})")
_TEMPORARY: Final = ".errsmith.tmp"
"""A file is written here before it replaces another one."""


@frozen(kw_only=True)
class Counts:
    """How many files a run has written, deleted and left unchanged.

    Attributes:
        written: New and changed files.
        deleted: Files of an earlier run that are no longer part of the output.
        unchanged: Files that had the same content already.
    """

    written: int = 0
    deleted: int = 0
    unchanged: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Return the sums for two folders."""
        return Counts(
            written=self.written + other.written,
            deleted=self.deleted + other.deleted,
            unchanged=self.unchanged + other.unchanged,
        )


def write_folder(
    folder: Path, files: Iterable[tuple[str, bytes]], *, on_wait: OnWait = ignore_wait
) -> Counts:
    """Write files to a folder, and delete files that only an earlier run wrote.

    A file with other content is replaced atomically; a new one is written in place. Files that
    errsmith did not write are neither replaced nor deleted, and links below the folder are not
    followed. If a run fails, the files that it has written remain, and the next run completes it.

    Args:
        folder: The folder, which is created if it does not exist.
        files: Paths relative to the folder, with forward slashes, and contents. They are read one
            at a time.
        on_wait: Called if another run holds the folder for more than a moment.

    Raises:
        OutputError: The file system refuses a step, the list of files is damaged, or something that
            errsmith did not write is in the way of a file.
        ValueError: A path is not safely below the folder, or two files have the same one.
    """
    with report_os_errors(folder, "created"):
        folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        with report_os_errors(folder, "opened"):
            stack.enter_context(lock(folder, alone=True, on_wait=on_wait))
        run = _Run(folder)
        run.remove_temporary()  # A killed run may have left it.
        stack.callback(run.remove_temporary)
        return run.write(files)


def list_files(folder: Path) -> frozenset[str] | None:
    """Return the paths of the files that errsmith wrote to a folder, None if it has no list.

    Raises:
        OutputError: The list cannot be read, or is damaged.
    """
    data = Disk(folder).read(LIST)
    return None if data is None else frozenset(_parse(data, folder / LIST))


class _Run:
    """A run that writes to a folder, which must be locked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._prefix = os.path.join(folder, "")  # noqa: PTH118
        self._owned = {*(list_files(folder) or ())}
        self._existing: set[str] = set()
        """Folders below it that are known to exist."""
        self._created: set[str] = set()
        """Those of them that this run has created, so only its own files are there."""

    def write(self, files: Iterable[tuple[str, bytes]]) -> Counts:
        """Write files, delete those of earlier runs, and write the list."""
        self._write_list(self._owned)  # The last line may be incomplete.
        with report_os_errors(self._folder / LIST, "opened"):
            log = FileIO(self._locate(LIST), "a")
        seen: set[str] = set()
        written = 0
        with log:
            for path, data in files:
                _check_path(path, seen)
                seen.add(path)
                written += self._update(path, data, log)
                del data  # The next file may take much memory too.
        stale = self._owned - seen
        deleted = sum([self._delete(path) for path in sorted(stale)])
        self._remove_emptied_folders(stale, seen)
        self._write_list(seen)
        return Counts(written=written, deleted=deleted, unchanged=len(seen) - written)

    def remove_temporary(self) -> None:
        """Remove the file that a failed or killed run has left, if any."""
        with report_os_errors(self._folder / _TEMPORARY, "deleted"):
            (self._folder / _TEMPORARY).unlink(missing_ok=True)

    def _update(self, path: str, data: bytes, log: FileIO) -> bool:
        """Write a file unless it has this content; return whether it was written."""
        # No context manager and no `Path`: with 20,000 files, they would take most of the time.
        try:
            if not self._is_outdated(path, data):
                return False
            if path in self._owned:
                self._replace(path, data)
            else:
                _write_all(log.fileno(), f"{path}\n".encode())
                self._owned.add(path)
                self._create(self._locate(path), data)
        except OSError as error:
            reason = f"cannot be written: {error.strerror or error}"
            raise OutputError(self._folder / path, reason) from error
        return True

    def _is_outdated(self, path: str, data: bytes) -> bool:
        """Create the folders above a file, and return whether it must be written."""
        folder = path.rpartition("/")[0]
        if folder not in self._existing:
            self._create_folders(path)
        status = None if folder in self._created else self._read_status(path)
        if status is None:
            return True
        if not stat.S_ISREG(status.st_mode):
            reason = f"is {name_type(status.st_mode)}, but a file is expected"
            raise OutputError(self._folder / path, reason)
        if path not in self._owned:
            reason = "exists, but errsmith did not write it; move it, or choose another folder"
            raise OutputError(self._folder / path, reason)
        if status.st_size != len(data):
            return True
        handle = os.open(self._locate(path), os.O_RDONLY | _BINARY)
        try:
            return os.read(handle, len(data) + 1) != data
        finally:
            os.close(handle)

    def _create_folders(self, path: str) -> None:
        for folder in paths.list_parents(path):
            status = self._read_status(folder)
            if status is None:
                (self._folder / folder).mkdir()
                self._created.add(folder)
            elif not stat.S_ISDIR(status.st_mode):
                reason = f"is {name_type(status.st_mode)}, but a directory is expected"
                raise OutputError(self._folder / folder, reason)
            self._existing.add(folder)

    def _replace(self, path: str, data: bytes) -> None:
        """Replace or create a file atomically."""
        temporary = self._locate(_TEMPORARY)
        self._create(temporary, data)
        os.replace(temporary, self._locate(path))  # noqa: PTH105

    @staticmethod
    def _create(location: str, data: bytes) -> None:
        """Create a file, or raise FileExistsError."""
        handle = os.open(location, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
        try:
            _write_all(handle, data)
        finally:
            os.close(handle)

    def _delete(self, path: str) -> bool:
        """Delete a file of an earlier run; return False if something else is in its place."""
        with report_os_errors(self._folder / path, "deleted"):
            if not self._has_folders(path):
                return False
            status = self._read_status(path)
            if status is None or not stat.S_ISREG(status.st_mode):
                return False
            (self._folder / path).unlink()
            return True

    def _remove_emptied_folders(self, deleted: Iterable[str], kept: Iterable[str]) -> None:
        """Remove the folders that lost all their files."""
        emptied = {folder for path in deleted for folder in paths.list_parents(path)}
        needed = {folder for path in kept for folder in paths.list_parents(path)}
        for folder in sorted(emptied - needed, reverse=True):
            # It may have other files, or be gone; and an empty folder does no harm.
            with suppress(OSError):
                if self._has_folders(folder):
                    (self._folder / folder).rmdir()

    def _has_folders(self, path: str) -> bool:
        """Return whether all folders above a path exist and are not links."""
        statuses = map(self._read_status, paths.list_parents(path))
        return all(status is not None and stat.S_ISDIR(status.st_mode) for status in statuses)

    def _write_list(self, listed: Iterable[str]) -> None:
        """Write the list of files, unless it is the same already."""
        lines = (f"# Files written by errsmith, format {_FORMAT}", *sorted(listed))
        data = "".join(f"{line}\n" for line in lines).encode()
        if Disk(self._folder).read(LIST) != data:
            with report_os_errors(self._folder / LIST, "written"):
                self._replace(LIST, data)

    def _read_status(self, path: str) -> os.stat_result | None:
        """Return the status of a file, a folder or a link, None if there is nothing."""
        try:
            return os.lstat(self._locate(path))
        except FileNotFoundError:
            return None

    def _locate(self, path: str) -> str:
        """Return the path of a file as a string: for many files, `Path` is slow."""
        return self._prefix + path


def _write_all(handle: int, data: bytes) -> None:
    """Write data; raise OSError if the disk is full and accepts only a part of it."""
    if os.write(handle, data) != len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _check_path(path: str, seen: AbstractSet[str]) -> None:
    """Raise ValueError unless a path is new and safely below the folder."""
    paths.validate(path)
    if path in seen or path in {LIST, _TEMPORARY}:
        message = f"{path!r} is reserved or occurs twice"
        raise ValueError(message)


def _parse(data: bytes, file: Path) -> list[str]:
    """Return the paths in a list, without an incomplete last line, which a killed run leaves."""
    damage = "is damaged; delete it and the generated files, or choose another folder"
    try:
        header, *lines = data.decode().replace("\r\n", "\n").split("\n")[:-1]
    except ValueError as error:
        raise OutputError(file, damage) from error
    match = _HEADER.fullmatch(header)
    if match is None:
        raise OutputError(file, damage)
    if int(match[1]) > _FORMAT:
        raise OutputError(file, "was written by a newer errsmith; update errsmith")
    try:
        for path in lines:
            paths.validate(path)
    except ValueError as error:
        raise OutputError(file, damage) from error
    return lines
