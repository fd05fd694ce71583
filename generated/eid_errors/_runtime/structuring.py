# Emitted by errsmith from its runtime/structuring.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""The cattrs converter of a provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import attrs
import cattrs

from .errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Callable

E = TypeVar("E", bound=ApiError)


def converter_for(base: type[E], read: Callable[[Any], E]) -> cattrs.Converter:
    """Make a converter that structures decoded bodies into the classes below `base`.

    Args:
        base: The provider's class.
        read: Makes an error of a decoded body.
    """
    converter = cattrs.Converter()

    def structure(body: Any, cls: type[E]) -> E:
        error = read(body)
        if not isinstance(error, cls):
            msg = f"the body is a {type(error).__name__}, which is no {cls.__name__}"
            raise TypeError(msg)
        return error

    def unstructure(error: E) -> dict[str, Any]:
        return {field.name: getattr(error, field.name) for field in attrs.fields(type(error))}

    converter.register_structure_hook_func(lambda cls: _is_below(cls, base), structure)
    converter.register_unstructure_hook_func(lambda cls: _is_below(cls, base), unstructure)
    return converter


def _is_below(cls: Any, base: type[ApiError]) -> bool:
    return isinstance(cls, type) and issubclass(cls, base)
