"""Which documented error a response is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, Generic, TypeVar

from ..facts import ErrorInfo
from ..statuses import derive_kind, has_status
from ..wire.decoding import UNREADABLE
from ..wire.wire import LEAST_ERROR, Wire, as_text
from .declarations import SUCCESS, Category, Documented, Envelope, Group, Scope
from .globs import Globs
from .places import Place, Reading, same

D = TypeVar("D", bound=Documented)

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

    def derive_kind(self, status: int | None, id_: str | None) -> str | None:
        """Return the kind of an undocumented error, from its status and the id of its group."""
        group = self.groups.get(id_ or "")
        return derive_kind(status, None if group is None else group.family.info.kind)

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
            status // 100 == SUCCESS and one.statuses and has_status(one.statuses, status)
            for one in self.envelopes
        )

    def is_error(self, match: Match[D], status: int) -> bool:
        """Return whether a response is an error, so that `raise_for_error` raises for it.

        A success is one if it has a code in an envelope that lists its status.
        """
        statuses = () if match.envelope is None else match.envelope.statuses
        return status >= LEAST_ERROR or (match.code is not None and has_status(statuses, status))

    def identify_code(self, sent: str | None, status: int | None, scope: str | None) -> Match[D]:
        """Return the match for a code without a response, alone or spelled as in a response."""
        if sent is None:
            return _NOTHING
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
