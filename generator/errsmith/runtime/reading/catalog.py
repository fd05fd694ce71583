"""Find the documented error that a response contains."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, Generic, TypeVar

from ..facts import ErrorInfo
from ..statuses import derive_kind, has_status
from ..wire.decoding import UNREADABLE
from ..wire.wire import LEAST_ERROR, Wire, as_text
from .declarations import SUCCESS, Category, Documented, Envelope, Group, Scope
from .globs import Globs
from .places import Place, SentCode, fold_spelling

D = TypeVar("D", bound=Documented)

_NOTHING_SENT: Final = SentCode()


class Match(Generic[D]):
    """The result of identifying a response.

    Attributes:
        error: The documented error, None if it is unknown or ambiguous.
        code: The code as sent.
        group: The id of the group of an undocumented error.
        candidates: The documented errors that the response may be, if nothing distinguishes them.
        sent: The code and the group as sent, and their place.
        envelope: The envelope that has the code or, if there is no code, the group; or None.
        fitting_envelopes: The envelopes that were tried.
    """

    __slots__ = ("candidates", "code", "envelope", "error", "fitting_envelopes", "group", "sent")

    def __init__(
        self,
        *,
        error: D | None = None,
        code: str | None = None,
        group: str | None = None,
        candidates: tuple[D, ...] = (),
        sent: SentCode = _NOTHING_SENT,
        envelope: Envelope | None = None,
        fitting_envelopes: tuple[Envelope, ...] = (),
    ) -> None:
        self.error = error
        self.code = code
        self.group = group
        self.candidates = candidates
        self.sent = sent
        self.envelope = envelope
        self.fitting_envelopes = fitting_envelopes

    @property
    def is_documented(self) -> bool:
        """Whether the code is documented, for one error or for several."""
        return self.error is not None or bool(self.candidates)


_NO_MATCH: Match[Any] = Match()


class Catalog(Generic[D]):
    """The documented errors of one provider and the envelopes of its responses."""

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
        self._envelopes_beyond_body = tuple(e for e in self.envelopes if not e.is_in_body)
        self._status_envelopes = tuple(e for e in self.envelopes if e.is_status_read)
        self._errors_by_code = self._index_errors(())
        all_folds = {(), *(envelope.code.fold for envelope in self.envelopes)}
        self._errors_by_folded_code = {folds: self._index_errors(folds) for folds in all_folds}
        self._group_globs = {folds: self._make_group_globs(folds) for folds in all_folds}
        self._scope_globs = Globs((scope.id, glob) for scope in self.scopes for glob in scope.paths)

    def _make_group_globs(self, folds: tuple[str, ...]) -> Globs:
        groups = self.groups.values()
        return Globs((g.id, fold_spelling(glob, folds)) for g in groups for glob in g.match)

    def _index_errors(self, folds: tuple[str, ...]) -> dict[str, tuple[D, ...]]:
        index: dict[str, tuple[D, ...]] = {}
        for error in self.errors:
            codes = (error.info.code or "", *error.info.aliases)
            for code in {fold_spelling(code, folds): None for code in codes}:
                index[code] = (*index.get(code, ()), error)
        return index

    @property
    def constant_groups(self) -> set[str | None]:
        """The constant groups of the envelopes, including None for an envelope without one."""
        return {envelope.constant_group for envelope in self.envelopes}

    def has_code(self, code: str) -> bool:
        """Return whether a code or an alias is documented in exactly this spelling."""
        return code in self._errors_by_code

    def index_by_spelling(self, place: Place) -> dict[str, D]:
        """Index the errors that a string at `place` identifies on its own, by that string."""
        if place.last_segment or place.status:
            return {}
        unambiguous = {
            code: errors[0]
            for code, errors in self._errors_by_code.items()
            if len(errors) == 1 and not errors[0].info.scopes
        }
        spelled = {place.spell(code, e.info.group): (code, e) for code, e in unambiguous.items()}
        # A code may be a value of `success`, or contain a literal of the template.
        return {t: e for t, (code, e) in spelled.items() if place.read_value(None, t).code == code}

    def find_scope(self, path: object) -> str | None:
        """Return the scope of a request path, or None if none or several match equally well."""
        text = as_text(path)
        return self._scope_globs.find_only(text) if type(text) is str else None

    def _choose_scope(self, scope: object, path: object) -> str | None:
        """Return the scope that the caller named or, if it is not declared, the path's scope."""
        if not self.scopes:
            return None
        declared = next((known.id for known in self.scopes if known.id == scope), None)
        return declared or self.find_scope(path)

    def find_category(self, status: int | None) -> Category | None:
        """Return the category that a status belongs to, or None."""
        if status is None:
            return None
        return next((c for c in self.categories if has_status(c.statuses, status)), None)

    def derive_kind(self, status: int | None, id_: str | None) -> str | None:
        """Return the kind of an undocumented error, from its status and the id of its group."""
        group = self.groups.get(id_ or "")
        return derive_kind(status, None if group is None else group.family.info.kind)

    def identify(self, wire: Wire, scope: str | None = None, path: object = None) -> Match[D]:
        """Find the error in a response: documented errors first, in the order of envelopes."""
        envelopes = self.envelopes
        if wire.body is UNREADABLE:
            envelopes = (
                self._status_envelopes if wire.is_body_alone else self._envelopes_beyond_body
            )
            if not envelopes:
                return _NO_MATCH
        scope = self._choose_scope(scope, path)
        fitting = tuple([e for e in envelopes if e.can_read(wire, scope)])
        best: Match[D] = Match(fitting_envelopes=fitting)
        for envelope in fitting:
            match = self.match(envelope, wire, scope or envelope.scope)
            is_certain = envelope.is_certain(wire)
            if match.code is not None and (is_certain or match.is_documented):
                return match
            if match.code is not None:
                best = best if best.code is not None or envelope.is_of_successes else match
            elif best.envelope is None and match.envelope is not None:
                best = match
        return best

    def can_be_error(self, status: int) -> bool:
        """Return whether a response with a status may be an error, so its body must be read."""
        return status >= LEAST_ERROR or any(
            status // 100 == SUCCESS and e.statuses and has_status(e.statuses, status)
            for e in self.envelopes
        )

    def is_error(self, match: Match[D], status: int) -> bool:
        """Return whether a response is an error, so `raise_for_error` must raise.

        A success status is an error if an envelope that lists this status finds a code.
        """
        statuses = () if match.envelope is None else match.envelope.statuses
        return status >= LEAST_ERROR or (match.code is not None and has_status(statuses, status))

    def identify_code(self, text: str | None, status: int | None, scope: str | None) -> Match[D]:
        """Return the match for a code without a response, alone or spelled as in a response."""
        if text is None:
            return _NO_MATCH
        scope = self._choose_scope(scope, None)
        envelopes = self.envelopes or (Envelope(id="", code=Place()),)
        # A code alone does not show which envelope it came from.
        group, *others = self.constant_groups or (None,)
        group = None if others else group
        spelled = [(e.code.read_value(None, text), e) for e in envelopes]
        alone, *matches = [
            self._match_codes((sent,), envelope, scope, status, group)
            for sent, envelope in [(SentCode(code=text), envelopes[0]), *spelled]
        ]
        documented = (match for match in (alone, *matches) if match.is_documented)
        return next(documented, None) or next((m for m in matches if m.envelope is not None), alone)

    def match(self, envelope: Envelope, wire: Wire, scope: str | None) -> Match[D]:
        """Read one envelope: the first of a documented code, any code and a declared group."""
        codes = envelope.read_codes(wire)
        return self._match_codes(codes, envelope, scope, wire.status, envelope.constant_group)

    def _match_codes(
        self,
        codes: Iterable[SentCode],
        envelope: Envelope,
        scope: str | None,
        status: int | None,
        constant_group: str | None,
    ) -> Match[D]:
        settled = [self._settle(sent, envelope) for sent in codes]
        coded = [sent for sent in settled if sent.code is not None]
        if constant_group is not None:
            # Codes only: otherwise every response with this envelope would belong to the group.
            coded = [self._add_constant_group(sent, envelope, constant_group) for sent in coded]
        for sent in coded:
            errors = self._narrow_candidates(sent, envelope, scope, status)
            if errors:
                error, candidates = (errors[0], ()) if len(errors) == 1 else (None, errors)
                return Match(
                    error=error,
                    code=sent.code,
                    candidates=candidates,
                    sent=sent,
                    envelope=envelope,
                )
        for sent in coded:
            group = self._find_group(sent.group, envelope) or self._match_group(sent.code, envelope)
            return Match(code=sent.code, group=group, sent=sent, envelope=envelope)
        for sent in settled:
            group = self._find_group(sent.group, envelope)
            if group is not None:
                return Match(group=group, sent=sent, envelope=envelope)
        return _NO_MATCH

    def _settle(self, sent: SentCode, envelope: Envelope) -> SentCode:
        """Decide whether a string is a code, a group or neither."""
        code = sent.code
        if code is None:
            return sent
        if sent.is_partial and not self._find_candidates(code, envelope):
            group = self._find_group(code, envelope)
            return sent if group is None else sent.evolve(group=code, code=None)
        if envelope.code.status and code not in self._errors_by_code:
            return sent.evolve(code=None)
        return sent

    def _add_constant_group(self, sent: SentCode, envelope: Envelope, group: str) -> SentCode:
        """Add an envelope's group to a code, unless the response contains a declared group."""
        is_declared = self._find_group(sent.group, envelope) is not None
        return sent if is_declared else sent.evolve(group=group)

    def _find_group(self, text: str | None, envelope: Envelope) -> str | None:
        """Return the id of the group that was sent, in any equivalent spelling, or None."""
        if text is None or text in self.groups:
            return text
        folds = envelope.group_fold
        folded = fold_spelling(text, folds)
        return next((id_ for id_ in self.groups if fold_spelling(id_, folds) == folded), None)

    def _match_group(self, code: str | None, envelope: Envelope) -> str | None:
        """Return the id of the group whose `match` fits a code, folded if necessary."""
        text, folds = code or "", envelope.code.fold
        group = self._group_globs[()].find_only(text)
        if group is not None or not folds:
            return group
        return self._group_globs[folds].find_only(fold_spelling(text, folds))

    def _find_candidates(self, code: str, envelope: Envelope) -> tuple[D, ...]:
        folds = envelope.code.fold
        folded = self._errors_by_folded_code[folds]
        return self._errors_by_code.get(code) or folded.get(fold_spelling(code, folds), ())

    def _narrow_candidates(
        self, sent: SentCode, envelope: Envelope, scope: str | None, status: int | None
    ) -> tuple[D, ...]:
        """Narrow down the errors with a code by scope, group and status, as far as possible."""
        group = self._find_group(sent.group, envelope)
        candidates = [
            error
            for error in self._find_candidates(sent.code or "", envelope)
            if scope is None or not error.info.scopes or scope in error.info.scopes
        ]
        conditions: tuple[Callable[[ErrorInfo], bool], ...] = (
            lambda info: scope in info.scopes,
            lambda info: group is not None and info.group == group,
            lambda info: status is not None and has_status(info.statuses, status),
        )
        for is_met in conditions:
            if len(candidates) > 1:
                candidates = [error for error in candidates if is_met(error.info)] or candidates
        return tuple(candidates)
