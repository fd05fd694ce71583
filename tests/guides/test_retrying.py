"""The guide on retrying: each example runs, its loops against a real server.

| rule of the guide | tests |
|---|---|
| every block of Python runs | `blocks` |
| the loops wait as advised until the request succeeds, and give up if it does not | `recipe` |
| a poll continues until the person has acted, or until its deadline | `poll` |
| the meaning of each advice; `poll` and `after_fix` differ from `backoff` | `next_step`, `table` |
| a client's own exception has the advice of its cause | `own_exception` |
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, repeat
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import httpx
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

import specimen_errors
from specimen_errors import idhub
from specimen_errors._runtime.facts import Advice, Basis, Level
from tests.specimen.sdk import GENERATED

ROOT = Path(__file__).parents[2]
GUIDE = (GENERATED / "docs" / "guides" / "retrying.md").read_text(encoding="utf-8")

SECTIONS = dict(re.findall(r"(?ms)^## (.+?)\n(.+?)(?=^## |\Z)", GUIDE))
BLOCKS = {
    title: code
    for title, text in SECTIONS.items()
    for code in re.findall(r"(?ms)^```python\n(.+?)^```$", text)
}

SYNC = "def fetch(client: httpx.Client"
ASYNC = "async def fetch(client: httpx.AsyncClient"
AWAITED = {SYNC: ASYNC, "client.get(path)": "await client.get(path)"}
ASYNCIO = {
    "In a loop": {
        **AWAITED,
        "import time": "import asyncio",
        "time.sleep(delay)": "await asyncio.sleep(delay)",
    },
    "With tenacity": AWAITED,
    "With stamina": {
        **AWAITED,
        "def attempt()": "async def attempt()",
        "RetryingCaller(": "AsyncRetryingCaller(",
        "return call(": "return await call(",
    },
}
"""What becomes of each recipe with asyncio, as the guide says."""
RECIPES = [(title, is_async) for title in ASYNCIO for is_async in (False, True)]

Poll = Callable[..., tuple[Callable[[], int], list[float]]]
Answer = tuple[int, Mapping[str, str], str]
AWAY: Answer = (503, {"Retry-After": "7"}, "<html>away</html>")
TOO_LONG: Answer = (503, {"Retry-After": "3600"}, "<html>away</html>")
FAILED: Answer = (502, {}, '{"title": "PROVIDER_UNAVAILABLE"}')
BROKEN: Answer = (500, {}, '{"title": "SYSTEM_INTERNAL_ERROR"}')
GONE: Answer = (404, {}, '{"title": "SESSION_NOT_FOUND"}')
WELL: Answer = (200, {}, '{"id": "1"}')

CASES = [
    # Answers in order, the last one repeated; final status; shortest and longest waits.
    pytest.param([WELL], 200, [], id="success"),
    pytest.param([FAILED, FAILED, FAILED, WELL], 200, [(0, 1), (0, 2), (0, 4)], id="backoff"),
    pytest.param([AWAY, FAILED, WELL], 200, [(7, 8.75), (0, 2)], id="retry-after"),
    pytest.param([FAILED], 502, [(0, 1), (0, 2), (0, 4), (0, 8)], id="outage"),
    pytest.param([BROKEN, WELL], 200, [(0, 1)], id="once"),
    pytest.param([BROKEN], 500, [(0, 1)], id="once-and-no-more"),
    pytest.param([GONE], 404, [], id="never"),
    pytest.param([FAILED, TOO_LONG], 503, [(0, 1)], id="too-long"),
]


def run(title: str, *, is_async: bool = False) -> dict[str, Any]:
    """Run the block of a section, optionally changed for asyncio, and return its names."""
    names: dict[str, Any] = {"__name__": "guide"}
    code = BLOCKS[title]
    for blocking, awaited in (ASYNCIO[title] if is_async else {}).items():
        assert code.count(blocking) == 1
        code = code.replace(blocking, awaited)
    exec(compile(code, f"{title}.py", "exec"), names)  # noqa: S102 - the guide's
    return names


def test_blocks_of_guide() -> None:
    """Each section has at most one block of Python, and the tests below run them all."""
    assert GUIDE.count("```python") == len(BLOCKS)
    tested = {title for title, _ in RECIPES}
    others = {"What each advice means", "Poll", "Wrap errors in your own exceptions"}
    assert set(BLOCKS) == tested | others


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the list of requested sleeps, none of which is slept."""
    seconds: list[float] = []

    async def sleep(delay: float) -> None:
        seconds.append(delay)

    monkeypatch.setattr("time.sleep", seconds.append)
    monkeypatch.setattr("asyncio.sleep", sleep)
    return seconds


@pytest.mark.parametrize(("answers", "status", "expected"), CASES)
@pytest.mark.parametrize(("title", "is_async"), RECIPES)
def test_recipe_against_a_server(
    title: str,
    *,
    is_async: bool,
    answers: list[Answer],
    status: int,
    expected: list[tuple[float, float]],
    httpserver: HTTPServer,
    waits: list[float],
) -> None:
    """The loop retries as advised, at most five times, and waits as long as advised."""
    left: Iterator[Answer] = chain(answers, repeat(answers[-1]))

    def answer(_: Request) -> Response:
        code, headers, body = next(left)
        return Response(body, code, headers, content_type="application/json")

    httpserver.expect_request("/sessions/1").respond_with_handler(answer)
    names = run(title, is_async=is_async)
    names["jitter"] = random.Random(1)  # noqa: S311 - the delays must be the same in each run
    fetch = make_blocking(names["fetch"], httpserver.url_for(""))
    if status == 200:
        assert fetch().json() == {"id": "1"}
    else:
        with pytest.raises(idhub.IDHubError) as caught:
            fetch()
        assert caught.value.status == status
    assert len(httpserver.log) == len(expected) + 1
    jitter = random.Random(1)  # noqa: S311 - as above
    assert waits == [jitter.uniform(least, most) for least, most in expected]


def make_blocking(fetch: Any, url: str) -> Callable[[], httpx.Response]:
    """Return a blocking call of a recipe, synchronous or not."""

    def call() -> httpx.Response:
        with httpx.Client(base_url=url) as client:
            return fetch(client, "/sessions/1")  # type: ignore[no-any-return]

    async def call_async() -> httpx.Response:
        async with httpx.AsyncClient(base_url=url) as client:
            return await fetch(client, "/sessions/1")  # type: ignore[no-any-return]

    return (lambda: asyncio.run(call_async())) if asyncio.iscoroutinefunction(fetch) else call


@pytest.mark.parametrize(("title", "is_async"), RECIPES)
def test_recipe_without_a_server(title: str, *, is_async: bool, waits: list[float]) -> None:
    """An exception of the HTTP client leaves the loop unchanged."""
    fetch = make_blocking(run(title, is_async=is_async)["fetch"], "http://127.0.0.1:1")
    with pytest.raises(httpx.ConnectError):
        fetch()
    assert waits == []


class OrderPendingError(idhub.IDHubError, specimen_errors.PendingError):
    """The person has not acted yet, which no error of IDHub states."""

    info = specimen_errors.PendingError.info


PENDING: Answer = (202, {}, "")
PENDING_SOON: Answer = (202, {"Retry-After": "2"}, "")
PENDING_LONG: Answer = (202, {"Retry-After": "301"}, "")


@pytest.fixture
def poll(monkeypatch: pytest.MonkeyPatch) -> Poll:
    """Return `poll(*answers)`: a call that returns the final status and its waits.

    The last answer is repeated.
    """
    names = run("Poll")
    raise_other = idhub.raise_for_error

    def raise_for_error(response: httpx.Response) -> None:
        if response.status_code == 202:
            asked = response.headers.get("Retry-After")
            raise OrderPendingError(status=202, retry_after=asked and float(asked))
        raise_other(response)

    def prepare(*answers: Answer) -> tuple[Callable[[], int], list[float]]:
        waits: list[float] = []
        left = chain(answers, repeat(answers[-1]))

        def answer(_: httpx.Request) -> httpx.Response:
            status, headers, text = next(left)
            return httpx.Response(status, headers=headers, text=text)

        def call() -> int:
            transport = httpx.MockTransport(answer)
            with httpx.Client(base_url="https://idhub.example", transport=transport) as client:
                response: httpx.Response = names["wait_for"](client, "/orders/1")
                return response.status_code

        names["time"] = SimpleNamespace(sleep=waits.append, monotonic=lambda: 1_000 + sum(waits))
        return call, waits

    monkeypatch.setattr(idhub, "raise_for_error", raise_for_error)
    return prepare


def test_poll_until_somebody_has_acted(poll: Poll) -> None:
    """It polls as often as needed, at the interval of the response, otherwise at ours."""
    call, waits = poll(*[PENDING] * 6, PENDING_SOON, WELL)
    assert call() == 200
    assert waits == [5] * 6 + [2]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([PENDING], [5] * 60),
        ([PENDING, PENDING_LONG], [5]),
        ([PENDING, AWAY], [5]),
        ([GONE], []),
    ],
    ids=["deadline", "wait-beyond-deadline", "other-error-to-retry", "other-error"],
)
def test_poll_that_gives_up(poll: Poll, answers: list[Answer], expected: list[float]) -> None:
    """The deadline ends it before a wait that would exceed it; any other error ends it at once."""
    call, waits = poll(*answers)
    with pytest.raises(idhub.IDHubError) as caught:
        call()
    assert caught.value.status == answers[-1][0]
    assert waits == expected


@pytest.mark.parametrize(
    ("advice", "step"),
    [
        ("poll", "ask again"),
        ("backoff", "try again"),
        ("once", "try again"),
        ("after_fix", "hold"),
        ("never", "fail"),
        (None, "fail"),
    ],
)
def test_next_step_by_advice(advice: Advice | None, step: str) -> None:
    """Polls and errors that need a fix are handled differently from retries."""

    class OurError(specimen_errors.ApiError):
        info = specimen_errors.ErrorInfo(
            retry=None if advice is None else specimen_errors.Retry(advice)
        )

    assert run("What each advice means")["next_step"](OurError()) == step


def test_next_step_of_received_errors() -> None:
    """Advice depends on the response: an error that asks to wait is retried."""
    next_step = run("What each advice means")["next_step"]
    assert next_step(idhub.parse(status=404)) == "fail"
    assert next_step(idhub.parse(status=503, headers={"Retry-After": "7"})) == "try again"
    assert next_step(specimen_errors.PendingError()) == "ask again"


def test_table_of_advice_is_what_the_sdk_does() -> None:
    """The table has every advice, with the results of `is_retryable` and `retry_delay`."""
    rows = re.findall(
        r"(?m)^\| `(\w+)` +\| (\w+) +\| (.+?) +\|", SECTIONS["What each advice means"]
    )
    assert {advice for advice, _, _ in rows} == set(get_args(Advice))
    delays = {
        "increasing": [1, 2, 4],
        "one delay, then None": [1, None, None],
        "fixed": [5, 5, 5],
        "None": [None, None, None],
    }
    for advice, retryable, delay in rows:

        class OurError(specimen_errors.ApiError):
            info = specimen_errors.ErrorInfo(retry=specimen_errors.Retry(advice))

        error = OurError()
        assert str(specimen_errors.is_retryable(error)) == retryable
        assert [specimen_errors.retry_delay(error, n) for n in (1, 2, 3)] == delays[delay]


def test_guide_names_every_level_and_basis() -> None:
    """The guide names every level and every basis."""
    text = SECTIONS["Where the advice comes from"]
    said = dict(re.findall(r"(?m)^- `error\.retry\.(\w+)`: ([^;\n]+)", text))
    names = {attribute: set(re.findall(r"`(\w+)`", words)) for attribute, words in said.items()}
    assert names["level"] == set(get_args(Level))
    assert names["basis"] == set(get_args(Basis))


def test_own_exception_has_the_advice_of_its_cause() -> None:
    """A client's exception has the advice of its cause only with `causes=True`."""
    own = RuntimeError("no service")
    own.__cause__ = idhub.from_response(httpx.Response(503, headers={"Retry-After": "7"}))
    assert specimen_errors.retry_delay(own) is None
    assert run("Wrap errors in your own exceptions")["delay_of"](own, 1) == 7
