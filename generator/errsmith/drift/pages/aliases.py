"""Type aliases, which have constants if they list strings."""

from __future__ import annotations

import re

from errsmith.drift.pages.draft import Draft
from errsmith.drift.pages.page import Cell, Datum
from errsmith.drift.pages.statements import Source

# Most types that list strings are about something else.
_ERRORS = re.compile(r"error|code|exception|fault|failure|problem|reason", re.IGNORECASE)


def find_alias(source: Source, start: int, end: int) -> int | None:
    """Return the index of the name of a type: `type Code = string`, `type Code string`."""
    while source.text_at(start) in {"export", "declare", "public"}:
        start += 1
    is_alias = (
        source.text_at(start) == "type"
        and start + 2 < end
        and source.tokens[start + 1].kind == "name"
        and source.text_at(start + 2) != ":"
        and source.find_sign(start, end, {"{"}) is None
    )
    return start + 1 if is_alias else None


def read_alias(draft: Draft, source: Source, name: int, end: int) -> None:
    """Read a type. Only one that lists strings has constants: `type Code = "a" | "b"`."""
    token = source.tokens[name]
    first = name + 2 + (source.text_at(name + 2) == "|")
    if (
        not _ERRORS.search(token.text)
        or source.text_at(name + 1) != "="
        or first >= end
        or source.tokens[first].kind != "string"
    ):
        return
    parts = [at for at, _ in source.split(first, end, {"|"}) if source.tokens[at].kind == "string"]
    depth = len(draft.path)
    draft.add_heading(depth + 1, Cell(token.text, token.line))
    for at in parts:
        cell = source.read_scalar(at, at + 1)
        if cell is not None:
            # A comment above the member is above the sign before it.
            notes = source.describe(at - 1, at) or source.describe(at, at + 1)
            draft.add(Datum(line=cell.line, key=None, values=(("value", cell), *notes)))
    del draft.path[depth:]
