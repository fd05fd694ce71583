"""Tables between `#|` and `|#`, whose cells can have several lines, as in Markdown of Diplodoc."""

from __future__ import annotations

from errsmith.drift.pages.draft import Draft
from errsmith.drift.pages.headers import has_header_words
from errsmith.drift.pages.page import Cell
from errsmith.drift.pages.tables import HEADING, build_table, split_row

_BEGIN, _END, _ROW = "#|", "|#", "||"


def read_multiline_table(draft: Draft, index: int) -> int | None:
    """Read a table with rows such as `|| CODE | Its meaning ||`."""
    if draft.lines[index].strip() != _BEGIN:
        return None
    rows: list[tuple[tuple[Cell, ...], bool]] = []
    end = index + 1
    is_ended = False
    while end < len(draft.lines):
        text = draft.lines[end].strip()
        if text in {_END, _BEGIN} or HEADING.match(draft.lines[end]):
            is_ended = text == _END
            break
        if not text.startswith(_ROW):
            end += 1
            continue
        last = _find_row_end(draft, end)
        rows.append(_read_row("\n".join(draft.lines[end:last]), end))
        end = last
    is_closed = end < len(draft.lines)
    has_header = len(rows) > 0 and (
        rows[0][1] or has_header_words([cell.text for cell in rows[0][0]])
    )
    cells = [row for row, _ in rows]
    header = cells.pop(0) if has_header else ()
    draft.leave_items(index)
    draft.add(build_table(header, cells, index + 1, is_closed=is_closed))
    if not is_closed:
        draft.cut_inside = "a row"
    return end + is_ended


def _find_row_end(draft: Draft, index: int) -> int:
    """Return the index of the line after a row, which ends with `||`."""
    end = index
    while end < len(draft.lines):
        text = draft.lines[end].strip()
        is_begun = end > index and text.startswith(_ROW) and text != _ROW
        if text == _END or is_begun or HEADING.match(text):
            return end
        end += 1
        if text.endswith(_ROW) and (end > index + 1 or len(text) > len(_ROW)):
            return end
    return end


def _read_row(text: str, index: int) -> tuple[tuple[Cell, ...], bool]:
    """Return the cells of a row, and whether all of them are in bold, as in a header."""
    begin = text.index(_ROW) + len(_ROW)
    content = text[begin:].rstrip().removesuffix(_ROW).rstrip()
    # The first cell is as far from the beginning of the line as it is on the page.
    row = split_row(f"|{content}|", index)
    is_bold = all(raw.lstrip().startswith(("**", "__")) for _, raw in row.cells)
    return row.read_cells(), is_bold
