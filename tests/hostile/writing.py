"""Values as TOML, in every notation."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def write_toml(values: dict[str, Any]) -> str:
    """Write a file: tables of tables below headers, everything else on separate lines."""
    return "".join(f"{line}\n" for line in _table(values, ()))


def _table(values: dict[str, Any], at: tuple[str, ...]) -> Iterator[str]:
    later = {key: value for key, value in values.items() if _has_header(value, at)}
    for key, value in values.items():
        if key not in later:
            yield f"{_key(key)} = {write_inline(value)}"
    for key, value in later.items():
        path = ".".join(map(_key, (*at, key)))
        for table in value if isinstance(value, list) else [value]:
            yield f"[[{path}]]" if isinstance(value, list) else f"[{path}]"
            yield from _table(table, (*at, key))


def _has_header(value: Any, at: tuple[str, ...]) -> bool:
    if isinstance(value, list):
        return len(at) < 2 and value != [] and all(isinstance(item, dict) for item in value)
    return len(at) < 2 and isinstance(value, dict)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else write_string(key)


def write_inline(value: Any) -> str:
    """Write a value on one line, at any depth."""
    written: list[str] = []
    todo: list[Any] = [value]
    while todo:
        match todo.pop():
            case _Raw(text=toml):
                written.append(toml)
            case list(items):
                todo.append(_Raw("]"))
                for item in reversed(items):
                    todo += [_Raw(", "), item]
                todo.append(_Raw("["))
            case dict(items):
                todo.append(_Raw(" }"))
                for position, (key, item) in reversed([*enumerate(items.items())]):
                    todo += [item, _Raw(f"{', ' if position else ''}{_key(key)} = ")]
                todo.append(_Raw("{ "))
            case scalar:
                written.append(_scalar(scalar))
    return "".join(written)


def _scalar(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case float():
            return _float(value)
        case int():
            return f"{value}" if value.bit_length() < 4000 else f"{value:#x}"
        case str():
            return write_string(value)
        case datetime.date() | datetime.time():
            return value.isoformat()
        case _:
            raise TypeError(value)


class _Raw:
    """A piece of TOML that is written unchanged."""

    __match_args__ = ("text",)

    def __init__(self, toml: str) -> None:
        self.text = toml


def write_string(value: str) -> str:
    """Write a basic string, with escapes for characters that need them."""
    return '"' + "".join(map(_character, value)) + '"'


def _character(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character != "\t" and (character < " " or character == "\x7f"):
        return f"\\u{ord(character):04x}"
    return character


def write_escaped(value: str) -> str:
    """Write a string with escapes for all characters but letters and digits."""
    return (
        '"' + "".join(c if c.isalnum() and c.isascii() else f"\\U{ord(c):08x}" for c in value) + '"'
    )


def _float(value: float) -> str:
    if math.isnan(value) or math.isinf(value):
        return str(value)
    printed = repr(value)
    return printed if set(printed) & {".", "e"} else f"{printed}.0"
