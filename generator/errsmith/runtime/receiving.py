"""Build errors from the responses of HTTP clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from .deferred import never_raises
from .errors import ApiError, Body, Headers, keep_raw
from .wire.decoding import UNREADABLE, decode
from .wire.responses import AnyResponse, Response, ResponseReader
from .wire.wire import Wire

if TYPE_CHECKING:
    from .reading.catalog import Catalog, Match
    from .reading.declarations import Scope

E = TypeVar("E", bound=ApiError)


class Receiver(Generic[E]):
    """The functions of a provider that take the response of an HTTP client.

    A function that is on the stack while an exception propagates must not hold a response or its
    parts in a local variable, because error trackers would record it.
    """

    if TYPE_CHECKING:  # Members of `Provider`. An abstract class would slow down every import.
        scopes: tuple[Scope, ...]

        @property
        def catalog(self) -> Catalog[type[E]]:
            """The documented errors, and the shapes of the responses."""
            ...

        def parse(
            self,
            *,
            status: int | None = None,
            headers: Headers | None = None,
            body: Body = None,
            path: str | None = None,
        ) -> E:
            """Return the error in the parts of a response."""
            ...

        def build_error(self, match: Match[type[E]], wire: Wire, raw: tuple[Any, ...]) -> E:
            """Build the error for a response that was identified."""
            ...

    def from_response(self, response: Response) -> E | None:
        """Return the error of an HTTP client's response, or None if it is not an error.

        A status of 400 or above is always an error. A status from 200 to 299 is an error only if
        the registry declares errors with that status and the response contains one. Any other
        status is not an error.

        The body is read only if the response may be an error; at most 1 MiB of an error's body is
        read. If it cannot be read (it is longer, it was consumed, it is an asynchronous stream, or
        the connection broke), only status and headers are used.

        Args:
            response: A response of httpx, httpx2, requests or urllib3.

        Returns:
            An error of the same class as `parse` returns.

        Raises:
            TypeError: `response` is not a response.
        """
        reader = ResponseReader(response)
        del response  # Error trackers would record it.
        return self._read_error(reader)

    async def afrom_response(self, response: AnyResponse) -> E | None:
        """Return what `from_response` returns, awaiting the body if necessary.

        Args:
            response: A response of aiohttp, or of any client that `from_response` takes.

        Returns:
            An error of the same class as `parse` returns, or None if the response is not an error.

        Raises:
            TypeError: `response` is not a response.
        """
        reader = ResponseReader(response)
        del response  # As above.
        return await self._aread_error(reader)

    def raise_for_error(self, response: Response, **_kwargs: object) -> None:
        """Raise if the response is an error; otherwise return None.

        Use it as a response hook of requests, or of `Client` of httpx and httpx2.

        Args:
            response: A response of httpx, httpx2, requests or urllib3.
            _kwargs: Ignored; requests passes them to its hooks.

        Raises:
            ApiError: The response is an error.
            TypeError: `response` is not a response.
        """
        reader = ResponseReader(response)
        del response, _kwargs  # As above.
        error = self._read_error(reader)
        if error is not None:
            try:
                raise error
            finally:
                del error  # Its traceback refers to this frame; avoid a reference cycle.

    async def araise_for_error(self, response: AnyResponse) -> None:
        """Raise if the response is an error, awaiting its body; otherwise return None.

        Use it as a response hook of `AsyncClient` of httpx and httpx2, or as `raise_for_status` of
        aiohttp's `ClientSession`.

        Args:
            response: A response of aiohttp, or of any client that `raise_for_error` takes.

        Raises:
            ApiError: The response is an error.
            TypeError: `response` is not a response.
        """
        reader = ResponseReader(response)
        del response  # As above.
        error = await self._aread_error(reader)
        if error is not None:
            try:
                raise error
            finally:
                del error  # As above.

    def _read_error(self, reader: ResponseReader) -> E | None:
        if not self.catalog.can_be_error(reader.read_status()):
            return None
        reader.read()
        return self._parse_response(reader)

    async def _aread_error(self, reader: ResponseReader) -> E | None:
        if not self.catalog.can_be_error(reader.read_status()):
            return None
        await reader.aread()
        return self._parse_response(reader)

    @never_raises
    def _parse_response(self, reader: ResponseReader) -> E | None:
        """Build the error for a response, or return None if it turns out to be a success."""
        if self.scopes:
            reader.find_path()
        if reader.is_unread:
            return None
        status, headers, body = reader.status, reader.headers, reader.body
        readable = cast("Body", UNREADABLE) if reader.is_cut else body
        if reader.is_error:
            error = self.parse(status=status, headers=headers, body=readable, path=reader.path)
            keep_raw(error, (status, headers, body))
            return error
        wire = Wire(status, decode(readable, headers), headers)
        match = self.catalog.identify(wire, path=reader.path)
        is_error = self.catalog.is_error(match, status)
        return self.build_error(match, wire, (status, headers, body)) if is_error else None
