"""Values of a TOML file -> the classes of `model.py`, strictly; what does not fit is a diagnostic.

All problems of a file come in one run, and the lint rules still get what is left of it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, partial
from typing import Any, TypeVar, get_args

import attrs
from attrs import evolve, frozen
from cattrs import (
    BaseValidationError,
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
)

from errsmith.registry import model, values
from errsmith.registry.diagnostics import Diagnostic, Finding, KeyPath, Rule
from errsmith.registry.source import Document
from errsmith.registry.values import Misfit, key_of
from errsmith.registry.wording import key_path, label, nearest

UNKNOWN_KEY = Rule("R101", "unknown-key", "The format has no such key in this table.")
MISSING_KEY = Rule("R102", "missing-key", "A table lacks a key it must have.")

RULES = (
    UNKNOWN_KEY,
    MISSING_KEY,
    values.WRONG_TYPE,
    values.EMPTY_VALUE,
    values.UNKNOWN_CHOICE,
    values.BAD_STATUS,
    values.REPEATED_ITEM,
    values.BAD_URL,
    values.BAD_SECONDS,
    values.BAD_LANGUAGE,
)

Shape = TypeVar("Shape", model.ProviderFile, model.SdkFile)

_CONVERTER = values.new_converter()
_collecting = cache(partial(values.new_converter, collecting=True))
"""The converter that finds all mistakes, not only the first; it takes its time."""

_PROSE = {"summary": "…", "title": "…"}
"""Required texts that no rule reads, and what stands in for them."""


@frozen
class _Defect:
    """A finding, and the value without which the rest of the file fits its classes.

    The value at `cut` is replaced by `stand_in`, if there is one, and removed otherwise.
    """

    finding: Finding | None
    cut: KeyPath
    stand_in: str | None = None


def structure(document: Document, shape: type[Shape]) -> tuple[Shape | None, list[Diagnostic]]:
    """Make a `ProviderFile` or `SdkFile` of a document's values.

    The file is given without what did not fit: an optional value has its default, a table that
    lacks a required one is left out, and so is every envelope after such an envelope, because the
    others must keep the index they have in the file. For prose, which no rule reads, something
    else stands in. It is None if nothing is left.
    """
    found: list[Diagnostic] = []
    if document.values is None:
        return None, found
    with suppress(Exception):  # Which mistakes there are is found below.
        return _CONVERTER.structure(document.values, shape), found
    rest = copy.deepcopy(document.values)
    while True:
        try:
            return _collecting().structure(rest, shape), found
        except BaseValidationError as error:
            defects: list[_Defect] = list(_defects(error, (), ()))
        # Later rounds only find what the cuts brought about, such as a table that is empty now.
        findings = [defect.finding for defect in defects if defect.finding is not None]
        if not found:
            from errsmith.registry.slips import with_helps

            mended = with_helps(findings, document.values, UNKNOWN_KEY)
            found = sorted(map(document.locate, mended.findings))
            defects += (_Defect(None, half) for half in mended.halves)
        # Each round cuts something, so that there is a last one.
        for cut, stand_in in {(defect.cut, defect.stand_in) for defect in defects}:
            if not cut:
                return None, found
            _cut(rest, cut, stand_in)


def _defects(error: Exception, at: KeyPath, cut: KeyPath) -> Iterator[_Defect]:
    """Give what is wrong with the value at a path; without the value at `cut` all is well."""
    if isinstance(error, Misfit):
        place = (*at, *error.at)
        is_key = error.of == "key"
        message = f"{label(place[:-1] if is_key else place)}: {error}"
        finding = Finding(error.rule, place, error.of, message, error.help)
        yield _Defect(finding, place if is_key else cut)
    elif isinstance(error, ClassValidationError):
        yield from _defects_of_keys(error, at, cut)
    elif isinstance(error, IterableValidationError):
        for item_error, note in error.group_exceptions()[0]:
            place = (*at, note.index)
            # Of a list of texts nothing is kept, lest an index differ from that in the file.
            whole = isinstance(note.index, str) or attrs.has(note.type)
            yield from _defects(item_error, place, place if whole else cut)
    elif isinstance(error, ExceptionGroup):
        for inner in error.exceptions:
            yield from _defects(inner, at, cut)
    else:
        raise error


def _defects_of_keys(error: ClassValidationError, at: KeyPath, cut: KeyPath) -> Iterator[_Defect]:
    """Give what is wrong with the keys of a table that is one of the model's classes."""
    from errsmith.registry.slips import meant_key

    fields = {key_of(field): field for field in attrs.fields(error.cl)}
    of_fields, of_table = error.group_exceptions()
    by_key = {key_of(attrs.fields_dict(error.cl)[note.name]): e for e, note in of_fields}
    missing = [key for key, e in by_key.items() if isinstance(e, KeyError)]
    for other in of_table:
        if not isinstance(other, ForbiddenExtraKeysError):
            raise other
        for key in sorted(other.extra_fields):
            meant = meant_key(key, fields) or nearest(key, fields)
            place = (*at, key)
            # A missing key and the misspelling of it are one mistake.
            yield _Defect(_unknown_key(place, meant, list(fields)), place)
            if meant in missing:
                missing.remove(meant)
                yield _without(None, at, meant, cut)
    for key in missing:
        yield _without(_missing_key(at, fields[key]), at, key, cut)
    for key, key_error in by_key.items():
        if not isinstance(key_error, KeyError):
            required = fields[key].default is attrs.NOTHING and key not in _PROSE
            of_key = _defects(key_error, (*at, key), cut if required else (*at, key))
            yield from (
                (evolve(d, stand_in=_PROSE[key]) for d in of_key) if key in _PROSE else of_key
            )


def _without(finding: Finding | None, at: KeyPath, key: str, cut: KeyPath) -> _Defect:
    """Go on without a required key: with something else if it is prose, else without its table."""
    return _Defect(finding, (*at, key), _PROSE[key]) if key in _PROSE else _Defect(finding, cut)


def _unknown_key(at: KeyPath, meant: str | None, keys: list[str]) -> Finding:
    known = ", ".join(f"`{key}`" for key in keys)
    return Finding(
        UNKNOWN_KEY,
        at,
        "key",
        f"{_table(at[:-1])}: found unknown key `{label(at)}`, expected a key of the format",
        help=f"did you mean `{meant}`?" if meant else f"the keys of this table are {known}",
    )


def _missing_key(at: KeyPath, field: attrs.Attribute[Any]) -> Finding:
    (doc,) = get_args(field.type)[1:]
    key = key_of(field)
    return Finding(
        MISSING_KEY,
        at,
        "table",
        f"{_table(at)}: found no `{key}`, expected one",
        help=f"add `{key}`: {doc.text}",
    )


def _table(at: KeyPath) -> str:
    return key_path(at) or "top of the file"


def _cut(rest: Any, cut: KeyPath, stand_in: str | None) -> None:
    """Remove or replace the value at a path, if it is still there; from a list, all after it."""
    *outer, last = cut
    try:
        for part in outer:
            rest = rest[part]
    except LookupError:
        return
    if stand_in is not None:
        rest[last] = stand_in
    elif isinstance(last, int):
        del rest[last:]
    else:
        rest.pop(last, None)
