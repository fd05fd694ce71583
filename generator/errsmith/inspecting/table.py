"""The table of errors that `errsmith list` prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from errsmith.characters import count_cells
from errsmith.inspecting.selection import Entry
from errsmith.reporting.tables import GAP, align, cut_line
from errsmith.runtime.statements import NOT_DOCUMENTED, format_advice, format_statuses

_SUMMARY: Final = "summary"
_OPTIONAL: Final = ("class", "category", "group", "scope", "kind (derived)", "retry")
"""The columns to omit on a narrow terminal, in this order."""
_ROOM: Final = 24
"""The width of the summary, in cells, below which a column is omitted."""
_NEEDED: Final = (_SUMMARY, "status")
"""The columns that are left out only if they do not fit at all, in this order."""
_LEAST: Final = 12
"""The cells below which the summary does not fit."""


def _get_category(entry: Entry) -> str:
    """Return the category; providers without categories do not document any."""
    return entry.error.category or (NOT_DOCUMENTED if entry.subject.file.categories else "")


_COLUMNS: Final[Mapping[str, Callable[[Entry], str]]] = {
    "provider": lambda entry: entry.subject.name,
    "code": lambda entry: entry.error.code,
    "scope": lambda entry: ", ".join(entry.info.scopes),
    "state": lambda entry: entry.stage or ("unwritten" if entry.is_unwritten else ""),
    "status": lambda entry: format_statuses(entry.info.statuses),
    "retry": lambda entry: format_advice(entry.info.retry),
    "kind (derived)": lambda entry: entry.info.kind or "",
    "group": lambda entry: entry.info.group or "",
    "category": _get_category,
    "class": lambda entry: entry.error.class_,
    _SUMMARY: lambda entry: entry.info.summary or "",
}


def lay_out(entries: Sequence[Entry], width: int | None) -> tuple[list[str], list[str]]:
    """Return the lines of the table, and the columns that were left out.

    Empty columns are always omitted, and so is the provider if there is only one.

    Args:
        entries: The errors.
        width: The width of the terminal in cells, or None to show everything.
    """
    columns = {
        head: [get(entry) for entry in entries]
        for head, get in _COLUMNS.items()
        if head != "provider" or len({entry.subject.name for entry in entries}) > 1
    }
    columns = {head: cells for head, cells in columns.items() if any(cells)}
    omitted: list[str] = []
    if width is not None:
        omitted = list(_choose_omitted(columns, width))
    shown = {head: cells for head, cells in columns.items() if head not in omitted}
    lines = align([shown.keys(), *zip(*shown.values(), strict=True)], indent="")
    return [line if width is None else cut_line(line, width) for line in lines], omitted


def _choose_omitted(columns: Mapping[str, Sequence[str]], width: int) -> Iterator[str]:
    """Yield the columns to leave out, so that the others and the summary have room."""
    shown = {head: cells for head, cells in columns.items() if head != _SUMMARY}
    for head in _OPTIONAL:
        if _measure(shown) + len(GAP) + _ROOM <= width:
            return
        if shown.pop(head, None) is not None:
            yield head
    room = _LEAST + len(GAP)
    for head in _NEEDED:
        if _measure(shown) + room <= width:
            return
        room = 0
        shown.pop(head, None)
        yield head


def _measure(columns: Mapping[str, Sequence[str]]) -> int:
    """Return the width of a table with these columns."""
    rows = [columns.keys(), *zip(*columns.values(), strict=True)]
    return max(map(count_cells, align(rows, indent="")))
