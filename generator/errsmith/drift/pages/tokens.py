"""Words, strings, comments and signs of source code in any common language."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Literal, TypeAlias

from attrs import frozen

TokenKind: TypeAlias = Literal["name", "string", "number", "sign", "comment"]

SPACE = re.compile(r"[ \t\r\f\v\u00a0]*+(?:\\\n[ \t]*+)*+")
DIRECTIVE = re.compile(
    r"#\s*(?:include|if|ifdef|ifndef|elif|else|endif|pragma|undef|region|endregion|error|nullable)\b[^\n]*+"
)
LINE_COMMENT = re.compile(r"//[^\n]*+|#(?![\[\w])[^\n]*+")
NUMBER = re.compile(r"0[xX][0-9a-fA-F_]++|\d[\d_]*+(?:\.\d++)?+(?:[eE][+-]?\d++)?+")
NAME = re.compile(r"[^\W\d][\w$]*+|\$\w++|@[^\W\d]\w*+")
SIGN = re.compile(r"=>|:=|::|->|==|!=|<=|>=|#define\b|#\[|.", re.DOTALL)
STRINGS = (
    re.compile(r'"((?:[^"\\\n]|\\.)*+)"'),
    re.compile(r"'((?:[^'\\\n]|\\.)*+)'"),
    re.compile(r"`([^`]*+)`"),
)
TRIPLE = ('"""', "'''")
ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "0": ""}
SURROGATES = range(0xD800, 0xE000)
STRING_PREFIXES = frozenset({"r", "b", "f", "u", "rb", "br", "fr", "rf", "L", "R"})


@frozen
class Token:
    """A piece of source code.

    Attributes:
        kind: Its kind.
        text: Its text; for a string or comment, its content.
        line: The line it begins on, from 1.
        last: The line it ends on.
        column: The column it begins in, from 0.
        is_first: Whether it is the first of its line.
        is_closed: Whether a string or comment has an end.
    """

    kind: TokenKind
    text: str
    line: int
    last: int
    column: int
    is_first: bool
    is_closed: bool = True


def split_tokens(code: str, first: int = 1) -> Iterator[Token]:
    """Yield the tokens of source code that begins on a line."""
    position, line, line_start = 0, first, 0
    is_first = True
    while position < len(code):
        if code[position] == "\n":
            position, line = position + 1, line + 1
            line_start, is_first = position, True
            continue
        if space := SPACE.match(code, position):
            line += space[0].count("\n")
            position = space.end()
        if position >= len(code) or code[position] == "\n":
            continue
        kind, end, text, is_closed = _find_token(code, position)
        last = line + code.count("\n", position, end)
        if kind:
            yield Token(kind, text, line, last, position - line_start, is_first, is_closed)
            is_first = is_first and kind == "comment"
        if last > line:
            line, line_start = last, code.rfind("\n", position, end) + 1
        position = end


def _find_token(code: str, start: int) -> tuple[TokenKind | None, int, str, bool]:
    """Return the kind of the token that begins here, its end, its text, whether it has an end."""
    found = _find_comment(code, start) or _find_string(code, start)
    if found:
        return found
    if match := NUMBER.match(code, start):
        return "number", match.end(), match[0].replace("_", ""), True
    if match := NAME.match(code, start):
        is_prefix = match[0] in STRING_PREFIXES and code.startswith(('"', "'"), match.end())
        return None if is_prefix else "name", match.end(), match[0], True
    match = SIGN.match(code, start)
    text = match[0] if match else code[start]
    return "sign", start + len(text), text, True


def _find_comment(code: str, start: int) -> tuple[TokenKind | None, int, str, bool] | None:
    if code.startswith("/*", start):
        end = code.find("*/", start + 2)
        stop = len(code) if end < 0 else end
        return "comment", stop if end < 0 else end + 2, _clean_block(code[start:stop]), end >= 0
    if match := DIRECTIVE.match(code, start):
        return None, match.end(), "", True
    if match := LINE_COMMENT.match(code, start):
        return "comment", match.end(), match[0].lstrip("/#!:").strip(), True
    return None


def _find_string(code: str, start: int) -> tuple[TokenKind | None, int, str, bool] | None:
    if code.startswith(TRIPLE, start):
        end = code.find(code[start : start + 3], start + 3)
        stop = len(code) if end < 0 else end
        return "string", stop if end < 0 else end + 3, code[start + 3 : stop], end >= 0
    if code[start] == "'" and start > 0 and code[start - 1] in "&<":
        return None  # A lifetime of Rust.
    for pattern in STRINGS:
        if match := pattern.match(code, start):
            return "string", match.end(), _decode(match[1]), True
    return None


def _clean_block(comment: str) -> str:
    """Return the text of a comment between `/*` and `*/`, without the stars in front of lines."""
    lines = (line.strip().lstrip("*!").strip() for line in comment[2:].split("\n"))
    return " ".join(line for line in lines if line)


def _decode(text: str) -> str:
    """Return the text of a string without its escapes."""
    return ESCAPE.sub(_replace_escape, text) if "\\" in text else text


def _replace_escape(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) == 1:
        return ESCAPED.get(code, code)
    number = int(code[1:].strip("{}"), 16)
    is_character = number <= sys.maxunicode and number not in SURROGATES
    return chr(number) if is_character else "\ufffd"
