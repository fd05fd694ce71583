"""Calls that hide their arguments from tools that record local variables."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Deferred(Generic[R]):
    """A call to make once, later; while it runs, none of our variables holds its arguments.

    The caller must delete the arguments from its own frame before it makes the call.
    """

    __slots__ = ("_calls",)

    def __init__(self, function: Callable[..., R], /, *args: Any, **kwargs: Any) -> None:
        self._calls = [partial(function, *args, **kwargs)]

    def __call__(self) -> R:
        """Call the function."""
        return self._calls.pop()()


def never_raises(function: Callable[P, R]) -> Callable[P, R]:
    """Remove a function's frames from an exception that interrupts it, such as Ctrl-C.

    `parse` does this inline, because it must be fast.
    """

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except BaseException as interruption:
            interruption.__traceback__ = None
            raise

    return call
