"""The values of a JSON or YAML page, each with its line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

DEEPEST = 100
"""The maximum depth of lists and mappings; deeper ones are left out."""


class Scalar(NamedTuple):
    """A string, a number or another value that is not a list or a mapping.

    Attributes:
        text: The value as text, "" for null.
        line: The line it begins on.
        source: The lines of a string that the page writes on lines of its own, from the line after
            `line`; None for others.
    """

    text: str
    line: int
    source: str | None = None


class Mapping(NamedTuple):
    """A mapping.

    Attributes:
        line: The line it begins on.
        entries: Its keys and values.
    """

    line: int
    entries: list[tuple[Scalar, Node]]

    @property
    def scalars(self) -> Iterator[tuple[str, Scalar]]:
        """Its entries whose values are scalars."""
        return ((key.text, value) for key, value in self.entries if isinstance(value, Scalar))


class Sequence(NamedTuple):
    """A list.

    Attributes:
        line: The line it begins on.
        members: Its items.
    """

    line: int
    members: list[Node]


Node: TypeAlias = "Scalar | Mapping | Sequence"


class Builder:
    """Builds values from their beginnings and ends, which may be missing.

    Attributes:
        root: Receives the values outside all others.
        depth: How many lists and mappings are open.
    """

    def __init__(self) -> None:
        self.root = Sequence(1, [])
        self._open: list[Mapping | Sequence] = [self.root]
        self._keys: list[Scalar | None] = [None]
        self.depth = 0

    @property
    def innermost(self) -> Mapping | Sequence:
        """The list or mapping that is open."""
        return self._open[-1]

    @property
    def has_key(self) -> bool:
        """Whether a key waits for its value."""
        return self._keys[-1] is not None

    def begin(self, node: Mapping | Sequence) -> None:
        """Begin a list or mapping."""
        self.depth += 1
        if self.depth < DEEPEST:
            self.add(node)
            self._open.append(node)
            self._keys.append(None)

    def end(self) -> None:
        """End the innermost list or mapping."""
        if self.depth == 0:
            return
        if self.depth < DEEPEST:
            self.complete_entry()
            self._open.pop()
            self._keys.pop()
        self.depth -= 1

    def add(self, node: Node) -> None:
        """Add a value, or a key where one is expected."""
        if self.depth > DEEPEST:
            return
        innermost, key = self._open[-1], self._keys[-1]
        if isinstance(innermost, Sequence):
            innermost.members.append(node)
        elif key is not None:
            innermost.entries.append((key, node))
            self._keys[-1] = None
        elif isinstance(node, Scalar):
            self._keys[-1] = node
        else:  # YAML allows any value as a key; at least read its content.
            innermost.entries.append((Scalar("", node.line), node))
            self._keys[-1] = Scalar("", node.line)

    def complete_entry(self) -> None:
        """Add an empty value for a key without one."""
        key = self._keys[-1]
        if key is not None:
            self.add(Scalar("", key.line))
