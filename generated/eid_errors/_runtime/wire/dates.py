# Emitted by errsmith from its runtime/wire/dates.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""HTTP dates (RFC 9110, section 5.6.7)."""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime

_LONGEST = 64


def parse_timestamp(text: str) -> float | None:
    """Return the moment that an HTTP date names, in seconds since 1970, or None for other text.

    A date without a zone, or with an unknown one, is in GMT.
    """
    if len(text) > _LONGEST or not text.isascii():
        return None
    try:
        date = parsedate_to_datetime(text)
        date = date if date.tzinfo is not None else date.replace(tzinfo=UTC)
        return date.timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):  # Such as a 31st of June.
        return None
