"""Every way to pass a response to a provider's module, and a server of unusual responses.

Each way opens one client with one connection.
If a response is not closed, the next request waits for it and fails.
"""

from __future__ import annotations

import asyncio
import gzip
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import FrameType, ModuleType
from typing import Any, Protocol

import aiohttp
import httpx
import httpx2
import pytest
import requests
import urllib3
from attrs import field, frozen, mutable
from requests.adapters import HTTPAdapter

PATIENCE = 5
"""Seconds that a client waits for a free connection or for a silent server."""


# Responses


@frozen(kw_only=True)
class Answer:
    """A response that the server sends.

    Attributes:
        status: HTTP status.
        headers: Headers other than those for length and encoding.
        body: The body before encoding.
        is_gzip: Whether the body is compressed.
        is_chunked: Whether the body is sent in chunks, without its length.
        is_endless: Whether the body is repeated until the client hangs up.
        halt: If set, the server sends half of the body, and the rest once the event is set.
    """

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(factory=dict)
    is_gzip: bool = False
    is_chunked: bool = False
    is_endless: bool = False
    halt: Event | None = None


@mutable
class Server:
    """A server with a list of answers."""

    url: str
    answers: list[Answer] = field(factory=list)
    connections: int = 0

    def urls(self, *answers: Answer) -> list[str]:
        """Return a URL for each answer."""
        self.answers = list(answers)
        return [f"{self.url}/{number}" for number in range(len(answers))]


class Handler(BaseHTTPRequestHandler):
    """Send the answer whose number is the path."""

    protocol_version = "HTTP/1.1"
    timeout = 30
    disable_nagle_algorithm = True  # Small parts are sent at once.
    served: Server

    def setup(self) -> None:
        self.served.connections += 1
        super().setup()

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        answer = self.served.answers[int(self.path.partition("?")[0].strip("/"))]
        body = gzip.compress(answer.body) if answer.is_gzip else answer.body
        is_chunked = answer.is_chunked or answer.is_endless
        length = ("Transfer-Encoding", "chunked") if is_chunked else ("Content-Length", len(body))
        encoding = {"Content-Encoding": "gzip"} if answer.is_gzip else {}
        self.send_response(answer.status)
        headers = {"Content-Type": "application/json", **dict([length]), **encoding}
        for name, value in {**headers, **answer.headers}.items():
            self.send_header(name, str(value))
        self.end_headers()
        with suppress(OSError):  # The client may hang up.
            self.send_body(answer, body, is_chunked=is_chunked)
            return
        self.close_connection = True

    def send_body(self, answer: Answer, body: bytes, *, is_chunked: bool) -> None:
        half = len(body) // 2
        self.send(body[:half], is_chunked=is_chunked)
        if answer.halt is not None:
            answer.halt.wait(30)
        self.send(body[half:], is_chunked=is_chunked)
        while answer.is_endless:
            self.send(body, is_chunked=is_chunked)
        if is_chunked:
            self.wfile.write(b"0\r\n\r\n")

    def send(self, data: bytes, *, is_chunked: bool) -> None:
        for start in range(0, len(data), 1 << 16):
            part = data[start : start + (1 << 16)]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part) if is_chunked else part)


@contextmanager
def serve() -> Iterator[Server]:
    """Run a server that keeps connections alive."""
    served = Server("")
    handler = type("Handler", (Handler,), {"served": served})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    served.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


# Clients


@frozen(kw_only=True)
class Outcome:
    """What became of a response.

    Attributes:
        error: The error that was raised or returned.
        body: The rest of the body as the client read it, or None if an error was raised.
    """

    error: Any = None
    body: bytes | None = None


class Way(Protocol):
    """Request each URL with one client, pass each response to the module, and read its body."""

    def __call__(self, module: ModuleType, *urls: str, stream: bool = False) -> list[Outcome]: ...


def settle(style: str, module: ModuleType, response: Any) -> None:
    """Pass a response to the module, unless the client's hook has already done so."""
    if style == "call":
        module.raise_for_error(response)
    elif style == "return" and (error := module.from_response(response)) is not None:
        raise error


async def asettle(style: str, module: ModuleType, response: Any) -> None:
    """Pass a response that must be awaited to the module, unless a hook has already done so."""
    if style == "call":
        await module.araise_for_error(response)
    elif style == "return" and (error := await module.afrom_response(response)) is not None:
        raise error


def collect_outcomes(ask: Callable[[str], bytes], urls: tuple[str, ...]) -> list[Outcome]:
    """Collect what `ask` returns or raises for each URL."""
    found = []
    for url in urls:
        try:
            found.append(Outcome(body=ask(url)))
        except Exception as error:  # noqa: BLE001 - the tests check its type
            found.append(Outcome(error=error))
    return found


def build_httpx_way(library: Any, style: str) -> Way:
    def way(module: ModuleType, *urls: str, stream: bool = False) -> list[Outcome]:
        hooks = {"response": [module.raise_for_error]} if style == "hook" else {}
        limits = library.Limits(max_connections=1)
        with library.Client(event_hooks=hooks, limits=limits, timeout=PATIENCE) as client:

            def ask(url: str) -> bytes:
                if not stream:
                    response = client.get(url)
                    settle(style, module, response)
                    return bytes(response.content)
                with client.stream("GET", url) as response:
                    settle(style, module, response)
                    return b"".join(response.iter_bytes())

            return collect_outcomes(ask, urls)

    return way


def build_requests_way(style: str) -> Way:
    class Pool(urllib3.HTTPConnectionPool):
        """A pool that waits only `PATIENCE` seconds for a free connection."""

        def _get_conn(self, timeout: float | None = None) -> Any:
            return super()._get_conn(timeout or PATIENCE)

    def way(module: ModuleType, *urls: str, stream: bool = False) -> list[Outcome]:
        with requests.Session() as session:
            adapter = HTTPAdapter(pool_connections=1, pool_maxsize=1, pool_block=True)
            adapter.poolmanager.pool_classes_by_scheme = {"http": Pool}
            session.mount("http://", adapter)
            if style == "hook":
                session.hooks["response"].append(module.raise_for_error)

            def ask(url: str) -> bytes:
                response = session.get(url, stream=stream, timeout=PATIENCE)
                settle(style, module, response)
                return b"".join(response.iter_content(1 << 16))

            return collect_outcomes(ask, urls)

    return way


def build_urllib3_way(style: str) -> Way:
    def way(module: ModuleType, *urls: str, stream: bool = False) -> list[Outcome]:
        with urllib3.PoolManager(maxsize=1, block=True) as pool:

            def ask(url: str) -> bytes:
                response = pool.request(
                    "GET",
                    url,
                    preload_content=not stream,
                    pool_timeout=PATIENCE,
                    timeout=PATIENCE,
                    retries=False,
                )
                settle(style, module, response)
                if response.closed:
                    return response.data
                return b"".join(response.stream(decode_content=True))

            return collect_outcomes(ask, urls)

    return way


def build_async_way(open_client: Callable[[ModuleType], Any], ask: Callable[..., Any]) -> Way:
    """Build a way from an asynchronous client and a function that sends a request."""

    def way(module: ModuleType, *urls: str, stream: bool = False) -> list[Outcome]:
        async def run() -> list[Outcome]:
            found = []
            async with open_client(module) as client:
                for url in urls:
                    try:
                        found.append(Outcome(body=await ask(client, module, url, stream=stream)))
                    except Exception as error:  # noqa: BLE001 - the tests check its type
                        found.append(Outcome(error=error))
            return found

        return asyncio.run(run())

    return way


def build_async_httpx_way(library: Any, style: str) -> Way:
    def open_client(module: ModuleType) -> Any:
        hooks = {"response": [module.araise_for_error]} if style == "hook" else {}
        limits = library.Limits(max_connections=1)
        return library.AsyncClient(event_hooks=hooks, limits=limits, timeout=PATIENCE)

    async def ask(client: Any, module: ModuleType, url: str, *, stream: bool) -> bytes:
        if not stream:
            response = await client.get(url)
            await asettle(style, module, response)
            return bytes(response.content)
        async with client.stream("GET", url) as response:
            await asettle(style, module, response)
            return b"".join([chunk async for chunk in response.aiter_bytes()])

    return build_async_way(open_client, ask)


def build_aiohttp_way(style: str) -> Way:
    def open_client(module: ModuleType) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=1),
            timeout=aiohttp.ClientTimeout(total=None, connect=PATIENCE, sock_read=PATIENCE),
            raise_for_status=module.araise_for_error if style == "hook" else False,
        )

    async def ask(
        client: aiohttp.ClientSession, module: ModuleType, url: str, *, stream: bool
    ) -> bytes:
        async with client.get(url) as response:
            if not stream and style != "hook":
                await response.read()
            await asettle(style, module, response)
            return await response.read()

    return build_async_way(open_client, ask)


WAYS: dict[str, Way] = {
    "httpx-hook": build_httpx_way(httpx, "hook"),
    "httpx-call": build_httpx_way(httpx, "call"),
    "httpx2-hook": build_httpx_way(httpx2, "hook"),
    "httpx2-call": build_httpx_way(httpx2, "call"),
    "requests-hook": build_requests_way("hook"),
    "requests-call": build_requests_way("call"),
    "urllib3-call": build_urllib3_way("call"),
    "httpx-async-hook": build_async_httpx_way(httpx, "hook"),
    "httpx-async-call": build_async_httpx_way(httpx, "call"),
    "httpx2-async-hook": build_async_httpx_way(httpx2, "hook"),
    "httpx2-async-call": build_async_httpx_way(httpx2, "call"),
    "aiohttp-hook": build_aiohttp_way("hook"),
    "aiohttp-call": build_aiohttp_way("call"),
}
RETURNING: dict[str, Way] = {
    "httpx": build_httpx_way(httpx, "return"),
    "httpx2": build_httpx_way(httpx2, "return"),
    "requests": build_requests_way("return"),
    "urllib3": build_urllib3_way("return"),
    "httpx-async": build_async_httpx_way(httpx, "return"),
    "httpx2-async": build_async_httpx_way(httpx2, "return"),
    "aiohttp": build_aiohttp_way("return"),
}
EACH_WAY = pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
"""Each client that raises, with a hook and with a direct call."""
EACH_WAY_TO_RETURN = pytest.mark.parametrize("way", RETURNING.values(), ids=list(RETURNING))
"""Each client whose responses are passed to `from_response` or `afrom_response`."""
AWAITING = {name: way for name, way in WAYS.items() if "async" in name or "aiohttp" in name}
BLOCKING = {name: way for name, way in WAYS.items() if name not in AWAITING}


@contextmanager
def time_limit(seconds: float, error: type[Exception]) -> Iterator[None]:
    """Limit the time with a signal handler that raises, as applications do on Unix."""

    def give_up(_number: int, _frame: FrameType | None) -> None:
        raise error

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
