"""The views of the functions that read an envelope's fields."""

from __future__ import annotations

import builtins
from collections.abc import Iterator

from attrs import frozen

from errsmith.meaning import naming
from errsmith.meaning.catalog import is_beyond_body, list_kept_fields
from errsmith.registry.model import EnvelopeDef, FieldDef, ProviderFile
from errsmith.runtime.facts import anchor_of
from errsmith.runtime.reading.places import GROUP, steps_of

MESSAGE = "message"
"""The role of the provider's text for people."""
PROVIDER_MESSAGE = "provider_message"
"""The attribute of the base class that has it."""
_ROOM = 100 - len("    None")
"""Columns for what is set to None on one line."""
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
"""Names that a reading function uses, so that no variable of its own may have them."""


@frozen(kw_only=True, eq=False)
class StepView:
    """One assignment of a reading function; exactly one of `is_…` is true.

    Attributes:
        target: The attribute of `error`, the local variable, or both, that are assigned.
        is_key: `parent.get(key)`, with `key` a text.
        is_entry: What stands at `{group}`.
        is_index: The item `key` of the list `parent`.
        is_header: The header `key`.
        is_parameter: The parameter `parameter` of the header `key`.
        is_query: The parameter `key` of the query.
        parent: The variable that holds the object or the list.
        key: What is looked up.
        parameter: A parameter of a challenge.
        test: What the type of the value has to fulfil: `is str`.
        empty: What stands for a value of another type: `None`, `{}` or `[]`.
        converter: The function that takes the first text of a header or query.
        helper: Module and name of the runtime's function that the step needs.
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
        envelope: The envelope's id.
        name: Its name.
        base: The provider's class.
        steps: Assignments, in order.
        messages: Variables; the first that is not empty becomes `provider_message`.
        absent: Attributes that this envelope does not have, as many as fit a line; not those that
            later ones keep, which stay unset.
        uses_body: Whether the body is read.
        uses_entry: Whether what stands at `{group}` is read.
        uses_wire: Whether a header or the query is read.
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


def readers_of(file: ProviderFile) -> tuple[ReaderView, ...]:
    """Shape the functions that a module needs.

    The runtime has one for envelopes without fields, which leaves nothing unset.
    """
    keeps = any(list_kept_fields(file, envelope) for envelope in file.envelopes)
    return tuple(reader_of(file, one) for one in file.envelopes if one.fields or keeps)


def reader_of(file: ProviderFile, envelope: EnvelopeDef) -> ReaderView:
    """Shape the function for one envelope."""
    steps = _Steps()
    messages = [name for name, field in envelope.fields.items() if field.role == MESSAGE]
    variables = {name: steps.variable(name) for name in messages}
    for name, field in envelope.fields.items():
        steps.add(name, field, variables.get(name))
    others = {name: None for one in file.envelopes for name in one.fields}
    later = file.envelopes[file.envelopes.index(envelope) + 1 :]
    kept = {name for one in later for name in list_kept_fields(file, one)}
    absent = [name for name in others if name not in envelope.fields and name not in kept]
    if not messages:
        absent.append(PROVIDER_MESSAGE)
    return ReaderView(
        envelope=envelope.id,
        name=_function_name(file, envelope),
        base=file.provider.class_,
        steps=tuple(steps.taken),
        messages=tuple(variables.values()),
        absent=tuple(_lines(absent)),
        uses_body=any(s.parent == "body" and s.test for s in steps.taken),
        uses_entry=any(s.is_entry for s in steps.taken),
        uses_wire=any(map(is_beyond_body, envelope.fields.values())),
    )


def _lines(names: list[str]) -> Iterator[tuple[str, ...]]:
    """Put attributes that get the same value on lines."""
    line: list[str] = []
    for name in names:
        if line and len("".join(f"error.{one} = " for one in (*line, name))) > _ROOM:
            yield tuple(line)
            line = []
        line.append(name)
    if line:
        yield tuple(line)


def _function_name(file: ProviderFile, envelope: EnvelopeDef) -> str:
    """Name the function after the envelope, with its position where two would be alike."""
    names = [anchor_of(one.id).replace("-", "_") for one in file.envelopes]
    position = file.envelopes.index(envelope)
    alike = names.count(names[position]) > 1
    return f"_read_{names[position]}" + (f"_{position + 1}" if alike else "")


class _Steps:
    """Collects assignments, each object on the way to a field once."""

    def __init__(self) -> None:
        self.taken: list[StepView] = []
        self._nodes: dict[tuple[tuple[str | int, ...], bool], str] = {}
        self._variables = set(_USED)

    def variable(self, name: str) -> str:
        """Give a local variable a name that nothing else in the function has."""
        if name in _USED or not naming.is_lowercase_name(name):
            name = f"at_{name}"
        while name in self._variables:
            name += "_"
        self._variables.add(name)
        return name

    def add(self, name: str, field: FieldDef, variable: str | None) -> None:
        """Assign a field, and a variable that is to have its value."""
        target = f"error.{name}" if variable is None else f"error.{name} = {variable}"
        if field.header is not None or field.query is not None:
            self._add_text(target, field)
            return
        *way, last = steps_of(field.path or name)
        self._add(target, tuple(way), last, _TESTS[field.type])

    def _add_text(self, target: str, field: FieldDef) -> None:
        converter = _CONVERTERS[field.type]
        self.taken.append(
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

    def _add(
        self,
        target: str,
        way: tuple[str | int, ...],
        last: str | int,
        test: str,
        empty: str = "None",
    ) -> None:
        is_index, is_entry = isinstance(last, int), last == GROUP
        parent = "entry" if is_entry else self._node(way, is_list=is_index)
        self.taken.append(
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

    def _node(self, way: tuple[str | int, ...], *, is_list: bool) -> str:
        """Give the variable that holds the object or list at the end of `way`."""
        if not way:
            return "body"
        if (way, is_list) not in self._nodes:
            words = "_".join(str(step).strip("{}") for step in way)
            name = "".join(c if c.isascii() and c.isalnum() else "_" for c in words.lower())
            name = self.variable(name)
            test, empty = ("is list", "[]") if is_list else ("is dict", "{}")
            self._add(name, way[:-1], way[-1], test, empty)
            self._nodes[way, is_list] = name
        return self._nodes[way, is_list]
