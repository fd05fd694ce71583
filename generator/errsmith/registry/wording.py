"""Formatting of values and key paths in findings, the same in all of them."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable

from errsmith.registry.diagnostics import KeyPath
from errsmith.runtime.nearest import find_nearest

_LONGEST = 60
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_TYPES = (
    # Subclasses first: a bool is an int and a datetime is a date.
    (bool, "boolean"),
    (int, "integer"),
    (float, "float"),
    (datetime.datetime, "date and time"),
    (datetime.date, "date"),
    (datetime.time, "time"),
)


def quote(text: str) -> str:
    """Return a string in quotes and on one line, shortened if it is long."""
    return json.dumps(cut(text), ensure_ascii=False)


def quote_verbatim(text: str) -> str:
    """Return an excerpt of a file in backticks, unchanged but shortened if it is long."""
    return f"`{cut(text)}`"


def cut(text: str) -> str:
    """Shorten a string that is too long for a finding."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def describe_value(value: object) -> str:
    """Return the type of a TOML value, and the value if it is short: `integer 429`, `a table`."""
    if isinstance(value, str):
        return f"string {quote(value)}"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    name = next((name for kind, name in _TYPES if isinstance(value, kind)), "value")
    return f"{name} {str(value).lower() if isinstance(value, bool) else value}"


def format_key_path(at: KeyPath) -> str:
    """Return a key path in TOML notation, with list indexes: `errors."0.0.1".causes[1]`."""
    path = ""
    for part in at:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            key = cut(part) if _BARE_KEY.fullmatch(part) else quote(part)
            path += f".{key}" if path else key
    return path


def format_label(at: KeyPath) -> str:
    """Return the last key of a path and the list indexes after it: `causes[1]`."""
    start = max((index for index, part in enumerate(at) if isinstance(part, str)), default=0)
    return format_key_path(at[start:])


def guess_choice(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice that was probably meant, or None; long words are not compared."""
    return next(iter(find_nearest(word, choices)), None) if len(word) <= _LONGEST else None
