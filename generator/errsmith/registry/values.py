"""Convert TOML values to the types of the model, with hooks for tables and lists.

Every type has its own hook, because those of cattrs convert silently (`"429"` to 429, `true` to 1).
A hook returns the model's value, or raises `Misfit` with what was found and what was expected.
"""

from __future__ import annotations

import datetime
import keyword
from collections.abc import Callable, Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

import attrs
from cattrs import Converter, IterableValidationError
from cattrs.cols import homogenous_tuple_structure_factory, mapping_structure_factory
from cattrs.gen import make_dict_structure_fn, override

from errsmith.registry import misfits, model, scalars
from errsmith.registry.misfits import Misfit, WrongType
from errsmith.registry.scalars import Hook
from errsmith.registry.wording import describe_value

NEVER_EMPTY: Final = (model.WhenDef, model.ExampleDef, model.ExtractDef)
"""Tables that have no required key but need at least one key."""


def get_key(field: attrs.Attribute[Any]) -> str:
    """Return the TOML key of an attribute: `class` for `class_`."""
    return field.name.removesuffix("_")


def get_attribute(key: str) -> str:
    """Return the name of the attribute of a TOML key: `class_` for `class`."""
    return f"{key}_" if keyword.iskeyword(key) else key


def build_converter(*, collecting: bool = False) -> Converter:
    """Return a converter that accepts exactly the types of the model.

    It raises the first mistake, or, with `collecting`, all of them as an exception group.
    """
    converter = Converter(forbid_extra_keys=True, detailed_validation=collecting)
    converter.register_structure_hook_factory(attrs.has, _make_class_hook)
    converter.register_structure_hook_factory(_is_dict, _make_factory_of_tables(scalars.check_id))
    converter.register_structure_hook_factory(_is_tuple, _make_list_hook)
    converter.register_structure_hook_factory(_is_union, _make_text_or_table_hook)
    # Registered as a plain hook, `object` would catch every class.
    converter.register_structure_hook_func(_is_object, lambda value, _: value)
    hooks: dict[Any, Hook] = {
        str: scalars.take_text,
        bool: scalars.take_boolean,
        int: scalars.take_integer,
        datetime.date: scalars.take_date,
        scalars.Status: scalars.take_status,
        model.Url: scalars.take_url,
        model.Seconds: scalars.take_seconds,
        model.WireCode: scalars.take_wire_code,
        model.WireCodes: lambda value, _: converter.structure(value, tuple[model.WireCode, ...]),
        model.Texts: _make_one_or_many_hook(converter, str),
        model.Statuses: _make_one_or_many_hook(converter, scalars.Status),
        model.Folds: _make_one_or_many_hook(converter, scalars.Fold),
        model.ExampleDefs: _make_one_or_many_tables_hook(converter, model.ExampleDef),
        **{kind: scalars.make_choice_hook(choices) for kind, choices in scalars.CHOICES.items()},
    }
    for kind, hook in hooks.items():
        converter.register_structure_hook(kind, hook)
    converter.register_structure_hook(model.Messages, _make_messages_hook(converter))
    return converter


def _is_object(cl: Any) -> bool:
    return cl is object


def _is_dict(cl: Any) -> bool:
    return get_origin(cl) is dict


def _is_tuple(cl: Any) -> bool:
    return get_origin(cl) is tuple


def _is_union(cl: Any) -> bool:
    return get_origin(cl) in (Union, UnionType)


def _make_class_hook(cl: type, converter: Converter) -> Hook:
    """Return a hook for a table whose keys are those of a class."""
    attrs.resolve_types(cl)
    keys: Any = {
        field.name: override(
            rename=get_key(field), struct_hook=converter.get_structure_hook(_drop_none(field.type))
        )
        for field in attrs.fields(cl)
    }
    structure: Hook = make_dict_structure_fn(cl, converter, **keys)
    check = _take_filled_table if cl in NEVER_EMPTY else _take_table
    return lambda value, _: structure(check(value), cl)


def _drop_none(type_: Any) -> Any:
    """Return the type of a value that is present: TOML has no null."""
    bare = get_args(type_)[0] if get_origin(type_) is Annotated else type_
    members = tuple(member for member in get_args(bare) if member is not NoneType)
    return Union[members] if NoneType in get_args(bare) else bare  # noqa: UP007 - built from a tuple


def _make_factory_of_tables(check: Callable[[str], None]) -> Callable[[Any, Converter], Hook]:
    """Return a factory of hooks for tables by id; `check` validates each id."""

    def factory(cl: Any, converter: Converter) -> Hook:
        structure = mapping_structure_factory(cl, converter, key_type=object)

        def hook(value: object, _: object) -> object:
            table = _take_table(value)
            errors = list(_check_keys(table, check))
            try:
                by_id = structure(table, cl)
            except IterableValidationError as error:
                errors.append(error)
                by_id = {}
            if errors:
                message = "keys and values that do not fit"
                raise ExceptionGroup(message, errors)
            return by_id

        return hook

    return factory


def _check_keys(table: dict[str, object], check: Callable[[str], None]) -> Iterator[Exception]:
    for key in table:
        try:
            check(key)
        except Misfit as error:
            yield error


def _take_table(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise WrongType(value, "a table")
    return value


def _make_text_or_table_hook(cl: Any, converter: Converter) -> Hook:
    """Return a hook for a string, or a table whose keys are those of a class."""
    table = converter.get_structure_hook(next(filter(attrs.has, get_args(cl))))

    def hook(value: object, _: object) -> object:
        if isinstance(value, str):
            return scalars.take_text(value, _)
        if not isinstance(value, dict):
            raise WrongType(value, "a string or a table")
        return table(value, _)

    return hook


def _take_filled_table(value: object) -> dict[str, object]:
    table = _take_table(value)
    if not table:
        raise Misfit(misfits.EMPTY_VALUE, "an empty table", "at least one key")
    return table


def _make_list_hook(cl: Any, converter: Converter) -> Hook:
    """Return a hook for a list that is not empty and does not repeat single values."""
    structure = homogenous_tuple_structure_factory(cl, converter)
    has_tables = attrs.has(get_args(cl)[0])

    def hook(value: object, _: object) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise WrongType(value, "a list of tables" if has_tables else "a list")
        items: tuple[object, ...] = structure(value, cl)
        if not items:
            raise Misfit(misfits.EMPTY_VALUE, "an empty list", "at least one item")
        if has_tables:
            return items
        first: dict[object, int] = {}
        repeated = [i for i, item in enumerate(items) if first.setdefault(item, i) != i]
        _reject_repeated(value, repeated)
        return items

    return hook


def _reject_repeated(items: list[object], repeated: list[int]) -> None:
    """Raise if `repeated` has any indexes of repeated items."""
    errors = [
        Misfit(
            misfits.REPEATED_ITEM,
            f"duplicate {describe_value(items[index])}",
            "each item once",
            at=(index,),
        )
        for index in repeated
    ]
    if errors:
        message = "items that are in the list already"
        raise ExceptionGroup(message, errors)


def _make_one_or_many_hook(converter: Converter, item: Any) -> Hook:
    """Return a hook for one value or a list of values."""

    def hook(value: object, _: object) -> object:
        if isinstance(value, list):
            return converter.structure(value, tuple[item, ...])
        return (converter.structure(value, item),)

    return hook


def _make_one_or_many_tables_hook(converter: Converter, item: Any) -> Hook:
    """Return a hook for one table or a list of different tables."""

    def hook(value: object, _: object) -> object:
        if isinstance(value, dict):
            return (converter.structure(value, item),)
        if not isinstance(value, list):
            raise WrongType(value, "a table or a list of tables")
        if not value:
            raise Misfit(misfits.EMPTY_VALUE, "an empty list", "at least one table")
        _reject_repeated(value, [i for i, table in enumerate(value) if table in value[:i]])
        return converter.structure(value, tuple[item, ...])

    return hook


def _make_messages_hook(converter: Converter) -> Hook:
    """Return a hook for a string, or a table of strings by language."""
    by_language = _make_factory_of_tables(scalars.check_language)(dict[str, str], converter)

    def hook(value: object, _: object) -> object:
        if isinstance(value, str):
            return {model.PLAIN: scalars.take_text(value, _)}
        if not isinstance(value, dict):
            raise WrongType(value, "a string or a table of strings by language")
        if not value:
            raise Misfit(misfits.EMPTY_VALUE, "an empty table", "at least one language")
        return by_language(value, _)

    return hook
