"""Which errors and envelopes responses can reach, and which groups undocumented codes can."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Final

from attrs import evolve, frozen

from errsmith.meaning.example_shapes import shape_of
from errsmith.meaning.examples import STATUS, Attempt, Maker, fitting, is_read_as, statuses_as_codes
from errsmith.meaning.reading import Entry
from errsmith.meaning.resolution import Membership, Resolved, overlap
from errsmith.registry.model import EnvelopeDef, Url
from errsmith.registry.wording import quote
from errsmith.runtime.reading.catalog import Match
from errsmith.runtime.reading.places import Place
from errsmith.runtime.statements import status_text
from errsmith.runtime.statuses import has_status
from errsmith.runtime.test_kit.shapes import SlotValues

_NEW_CODE: Final = "a_code_that_nobody_documents"
_NEW_NUMBER: Final = "98765432101"
_BAD_REQUEST: Final = 400
_STATUSES: Final = range(200, 600)
_FEW: Final = 3
"""Statuses with which documented codes are tried."""


@frozen
class Refusal:
    """Why an envelope does not read an error.

    Attributes:
        envelope: Id of the envelope.
        key: The key of the error's table that is at odds with it.
        reason: What the envelope does instead, to follow its id.
    """

    envelope: str
    key: str
    reason: str


@frozen(eq=False)
class Reach:
    """What responses can reach.

    Attributes:
        refusals: By the error's id, why each envelope does not read an error that no response is
            read as; none if an envelope cannot be written down, or if aliases are read.
        unread: By the error's id, the documented statuses at which no response is read as it.
        unreached: By the id of an envelope that reads no response, that of the one which reads such
            responses first, None if none does.
        memberships: By the group's id, how codes become its members.
    """

    refusals: Mapping[str, tuple[Refusal, ...]]
    unread: Mapping[str, tuple[int | str, ...]]
    unreached: Mapping[str, str | None]
    memberships: Mapping[str, Membership]


def reach_of(maker: Maker, read: Iterable[str]) -> Reach:
    """Return what responses can reach; `read` are the ids of the errors with an example."""
    explorer = _Explorer(maker)
    errors, known = maker.errors, set(read)
    return Reach(
        {id_: explorer.refusals(error) for id_, error in errors.items() if id_ not in known},
        {id_: found for id_ in known if (found := explorer.unread_statuses(errors[id_]))},
        explorer.unreached(),
        {id_: explorer.membership(id_) for id_ in maker.file.groups},
    )


class _Explorer:
    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        self._file = maker.file
        self._catalog = maker.catalog
        # Without fields, which may stand where another envelope has its code.
        bare = {one.id: shape_of(evolve(one, fields={}), Url("")) for one in self._file.envelopes}
        self._shapes = {id_: shape for id_, shape in bare.items() if shape is not None}

    def refusals(self, error: Resolved) -> tuple[Refusal, ...]:
        """Return why each envelope does not read an error, if each can be written down."""
        if len(self._maker.shapes) < len(self._file.envelopes):
            return ()
        for alias in error.definition.aliases:
            attempts = self._maker.written(error, alias)
            if any(is_read_as(self._maker.identify(attempt), error) for attempt in attempts):
                return ()
        places = (one.code for one in self._catalog.envelopes)
        return tuple(
            Refusal(one.id, *self._refusal(one, place, error))
            for one, place in zip(self._file.envelopes, places, strict=True)
        )

    def _refusal(self, envelope: EnvelopeDef, place: Place, error: Resolved) -> tuple[str, str]:
        stated, when = error.definition, envelope.when.status
        if envelope.scope is not None and stated.scope and envelope.scope not in stated.scope:
            return "scope", f"reads the scope {quote(envelope.scope)} only"
        if when and stated.status and not overlap(stated.status, when):
            return "status", f"is read only at {status_text(when)}"
        if place.is_success(error.code):
            return "code", f"has {quote(error.code)} in success"
        if place.status and not statuses_as_codes(error):
            return "code", "reads the status, and the code is not one from 200 to 599"
        spelled = place.spell(error.code, error.group)
        read = None if place.status else place.reading(None, spelled).code
        if not place.status and read != error.code:
            found = "no code" if read is None else f"the code {quote(read)}"
            return "code", f"reads {found} from {quote(spelled)}"
        return "code", self._read_instead(envelope, error)

    def _read_instead(self, envelope: EnvelopeDef, error: Resolved) -> str:
        """Return what a response is read as that is written into an envelope."""
        attempts = (one for one in self._maker.written(error) if one.envelope is envelope)
        attempt = next(attempts, None)
        if attempt is None:
            return "holds no response of this status"
        match = self._maker.identify(attempt)
        if match.error is not None:
            return f"reads the error {quote(match.error.id)}"
        if match.candidates:
            return f"cannot tell {' and '.join(quote(one.id) for one in match.candidates)} apart"
        if match.envelope is not None and match.envelope.id != envelope.id:
            return f"comes after {quote(match.envelope.id)}, which reads such a response"
        return "reads no code" if match.code is None else f"reads the code {quote(match.code)}"

    def unread_statuses(self, error: Resolved) -> tuple[int | str, ...]:
        """Return the statuses of an error at which no response is taken for it.

        Those of redirects and informational responses are left out, which nothing takes for errors.
        """
        if len(self._maker.shapes) < len(self._file.envelopes) or error.definition.example:
            return ()
        return tuple(one for one in error.definition.status if not self._is_read_at(error, one))

    def _is_read_at(self, error: Resolved, status: int | str) -> bool:
        first = int(str(status)[0])
        if first in (1, 3):
            return True
        statuses = (status,) if isinstance(status, int) else range(first * 100, first * 100 + 100)
        return any(
            is_read_as(match, error) and self._catalog.is_error(match, attempt.status)
            for one in statuses
            for attempt in self._maker.written(error, status=one)
            for match in (self._maker.identify(attempt),)
        )

    def membership(self, group: str) -> Membership:
        """Return how undocumented codes become members of a group."""
        globs = self._file.groups[group].match
        members = [glob.replace("*", "98765").replace("?", "9") for glob in globs]
        if any(self._is_member(code, None, group) for code in members):
            return "pattern"
        codes = (_NEW_CODE, _NEW_NUMBER)
        if any(self._is_member(code, group, group) for code in codes):
            given = [one.group for one in self._file.envelopes]
            return "envelope" if group in given else "response"
        return "stated"

    def _is_member(self, code: str, sent: str | None, group: str) -> bool:
        """Return whether an undocumented code, sent with a group or alone, is of a group."""
        if not self._file.envelopes:
            return self._is_of(self._catalog.identify_code(code, None, None), group)
        return any(self._is_of(match, group) for match in self._matches_of(code, sent))

    def _is_of(self, match: Match[Entry], group: str) -> bool:
        return match.code is not None and not match.is_documented and match.group == group

    def _matches_of(self, code: str, group: str | None) -> Iterator[Match[Entry]]:
        for envelope in self._file.envelopes:
            if envelope.id in self._shapes and not envelope.code.status:
                when = envelope.when.status
                for status in fitting((*when, _BAD_REQUEST), (when,)):
                    yield self._identify(envelope, code, group, status, envelope.scope)

    def _identify(
        self, envelope: EnvelopeDef, code: str, group: str | None, status: int, scope: str | None
    ) -> Match[Entry]:
        """Return what a response is read as that holds a code in the shape of an envelope."""
        written = self._shapes[envelope.id].write(SlotValues(code, group, status, ""))
        return self._maker.identify(Attempt(status, scope, written, envelope))

    def unreached(self) -> dict[str, str | None]:
        """Return the envelopes that read no response, with the one that reads such responses."""
        found: dict[str, str | None] = {}
        for stated, envelope in zip(self._file.envelopes, self._catalog.envelopes, strict=True):
            if stated.id not in self._shapes:
                continue
            first: str | None = None
            for match in self._matches(stated):
                if match.envelope is envelope:
                    break
                first = first or (None if match.envelope is None else match.envelope.id)
            else:
                found[stated.id] = first
        return found

    def _matches(self, envelope: EnvelopeDef) -> Iterator[Match[Entry]]:
        """Yield what responses are read as that have the shape of an envelope."""
        scopes = (None, *self._file.scopes) if envelope.scope is None else (envelope.scope,)
        infos = (one.info for one in self._catalog.errors)
        documented = [code for info in infos for code in (info.code or "", *info.aliases)]
        if envelope.code.status:
            pairs: Iterable[tuple[str, int]] = (
                (code, int(code)) for code in documented if STATUS.fullmatch(code)
            )
        else:
            new = _NEW_NUMBER if envelope.code.type == "integer" else _NEW_CODE
            statuses = list(_statuses_read(envelope))
            few = statuses[:_FEW]
            pairs = (*((new, one) for one in statuses), *product(documented, few))
        for (code, status), scope in product(pairs, scopes):
            yield self._identify(envelope, code, None, status, scope)


def _statuses_read(envelope: EnvelopeDef) -> Iterator[int]:
    """Yield the statuses at which an envelope is read, the likeliest first."""
    when = envelope.when.status
    numbers = (status for status in when if isinstance(status, int) and status in _STATUSES)
    for status in dict.fromkeys((*numbers, _BAD_REQUEST, *_STATUSES)):
        if not when or has_status(when, status):
            yield status
