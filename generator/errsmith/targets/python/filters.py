"""Filters that print registry text in Python and TOML.

Registry text is data: it always becomes a string, a docstring or a comment, never code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from errsmith.runtime.printing import escape
from errsmith.targets.python.literals import Call, Name, convert_to_call, is_of_runtime
from errsmith.targets.text import format_comment

_LINE = 100
"""Columns of a line of generated Python."""
_CHUNK = 68
"""Maximum characters per piece of a string that is too long for its line."""


def format_python(value: Any, indent: int = 0) -> str:
    """Print a value as a Python expression: strings with `repr`, long ones split into literals.

    `indent` is the statement's indentation, which decides which strings are long.

    Raises:
        TypeError: The value has no expression.
    """
    return _format_expression(value, indent, 0)


def _format_expression(value: Any, indent: int, before: int) -> str:
    """Print a value on a separate line, where the formatter puts a long one."""
    inner = indent + 4
    match value:
        case str():
            printed = _format_text(value, _LINE - indent - before - len(","))
        case Call(function=function, arguments=arguments, keywords=keywords):
            items = [_format_expression(item, inner, 0) for item in arguments]
            items += [
                f"{name}={_format_expression(item, inner, len(name) + len('='))}"
                for name, item in keywords.items()
            ]
            printed = f"{function}({', '.join(items)})"
        case Name(text=name) | type(__name__=name):
            printed = name
        case tuple():
            items = [_format_expression(item, inner, 0) for item in value]
            printed = f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"
        case list():
            printed = f"[{', '.join(_format_expression(item, inner, 0) for item in value)}]"
        case Mapping():
            keys = [_format_expression(key, inner, 0) for key in value]
            items = [
                f"{key}: {_format_expression(item, inner, len(key) + len(': '))}"
                for key, item in zip(keys, value.values(), strict=True)
            ]
            printed = f"{{{', '.join(items)}}}"
        case None | bool() | int() | float():
            printed = repr(value)
        case _ if is_of_runtime(value):
            printed = _format_expression(convert_to_call(value), indent, before)
        case _:
            msg = f"no Python expression for {type(value).__name__}"
            raise TypeError(msg)
    return printed


def _format_text(text: str, room: int) -> str:
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
"""A word and the space after it, so that the pieces add up to the string."""


def format_docstring(lines: str | Iterable[str], indent: int = 0) -> str:
    """Print a string, or lines, inside a docstring's triple quotes.

    After several lines, the closing quotes are on a separate line.
    """
    if isinstance(lines, str):
        return _escape_line(lines)
    escaped = [_escape_line(line.rstrip().expandtabs()) for line in lines]
    if len(escaped) == 1:
        return escaped[0]
    margin = " " * indent
    indented = [f"{margin}{line}" if line else "" for line in escaped]
    return "\n".join([*indented, margin]).lstrip()


_QUOTES = re.compile(r'"""|"\Z')


def _escape_line(line: str) -> str:
    """Escape quotes and backslashes, and characters that are invisible."""
    text = line.replace("\\", "\\\\")
    if '"' in text:
        text = _QUOTES.sub(lambda m: '\\"' * len(m.group()), text)
    return escape(text)


def format_toml(text: str) -> str:
    """Print a string in TOML."""
    printed = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else _escape_in_toml(c) for c in printed)


def _escape_in_toml(character: str) -> str:
    return f"\\U{ord(character):08x}"


FILTERS: Final[Mapping[str, Callable[..., str]]] = {
    "python": format_python,
    "docstring": format_docstring,
    "comment": format_comment,
    "toml": format_toml,
}
"""The filters, by name in templates."""
