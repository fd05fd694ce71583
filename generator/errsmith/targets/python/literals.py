"""Python expressions as data: names and calls, which the filter `python` prints."""

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
    """A call of a class of the runtime: `Retry("never", level="category")`.

    Attributes:
        function: Name of the class.
        arguments: Positional arguments.
        keywords: Keyword arguments by name.
        module: Module of the class below the runtime; empty if it need not be imported.
    """

    function: str
    arguments: tuple[Any, ...] = ()
    keywords: dict[str, Any] = Factory(dict)
    module: str = field(default="", eq=False, kw_only=True)


def build_call(cls: type, **keywords: Any) -> Call:
    """Return a call of a class of the runtime without empty arguments."""
    keywords = {name: value for name, value in keywords.items() if value}
    return Call(cls.__name__, keywords=keywords, module=_get_module(cls))


def _get_module(cls: type) -> str:
    return cls.__module__.removeprefix(_RUNTIME)


def convert_to_call(value: object, **expressions: Any) -> Call:
    """Return the call that creates an object of the runtime, without what equals a default.

    Args:
        value: The object; its attributes are named like the parameters of its class.
        expressions: What the generated module has in the place of an attribute's value.
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
    """Return whether a value is an object of a class of the runtime."""
    return type(value).__module__.startswith(_RUNTIME)


def find_names(value: Any) -> Iterator[Call | Name]:
    """Yield the calls and names in an expression, from the outermost on."""
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
    """Return the default of a parameter, which attrs may compute from the other attributes."""
    if parameter.default is attrs.NOTHING:
        factory: Any = attrs.fields_dict(cast("Any", type(value)))[parameter.name].default
        return factory.factory(value)
    return parameter.default
