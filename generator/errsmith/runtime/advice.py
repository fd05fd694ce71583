"""Retry advice for one response."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from attrs import evolve

from .facts import Advice, Retry
from .wire.headers import to_seconds

RETRYABLE: Final[Mapping[Advice, bool]] = MappingProxyType(
    {"once": True, "backoff": True, "poll": True, "never": False, "after_fix": False}
)
"""Whether each advice allows sending the same request again automatically."""

_ASKING_TO_WAIT: Final = (429, 503)


def advise(
    documented: Retry | None, retry_after: object, status: int | None, *, retryable: bool | None
) -> Retry | None:
    """Return the advice for a response: the documented advice, adjusted to the response.

    A delay that the response requests replaces the documented one. If the response says that it is
    retryable, or requests a delay with 429 or 503, the advice is `backoff` unless a retry is
    documented anyway. If the response says that it is not retryable, the advice is `never`.

    Args:
        documented: The documented or derived advice, or None if there is none.
        retry_after: Seconds that the response asks to wait.
        status: The received HTTP status.
        retryable: Whether the response says that it is retryable, or None if it does not say.
    """
    delay = to_seconds(retry_after)
    if retryable is False:
        return Retry("never", delay=delay, basis="response", level="response")
    is_requested = retryable or (delay is not None and status in _ASKING_TO_WAIT)
    if is_requested and (documented is None or not RETRYABLE[documented.advice]):
        return Retry("backoff", delay=delay, basis="response", level="response")
    if documented is None or delay is None:
        return documented
    return evolve(documented, delay=delay, delay_basis="response")
