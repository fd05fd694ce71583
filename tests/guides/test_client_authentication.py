"""The guide on clients: authentication that answers a 401, with its subclasses and hooks.

| claim of the guide | tests |
|---|---|
| an overridden `send` raises after authentication and redirects, also in streams | `send` |
| a hook of httpx raises before the authentication sees the 401 | `hook_of_httpx` |
| hooks of requests and aiohttp are called after digest authentication | `hook_of` |
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable, Generator
from typing import Any

import aiohttp
import pytest
import requests
from pytest_httpserver import HTTPServer
from requests.auth import HTTPDigestAuth
from werkzeug import Request, Response

import specimen_errors
from specimen_errors import idhub
from tests.guides.running import run

LIBRARIES = pytest.mark.parametrize("library", ["httpx", "httpx2"])
FLOWS = ["digest", "refresh", "nonce"]
EACH_FLOW = pytest.mark.parametrize("flow", FLOWS)
CHALLENGES = {
    "digest": {"WWW-Authenticate": 'Digest realm="r", nonce="n", qop="auth", algorithm=MD5'},
    "refresh": {"WWW-Authenticate": 'Bearer error="invalid_token"'},
    "nonce": {"WWW-Authenticate": 'DPoP error="use_dpop_nonce"', "DPoP-Nonce": "n-1"},
}
PROOFS = {
    "digest": ("Authorization", 'Digest username="anna"'),
    "refresh": ("Authorization", "Bearer fresh"),
    "nonce": ("DPoP", "proof of n-1"),
}


def build_refresh(library: Any) -> Any:
    """Return a flow that renews its token after reading the body of the 401."""

    class Refresh(library.Auth):  # type: ignore[misc]
        requires_response_body = True

        def auth_flow(self, request: Any) -> Generator[Any, Any, None]:
            request.headers["Authorization"] = "Bearer stale"
            response = yield request
            if response.status_code == 401 and response.json()["title"] == "EXPIRED":
                renewed = yield library.Request("POST", request.url.join("/token"))
                request.headers["Authorization"] = f"Bearer {renewed.json()['token']}"
                yield request

    return Refresh()


def build_nonce(library: Any) -> Any:
    """Return a flow that sends the proof that the server asks for (RFC 9449, section 8)."""

    class Nonce(library.Auth):  # type: ignore[misc]
        def auth_flow(self, request: Any) -> Generator[Any, Any, None]:
            request.headers["DPoP"] = "proof"
            response = yield request
            if response.status_code == 401:
                request.headers["DPoP"] = f"proof of {response.headers['DPoP-Nonce']}"
                yield request

    return Nonce()


def build_auth(flow: str, library: Any) -> Any:
    """Return a flow of authentication for a client."""
    if flow == "digest":
        return library.DigestAuth("anna", "secret")
    return build_refresh(library) if flow == "refresh" else build_nonce(library)


@pytest.fixture
def url(httpserver: HTTPServer) -> str:
    """Return the URL of a server that asks for each proof; `/moved` redirects to what it guards."""

    def guard(flow: str, response: Callable[[], Response]) -> Callable[[Request], Response]:
        name, proof = PROOFS[flow]

        def answer(request: Request) -> Response:
            if request.headers.get(name, "").startswith(proof):
                return response()
            return Response('{"title": "EXPIRED"}', 401, CHALLENGES[flow])

        return answer

    for flow in FLOWS:
        for path, response in (
            ("found", lambda: Response('{"id": "1"}', 200)),
            ("lost", lambda: Response('{"title": "SESSION_NOT_FOUND"}', 404)),
        ):
            httpserver.expect_request(f"/{flow}/{path}").respond_with_handler(guard(flow, response))
            moved = {"Location": httpserver.url_for(f"/{flow}/{path}")}
            httpserver.expect_request(f"/{flow}/moved/{path}").respond_with_data("", 307, moved)
    httpserver.expect_request("/token").respond_with_json({"token": "fresh"})
    return httpserver.url_for("").removesuffix("/")


def get(client: Any, path: str, *, stream: bool) -> bytes:
    if not stream:
        return bytes(client.get(path).content)
    with client.stream("GET", path) as response:
        return b"".join(response.iter_bytes())


async def aget(client: Any, path: str, *, stream: bool) -> bytes:
    if not stream:
        return bytes((await client.get(path)).content)
    async with client.stream("GET", path) as response:
        return b"".join([chunk async for chunk in response.aiter_bytes()])


@LIBRARIES
@EACH_FLOW
@pytest.mark.parametrize("moved", ["", "moved/"])
@pytest.mark.parametrize("stream", [False, True])
def test_send(library: str, flow: str, moved: str, url: str, *, stream: bool) -> None:
    """The flow answers the 401, and the final response is a success or an error."""
    names = run("httpx with authentication", library=library)
    auth = build_auth(flow, importlib.import_module(library))
    with names["Client"](base_url=url, auth=auth, follow_redirects=True) as client:
        for _ in range(2):
            assert get(client, f"/{flow}/{moved}found", stream=stream) == b'{"id": "1"}'
            with pytest.raises(idhub.SessionNotFoundError):
                get(client, f"/{flow}/{moved}lost", stream=stream)


@LIBRARIES
@EACH_FLOW
@pytest.mark.parametrize("moved", ["", "moved/"])
@pytest.mark.parametrize("stream", [False, True])
def test_send_asynchronously(
    library: str, flow: str, moved: str, url: str, *, stream: bool
) -> None:
    """An asynchronous client behaves the same."""
    names = run("httpx with authentication", library=library)
    auth = build_auth(flow, importlib.import_module(library))

    async def use() -> None:
        async with names["AsyncClient"](base_url=url, auth=auth, follow_redirects=True) as client:
            for _ in range(2):
                assert await aget(client, f"/{flow}/{moved}found", stream=stream) == b'{"id": "1"}'
                with pytest.raises(idhub.SessionNotFoundError):
                    await aget(client, f"/{flow}/{moved}lost", stream=stream)

    asyncio.run(use())


@LIBRARIES
@pytest.mark.parametrize("is_refused", [False, True])
def test_send_without_an_answer(library: str, url: str, *, is_refused: bool) -> None:
    """A 401 is raised if the authentication is rejected, or if there is none."""
    names = run("httpx with authentication", library=library)
    auth = ("anna", "wrong") if is_refused else None
    with (
        names["Client"](base_url=url, auth=auth) as client,
        pytest.raises(specimen_errors.AuthenticationError),
    ):
        client.get("/digest/found")


@LIBRARIES
@EACH_FLOW
def test_hook_of_httpx(library: str, flow: str, url: str) -> None:
    """The flow never sees the 401, because the hook has already raised the error."""
    client = run("httpx and httpx2", library=library)["connect"](url)
    client.auth = build_auth(flow, importlib.import_module(library))
    with client, pytest.raises(specimen_errors.AuthenticationError):
        client.get(f"/{flow}/found")


def test_hook_of_requests(url: str) -> None:
    """The session's hook sees the response after authentication."""
    with run("requests")["connect"]() as session:
        session.auth = HTTPDigestAuth("anna", "secret")
        assert session.get(f"{url}/digest/found", timeout=10).json() == {"id": "1"}
        with pytest.raises(idhub.SessionNotFoundError):
            session.get(f"{url}/digest/lost", timeout=10)
        session.auth = requests.auth.HTTPBasicAuth("anna", "wrong")
        with pytest.raises(specimen_errors.AuthenticationError):
            session.get(f"{url}/digest/found", timeout=10)


def test_hook_of_aiohttp(url: str) -> None:
    """The function of aiohttp sees the response after authentication as well."""
    digest = aiohttp.DigestAuthMiddleware("anna", "secret")

    async def use() -> None:
        async with aiohttp.ClientSession(
            url, raise_for_status=idhub.araise_for_error, middlewares=(digest,)
        ) as session:
            async with session.get("/digest/found") as response:
                assert await response.read() == b'{"id": "1"}'
            with pytest.raises(idhub.SessionNotFoundError):
                await session.get("/digest/lost")

    asyncio.run(use())
