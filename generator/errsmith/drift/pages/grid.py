"""Lay out the cells of a table, which may cover several rows and columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from errsmith.drift.pages.page import EMPTY, Cell

MOST_CELLS = 2_000_000
"""The maximum number of cells of a table, including repeated and added ones."""

FEWEST_COLUMNS = 8
"""The number of columns that any table may have."""

_WIDEST_SPAN = 1000


@frozen
class Spanning:
    """A cell with the numbers of rows and columns that it covers; 0 rows are all that follow."""

    cell: Cell
    rows: int = 1
    columns: int = 1


def lay_out(rows: Sequence[Sequence[Spanning]]) -> list[tuple[Cell, ...]]:
    """Return rows of the same length, with merged cells repeated wherever they are."""
    width = _find_width(rows)
    placed: list[tuple[Cell, ...]] = []
    # For each column, a cell from above and the number of rows that it still covers.
    above: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        cells: list[Cell] = []
        for spanning in row:
            _fill_from_above(cells, above, width)
            for _ in range(max(1, min(spanning.columns, width - len(cells)))):
                if spanning.rows != 1:
                    above[len(cells)] = (spanning.cell, (spanning.rows or len(rows)))
                cells.append(spanning.cell)
        _fill_from_above(cells, above, width)
        while len(cells) < width and above:
            cells.append(EMPTY)
            _fill_from_above(cells, above, width)
        placed.append(tuple(cells))
        above = {column: (cell, left - 1) for column, (cell, left) in above.items() if left > 1}
    return pad(placed)


def _fill_from_above(cells: list[Cell], above: dict[int, tuple[Cell, int]], width: int) -> None:
    while len(cells) < width and len(cells) in above:
        cells.append(above[len(cells)][0])


def _find_width(rows: Sequence[Sequence[Spanning]]) -> int:
    """Return the number of columns. The one cell of a row covers no more than there are."""
    widths = [
        sum(min(max(cell.columns, 1), _WIDEST_SPAN) for cell in row) for row in rows if len(row) > 1
    ]
    widest = max(widths, default=1)
    return min(widest, max(FEWEST_COLUMNS, MOST_CELLS // max(len(rows), 1)))


def pad(rows: Iterable[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """Return rows as long as the longest one."""
    listed = list(rows)
    most = max(FEWEST_COLUMNS, MOST_CELLS // max(len(listed), 1))
    width = min(max(map(len, listed), default=0), most)
    return [row[:width] + (EMPTY,) * (width - len(row)) for row in listed]
