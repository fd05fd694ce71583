"""The headers of one response, as each HTTP client passes them on."""

from __future__ import annotations

import asyncio
import http.client
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from threading import Thread
from typing import Any

import aiohttp
import httpx
import httpx2
import requests
import urllib3


def by_aiohttp(url: str) -> Any:
    async def get() -> Any:
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            return response.headers

    return asyncio.run(get())


def by_urllib3(url: str) -> Any:
    with urllib3.PoolManager() as pool:
        return pool.request("GET", url, retries=False).headers


def by_http_client(url: str) -> Any:
    host = url.removeprefix("http://").strip("/")
    with closing(http.client.HTTPConnection(host, timeout=10)) as connection:
        connection.request("GET", "/")
        return connection.getresponse().headers


GETS: Mapping[str, Callable[[str], Any]] = {
    "httpx": lambda url: httpx.get(url).headers,
    "httpx2": lambda url: httpx2.get(url).headers,
    "requests": lambda url: requests.get(url, timeout=10).headers,
    "urllib3": by_urllib3,
    "aiohttp": by_aiohttp,
    "http.client": by_http_client,
}


def headers_by_client(*lines: str | bytes) -> dict[str, Any]:
    """Return the headers that each client, and an ASGI server, reads from these lines."""
    raw = [line if isinstance(line, bytes) else line.encode() for line in lines]
    pairs = [(name, value.lstrip()) for name, _, value in (line.partition(b":") for line in raw)]
    block = b"\r\n".join([b"HTTP/1.1 400 .", *raw, b"Content-Length: 0", b"", b""])
    with serve(block, len(GETS)) as url:
        received = {client: get(url) for client, get in GETS.items()}
    return {**received, "ASGI": pairs, "bytearray": [(n, bytearray(v)) for n, v in pairs]}


@contextmanager
def serve(answer: bytes, times: int) -> Iterator[str]:
    """Answer a number of connections with the same bytes; yield the server's URL."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)

        def run() -> None:
            for _ in range(times):
                with server.accept()[0] as connection:
                    connection.recv(65_536)
                    connection.sendall(answer)

        thread = Thread(target=run)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        finally:
            thread.join()
