"""What is asked of no exception, and answers that may be None."""

from __future__ import annotations

import time

import eid_errors
from eid_errors import hopae


def ask(error: hopae.HopaeError) -> None:
    """A class, a code, a response's status; an attempt that is none."""
    eid_errors.is_retryable(hopae.SessionError)  # error
    eid_errors.is_retryable("SESSION_NOT_FOUND")  # error
    eid_errors.is_retryable(None)  # error
    eid_errors.retry_delay(503)  # error
    eid_errors.retry_delay(error, "1")  # error
    eid_errors.retry_delay(error, 1.5)  # error
    eid_errors.retry_delay(error, None)  # error
    eid_errors.retry_delay(error, attempts=1)  # error
    eid_errors.retry_delay(error, jitter=True)  # error
    eid_errors.retry_delay(error, causes=None)  # error
    eid_errors.is_retryable(error, error)  # error
    eid_errors.retry_delays(error)  # error


def forget_none(error: hopae.HopaeError) -> bool:
    """There may be no delay, and nothing may be known."""
    time.sleep(eid_errors.retry_delay(error))  # error
    delay: float = eid_errors.retry_delay(error, 2)  # error
    print(min(60.0, eid_errors.retry_delay(error)), delay)  # error
    return eid_errors.is_retryable(error)  # error
