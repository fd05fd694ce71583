"""Python expressions as data: names and calls; the filter `python` prints them, and objects."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final, cast

import attrs
from attrs import Factory, field, frozen

_RUNTIME: Final = "errsmith.runtime."


@frozen
class Name:
    """An identifier of the emitted module."""

    text: str


@frozen
class Call:
    """A call of a class of the runtime: `Retry("never", level="category")`.

    Attributes:
        function: Name of the class.
        arguments: Positional arguments.
        keywords: Keyword arguments by name.
        module: Module of the class below the runtime; empty if nobody has to import it.
    """

    function: str
    arguments: tuple[Any, ...] = ()
    keywords: dict[str, Any] = Factory(dict)
    module: str = field(default="", eq=False, kw_only=True)


def call(cls: type, *arguments: Any, **keywords: Any) -> Call:
    """Make a call that leaves out None and empty values."""
    given = {name: value for name, value in keywords.items() if value or value == 0}
    return Call(cls.__name__, arguments, given, module=_module(cls))


def _module(cls: type) -> str:
    return cls.__module__.removeprefix(_RUNTIME)


def call_of(value: object, **replaced: Any) -> Call:
    """Return the call that makes an object of the runtime, without what equals a default.

    Args:
        value: The object; its attributes are named like the parameters of its class.
        replaced: Expressions for attributes that the emitted module has another value for.
    """
    arguments: list[Any] = []
    keywords: dict[str, Any] = {}
    cls: Any = type(value)
    for name, parameter in _parameters(cls).items():
        given = replaced.get(name, getattr(value, name))
        if parameter.default is parameter.empty and parameter.kind is not parameter.KEYWORD_ONLY:
            arguments.append(given)
        elif given != _default(value, parameter):
            keywords[name] = given
    return Call(cls.__name__, tuple(arguments), keywords, module=_module(cls))


def is_of_runtime(value: object) -> bool:
    """Return whether a value is an object of a class of the runtime."""
    return type(value).__module__.startswith(_RUNTIME)


def names_in(value: Any) -> Iterator[Call | Name]:
    """Yield the calls and names in an expression, from the outermost on."""
    if is_of_runtime(value):
        value = call_of(value)
    inner: Iterable[Any] = ()
    match value:
        case Name():
            yield value
        case Call():
            yield value
            inner = (*value.arguments, *value.keywords.values())
        case Mapping():
            inner = (*value, *value.values())
        case tuple() | list():
            inner = value
        case _:
            pass
    for part in inner:
        yield from names_in(part)


@cache
def _parameters(cls: Any) -> dict[str, inspect.Parameter]:
    return dict(inspect.signature(cls).parameters)


def _default(value: object, parameter: inspect.Parameter) -> object:
    """Return the default of a parameter, which attrs may compute from the other attributes."""
    if parameter.default is attrs.NOTHING:
        factory: Any = attrs.fields_dict(cast("Any", type(value)))[parameter.name].default
        return factory.factory(value)
    return parameter.default
