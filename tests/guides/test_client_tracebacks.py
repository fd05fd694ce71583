"""The guide on clients: what clients' functions show in tracebacks with local variables."""

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
"""What the guide's table states."""
MARKS = {*URL, *PASSED, "RECEIVED-HEADER", "RECEIVED-BODY"}


@pytest.fixture
def url(httpserver: HTTPServer) -> str:
    """Return the URL of an error; each part of the exchange contains a mark."""
    httpserver.expect_request("/x").respond_with_json(
        {"title": "SESSION_NOT_FOUND", "detail": "RECEIVED-BODY"},
        404,
        {"X-Mark": "RECEIVED-HEADER"},
    )
    return httpserver.url_for("/x?mark=URL")


def post_with_httpx(url: str) -> None:
    with run("httpx and httpx2")["connect"]("") as client:
        client.post(url, **SENT)


def post_with_async_httpx(url: str) -> None:
    async def post() -> None:
        async with run("httpx and httpx2")["connect_async"]("") as client:
            await client.post(url, **SENT)

    asyncio.run(post())


def post_with_httpx2(url: str) -> None:
    with run("httpx and httpx2", library="httpx2")["connect"]("") as client:
        client.post(url, **SENT)


def post_with_send(url: str) -> None:
    with run("httpx with authentication")["Client"]() as client:
        client.post(url, **SENT)


def post_with_requests(url: str) -> None:
    with run("requests")["connect"]() as session:
        session.post(url, timeout=10, **SENT)


def post_with_aiohttp(url: str) -> None:
    async def post() -> None:
        async with run("aiohttp")["connect"](None) as session:
            await session.post(url, **SENT)

    asyncio.run(post())


def post_with_urllib3(url: str) -> None:
    with urllib3.PoolManager() as pool:
        idhub.raise_for_error(pool.request("POST", url, **SENT))


def find_shown(ask: Callable[[str], None], url: str) -> set[str]:
    """Return the marks in the frames of installed packages."""
    with pytest.raises(idhub.SessionNotFoundError) as caught:
        ask(url)
    texts = [text for file, _, text in list_visible(caught.value) if "site-packages" in file]
    return {mark for mark in MARKS for text in texts if mark in text}


@pytest.mark.parametrize(
    ("ask", "client"),
    [
        (post_with_httpx, "httpx"),
        (post_with_async_httpx, "httpx"),
        (post_with_send, "httpx"),
        (post_with_httpx2, "httpx2"),
        (post_with_requests, "requests"),
        (post_with_aiohttp, "aiohttp"),
        (post_with_urllib3, "urllib3"),
    ],
)
def test_shown_in_a_hook(ask: Callable[[str], None], client: str, url: str) -> None:
    """Frames show the URL and the call's arguments; those of aiohttp also show received headers."""
    assert find_shown(ask, url) == SHOWN[client]


def test_table_names_each_client() -> None:
    """The guide's table has a row for each client here."""
    text = GUIDE.read_text("utf-8").partition("## What tracebacks show")[2]
    rows = re.findall(r"^\| (.*?) \| .* \|$", text.partition("\n## ")[0], re.MULTILINE)
    assert {name for row in rows[1:] for name in row.split(", ")} - {"---"} == SHOWN.keys()


@pytest.mark.parametrize("library", [httpx, httpx2, requests])
def test_shown_by_no_client_after_a_call(library: Any, url: str) -> None:
    """After the client has returned, its functions are in no traceback."""

    def ask(url: str) -> None:
        idhub.raise_for_error(library.post(url, timeout=10, **SENT))

    assert find_shown(ask, url) == set()


def test_shown_by_no_client_after_an_awaited_call(url: str) -> None:
    """After an awaited call of aiohttp, its functions are in no traceback either."""

    async def post(url: str) -> None:
        async with aiohttp.ClientSession() as session, session.post(url, **SENT) as response:
            await idhub.araise_for_error(response)

    assert find_shown(lambda url: asyncio.run(post(url)), url) == set()
