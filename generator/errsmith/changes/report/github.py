"""Print changes as workflow commands, which GitHub shows as annotations of the registry's lines.

A breaking change is an error, a risky one a warning, and a safe one a notice. The totals and the
proposed version are a notice without a line.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from errsmith.changes.change import Change
from errsmith.changes.change import Level as Severity
from errsmith.changes.report.contents import (
    Report,
    capitalize,
    format_sentence,
    name_provider,
)
from errsmith.registry.diagnostics import Diagnostic
from errsmith.registry.source import point_to_top
from errsmith.reporting.github import Level, format_command, format_notice

_LEVELS: Final[Mapping[Severity, Level]] = {
    Severity.BREAKING: "error",
    Severity.RISKY: "warning",
    Severity.SAFE: "notice",
}


def render(report: Report) -> str:
    """Return one workflow command with the totals and one per change, or nothing."""
    if not report.changes:
        return ""
    # The totals come first, because GitHub shows only ten notices of a step.
    totals = format_notice("Changes for clients", map(capitalize, report.totals))
    lines = [totals, *(_annotate(change, report) for change in report.changes)]
    return "".join(f"{line}\n" for line in lines)


def _annotate(change: Change, report: Report) -> str:
    top = point_to_top(f"{change.provider}.toml" if change.provider else "sdk.toml")
    place = report.spans.get((change.provider, change.at))
    place = place or report.spans.get((change.provider, ()), top)
    where = f"{name_provider(change.provider)} {change.subject}"
    message = f"{change.level.value}, {where}: {format_sentence(change)}"
    return format_command(
        Diagnostic(change.rule, message, place, help=change.adapt), _LEVELS[change.level]
    )
