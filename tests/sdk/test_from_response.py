"""`from_response` and `afrom_response`: the error as a value, of each client.

| rule of the SDK | tests |
|---|---|
| they return what `raise_for_error` and `araise_for_error` raise, or None | `returned`, `none` |
| the client can still read the body of an error that was read in full | `readable` |
| `parse` does not take a response, and names the functions that do | `parse` |
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import httpx
import pytest
from attrs import evolve

from tests.sdk.exchanging import EACH_WAY_TO_RETURN, Answer, Server, Way, serve

BUSY = Answer(status=503, body=b'{"error": "busy"}', headers={"Retry-After": "7"})
WHOLE_AND_STREAM = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve() as running:
        yield running


@EACH_WAY_TO_RETURN
@WHOLE_AND_STREAM
def test_returned(way: Way, server: Server, acme: ModuleType, *, stream: bool) -> None:
    """The returned error is the one that `parse` returns, with status, headers and body."""
    pending = Answer(status=200, body=b'{"state": "PENDING"}')
    page = Answer(status=404, body=b"<html>")
    busy, in_success, unreadable = way(acme, *server.urls(BUSY, pending, page), stream=stream)
    assert type(busy.error) is acme.BusyError
    assert (busy.error.status, busy.error.retry_after) == (503, 7.0)
    assert busy.error.raw.body == BUSY.body
    assert type(in_success.error) is acme.OrderPendingError
    assert type(unreadable.error) is type(acme.parse(status=404, body=page.body))


@EACH_WAY_TO_RETURN
@WHOLE_AND_STREAM
def test_returned_of_a_long_body(
    way: Way, server: Server, acme: ModuleType, *, stream: bool
) -> None:
    """The part of the body that was read is in `raw`, and the connection can be reused."""
    long = evolve(BUSY, body=BUSY.body + b" " * 3_000_000)
    found, after = way(acme, *server.urls(long, BUSY), stream=stream)
    assert found.error.raw.body == (long.body[: 1 << 20] if stream else long.body)
    assert (found.error.status, found.error.code) == (503, None if stream else "busy")
    assert type(after.error) is acme.BusyError


@EACH_WAY_TO_RETURN
@WHOLE_AND_STREAM
def test_none(way: Way, server: Server, acme: ModuleType, *, stream: bool) -> None:
    """Successes and redirects return None, and the client can still read their bodies."""
    answers = [
        Answer(status=200, body=b'{"state": "DONE"}'),
        Answer(status=201, body=BUSY.body),
        Answer(status=304),
    ]
    found = way(acme, *server.urls(*answers), stream=stream)
    assert [outcome.body for outcome in found] == [answer.body for answer in answers]


@EACH_WAY_TO_RETURN
@WHOLE_AND_STREAM
@pytest.mark.parametrize("is_gzip", [False, True])
@pytest.mark.parametrize("is_chunked", [False, True])
def test_readable_afterwards(
    way: Way, server: Server, acme: ModuleType, *, stream: bool, is_gzip: bool, is_chunked: bool
) -> None:
    """The client can still read the body of an error, and pass the response again."""
    seen: list[Any] = []

    def from_response(response: Any) -> None:
        assert type(acme.from_response(response)) is acme.BusyError
        assert type(acme.from_response(response)) is acme.BusyError
        seen.append(response.json())

    async def afrom_response(response: Any) -> None:
        assert type(await acme.afrom_response(response)) is acme.BusyError
        assert type(await acme.afrom_response(response)) is acme.BusyError
        body = response.json()
        seen.append(await body if inspect.isawaitable(body) else body)

    module: Any = SimpleNamespace(from_response=from_response, afrom_response=afrom_response)
    answer = evolve(BUSY, is_gzip=is_gzip, is_chunked=is_chunked)
    [found] = way(module, *server.urls(answer), stream=stream)
    assert found.error is None
    assert seen == [{"error": "busy"}]


def test_returned_without_a_traceback(acme: ModuleType) -> None:
    """An error that was not raised has no traceback and no context."""
    error = acme.from_response(httpx.Response(503, json={"error": "busy"}))
    assert (error.__traceback__, error.__context__, error.__cause__) == (None, None, None)


@pytest.mark.parametrize("value", [None, 404, "404", b"{}", {"status": 404}, object()])
def test_no_response(acme: ModuleType, value: Any) -> None:
    """Anything but a response raises a `TypeError` that names its type."""
    message = f"^expected a response of an HTTP client, found {type(value).__name__}$"
    with pytest.raises(TypeError, match=message):
        acme.from_response(value)
    with pytest.raises(TypeError, match=message):
        asyncio.run(acme.afrom_response(value))


@pytest.mark.parametrize(
    ("arguments", "keywords"),
    [
        ((httpx.Response(404),), {}),
        ((404,), {}),
        ((404, {}, b"{}"), {}),
        ((httpx.Response(404),), {"status": 404}),
        ((None,), {"body": b"{}"}),
    ],
)
def test_parse_takes_no_response(acme: ModuleType, arguments: Any, keywords: Any) -> None:
    """Positional arguments of `parse` raise an error that names `from_response`."""
    with pytest.raises(TypeError, match=r"by keyword: status, headers, body; from_response\("):
        acme.parse(*arguments, **keywords)
