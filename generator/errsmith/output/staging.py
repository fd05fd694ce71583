"""Write a file beside the one that it will replace."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from errsmith.output.disk import report_os_errors

_SUFFIX: Final = ".errsmith.tmp"


def is_temporary(path: Path) -> bool:
    """Return whether a killed run may have left a file behind."""
    return path.name.startswith(".") and path.name.endswith(_SUFFIX)


def remove_temporary(folders: Iterable[Path]) -> None:
    """Remove the files that killed runs have left in some folders, which must be locked."""
    for folder in folders:
        for path in folder.glob(f".*{_SUFFIX}"):
            _remove(path)


@contextmanager
def stage(target: Path, data: bytes) -> Iterator[Path]:
    """Write a file beside a target, create its folder, and yield the path of the new file.

    The block can then replace the target atomically. The new file has the mode of an existing
    target, and is removed if the block does not use it.

    Raises:
        OutputError: A step fails in the file system, including in the block.
    """
    temporary = target.with_name(f".{target.name}{_SUFFIX}")
    with report_os_errors(target, "written"):
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)  # A killed run may have left it.
        try:
            with temporary.open("xb") as file:
                file.write(data)
            # Some mounted file systems refuse to change modes; keep their default.
            with suppress(FileNotFoundError, PermissionError):
                temporary.chmod(stat.S_IMODE(target.lstat().st_mode))
            yield temporary
        finally:
            _remove(temporary)


def _remove(path: Path) -> None:
    """Remove a file if it exists, even if a signal arrives just before."""
    try:
        with suppress(OSError):
            path.unlink()
    except KeyboardInterrupt:
        with suppress(OSError):
            path.unlink()
        raise
