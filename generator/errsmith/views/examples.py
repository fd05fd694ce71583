"""Example responses: the registry's, else made from the envelope."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from attrs import frozen

from errsmith import resolution
from errsmith.model import EnvelopeDef, FieldDef, PlaceDef, ProviderFile
from errsmith.resolution import Resolved
from errsmith.runtime.places import GROUP, Parts, steps_of

_SAMPLES: dict[str, Any] = {
    "reference": "7d3f0c52-9f0b-4a39-8c1e-2f6f3f6f1b1d",
    "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
    "timestamp": "2026-01-31T12:00:00Z",
    "context": {},
    "retry_after": 30,
}
_BY_TYPE: dict[str, Any] = {
    "string": "text",
    "integer": 1,
    "number": 1,
    "boolean": False,
    "object": {},
    "array": [],
}
_encode = json.JSONEncoder(indent=2, ensure_ascii=False).encode
_STATUS_BY_DIGIT = {"1xx": 100, "2xx": 200, "3xx": 300, "4xx": 400, "5xx": 500}


@frozen(kw_only=True)
class ExampleView:
    """A response that is read as a certain error.

    Attributes:
        documented: Whether the provider's page shows it; else it is made from the envelope.
        status: HTTP status, None if not documented.
        headers: HTTP headers by name.
        body: Lines of the body.
        query: Query of a redirect, None if it is no redirect.
        path: A request path of the error's scope, None if any will do.
        scope: The error's scope, None if it has none.
    """

    documented: bool
    status: int | None
    headers: dict[str, str]
    body: tuple[str, ...]
    query: str | None
    path: str | None
    scope: str | None


def example_of(file: ProviderFile, resolved: Resolved) -> ExampleView | None:
    """Give an example of an error; None where no envelope says how it arrives."""
    error = resolved.definition
    scope = next(iter(error.scope), None)
    if error.example is not None:
        shown = error.example
        return ExampleView(
            documented=True,
            status=shown.status,
            headers=dict(shown.headers),
            body=tuple((shown.body or "").splitlines()),
            query=shown.query,
            path=None,
            scope=scope,
        )
    envelope = next((e for e in file.envelopes if _can_carry(e, resolved)), None)
    return None if envelope is None else _Maker(file, resolved, envelope).view(scope)


def _can_carry(envelope: EnvelopeDef, resolved: Resolved) -> bool:
    error = resolved.definition
    if envelope.scope is not None and error.scope and envelope.scope not in error.scope:
        return False
    if envelope.code.status:
        return resolved.code.isdigit()
    when = envelope.when.status
    return not (when and error.status) or resolution.overlap(when, error.status)


class _Maker:
    """Writes a response into an envelope, place by place."""

    def __init__(self, file: ProviderFile, error: Resolved, envelope: EnvelopeDef) -> None:
        self._file = file
        self._error = error.definition
        self._code = error.code
        self._group = error.group
        self._envelope = envelope
        self._status = self._pick_status()
        self._samples = {
            **_SAMPLES,
            "message": self._error.summary,
            "doc_link": next(iter(file.sources.values())).url,
            "status": self._status or 400,
        }
        self._body: Any = None
        self._headers: dict[str, str] = {}
        self._query: dict[str, str] = {}

    def view(self, scope: str | None) -> ExampleView:
        """Write the code, the group, the condition and the fields."""
        envelope = self._envelope
        for path, value in envelope.when.body.items():
            self._put_in_body(path, value)
        self._put(envelope.code, self._spelled(envelope.code, self._code))
        if envelope.group is not None and self._group is not None:
            self._put(envelope.group, self._spelled(envelope.group, self._group))
        for name, field in envelope.fields.items():
            self._put_field(name, field)
        if self._body is not None:
            self._headers.setdefault("Content-Type", "application/json")
        body = "" if self._body is None else _encode(self._body)
        return ExampleView(
            documented=False,
            status=self._status,
            headers=self._headers,
            body=tuple(body.splitlines()),
            query=urlencode(self._query) or None,
            path=self._path(scope),
            scope=scope,
        )

    def _path(self, scope: str | None) -> str | None:
        globs = self._file.scopes[scope].paths if scope is not None else ()
        return globs[0].replace("*", "").replace("?", "x") if globs else None

    def _pick_status(self) -> int | None:
        """Give a status at which the envelope is read as this error; None if any will do."""
        if self._envelope.code.status:
            return int(self._code)
        of_error, when = self._error.status, self._envelope.when.status
        fitting = [s for s in of_error if not when or resolution.overlap((s,), when)]
        narrowest = [s for s in when if fitting and resolution.covers((fitting[0],), s)]
        picked = next(iter(narrowest or fitting or when), None)
        return _STATUS_BY_DIGIT[picked] if isinstance(picked, str) else picked

    def _spelled(self, place: PlaceDef, text: str) -> Any:
        if place.parts is not None and ("{group}" not in place.parts or self._group is not None):
            text = Parts(place.parts).spell(text, self._group or "")
        if place.last_segment:
            text = f"https://api.example/errors/{text}"
        return int(text) if place.type == "integer" and text.isdigit() else text

    def _put(self, place: PlaceDef, value: Any) -> None:
        if place.path is not None:
            self._put_in_body(place.path, value)
        elif place.query is not None:
            self._query[place.query] = str(value)
        elif place.header is not None:
            self._put_in_header(place.header, place.parameter, str(value))

    def _put_in_header(self, header: str, parameter: str | None, value: str) -> None:
        if parameter is None:
            self._headers.setdefault(header, value)
            return
        quoted = value.replace("\\", "\\\\").replace('"', '\\"')
        challenge = self._headers.get(header)
        start = "Bearer " if challenge is None else f"{challenge}, "
        self._headers[header] = f'{start}{parameter}="{quoted}"'

    def _put_field(self, name: str, field: FieldDef) -> None:
        value = self._sample(field)
        if field.query is not None:
            self._query.setdefault(field.query, str(value))
        elif field.header is not None:
            self._put_in_header(field.header, field.parameter, str(value))
        else:
            self._put_in_body(field.path or name, value)

    def _sample(self, field: FieldDef) -> Any:
        usual = _BY_TYPE[field.type]
        sample = self._samples.get(field.role or "", usual)
        return sample if type(sample) is type(usual) else usual

    def _put_in_body(self, path: str, value: Any) -> None:
        """Put a value at a path, unless something stands there."""
        steps = [self._group or "error" if step == GROUP else step for step in steps_of(path)]
        if self._body is None:
            self._body = [] if isinstance(steps[0], int) else {}
        _put(self._body, steps, value)


def _put(at: Any, steps: list[str | int], value: Any) -> None:
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
        _put(there, rest, value)
