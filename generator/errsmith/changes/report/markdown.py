"""Print changes as Markdown, for a comment on a pull request.

The output depends only on the changes, so the same changes give the same bytes. Text from the
registry is set as code, where GitHub creates no mentions or references.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from errsmith.changes.change import Change, Level
from errsmith.changes.report.contents import (
    Report,
    format_sentence,
    list_affected,
    list_sections,
    name_provider,
)
from errsmith.reporting.markdown import quote_code, write_prose
from errsmith.reporting.words import count

_TABLE: Final = ("| Level | Subject | Change | Affects | What to do |", "|---|---|---|---|---|")


def render(report: Report) -> str:
    """Return a heading, the totals, a table for each provider, and the safe changes in a list."""
    lines = ["## Changes for clients", "", f"From {quote_code(report.old)}"]
    lines[-1] += f" to {quote_code(report.new)}: {report.counts}."
    if report.proposal is not None:
        lines += ["", f"Next version: {quote_code(report.proposal.version)}, because "]
        lines[-1] += f"{write_prose(report.proposal.reason)}."
    for provider, group in groupby(report.changes, key=lambda change: change.provider):
        changes = list(group)
        lines += ["", f"### {quote_code(name_provider(provider))}"]
        severe = [change for change in changes if change.level is not Level.SAFE]
        if severe:
            lines += ["", *_TABLE, *_write_rows(severe)]
        safe = [change for change in changes if change.level is Level.SAFE]
        if safe:
            lines += ["", *_list_safe(safe)]
    return "".join(f"{line}\n" for line in lines)


def _write_rows(changes: Iterable[Change]) -> Iterator[str]:
    for section in list_sections(changes):
        subjects = ", ".join(map(quote_code, (section.subject, *section.others)))
        yield from (_write_row(change, subjects) for change in section.changes)


def _write_row(change: Change, subjects: str) -> str:
    cells = [
        f"{change.level.value}, {change.rule.id}",
        subjects,
        write_prose(format_sentence(change)),
        list_affected(change),
        write_prose(change.adapt),
    ]
    return f"| {' | '.join(cells)} |"


def _list_safe(changes: Sequence[Change]) -> Iterator[str]:
    yield f"<details><summary>{count(len(changes), 'safe change')}</summary>"
    yield ""
    for change in changes:
        subject = quote_code(change.subject)
        yield f"- {subject}: {write_prose(change.sentence)} ({change.rule.id})"
    yield ""
    yield "</details>"
