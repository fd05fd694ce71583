"""Numbers in words."""

from __future__ import annotations


def count(number: int, noun: str) -> str:
    """Return a number and its noun: `1 code`, `12 codes`, `2 days`, `3 summaries`."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeo" else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"
