"""Read the tables of reStructuredText."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from itertools import pairwise

from attrs import define, field, frozen

from errsmith.drift.pages.grid import pad
from errsmith.drift.pages.page import Cell
from errsmith.drift.pages.restructured_text import Line, dedent, join_paragraphs, read_inline

MOST_COLUMNS = 100
"""The maximum number of columns of a table that is drawn."""

_DELIMITERS = {"tab": "\t", "space": " "}
_BORDER = re.compile(r"={2,}+(?: +={2,}+)++ *+")
_UNDERLINES = re.compile(r"-{2,}+(?: +-{2,}+)*+ *+")
_RUN = re.compile(r"=+")


@frozen
class Drawn:
    """A table as it was read.

    Attributes:
        header: The cells of its header.
        rows: Its other rows.
        is_closed: Whether it has its end.
    """

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    is_closed: bool = True


def build(rows: Sequence[tuple[Cell, ...]], headers: int, *, is_closed: bool = True) -> Drawn:
    """Return a table whose first rows are its header."""
    padded = pad(rows)
    headers = min(headers, len(padded))
    header = padded[headers - 1] if headers else ()
    return Drawn(header, tuple(padded[headers:]), is_closed)


def read_list_table(lines: Sequence[Line], headers: int) -> Drawn:
    """Read a list of lists: `* -` begins a row, and `-` another cell of it."""
    rows: list[list[list[Line]]] = []
    for line in lines:
        text = line.text
        if text.startswith(("* ", "*\t")) or text == "*":
            rows.append([])
            text = " " + text[1:]
        if not rows:
            continue
        inner = text.lstrip(" ")
        is_cell = inner.startswith("- ") or inner == "-"
        if is_cell and len(text) - len(inner) <= 3:  # noqa: PLR2004
            rows[-1].append([])
            inner = inner[1:]
        if rows[-1]:
            rows[-1][-1].append(Line(line.number, inner))
    read = [tuple(join_paragraphs(cell, cell[0].number) for cell in row) for row in rows]
    return build([row for row in read if row], headers)


def read_csv_table(lines: Sequence[Line], options: dict[str, str], first: int) -> Drawn:
    """Read comma-separated values, or those with another delimiter."""
    delimiter = options.get("delim", ",")
    delimiter = _DELIMITERS.get(delimiter, delimiter)[:1] or ","
    headers = int(options.get("header-rows", "0")[:3]) if _is_number(options, "header-rows") else 0
    rows: list[tuple[Cell, ...]] = []
    if "header" in options:
        headers = 1
        rows += _read_csv([Line(first, options["header"])], delimiter)
    rows += _read_csv(lines, delimiter)
    return build(rows, headers)


def _is_number(options: dict[str, str], name: str) -> bool:
    value = options.get(name, "")
    return value.isascii() and value.isdigit()


def _read_csv(lines: Sequence[Line], delimiter: str) -> list[tuple[Cell, ...]]:
    reader = csv.reader(
        (line.text for line in lines), delimiter=delimiter, skipinitialspace=delimiter != " "
    )
    rows: list[tuple[Cell, ...]] = []
    while True:
        number = lines[min(reader.line_num, len(lines) - 1)].number if lines else 1
        try:
            values = next(reader)
        except StopIteration:
            return rows
        except csv.Error:  # A field that is longer than Python's limit.
            continue
        if values:
            rows.append(tuple(read_inline(number, value) for value in values))


def is_simple_border(text: str) -> bool:
    """Return whether a line begins a simple table: `====  ====`."""
    return text.startswith("==") and _BORDER.fullmatch(text) is not None


def read_simple_table(lines: Sequence[Line], at: int) -> tuple[Drawn, int]:
    """Read a simple table, and return where it ends."""
    border = lines[at].text
    starts = [match.start() for match in _RUN.finditer(border)][:MOST_COLUMNS]
    rows: list[list[list[Line]]] = []
    headers = 0
    is_closed = False
    end = at + 1
    while end < len(lines) and not is_closed:
        line = lines[end]
        end += 1
        if is_simple_border(line.text):
            if end < len(lines) and not lines[end].is_blank and not headers:
                headers = len(rows)
            else:
                is_closed = True
        elif not line.is_blank and not _UNDERLINES.fullmatch(line.text):
            _add_line(rows, line, starts)
    read = [
        tuple(join_paragraphs(cell, row[0][0].number if row[0] else 0) for cell in row)
        for row in rows
    ]
    return build(read, min(headers, 1) and headers, is_closed=is_closed), end


def _add_line(rows: list[list[list[Line]]], line: Line, starts: Sequence[int]) -> None:
    """Add a line of a simple table; without a first cell, it continues the row before."""
    parts = [line.text[start:end].strip() for start, end in pairwise([*starts, len(line.text) + 1])]
    if parts[0] or not rows:
        rows.append([[] for _ in starts])
    for cell, part in zip(rows[-1], parts, strict=True):
        if part:
            cell.append(Line(line.number, part))


@define(eq=False)
class _Drawing:
    """A cell of a grid table while it is read."""

    lines: list[Line] = field(factory=list)


def is_grid_border(text: str) -> bool:
    """Return whether a line begins a grid table: `+---+---+`."""
    return text.startswith(("+-", "+=")) and text.endswith("+") and not text.strip("+-=")


def read_grid_table(lines: Sequence[Line], at: int) -> tuple[Drawn, int]:
    """Read a grid table, and return where it ends."""
    end = at
    while end < len(lines) and lines[end].text.startswith(("+", "|")):
        end += 1
    drawn = [Line(line.number, line.text.rstrip()) for line in lines[at:end]]
    columns = sorted(
        {
            column
            for line in drawn
            if is_grid_border(line.text)
            for column, character in enumerate(line.text)
            if character == "+"
        }
    )[:MOST_COLUMNS]
    rows: list[list[_Drawing]] = []
    headers = 0
    current = [_Drawing() for _ in columns[1:]]
    is_joined = False
    for line in drawn[1:]:
        slots = [line.text[left + 1 : right] for left, right in pairwise(columns)]
        ends = [bool(slot) and not slot.strip("-=+") for slot in slots]
        if any(ends) and line.text.startswith(("+", "|")) and "+" in line.text:
            rows.append(current)
            if "=" in "".join(slots) and not headers:
                headers = len(rows)
            current = [
                _Drawing() if is_end else cell for is_end, cell in zip(ends, current, strict=True)
            ]
            is_joined = False
            continue
        if not is_joined:
            _join(current, line.text, columns)
            is_joined = True
        _add_slots(current, line, columns)
    is_closed = bool(drawn) and is_grid_border(drawn[-1].text)
    if not is_closed and any(cell.lines for cell in current):
        rows.append(current)
    cells: dict[int, Cell] = {}
    for row in rows:
        for cell in row:
            if id(cell) not in cells:
                number = cell.lines[0].number if cell.lines else lines[at].number
                cells[id(cell)] = join_paragraphs(dedent(cell.lines), number)
    read = [tuple(cells[id(cell)] for cell in row) for row in rows]
    return build(read, headers, is_closed=is_closed), end


def _join(cells: list[_Drawing], text: str, columns: Sequence[int]) -> None:
    """Extend a cell over the columns that no line separates from it."""
    for number in range(1, len(cells)):
        if text[columns[number] : columns[number] + 1] not in {"|", "+"}:
            cells[number] = cells[number - 1]


def _add_slots(cells: Sequence[_Drawing], line: Line, columns: Sequence[int]) -> None:
    number = 0
    while number < len(cells):
        last = number
        while last + 1 < len(cells) and cells[last + 1] is cells[number]:
            last += 1
        text = line.text[columns[number] + 1 : columns[last + 1]].rstrip("|")
        cells[number].lines.append(Line(line.number, text))
        number = last + 1
