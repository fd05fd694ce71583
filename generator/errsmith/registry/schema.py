"""JSON Schema of the registry's files, derived from the model, for editors.

Editors check a file against it while you type; `structure.py` makes the same checks and more. TOML
dates are strings of format `date` here, because JSON Schema has no dates.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from types import NoneType, UnionType
from typing import Any, Final, TypeAlias, Union, get_args, get_origin

import attrs

from errsmith.registry import model, scalars, values
from errsmith.registry.values import get_key

Schema: TypeAlias = dict[str, Any]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_FILES: Final[Mapping[str, type]] = {
    "provider.schema.json": model.ProviderFile,
    "sdk.schema.json": model.SdkFile,
}
_TEXT: Final[Schema] = {"type": "string", "pattern": r"\S"}
_CODE: Final[Schema] = {"oneOf": [_TEXT, {"type": "integer"}]}
_STATUS: Final[Schema] = {
    "oneOf": [
        {"type": "integer", "minimum": scalars.FIRST_STATUS, "maximum": scalars.LAST_STATUS},
        {"type": "string", "pattern": f"^{scalars.STATUS_CLASS}$"},
    ]
}


def _build_list(item: Schema) -> Schema:
    return {"type": "array", "items": item, "minItems": 1, "uniqueItems": True}


def _build_one_or_many(item: Schema) -> Schema:
    return {"oneOf": [item, _build_list(item)]}


def _build_table_by_id(item: Schema) -> Schema:
    return {"type": "object", "propertyNames": _TEXT, "additionalProperties": item}


_CHOICES: Final = {
    kind: {"type": "string", "enum": list(words)} for kind, words in scalars.CHOICES.items()
}
_MESSAGES: Final = {
    "type": "object",
    "minProperties": 1,
    "propertyNames": {"pattern": f"^{scalars.LANGUAGE}$"},
    "additionalProperties": _TEXT,
}
_TYPES: Final[Mapping[object, Schema]] = {
    object: {},
    str: _TEXT,
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    datetime.date: {"type": "string", "format": "date"},
}
_NEW_TYPES: Final[Mapping[object, Schema]] = {
    model.Url: {"type": "string", "pattern": f"^{scalars.URL}$"},
    model.Seconds: {"type": "number", "exclusiveMinimum": 0},
    model.WireCode: _CODE,
    model.WireCodes: _build_list(_CODE),
    model.Texts: _build_one_or_many(_TEXT),
    model.Statuses: _build_one_or_many(_STATUS),
    model.Folds: _build_one_or_many(_CHOICES[scalars.Fold]),
    model.Messages: {"oneOf": [_TEXT, _MESSAGES]},
    **_CHOICES,
}

_EXCLUSIVE: Final[Mapping[type, tuple[str, ...]]] = {
    model.PlaceDef: ("path", "header", "query", "status"),
    model.FieldDef: ("path", "header", "query"),
    model.RetryDef: ("documented", "derived"),
}
"""Keys that exclude each other: a table has exactly one of them."""
_MAY_LACK: Final = {model.FieldDef}
"""Tables that may also have none of them."""
_NEEDS: Final = {"parameter": "header"}
"""Keys that need another key."""


def build_schemas() -> dict[str, bytes]:
    """Return the schema files by name."""
    return {name: _render_file(cl) for name, cl in _FILES.items()}


def _render_file(cl: type) -> bytes:
    shared: dict[str, Schema] = {}
    top = _build_table(cl, shared)
    schema = {"$schema": _DIALECT, **top, "$defs": dict(sorted(shared.items()))}
    return (json.dumps(schema, indent=2, ensure_ascii=False) + "\n").encode()


def _build_table(cl: type, shared: dict[str, Schema]) -> Schema:
    """Return the schema of a class of the model, and add those that it uses to `shared`."""
    attrs.resolve_types(cl, include_extras=True)
    fields = {get_key(field): field for field in attrs.fields(cl)}
    required = [key for key, field in fields.items() if field.default is attrs.NOTHING]
    return {
        "description": (cl.__doc__ or "").partition("\n")[0],
        "type": "object",
        "properties": {key: _build_property(field, shared) for key, field in fields.items()},
        **({"required": required} if required else {}),
        **_build_restrictions(cl, fields),
        "additionalProperties": False,
    }


def _build_property(field: attrs.Attribute[Any], shared: dict[str, Schema]) -> Schema:
    kind, doc = get_args(field.type)
    default = {"default": field.default} if isinstance(field.default, (bool, str)) else {}
    return {"description": doc.text, **_build_value(kind, shared), **default}


def _build_value(kind: Any, shared: dict[str, Schema]) -> Schema:
    """Return the schema of an attribute's type."""
    if kind in _TYPES:
        return _TYPES[kind]
    if kind is model.ExampleDefs:
        table = _build_value(model.ExampleDef, shared)
        return {"oneOf": [table, _build_list(table)]}
    if kind in _NEW_TYPES:
        return _share(kind.__name__, _NEW_TYPES[kind], shared)
    if attrs.has(kind):
        return _share(kind.__name__, _build_table(kind, shared), shared)
    return _build_composed(kind, shared)


def _build_composed(kind: Any, shared: dict[str, Schema]) -> Schema:
    """Return the schema of a union, a list or a table by id."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is dict:
        return _build_table_by_id(_build_value(args[1], shared))
    if origin is tuple:
        items = _build_value(args[0], shared)
        some = {"type": "array", "items": items, "minItems": 1}
        return some if attrs.has(args[0]) else _build_list(items)
    if origin in {Union, UnionType}:
        choices = [_build_value(arg, shared) for arg in args if arg is not NoneType]
        return choices[0] if len(choices) == 1 else {"oneOf": choices}
    message = f"the model has a type without a schema: {kind}"
    raise TypeError(message)


def _share(name: str, schema: Schema, shared: dict[str, Schema]) -> Schema:
    shared[name] = schema
    return {"$ref": f"#/$defs/{name}"}


def _build_restrictions(cl: type, keys: Iterable[str]) -> Schema:
    """Return the constraints between the keys of a table."""
    each = [{"required": [key]} for key in _EXCLUSIVE.get(cl, ())]
    none = [{"not": {"anyOf": each}}] if cl in _MAY_LACK else []
    needs = {key: [needed] for key, needed in _NEEDS.items() if key in keys}
    some = {"minProperties": 1} if cl in values.NEVER_EMPTY else {}
    return (
        some
        | ({"oneOf": [*each, *none]} if each else {})
        | ({"dependentRequired": needs} if needs else {})
    )
