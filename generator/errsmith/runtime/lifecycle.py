"""The mark of a class whose code is no longer sent; only type checkers see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import deprecated as removed
else:
    T = TypeVar("T")

    def removed(_message: str) -> Callable[[T], T]:
        """Return a decorator that changes nothing: old responses still become these classes."""
        return lambda cls: cls
