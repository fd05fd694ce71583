"""A directory to oneself, or shared with readers alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl


@contextmanager
def locked(root: Path, *, alone: bool) -> Iterator[None]:
    """Keep other runs from changing a directory while the block runs, or, if `alone`, from reading.

    The lock is on the directory itself: it leaves no file behind and ends with the process, kill
    or not. Windows has no such lock; there one of two runs at once may fail, and each file is
    whole all the same.

    Raises:
        OSError: The directory cannot be opened.
    """
    if sys.platform == "win32":
        yield
    else:
        handle = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            # Some network file systems do not lock directories; then it is as on Windows.
            with suppress(OSError):
                fcntl.flock(handle, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
            yield
        finally:
            os.close(handle)
