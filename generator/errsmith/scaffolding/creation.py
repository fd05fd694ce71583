"""Create files, all of them or none."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from errsmith.output.disk import OutputError, report_os_errors
from errsmith.output.locking import OnWait, ignore_wait
from errsmith.output.replacing import Replacement, replace_files


def find_existing(root: Path, paths: Iterable[str]) -> list[Path]:
    """Return the paths below a folder that exist, including links and folders."""
    return [root / path for path in paths if os.path.lexists(root / path)]


def create_files(root: Path, files: Mapping[str, bytes], *, on_wait: OnWait = ignore_wait) -> None:
    """Create files below a folder, and the folders that they need.

    If one cannot be created, the others and the new folders are removed again.

    Raises:
        OutputError: The file system refuses it, or one of the files exists.
    """
    for path in find_existing(root, files):
        raise OutputError(path, "already exists")
    paths = [root / path for path in files]
    folders = {folder for path in paths for folder in path.parents}
    made = sorted((f for f in folders if not os.path.lexists(f)), key=lambda f: -len(f.parts))
    try:
        with report_os_errors(root, "created"):
            root.mkdir(parents=True, exist_ok=True)
        replacements = [
            Replacement(path=path, before=None, after=data)
            for path, data in zip(paths, files.values(), strict=True)
        ]
        replace_files(root, replacements, on_wait=on_wait)
    except BaseException:  # Also after a signal.
        for path, data in zip(paths, files.values(), strict=True):
            with suppress(OSError):
                if path.read_bytes() == data:  # Somebody else may have created it by now.
                    path.unlink()
        for folder in made:
            with suppress(OSError):  # It is in use.
                folder.rmdir()
        raise
