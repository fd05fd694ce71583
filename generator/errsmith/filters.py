"""The filters through which registry text reaches a file: one escaping for each place it can stand.

Registry text is data. Whatever it holds, it comes out as text of a Python expression, of a
docstring, of a line of Markdown, of TOML, and never as anything that acts.
"""

from __future__ import annotations

import json
import re
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from errsmith.views.literals import Call, Name

_CHUNK = 68
"""Characters of a text on one line of emitted Python; longer ones are broken at blanks."""


def python(value: Any) -> str:
    """Print a value as a Python expression; texts through `repr`, long ones in pieces.

    Raises:
        TypeError: There is no expression for such a value.
    """
    match value:
        case Name(text=name):
            printed = name
        case Call(function=function, arguments=arguments, keywords=keywords):
            given = [python(one) for one in arguments]
            given += [f"{name}={python(one)}" for name, one in keywords.items()]
            printed = f"{function}({', '.join(given)})"
        case str():
            printed = _text(value)
        case tuple():
            items = ", ".join(map(python, value))
            printed = f"({items},)" if len(value) == 1 else f"({items})"
        case list():
            printed = f"[{', '.join(map(python, value))}]"
        case Mapping():
            pairs = (f"{python(key)}: {python(one)}" for key, one in value.items())
            printed = f"{{{', '.join(pairs)}}}"
        case None | bool() | int() | float():
            printed = repr(value)
        case _:
            msg = f"no Python expression for {type(value).__name__}"
            raise TypeError(msg)
    return printed


def _text(text: str) -> str:
    if len(text) <= _CHUNK:
        return repr(text)
    pieces: list[str] = [""]
    for word in _words(text):
        if pieces[-1] and len(pieces[-1]) + len(word) > _CHUNK:
            pieces.append("")
        pieces[-1] += word
    return repr(text) if len(pieces) == 1 else f"({' '.join(repr(piece) for piece in pieces)})"


def _words(text: str) -> Iterable[str]:
    """Split a text after its blanks, losing nothing."""
    start = 0
    for position, character in enumerate(text, 1):
        if character == " ":
            yield text[start:position]
            start = position
    yield text[start:]


def docstring(lines: str | Iterable[str], indent: int = 0) -> str:
    """Print lines inside a docstring's triple quotes, the closing ones on a line of their own."""
    several = [lines] if isinstance(lines, str) else list(lines)
    escaped = [_escaped(line) for line in several]
    if len(escaped) == 1:
        return escaped[0]
    text = "\n".join([*escaped, ""])
    return textwrap.indent(text, " " * indent).lstrip() + " " * indent


def _escaped(line: str) -> str:
    """Escape what could end a docstring, or could not be seen in it."""
    text = line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if text.endswith('"'):
        text = f'{text[:-1]}\\"'
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


_SPECIAL = re.compile(
    r"([\\`*{}\[\]<>|~$&]|(?<![^\W_])_|_(?![^\W_]))|(?<=^)([#+\-=>])|(?<=^)(\d+)([.)])|(!)(?=\[)"
)
_TICKS = re.compile(r"`+")
_AUTOLINK = re.compile(r"(?i)\b(https?:|www\.|ftp:|mailto:)|@")


def _line(text: str) -> str:
    """Put a text on one line, without what cannot be seen."""
    seen = "".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in text)
    return " ".join(seen.split())


def markdown(text: str) -> str:
    """Print a text inside a line of Markdown as nothing but text."""

    def escape(match: re.Match[str]) -> str:
        mark, opening, number, dot, _ = match.groups()
        if number is not None:
            return f"{number}\\{dot}"
        return f"\\{mark or opening or match.group()}"

    return _AUTOLINK.sub(
        lambda match: f"{match.group()[:-1]}\\{match.group()[-1]}",
        _SPECIAL.sub(escape, _line(text)),
    )


def code_span(text: str) -> str:
    """Print a text as inline code."""
    line = _line(text)
    ticks = "`" * (_longest_run(line) + 1)
    padded = f" {line} " if line.startswith("`") or line.endswith("`") else line
    return f"{ticks}{padded}{ticks}" if line else ""


def fence(lines: Iterable[str]) -> str:
    """Give a fence for a block of code, longer than any run of backticks in it."""
    return "`" * max(3, _longest_run("\n".join(lines)) + 1)


def _longest_run(text: str) -> int:
    return max(map(len, _TICKS.findall(text)), default=0)


def cell(markdown_text: str) -> str:
    """Print a piece of Markdown inside a cell of a table."""
    return re.sub(r"\\?\|", r"\\|", markdown_text)


def link_target(address: str) -> str:
    """Print an address as the target of a link."""
    return re.sub(r"[\s<>()\\\[\]`|\"]|[^\x21-\x7e]", lambda m: _percent(m.group()), address)


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8"))


def comment(text: str) -> str:
    """Print a text inside an HTML comment or a comment of one line."""
    return _line(text).replace("--", "- -").replace(">", "")


def toml(text: str) -> str:
    """Print a text as a TOML string."""
    printed = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else _toml_escape(c) for c in printed)


def _toml_escape(character: str) -> str:
    return f"\\U{ord(character):08x}"


_PIPE = re.compile(r"(?<!\\)\|")


def aligned(block: str) -> str:
    """Pad the columns of the tables in a piece of Markdown, so that a terminal shows them in line.

    The last column stays as it is: it holds the longest text.
    """
    rows = [_PIPE.split(line)[1:-1] for line in block.strip().splitlines() if line.strip()]
    if not rows:
        return ""
    cells = [[cell_.strip() for cell_ in row] for row in rows]
    widths = [max(map(_columns, column)) for column in list(zip(*cells, strict=True))[:-1]]
    lines = []
    for row in cells:
        filler = "-" if all(cell_ == "---" for cell_ in row) else " "
        padded = [c + filler * (width - _columns(c)) for c, width in zip(row, widths, strict=False)]
        lines.append(f"| {' | '.join([*padded, row[-1]])} |")
    return "\n".join(lines) + "\n"


def _columns(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide


FILTERS = {
    "python": python,
    "docstring": docstring,
    "md": markdown,
    "code": code_span,
    "fence": fence,
    "cell": cell,
    "url": link_target,
    "comment": comment,
    "toml": toml,
    "aligned": aligned,
}
"""The filters by the names that templates use."""
