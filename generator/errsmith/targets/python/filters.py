"""The filters through which text of the registry reaches Python and TOML.

Registry text is data. Whatever it holds, it comes out as text of an expression, of a docstring, of
a comment, of TOML, and never as anything that acts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from errsmith.runtime.printing import escape
from errsmith.targets.python.literals import Call, Name, call_of, is_of_runtime
from errsmith.targets.text import comment

_LINE = 100
"""Columns of a line of emitted Python."""
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
    return escape(text)


def toml(text: str) -> str:
    """Print a text as a TOML string."""
    printed = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else _toml_escape(c) for c in printed)


def _toml_escape(character: str) -> str:
    return f"\\U{ord(character):08x}"


FILTERS: Final[Mapping[str, Callable[..., str]]] = {
    "python": python,
    "docstring": docstring,
    "comment": comment,
    "toml": toml,
}
"""The filters by the names that templates use."""
