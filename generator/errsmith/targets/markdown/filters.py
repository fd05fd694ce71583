"""The filters through which registry strings reach Markdown.

Registry strings are data. They are printed as plain text, as code or as the target of a link, and
never as markup.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Final

from errsmith.targets.text import format_block, format_block_line, format_comment, format_line

_TEXTS = 4096
"""Strings whose escaped form is cached: codes, causes and URLs are printed many times."""
_SPECIAL = re.compile(
    r"([\\`*{}\[\]<>|~$&]|(?<!\S)#|(?<![^\W_])_|_(?![^\W_]))"  # anywhere
    r"|^([+\-=:%]|\((?=.*\)=$))|^(\d+)([.)])"  # at the start of a line
)
_AUTOLINK = re.compile(r"(?i)\b(https?|ftp|mailto):|\b(www)\.|@")
_ANY_MARK = re.compile(r"[\\`*{}\[\]<>|~$&#_:@%(]|(?i:www\.)|^[+\-=\d]")
"""A string without any of these matches neither `_SPECIAL` nor `_AUTOLINK`."""
_NAMED: Final[Mapping[str, str]] = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_BACKSLASHED: Final = frozenset("\\`*{}[]#_+-.()")
"""Marks that a backslash escapes in every dialect; Python-Markdown knows no others."""
_TICKS = re.compile(r"`+")
CODE = re.compile(r"((?<!`)`[^`\s](?:[^`]*[^`\s])?`(?!`))")
"""Code in a sentence, between single backticks."""


@lru_cache(_TEXTS)
def escape_markdown(text: str) -> str:
    """Escape a string, so that Markdown shows it as plain text inside a line."""
    line = format_line(text)
    if not _ANY_MARK.search(line):
        return line
    return _AUTOLINK.sub(_escape_last, _SPECIAL.sub(_escape_match, line))


def _escape_match(match: re.Match[str]) -> str:
    mark, opening, number, dot = match.groups()
    return f"{number}\\{dot}" if number is not None else _escape_mark(mark or opening)


def _escape_last(match: re.Match[str]) -> str:
    return f"{match[0][:-1]}{_escape_mark(match[0][-1])}"


def _escape_mark(mark: str) -> str:
    if mark in _BACKSLASHED:
        return f"\\{mark}"
    return _NAMED.get(mark, f"&#{ord(mark)};")


@lru_cache(_TEXTS)
def format_code_span(text: str) -> str:
    """Format a string as inline code."""
    line = format_line(text)
    ticks = "`" * (_measure_longest_run(line) + 1)
    padded = f" {line} " if line.startswith("`") or line.endswith("`") else line
    return f"{ticks}{padded}{ticks}" if line else ""


def format_prose(text: str) -> str:
    """Escape a sentence that errsmith wrote, and format strings in backticks as code."""
    return "".join(
        format_code_span(part[1:-1]) if CODE.fullmatch(part) else _escape_part(part)
        for part in CODE.split(format_line(text))
    )


def _escape_part(text: str) -> str:
    """Escape a string, and keep the blanks around it."""
    start, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{start}{escape_markdown(text)}{end}" if text.strip() else text


@lru_cache(_TEXTS)
def format_attribute(value: str | int) -> str:
    """Format a string or number as the value of an HTML attribute, including the quotes."""
    return f'"{html.escape(format_line(str(value)))}"'


def format_code_block(lines: Collection[str], language: str) -> str:
    """Format lines as a code block, whose fence is longer than any run of backticks in it."""
    text = format_block(lines)
    fence = "`" * max(3, _measure_longest_run(text) + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def _measure_longest_run(text: str) -> int:
    return max(map(len, _TICKS.findall(text))) if "`" in text else 0


def escape_cell(markdown_text: str) -> str:
    """Escape Markdown for a table cell."""
    if "|" not in markdown_text:
        return markdown_text
    return re.sub(r"\\?\|", r"\\|", markdown_text)


@lru_cache(_TEXTS)
def escape_link_target(url: str) -> str:
    """Escape a URL for use as the target of a link."""
    safe = _UNSAFE.sub(_percent_encode, url)
    return _ENTITY.sub(r"\1%3B", safe) if "&" in safe else safe


_UNSAFE = re.compile(r"[\s<>()\\\[\]`|\"]|[^\x21-\x7e]")
"""Characters that end a link, or that are not allowed in a URL."""
_ENTITY = re.compile(r"(&#?\w+);")
"""An HTML character reference, such as `&copy;`."""


def _percent_encode(character: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in character[0].encode("utf-8"))


FILTERS: Final[Mapping[str, Callable[..., str]]] = {
    "md": escape_markdown,
    "code": format_code_span,
    "prose": format_prose,
    "fenced": format_code_block,
    "line": format_block_line,
    "attribute": format_attribute,
    "cell": escape_cell,
    "url": escape_link_target,
    "comment": format_comment,
}
"""The filters, by the names that templates use."""
