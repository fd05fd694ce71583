"""Convert a TOML file's values to the classes of `model.py`, strictly.

Values that do not fit become diagnostics. One run reports all problems of a file, and lint rules
still check the rest of it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache, partial
from typing import Any, TypeAlias, TypeVar, get_args

import attrs
from attrs import frozen
from cattrs import (
    BaseValidationError,
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
)

from errsmith.registry import slips, values
from errsmith.registry.diagnostics import Diagnostic, Finding, KeyPath
from errsmith.registry.misfits import MISSING_KEY, UNKNOWN_KEY, Misfit
from errsmith.registry.source import Document
from errsmith.registry.values import get_key
from errsmith.registry.vocabulary import guess_key
from errsmith.registry.wording import format_key_path, format_label

File = TypeVar("File", bound=attrs.AttrsInstance)
AddHelps: TypeAlias = (
    "Callable[[Iterable[Finding], Document], tuple[list[Finding], frozenset[KeyPath]]]"
)
"""Adds help for common mistakes; `slips.add_helps` does so for the registry's files."""

_CONVERTER = values.build_converter()
_collecting_converter = cache(partial(values.build_converter, collecting=True))
"""The converter that finds all mistakes, not only the first; it is slower."""

_PROSE = {"summary": "…", "title": "…"}
"""Required strings that no rule reads, and their stand-ins."""


@frozen
class _Repair:
    """A change after which the rest of the file fits its classes.

    The value at a path is replaced by `stand_in`, or removed if there is none.
    """

    at: KeyPath
    stand_in: str | None = None


def structure(
    document: Document, cl: type[File], add_helps: AddHelps = slips.add_helps
) -> tuple[File | None, list[Diagnostic]]:
    """Build a class such as `ProviderFile` or `SdkFile` from a document's values.

    Values that do not fit are left out: an optional value has its default, and a table without a
    required value is missing. Every envelope after a missing one is left out too, because the
    others must keep their indexes. Prose, which no rule reads, is replaced by a stand-in. The file
    is None if nothing is left.
    """
    found: list[Diagnostic] = []
    if document.values is None:
        return None, found
    with suppress(Exception):  # The mistakes are collected below.
        return _CONVERTER.structure(document.values, cl), found
    rest = copy.deepcopy(document.values)
    while True:
        try:
            return _collecting_converter().structure(rest, cl), found
        except BaseValidationError as error:
            problems = list(_find_problems(error, (), _Repair(())))
        repairs = {repair for _, repair in problems}
        # Later rounds only find effects of the repairs, such as a table that is now empty.
        if not found:
            findings = [finding for finding, _ in problems if finding is not None]
            findings, halves = add_helps(findings, document)
            found = sorted(map(document.locate, findings))
            repairs |= set(map(_Repair, halves))
        # Each round removes or replaces something, so the loop ends.
        for repair in repairs:
            if not repair.at:
                return None, found
            _apply(repair, rest)


def _find_problems(
    error: Exception, at: KeyPath, repair: _Repair
) -> Iterator[tuple[Finding | None, _Repair]]:
    """Yield the problems of the value at a path, each with the change that repairs it.

    `repair` removes the innermost table or list around the value that is not required.
    """
    if isinstance(error, Misfit):
        place = (*at, *error.at)
        is_key = error.of == "key"
        message = f"{format_label(place[:-1] if is_key else place)}: {error}"
        finding = Finding(place, error.of, message, error.help, rule=error.rule)
        yield finding, _Repair(place) if is_key else repair
    elif isinstance(error, ClassValidationError):
        yield from _find_problems_of_table(error, at, repair)
    elif isinstance(error, IterableValidationError):
        for item_error, note in error.group_exceptions()[0]:
            place = (*at, note.index)
            # A list of strings is dropped as a whole, because its indexes must match the file.
            is_removed = isinstance(note.index, str) or attrs.has(note.type)
            yield from _find_problems(item_error, place, _Repair(place) if is_removed else repair)
    elif isinstance(error, ExceptionGroup):
        for inner in error.exceptions:
            yield from _find_problems(inner, at, repair)
    else:
        raise error


def _find_problems_of_table(
    error: ClassValidationError, at: KeyPath, repair: _Repair
) -> Iterator[tuple[Finding | None, _Repair]]:
    """Yield the problems of the keys of a table that is one of the model's classes."""
    fields = {get_key(field): field for field in attrs.fields(error.cl)}
    # A table without a required key is removed, unless the value has a stand-in.
    required = {key for key, field in fields.items() if field.default is attrs.NOTHING}
    repairs = {
        key: repair if key in required - _PROSE.keys() else _Repair((*at, key), _PROSE.get(key))
        for key in fields
    }
    of_fields, of_table = error.group_exceptions()
    by_key = {get_key(attrs.fields_dict(error.cl)[note.name]): e for e, note in of_fields}
    missing = [key for key, e in by_key.items() if isinstance(e, KeyError)]
    for table_error in of_table:
        if not isinstance(table_error, ForbiddenExtraKeysError):
            raise table_error
        for key in sorted(table_error.extra_fields):
            meant = guess_key(key, fields)
            place = (*at, key)
            yield _report_unknown_key(place, meant, list(fields)), _Repair(place)
            # A missing key and its misspelling are one mistake.
            if meant in missing:
                missing.remove(meant)
                yield None, repairs[meant]
    for key in missing:
        yield _report_missing_key(at, fields[key]), repairs[key]
    for key, key_error in by_key.items():
        if not isinstance(key_error, KeyError):
            yield from _find_problems(key_error, (*at, key), repairs[key])


def _report_unknown_key(at: KeyPath, meant: str | None, keys: list[str]) -> Finding:
    known = ", ".join(f"`{key}`" for key in keys)
    return Finding(
        at,
        "key",
        f"{_name_table(at[:-1])}: unknown key `{format_label(at)}`",
        help=f"Did you mean `{meant}`?" if meant else f"Available keys: {known}",
        rule=UNKNOWN_KEY,
    )


def _report_missing_key(at: KeyPath, field: attrs.Attribute[Any]) -> Finding:
    (doc,) = get_args(field.type)[1:]
    key = get_key(field)
    return Finding(
        at,
        "table",
        f"{_name_table(at)}: missing key `{key}`",
        help=f"Add `{key}` ({doc.text[0].lower()}{doc.text[1:].removesuffix('.')})",
        rule=MISSING_KEY,
    )


def _name_table(at: KeyPath) -> str:
    return format_key_path(at) or "top level"


def _apply(repair: _Repair, rest: Any) -> None:
    """Remove or replace a value if it is still there; in a list, also remove all items after it."""
    *outer, last = repair.at
    try:
        for part in outer:
            rest = rest[part]
    except LookupError:
        return
    if repair.stand_in is not None:
        rest[last] = repair.stand_in
    elif isinstance(last, int):
        del rest[last:]
    else:
        rest.pop(last, None)
