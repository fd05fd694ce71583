"""The registry's files at a git revision.

git only reads objects, so nothing in the repository changes, and the user's hooks, filters and
attributes have no effect.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from attrs import frozen

from errsmith.changes.errors import StateError
from errsmith.registry.loading import PROVIDERS, SCHEMA, SDK
from errsmith.registry.releases import RELEASES
from errsmith.registry.wording import guess_choice, quote

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
_HASH: Final = re.compile(r"[0-9a-f]{40,64}")
_ENTRY: Final = re.compile(
    rb"(?P<mode>\d+) (?P<type>\w+) (?P<hash>[0-9a-f]+)\t(?P<path>.+)", re.DOTALL
)
_LINK: Final = b"120000"
_LEFT_OUT: Final = ("pages", RELEASES, SCHEMA)
"""Folders of a registry that have no facts."""
_SHOWN: Final = 3
"""Maximum number of folders in a hint."""
_FOLDERS: Final = "or compare folders, such as `errsmith diff OLD_FOLDER NEW_FOLDER`"


@frozen
class Repository:
    """A git repository with a registry.

    Attributes:
        folder: A folder in its working tree.
        registry: The path of the registry in the repository, "" for the repository itself.
        is_shallow: Whether it lacks old commits.
    """

    folder: Path
    registry: str
    is_shallow: bool


def find_repository(registry: Path) -> Repository:
    """Return the repository that a registry is in.

    Raises:
        StateError: git is not installed, or the registry is not in the working tree of a
            repository.
    """
    real = Path(os.path.realpath(registry))
    # The registry may no longer exist.
    folder = next(path for path in (real, *real.parents) if path.is_dir())
    answer = _run(
        folder, "rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "--show-prefix"
    )
    if answer.returncode:
        raise _explain_failure(registry, answer)
    is_inside, is_shallow, *prefix = os.fsdecode(answer.stdout).split("\n")
    if is_inside != "true":
        reason = f"{registry.as_posix()} is not in the working tree of a git repository"
        raise StateError(reason, f"use a clone that is not bare, {_FOLDERS}")
    path = PurePosixPath("\n".join(prefix).removesuffix("\n"), *real.relative_to(folder).parts)
    place = path.as_posix() if path.parts else ""
    return Repository(folder, place, is_shallow == "true")


def _explain_failure(registry: Path, answer: subprocess.CompletedProcess[bytes]) -> StateError:
    said = _get_message(answer)
    where = registry.as_posix()
    if "not a git repository" in said:
        return StateError(f"{where} is not in a git repository", f"run `git init`, {_FOLDERS}")
    if "dubious ownership" in said:
        hint = "if you trust it, add its folder to `safe.directory` in your git configuration"
        return StateError(f"the git repository of {where} belongs to another user", hint)
    return StateError(f"git cannot read the repository of {where}: {said}")


def find_commit(repository: Repository, revision: str) -> str:
    """Return the hash of the commit that a revision names.

    Raises:
        StateError: There is no such commit.
    """
    if revision and not revision.startswith("-"):
        arguments = ("--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        answer = _run(repository.folder, "rev-parse", *arguments)
        found = os.fsdecode(answer.stdout).strip()
        if answer.returncode == 0 and _HASH.fullmatch(found):
            return found
    reason = f"unknown git revision {quote(revision)}"
    if ".." in revision:
        raise StateError(reason, "name one revision, not a range")
    if repository.is_shallow:
        reason = f"{reason}, and the clone is shallow"
        raise StateError(reason, "run `git fetch --unshallow --tags` to get the whole history")
    names = list(_list_names(repository))
    if not names and _run(repository.folder, "rev-parse", "--verify", "HEAD").returncode:
        reason = f"{reason}: the repository has no commits"
        raise StateError(reason)
    meant = guess_choice(revision, names)
    raise StateError(reason, f"did you mean {meant}?" if meant else "`git log` lists the revisions")


def _list_names(repository: Repository) -> Iterator[str]:
    """Yield the names of tags and branches."""
    answer = _run(
        repository.folder,
        "for-each-ref",
        "--format=%(refname:short)",
        "refs/tags",
        "refs/heads",
        "refs/remotes",
    )
    yield from filter(None, answer.stdout.decode(errors="replace").split("\n"))


def write_registry(repository: Repository, commit: str, revision: str, target: Path) -> None:
    """Write the files of the registry at a commit into a folder.

    Args:
        repository: The repository.
        commit: The hash of the commit.
        revision: The revision as the user named it, for messages.
        target: The folder, which exists and is empty.

    Raises:
        StateError: The commit has no registry there, or git cannot read its files.
    """
    # `git archive` would apply attributes such as `export-ignore`, and filters.
    tree = f"{commit}:{repository.registry}"
    answer = _run(repository.folder, "ls-tree", "-r", "-z", "--full-tree", tree)
    entries = filter(None, map(_ENTRY.fullmatch, answer.stdout.split(b"\0")))
    by_path = {os.fsdecode(entry["path"]): entry for entry in entries}
    if not any(path == SDK or path.startswith(f"{PROVIDERS}/") for path in by_path):
        raise _explain_absence(repository, commit, revision)
    files = {
        path: entry
        for path, entry in by_path.items()
        if entry["type"] == b"blob" and path.partition("/")[0] not in _LEFT_OUT
    }
    contents = _read_objects(repository, [entry["hash"] for entry in files.values()])
    # Write links last, so that no file is written through one.
    for path in sorted(files, key=lambda path: files[path]["mode"] == _LINK):
        place, entry = target / path, files[path]
        if not place.resolve().is_relative_to(target.resolve()):
            reason = f"the repository has a file with the invalid path {quote(path)}"
            raise StateError(reason)
        place.parent.mkdir(parents=True, exist_ok=True)
        if entry["mode"] == _LINK:
            place.symlink_to(os.fsdecode(contents[entry["hash"]]))
        else:
            place.write_bytes(contents[entry["hash"]])


def _explain_absence(repository: Repository, commit: str, revision: str) -> StateError:
    """Return the error for a commit without the registry, which may have been in another folder."""
    where = f" in {repository.registry}/" if repository.registry else ""
    reason = f"the git revision {quote(revision)} has no registry{where}"
    answer = _run(repository.folder, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
    paths = (PurePosixPath(os.fsdecode(path)) for path in answer.stdout.split(b"\0"))
    folders = [path.parent.as_posix() for path in paths if path.name == SDK][:_SHOWN]
    if not folders:
        return StateError(reason)
    hint = "check out that revision in another folder, and compare the folders"
    return StateError(reason, f"it has {SDK} in {' and '.join(folders)}: {hint}")


def _read_objects(repository: Repository, hashes: list[bytes]) -> dict[bytes, bytes]:
    """Return the contents of objects, by their hashes."""
    lines = b"".join(hash_ + b"\n" for hash_ in hashes)
    answer = _run(repository.folder, "cat-file", "--batch", content=lines)
    contents: dict[bytes, bytes] = {}
    data, start = answer.stdout, 0
    while (end := data.find(b"\n", start)) >= 0:
        hash_, *words = data[start:end].split(b" ")
        if len(words) != len(("blob", "size")):  # `<hash> missing`
            break
        start = end + 1 + int(words[1]) + 1
        contents[hash_] = data[end + 1 : start - 1]
    if not contents.keys() >= set(hashes):
        reason = f"git cannot read the files of the registry: {_get_message(answer)}"
        raise StateError(reason, "the clone may be incomplete: run `git fetch`")
    return contents


def _run(folder: Path, *arguments: str, content: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, without the user's hooks, pager and language."""
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
        raise StateError(reason, f"install it, {_FOLDERS}") from error
    except ValueError:  # A NUL character or a lone surrogate, which no argument can have.
        return subprocess.CompletedProcess(arguments, 1, b"", b"")


def _get_message(answer: subprocess.CompletedProcess[bytes]) -> str:
    """Return the first line of git's error message, without its prefix."""
    lines = answer.stderr.decode(errors="replace").strip().split("\n")
    return lines[0].removeprefix("fatal: ") or "unknown reason"
