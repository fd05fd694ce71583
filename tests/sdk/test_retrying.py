"""Whether and when to try again; what `Retry-After` says is in `test_retry_after.py`.

| rule of the SDK | tests |
|---|---|
| `is_retryable` is True, False, or None if nothing is known, for any exception | `retryable` |
| advice per error, with its basis: error, group, category, kind, response | `advice` |
| `never` means never automatically; `Retry-After` at 429 and 503 makes it retryable | `asked` |
| the response's delay, else the documented, else a policy; `once` at the first attempt | `delay` |
| who says the delay | `basis` |
| the SDK never sleeps | `delay_without_sleeping` |
| jitter: full for policy, longer only for what is asked for, none for polls | `jitter` |
| causes are looked at when asked for, up to a hundred; members of a group never | `cause` |
"""

from __future__ import annotations

import importlib
import math
import pickle
import random
import time
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import pytest

import specimen_errors
from specimen_errors import (
    ApiError,
    ErrorInfo,
    Retry,
    autograph,
    idhub,
    is_retryable,
    retry_delay,
    seal,
    stepup,
)
from specimen_errors._runtime.facts import Advice


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (idhub.ProviderUnavailableError(), True),
        (idhub.SystemInternalError(), True),
        (idhub.SessionNotFoundError(), False),
        (autograph.MissingScopeError(), False),
        (autograph.Internal699Error(), True),
        (seal.ResourceConflictError(), None),
        (stepup.ServerSideError(), None),
        (stepup.TooManyRequestsError(), True),
        (specimen_errors.PendingError(), True),
        (specimen_errors.DeclinedError(), False),
        (specimen_errors.UnsupportedError(), False),
        (specimen_errors.ConflictError(), None),
        (ApiError(), None),
        (ApiError(status=503), None),
        (ValueError("x"), None),
        (TimeoutError(), None),
        (KeyboardInterrupt(), None),
        (ExceptionGroup("g", [idhub.ProviderUnavailableError()]), None),
    ],
    ids=repr,
)
def test_retryable_is_true_false_or_unknown(error: BaseException, *, expected: bool | None) -> None:
    """Any exception has an answer; a delay is given only where it is True."""
    assert is_retryable(error) is expected
    assert (retry_delay(error) is not None) is (expected is True)


@pytest.mark.parametrize(
    ("advice", "expected"),
    [("once", True), ("backoff", True), ("poll", True), ("never", False), ("after_fix", False)],
)
def test_retryable_by_advice(advice: Advice, *, expected: bool) -> None:
    """Each advice is either for automatic retries or not."""

    class OurError(ApiError):
        info = ErrorInfo(retry=Retry(advice))

    assert is_retryable(OurError()) is expected


def test_advice_of_error_group_category_and_kind() -> None:
    """The nearest level that says something is taken, and is named."""
    levels = {
        error.retry.level: error.retry.advice
        for error in (
            autograph.parse(status=403, body={"error": "insufficient_scope -- SIG_BB604"}),
            autograph.parse(status=400, body={"error": "json_validation_error -- SIG_BB600"}),
            idhub.parse(status=404, body={"title": "SESSION_NOT_FOUND"}),
            stepup.parse(status=429, body={"error": "TOO_MANY_REQUESTS"}),
        )
        if error.retry is not None
    }
    assert levels == {
        "error": "after_fix",
        "group": "after_fix",
        "category": "never",
        "kind": "backoff",
    }


def test_advice_for_unknown_code_is_that_of_its_status() -> None:
    """The category of the received status advises; where there is none, the kind does."""
    assert idhub.parse(status=500, body={"title": "SYSTEM_NEW"}).retry == Retry(
        "once", basis="documented", level="category"
    )
    assert idhub.parse(status=404).retry == Retry("never", basis="documented", level="category")
    assert seal.parse(status=404).retry == Retry("after_fix", basis="derived", level="kind")
    assert seal.parse(status=418 + 100).retry is None


def test_advice_for_known_code_is_its_own_at_any_status() -> None:
    """A documented error keeps the advice of its own category, whatever status came with it."""
    error = idhub.parse(status=503, body={"title": "SESSION_NOT_FOUND"})
    assert error.retry == Retry("never", basis="documented", level="category")


def test_advice_of_odd_documentation_is_kept() -> None:
    """A documented strategy stands even where it is odd: IDHub's 501 is retried once."""
    error = idhub.parse(status=501, body={"title": "SYSTEM_UNSUPPORTED_MODE"})
    assert isinstance(error, specimen_errors.UnsupportedError)
    assert is_retryable(error) is True


@pytest.mark.parametrize("status", ["404", True, 10**30, 4.5])
def test_advice_of_hand_made_error_with_odd_status(status: int) -> None:
    """A status of the wrong type belongs to no category."""
    assert is_retryable(idhub.IDHubError(status=status)) is None


# What the response asks for


@pytest.mark.parametrize("status", [429, 503])
def test_asked_to_wait_makes_never_retryable(acme: ModuleType, status: int) -> None:
    """At 429 and 503 `Retry-After` outweighs a documented `never`, and says so."""
    headers = {"Retry-After": "5"}
    error = acme.parse(status=status, headers=headers, body={"error": "busy"})
    assert acme.BusyError.info.retry.advice == "never"
    assert (error.retry.advice, error.retry.delay) == ("backoff", 5.0)
    assert (error.retry.basis, error.retry.level) == ("response", "response")
    unasked = acme.parse(status=status, body={"error": "busy"})
    assert unasked.retry.advice == "never"


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    "body", [{"title": "SESSION_NOT_FOUND"}, {"title": "SESSION_NEW"}, {"title": "NEW"}, None]
)
def test_asked_to_wait_by_idhub(status: int, body: Mapping[str, object] | None) -> None:
    """Known or not, an error that asks to wait may be retried after that time."""
    error = idhub.parse(status=status, headers={"retry-after": "30"}, body=body)
    assert is_retryable(error) is True
    assert retry_delay(error, attempt=1) == retry_delay(error, attempt=9) == 30.0


@pytest.mark.parametrize("status", [400, 401, 404, 409])
def test_asked_to_wait_at_another_status(status: int) -> None:
    """Elsewhere `Retry-After` makes nothing retryable."""
    error = idhub.parse(status=status, headers={"Retry-After": "30"}, body={"title": "SESSION_NEW"})
    assert error.retry_after == 30.0
    assert is_retryable(error) is False
    assert retry_delay(error) is None


@pytest.mark.parametrize("status", [429, 503])
def test_asked_to_wait_before_the_fix(status: int) -> None:
    """What is to be retried after a fix may be retried after the time asked for, too."""
    body = {"error": "insufficient_scope -- SIG_BB604"}
    error = autograph.parse(status=status, headers={"Retry-After": "30"}, body=body)
    assert is_retryable(autograph.parse(status=status, body=body)) is False
    assert retry_delay(error) == 30.0


def test_asked_to_wait_where_nothing_is_known() -> None:
    """Where no page gives advice, being asked to wait is advice."""
    error = seal.parse(status=503, headers={"Retry-After": "1"}, body={"errors": {"conflict": {}}})
    assert is_retryable(error) is True


def test_asked_to_wait_by_hand() -> None:
    """A hand-made error that asks to wait is treated as a parsed one."""
    error = idhub.SessionError(status=429, retry_after=12)
    assert is_retryable(error) is True
    assert retry_delay(error) == 12


@pytest.mark.parametrize(
    "cls", [ApiError, specimen_errors.ConflictError, specimen_errors.NotFoundError]
)
def test_asked_to_wait_by_no_provider(cls: type[ApiError]) -> None:
    """An error of no provider's is treated as one of a provider's."""
    assert not is_retryable(cls(status=503))
    assert not is_retryable(cls(status=409, retry_after=12))
    error = cls(status=503, retry_after=12)
    assert error.retry == Retry("backoff", delay=12.0, basis="response", level="response")
    assert retry_delay(error) == 12


# Delays


def test_basis_of_delay(acme: ModuleType, golden: Mapping[str, ModuleType]) -> None:
    """The advice tells who gives it, and who says its delay: they need not be the same."""
    cases = (
        (idhub.ProviderUnavailableError(), "documented", None),
        (idhub.ProviderUnavailableError(retry_after=7), "documented", "response"),
        (idhub.SessionNotFoundError(status=503, retry_after=7), "response", "response"),
        (idhub.ProviderUnavailableError(retry_after=-1), "documented", None),
        (stepup.TooManyRequestsError(retry_after=7), "derived", "response"),
        (acme.LaterError(), "documented", "documented"),
        (acme.LaterError(retry_after=7), "documented", "response"),
        (golden["doorkeeper"].CancelledByDoorError(), "derived", "derived"),
    )
    given = [error.retry for error, _, _ in cases]
    assert [one and (one.basis, one.delay_basis) for one in given] == [
        (basis, delay_basis) for _, basis, delay_basis in cases
    ]


def test_basis_of_delay_that_is_the_documented_one(acme: ModuleType) -> None:
    """A response that asks for just as long as is documented is known by it all the same."""
    asked = acme.LaterError(retry_after=4)
    assert asked.retry.delay == acme.LaterError.info.retry.delay
    assert asked.retry != acme.LaterError.info.retry
    assert pickle.loads(pickle.dumps(asked.retry)) == asked.retry  # noqa: S301 - our own


def test_delay_of_backoff_grows_to_a_minute() -> None:
    """Where nobody documents a delay it doubles from a second to sixty."""
    error = idhub.ProviderUnavailableError()
    delays = [retry_delay(error, attempt) for attempt in range(1, 9)]
    assert delays == [1, 2, 4, 8, 16, 32, 60, 60]
    assert retry_delay(error, 10**9) == 60


def test_delay_of_backoff_starts_from_the_documented_one(acme: ModuleType) -> None:
    """A documented delay is where it starts."""
    error = acme.parse(status=502, body={"error": "later"})
    delay = importlib.import_module("acme_errors").retry_delay
    assert [delay(error, attempt) for attempt in range(1, 7)] == [4, 8, 16, 32, 60, 60]
    longer = acme.parse(status=504, body={"error": "much_later"})
    assert [delay(longer, attempt) for attempt in (1, 2)] == [90, 90]


def test_delay_of_once_is_for_the_first_attempt() -> None:
    """After the second failure there is no further attempt."""
    error = idhub.SystemInternalError(status=500)
    assert retry_delay(error, attempt=1) == 1.0
    assert retry_delay(error, attempt=2) is None
    asked = idhub.SystemInternalError(status=500, retry_after=9)
    assert retry_delay(asked, attempt=1) == 9
    assert retry_delay(asked, attempt=2) is None


def test_delay_of_once_as_documented(acme: ModuleType) -> None:
    """A documented delay is given as it is."""
    error = acme.parse(status=500, body={"error": "again"})
    delay = importlib.import_module("acme_errors").retry_delay
    assert [delay(error), delay(error, attempt=2)] == [30.0, None]


def test_delay_of_poll_is_even() -> None:
    """Polling has the same pace at each attempt."""
    error = specimen_errors.PendingError()
    assert [retry_delay(error, attempt) for attempt in (1, 2, 50)] == [5, 5, 5]
    assert retry_delay(specimen_errors.PendingError(retry_after=2), attempt=3) == 2


def test_delay_of_policy_is_no_fact() -> None:
    """The delays of our own are in no `info` and in no advice."""
    error = idhub.ProviderUnavailableError()
    assert retry_delay(error) == 1.0
    assert error.info.retry is not None
    assert error.retry is not None
    assert (error.info.retry.delay, error.retry.delay) == (None, None)


@pytest.mark.parametrize("attempt", [0, -1, -(10**5_000)], ids=["zero", "negative", "huge"])
def test_delay_of_no_attempt(attempt: int) -> None:
    """Attempts count from 1, for any exception."""
    for error in (idhub.ProviderUnavailableError(), ValueError("x")):
        with pytest.raises(ValueError, match="expected attempt to be at least 1, found"):
            retry_delay(error, attempt)


@pytest.mark.parametrize("attempt", ["1", 1.0, True, None], ids=repr)
def test_delay_of_attempt_that_is_no_integer(attempt: Any) -> None:
    """It is a TypeError that names what was found, for any exception."""
    for error in (idhub.ProviderUnavailableError(), ValueError("x")):
        with pytest.raises(TypeError, match=f"attempt to be an .*{type(attempt).__name__}$"):
            retry_delay(error, attempt)


@pytest.mark.parametrize("asked", [-1, float("nan"), float("-inf"), True])
def test_delay_of_hand_made_nonsense(asked: float) -> None:
    """A wish that makes no sense is none: the delay is the policy's."""
    error = specimen_errors.UnavailableError(status=503, retry_after=asked)
    assert retry_delay(error) == 1.0
    assert error.retry == error.info.retry


def test_delay_of_hand_made_absurdity() -> None:
    """As in a response, a day is the most."""
    for asked in (float("inf"), 10**400):
        assert retry_delay(idhub.SessionError(status=429, retry_after=asked)) == 86_400.0


def test_delay_without_sleeping(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK tells the time to wait, and does not wait itself."""

    def sleep(_: float) -> None:
        pytest.fail("the SDK sleeps")

    monkeypatch.setattr(time, "sleep", sleep)
    headers = {"Retry-After": "60"}
    with pytest.raises(idhub.IDHubError) as caught:
        raise idhub.parse(status=503, headers=headers)
    assert retry_delay(caught.value) == 60


# Jitter


def seeded(seed: int = 1) -> random.Random:
    return random.Random(seed)  # noqa: S311 - nothing to keep secret


POLICY = [1, 2, 4, 8, 16, 32, 60, 60]


def test_jitter_of_policy_is_full() -> None:
    """Delays of our own lie anywhere between 0 and what they are without jitter."""
    error = idhub.ProviderUnavailableError()
    jitter = seeded()
    for attempt, most in enumerate(POLICY, 1):
        delays = [retry_delay(error, attempt, jitter=jitter) or 0.0 for _ in range(200)]
        assert 0 <= min(delays) < most / 10
        assert most * 0.9 < max(delays) <= most


def test_jitter_of_once_is_full() -> None:
    """The one delay of our own is spread as well; there is still no second one."""
    error = idhub.SystemInternalError(status=500)
    jitter = seeded()
    delays = {retry_delay(error, jitter=jitter) or 0.0 for _ in range(200)}
    assert min(delays) < 0.1
    assert 0.9 < max(delays) <= 1
    assert retry_delay(error, 2, jitter=jitter) is None


def test_jitter_of_equal_seeds_is_equal() -> None:
    """The same seed gives the same delays, another one others."""
    error = idhub.ProviderUnavailableError()

    def delays(seed: int) -> list[float | None]:
        jitter = seeded(seed)
        return [retry_delay(error, attempt, jitter=jitter) for attempt in range(1, 9)]

    assert delays(1) == delays(1) != delays(2)


@pytest.mark.parametrize("attempt", [1, 5])
@pytest.mark.parametrize("asked", [0.0, 1.0, 40.0, 3_600.0])
def test_jitter_of_what_the_response_asks_for(asked: float, attempt: int) -> None:
    """It is never made shorter, and up to a quarter longer."""
    error = idhub.SessionError(status=503, retry_after=asked)
    jitter = seeded()
    delays = [retry_delay(error, attempt, jitter=jitter) or 0.0 for _ in range(200)]
    assert asked <= min(delays) <= asked * 1.05
    assert asked * 1.2 <= max(delays) <= asked * 1.25


def test_jitter_of_what_is_documented(acme: ModuleType) -> None:
    """A documented delay is the least; what grows above it is ours, and spread."""
    delay = importlib.import_module("acme_errors").retry_delay
    jitter = seeded()

    def span(error: object, attempt: int) -> tuple[float, float]:
        delays = [delay(error, attempt, jitter=jitter) for _ in range(400)]
        return round(min(delays), 1), round(max(delays), 1)

    later = acme.parse(status=502, body={"error": "later"})  # 4, 8, 16 … without jitter
    assert [span(later, attempt) for attempt in (1, 2)] == [(4.0, 5.0), (4.0, 8.0)]
    again = acme.parse(status=500, body={"error": "again"})  # once, after 30 seconds
    assert span(again, 1) == (30.0, 37.5)


def test_jitter_of_poll_is_none() -> None:
    """A poll keeps its pace, and takes nothing from the source of randomness."""
    jitter = seeded()
    assert retry_delay(specimen_errors.PendingError(), jitter=jitter) == 5
    assert retry_delay(specimen_errors.PendingError(retry_after=2), jitter=jitter) == 2
    assert jitter.random() == seeded().random()


@pytest.mark.parametrize("jitter", [True, 0.5, random.Random, math], ids=str)
def test_jitter_of_another_type(jitter: Any) -> None:
    """It is a TypeError that names what was found, for any exception."""
    for error in (idhub.ProviderUnavailableError(), ValueError("x")):
        with pytest.raises(TypeError, match=f"random.Random, found {type(jitter).__name__}"):
            retry_delay(error, jitter=jitter)


def test_jitter_without_importing_random(fresh: Callable[..., str]) -> None:
    """Who asks for no jitter does not wait for `random`."""
    code = (
        "import sys; from specimen_errors import idhub, retry_delay; "
        "retry_delay(idhub.parse(status=503)); print('random' in sys.modules)"
    )
    assert fresh(code) == "False"


# Causes


class ServiceError(Exception):
    """A client's own exception."""


def raised_from(cause: BaseException, links: int = 1) -> ServiceError:
    """Return an exception that was raised from a cause, over several links."""
    for _ in range(links):
        outer = ServiceError("no")
        outer.__cause__ = cause
        cause = outer
    assert isinstance(cause, ServiceError)
    return cause


def test_cause_is_seen_when_asked_for() -> None:
    """Only then an exception of a client's has the advice of what it was raised from."""
    with pytest.raises(ServiceError) as caught:
        raise ServiceError from idhub.parse(status=503, headers={"Retry-After": "7"})
    assert is_retryable(caught.value) is retry_delay(caught.value) is None
    assert is_retryable(caught.value, causes=True) is True
    assert retry_delay(caught.value, causes=True) == 7
    assert retry_delay(caught.value, 3, causes=True, jitter=seeded()) != 7


def test_cause_of_a_provider_error_is_not_asked() -> None:
    """The first provider's error of the chain answers, be it that it knows nothing."""
    unknown = seal.ResourceConflictError()
    unknown.__cause__ = idhub.ProviderUnavailableError()
    assert is_retryable(unknown, causes=True) is None
    assert is_retryable(raised_from(unknown), causes=True) is None


def test_cause_is_not_context() -> None:
    """What an exception happened to follow says nothing about it."""
    error = ServiceError()
    error.__context__ = idhub.ProviderUnavailableError()
    assert is_retryable(error, causes=True) is None


@pytest.mark.parametrize(("links", "expected"), [(1, True), (99, True), (100, None), (5_000, None)])
def test_cause_far_away(links: int, *, expected: bool | None) -> None:
    """A hundred exceptions of a chain are looked at."""
    error = raised_from(idhub.ProviderUnavailableError(), links)
    assert is_retryable(error, causes=True) is expected


def test_cause_that_leads_back() -> None:
    """A chain that closes on itself has an end."""
    first, second = ServiceError(), ServiceError()
    first.__cause__, second.__cause__ = second, first
    assert is_retryable(first, causes=True) is retry_delay(first, causes=True) is None


def test_cause_of_a_group() -> None:
    """The members of a group are several requests: only what it was raised from counts."""
    group = ExceptionGroup("several", [idhub.ProviderUnavailableError()])
    assert is_retryable(group, causes=True) is None
    assert is_retryable(raised_from(group), causes=True) is None
    group.__cause__ = idhub.ProviderUnavailableError()
    assert is_retryable(group, causes=True) is True
