"""Recognize which provider sent a pasted response."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from attrs import evolve

from ..errors import ApiError
from ..facts import ProviderInfo
from ..provider import Provider
from ..reading.catalog import Match
from ..reading.places import GROUP_STEP, split_path
from ..wire.decoding import decode
from ..wire.wire import LEAST_ERROR, Wire
from .evidence import CLAIMS, Clue, Evidence
from .lookup import ErrorClass, Providers, load_provider
from .pastes.printed import PrintedError, PrintedErrorFinder
from .pastes.search import Origin, Paste, Search

_MOST: Final = 10_000
"""The most objects of a paste that are compared with documented errors."""


class Candidate(NamedTuple):
    """A provider that may have sent a response.

    Attributes:
        provider: The provider, None for an error that this SDK printed with only its kind.
        error: The response as an error of this provider.
        clue: The evidence for this provider.
        fields: How many of the provider's fields the response has.
    """

    provider: ProviderInfo | None
    error: ApiError
    clue: Clue
    fields: int = 0

    @property
    def weight(self) -> tuple[Clue, int]:
        """The clue and the number of fields, to compare candidates by."""
        return self.clue, self.fields


class Sighting(NamedTuple):
    """A possible error in a pasted text.

    Attributes:
        paste: The response or the object, with its context.
        candidates: The providers that may have sent it, the most likely first.
    """

    paste: Paste
    candidates: tuple[Candidate, ...]

    def __bool__(self) -> bool:
        return bool(self.candidates) or self.paste != Paste()

    @property
    def best(self) -> Candidate:
        """The most likely candidate; requires at least one."""
        return self.candidates[0]

    @property
    def clue(self) -> Clue:
        """The evidence for the candidates."""
        return self.best.clue if self.candidates else Clue.NOTHING

    @property
    def is_claimed(self) -> bool:
        """Whether it is certainly an error of a single provider."""
        return len(self.candidates) == 1 and self.clue in CLAIMS

    @property
    def is_failure(self) -> bool:
        """Whether it has the status of an error."""
        return self.paste.status is not None and self.paste.status >= LEAST_ERROR


class Recognition:
    """Finds the errors of some providers in a pasted text.

    Attributes:
        sightings: The possible errors, in the order of the text.
        text: The text.
        is_exhausted: Whether part of it was skipped because searching it would take too long.
    """

    def __init__(self, data: bytes, providers: Providers, **hints: Any) -> None:
        """Search pasted bytes; `hints` are the status, path and scope given as options."""
        self._providers = providers
        self._hints = hints
        self._finder = PrintedErrorFinder(providers)
        self._keys = {
            key for info in providers.values() for key in _iterate_keys(load_provider(info))
        }
        self._compared = 0
        self._sightings: list[Sighting] = []
        search = Search(self)
        search.run(data)
        self.text = search.text
        self.is_exhausted = search.is_exhausted
        self.sightings = sorted(self._sightings, key=lambda sighting: sighting.paste.start)

    @property
    def is_full(self) -> bool:
        """Whether the limit of compared errors is reached, since more would take too long."""
        return self._compared >= _MOST

    def take(self, paste: Paste) -> bool:
        """Compare a possible error with documented ones, and return whether it is certain."""
        is_object = isinstance(paste.body, dict)
        printed = self._finder.read_log_fields(paste.body) if is_object else None
        if printed is not None:
            self._add(paste, [_make_printed_candidate(printed)])
            return True
        if is_object and not (paste.headers or self.can_hold_code(paste.body)):
            if not self._sightings:  # The user may mean the last value, although it has no code.
                self._add(evolve(paste, **self._hints), [])
            return False
        self._compared += 1
        paste = evolve(paste, **self._hints)
        best = self._find_candidates(paste)
        if paste.other is not None:
            unwrapped = self._find_candidates(evolve(paste, body=paste.other))
            best = max(best, unwrapped, key=_get_clue)
        if _get_clue(best) or paste.is_response:
            self._add(paste, best)
        return _get_clue(best) in CLAIMS

    def can_hold_code(self, body: Mapping[Any, Any]) -> bool:
        """Return whether an object has a key that may lead to a code; most objects do not."""
        if GROUP_STEP in self._keys or "error_type" in body:  # `error_type` is one of `log_fields`.
            return True
        return any(
            not isinstance(body[key], bool) and body[key] for key in self._keys & body.keys()
        )

    def take_printed(self, text: str, origin: Origin) -> list[tuple[int, int]]:
        """Take the errors that this SDK printed in a text, and return their spans."""
        errors = self._finder.find_in_text(text)
        for printed in errors:
            if "status" in self._hints:
                printed.error.status = self._hints["status"]
            start = origin.advance(printed.start).start
            paste = Paste(start=start, status=printed.error.status)
            self._add(paste, [_make_printed_candidate(printed)])
        return [(printed.start, printed.end) for printed in errors]

    def _add(self, paste: Paste, candidates: Iterable[Candidate]) -> None:
        self._sightings.append(Sighting(paste, tuple(candidates)))

    def _find_candidates(self, paste: Paste) -> list[Candidate]:
        """Return the most likely providers; empty if there is no evidence for any."""
        infos = self._providers.values()
        candidates = [*filter(None, (make_candidate(paste, info) for info in infos))]
        if not candidates:
            return []
        most = max(candidate.weight for candidate in candidates)
        if most[0] in CLAIMS:
            return [candidate for candidate in candidates if candidate.weight == most]
        return sorted(candidates, key=lambda candidate: candidate.clue, reverse=True)


def make_candidate(paste: Paste, info: ProviderInfo) -> Candidate | None:
    """Return a provider as a candidate for a response, or None if there is no evidence."""
    provider = load_provider(info)
    match: Match[Any] | None = None
    if paste.redirect is None:
        body = decode(paste.body, paste.headers)
        wire = Wire(paste.status, body, paste.headers)
        match = provider.catalog.identify(wire, paste.scope, paste.path)
        if match.envelope is None:
            return None
    error = parse_paste(paste, info)
    if error is None:
        return None
    evidence = Evidence(error, provider, paste.body, match, is_cut=paste.is_cut)
    return Candidate(info, error, evidence.clue, len(evidence.fields)) if evidence.clue else None


def parse_paste(paste: Paste, info: ProviderInfo) -> ApiError | None:
    """Parse a response of a provider; return None for a URL without an error."""
    module: Any = info.load()
    if paste.redirect is not None:
        # Only providers that send errors in redirects have this function.
        parse_redirect = getattr(module, "parse_redirect", None)
        redirected: ApiError | None = parse_redirect and parse_redirect(paste.redirect)
        return redirected
    error: ApiError = module.parse(
        status=paste.status,
        headers=paste.headers,
        body=paste.body,
        path=paste.path,
        scope=paste.scope,
    )
    return error


def _get_clue(candidates: list[Candidate]) -> Clue:
    return candidates[0].clue if candidates else Clue.NOTHING


def _make_printed_candidate(printed: PrintedError) -> Candidate:
    return Candidate(printed.provider, printed.error, Clue.PRINTED)


def _iterate_keys(provider: Provider[Any]) -> Iterator[str]:
    """Yield the keys of a body that lead to a provider's codes and groups."""
    for envelope in provider.catalog.envelopes:
        for place in (envelope.code, envelope.group):
            first = split_path((place and place.path) or "")[:1]
            yield from (step for step in first if isinstance(step, str))


def recognize_classes(text: str, providers: Providers) -> list[ErrorClass]:
    """Return the classes of the errors in a text, such as a log line or a problem document."""
    sightings = Recognition(text.encode("utf-8", "surrogateescape"), providers).sightings
    candidates = [sighting.best for sighting in sightings if sighting.is_claimed]
    classes = (ErrorClass(candidate.provider, type(candidate.error)) for candidate in candidates)
    return list(dict.fromkeys(classes))
