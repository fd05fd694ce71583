"""Print outcomes as text, in aligned columns.

acme  errors  https://acme.example/errors  27 codes (table), lines 17-148
  status  SESSION_NOT_FOUND  registry 404, page 410  page:72 Sessions  registry/…/acme.toml:141:10
  added   VALIDATION_NEW     400                     page:60 Input
1 status, 1 added; run `errsmith drift acme --write`

1 source: 1 with 2 differences
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from errsmith.characters import escape
from errsmith.drift.differences import Difference, Outcome
from errsmith.drift.report.contents import Report, Task
from errsmith.drift.report.phrases import (
    advise,
    count_totals,
    describe,
    describe_codes,
    describe_verdict,
    list_cells,
    locate_in_registry,
    locate_on_page,
    name_error,
    name_not_seen,
)
from errsmith.reporting.tables import GAP, align


def render(report: Report) -> str:
    """Return the outcomes, what is left after files were written, and the totals."""
    blocks = [render_sources(report)] if report.outcomes else []
    if report.changes is not None:
        blocks.append(render_tasks(report.tasks))
    return "\n".join([*blocks, render_totals(report)])


def render_sources(report: Report) -> str:
    """Return the outcomes, with blank lines between them."""
    outcomes = report.outcomes
    return "\n".join("".join(f"{line}\n" for line in _lay_out(o, report)) for o in outcomes)


def render_tasks(tasks: Iterable[Task]) -> str:
    """Return the tasks that are left, or a line if there are none."""
    lines = list(align([list_cells(task) for task in tasks]))
    if not lines:
        return "nothing left to do\n"
    return "".join(f"{line}\n" for line in ["left to do:", *lines])


def render_totals(report: Report) -> str:
    """Return the sources that were skipped, and the totals."""
    skipped = f'not compared, because of `as = "none"`: {", ".join(report.skipped)}'
    lines = [skipped] if report.skipped else []
    return "".join(f"{escape(line)}\n" for line in [*lines, count_totals(report)])


def _lay_out(outcome: Outcome, report: Report) -> Iterator[str]:
    head = [outcome.provider, outcome.source, outcome.address]
    if outcome.could_tell:
        head.append(describe_codes(outcome))
    if not (outcome.could_tell and outcome.counted):
        head.append(describe_verdict(outcome))
    yield GAP.join(map(escape, head))
    if outcome.not_seen:
        yield escape(f"{GAP}not seen: {name_not_seen(outcome)}")
    yield from align([_list_cells(difference) for difference in outcome.differences])
    if outcome.could_tell:
        yield from map(escape, advise(outcome, report))
    elif outcome.hint:
        yield escape(f"{GAP}help: {outcome.hint}")


def _list_cells(difference: Difference) -> tuple[str, ...]:
    return (
        difference.kind,
        name_error(difference),
        describe(difference),
        locate_on_page(difference.line, difference.heading),
        locate_in_registry(difference.span),
    )
