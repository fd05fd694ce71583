"""Measure how the time to read a page grows with its length."""

from __future__ import annotations

import time
from collections.abc import Callable

ATTEMPTS = 3
"""A run of the garbage collector, or another process, can slow down one measurement."""


def grows_linearly(read: Callable[[int], object], few: int, many: int, *, most: float = 4) -> bool:
    """Return whether reading a longer page takes longer in about the same proportion.

    Args:
        read: Reads a page of a size.
        few: The size of the shorter page.
        many: The size of the longer one.
        most: How many times more than in proportion it may take; in quadratic time, it takes
            `many / few` times more.
    """
    read(few)
    limit = most * many / few
    return any(_measure(read, many) < 0.1 + limit * _measure(read, few) for _ in range(ATTEMPTS))


def _measure(read: Callable[[int], object], size: int) -> float:
    start = time.process_time()
    read(size)
    return time.process_time() - start
