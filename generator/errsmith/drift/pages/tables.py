"""Pipe tables, including broken ones: with rows over several lines, or glued to text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from attrs import define, evolve, frozen

from errsmith.drift.pages.draft import Draft
from errsmith.drift.pages.inline import find_code, read_inline
from errsmith.drift.pages.page import EMPTY, Cell, Table
from errsmith.drift.pages.words import is_header_word

LONGEST_ROW = 30
"""The maximum number of lines of a row."""

FEWEST_COLUMNS = 2
DELIMITER = frozenset("|-:+= \t\u2014\u2013")
ESCAPE_OR_PIPE = re.compile(r"\\.|\|")
HEADING = re.compile(r" {0,3}#{1,6}(?:\s|$)")
FENCE = re.compile(r"\s*(?:`{3}|~{3})")


@frozen
class Row:
    """A row of a pipe table.

    Attributes:
        cells: The offset and the text of each of its cells.
        is_closed: Whether it ends with a pipe.
        end: The index of the line after it.
        start: The index of its first line.
        text: Its text, with line breaks.
    """

    cells: tuple[tuple[int, str], ...]
    is_closed: bool
    start: int
    end: int
    text: str

    def read_cells(self) -> tuple[Cell, ...]:
        """Return its cells without markup."""
        cells: list[Cell] = []
        line, position = self.start + 1, 0
        for offset, raw in self.cells:
            first = offset + len(raw) - len(raw.lstrip())
            line += self.text.count("\n", position, first)
            position = first
            cells.append(read_inline(raw.replace("\\|", "|"), line))
        return tuple(cells)


@define
class Columns:
    """The form of the rows of a table, as shown by its header.

    Attributes:
        count: The number of its columns.
        is_closing: Whether its rows end with a pipe.
        patience: How many more lines are tried to complete rows. The limit keeps the time linear.
    """

    count: int
    is_closing: bool
    patience: int = 2000


def read_pipe_table(draft: Draft, index: int) -> int | None:
    """Read the pipe table that begins on a line: its header, its delimiter row, its rows."""
    line = draft.lines[index]
    if "|" not in line:
        return None
    following = draft.lines[index + 1] if index + 1 < len(draft.lines) else ""
    if is_delimiter(line):
        return _read_body(
            draft, (), Columns(len(split_row(line, index).cells), is_closing=True), index, index + 1
        )
    if is_delimiter(following):
        return _read_with_header(draft, index)
    row = split_row(line, index)
    if not _is_row_alone(row) or not _is_row_alone(split_row(following, index + 1)):
        return None
    columns = Columns(len(row.cells), is_closing=True)
    header = row.read_cells()
    if all(is_header_word(cell.text) for cell in header if cell.text):
        return _read_body(draft, header, columns, index, index + 1)
    return _read_body(draft, (), columns, index, index)


def is_delimiter(line: str) -> bool:
    """Return whether a line separates a header from its rows, such as `|---|:--|` or `---+---`."""
    is_crossed = "-+-" in line and not line.lstrip().startswith("+")
    return (
        ("|" in line or is_crossed)
        and any(mark in line for mark in ("--", "\u2014", "-|", "|-", "- |"))
        and set(line) <= DELIMITER
    )


def split_row(line: str, index: int, end: int | None = None, *, in_code: bool = False) -> Row:
    """Return the row that a line is, or several lines joined.

    Args:
        line: The line, or the lines.
        index: The index of the first line.
        end: The index of the line after it.
        in_code: Whether pipes in backticks separate cells too.
    """
    stripped = line.rstrip()
    begin = len(line) - len(line.lstrip())
    pipes = [begin - 1] if not line.startswith("|", begin) else []
    code = iter(() if in_code or "`" not in line else find_code(line))
    span = next(code, None)
    for match in ESCAPE_OR_PIPE.finditer(line):
        while span and span[1] <= match.start():
            span = next(code, None)
        if match[0] == "|" and not (span and span[0] < match.start()):
            pipes.append(match.start())
    is_closed = stripped.endswith("|") and len(pipes) > 0 and pipes[-1] == len(stripped) - 1
    if not is_closed:
        pipes.append(len(stripped))
    cells = tuple((start + 1, line[start + 1 : stop]) for start, stop in pairwise(pipes))
    return Row(cells, is_closed, index, index + 1 if end is None else end, line)


def pad_rows(rows: Sequence[Sequence[Cell]], width: int) -> tuple[tuple[Cell, ...], ...]:
    """Return rows with the same number of cells."""
    return tuple(tuple(row) + (EMPTY,) * (width - len(row)) for row in rows)


def build_table(
    header: Sequence[Cell], rows: Sequence[Sequence[Cell]], line: int, *, is_closed: bool = True
) -> Table:
    """Return a table whose rows have as many cells as the widest one."""
    width = max((len(row) for row in (header, *rows)), default=0)
    padded = pad_rows([header], width)[0] if header else ()
    return Table(line=line, header=padded, rows=pad_rows(rows, width), is_closed=is_closed)


def _is_row_alone(row: Row) -> bool:
    """Return whether a line is a row of a table, even if no delimiter row says so."""
    return row.is_closed and row.text.lstrip().startswith("|") and len(row.cells) > 1


def _read_with_header(draft: Draft, index: int) -> int:
    """Read a table with a header. Text before its first pipe may be glued to it."""
    header = split_row(draft.lines[index], index)
    count = len(split_row(draft.lines[index + 1].replace("+", "|"), index + 1).cells)
    is_begun = draft.lines[index].lstrip().startswith("|")
    cells = header.cells
    if not is_begun and len(cells) == count + 1:
        from_text = cells[0][1]
        cells = cells[1:]
        draft.leave_items(index, is_paragraph=True)
        add_glued(draft, index, from_text)
    columns = Columns(max(len(cells), 1), header.is_closed)
    row = evolve(header, cells=cells)
    return _read_body(draft, row.read_cells(), columns, index, index + 2)


def add_glued(draft: Draft, index: int, text: str) -> None:
    """Add text on the line of a table."""
    draft.add_text(read_inline(text, index + 1))


def _read_body(
    draft: Draft, header: tuple[Cell, ...], columns: Columns, start: int, index: int
) -> int:
    """Read the rows of a table, up to the first line that is not in one."""
    rows: list[tuple[Cell, ...]] = []
    tail: tuple[int, str] | None = None
    is_open = False
    while index < len(draft.lines):
        if is_delimiter(draft.lines[index]):
            index += 1
            continue
        row = _find_row(draft.lines, index, columns)
        if row is None:
            break
        row, tail = _split_tail(row, columns)
        rows.append(_drop_surplus(row, columns).read_cells())
        index = row.end
        is_open = _is_open(draft, row, columns)
        if tail:
            break
    rows = _align_rows(header, rows)
    draft.leave_items(start)
    is_last = draft.find_text(index) == len(draft.lines)
    is_closed = not (is_last and (is_open or not rows))
    draft.add(build_table(header, rows, start + 1, is_closed=is_closed))
    if not is_closed:
        draft.cut_inside = "a row"
    if tail:
        draft.items.clear()
        add_glued(draft, tail[0], tail[1])
    return index


def _align_rows(header: tuple[Cell, ...], rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """Return rows without the letters of an index, which move the other cells by a column."""
    if len(header) <= FEWEST_COLUMNS or header[-1].text:
        return rows
    return [
        row[1:] if len(row) == len(header) and row[-1].text and len(row[0].text) == 1 else row
        for row in rows
    ]


def _find_row(lines: list[str], index: int, columns: Columns) -> Row | None:
    """Return the row that begins on a line, joined with its continuation lines."""
    line = lines[index]
    if _is_boundary(line):
        return None
    row = split_row(line, index)
    has_pipe = row.is_closed or len(row.cells) > 1 or line.lstrip().startswith("|")
    if len(row.cells) < columns.count and "`" in line:
        other = split_row(line, index, in_code=True)
        row = other if len(other.cells) == columns.count else row
    if not _is_whole(row, columns):
        joined = _join_row(lines, index, columns)
        if joined or not has_pipe:
            return joined
    return row if has_pipe else None


def _join_row(lines: list[str], index: int, columns: Columns) -> Row | None:
    """Return the row that a line and those after it form, if they form one."""
    row = split_row(lines[index], index)
    is_begun = row.text.lstrip().startswith("|")
    for end in range(index + 1, min(index + LONGEST_ROW, len(lines))):
        line = lines[end]
        columns.patience -= 1
        is_next = is_begun and row.is_closed and line.lstrip().startswith("|")
        if is_next or columns.patience < 0 or not _can_go_on(row, line, columns):
            return None
        row = split_row(f"{row.text}\n{line}", index, end + 1)
        if len(row.cells) > columns.count:
            return None
        if line.strip() and _is_whole(row, columns) and (len(row.cells) > 1 or row.is_closed):
            return row
    return None


def _can_go_on(row: Row, line: str, columns: Columns) -> bool:
    """Return whether an incomplete row can continue on a line."""
    if not line.strip():
        return columns.is_closing and len(row.cells) < columns.count
    if _is_boundary(line) or is_delimiter(line):
        return False
    return not len(split_row(line, row.end).cells) >= columns.count > 1


def _is_boundary(line: str) -> bool:
    return not line.strip() or bool(HEADING.match(line) or FENCE.match(line))


def _is_whole(row: Row, columns: Columns) -> bool:
    """Return whether a row has all its cells, and its last pipe if rows have one."""
    return len(row.cells) >= columns.count and (row.is_closed or not columns.is_closing)


def _split_tail(row: Row, columns: Columns) -> tuple[Row, tuple[int, str] | None]:
    """Return a row without the text that is glued to its last pipe, and that text."""
    is_glued = columns.is_closing and not row.is_closed and len(row.cells) == columns.count + 1
    if not is_glued or columns.count == 1:
        return row, None
    cells = evolve(row, cells=row.cells[:-1], is_closed=True)
    return cells, (row.end - 1, row.cells[-1][1])


def _drop_surplus(row: Row, columns: Columns) -> Row:
    """Return a row without empty cells beyond the last column."""
    cells = list(row.cells)
    while len(cells) > columns.count and not cells[-1][1].strip():
        cells.pop()
    return evolve(row, cells=tuple(cells))


def _is_open(draft: Draft, row: Row, columns: Columns) -> bool:
    """Return whether the page could end inside a row, if it is the last one."""
    if columns.is_closing and not row.is_closed:
        return True
    return len(row.cells) < columns.count and not draft.ends_whole
