"""Many threads and tasks: each class is created once, wherever it is first used.

| rule of the SDK | tests |
|---|---|
| an undocumented class is created under a lock: 32 threads get one class | `one_class` |
| the first parse and the first conversion are safe in any thread | `first_use` |
| 32 threads and 1,000 tasks get what sequential calls return | `like_sequential_calls` |
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import attrs
import httpx
import pytest

from specimen_errors import PROVIDERS, ApiError, idhub, retry_delay
from specimen_errors._runtime import joined, provider
from specimen_errors.testing import example_responses

THREADS = 32
TASKS = 1_000

RESPONSES = {
    name: [
        *((example.status, example.headers, example.body) for example in example_responses(name)),
        *(
            (example.status, {"Retry-After": "7"}, example.body[:-1])
            for example in example_responses(name)
        ),
        (409, {}, b'{"title": "SESSION_NEW", "error": "new", "errors": {"new": {"code": "new"}}}'),
        (401, {"WWW-Authenticate": 'Basic realm="a", DPoP error="invalid_token"'}, b""),
        (502, {}, b"<html>"),
        (404, {}, b"\x1f\x8b"),
        (400, {"Content-Type": "application/json; charset=utf-16"}, b"{\0}\0"),
    ]
    for name in PROVIDERS
}
"""Documented and undocumented responses of each provider, and unrelated ones."""


def run_together(work: Callable[[], Any]) -> list[Any]:
    """Call a function in 32 threads that start together, and return their results."""
    barrier = Barrier(THREADS)

    def run() -> Any:
        barrier.wait(timeout=30)
        return work()

    with ThreadPoolExecutor(THREADS) as pool:
        return [future.result() for future in [pool.submit(run) for _ in range(THREADS)]]


@pytest.fixture
def unmade(monkeypatch: pytest.MonkeyPatch) -> provider.Provider[Any]:
    """Return IDHub's provider before any class of undocumented errors exists.

    Creating a class takes some time, so all threads find it missing.
    """
    named = joined.make_name

    def slowly(prefix: str, family: type[ApiError], kind: str) -> str:
        time.sleep(0.001)
        return named(prefix, family, kind)

    families = idhub._provider._joined_classes._families
    unmade = joined.JoinedClasses[Any](dict(vars(idhub)), families)
    monkeypatch.setattr(idhub._provider, "_joined_classes", unmade)
    monkeypatch.setattr(joined, "make_name", slowly)
    return idhub._provider


@pytest.mark.parametrize("title", ["SESSION_NEW", "RESOURCE_NEW", "NEW"])
@pytest.mark.parametrize("status", [409, 404, 503])
def test_one_class_of_parsed_errors(
    unmade: provider.Provider[Any], title: str, status: int
) -> None:
    """Errors that threads parse at the same time have the same class."""
    errors = run_together(lambda: unmade.parse(status=status, body={"title": title}))
    assert len({type(error) for error in errors}) == 1
    with pytest.raises(type(errors[0])):
        raise errors[-1]


@pytest.mark.parametrize("stem", ["Session", "SystemFault", "IDHub"])
def test_one_class_by_name(unmade: provider.Provider[Any], stem: str) -> None:
    """Threads that look up a class by name at the same time get the same one."""
    name = f"Undocumented{stem}ConflictError"
    classes = run_together(lambda: unmade.get_module_attribute(name))
    assert len(set(classes)) == 1
    assert classes[0].__name__ == name


def test_first_use_in_every_thread_at_once(fresh: Callable[..., str]) -> None:
    """The lookups are built on the first response, in the thread that parses it."""
    said = fresh(
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from threading import Barrier\n"
        "from specimen_errors import idhub\n"
        "barrier = Barrier(32)\n"
        "def work(number):\n"
        "    barrier.wait(timeout=30)\n"
        "    body = {'title': ('SESSION_NOT_FOUND', 'SESSION_NEW')[number % 2]}\n"
        "    return type(idhub.parse(status=409, body=body)), idhub.converter is not None\n"
        "with ThreadPoolExecutor(32) as pool:\n"
        "    found = set(pool.map(work, range(32)))\n"
        "print(sorted((cls.__name__, made) for cls, made in found))\n"
    )
    assert said == "[('SessionNotFoundError', True), ('UndocumentedSessionConflictError', True)]"


def test_retry_after_in_every_thread_at_once() -> None:
    """An error shared by threads has the same delay in each of them."""
    error: ApiError = idhub.parse(status=503, headers={"Retry-After": "5"})
    assert run_together(lambda: error.retry_after) == [5.0] * THREADS


# Compared with sequential calls


def describe(error: ApiError) -> tuple[object, ...]:
    """Return everything that a client reads from an error."""
    fields = {field.name: getattr(error, field.name) for field in attrs.fields(type(error))}
    asked = (error.retry, retry_delay(error, attempt=2), error.to_problem(), error.log_fields())
    return type(error), fields, str(error), repr(error), asked


@pytest.mark.parametrize("name", PROVIDERS)
def test_threads_parse_like_sequential_calls(name: str) -> None:
    """Each thread parses all responses, and none gets fields of another response."""
    parse = PROVIDERS[name].load().parse

    def work() -> list[object]:
        return [describe(parse(status=s, headers=h, body=b)) for s, h, b in RESPONSES[name]]

    expected = work()
    assert all(found == expected for found in run_together(work))


@pytest.mark.parametrize("name", PROVIDERS)
def test_tasks_raise_like_sequential_calls(name: str) -> None:
    """Each task waits before it parses its response, so tasks interleave."""
    module = PROVIDERS[name].load()
    responses = [
        httpx.Response(s, headers=h, content=b)
        for s, h, b in RESPONSES[name]
        if not b.startswith(b"\x1f")
    ]

    async def work(number: int) -> tuple[object, ...]:
        await asyncio.sleep(0)
        with pytest.raises(ApiError) as caught:
            await module.araise_for_error(responses[number % len(responses)])
        await asyncio.sleep(0)
        return describe(caught.value)

    async def all_of_them() -> list[tuple[object, ...]]:
        return await asyncio.gather(*map(work, range(TASKS)))

    expected = [asyncio.run(work(number)) for number in range(len(responses))]
    found = asyncio.run(all_of_them())
    assert all(result == expected[n % len(expected)] for n, result in enumerate(found))
