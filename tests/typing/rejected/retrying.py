"""Arguments that are not exceptions, and results that may be None."""

from __future__ import annotations

import time

import specimen_errors
from specimen_errors import idhub


def ask(error: idhub.IDHubError) -> None:
    """A class, a code and a response's status are not exceptions; an attempt is a number."""
    specimen_errors.is_retryable(idhub.SessionError)  # error
    specimen_errors.is_retryable("SESSION_NOT_FOUND")  # error
    specimen_errors.is_retryable(None)  # error
    specimen_errors.retry_delay(503)  # error
    specimen_errors.retry_delay(error, "1")  # error
    specimen_errors.retry_delay(error, 1.5)  # error
    specimen_errors.retry_delay(error, None)  # error
    specimen_errors.retry_delay(error, attempts=1)  # error
    specimen_errors.retry_delay(error, jitter=True)  # error
    specimen_errors.retry_delay(error, causes=None)  # error
    specimen_errors.is_retryable(error, error)  # error
    specimen_errors.retry_delays(error)  # error


def forget_none(error: idhub.IDHubError) -> bool:
    """The delay may be None, and so may the answer."""
    time.sleep(specimen_errors.retry_delay(error))  # error
    delay: float = specimen_errors.retry_delay(error, 2)  # error
    print(min(60.0, specimen_errors.retry_delay(error)), delay)  # error
    return specimen_errors.is_retryable(error)  # error
