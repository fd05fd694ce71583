"""Print outcomes as Markdown, for the summary of a workflow or the body of an issue.

The output depends only on the outcomes, so the same outcomes give the same bytes. Text from pages
is set as code, where GitHub creates no mentions or references.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from errsmith.drift.differences import Difference, Outcome
from errsmith.drift.report.contents import Report
from errsmith.drift.report.phrases import (
    advise,
    count_totals,
    describe,
    describe_codes,
    describe_verdict,
    locate_in_registry,
    name_error,
    name_not_seen,
)
from errsmith.registry.diagnostics import Span
from errsmith.registry.wording import cut
from errsmith.reporting.markdown import quote_code, write_prose

_LINK: Final = re.compile(r"https?://[A-Za-z0-9._~/?#=&%+,:;-]++")
_TABLE: Final = ("| Difference | Error | Details | Page | Registry |", "|---|---|---|---|---|")


def render(report: Report) -> str:
    """Return a heading with the totals, and a section for each source that is not unchanged."""
    lines = ["## Registry drift", "", f"{count_totals(report)}."]
    unchanged = [outcome for outcome in report.outcomes if outcome.verdict == "unchanged"]
    for outcome in report.outcomes:
        if outcome not in unchanged:
            lines += ["", *_lay_out(outcome, report)]
    if report.changes is not None:
        lines += ["", *_list_tasks(report)]
    if unchanged:
        lines += ["", f"Unchanged: {', '.join(map(_name, unchanged))}."]
    if report.skipped:
        names = ", ".join(map(quote_code, report.skipped))
        lines += ["", f'Not compared, because of `as = "none"`: {names}.']
    return "".join(f"{line}\n" for line in lines)


def _lay_out(outcome: Outcome, report: Report) -> Iterator[str]:
    yield f"### {_name(outcome)}"
    yield ""
    said = [describe_codes(outcome)] if outcome.could_tell else []
    if not (outcome.could_tell and outcome.counted):
        said.append(describe_verdict(outcome))
    yield f"{_link(outcome.address)}: {write_prose('; '.join(said))}"
    if outcome.not_seen:
        yield ""
        yield f"Not seen: {write_prose(name_not_seen(outcome))}"
    if outcome.differences:
        yield ""
        yield from _TABLE
        yield from map(_write_difference, outcome.differences)
    for step in advise(outcome, report) if outcome.could_tell else filter(None, [outcome.hint]):
        yield ""
        yield write_prose(step[:1].upper() + step[1:])


def _name(outcome: Outcome) -> str:
    return quote_code(f"{outcome.provider}.{outcome.source}")


def _list_tasks(report: Report) -> Iterator[str]:
    """Yield the tasks that are left."""
    yield "### Left to do"
    yield ""
    if report.tasks:
        yield from _TABLE
        for task in report.tasks:
            place = _locate(task.line, task.heading)
            yield _write_row(task.kind, task.name, task.message, place, task.span)
    else:
        yield "Nothing."


def _write_difference(difference: Difference) -> str:
    return _write_row(
        difference.kind,
        name_error(difference),
        describe(difference),
        _locate(difference.line, difference.heading),
        difference.span,
    )


def _write_row(kind: str, name: str, detail: str, place: str, span: Span | None) -> str:
    known = locate_in_registry(span)
    cells = [kind, quote_code(name), write_prose(detail), place, known and quote_code(known)]
    return f"| {' | '.join(cells)} |"


def _locate(line: int | None, heading: str) -> str:
    if line is None:
        return ""
    return f"line {line}, {quote_code(cut(heading))}" if heading else f"line {line}"


def _link(address: str) -> str:
    return f"<{address}>" if _LINK.fullmatch(address) else quote_code(address)
