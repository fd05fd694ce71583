"""Python expressions as data: names and calls for the `python` filter."""

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
    """An identifier of the generated module."""

    text: str


@frozen
class Call:
    """A call of a runtime class: `Retry("never", level="category")`.

    Attributes:
        function: Name of the class.
        arguments: Positional arguments.
        keywords: Keyword arguments by name.
        module: The runtime module of the class; empty if no import is needed.
    """

    function: str
    arguments: tuple[Any, ...] = ()
    keywords: dict[str, Any] = Factory(dict)
    module: str = field(default="", eq=False, kw_only=True)


def build_call(cls: type, **keywords: Any) -> Call:
    """Build a call of a runtime class without empty arguments."""
    keywords = {name: value for name, value in keywords.items() if value}
    return Call(cls.__name__, keywords=keywords, module=_get_module(cls))


def _get_module(cls: type) -> str:
    return cls.__module__.removeprefix(_RUNTIME)


def convert_to_call(value: object, **expressions: Any) -> Call:
    """Build the call that creates a runtime object, without arguments that equal a default.

    Args:
        value: The object; its attributes have the names of its class's parameters.
        expressions: Expressions to use instead of the values of attributes.
    """
    arguments: list[Any] = []
    keywords: dict[str, Any] = {}
    cls: Any = type(value)
    for name, parameter in _get_parameters(cls).items():
        argument = expressions.get(name, getattr(value, name))
        if parameter.default is parameter.empty and parameter.kind is not parameter.KEYWORD_ONLY:
            arguments.append(argument)
        elif argument != _get_default(value, parameter):
            keywords[name] = argument
    return Call(cls.__name__, tuple(arguments), keywords, module=_get_module(cls))


def is_of_runtime(value: object) -> bool:
    """Return whether a value is an instance of a runtime class."""
    return type(value).__module__.startswith(_RUNTIME)


def find_names(value: Any) -> Iterator[Call | Name]:
    """Yield the calls and names in an expression, outermost first."""
    if is_of_runtime(value):
        value = convert_to_call(value)
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
        yield from find_names(part)


@cache
def _get_parameters(cls: Any) -> dict[str, inspect.Parameter]:
    return dict(inspect.signature(cls).parameters)


def _get_default(value: object, parameter: inspect.Parameter) -> object:
    """Return a parameter's default, which attrs may compute from other attributes."""
    if parameter.default is attrs.NOTHING:
        factory: Any = attrs.fields_dict(cast("Any", type(value)))[parameter.name].default
        return factory.factory(value)
    return parameter.default
