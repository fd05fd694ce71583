# Emitted by errsmith from its runtime/advice.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""Advice on retrying for one response."""

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
"""Whether each advice means to send the same request again automatically."""

_ASKING_TO_WAIT: Final = (429, 503)


def advise(
    documented: Retry | None, retry_after: object, status: int | None, *, retryable: bool | None
) -> Retry | None:
    """Return the advice for a response: what is documented, adjusted to what the response says.

    A requested delay replaces the documented one. A response that says that it is retryable, or
    that requests a delay at 429 or 503, is worth a retry even if none is documented. A response
    that says that it is not retryable has the last word.

    Args:
        documented: The advice that is documented or derived, None if there is none.
        retry_after: Seconds that the response asks to wait.
        status: The HTTP status received.
        retryable: Whether the response says that it is retryable, None if it does not say.
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
