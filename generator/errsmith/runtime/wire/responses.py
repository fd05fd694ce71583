"""Responses of HTTP clients, read without importing any of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from types import MethodType
from typing import Any, Final, Protocol

from .headers import get_values
from .suppression import ClientErrorSuppressor
from .wire import LEAST_ERROR

_MOST: Final = 1 << 20
"""The most bytes of an error's body that are read; real errors are far shorter."""
_CHUNK: Final = 1 << 16
_STREAMS: Final = {"iter_bytes": "_content", "iter_content": "_content", "stream": "_body"}
"""The method that yields the body in chunks, and the attribute that contains a body that was read,
for httpx, requests and urllib3."""


class HasStatusCode(Protocol):
    """A response of httpx, httpx2 or requests."""

    @property
    def status_code(self) -> int:
        """HTTP status."""
        ...

    @property
    def headers(self) -> Any:
        """HTTP headers."""
        ...


class HasData(Protocol):
    """A response of urllib3."""

    @property
    def status(self) -> int:
        """HTTP status."""
        ...

    @property
    def headers(self) -> Any:
        """HTTP headers."""
        ...

    @property
    def data(self) -> Any:
        """The body."""
        ...


class HasRead(Protocol):
    """A response of aiohttp, whose body must be awaited."""

    @property
    def status(self) -> int:
        """HTTP status."""
        ...

    @property
    def headers(self) -> Any:
        """HTTP headers."""
        ...

    def read(self) -> Awaitable[bytes]:
        """Read the body."""
        ...


Response = HasStatusCode | HasData
AnyResponse = Response | HasRead


class ResponseReader:
    """A response of an HTTP client, and the part of its body that was read.

    Functions that may be on the stack while an exception propagates use this object instead of a
    response, because error trackers record their local variables. Neither its `repr` nor that of
    any attribute that those functions access reveals the response.

    Attributes:
        status: HTTP status, 0 until `read_status` has been called.
        headers: HTTP headers, None if there are none.
        body: The part of the body that was read, None if it could not be read.
        path: Path of the request, None if it is unknown.
        is_cut: Whether the body is longer than the part that was read.
        is_unread: Whether this is a success that was left unread, being too long for an error.
    """

    __slots__ = (
        *("status", "headers", "body", "path", "is_cut", "is_unread"),
        *("_get_response", "_parts", "_size"),
    )

    def __init__(self, response: object) -> None:
        self._get_response: Callable[[], Any] = lambda: response
        self._parts: list[bytes] = []
        self._size = 0
        self.status = 0
        self.headers: Any = None
        self.body: bytes | str | None = None
        self.path: str | None = None
        self.is_cut = False
        self.is_unread = False

    @property
    def is_error(self) -> bool:
        """Whether the status is that of an error."""
        return self.status >= LEAST_ERROR

    def read_status(self) -> int:
        """Return the HTTP status.

        Raises:
            TypeError: There is no status, so this is not a response.
        """
        for name in ("status_code", "status"):
            if self._has_integer(name):
                self.status = int.__index__(self.get_attribute(name))
                return self.status
        msg = f"expected a response of an HTTP client, found {type(self._get_response()).__name__}"
        raise TypeError(msg)

    def find_path(self) -> None:
        """Look up the path of the request."""
        # Imported here: few providers' codes depend on the path.
        from urllib.parse import urlsplit

        for owner in (ResponseReader(self.get_attribute("request")), self):
            if self.path is None and owner.get_attribute("url") is not None:
                with self._suppress_client_errors():
                    self.path = urlsplit(str(owner.get_attribute("url"))).path or None

    def read(self) -> None:
        """Read the body: at most 1 MiB of an error, all of a success.

        It remains None if it cannot be read: the stream must be awaited or was already consumed, or
        the connection broke.
        """
        if self._is_ready():
            return
        stream = self._open_stream()
        if stream is not None and self.is_error:
            self._read_chunks(*stream)
        elif self._has_method("iter_bytes"):
            self._set_body(self._call("read"))
        else:
            self._set_body_from("content", "data")

    async def aread(self) -> None:
        """Read the body as `read` does, and await it if it is an asynchronous stream."""
        if self._is_ready():
            return
        stream = self._open_async_stream()
        if stream is not None and self.is_error:
            await self._aread_chunks(*stream)
            return
        if stream is None:
            self.read()
        for method in ("aread", "read"):  # For httpx and mocks; for aiohttp.
            if self.body is None:
                self._set_body(await self._acall(method))

    def _is_ready(self) -> bool:
        """Return whether not to read the body: the client has read it, or it is too long."""
        self.headers = self.get_attribute("headers")
        # Not through properties, since some would read the body.
        self._set_body_from("_content", "_body")
        self.is_unread = self.body is None and not self.is_error and _is_long(self.headers)
        return self.body is not None or self.is_unread

    def _open_stream(self) -> tuple[Iterator[bytes], str] | None:
        """Return the chunks of the body, and the attribute that contains it once it was read."""
        for method, kept in _STREAMS.items():
            if self._has_method(method):
                # Makes urllib3 decode chunks, as it does with whole bodies.
                more = (self.get_attribute("decode_content"),) if method == "stream" else ()
                chunks = self._call(method, _CHUNK, *more)
                return None if chunks is None else (chunks, kept)
        return None

    def _open_async_stream(self) -> tuple[AsyncIterator[bytes], str] | None:
        """Return the same as `_open_stream`, for a body that must be awaited."""
        # httpx; below, aiohttp.
        if self._has_method("aiter_bytes") and not isinstance(
            self.get_attribute("stream"), Iterable
        ):
            return self._call("aiter_bytes", _CHUNK), "_content"
        content = ResponseReader(self.get_attribute("content"))
        if content._has_method("iter_chunked"):
            return content._call("iter_chunked", _CHUNK), "_body"
        return None

    def _read_chunks(self, chunks: Iterator[bytes], kept: str) -> None:
        with self._suppress_client_errors():
            while self._add_chunk(next(chunks, None)):
                pass
            self._join_chunks(kept)
        if self.body is None or self.is_cut:
            self._call("close")
            self._call("release_conn")  # Returns the connection to urllib3's pool.

    async def _aread_chunks(self, chunks: AsyncIterator[bytes], kept: str) -> None:
        with self._suppress_client_errors():
            while self._add_chunk(await anext(chunks, None)):
                pass
            self._join_chunks(kept)
        if self.body is None or self.is_cut:
            await self._acall("aclose" if self._has_method("aclose") else "close")

    def _add_chunk(self, chunk: bytes | None) -> bool:
        """Add a chunk, or None after the last one; return whether to continue reading."""
        if chunk is None:
            return False
        self._parts.append(chunk)
        self._size += len(chunk)
        return self._size <= _MOST

    def _join_chunks(self, kept: str) -> None:
        """Join the chunks, and store a complete body where the client looks for it."""
        self.body = b"".join(self._parts)[:_MOST]
        self.is_cut = self._size > _MOST
        if not self.is_cut:
            setattr(self._get_response(), kept, self.body)

    def _set_body(self, body: object) -> None:
        if isinstance(body, (bytes, str)):
            self.body = body

    def _set_body_from(self, *names: str) -> None:
        for name in names:
            if self.body is None:
                self._set_body(self.get_attribute(name))

    def _has_integer(self, name: str) -> bool:
        return isinstance(self.get_attribute(name), int)

    def _has_method(self, method: str) -> bool:
        """Return whether the response has a real method, not a mock's."""
        return isinstance(self.get_attribute(method), MethodType)

    def get_attribute(self, name: str) -> Any:
        """Return an attribute of the response, or None if it is missing or raises."""
        with self._suppress_client_errors():
            return getattr(self._get_response(), name, None)
        return None

    def _call(self, method: str, *arguments: int) -> Any:
        if callable(self.get_attribute(method)):
            with self._suppress_client_errors():
                return getattr(self._get_response(), method)(*arguments)
        return None

    async def _acall(self, method: str) -> Any:
        result = self._call(method)
        if isinstance(result, Awaitable):
            with self._suppress_client_errors():
                return await result
        return None

    def _suppress_client_errors(self) -> ClientErrorSuppressor:
        return ClientErrorSuppressor(type(self._get_response()))


def _is_long(headers: Any) -> bool:
    """Return whether `Content-Length` declares more bytes than an error has."""
    lengths = (text.strip() for text in get_values(headers, "Content-Length"))
    return any(
        length.isascii() and length.isdigit() and float(length) > _MOST for length in lengths
    )
