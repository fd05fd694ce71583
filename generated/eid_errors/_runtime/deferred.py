# Emitted by errsmith from its runtime/deferred.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""Calls that hide their arguments from tools that record local variables."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Generic, TypeVar

R = TypeVar("R")


class Deferred(Generic[R]):
    """A call to be made later; while it runs, no local variable of ours shows its arguments.

    Whoever makes one deletes the arguments from its own frame before the call.
    """

    __slots__ = ("_call",)

    def __init__(self, function: Callable[..., R], *args: Any, **kwargs: Any) -> None:
        self._call = partial(function, *args, **kwargs)

    def __call__(self) -> R:
        """Make the call."""
        return self._call()
