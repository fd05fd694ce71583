"""Read the tables of AsciiDoc."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from attrs import evolve, frozen

from errsmith.drift.pages.grid import Spanning, lay_out
from errsmith.drift.pages.headers import has_header_words
from errsmith.drift.pages.page import Cell

_DELIMITER = re.compile(r"[|!,:]={3,}\s*$")
_PIPE = re.compile(
    r"(?:(?<=\s)|^)((?:\d+(?:\.\d+)?|\.\d+)[+*])?(?:[<^>]?(?:\.[<^>])?)([aehlmsdv])?\||\|"
)
_COLUMNS = re.compile(r"cols\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(\d+\*?))")
_OPTIONS = re.compile(
    r"%[\w%]*header|options\s*=\s*\"[^\"]*header|opts\s*=\s*\"[^\"]*header|options\s*=\s*header"
)
_NO_HEADER = re.compile(r"%[\w%]*noheader")
_REPEATED = re.compile(r"\s*(\d+)\*")
_MOST = 200
"""The maximum number of columns."""

_LARGEST_SPAN = 40
"""The maximum number of rows or columns that a cell can cover, and of its repetitions."""


@frozen
class _Raw:
    """A cell: its text, its line, and its span such as `2+`."""

    text: str
    line: int
    span: str
    first: int  # The number of the line that it begins on, from 0.


def is_table_delimiter(line: str) -> bool:
    """Return whether a line begins or ends a table."""
    return bool(_DELIMITER.match(line))


def read_cells(
    lines: Sequence[str], number: int, attributes: str, read: Callable[[str, int], Cell]
) -> tuple[tuple[Cell, ...], tuple[tuple[Cell, ...], ...]]:
    """Return the header and the rows of a table.

    Args:
        lines: The lines between those that begin and end it.
        number: The line of the first one.
        attributes: Its attributes, such as `cols="1,3",options="header"`.
        read: Reads the text of a cell.
    """
    raws = _split(lines, number)
    count = _count_columns(attributes, raws, lines)
    rows = _fill_rows(raws, count, read)
    if not rows:
        return (), ()
    laid_out = lay_out(rows)
    has_header = not _NO_HEADER.search(attributes) and (
        _OPTIONS.search(attributes)
        or _is_apart(raws, count, lines)
        or has_header_words([cell.text for cell in laid_out[0]])
    )
    return (laid_out[0], tuple(laid_out[1:])) if has_header else ((), tuple(laid_out))


def _split(lines: Sequence[str], number: int) -> list[_Raw]:
    """Return the cells of a table, each with its continuation lines."""
    raws: list[_Raw] = []
    parts: list[str] = []
    for offset, line in enumerate(lines):
        position = 0
        for match in _PIPE.finditer(line):
            if match.end() > 1 and line[match.end() - 2] == "\\":
                continue
            parts.append(line[position : match.start()])
            _end_cell(raws, parts)
            raws.append(_Raw("", number + offset, match[1] or "", offset))
            position = match.end()
        parts.append(f"{line[position:]}\n")
    _end_cell(raws, parts)
    return raws


def _end_cell(raws: list[_Raw], parts: list[str]) -> None:
    text = "".join(parts)
    parts.clear()
    if raws:
        begin = len(text) - len(text.lstrip())
        line = raws[-1].line + text.count("\n", 0, begin) if text.strip() else raws[-1].line
        raws[-1] = evolve(raws[-1], text=text.strip().replace("\\|", "|"), line=line)


def _count_columns(attributes: str, raws: Sequence[_Raw], lines: Sequence[str]) -> int:
    """Return the number of columns: as declared, or the number of cells before a line ends."""
    if match := _COLUMNS.search(attributes):
        specification = match[1] or match[2] or match[3] or ""
        number = specification.strip(" *")
        if number.isascii() and number.isdigit():
            return min(max(int(number[:3]), 1), _MOST)
        separator = ";" if ";" in specification else ","
        columns = specification.split(separator)
        counts = [_REPEATED.match(column) for column in columns]
        total = sum(int(count[1][:3]) if count else 1 for count in counts)
        return min(max(total, 1), _MOST)
    if not raws:
        return 1
    first = raws[0].first
    cells = [raw for raw in raws if raw.first == first]
    if len(cells) == 1:
        # A cell on each line: a row ends at a blank line.
        filled = list(takewhile(str.strip, lines[first:]))
        cells = [raw for raw in raws if raw.first < first + len(filled)]
    return min(max(sum(_read_span(raw.span)[1] for raw in cells), 1), _MOST)


def _read_span(span: str) -> tuple[int, int]:
    """Return how many rows and columns a cell covers, or how often it is repeated."""
    columns, _, rows = span.rstrip("+*").partition(".")
    return min(int(rows[:3] or 1), _LARGEST_SPAN), min(int(columns[:3] or 1), _LARGEST_SPAN)


def _fill_rows(
    raws: Sequence[_Raw], count: int, read: Callable[[str, int], Cell]
) -> list[list[Spanning]]:
    """Return rows of cells; cells that cover several rows leave less space in the next ones."""
    rows: list[list[Spanning]] = [[]]
    above: dict[int, int] = {}  # The columns that are covered from above, by the row.
    used = 0
    for raw in raws:
        height, width = _read_span(raw.span)
        cell = read(" ".join(raw.text.replace("\n\n", "<br>").split()), raw.line)
        is_repeated = raw.span.endswith("*")
        for _ in range(width if is_repeated else 1):
            if used + above.get(len(rows), 0) >= count:
                rows.append([])
                used = 0
            columns = 1 if is_repeated else min(width, count)
            rows[-1].append(Spanning(cell, height, columns))
            used += columns
            for later in range(len(rows) + 1, len(rows) + height):
                above[later] = above.get(later, 0) + columns
    return [row for row in rows if row]


def _is_apart(raws: Sequence[_Raw], count: int, lines: Sequence[str]) -> bool:
    """Return whether a blank line follows the cells of the first row, all on the first line."""
    first = raws[0].first
    row = raws[:count]
    if first > 0 or any(raw.first != first for raw in row) or len(row) < count:
        return False
    return len(lines) > first + 1 and not lines[first + 1].strip()
