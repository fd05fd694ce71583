"""A decorator for classes whose code is no longer sent; only type checkers see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

__all__ = ["deprecated"]

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import deprecated  # Checkers only recognize this name.
else:
    T = TypeVar("T")

    def deprecated(_message: str) -> Callable[[T], T]:
        """Return a decorator that changes nothing: old responses still raise these classes."""
        return lambda cls: cls
