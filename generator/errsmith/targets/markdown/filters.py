"""The filters through which text of the registry reaches Markdown.

Registry text is data. Whatever it holds, it comes out as text of a line, of code, of a link, and
never as anything that acts.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Final

from errsmith.characters import count_cells
from errsmith.targets.text import block_line, comment, one_line

_TEXTS = 4096
"""Texts whose escaped form is kept: codes, causes and addresses stand in many places."""
_SPECIAL = re.compile(
    r"([\\`*{}\[\]<>|~$&]|(?<!\S)#|(?<![^\W_])_|_(?![^\W_]))"  # anywhere
    r"|^([+\-=:])|^(\d+)([.)])"  # at the start of a line
)
_TICKS = re.compile(r"`+")
_AUTOLINK = re.compile(r"(?i)\b(https?:|www\.|ftp:|mailto:)|@")
_ANY_MARK = re.compile(r"[\\`*{}\[\]<>|~$&#_:@]|(?i:www\.)|^[+\-=\d]")
"""What `_SPECIAL` and `_AUTOLINK` find begins with, or holds, one of these."""


@lru_cache(_TEXTS)
def markdown(text: str) -> str:
    """Print a text inside a line of Markdown as nothing but text."""

    def escape(match: re.Match[str]) -> str:
        mark, opening, number, dot = match.groups()
        return f"\\{mark or opening}" if number is None else f"{number}\\{dot}"

    line = one_line(text)
    if not _ANY_MARK.search(line):
        return line
    return _AUTOLINK.sub(
        lambda match: f"{match.group()[:-1]}\\{match.group()[-1]}", _SPECIAL.sub(escape, line)
    )


@lru_cache(_TEXTS)
def code_span(text: str) -> str:
    """Print a text as inline code."""
    line = one_line(text)
    ticks = "`" * (_longest_run(line) + 1)
    padded = f" {line} " if line.startswith("`") or line.endswith("`") else line
    return f"{ticks}{padded}{ticks}" if line else ""


def attribute(text: str) -> str:
    """Print a text as the value of an HTML attribute, quotes included."""
    return f'"{html.escape(one_line(text))}"'


def fence(lines: Iterable[str]) -> str:
    """Give a fence for a block of code, longer than any run of backticks in it."""
    return "`" * max(3, max(map(_longest_run, lines), default=0) + 1)


def _longest_run(text: str) -> int:
    return max(map(len, _TICKS.findall(text))) if "`" in text else 0


def cell(markdown_text: str) -> str:
    """Print a piece of Markdown inside a cell of a table."""
    if "|" not in markdown_text:
        return markdown_text
    return re.sub(r"\\?\|", r"\\|", markdown_text)


def link_target(address: str) -> str:
    """Print an address as the target of a link."""
    safe = _UNSAFE.sub(lambda match: _percent(match.group()), address)
    return _ENTITY.sub(r"\1%3B", safe)


_UNSAFE = re.compile(r"[\s<>()\\\[\]`|\"]|[^\x21-\x7e]")
"""What ends a link, or may not stand in an address."""
_ENTITY = re.compile(r"(&#?\w+);")
"""What is read as a character of that name: `&copy;`."""


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8"))


_WIDEST = 100
"""Columns up to which the cells of a table are padded."""
_PIPE = re.compile(r"(?<!\\)\|")


def aligned(block: str) -> str:
    """Print a table of Markdown with padded columns, so that a terminal shows them in line.

    The last column stays as it is: it holds the longest text. So does what is too long elsewhere,
    lest every other row be as long.
    """
    rows = [_PIPE.split(line)[1:-1] for line in block.strip().splitlines() if line.strip()]
    if not rows:
        return ""
    cells = [[cell_.strip() for cell_ in row] for row in rows]
    columns = list(zip(*cells, strict=True))[:-1]
    widths = [min(max(map(count_cells, column)), _WIDEST) for column in columns]
    lines = []
    for row in cells:
        filler = "-" if all(cell_ == "---" for cell_ in row) else " "
        padded = [
            c + filler * (width - count_cells(c)) for c, width in zip(row, widths, strict=False)
        ]
        lines.append(f"| {' | '.join([*padded, row[-1]])} |")
    return "\n".join(lines) + "\n"


FILTERS: Final[Mapping[str, Callable[..., str]]] = {
    "md": markdown,
    "code": code_span,
    "fence": fence,
    "line": block_line,
    "attribute": attribute,
    "cell": cell,
    "url": link_target,
    "comment": comment,
    "aligned": aligned,
}
"""The filters by the names that templates use."""
