# Emitted by errsmith from its runtime/reading/declarations.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""What a provider declares beside its errors: envelopes, groups, categories and scopes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Protocol

from attrs import fields

from ..facts import ErrorInfo
from ..statuses import has_status
from ..wire.wire import Wire
from .places import GROUP, Place, Reading, found_at, steps_of

if TYPE_CHECKING:
    from ..errors import ApiError


class Documented(Protocol):
    """Anything that carries the facts of an error: an emitted class, a registry's entry."""

    @property
    def info(self) -> ErrorInfo:
        """What is documented."""
        ...


Reader = Callable[[Any, Any, Any, Wire], None]
"""Sets an error's fields, of the body and of what stands at `{group}` of the code's path."""


_NO_ADVICE = ErrorInfo()
_SET_BY_PARSE = ("status", "code", "retry_after")
SUCCESS: Final = 2
"""The first digit of the statuses of a success."""


def reads_nothing(error: Any, _body: Any, _entry: Any, _wire: Wire) -> None:
    """Read an envelope that has no fields: what other envelopes hold is absent."""
    for attribute in fields(type(error)):
        if attribute.name not in _SET_BY_PARSE:
            setattr(error, attribute.name, None)


class Envelope:
    """A shape of a response.

    Attributes:
        id: Name for people.
        code: Where the code stands.
        group: Where the group stands, if elsewhere.
        constant_group: The id of the group of its codes, for which no group is sent.
        statuses: Read only at these; at any if empty.
        body: Read only if these places of the body hold these values.
        scope: What it reads belongs to this scope.
        fields: Names of the attributes that it sets.
        read: Sets them, to None where they are absent.
        beyond_body: Whether one of them stands in a header or in the query.
        kept: Those in headers that are kept where the code of an earlier envelope is taken, which
            does not have them. They are read when somebody asks, and not set before.
        root: The JSON type of a body that has them.
    """

    def __init__(
        self,
        *,
        id: str,  # noqa: A002 - as the registry has it
        code: Place,
        group: Place | None = None,
        constant_group: str | None = None,
        statuses: tuple[int | str, ...] = (),
        body: Mapping[str, object] = MappingProxyType({}),
        scope: str | None = None,
        fields: tuple[str, ...] = (),
        read: Reader = reads_nothing,
        beyond_body: bool = False,
        kept: tuple[str, ...] = (),
        root: type[dict[str, Any] | list[Any]] = dict,
    ) -> None:
        self.id = id
        self.code = code
        self.group = group
        self.constant_group = constant_group
        self.statuses = statuses
        self.body = body
        self.scope = scope
        self.fields = fields
        self.read = read
        self.beyond_body = beyond_body
        self.kept = kept
        self.root = root

    @property
    def is_plain(self) -> bool:
        """Whether the body alone decides, at any status and in any scope."""
        condition = self.statuses or self.body or self.scope
        return not condition and self.group is None and self.code.path is not None

    @property
    def is_in_body(self) -> bool:
        """Whether code, group and fields stand in the body, so that without one there is none."""
        return not self.beyond_body and all(place.path is not None for place in self._places)

    @property
    def reads_status(self) -> bool:
        """Whether the status is a code or a group, so that no more is needed for one."""
        return any(place.status for place in self._places)

    @property
    def _places(self) -> tuple[Place, ...]:
        return (self.code,) if self.group is None else (self.code, self.group)

    @property
    def reads_group(self) -> bool:
        """Whether a response can name the group of its code."""
        code = self.code
        in_code = GROUP in steps_of(code.path or "") or GROUP in (code.parts or "")
        return in_code or self.group is not None

    @property
    def group_fold(self) -> tuple[str, ...]:
        """Spellings of a group that are the same: as for the code, and as its own place says."""
        return self.code.fold if self.group is None else (*self.code.fold, *self.group.fold)

    def entry(self, body: Any, group: str | None) -> Any:
        """Give what stands at `{group}` of the code's path, None if it has no such step."""
        steps = steps_of(self.code.path or "")
        if group is None or GROUP not in steps:
            return None
        groups = found_at(body, steps[: steps.index(GROUP)])[0][1]
        return groups.get(group) if type(groups) is dict else None

    @property
    def is_of_successes(self) -> bool:
        """Whether it is read for success statuses (2xx) only."""
        return bool(self.statuses) and all(str(one)[0] == str(SUCCESS) for one in self.statuses)

    def is_certain(self, wire: Wire) -> bool:
        """Return whether the status that the envelope requires could be checked."""
        return not self.statuses or wire.status is not None

    def fits(self, wire: Wire, scope: str | None) -> bool:
        """Return whether the envelope is read at all; an unknown status may be any."""
        if scope is not None and self.scope is not None and scope != self.scope:
            return False
        if self.statuses and wire.status is not None and not has_status(self.statuses, wire.status):
            return False
        return all(_holds(wire.body, path, value) for path, value in self.body.items())

    def readings(self, wire: Wire) -> list[Reading]:
        """Read the place of the code, and that of the group."""
        readings = self.code.readings(wire)
        if self.group is None:
            return readings
        sent = next(iter(self.group.readings(wire)), Reading())
        if not readings:
            return [Reading(sent.code or sent.group).replaced(challenge=sent.challenge)]
        return [self._grouped(reading, sent, self.group) for reading in readings]

    def _grouped(self, reading: Reading, sent: Reading, place: Place) -> Reading:
        """Add the group to a reading of the code: the one of its challenge, else the first sent."""
        if reading.group is not None:
            return reading
        if reading.challenge is not None and place.is_in_challenges_of(self.code.header):
            sent = place.reading(None, place.find_parameter(reading.challenge))
        return reading.replaced(group=sent.code or sent.group)


def _holds(body: Any, path: str, value: object) -> bool:
    hits = found_at(body, steps_of(path))
    return any(_alike(hit, value) for _, hit in hits)


def _alike(one: Any, other: Any) -> bool:
    """Tell whether two JSON values are equal, types included: 1 is neither `true` nor 1.0."""
    if type(one) is not type(other):
        return False
    if type(one) is dict:
        return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)
    if type(one) is list:
        return len(one) == len(other) and all(map(_alike, one, other))
    return bool(one == other)


class Group:
    """A family of codes.

    Attributes:
        family: Carries its facts; its id is `info.group`, as sent or ours, and its kind is that of
            members that state none and have no listed status.
        match: Globs of its codes.
    """

    def __init__(self, family: Documented | type[ApiError], match: tuple[str, ...] = ()) -> None:
        self.family = family
        self.match = match

    @property
    def id(self) -> str:
        """The group's id."""
        return self.family.info.group or ""


class Category:
    """How errors of certain statuses are handled.

    Attributes:
        id: As documented.
        statuses: The statuses that belong to it.
        info: Its advice: `retry`, `fix`, `user_message` and `user_messages`.
    """

    def __init__(
        self,
        *,
        id: str,  # noqa: A002 - as the registry has it
        statuses: tuple[int | str, ...] = (),
        info: ErrorInfo = _NO_ADVICE,
    ) -> None:
        self.id = id
        self.statuses = statuses
        self.info = info


class Scope:
    """A part of an API with codes of its own.

    Attributes:
        id: Name for people.
        paths: Globs of the request paths that lead there.
    """

    def __init__(
        self,
        *,
        id: str,  # noqa: A002 - as the registry has it
        paths: tuple[str, ...] = (),
    ) -> None:
        self.id = id
        self.paths = paths
