"""Tables in plain text: with one cell per line, with tabs, with aligned columns, or in boxes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from errsmith.drift.pages.draft import Draft, find_column
from errsmith.drift.pages.inline import read_inline
from errsmith.drift.pages.lists import BULLET
from errsmith.drift.pages.page import Cell
from errsmith.drift.pages.tables import build_table
from errsmith.drift.pages.words import is_header_word

FEWEST_COLUMNS = 2
MOST_COLUMNS = 10
LONGEST_NAME = 4
"""The maximum number of words in a cell of the first column."""

GAP = re.compile(r"\s{2,}|\t+")
DASHES = re.compile(r"\s*-{2,}(?: +-{2,})+\s*$")
CORNERS = "┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╒╕╘╛╞╡╤╧╪┏┓┗┛┣┫┳┻╋╭╮╰╯"
BOX = str.maketrans(f"─━═│┃║{CORNERS}", f"---|||{'+' * len(CORNERS)}")
CHROME = re.compile(
    r"was this|last updated|on this page|powered by|edit this page|skip to|copy page"
    r"|(?:previous|next|copy|search|print)$",
    re.IGNORECASE,
)
NEIGHBOR = re.compile(r"(?:Previous|Next)(?=[A-Z])")


def is_chrome(text: str) -> bool:
    """Return whether a line belongs to the site rather than to the page."""
    return bool(CHROME.match(text) or NEIGHBOR.match(text))


def read_stacked(draft: Draft, index: int) -> int | None:
    """Read a table with one cell per line, including its headers."""
    header, index = _find_stacked_header(draft, index)
    if len(header) < FEWEST_COLUMNS:
        return None
    count = len(header)
    rows: list[list[Cell]] = []
    is_open = False
    while (start := draft.find_text(index)) < len(draft.lines):
        row, end = _find_stacked_row(draft, start, count, is_apart=start > index)
        if not row or not _is_like(row, rows):
            break
        is_open = len(row) < count
        if is_open and (draft.find_text(end) < len(draft.lines) or not rows):
            break
        rows.append(row)
        index = end
    if not rows:
        return None
    draft.leave_items(header[0].line - 1)
    draft.add(build_table(header, rows, header[0].line, is_closed=not is_open))
    if is_open and index >= len(draft.lines):
        draft.cut_inside = "a row"
    return index


def _find_stacked_header(draft: Draft, index: int) -> tuple[list[Cell], int]:
    """Return the headers on this line and the next ones, and where they end.

    Blank lines are between all of them or between none.
    """
    header: list[Cell] = []
    end = index
    gap = 0
    while index < len(draft.lines) and len(header) <= MOST_COLUMNS:
        text = draft.lines[index].strip()
        names = [cell.text for cell in header]
        if not is_header_word(text) or text.endswith((":", "?")) or text in names:
            break
        header.append(read_inline(text, index + 1))
        end = index + 1
        index = draft.find_text(end)
        gap = gap if len(header) > 1 else index - end
        if index - end != gap or gap > 1:
            break
    return header, end


def _find_stacked_row(
    draft: Draft, start: int, count: int, *, is_apart: bool
) -> tuple[list[Cell], int]:
    """Return the cells of the row that begins on a line, and the index of the line after it.

    A run of lines without blank ones is a row if it has at least as many lines as there are
    headers. Additional lines belong to the last cell, unless they form whole rows.
    """
    block = _find_end(draft, start)
    size = block - start
    if is_apart and size >= count > 1 and block < start + count + 5:
        cells = [read_inline(draft.lines[start + n].strip(), start + n + 1) for n in range(count)]
        rest = [draft.lines[n].strip() for n in range(start + count, block)]
        if rest and size % count == 0:
            return cells, start + count
        last = read_inline(
            "<br>".join([draft.lines[start + count - 1].strip(), *rest]), start + count
        )
        return [*cells[:-1], last], block
    cells = []
    index = start
    while len(cells) < count and (at := draft.find_text(index)) < len(draft.lines):
        if at > index + 2 or is_chrome(draft.lines[at].strip()):
            break
        cells.append(read_inline(draft.lines[at].strip(), at + 1))
        index = at + 1
    return cells, index


def _find_end(draft: Draft, index: int) -> int:
    """Return the index of the next blank line, without searching to the end of long paragraphs."""
    end = index
    while end < min(len(draft.lines), index + 50) and draft.lines[end].strip():
        end += 1
    return end


def _is_like(row: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> bool:
    """Return whether a row can be one of a table, judged by the first cells of those above it."""
    text = row[0].text
    words = text.split()
    if is_chrome(text) or BULLET.match(text) or len(words) > LONGEST_NAME:
        return False
    if all(is_header_word(cell.text) for cell in row):
        return False
    are_names = len(rows) > 0 and all(len(other[0].text.split()) == 1 for other in rows)
    return len(words) == 1 or not are_names


def read_tabbed(draft: Draft, index: int) -> int | None:
    """Read a table whose cells are separated by tabs."""
    return _read_lines(draft, index, _split_tabs)


def read_aligned(draft: Draft, index: int) -> int | None:
    """Read a table whose columns are aligned by spaces."""
    line = draft.lines[index].rstrip()
    starts = [0, *(match.end() for match in GAP.finditer(line.lstrip()))]
    offset = len(line) - len(line.lstrip())
    columns = [start + offset for start in starts]
    return _read_lines(draft, index, lambda row: _split_aligned(row, columns))


def read_dashed(draft: Draft, index: int) -> int | None:
    """Read a table whose header is underlined column by column, as in Pandoc."""
    following = draft.lines[index + 1] if index + 1 < len(draft.lines) else ""
    return read_aligned(draft, index) if DASHES.match(following) else None


def _split_tabs(line: str) -> list[str]:
    return line.strip().split("\t") if "\t" in line.strip() else []


def _split_aligned(line: str, columns: Sequence[int]) -> list[str]:
    """Return the cells of a line, split at wide gaps or at the positions of the headers."""
    cells = GAP.split(line.strip())
    if len(cells) == len(columns) and find_column(line) < max(columns[1:2], default=1):
        return cells
    if any(0 < start < len(line) and not line[start - 1].isspace() for start in columns):
        return []
    ends = [*columns[1:], max(len(line), columns[-1])]
    return [line[start:end].strip() for start, end in zip(columns, ends, strict=True)]


def _read_lines(draft: Draft, index: int, split: Callable[[str], list[str]]) -> int | None:
    """Read a table with a row on each line, whose first line has known headers."""
    names = split(draft.lines[index])
    known = sum(is_header_word(name) for name in names)
    fewest = 1 if names and is_header_word(names[0]) else FEWEST_COLUMNS
    if len(names) < FEWEST_COLUMNS or known * 2 < len(names) or known < fewest:
        return None
    rows: list[list[Cell]] = []
    end = index + 1
    while end < len(draft.lines) and (line := draft.lines[end]).strip():
        if not line.strip(" -=+\t_"):
            end += 1
            continue
        cells = split(line)
        if len(cells) < FEWEST_COLUMNS or BULLET.match(line):
            break
        if not cells[0] and rows:
            rows[-1] = _join_cells(rows[-1], [read_inline(cell, end + 1) for cell in cells])
        else:
            rows.append([read_inline(cell, end + 1) for cell in cells])
        end += 1
    if not rows:
        return None
    draft.leave_items(index)
    draft.add(build_table([read_inline(name, index + 1) for name in names], rows, index + 1))
    return end


def _join_cells(above: Sequence[Cell], below: Sequence[Cell]) -> list[Cell]:
    """Return cells extended by those of a continuation line."""
    joined = [
        Cell(
            f"{cell.text}\n{more.text}".strip(),
            cell.line or more.line,
            cell.literals + more.literals,
        )
        for cell, more in zip(above, below, strict=False)
    ]
    longer = above if len(above) > len(below) else below
    return [*joined, *longer[len(joined) :]]


def read_boxed(draft: Draft, index: int) -> int | None:
    """Read a table in a box of `+---+` lines or of box-drawing characters."""
    if not _is_border(draft.lines[index]):
        return None
    groups: list[list[list[Cell]]] = [[]]
    end = index + 1
    while end < len(draft.lines):
        line = draft.lines[end].strip().translate(BOX)
        if _is_border(line):
            if not groups[-1]:
                break  # Two borders with nothing between them begin no table.
            groups.append([])
        elif line.startswith("|"):
            cells = line.strip("|").split("|")
            groups[-1].append([read_inline(cell, end + 1) for cell in cells])
        else:
            break
        end += 1
    groups = [group for group in groups if group]
    if not groups:
        return None
    draft.leave_items(index)
    header = _merge(groups[0]) if len(groups) > 1 else ()
    rows = _find_boxed_rows(groups[1:] if header else groups)
    is_closed = _is_border(draft.lines[end - 1]) or draft.find_text(end) < len(draft.lines)
    draft.add(build_table(header, rows, index + 1, is_closed=is_closed))
    if not is_closed:
        draft.cut_inside = "a row"
    return end


def _is_border(line: str) -> bool:
    line = line.strip().translate(BOX)
    return (
        line.startswith("+")
        and line.endswith("+")
        and "--" in line.replace("=", "-")
        and not line.strip("+-=:")
    )


def _find_boxed_rows(groups: Sequence[Sequence[Sequence[Cell]]]) -> list[Sequence[Cell]]:
    """Return the rows: each line of a single group, or each group."""
    if len(groups) > 1:
        return [_merge(group) for group in groups]
    rows: list[Sequence[Cell]] = []
    for cells in groups[0]:
        if rows and not cells[0].text:
            rows[-1] = _join_cells(rows[-1], cells)
        else:
            rows.append(cells)
    return rows


def _merge(lines: Sequence[Sequence[Cell]]) -> Sequence[Cell]:
    """Return the cells of a row that has several lines."""
    merged: Sequence[Cell] = lines[0]
    for line in lines[1:]:
        merged = _join_cells(merged, line)
    return merged
