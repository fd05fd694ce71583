"""Tables of the reference, as data."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from attrs import frozen

_CELLS: Final = 1024
"""Cells that are kept: most rows have the same statuses, kinds and advice as others."""


# Not slotted, because attrs takes twice as long to build frozen objects with slots.
@frozen(kw_only=True, eq=False, slots=False)
class CellView:
    """A cell of a table, with at most one of text, code and link.

    Attributes:
        text: Plain text.
        code: A string to show as code.
        link: A string to show as code, with a link.
        target: The target of the link.
    """

    text: str = ""
    code: str = ""
    link: str = ""
    target: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.text or self.code or self.link)


@frozen(kw_only=True, eq=False, slots=False)
class RowView:
    """A row of a table: its cells are text (`text`), code (`code`) or links (`link`).

    Attributes:
        cells: The cells, in order.
        anchor: Its id on an HTML page, or empty.
    """

    cells: tuple[CellView, ...]
    anchor: str = ""


@frozen(kw_only=True, eq=False, slots=False)
class HeadView:
    """The head of a column.

    Attributes:
        title: What the column has.
        url: Where that is explained, or empty.
    """

    title: str
    url: str = ""


@frozen(kw_only=True, eq=False, slots=False)
class TableView:
    """A table without empty columns.

    Attributes:
        heads: Its column heads.
        rows: Its rows.
    """

    heads: tuple[HeadView, ...]
    rows: tuple[RowView, ...]


def build_table(heads: Iterable[str | HeadView], rows: Iterable[RowView]) -> TableView:
    """Build a table, without the columns that are empty in all rows."""
    all_heads = [HeadView(title=head) if isinstance(head, str) else head for head in heads]
    all_rows = list(rows)
    used = [
        position
        for position in range(len(all_heads))
        if not all(row.cells[position].is_empty for row in all_rows)
    ]
    if len(used) == len(all_heads):
        return TableView(heads=tuple(all_heads), rows=tuple(all_rows))
    return TableView(
        heads=tuple(all_heads[position] for position in used),
        rows=tuple(
            RowView(cells=tuple(row.cells[position] for position in used), anchor=row.anchor)
            for row in all_rows
        ),
    )


def build_row(*cells: CellView, anchor: str = "") -> RowView:
    """Build a row of cells, with its id on an HTML page."""
    return RowView(cells=cells, anchor=anchor)


@lru_cache(_CELLS)
def build_text_cell(text: str | None) -> CellView:
    """Build a cell of plain text, empty if None."""
    return CellView(text=text or "")


@lru_cache(_CELLS)
def build_code_cell(code: str | None) -> CellView:
    """Build a cell of code, empty if None."""
    return CellView(code=code or "")
