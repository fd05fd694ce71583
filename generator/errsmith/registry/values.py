"""What each type of the model takes from TOML: the hooks of the converter.

Every type has a hook of ours, because cattrs' own convert silently (`"429"` to 429, `true` to 1).
A hook gives the value for the model or raises `Misfit`, which says what it found and expected.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Iterator, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Final, NewType, TypeAlias, Union, get_args, get_origin

import attrs
from cattrs import Converter, IterableValidationError
from cattrs.cols import homogenous_tuple_structure_factory, mapping_structure_factory
from cattrs.gen import make_dict_structure_fn, override

from errsmith.registry import model
from errsmith.registry.diagnostics import KeyPath, Of, Rule
from errsmith.registry.wording import describe, nearest, quote
from errsmith.runtime.kinds import KINDS

WRONG_TYPE = Rule("R103", "wrong-type", "A value is of a type that its key does not take.")
EMPTY_VALUE = Rule("R104", "empty-value", "A key, text, list or table is there and says nothing.")
UNKNOWN_CHOICE = Rule("R105", "unknown-choice", "A text is none of the words its key takes.")
BAD_STATUS = Rule("R106", "bad-status", "A value is neither an HTTP status nor a class of them.")
REPEATED_ITEM = Rule("R107", "repeated-item", "A list holds the same thing twice.")
BAD_URL = Rule("R108", "bad-url", "A text is not an http address.")
BAD_SECONDS = Rule("R109", "bad-seconds", "A number is no time one can wait.")
BAD_LANGUAGE = Rule("R110", "bad-language", "A key is not a language tag (BCP 47).")

FIRST_STATUS: Final = 100
LAST_STATUS: Final = 599
STATUS_CLASS: Final = r"[1-5]xx"
_HOST: Final = r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,9}(/[^\s\x00-\x20\x7f-\x9f]*)?"
URL: Final = r"https?://[^\s\x00-\x20\x7f-\x9f]+"
LANGUAGE: Final = (
    r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
    r"(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
)
"""Language, script, region and variants; extensions and private use say nothing to a reader."""

Fold = NewType("Fold", str)
"""One of `Folds`."""
Status = NewType("Status", object)
"""One of `Statuses`."""

CHOICES: Final[Mapping[object, tuple[str, ...]]] = {
    model.Kind: tuple(KINDS),
    model.Advice: model.ADVICE,
    model.JsonType: model.JSON_TYPES,
    model.CodeType: model.CODE_TYPES,
    model.Role: model.ROLES,
    model.Unit: model.UNITS,
    Fold: model.FOLDS,
}
"""The words that a type takes."""

NEVER_EMPTY: Final = (model.WhenDef, model.ExampleDef)
"""Tables of which no key is required, and that say nothing without any."""

_Hook: TypeAlias = "Callable[[Any, Any], Any]"


class Misfit(Exception):  # noqa: N818 - it is no failure of the program
    """A value that its type does not take.

    `at` leads from that value to the part of it that is wrong.
    """

    def __init__(
        self,
        rule: Rule,
        message: str,
        *,
        help: str | None = None,
        of: Of = "value",
        at: KeyPath = (),
    ) -> None:
        """Say what was found and what was expected."""
        super().__init__(message)
        self.rule = rule
        self.help = help
        self.of: Of = of
        self.at = at


def key_of(field: attrs.Attribute[Any]) -> str:
    """Give the key of a class's attribute: `class` of `class_`."""
    return field.name.removesuffix("_")


def new_converter(*, collecting: bool = False) -> Converter:
    """Give a converter that takes exactly the types of the model.

    It raises the first mistake as it is, or with `collecting` all of them as a group.
    """
    converter = Converter(forbid_extra_keys=True, detailed_validation=collecting)
    converter.register_structure_hook_factory(attrs.has, _table_of_keys)
    converter.register_structure_hook_factory(_is_dict, _table_by(_check_id))
    converter.register_structure_hook_factory(_is_tuple, _list)
    converter.register_structure_hook_factory(_is_union, _text_or_table)
    # Registered as a plain hook, `object` would catch every class.
    converter.register_structure_hook_func(_is_object, lambda value, _: value)
    hooks: dict[Any, _Hook] = {
        str: _text,
        bool: _boolean,
        int: _integer,
        datetime.date: _date,
        Status: _status,
        model.Url: _url,
        model.Seconds: _seconds,
        model.WireCode: _wire_code,
        model.WireCodes: lambda value, _: converter.structure(value, tuple[model.WireCode, ...]),
        model.Texts: _one_or_many(converter, str),
        model.Statuses: _one_or_many(converter, Status),
        model.Folds: _one_or_many(converter, Fold),
        model.Examples: _one_or_many_tables(converter, model.ExampleDef),
        **{kind: _choice(choices) for kind, choices in CHOICES.items()},
    }
    for kind, hook in hooks.items():
        converter.register_structure_hook(kind, hook)
    converter.register_structure_hook(model.Messages, _messages(converter))
    return converter


def _wrong_type(value: object, expected: str, fix: str | None = None) -> Misfit:
    return Misfit(WRONG_TYPE, f"found {describe(value)}, expected {expected}", help=fix)


def _is_object(cl: Any) -> bool:
    return cl is object


def _is_dict(cl: Any) -> bool:
    return get_origin(cl) is dict


def _is_tuple(cl: Any) -> bool:
    return get_origin(cl) is tuple


def _is_union(cl: Any) -> bool:
    return get_origin(cl) in (Union, UnionType)


def _table_of_keys(cl: type, converter: Converter) -> _Hook:
    """Take a table whose keys are a class's attributes; `class_` is the key `class`."""
    attrs.resolve_types(cl)
    keys: Any = {
        field.name: override(
            rename=key_of(field), struct_hook=converter.get_structure_hook(_present(field.type))
        )
        for field in attrs.fields(cl)
    }
    structure: _Hook = make_dict_structure_fn(cl, converter, **keys)
    check = _filled if cl in NEVER_EMPTY else _table
    return lambda value, _: structure(check(value), cl)


def _present(type_: Any) -> Any:
    """Give the type of a key's value where the key is there: TOML has no null."""
    bare = get_args(type_)[0] if get_origin(type_) is Annotated else type_
    members = tuple(one for one in get_args(bare) if one is not NoneType)
    return Union[members] if NoneType in get_args(bare) else bare  # noqa: UP007 - made of a tuple


def _table_by(check: Callable[[str], None]) -> Callable[[Any, Converter], _Hook]:
    """Take a table by ids of one sort."""

    def factory(cl: Any, converter: Converter) -> _Hook:
        structure = mapping_structure_factory(cl, converter, key_type=object)

        def hook(value: object, _: object) -> object:
            table = _table(value)
            errors = list(_bad_keys(table, check))
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


def _bad_keys(table: dict[str, object], check: Callable[[str], None]) -> Iterator[Exception]:
    for key in table:
        try:
            check(key)
        except Misfit as error:
            yield error


def _table(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise _wrong_type(value, "a table")
    return value


def _text_or_table(cl: Any, converter: Converter) -> _Hook:
    """Take a text, or a table whose keys are those of a class."""
    table = converter.get_structure_hook(next(filter(attrs.has, get_args(cl))))

    def hook(value: object, _: object) -> object:
        if isinstance(value, str):
            return _text(value, _)
        if not isinstance(value, dict):
            raise _wrong_type(value, "a text or a table")
        return table(value, _)

    return hook


def _filled(value: object) -> dict[str, object]:
    table = _table(value)
    if not table:
        raise Misfit(EMPTY_VALUE, "found an empty table, expected something in it")
    return table


def _list(cl: Any, converter: Converter) -> _Hook:
    """Take a list that says something; one of single values says nothing twice."""
    structure = homogenous_tuple_structure_factory(cl, converter)
    of_tables = attrs.has(get_args(cl)[0])

    def hook(value: object, _: object) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise _wrong_type(value, "a list of tables" if of_tables else "a list")
        items: tuple[object, ...] = structure(value, cl)
        if not items:
            raise Misfit(EMPTY_VALUE, "found an empty list, expected something in it")
        if of_tables:
            return items
        first: dict[object, int] = {}
        repeated = [i for i, item in enumerate(items) if first.setdefault(item, i) != i]
        if repeated:
            message = "items that are in the list already"
            raise ExceptionGroup(message, [_repeated(value, i) for i in repeated])
        return items

    return hook


def _repeated(items: list[object], index: int) -> Misfit:
    message = f"found {describe(items[index])} once more, expected each item once"
    return Misfit(REPEATED_ITEM, message, at=(index,))


def _one_or_many(converter: Converter, item: Any) -> _Hook:
    """Take one value or a list of them."""

    def hook(value: object, _: object) -> object:
        if isinstance(value, list):
            return converter.structure(value, tuple[item, ...])
        return (converter.structure(value, item),)

    return hook


def _one_or_many_tables(converter: Converter, item: Any) -> _Hook:
    """Take one table or a list of different ones."""

    def hook(value: object, _: object) -> object:
        if isinstance(value, dict):
            return (converter.structure(value, item),)
        if not isinstance(value, list):
            raise _wrong_type(value, "a table or a list of tables")
        if not value:
            raise Misfit(EMPTY_VALUE, "found an empty list, expected a table in it")
        repeated = [i for i, one in enumerate(value) if one in value[:i]]
        if repeated:
            message = "items that are in the list already"
            raise ExceptionGroup(message, [_repeated(value, i) for i in repeated])
        return converter.structure(value, tuple[item, ...])

    return hook


def _text(value: object, _: object) -> str:
    if not isinstance(value, str):
        fix = None if isinstance(value, (dict, list)) else "texts stand in quotes"
        raise _wrong_type(value, "a text", fix)
    if not value.strip():
        raise Misfit(EMPTY_VALUE, f"found {describe(value)}, expected a text that says something")
    return value


def _check_id(key: str) -> None:
    if not key.strip():
        message = f"found key {quote(key)}, expected one that says something"
        raise Misfit(EMPTY_VALUE, message, of="key", at=(key,))


def _boolean(value: object, _: object) -> bool:
    if not isinstance(value, bool):
        bare = value in {"true", "false"} if isinstance(value, str) else False
        raise _wrong_type(value, "true or false", f"write {value} without quotes" if bare else None)
    return value


def _integer(value: object, _: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong_type(value, "an integer", _unquoted(value))
    return value


def _unquoted(value: object) -> str | None:
    """Say how a number in quotes is mended."""
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", value):
        return f"write {value} without quotes"
    return None


def _date(value: object, _: object) -> datetime.date:
    if isinstance(value, datetime.datetime):
        raise _wrong_type(value, "a date without a time", f"write {value.date()}")
    if not isinstance(value, datetime.date):
        quoted = isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)
        fix = f"write {value} without quotes" if quoted else None
        raise _wrong_type(value, "a date such as 2026-11-21", fix)
    return value


def _status(value: object, _: object) -> int | str:
    expected = 'a status such as 404 or "4xx"'
    if isinstance(value, str):
        if re.fullmatch(STATUS_CLASS, value):
            return value
        if re.fullmatch(r"[1-5][0-9]{2}", value):
            raise _wrong_type(value, expected, _unquoted(value))
        fix = f'write "{value[0]}xx"' if re.fullmatch(r"[1-5]..", value) else None
        raise Misfit(BAD_STATUS, f"found {describe(value)}, expected {expected}", help=fix)
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong_type(value, expected)
    if not FIRST_STATUS <= value <= LAST_STATUS:
        message = f"found {describe(value)}, expected a status from {FIRST_STATUS} to {LAST_STATUS}"
        raise Misfit(BAD_STATUS, message)
    return value


def _choice(choices: tuple[str, ...]) -> _Hook:
    """Take one of some words."""
    expected = f"one of {', '.join(quote(choice) for choice in choices)}"

    def hook(value: object, _: object) -> str:
        if not isinstance(value, str):
            raise _wrong_type(value, expected)
        if value not in choices:
            from errsmith.registry.slips import WORDS

            known = WORDS.get(value.lower().replace(" ", "_").replace("-", "_"))
            near = known if known in choices else nearest(value, choices)
            fix = f"did you mean {quote(near)}?" if near else None
            message = f"found {describe(value)}, expected {expected}"
            raise Misfit(UNKNOWN_CHOICE, message, help=fix)
        return value

    return hook


def _wire_code(value: object, _: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise _wrong_type(value, "a text or an integer")
    return _text(value, _)


def _messages(converter: Converter) -> _Hook:
    """Take a text, or a table of texts by language."""
    by_language = _table_by(_check_language)(dict[str, str], converter)

    def hook(value: object, _: object) -> object:
        if isinstance(value, str):
            return {model.PLAIN: _text(value, _)}
        if not isinstance(value, dict):
            raise _wrong_type(value, "a text or a table by language")
        if not value:
            raise Misfit(EMPTY_VALUE, "found an empty table, expected a text by language")
        return by_language(value, _)

    return hook


def _check_language(key: str) -> None:
    if not re.fullmatch(LANGUAGE, key):
        tag = key.replace("_", "-")
        message = f'found key {quote(key)}, expected a language tag such as "en" or "pt-BR"'
        fix = f"write {tag}" if re.fullmatch(LANGUAGE, tag) else None
        raise Misfit(BAD_LANGUAGE, message, help=fix, of="key", at=(key,))


def _url(value: object, _: object) -> str:
    text = _text(value, _)
    if not re.fullmatch(URL, text):
        expected = "an address that begins with https:// or http:// and holds no blanks"
        whole = f"https://{text}"
        fix = f"write {quote(whole)}" if re.fullmatch(_HOST, text) else None
        raise Misfit(BAD_URL, f"found {describe(text)}, expected {expected}", help=fix)
    return text


def _seconds(value: object, _: object) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise _wrong_type(value, "a number of seconds", _unquoted(value))
    if not (value > 0 and math.isfinite(value)):
        raise Misfit(BAD_SECONDS, f"found {describe(value)}, expected a number of seconds above 0")
    return float(value)
