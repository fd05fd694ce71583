"""Replace several files of a registry together."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from attrs import field, frozen

from errsmith.output.disk import OutputError, report_os_errors
from errsmith.output.locking import OnWait, lock
from errsmith.output.staging import remove_temporary, stage


@frozen(kw_only=True)
class Replacement:
    """New content of a file.

    Attributes:
        path: The file.
        before: Its content when the run began, None if there was no file.
        after: Its new content.
    """

    path: Path
    before: bytes | None = field(repr=False)
    after: bytes = field(repr=False)


def replace_files(folder: Path, replacements: Sequence[Replacement], *, on_wait: OnWait) -> None:
    """Replace files in a folder in this order, after all new content has been written to disk.

    Each file is replaced atomically. Links are followed.

    Raises:
        OutputError: The file system refuses it, or a file was edited since the run began. Nothing
            was replaced; if only the replacement of a later file failed, the earlier ones were
            restored.
    """
    with ExitStack() as stack:
        with report_os_errors(folder, "opened"):
            stack.enter_context(lock(folder, alone=True, on_wait=on_wait))
        targets = [Path(os.path.realpath(replacement.path)) for replacement in replacements]
        remove_temporary({folder, *(target.parent for target in targets)})
        staged = [
            (_stage(stack, replacement, target), target)
            for replacement, target in zip(replacements, targets, strict=True)
        ]
        for replacement in replacements:
            if read_file(replacement.path) != replacement.before:
                raise OutputError(replacement.path, "was edited during the run")
        done: list[Replacement] = []
        for replacement, (temporary, target) in zip(replacements, staged, strict=True):
            try:
                with report_os_errors(replacement.path, "written"):
                    temporary.replace(target)
            except OutputError:
                _restore(done)
                raise
            done.append(replacement)


def _stage(stack: ExitStack, replacement: Replacement, target: Path) -> Path:
    """Write the new content beside a file; errors name the file as the user knows it."""
    try:
        return stack.enter_context(stage(target, replacement.after))
    except OutputError as error:
        raise OutputError(replacement.path, error.reason) from error


def _restore(replacements: Iterable[Replacement]) -> None:
    """Restore the old content of files, as far as the file system allows it."""
    for replacement in replacements:
        target = Path(os.path.realpath(replacement.path))
        with suppress(OSError, OutputError):
            if replacement.before is None:
                target.unlink()
            else:
                with stage(target, replacement.before) as temporary:
                    temporary.replace(target)


def read_file(path: Path) -> bytes | None:
    """Return the content of a file, None if it does not exist.

    Raises:
        OutputError: It cannot be read.
    """
    with report_os_errors(path, "read"):
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
