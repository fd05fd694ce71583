"""Tables of the reference as HTML, whose rows become cards on a narrow screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from attrs import frozen

from errsmith.targets.markdown.tables import CellView, HeadView, RowView, TableView
from errsmith.targets.site.documents import convert_link
from errsmith.targets.site.links import LinkView

_CELLS: Final = 1024
"""Converted cells that are kept, because many rows of a table share a cell."""


# Not slotted, because attrs takes twice as long to build frozen objects with slots.
@frozen(kw_only=True, eq=False, slots=False)
class HtmlCellView:
    """A cell of a table, with at most one of text and code.

    Attributes:
        label: The title of its column, which a narrow screen shows.
        text: Plain text.
        code: A string to show as code.
        url: Where the code leads, or empty.
    """

    label: str
    text: str
    code: str
    url: str


@frozen(kw_only=True, eq=False, slots=False)
class HtmlRowView:
    """A row of a table.

    Attributes:
        anchor: Its id, or empty.
        head: Its first cell, which names the row.
        cells: The other cells, in order.
    """

    anchor: str
    head: HtmlCellView
    cells: tuple[HtmlCellView, ...]


@frozen(kw_only=True, eq=False, slots=False)
class HtmlTableView:
    """A table.

    Attributes:
        heads: Its column headings.
        rows: Its rows.
    """

    heads: tuple[LinkView, ...]
    rows: tuple[HtmlRowView, ...]


def convert_table(table: TableView, *, omitted: str = "") -> HtmlTableView:
    """Return a table of a page in Markdown as the HTML page shows it.

    Args:
        table: The table.
        omitted: Title of a column to leave out, or empty.
    """
    columns = [n for n, head in enumerate(table.heads) if head.title != omitted]
    return HtmlTableView(
        heads=tuple(
            LinkView(text=head.title, url=head.url and convert_link(head.url))
            for head in (table.heads[n] for n in columns)
        ),
        rows=tuple(_convert_row(table.heads, row, columns) for row in table.rows),
    )


def _convert_row(heads: Sequence[HeadView], row: RowView, columns: Iterable[int]) -> HtmlRowView:
    first, *others = (_convert_cell(heads[n], row.cells[n]) for n in columns)
    return HtmlRowView(anchor=row.anchor, head=first, cells=tuple(others))


@lru_cache(_CELLS)
def _convert_cell(head: HeadView, cell: CellView) -> HtmlCellView:
    return HtmlCellView(
        label=head.title,
        text=cell.text,
        code=cell.code or cell.link,
        url=cell.target and convert_link(cell.target),
    )
