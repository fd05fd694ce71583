"""A fast path for bodies whose code is spelled as documented."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ..errors import ApiError, keep_raw
from ..wire.wire import Wire
from .catalog import Catalog
from .places import GROUP_STEP, Place, find_values, split_path

E = TypeVar("E", bound=ApiError)

Raw = tuple[Any, Any, Any]
Shortcut = Callable[[dict[Any, Any], "int | None", Raw, Any], "E | None"]
"""Builds an error from a decoded body, the status, the response as received, and the query.

The result is the error that `Catalog.identify` would find, or None if `identify` must decide.
"""

Finder = Callable[[Any], tuple[Any, Any]]
"""Takes the value at the outermost key of a code's path, and finds the code and the entry at
`{group}` in it. It raises LookupError if `Catalog.identify` must decide."""

_new: Callable[[Any], Any] = BaseException.__new__
_NOWHERE = Wire(None, None)


def make_shortcut(catalog: Catalog[type[E]]) -> Shortcut[E]:
    """Build the shortcut for a provider's first envelope."""
    first = next(iter(catalog.envelopes), None)
    path = None if first is None or not first.is_plain else _split_outermost(first.code)
    if first is None or path is None:
        return lambda *_: None
    key, find = path
    read, is_wire_needed = first.read, first.has_fields_beyond_body
    index = catalog.index_by_spelling(first.code)
    classes = {text: (cls, cls.info.code) for text, cls in index.items()}

    def take(decoded: dict[Any, Any], status: int | None, raw: Raw, query: Any) -> E | None:
        # Catching a LookupError is faster than checking first.
        try:
            text, entry = decoded[key], None
            if find is not None:
                text, entry = find(text)
            if type(text) is not str:
                return None
            cls, code = classes[text]
        except LookupError:
            return None
        error: E = _new(cls)
        error.status = status
        error.code = code
        keep_raw(error, raw)
        wire = Wire(status, decoded, raw[1], query) if is_wire_needed else _NOWHERE
        read(error, decoded, entry, wire)
        return error

    return take


def _split_outermost(place: Place) -> tuple[str, Finder | None] | None:
    """Return the outermost key of a path and the finder for the rest, or None for rare forms."""
    match split_path(place.path or ""):
        case (str() as key,) if key != GROUP_STEP:
            return key, None
        case (str() as key, str() as group, str() as last) if group == GROUP_STEP != key:
            return key, _make_group_finder(last)
        case (str() as key, *steps) if GROUP_STEP not in (key, *steps):
            return key, _make_path_finder(tuple(steps))
        case _:
            return None


def _make_group_finder(last: str) -> Finder:
    """Build a finder for paths such as `errors.{group}.code`; it reads only the first group."""

    def find(groups: Any) -> tuple[Any, Any]:
        if type(groups) is dict:
            for group in groups:
                entry = groups[group]
                if type(entry) is dict and type(group) is str:
                    return entry[last], entry
                break
        raise LookupError

    return find


def _make_path_finder(steps: tuple[str | int, ...]) -> Finder:
    """Build a finder for paths such as `error.code`."""

    def find(value: Any) -> tuple[Any, Any]:
        [(_, text)] = find_values(value, steps)
        return text, None

    return find
