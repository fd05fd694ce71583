"""What tracebacks with local variables show when a response is an error.

| rule of the SDK | tests |
|---|---|
| no frame of the SDK shows anything of a response when an error is raised | `error` |
| none does when another exception passes through while the body is read | `passing` |
| none does when an argument is wrong | `wrong` |
| the frames of a client are its own: the guide lists what they show | `client` |
"""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.sdk.exchanging import (
    AWAITING,
    BLOCKING,
    EACH_WAY,
    WAYS,
    Answer,
    Server,
    Way,
    serve,
    time_limit,
)
from tests.sdk.showing import list_visible

URL, HEADER, BODY = "URL-19121212", "HEADER-19121212", "BODY-19121212"
MARKS = {"url": URL, "headers": HEADER, "body": BODY}
ANSWERS = {
    "error": Answer(
        status=503,
        headers={"X-Mark": HEADER, "Set-Cookie": f"a={HEADER}"},
        body=b'{"error": "busy", "error_description": "%s"}' % BODY.encode(),
    ),
    "undocumented": Answer(
        status=418,
        headers={"X-Mark": HEADER},
        body=b'{"error": "new", "error_description": "%s"}' % BODY.encode(),
        is_chunked=True,
    ),
    "page": Answer(
        status=502, headers={"X-Mark": HEADER}, body=f"<p>{BODY}</p>".encode(), is_gzip=True
    ),
    "long": Answer(status=503, headers={"X-Mark": HEADER}, body=BODY.encode() * 200_000),
    "success": Answer(
        status=200,
        headers={"X-Mark": HEADER},
        body=b'{"state": "PENDING", "about": "%s"}' % BODY.encode(),
    ),
}


Halting = Callable[[int], str]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve() as running:
        yield running


@pytest.fixture
def halting(server: Server) -> Iterator[Halting]:
    """Return `halting(status)`, the URL of a response that halts within its body."""
    halt = Event()
    yield (
        lambda status: (
            server.urls(
                Answer(
                    status=status,
                    headers={"X-Mark": HEADER},
                    body=BODY.encode() * 20_000,
                    halt=halt,
                )
            )[0]
            + f"?{URL}"
        )
    )
    halt.set()


def find_marks(error: BaseException, module: ModuleType) -> tuple[list[str], set[str]]:
    """Return the marks that the SDK's frames show, and the kinds of those in a client's frames."""
    sdk = str(Path(module.__file__ or "").parent)
    ours, clients = [], set()
    frames = 0
    for file, function, text in list_visible(error):
        found = {kind for kind, mark in MARKS.items() if mark in text}
        if file.startswith(sdk):
            frames += 1
            ours += [f"{function}: {text}"] if found else []
        elif "site-packages" in file:
            clients |= found
    assert frames  # Without a frame of the SDK, the test would prove nothing.
    return ours, clients


@EACH_WAY
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=list(ANSWERS))
def test_error(way: Way, server: Server, acme: ModuleType, answer: Answer, *, stream: bool) -> None:
    """The frames of the SDK show neither URL, headers nor body."""
    [url] = server.urls(answer)
    [found] = way(acme, f"{url}?{URL}", stream=stream)
    assert isinstance(found.error, acme.AcmeError)
    assert find_marks(found.error, acme)[0] == []


class DeadlineError(Exception):
    """The exception of an application's own time limit."""


@pytest.mark.parametrize("way", BLOCKING.values(), ids=list(BLOCKING))
@pytest.mark.parametrize("status", [503, 200])
def test_passing_a_signal(way: Way, halting: Halting, acme: ModuleType, status: int) -> None:
    """Frames that read a body show nothing of it while another exception passes through."""

    def hook(response: Any, **_: object) -> None:
        with time_limit(0.3, DeadlineError):
            acme.raise_for_error(response)

    module: Any = SimpleNamespace(raise_for_error=hook)
    [found] = way(module, halting(status), stream=True)
    assert type(found.error) is DeadlineError
    assert find_marks(found.error, acme)[0] == []


@pytest.mark.parametrize("way", AWAITING.values(), ids=list(AWAITING))
@pytest.mark.parametrize("status", [503, 200])
def test_passing_a_cancellation(way: Way, halting: Halting, acme: ModuleType, status: int) -> None:
    """Frames that await a body show nothing of it."""
    cancelled: list[BaseException] = []

    async def hook(response: Any) -> None:
        task = asyncio.ensure_future(acme.araise_for_error(response))
        await asyncio.wait([task], timeout=0.3)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError as error:
            cancelled.append(error)
        raise DeadlineError  # Otherwise, aiohttp waits for the rest of the body.

    module: Any = SimpleNamespace(araise_for_error=hook)
    way(module, halting(status), stream=True)
    [error] = cancelled
    assert find_marks(error, acme)[0] == []


class OtherError(Exception):
    """An exception that neither the SDK nor a client knows."""


class Loud:
    """A response whose `repr` shows everything, and that raises for one attribute."""

    def __init__(self, status: int, name: str) -> None:
        self._status, self._name = status, name

    def __repr__(self) -> str:
        return f"{URL} {HEADER} {BODY}"

    def __getattr__(self, name: str) -> Any:
        if name == self._name:
            raise OtherError
        if name == "status_code":
            return self._status
        if name == "headers":
            return {"X-Mark": HEADER}
        if name == "content":
            return f'{{"state": "PENDING", "about": "{BODY}"}}'.encode()
        if name == "url":
            return f"https://acme.example/{URL}"
        raise AttributeError(name)


def call(function: Callable[[Any], Any], argument: Any) -> None:
    function(argument)


def call_awaiting(function: Callable[[Any], Any], argument: Any) -> None:
    asyncio.run(function(argument))


FUNCTIONS = pytest.mark.parametrize(
    ("name", "call"),
    [
        ("raise_for_error", call),
        ("from_response", call),
        ("araise_for_error", call_awaiting),
        ("afrom_response", call_awaiting),
    ],
)


@FUNCTIONS
@pytest.mark.parametrize("status", [503, 200])
@pytest.mark.parametrize("attribute", ["status_code", "headers", "content", "url", "_content"])
def test_passing_an_attribute(
    acme: ModuleType, name: str, call: Any, status: int, attribute: str
) -> None:
    """Frames that read a response show nothing of it, even if its `repr` shows everything."""
    with pytest.raises(OtherError) as caught:
        call(getattr(acme, name), Loud(status, attribute))
    assert find_marks(caught.value, acme)[0] == []


@FUNCTIONS
@pytest.mark.parametrize("argument", [BODY, BODY.encode(), {"a": BODY}, SimpleNamespace(a=BODY)])
def test_wrong_response(acme: ModuleType, name: str, call: Any, argument: Any) -> None:
    """A body passed as a response appears neither in the message nor in a frame."""
    with pytest.raises(TypeError, match=f"found {type(argument).__name__}$") as caught:
        call(getattr(acme, name), argument)
    assert find_marks(caught.value, acme)[0] == []


def test_wrong_argument_of_parse(acme: ModuleType) -> None:
    """A response passed to `parse` appears neither in the message nor in a frame."""
    with pytest.raises(TypeError, match="from_response") as caught:
        acme.parse(BODY, headers={"a": HEADER}, body=BODY, path=URL, query=URL)
    assert find_marks(caught.value, acme)[0] == []


CLIENTS_SHOW = {
    "httpx-hook": {"url"},
    "httpx2-hook": {"url"},
    "requests-hook": {"url"},
    "httpx-async-hook": {"url"},
    "httpx2-async-hook": {"url"},
    "aiohttp-hook": {"url", "headers"},
}


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_client(name: str, server: Server, acme: ModuleType, *, stream: bool) -> None:
    """A client's frames are on the stack only in hooks; the guide lists what they show."""
    [url] = server.urls(ANSWERS["error"])
    [found] = WAYS[name](acme, f"{url}?{URL}", stream=stream)
    assert find_marks(found.error, acme)[1] == CLIENTS_SHOW.get(name, set())


def start(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine that never has to wait."""
    coroutine.send(None)


@pytest.mark.parametrize("awaited", [False, True])
def test_error_goes_with_its_response(acme: ModuleType, *, awaited: bool) -> None:
    """No frame keeps the error in a reference cycle, which would delay its collection."""
    response = Loud(503, "")
    held = weakref.ref(response)
    gc.disable()
    try:
        with suppress(acme.AcmeError):
            if awaited:
                start(acme.araise_for_error(response))
            acme.raise_for_error(response)
            pytest.fail("nothing was raised")
        del response
        assert held() is None
    finally:
        gc.enable()
