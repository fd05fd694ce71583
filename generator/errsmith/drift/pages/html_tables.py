"""Read the tables of HTML."""

from __future__ import annotations

from attrs import evolve, frozen

from errsmith.drift.pages.characters import clean, decode_references
from errsmith.drift.pages.elements import HEADINGS, Element
from errsmith.drift.pages.flow import is_ignored, read_cell
from errsmith.drift.pages.grid import Spanning, lay_out, pad
from errsmith.drift.pages.headers import has_header_words
from errsmith.drift.pages.page import Cell

_HEADINGS = HEADINGS | {"heading"}
_LABELS = ("data-label", "data-th", "data-title", "data-header", "data-column")
_PARTS = frozenset({"table", "pre", "ul", "ol", "dl", "p"})


@frozen
class Row:
    """A row of a table.

    Attributes:
        line: The line it begins on.
        cells: The elements of its cells.
        is_head: Whether it is in `<thead>`.
    """

    line: int
    cells: tuple[Element, ...]
    is_head: bool

    @property
    def is_title(self) -> bool:
        """Whether it has one header cell."""
        return len(self.cells) == 1 and self.cells[0].name == "th"

    @property
    def is_header(self) -> bool:
        """Whether it has only header cells."""
        return len(self.cells) > 1 and all(cell.name == "th" for cell in self.cells)


@frozen
class Grid:
    """A table, or a part of one with its own header.

    Attributes:
        line: The line it begins on.
        header: The cells of its header.
        rows: Its other rows.
        caption: The text of a row above its header that has only one cell.
    """

    line: int
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""


def find_rows(table: Element) -> list[Row]:
    """Return the rows of a table, in the order of the page."""
    rows: list[Row] = []
    _find_rows(table, rows, is_head=False)
    return rows


def _find_rows(element: Element, rows: list[Row], *, is_head: bool) -> None:
    loose: list[Element] = []  # Cells outside of rows.
    for child in element.elements:
        if is_ignored(child):
            continue
        if child.name in {"td", "th"}:
            loose.append(child)
            continue
        if child.name == "tr":
            cells = tuple(_find_cells(child))
            if cells:
                rows.append(Row(child.line, cells, is_head))
        elif child.name not in {"table", "caption", "colgroup"}:
            _find_rows(child, rows, is_head=is_head or child.name == "thead")
    if loose:
        rows.append(Row(loose[0].line, tuple(loose), is_head))


def _find_cells(row: Element) -> list[Element]:
    cells: list[Element] = []
    for child in row.elements:
        if child.name in {"td", "th"}:
            if not is_ignored(child):
                cells.append(child)
        elif child.name not in {"table", "tr"} and not is_ignored(child):
            cells.extend(_find_cells(child))
    return cells


def find_labelled_rows(element: Element) -> list[Element]:
    """Return the elements in an element that are rows: each of their cells has a label."""
    return [child for child in element.elements if _has_labels(child)]


def _has_labels(row: Element) -> bool:
    count = 0
    for cell in row.elements:
        if not _get_label(cell) or cell.name in {"td", "th"}:
            return False
        count += 1
    return count > 1


def _get_label(cell: Element) -> str:
    labels = (cell.attributes.get(name, "") for name in _LABELS)
    return next((label for label in labels if label.strip()), "")


def read_labelled_grid(rows: list[Element], found: list[Element]) -> Grid:
    """Return the table that elements with labels are."""
    cells = [tuple(read_cell(cell, found) for cell in row.elements) for row in rows]
    header = tuple(
        Cell(clean(decode_references(_get_label(cell))), cell.line) for cell in rows[0].elements
    )
    laid_out = pad([header, *cells])
    return Grid(rows[0].line, laid_out[0], tuple(laid_out[1:]))


def has_layout(table: Element, rows: list[Row]) -> bool:
    """Return whether a table only arranges the page: its cells have headings or whole tables."""
    if table.attributes.get("role", "").lower() in {"presentation", "none"}:
        return True
    cells = [cell for row in rows for cell in row.cells]
    if any(cell.name == "th" for cell in cells):
        return False
    if sum(len(row.cells) > 1 for row in rows) > 1:
        return any(_count(cell, _HEADINGS, 2) > 1 for cell in cells)
    is_single = len(rows) == 1 or all(len(row.cells) == 1 for row in rows)
    sought = _HEADINGS | _PARTS if is_single else _HEADINGS
    return any(_count(cell, sought, 1) for cell in cells)


def _count(element: Element, names: frozenset[str], most: int) -> int:
    """Return how many such elements an element has outside nested tables, up to a number."""
    count = 0
    stack = [element]
    while stack:
        for child in stack.pop().elements:
            count += child.name in names
            if count == most:
                return count
            if child.name != "table":
                stack.append(child)
    return count


def read_grids(table: Element, rows: list[Row], found: list[Element]) -> list[Grid]:
    """Return the parts of a table: a row of header cells below other rows begins another part.

    Args:
        table: The table.
        rows: Its rows.
        found: Receives the tables, examples and definition lists in its cells.
    """
    has_data = any(not row.is_header for row in rows)
    parts: list[list[Row]] = [[]]
    for row in rows:
        begun = parts[-1]
        if has_data and row.is_header and begun and not (begun[-1].is_header or begun[-1].is_head):
            parts.append([])
        parts[-1].append(row)
    lines = [table.line, *(part[0].line for part in parts[1:])]
    grids: list[Grid] = []
    caption = ""
    for part, line in zip(parts, lines, strict=True):
        if len(part) == 1 and part[0].is_title and part is not parts[-1]:
            caption = read_cell(part[0].cells[0]).text
            continue
        grids.append(evolve(_read_grid(part, line, found), caption=caption))
        caption = ""
    return grids


def _read_grid(rows: list[Row], line: int, found: list[Element]) -> Grid:
    laid_out = lay_out([[_read_spanning(cell, found) for cell in row.cells] for row in rows])
    count = 0
    while count < len(rows) and (rows[count].is_head or rows[count].is_header):
        count += 1
    if count == len(rows) and not any(row.is_head for row in rows):
        count = min(count, 1)
    if count == 0 and _is_like_header(rows[0]):
        count = has_header_words([cell.text for cell in laid_out[0]])
    return Grid(line, laid_out[count - 1] if count else (), tuple(laid_out[count:]))


def _is_like_header(row: Row) -> bool:
    return len({cell.name for cell in row.cells}) == 1


def _read_spanning(cell: Element, found: list[Element]) -> Spanning:
    return Spanning(
        read_cell(cell, found),
        _read_number(cell, "rowspan", "aria-rowspan"),
        max(1, _read_number(cell, "colspan", "aria-colspan")),
    )


def _read_number(cell: Element, *names: str) -> int:
    for name in names:
        digits = cell.attributes.get(name, "").strip()
        if digits.isascii() and digits.isdigit():
            return min(int(digits[:6]), 65_534)
    return 1
