"""Indented text, such as that of RFCs: pages with headers and footers, and terms in columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from errsmith.drift.pages.draft import Draft, find_column
from errsmith.drift.pages.examples import is_json
from errsmith.drift.pages.inline import read_inline
from errsmith.drift.pages.lists import BULLET
from errsmith.drift.pages.page import Cell, Term
from errsmith.drift.pages.words import QUOTES, is_code_like

_FOOTER = re.compile(r"(?:\S[^\n]*\s)?\[Page \d+\]\s*$|\s*Page \d+ of \d+\s*$")
_NUMBER = re.compile(r"\s*\d{1,4}\s*$")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?\s")
_HEADER = re.compile(r"\S.*?\s{3,}\S.*?\s{3,}\S")
_BULLET = re.compile(r"\s+o\s{2,}\S")
_NEAR = 3
"""The maximum number of lines between the footer of a page and the header of the next one."""

_REQUEST = re.compile(r"(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+(?:/|https?:)")
_HTTP_HEADER = re.compile(
    r"(?:\w+(?:-\w+)+|Accept|Authorization|Connection|Cookie|Date|Host|Location|Origin|Pragma"
    r"|Referer|Server|Vary|Via):\s",
)
_HANGING = re.compile(r"\s*([\"'`]?)([A-Za-z](?:[\w.-]*\w)?)\1:?\s{2,}(?=\S)")
_GAP = re.compile(r"[^\s.!?:]\s{3,}")
_PARAMETER = re.compile(r"&?[\w.\[\]-]+=[^\s=]")
_LONGEST_TERM = 60
_MOST_WORDS = 4
_FEWEST_WORDS = 3
_DEEPER = 2


def is_mostly_indented(lines: Sequence[str]) -> bool:
    """Return whether most lines of a page are indented, so that its headings are not."""
    filled = [line for line in lines if line.strip()]
    return sum(line[0].isspace() for line in filled) * 10 > len(filled) * 6


def mark_bullets(lines: list[str]) -> None:
    """Replace the letter that RFCs use as a bullet."""
    for index, line in enumerate(lines):
        if _BULLET.match(line):
            lines[index] = line.replace("o", "*", 1)


def is_example_line(text: str) -> bool:
    """Return whether a line is from a request or response: `GET /keys?id=1`, `Host: acme.com`."""
    return bool(_REQUEST.match(text) or _HTTP_HEADER.match(text) or _PARAMETER.match(text))


def drop_page_breaks(lines: list[str]) -> None:
    """Replace the headers and footers of printed pages with blank lines."""
    starts = Counter(line.strip() for line in lines if line.startswith("\f"))
    near = 0  # The number of lines in which a header may still follow.
    for index, line in enumerate(lines):
        text = line.strip()
        near = max(near - 1, 0)
        if _FOOTER.match(line) or (_NUMBER.match(line) and _is_last(lines, index)):
            lines[index], near = "", _NEAR
        elif text and (starts[text] > 1 or (near and _HEADER.match(line.lstrip("\f")))):
            lines[index], near = "", 0
        elif text:
            near = 0
        if line.startswith("\f"):
            lines[index] = lines[index].lstrip("\f")
            near = 0 if text else _NEAR


def _is_last(lines: Sequence[str], index: int) -> bool:
    """Return whether a line is the last one of a printed page."""
    return index + 1 < len(lines) and lines[index + 1].startswith("\f")


def find_outer_terms(draft: Draft, least: int) -> frozenset[int]:
    """Return the indices of terms whose definitions have terms, and of those beside them.

    Args:
        draft: The page.
        least: The first column in which there are terms rather than headings.
    """
    outer: set[int] = set()
    section: dict[int, list[int]] = {}
    above: set[int] = set()
    last = -1

    def end_section() -> None:
        for column in above:
            outer.update(section[column])
        section.clear()
        above.clear()

    for index, line in enumerate(draft.lines):
        if not line.strip():
            continue
        column = find_column(line)
        if column >= least and is_term(draft, index):
            if section and column > last:
                above.add(last)
            section.setdefault(column, []).append(index)
            last = column
        elif column == 0 and section:
            end_section()
    end_section()
    return frozenset(outer)


def is_term(draft: Draft, index: int) -> bool:
    """Return whether a line is a term: the line after it is indented deeper."""
    line = draft.lines[index]
    text = line.strip()
    if len(text) > _LONGEST_TERM or index + 1 >= len(draft.lines) or _NUMBERED.match(text):
        return False
    following = draft.lines[index + 1]
    if not following.strip() or find_column(following) < find_column(line) + _DEEPER:
        return False
    if not (text[0].isalnum() or text[0] in f"_{QUOTES}") or text[-1] in ".,;:!?{}()[]<>=\\|&-":
        return False
    if len(text.split()) > _MOST_WORDS or "  " in text or "\t" in text or "=" in text:
        return False
    is_text = not is_json(following) and not BULLET.match(following)
    return (
        is_text and "|" not in following and not is_example_line(text) and _is_begun(draft, index)
    )


def _is_begun(draft: Draft, index: int) -> bool:
    """Return whether the text before a line has ended: by a blank line, or by a deeper one."""
    if draft.is_after_blank(index):
        return True
    before, line = draft.lines[index - 1], draft.lines[index]
    return find_column(before) >= find_column(line) + _DEEPER and before.rstrip()[-1] in ".)!"


def read_indented_term(outer: frozenset[int], least: int, draft: Draft, index: int) -> int | None:
    """Read a term above its definition. A term whose definition has other terms is an item.

    Args:
        outer: The indices of the lines with terms whose definitions have terms.
        least: The first column in which there are terms rather than headings.
        draft: The page.
        index: The index of the line.
    """
    if find_column(draft.lines[index]) < least:
        return None
    if not is_term(draft, index):
        return _read_hanging(draft, index)
    content = read_inline(draft.lines[index].strip(), index + 1)
    draft.leave_items(index)
    if index in outer:
        draft.add_item(find_column(draft.lines[index]), content)
        return index + 1
    end, definition = _read_definition(draft, index)
    draft.add(Term(line=index + 1, term=content, definition=tuple(definition)))
    return end


def _read_hanging(draft: Draft, index: int) -> int | None:
    """Read a term beside its definition, which continues indented: `EBADF  It ...`."""
    line = draft.lines[index]
    match = _HANGING.match(line)
    if not match or not is_code_like(match[2]) or not _can_hang(draft, index):
        return None
    text = line[match.end() :]
    if len(text.split()) < _FEWEST_WORDS or _GAP.search(text):
        return None
    definition = [read_inline(text, index + 1)]
    end = index + 1
    column = find_column(line)
    while end < len(draft.lines) and find_column(draft.lines[end]) > column:
        if not draft.lines[end].strip() or BULLET.match(draft.lines[end]):
            break
        definition.append(read_inline(draft.lines[end].strip(), end + 1))
        end += 1
    draft.leave_items(index)
    term = read_inline(f"{match[1]}{match[2]}{match[1]}", index + 1)
    draft.add(Term(line=index + 1, term=term, definition=tuple(definition)))
    return end


def _can_hang(draft: Draft, index: int) -> bool:
    """Return whether a line is the first one of its paragraph, or follows such a definition."""
    last = draft.blocks[-1] if draft.blocks else None
    if isinstance(last, Term) and last.definition and last.definition[-1].line == index:
        return True
    is_first = find_column(draft.lines[index - 1]) < find_column(draft.lines[index])
    return is_first or _is_begun(draft, index)


def _read_definition(draft: Draft, index: int) -> tuple[int, list[Cell]]:
    """Return the definition below a term, and the index of the line after it."""
    column = find_column(draft.lines[index])
    definition: list[Cell] = []
    end = at = index + 1
    while at < len(draft.lines) and find_column(draft.lines[at]) > column:
        line = draft.lines[at]
        if at > end and (is_term(draft, at) or is_json(line) or BULLET.match(line)):
            break
        definition.append(read_inline(line.strip(), at + 1))
        end = at + 1
        at = draft.find_text(end)
    return end, definition
