"""Labelled values in running text: `Key: value` lines, and tables of keys and values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from errsmith.drift.extraction.labels import Labels, is_label
from errsmith.drift.extraction.phrases import Role
from errsmith.drift.pages.page import Block, Cell, Datum, Heading, Item, Table, Term, Text

_KEY_VALUE = 2
"""The number of columns of a table of keys and values."""


def split_label(cell: Cell) -> tuple[str, Cell] | None:
    """Split `Key: value` into its label and its value, which may be empty."""
    label, colon, value = cell.text.partition(":")
    if not colon:
        label, colon, value = cell.text.partition(" = ")
    if not colon or value.startswith("//") or not is_label(label.strip(" *•-")):
        return None
    label = label.strip(" *•-")
    value = value.strip(" *")
    literals = tuple(literal for literal in cell.literals if literal in value)
    return label, Cell(value, cell.line, literals)


def split_pairs(cell: Cell, labels: Labels) -> list[tuple[str, Cell]]:
    """Return the labelled values of a line, such as the two of `Code: X | HTTP Status: 404`."""
    for separator in (" | ", "; ", " · ", " • ", "\n", ", "):
        parts = cell.text.split(separator)
        if 1 < len(parts) <= _MOST_PAIRS:
            pairs = [split_label(Cell(part, cell.line, cell.literals)) for part in parts]
            found = [pair for pair in pairs if pair is not None and labels.find_role(pair[0])]
            if len(found) == len(parts):
                return found
    pair = split_label(cell)
    return [] if pair is None else [pair]


_MOST_PAIRS = 8


def get_content(block: Block) -> Cell | None:
    """Return the line of a block of text, or None for other blocks."""
    return block.content if isinstance(block, (Text, Item, Heading)) else None


def collect_cells(blocks: Sequence[Block], labels: Labels) -> list[tuple[str, Cell]]:
    """Return the labelled values and other texts in some blocks, such as a section's."""
    cells: list[tuple[str, Cell]] = []
    awaited: str | None = None
    for block in blocks:
        content = get_content(block)
        if content is not None:
            if awaited is not None:
                cells.append((awaited, content))
                awaited = None
                continue
            pairs = [pair for pair in split_pairs(content, labels) if labels.find_role(pair[0])]
            if not pairs:
                role = labels.find_role(content.text)
                if role in {"code", "status", "category", "retry"} and is_label(content.text):
                    awaited = content.text
                else:
                    cells.append(("", content))
                continue
            *complete, (label, value) = pairs
            cells += complete
            if value.text:
                cells.append((label, value))
            else:
                awaited = label
            continue
        awaited = None
        if isinstance(block, Term):
            cells += [(block.term.text, line) for line in block.definition]
        elif isinstance(block, Datum):
            cells += block.values
        elif isinstance(block, Table):
            cells += _collect_pairs(block, labels)
    return cells


def _collect_pairs(table: Table, labels: Labels) -> Iterable[tuple[str, Cell]]:
    """Yield the labelled values of a table of keys and values, or of a table of one row."""
    if is_key_value(table, labels):
        for row in list_all_rows(table):
            yield row[0].text, row[1]
    elif table.header and len(table.rows) == 1:
        for label, cell in zip(table.header, table.rows[0], strict=False):
            yield label.text, cell


def is_key_value(table: Table, labels: Labels) -> bool:
    """Return whether a table has keys in its first column and values in its second."""
    rows = list_all_rows(table)
    if not rows or any(len(row) != _KEY_VALUE for row in rows):
        return False
    if table.header and labels.find_role(table.header[0].text) in _COLUMN_ROLES:
        second = labels.find_role(table.header[1].text)
        if second is not None:
            return False
    roles: list[Role] = [role for row in rows if (role := labels.find_role(row[0].text))]
    # Codes can read like labels, too: `INVALID_RETRY_POLICY`.
    are_most = len(roles) * 2 >= len(rows)
    has_column = not _COLUMN_ROLES.isdisjoint(roles)
    return are_most and has_column and len(set(roles)) >= min(2, len(rows))


_COLUMN_ROLES = frozenset({"code", "status", "category", "retry", "group"})


def list_all_rows(table: Table) -> list[tuple[Cell, ...]]:
    """Return the rows of a table, including its header."""
    return [*([table.header] if table.header else []), *table.rows]
