"""`raise_for_error` with responses of real clients, over a real socket.

`test_clients.py` tests it as a hook.

| rule of the SDK | tests |
|---|---|
| httpx, httpx2, requests and urllib3 (streams: `test_streams.py`) | `client` |
| `araise_for_error` accepts these as well, and any response that must be awaited | `await` |
| at 400 and above, the class that `parse` returns is raised | `client`, `error` |
| below 400, it returns None unless the registry has an error with a 2xx | `none`, `success` |
| the path is that of the response's request | `path` |
| other objects are a TypeError; mocks and hand-made responses are read | `no_response`, `mock` |
| nothing private is in the error, its chain or its traceback | `private` |
"""

from __future__ import annotations

import asyncio
import gzip
import json
import traceback
from collections.abc import Callable
from http import HTTPStatus
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import AsyncMock, MagicMock, Mock

import httpx
import httpx2
import pytest
import requests
import urllib3
from pytest_httpserver import HTTPServer

import specimen_errors
from specimen_errors import idhub

BODY = {"title": "SESSION_NOT_FOUND", "status": 404, "detail": "Gone."}

Get = Callable[[str], Any]


def get_with_httpx(url: str) -> httpx.Response:
    return httpx.get(url)


def get_with_httpx2(url: str) -> httpx2.Response:
    return httpx2.get(url)


def get_with_requests(url: str) -> requests.Response:
    return requests.get(url, timeout=10, allow_redirects=False)


def get_with_urllib3(url: str) -> urllib3.BaseHTTPResponse:
    with urllib3.PoolManager() as pool:
        return pool.request("GET", url, redirect=False)


CLIENTS = pytest.mark.parametrize(
    "get", [get_with_httpx, get_with_httpx2, get_with_requests, get_with_urllib3]
)


# Each client


@CLIENTS
def test_client_error(get: Get, httpserver: HTTPServer) -> None:
    """Status, headers and body reach the error; the raw body is the one that was sent."""
    content = json.dumps(BODY).encode()
    httpserver.expect_request("/x").respond_with_data(
        content, 404, {"Retry-After": "7"}, content_type="application/json"
    )
    with pytest.raises(idhub.SessionNotFoundError) as caught:
        idhub.raise_for_error(get(httpserver.url_for("/x")))
    error = caught.value
    assert (error.status, error.code, error.provider_message) == (404, "SESSION_NOT_FOUND", "Gone.")
    assert error.retry_after == 7.0
    assert error.raw is not None
    assert (error.raw.status, error.raw.body) == (404, content)
    assert type(error) is type(idhub.parse(status=404, body=content))


@CLIENTS
def test_client_error_compressed(get: Get, httpserver: HTTPServer) -> None:
    """A compressed body is read as the client decompresses it."""
    httpserver.expect_request("/x").respond_with_data(
        gzip.compress(json.dumps(BODY).encode()), 404, {"Content-Encoding": "gzip"}
    )
    with pytest.raises(idhub.SessionNotFoundError):
        idhub.raise_for_error(get(httpserver.url_for("/x")))


@CLIENTS
@pytest.mark.parametrize("status", [400, 404, 409, 418, 429, 500, 503, 599])
def test_client_error_at_every_status(get: Get, httpserver: HTTPServer, status: int) -> None:
    """A status of 400 and above raises, whatever the body is."""
    httpserver.expect_request("/x").respond_with_data("<html>Sorry</html>", status)
    with pytest.raises(idhub.IDHubError) as caught:
        idhub.raise_for_error(get(httpserver.url_for("/x")))
    assert caught.value.status == status
    assert caught.value.code is None


@CLIENTS
@pytest.mark.parametrize("status", [200, 201, 202, 204, 301, 302, 304, 399])
def test_client_none(get: Get, httpserver: HTTPServer, status: int) -> None:
    """A status below 400 raises nothing, even if the body looks like an error."""
    httpserver.expect_request("/x").respond_with_json(BODY, status)
    idhub.raise_for_error(get(httpserver.url_for("/x")))


@pytest.mark.parametrize("status", [100, 101, 102, 103, 199, 0, -1])
def test_none_below_200(status: int) -> None:
    """An informational or nonexistent status is not an error."""
    idhub.raise_for_error(httpx.Response(status, json=BODY))
    idhub.raise_for_error(SimpleNamespace(status=status, headers={}, data=b"{}"))


@CLIENTS
def test_client_of_body_read_before(get: Get, httpserver: HTTPServer) -> None:
    """The client can read the body before and after; neither reader takes it from the other."""
    httpserver.expect_request("/x").respond_with_json(BODY, 404)
    response = get(httpserver.url_for("/x"))
    assert response.json() == BODY
    with pytest.raises(idhub.SessionNotFoundError):
        idhub.raise_for_error(response)
    assert response.json() == BODY


# Successful statuses that carry an error


@CLIENTS
def test_success_with_an_error(get: Get, httpserver: HTTPServer, acme: ModuleType) -> None:
    """If the registry documents errors with a 200, one is raised."""
    httpserver.expect_request("/x").respond_with_json({"state": "PENDING"}, 200)
    with pytest.raises(acme.OrderPendingError) as caught:
        acme.raise_for_error(get(httpserver.url_for("/x")))
    assert caught.value.status == 200
    assert type(caught.value) is type(acme.parse(status=200, body={"state": "PENDING"}))


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, {"state": "DONE"}),
        (200, {"state": "DONE", "about": "order"}),
        (200, {"about": "order"}),
        (200, {}),
        (200, {"state": ""}),
        (200, {"error": "busy"}),
        (201, {"state": "PENDING"}),
        (302, {"state": "PENDING"}),
        (200, None),
    ],
)
def test_success_without_an_error(acme: ModuleType, status: int, body: Any) -> None:
    """A success with a success code, no code, another shape or another status is not an error."""
    acme.raise_for_error(httpx.Response(status, json=body))


def test_success_with_unknown_code(acme: ModuleType) -> None:
    """An undocumented code is also an error if it is where the codes of a 200 are."""
    with pytest.raises(acme.AcmeError) as caught:
        acme.raise_for_error(httpx.Response(200, json={"state": "STUCK"}))
    assert type(caught.value) is acme.AcmeError
    assert caught.value.code == "STUCK"


# The path of the request


@CLIENTS
@pytest.mark.parametrize(
    ("path", "name"),
    [("/v1/start", "AccessDeniedError"), ("/v1/token?x=/start", "AccessDeniedByUserError")],
)
def test_path_decides_the_scope(
    get: Get, httpserver: HTTPServer, acme: ModuleType, path: str, name: str
) -> None:
    """If a code has two meanings, the path of the request decides, not its query."""
    httpserver.expect_request(path.partition("?")[0]).respond_with_json(
        {"error": "access_denied"}, 418
    )
    with pytest.raises(acme.AcmeError) as caught:
        acme.raise_for_error(get(httpserver.url_for(path)))
    assert type(caught.value).__name__ == name


@pytest.mark.parametrize("library", [httpx, httpx2])
def test_path_after_a_redirect(library: Any, httpserver: HTTPServer, acme: ModuleType) -> None:
    """The path is that of the request that was answered."""
    target = httpserver.url_for("/token")
    httpserver.expect_request("/start").respond_with_data("", 307, {"Location": target})
    httpserver.expect_request("/token").respond_with_json({"error": "access_denied"}, 418)
    response = library.get(httpserver.url_for("/start"), follow_redirects=True)
    with pytest.raises(acme.AccessDeniedByUserError):
        acme.raise_for_error(response)


def test_path_of_the_request_and_another(acme: ModuleType) -> None:
    """The request's path counts, even if the response has a URL of its own."""
    response = SimpleNamespace(
        status_code=418,
        headers={},
        content=b'{"error": "access_denied"}',
        request=SimpleNamespace(url="https://api.acme.example/token"),
        url="https://api.acme.example/start",
    )
    with pytest.raises(acme.AccessDeniedByUserError):
        acme.raise_for_error(response)


def build_responses_without_request() -> list[Any]:
    made = requests.Response()
    made.status_code, made._content = 403, b'{"error": "access_denied"}'
    return [
        httpx.Response(403, json={"error": "access_denied"}),
        httpx2.Response(403, json={"error": "access_denied"}),
        made,
        urllib3.HTTPResponse(b'{"error": "access_denied"}', {}, 403),
        SimpleNamespace(
            status_code=403, headers={}, content=b'{"error": "access_denied"}', url="http://[bad"
        ),
    ]


@pytest.mark.parametrize(
    "response", build_responses_without_request(), ids=lambda r: type(r).__module__
)
def test_path_is_unknown(acme: ModuleType, response: Any) -> None:
    """A hand-made response without a request is read without a path."""
    with pytest.raises(acme.AccessDeniedError):
        acme.raise_for_error(response)


# Objects that are not responses, or lack parts of one


@pytest.mark.parametrize("value", [None, 404, "404", {}, {"status": 404}, object(), BODY, Mock()])
def test_no_response(value: Any) -> None:
    """An object without a status is a `TypeError` that names its type."""
    with pytest.raises(TypeError, match=type(value).__name__):
        idhub.raise_for_error(value)


def test_no_response_yet() -> None:
    """A requests response that was never received has no status."""
    with pytest.raises(TypeError, match="found Response"):
        idhub.raise_for_error(requests.Response())


class Raising:
    """A response with a status, which may raise as well, whose other attributes raise."""

    def __init__(self, **given: Any) -> None:
        self._given = given

    def __getattr__(self, name: str) -> Any:
        if name in self._given:
            return self._given[name]
        raise RuntimeError(name)

    def __str__(self) -> str:
        raise RuntimeError


def test_no_response_whose_status_raises() -> None:
    """An object that raises when its status is read has none."""
    with pytest.raises(TypeError, match="found Raising"):
        idhub.raise_for_error(Raising())


@pytest.mark.parametrize("name", ["status", "status_code"])
def test_error_of_a_response_that_raises(acme: ModuleType, name: str) -> None:
    """Headers, body and URL that raise are treated as missing."""
    for response in (Raising(**{name: 503}), Raising(**{name: 503}, url=Raising())):
        with pytest.raises(acme.AcmeError) as caught:
            acme.raise_for_error(response)
        assert (caught.value.status, caught.value.code) == (503, None)
        assert (caught.value.raw.headers, caught.value.raw.body) == (None, None)
        assert caught.value.__context__ is None


@pytest.mark.parametrize("mock", [Mock, MagicMock])
@pytest.mark.parametrize("status", [404, HTTPStatus.NOT_FOUND])
@pytest.mark.parametrize("content", [json.dumps(BODY).encode(), json.dumps(BODY)])
def test_mock_with_content(mock: type[Mock], status: int, content: bytes | str) -> None:
    """Tests of a client may pass mocks; attributes that they do not set are missing."""
    with pytest.raises(idhub.SessionNotFoundError) as caught:
        idhub.raise_for_error(mock(status_code=status, content=content))
    assert caught.value.status == 404
    assert type(caught.value.status) is int
    assert caught.value.retry_after is None


@pytest.mark.parametrize("mock", [Mock, MagicMock])
def test_mock_with_a_status_alone(acme: ModuleType, mock: type[Mock]) -> None:
    """Content, headers and URL that are mocks themselves are missing."""
    with pytest.raises(acme.AcmeError) as caught:
        acme.raise_for_error(mock(status_code=503))
    assert (caught.value.status, caught.value.code) == (503, None)
    assert caught.value.raw.body is None
    assert caught.value.retry_after is None


def test_mock_that_is_asynchronous() -> None:
    """A body that only a coroutine could return is missing, and no coroutine is left unawaited."""
    with pytest.raises(specimen_errors.UnavailableError):
        idhub.raise_for_error(AsyncMock(status_code=503, headers={}))


def test_mock_of_a_success() -> None:
    """A mock with a successful status is not an error."""
    idhub.raise_for_error(Mock(status_code=200))


@pytest.mark.parametrize("specification", [httpx.Response, requests.Response])
def test_mock_with_specification(acme: ModuleType, specification: type) -> None:
    """Mocks of the clients' classes are read like plain ones."""
    response = Mock(spec=specification, status_code=403, content=b'{"error": "access_denied"}')
    with pytest.raises(acme.AccessDeniedError):
        acme.raise_for_error(response)


def test_error_without_headers() -> None:
    """A response without headers is an error by status and body."""
    with pytest.raises(idhub.SessionNotFoundError) as caught:
        idhub.raise_for_error(SimpleNamespace(status_code=404, content=json.dumps(BODY)))
    assert caught.value.retry_after is None


def test_error_with_a_status_beyond_http() -> None:
    """A status of four digits raises, and is only in `raw`."""
    with pytest.raises(idhub.IDHubError) as caught:
        idhub.raise_for_error(SimpleNamespace(status=1404, headers={}, data=None))
    assert caught.value.status is None
    assert caught.value.raw is not None
    assert caught.value.raw.status == 1404


@CLIENTS
def test_error_of_several_challenges(get: Get, httpserver: HTTPServer, acme: ModuleType) -> None:
    """Repeated headers are read, however the client represents them."""
    challenges = [
        ("WWW-Authenticate", 'Basic realm="acme"'),
        ("WWW-Authenticate", 'Bearer error="invalid_token", realm="orders"'),
    ]
    httpserver.expect_request("/x").respond_with_data(b"", 401, challenges)
    with pytest.raises(acme.InvalidTokenError) as caught:
        acme.raise_for_error(get(httpserver.url_for("/x")))
    assert caught.value.realm == "orders"


# Awaited


@CLIENTS
def test_await_response_of_each_client(get: Get, httpserver: HTTPServer) -> None:
    """A response that needs no awaiting is read as by `raise_for_error`."""
    httpserver.expect_request("/x").respond_with_json(BODY, 404)
    response = get(httpserver.url_for("/x"))
    with pytest.raises(idhub.SessionNotFoundError):
        asyncio.run(idhub.araise_for_error(response))


@pytest.mark.parametrize("value", [None, 404, {"status": 404}, BODY, Mock(), AsyncMock()])
def test_await_no_response(value: Any) -> None:
    """An object that is not a response is a `TypeError` here as well."""
    with pytest.raises(TypeError, match=f"found {type(value).__name__}"):
        asyncio.run(idhub.araise_for_error(value))


@pytest.mark.parametrize("name", ["aread", "read"])
@pytest.mark.parametrize("status", ["status", "status_code"])
@pytest.mark.parametrize("content", [json.dumps(BODY).encode(), json.dumps(BODY)])
def test_await_mock(name: str, status: str, content: bytes | str) -> None:
    """A mock's body is what its `aread` or `read` returns, from a coroutine or a future."""
    with pytest.raises(idhub.SessionNotFoundError):
        asyncio.run(
            idhub.araise_for_error(
                SimpleNamespace(**{status: 404, name: AsyncMock(return_value=content)})
            )
        )


def test_await_mock_without_a_body(acme: ModuleType) -> None:
    """If a mock has no body or raises, the status decides, and no coroutine is left unawaited."""
    mocks = [
        AsyncMock(status=503, headers={}),
        AsyncMock(status_code=503, headers={}),
        AsyncMock(status=503, headers={}, read=AsyncMock(side_effect=OSError)),
        Raising(status=503),
        SimpleNamespace(status=503),
    ]
    for response in mocks:
        with pytest.raises(acme.AcmeError) as caught:
            asyncio.run(acme.araise_for_error(response))
        assert (caught.value.status, caught.value.code) == (503, None)
        assert (caught.value.raw.body, caught.value.__context__) == (None, None)


# Privacy


@CLIENTS
def test_private_values_do_not_show(get: Get, httpserver: HTTPServer) -> None:
    """URL, headers and body of the exchange appear in no output and no traceback."""
    mark = "19121212-1212"
    httpserver.expect_request(f"/{mark}").respond_with_json(
        {**BODY, "detail": mark, "context": {"number": mark}}, 404, {"X-Number": mark}
    )
    with pytest.raises(idhub.SessionNotFoundError) as caught:
        idhub.raise_for_error(get(httpserver.url_for(f"/{mark}?number={mark}")))
    error = caught.value
    assert (error.__cause__, error.__context__, error.args) == (None, None, ())
    text = "".join(traceback.format_exception(error))
    for shown in (str(error), repr(error), repr(error.raw), repr(error.log_fields()), text):
        assert mark not in shown


def test_private_context_is_the_client_exception() -> None:
    """If the client is handling another exception, that is the only context."""
    handled = ValueError("the client's")

    def handle() -> None:
        try:
            raise handled
        except ValueError:
            idhub.raise_for_error(httpx.Response(500, content=b"\xff"))

    with pytest.raises(idhub.IDHubError) as caught:
        handle()
    assert caught.value.__context__ is handled
    assert handled.__context__ is None
