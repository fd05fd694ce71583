"""Write a release into the text of a registry: its version, and `since` for what is new in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from errsmith.changes.building import build_snapshot
from errsmith.changes.pairing import ProviderPair, SdkPair
from errsmith.meaning.subjects import Registry, Subject
from errsmith.output.replacing import Replacement
from errsmith.registry.diagnostics import KeyPath
from errsmith.registry.editing import EditError, Editor
from errsmith.registry.loading import PROVIDERS, SDK
from errsmith.registry.snapshot import ErrorSnapshot, Snapshot
from errsmith.registry.source import format_path
from errsmith.releasing.errors import ReleaseError

_STAGES: Final = ("deprecated", "removed")
_AFTER_SINCE: Final = (*_STAGES, "example", "allow")
"""Keys that follow `since`, as in the manual."""


def mark(registry: Registry, previous: Snapshot | None, version: str) -> list[Replacement]:
    """Return the files of a registry that change for a release.

    `since` is written for the errors and the `deprecated` and `removed` tables that are new since
    the previous release, unless they have one. At the first release, nothing is new, and later on,
    neither is a renamed error.

    Raises:
        ReleaseError: A value cannot be written without changing something else in its file.
        OSError: A file cannot be read.
    """
    # The version comes first, because a `since` must not be later than it.
    replacements = [_edit(registry.folder / SDK, {("version",): version})]
    if previous is not None:
        pair = SdkPair(old=previous, new=build_snapshot(registry))
        known = {provider.provider_name: _map_released(provider) for provider in pair.providers}
        for subject in registry.providers:
            path = registry.folder / PROVIDERS / f"{subject.name}.toml"
            new = _find_new(subject, known.get(subject.name, {}))
            replacements.append(_edit(path, dict.fromkeys(new, version)))
    return [file for file in replacements if file.before != file.after]


def _map_released(provider: ProviderPair) -> dict[str, ErrorSnapshot]:
    """Return the released errors by their present ids."""
    renamed = {pair.id: pair.old for pair in provider.errors}
    return {**renamed, **provider.old.errors}


def _find_new(subject: Subject, known: Mapping[str, ErrorSnapshot]) -> Iterator[KeyPath]:
    """Yield the key paths of the `since` that a provider's file lacks."""
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
