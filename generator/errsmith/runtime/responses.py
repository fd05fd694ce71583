"""Responses of HTTP clients, read without importing any of them."""

from __future__ import annotations

from collections.abc import Awaitable
from types import CoroutineType
from typing import Any, Protocol


class HasHeaders(Protocol):
    """What the responses of all clients have in common."""

    @property
    def headers(self) -> Any:
        """HTTP headers."""
        ...


class HasStatusCode(HasHeaders, Protocol):
    """A response of httpx, httpx2 or requests."""

    @property
    def status_code(self) -> int:
        """HTTP status."""
        ...


class HasStatus(HasHeaders, Protocol):
    """A response of another client."""

    @property
    def status(self) -> int:
        """HTTP status."""
        ...


class HasData(HasStatus, Protocol):
    """A response of urllib3."""

    @property
    def data(self) -> Any:
        """The body."""
        ...


class HasRead(HasStatus, Protocol):
    """A response of aiohttp, whose body has to be awaited."""

    def read(self) -> Awaitable[bytes]:
        """Read the body."""
        ...


Response = HasStatusCode | HasData
AnyResponse = Response | HasRead


def status_of(response: object) -> int:
    """Give the status of a response.

    Raises:
        TypeError: `response` has none, so it is no response.
    """
    for name in ("status_code", "status"):
        status = _attribute(response, name)
        if isinstance(status, int):
            return int.__index__(status)
    msg = f"expected a response of an HTTP client, found {type(response).__name__}"
    raise TypeError(msg)


def headers_of(response: object) -> Any:
    """Give the headers of a response, None if it has none."""
    return _attribute(response, "headers")


def body_of(response: object) -> bytes | str | None:
    """Give the body of a response, reading it if it was not read yet.

    None where that is not possible: an asynchronous stream that was not awaited, a stream that
    somebody consumed, a connection that broke.
    """
    for read in (_content, _read, _data):
        body = read(response)
        if isinstance(body, (bytes, str)):
            return body
        if isinstance(body, CoroutineType):
            body.close()  # Nobody will await it, and Python would warn of that.
    return None


async def awaited_body_of(response: object) -> bytes | str | None:
    """Give the body of a response as `body_of` does, awaiting it if it is an asynchronous stream.

    A task that is cancelled meanwhile stays cancelled: that is no broken connection.
    """
    body = body_of(response)
    if body is not None:
        return body
    for name in ("aread", "read"):  # Of httpx and httpx2; of aiohttp.
        body = await _awaited(_attribute(response, name))
        if isinstance(body, (bytes, str)):
            return body
    return None


def _content(response: Any) -> Any:
    try:
        return response.content
    except Exception:  # noqa: BLE001 - each client has its own; the error at hand matters more
        return None


def _read(response: Any) -> Any:
    """Read a stream of httpx, whose `content` asks for that first."""
    try:
        return response.read() if hasattr(response, "status_code") else None
    except Exception:  # noqa: BLE001 - as above
        return None


def _data(response: Any) -> Any:
    try:
        return response.data
    except Exception:  # noqa: BLE001 - as above
        return None


async def _awaited(read: Any) -> Any:
    try:
        return await read()
    except Exception:  # noqa: BLE001 - as above
        return None


def path_of(response: Any) -> str | None:
    """Give the path of the request that a response answers."""
    # Imported here: few providers tell codes apart by the path.
    from urllib.parse import urlsplit

    for owner in (_attribute(response, "request"), response):
        url = _attribute(owner, "url")
        if url is not None:
            try:
                return urlsplit(str(url)).path or None
            except Exception:  # noqa: BLE001 - what stands for an address can raise anything
                return None
    return None


def _attribute(owner: Any, name: str) -> Any:
    try:
        return getattr(owner, name)
    except Exception:  # noqa: BLE001 - a property can raise anything, as `request` of httpx does
        return None
