"""Challenges of `WWW-Authenticate` (RFC 9110, section 11.6.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

_SPACE: Final = frozenset(" \t\r\n")
_BETWEEN: Final = _SPACE | {",", ";"}
_PADDING: Final = frozenset("=")
_TOKEN: Final = frozenset(
    "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)
_TOKEN68: Final = frozenset("-._~+/0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_AFTER_VALUE: Final = _BETWEEN | {'"'}
_NEXT_APOSTROPHE: Final = re.compile(
    r"=\s*+'(?!\s*+(?:[,;]|\Z))"  # Where the next value begins.
    r"|(?<!\\)'(?=\s*+(?:[,;]|\Z|[\w*-]{1,64}+\s*+=))",  # Where one ends, before a parameter.
    re.ASCII,
)
"""The next apostrophe that delimits a value; tokens may also contain apostrophes."""
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_LONGEST: Final = 16_384
"""The most characters of a header that are searched for challenges; servers send fewer."""


class Challenge:
    """One challenge.

    Attributes:
        scheme: The authentication scheme as sent, such as `Bearer`.
        parameters: Its parameters, by lower-case name.
    """

    __slots__ = ("parameters", "scheme")

    def __init__(self, scheme: str, parameters: Mapping[str, str]) -> None:
        self.scheme = scheme
        self.parameters = parameters


def parse_challenges(value: str) -> Iterator[Challenge]:
    """Yield the challenges in one header value, skipping anything that is not part of one."""
    scheme, parameters = "", dict[str, str]()
    value = value[:_LONGEST]
    position = 0
    while (position := _skip(value, position, _BETWEEN)) < len(value):
        end = _skip(value, position, _TOKEN)
        word, after = value[position:end], _skip(value, end, _SPACE)
        if word and value[after : after + 1] == "=":
            text, position = _read_value(value, _skip(value, after + 1, _SPACE))
            parameters.setdefault(word.lower(), text)
        elif word and (end == len(value) or value[end] in _BETWEEN):
            if scheme:
                yield Challenge(scheme, parameters)
            scheme, parameters = word, dict[str, str]()
            position = _skip_token68(value, after)
        else:
            _, position = _read_value(value, end)
    if scheme:
        yield Challenge(scheme, parameters)


def _skip(value: str, position: int, characters: frozenset[str]) -> int:
    while position < len(value) and value[position] in characters:
        position += 1
    return position


def _read_value(value: str, position: int) -> tuple[str, int]:
    """Read a value, and return it with its end; an unclosed quoted string ends with the header.

    Only tokens may be unquoted, but servers also send unquoted URLs. These are read whole, because
    the rest of a URL would look like the scheme of another challenge. Servers also quote with
    apostrophes.
    """
    if (quoted := _read_single_quoted(value, position)) is not None:
        return quoted
    if position >= len(value) or value[position] != '"':
        end = position
        while end < len(value) and value[end] not in _AFTER_VALUE:
            end += 1
        return value[position:end], end
    read: list[str] = []
    position += 1
    while position < len(value) and value[position] != '"':
        if value[position] == "\\" and position + 1 < len(value):
            position += 1
        read.append(value[position])
        position += 1
    return "".join(read), position + 1


def _read_single_quoted(value: str, position: int) -> tuple[str, int] | None:
    """Read a value in single quotes; return None if there are none or they are not closed."""
    if not value.startswith("'", position):
        return None
    match = _NEXT_APOSTROPHE.search(value, position + 1)
    if match is None or match[0] != "'":
        return None
    return _ESCAPED.sub(r"\1", value[position + 1 : match.start()]), match.end()


def _skip_token68(value: str, position: int) -> int:
    """Skip a token68 (`Basic QWxhZGRpbg==`); the next character shows that it is one."""
    end = _skip(value, position, _TOKEN68)
    padded = _skip(value, end, _PADDING)
    rest = _skip(value, padded, _SPACE)
    alone = rest >= len(value) or value[rest] == ","
    return padded if end > position and alone else position
