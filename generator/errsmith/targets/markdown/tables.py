"""Tables of the reference, as data."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True, eq=False)
class CellView:
    """A cell of a table, with exactly one of text, code and link.

    Attributes:
        text: Plain text.
        code: A string to show as code.
        link: A string to show as code, with a link to `anchor`.
        anchor: The target of the link.
    """

    text: str = ""
    code: str = ""
    link: str = ""
    anchor: str = ""


@frozen(kw_only=True, eq=False)
class RowView:
    """A row of a table: its cells are text (`text`), code (`code`) or links (`link`).

    Attributes:
        cells: The cells, in order.
    """

    cells: tuple[CellView, ...]


@frozen(kw_only=True, eq=False)
class TableView:
    """A table.

    Attributes:
        heads: Its column heads.
        rows: Its rows.
    """

    heads: tuple[str, ...]
    rows: tuple[RowView, ...]


def build_row(*cells: CellView) -> RowView:
    """Build a row of cells."""
    return RowView(cells=cells)


def build_text_cell(text: str | None) -> CellView:
    """Build a cell of plain text, empty if None."""
    return CellView(text=text or "")
