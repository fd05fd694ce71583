"""Find the keys and values of JSON, YAML and source code that could be codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from errsmith.drift.extraction.candidates import Candidate, Entry
from errsmith.drift.extraction.labels import fold_label
from errsmith.drift.extraction.records import find_common_headings
from errsmith.drift.facts import KEY_LABEL
from errsmith.drift.pages.page import Cell, Datum, Heading, Item, Page

_LEVELS = 2
"""How many levels below the key of a code its facts are looked for."""
_MOST_BESIDE = 50
"""The maximum number of keys of a mapping whose values can be facts of one code."""


def find_in_data(page: Page) -> Iterator[Candidate]:
    """Yield a candidate for each key of mappings of the same kind, and for each list of scalars."""
    found: dict[tuple[object, ...], list[tuple[int, Entry]]] = {}
    labels: dict[tuple[object, ...], set[str]] = {}
    inner = _collect_inner(page)
    for position, block in enumerate(page.blocks):
        if isinstance(block, Datum):
            place = _describe_place(block)
            headings = block.headings
            if block.key is not None:
                key = ("data", *place, KEY_LABEL)
                cells = (*block.values, *inner.get((block.key.line, block.key.text), ()))
                entry = Entry(code=block.key, cells=cells, headings=headings)
                found.setdefault(key, []).append((position, entry))
                labels.setdefault(key, set()).update(name for name, _ in cells)
            counts = Counter(name for name, _ in block.values)
            names = set(counts) if len(counts) <= _MOST_BESIDE else set()
            for index, (name, cell) in enumerate(block.values):
                others = (*block.values[:index], *block.values[index + 1 :])
                if counts[name] > 1 or len(counts) > _MOST_BESIDE:
                    others = ()  # Values beside a list describe the list.
                elif block.key is not None:
                    others = (("", block.key), *others)
                key = ("data", *place, name)
                entry = Entry(code=cell, cells=others, headings=headings)
                found.setdefault(key, []).append((position, entry))
                labels.setdefault(key, set()).update(names)
        elif isinstance(block, Item) and block.headings and block.headings[-1].is_key:
            key = ("data", "items", tuple(heading.line for heading in block.headings))
            entry = Entry(code=block.content, headings=block.headings)
            found.setdefault(key, []).append((position, entry))
    for key, entries in found.items():
        label = str(key[-1])
        first = entries[0][1]
        if key[1] == "items":
            label = first.headings[-1].content.text
        found_entries = tuple(entry for _, entry in entries)
        yield Candidate(
            kind="data",
            label=label,
            signature=("data", fold_label(label), key[1] == "items"),
            labels=tuple(sorted({label, *labels.get(key, ())})),
            headings=find_common_headings(found_entries),
            entries=found_entries,
            position=entries[0][0],
        )


def _collect_inner(page: Page) -> dict[tuple[int, str], list[tuple[str, Cell]]]:
    """Return the values of the mappings inside each mapping, by the line and text of its key."""
    inner: dict[tuple[int, str], list[tuple[str, Cell]]] = {}
    for block in page.blocks:
        if isinstance(block, Datum):
            for heading in block.headings[-_LEVELS:]:
                if heading.is_key:
                    key = (heading.line, heading.content.text)
                    inner.setdefault(key, []).extend(block.values)
    return inner


def _describe_place(block: Datum) -> tuple[object, ...]:
    """Return what mappings of the same kind share: the container of the one that they are in.

    The errors in two lists of one mapping, one list per group, are of the same kind.
    """
    keys: list[Heading] = [heading for heading in block.headings if heading.is_key]
    if (
        not keys and block.headings
    ):  # Constants of the same enum, grouped by whether they have arguments.
        names = tuple(heading.content.text for heading in block.headings)
        return (*names, any(label == "value" for label, _ in block.values))
    top = keys[0].content.text if keys else ""
    return (len(keys), top, block.key is None)
