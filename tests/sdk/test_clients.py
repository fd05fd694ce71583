"""`raise_for_error` and `araise_for_error` plugged into real clients, off a real socket.

What they make of single responses is in `test_responses.py`, of streams in `test_streams.py`.

| rule of the SDK | tests |
|---|---|
| what is plugged in raises what `parse` gives, and reads the body of a stream first | `error` |
| what is no error gets past it, with its body untouched | `success`, `redirect` |
| a connection that breaks within the body leaves status and headers to decide | `broken` |
| in requests it is a hook of a session, or of one request | `hooks` |
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
    """Gives the body of a response that got past a module which is plugged into a client."""

    def __call__(
        self, module: ModuleType, url: str, *, passed: Callable[[], object] | None = None
    ) -> bytes:
        """Get `url`; take the body as a stream if there is `passed`, and call that before."""
        ...


def by_hook(
    library: Any, module: ModuleType, url: str, *, passed: Callable[[], object] | None = None
) -> bytes:
    hooks = {"response": [module.raise_for_error]}
    with library.Client(event_hooks=hooks, follow_redirects=True) as client:
        if passed is None:
            return bytes(client.get(url).content)
        with client.stream("GET", url) as response:
            passed()
            return b"".join(response.iter_bytes())


def by_async_hook(
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


def by_requests(
    module: ModuleType, url: str, *, passed: Callable[[], object] | None = None
) -> bytes:
    with requests.Session() as session:
        session.hooks["response"].append(module.raise_for_error)
        if passed is None:
            return session.get(url, timeout=10).content
        with session.get(url, timeout=10, stream=True) as response:
            passed()
            return b"".join(response.iter_content(None))


async def body_of(
    response: aiohttp.ClientResponse, passed: Callable[[], object] | None = None
) -> bytes:
    if passed is None:
        return await response.read()
    passed()
    return b"".join([chunk async for chunk in response.content.iter_any()])


def by_aiohttp(
    module: ModuleType, url: str, *, passed: Callable[[], object] | None = None
) -> bytes:
    async def get() -> bytes:
        async with (
            aiohttp.ClientSession(raise_for_status=module.araise_for_error) as session,
            session.get(url) as response,
        ):
            return await body_of(response, passed)

    return asyncio.run(get())


def by_aiohttp_helper(
    module: ModuleType, url: str, *, passed: Callable[[], object] | None = None
) -> bytes:
    async def get() -> bytes:
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            await module.araise_for_error(response)
            return await body_of(response, passed)

    return asyncio.run(get())


def by_urllib3(
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
        pytest.param(partial(by_hook, httpx), id="httpx"),
        pytest.param(partial(by_hook, httpx2), id="httpx2"),
        pytest.param(partial(by_async_hook, httpx), id="httpx-async"),
        pytest.param(partial(by_async_hook, httpx2), id="httpx2-async"),
        pytest.param(by_requests, id="requests"),
        pytest.param(by_aiohttp, id="aiohttp"),
        pytest.param(by_aiohttp_helper, id="aiohttp-helper"),
        pytest.param(by_urllib3, id="urllib3"),
    ],
)
WHOLE_AND_STREAM = pytest.mark.parametrize(
    "passed", [pytest.param(None, id="whole"), pytest.param(lambda: None, id="stream")]
)


# Errors


@CLIENTS
@WHOLE_AND_STREAM
def test_error_documented(get: Get, passed: Any, httpserver: HTTPServer) -> None:
    """The body is read, streamed or not; the error is what `parse` gives, and hangs on nothing."""
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
    """A code that nobody documents is of its family and of its status's kind."""
    httpserver.expect_request("/x").respond_with_json({"title": "SESSION_LOCKED"}, 409)
    with pytest.raises(idhub.SessionError) as caught:
        get(idhub, httpserver.url_for("/x"), passed=passed)
    assert isinstance(caught.value, specimen_errors.ConflictError)
    assert (caught.value.code, caught.value.known_code) == ("SESSION_LOCKED", None)


@CLIENTS
@WHOLE_AND_STREAM
def test_error_of_a_gateway(get: Get, passed: Any, httpserver: HTTPServer) -> None:
    """A page that is none of the provider's is an error by its status."""
    page = "<html><h1>502 Bad Gateway</h1></html>"
    httpserver.expect_request("/x").respond_with_data(page, 502, content_type="text/html")
    with pytest.raises(specimen_errors.UnavailableError) as caught:
        get(idhub, httpserver.url_for("/x"), passed=passed)
    assert isinstance(caught.value, idhub.IDHubError)
    assert caught.value.code is None


@CLIENTS
def test_error_that_is_compressed(get: Get, httpserver: HTTPServer) -> None:
    """A body is read as the client decompresses it."""
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
    """A 200 is read where the registry says that it may carry an error."""
    httpserver.expect_request("/x").respond_with_json({"state": "PENDING"}, 200)
    with pytest.raises(acme.OrderPendingError):
        get(acme, httpserver.url_for("/x"), passed=passed)


@CLIENTS
def test_error_by_path_and_challenges(get: Get, httpserver: HTTPServer, acme: ModuleType) -> None:
    """Path of the request and repeated headers are read, whatever the client makes of them."""
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
    """The body of a success is the client's, also where it looks like an error's."""
    httpserver.expect_request("/x").respond_with_json(BODY, status)
    assert json.loads(get(idhub, httpserver.url_for("/x"))) == BODY


@CLIENTS
def test_success_that_was_looked_at(get: Get, httpserver: HTTPServer, acme: ModuleType) -> None:
    """A body that was read since it might be an error's can be read by the client."""
    httpserver.expect_request("/x").respond_with_json({"state": "DONE"}, 200)
    assert json.loads(get(acme, httpserver.url_for("/x"))) == {"state": "DONE"}


@CLIENTS
def test_success_that_is_streamed(
    get: Get, halfway: Callable[..., tuple[str, bytes, Event]]
) -> None:
    """Nothing waits for the body of a success: the server holds half of it back until then."""
    url, content, go_on = halfway(200, patience=2)
    assert get(idhub, url, passed=go_on.set) == content


@CLIENTS
@WHOLE_AND_STREAM
def test_redirect(get: Get, passed: Any, httpserver: HTTPServer) -> None:
    """A redirect raises nothing, even with an error's body; where it leads to may be an error."""
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
    """The error at hand matters more than the rest of its body."""
    url, *_ = halfway(502)
    with pytest.raises(specimen_errors.UnavailableError) as caught:
        get(idhub, url, passed=lambda: None)
    error = caught.value
    assert (error.status, error.code, error.retry_after) == (502, None, 2.0)
    assert (error.__cause__, error.__context__) == (None, None)


# Hooks of requests


def test_hooks_of_one_request(httpserver: HTTPServer) -> None:
    """The hooks of a request stand for themselves: those of its session are not called."""
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
