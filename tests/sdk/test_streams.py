"""`raise_for_error` on streams: bodies that are unread, consumed, broken or not awaited.

`test_clients.py` tests streams with hooks.

| rule of the SDK | tests |
|---|---|
| the body of an error is read; the body of a success is left to the client | `stream` |
| if a body is broken, closed or consumed, status and headers decide | `stream` |
| `raise_for_error` reads an asynchronous stream if it was already awaited | `async` |
| `araise_for_error` awaits it; if that is cancelled, no error is raised | `await` |
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from threading import Event
from typing import Any

import aiohttp
import httpx
import httpx2
import pytest
import requests
import urllib3
from pytest_httpserver import HTTPServer

import specimen_errors
from specimen_errors import ApiError, idhub

BODY = {"title": "SESSION_NOT_FOUND", "status": 404, "detail": "Gone."}


@contextmanager
def stream_with_httpx(url: str) -> Iterator[httpx.Response]:
    with httpx.stream("GET", url) as response:
        yield response


@contextmanager
def stream_with_httpx2(url: str) -> Iterator[httpx2.Response]:
    with httpx2.stream("GET", url) as response:
        yield response


@contextmanager
def stream_with_requests(url: str) -> Iterator[requests.Response]:
    with requests.get(url, timeout=10, stream=True) as response:
        yield response


@contextmanager
def stream_with_urllib3(url: str) -> Iterator[urllib3.BaseHTTPResponse]:
    with urllib3.PoolManager() as pool:
        response = pool.request("GET", url, preload_content=False, retries=False)
        try:
            yield response
        finally:
            response.close()


STREAMS = pytest.mark.parametrize(
    "stream", [stream_with_httpx, stream_with_httpx2, stream_with_requests, stream_with_urllib3]
)


def consume(response: Any) -> None:
    """Read a stream chunk by chunk, and keep nothing."""
    for name in ("iter_bytes", "iter_content", "stream"):
        if callable(chunks := getattr(response, name, None)):
            assert b"".join(chunks())
            return
    pytest.fail(f"{type(response)} cannot be consumed")


# Streams


@STREAMS
def test_stream_that_is_unread(stream: Any, httpserver: HTTPServer) -> None:
    """The body of an error is read, and the client can read it again."""
    httpserver.expect_request("/x").respond_with_json(BODY, 404)
    with stream(httpserver.url_for("/x")) as response:
        with pytest.raises(idhub.SessionNotFoundError) as caught:
            idhub.raise_for_error(response)
        assert caught.value.provider_message == "Gone."
        assert response.json() == BODY


@STREAMS
def test_stream_without_an_error_stays_unread(stream: Any, httpserver: HTTPServer) -> None:
    """The body of a success is left to the client."""
    httpserver.expect_request("/x").respond_with_data(b"x" * 100_000, 200)
    with stream(httpserver.url_for("/x")) as response:
        idhub.raise_for_error(response)
        consume(response)


@STREAMS
def test_stream_that_was_consumed(stream: Any, httpserver: HTTPServer) -> None:
    """If the body was consumed, status and headers decide."""
    httpserver.expect_request("/x").respond_with_json(BODY, 404, {"Retry-After": "3"})
    with stream(httpserver.url_for("/x")) as response:
        consume(response)
        with pytest.raises(idhub.IDHubError) as caught:
            idhub.raise_for_error(response)
    error = caught.value
    assert isinstance(error, specimen_errors.NotFoundError)
    assert (error.status, error.code, error.retry_after) == (404, None, 3.0)
    assert error.raw is not None
    assert not error.raw.body


@STREAMS
def test_stream_that_was_closed(stream: Any, httpserver: HTTPServer) -> None:
    """A stream closed before it was read is an error by its status, and keeps the response."""
    httpserver.expect_request("/x").respond_with_json(BODY, 503)
    with stream(httpserver.url_for("/x")) as response:
        pass
    with pytest.raises(specimen_errors.UnavailableError):
        idhub.raise_for_error(response)


@STREAMS
def test_stream_that_is_broken(
    stream: Any, halfway: Callable[..., tuple[str, bytes, Event]]
) -> None:
    """A connection that breaks within the body does not hide the error, and is not its context."""
    url, *_ = halfway(502)
    with stream(url) as response:
        with pytest.raises(specimen_errors.UnavailableError) as caught:
            idhub.raise_for_error(response)
        assert (caught.value.status, caught.value.retry_after) == (502, 2.0)
        assert (caught.value.__cause__, caught.value.__context__) == (None, None)


# Asynchronous clients


@pytest.mark.parametrize("library", [httpx, httpx2])
def test_async_response(library: Any, httpserver: HTTPServer) -> None:
    """A response that was awaited is read like any other."""
    httpserver.expect_request("/x").respond_with_json(BODY, 404)

    async def get() -> Any:
        async with library.AsyncClient() as client:
            return await client.get(httpserver.url_for("/x"))

    with pytest.raises(idhub.SessionNotFoundError):
        idhub.raise_for_error(asyncio.run(get()))


@pytest.mark.parametrize("library", [httpx, httpx2])
@pytest.mark.parametrize("awaited", [True, False])
def test_async_stream(library: Any, httpserver: HTTPServer, *, awaited: bool) -> None:
    """A stream that was not awaited stays unread: the status decides."""
    httpserver.expect_request("/x").respond_with_json(BODY, 404)

    async def get() -> tuple[ApiError, bytes]:
        async with (
            library.AsyncClient() as client,
            client.stream("GET", httpserver.url_for("/x")) as response,
        ):
            if awaited:
                await response.aread()
            with pytest.raises(idhub.IDHubError) as caught:
                idhub.raise_for_error(response)
            return caught.value, await response.aread()

    error, body = asyncio.run(get())
    assert json.loads(body) == BODY
    assert isinstance(error, specimen_errors.NotFoundError)
    assert error.code == ("SESSION_NOT_FOUND" if awaited else None)
    assert error.raw is not None
    assert error.raw.body == (body if awaited else None)


def test_async_stream_that_was_consumed() -> None:
    """If a stream of chunks was consumed, the status decides."""

    async def chunks() -> AsyncIterator[bytes]:
        yield b"{}"

    async def consumed() -> httpx.Response:
        response = httpx.Response(503, content=chunks())
        async for _ in response.aiter_bytes():
            pass
        return response

    with pytest.raises(specimen_errors.UnavailableError):
        idhub.raise_for_error(asyncio.run(consumed()))


# Awaited


@asynccontextmanager
async def stream_with_async_httpx(url: str) -> AsyncIterator[httpx.Response]:
    async with httpx.AsyncClient() as client, client.stream("GET", url) as response:
        yield response


@asynccontextmanager
async def stream_with_async_httpx2(url: str) -> AsyncIterator[httpx2.Response]:
    async with httpx2.AsyncClient() as client, client.stream("GET", url) as response:
        yield response


@asynccontextmanager
async def stream_with_aiohttp(url: str) -> AsyncIterator[aiohttp.ClientResponse]:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        yield response


ASYNC_STREAMS = pytest.mark.parametrize(
    "stream", [stream_with_async_httpx, stream_with_async_httpx2, stream_with_aiohttp]
)


async def read_chunks(response: Any) -> bytes:
    """Read an asynchronous stream chunk by chunk."""
    chunks = response.aiter_bytes() if hasattr(response, "aread") else response.content.iter_any()
    return b"".join([chunk async for chunk in chunks])


@ASYNC_STREAMS
def test_await_stream_that_is_unread(stream: Any, httpserver: HTTPServer) -> None:
    """The body of an error is awaited, and the client can read it again."""
    httpserver.expect_request("/x").respond_with_json(BODY, 404)

    async def get() -> bytes:
        async with stream(httpserver.url_for("/x")) as response:
            with pytest.raises(idhub.SessionNotFoundError) as caught:
                await idhub.araise_for_error(response)
            assert caught.value.raw is not None
            read = response.aread if hasattr(response, "aread") else response.read
            body: bytes = await read()
            assert caught.value.raw.body == body
            return body

    assert json.loads(asyncio.run(get())) == BODY


@ASYNC_STREAMS
def test_await_stream_without_an_error(stream: Any, httpserver: HTTPServer) -> None:
    """The body of a success is left to the client."""
    httpserver.expect_request("/x").respond_with_data(b"x" * 100_000, 200)

    async def get() -> bytes:
        async with stream(httpserver.url_for("/x")) as response:
            await idhub.araise_for_error(response)
            return await read_chunks(response)

    assert len(asyncio.run(get())) == 100_000


@ASYNC_STREAMS
@pytest.mark.parametrize("consumed", [True, False], ids=["consumed", "closed"])
def test_await_stream_that_is_gone(stream: Any, httpserver: HTTPServer, *, consumed: bool) -> None:
    """If the body was consumed, or the stream was closed unread, status and headers decide."""
    httpserver.expect_request("/x").respond_with_json(BODY, 404, {"Retry-After": "3"})

    async def get() -> Any:
        async with stream(httpserver.url_for("/x")) as response:
            if consumed:
                assert json.loads(await read_chunks(response)) == BODY
        return response

    async def raise_later() -> None:
        await idhub.araise_for_error(await get())

    with pytest.raises(specimen_errors.NotFoundError) as caught:
        asyncio.run(raise_later())
    assert (caught.value.code, caught.value.retry_after) == (None, 3.0)
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


@ASYNC_STREAMS
def test_await_that_is_cancelled(
    stream: Any, halfway: Callable[..., tuple[str, bytes, Event]]
) -> None:
    """A cancellation while the body is awaited is not a broken connection."""
    url, _, go_on = halfway(502, patience=5)

    async def get() -> None:
        async with stream(url) as response:
            task = asyncio.create_task(idhub.araise_for_error(response))
            await asyncio.sleep(0.05)
            assert not task.done()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    try:
        asyncio.run(get())
    finally:
        go_on.set()
