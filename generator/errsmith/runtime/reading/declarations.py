"""A provider's declarations apart from errors: envelopes, groups, categories and scopes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Protocol

from attrs import fields

from ..facts import ErrorInfo
from ..statuses import has_status
from ..wire.wire import Wire
from .places import GROUP_STEP, Place, SentCode, find_values, split_path

if TYPE_CHECKING:
    from ..errors import ApiError


class Documented(Protocol):
    """An object with the facts of an error: a generated class or a registry entry."""

    @property
    def info(self) -> ErrorInfo:
        """The documented facts."""
        ...


Reader = Callable[[Any, Any, Any, Wire], None]
"""Sets an error's fields from the body, the value at `{group}` in the code's path, and the rest of
the response."""


_NO_ADVICE = ErrorInfo()
_SET_BY_PARSE = ("status", "code", "retry_after")
SUCCESS: Final = 2
"""The first digit of success statuses."""


def read_nothing(error: Any, _body: Any, _entry: Any, _wire: Wire) -> None:
    """Set all fields to None, for an envelope without fields."""
    for attribute in fields(type(error)):
        if attribute.name not in _SET_BY_PARSE:
            setattr(error, attribute.name, None)


class Envelope:
    """The shape of a response.

    Attributes:
        id: The envelope's id in the registry.
        code: The place of the code.
        group: The place of the group, if it differs.
        constant_group: The id of the group of all its codes, if responses do not contain a group.
        statuses: The statuses for which it is read; any if empty.
        body: Values that a body must have for it to be read, by path.
        scope: The scope of its codes.
        fields: Names of the attributes that it sets.
        read: Sets these attributes, to None if they are absent.
        has_fields_beyond_body: Whether any of them is in a header or the query.
        kept_fields: Those in headers that errors keep even if an earlier envelope, which does not
            have them, has the code. They are read on first access.
        root: The JSON type of a body with these fields.
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
        read: Reader = read_nothing,
        has_fields_beyond_body: bool = False,
        kept_fields: tuple[str, ...] = (),
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
        self.has_fields_beyond_body = has_fields_beyond_body
        self.kept_fields = kept_fields
        self.root = root

    @property
    def is_plain(self) -> bool:
        """Whether it depends on the body alone, for any status and in any scope."""
        condition = self.statuses or self.body or self.scope
        return not condition and self.group is None and self.code.path is not None

    @property
    def is_in_body(self) -> bool:
        """Whether code, group and fields are all in the body."""
        return not self.has_fields_beyond_body and all(
            place.path is not None for place in self._places
        )

    @property
    def is_status_read(self) -> bool:
        """Whether the status may be the code or the group, so no body is needed."""
        return any(place.status for place in self._places)

    @property
    def _places(self) -> tuple[Place, ...]:
        return (self.code,) if self.group is None else (self.code, self.group)

    @property
    def can_name_group(self) -> bool:
        """Whether a response can contain the group of its code."""
        code = self.code
        in_code = GROUP_STEP in split_path(code.path or "") or GROUP_STEP in (code.parts or "")
        return in_code or self.group is not None

    @property
    def group_fold(self) -> tuple[str, ...]:
        """The folds for spellings of a group: those of the code and of the group's place."""
        return self.code.fold if self.group is None else (*self.code.fold, *self.group.fold)

    def find_entry(self, body: Any, group: str | None) -> Any:
        """Return the value at `{group}` in the code's path, or None if there is no such step."""
        steps = split_path(self.code.path or "")
        if group is None or GROUP_STEP not in steps:
            return None
        groups = find_values(body, steps[: steps.index(GROUP_STEP)])[0][1]
        return groups.get(group) if type(groups) is dict else None

    @property
    def is_of_successes(self) -> bool:
        """Whether it is read for success statuses (2xx) only."""
        return bool(self.statuses) and all(
            str(status)[0] == str(SUCCESS) for status in self.statuses
        )

    def is_certain(self, wire: Wire) -> bool:
        """Return whether the required status could be checked."""
        return not self.statuses or wire.status is not None

    def can_read(self, wire: Wire, scope: str | None) -> bool:
        """Return whether the envelope is read for a response; an unknown status matches any."""
        if scope is not None and self.scope is not None and scope != self.scope:
            return False
        if self.statuses and wire.status is not None and not has_status(self.statuses, wire.status):
            return False
        return all(_has_value(wire.body, path, value) for path, value in self.body.items())

    def read_codes(self, wire: Wire) -> list[SentCode]:
        """Return the codes in a response, with their groups."""
        codes = self.code.read_codes(wire)
        if self.group is None:
            return codes
        group = next(iter(self.group.read_codes(wire)), SentCode())
        if not codes:
            return [SentCode(group.code or group.group).evolve(challenge=group.challenge)]
        return [self._add_group(sent, group, self.group) for sent in codes]

    def _add_group(self, sent: SentCode, group: SentCode, place: Place) -> SentCode:
        """Return a code with its group, taken from the same challenge if there is one."""
        if sent.group is not None:
            return sent
        if sent.challenge is not None and place.is_in_challenges_of(self.code.header):
            group = place.read_value(None, place.find_parameter(sent.challenge))
        return sent.evolve(group=group.code or group.group)


def _has_value(body: Any, path: str, value: object) -> bool:
    return any(_is_same(sent, value) for _, sent in find_values(body, split_path(path)))


def _is_same(first: Any, second: Any) -> bool:
    """Return whether two JSON values are equal in value and type: 1 differs from `true` and 1.0."""
    if type(first) is not type(second):
        return False
    if type(first) is dict:
        return first.keys() == second.keys() and all(
            _is_same(value, second[key]) for key, value in first.items()
        )
    if type(first) is list:
        return len(first) == len(second) and all(map(_is_same, first, second))
    return bool(first == second)


class Group:
    """A group of codes.

    Attributes:
        family: The class of its errors, or another object with its facts. `info.group` is its id;
            its kind applies to members that have neither a kind nor a listed status.
        match: Globs for its codes.
    """

    def __init__(self, family: Documented | type[ApiError], match: tuple[str, ...] = ()) -> None:
        self.family = family
        self.match = match

    @property
    def id(self) -> str:
        """The group's id."""
        return self.family.info.group or ""


class Category:
    """How errors with certain statuses are handled.

    Attributes:
        id: The id, as documented.
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
    """A part of an API that has separate codes.

    Attributes:
        id: The scope's id in the registry.
        paths: Globs for the request paths that belong to it.
    """

    def __init__(
        self,
        *,
        id: str,  # noqa: A002 - as the registry has it
        paths: tuple[str, ...] = (),
    ) -> None:
        self.id = id
        self.paths = paths
