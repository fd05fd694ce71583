"""Rules about the places of codes and fields in a response."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from attrs import frozen

from errsmith.lint.rules.rule import define_rule
from errsmith.meaning.subjects import Subject
from errsmith.registry.diagnostics import Finding, KeyPath, Of, Related
from errsmith.registry.model import DURATION, SECONDS, FieldDef, PlaceDef
from errsmith.registry.wording import describe_value, quote
from errsmith.runtime.reading.places import GROUP_STEP, split_path

_KEY = r"(?:\{group\}|[^.\[\]{}]+)"
_ROOT = re.compile(r"/|\$[.\[]")
"""How a JSON Pointer and a JSONPath begin."""
_INDEX = r"\[[0-9]{1,3}\]"
_PATH = re.compile(rf"(?:{_KEY}|{_INDEX})(?:{_INDEX})*(?:\.{_KEY}(?:{_INDEX})*)*\Z")
_NAME = re.compile(r"\{[^{}]*\}")
_SCALARS = ("string", "integer", "number", "boolean")
_UNSAFE = ("message", "context", "doc_link")


@frozen
class StatedPlace:
    """A place of an envelope: of its code, its group or a field."""

    at: KeyPath
    place: PlaceDef | FieldDef
    is_field: bool

    @property
    def keys(self) -> list[str]:
        """The keys that state the place."""
        keys = ["path", "header", "query", *([] if self.is_field else ["status"])]
        return [key for key in keys if getattr(self.place, key)]


def find_places(subject: Subject, *positions: int) -> Iterator[StatedPlace]:
    """Yield the places of the envelopes at the given positions, or of all envelopes."""
    for position in positions or range(len(subject.file.envelopes)):
        envelope = subject.file.envelopes[position]
        at: KeyPath = ("envelopes", position)
        yield StatedPlace((*at, "code"), envelope.code, is_field=False)
        if isinstance(envelope.group, PlaceDef):
            yield StatedPlace((*at, "group"), envelope.group, is_field=False)
        for name, field in envelope.fields.items():
            yield StatedPlace((*at, "fields", name), field, is_field=True)


@define_rule("R231", "not-one-place")
def not_one_place(subject: Subject) -> Iterator[Finding]:
    """A place has no path, header, query or status, or more than one of them.

    Why: a code comes from exactly one of path, header, query and status. A field without any of
    them is read from the path that equals its name.
    Fix: keep one of them.
    """
    for stated in find_places(subject):
        is_wrong = len(stated.keys) > 1 or not (stated.keys or stated.is_field)
        if is_wrong and subject.is_sound(*stated.at):
            found = " and ".join(stated.keys) or "no place"
            keys = "path, header, query" + ("" if stated.is_field else ", status")
            yield Finding(stated.at, "value", f"found {found}, expected exactly one of {keys}")


@define_rule("R232", "parameter-without-header")
def parameter_without_header(subject: Subject) -> Iterator[Finding]:
    """A place has `parameter` but not `header`.

    Why: `parameter` names a parameter of the challenge in that header.
    Fix: add `header`, for example `header = "WWW-Authenticate"`.
    """
    for stated in find_places(subject):
        is_alone = stated.place.parameter is not None and stated.place.header is None
        if is_alone and subject.is_sound(*stated.at, "header"):
            message = "found `parameter` without `header`, expected both"
            hint = 'Add `header`, for example `header = "WWW-Authenticate"`'
            yield Finding((*stated.at, "parameter"), "value", message, hint)


@define_rule("R233", "malformed-path")
def malformed_path(subject: Subject) -> Iterator[Finding]:
    """A path into the body does not consist of keys and indexes.

    Why: it would find the wrong value, or none.
    Fix: write keys with dots and indexes in brackets: `errors[0].code`, `errors.{group}.code`.
    """
    for position in range(len(subject.file.envelopes)):
        for at, of, path in find_paths(subject, position):
            if not _PATH.match(path):
                hint = "Join keys with dots, and put indexes (0 to 999) in brackets"
            elif split_path(path).count(GROUP_STEP) > 1:
                hint = "Use `{group}` only once in a path"
            elif _ROOT.match(path):
                hint = "Begin with the first key: JSON Pointer and JSONPath are not supported"
            else:
                continue
            message = f"found path {quote(path)}, expected keys and indexes such as errors[0].code"
            yield Finding(at, of, message, hint)


def find_paths(subject: Subject, position: int) -> Iterator[tuple[KeyPath, Of, str]]:
    """Yield the key path, the `Of` and the string of each path in an envelope."""
    for stated in find_places(subject, position):
        if stated.place.path is not None:
            yield (*stated.at, "path"), "value", stated.place.path
    for path in subject.file.envelopes[position].when.body:
        yield ("envelopes", position, "when", "body", path), "key", path


@define_rule("R234", "malformed-parts")
def malformed_parts(subject: Subject) -> Iterator[Finding]:
    """A `parts` template is ambiguous or incomplete.

    Why: there must be a separator between two parts, and the template of a code needs `{code}`.
    Fix: write literals and `{code}`, `{group}`, `{}`, each name once: `{group} -- {code}`.
    """
    for stated in find_places(subject):
        if isinstance(stated.place, PlaceDef) and stated.place.parts is not None:
            needed = "group" if stated.at[-1] == "group" else "code"
            reason = explain_malformed(stated.place.parts, needed, ("code", "group"))
            if reason is not None:
                message = f"found parts {quote(stated.place.parts)}, {reason}"
                hint = (
                    'For example, write `"{group} -- {code}"`, or `"{code}:{}"` to ignore the rest'
                )
                yield Finding((*stated.at, "parts"), "value", message, hint)


def explain_malformed(template: str, needed: str, known: tuple[str, ...]) -> str | None:
    """Return what is wrong with a template of literals and names, or None.

    It must have `needed` exactly once, and each of the other `known` names at most once.
    """
    names = _NAME.findall(template)
    literals = _NAME.split(template)
    marked = [f"{{{name}}}" for name in known]
    if any(mark in literal for literal in literals for mark in "{}"):
        return "expected braces only around names"
    if unknown := [name for name in names if name not in (*marked, "{}")]:
        return f"expected {', '.join(marked)} or {{}} instead of {unknown[0]}"
    if names.count(f"{{{needed}}}") != 1:
        return f"expected {{{needed}}} exactly once"
    if any(names.count(name) > 1 for name in marked):
        return "expected each name once"
    if not all(map(str.strip, literals[1:-1])):
        return "expected more than spaces between two names"
    return None


@define_rule("R235", "group-not-in-path")
def group_not_in_path(subject: Subject) -> Iterator[Finding]:
    """A field's path has `{group}`, but the code's path has none or begins differently.

    Why: `{group}` is the key under which the code was found.
    Fix: make both paths begin the same way.
    """
    for position, envelope in enumerate(subject.file.envelopes):
        opening = _split_opening(envelope.code.path)
        for name, field in envelope.fields.items():
            own = _split_opening(field.path)
            is_sound = subject.is_sound("envelopes", position, "code")
            if own is not None and own != opening and is_sound:
                at = ("envelopes", position, "fields", name, "path")
                found = quote(field.path or "")
                message = (
                    f"found {found}, expected the beginning of the code's path up to {{group}}"
                )
                hint = "Make both paths begin the same way"
                if opening is None:
                    message = f"found {{group}} in {found}, expected it in the code's path, too"
                    hint = "Add `{group}` to the code's path, or omit it here"
                where = Related(("envelopes", position, "code"), "value", "the code is read here")
                yield Finding(at, "value", message, hint, (where,))


def _split_opening(path: str | None) -> tuple[str | int, ...] | None:
    steps = split_path(path) if path is not None and _PATH.match(path) else ()
    return steps[: steps.index(GROUP_STEP)] if GROUP_STEP in steps else None


@define_rule("R236", "unsafe-log")
def unsafe_log(subject: Subject) -> Iterator[Finding]:
    """A field that may contain personal data is marked as safe to log.

    Why: messages and contexts contain names and national numbers, the query of a URL can contain
    anything, and so can objects and arrays.
    Fix: omit `log`, or log a separate field.
    """
    for stated in find_places(subject):
        if isinstance(stated.place, FieldDef) and stated.place.log:
            role, type_ = stated.place.role, stated.place.type
            if role in _UNSAFE or type_ not in _SCALARS:
                what = f"role {role}" if role in _UNSAFE else f"type {type_}"
                message = (
                    f"found `log = true` on a field with {what}, expected it only on fields that"
                    " cannot contain personal data"
                )
                hint = "Omit `log`: such a field may contain personal data"
                yield Finding((*stated.at, "log"), "value", message, hint)


@define_rule("R237", "unfit-type")
def unfit_type(subject: Subject) -> Iterator[Finding]:
    """A field's type does not fit its place, its role or its unit.

    Why: headers and query parameters are strings, a message is a string, a delay is a number (or a
    string with the unit `duration`), and `retryable` is a boolean.
    Fix: correct the type, the place, the role or the unit.
    """
    for stated in find_places(subject):
        if not isinstance(stated.place, FieldDef):
            continue
        type_, role = stated.place.type, stated.place.role
        if type_ not in _SCALARS and (stated.place.header or stated.place.query):
            place = "header" if stated.place.header else "query"
            message = f"found type {type_} in a {place}, expected one of {', '.join(_SCALARS)}"
        elif role == "message" and type_ != "string":
            message = f"found type {type_} for a message, expected string"
        elif role == "retry_after" and stated.place.unit == DURATION and type_ != "string":
            message = f"found type {type_} for a duration, expected string"
        elif role == "retry_after" and type_ not in ("integer", "number", "string"):
            message = f"found type {type_} for retry_after, expected integer, number or string"
        elif role == "retryable" and type_ != "boolean":
            message = f"found type {type_} for retryable, expected boolean"
        else:
            continue
        is_stated = subject.document.get_value(*stated.at, "type") is not None
        hint = None if is_stated else "A field without `type` is a string"
        yield Finding((*stated.at, "type"), "value", message, hint)


@define_rule("R238", "mixed-roots")
def mixed_roots(subject: Subject) -> Iterator[Finding]:
    """Some paths of an envelope begin at an object and others at an array.

    Why: a body is one or the other, so the other paths never find anything.
    Fix: split the envelope.
    """
    for position, envelope in enumerate(subject.file.envelopes):
        if not subject.is_sound("envelopes", position):
            continue
        paths = list(find_paths(subject, position))
        for name, field in envelope.fields.items():
            if not (field.path or field.header or field.query):
                paths.append((("envelopes", position, "fields", name), "key", name))
        for at, of, path in paths[1:]:
            first_at, first_of, first = paths[0]
            if path.startswith("[") != first.startswith("["):
                root = "an array" if first.startswith("[") else "an object"
                message = f"found path {quote(path)}, expected a path that begins at {root}"
                there = Related(first_at, first_of, f"this path begins at {root}")
                yield Finding(at, of, message, "Split the envelope", (there,))


@define_rule("R239", "field-differs")
def field_differs(subject: Subject) -> Iterator[Finding]:
    """Two envelopes have a field of the same name with a different type, role, unit or `log`.

    Why: both become the same attribute of the same class.
    Fix: make them equal, or rename one.
    """
    first: dict[str, tuple[KeyPath, FieldDef]] = {}
    for position, envelope in enumerate(subject.file.envelopes):
        for name, field in envelope.fields.items():
            at: KeyPath = ("envelopes", position, "fields", name)
            before, other = first.setdefault(name, (at, field))
            for key in ("type", "role", "unit", "log"):
                is_sound = subject.is_sound(*at, key) and subject.is_sound(*before, key)
                if _get_stated(field, key) != _get_stated(other, key) and is_sound:
                    message = f"found a different `{key}` for {quote(name)}, expected the same"
                    there = Related((*before, key), "value", "first defined here")
                    hint = "Make the two equal, or rename one"
                    yield Finding((*at, key), "value", message, hint, (there,))


def _get_stated(field: FieldDef, key: str) -> object:
    value: object = getattr(field, key)
    return SECONDS if key == "unit" and value is None else value


@define_rule("R240", "unfit-condition")
def unfit_condition(subject: Subject) -> Iterator[Finding]:
    """A condition on the body has a value that JSON cannot represent.

    Why: JSON has no dates, times, `nan` or `inf`, so the envelope would never be used.
    Fix: write the value as in JSON, for example a date as a string.
    """
    for position, envelope in enumerate(subject.file.envelopes):
        for path, value in envelope.when.body.items():
            if not _is_json(value):
                message = f"found {describe_value(value)}, expected a JSON value"
                at: KeyPath = ("envelopes", position, "when", "body", path)
                yield Finding(at, "value", message, "JSON has no dates, times, `nan` or `inf`")


@define_rule("R242", "unit-without-wait")
def unit_without_wait(subject: Subject) -> Iterator[Finding]:
    """A field has a unit, but its role is not `retry_after`.

    Why: only waits are converted to seconds, so the unit would have no effect.
    Fix: add `role = "retry_after"`, or omit `unit` and mention the unit in `summary`.
    """
    for stated in find_places(subject):
        place = stated.place
        if not isinstance(place, FieldDef) or place.unit is None or place.role == "retry_after":
            continue
        if subject.is_sound(*stated.at, "role"):
            found = "without a role" if place.role is None else f"with role {place.role}"
            message = f"found `unit` on a field {found}, expected it only with role retry_after"
            hint = 'Add `role = "retry_after"`, or mention the unit in `summary`'
            yield Finding((*stated.at, "unit"), "value", message, hint)


def _is_json(value: object) -> bool:
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError):
        return False
    return True


RULES = (
    not_one_place,
    parameter_without_header,
    malformed_path,
    malformed_parts,
    group_not_in_path,
    unsafe_log,
    unfit_type,
    mixed_roots,
    field_differs,
    unfit_condition,
    unit_without_wait,
)
