"""The guide on clients: each example runs with the real client and a real server."""

from __future__ import annotations

import asyncio
import importlib
import json
from pathlib import Path

import aiohttp
import pytest
import requests
import urllib3
from pytest_httpserver import HTTPServer

import specimen_errors
from specimen_errors import idhub
from tests.guides.running import list_examples, run

HTTPX = pytest.mark.parametrize("library", ["httpx", "httpx2"])
FOUND = {"id": "1"}
LOST = {"title": "SESSION_NOT_FOUND", "detail": "Gone."}
AWAY = "<html>Sorry</html>"


@pytest.fixture
def url(httpserver: HTTPServer) -> str:
    """Return the URL of a provider with one resource, one missing resource, and one outage."""
    httpserver.expect_request("/found").respond_with_json(FOUND)
    httpserver.expect_request("/lost").respond_with_json(LOST, 404)
    httpserver.expect_request("/away").respond_with_data(AWAY, 503)
    return httpserver.url_for("").removesuffix("/")


def test_examples_are_all_run() -> None:
    """The sections with examples are these, and each example has a test below."""
    assert {title: len(blocks) for title, blocks in list_examples().items()} == {
        "Use the SDK with your HTTP client": 1,
        "httpx and httpx2": 1,
        "httpx with authentication": 1,  # In test_client_authentication.py
        "requests": 1,
        "aiohttp": 2,
        "What `raw` contains": 1,
    }


@HTTPX
def test_first_example(library: str, url: str) -> None:
    """The example returns the resource, returns None if it is missing, and raises an outage."""
    find = run("Use the SDK with your HTTP client", library=library)["find"]
    with importlib.import_module(library).Client(base_url=url) as client:
        assert find(client, "/found") == FOUND
        assert find(client, "/lost") is None
        with pytest.raises(specimen_errors.UnavailableError):
            find(client, "/away")


@HTTPX
def test_value(library: str, url: str) -> None:
    """The returned value distinguishes an outage from other errors and from a success."""
    with importlib.import_module(library).Client(base_url=url) as client:
        errors = [idhub.from_response(client.get(path)) for path in ("/found", "/lost", "/away")]
    kinds = [error and error.info.kind for error in errors]
    assert kinds == [None, "not_found", "unavailable"]


@HTTPX
def test_httpx(library: str, url: str) -> None:
    """The client returns the resource, and raises errors."""
    with run("httpx and httpx2", library=library)["connect"](url) as client:
        assert client.get("/found").json() == FOUND
        with pytest.raises(idhub.SessionNotFoundError):
            client.get("/lost")


@HTTPX
def test_httpx_asynchronous(library: str, url: str) -> None:
    """The asynchronous client returns the resource, and raises errors."""
    connect = run("httpx and httpx2", library=library)["connect_async"]

    async def use() -> None:
        async with connect(url) as client:
            assert (await client.get("/found")).json() == FOUND
            with pytest.raises(idhub.SessionNotFoundError):
                await client.get("/lost")

    asyncio.run(use())


@HTTPX
@pytest.mark.parametrize("path", ["/found", "/lost"])
def test_httpx_with_the_asynchronous_hook(library: str, path: str, url: str) -> None:
    """Nothing is raised, and Python warns."""
    hooks = {"response": [idhub.araise_for_error]}
    with (
        importlib.import_module(library).Client(base_url=url, event_hooks=hooks) as client,
        pytest.warns(RuntimeWarning, match="was never awaited"),
    ):
        assert client.get(path).status_code == (200 if path == "/found" else 404)


@HTTPX
@pytest.mark.parametrize(
    ("path", "raised"), [("/found", TypeError), ("/lost", specimen_errors.NotFoundError)]
)
def test_httpx_with_the_blocking_hook(
    library: str, path: str, raised: type[Exception], url: str
) -> None:
    """An error is raised without its body, and any other response is a TypeError."""
    hooks = {"response": [idhub.raise_for_error]}
    client_class = importlib.import_module(library).AsyncClient

    async def use() -> None:
        async with client_class(base_url=url, event_hooks=hooks) as client:
            with pytest.raises(raised) as caught:
                await client.get(path)
            assert getattr(caught.value, "code", None) is None

    asyncio.run(use())


def test_requests(url: str) -> None:
    """The session of requests returns the resource, and raises errors."""
    with run("requests")["connect"]() as session:
        assert session.get(f"{url}/found", timeout=10).json() == FOUND
        with pytest.raises(idhub.SessionNotFoundError):
            session.get(f"{url}/lost", timeout=10)


def test_aiohttp(url: str) -> None:
    """The session of aiohttp returns the resource, and raises errors."""
    connect = run("aiohttp")["connect"]

    async def use() -> None:
        async with connect(url) as session:
            async with session.get("/found") as response:
                assert await response.json() == FOUND
            with pytest.raises(idhub.SessionNotFoundError):
                await session.get("/lost")

    asyncio.run(use())


def test_aiohttp_on_a_response(url: str) -> None:
    """In a session without the function, single responses are checked."""
    names = run("aiohttp", 1)

    async def use() -> None:
        async with aiohttp.ClientSession(url) as session:
            assert await names["fetch"](session, "/found") == FOUND
            with pytest.raises(idhub.SessionNotFoundError):
                await names["fetch"](session, "/lost")

    asyncio.run(use())


def test_urllib3(url: str) -> None:
    """A response of urllib3 is checked before it is read."""
    with urllib3.PoolManager() as pool:
        response = pool.request("GET", f"{url}/found")
        idhub.raise_for_error(response)
        assert response.json() == FOUND
        with pytest.raises(idhub.SessionNotFoundError):
            idhub.raise_for_error(pool.request("GET", f"{url}/lost"))


@HTTPX
def test_streams(library: str, url: str) -> None:
    """A success can be read as it arrives; an error is raised before anything is read."""
    connect = run("httpx and httpx2", library=library)["connect"]
    with connect(url) as client:
        with pytest.raises(idhub.SessionNotFoundError), client.stream("GET", "/lost"):
            pytest.fail("the stream is there to be read")
        with client.stream("GET", "/found") as response:
            assert json.loads(b"".join(response.iter_bytes())) == FOUND


def test_what_raw_has(url: str, tmp_path: Path) -> None:
    """`raw` keeps the body; an error made by hand has none."""
    keep = run("What `raw` contains")["keep"]
    received, by_hand = tmp_path / "received", tmp_path / "by_hand"
    error = idhub.from_response(requests.get(f"{url}/away", timeout=10))
    assert error is not None
    keep(error, received)
    keep(idhub.IDHubError(status=503), by_hand)
    assert received.read_text() == AWAY
    assert not by_hand.exists()
