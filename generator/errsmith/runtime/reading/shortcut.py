"""The short way to an error: from a body whose code is spelled as documented."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ..errors import ApiError, keep_raw
from ..wire.wire import Wire
from .catalog import Catalog
from .places import GROUP, Place, found_at, steps_of

E = TypeVar("E", bound=ApiError)

Raw = tuple[Any, Any, Any]
Shortcut = Callable[[dict[Any, Any], "int | None", Raw, Any], "E | None"]
"""Makes an error of a decoded body, the status, the response as handed over, and the query.

It is the error that `Catalog.identify` leads to, or None where that has to look closer.
"""

Finder = Callable[[Any], tuple[Any, Any]]
"""Finds what stands at a code's place, and the entry at `{group}`, in what stands at the outermost
key of its path. It raises LookupError where `Catalog.identify` has to look closer."""

_new: Callable[[Any], Any] = BaseException.__new__
_NOWHERE = Wire(None, None)


def make_shortcut(catalog: Catalog[type[E]]) -> Shortcut[E]:
    """Make the shortcut of a provider, through the first of its envelopes."""
    first = next(iter(catalog.envelopes), None)
    way = None if first is None or not first.is_plain else _way(first.code)
    if first is None or way is None:
        return lambda *_: None
    key, find = way
    read, beyond_body = first.read, first.beyond_body
    spelled = {text: (cls, cls.info.code) for text, cls in catalog.spelled(first.code).items()}

    def take(decoded: dict[Any, Any], status: int | None, raw: Raw, query: Any) -> E | None:
        # To ask whether something is there takes longer than to catch that it is not.
        try:
            text, entry = decoded[key], None
            if find is not None:
                text, entry = find(text)
            if type(text) is not str:
                return None
            cls, code = spelled[text]
        except LookupError:
            return None
        error: E = _new(cls)
        error.status = status
        error.code = code
        keep_raw(error, raw)
        wire = Wire(status, decoded, raw[1], query) if beyond_body else _NOWHERE
        read(error, decoded, entry, wire)
        return error

    return take


def _way(place: Place) -> tuple[str, Finder | None] | None:
    """Give the outermost key of a code's path, and what goes on from there; None for odd paths."""
    match steps_of(place.path or ""):
        case (str() as key,) if key != GROUP:
            return key, None
        case (str() as key, str() as group, str() as last) if group == GROUP != key:
            return key, _below_group(last)
        case (str() as key, *steps) if GROUP not in (key, *steps):
            return key, _at_path(tuple(steps))
        case _:
            return None


def _below_group(last: str) -> Finder:
    """Make a finder for paths such as `errors.{group}.code`; it looks below the first key."""

    def find(groups: Any) -> tuple[Any, Any]:
        if type(groups) is dict:
            for group in groups:
                entry = groups[group]
                if type(entry) is dict and type(group) is str:
                    return entry[last], entry
                break
        raise LookupError

    return find


def _at_path(steps: tuple[str | int, ...]) -> Finder:
    """Make a finder for paths such as `error.code`."""

    def find(value: Any) -> tuple[Any, Any]:
        [(_, text)] = found_at(value, steps)
        return text, None

    return find
