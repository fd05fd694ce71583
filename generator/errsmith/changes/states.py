"""The states of a registry that can be compared: folders, git revisions and releases."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from attrs import evolve, frozen

from errsmith.changes.building import build_snapshot
from errsmith.changes.errors import StateError
from errsmith.changes.git import find_commit, find_repository, write_registry
from errsmith.meaning.subjects import NO_DAY, interpret
from errsmith.registry.diagnostics import Diagnostic
from errsmith.registry.loading import PROVIDERS, SDK, RegistryError, load
from errsmith.registry.releases import list_versions, load_release
from errsmith.registry.snapshot import EMPTY, Snapshot
from errsmith.registry.source import format_path
from errsmith.registry.wording import guess_choice, quote

_RELEASE: Final = "release:"
_SHOWN: Final = 10
"""Maximum number of releases in a hint."""


@frozen(kw_only=True)
class State:
    """A state of a registry.

    Attributes:
        name: Its name for display, such as "release 0.1.0".
        snapshot: The registry.
    """

    name: str
    snapshot: Snapshot


NOTHING: Final = State(name="an empty registry", snapshot=EMPTY)
"""The state before the first release."""


def load_state(word: str | None, registry: Path) -> State:
    """Return a state of a registry.

    Args:
        word: A folder, `release:<version>`, or a git revision; None means the registry as it is
            on disk. A word that begins with a dot is a folder, because no revision does.
        registry: The registry's folder.

    Raises:
        StateError: There is no such state, or it cannot be read.
    """
    if word is None:
        return _load_folder(registry)
    if not word:
        expected = f"a folder, a git revision, or {_RELEASE}<version>"
        reason = f"found an empty string, expected {expected}"
        raise StateError(reason)
    if word.startswith(_RELEASE):
        return _load_release(word.removeprefix(_RELEASE), registry)
    if word.startswith(".") or Path(word).is_absolute() or _is_registry(word):
        if not os.path.isdir(word):  # noqa: PTH112 - pathlib raises errors for invalid names
            reason = f"{word} {'is not a folder' if os.path.lexists(word) else 'does not exist'}"
            raise StateError(reason)
        return _load_folder(Path(word))
    return _load_revision(word, registry)


def load_last_release(registry: Path) -> State | None:
    """Return the last release of a registry, or None if it has none.

    If it has none, compare with `NOTHING`, and tell the user. The other releases are not read.

    Raises:
        StateError: Its record cannot be read, or the name of a record is wrong.
    """
    versions, diagnostics = list_versions(registry)
    if diagnostics:
        reason = "the releases cannot be read"
        raise _explain_findings(reason, diagnostics)
    return _read_release(versions[-1], registry) if versions else None


def _explain_findings(reason: str, diagnostics: Iterable[Diagnostic]) -> StateError:
    """Return the error for findings; its message has the first one."""
    first, *others = sorted(diagnostics)
    start = first.span.start
    place = f"{first.span.path}:{start.line}:{start.column}"
    more = f" (and {len(others)} more finding{'s' * (len(others) > 1)})" if others else ""
    hint = first.help or ""
    found = f"{reason}: {place}: {first.rule.id} {first.message}{more}"
    return StateError(found, f"{hint[:1].lower()}{hint[1:]}")


# --- releases ------------------------------------------------------------------------------------


def _read_release(version: str, registry: Path) -> State:
    """Return a release that has a record, or raise the problem with its record."""
    release = load_release(registry, version)
    if isinstance(release, Diagnostic):
        reason = f"release {version} cannot be read"
        raise _explain_findings(reason, [release])
    return State(name=f"release {version}", snapshot=release.snapshot)


def _load_release(version: str, registry: Path) -> State:
    versions, diagnostics = list_versions(registry)
    if version in versions:
        return _read_release(version, registry)
    if diagnostics:
        reason = "the releases cannot be read"
        raise _explain_findings(reason, diagnostics)
    reason = f"{registry.as_posix()} has no release {quote(version)}"
    if not versions:
        raise StateError(reason, "there are no releases yet")
    meant = guess_choice(version, versions)
    guess = f"did you mean {_RELEASE}{meant}? " if meant else ""
    shown = versions[-_SHOWN:]
    last = f"the last {_SHOWN} releases" if len(shown) < len(versions) else "the releases"
    raise StateError(reason, f"{guess}{last} are {', '.join(shown)}")


# --- folders -------------------------------------------------------------------------------------


def _is_registry(path: Path | str) -> bool:
    # Functions of pathlib raise errors for invalid names.
    file, folder = os.path.join(path, SDK), os.path.join(path, PROVIDERS)  # noqa: PTH118
    return os.path.isfile(file) or os.path.isdir(folder)  # noqa: PTH112, PTH113


def _load_folder(folder: Path) -> State:
    try:
        return State(name=folder.as_posix(), snapshot=_build(folder))
    except RegistryError as error:
        inner = folder / "registry"
        hint = f"did you mean {inner.as_posix()}?" if _is_registry(inner) else ""
        raise StateError(str(error), hint) from error


def _build(folder: Path, shown: str = "") -> Snapshot:
    """Return the snapshot of the registry in a folder.

    Args:
        folder: The folder.
        shown: The beginning of paths in messages, if it is not the folder.

    Raises:
        RegistryError: The folder has no registry.
        StateError: A file cannot be read.
    """
    loaded = load(folder, with_releases=False)
    found = loaded.diagnostics
    if shown:
        found = tuple(_move(each, f"{format_path(folder)}/", shown) for each in found)
    if found:
        reason = "the registry has findings"
        raise _explain_findings(reason, found)
    return build_snapshot(interpret(loaded, NO_DAY))


def _move(diagnostic: Diagnostic, actual: str, shown: str) -> Diagnostic:
    """Return a finding with another beginning of its path."""
    path = f"{shown}{diagnostic.span.path.removeprefix(actual)}"
    return evolve(diagnostic, span=evolve(diagnostic.span, path=path))


# --- revisions -----------------------------------------------------------------------------------


def _load_revision(revision: str, registry: Path) -> State:
    try:
        repository = find_repository(registry)
    except StateError as error:
        reason = f"{quote(revision)} is not a folder, and {error.reason}"
        explained = StateError(reason, error.hint)
        # In a bare repository, for example, `HEAD` is also the name of a file.
        is_file = os.path.isfile(revision)  # noqa: PTH113 - pathlib raises for invalid names
        raise (None if is_file else _find_meaning(revision, registry)) or explained from error
    try:
        commit = find_commit(repository, revision)
    except StateError as error:
        raise _find_meaning(revision, registry) or error from error
    with tempfile.TemporaryDirectory(prefix="errsmith-") as name:
        folder = Path(name)
        write_registry(repository, commit, revision, folder)
        place = f"{revision}:{repository.path}"
        try:
            snapshot = _build(folder, f"{place}/" if repository.path else place)
        except RegistryError as error:
            reason = f"{place} {error.reason}"
            raise StateError(reason) from error
    return State(name=f"revision {revision}", snapshot=snapshot)


def _find_meaning(word: str, registry: Path) -> StateError | None:
    """Return the error for a word that means something other than a revision, or None."""
    if os.path.lexists(word):
        reason = f"{quote(word)} is neither a git revision nor the folder of a registry"
        return StateError(reason, f"a registry has {SDK} and {PROVIDERS}/")
    if word in list_versions(registry)[0]:
        return StateError(f"{quote(word)} is not a git revision", f"did you mean {_RELEASE}{word}?")
    return None
