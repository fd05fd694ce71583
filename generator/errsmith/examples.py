"""Example responses: the registry's, else an error's facts in the shape of an envelope."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice, product
from typing import Final

from attrs import frozen

from errsmith.model import EnvelopeDef, ExampleDef, ProviderFile
from errsmith.reading import catalog_of
from errsmith.resolution import Resolution, Resolved, Statuses
from errsmith.runtime.decoding import decode
from errsmith.runtime.facts import has_status
from errsmith.runtime.test_kit.shapes import Facts, Shape, Written
from errsmith.runtime.wire import Wire
from errsmith.shapes import shape_of

_REDIRECT: Final = 302
_BAD_REQUEST: Final = 400
_INTERNAL: Final = 500
_UNAUTHORIZED: Final = 401
"""The status that a challenge belongs to (RFC 9110, section 11.6.1)."""
_STATUS: Final = re.compile(r"[2-5][0-9]{2}")
"""A code that can be the status of a response; 1xx only goes before one."""
_USUAL: Final[Mapping[str, int]] = {
    "authentication": 401,
    "permission": 403,
    "not_found": 404,
    "conflict": 409,
    "rate_limit": 429,
    "unsupported": 405,
    "unavailable": 503,
    "internal": _INTERNAL,
}
"""The status that is made up for an error of a kind; 400 for one of any other kind."""
_MOST_KEPT: Final = 1024
"""Combinations of statuses of which the outcome is kept."""
_MOST_ATTEMPTS: Final = 24
"""Responses that are tried for an error before it is taken for one that none can be."""


@frozen(kw_only=True, eq=False)
class ErrorResponse:
    """A response that is read as a certain error.

    Attributes:
        envelope: Id of the envelope that it is made from, empty if the provider's page shows it.
        status: HTTP status.
        is_status_documented: Whether the page gives this very status for the error.
        is_status_shown: Whether the reference shows it, since the page says something of it.
        headers: HTTP headers by name.
        sent_headers: The same, and those that no page shows but a server would send.
        body: The body.
        query: Query of a redirect, None if it is no redirect.
        path: A request path of the error's scope, None if any will do.
        scope: The error's scope, None if it has none.
    """

    envelope: str
    status: int
    is_status_documented: bool
    is_status_shown: bool
    headers: Mapping[str, str]
    sent_headers: Mapping[str, str]
    body: str
    query: str | None
    path: str | None
    scope: str | None


@frozen(eq=False)
class Examples:
    """The examples of a provider.

    Attributes:
        shapes: The shapes of its envelopes, by the envelope's id.
        by_error: The examples by the error's id. One is missing where no response can be told to be
            the error: no envelope says how it arrives, or another error is read first.
        challenges: By the error's id, what a challenge alone is that an error may arrive in, too.
    """

    shapes: Mapping[str, Shape]
    by_error: Mapping[str, ErrorResponse]
    challenges: Mapping[str, tuple[ErrorResponse, ...]]


def examples_of(resolution: Resolution) -> Examples:
    """Make the examples of a provider; each is read as its very error."""
    maker = _Maker(resolution)
    tried = {id_: maker.example(error) for id_, error in resolution.errors.items()}
    made = {id_: one for id_, one in tried.items() if one is not None}
    challenges = {id_: maker.challenges(resolution.errors[id_], one) for id_, one in made.items()}
    return Examples(maker.shapes, made, challenges)


@frozen(eq=False)
class _Attempt:
    """A response that may be read as an error."""

    status: int
    scope: str | None
    written: Written
    envelope: EnvelopeDef | None = None


class _Maker:
    """Makes the examples of one provider."""

    def __init__(self, resolution: Resolution) -> None:
        self._file = file = resolution.file
        self._catalog = catalog_of(resolution)
        self._paths = {id_: self._path_to(id_) for id_ in file.scopes}
        doc_link = next(iter(file.sources.values())).url
        shapes = {one.id: shape_of(one, doc_link) for one in file.envelopes}
        self.shapes = {id_: shape for id_, shape in shapes.items() if shape is not None}

    def example(self, error: Resolved) -> ErrorResponse | None:
        """Give the first response that is read as an error, None if none is."""
        shown = error.definition.example
        attempts = self._written(error) if shown is None else _as_shown(error, shown, self._file)
        for attempt in islice(attempts, _MOST_ATTEMPTS):
            if self._is_read(attempt, error):
                return self._view(attempt, error)
        return None

    def challenges(self, error: Resolved, first: ErrorResponse) -> tuple[ErrorResponse, ...]:
        """Give the responses that are read as an error by their challenge, beside its first one.

        Only an error of the status 401 has any: clients are challenged by no other.
        """
        attempts = [
            attempt
            for attempt in islice(self._written(error), _MOST_ATTEMPTS)
            if attempt.envelope is not None
            and attempt.status == _UNAUTHORIZED
            and _UNAUTHORIZED in error.definition.status
            and (attempt.envelope.code.header or "").lower() == "www-authenticate"
            and attempt.envelope.id != first.envelope
            and self._is_read(attempt, error)
        ]
        views: dict[str, ErrorResponse] = {}
        for attempt in attempts:
            view = self._view(attempt, error)
            views.setdefault(view.envelope, view)
        return tuple(views.values())

    def _written(self, error: Resolved) -> Iterator[_Attempt]:
        """Write an error into each envelope that may hold it, with each status that fits both."""
        summary = error.definition.summary
        for scope, envelope in product(error.definition.scope or (None,), self._file.envelopes):
            shape = self.shapes.get(envelope.id)
            if shape is not None and (scope is None or envelope.scope in (None, scope)):
                for status in _statuses_in(envelope, error, self._file):
                    facts = Facts(error.code, error.group, status, summary)
                    yield _Attempt(status, scope, shape.write(facts), envelope)

    def _is_read(self, attempt: _Attempt, error: Resolved) -> bool:
        """Tell whether a response is read as an error, as the emitted module reads it."""
        written = attempt.written
        body = decode(written.body.encode())
        wire = Wire(attempt.status, body, written.headers, written.query)
        match = self._catalog.identify(wire, attempt.scope, self._paths.get(attempt.scope or ""))
        return match.error is not None and match.error.id == error.id

    def _view(self, attempt: _Attempt, error: Resolved) -> ErrorResponse:
        envelope = attempt.envelope
        shown = None if envelope is not None else error.definition.example
        stated = error.definition.status
        if envelope is not None:
            is_told = envelope.code.status
            is_hinted = is_told or bool(stated or envelope.when.status)
        else:
            is_told = is_hinted = shown is not None and shown.status is not None
        return ErrorResponse(
            envelope="" if envelope is None else envelope.id,
            status=attempt.status,
            is_status_documented=is_told or attempt.status in stated,
            is_status_shown=is_hinted,
            headers=attempt.written.headers if shown is None else shown.headers,
            sent_headers=attempt.written.headers,
            body=attempt.written.body,
            query=attempt.written.query,
            path=self._paths.get(attempt.scope or ""),
            scope=attempt.scope,
        )

    def _path_to(self, scope: str) -> str | None:
        """Give a path that leads to a scope, None if none is known to."""
        plain = (glob.replace("*", "").replace("?", "x") for glob in self._file.scopes[scope].paths)
        paths = (path if path.startswith("/") else f"/{path}" for path in plain)
        return next((path for path in paths if self._catalog.scope_of(path) == scope), None)


def _as_shown(error: Resolved, shown: ExampleDef, file: ProviderFile) -> Iterator[_Attempt]:
    """Give the response that the page shows, with each status that it may have."""
    body = (shown.body or "").removesuffix("\n")
    headers = dict(shown.headers)
    if body and "content-type" not in map(str.lower, headers):
        is_json = body.lstrip().startswith(("{", "["))
        headers["Content-Type"] = "application/json" if is_json else "text/plain"
    written = Written(headers, body, shown.query)
    statuses: Iterable[int] = _statuses_of(error, (), file)
    if shown.status is not None:
        statuses = (shown.status,)
    elif shown.query is not None:
        statuses = (_REDIRECT,)
    for scope, status in product(error.definition.scope or (None,), statuses):
        yield _Attempt(status, scope, written)


def _statuses_in(envelope: EnvelopeDef, error: Resolved, file: ProviderFile) -> Iterable[int]:
    """Give the statuses with which an error may arrive in an envelope, the likeliest first."""
    when = envelope.when.status
    if envelope.code.status:
        told = int(error.code) if _STATUS.fullmatch(error.code) else 0
        return _fitting((told,), (when,)) if told else ()
    if envelope.code.query is not None:
        return _fitting((_REDIRECT, *when), (when,))
    return _statuses_of(error, when, file)


def _statuses_of(error: Resolved, when: Statuses, file: ProviderFile) -> Iterable[int]:
    """Give the statuses that an error may have among those of an envelope, the likeliest first.

    Those that are told as numbers; else the usual one of its kind, if its category has that; else
    the first of what is told.
    """
    told = error.definition.status
    numbers = (one for one in (*told, *when) if isinstance(one, int))
    usual = _USUAL.get(error.kind or "", _BAD_REQUEST)
    category = file.categories.get(error.category or "")
    handled = () if category is None or has_status(category.status, usual) else category.status
    likely = (*numbers, *handled, usual, *told, *when, _BAD_REQUEST, _INTERNAL)
    return _fitting(likely, (told, when))


@lru_cache(_MOST_KEPT)
def _fitting(likely: Statuses, among: tuple[Statuses, ...]) -> Iterable[int]:
    """Give those statuses that are among all, each once, and of `"4xx"` the first."""
    numbers = dict.fromkeys(one if isinstance(one, int) else int(one[0]) * 100 for one in likely)
    wanted = [statuses for statuses in among if statuses]
    return [one for one in numbers if all(has_status(statuses, one) for statuses in wanted)]
