"""Tables in text: escaped cells in aligned columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from errsmith.characters import count_cells, escape

GAP: Final = "  "
"""What separates columns, and indents lines below a heading."""
_CUT: Final = "…"
_WIDEST: Final = 60
"""The maximum width of a cell, in terminal cells, that counts for the alignment."""


def align(rows: Sequence[Iterable[str]], indent: str = GAP) -> Iterator[str]:
    """Yield the lines of a table, with escaped cells in aligned columns."""
    cells = [[escape(cell) for cell in row] for row in rows]
    widths = [_measure(column) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = (
            cell + " " * (width - count_cells(cell))
            for cell, width in zip(row, widths, strict=True)
            if width
        )
        yield f"{indent}{GAP.join(padded)}".rstrip()


def cut_line(line: str, width: int) -> str:
    """Return a printable line that is at most `width` cells wide; `…` ends a line that was cut."""
    if count_cells(line) <= width:
        return line
    room, kept = width - count_cells(_CUT), 0
    for character in line:
        room -= count_cells(character)
        if room < 0:
            break
        kept += 1
    return line[:kept].rstrip() + _CUT


def _measure(column: Iterable[str]) -> int:
    """Return the width of a column, without cells that are too wide to be aligned."""
    widths = [count_cells(cell) for cell in column]
    return max((width for width in widths if width <= _WIDEST), default=_WIDEST)
