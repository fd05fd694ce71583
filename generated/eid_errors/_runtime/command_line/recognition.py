# Emitted by errsmith from its runtime/command_line/recognition.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""Recognize which provider sent a pasted response."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from http import HTTPStatus
from typing import Any, Final, NamedTuple

from attrs import evolve

from ..catalog import Match
from ..decoding import decode
from ..errors import ApiError
from ..facts import ProviderInfo
from ..places import GROUP, steps_of
from ..provider import Provider
from ..wire import LEAST_ERROR, Wire
from .lookup import Found, Providers, provider_of
from .pastes.printed import Printed, Printer, spans
from .pastes.search import Paste, Search

_MOST: Final = 5_000
"""The most objects of a paste that are compared with documented errors."""
_STANDARD_CODES: Final = frozenset(
    {
        "access_denied",
        "account_selection_required",
        "authorization_pending",
        "consent_required",
        "expired_token",
        "insufficient_scope",
        "insufficient_user_authentication",
        "interaction_required",
        "invalid_binding_message",
        "invalid_client",
        "invalid_client_metadata",
        "invalid_dpop_proof",
        "invalid_grant",
        "invalid_redirect_uri",
        "invalid_request",
        "invalid_request_object",
        "invalid_request_uri",
        "invalid_scope",
        "invalid_target",
        "invalid_token",
        "invalid_user_code",
        "login_required",
        "missing_user_code",
        "registration_not_supported",
        "request_not_supported",
        "request_uri_not_supported",
        "server_error",
        "slow_down",
        "temporarily_unavailable",
        "transaction_failed",
        "unauthorized_client",
        "unknown_user_id",
        "unmet_authentication_requirements",
        "unsupported_grant_type",
        "unsupported_response_type",
        "unsupported_token_type",
        "use_dpop_nonce",
    }
)
"""Codes of OAuth 2.0, its extensions and CIBA, which any API may send."""
_PHRASES: Final = frozenset(
    one.phrase.lower().replace(" ", "_").replace("-", "_") for one in HTTPStatus
)
_STANDARD_FIELDS: Final = frozenset(
    {
        "algs",
        "code",
        "detail",
        "error",
        "error_description",
        "error_uri",
        "id",
        "instance",
        "iss",
        "message",
        "realm",
        "scope",
        "state",
        "status",
        "success",
        "timestamp",
        "title",
        "type",
    }
)
"""Fields of problem details (RFC 9457), of OAuth errors and challenges, and of many APIs."""


class Clue(IntEnum):
    """The evidence that a provider sent a response, weakest first."""

    NOTHING = 0
    FIELDS = 1
    STANDARD_CODE = 2
    GROUP = 3
    CODE = 4
    PRINTED = 5


CLAIMS: Final = {
    Clue.GROUP: "no other provider documents this group",
    Clue.CODE: "no other provider documents this code in such a response",
    Clue.PRINTED: "named in the error, which this SDK printed",
}
"""Why an error is attributed to a provider, by clue."""
LIKENESSES: Final = {
    Clue.FIELDS: "uses these field names, but other APIs do too",
    Clue.STANDARD_CODE: "documents this code, but other APIs do too",
}
"""Why an error is perhaps a provider's, by clue."""


class Candidate(NamedTuple):
    """A provider that may have sent a response.

    Attributes:
        provider: The provider, None for an error that this SDK printed with its kind alone.
        error: The response as an error of this provider.
        clue: The evidence for this provider.
        fields: How many of the provider's fields the response has.
    """

    provider: ProviderInfo | None
    error: ApiError
    clue: Clue
    fields: int = 0


class Sighting(NamedTuple):
    """A possible error in a pasted text.

    Attributes:
        paste: The response or the object, with its context.
        candidates: The most likely providers, all with the same clue.
    """

    paste: Paste
    candidates: tuple[Candidate, ...]

    def __bool__(self) -> bool:
        return bool(self.candidates) or self.paste != Paste()

    @property
    def clue(self) -> Clue:
        """The evidence for the candidates."""
        return self.candidates[0].clue if self.candidates else Clue.NOTHING

    @property
    def is_claimed(self) -> bool:
        """Whether it is certainly an error of one provider."""
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
        is_exhausted: Whether a part of it was skipped because it would have taken too long.
    """

    def __init__(self, data: bytes, providers: Providers, **told: Any) -> None:
        """Search pasted bytes; `told` are the status, path and scope given as options."""
        self._providers = providers
        self._told = told
        self._printer = Printer(providers)
        self._keys = {key for info in providers.values() for key in _keys_of(provider_of(info))}
        self._compared = 0
        self._found: list[Sighting] = []
        search = Search(self._take, self._take_printed, lambda: self._compared >= _MOST)
        search.run(data)
        self.text = search.text
        self.is_exhausted = search.is_exhausted
        self.sightings = sorted(self._found, key=lambda one: one.paste.start)

    def _take(self, paste: Paste) -> bool:
        """Compare a possible error with documented ones; return whether it is certain."""
        body = paste.body
        if isinstance(body, dict):
            printed = self._printer.in_fields(body)
            if printed is not None:
                self._add(paste, [_of_printed(printed)])
                return True
            if not paste.is_response and not self._may_hold_code(body):
                return False
        self._compared += 1
        paste = evolve(paste, **self._told)
        best = self._candidates(paste)
        if paste.other is not None:
            unwrapped = self._candidates(evolve(paste, body=paste.other))
            best = max(best, unwrapped, key=_clue_of)
        if _clue_of(best) or paste.is_response:
            self._add(paste, best)
        return _clue_of(best) in CLAIMS

    def _may_hold_code(self, body: Mapping[Any, Any]) -> bool:
        """Return whether an object has a key that may lead to a code; most objects do not."""
        return GROUP in self._keys or not self._keys.isdisjoint(body)

    def _take_printed(self, text: str, start: int) -> list[tuple[int, int]]:
        """Take the errors that this SDK printed in a text, and return their spans."""
        found = self._printer.in_text(text)
        for one in found:
            self._add(Paste(start=start + one.start, status=one.error.status), [_of_printed(one)])
        return spans(found)

    def _add(self, paste: Paste, found: Iterable[Candidate]) -> None:
        self._found.append(Sighting(paste, tuple(found)))

    def _candidates(self, paste: Paste) -> list[Candidate]:
        """Return the most likely providers; empty if there is no evidence for any."""
        found = [one for info in self._providers.values() if (one := candidate(paste, info))]
        most = max(((one.clue, one.fields) for one in found), default=(Clue.NOTHING, 0))
        if most[0] == Clue.NOTHING:
            return []
        if most[0] in CLAIMS:
            return [one for one in found if (one.clue, one.fields) == most]
        return sorted(found, key=lambda one: one.clue, reverse=True)


def candidate(paste: Paste, info: ProviderInfo) -> Candidate | None:
    """Return a provider as a candidate for a response, or None without evidence."""
    provider = provider_of(info)
    match: Match[Any] | None = None
    if paste.redirect is None:
        body = decode(paste.body, paste.headers)
        wire = Wire(paste.status, body, paste.headers)
        match = provider._catalog.identify(wire, paste.scope, paste.path)
        if match.envelope is None:
            return None
    error = error_of(paste, info)
    if error is None:
        return None
    fields = [name for name in provider._fields if getattr(error, name) is not None]
    clue = _clue(error, provider, match, fields)
    return Candidate(info, error, clue, len(fields)) if clue else None


def error_of(paste: Paste, info: ProviderInfo) -> ApiError | None:
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


def _clue(
    error: ApiError, provider: Provider[Any], match: Match[Any] | None, fields: list[str]
) -> Clue:
    is_of_status = error.code is not None and error.code == str(error.status)
    if is_of_status:  # Any response would have such a code.
        return Clue.NOTHING
    is_documented = error.reading in ("documented", "ambiguous")
    # In an envelope with a constant group, every code is in that group.
    is_grouped = error.info.group not in {None, *provider._catalog.constant_groups}
    is_own = _is_distinctive(fields) or (match is not None and _is_deep(match))
    sent = error.code if error.code is not None else error.info.group
    if is_documented or (is_grouped and not error.info.code):
        if not is_own and sent is not None and _is_standard(sent):
            return Clue.STANDARD_CODE
        return Clue.CODE if is_documented else Clue.GROUP
    return Clue.FIELDS if error.code is not None and len(fields) > 1 else Clue.NOTHING


def _is_distinctive(fields: Iterable[str]) -> bool:
    return any(name.removeprefix("body_") not in _STANDARD_FIELDS for name in fields)


def _is_deep(match: Match[Any]) -> bool:
    """Return whether the code is nested in the body, which few APIs do."""
    return match.envelope is not None and len(steps_of(match.envelope.code.path or "")) > 1


def _is_standard(code: str) -> bool:
    folded = code.lower().replace("-", "_")
    return folded in _STANDARD_CODES or folded in _PHRASES


def _clue_of(found: list[Candidate]) -> Clue:
    return found[0].clue if found else Clue.NOTHING


def _of_printed(printed: Printed) -> Candidate:
    return Candidate(printed.provider, printed.error, Clue.PRINTED)


def _keys_of(provider: Provider[Any]) -> Iterator[str]:
    """Yield the keys of a body that lead to a provider's codes and groups."""
    for envelope in provider._catalog.envelopes:
        for place in (envelope.code, envelope.group):
            first = steps_of((place and place.path) or "")[:1]
            yield from (step for step in first if isinstance(step, str))


def classes_in(text: str, providers: Providers) -> list[Found]:
    """Return the classes of the errors in a text, such as a log line or a problem document."""
    sightings = Recognition(text.encode("utf-8", "surrogateescape"), providers).sightings
    found = [one.candidates[0] for one in sightings if one.is_claimed]
    return list(dict.fromkeys(Found(one.provider, type(one.error)) for one in found))
