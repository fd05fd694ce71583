# Emitted by errsmith from its runtime/retrying.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""Whether and when to try again."""

from __future__ import annotations

from typing import Final, Protocol

from .advice import RETRYABLE
from .errors import ApiError
from .printing import to_loggable

FIRST_DELAY: Final = 1.0
"""Seconds before the second attempt, where nobody documents a delay; a policy, not a fact."""

LONGEST_DELAY: Final = 60.0
"""Seconds that a growing delay does not pass; a policy, not a fact."""

POLL_DELAY: Final = 5.0
"""Seconds between polls, where nobody documents a delay; a policy, not a fact."""

MOST_JITTER: Final = 0.25
"""Share by which a delay that somebody asks for, and that has not grown, gets longer at most.

A policy, not a fact.

Clients that are told the same moment part by it, and none comes too soon.
"""

_MOST_DOUBLINGS = 64
_MOST_CAUSES = 100
"""Exceptions of a chain that are looked at; one that leads back to itself ends with that, too."""


class Jitter(Protocol):
    """A source of randomness: `random.Random()`, or the module `random` itself."""

    def uniform(self, a: float, b: float, /) -> float:
        """Return a random number between two."""
        ...


def is_retryable(error: BaseException, *, causes: bool = False) -> bool | None:
    """Return whether the same request may be sent again automatically.

    Args:
        error: Any exception. Of an exception group nothing is known: it stands for several
            requests, each with an answer of its own.
        causes: Whether an exception that is no `ApiError` is asked for the one it was raised
            `from`, and so on.

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
    """Return the seconds to wait before trying again; the SDK itself never sleeps.

    Args:
        error: Any exception.
        attempt: How many attempts have failed, from 1.
        causes: Whether to look for an `ApiError` among the causes, as in `is_retryable`.
        jitter: A source of randomness; equal seeds give equal delays. A delay that is the SDK's
            policy becomes a random one between 0 and itself ("full jitter"). One that somebody
            asks for is the least: the delay is a random one from there to what it has grown to,
            or to a quarter more if that is longer. Polls keep their pace: what they wait for is a
            person, and no two began together.

    Returns:
        What the response asks for, at each attempt the same; else what is documented or derived;
        else a policy: 1 second, and 5 for `poll`. Of `backoff` the latter two double with each
        attempt, up to 60 seconds. None where `is_retryable` is not True, and for `once` after the
        first attempt.

    Raises:
        TypeError: `attempt` is no integer, or `jitter` has no method `uniform`.
        ValueError: `attempt` is less than 1.
    """
    _check(attempt, jitter)
    api_error = _find_api_error(error, causes=causes)
    advice = None if api_error is None else api_error.retry
    if api_error is None or advice is None or not RETRYABLE[advice.advice]:
        return None
    if advice.advice == "once" and attempt > 1:
        return None
    least = advice.delay  # What the response or the documentation asks for.
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
    """Return the first `ApiError` of an exception and, if asked, the chain of its causes."""
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
        msg = f"attempts count from 1, found {to_loggable(attempt)}"
        raise ValueError(msg)
    has_uniform = callable(getattr(jitter, "uniform", None)) and not isinstance(jitter, type)
    if jitter is not None and not has_uniform:
        msg = f"expected jitter to be a random.Random, found {type(jitter).__name__}"
        raise TypeError(msg)
