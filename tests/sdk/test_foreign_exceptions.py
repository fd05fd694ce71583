"""Which exceptions pass through while a response is read, and which are absorbed.

| rule of the SDK | tests |
|---|---|
| the exception of an application's own time limit passes through | `time_limit` |
| what a client raises when it gives up is absorbed: status and headers decide | `client` |
| the class decides; for a built-in class, the function that raised it | `absorbed`, `passed` |
"""

from __future__ import annotations

import asyncio
import http.client
import socket
import ssl
import zlib
from collections.abc import Awaitable, Callable, Iterator
from threading import Event
from types import ModuleType, SimpleNamespace
from typing import Any

import aiohttp
import anyio
import httpcore
import httpx
import httpx2
import pytest
import requests
import urllib3

from tests.sdk import exchanging
from tests.sdk.exchanging import (
    AWAITING,
    BLOCKING,
    EACH_WAY,
    Answer,
    Server,
    Way,
    serve,
    time_limit,
)


class DeadlineError(Exception):
    """The exception of an application's own time limit."""


class DeadlineTimeoutError(TimeoutError):
    """One that is also an exception of the operating system."""


class DeadlineHTTPError(httpx.TimeoutException):
    """One that is also an exception of a client."""

    def __init__(self) -> None:
        super().__init__("late")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve() as running:
        yield running


@pytest.fixture
def halting(server: Server) -> Iterator[Callable[[int], str]]:
    """Return `halting(status)`, the URL of a response that halts within its body."""
    halt = Event()
    yield lambda status: server.urls(
        Answer(status=status, body=b'{"error": "busy", "state": "PENDING"}', halt=halt)
    )[0]
    halt.set()


# Real clients


@pytest.mark.parametrize("way", BLOCKING.values(), ids=list(BLOCKING))
@pytest.mark.parametrize("status", [503, 200])
def test_time_limit_by_a_signal(
    way: Way, halting: Callable[[int], str], acme: ModuleType, status: int
) -> None:
    """An expired time limit is neither an error of the provider nor a success."""

    def hook(response: Any, **_: object) -> None:
        with time_limit(0.3, DeadlineError):
            acme.raise_for_error(response)

    module: Any = SimpleNamespace(raise_for_error=hook)
    [found] = way(module, halting(status), stream=True)
    assert type(found.error) is DeadlineError


async def run_in_asyncio(call: Callable[[], Awaitable[None]]) -> None:
    async with asyncio.timeout(0.3):
        await call()


async def run_in_anyio(call: Callable[[], Awaitable[None]]) -> None:
    with anyio.fail_after(0.3):
        await call()


async def run_in_a_task(call: Callable[[], Awaitable[None]]) -> None:
    await asyncio.wait_for(call(), 0.3)


@pytest.mark.parametrize("way", AWAITING.values(), ids=list(AWAITING))
@pytest.mark.parametrize("status", [503, 200])
@pytest.mark.parametrize("limited", [run_in_asyncio, run_in_anyio, run_in_a_task])
def test_time_limit_of_a_loop(
    way: Way, halting: Callable[[int], str], acme: ModuleType, status: int, limited: Any
) -> None:
    """A cancellation while the body is awaited is neither an error nor a success."""

    async def hook(response: Any) -> None:
        await limited(lambda: acme.araise_for_error(response))

    module: Any = SimpleNamespace(araise_for_error=hook)
    [found] = way(module, halting(status), stream=True)
    assert type(found.error) is TimeoutError


@EACH_WAY
def test_client_that_gives_up(
    way: Way, halting: Callable[[int], str], acme: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client's own timeout does not hide the error."""
    monkeypatch.setattr(exchanging, "PATIENCE", 0.3)
    [found] = way(acme, halting(503), stream=True)
    assert isinstance(found.error, acme.AcmeError)
    assert (found.error.status, found.error.code, found.error.raw.body) == (503, None, None)
    assert (found.error.__cause__, found.error.__context__) == (None, None)


@EACH_WAY
def test_client_that_cannot_decode(way: Way, server: Server, acme: ModuleType) -> None:
    """A body that contradicts its headers does not hide the error; its connection is closed."""
    broken = Answer(status=503, body=b"{}", headers={"Content-Encoding": "gzip"})
    fine = Answer(status=200, body=b'{"state": "DONE"}')
    found, after = way(acme, *server.urls(broken, fine), stream=True)
    assert isinstance(found.error, acme.AcmeError)
    assert (found.error.status, found.error.code) == (503, None)
    assert after.body == fine.body


# Responses that raise


class Response:
    """A response with an attribute that raises."""

    def __init__(self, name: str, raising: Callable[[], BaseException]) -> None:
        self._name = name
        self._raising = raising

    def __getattr__(self, name: str) -> Any:
        if name == self._name:
            raise self._raising()
        if name == "status_code":
            return 503
        raise AttributeError(name)


ABSORBED: dict[str, Callable[[], Exception]] = {
    "OSError": OSError,
    "reset": ConnectionResetError,
    "timeout": TimeoutError,
    "name": socket.gaierror,
    "TLS": ssl.SSLError,
    "http.client": lambda: http.client.IncompleteRead(b""),
    "zlib": zlib.error,
    "aiohttp": aiohttp.ClientPayloadError,
    "httpcore": httpcore.ReadError,
    "httpx": lambda: httpx.ReadError("broken"),
    "httpx2": lambda: httpx2.ReadError("broken"),
    "requests": requests.exceptions.ChunkedEncodingError,
    "urllib3": urllib3.exceptions.ProtocolError,
    "by itself": RuntimeError,
}
PASSED: dict[str, Callable[[], BaseException]] = {
    "own": DeadlineError,
    "own TimeoutError": DeadlineTimeoutError,
    "own error of httpx": DeadlineHTTPError,
    "exit": SystemExit,
    "interrupt": KeyboardInterrupt,
    "cancelled": asyncio.CancelledError,
}
ATTRIBUTES = pytest.mark.parametrize("name", ["content", "headers", "data", "url", "request"])


def call(module: ModuleType, response: Any) -> None:
    module.raise_for_error(response)


def call_awaiting(module: ModuleType, response: Any) -> None:
    asyncio.run(module.araise_for_error(response))


CALLS = pytest.mark.parametrize("take", [call, call_awaiting])


@CALLS
@ATTRIBUTES
@pytest.mark.parametrize("raising", ABSORBED.values(), ids=list(ABSORBED))
def test_absorbed(acme: ModuleType, take: Any, name: str, raising: Any) -> None:
    """Exceptions of a client, `http.client` or the operating system leave only the status."""
    with pytest.raises(acme.AcmeError) as caught:
        take(acme, Response(name, raising))
    assert caught.value.status == 503
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


@CALLS
@ATTRIBUTES
@pytest.mark.parametrize("raising", PASSED.values(), ids=list(PASSED))
def test_passed(acme: ModuleType, take: Any, name: str, raising: Any) -> None:
    """Any other exception passes through."""
    raised = raising()
    with pytest.raises(type(raised)) as caught:
        take(acme, Response(name, lambda: raised))
    assert caught.value is raised


@CALLS
def test_absorbed_for_a_status(acme: ModuleType, take: Any) -> None:
    """A status that cannot be read counts as missing."""
    with pytest.raises(TypeError, match="found Response"):
        take(acme, Response("status_code", lambda: httpx.ReadError("broken")))


@CALLS
def test_passed_for_a_status(acme: ModuleType, take: Any) -> None:
    """A time limit that expires while the status is read passes through."""
    with pytest.raises(DeadlineError):
        take(acme, Response("status_code", DeadlineError))


def test_passed_by_a_function_of_the_application(acme: ModuleType) -> None:
    """Python's own exceptions pass through if an application raises them."""

    def give_up() -> bytes:
        raise RuntimeError

    response = httpx.Response(503, stream=Stream(give_up))
    with pytest.raises(RuntimeError):
        acme.raise_for_error(response)


def test_absorbed_if_a_client_raises_it(acme: ModuleType) -> None:
    """The same class is absorbed if a client raises it, as for this unawaited stream."""
    response = httpx.Response(503, stream=httpx.AsyncByteStream())
    with pytest.raises(acme.AcmeError):
        acme.raise_for_error(response)


class Stream(httpx.SyncByteStream):
    """A body sent by a transport of the application."""

    def __init__(self, read: Callable[[], bytes]) -> None:
        self._read = read

    def __iter__(self) -> Iterator[bytes]:
        yield self._read()
