"""Python expressions as data; `render.py` prints them."""

from __future__ import annotations

from typing import Any

from attrs import Factory, frozen


@frozen
class Name:
    """An identifier of the emitted module."""

    text: str


@frozen
class Call:
    """A call of a class of the runtime: `Retry("never", level="category")`."""

    function: str
    arguments: tuple[Any, ...] = ()
    keywords: dict[str, Any] = Factory(dict)


def call(function: str, *arguments: Any, **keywords: Any) -> Call:
    """Make a call that leaves out what is not documented: None and empty values."""
    said = {name: value for name, value in keywords.items() if value or value == 0}
    return Call(function, arguments, said)
