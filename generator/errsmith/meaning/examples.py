"""Example responses: the registry's, else an error's facts in the shape of an envelope."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice, product
from typing import Final, Literal

from attrs import frozen

from errsmith.meaning.example_shapes import shape_of
from errsmith.meaning.reading import Entry
from errsmith.meaning.resolution import Resolution, Resolved, Statuses, is_redirect
from errsmith.registry.model import EnvelopeDef, ExampleDef, ProviderFile, Url
from errsmith.runtime.reading.catalog import Catalog, Match
from errsmith.runtime.statuses import has_status
from errsmith.runtime.test_kit.shapes import Shape, SlotValues, WrittenResponse
from errsmith.runtime.wire.decoding import UNREADABLE, decode
from errsmith.runtime.wire.wire import Wire

_REDIRECT: Final = 302
_BAD_REQUEST: Final = 400
_INTERNAL: Final = 500
_UNAUTHORIZED: Final = 401
"""The status that a challenge belongs to (RFC 9110, section 11.6.1)."""
STATUS: Final = re.compile(r"[2-5][0-9]{2}")
"""A code that can be the status of a response; 1xx only goes before one."""
_STATUSES: Final = range(200, 600)
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
_NEW_CODE: Final = "a_code_that_nobody_documents"
_NEW_NUMBER: Final = "98765432101"
_MOST_ATTEMPTS: Final = 100
"""Responses that are tried for an error before it is taken for one that none can be."""

Function = Literal["raise_for_error", "parse_redirect", "parse"]
_RAISING: Final[Function] = "raise_for_error"
_PARSING: Final[Function] = "parse"


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
        read_by: The function that reads it as the error; only `parse` has to be told the scope.
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
    read_by: Function


@frozen(eq=False)
class Examples:
    """The examples of a provider.

    Attributes:
        shapes: The shapes of its envelopes, by the envelope's id.
        by_error: The examples by the error's id. One is missing where no response can be told to be
            the error: no envelope says how it arrives, or another error is read first.
        codes: By the error's id, the arguments of `from_code` that lead to an error without a
            response; missing if not even they do.
        further: By the error's id, the other examples that the registry has, and what a challenge
            alone is that an error may arrive in, too.
    """

    shapes: Mapping[str, Shape]
    by_error: Mapping[str, ErrorResponse]
    codes: Mapping[str, Mapping[str, object]]
    further: Mapping[str, tuple[ErrorResponse, ...]]


def examples_of(maker: Maker) -> Examples:
    """Return the examples of a provider; each is read as its error."""
    errors = maker.errors
    tried = {id_: maker.examples(error) for id_, error in errors.items()}
    made = {id_: examples[0] for id_, examples in tried.items() if examples}
    further = {
        id_: (*tried[id_][1:], *maker.challenges(errors[id_], first)) for id_, first in made.items()
    }
    unread = [error for id_, error in errors.items() if id_ not in made]
    codes = {error.id: found for error in unread if (found := maker.code(error)) is not None}
    return Examples(maker.shapes, made, codes, further)


@frozen(eq=False)
class Attempt:
    """A response that may be read as an error."""

    status: int
    scope: str | None
    written: WrittenResponse
    envelope: EnvelopeDef | None = None
    shown: ExampleDef | None = None


class Maker:
    """Makes the examples of one provider."""

    def __init__(self, resolution: Resolution, catalog: Catalog[Entry]) -> None:
        self.errors = resolution.errors
        self.file = file = resolution.file
        self.catalog = catalog
        self._paths = {id_: self._path_to(id_) for id_ in file.scopes}
        doc_link = next((one.url for one in file.sources.values()), Url(""))
        shapes = {one.id: shape_of(one, doc_link) for one in file.envelopes}
        self.shapes = {id_: shape for id_, shape in shapes.items() if shape is not None}

    def examples(self, error: Resolved) -> list[ErrorResponse]:
        """Return the registry's examples, otherwise one that is made; each is read as the error."""
        shown = error.definition.example
        ways = [_as_shown(error, one, self.file) for one in shown] or [self.written(error)]
        found = (self._first(attempts, error) for attempts in ways)
        return [one for one in found if one is not None]

    def _first(self, attempts: Iterator[Attempt], error: Resolved) -> ErrorResponse | None:
        """Return the first response that is read as an error, None if none is.

        One that only `parse` reads, because it has to be told the scope or because the response
        looks like a success, comes last.
        """
        parsed: Attempt | None = None
        for attempt in islice(attempts, _MOST_ATTEMPTS):
            function = self.reader(attempt, error)
            if function is not None and function != _PARSING:
                return self._view(attempt, error, function)
            if function is not None:
                parsed = parsed or attempt
        return None if parsed is None else self._view(parsed, error, _PARSING)

    def challenges(self, error: Resolved, first: ErrorResponse) -> tuple[ErrorResponse, ...]:
        """Give the responses that are read as an error by their challenge, beside its first one.

        Only an error of the status 401 has any: clients are challenged by no other.
        """
        attempts = [
            attempt
            for attempt in islice(self.written(error), _MOST_ATTEMPTS)
            if attempt.envelope is not None
            and attempt.status == _UNAUTHORIZED
            and _UNAUTHORIZED in error.definition.status
            and (attempt.envelope.code.header or "").lower() == "www-authenticate"
            and attempt.envelope.id != first.envelope
            and self.reader(attempt, error) == _RAISING
        ]
        views: dict[str, ErrorResponse] = {}
        for attempt in attempts:
            view = self._view(attempt, error, _RAISING)
            views.setdefault(view.envelope, view)
        return tuple(views.values())

    def written(
        self, error: Resolved, code: str | None = None, status: int | None = None
    ) -> Iterator[Attempt]:
        """Write an error into each envelope that may hold it, with each status that fits both.

        Args:
            error: The error.
            code: Another spelling of its code.
            status: The only status to use.
        """
        stated = error.definition
        envelopes = sorted(self.file.envelopes, key=lambda one: _oddness(one, error))
        for scope, envelope in product(stated.scope or (None,), envelopes):
            shape = self.shapes.get(envelope.id)
            if shape is not None and (scope is None or envelope.scope in (None, scope)):
                for likely in _statuses_in(envelope, error, self.file, status):
                    facts = SlotValues(code or error.code, error.group, likely, stated.summary)
                    yield Attempt(likely, scope, shape.write(facts), envelope)

    def reader(self, attempt: Attempt, error: Resolved) -> Function | None:
        """Return the first function that reads a response as an error, None if none does."""
        written = attempt.written
        named = None if attempt.shown is None else attempt.shown.envelope
        path = self._paths.get(attempt.scope or "")
        if written.query is not None and any(map(is_redirect, self.file.envelopes)):
            match = self.catalog.identify(Wire(None, UNREADABLE, None, f"?{written.query}"))
            if is_read_as(match, error, named):
                return "parse_redirect"
        wire = Wire(attempt.status, decode(written.body.encode()), written.headers)
        if self.catalog.can_be_error(attempt.status):
            match = self.catalog.identify(wire, None, path)
            if is_read_as(match, error, named) and self.catalog.is_error(match, attempt.status):
                return "raise_for_error"
        return "parse" if is_read_as(self.identify(attempt), error, named) else None

    def identify(self, attempt: Attempt) -> Match[Entry]:
        """Return what a response is read as if its scope is known."""
        written, path = attempt.written, self._paths.get(attempt.scope or "")
        body = decode(written.body.encode())
        wire = Wire(attempt.status, body, written.headers, written.query)
        return self.catalog.identify(wire, attempt.scope, path)

    def code(self, error: Resolved) -> Mapping[str, object] | None:
        """Return the arguments of `from_code` beside the code that lead to an error."""
        stated = error.definition
        numbers = (status for status in stated.status if isinstance(status, int))
        for scope, status in product((None, *stated.scope), (None, *numbers)):
            if is_read_as(self.catalog.identify_code(error.code, status, scope), error):
                told = {"status": status, "scope": scope}
                return {key: value for key, value in told.items() if value is not None}
        return None

    def _view(self, attempt: Attempt, error: Resolved, read_by: Function) -> ErrorResponse:
        envelope, shown = attempt.envelope, attempt.shown
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
            read_by=read_by,
        )

    def _path_to(self, scope: str) -> str | None:
        """Give a path that leads to a scope, None if none is known to."""
        globs = self.file.scopes[scope].paths
        plain = (re.sub("[*?]", "x", glob.strip("*")) for glob in globs)
        paths = (path if path.startswith("/") else f"/{path}" for path in plain)
        return next((path for path in paths if self.catalog.scope_of(path) == scope), None)


def _oddness(envelope: EnvelopeDef, error: Resolved) -> tuple[bool, bool, bool, bool]:
    """Return a key that sorts the envelopes which an error hardly arrives in to the end."""
    stated = error.definition
    gives_group = isinstance(envelope.group, str)
    return (
        gives_group and envelope.group != error.group,
        bool(envelope.when.status) and not stated.status,
        bool(stated.scope) and envelope.scope not in stated.scope,
        error.group is not None and not gives_group,
    )


def is_read_as(match: Match[Entry], error: Resolved, envelope: str | None = None) -> bool:
    """Return whether a response is read as an error, with a certain envelope if one is named."""
    read = None if match.envelope is None else match.envelope.id
    is_expected = envelope in (None, read)
    return is_expected and match.error is not None and match.error.id == error.id


def _as_shown(error: Resolved, shown: ExampleDef, file: ProviderFile) -> Iterator[Attempt]:
    """Give the response that the page shows, with each status that it may have."""
    body = (shown.body or "").removesuffix("\n")
    headers = dict(shown.headers)
    if body and "content-type" not in map(str.lower, headers):
        is_json = body.lstrip().startswith(("{", "["))
        headers["Content-Type"] = "application/json" if is_json else "text/plain"
    written = WrittenResponse(headers, body, shown.query)
    statuses: Iterable[int] = _statuses_of(error, (), file)
    if shown.status is not None:
        statuses = (shown.status,)
    elif shown.query is not None:
        statuses = (_REDIRECT,)
    for scope, status in product(error.definition.scope or (None,), statuses):
        yield Attempt(status, scope, written, shown=shown)


def _statuses_in(
    envelope: EnvelopeDef, error: Resolved, file: ProviderFile, only: int | None
) -> Iterable[int]:
    """Return the statuses with which an error may arrive in an envelope, the likeliest first."""
    when = envelope.when.status
    if only is not None and not envelope.code.status:
        return fitting((only,), (when,))
    if envelope.code.status:
        return fitting(tuple(statuses_as_codes(error)), (when,))
    if envelope.code.query is not None:
        return fitting((_REDIRECT, *when), (when,))
    return _statuses_of(error, when, file)


def statuses_as_codes(error: Resolved) -> list[int]:
    """Return the codes of an error, aliases too, that can be the status of a response."""
    codes = (error.code, *error.definition.aliases)
    return [int(code) for code in codes if STATUS.fullmatch(code)]


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
    return fitting(likely, (told, when))


@lru_cache(_MOST_KEPT)
def fitting(likely: Statuses, among: tuple[Statuses, ...]) -> Iterable[int]:
    """Give those statuses that are among all, each once, and of `"4xx"` the first."""
    numbers = dict.fromkeys(one if isinstance(one, int) else int(one[0]) * 100 for one in likely)
    wanted = [statuses for statuses in among if statuses]
    return [one for one in numbers if all(has_status(statuses, one) for statuses in wanted)]
