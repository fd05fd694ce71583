"""Time and memory grow as the response does, and no faster.

Lines of the SDK that run stand for time: unlike a clock, they are the same on every machine.

| what grows | tests |
|---|---|
| a header's challenges, made to be searched again and again | `challenges` |
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType, ModuleType
from typing import Any

import pytest

FEW = 3_500
"""A size; four times as much is still within what a header is read of."""


def lines_of(call: Callable[[], object]) -> int:
    """Count the lines of the SDK that a call runs."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace if "_errors" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


def assert_linear(lines: Callable[[int], int]) -> None:
    """Check that four times as much takes at most five times as many lines."""
    lines(1)  # What is made on first use counts for nothing.
    few, many = lines(FEW), lines(4 * FEW)
    assert 0 < many <= 5 * few


CHALLENGES = {
    "tokens": lambda size: "a" * size,
    "schemes": lambda size: "a " * (size // 2),
    "parameters": lambda size: "Bearer " + 'a="b",' * (size // 6),
    "quoted": lambda size: 'Bearer error="' + "\\a" * (size // 2),
    "quotes": lambda size: 'Bearer error="' * (size // 14),
    "no token68": lambda size: "a/" * (size // 2) + " x",
    "no token68 after blanks": lambda size: "a/" * (size // 4) + " " * (size // 2) + "x",
    "padding": lambda size: "a " + "b/=" * (size // 3) + " x",
    "commas": lambda size: "Bearer " + "," * size,
    "other characters": lambda size: "Bearer " + "\x00é" * (size // 2),
}


@pytest.mark.parametrize("made", CHALLENGES.values(), ids=CHALLENGES)
def test_challenges(acme: ModuleType, made: Callable[[int], str]) -> None:
    """No header makes the search for its challenges begin anew."""

    def lines(size: int) -> int:
        headers = {"WWW-Authenticate": made(size)}
        return lines_of(lambda: acme.parse(status=401, headers=headers))

    assert_linear(lines)
