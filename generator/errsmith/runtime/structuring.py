"""The cattrs converter of a provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import attrs
import cattrs

from .deferred import Deferred
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

    def read(body: Any) -> ApiError:
        try:
            error = shortcut(body, None, (None, None, body), None) if type(body) is dict else None
        except Exception:  # noqa: BLE001 - keys of a mapping can raise when compared
            error = None
        return parse(body=body) if error is None else error

    # Tools that report exceptions record local variables, so none has the body when one is raised.

    def structured(body: Any, cls: type[ApiError]) -> ApiError:
        error = read(body)
        del body
        return _expected(error, cls)

    class ErrorConverter(cattrs.Converter):
        """Structures errors without a frame of cattrs, which would hold the body."""

        def structure(self, obj: Any, cl: Any) -> Any:
            """Structure a value."""
            if _is_error(cl):
                error = read(obj)
                del obj
                return _expected(error, cl)
            call = Deferred(super().structure, obj, cl)
            del obj
            return call()

    converter = ErrorConverter()
    # The kinds and `ApiError` too: some errors of this provider are of each of these classes.
    converter.register_structure_hook_func(_is_error, structured)
    converter.register_unstructure_hook_func(_is_error, _unstructured)
    return converter


def _is_error(cls: Any) -> bool:
    return isinstance(cls, type) and issubclass(cls, ApiError)


def _unstructured(error: ApiError) -> dict[str, Any]:
    return {field.name: getattr(error, field.name) for field in attrs.fields(type(error))}


def _expected(error: ApiError, cls: type[ApiError]) -> ApiError:
    if isinstance(error, cls):
        return error
    msg = f"the body is a {type(error).__name__}, which is not a {cls.__name__}"
    raise TypeError(msg)
