"""Tables whose cells are separated by commas or semicolons, with a header of known words."""

from __future__ import annotations

import csv

from errsmith.drift.pages.draft import Draft
from errsmith.drift.pages.page import Cell
from errsmith.drift.pages.tables import build_table
from errsmith.drift.pages.words import is_header_word

_LONGEST_HEADER = 300
_LONGEST_ROW = 50
"""The maximum number of lines of a row, whose cells may have line breaks."""


def read_separated(draft: Draft, index: int) -> int | None:
    """Read such a table, up to a blank line or a line with another number of cells."""
    header = draft.lines[index]
    mark = ";" if header.count(";") > header.count(",") else ","
    names = [name.strip(' "') for name in header.split(mark)]
    if len(header) > _LONGEST_HEADER or len(names) < 2 or not _is_header(names):  # noqa: PLR2004
        return None
    rows: list[list[Cell]] = []
    end = index + 1
    while end < len(draft.lines) and draft.lines[end].strip():
        row, following = _read_row(draft, end, mark)
        if len(row) != len(names):
            break
        rows.append([Cell(" ".join(text.split()), end + 1) for text in row])
        end = following
    if not rows:
        return None
    draft.leave_items(index)
    draft.add(build_table([Cell(name, index + 1) for name in names], rows, index + 1))
    return end


def _is_header(names: list[str]) -> bool:
    known = sum(map(is_header_word, names))
    return is_header_word(names[0]) and known * 2 > len(names) and "" not in names


def _read_row(draft: Draft, index: int, mark: str) -> tuple[list[str], int]:
    """Return the cells of the row that begins on a line, and the index of the line after it."""
    lines = (f"{line}\n" for line in draft.lines[index : index + _LONGEST_ROW])
    reader = csv.reader(lines, delimiter=mark, skipinitialspace=True)
    try:
        row = next(reader, [])
    except csv.Error:
        row = []
    return row, index + max(reader.line_num, 1)
