"""Tables of the reference, as data."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve, frozen


@frozen(kw_only=True, eq=False)
class CellView:
    """A cell of a table, with at most one of text, code and link.

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

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.text or self.code or self.link)


@frozen(kw_only=True, eq=False)
class RowView:
    """A row of a table: its cells are text (`text`), code (`code`) or links (`link`).

    Attributes:
        cells: The cells, in order.
    """

    cells: tuple[CellView, ...]


@frozen(kw_only=True, eq=False)
class HeadView:
    """The head of a column.

    Attributes:
        title: What the column has.
        url: Where that is explained, or empty.
    """

    title: str
    url: str = ""


@frozen(kw_only=True, eq=False)
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
    return TableView(
        heads=tuple(all_heads[position] for position in used),
        rows=tuple(
            evolve(row, cells=tuple(row.cells[position] for position in used)) for row in all_rows
        ),
    )


def build_row(*cells: CellView) -> RowView:
    """Build a row of cells."""
    return RowView(cells=cells)


def build_text_cell(text: str | None) -> CellView:
    """Build a cell of plain text, empty if None."""
    return CellView(text=text or "")


def build_code_cell(code: str | None) -> CellView:
    """Build a cell of code, empty if None."""
    return CellView(code=code or "")
