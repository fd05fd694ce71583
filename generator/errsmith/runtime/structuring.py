"""The cattrs converter of a provider."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs
import cattrs
from cattrs.errors import IterableValidationNote

from .deferred import Deferred
from .errors import ApiError
from .printing import redact_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .reading.shortcut import Shortcut

E = TypeVar("E", bound=ApiError)

_CATTRS: Final = "cattrs"


def make_converter(shortcut: Shortcut[E], parse: Callable[..., E]) -> cattrs.Converter:
    """Build a converter that structures decoded bodies into a provider's errors.

    Args:
        shortcut: Builds the error for a decoded body, or returns None.
        parse: Builds the error for any body.
    """

    def read(body: Any) -> ApiError:
        try:
            error = shortcut(body, None, (None, None, body), None) if type(body) is dict else None
        except Exception:  # noqa: BLE001 - keys of a mapping can raise when compared
            error = None
        return parse(body=body) if error is None else error

    # Error trackers record local variables, so none may hold the body when an exception is raised.

    def structure_error(body: Any, cls: type[ApiError]) -> ApiError:
        error = read(body)
        del body
        if isinstance(error, cls):
            return error
        raise _make_type_error(error, cls)

    class ErrorConverter(cattrs.Converter):
        """Removes private data from exceptions: cattrs frames, which hold the value, and keys."""

        def structure(self, obj: Any, cl: Any) -> Any:
            """Structure a value."""
            is_error = isinstance(cl, type) and issubclass(cl, ApiError)
            # Applications may register their own hooks, for error classes too.
            if is_error and self.get_structure_hook(cl) is structure_error:
                error = read(obj)
                del obj
                if isinstance(error, cl):
                    return error
                raise _make_type_error(error, cl)
            call = Deferred(super().structure, obj, cl)
            del obj
            try:
                return call()
            except BaseException as failure:
                _forget_values(failure)
                raise

    converter = ErrorConverter()
    # Also for the kinds and `ApiError`: this provider's errors may be instances of any of them.
    converter.register_structure_hook_func(_is_error, structure_error)
    converter.register_unstructure_hook_func(_is_error, _unstructure_error)
    return converter


def _is_error(cls: Any) -> bool:
    return isinstance(cls, type) and issubclass(cls, ApiError)


def _unstructure_error(error: ApiError) -> dict[str, Any]:
    return {field.name: getattr(error, field.name) for field in attrs.fields(type(error))}


def _make_type_error(error: ApiError, cls: type[ApiError]) -> TypeError:
    return TypeError(f"the body is a {type(error).__name__}, which is not a {cls.__name__}")


def _forget_values(failure: BaseException) -> None:
    failure.__traceback__ = _drop_cattrs_frames(failure.__traceback__)
    if notes := getattr(failure, "__notes__", None):
        failure.__notes__ = [_redact_key(note) for note in notes]
    if isinstance(failure, BaseExceptionGroup):
        for member in failure.exceptions:
            _forget_values(member)


def _drop_cattrs_frames(traceback: TracebackType | None) -> TracebackType | None:
    kept = None
    for link in reversed([*_iterate_links(traceback)]):
        # Functions that cattrs generates have no module.
        module = link.tb_frame.f_globals.get("__name__", _CATTRS)
        if module.partition(".")[0] != _CATTRS:
            kept = TracebackType(kept, link.tb_frame, link.tb_lasti, link.tb_lineno)
    return kept


def _iterate_links(traceback: TracebackType | None) -> Iterator[TracebackType]:
    while traceback is not None:
        yield traceback
        traceback = traceback.tb_next


def _redact_key(note: Any) -> Any:
    """Return a cattrs note about a mapping entry with its key redacted as a code would be."""
    if type(note) is not IterableValidationNote or not isinstance(note.index, str):
        return note
    redacted = redact_code(note.index)
    return IterableValidationNote(
        note.replace(repr(note.index), repr(redacted)), redacted, note.type
    )
