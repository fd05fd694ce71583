"""Many threads: each class is made once, and the first use may be anywhere.

| rule of the SDK | tests |
|---|---|
| an undocumented class is made under a lock: 32 threads get one class | `one_class` |
| parsing and converting are safe wherever they are first done | `first_use` |
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from eid_errors import ApiError, hopae
from eid_errors._runtime import provider, undocumented

THREADS = 32


def together(work: Callable[[], Any]) -> list[Any]:
    """Do the work in 32 threads that start at once; give what each of them got."""
    barrier = Barrier(THREADS)

    def run() -> Any:
        barrier.wait(timeout=30)
        return work()

    with ThreadPoolExecutor(THREADS) as pool:
        return [future.result() for future in [pool.submit(run) for _ in range(THREADS)]]


@pytest.fixture
def unmade(monkeypatch: pytest.MonkeyPatch) -> provider.Provider[Any]:
    """Give Hopae's provider as it is before any undocumented class was made.

    A class takes its time to be made, so that all threads find it missing.
    """
    named = undocumented.name_of

    def slowly(family: type[ApiError], kind: str) -> str:
        time.sleep(0.001)
        return named(family, kind)

    families = hopae._provider._undocumented._families
    unmade = undocumented.Undocumented[Any](dict(vars(hopae)), families)
    monkeypatch.setattr(hopae._provider, "_undocumented", unmade)
    monkeypatch.setattr(undocumented, "name_of", slowly)
    return hopae._provider


@pytest.mark.parametrize("title", ["SESSION_NEW", "RESOURCE_NEW", "NEW"])
@pytest.mark.parametrize("status", [409, 404, 503])
def test_one_class_of_parsed_errors(
    unmade: provider.Provider[Any], title: str, status: int
) -> None:
    """Errors that threads parse at once are of one class, and catch each other."""
    errors = together(lambda: unmade.parse(status=status, body={"title": title}))
    assert len({type(error) for error in errors}) == 1
    with pytest.raises(type(errors[0])):
        raise errors[-1]


@pytest.mark.parametrize("stem", ["Session", "SystemFault", "Hopae"])
def test_one_class_by_name(unmade: provider.Provider[Any], stem: str) -> None:
    """Threads that ask for a class by name at once get the same."""
    name = f"Undocumented{stem}ConflictError"
    classes = together(lambda: unmade.module_attribute(name))
    assert len(set(classes)) == 1
    assert classes[0].__name__ == name


def test_first_use_in_every_thread_at_once(fresh: Callable[..., str]) -> None:
    """The lookups are made on the first response, wherever it is parsed first."""
    said = fresh(
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from threading import Barrier\n"
        "from eid_errors import hopae\n"
        "barrier = Barrier(32)\n"
        "def work(number):\n"
        "    barrier.wait(timeout=30)\n"
        "    body = {'title': ('SESSION_NOT_FOUND', 'SESSION_NEW')[number % 2]}\n"
        "    return type(hopae.parse(status=409, body=body)), hopae.converter is not None\n"
        "with ThreadPoolExecutor(32) as pool:\n"
        "    found = set(pool.map(work, range(32)))\n"
        "print(sorted((cls.__name__, made) for cls, made in found))\n"
    )
    assert said == "[('SessionNotFoundError', True), ('UndocumentedSessionConflictError', True)]"


def test_retry_after_in_every_thread_at_once() -> None:
    """An error that threads share gives all of them the same delay."""
    error: ApiError = hopae.parse(status=503, headers={"Retry-After": "5"})
    assert together(lambda: error.retry_after) == [5.0] * THREADS
