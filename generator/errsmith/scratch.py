"""Temporary folders, of which none outlives the next run."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from errsmith.locking import is_locked, locked

_PREFIX: Final = "errsmith-formatting-"
_LONGEST_RUN: Final = 24 * 60 * 60
"""Seconds after which a folder is abandoned where folders cannot be locked."""


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Provide an empty temporary folder while the block runs, and remove those of killed runs.

    Raises:
        OSError: There is no room for it.
    """
    _remove_abandoned(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as name, locked(Path(name), alone=True):
        yield Path(name)


def _remove_abandoned(parent: Path) -> None:
    for folder in parent.glob(f"{_PREFIX}*"):
        with suppress(OSError):  # It belongs to another user, or its run has just ended.
            if folder.is_dir() and not folder.is_symlink() and _is_abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(folder: Path) -> bool:
    """Return whether the run that made a folder has ended."""
    if sys.platform == "win32":
        return time.time() - folder.stat().st_mtime > _LONGEST_RUN
    # A run locks its folder before it writes into it.
    return any(folder.iterdir()) and not is_locked(folder)
