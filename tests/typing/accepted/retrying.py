"""Ask whether and when to retry."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar, assert_type

import specimen_errors
from specimen_errors import ApiError, idhub

T = TypeVar("T")


def ask(error: Exception, seeded: random.Random) -> None:
    """Ask about any exception."""
    assert_type(specimen_errors.is_retryable(error), bool | None)
    assert_type(specimen_errors.retry_delay(error), float | None)
    assert_type(specimen_errors.is_retryable(error, causes=True), bool | None)
    assert_type(specimen_errors.retry_delay(error, 2), float | None)
    assert_type(specimen_errors.retry_delay(error, causes=True, jitter=seeded), float | None)


def call(function: Callable[[], T], attempts: int = 3) -> T:
    """Call a function until it succeeds, at most `attempts` times."""
    for attempt in range(1, attempts):
        try:
            return function()
        except ApiError as error:
            delay = specimen_errors.retry_delay(error, attempt)
            if delay is None:
                raise
            time.sleep(delay)
    return function()


def explain(error: idhub.IDHubError) -> str:
    """Return the answer as one word."""
    match specimen_errors.is_retryable(error):
        case True:
            return "again"
        case False:
            return "never"
        case None:
            return "unknown"
