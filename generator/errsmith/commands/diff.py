"""`errsmith diff`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Final

from attrs import evolve, frozen

from errsmith.changes.change import SEVERITY, Level
from errsmith.changes.comparing import compare
from errsmith.changes.errors import StateError
from errsmith.changes.report import github, guide, json, markdown, text
from errsmith.changes.report.contents import Report
from errsmith.changes.states import NOTHING, State, load_last_release, load_state
from errsmith.changes.versions import propose_version
from errsmith.commands import COULD_NOT_RUN, FINDINGS, FINE
from errsmith.commands.console import put, report_errors, say
from errsmith.registry.diagnostics import KeyPath, Of, Span
from errsmith.registry.loading import RegistryError, load
from errsmith.registry.releases import LONGEST_VERSION
from errsmith.registry.source import point_to_top
from errsmith.registry.versions import is_version

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
    old = _load_old(request)
    report = build_report(old, load_state(request.new, request.registry))
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


def build_report(old: State, new: State) -> Report:
    """Compare two states."""
    changes = compare(old.snapshot, new.snapshot)
    last, first = old.snapshot.version or None, new.snapshot.version
    # The version in `sdk.toml` is checked by the linter, not when a state is read.
    is_sound = _can_follow(first if last is None else last)
    proposal = propose_version(last, changes, first) if changes and is_sound else None
    return Report(old=old.name, new=new.name, changes=changes, proposal=proposal)


def _can_follow(version: str) -> bool:
    """Return whether there can be a next version."""
    return is_version(version) and len(version) <= LONGEST_VERSION


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
