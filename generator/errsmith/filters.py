"""The filters through which registry text reaches a file: one escaping for each place it can stand.

Registry text is data. Whatever it holds, it comes out as text of a Python expression, of a
docstring, of a line of Markdown, of TOML, and never as anything that acts.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from errsmith.views.literals import Call, Name, call_of, is_of_runtime

_LINE = 100
"""Columns of a line of emitted Python."""
_TEXTS = 4096
"""Texts whose escaped form is kept: codes, causes and addresses stand in many places."""
_CHUNK = 68
"""Characters of a piece of a text that does not fit its line; it is broken at blanks."""


def python(value: Any, indent: int = 0) -> str:
    """Print a value as a Python expression; texts through `repr`, long ones in pieces.

    `indent` is that of the statement, which tells what is long.

    Raises:
        TypeError: There is no expression for such a value.
    """
    return _expression(value, indent, 0)


def _expression(value: Any, indent: int, before: int) -> str:
    """Print a value on a line of its own, as the formatter will put it if it is long."""
    inner = indent + 4
    match value:
        case str():
            printed = _text(value, _LINE - indent - before - len(","))
        case Call(function=function, arguments=arguments, keywords=keywords):
            given = [_expression(one, inner, 0) for one in arguments]
            given += [f"{k}={_expression(one, inner, len(k) + 1)}" for k, one in keywords.items()]
            printed = f"{function}({', '.join(given)})"
        case Name(text=name) | type(__name__=name):
            printed = name
        case tuple():
            items = ", ".join([_expression(one, inner, 0) for one in value])
            printed = f"({items},)" if len(value) == 1 else f"({items})"
        case list():
            printed = f"[{', '.join(_expression(one, inner, 0) for one in value)}]"
        case Mapping():
            keys = [_expression(key, inner, 0) for key in value]
            values = zip(keys, value.values(), strict=True)
            pairs = (f"{key}: {_expression(one, inner, len(key) + 2)}" for key, one in values)
            printed = f"{{{', '.join(pairs)}}}"
        case None | bool() | int() | float():
            printed = repr(value)
        case _ if is_of_runtime(value):
            printed = _expression(call_of(value), indent, before)
        case _:
            msg = f"no Python expression for {type(value).__name__}"
            raise TypeError(msg)
    return printed


def _text(text: str, room: int) -> str:
    printed = repr(text)
    if len(printed) <= room:
        return printed
    pieces: list[str] = [""]
    for word in _WORD.findall(text):
        if pieces[-1] and len(pieces[-1]) + len(word) > _CHUNK:
            pieces.append("")
        pieces[-1] += word
    return printed if len(pieces) == 1 else f"({' '.join(repr(piece) for piece in pieces)})"


_WORD = re.compile(r"[^ ]* |[^ ]+")
"""A word and the blank behind it, so that nothing of a text is lost."""


def docstring(lines: str | Iterable[str], indent: int = 0) -> str:
    """Print a text, or lines, inside a docstring's triple quotes.

    Several lines leave the closing quotes on a line of their own.
    """
    if isinstance(lines, str):
        return _escaped(lines)
    escaped = [_escaped(line.rstrip().expandtabs()) for line in lines]
    if len(escaped) == 1:
        return escaped[0]
    margin = " " * indent
    indented = [f"{margin}{line}" if line else "" for line in escaped]
    return "\n".join([*indented, margin]).lstrip()


_QUOTES = re.compile(r'"""|"\Z')


def _escaped(line: str) -> str:
    """Escape what could end a docstring, or could not be seen in it."""
    text = line.replace("\\", "\\\\")
    if '"' in text:
        text = _QUOTES.sub(lambda m: '\\"' * len(m.group()), text)
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


_SPECIAL = re.compile(
    r"([\\`*{}\[\]<>|~$&]|(?<!\S)#|(?<![^\W_])_|_(?![^\W_]))"  # anywhere
    r"|^([+\-=:])|^(\d+)([.)])"  # at the start of a line
)
_TICKS = re.compile(r"`+")
_AUTOLINK = re.compile(r"(?i)\b(https?:|www\.|ftp:|mailto:)|@")
_ANY_MARK = re.compile(r"[\\`*{}\[\]<>|~$&#_:@]|(?i:www\.)|^[+\-=\d]")
"""What `_SPECIAL` and `_AUTOLINK` find begins with, or holds, one of these."""


def _line(text: str) -> str:
    """Put a text on one line, without what cannot be seen."""
    return block_line(" ".join(text.split()))


@lru_cache(_TEXTS)
def markdown(text: str) -> str:
    """Print a text inside a line of Markdown as nothing but text."""

    def escape(match: re.Match[str]) -> str:
        mark, opening, number, dot = match.groups()
        return f"\\{mark or opening}" if number is None else f"{number}\\{dot}"

    line = _line(text)
    if not _ANY_MARK.search(line):
        return line
    return _AUTOLINK.sub(
        lambda match: f"{match.group()[:-1]}\\{match.group()[-1]}", _SPECIAL.sub(escape, line)
    )


@lru_cache(_TEXTS)
def code_span(text: str) -> str:
    """Print a text as inline code."""
    line = _line(text)
    ticks = "`" * (_longest_run(line) + 1)
    padded = f" {line} " if line.startswith("`") or line.endswith("`") else line
    return f"{ticks}{padded}{ticks}" if line else ""


def block_line(text: str) -> str:
    """Print a line of a block of code, without what cannot be seen."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def attribute(text: str) -> str:
    """Print a text as the value of an HTML attribute, quotes included."""
    return f'"{html.escape(_line(text))}"'


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


def comment(text: str) -> str:
    """Print a text inside an HTML comment or a comment of one line."""
    line = re.sub(r"-(?=-)", "- ", _line(text)).replace(">", "")
    return _ENCODING.sub(r"\1 \2", line)


_ENCODING = re.compile(r"(coding)([:=])")
"""What names a Python file's encoding if it stands in a comment at the top (PEP 263)."""


def toml(text: str) -> str:
    """Print a text as a TOML string."""
    printed = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else _toml_escape(c) for c in printed)


def _toml_escape(character: str) -> str:
    return f"\\U{ord(character):08x}"


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
    widths = [min(max(map(_columns, column)), _WIDEST) for column in columns]
    lines = []
    for row in cells:
        filler = "-" if all(cell_ == "---" for cell_ in row) else " "
        padded = [c + filler * (width - _columns(c)) for c, width in zip(row, widths, strict=False)]
        lines.append(f"| {' | '.join([*padded, row[-1]])} |")
    return "\n".join(lines) + "\n"


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide


FILTERS: Final[Mapping[str, Callable[..., str]]] = {
    "python": python,
    "docstring": docstring,
    "md": markdown,
    "code": code_span,
    "fence": fence,
    "line": block_line,
    "attribute": attribute,
    "cell": cell,
    "url": link_target,
    "comment": comment,
    "toml": toml,
    "aligned": aligned,
}
"""The filters by the names that templates use."""
