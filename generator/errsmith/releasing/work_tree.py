"""Find the files that a release commit would wrongly include or omit."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from errsmith.git import GitError, Repository, find_repository, get_message, run_git
from errsmith.output.staging import is_temporary
from errsmith.registry.source import format_path


def list_uncommitted(folders: Iterable[Path]) -> tuple[str, ...]:
    """Return the sorted paths of files in some folders that differ from the last commit.

    Untracked files count; ignored files and those of a killed run do not.

    Raises:
        GitError: Git is not installed, or a folder is not in a repository.
    """
    found: set[str] = set()
    for folder in folders:
        repository = find_repository(folder)
        # The user's configuration may hide untracked files.
        status = _read(
            repository,
            "status",
            "--porcelain",
            "-z",
            "--no-renames",
            "--untracked-files=all",
            "--",
            ".",
        )
        paths = [_locate(repository, line[3:]) for line in status]
        found |= {_format(path) for path in paths if not is_temporary(path)}
    return tuple(sorted(found))


def _read(repository: Repository, *arguments: str) -> list[bytes]:
    """Return what git prints, split at NUL characters."""
    answer = run_git(repository.folder, *arguments)
    if answer.returncode:
        where = format_path(repository.folder)
        reason = f"git cannot read the work tree of {where}: {get_message(answer)}"
        raise GitError(reason)
    return [line for line in answer.stdout.split(b"\0") if line]


def _locate(repository: Repository, path: bytes) -> Path:
    """Return where a file is that git names by its path in the repository."""
    return repository.folder / PurePosixPath(os.fsdecode(path)).relative_to(repository.path)


def _format(path: Path) -> str:
    """Return a path for display, relative to the current directory if it is below it."""
    current = Path(os.path.realpath("."))
    return format_path(path.relative_to(current) if path.is_relative_to(current) else path)
