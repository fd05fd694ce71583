"""The cattrs converter of a provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import attrs
import cattrs

from .errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Callable

    from .shortcut import Shortcut

E = TypeVar("E", bound=ApiError)


def converter_for(shortcut: Shortcut[E], parse: Callable[..., E]) -> cattrs.Converter:
    """Make a converter that structures decoded bodies into a provider's errors.

    Args:
        shortcut: Makes an error of a decoded body, if it can.
        parse: Makes an error of any body.
    """
    converter = cattrs.Converter()

    def structure(body: Any, cls: type[ApiError]) -> ApiError:
        try:
            error = shortcut(body, None, (None, None, body), None) if type(body) is dict else None
        except Exception:  # noqa: BLE001 - keys of a mapping can raise when compared
            error = None
        if error is None:
            error = parse(body=body)
        if not isinstance(error, cls):
            msg = f"the body is a {type(error).__name__}, which is no {cls.__name__}"
            raise TypeError(msg)
        return error

    def unstructure(error: ApiError) -> dict[str, Any]:
        return {field.name: getattr(error, field.name) for field in attrs.fields(type(error))}

    # The kinds and `ApiError` too: each is a class that some of this provider's errors have.
    converter.register_structure_hook_func(_is_error, structure)
    converter.register_unstructure_hook_func(_is_error, unstructure)
    return converter


def _is_error(cls: Any) -> bool:
    return isinstance(cls, type) and issubclass(cls, ApiError)
