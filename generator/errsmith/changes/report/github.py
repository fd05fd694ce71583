"""Print changes as workflow commands, which GitHub shows as annotations of the registry's lines.

A breaking change is an error, a risky one a warning, and a safe one a notice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from errsmith.changes.change import Change
from errsmith.changes.change import Level as Severity
from errsmith.changes.report.contents import Report, format_sentence, name_provider
from errsmith.registry.diagnostics import Diagnostic
from errsmith.registry.source import point_to_top
from errsmith.reporting.github import Level, format_command

_LEVELS: Final[Mapping[Severity, Level]] = {
    Severity.BREAKING: "error",
    Severity.RISKY: "warning",
    Severity.SAFE: "notice",
}


def render(report: Report) -> str:
    """Return one workflow command per change."""
    lines = [_annotate(change, report) for change in report.changes]
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
