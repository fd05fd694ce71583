# Emitted by errsmith from its runtime/reading/catalog.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""Which documented error a response is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

from attrs import fields

from ..facts import ErrorInfo
from ..statuses import has_status, kind_of
from ..wire.decoding import UNREADABLE
from ..wire.wire import LEAST_ERROR, Wire, as_text
from .globs import Globs
from .places import GROUP, Place, Reading, found_at, same, steps_of

if TYPE_CHECKING:
    from ..errors import ApiError


class Documented(Protocol):
    """Anything that carries the facts of an error: an emitted class, a registry's entry."""

    @property
    def info(self) -> ErrorInfo:
        """What is documented."""
        ...


D = TypeVar("D", bound=Documented)
Reader = Callable[[Any, Any, Any, Wire], None]
"""Sets an error's fields, of the body and of what stands at `{group}` of the code's path."""


_NO_ADVICE = ErrorInfo()
_SET_BY_PARSE = ("status", "code", "retry_after")
_SUCCESS = 2
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
        return bool(self.statuses) and all(str(one)[0] == str(_SUCCESS) for one in self.statuses)

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


_NO_READING: Final = Reading()


class Match(Generic[D]):
    """What a response was taken for.

    Attributes:
        error: The documented error, None if it is not known.
        code: The code as sent.
        group: The declared group of an error that is not known.
        candidates: The documented errors that it can be, where nothing tells them apart.
        reading: What was read, and where.
        envelope: The envelope that held the code or else the group, None if none did.
        fitting: The envelopes that could have.
    """

    __slots__ = ("candidates", "code", "envelope", "error", "fitting", "group", "reading")

    def __init__(
        self,
        *,
        error: D | None = None,
        code: str | None = None,
        group: str | None = None,
        candidates: tuple[D, ...] = (),
        reading: Reading = _NO_READING,
        envelope: Envelope | None = None,
        fitting: tuple[Envelope, ...] = (),
    ) -> None:
        self.error = error
        self.code = code
        self.group = group
        self.candidates = candidates
        self.reading = reading
        self.envelope = envelope
        self.fitting = fitting

    @property
    def is_documented(self) -> bool:
        """Whether the code is documented, for one error or for several."""
        return self.error is not None or bool(self.candidates)


_NOTHING: Match[Any] = Match()


class Catalog(Generic[D]):
    """The documented errors of one provider and the shapes in which they arrive."""

    def __init__(
        self,
        *,
        errors: Iterable[D],
        groups: Iterable[Group] = (),
        categories: Iterable[Category] = (),
        scopes: Iterable[Scope] = (),
        envelopes: Iterable[Envelope] = (),
    ) -> None:
        self.errors = tuple(errors)
        self.groups = {group.id: group for group in groups}
        self.categories = tuple(categories)
        self.scopes = tuple(scopes)
        self.envelopes = tuple(envelopes)
        self._beyond_body = tuple(e for e in self.envelopes if not e.is_in_body)
        self._of_status = tuple(e for e in self.envelopes if e.reads_status)
        self._exact = self._lookup(())
        self._folded = {folds: self._lookup(folds) for folds in self._folds()}
        self._families = {folds: self._globs(folds) for folds in self._folded}
        self._paths = Globs((scope.id, glob) for scope in self.scopes for glob in scope.paths)

    def _folds(self) -> set[tuple[str, ...]]:
        return {(), *(envelope.code.fold for envelope in self.envelopes)}

    def _globs(self, folds: tuple[str, ...]) -> Globs:
        groups = self.groups.values()
        return Globs((one.id, same(glob, folds)) for one in groups for glob in one.match)

    def _lookup(self, folds: tuple[str, ...]) -> dict[str, tuple[D, ...]]:
        lookup: dict[str, tuple[D, ...]] = {}
        for error in self.errors:
            codes = (error.info.code or "", *error.info.aliases)
            for code in {same(code, folds): None for code in codes}:
                lookup[code] = (*lookup.get(code, ()), error)
        return lookup

    @property
    def constant_groups(self) -> set[str | None]:
        """The groups that envelopes give to their codes; None if one of them gives none."""
        return {one.constant_group for one in self.envelopes}

    def has_code(self, code: str) -> bool:
        """Return whether a code or an alias is documented in exactly this spelling."""
        return code in self._exact

    def spelled(self, place: Place) -> dict[str, D]:
        """Give the errors that a text at `place` tells by itself, spelled as documented."""
        alone = {c: e[0] for c, e in self._exact.items() if len(e) == 1 and not e[0].info.scopes}
        if place.last_segment or place.status:
            return {}
        spelled = {place.spell(code, e.info.group): (code, e) for code, e in alone.items()}
        # A code can be a value of `success`, or hold what stands between the parts.
        return {t: e for t, (code, e) in spelled.items() if place.reading(None, t).code == code}

    def scope_of(self, path: object) -> str | None:
        """Return the scope of a request path, None if none or several fit equally well."""
        text = as_text(path)
        return self._paths.only(text) if type(text) is str else None

    def _scope(self, scope: object, path: object) -> str | None:
        """Return the scope that the caller names if it is declared, otherwise that of the path."""
        if not self.scopes:
            return None
        declared = next((one.id for one in self.scopes if one.id == scope), None)
        return declared or self.scope_of(path)

    def category_of(self, status: int | None) -> Category | None:
        """Give the category that a status belongs to."""
        if status is None:
            return None
        return next((c for c in self.categories if has_status(c.statuses, status)), None)

    def kind_of(self, status: int | None, group: str | None) -> str | None:
        """Give the kind of an error that is not documented."""
        family = self.groups.get(group or "")
        return kind_of(status, None if family is None else family.family.info.kind)

    def identify(self, wire: Wire, scope: str | None = None, path: object = None) -> Match[D]:
        """Find the error that a response is: known ones first, in the order of the envelopes."""
        envelopes = self.envelopes
        if wire.body is UNREADABLE:
            envelopes = self._of_status if wire.is_body_alone else self._beyond_body
            if not envelopes:
                return _NOTHING
        scope = self._scope(scope, path)
        fitting = tuple([e for e in envelopes if e.fits(wire, scope)])
        left: Match[D] = Match(fitting=fitting)
        for envelope in fitting:
            match = self.match(envelope, wire, scope or envelope.scope)
            is_certain = envelope.is_certain(wire)
            if match.code is not None and (is_certain or match.is_documented):
                return match
            if match.code is not None:
                left = left if left.code is not None or envelope.is_of_successes else match
            elif left.envelope is None and match.envelope is not None:
                left = match
        return left

    def can_be_error(self, status: int) -> bool:
        """Return whether a response with a status may be an error, so that its body is read."""
        return status >= LEAST_ERROR or any(
            status // 100 == _SUCCESS and one.statuses and has_status(one.statuses, status)
            for one in self.envelopes
        )

    def is_error(self, match: Match[D], status: int) -> bool:
        """Return whether a response is an error, so that `raise_for_error` raises for it.

        A success is one if it has a code in an envelope that lists its status.
        """
        statuses = () if match.envelope is None else match.envelope.statuses
        return status >= LEAST_ERROR or (match.code is not None and has_status(statuses, status))

    def identify_code(self, sent: str, status: int | None, scope: str | None) -> Match[D]:
        """Return the match for a code without a response, alone or spelled as in a response."""
        scope = self._scope(scope, None)
        envelopes = self.envelopes or (Envelope(id="", code=Place()),)
        # A code alone does not say which envelope it was in.
        group, *others = self.constant_groups or (None,)
        group = None if others else group
        readings = [(one.code.reading(None, sent), one) for one in envelopes]
        alone, *read = [
            self._match_of((reading,), one, scope, status, group)
            for reading, one in [(Reading(code=sent), envelopes[0]), *readings]
        ]
        documented = (match for match in (alone, *read) if match.is_documented)
        return next(documented, None) or next((m for m in read if m.envelope is not None), alone)

    def match(self, envelope: Envelope, wire: Wire, scope: str | None) -> Match[D]:
        """Read one envelope: a known code, else any code, else a declared group."""
        readings = envelope.readings(wire)
        return self._match_of(readings, envelope, scope, wire.status, envelope.constant_group)

    def _match_of(
        self,
        sent: Iterable[Reading],
        envelope: Envelope,
        scope: str | None,
        status: int | None,
        constant_group: str | None,
    ) -> Match[D]:
        readings = [self._settled(reading, envelope) for reading in sent]
        coded = [reading for reading in readings if reading.code is not None]
        if constant_group is not None:
            # Only of codes: without one, all that fits the envelope would belong to the group.
            coded = [self._in_group(reading, envelope, constant_group) for reading in coded]
        for reading in coded:
            known = self._known(reading, envelope, scope, status)
            if known:
                error, several = (known[0], ()) if len(known) == 1 else (None, known)
                return Match(
                    error=error,
                    code=reading.code,
                    candidates=several,
                    reading=reading,
                    envelope=envelope,
                )
        for reading in coded:
            group = self._group(reading.group, envelope) or self._family(reading.code, envelope)
            return Match(code=reading.code, group=group, reading=reading, envelope=envelope)
        for reading in readings:
            group = self._group(reading.group, envelope)
            if group is not None:
                return Match(group=group, reading=reading, envelope=envelope)
        return _NOTHING

    def _settled(self, reading: Reading, envelope: Envelope) -> Reading:
        """Decide whether a text that stands alone is a code or a group."""
        code = reading.code
        if code is None:
            return reading
        if reading.alone and not self._candidates(code, envelope):
            group = self._group(code, envelope)
            return reading if group is None else reading.replaced(group=code, code=None)
        if envelope.code.status and code not in self._exact:
            return reading.replaced(code=None)
        return reading

    def _in_group(self, reading: Reading, envelope: Envelope, group: str) -> Reading:
        """Add the group of an envelope to a reading, unless a declared one was sent with it."""
        is_sent = self._group(reading.group, envelope) is not None
        return reading if is_sent else reading.replaced(group=group)

    def _group(self, sent: str | None, envelope: Envelope) -> str | None:
        """Give the id of the group that was sent, its spelling folded."""
        if sent is None or sent in self.groups:
            return sent
        folds = envelope.group_fold
        return next((id_ for id_ in self.groups if same(id_, folds) == same(sent, folds)), None)

    def _family(self, code: str | None, envelope: Envelope) -> str | None:
        """Give the id of the group whose `match` a code fits, its spelling folded if need be."""
        sent, folds = code or "", envelope.code.fold
        family = self._families[()].only(sent)
        if family is not None or not folds:
            return family
        return self._families[folds].only(same(sent, folds))

    def _candidates(self, code: str, envelope: Envelope) -> tuple[D, ...]:
        folds = envelope.code.fold
        return self._exact.get(code) or self._folded[folds].get(same(code, folds), ())

    def _known(
        self, reading: Reading, envelope: Envelope, scope: str | None, status: int | None
    ) -> tuple[D, ...]:
        """Narrow the errors of a code by scope, group and status, as far as these tell."""
        group = self._group(reading.group, envelope)
        left = [
            error
            for error in self._candidates(reading.code or "", envelope)
            if scope is None or not error.info.scopes or scope in error.info.scopes
        ]
        narrowing: tuple[Callable[[ErrorInfo], bool], ...] = (
            lambda info: scope in info.scopes,
            lambda info: group is not None and info.group == group,
            lambda info: status is not None and has_status(info.statuses, status),
        )
        for holds in narrowing:
            if len(left) > 1:
                left = [error for error in left if holds(error.info)] or left
        return tuple(left)
