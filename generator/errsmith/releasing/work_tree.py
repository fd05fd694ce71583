"""Find the files that a release commit would wrongly include or omit."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from errsmith.git import GitError, Repository, find_repository, get_message, run_git
from errsmith.output.staging import is_temporary
from errsmith.registry.releases import RELEASES, SUFFIX
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


def list_ignored(registry: Path, paths: Iterable[Path]) -> tuple[str, ...]:
    """Return the files of a registry that git ignores, so `git add` would omit them.

    Raises:
        GitError: Git is not installed, or the registry is not in a repository.
    """
    repository = find_repository(registry)
    lines = b"".join(os.fsencode(path.relative_to(registry)) + b"\0" for path in paths)
    # The command does not support literal pathspecs. git refuses paths that lead through symbolic
    # links; then its answer is empty.
    arguments = ("--no-literal-pathspecs", "check-ignore", "-z", "--stdin")
    answer = run_git(repository.folder, *arguments, content=lines)
    found = [os.fsdecode(line) for line in answer.stdout.split(b"\0") if line]
    return tuple(format_path(registry / path) for path in found)


def list_deleted_records(registry: Path) -> tuple[str, ...]:
    """Return the versions whose records were committed, but no longer exist.

    Raises:
        GitError: Git is not installed, or the registry is not in a repository.
    """
    repository = find_repository(registry)
    # A repository without commits has no log, and no deleted records either.
    answer = run_git(
        repository.folder,
        "log",
        "-z",
        "--format=",
        "--name-only",
        "--no-renames",
        "--diff-filter=D",
        "--",
        RELEASES,
    )
    paths = {_locate(repository, line) for line in answer.stdout.split(b"\0") if line}
    return tuple(sorted(path.stem for path in paths if path.suffix == SUFFIX and not path.exists()))


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
