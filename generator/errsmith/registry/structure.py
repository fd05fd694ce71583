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
from attrs import frozen
from cattrs import (
    BaseValidationError,
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
)

from errsmith.registry import model, values
from errsmith.registry.diagnostics import Diagnostic, Finding, KeyPath
from errsmith.registry.misfits import MISSING_KEY, UNKNOWN_KEY, Misfit
from errsmith.registry.slips import add_helps
from errsmith.registry.source import Document
from errsmith.registry.values import get_key
from errsmith.registry.vocabulary import guess_key
from errsmith.registry.wording import format_key_path, format_label

File = TypeVar("File", model.ProviderFile, model.SdkFile)

_CONVERTER = values.build_converter()
_collecting_converter = cache(partial(values.build_converter, collecting=True))
"""The converter that finds all mistakes, not only the first; it takes its time."""

_PROSE = {"summary": "…", "title": "…"}
"""Required texts that no rule reads, and what stands in for them."""


@frozen
class _Repair:
    """A change after which the rest of the file fits its classes.

    The value at a path is replaced by `stand_in`, if there is one, and removed otherwise.
    """

    at: KeyPath
    stand_in: str | None = None


def structure(document: Document, cl: type[File]) -> tuple[File | None, list[Diagnostic]]:
    """Build a `ProviderFile` or `SdkFile` from a document's values.

    What does not fit is left out of the file: an optional value has its default, a table without a
    required value is missing, and so is every envelope after such an envelope, because the others
    must keep the index they have in the file. For prose, which no rule reads, something else
    stands in. The file is None if nothing is left.
    """
    found: list[Diagnostic] = []
    if document.values is None:
        return None, found
    with suppress(Exception):  # Which mistakes there are is found below.
        return _CONVERTER.structure(document.values, cl), found
    rest = copy.deepcopy(document.values)
    while True:
        try:
            return _collecting_converter().structure(rest, cl), found
        except BaseValidationError as error:
            problems = list(_find_problems(error, (), _Repair(())))
        repairs = {repair for _, repair in problems}
        # Later rounds only find what the repairs brought about, such as a table that is empty now.
        if not found:
            findings = [finding for finding, _ in problems if finding is not None]
            findings, halves = add_helps(findings, document)
            found = sorted(map(document.locate, findings))
            repairs |= set(map(_Repair, halves))
        # Each round removes or replaces something, so that there is a last one.
        for repair in repairs:
            if not repair.at:
                return None, found
            _apply(repair, rest)


def _find_problems(
    error: Exception, at: KeyPath, repair: _Repair
) -> Iterator[tuple[Finding | None, _Repair]]:
    """Yield what is wrong with the value at a path, each with the change that repairs it.

    `repair` removes the innermost table or list around the value that the file can do without.
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
            # Of a list of texts nothing is kept, lest an index differ from that in the file.
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
    """Yield what is wrong with the keys of a table that is one of the model's classes."""
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
            # A missing key and the misspelling of it are one mistake.
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
    found = f"found unknown key `{format_label(at)}`"
    return Finding(
        at,
        "key",
        f"{_name_table(at[:-1])}: {found}, expected a key of the format",
        help=f"did you mean `{meant}`?" if meant else f"the keys of this table are {known}",
        rule=UNKNOWN_KEY,
    )


def _report_missing_key(at: KeyPath, field: attrs.Attribute[Any]) -> Finding:
    (doc,) = get_args(field.type)[1:]
    key = get_key(field)
    return Finding(
        at,
        "table",
        f"{_name_table(at)}: found no `{key}`, expected one",
        help=f"add `{key}`: {doc.text}",
        rule=MISSING_KEY,
    )


def _name_table(at: KeyPath) -> str:
    return format_key_path(at) or "top of the file"


def _apply(repair: _Repair, rest: Any) -> None:
    """Remove or replace a value, if it is still there; from a list, all after it."""
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
