"""Find the files that differ from the last commit."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from errsmith.output.staging import is_temporary
from errsmith.registry.source import format_path


class WorkTreeError(Exception):
    """The uncommitted files of a folder cannot be found."""


def list_uncommitted(folders: Iterable[Path]) -> tuple[str, ...]:
    """Return the sorted paths of files in some folders that differ from the last commit.

    Untracked files and folders count; ignored files and those of a killed run do not.

    Raises:
        WorkTreeError: Git is not installed, or a folder is not in a repository.
    """
    found: set[str] = set()
    for folder in folders:
        if not _run(folder, "rev-parse", "--is-inside-work-tree").startswith(b"true"):
            reason = f"{format_path(folder)} is not in the work tree of its git repository"
            raise WorkTreeError(reason)
        root = Path(os.fsdecode(_run(folder, "rev-parse", "--show-toplevel").removesuffix(b"\n")))
        status = _run(folder, "status", "--porcelain", "-z", "--no-renames", "--", ".")
        paths = [root / os.fsdecode(line[3:]) for line in status.split(b"\0") if line]
        found |= {_format(path) for path in paths if not is_temporary(path)}
    return tuple(sorted(found))


def _format(path: Path) -> str:
    """Return a path for display, relative to the current directory if it is below it."""
    current = Path(os.path.realpath("."))
    return format_path(path.relative_to(current) if path.is_relative_to(current) else path)


def _run(folder: Path, *arguments: str) -> bytes:
    """Return what a git command prints in a folder; it must not change anything there."""
    # Without optional locks, `git status` does not refresh the index.
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - found on PATH
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        reason = "git cannot be run, so uncommitted changes cannot be found"
        raise WorkTreeError(reason) from error
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode(errors="replace").strip().partition("\n")[0]
    if "not a git repository" in said:
        reason = f"{format_path(folder)} is not in a git repository"
        raise WorkTreeError(reason)
    reason = f"git cannot read the work tree of {format_path(folder)}: {said}"
    raise WorkTreeError(reason)
