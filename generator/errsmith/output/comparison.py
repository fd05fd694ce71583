"""Compare the files that belong in a directory with those on disk, without changing anything."""

from __future__ import annotations

import difflib
import io
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from enum import StrEnum
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import Final

from attrs import evolve, field, frozen

from errsmith.output import manifest, paths, shadows
from errsmith.output.disk import Disk
from errsmith.output.locking import OnWait, ignore_wait, lock
from errsmith.output.manifest import Manifest
from errsmith.output.shadows import Shadow

MANIFEST: Final = "manifest.json"
"""The path of the manifest."""


class State(StrEnum):
    """How a file differs from its expected state; the value is the word for reports."""

    CHANGED = "changed"
    """Written by errsmith, but outdated."""

    MISSING = "missing"
    """Not on disk yet."""

    STALE = "stale"
    """Written by errsmith, but no longer part of the output."""

    EDITED = "hand-edited"
    """Listed in the manifest, but with content that errsmith did not write."""

    FOREIGN = "foreign"
    """In the place of a generated file, but not in the manifest."""


@frozen
class Change:
    """A file that differs from its expected state.

    `path` is relative to the root. `before` is the content on disk, or None if there is no file;
    `after` is the expected content, or None if there should be no file.
    """

    path: str
    state: State
    before: bytes | None = field(repr=False)
    after: bytes | None = field(repr=False)


@frozen
class Plan:
    """The files that belong in a directory, and the changes that bring it up to date.

    `owned` is the manifest on disk, empty if there is no valid one; `wanted` is the expected one.
    `departed` are the paths that only `owned` has, whether or not they are still on disk. `changes`
    are sorted by path and include the manifest. `shadows` are other files that would be imported
    instead of generated modules; they are only reported.
    """

    root: Path
    files: Mapping[str, bytes] = field(repr=False)
    manifest_name: str
    owned: Manifest = field(repr=False)
    wanted: Manifest = field(repr=False)
    departed: frozenset[str] = field(repr=False)
    changes: tuple[Change, ...]
    shadows: tuple[Shadow, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Return whether every file is up to date and none is shadowed."""
        return not self.changes and not self.shadows

    @property
    def conflicts(self) -> tuple[Change, ...]:
        """The changes that would overwrite or delete content that errsmith did not write."""
        return tuple(c for c in self.changes if c.state in {State.EDITED, State.FOREIGN})

    def find_edit(self, change: Change) -> Change | None:
        """Return a change as a conflict if its file was edited since, otherwise None.

        A file that is gone or already up to date has no edits to lose.
        """
        content = Disk(self.root, self.departed).read(change.path)
        expected = (change.before, change.after)
        if content is None or any(manifest.is_same(content, data) for data in expected):
            return None
        is_ours = change.path in {*self.owned.files, self.manifest_name}
        return evolve(change, state=State.EDITED if is_ours else State.FOREIGN, before=content)

    def renew(self) -> Plan:
        """Return a new plan for the same files; the directory must be locked."""
        return _plan(
            self.root, self.files, tools=self.wanted.tools, manifest_name=self.manifest_name
        )


def plan(
    root: Path,
    files: Mapping[str, bytes],
    *,
    tools: Mapping[str, str] = MappingProxyType({}),
    manifest_name: str = MANIFEST,
    on_wait: OnWait = ignore_wait,
) -> Plan:
    """Compare the files that belong below a root with those on disk; nothing is written.

    `files` maps relative paths with forward slashes to contents, without the manifest, which is
    built here from them and from `tools` (name to version). The root may not exist yet.

    CRLF and LF count as equal, because git may convert line endings in a checkout. All other
    differences count, for example a byte order mark.

    While another run is writing there, files and manifest do not match, so this waits for it to
    end. `on_wait` is called if that takes more than a moment.

    Raises:
        ValueError: A path leaves the root, is not normalized, or is also the directory of another.
        OutputError: A file cannot be read, or a symbolic link, directory or special file is in its
            place.

    """
    with ExitStack() as stack:
        # If locking fails, the root does not exist, or reading it reports the problem below.
        with suppress(OSError):
            stack.enter_context(lock(root, alone=False, on_wait=on_wait))
        return _plan(root, files, tools=tools, manifest_name=manifest_name)


def read_tools(root: Path) -> Mapping[str, str]:
    """Return the tools that generated the files below a root, {} if no manifest lists them.

    Raises:
        OutputError: The manifest cannot be read.
    """
    content = Disk(root).read(MANIFEST)
    owned = None if content is None else manifest.parse(content)
    return {} if owned is None else owned.tools


def _plan(
    root: Path, files: Mapping[str, bytes], *, tools: Mapping[str, str], manifest_name: str
) -> Plan:
    """Compare while no other run writes."""
    _check_paths(files, manifest_name)
    digests = {path: (manifest.compute_digest(data),) for path, data in files.items()}
    wanted = Manifest(digests, dict(tools))
    content = Disk(root).read(manifest_name)
    owned = None if content is None else manifest.parse(content)
    owned_files = {} if owned is None else owned.files
    departed = frozenset(owned_files.keys() - files.keys() - {manifest_name})
    disk = Disk(root, departed)
    changes = [
        _compare(path, disk.read(path), files.get(path), owned_files.get(path))
        for path in files.keys() | departed
    ]
    # A manifest that can be parsed is errsmith's; anything else may be someone's work.
    manifest_digests = (
        () if content is None or owned is None else (manifest.compute_digest(content),)
    )
    changes.append(_compare(manifest_name, content, manifest.render(wanted), manifest_digests))
    return Plan(
        root=root,
        files=dict(files),
        manifest_name=manifest_name,
        owned=owned or Manifest(),
        wanted=wanted,
        departed=departed,
        changes=tuple(sorted(filter(None, changes), key=attrgetter("path"))),
        shadows=shadows.find(root, files.keys(), departed),
    )


def diff(change: Change) -> str:
    """Return the unified diff from the content on disk to the expected content.

    CRLF line endings on disk are shown as LF, so the diff has only real changes.
    """
    before = "/dev/null" if change.before is None else f"a/{change.path}"
    after = "/dev/null" if change.after is None else f"b/{change.path}"
    try:
        old, new = _split_lines(change.before), _split_lines(change.after)
        hunks = difflib.unified_diff(old, new, before, after)
    except UnicodeDecodeError:
        return f"Binary files {before} and {after} differ\n"
    # Adding or deleting an empty file has no hunk.
    lines = list(hunks) or [f"--- {before}\n", f"+++ {after}\n"]
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _check_paths(files: Iterable[str], manifest_name: str) -> None:
    """Raise ValueError unless all paths can exist together below one root."""
    if manifest_name in files:
        message = f"the manifest must not be one of the files: {manifest_name!r}"
        raise ValueError(message)
    all_paths = {*files, manifest_name}
    for path in sorted(all_paths):
        paths.validate(path)
        for parent in paths.list_parents(path):
            if parent in all_paths:
                message = f"{parent!r} is both a file and the directory of {path!r}"
                raise ValueError(message)


def _compare(
    path: str, before: bytes | None, after: bytes | None, digests: tuple[str, ...] | None
) -> Change | None:
    """Return the change to a file, if any; `digests` is None if the manifest lacks the file."""
    if manifest.is_same(before, after):
        return None
    if before is None:
        state = State.MISSING
    elif digests is None:
        state = State.FOREIGN
    elif manifest.compute_digest(before) not in digests:
        state = State.EDITED
    else:
        state = State.STALE if after is None else State.CHANGED
    return Change(path, state, before, after)


def _split_lines(data: bytes | None) -> list[str]:
    """Split at LF and CRLF only, not at a form feed or a lone carriage return."""
    return [line.decode() for line in io.BytesIO(manifest.normalize_line_endings(data or b""))]
