"""Lists, definitions and lines of text, including those that are glued together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, TypeAlias

from errsmith.drift.pages.draft import Draft, find_column, read_lines_of
from errsmith.drift.pages.inline import read_inline
from errsmith.drift.pages.page import Cell, Term
from errsmith.drift.pages.words import MOST_WORDS, is_header_word, is_label, is_title

BULLETS = "•◦▪▫‣●○■□∙·"
BULLET = re.compile(
    rf"(\s*)(?:[-*+](?=\s)|[{BULLETS}\u2013\u2014](?=\s)|[{BULLETS}](?=\S)|\d{{1,3}}[.)](?=\s))\s*"
)
EMPTY_BULLET = re.compile(rf"(\s*)[{BULLETS}*+-]$")
TASK = re.compile(r"\[[ xX]\]\s+")
DEFINITION = re.compile(r" {0,3}:\s+")
INNER_DEFINITION = re.compile(r"\s+:\s+")

GLUE = re.compile(rf"[:;{BULLETS}]|\.[-\u2013*] ")
GLUED_STATUS = re.compile(r"(?:(?<=: )|(?<=:))[1-5]\d\d(?=[A-Z][a-z ])")
GLUED_LABEL = re.compile(
    r"(?<=[a-z0-9).!?\"'\u2019\u201d\]])"
    r"(?=([A-Z][A-Za-z]{1,20}(?: [A-Za-z]{1,20}){0,3}):(?:[\s\u2013•-]|$))"
)
GLUED_BULLET = re.compile(rf"(?<=[:.;])(?:[-\u2013*](?= )|\s*[{BULLETS}]) *(?=\S)")
MARKED_BULLET = re.compile(rf"(?<=[:;])\s+[{BULLETS}] +(?=\S)|(?<=\S)\s+[•‣▪] +(?=\S)")
GLUED_TITLE = re.compile(r"(?<=[a-z]):(?=[A-Z][A-Za-z][^:.]{1,60}$)")
NEAR = 2
"""The maximum number of lines from an empty bullet to its text."""

LONGEST_TITLE = 80
SENTENCE = 4
"""The minimum number of words of a sentence."""

Kind: TypeAlias = Literal["text", "item", "title"]


def read_item(draft: Draft, index: int) -> int | None:
    """Read a list item up to its first line break; a bullet alone has its text on the next line."""
    line = draft.lines[index]
    match = BULLET.match(line)
    if match is None:
        return _read_empty_bullet(draft, index)
    raw = TASK.sub("", line[match.end() :], count=1)
    if not raw:
        return None
    _add_pieces(draft, index, raw, find_column(line), is_item=True)
    return index + 1


def _read_empty_bullet(draft: Draft, index: int) -> int | None:
    line = draft.lines[index]
    following = draft.find_text(index + 1)
    if not EMPTY_BULLET.match(line.rstrip()):
        return None
    if (
        following >= len(draft.lines)
        or following > index + 2
        or BULLET.match(draft.lines[following])
    ):
        return index + 1
    _add_pieces(draft, following, draft.lines[following].strip(), find_column(line), is_item=True)
    return following + 1


def read_definition(draft: Draft, index: int) -> int | None:
    """Read a term, the lines of its definition, which begin with a colon, and terms inside it."""
    end = _read_term(draft, index)
    return None if end is None else _read_inner_terms(draft, index, end)


def _read_term(draft: Draft, index: int) -> int | None:
    first = draft.find_text(index + 1)
    if first > index + 2 or first >= len(draft.lines) or not DEFINITION.match(draft.lines[first]):
        return None
    term = read_inline(draft.lines[index], index + 1)
    end = first
    definition: list[Cell] = []
    while end < len(draft.lines):
        line = draft.lines[end]
        match = DEFINITION.match(line)
        if not match and (find_column(line) == 0 or not line.strip()):
            break
        definition += read_lines_of(line[match.end() :] if match else line, end + 1)
        end += 1
    draft.leave_items(index)
    draft.add(Term(line=index + 1, term=term, definition=tuple(definition)))
    return end


def _read_inner_terms(draft: Draft, index: int, end: int) -> int:
    """Read the indented terms in a definition below a heading, and return where they end."""
    first = draft.find_text(end)
    following = draft.find_text(first + 1)
    if following >= len(draft.lines) or not INNER_DEFINITION.match(draft.lines[following]):
        return end
    column = find_column(draft.lines[first])
    stop = first
    while stop < len(draft.lines) and (
        not draft.lines[stop].strip() or find_column(draft.lines[stop]) >= column > 0
    ):
        draft.lines[stop] = draft.lines[stop].expandtabs(4)[column:]
        stop += 1
    path = list(draft.path)
    draft.add_heading(
        (path[-1].level if path else 1) + 1, read_inline(draft.lines[index], index + 1)
    )
    while (first := draft.find_text(first)) < stop:
        first = _read_term(draft, first) or read_text(draft, first)
    draft.path[:] = path
    return max(stop, end)


def read_text(draft: Draft, index: int) -> int:
    """Read a line of text, which can continue an item without indentation."""
    line = draft.lines[index]
    draft.leave_items(index, is_paragraph=not is_label(line.strip()))
    _add_pieces(draft, index, line.strip(), find_column(line), is_item=False)
    return index + 1


def _add_pieces(draft: Draft, index: int, raw: str, column: int, *, is_item: bool) -> None:
    """Add the items, headings and pieces of text on a line."""
    number = index + 1
    for kind, piece in split_glued(raw):
        if kind == "title" and draft.find_text(number) < len(draft.lines):
            draft.add_glued_heading(read_inline(piece, number))
            continue
        cells = read_lines_of(piece, number)
        if kind == "item" or is_item:
            draft.add_item(column, cells.pop(0))
            column += 0 if not is_item else 1
            is_item = False
        for cell in cells:
            draft.add_text(cell)


def split_glued(raw: str) -> Iterator[tuple[Kind, str]]:
    """Yield the pieces of a line whose line breaks were lost, in order, without losing words."""
    position = 0
    kind: Kind = "text"
    for start, end, next_kind in sorted({*_find_breaks(raw), *_find_title_break(raw)}):
        if start < position:
            continue
        if piece := raw[position:start].strip():
            yield kind, piece
        position, kind = end, next_kind
    if piece := raw[position:].strip():
        yield kind, piece


def _find_breaks(raw: str) -> Iterator[tuple[int, int, Kind]]:
    """Yield where line breaks are missing: where a line ends, and where which kind begins."""
    if not GLUE.search(raw):
        return
    for match in GLUED_STATUS.finditer(raw):
        yield match.end(), match.end(), "text"
    for match in GLUED_LABEL.finditer(raw):
        if _is_glued_label(raw, match):
            yield match.start(), match.start(), "text"
    for pattern in (GLUED_BULLET, MARKED_BULLET):
        for match in pattern.finditer(raw):
            yield match.start(), match.end(), "item"


def _find_title_break(raw: str) -> Iterator[tuple[int, int, Kind]]:
    """Yield where a heading is glued to a sentence: `as follows:Response Fields`."""
    match = GLUED_TITLE.search(raw, max(len(raw) - LONGEST_TITLE, 0))
    if (
        match
        and len(raw[: match.end()].split()) >= SENTENCE
        and _is_short_title(raw[match.end() :])
    ):
        yield match.end(), match.end(), "title"


def _is_glued_label(raw: str, match: re.Match[str]) -> bool:
    """Return whether a known label begins here, rather than the second half of `errorCode:`."""
    label = match[1]
    before = raw[match.start() - 1]
    after = raw[match.end() + len(label) + 1 :][:1]
    is_apart = not before.islower() or " " in label or after in "-\u2013•"
    return is_header_word(label) and (is_apart or not after)


def _is_short_title(text: str) -> bool:
    return len(text.split()) <= MOST_WORDS and is_title(text)
