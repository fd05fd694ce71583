"""Measure a call: the lines of Python it runs, and its memory."""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Callable
from types import FrameType
from typing import Any


def count_lines(call: Callable[[], object]) -> int:
    """Count the lines of Python that a call runs."""
    count = 0

    def trace(_: FrameType, event: str, __: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


def measure_peak(call: Callable[[], object]) -> int:
    """Measure the most bytes that a call needs, including what it returns and its garbage."""
    tracemalloc.start()
    gc.disable()  # When garbage is collected depends on earlier tests.
    try:
        kept = call()
        _, peak = tracemalloc.get_traced_memory()
        del kept
    finally:
        gc.enable()
        tracemalloc.stop()
    return peak
