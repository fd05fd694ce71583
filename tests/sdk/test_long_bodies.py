"""How much of a body is read with each client, and what happens to the connection.

| rule of the SDK | tests |
|---|---|
| at most 1 MiB of an error's unread body is read, then the response is closed | `error` |
| a longer body is unreadable: status and headers decide, `raw` has what was read | `error` |
| a body that the client has already read is used in full | `error_that_is_long` |
| a success that may contain an error is read in full, and stays available | `success` |
| it is left unread, and is not an error, if it declares more than 1 MiB | `success_that_is_long` |
"""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from attrs import evolve

from tests.sdk.exchanging import EACH_WAY, WAYS, Answer, Server, Way, serve

MOST = 1 << 20
LONG = 3_000_000

WHOLE_AND_STREAM = pytest.mark.parametrize(
    ("sent", "stream"),
    [
        pytest.param({}, False, id="whole-length"),
        pytest.param({"is_gzip": True, "is_chunked": True}, False, id="whole-gzip-chunked"),
        pytest.param({}, True, id="stream-length"),
        pytest.param({"is_chunked": True}, True, id="stream-chunked"),
        pytest.param({"is_gzip": True}, True, id="stream-gzip"),
    ],
)
"""How the server sends a body, and whether the client streams it."""
SHORT = Answer(status=503, body=b'{"error": "busy"}')
FINE = Answer(status=200, body=b'{"state": "DONE"}')


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve() as running:
        yield running


def is_read_by_the_client(way: Way, *, stream: bool) -> bool:
    """Return whether the client reads a body before the module gets the response."""
    hooks = [hook_way for name, hook_way in WAYS.items() if name.endswith("-hook")]
    return not stream and way not in hooks


def build_error(code: str, length: int) -> bytes:
    """Return an error's body of a given length."""
    opening, end = f'{{"error": "{code}", "error_description": "'.encode(), b'"}'
    return opening + b"x" * (length - len(opening) - len(end)) + end


def build_success(state: str, length: int) -> bytes:
    """Return a success's body of a given length."""
    opening, end = f'{{"state": "{state}", "about": "'.encode(), b'"}'
    return opening + b"x" * (length - len(opening) - len(end)) + end


@EACH_WAY
@WHOLE_AND_STREAM
def test_error_that_is_long(
    way: Way, server: Server, acme: ModuleType, sent: Any, *, stream: bool
) -> None:
    """A long body gives an error by status, 1 MiB in `raw`, and a reusable connection."""
    long = Answer(status=503, body=build_error("busy", LONG), headers={"Retry-After": "7"}, **sent)
    found, after, fine = way(acme, *server.urls(long, SHORT, FINE), stream=stream)
    is_whole = is_read_by_the_client(way, stream=stream)
    assert isinstance(found.error, acme.AcmeError)
    assert found.error.code == ("busy" if is_whole else None)
    assert (found.error.status, found.error.retry_after) == (503, 7.0)
    assert found.error.raw.body == (long.body if is_whole else long.body[:MOST])
    assert (found.error.__cause__, found.error.__context__) == (None, None)
    assert type(after.error) is acme.BusyError
    assert fine.body == FINE.body


@EACH_WAY
@pytest.mark.parametrize("length", [MOST - 1, MOST, MOST + 1])
def test_error_around_the_limit(way: Way, server: Server, acme: ModuleType, length: int) -> None:
    """A body of 1 MiB is read, and one byte more is too long."""
    answer = Answer(status=503, body=build_error("busy", length), is_chunked=True)
    [found] = way(acme, *server.urls(answer), stream=True)
    assert isinstance(found.error, acme.AcmeError)
    assert found.error.code == ("busy" if length <= MOST else None)
    assert found.error.raw.body == answer.body[:MOST]


@EACH_WAY
def test_error_with_a_readable_beginning(way: Way, server: Server, acme: ModuleType) -> None:
    """A body that is too long is unreadable, whatever it begins with."""
    answer = Answer(status=503, body=SHORT.body + b" " * LONG)
    [found] = way(acme, *server.urls(answer), stream=True)
    assert type(found.error) is type(acme.parse(status=503, body=b"<"))
    assert found.error.raw.body == answer.body[:MOST]


@EACH_WAY
def test_error_with_an_endless_body(way: Way, server: Server, acme: ModuleType) -> None:
    """If a server never stops sending, the response is closed."""
    endless = Answer(status=503, body=b"x" * 100_000, is_endless=True)
    found, after = way(acme, *server.urls(endless, SHORT), stream=True)
    assert isinstance(found.error, acme.AcmeError)
    assert found.error.raw.body == b"x" * MOST
    assert type(after.error) is acme.BusyError


@EACH_WAY
@WHOLE_AND_STREAM
def test_error_that_is_short(
    way: Way, server: Server, acme: ModuleType, sent: Any, *, stream: bool
) -> None:
    """A short body is read in full, and its connection serves the next request."""
    answer = evolve(SHORT, **sent)
    before = server.connections
    found, after = way(acme, *server.urls(answer, SHORT), stream=stream)
    assert type(found.error) is type(after.error) is acme.BusyError
    assert found.error.raw.body == answer.body
    assert server.connections == before + 1


@EACH_WAY
@WHOLE_AND_STREAM
@pytest.mark.parametrize("state", ["PENDING", "DONE"])
def test_success_that_is_long(
    way: Way, server: Server, acme: ModuleType, sent: Any, state: str, *, stream: bool
) -> None:
    """A long success is read unless it declares its length, and stays readable in full."""
    answer = Answer(status=200, body=build_success(state, LONG), **sent)
    found, after, fine = way(acme, *server.urls(answer, SHORT, FINE), stream=stream)
    is_left = not (answer.is_chunked or answer.is_gzip) and not is_read_by_the_client(
        way, stream=stream
    )
    if state == "DONE" or is_left:
        assert found.body == answer.body
    else:
        assert type(found.error) is acme.OrderPendingError
        assert found.error.raw.body == answer.body
    assert type(after.error) is acme.BusyError
    assert fine.body == FINE.body
