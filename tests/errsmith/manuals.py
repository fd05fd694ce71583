"""What the manuals of templates repeat from docstrings: views and filters."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

ACCEPT = "ERRSMITH_ACCEPT"
"""Set this variable to rewrite the lists of views and filters."""

FILTER_TABLE = re.compile(r"\| filter \| what it does \|\n(?:\|.*\n)*")

Filters = Mapping[str, Callable[..., str]]


def read_documented(cls: type[Any]) -> dict[str, str]:
    """Read the attributes of a class from its docstring."""
    section = inspect.cleandoc(cls.__doc__ or "").partition("Attributes:\n")[2]
    lines = re.findall(r"^    (\w+): (.*(?:\n        .*)*)", section, flags=re.MULTILINE)
    return {name: " ".join(text.split()) for name, text in lines}


def list_attributes(cls: type[Any]) -> dict[str, str]:
    """Return the types of a view's public attributes and properties."""
    stated = {field.name: field.type for field in attrs.fields(cls)}
    computed = {
        name: inspect.signature(value.fget).return_annotation
        for name, value in vars(cls).items()
        if isinstance(value, property) and value.fget is not None
    }
    return {name: kind for name, kind in {**stated, **computed}.items() if name[0] != "_"}


def write_filter_table(filters: Filters) -> str:
    """Write the table of filters from their docstrings."""
    rows = (
        (f"`{_write_call(name, filters[name])}`", _summarize(filters[name])) for name in filters
    )
    return _write_table("| filter | what it does |", rows)


def _write_table(head: str, rows: Iterable[tuple[str, ...]]) -> str:
    columns = head.count("|") - 1
    cells = (" | ".join(cell.replace("|", r"\|") for cell in row) for row in rows)
    body = "".join(f"| {row} |\n" for row in cells)
    return f"{head}\n|{'---|' * columns}\n{body}"


def _write_call(name: str, filter_: Callable[..., str]) -> str:
    """Write a filter with its arguments, as templates use it."""
    _, *others = inspect.signature(filter_).parameters.values()
    listed = ", ".join(
        a.name if a.default is inspect.Parameter.empty else f"{a.name}={a.default}" for a in others
    )
    return f"{name}({listed})" if listed else name


def _summarize(thing: Any) -> str:
    return inspect.cleandoc(thing.__doc__ or "").partition("\n")[0]


def write_view_section(cls: type[Any], attributes: Mapping[str, Any]) -> str:
    """Write the section of a view from its docstring and the types of its attributes."""
    documented = read_documented(cls)
    items = (f"- `{name}: {kind}`: {documented[name]}\n" for name, kind in attributes.items())
    return f"### {cls.__name__}\n\n{_summarize(cls)}\n\n{''.join(items)}"
