"""The guide on clients: what a client's functions show in tracebacks with local variables."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any

import aiohttp
import httpx
import httpx2
import pytest
import requests
import urllib3
from pytest_httpserver import HTTPServer

from specimen_errors import idhub
from tests.guides.running import GUIDE, run
from tests.sdk.showing import list_visible

SENT: dict[str, Any] = {"headers": {"X-Mark": "SENT-HEADER"}, "json": {"a": "SENT-BODY"}}
URL, PASSED = {"URL"}, {"SENT-HEADER", "SENT-BODY"}
SHOWN = {
    "httpx": URL | PASSED,
    "httpx2": URL | PASSED,
    "requests": URL | PASSED,
    "aiohttp": URL | PASSED | {"RECEIVED-HEADER"},
    "urllib3": set(),
}
"""The same as in the guide's table."""
MARKS = {*URL, *PASSED, "RECEIVED-HEADER", "RECEIVED-BODY"}


@pytest.fixture
def url(httpserver: HTTPServer) -> str:
    """Return the URL of an error; each part of the exchange has a mark."""
    httpserver.expect_request("/x").respond_with_json(
        {"title": "SESSION_NOT_FOUND", "detail": "RECEIVED-BODY"},
        404,
        {"X-Mark": "RECEIVED-HEADER"},
    )
    return httpserver.url_for("/x?mark=URL")


def by_httpx(url: str) -> None:
    with run("httpx and httpx2")["connect"]("") as client:
        client.post(url, **SENT)


def by_async_httpx(url: str) -> None:
    async def post() -> None:
        async with run("httpx and httpx2")["connect_async"]("") as client:
            await client.post(url, **SENT)

    asyncio.run(post())


def by_httpx2(url: str) -> None:
    with run("httpx and httpx2", library="httpx2")["connect"]("") as client:
        client.post(url, **SENT)


def by_send(url: str) -> None:
    with run("httpx with authentication")["Client"]() as client:
        client.post(url, **SENT)


def by_requests(url: str) -> None:
    with run("requests")["connect"]() as session:
        session.post(url, timeout=10, **SENT)


def by_aiohttp(url: str) -> None:
    async def post() -> None:
        async with run("aiohttp")["connect"](None) as session:
            await session.post(url, **SENT)

    asyncio.run(post())


def by_urllib3(url: str) -> None:
    with urllib3.PoolManager() as pool:
        idhub.raise_for_error(pool.request("POST", url, **SENT))


def shown_by_clients(ask: Callable[[str], None], url: str) -> set[str]:
    """Return the marks in the frames of installed packages."""
    with pytest.raises(idhub.SessionNotFoundError) as caught:
        ask(url)
    texts = [text for file, _, text in list_visible(caught.value) if "site-packages" in file]
    return {mark for mark in MARKS for text in texts if mark in text}


@pytest.mark.parametrize(
    ("ask", "client"),
    [
        (by_httpx, "httpx"),
        (by_async_httpx, "httpx"),
        (by_send, "httpx"),
        (by_httpx2, "httpx2"),
        (by_requests, "requests"),
        (by_aiohttp, "aiohttp"),
        (by_urllib3, "urllib3"),
    ],
)
def test_shown_in_a_hook(ask: Callable[[str], None], client: str, url: str) -> None:
    """The URL and what was passed to the call; of aiohttp also the headers that it received."""
    assert shown_by_clients(ask, url) == SHOWN[client]


def test_table_names_each_client() -> None:
    """The guide's table has a row for each client here."""
    text = GUIDE.read_text("utf-8").partition("## What tracebacks show")[2]
    rows = re.findall(r"^\| (.*?) \| .* \|$", text.partition("\n## ")[0], re.MULTILINE)
    assert {name for row in rows[1:] for name in row.split(", ")} - {"---"} == SHOWN.keys()


@pytest.mark.parametrize("library", [httpx, httpx2, requests])
def test_shown_by_no_client_after_a_call(library: Any, url: str) -> None:
    """Where the client has returned, its functions are in no traceback."""

    def ask(url: str) -> None:
        idhub.raise_for_error(library.post(url, timeout=10, **SENT))

    assert shown_by_clients(ask, url) == set()


def test_shown_by_no_client_after_an_awaited_call(url: str) -> None:
    """So it is with aiohttp."""

    async def post(url: str) -> None:
        async with aiohttp.ClientSession() as session, session.post(url, **SENT) as response:
            await idhub.araise_for_error(response)

    assert shown_by_clients(lambda url: asyncio.run(post(url)), url) == set()
