"""The guide on clients: each of its examples, with the real client and a real server."""

from __future__ import annotations

import asyncio
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import requests
import urllib3
from markdown_it import MarkdownIt
from pytest_httpserver import HTTPServer

import specimen_errors
from specimen_errors import idhub
from tests.specimen.sdk import GENERATED

GUIDE = GENERATED / "docs" / "guides" / "clients.md"
HTTPX = pytest.mark.parametrize("library", ["httpx", "httpx2"])
FOUND = {"id": "1"}
LOST = {"title": "SESSION_NOT_FOUND", "detail": "Gone."}
AWAY = "<html>Sorry</html>"


def examples() -> Mapping[str, list[str]]:
    """Give the blocks of Python below each heading that has any."""
    found: dict[str, list[str]] = {}
    title, last = "", ""
    for token in MarkdownIt().parse(GUIDE.read_text("utf-8")):
        if token.type == "inline" and last == "heading_open":
            title = token.content
        elif token.type == "fence" and token.info == "python":
            found.setdefault(title, []).append(token.content)
        last = token.type
    return found


def run(title: str, number: int = 0, library: str = "httpx") -> Any:
    """Run an example, with httpx2 for httpx if told, and give its names."""
    code = re.sub(r"\bhttpx\b", library, examples()[title][number])
    names: dict[str, Any] = {"__name__": "example"}
    exec(compile(code, GUIDE.name, "exec", dont_inherit=True), names)  # noqa: S102 - the example
    return names


@pytest.fixture
def url(httpserver: HTTPServer) -> str:
    """Give the address of a provider which has something, lacks something, and is away."""
    httpserver.expect_request("/found").respond_with_json(FOUND)
    httpserver.expect_request("/lost").respond_with_json(LOST, 404)
    httpserver.expect_request("/away").respond_with_data(AWAY, 503)
    return httpserver.url_for("").removesuffix("/")


async def use_each_path(names: Any, url: str) -> None:
    """Connect and find as an asynchronous example does."""
    async with names["connect"](url) as client:
        assert await names["find"](client, "/found") == FOUND
        assert await names["find"](client, "/lost") is None
        with pytest.raises(specimen_errors.UnavailableError):
            await names["find"](client, "/away")


def test_examples_are_all_run() -> None:
    """These are the sections with examples; each example has a test below."""
    assert {title: len(blocks) for title, blocks in examples().items()} == {
        "httpx and httpx2": 1,
        "httpx and httpx2, asynchronous": 1,
        "requests": 1,
        "aiohttp": 2,
        "urllib3": 1,
        "Streams": 1,
        "What `raw` holds": 1,
    }


@HTTPX
def test_httpx(library: str, url: str) -> None:
    """The client gives what is there and None for what is not; an outage is raised."""
    names = run("httpx and httpx2", library=library)
    with names["connect"](url) as client:
        assert names["find"](client, "/found") == FOUND
        assert names["find"](client, "/lost") is None
        with pytest.raises(specimen_errors.UnavailableError):
            names["find"](client, "/away")


@HTTPX
def test_httpx_asynchronous(library: str, url: str) -> None:
    """So does the asynchronous client."""
    asyncio.run(use_each_path(run("httpx and httpx2, asynchronous", library=library), url))


def test_requests(url: str) -> None:
    """So does the session of requests."""
    names = run("requests")
    with names["connect"]() as session:
        assert names["find"](session, f"{url}/found") == FOUND
        assert names["find"](session, f"{url}/lost") is None
        with pytest.raises(specimen_errors.UnavailableError):
            names["find"](session, f"{url}/away")


def test_aiohttp(url: str) -> None:
    """So does the session of aiohttp."""
    asyncio.run(use_each_path(run("aiohttp"), url))


def test_aiohttp_on_a_response(url: str) -> None:
    """In a session without the function, single responses are looked at."""
    names = run("aiohttp", 1)

    async def use() -> None:
        async with aiohttp.ClientSession(url) as session:
            assert await names["fetch"](session, "/found") == FOUND
            with pytest.raises(idhub.SessionNotFoundError):
                await names["fetch"](session, "/lost")

    asyncio.run(use())


def test_urllib3(url: str) -> None:
    """A response of urllib3 is looked at before it is read."""
    names = run("urllib3")
    with urllib3.PoolManager() as pool:
        assert names["fetch"](pool, f"{url}/found") == FOUND
        with pytest.raises(idhub.SessionNotFoundError):
            names["fetch"](pool, f"{url}/lost")


@HTTPX
def test_streams(library: str, url: str) -> None:
    """A success is written as it comes, an error is raised before anything is."""
    connect = run("httpx and httpx2", library=library)["connect"]
    download = run("Streams", library=library)["download"]
    with connect(url) as client, io.BytesIO() as file:
        with pytest.raises(idhub.SessionNotFoundError):
            download(client, "/lost", file)
        assert file.getvalue() == b""
        download(client, "/found", file)
        assert json.loads(file.getvalue()) == FOUND


def test_what_raw_holds(url: str, tmp_path: Path) -> None:
    """The body of what nobody documents is kept; there is none in an error made by hand."""
    keep = run("What `raw` holds")["keep"]
    undocumented, documented, by_hand = (tmp_path / name for name in "abc")
    for path, file in (("/away", undocumented), ("/lost", documented)):
        with pytest.raises(idhub.IDHubError) as caught:
            idhub.raise_for_error(requests.get(url + path, timeout=10))
        assert caught.value.raw is not None
        assert caught.value.raw.headers is not None
        keep(caught.value, file)
    keep(idhub.IDHubError(status=503), by_hand)
    assert undocumented.read_text() == AWAY
    assert not documented.exists()
    assert not by_hand.exists()
