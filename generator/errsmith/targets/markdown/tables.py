"""Tables of the reference as data."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True, eq=False)
class CellView:
    """A cell of a table; exactly one of text, code and link is given.

    Attributes:
        text: Plain text.
        code: Text shown as code.
        link: Text shown as code, leading to `anchor`.
        anchor: Where the link leads.
    """

    text: str = ""
    code: str = ""
    link: str = ""
    anchor: str = ""


@frozen(kw_only=True, eq=False)
class RowView:
    """A row of a table: its cells are text (`text`) or code (`code`), and may lead somewhere.

    Attributes:
        cells: The cells, in order.
    """

    cells: tuple[CellView, ...]


@frozen(kw_only=True, eq=False)
class TableView:
    """A table.

    Attributes:
        heads: Heads of its columns.
        rows: Its rows.
    """

    heads: tuple[str, ...]
    rows: tuple[RowView, ...]


def build_row(*cells: CellView) -> RowView:
    """Build a row of cells."""
    return RowView(cells=cells)


def build_text_cell(text: str | None) -> CellView:
    """Build a cell of plain text, empty for None."""
    return CellView(text=text or "")
