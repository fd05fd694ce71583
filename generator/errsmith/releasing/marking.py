"""Write a release into the text of a registry: its version, and `since` for what is new in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from errsmith.meaning.subjects import Registry, Subject
from errsmith.output.replacing import Replacement
from errsmith.registry.diagnostics import KeyPath
from errsmith.registry.editing import EditError, Editor
from errsmith.registry.loading import PROVIDERS, SDK
from errsmith.registry.snapshot import ProviderSnapshot, Snapshot
from errsmith.registry.source import format_path
from errsmith.releasing.errors import ReleaseError

_STAGES: Final = ("deprecated", "removed")
_AFTER_SINCE: Final = (*_STAGES, "example", "allow")
"""Keys that follow `since`, as in the manual."""


def mark(registry: Registry, previous: Snapshot | None, version: str) -> list[Replacement]:
    """Return the files of a registry that change for a release.

    `since` is written for the errors and the `deprecated` and `removed` tables that are new since
    the previous release, unless they have one. At the first release, nothing is new.

    Raises:
        ReleaseError: A value cannot be written without changing something else in its file.
        OSError: A file cannot be read.
    """
    # The version comes first, because a `since` must not be later than it.
    replacements = [_edit(registry.folder / SDK, {("version",): version})]
    known = {} if previous is None else previous.providers
    for subject in registry.providers if previous is not None else ():
        path = registry.folder / PROVIDERS / f"{subject.name}.toml"
        new = _find_new(subject, known.get(subject.name))
        replacements.append(_edit(path, dict.fromkeys(new, version)))
    return [file for file in replacements if file.before != file.after]


def _find_new(subject: Subject, released: ProviderSnapshot | None) -> Iterator[KeyPath]:
    """Yield the key paths of the `since` that a provider's file lacks."""
    known = {} if released is None else released.errors
    for id_, error in subject.file.errors.items():
        before = known.get(id_)
        if before is None and error.since is None:
            yield ("errors", id_, "since")
        for stage in _STAGES:
            now = getattr(error, stage)
            is_new = before is None or getattr(before.info, stage) is None
            if now is not None and now.since is None and is_new:
                yield ("errors", id_, stage, "since")


def _edit(path: Path, values: Mapping[KeyPath, str]) -> Replacement:
    """Return a file with other values, and everything else unchanged."""
    before = path.read_bytes()
    if not values:
        return Replacement(path=path, before=before, after=before)
    try:
        editor = Editor(before.decode())
        editor.set_values(values, before=_AFTER_SINCE)
    except EditError as error:
        key = next(iter(values))[-1]
        reason = f"{format_path(path)}: `{key}` cannot be written, because {error}"
        hint = "Write the table with a header, such as `[errors.ID]`, and try again"
        raise ReleaseError(reason, hint) from error
    return Replacement(path=path, before=before, after=editor.text.encode())
