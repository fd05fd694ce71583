"""`errsmith diff`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from types import ModuleType
from typing import Final

from attrs import evolve, frozen

from errsmith.changes.change import SEVERITY, Change, Level
from errsmith.changes.comparing import compare
from errsmith.changes.errors import StateError
from errsmith.changes.history import find_final
from errsmith.changes.report import github, guide, json, markdown, text
from errsmith.changes.report.contents import Report
from errsmith.changes.states import NOTHING, State, load_last_release, load_state
from errsmith.changes.versions import Proposal, Step, can_follow, propose_next
from errsmith.commands import COULD_NOT_RUN, FINDINGS, FINE
from errsmith.commands.console import put, report_errors, say
from errsmith.registry.diagnostics import KeyPath, Of, Span
from errsmith.registry.loading import RegistryError, load
from errsmith.registry.releases import load_releases
from errsmith.registry.snapshot import Snapshot
from errsmith.registry.source import point_to_top
from errsmith.registry.versions import split_version

_FORMATS: Final[Mapping[str, ModuleType]] = {
    "text": text,
    "markdown": markdown,
    "json": json,
    "github": github,
}
_TABLES: Final = 2
"""The length of the key path of an error's table."""


@frozen(kw_only=True)
class Request:
    """The arguments of a run.

    Attributes:
        registry: The registry's folder.
        old: The old state, None for the last release.
        new: The new state, None for the registry as it is on disk.
        fail_on: The lowest level at which a change makes the exit code 1, None for 0 in any case.
        is_for_clients: Whether to print an upgrade guide.
    """

    registry: Path
    old: str | None = None
    new: str | None = None
    fail_on: str | None = None
    is_for_clients: bool = False


@report_errors(RegistryError, StateError)
def diff(request: Request, *, report_format: str = "text") -> int:
    """Compare two states of a registry, and print what changes for clients."""
    if request.is_for_clients and report_format not in {"text", "markdown"}:
        say(f"errsmith: --for-clients prints Markdown; --format {report_format} does not apply")
        return COULD_NOT_RUN
    # If the registry does not exist, it is of no interest that it has no release.
    new = load_state(request.new, request.registry)
    report = build_report(_load_old(request), new, request.registry)
    if report_format == "github" and request.new is None:
        report = _locate(report, request.registry)
    put((guide if request.is_for_clients else _FORMATS[report_format]).render(report))
    return FINDINGS if _is_met(report, request.fail_on) else FINE


def _load_old(request: Request) -> State:
    if request.old is not None:
        return load_state(request.old, request.registry)
    return load_baseline(request.registry)


def load_baseline(registry: Path) -> State:
    """Return the last release; if there is none, print a message and return an empty registry."""
    last = load_last_release(registry)
    if last is None:
        say("there is no release yet, so this compares with an empty registry")
        return NOTHING
    return last


def build_report(old: State, new: State, registry: Path) -> Report:
    """Compare two states of a registry, which is in this folder."""
    changes = compare(old.snapshot, new.snapshot)
    proposal = _propose(old.snapshot, new.snapshot, changes, registry) if changes else None
    return Report(old=old.name, new=new.name, changes=changes, proposal=proposal)


def _propose(
    old: Snapshot, new: Snapshot, changes: Collection[Change], registry: Path
) -> Proposal | None:
    """Propose a version, or return None if a version is not valid."""
    # The version in `sdk.toml` is checked by the linter, not when a state is read.
    if not can_follow(old.version or new.version):
        return None
    if not old.version:
        return propose_next(None, None, new.version)
    last = Step(version=old.version, changes=changes)
    if not split_version(old.version).is_prerelease:
        return propose_next(last, last, new.version)
    base = find_final(load_releases(registry)[0], old.version)
    final = None
    if base is not None:
        final = Step(version=base.version, changes=compare(base.snapshot, new))
    return propose_next(last, final, new.version)


def _is_met(report: Report, level: str | None) -> bool:
    """Return whether there is a change of a level or a more severe one."""
    if level is None:
        return False
    least = SEVERITY[Level(level)]
    return any(SEVERITY[change.level] <= least for change in report.changes)


def _locate(report: Report, registry: Path) -> Report:
    """Add the places of the changes in the files of a registry."""
    loaded = load(registry)
    documents = {provider.name: provider.document for provider in loaded.providers}
    spans: dict[tuple[str, KeyPath], Span] = {}
    if loaded.sdk is not None:
        spans["", ()] = point_to_top(loaded.sdk.document.path)
    for change in report.changes:
        document = documents.get(change.provider)
        if document is not None:
            spans[change.provider, ()] = point_to_top(document.path)
            if change.at:
                # An inherited fact is not in the table; its header is annotated then.
                of: Of = "key" if len(change.at) > _TABLES else "table"
                spans[change.provider, change.at] = document.find_span(change.at, of)
    return evolve(report, spans=spans)
