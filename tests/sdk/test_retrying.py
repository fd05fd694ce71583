"""Whether and when to retry; `test_retry_after.py` tests `Retry-After`.

| rule of the SDK | tests |
|---|---|
| `is_retryable` is True, False, or None if nothing is known, for any exception | `retryable` |
| advice per error, with its basis: error, group, category, kind, response | `advice` |
| `never` means never automatically; `Retry-After` with 429 and 503 allows a retry | `asked` |
| the response's delay, then the documented, then a policy; `once` for one attempt | `delay` |
| the advice names the source of its delay | `basis` |
| the SDK never sleeps | `delay_without_sleeping` |
| jitter: full for policy, only longer for requested delays, none for polls | `jitter` |
| causes are followed on request, up to a hundred; members of a group never are | `cause` |
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
    """The answer exists for any exception; a delay is given only if it is True."""
    assert is_retryable(error) is expected
    assert (retry_delay(error) is not None) is (expected is True)


@pytest.mark.parametrize(
    ("advice", "expected"),
    [("once", True), ("backoff", True), ("poll", True), ("never", False), ("after_fix", False)],
)
def test_retryable_by_advice(advice: Advice, *, expected: bool) -> None:
    """Each advice either allows automatic retries or does not."""

    class OurError(ApiError):
        info = ErrorInfo(retry=Retry(advice))

    assert is_retryable(OurError()) is expected


def test_advice_of_error_group_category_and_kind() -> None:
    """Advice comes from the nearest level that has any, and names it."""
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
    """Advice comes from the category of the received status, otherwise from the kind."""
    assert idhub.parse(status=500, body={"title": "SYSTEM_NEW"}).retry == Retry(
        "once", basis="documented", level="category"
    )
    assert idhub.parse(status=404).retry == Retry("never", basis="documented", level="category")
    assert seal.parse(status=404).retry == Retry("after_fix", basis="derived", level="kind")
    assert seal.parse(status=418 + 100).retry is None


def test_advice_for_known_code_is_its_own_at_any_status() -> None:
    """A documented error keeps the advice of its own category at any status."""
    error = idhub.parse(status=503, body={"title": "SESSION_NOT_FOUND"})
    assert error.retry == Retry("never", basis="documented", level="category")


def test_advice_of_odd_documentation_is_kept() -> None:
    """Documented advice is kept even if it is odd: IDHub's 501 is retried once."""
    error = idhub.parse(status=501, body={"title": "SYSTEM_UNSUPPORTED_MODE"})
    assert isinstance(error, specimen_errors.UnsupportedError)
    assert is_retryable(error) is True


@pytest.mark.parametrize("status", ["404", True, 10**30, 4.5])
def test_advice_of_hand_made_error_with_odd_status(status: int) -> None:
    """A status of the wrong type belongs to no category."""
    assert is_retryable(idhub.IDHubError(status=status)) is None


# Requested delays


@pytest.mark.parametrize("status", [429, 503])
def test_asked_to_wait_makes_never_retryable(acme: ModuleType, status: int) -> None:
    """With 429 and 503, `Retry-After` overrides a documented `never`, and the advice says so."""
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
    """Documented or not, an error that asks to wait may be retried after that time."""
    error = idhub.parse(status=status, headers={"retry-after": "30"}, body=body)
    assert is_retryable(error) is True
    assert retry_delay(error, attempt=1) == retry_delay(error, attempt=9) == 30.0


@pytest.mark.parametrize("status", [400, 401, 404, 409])
def test_asked_to_wait_at_another_status(status: int) -> None:
    """With any other status, `Retry-After` does not allow a retry."""
    error = idhub.parse(status=status, headers={"Retry-After": "30"}, body={"title": "SESSION_NEW"})
    assert error.retry_after == 30.0
    assert is_retryable(error) is False
    assert retry_delay(error) is None


@pytest.mark.parametrize("status", [429, 503])
def test_asked_to_wait_before_the_fix(status: int) -> None:
    """An error to retry after a fix may also be retried after the requested time."""
    body = {"error": "insufficient_scope -- SIG_BB604"}
    error = autograph.parse(status=status, headers={"Retry-After": "30"}, body=body)
    assert is_retryable(autograph.parse(status=status, body=body)) is False
    assert retry_delay(error) == 30.0


def test_asked_to_wait_where_nothing_is_known() -> None:
    """If no page gives advice, a request to wait is the advice."""
    error = seal.parse(status=503, headers={"Retry-After": "1"}, body={"errors": {"conflict": {}}})
    assert is_retryable(error) is True


def test_asked_to_wait_by_hand() -> None:
    """A hand-made error that asks to wait is treated like a parsed one."""
    error = idhub.SessionError(status=429, retry_after=12)
    assert is_retryable(error) is True
    assert retry_delay(error) == 12


@pytest.mark.parametrize(
    "cls", [ApiError, specimen_errors.ConflictError, specimen_errors.NotFoundError]
)
def test_asked_to_wait_without_a_provider(cls: type[ApiError]) -> None:
    """An error without a provider is treated like a provider's."""
    assert not is_retryable(cls(status=503))
    assert not is_retryable(cls(status=409, retry_after=12))
    error = cls(status=503, retry_after=12)
    assert error.retry == Retry("backoff", delay=12.0, basis="response", level="response")
    assert retry_delay(error) == 12


# Delays


def test_basis_of_delay(acme: ModuleType, golden: Mapping[str, ModuleType]) -> None:
    """The advice has one basis and its delay another, which may differ."""
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
    advice = [error.retry for error, _, _ in cases]
    assert [retry and (retry.basis, retry.delay_basis) for retry in advice] == [
        (basis, delay_basis) for _, basis, delay_basis in cases
    ]


def test_basis_of_delay_that_is_the_documented_one(acme: ModuleType) -> None:
    """A delay from the response counts as such even if it equals the documented one."""
    asked = acme.LaterError(retry_after=4)
    assert asked.retry.delay == acme.LaterError.info.retry.delay
    assert asked.retry != acme.LaterError.info.retry
    assert pickle.loads(pickle.dumps(asked.retry)) == asked.retry  # noqa: S301 - our own


def test_delay_of_backoff_grows_to_a_minute() -> None:
    """If no delay is documented, it doubles from one second to sixty."""
    error = idhub.ProviderUnavailableError()
    delays = [retry_delay(error, attempt) for attempt in range(1, 9)]
    assert delays == [1, 2, 4, 8, 16, 32, 60, 60]
    assert retry_delay(error, 10**9) == 60


def test_delay_of_backoff_starts_from_the_documented_one(acme: ModuleType) -> None:
    """A documented delay is the first one."""
    error = acme.parse(status=502, body={"error": "later"})
    delay = importlib.import_module("acme_errors").retry_delay
    assert [delay(error, attempt) for attempt in range(1, 7)] == [4, 8, 16, 32, 60, 60]
    longer = acme.parse(status=504, body={"error": "much_later"})
    assert [delay(longer, attempt) for attempt in (1, 2)] == [90, 90]


def test_delay_of_once_is_for_the_first_attempt() -> None:
    """After the second failure, there is no further attempt."""
    error = idhub.SystemInternalError(status=500)
    assert retry_delay(error, attempt=1) == 1.0
    assert retry_delay(error, attempt=2) is None
    asked = idhub.SystemInternalError(status=500, retry_after=9)
    assert retry_delay(asked, attempt=1) == 9
    assert retry_delay(asked, attempt=2) is None


def test_delay_of_once_as_documented(acme: ModuleType) -> None:
    """A documented delay is used unchanged."""
    error = acme.parse(status=500, body={"error": "again"})
    delay = importlib.import_module("acme_errors").retry_delay
    assert [delay(error), delay(error, attempt=2)] == [30.0, None]


def test_delay_of_poll_is_even() -> None:
    """Polling keeps the same interval at each attempt."""
    error = specimen_errors.PendingError()
    assert [retry_delay(error, attempt) for attempt in (1, 2, 50)] == [5, 5, 5]
    assert retry_delay(specimen_errors.PendingError(retry_after=2), attempt=3) == 2


def test_delay_of_policy_is_not_a_fact() -> None:
    """Delays of our policy are in neither `info` nor advice."""
    error = idhub.ProviderUnavailableError()
    assert retry_delay(error) == 1.0
    assert error.info.retry is not None
    assert error.retry is not None
    assert (error.info.retry.delay, error.retry.delay) == (None, None)


@pytest.mark.parametrize("attempt", [0, -1, -(10**5_000)], ids=["zero", "negative", "huge"])
def test_delay_of_an_attempt_below_one(attempt: int) -> None:
    """Attempts count from 1, for any exception."""
    for error in (idhub.ProviderUnavailableError(), ValueError("x")):
        with pytest.raises(ValueError, match="expected attempt to be at least 1, found"):
            retry_delay(error, attempt)


@pytest.mark.parametrize("attempt", ["1", 1.0, True, None], ids=repr)
def test_delay_of_an_attempt_of_another_type(attempt: Any) -> None:
    """An attempt that is not an integer is a TypeError that names what was found."""
    for error in (idhub.ProviderUnavailableError(), ValueError("x")):
        with pytest.raises(TypeError, match=f"attempt to be an .*{type(attempt).__name__}$"):
            retry_delay(error, attempt)


@pytest.mark.parametrize("asked", [-1, float("nan"), float("-inf"), True])
def test_delay_by_hand_that_is_nonsense(asked: float) -> None:
    """A nonsensical requested delay is ignored in favor of the policy's."""
    error = specimen_errors.UnavailableError(status=503, retry_after=asked)
    assert retry_delay(error) == 1.0
    assert error.retry == error.info.retry


def test_delay_by_hand_is_limited() -> None:
    """A delay is one day at most, as in a response."""
    for asked in (float("inf"), 10**400):
        assert retry_delay(idhub.SessionError(status=429, retry_after=asked)) == 86_400.0


def test_delay_without_sleeping(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK returns the delay, and does not sleep."""

    def sleep(_: float) -> None:
        pytest.fail("the SDK sleeps")

    monkeypatch.setattr(time, "sleep", sleep)
    headers = {"Retry-After": "60"}
    with pytest.raises(idhub.IDHubError) as caught:
        raise idhub.parse(status=503, headers=headers)
    assert retry_delay(caught.value) == 60


# Jitter


def seed_random(seed: int = 1) -> random.Random:
    return random.Random(seed)  # noqa: S311 - nothing secret


POLICY = [1, 2, 4, 8, 16, 32, 60, 60]


def test_jitter_of_policy_is_full() -> None:
    """A delay of our policy is anywhere between 0 and its value without jitter."""
    error = idhub.ProviderUnavailableError()
    jitter = seed_random()
    for attempt, most in enumerate(POLICY, 1):
        delays = [retry_delay(error, attempt, jitter=jitter) or 0.0 for _ in range(200)]
        assert 0 <= min(delays) < most / 10
        assert most * 0.9 < max(delays) <= most


def test_jitter_of_once_is_full() -> None:
    """The single delay of our policy has jitter as well; there is still no second one."""
    error = idhub.SystemInternalError(status=500)
    jitter = seed_random()
    delays = {retry_delay(error, jitter=jitter) or 0.0 for _ in range(200)}
    assert min(delays) < 0.1
    assert 0.9 < max(delays) <= 1
    assert retry_delay(error, 2, jitter=jitter) is None


def test_jitter_of_equal_seeds_is_equal() -> None:
    """The same seed gives the same delays, and another seed gives others."""
    error = idhub.ProviderUnavailableError()

    def delays(seed: int) -> list[float | None]:
        jitter = seed_random(seed)
        return [retry_delay(error, attempt, jitter=jitter) for attempt in range(1, 9)]

    assert delays(1) == delays(1) != delays(2)


@pytest.mark.parametrize("attempt", [1, 5])
@pytest.mark.parametrize("asked", [0.0, 1.0, 40.0, 3_600.0])
def test_jitter_of_what_the_response_asks_for(asked: float, attempt: int) -> None:
    """A requested delay is never shortened, and lengthened by up to a quarter."""
    error = idhub.SessionError(status=503, retry_after=asked)
    jitter = seed_random()
    delays = [retry_delay(error, attempt, jitter=jitter) or 0.0 for _ in range(200)]
    assert asked <= min(delays) <= asked * 1.05
    assert asked * 1.2 <= max(delays) <= asked * 1.25


def test_jitter_of_what_is_documented(acme: ModuleType) -> None:
    """A documented delay is the minimum; the growth above it is ours, and has jitter."""
    delay = importlib.import_module("acme_errors").retry_delay
    jitter = seed_random()

    def span(error: object, attempt: int) -> tuple[float, float]:
        delays = [delay(error, attempt, jitter=jitter) for _ in range(400)]
        return round(min(delays), 1), round(max(delays), 1)

    later = acme.parse(status=502, body={"error": "later"})  # 4, 8, 16 … without jitter
    assert [span(later, attempt) for attempt in (1, 2)] == [(4.0, 5.0), (4.0, 8.0)]
    again = acme.parse(status=500, body={"error": "again"})  # Once, after 30 seconds
    assert span(again, 1) == (30.0, 37.5)


def test_jitter_of_poll_is_none() -> None:
    """A poll keeps its interval, and does not use the source of randomness."""
    jitter = seed_random()
    assert retry_delay(specimen_errors.PendingError(), jitter=jitter) == 5
    assert retry_delay(specimen_errors.PendingError(retry_after=2), jitter=jitter) == 2
    assert jitter.random() == seed_random().random()


@pytest.mark.parametrize("jitter", [True, 0.5, random.Random, math], ids=str)
def test_jitter_of_another_type(jitter: Any) -> None:
    """Jitter of the wrong type is a TypeError that names what was found."""
    for error in (idhub.ProviderUnavailableError(), ValueError("x")):
        with pytest.raises(TypeError, match=f"random.Random, found {type(jitter).__name__}"):
            retry_delay(error, jitter=jitter)


def test_jitter_without_importing_random(fresh: Callable[..., str]) -> None:
    """`random` is not imported unless jitter is requested."""
    code = (
        "import sys; from specimen_errors import idhub, retry_delay; "
        "retry_delay(idhub.parse(status=503)); print('random' in sys.modules)"
    )
    assert fresh(code) == "False"


# Causes


class ServiceError(Exception):
    """A client's own exception."""


def raise_from(cause: BaseException, links: int = 1) -> ServiceError:
    """Return an exception raised from a cause, over several links."""
    for _ in range(links):
        outer = ServiceError("no")
        outer.__cause__ = cause
        cause = outer
    assert isinstance(cause, ServiceError)
    return cause


def test_cause_is_followed_on_request() -> None:
    """A client's exception has the advice of its cause only on request."""
    with pytest.raises(ServiceError) as caught:
        raise ServiceError from idhub.parse(status=503, headers={"Retry-After": "7"})
    assert is_retryable(caught.value) is retry_delay(caught.value) is None
    assert is_retryable(caught.value, causes=True) is True
    assert retry_delay(caught.value, causes=True) == 7
    assert retry_delay(caught.value, 3, causes=True, jitter=seed_random()) != 7


def test_cause_of_a_provider_error_is_ignored() -> None:
    """The first provider's error in the chain answers, even if the answer is unknown."""
    unknown = seal.ResourceConflictError()
    unknown.__cause__ = idhub.ProviderUnavailableError()
    assert is_retryable(unknown, causes=True) is None
    assert is_retryable(raise_from(unknown), causes=True) is None


def test_cause_is_not_context() -> None:
    """The context of an exception does not count as its cause."""
    error = ServiceError()
    error.__context__ = idhub.ProviderUnavailableError()
    assert is_retryable(error, causes=True) is None


@pytest.mark.parametrize(("links", "expected"), [(1, True), (99, True), (100, None), (5_000, None)])
def test_cause_in_a_long_chain(links: int, *, expected: bool | None) -> None:
    """Up to a hundred exceptions of a chain are followed."""
    error = raise_from(idhub.ProviderUnavailableError(), links)
    assert is_retryable(error, causes=True) is expected


def test_cause_in_a_cycle() -> None:
    """A cyclic chain of causes ends."""
    first, second = ServiceError(), ServiceError()
    first.__cause__, second.__cause__ = second, first
    assert is_retryable(first, causes=True) is retry_delay(first, causes=True) is None


def test_cause_of_a_group() -> None:
    """Members of a group are several requests, so only the group's own cause counts."""
    group = ExceptionGroup("several", [idhub.ProviderUnavailableError()])
    assert is_retryable(group, causes=True) is None
    assert is_retryable(raise_from(group), causes=True) is None
    group.__cause__ = idhub.ProviderUnavailableError()
    assert is_retryable(group, causes=True) is True
