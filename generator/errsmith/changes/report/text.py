"""Print changes as text, in aligned columns, with what to do about all but safe ones.

release 0.1.0 -> registry

hopae  SESSION_LOCKED
  breaking  C114  `SessionLockedError` no longer derives from `ConflictError`, because …
                  affects: except clauses, types
                  help: If you rely on `except ConflictError` to catch it, also catch …
  safe      C302  the summary changed from "The session is locked." to "The session is in use."

1 breaking, 1 safe
next version: 0.2.0, because `SESSION_LOCKED` of `hopae` has a breaking change (`C114`)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from errsmith.changes.change import Change, Level
from errsmith.changes.report.contents import (
    Report,
    list_affected,
    list_sections,
    name_provider,
)
from errsmith.characters import escape
from errsmith.reporting.tables import GAP

_LEVEL: Final = max(len(level.value) for level in Level)
_RULE: Final = len("C101")
_INDENT: Final = " " * (_LEVEL + _RULE + 3 * len(GAP))


def render(report: Report) -> str:
    """Return the changes by subject, and the totals."""
    blocks = [[f"{report.old} -> {report.new}"]]
    for section in list_sections(report.changes):
        lines = [line for change in section.changes for line in _lay_out(change)]
        lines += [f"{GAP}{section.same}"] if section.others else []
        blocks.append([f"{name_provider(section.provider)}{GAP}{section.subject}", *lines])
    blocks.append(list(report.totals))
    return "\n".join("".join(f"{escape(line)}\n" for line in block) for block in blocks)


def _lay_out(change: Change) -> Iterator[str]:
    yield f"{GAP}{change.level.value:{_LEVEL}}{GAP}{change.rule.id}{GAP}{change.sentence}"
    if change.level is not Level.SAFE:
        yield f"{_INDENT}affects: {list_affected(change)}"
        yield f"{_INDENT}help: {change.adapt}"
