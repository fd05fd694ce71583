"""List the properties of a schema, with the values that it states for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from attrs import Factory, frozen

from errsmith.importing.draft import Path
from errsmith.importing.openapi.references import Document, Place
from errsmith.importing.openapi.responses import list_examples
from errsmith.importing.trees import Pointer

_COMPOSITIONS: Final = ("allOf", "oneOf", "anyOf")
_NAMES: Final = ("x-enum-varnames", "x-enumNames", "x-enum-names", "x-enum-var-names")
_DEEPEST: Final = 6
"""The maximum length of a path in a body."""
_MOST: Final = 5000
"""The maximum number of properties of a body."""


@frozen(kw_only=True)
class Stated:
    """A value that a schema states.

    Attributes:
        value: The value: a string or an integer.
        pointer: Where it is.
        name: Its name in `x-enum-varnames`, "" if it has none.
        others: All values that the schema allows, itself included; empty for an example.
        is_deprecated: Whether the value is deprecated.
    """

    value: str | int
    pointer: Pointer
    name: str = ""
    others: frozenset[str] = frozenset()
    is_deprecated: bool = False


@frozen(kw_only=True)
class Property:
    """A value of a body.

    Attributes:
        path: Its path.
        schema: Its schema.
        is_required: Whether its object must have it.
        values: The values that its schema states.
    """

    path: Path
    schema: Place
    is_required: bool
    values: tuple[Stated, ...] = ()

    @property
    def type(self) -> str:
        """Its JSON type; `string` if the schema states none."""
        return find_type(self.schema.value)


def find_type(schema: Any) -> str:
    """Return the JSON type of a schema; `string` if it states none."""
    if not isinstance(schema, dict):
        return "string"
    stated = schema.get("type")
    types = stated if isinstance(stated, list) else [stated]
    named = [kind for kind in types if isinstance(kind, str) and kind != "null"]
    if named:
        return named[0]
    if "properties" in schema or "allOf" in schema or "oneOf" in schema or "anyOf" in schema:
        return "object"
    return "array" if "items" in schema else "string"


@frozen
class SchemaReader:
    """Lists the properties of schemas, each schema once."""

    document: Document
    _done: dict[Pointer, tuple[Property, ...]] = Factory(dict)

    def list_properties(self, schema: Place) -> tuple[Property, ...]:
        """Return the properties of a schema and of the objects in it."""
        schema = self.document.resolve(schema)
        if schema.pointer not in self._done:
            visit = _Visit(document=self.document)
            visit.collect(schema)
            self._done[schema.pointer] = tuple(visit.found)
        return self._done[schema.pointer]


class _Step(NamedTuple):
    """A schema to look at.

    Attributes:
        place: The schema.
        path: The path of its value in the body.
        is_required: Whether its object must have it.
        is_alternative: Whether it is one of several schemas for the same value.
    """

    place: Place
    path: Path
    is_required: bool
    is_alternative: bool = False


@frozen(kw_only=True)
class _Visit:
    """A walk through one schema."""

    document: Document
    found: list[Property] = Factory(list)
    seen: set[tuple[Path, int]] = Factory(set)

    def collect(self, schema: Place) -> None:
        """Collect the properties of a schema, which may contain itself."""
        # Chains of references can be longer than the stack of a recursion.
        waiting = [_Step(schema, (), is_required=True)]
        while waiting:
            inner = list(self._look_at(waiting.pop()))
            waiting += reversed(inner)

    def _look_at(self, step: _Step) -> Iterator[_Step]:
        """Collect the property that a schema describes, and yield the schemas in it."""
        place, path = self.document.resolve(step.place), step.path
        schema = place.value
        is_full = len(self.found) >= _MOST or len(path) > _DEEPEST
        # References and YAML aliases lead to the same object in several ways.
        if not isinstance(schema, dict) or is_full or (path, id(schema)) in self.seen:
            return
        self.seen.add((path, id(schema)))
        if path:
            values = tuple(_list_values(self.document, place, step))
            self.found.append(
                Property(path=path, schema=place, is_required=step.is_required, values=values)
            )
        self._visit_discriminator(place, path)
        for key in _COMPOSITIONS:
            branches = schema.get(key)
            for index in range(len(branches) if isinstance(branches, list) else 0):
                yield _Step(place.get(key, index), path, step.is_required, key != "allOf")
        required = schema.get("required")
        names = set(map(str, required)) if isinstance(required, list) else set()
        properties = schema.get("properties")
        for name in properties if isinstance(properties, dict) else ():
            yield _Step(place.get("properties", name), (*path, name), name in names or not names)
        if isinstance(schema.get("items"), dict):
            yield _Step(place.get("items"), (*path, 0), is_required=True)

    def _visit_discriminator(self, place: Place, path: Path) -> None:
        """Collect the values of the property that distinguishes the alternatives of a schema."""
        discriminator = place.get("discriminator")
        mapping = discriminator.get("mapping")
        name = discriminator.get("propertyName").value
        if isinstance(mapping.value, dict) and isinstance(name, str):
            others = frozenset(mapping.value)
            values = tuple(
                Stated(value=value, pointer=(*mapping.pointer, value), others=others)
                for value in mapping.value
            )
            schema = Place({"type": "string"}, mapping.pointer)
            self.found.append(
                Property(path=(*path, name), schema=schema, is_required=True, values=values)
            )


def _list_values(document: Document, place: Place, step: _Step) -> Iterator[Stated]:
    """Yield the strings and integers that a schema states as values."""
    schema = place.value
    enum = schema.get("enum")
    is_single = "const" in schema or (isinstance(enum, list) and len(enum) == 1)
    # Otherwise, the field is deprecated, and not one of its values.
    is_deprecated = step.is_alternative and is_single and schema.get("deprecated") is True
    if isinstance(enum, list):
        found = (schema[key] for key in _NAMES if isinstance(schema.get(key), list))
        names: list[Any] = next(found, [])
        others = frozenset(str(value) for value in enum if is_scalar(value))
        for index, value in enumerate(enum):
            if is_scalar(value):
                name = names[index] if index < len(names) else ""
                yield Stated(
                    value=value,
                    pointer=(*place.pointer, "enum", index),
                    name=name if isinstance(name, str) else "",
                    others=others,
                    is_deprecated=is_deprecated,
                )
    elif is_scalar(schema.get("const")):
        yield Stated(
            value=schema["const"],
            pointer=(*place.pointer, "const"),
            others=frozenset({str(schema["const"])}),
            is_deprecated=is_deprecated,
        )
    for example in list_examples(document, place):
        if is_scalar(example.value):
            yield Stated(value=example.value, pointer=example.pointer)


def is_scalar(value: object) -> bool:
    """Return whether a value is a string or an integer, as codes are."""
    return isinstance(value, str | int) and not isinstance(value, bool)
