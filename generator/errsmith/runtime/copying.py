"""The values that copies and pickles of an error keep."""

from __future__ import annotations

import builtins
import contextlib
import sys
from collections.abc import Iterable, Iterator
from typing import Any, Final

from attrs import fields_dict

_DEEPEST: Final = 100
"""The deepest nesting of values, and the longest chain of causes, that is copied and pickled.

The limit is fixed, so the result does not depend on the depth of the stack.
"""

_SCALARS: Final = (str, int, float, bool, type(None), bytes)
_CONTAINERS: Final = (dict, list, tuple, set, frozenset)
_OF_MODULES: Final = frozenset(
    {
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "time"),
        ("datetime", "timedelta"),
        ("datetime", "timezone"),
        ("decimal", "Decimal"),
        ("uuid", "UUID"),
    }
)
"""Standard library classes, by name because most programs never import them."""


def collect_values(error: BaseException, base: type[BaseException]) -> dict[str, Any]:
    """Return the fields, the notes and all other attributes of an error, by name.

    Args:
        error: The error, whose class is an attrs class.
        base: The base class of all errors; the slots of its subclasses are attributes, too.
    """
    values: dict[str, Any] = {"args": error.args}
    cls: Any = type(error)
    for name in (*fields_dict(cls), *_list_slots(cls, base)):
        with contextlib.suppress(AttributeError):  # A slot may be empty.
            values[name] = getattr(error, name)
    values.update(vars(error))
    if notes := values.get("__notes__"):
        values["__notes__"] = [str.__str__(note) for note in notes if isinstance(note, str)]
    return values


def _list_slots(cls: type, base: type) -> Iterator[str]:
    """Yield the slots that subclasses add, including classes of the application."""
    for subclass in cls.__mro__[: cls.__mro__.index(base)]:
        slots = vars(subclass).get("__slots__", ())
        names = (slots,) if isinstance(slots, str) else slots
        private = f"_{subclass.__name__.lstrip('_')}"
        plain = (name for name in names if not name.endswith("__"))
        yield from (private + name if name.startswith("__") else name for name in plain)


def to_plain(value: object) -> object:
    """Return a plain string or integer in place of one of a custom class, such as an enum."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return int.__index__(value)
    return value


def is_plain(value: object) -> bool:
    """Return whether a value can be copied and pickled anywhere.

    Objects of custom classes may refuse to be pickled, or fail when the pickle is loaded.
    """
    level: list[Any] = [value]
    for _ in range(_DEEPEST):
        outer: dict[int, Any] = {}
        for item in level:
            if type(item) not in _CONTAINERS and not _is_plain_class(type(item)):
                return False
            outer[id(item)] = item
        level = [inner for item in outer.values() for inner in _list_inner(item)]
        if not level:
            return True
    return False


def _list_inner(value: Any) -> Iterable[Any]:
    if type(value) is dict:
        return (*value, *value.values())
    if type(value) in _CONTAINERS:
        return tuple(value)
    zone = getattr(value, "tzinfo", None)
    return () if zone is None else (zone,)


def _is_plain_class(cls: type) -> bool:
    if cls in _SCALARS:
        return True
    name = (cls.__module__, cls.__qualname__)
    return name in _OF_MODULES and getattr(sys.modules.get(name[0]), name[1], None) is cls


def is_portable(cause: BaseException | None, base: type[BaseException]) -> bool:
    """Return whether the cause of an error can be pickled with it.

    Another library's exception may contain a request, or break a process pool because it cannot be
    pickled. A chain of too many causes would exceed the recursion limit.

    Args:
        cause: The cause.
        base: The base class of the exceptions that this module pickles.
    """
    links: set[int] = set()
    link = cause
    while isinstance(link, base) and id(link) not in links and len(links) < _DEEPEST:
        links.add(id(link))
        link = link.__cause__
    if links:
        return len(links) < _DEEPEST
    is_builtin = getattr(builtins, type(cause).__name__, None) is type(cause)
    return (
        is_builtin
        and vars(cause).keys() <= {"__notes__"}
        and all(type(arg) in (str, int, float, bool) for arg in getattr(cause, "args", ()))
    )
