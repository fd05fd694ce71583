"""The views of the functions that read an envelope's fields."""

from __future__ import annotations

import builtins
from collections.abc import Iterator

from attrs import frozen

from errsmith.meaning import naming
from errsmith.meaning.catalog import is_beyond_body, list_kept_fields
from errsmith.registry.model import EnvelopeDef, FieldDef, ProviderFile
from errsmith.runtime.facts import make_anchor
from errsmith.runtime.reading.places import GROUP_STEP, split_path

_ROOM = 100 - len("    None")
"""Columns for the fields that one line sets to None."""
_TESTS = {
    "string": "is str",
    "integer": "is int",
    "number": "is int or type(value) is float",
    "boolean": "is bool",
    "object": "is dict",
    "array": "is list",
}
_CONVERTERS = {
    "string": "first",
    "integer": "first_integer",
    "number": "first_number",
    "boolean": "first_boolean",
}
_USED = {"body", "error", "entry", "value", "wire", "item", *_CONVERTERS.values(), *dir(builtins)}
"""Names that a reading function uses, so its variables must not have them."""


@frozen(kw_only=True, eq=False)
class StepView:
    """An assignment in a reading function; exactly one `is_…` attribute is true.

    Attributes:
        target: What is assigned: a field of `error`, a local variable, or both.
        is_key: Reads `parent.get(key)`, where `key` is a string.
        is_entry: Reads the value at `{group}`.
        is_index: Reads item `key` of the list `parent`.
        is_header: Reads the header `key`.
        is_parameter: Reads `parameter` of the header `key`.
        is_query: Reads the query parameter `key`.
        parent: Variable with the object or list.
        key: What to look up.
        parameter: Parameter of a challenge.
        test: Test of the value's type, such as `is str`.
        empty: Replacement for values of other types: `None`, `{}` or `[]`.
        converter: Function that converts the first header or query value.
        helper: Module and name of the runtime function needed, if any.
    """

    target: str
    is_key: bool = False
    is_entry: bool = False
    is_index: bool = False
    is_header: bool = False
    is_parameter: bool = False
    is_query: bool = False
    parent: str = "body"
    key: str | int = ""
    parameter: str = ""
    test: str = ""
    empty: str = "None"
    converter: str = ""
    helper: tuple[str, str] | None = None


@frozen(kw_only=True, eq=False)
class ReaderView:
    """A function that reads an envelope's fields.

    Attributes:
        envelope: Id of the envelope.
        name: Its name.
        base: The provider's class.
        steps: Its assignments, in order.
        messages: Variables; the first non-empty one becomes `provider_message`.
        absent: Fields that the envelope lacks, grouped into lines. Fields that later envelopes keep
            are not listed and stay unset.
        uses_body: Whether it reads the body.
        uses_entry: Whether it reads the value at `{group}`.
        uses_wire: Whether it reads headers or the query.
    """

    envelope: str
    name: str
    base: str
    steps: tuple[StepView, ...]
    messages: tuple[str, ...]
    absent: tuple[tuple[str, ...], ...]
    uses_body: bool
    uses_entry: bool
    uses_wire: bool


def build_reader_views(file: ProviderFile) -> tuple[ReaderView, ...]:
    """Build the views of the reading functions of a module.

    For envelopes without fields, the runtime has one, which sets every field.
    """
    has_kept = any(list_kept_fields(file, envelope) for envelope in file.envelopes)
    return tuple(
        _build_reader_view(file, envelope)
        for envelope in file.envelopes
        if envelope.fields or has_kept
    )


def _build_reader_view(file: ProviderFile, envelope: EnvelopeDef) -> ReaderView:
    steps = _StepCollector()
    messages = [name for name, field in envelope.fields.items() if field.role == "message"]
    variables = {name: steps.name_variable(name) for name in messages}
    for name, field in envelope.fields.items():
        steps.assign_field(name, field, variables.get(name))
    later = file.envelopes[file.envelopes.index(envelope) + 1 :]
    unset = {*envelope.fields, *(name for e in later for name in list_kept_fields(file, e))}
    names = dict.fromkeys(name for e in file.envelopes for name in e.fields)
    absent = [name for name in names if name not in unset]
    if not messages:
        absent.append("provider_message")
    return ReaderView(
        envelope=envelope.id,
        name=_name_function(file, envelope),
        base=file.provider.class_,
        steps=tuple(steps.views),
        messages=tuple(variables.values()),
        absent=tuple(_fill_lines(absent)),
        uses_body=any(step.parent == "body" and step.test for step in steps.views),
        uses_entry=any(step.is_entry for step in steps.views),
        uses_wire=any(map(is_beyond_body, envelope.fields.values())),
    )


def _fill_lines(names: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield the fields that each line sets to None, as many as fit."""
    line: list[str] = []
    for name in names:
        if line and len("".join(f"error.{n} = " for n in (*line, name))) > _ROOM:
            yield tuple(line)
            line = []
        line.append(name)
    if line:
        yield tuple(line)


def _name_function(file: ProviderFile, envelope: EnvelopeDef) -> str:
    """Return the name of an envelope's function, with the position appended if ambiguous."""
    names = [make_anchor(e.id).replace("-", "_") for e in file.envelopes]
    position = file.envelopes.index(envelope)
    is_unique = names.count(names[position]) == 1
    return f"_read_{names[position]}" + ("" if is_unique else f"_{position + 1}")


class _StepCollector:
    """Collects a function's assignments, including one per object on the way to a field."""

    def __init__(self) -> None:
        self.views: list[StepView] = []
        self._containers: dict[tuple[tuple[str | int, ...], bool], str] = {}
        self._variables = set(_USED)

    def name_variable(self, name: str) -> str:
        """Return an unused name for a local variable of the function."""
        if name in _USED or not naming.is_lowercase_name(name):
            name = f"at_{name}"
        while name in self._variables:
            name += "_"
        self._variables.add(name)
        return name

    def assign_field(self, name: str, field: FieldDef, variable: str | None) -> None:
        """Add the assignment of a field, and of a variable with the same value."""
        target = f"error.{name}" if variable is None else f"error.{name} = {variable}"
        if is_beyond_body(field):
            self._assign_text(target, field)
            return
        *way, last = split_path(field.path or name)
        self._assign(target, tuple(way), last, _TESTS[field.type])

    def _assign_text(self, target: str, field: FieldDef) -> None:
        converter = _CONVERTERS[field.type]
        self.views.append(
            StepView(
                target=target,
                is_header=field.header is not None and field.parameter is None,
                is_parameter=field.parameter is not None,
                is_query=field.query is not None,
                key=field.header or field.query or "",
                parameter=field.parameter or "",
                converter=converter,
                helper=("wire.wire", converter),
            )
        )

    def _assign(
        self,
        target: str,
        way: tuple[str | int, ...],
        last: str | int,
        test: str,
        empty: str = "None",
    ) -> None:
        """Add the assignment of the value at the end of a path."""
        is_index, is_entry = isinstance(last, int), last == GROUP_STEP
        parent = "entry" if is_entry else self._assign_container(way, is_list=is_index)
        self.views.append(
            StepView(
                target=target,
                is_key=not is_index and not is_entry,
                is_entry=is_entry,
                is_index=is_index,
                parent=parent,
                key=last,
                test=test,
                empty=empty,
                helper=("wire.wire", "item") if is_index else None,
            )
        )

    def _assign_container(self, way: tuple[str | int, ...], *, is_list: bool) -> str:
        """Return the variable with the object or list at the end of a path; assign it if new."""
        if not way:
            return "body"
        if (way, is_list) not in self._containers:
            words = "_".join(str(step).strip("{}") for step in way)
            name = "".join(c if c.isascii() and c.isalnum() else "_" for c in words.lower())
            name = self.name_variable(name)
            test, empty = ("is list", "[]") if is_list else ("is dict", "{}")
            self._assign(name, way[:-1], way[-1], test, empty)
            self._containers[way, is_list] = name
        return self._containers[way, is_list]
