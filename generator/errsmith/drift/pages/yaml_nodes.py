"""Read YAML into values with lines, even if it is malformed."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

import yaml

from errsmith.drift.pages.nodes import Builder, Mapping, Node, Scalar, Sequence

# libyaml takes linear time for hostile pages, and has a limit for nested values.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_ENTRY = re.compile(r"^[^\s#\-\]}][^\n]*+", re.MULTILINE)

MOST_RESTARTS = 20
"""How many times reading continues after an error."""

MOST_MERGED = 100_000
"""The maximum number of entries that a page takes from aliases."""


def read_yaml_nodes(text: str) -> tuple[list[Node], str | None]:
    """Return the values of YAML, and what the text ends inside.

    After an error, the next line without indentation begins another value.
    """
    nodes: list[Node] = []
    inside: str | None = None
    first = 0
    for _ in range(MOST_RESTARTS):
        reader = _Reader(text, first)
        error = reader.read()
        nodes += reader.builder.root.members
        if error is None:
            break
        inside = inside or "a value"
        lines = text.split("\n")
        line = max(error, first + 1)
        following = next(
            (number for number in range(line, len(lines)) if _ENTRY.match(lines[number])), None
        )
        if following is None:
            break
        inside = "malformed YAML"
        first = following
    return nodes, inside


class _Reader:
    """Reads a page, starting at a line that is counted from 0."""

    def __init__(self, text: str, first: int) -> None:
        self.lines = text.split("\n")
        self.first = first
        self.builder = Builder()
        self.anchors: dict[str, Node] = {}
        self.left = MOST_MERGED

    def read(self) -> int | None:
        """Read all values, and return the line of an error."""
        try:
            for event in self.events():
                self.read_event(event)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            return self.first + (mark.line + 1 if mark else 1)
        except yaml.YAMLError:  # Characters that YAML does not allow.
            return self.first + 1
        finally:
            while self.builder.depth:
                self.builder.end()
        return None

    def events(self) -> Iterator[yaml.Event]:
        """Yield the events of the page."""
        text = "\n".join(self.lines[self.first :])
        return iter(yaml.parse(text, Loader=_LOADER))

    def read_event(self, event: yaml.Event) -> None:
        """Read one event."""
        builder = self.builder
        line = self.first + event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            node: Node = self.read_scalar(event, line)
            builder.add(node)
        elif isinstance(event, yaml.AliasEvent):
            self.read_alias(event, line)
            return
        elif isinstance(event, yaml.MappingStartEvent):
            node = Mapping(line, [])
            builder.begin(node)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Sequence(line, [])
            builder.begin(node)
        else:
            if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                builder.end()
            return
        if event.anchor is not None:
            self.anchors[event.anchor] = node

    def read_scalar(self, event: yaml.ScalarEvent, line: int) -> Scalar:
        """Return a scalar."""
        if event.style in {"|", ">"}:
            first = self.first + event.start_mark.line + 1
            last = self.first + event.end_mark.line + (event.end_mark.column > 0)
            source = textwrap.dedent("\n".join(self.lines[first:last]))
            return Scalar(event.value, line, source.rstrip("\n"))
        if not event.style and event.value in _NULLS:  # Quoted ones are strings.
            return Scalar("", line)
        return Scalar(event.value, line)

    def read_alias(self, event: yaml.AliasEvent, line: int) -> None:
        """Read a scalar defined elsewhere, or the scalars of a merged mapping.

        Whole mappings are not repeated: a few lines could become millions.
        """
        node = self.anchors.get(event.anchor)
        entries: list[tuple[Scalar, Node]] = []
        if isinstance(node, Mapping):
            entries = [
                (Scalar(key.text, line), Scalar(value.text, line))
                for key, value in node.entries
                if isinstance(value, Scalar)
            ]
        if isinstance(node, Scalar):
            self.builder.add(Scalar(node.text, line))
        elif len(entries) <= self.left:
            self.left -= len(entries)
            self.builder.add(Mapping(line, entries))
        else:
            self.builder.add(Scalar("", line))
