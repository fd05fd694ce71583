"""Envelopes as shapes of responses, into which an example writes the facts of its error."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final, Literal

from attrs import evolve

from errsmith.registry.model import EnvelopeDef, FieldDef, PlaceDef
from errsmith.runtime.reading.places import GROUP as ANY_KEY
from errsmith.runtime.reading.places import steps_of
from errsmith.runtime.test_kit.shapes import (
    CODE,
    GROUP,
    STATUS,
    SUMMARY,
    ChallengeTemplate,
    Shape,
    Slot,
)

_SAMPLES: Final[Mapping[str, Any]] = {
    "reference": "7d3f0c52-9f0b-4a39-8c1e-2f6f3f6f1b1d",
    "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
    "timestamp": "2026-01-31T12:00:00Z",
}
"""What is made up for a field of a role."""
_ADVISING: Final = ("retry_after", "retryable")
"""Roles of fields that are left out: one made up would change the error's advice."""
_BY_NAME: Final[Mapping[str, str]] = {
    "algs": "ES256 PS256",
    "dpop-nonce": "eyJ7S_zG.eyJH0-Z.HX4w-7v",
    "instance": "/sessions/7d3f0c52",
    "realm": "api",
    "scope": "openid",
    "state": "af0ifjsldkj",
}
"""What is made up for a field of a standard's name: RFC 9457, RFC 6749, RFC 6750 and RFC 9449."""
_DPOP_ONLY: Final = "algs"
"""The parameter that no challenge has but one of DPoP (RFC 9449, section 7.1)."""
_BY_TYPE: Final[Mapping[str, Any]] = {
    "string": "text",
    "integer": 1,
    "number": 1,
    "boolean": False,
    "object": {},
    "array": [],
}
"""What is made up for any other field of a type."""
_DEEPEST: Final = 100
"""Steps of a path, and items of a list, up to which a shape is made."""

_Path = tuple[str | int | Slot, ...]


def shape_of(envelope: EnvelopeDef, doc_link: str) -> Shape | None:
    """Give the shape of an envelope; None for one with places that nobody would write down.

    Args:
        envelope: The envelope.
        doc_link: What a field holds that leads to the documentation.
    """
    fields = {name: one for name, one in envelope.fields.items() if _is_sent(one, envelope)}
    group = envelope.group if isinstance(envelope.group, PlaceDef) else None
    places = (envelope.code, group, *fields.values())
    paths = [*envelope.when.body, *(one.path for one in places if one is not None and one.path)]
    if any(_is_endless(steps_of(path)) for path in paths):
        return None
    draft = _Draft()
    for path, value in envelope.when.body.items():
        draft.put_in_body(path, deepcopy(value))
    draft.put(envelope.code, _slot(envelope.code, "code"))
    if group is not None:
        draft.put(group, _slot(group, "group"))
    for name, field in fields.items():
        draft.put(field, _sample(name, field, doc_link), name)
    return draft.shape()


def _is_sent(field: FieldDef, envelope: EnvelopeDef) -> bool:
    """Return whether a field is in a response: what has no code in its query is no redirect."""
    is_there = field.query is None or envelope.code.query is not None
    return is_there and field.role not in _ADVISING


def _is_endless(steps: tuple[str | int, ...]) -> bool:
    return len(steps) > _DEEPEST or any(type(step) is int and step > _DEEPEST for step in steps)


def _slot(place: PlaceDef, fact: Literal["code", "group"]) -> Slot:
    spelled = place.parts
    if place.last_segment:
        spelled = f"https://api.example/errors/{spelled or '{code}'}"
    if spelled is None and place.type == "string":
        return CODE if fact == "code" else GROUP
    return Slot(fact, spelled, place.type == "integer")


def _sample(name: str, field: FieldDef, doc_link: str) -> Any:
    """Give the fact that a field repeats, else a value that is made up."""
    usual = deepcopy(_BY_TYPE[field.type])
    match field.role, usual:
        case "message", str():
            return SUMMARY
        case "status", int():
            return STATUS
        case "doc_link", str():
            return doc_link
        case None, str():
            return _BY_NAME.get(_name_sent(name, field), usual)
        case role, _:
            sample = _SAMPLES.get(role or "", usual)
            return sample if type(sample) is type(usual) else usual


def _name_sent(name: str, field: FieldDef) -> str:
    """Give the name that a field has in a response, in lower case."""
    sent = field.query or field.parameter or field.header
    if sent is None:
        names = [one for one in steps_of(field.path or name) if isinstance(one, str)]
        sent = names[-1] if names else name
    return sent.lower()


class _Draft:
    """A shape in the making: what stands at a place stays there."""

    def __init__(self) -> None:
        self._body: Any = None
        self._headers: dict[str, Any] = {}
        self._query: dict[str, Any] = {}

    def shape(self) -> Shape:
        """Give the shape."""
        if self._body is not None:
            self._put_in_header("Content-Type", None, "application/json")
        return Shape(headers=self._headers, body=self._body, query=self._query)

    def put(self, place: PlaceDef | FieldDef, value: Any, name: str | None = None) -> None:
        """Put a value at a place, at the field's name if no other place is given."""
        if place.query is not None:
            self._query.setdefault(place.query, value)
        elif place.header is not None:
            self._put_in_header(place.header, place.parameter, value)
        elif place.path is not None or name is not None:
            self.put_in_body(place.path or name or "", value)

    def put_in_body(self, path: str, value: Any) -> None:
        """Put a value at a path of the body."""
        steps: _Path = tuple(GROUP if step == ANY_KEY else step for step in steps_of(path))
        if self._body is None:
            self._body = [] if isinstance(steps[0], int) else {}
        _put(self._body, steps, value)

    def _put_in_header(self, header: str, parameter: str | None, value: Any) -> None:
        named = next((one for one in self._headers if one.lower() == header.lower()), header)
        if parameter is None:
            self._headers.setdefault(named, value)
            return
        challenge = self._headers.setdefault(named, ChallengeTemplate("Bearer", {}))
        if isinstance(challenge, ChallengeTemplate) and parameter.lower() == _DPOP_ONLY:
            self._headers[named] = challenge = evolve(challenge, scheme="DPoP")
        if not isinstance(challenge, ChallengeTemplate) or not isinstance(
            challenge.parameters, dict
        ):
            return
        # Case does not count in their names either (RFC 9110, section 11.2).
        if parameter.lower() not in map(str.lower, challenge.parameters):
            challenge.parameters[parameter] = value


def _put(at: Any, steps: _Path, value: Any) -> None:
    step, *rest = steps
    fresh = value if not rest else [] if isinstance(rest[0], int) else {}
    if isinstance(at, list) and isinstance(step, int):
        at.extend({} for _ in range(step + 1 - len(at)))
        at[step] = there = at[step] or fresh
    elif isinstance(at, dict):
        there = at.setdefault(step, fresh)
    else:
        return
    if rest:
        _put(there, tuple(rest), value)
