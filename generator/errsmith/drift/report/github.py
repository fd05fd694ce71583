"""Print outcomes as workflow commands, which GitHub shows as annotations of the registry's lines.

A page that could not be compared is an error, a difference is a warning, and a difference in
wording is a notice.
"""

from __future__ import annotations

from collections.abc import Iterator

from errsmith.drift.differences import Difference, Outcome
from errsmith.drift.report.contents import Report
from errsmith.drift.report.phrases import (
    describe,
    describe_verdict,
    is_informative,
    name_error,
)
from errsmith.registry.diagnostics import Diagnostic, Rule, Span
from errsmith.registry.source import point_to_top
from errsmith.registry.wording import cut
from errsmith.reporting.github import Level, format_command


def render(report: Report) -> str:
    """Return a `::warning …` line per difference, and an `::error …` line per unusable page."""
    lines = [line for outcome in report.outcomes for line in _list(outcome, report)]
    return "".join(f"{line}\n" for line in [*lines, *_list_tasks(report)])


def _list(outcome: Outcome, report: Report) -> Iterator[str]:
    place = _find_place(outcome, report)
    if not outcome.could_tell:
        message = f"{outcome.address}: {describe_verdict(outcome)}"
        yield _annotate("error", outcome.verdict, message, place, outcome.hint or None)
    if report.changes is not None:
        return
    for difference in outcome.differences:
        level: Level = "notice" if is_informative(difference) else "warning"
        detail = describe(difference)
        message = name_error(difference) + (f": {detail}" if detail else "")
        message += f"; {_locate(difference, outcome)}"
        yield _annotate(level, difference.kind, message, difference.span or place)


def _list_tasks(report: Report) -> Iterator[str]:
    """Yield what is left to do after the other differences were settled."""
    first = _find_place(report.outcomes[0], report) if report.outcomes else point_to_top("")
    for task in report.tasks:
        yield _annotate("warning", task.kind, f"{task.name}: {task.message}", task.span or first)


def _find_place(outcome: Outcome, report: Report) -> Span:
    """Return the place of a source in the registry."""
    header = report.headers.get((outcome.provider, outcome.source))
    return point_to_top(f"{outcome.provider}.toml") if header is None else header


def _locate(difference: Difference, outcome: Outcome) -> str:
    if difference.line is None:
        return outcome.address
    heading = f" ({cut(difference.heading)})" if difference.heading else ""
    return f"{outcome.address}, line {difference.line}{heading}"


def _annotate(level: Level, kind: str, message: str, span: Span, help_: str | None = None) -> str:
    return format_command(Diagnostic(Rule("drift", kind, ""), message, span, help=help_), level)
