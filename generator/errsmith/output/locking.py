"""Lock a directory, exclusively or shared with other readers."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeAlias

if sys.platform != "win32":
    import fcntl

OnWait: TypeAlias = "Callable[[Path], object]"
"""Called with a directory if another run has held it for more than a moment."""

_MOMENT = 0.5
"""Seconds to wait silently; most runs end within that time."""
_PAUSE = 0.01
"""Seconds between two attempts to lock."""


def ignore_wait(_root: Path) -> None:
    """Wait silently."""


@contextmanager
def lock(root: Path, *, alone: bool, on_wait: OnWait = ignore_wait) -> Iterator[None]:
    """Keep other runs from changing a directory during the block, and from reading it if `alone`.

    The lock is on the directory itself, so it leaves no file behind and ends with the process, even
    if that is killed. Windows has no such lock, so concurrent runs may fail there.

    Raises:
        OSError: The directory cannot be opened.
    """
    if sys.platform == "win32":
        yield
    else:
        handle = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            operation = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
            # Some network file systems cannot lock directories; then, as on Windows, go on.
            with suppress(OSError):
                if not _try_to_lock(handle, operation):
                    on_wait(root)
                    fcntl.flock(handle, operation)
            yield
        finally:
            os.close(handle)


if sys.platform != "win32":

    def _try_to_lock(handle: int, operation: int) -> bool:
        """Try for a moment to lock a directory; return whether that succeeded."""
        end = time.monotonic() + _MOMENT
        while True:
            try:
                fcntl.flock(handle, operation | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= end:
                    return False
                time.sleep(_PAUSE)
            else:
                return True
