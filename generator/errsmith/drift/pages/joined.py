"""Tables of copied text, whose cells run together on each line.

For example, `CodeHTTP StatusDescription` above `KEY_OLD401The key has expired`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias

from errsmith.drift.header_words import HEADER_WORDS
from errsmith.drift.pages.draft import Draft
from errsmith.drift.pages.inline import read_inline
from errsmith.drift.pages.page import EMPTY, Cell
from errsmith.drift.pages.tables import build_table
from errsmith.drift.pages.words import QUESTIONS, is_header_word
from errsmith.drift.translations import TRANSLATIONS

_FEWEST_COLUMNS = 2
_LONGEST_HEADER = 160
_MOST_WORDS = 5
_LONGEST_WORD = max(map(len, HEADER_WORDS))
_LOWER = "a-z\u00df-\u00f6\u00f8-\u00ff\u0430-\u044f\u0451"
_UPPER = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0410-\u042f\u0401"
_HUMP = re.compile(rf"(?<=[{_LOWER}?)])(?=[{_UPPER}])")

_Kind: TypeAlias = Literal["code", "status", "retry", "text"]

_STATUSES = r"[1-5](?:\d\d|xx)(?!\d)(?:\s?[/,·-]\s?[1-5]\d\d(?!\d))*"
_STATUS = re.compile(_STATUSES)
_STATUS_AT_END = re.compile(rf"(?<!\d){_STATUSES}$")
_RETRY_AT_END = re.compile(
    r"(?<=[^\sA-Z])(?:Yes|No|True|False|Never|Always|Sometimes|Depends|Maybe|true|false)$"
)
_BEFORE_STATUS = re.compile(r"\S{2,}?(?=[1-5](?:\d\d|xx)(?!\d))")
_CODE = re.compile(
    rf"[A-Z][A-Z0-9_.-]*[A-Z0-9](?=[{_UPPER}][{_LOWER}]|[{_UPPER}] )|[A-Z][A-Z0-9_.-]+(?=[(`])"
    rf"|[a-z0-9][a-z0-9_.-]*(?=[{_UPPER}])|-?\d{{2,}}(?=\D)"
)
_UP_TO_TEXT = re.compile(rf"(?:[^{_UPPER}]|(?<![{_LOWER}0-9.)'\"])[{_UPPER}])+(?=[{_UPPER}])")


def read_joined(draft: Draft, index: int) -> int | None:
    """Read a table whose cells run together; a header of known words says how many there are."""
    names = _split_headers(draft.lines[index].strip())
    if len(names) < _FEWEST_COLUMNS:
        return None
    kinds: list[_Kind] = [_find_kind(name) for name in names]
    rows: list[list[Cell]] = []
    end = index + 1
    while (at := draft.find_text(end)) < len(draft.lines) and at <= end + 1:
        cells = _read_row(draft, at, kinds)
        if cells is None:
            # A row whose cells cannot be separated does not end the table.
            if not rows or at > end or _read_row(draft, at + 1, kinds) is None:
                break
            cells = [read_inline(draft.lines[at].strip(), at + 1)]
        rows.append(cells)
        end = at + 1
    if not rows:
        return None
    is_open = end == len(draft.lines) and not draft.ends_whole and not rows[-1][-1].text
    draft.leave_items(index)
    header = [read_inline(name, index + 1) for name in names]
    draft.add(build_table(header, rows, index + 1, is_closed=not is_open))
    if is_open:
        draft.cut_inside = "a row"
    return end


def _split_headers(line: str) -> list[str]:
    """Return the headers that a line consists of, without spaces between them."""
    if len(line) > _LONGEST_HEADER or line[-1:] in ".,;:!" or "|" in line:
        return []
    if line[:1].islower() and not line.islower() and " " not in line:
        return []  # A name, such as `errorCode`.
    pieces = _HUMP.split(line)
    if max(len(piece.split()) for piece in pieces) > _MOST_WORDS:
        return []
    names = [name for piece in pieces for name in _split_known(piece)]
    known = sum(map(is_header_word, names))
    return names if is_header_word(names[0]) and known * 2 >= len(names) else []


def _split_known(piece: str) -> list[str]:
    """Return the known headers that a piece of a header consists of; itself if it does not."""
    if is_header_word(piece):
        return [piece]
    # The fewest headers with which each place can be reached, by the places they begin at.
    fewest: dict[int, tuple[int, int]] = {0: (0, 0)}
    for start in range(len(piece)):
        if start not in fewest:
            continue
        count = fewest[start][0] + 1
        for end in _find_ends(piece, start):
            if end not in fewest or count < fewest[end][0]:
                fewest[end] = (count, start)
    if len(piece) not in fewest:
        return [piece]
    names: list[str] = []
    end = len(piece)
    while end:
        start = fewest[end][1]
        names.insert(0, piece[start:end])
        end = start
    return names


def _find_ends(piece: str, start: int) -> list[int]:
    """Return where a known header that begins in a piece can end."""
    ends = [
        end
        for end in range(start + 2, min(start + _LONGEST_WORD, len(piece)) + 1)
        if _is_edge(piece, end) and piece[start:end].casefold() in HEADER_WORDS
    ]
    if piece[start:].casefold().startswith(QUESTIONS) and len(piece) not in ends:
        ends.append(len(piece))
    return ends


def _is_edge(piece: str, end: int) -> bool:
    """Return whether a header can end here: before a capital, or anywhere in lowercase text."""
    if end == len(piece):
        return True
    if piece[end].isspace() or piece[end - 1].isspace():
        return False
    return piece[end].isupper() or piece.islower()


def _find_kind(name: str) -> _Kind:
    name = name.casefold().replace("-", " ")
    words = name.split()
    if "retry" in words or words[-1:] in (["retryable"], ["retriable"]):
        return "retry"
    if "status" in words or words[:1] == ["http"] or words == ["statuses"]:
        return "status"
    if name in TRANSLATIONS["status"]:
        return "status"
    is_code = words[-1:] in (["code"], ["codes"]) or name in TRANSLATIONS["code"]
    return "code" if is_code else "text"


def _read_row(draft: Draft, index: int, kinds: Sequence[_Kind]) -> list[Cell] | None:
    line = draft.lines[index].strip() if index < len(draft.lines) else ""
    cells = None if _split_headers(line)[1:] else _split_row(line, kinds)
    if cells is None:
        return None
    return [read_inline(cell, index + 1) if cell else EMPTY for cell in cells]


def _split_row(line: str, kinds: Sequence[_Kind]) -> list[str] | None:
    """Return the cells of a row, None if they cannot be separated."""
    line, last = _split_end(line, kinds)
    first = kinds[: len(kinds) - len(last)]
    cells: list[str] = []
    for column, kind in enumerate(first):
        is_last = column == len(first) - 1
        if not line and column:
            cells.append("")
            continue
        if is_last:
            cells.append(line)
            break
        match = _choose_pattern(kind, first[column + 1], column).match(line)
        if match is None:
            return None
        cells.append(match[0].strip())
        line = line[match.end() :].strip()
    is_split = len(cells) > 1 or (bool(last) and last[0] != "")
    return [*cells, *last] if is_split and len(cells[0].split()) == 1 else None


def _split_end(line: str, kinds: Sequence[_Kind]) -> tuple[str, list[str]]:
    """Return a row without the statuses and retry phrases at its end, and these."""
    cells: list[str] = []
    for kind in reversed(kinds[1:]):
        if kind in {"code", "text"}:
            break
        match = (_STATUS_AT_END if kind == "status" else _RETRY_AT_END).search(line[-40:])
        if match is None and cells:
            break
        text = match[0] if match else ""
        cells.insert(0, text)
        line = line[: len(line) - len(text)].strip()
    return line, cells


def _choose_pattern(kind: _Kind, following: _Kind, column: int) -> re.Pattern[str]:
    """Return the pattern of a cell that is not the last one."""
    if kind == "status":
        return _STATUS
    if following == "status":
        return _BEFORE_STATUS
    return _CODE if column == 0 or kind == "code" else _UP_TO_TEXT
