"""Build response shapes from envelopes; an example fills in the facts of its error."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final, Literal

from errsmith.registry.model import EnvelopeDef, FieldDef, PlaceDef
from errsmith.runtime.reading.places import GROUP_STEP as ANY_KEY
from errsmith.runtime.reading.places import split_path
from errsmith.runtime.test_kit.shapes import (
    CODE,
    GROUP,
    STATUS,
    SUMMARY,
    ChallengeTemplate,
    Shape,
    Slot,
)

_BY_ROLE: Final[Mapping[str, Any]] = {
    "reference": "7d3f0c52-9f0b-4a39-8c1e-2f6f3f6f1b1d",
    "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
    "timestamp": "2026-01-31T12:00:00Z",
}
"""Made-up values of fields with a role."""
_ADVISING_ROLES: Final = ("retry_after", "retryable")
"""Roles of omitted fields: a made-up value would change the error's advice."""
_BY_NAME: Final[Mapping[str, str]] = {
    "algs": "ES256 PS256",
    "dpop-nonce": "eyJ7S_zG.eyJH0-Z.HX4w-7v",
    "instance": "/sessions/7d3f0c52",
    "realm": "api",
    "scope": "openid",
    "state": "af0ifjsldkj",
}
"""Made-up values of standard fields: RFC 9457, RFC 6749, RFC 6750 and RFC 9449."""
_DPOP_ONLY: Final = "algs"
"""A parameter that only DPoP challenges have (RFC 9449, section 7.1)."""
_BY_TYPE: Final[Mapping[str, Any]] = {
    "string": "text",
    "integer": 1,
    "number": 1,
    "boolean": False,
    "object": {},
    "array": [],
}
"""Made-up values of other fields, by type."""
_LARGEST: Final = 100
"""Maximum steps of a path, and maximum items of a list, in a shape."""

_Path = tuple[str | int | Slot, ...]


def build_shape(envelope: EnvelopeDef, doc_link: str) -> Shape | None:
    """Build the shape of an envelope, or None if its paths are too long or its lists too large.

    Args:
        envelope: The envelope.
        doc_link: The value for fields that link to the documentation.
    """
    fields = {name: field for name, field in envelope.fields.items() if _is_sent(field, envelope)}
    group = envelope.group if isinstance(envelope.group, PlaceDef) else None
    places: list[PlaceDef | FieldDef] = [envelope.code, *fields.values()]
    if group is not None:
        places.append(group)
    paths = [*envelope.when.body, *(place.path for place in places if place.path)]
    if any(_is_too_large(split_path(path)) for path in paths):
        return None
    draft = _Draft()
    for path, value in envelope.when.body.items():
        draft.put_in_body(path, deepcopy(value))
    draft.put(envelope.code, _build_slot(envelope.code, "code"))
    if group is not None:
        draft.put(group, _build_slot(group, "group"))
    for name, field in fields.items():
        draft.put(field, _choose_value(name, field, doc_link), name)
    return draft.build()


def _is_sent(field: FieldDef, envelope: EnvelopeDef) -> bool:
    """Return whether an example has a field; a query field needs the code in the query, too."""
    is_there = field.query is None or envelope.code.query is not None
    return is_there and field.role not in _ADVISING_ROLES


def _is_too_large(steps: tuple[str | int, ...]) -> bool:
    return len(steps) > _LARGEST or any(type(step) is int and step > _LARGEST for step in steps)


def _build_slot(place: PlaceDef, fact: Literal["code", "group"]) -> Slot:
    spelled = place.parts
    if place.last_segment:
        spelled = f"https://api.example/errors/{spelled or '{code}'}"
    if spelled is None and place.type == "string":
        return CODE if fact == "code" else GROUP
    return Slot(fact, spelled, place.type == "integer")


def _choose_value(name: str, field: FieldDef, doc_link: str) -> Any:
    """Return the fact that a field repeats, or a made-up value."""
    default = deepcopy(_BY_TYPE[field.type])
    match field.role, default:
        case "message", str():
            return SUMMARY
        case "status", int():
            return STATUS
        case "doc_link", str():
            return doc_link
        case None, str():
            return _BY_NAME.get(_find_sent_name(name, field), default)
        case role, _:
            value = _BY_ROLE.get(role or "", default)
            return value if type(value) is type(default) else default


def _find_sent_name(name: str, field: FieldDef) -> str:
    """Return a field's name in the response, in lower case."""
    sent_name = field.query or field.parameter or field.header
    if sent_name is None:
        keys = [step for step in split_path(field.path or name) if isinstance(step, str)]
        sent_name = keys[-1] if keys else name
    return sent_name.lower()


class _Draft:
    """A shape under construction, where the first value at a place wins."""

    def __init__(self) -> None:
        self._body: Any = None
        self._headers: dict[str, Any] = {}
        self._query: dict[str, Any] = {}

    def build(self) -> Shape:
        """Build the shape."""
        if self._body is not None:
            self._put_in_header("Content-Type", None, "application/json")
        return Shape(headers=self._headers, body=self._body, query=self._query)

    def put(self, place: PlaceDef | FieldDef, value: Any, name: str | None = None) -> None:
        """Put a value at a place; a field without one is at the path that equals its name."""
        if place.query is not None:
            self._query.setdefault(place.query, value)
        elif place.header is not None:
            self._put_in_header(place.header, place.parameter, value)
        elif place.path is not None or name is not None:
            self.put_in_body(place.path or name or "", value)

    def put_in_body(self, path: str, value: Any) -> None:
        """Put a value at a path of the body."""
        steps: _Path = tuple(GROUP if step == ANY_KEY else step for step in split_path(path))
        if self._body is None:
            self._body = [] if isinstance(steps[0], int) else {}
        _put(self._body, steps, value)

    def _put_in_header(self, header: str, parameter: str | None, value: Any) -> None:
        names = (name for name in self._headers if name.lower() == header.lower())
        name = next(names, header)
        if parameter is None:
            self._headers.setdefault(name, value)
            return
        challenge = self._headers.setdefault(name, ChallengeTemplate("Bearer", {}))
        if not isinstance(challenge, ChallengeTemplate):
            return
        # Parameter names are case-insensitive, too (RFC 9110, section 11.2).
        if parameter.lower() not in map(str.lower, challenge.parameters):
            scheme = "DPoP" if parameter.lower() == _DPOP_ONLY else challenge.scheme
            parameters = {**challenge.parameters, parameter: value}
            self._headers[name] = ChallengeTemplate(scheme, parameters)


def _put(container: Any, steps: _Path, value: Any) -> None:
    """Put a value at the end of a path, creating missing objects and lists on the way."""
    step, *rest = steps
    new = value if not rest else [] if isinstance(rest[0], int) else {}
    if isinstance(container, list) and isinstance(step, int):
        container.extend({} for _ in range(step + 1 - len(container)))
        container[step] = inner = container[step] or new
    elif isinstance(container, dict):
        inner = container.setdefault(step, new)
    else:
        return
    if rest:
        _put(inner, tuple(rest), value)
