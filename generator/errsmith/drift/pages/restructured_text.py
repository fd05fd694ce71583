"""Lines of reStructuredText, and the markup in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from errsmith.drift.pages.characters import clean
from errsmith.drift.pages.page import Cell


class Line(NamedTuple):
    """A line of a page, without the indentation of its context.

    Attributes:
        number: Its number, from 1.
        text: Its text.
    """

    number: int
    text: str

    @property
    def indent(self) -> int:
        """The number of spaces that it begins with."""
        return len(self.text) - len(self.text.lstrip(" "))

    @property
    def is_blank(self) -> bool:
        """Whether it has only spaces."""
        return not self.text or self.text.isspace()


_INLINE = re.compile(
    r"""``(?P<literal>(?:[^`]|`(?!`))++)``
    | (?P<role>:[\w+.-]{1,40}+(?::[\w+.-]{1,40}+)?+:)?+`(?P<text>[^`]++)`(?P<link>_?_?)
    | \*\*(?P<strong>[^*]++)\*\*
    | (?<![\w*])\*(?P<emphasis>[^*\s][^*]*+)\*(?!\w)
    | \\(?P<escaped>[^\sa-zA-Z0-9])""",
    re.VERBOSE,
)
_PROSE_ROLES = frozenset(
    {
        "abbr",
        "doc",
        "emphasis",
        "guilabel",
        "menuselection",
        "numref",
        "ref",
        "strong",
        "sub",
        "sup",
        "term",
        "title",
    }
)
_BULLET = re.compile(r"(?:[-*+•]|\#\.|\(?(?:[0-9]{1,9}|[A-Za-z])[.)])(?:[ ]+(?=\S)|$)")


def read_inline(line: int, text: str) -> Cell:
    """Return a line as people read it, and its parts that are code."""
    literals: list[str] = []

    def replace(match: re.Match[str]) -> str:
        if (literal := match["literal"]) is not None:
            literals.append(clean(literal))
            return literal
        if (interpreted := match["text"]) is not None:
            role = "ref" if match["link"] else (match["role"] or "").strip(":")
            return _read_interpreted(interpreted, role, literals)
        return match["strong"] or match["emphasis"] or match["escaped"] or ""

    read = _INLINE.sub(replace, text)
    return Cell(clean(read), line, tuple(literals))


def _read_interpreted(text: str, role: str, literals: list[str]) -> str:
    shown, bracket, _ = text.partition(" <")
    if bracket and text.endswith(">"):
        text = shown
    elif role and text.startswith("~"):
        text = text.rpartition(".")[2].lstrip("~")
    if role not in _PROSE_ROLES:
        literals.append(clean(text))
    return text


def find_bullet(text: str) -> int:
    """Return how many characters the bullet or number of a list item takes, 0 without one."""
    match = _BULLET.match(text)
    return match.end() if match else 0


def join_paragraphs(lines: Sequence[Line], line: int) -> Cell:
    """Return lines as one cell: paragraphs, items and lines of a line block are its lines."""
    parts: list[list[Line]] = []
    is_begun = False
    for current in lines:
        text = current.text.strip()
        if not text or text.startswith(".. "):
            is_begun = False
            continue
        bullet = find_bullet(text) if text[:1] in "-*+•" else 0
        if text.startswith("| "):
            bullet = 2
        if bullet or not is_begun:
            parts.append([])
        parts[-1].append(Line(current.number, text[bullet:]))
        is_begun = True
    cells = [read_inline(part[0].number, " ".join(text for _, text in part)) for part in parts]
    return Cell(
        "\n".join(cell.text for cell in cells),
        cells[0].line if cells else line,
        tuple(literal for cell in cells for literal in cell.literals),
    )


def take_indented(lines: Sequence[Line], at: int, indent: int) -> tuple[list[Line], int]:
    """Return the lines that are indented this far, without their indentation, and what follows.

    Blank lines belong to them if indented ones follow.
    """
    end = at
    for number in range(at, len(lines)):
        if lines[number].is_blank:
            continue
        if lines[number].indent < indent:
            break
        end = number + 1
    return dedent(lines[at:end]), end


def dedent(lines: Sequence[Line]) -> list[Line]:
    """Return lines without the indentation that all of them have."""
    indent = min((line.indent for line in lines if not line.is_blank), default=0)
    return [Line(line.number, line.text[indent:]) for line in lines]
