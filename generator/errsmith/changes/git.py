"""The registry's files at a git revision.

git only reads objects, so nothing in the repository changes, and the user's hooks, filters and
attributes have no effect.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from errsmith import git
from errsmith.changes.errors import StateError
from errsmith.git import GitError, Repository, get_message, run_git
from errsmith.registry.loading import PROVIDERS, SCHEMA, SDK
from errsmith.registry.releases import RELEASES
from errsmith.registry.wording import guess_choice, quote

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


def find_repository(registry: Path) -> Repository:
    """Return the repository that a registry is in.

    Raises:
        StateError: git is not installed, or the registry is not in the working tree of a
            repository.
    """
    try:
        return git.find_repository(registry)
    except GitError as error:
        hint = f"{error.remedy}, {_FOLDERS}" if error.remedy else ""
        raise StateError(error.reason, hint) from error


def find_commit(repository: Repository, revision: str) -> str:
    """Return the hash of the commit that a revision names.

    Raises:
        StateError: There is no such commit.
    """
    if revision and not revision.startswith("-"):
        arguments = ("--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        answer = run_git(repository.folder, "rev-parse", *arguments)
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
    if not names and run_git(repository.folder, "rev-parse", "--verify", "HEAD").returncode:
        reason = f"{reason}: the repository has no commits"
        raise StateError(reason)
    meant = guess_choice(revision, names)
    raise StateError(reason, f"did you mean {meant}?" if meant else "`git log` lists the revisions")


def _list_names(repository: Repository) -> Iterator[str]:
    """Yield the names of tags and branches."""
    answer = run_git(
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
    tree = f"{commit}:{repository.path}"
    answer = run_git(repository.folder, "ls-tree", "-r", "-z", "--full-tree", tree)
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
    where = f" in {repository.path}/" if repository.path else ""
    reason = f"the git revision {quote(revision)} has no registry{where}"
    answer = run_git(repository.folder, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
    paths = (PurePosixPath(os.fsdecode(path)) for path in answer.stdout.split(b"\0"))
    folders = [path.parent.as_posix() for path in paths if path.name == SDK][:_SHOWN]
    if not folders:
        return StateError(reason)
    hint = "check out that revision in another folder, and compare the folders"
    return StateError(reason, f"it has {SDK} in {' and '.join(folders)}: {hint}")


def _read_objects(repository: Repository, hashes: list[bytes]) -> dict[bytes, bytes]:
    """Return the contents of objects, by their hashes."""
    lines = b"".join(hash_ + b"\n" for hash_ in hashes)
    answer = run_git(repository.folder, "cat-file", "--batch", content=lines)
    contents: dict[bytes, bytes] = {}
    data, start = answer.stdout, 0
    while (end := data.find(b"\n", start)) >= 0:
        hash_, *words = data[start:end].split(b" ")
        if len(words) != len(("blob", "size")):  # `<hash> missing`
            break
        start = end + 1 + int(words[1]) + 1
        contents[hash_] = data[end + 1 : start - 1]
    if not contents.keys() >= set(hashes):
        reason = f"git cannot read the files of the registry: {get_message(answer)}"
        raise StateError(reason, "the clone may be incomplete: run `git fetch`")
    return contents
