# Emitted by errsmith from its runtime/retrying.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""Whether and when to try again."""

from __future__ import annotations

from typing import Final

from .errors import ApiError
from .facts import Retry
from .headers import seconds_of

_ASKING_TO_WAIT = (429, 503)
_RETRYABLE: Final = {
    "once": True,
    "backoff": True,
    "poll": True,
    "never": False,
    "after_fix": False,
}

FIRST_DELAY: Final = 1.0
"""Seconds before the second attempt, where nobody documents a delay; a policy, not a fact."""

LONGEST_DELAY: Final = 60.0
"""Seconds that a growing delay does not pass; a policy, not a fact."""

POLL_DELAY: Final = 5.0
"""Seconds between polls, where nobody documents a delay; a policy, not a fact."""

_MOST_DOUBLINGS = 64


def advised(error: ApiError, given: Retry | None) -> Retry | None:
    """Give the advice `given` for an error, with what its response asks for.

    A wish to wait sets the delay. At 429 and 503 it is advice itself, where there is none, or none
    to send the request again.
    """
    delay = seconds_of(error.retry_after)
    if delay is None:
        return given
    if error.status in _ASKING_TO_WAIT and (given is None or not _RETRYABLE[given.advice]):
        return Retry("backoff", delay=delay, basis="response", level="response")
    return given and Retry(given.advice, delay=delay, basis=given.basis, level=given.level)


def is_retryable(error: BaseException) -> bool | None:
    """Tell whether the same request may be sent again automatically.

    True for the advice `once`, `backoff` and `poll`, False for `never` and `after_fix`, None if
    nothing is known or if `error` is no `ApiError`.
    """
    advice = error.retry if isinstance(error, ApiError) else None
    return None if advice is None else _RETRYABLE[advice.advice]


def retry_delay(error: BaseException, attempt: int = 1) -> float | None:
    """Give the seconds to wait before trying again; the SDK itself never sleeps.

    Args:
        error: Any exception.
        attempt: How many attempts have failed, from 1.

    Returns:
        What the response asks for, else what is documented, else a policy: growing from 1 second,
        doubling up to 60, for `backoff`; 5 seconds for `poll`. None where `is_retryable` is not
        True, and for `once` after the first attempt.

    Raises:
        ValueError: `attempt` is less than 1.
    """
    if attempt < 1:
        msg = f"attempts count from 1, found {attempt}"
        raise ValueError(msg)
    if not isinstance(error, ApiError) or not is_retryable(error):
        return None
    advice = error.retry
    if advice is None or (advice.advice == "once" and attempt > 1):
        return None
    if error.retry_after is not None:
        return error.retry_after
    if advice.advice == "poll":
        return POLL_DELAY if advice.delay is None else advice.delay
    first = FIRST_DELAY if advice.delay is None else advice.delay
    doubled: float = first * 2.0 ** min(attempt - 1, _MOST_DOUBLINGS)
    return min(doubled, max(LONGEST_DELAY, first))
