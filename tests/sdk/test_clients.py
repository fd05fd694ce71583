"""`raise_for_error` and `araise_for_error` as hooks of real clients, over a real socket.

`test_responses.py` tests single responses, `test_streams.py` streams.

| rule of the SDK | tests |
|---|---|
| a hook raises what `parse` returns, and reads the body of a stream first | `error` |
| a response that is not an error passes, with its body unread | `success`, `redirect` |
| if the connection breaks within the body, status and headers decide | `broken` |
| in requests, it is a hook of a session or of one request | `hooks` |
"""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Callable
from functools import partial
from threading import Event
from types import ModuleType
from typing import Any, Protocol

import aiohttp
import httpx
import httpx2
import pytest
import requests
import urllib3
from pytest_httpserver import HTTPServer

import specimen_errors
from specimen_errors import idhub

BODY = {"title": "SESSION_NOT_FOUND", "status": 404, "detail": "Gone."}


class Get(Protocol):
    """Get a URL with a client that has the module's hook, and return the body."""

    def __call__(
        self, module: ModuleType, url: str, *, passed: Callable[[], object] | None = None
    ) -> bytes:
        """Get `url`; with `passed`, stream the body, and call `passed` before it is read."""
        ...


def get_with_httpx(
    library: Any, module: ModuleType, url: str, *, passed: Callable[[], object] | None = None
) -> bytes:
    hooks = {"response": [module.raise_for_error]}
    with library.Client(event_hooks=hooks, follow_redirects=True) as client:
        if passed is None:
            return bytes(client.get(url).content)
        with client.stream("GET", url) as response:
            passed()
            return b"".join(response.iter_bytes())


def get_with_async_httpx(
    library: Any, module: ModuleType, url: str, *, passed: Callable[[], object] | None = None
) -> bytes:
    hooks = {"response": [module.araise_for_error]}

    async def get() -> bytes:
        async with library.AsyncClient(event_hooks=hooks, follow_redirects=True) as client:
            if passed is None:
                return bytes((await client.get(url)).content)
            async with client.stream("GET", url) as response:
                passed()
                return b"".join([chunk async for chunk in response.aiter_bytes()])

    return asyncio.run(get())


def get_with_requests(
    module: ModuleType, url: str, *, passed: Callable[[], object] | None = None
) -> bytes:
    with requests.Session() as session:
        session.hooks["response"].append(module.raise_for_error)
        if passed is None:
            return session.get(url, timeout=10).content
        with session.get(url, timeout=10, stream=True) as response:
            passed()
            return b"".join(response.iter_content(None))


async def read_body(
    response: aiohttp.ClientResponse, passed: Callable[[], object] | None = None
) -> bytes:
    if passed is None:
        return await response.read()
    passed()
    return b"".join([chunk async for chunk in response.content.iter_any()])


def get_with_aiohttp(
    module: ModuleType, url: str, *, passed: Callable[[], object] | None = None
) -> bytes:
    async def get() -> bytes:
        async with (
            aiohttp.ClientSession(raise_for_status=module.araise_for_error) as session,
            session.get(url) as response,
        ):
            return await read_body(response, passed)

    return asyncio.run(get())


def get_with_aiohttp_call(
    module: ModuleType, url: str, *, passed: Callable[[], object] | None = None
) -> bytes:
    async def get() -> bytes:
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            await module.araise_for_error(response)
            return await read_body(response, passed)

    return asyncio.run(get())


def get_with_urllib3(
    module: ModuleType, url: str, *, passed: Callable[[], object] | None = None
) -> bytes:
    with urllib3.PoolManager() as pool:
        response = pool.request("GET", url, preload_content=passed is None)
        try:
            module.raise_for_error(response)
            if passed is None:
                return response.data
            passed()
            return b"".join(response.stream())
        finally:
            response.close()


CLIENTS = pytest.mark.parametrize(
    "get",
    [
        pytest.param(partial(get_with_httpx, httpx), id="httpx"),
        pytest.param(partial(get_with_httpx, httpx2), id="httpx2"),
        pytest.param(partial(get_with_async_httpx, httpx), id="httpx-async"),
        pytest.param(partial(get_with_async_httpx, httpx2), id="httpx2-async"),
        pytest.param(get_with_requests, id="requests"),
        pytest.param(get_with_aiohttp, id="aiohttp"),
        pytest.param(get_with_aiohttp_call, id="aiohttp-helper"),
        pytest.param(get_with_urllib3, id="urllib3"),
    ],
)
WHOLE_AND_STREAM = pytest.mark.parametrize(
    "passed", [pytest.param(None, id="whole"), pytest.param(lambda: None, id="stream")]
)


# Errors


@CLIENTS
@WHOLE_AND_STREAM
def test_error_documented(get: Get, passed: Any, httpserver: HTTPServer) -> None:
    """The body is read, streamed or not; the error is what `parse` returns, and has no context."""
    content = json.dumps(BODY).encode()
    httpserver.expect_request("/x").respond_with_data(content, 404, {"Retry-After": "7"})
    with pytest.raises(idhub.SessionNotFoundError) as caught:
        get(idhub, httpserver.url_for("/x"), passed=passed)
    error = caught.value
    assert (error.status, error.code, error.provider_message) == (404, "SESSION_NOT_FOUND", "Gone.")
    assert error.retry_after == 7.0
    assert error.raw is not None
    assert (error.raw.status, error.raw.body) == (404, content)
    assert (error.__cause__, error.__context__, error.args) == (None, None, ())


@CLIENTS
@WHOLE_AND_STREAM
def test_error_of_unknown_code(get: Get, passed: Any, httpserver: HTTPServer) -> None:
    """An undocumented code has its group, and the kind of its status."""
    httpserver.expect_request("/x").respond_with_json({"title": "SESSION_LOCKED"}, 409)
    with pytest.raises(idhub.SessionError) as caught:
        get(idhub, httpserver.url_for("/x"), passed=passed)
    assert isinstance(caught.value, specimen_errors.ConflictError)
    assert (caught.value.code, caught.value.known_code) == ("SESSION_LOCKED", None)


@CLIENTS
@WHOLE_AND_STREAM
def test_error_of_a_gateway(get: Get, passed: Any, httpserver: HTTPServer) -> None:
    """A page from a gateway is an error by its status."""
    page = "<html><h1>502 Bad Gateway</h1></html>"
    httpserver.expect_request("/x").respond_with_data(page, 502, content_type="text/html")
    with pytest.raises(specimen_errors.UnavailableError) as caught:
        get(idhub, httpserver.url_for("/x"), passed=passed)
    assert isinstance(caught.value, idhub.IDHubError)
    assert caught.value.code is None


@CLIENTS
def test_error_that_is_compressed(get: Get, httpserver: HTTPServer) -> None:
    """The body is read as the client decompresses it."""
    httpserver.expect_request("/x").respond_with_data(
        gzip.compress(json.dumps(BODY).encode()), 404, {"Content-Encoding": "gzip"}
    )
    with pytest.raises(idhub.SessionNotFoundError):
        get(idhub, httpserver.url_for("/x"))


@CLIENTS
@WHOLE_AND_STREAM
def test_error_in_a_success(
    get: Get, passed: Any, httpserver: HTTPServer, acme: ModuleType
) -> None:
    """A 200 is read if the registry documents errors with that status."""
    httpserver.expect_request("/x").respond_with_json({"state": "PENDING"}, 200)
    with pytest.raises(acme.OrderPendingError):
        get(acme, httpserver.url_for("/x"), passed=passed)


@CLIENTS
def test_error_by_path_and_challenges(get: Get, httpserver: HTTPServer, acme: ModuleType) -> None:
    """The request's path and repeated headers are read, however the client represents them."""
    httpserver.expect_request("/v1/token").respond_with_json({"error": "access_denied"}, 418)
    challenges = [
        ("WWW-Authenticate", 'Basic realm="another"'),
        ("WWW-Authenticate", 'Bearer realm="acme", error="invalid_token"'),
    ]
    httpserver.expect_request("/x").respond_with_data(b"", 401, challenges)
    with pytest.raises(acme.AccessDeniedByUserError):
        get(acme, httpserver.url_for("/v1/token"))
    with pytest.raises(acme.InvalidTokenError) as caught:
        get(acme, httpserver.url_for("/x"))
    assert caught.value.realm == "acme"


# Successes and redirects


@CLIENTS
@pytest.mark.parametrize("status", [200, 201, 299])
def test_success(get: Get, httpserver: HTTPServer, status: int) -> None:
    """The body of a success is left to the client, even if it looks like an error."""
    httpserver.expect_request("/x").respond_with_json(BODY, status)
    assert json.loads(get(idhub, httpserver.url_for("/x"))) == BODY


@CLIENTS
def test_success_that_was_read(get: Get, httpserver: HTTPServer, acme: ModuleType) -> None:
    """A body that was read because it might be an error can still be read by the client."""
    httpserver.expect_request("/x").respond_with_json({"state": "DONE"}, 200)
    assert json.loads(get(acme, httpserver.url_for("/x"))) == {"state": "DONE"}


@CLIENTS
def test_success_that_is_streamed(
    get: Get, halfway: Callable[..., tuple[str, bytes, Event]]
) -> None:
    """The body of a success is not waited for: the server holds half of it back until then."""
    url, content, go_on = halfway(200, patience=2)
    assert get(idhub, url, passed=go_on.set) == content


@CLIENTS
@WHOLE_AND_STREAM
def test_redirect(get: Get, passed: Any, httpserver: HTTPServer) -> None:
    """A redirect raises nothing, even with an error's body; its target may be an error."""
    for path, target in (("/a", "/found"), ("/b", "/lost")):
        headers = {"Location": httpserver.url_for(target)}
        httpserver.expect_request(path).respond_with_data(json.dumps(BODY), 302, headers)
    httpserver.expect_request("/found").respond_with_data("here")
    httpserver.expect_request("/lost").respond_with_json(BODY, 404)
    assert get(idhub, httpserver.url_for("/a"), passed=passed) == b"here"
    with pytest.raises(idhub.SessionNotFoundError):
        get(idhub, httpserver.url_for("/b"), passed=passed)


# Broken connections


@CLIENTS
def test_broken_within_the_body(get: Get, halfway: Callable[..., tuple[str, bytes, Event]]) -> None:
    """The error is raised although the rest of its body is missing."""
    url, *_ = halfway(502)
    with pytest.raises(specimen_errors.UnavailableError) as caught:
        get(idhub, url, passed=lambda: None)
    error = caught.value
    assert (error.status, error.code, error.retry_after) == (502, None, 2.0)
    assert (error.__cause__, error.__context__) == (None, None)


# Hooks of requests


def test_hooks_of_one_request(httpserver: HTTPServer) -> None:
    """Hooks of a request replace those of its session."""
    httpserver.expect_request("/x").respond_with_json(BODY, 404)
    url = httpserver.url_for("/x")
    seen: list[int] = []

    def look(response: requests.Response, **_: object) -> None:
        seen.append(response.status_code)

    with requests.Session() as session:
        session.hooks["response"].append(idhub.raise_for_error)
        session.get(url, timeout=10, hooks={"response": look})
        assert seen == [404]
        with pytest.raises(idhub.SessionNotFoundError):
            session.get(url, timeout=10, hooks={"response": [look, idhub.raise_for_error]})
