"""HTTP dates (RFC 9110, section 5.6.7)."""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime

_LONGEST = 64


def parse_timestamp(text: str) -> float | None:
    """Return an HTTP date as seconds since 1970, or None if it is not a date.

    A date without a time zone, or with an unknown one, is in GMT.
    """
    if len(text) > _LONGEST or not text.isascii():
        return None
    try:
        date = parsedate_to_datetime(text)
        date = date if date.tzinfo is not None else date.replace(tzinfo=UTC)
        return date.timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):  # Such as June 31.
        return None
