"""Print an upgrade guide for clients (`--for-clients`), in Markdown.

For every breaking and risky change, it says what to look for in client code and what to write
instead. Safe changes are left out, apart from a list of what is new.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from errsmith.changes.change import Change, Example, Level
from errsmith.changes.report.contents import (
    Report,
    Section,
    capitalize,
    format_sentence,
    list_sections,
    name_provider,
)
from errsmith.changes.versions import ADDITIONS
from errsmith.characters import escape
from errsmith.reporting.markdown import quote_code, write_prose

_TITLES: Final = {
    Level.BREAKING: "You must change",
    Level.RISKY: "Check",
}


def render(report: Report) -> str:
    """Return the guide."""
    lines = ["# Upgrade guide", "", f"From {quote_code(report.old)} to {quote_code(report.new)}."]
    severe = [change for change in report.changes if change.level is not Level.SAFE]
    if not severe:
        lines += ["", "You do not have to change anything."]
    for level, title in _TITLES.items():
        chosen = [change for change in severe if change.level is level]
        if chosen:
            lines += ["", f"## {title}"]
            for section in list_sections(chosen):
                lines += _lay_out(section)
    new = [
        each for each in report.changes if each.level is Level.SAFE and each.rule.id in ADDITIONS
    ]
    if new:
        lines += ["", "## New", ""]
        lines += [f"- {_name(change)}: {write_prose(change.message)}" for change in new]
    return "".join(f"{line}\n" for line in lines)


def _name(change: Change) -> str:
    return f"{quote_code(name_provider(change.provider))}, {quote_code(change.subject)}"


def _lay_out(section: Section) -> Iterator[str]:
    yield ""
    yield f"### {_name(section.changes[0])}"
    for change in section.changes:
        yield ""
        yield write_prose(format_sentence(change))
        if change.find:
            yield f"Search your code for {quote_code(change.find)}."
        yield write_prose(capitalize(change.adapt))
        if change.example is not None:
            yield from _show(change.example)
    if section.others:
        yield ""
        yield write_prose(section.same)


def _show(example: Example) -> Iterator[str]:
    yield ""
    yield "Before:"
    yield from _fence(example.before)
    if example.after:
        yield ""
        yield "After:"
        yield from _fence(example.after)


def _fence(code: str) -> Iterator[str]:
    """Yield a block of Python, with a fence longer than any run of backticks in it."""
    ticks = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", code)), 0)
    yield ""
    yield f"{ticks}python"
    yield from map(escape, code.splitlines())
    yield ticks
