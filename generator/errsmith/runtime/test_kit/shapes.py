"""Shapes of responses, and the parts of example responses."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import chain
from types import MappingProxyType
from typing import Any, Final, Literal
from urllib.parse import urlencode

from attrs import field, frozen

from ..reading.places import PartsTemplate

Part = Literal["status", "headers", "body", "query"]
PARTS: Final[tuple[Part, ...]] = ("status", "headers", "body", "query")

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
NO_GROUP: Final = "error"
"""The key that takes the place of the group, for an error without a group."""

_encode = json.JSONEncoder(indent=2, ensure_ascii=False).encode
_encode_fact = json.JSONEncoder(ensure_ascii=False).encode
"""Encodes a string, a number or None; an encoder that indents leaves cyclic garbage behind."""
_MARK: Final = re.compile(r'"\\u0000(\d+)\\u0000"')
"""The mark of a slot in the JSON of a shape."""
_DIGITS: Final = 15


@frozen
class SlotValues:
    """The values that an error writes into a shape.

    Attributes:
        code: Its code.
        group: The id of its group.
        status: The HTTP status.
        summary: What happened.
    """

    code: str
    group: str | None
    status: int
    summary: str


@frozen
class Slot:
    """A place in a shape where a fact is written.

    Attributes:
        fact: The fact.
        spelled: Template for the string around it, with `{code}` for the fact and `{group}`.
        is_integer: Whether a number is written as a number, not as a string.
    """

    fact: Literal["code", "group", "status", "summary"]
    spelled: str | None = None
    is_integer: bool = False

    def fill(self, values: SlotValues) -> Any:
        """Return the value to write, or None for the group of an error without a group."""
        value = getattr(values, self.fact)
        if value is None:
            return None
        if self.spelled is not None and not self._is_left_alone(values):
            value = PartsTemplate(self.spelled).spell(value, values.group or "").strip()
        return int(value) if self.is_integer and _is_integer(value) else value

    def _is_left_alone(self, values: SlotValues) -> bool:
        """Return whether only the code is written, because the group comes first and is missing."""
        return values.group is None and (self.spelled or "").startswith("{group}")


CODE: Final = Slot("code")
GROUP: Final = Slot("group")
STATUS: Final = Slot("status")
SUMMARY: Final = Slot("summary")


@frozen
class ChallengeTemplate:
    """The value of a header that contains a challenge (RFC 9110, section 11.6.1).

    Attributes:
        scheme: The authentication scheme.
        parameters: Its parameters by name.
    """

    scheme: str
    parameters: Mapping[str, Any]


@frozen
class WrittenResponse:
    """A response without its status, written into a shape.

    Attributes:
        headers: HTTP headers by name.
        body: The body, empty if there is none.
        query: Query of a redirect, None if there is none.
    """

    headers: Mapping[str, str]
    body: str
    query: str | None


@frozen(kw_only=True)
class Shape:
    """The shape of a response: places for facts among made-up values.

    Attributes:
        headers: Headers by name.
        body: JSON of the body, None if there is none.
        query: Parameters of a redirect's query by name.
    """

    headers: Mapping[str, Any] = NOTHING
    body: Any = None
    query: Mapping[str, Any] = NOTHING
    _texts: dict[bool, tuple[list[str], list[Slot]]] = field(
        factory=dict, init=False, eq=False, repr=False
    )

    def write(self, values: SlotValues) -> WrittenResponse:
        """Write the facts of an error into the shape."""
        headers = {name: _format_value(value, values) for name, value in self.headers.items()}
        query = {name: _format_value(value, values) for name, value in self.query.items()}
        return WrittenResponse(
            {name: text for name, text in headers.items() if text is not None},
            "" if self.body is None else self._write_body(values),
            urlencode({k: v for k, v in query.items() if v is not None}) if query else None,
        )

    def _write_body(self, values: SlotValues) -> str:
        """Write the facts between the strings of the body, which are the same for every error."""
        has_group = values.group is not None
        if has_group not in self._texts:
            slots: list[Slot] = []
            text = _encode(_mark_slots(self.body, slots, has_group=has_group))
            pieces = _MARK.split(text)
            self._texts[has_group] = pieces[::2], [slots[int(index)] for index in pieces[1::2]]
        texts, slots = self._texts[has_group]
        filled = (_encode_fact(slot.fill(values)) for slot in slots)
        return "".join(chain.from_iterable(zip(texts, (*filled, ""), strict=True)))


@frozen
class Example:
    """A response to write into a shape.

    Attributes:
        id: The error's id.
        shape: Name of the shape.
        status: HTTP status.
        is_status_made_up: Whether the status is not documented.
        path: Path of a request that gets this response.
        scope: Id of the part of the API that sends this response.
    """

    id: str
    shape: str
    status: int
    is_status_made_up: bool = False
    path: str | None = None
    scope: str | None = None


@frozen
class Shown:
    """A response that the provider's page shows.

    Attributes:
        id: The error's id.
        status: HTTP status.
        headers: HTTP headers by name.
        body: Lines of the body.
        query: Query of a redirect.
        made_up: The parts that the page does not show.
        path: Path of a request that gets this response.
        scope: Id of the part of the API that sends this response.
    """

    id: str
    status: int
    headers: Mapping[str, str] = NOTHING
    body: tuple[str, ...] = ()
    query: str | None = None
    made_up: tuple[Part, ...] = ()
    path: str | None = None
    scope: str | None = None


def _mark_slots(value: Any, slots: list[Slot], *, has_group: bool) -> Any:
    """Replace each slot by a mark; leave out the slots of a missing group."""
    if type(value) is Slot:
        slots.append(value)
        return f"\0{len(slots) - 1}\0"
    if isinstance(value, list):
        return [_mark_slots(item, slots, has_group=has_group) for item in value]
    if not isinstance(value, dict):
        return value
    marked = {}
    for key, member in value.items():
        if has_group or not _is_of_group(member):
            name = (
                _mark_slots(key, slots, has_group=True) if has_group or key != GROUP else NO_GROUP
            )
            marked[name] = _mark_slots(member, slots, has_group=has_group)
    return marked


def _is_of_group(value: Any) -> bool:
    return type(value) is Slot and value.fact == "group"


def _is_integer(text: str) -> bool:
    """Return whether a string is an integer that survives a round trip through JSON."""
    digits = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return digits and str(int(text)) == text


def _format_value(value: Any, values: SlotValues) -> str | None:
    """Return a value as a string for a header or a query, or None for a missing group."""
    if type(value) is Slot:
        filled = value.fill(values)
        return None if filled is None else str(filled)
    if type(value) is ChallengeTemplate:
        texts = (
            (name, _format_value(parameter, values)) for name, parameter in value.parameters.items()
        )
        parameters = [f"{name}={_quote(text)}" for name, text in texts if text is not None]
        return f"{value.scheme} {', '.join(parameters)}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _quote(text: str) -> str:
    """Return a string as a quoted string (RFC 9110, section 5.6.4)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
