"""The decorator of a class whose code is no longer sent; only type checkers see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

__all__ = ["deprecated"]

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import deprecated  # Checkers know the mark by this name alone.
else:
    T = TypeVar("T")

    def deprecated(_message: str) -> Callable[[T], T]:
        """Return a decorator that changes nothing: old responses still become these classes."""
        return lambda cls: cls
