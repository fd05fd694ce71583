"""A change of any fact in a provider's file makes a difference from the output."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from . import pages, sdk
from .markdown import read
from .project import PACKAGE, REGISTRY
from .registry import ROOT, Provider

pytestmark = pytest.mark.published

NOT_FACTS = {"fold", "last_segment", "success", "fetch", "extract"}
"""Keys about reading codes are not in `info` or on pages; `test_examples` sends all spellings.

The last two are about reading the provider's pages."""

Keys = tuple[str | int, ...]


@cache
def read_generated(name: str) -> tuple[sdk.Facts, pages.Facts]:
    """Read the facts of a provider from the SDK and the reference."""
    text = (ROOT / "generated" / "docs" / f"{name}.md").read_text(encoding="utf-8")
    return sdk.read_facts(PACKAGE.PROVIDERS[name].load()), pages.read_facts(read(text))


def has_same_facts(name: str, file: Any) -> bool:
    """Return whether a provider's file has the generated facts."""
    provider = Provider(name, file, REGISTRY)
    return (sdk.derive_facts(provider), pages.derive_facts(provider)) == read_generated(name)


def find_leaves(value: Any, keys: Keys = ()) -> Iterator[tuple[Keys, Any]]:
    """Yield each value that is neither a table nor a list, and the keys that lead to it."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in inner:
        if isinstance(item, (dict, list)):
            yield from find_leaves(item, (*keys, key))
        else:
            yield (*keys, key), item


def change_value(value: Any) -> Any:
    """Return another value of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, date):
        return value + timedelta(days=1)
    return value + 1 if isinstance(value, int) else f"{value} indeed"


def change_file(file: Any, keys: Keys, value: Any = None) -> Any:
    """Return a copy of a file with one value changed or one table deleted."""
    copied = copy.deepcopy(file)
    table = copied
    for key in keys[:-1]:
        table = table[key]
    if value is None:
        del table[keys[-1]]
    else:
        table[keys[-1]] = value
    return copied


@pytest.mark.parametrize("name", REGISTRY.files)
def test_each_changed_value_of_file_is_noticed(name: str) -> None:
    """No value of a file can change without a difference from the output."""
    file = REGISTRY.files[name]
    assert has_same_facts(name, file)
    unnoticed = [
        keys
        for keys, value in find_leaves(file)
        if has_same_facts(name, change_file(file, keys, change_value(value)))
    ]
    assert [keys for keys in unnoticed if NOT_FACTS.isdisjoint(keys)] == []


@pytest.mark.parametrize("name", REGISTRY.files)
def test_each_deleted_table_of_file_is_noticed(name: str) -> None:
    """No error, group, category or field can be deleted without a difference from the output."""
    file = REGISTRY.files[name]
    tables = [(key, id_) for key in ("errors", "groups", "categories") for id_ in file.get(key, {})]
    fields = [
        ("envelopes", position, "fields", field)
        for position, envelope in enumerate(file.get("envelopes", ()))
        for field in envelope.get("fields", ())
    ]
    assert [
        keys for keys in (*tables, *fields) if has_same_facts(name, change_file(file, keys))
    ] == []
