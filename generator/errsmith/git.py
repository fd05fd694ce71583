"""Run git, which only reads: nothing in a repository changes, and the user's hooks do not run."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path, PurePosixPath
from typing import Final

from attrs import frozen

_OPTIONS: Final = ("--no-pager", "-c", f"core.hooksPath={os.devnull}", "-c", "core.fsmonitor=false")
_SETTINGS: Final = {
    "LC_ALL": "C",
    "LANGUAGE": "C",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
_OF_HOOKS: Final = frozenset(
    {
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_WORK_TREE",
    }
)
"""Variables that git sets for hooks; they name the repository of the hook, not the registry's."""


class GitError(Exception):
    """Git cannot read a repository.

    Attributes:
        reason: Why.
        remedy: What to do about it, beginning in lower case, "" if there is no advice.
    """

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(reason, remedy)
        self.reason, self.remedy = reason, remedy

    def __str__(self) -> str:
        return self.reason


@frozen
class Repository:
    """A git repository with a registry or an SDK in its working tree.

    Attributes:
        folder: The folder of the registry or the SDK, without symbolic links; if it does not exist,
            the closest one above it.
        path: The path of the registry or the SDK in the repository, "" for the repository itself.
        is_shallow: Whether it lacks old commits.
    """

    folder: Path
    path: str
    is_shallow: bool


def find_repository(folder: Path) -> Repository:
    """Return the repository that a folder is in; the folder may no longer exist.

    Raises:
        GitError: Git is not installed, or the folder is not in the working tree of a repository.
    """
    real = Path(os.path.realpath(folder))
    existing = next(path for path in (real, *real.parents) if path.is_dir())
    answer = run_git(
        existing, "rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "--show-prefix"
    )
    if answer.returncode:
        raise _explain_failure(folder, answer)
    is_inside, is_shallow, *prefix = os.fsdecode(answer.stdout).split("\n")
    if is_inside != "true":
        reason = f"{folder.as_posix()} is not in the working tree of a git repository"
        raise GitError(reason, "use a clone that is not bare")
    path = PurePosixPath("\n".join(prefix).removesuffix("\n"), *real.relative_to(existing).parts)
    return Repository(existing, path.as_posix() if path.parts else "", is_shallow == "true")


def _explain_failure(folder: Path, answer: subprocess.CompletedProcess[bytes]) -> GitError:
    said = get_message(answer)
    where = folder.as_posix()
    if "not a git repository" in said:
        return GitError(f"{where} is not in a git repository", "run `git init`")
    if "dubious ownership" in said:
        remedy = "if you trust it, add its folder to `safe.directory` in your git configuration"
        return GitError(f"the git repository of {where} belongs to another user", remedy)
    return GitError(f"git cannot read the repository of {where}: {said}")


def run_git(
    folder: Path, *arguments: str, content: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, without the user's hooks, pager and language.

    Raises:
        GitError: Git is not installed.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _OF_HOOKS}
    try:
        return subprocess.run(  # noqa: S603 - revisions are checked, and cannot be options
            ("git", *_OPTIONS, *arguments),  # noqa: S607 - the user's git
            cwd=folder,
            env={**environment, **_SETTINGS},
            input=content,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        reason = "git is not installed"
        raise GitError(reason, "install it") from error
    except ValueError:  # A NUL character or a lone surrogate, which no argument can have.
        return subprocess.CompletedProcess(arguments, 1, b"", b"")


def get_message(answer: subprocess.CompletedProcess[bytes]) -> str:
    """Return the first line of git's error message, without its prefix."""
    lines = answer.stderr.decode(errors="replace").strip().split("\n")
    return lines[0].removeprefix("fatal: ") or "unknown reason"
