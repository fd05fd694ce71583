"""Find the columns of tables that could contain codes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from errsmith.drift.extraction.candidates import Candidate, Entry
from errsmith.drift.extraction.codes import is_distinct
from errsmith.drift.extraction.labelled import is_key_value, list_all_rows
from errsmith.drift.extraction.labels import Labels, fold_label
from errsmith.drift.pages.page import Cell, Page, Table, Text

_MOST_COLUMNS = 12
"""The maximum number of columns of a table that are searched."""


def find_in_tables(page: Page, labels: Labels) -> Iterator[Candidate]:
    """Yield a candidate for each column of each table."""
    upright: list[tuple[int, Table]] = []
    for position, block in enumerate(page.blocks):
        if not isinstance(block, Table):
            continue
        if is_key_value(block, labels):
            upright.append((position, block))
        else:
            above = page.blocks[position - 1] if position else None
            lead = above.content.text if isinstance(above, Text) else ""
            yield from _find_in_columns(position, block, block.caption or lead, labels)
    yield from _find_in_keys(upright, labels)


def _find_in_columns(position: int, table: Table, lead: str, labels: Labels) -> Iterator[Candidate]:
    header = table.header
    rows = table.rows
    if rows and _is_header(rows[0], labels) and (not header or _is_alone(header)):
        lead = header[0].text if header else lead
        header, *rest = rows
        rows = tuple(rest)
    names = tuple(cell.text for cell in header)
    around = () if table.item is None else (table.item,)
    roles = [labels.find_role(cell.text) for cell in header]
    if header and not any(roles) and any(is_distinct(cell.text) for cell in header):
        header, names, rows = (), (), (header, *rows)  # The table has no header.
    for column in range(min(max(map(len, rows), default=0), _MOST_COLUMNS)):
        label = names[column] if column < len(names) else ""
        entries: list[Entry] = []
        title = lead
        for row in rows:
            if _is_title(row) or (_is_alone(row) and _is_words(row[0].text)):
                title = row[0].text
            elif column < len(row) and row[column].text:
                cells = tuple(
                    (names[other] if other < len(names) else "", cell)
                    for other, cell in enumerate(row)
                    if other != column
                )
                entry = Entry(
                    code=row[column],
                    cells=cells,
                    headings=table.headings,
                    around=around,
                    lead=title,
                )
                entries.append(entry)
        if entries:
            yield Candidate(
                kind="table",
                label=label,
                signature=("table", *map(fold_label, names), column),
                labels=names,
                headings=table.headings,
                entries=tuple(entries),
                position=position,
            )


def _is_title(row: tuple[Cell, ...]) -> bool:
    """Return whether a row is one cell across the whole table, which names the rows below it."""
    return len(row) > 1 and bool(row[0].text) and all(cell == row[0] for cell in row[1:])


def _is_alone(row: tuple[Cell, ...]) -> bool:
    """Return whether only the first of several cells has a text."""
    return len(row) > 1 and bool(row[0].text) and not any(cell.text for cell in row[1:])


def _is_words(text: str) -> bool:
    """Return whether a text begins like a title, and not like a code."""
    first = text.split(maxsplit=1)[0]
    return first.istitle() and first.isalpha()


def _is_header(row: tuple[Cell, ...], labels: Labels) -> bool:
    """Return whether the first row of a table without a header is one."""
    roles = [labels.find_role(cell.text) for cell in row]
    return len(row) > 1 and sum(role is not None for role in roles) * 2 > len(row)


def _find_in_keys(tables: list[tuple[int, Table]], labels: Labels) -> Iterator[Candidate]:
    """Yield a candidate for the tables of the page that have a row for each fact of a code."""
    entries: list[Entry] = []
    label = ""
    for _, table in tables:
        rows = list_all_rows(table)
        starts = [n for n, row in enumerate(rows) if labels.find_role(row[0].text) == "code"]
        # Rows above the first code describe it, too. A table can describe several codes in turn.
        for start, end in pairwise([*starts, len(rows)]):
            code = rows[start]
            first = 0 if start == starts[0] else start + 1
            label = label or code[0].text
            cells = tuple((row[0].text, row[1]) for row in rows[first:end] if row is not code)
            if code[1].text:
                entries.append(Entry(code=code[1], cells=cells, headings=table.headings))
    if entries:
        yield Candidate(
            kind="table",
            label=label,
            signature=("table", "keys"),
            labels=(label,),
            entries=tuple(entries),
            position=tables[0][0],
        )
