"""Whether and when to try again."""

from __future__ import annotations

from typing import Final, Protocol

from .advice import RETRYABLE
from .errors import ApiError
from .printing import to_loggable

FIRST_DELAY: Final = 1.0
"""Seconds before the second attempt if no delay is documented; a policy, not a fact."""

LONGEST_DELAY: Final = 60.0
"""The most seconds to which a delay grows; a policy, not a fact."""

POLL_DELAY: Final = 5.0
"""Seconds between polls if no delay is documented; a policy, not a fact."""

MOST_JITTER: Final = 0.25
"""The largest fraction of a requested delay that jitter adds to it, if the delay has not grown.

A policy, not a fact.

It spreads out clients that were told to retry at the same time, and none retries too early.
"""

_MOST_DOUBLINGS = 64
_MOST_CAUSES = 100
"""The most exceptions of a chain that are checked, because chains may be circular."""


class Jitter(Protocol):
    """A source of randomness: `random.Random()`, or the module `random` itself."""

    def uniform(self, a: float, b: float, /) -> float:
        """Return a random number between `a` and `b`."""
        ...


def is_retryable(error: BaseException, *, causes: bool = False) -> bool | None:
    """Return whether the same request may be sent again automatically.

    Args:
        error: Any exception. An exception group itself has no advice: it combines several requests,
            each with its own response.
        causes: Whether to search the chain of causes (`raise ... from`) for an `ApiError`, if
            `error` is not one.

    Returns:
        True for the advice `once`, `backoff` and `poll`, False for `never` and `after_fix`, None if
        nothing is known or if there is no `ApiError`.
    """
    api_error = _find_api_error(error, causes=causes)
    advice = None if api_error is None else api_error.retry
    return None if advice is None else RETRYABLE[advice.advice]


def retry_delay(
    error: BaseException,
    attempt: int = 1,
    *,
    causes: bool = False,
    jitter: Jitter | None = None,
) -> float | None:
    """Return the seconds to wait before the next attempt; the SDK itself never sleeps.

    Args:
        error: Any exception.
        attempt: The number of failed attempts, starting at 1.
        causes: Whether to search the chain of causes for an `ApiError`, as in `is_retryable`.
        jitter: A source of randomness; equal seeds give equal delays. A delay that is the SDK's
            policy becomes a random value between 0 and that delay ("full jitter"). Any other delay
            is a minimum: the result is a random value between the minimum and the delay that it has
            grown to, or 1.25 times the minimum if that is longer. The delay of `poll` is not
            changed: polls wait for people, so they do not start at the same time.

    Returns:
        The delay that the response asks for, which is the same at each attempt. If there is none,
        the documented or derived delay or, if there is none, the SDK's policy: 1 second, or 5
        seconds for `poll`. With `backoff`, a delay that the response does not ask for doubles with
        each attempt, up to 60 seconds. None if `is_retryable` is not True, and for `once` after the
        first attempt.

    Raises:
        TypeError: `attempt` is not an integer, or `jitter` has no method `uniform`.
        ValueError: `attempt` is less than 1.
    """
    _check(attempt, jitter)
    api_error = _find_api_error(error, causes=causes)
    advice = None if api_error is None else api_error.retry
    if api_error is None or advice is None or not RETRYABLE[advice.advice]:
        return None
    if advice.advice == "once" and attempt > 1:
        return None
    least = advice.delay  # None if the delay is the SDK's policy.
    if advice.advice == "poll":
        return POLL_DELAY if least is None else least
    delay = FIRST_DELAY if least is None else least
    if advice.delay_basis != "response":
        doubled: float = delay * 2.0 ** min(attempt - 1, _MOST_DOUBLINGS)
        delay = min(doubled, max(LONGEST_DELAY, delay))
    if jitter is None:
        return delay
    least = least or 0.0
    return jitter.uniform(least, max(delay, least * (1 + MOST_JITTER)))


def _find_api_error(error: BaseException | None, *, causes: bool) -> ApiError | None:
    """Return the first `ApiError` among an exception and, if `causes` is set, its causes."""
    for _ in range(_MOST_CAUSES if causes else 1):
        if error is None or isinstance(error, ApiError):
            return error
        error = error.__cause__
    return None


def _check(attempt: object, jitter: object) -> None:
    if not isinstance(attempt, int) or isinstance(attempt, bool):
        msg = f"expected attempt to be an integer, found {type(attempt).__name__}"
        raise TypeError(msg)
    if attempt < 1:
        msg = f"expected attempt to be at least 1, found {to_loggable(attempt)}"
        raise ValueError(msg)
    has_uniform = callable(getattr(jitter, "uniform", None)) and not isinstance(jitter, type)
    if jitter is not None and not has_uniform:
        msg = f"expected jitter to be a random.Random, found {type(jitter).__name__}"
        raise TypeError(msg)
