"""Places of codes and fields in a response."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen

from errsmith.diagnostics import KeyPath
from errsmith.model import FieldDef, PlaceDef
from errsmith.registry import Subject
from errsmith.rules.rule import Spot, lint, related
from errsmith.runtime.places import GROUP, steps_of
from errsmith.wording import quote

_KEY = r"(?:\{group\}|[^.\[\]{}]+)"
_PATH = re.compile(rf"(?:{_KEY}|\[\d+\])(?:\[\d+\])*(?:\.{_KEY}(?:\[\d+\])*)*\Z")
_PARTS = re.compile(r"[^{}]*(?:\{(?:code|group|)\}[^{}]+)*\{(?:code|group|)\}[^{}]*\Z")
_SCALARS = ("string", "integer", "number", "boolean")


@frozen
class _Placed:
    at: KeyPath
    place: PlaceDef | FieldDef
    is_field: bool

    @property
    def given(self) -> list[str]:
        """The keys that say where it is."""
        keys = ["path", "header", "query", *([] if self.is_field else ["status"])]
        return [key for key in keys if getattr(self.place, key)]


def _placed(subject: Subject) -> Iterator[_Placed]:
    for position, envelope in enumerate(subject.file.envelopes):
        at: KeyPath = ("envelopes", position)
        yield _Placed((*at, "code"), envelope.code, is_field=False)
        if envelope.group is not None:
            yield _Placed((*at, "group"), envelope.group, is_field=False)
        for name, field in envelope.fields.items():
            yield _Placed((*at, "fields", name), field, is_field=True)


@lint("R231", "not-one-place")
def not_one_place(subject: Subject) -> Iterator[Spot]:
    """A place is given in no way, or in several.

    Why: a code stands in exactly one of path, header, query and status; a field without any stands
    at the path of its name.
    Mend: keep one of them.
    """
    for one in _placed(subject):
        if len(one.given) > 1 or not (one.given or one.is_field):
            found = " and ".join(one.given) or "none"
            keys = "path, header, query" + ("" if one.is_field else ", status")
            yield Spot(one.at, "value", f"found {found}, expected exactly one of {keys}")


@lint("R232", "parameter-without-header")
def parameter_without_header(subject: Subject) -> Iterator[Spot]:
    """A parameter is given without the header that has it.

    Why: `parameter` is one of the challenge in a header.
    Mend: add `header`, for example `header = "WWW-Authenticate"`.
    """
    for one in _placed(subject):
        if one.place.parameter is not None and one.place.header is None:
            message = "found parameter without header, expected both"
            yield Spot((*one.at, "parameter"), "value", message)


@lint("R233", "malformed-path")
def malformed_path(subject: Subject) -> Iterator[Spot]:
    """A path into the body is not written as keys and indices.

    Why: it would be read as something else, or nothing.
    Mend: write keys with dots and indices in brackets: `errors[0].code`, `errors.{group}.code`.
    """
    for at, path in _paths(subject):
        if not _PATH.match(path) or steps_of(path).count(GROUP) > 1:
            message = f"found path {quote(path)}, expected keys and indices such as errors[0].code"
            yield Spot(at, "value", message, "at most one step is {group}; indices count from 0")


def _paths(subject: Subject) -> Iterator[tuple[KeyPath, str]]:
    for one in _placed(subject):
        if one.place.path is not None:
            yield (*one.at, "path"), one.place.path
        elif one.is_field and not one.given:
            yield one.at, str(one.at[-1])
    for position, envelope in enumerate(subject.file.envelopes):
        for path in envelope.when.body:
            yield ("envelopes", position, "when", "body", path), path


@lint("R234", "malformed-parts")
def malformed_parts(subject: Subject) -> Iterator[Spot]:
    """A template of parts cannot be read from left to right.

    Why: two parts need something between them, and a code's template needs `{code}`.
    Mend: write literals and `{code}`, `{group}`, `{}`, each name once: `{group} -- {code}`.
    """
    for one in _placed(subject):
        parts = getattr(one.place, "parts", None)
        if parts is None:
            continue
        named = [name for name in ("{code}", "{group}") if parts.count(name) > 1]
        literals = re.split(r"\{[^{}]*\}", parts)[1:-1]
        needed = "{group}" if one.at[-1] == "group" else "{code}"
        if (
            not _PARTS.match(parts)
            or named
            or not all(map(str.strip, literals))
            or needed not in parts
        ):
            message = (
                f"found parts {quote(parts)}, expected literals between names, {needed} among them"
            )
            yield Spot((*one.at, "parts"), "value", message, 'for example "{group} -- {code}"')


@lint("R235", "group-not-in-path")
def group_not_in_path(subject: Subject) -> Iterator[Spot]:
    """A field's path has `{group}`, but the code's has not, or begins otherwise.

    Why: the key at `{group}` is the one that the code was found under.
    Mend: give the code's path the same beginning.
    """
    for position, envelope in enumerate(subject.file.envelopes):
        opening = _opening(envelope.code.path)
        for name, field in envelope.fields.items():
            mine = _opening(field.path)
            if mine is not None and mine != opening:
                at = ("envelopes", position, "fields", name, "path")
                message = (
                    f"found {quote(field.path or '')}, expected {{group}} where the code has it"
                )
                where = related(("envelopes", position, "code"), "value", "the code's place")
                yield Spot(at, "value", message, None, (where,))


def _opening(path: str | None) -> tuple[str | int, ...] | None:
    steps = steps_of(path) if path is not None and _PATH.match(path) else ()
    return steps[: steps.index(GROUP)] if GROUP in steps else None


@lint("R236", "unsafe-log")
def unsafe_log(subject: Subject) -> Iterator[Spot]:
    """A field that may hold personal data is marked safe to log.

    Why: messages and contexts carry names and national numbers; objects and arrays can hold any.
    Mend: leave `log` out, or log a field of its own.
    """
    for one in _placed(subject):
        if isinstance(one.place, FieldDef) and one.place.log:
            role, type_ = one.place.role, one.place.type
            if role in ("message", "context") or type_ not in _SCALARS:
                what = f"role {role}" if role in ("message", "context") else f"type {type_}"
                message = f"found log = true on a field of {what}, expected it on others only"
                yield Spot((*one.at, "log"), "value", message)


@lint("R237", "unfit-type")
def unfit_type(subject: Subject) -> Iterator[Spot]:
    """A field's type does not go with its place or its role.

    Why: a header and a query hold text, a message is text, a delay is a number.
    Mend: correct the type, the place or the role.
    """
    for one in _placed(subject):
        if not isinstance(one.place, FieldDef):
            continue
        type_, role = one.place.type, one.place.role
        if type_ not in _SCALARS and (one.place.header or one.place.query):
            message = f"found type {type_} in a header or query, expected a text or number"
        elif role == "message" and type_ != "string":
            message = f"found type {type_} for a message, expected string"
        elif role == "retry_after" and type_ not in ("integer", "number", "string"):
            message = f"found type {type_} for retry_after, expected seconds"
        else:
            continue
        yield Spot((*one.at, "type"), "value", message)


@lint("R238", "mixed-roots")
def mixed_roots(subject: Subject) -> Iterator[Spot]:
    """Paths of one envelope begin at an object and at a list.

    Why: a body is one of the two; the other paths never find anything.
    Mend: split the envelope.
    """
    for position, envelope in enumerate(subject.file.envelopes):
        places = [("code", envelope.code.path), ("group", envelope.group and envelope.group.path)]
        places += [
            (n, f.path or n) for n, f in envelope.fields.items() if not f.header and not f.query
        ]
        starts = {bool(path.startswith("[")) for _, path in places if path}
        if len(starts) > 1:
            message = "found paths that begin at a list and at an object, expected one of them"
            yield Spot(("envelopes", position), "table", message)


@lint("R239", "field-differs")
def field_differs(subject: Subject) -> Iterator[Spot]:
    """Two envelopes give a field of the same name another type, role or `log`.

    Why: it is one attribute of one class.
    Mend: make them alike, or rename one.
    """
    first: dict[str, tuple[int, FieldDef]] = {}
    for position, envelope in enumerate(subject.file.envelopes):
        for name, field in envelope.fields.items():
            before, other = first.setdefault(name, (position, field))
            differing = [
                k for k in ("type", "role", "log") if getattr(field, k) != getattr(other, k)
            ]
            if differing:
                message = (
                    f"found another {differing[0]} of {quote(name)} than before, expected the same"
                )
                where = related(("envelopes", before, "fields", name), "value", "the first one")
                yield Spot(
                    ("envelopes", position, "fields", name), "value", message, None, (where,)
                )


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
)
