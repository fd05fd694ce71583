"""Read the bodies of example responses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from errsmith.importing.draft import Path

_DEEPEST: Final = 8
_MOST: Final = 2000
"""The maximum number of values of a body that are looked at."""


class Value(NamedTuple):
    """A value of a body.

    Attributes:
        path: Its path, in which every index is 0.
        pointer: Its path with the real indexes.
        value: The value.
    """

    path: Path
    pointer: Path
    value: Any


def list_values(body: Any) -> Iterator[Value]:
    """Yield the values of a body, the outer ones first."""
    waiting = [Value((), (), body)]
    for _ in range(_MOST):
        if not waiting:
            return
        current = waiting.pop(0)
        if current.pointer:
            yield current
        if len(current.path) >= _DEEPEST:
            continue
        if isinstance(current.value, dict):
            waiting += (
                Value((*current.path, str(key)), (*current.pointer, str(key)), item)
                for key, item in current.value.items()
            )
        elif isinstance(current.value, list):
            waiting += (
                Value((*current.path, 0), (*current.pointer, index), item)
                for index, item in enumerate(current.value)
            )


def find_type(value: Any) -> str:
    """Return the JSON type of a value; `string` for null."""
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case list():
            return "array"
        case dict():
            return "object"
        case _:
            return "string"


def parse_body(text: str) -> Any:
    """Return the JSON value that a string contains, or None if it is not an object or array."""
    text = text.strip()
    if not text.startswith(("{", "[")):
        return None
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
