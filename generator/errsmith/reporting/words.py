"""Numbers in words."""

from __future__ import annotations


def count(number: int, noun: str) -> str:
    """Return a number and its noun: `1 code`, `2 days`, `3 summaries`, `4 classes`."""
    if noun.endswith("y") and noun[-2] not in "aeo":
        plural = f"{noun[:-1]}ies"
    else:
        plural = f"{noun}es" if noun.endswith("s") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"
