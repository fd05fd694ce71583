"""Example responses, from the registry or built from an error's facts and an envelope."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, islice, product
from typing import Final, Literal

from attrs import frozen

from errsmith.meaning.catalog import CatalogEntry
from errsmith.meaning.example_shapes import build_shape
from errsmith.meaning.resolution import Resolution, ResolvedError, is_redirect
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
"""The status of a response with a challenge (RFC 9110, section 11.6.1)."""
STATUS: Final = re.compile(r"[2-5][0-9]{2}")
"""A code that can be the status of a final response, so not 1xx."""
_BY_KIND: Final[Mapping[str, int]] = {
    "authentication": 401,
    "permission": 403,
    "not_found": 404,
    "conflict": 409,
    "rate_limit": 429,
    "unsupported": 405,
    "unavailable": 503,
    "internal": _INTERNAL,
}
"""The made-up status of an error by its kind; 400 for other kinds."""
_MOST_KEPT: Final = 1024
"""Size of the cache of selected statuses."""
_MOST_ATTEMPTS: Final = 100
"""Responses to try before an error counts as unreachable."""

ReadingFunction = Literal["raise_for_error", "parse_redirect", "parse"]


@frozen(kw_only=True, eq=False)
class ErrorResponse:
    """A response that is read as a certain error.

    Attributes:
        envelope: Id of the envelope that gives its shape; empty if the provider's page shows it.
        status: HTTP status.
        is_status_documented: Whether the page gives exactly this status for the error.
        is_status_shown: Whether the reference shows the status, because the page mentions one.
        headers: HTTP headers by name.
        sent_headers: The same, with headers that the page omits but a server would send.
        body: The body.
        query: Query of a redirect, or None for other responses.
        path: A request path of the error's scope, or None if any path will do.
        scope: The error's scope, or None if it has none.
        read_by: The function that reads it as the error; only `parse` needs the scope.
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
    read_by: ReadingFunction


@frozen(eq=False)
class ProviderExamples:
    """The examples of a provider.

    Attributes:
        shapes: The shapes of its envelopes, by envelope id.
        by_error: The first example of each error, by error id. An error is missing if no response
            is read as it: no envelope says how it arrives, or another error is read first.
        codes: The arguments with which `from_code` returns an error that has no response, by error
            id. An error is missing if there are none.
        further: The registry's other examples of each error, and the responses that are read as it
            by their challenge alone, by error id.
    """

    shapes: Mapping[str, Shape]
    by_error: Mapping[str, ErrorResponse]
    codes: Mapping[str, Mapping[str, object]]
    further: Mapping[str, tuple[ErrorResponse, ...]]


@frozen(eq=False)
class Attempt:
    """A response that may be read as an error.

    Attributes:
        status: HTTP status.
        scope: The scope that sends it, or None for any.
        response: Its headers, body and query.
        envelope: The envelope that gave its shape, or None if it is from the registry.
        example: The registry's example, or None if an envelope gave the shape.
    """

    status: int
    scope: str | None
    response: WrittenResponse
    envelope: EnvelopeDef | None = None
    example: ExampleDef | None = None


class ExampleBuilder:
    """Builds the examples of one provider."""

    def __init__(self, resolution: Resolution, catalog: Catalog[CatalogEntry]) -> None:
        self.errors = resolution.errors
        self.file = file = resolution.file
        self.catalog = catalog
        self._paths = {id_: self._find_path(id_) for id_ in file.scopes}
        doc_link = next((source.url for source in file.sources.values()), Url(""))
        shapes = {envelope.id: build_shape(envelope, doc_link) for envelope in file.envelopes}
        self.shapes = {id_: shape for id_, shape in shapes.items() if shape is not None}

    def build(self) -> ProviderExamples:
        """Build the provider's examples, each of which is read as its error."""
        first: dict[str, ErrorResponse] = {}
        further: dict[str, tuple[ErrorResponse, ...]] = {}
        codes: dict[str, Mapping[str, object]] = {}
        for id_, error in self.errors.items():
            if responses := self._build_responses(error):
                first[id_] = responses[0]
                further[id_] = (*responses[1:], *self._find_challenges(error, responses[0]))
            elif (arguments := self._find_code_arguments(error)) is not None:
                codes[id_] = arguments
        return ProviderExamples(self.shapes, first, codes, further)

    def list_carriers(self, error: ResolvedError) -> list[EnvelopeDef]:
        """Return the envelopes in which a response is read as an error, in the order of the file.

        An envelope whose shape is too large to write is missing.
        """
        ways = [_try_example(error, example, self.file) for example in error.definition.example]
        attempts = islice(chain(*ways, self.try_envelopes(error)), _MOST_ATTEMPTS)
        matches = [match for match in map(self.identify, attempts) if is_read_as(match, error)]
        ids = {match.envelope.id for match in matches if match.envelope is not None}
        return [envelope for envelope in self.file.envelopes if envelope.id in ids]

    def _build_responses(self, error: ResolvedError) -> list[ErrorResponse]:
        """Build the registry's examples, or a made-up one, if they are read as the error."""
        examples = error.definition.example
        ways = [_try_example(error, example, self.file) for example in examples]
        ways = ways or [self.try_envelopes(error)]
        responses = (self._choose_response(attempts, error) for attempts in ways)
        return [response for response in responses if response is not None]

    def _choose_response(
        self, attempts: Iterator[Attempt], error: ResolvedError
    ) -> ErrorResponse | None:
        """Return the first response that is read as the error, or None if there is none.

        A response that only `parse` reads, because it needs the scope or because the response looks
        like a success, is the last choice.
        """
        parsed: Attempt | None = None
        for attempt in islice(attempts, _MOST_ATTEMPTS):
            function = self._find_function(attempt, error)
            if function == "parse":
                parsed = parsed or attempt
            elif function is not None:
                return self._build_response(attempt, error, function)
        return None if parsed is None else self._build_response(parsed, error, "parse")

    def _find_challenges(
        self, error: ResolvedError, first: ErrorResponse
    ) -> tuple[ErrorResponse, ...]:
        """Return further responses that are read as an error by their challenge.

        Only errors with status 401 have any, because no other status challenges clients.
        """
        if _UNAUTHORIZED not in error.definition.status:
            return ()
        by_envelope: dict[str, ErrorResponse] = {}
        for attempt in islice(self.try_envelopes(error), _MOST_ATTEMPTS):
            envelope = attempt.envelope
            if (
                envelope is not None
                and attempt.status == _UNAUTHORIZED
                and (envelope.code.header or "").lower() == "www-authenticate"
                and envelope.id not in (first.envelope, *by_envelope)
                and self._find_function(attempt, error) == "raise_for_error"
            ):
                response = self._build_response(attempt, error, "raise_for_error")
                by_envelope[envelope.id] = response
        return tuple(by_envelope.values())

    def try_envelopes(
        self, error: ResolvedError, code: str | None = None, status: int | None = None
    ) -> Iterator[Attempt]:
        """Yield responses with an error in each envelope that it may arrive in, with each status.

        Args:
            error: The error.
            code: Another spelling of its code.
            status: The only status to use.
        """
        definition = error.definition
        envelopes = sorted(self.file.envelopes, key=lambda envelope: _rank(envelope, error))
        for scope, envelope in product(definition.scope or (None,), envelopes):
            shape = self.shapes.get(envelope.id)
            if shape is not None and (scope is None or envelope.scope in (None, scope)):
                for likely in _list_statuses(envelope, error, self.file, status):
                    values = SlotValues(code or error.code, error.group, likely, definition.summary)
                    yield Attempt(likely, scope, shape.write(values), envelope)

    def _find_function(self, attempt: Attempt, error: ResolvedError) -> ReadingFunction | None:
        """Return the first function that reads a response as an error, or None."""
        response = attempt.response
        envelope = None if attempt.example is None else attempt.example.envelope
        path = self._paths.get(attempt.scope or "")
        if response.query is not None and any(map(is_redirect, self.file.envelopes)):
            match = self.catalog.identify(Wire(None, UNREADABLE, None, f"?{response.query}"))
            if is_read_as(match, error, envelope):
                return "parse_redirect"
        wire = Wire(attempt.status, decode(response.body.encode()), response.headers)
        if self.catalog.can_be_error(attempt.status):
            match = self.catalog.identify(wire, None, path)
            if is_read_as(match, error, envelope) and self.catalog.is_error(match, attempt.status):
                return "raise_for_error"
        return "parse" if is_read_as(self.identify(attempt), error, envelope) else None

    def identify(self, attempt: Attempt) -> Match[CatalogEntry]:
        """Return what a response is read as, given its scope."""
        response, path = attempt.response, self._paths.get(attempt.scope or "")
        body = decode(response.body.encode())
        wire = Wire(attempt.status, body, response.headers, response.query)
        return self.catalog.identify(wire, attempt.scope, path)

    def _find_code_arguments(self, error: ResolvedError) -> Mapping[str, object] | None:
        """Return the arguments with which `from_code` returns an error, except for the code."""
        definition = error.definition
        numbers = (status for status in definition.status if isinstance(status, int))
        for scope, status in product((None, *definition.scope), (None, *numbers)):
            if is_read_as(self.catalog.identify_code(error.code, status, scope), error):
                arguments = {"status": status, "scope": scope}
                return {name: value for name, value in arguments.items() if value is not None}
        return None

    def _build_response(
        self, attempt: Attempt, error: ResolvedError, read_by: ReadingFunction
    ) -> ErrorResponse:
        envelope, example, response = attempt.envelope, attempt.example, attempt.response
        statuses = error.definition.status
        if envelope is not None:
            is_certain = envelope.code.status
            is_hinted = is_certain or bool(statuses or envelope.when.status)
        else:
            is_certain = is_hinted = example is not None and example.status is not None
        return ErrorResponse(
            envelope="" if envelope is None else envelope.id,
            status=attempt.status,
            is_status_documented=is_certain or attempt.status in statuses,
            is_status_shown=is_hinted,
            headers=response.headers if example is None else example.headers,
            sent_headers=response.headers,
            body=response.body,
            query=response.query,
            path=self._paths.get(attempt.scope or ""),
            scope=attempt.scope,
            read_by=read_by,
        )

    def _find_path(self, scope: str) -> str | None:
        """Return a request path of a scope, or None if none is found."""
        globs = self.file.scopes[scope].paths
        texts = (re.sub("[*?]", "x", glob.strip("*")) for glob in globs)
        paths = (path if path.startswith("/") else f"/{path}" for path in texts)
        return next((path for path in paths if self.catalog.find_scope(path) == scope), None)


def _rank(envelope: EnvelopeDef, error: ResolvedError) -> tuple[bool, bool, bool, bool]:
    """Return a sort key that puts envelopes unlikely to contain the error last."""
    definition = error.definition
    has_constant_group = isinstance(envelope.group, str)
    return (
        has_constant_group and envelope.group != error.group,
        bool(envelope.when.status) and not definition.status,
        bool(definition.scope) and envelope.scope not in definition.scope,
        error.group is not None and not has_constant_group,
    )


def is_read_as(
    match: Match[CatalogEntry], error: ResolvedError, envelope: str | None = None
) -> bool:
    """Return whether a response is read as an error, and with `envelope` if that is given."""
    reading_envelope = None if match.envelope is None else match.envelope.id
    is_expected = envelope in (None, reading_envelope)
    return is_expected and match.error is not None and match.error.id == error.id


def _try_example(
    error: ResolvedError, example: ExampleDef, file: ProviderFile
) -> Iterator[Attempt]:
    """Yield the response that the page shows, with each status that it may have."""
    body = (example.body or "").removesuffix("\n")
    headers = dict(example.headers)
    if body and "content-type" not in map(str.lower, headers):
        is_json = body.lstrip().startswith(("{", "["))
        headers["Content-Type"] = "application/json" if is_json else "text/plain"
    response = WrittenResponse(headers, body, example.query)
    statuses: Iterable[int] = _list_likely_statuses(error, (), file)
    if example.status is not None:
        statuses = (example.status,)
    elif example.query is not None:
        statuses = (_REDIRECT,)
    for scope, status in product(error.definition.scope or (None,), statuses):
        yield Attempt(status, scope, response, example=example)


def _list_statuses(
    envelope: EnvelopeDef, error: ResolvedError, file: ProviderFile, only: int | None
) -> Iterable[int]:
    """Return the statuses with which an error may arrive in an envelope, likeliest first."""
    when = envelope.when.status
    if envelope.code.status:
        return select_statuses(tuple(list_codes_as_statuses(error)), (when,))
    if only is not None:
        return select_statuses((only,), (when,))
    if envelope.code.query is not None:
        return select_statuses((_REDIRECT, *when), (when,))
    return _list_likely_statuses(error, when, file)


def list_codes_as_statuses(error: ResolvedError) -> list[int]:
    """Return the codes and aliases of an error that can be the status of a response."""
    codes = (error.code, *error.definition.aliases)
    return [int(code) for code in codes if STATUS.fullmatch(code)]


def _list_likely_statuses(
    error: ResolvedError, when: tuple[int | str, ...], file: ProviderFile
) -> Iterable[int]:
    """Return the statuses that an error may have in an envelope, likeliest first.

    Documented numbers come first, then the usual status of its kind or, if its category excludes
    that, the category's statuses, then the first status of documented classes such as `"4xx"`.
    """
    documented = error.definition.status
    numbers = (status for status in (*documented, *when) if isinstance(status, int))
    usual = _BY_KIND.get(error.kind or "", _BAD_REQUEST)
    category = file.categories.get(error.category or "")
    has_usual = category is None or has_status(category.status, usual)
    of_category = () if category is None or has_usual else category.status
    likely = (*numbers, *of_category, usual, *documented, *when, _BAD_REQUEST, _INTERNAL)
    return select_statuses(likely, (documented, when))


@lru_cache(_MOST_KEPT)
def select_statuses(
    likely: tuple[int | str, ...], conditions: tuple[tuple[int | str, ...], ...]
) -> Iterable[int]:
    """Return the statuses that meet all conditions, without duplicates; `"4xx"` becomes 400."""
    numbers = dict.fromkeys(
        status if isinstance(status, int) else int(status[0]) * 100 for status in likely
    )
    conditions = tuple(filter(None, conditions))
    return [status for status in numbers if all(has_status(c, status) for c in conditions)]
