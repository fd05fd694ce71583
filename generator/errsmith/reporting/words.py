"""Numbers in words."""

from __future__ import annotations


def count(number: int, noun: str) -> str:
    """Return a number and its noun: `1 code`, `12 codes`."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"
