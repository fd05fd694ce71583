"""Print values as TOML, each on one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import tomlkit
from attrs import frozen
from tomlkit.items import SingleKey


@frozen
class Verbatim:
    """A value with its source text.

    Attributes:
        text: Its TOML text.
        value: The value.
    """

    text: str
    value: Any


def print_key(key: str) -> str:
    """Return a key, in quotes if it needs them."""
    return SingleKey(key).as_string()


def print_value(value: Any) -> str:
    """Return a value on one line, with inline tables; `Verbatim` text may have several lines."""
    if isinstance(value, Verbatim):
        return value.text
    if isinstance(value, Mapping):
        pairs = ", ".join(print_pair(key, item) for key, item in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(print_value, value))}]"
    return str(tomlkit.item(value).as_string())


def print_pair(key: str, value: Any) -> str:
    """Return `key = value`."""
    return f"{print_key(key)} = {print_value(value)}"


def strip_texts(value: Any) -> Any:
    """Return a value with each `Verbatim` replaced by its value."""
    if isinstance(value, Verbatim):
        return value.value
    if isinstance(value, Mapping):
        return {key: strip_texts(item) for key, item in value.items()}
    return [strip_texts(item) for item in value] if isinstance(value, (list, tuple)) else value
