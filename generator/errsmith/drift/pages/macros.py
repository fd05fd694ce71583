"""Macro calls of Rust that list constants: `error_codes! { NotFound, Client, 404; … }`."""

from __future__ import annotations

from errsmith.drift.pages.draft import Draft
from errsmith.drift.pages.page import Cell, Datum
from errsmith.drift.pages.statements import Source

LEAST_ROWS = 3
"""The minimum number of rows of a macro call that lists constants."""


def read_macro(draft: Draft, source: Source, start: int, end: int) -> int:
    """Read the rows of a macro call, and return the index of the token after it.

    The values beside the name of a constant are numbered. Other macros have no constants.
    """
    name, opening = source.tokens[start], start + 2
    if source.text_at(opening) != "{":
        return end
    rows: list[Datum] = []
    for first, last in source.split(opening + 1, source.closers[opening], {";"}):
        (_, name_end), *others = source.split(first, last, {","})
        cells = [source.read_scalar(*part) for part in others]
        values = [(str(number), cell) for number, cell in enumerate(cells, 1) if cell]
        if name_end == first + 1 and values and len(values) == len(others):
            key = Cell(source.tokens[first].text, source.tokens[first].line)
            notes = source.describe(first, last)
            rows.append(Datum(line=key.line, key=key, values=(*values, *notes)))
    if len(rows) >= LEAST_ROWS:
        depth = len(draft.path)
        draft.add_heading(depth + 1, Cell(name.text, name.line))
        for row in rows:
            draft.add(row)
        del draft.path[depth:]
    return source.skip(opening)
