"""Tables of Markdown whose line breaks were lost: `| Code | Text | |---|---| | A_1 | Old |`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from errsmith.drift.pages.draft import Draft
from errsmith.drift.pages.inline import read_inline
from errsmith.drift.pages.page import Cell
from errsmith.drift.pages.tables import add_glued, build_table, split_row

_DASHES = re.compile(r"\s*:?-{2,}:?\s*$")
_DELIMITER = re.compile(r"\|\s*+:?-{2,}+:?\s*+\|\s*+:?-{2,}+:?\s*+\|")


def read_flattened_table(draft: Draft, index: int) -> int | None:
    """Read a table that is on one line, with the text before and after it."""
    line = draft.lines[index]
    if "--" not in line or not _DELIMITER.search(line):
        return None
    raws = [raw for _, raw in split_row(line, index).cells]
    first = next((at for at, raw in enumerate(raws) if _DASHES.match(raw)), 0)
    last = first
    while last < len(raws) and _DASHES.match(raws[last]):
        last += 1
    count = last - first
    header_end = first - (first > 0 and not raws[first - 1].strip())
    header = raws[max(header_end - count, 0) : header_end]
    if len(header) < count or not any(raw.strip() for raw in header) or count == 1:
        return None
    rows, end = _split_rows(raws, last, count)
    number = index + 1
    draft.leave_items(index, is_paragraph=True)
    add_glued(draft, index, " | ".join(raws[: header_end - count]).strip(" |"))
    rest = " | ".join(raws[end:]).strip(" |")
    is_open = bool(rest) and end > last and index + 1 == len(draft.lines) and not draft.ends_whole
    draft.add(
        build_table(
            _read(header, number),
            [_read(row, number) for row in rows],
            number,
            is_closed=not is_open,
        )
    )
    if is_open:
        draft.cut_inside = "a row"
    else:
        add_glued(draft, index, rest)
    return index + 1


def _split_rows(raws: Sequence[str], start: int, count: int) -> tuple[list[Sequence[str]], int]:
    """Return the rows after a delimiter row, and where they end; an empty cell precedes each."""
    rows: list[Sequence[str]] = []
    at = start
    while at + count < len(raws) and not raws[at].strip():
        rows.append(raws[at + 1 : at + 1 + count])
        at += count + 1
    return rows, at


def _read(raws: Sequence[str], number: int) -> list[Cell]:
    return [read_inline(raw.replace("\\|", "|"), number) for raw in raws]
