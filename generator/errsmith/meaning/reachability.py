"""Find out which errors, envelopes and groups responses can reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Final

from attrs import evolve, frozen

from errsmith.meaning.catalog import CatalogEntry
from errsmith.meaning.example_shapes import build_shape
from errsmith.meaning.examples import (
    STATUS,
    Attempt,
    ExampleBuilder,
    is_read_as,
    list_codes_as_statuses,
    select_statuses,
)
from errsmith.meaning.resolution import Membership, ResolvedError, has_common_status
from errsmith.registry.model import EnvelopeDef, Url
from errsmith.registry.wording import quote
from errsmith.runtime.reading.catalog import Match
from errsmith.runtime.reading.places import Place
from errsmith.runtime.statements import format_statuses
from errsmith.runtime.statuses import has_status
from errsmith.runtime.test_kit.shapes import SlotValues

_NEW_CODE: Final = "an_undocumented_code"
_NEW_NUMBER: Final = "98765432101"
_BAD_REQUEST: Final = 400
_STATUSES: Final = range(200, 600)
_FEW: Final = 3
"""Number of statuses to try with each documented code."""


@frozen
class Refusal:
    """Why an envelope does not read an error.

    Attributes:
        envelope: Id of the envelope.
        key: The key of the error's table that does not fit the envelope.
        reason: What the envelope does instead, as a predicate.
    """

    envelope: str
    key: str
    reason: str


@frozen(eq=False)
class Reach:
    """What responses can reach.

    Attributes:
        refusals: Why each envelope does not read an unreachable error, by error id. Empty if an
            envelope has no shape, or if a response with an alias is read as the error.
        unread: The documented statuses with which no response is read as an error, by error id.
        unreached: The envelopes that read no response, by id, each with the id of the envelope that
            reads such responses first, or None if there is none.
        memberships: How codes become members of each group, by group id.
    """

    refusals: Mapping[str, tuple[Refusal, ...]]
    unread: Mapping[str, tuple[int | str, ...]]
    unreached: Mapping[str, str | None]
    memberships: Mapping[str, Membership]


def explore_reach(builder: ExampleBuilder, read_ids: Iterable[str]) -> Reach:
    """Find out what responses can reach; `read_ids` are the ids of errors with an example."""
    explorer = _Explorer(builder)
    errors, read = builder.errors, set(read_ids)
    unread = {id_: explorer.find_unread_statuses(errors[id_]) for id_ in read}
    return Reach(
        {id_: explorer.explain_refusals(error) for id_, error in errors.items() if id_ not in read},
        {id_: statuses for id_, statuses in unread.items() if statuses},
        explorer.find_unreached(),
        {id_: explorer.find_membership(id_) for id_ in builder.file.groups},
    )


class _Explorer:
    """Tries responses and checks how they are read."""

    def __init__(self, builder: ExampleBuilder) -> None:
        self._builder = builder
        self._file = builder.file
        self._catalog = builder.catalog
        # Without fields, which may be where another envelope has its code.
        bare = (evolve(envelope, fields={}) for envelope in self._file.envelopes)
        shapes = {envelope.id: build_shape(envelope, Url("")) for envelope in bare}
        self._shapes = {id_: shape for id_, shape in shapes.items() if shape is not None}

    def explain_refusals(self, error: ResolvedError) -> tuple[Refusal, ...]:
        """Return why each envelope does not read an error; empty unless all have shapes."""
        if not self._has_all_shapes():
            return ()
        for alias in error.definition.aliases:
            attempts = self._builder.try_envelopes(error, alias)
            if any(is_read_as(self._builder.identify(attempt), error) for attempt in attempts):
                return ()
        places = (envelope.code for envelope in self._catalog.envelopes)
        return tuple(
            Refusal(envelope.id, *self._explain_refusal(envelope, place, error))
            for envelope, place in zip(self._file.envelopes, places, strict=True)
        )

    def _has_all_shapes(self) -> bool:
        return len(self._builder.shapes) == len(self._file.envelopes)

    def _explain_refusal(
        self, envelope: EnvelopeDef, place: Place, error: ResolvedError
    ) -> tuple[str, str]:
        """Return the key and reason of a refusal."""
        scopes, statuses = error.definition.scope, error.definition.status
        when = envelope.when.status
        if envelope.scope is not None and scopes and envelope.scope not in scopes:
            return "scope", f"only reads the scope {quote(envelope.scope)}"
        if when and statuses and not has_common_status(statuses, when):
            return "status", f"only reads responses with status {format_statuses(when)}"
        if place.is_success(error.code):
            return "code", f"has {quote(error.code)} in `success`"
        if place.status and not list_codes_as_statuses(error):
            return "code", "reads the status, but the code is not a status from 200 to 599"
        spelled = place.spell(error.code, error.group)
        code = None if place.status else place.read_value(None, spelled).code
        if not place.status and code != error.code:
            result = "no code" if code is None else f"the code {quote(code)}"
            return "code", f"reads {result} from {quote(spelled)}"
        return "code", self._describe_misreading(envelope, error)

    def _describe_misreading(self, envelope: EnvelopeDef, error: ResolvedError) -> str:
        """Return, as a predicate, what a response with an error in an envelope is read as."""
        attempts = (
            attempt
            for attempt in self._builder.try_envelopes(error)
            if attempt.envelope is envelope
        )
        attempt = next(attempts, None)
        if attempt is None:
            return "reads no response with this status"
        match = self._builder.identify(attempt)
        if match.error is not None:
            return f"reads the error {quote(match.error.id)}"
        if match.candidates:
            ids = " and ".join(quote(candidate.id) for candidate in match.candidates)
            return f"cannot tell {ids} apart"
        if match.envelope is not None and match.envelope.id != envelope.id:
            return f"comes after {quote(match.envelope.id)}, which already reads this response"
        return "reads no code" if match.code is None else f"reads the code {quote(match.code)}"

    def find_unread_statuses(self, error: ResolvedError) -> tuple[int | str, ...]:
        """Return the statuses of an error with which no response is read as that error.

        Statuses of redirects and informational responses are omitted, because these are never read
        as errors.
        """
        if not self._has_all_shapes() or error.definition.example:
            return ()
        statuses = error.definition.status
        return tuple(status for status in statuses if not self._is_read_at(error, status))

    def _is_read_at(self, error: ResolvedError, documented: int | str) -> bool:
        digit = int(str(documented)[0])
        if digit in (1, 3):
            return True
        in_class = range(digit * 100, digit * 100 + 100)
        statuses = (documented,) if isinstance(documented, int) else in_class
        return any(
            is_read_as(match, error) and self._catalog.is_error(match, attempt.status)
            for status in statuses
            for attempt in self._builder.try_envelopes(error, status=status)
            for match in (self._builder.identify(attempt),)
        )

    def find_membership(self, group: str) -> Membership:
        """Return how undocumented codes become members of a group."""
        globs = self._file.groups[group].match
        codes = [glob.replace("*", "98765").replace("?", "9") for glob in globs]
        if any(self._is_member(code, None, group) for code in codes):
            return "pattern"
        if any(self._is_member(code, group, group) for code in (_NEW_CODE, _NEW_NUMBER)):
            constant_groups = [envelope.group for envelope in self._file.envelopes]
            return "envelope" if group in constant_groups else "response"
        return "stated"

    def _is_member(self, code: str, sent_group: str | None, group: str) -> bool:
        """Return whether an undocumented code, sent with or without a group, belongs to a group."""
        if self._file.envelopes:
            matches = self._identify_code(code, sent_group)
        else:
            matches = iter([self._catalog.identify_code(code, None, None)])
        return any(
            match.code is not None and not match.is_documented and match.group == group
            for match in matches
        )

    def _identify_code(self, code: str, group: str | None) -> Iterator[Match[CatalogEntry]]:
        """Yield the match of each response with a code and a group, at least one per envelope."""
        for envelope in self._file.envelopes:
            if envelope.id in self._shapes and not envelope.code.status:
                when = envelope.when.status
                for status in select_statuses((*when, _BAD_REQUEST), (when,)):
                    yield self._identify(envelope, code, group, status, envelope.scope)

    def _identify(
        self, envelope: EnvelopeDef, code: str, group: str | None, status: int, scope: str | None
    ) -> Match[CatalogEntry]:
        """Return the match of a response with a code, in the shape of an envelope."""
        response = self._shapes[envelope.id].write(SlotValues(code, group, status, ""))
        return self._builder.identify(Attempt(status, scope, response, envelope))

    def find_unreached(self) -> dict[str, str | None]:
        """Return the envelopes that read no response, each with the one that reads it first."""
        unreached: dict[str, str | None] = {}
        for envelope in self._file.envelopes:
            if envelope.id not in self._shapes:
                continue
            first: str | None = None
            for match in self._identify_codes(envelope):
                id_ = None if match.envelope is None else match.envelope.id
                if id_ == envelope.id:
                    break
                first = first or id_
            else:
                unreached[envelope.id] = first
        return unreached

    def _identify_codes(self, envelope: EnvelopeDef) -> Iterator[Match[CatalogEntry]]:
        """Yield the matches of responses in the shape of an envelope."""
        scopes = (None, *self._file.scopes) if envelope.scope is None else (envelope.scope,)
        infos = (entry.info for entry in self._catalog.errors)
        documented = [code for info in infos for code in (info.code or "", *info.aliases)]
        if envelope.code.status:
            pairs: Iterable[tuple[str, int]] = (
                (code, int(code)) for code in documented if STATUS.fullmatch(code)
            )
        else:
            new_code = _NEW_NUMBER if envelope.code.type == "integer" else _NEW_CODE
            statuses = list(_list_reading_statuses(envelope))
            pairs = (
                *((new_code, status) for status in statuses),
                *product(documented, statuses[:_FEW]),
            )
        for (code, status), scope in product(pairs, scopes):
            yield self._identify(envelope, code, None, status, scope)


def _list_reading_statuses(envelope: EnvelopeDef) -> Iterator[int]:
    """Yield the statuses with which an envelope is read, likeliest first."""
    when = envelope.when.status
    numbers = (status for status in when if isinstance(status, int) and status in _STATUSES)
    for status in dict.fromkeys((*numbers, _BAD_REQUEST, *_STATUSES)):
        if not when or has_status(when, status):
            yield status
