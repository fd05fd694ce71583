"""Locate the keys, values and headers of a TOML file with tree-sitter.

`tomli` returns values without places, and tree-sitter places without values. This module finds the
places for the key paths of the values. `source.py` imports it only when a place is needed, because
a registry without findings needs none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

import tomli
import tree_sitter_toml
from attrs import define, field, frozen
from tree_sitter import Language, Node, Parser

from errsmith.registry.diagnostics import KeyPath, Of, Position

Extent: TypeAlias = tuple[Position, Position]
"""Start and end; the end is excluded."""

Origin: TypeAlias = Literal["implied", "dotted", "header", "headers", "value"]
"""How an entry was created: implied by a header, by a dotted key, `[…]`, `[[…]]` or a value."""

TOP: Extent = (Position(1, 1), Position(1, 1))

_INT64_LENGTH = len(f"{2**63:#b}")
"""Length of the longest notation of 64 bits."""
_TOML = Language(tree_sitter_toml.language())
_KEYS = {"bare_key", "quoted_key", "dotted_key"}
_TABLES: Mapping[str, Origin] = {"table": "header", "table_array_element": "headers"}
_MAY_FOLLOW: Mapping[Origin, frozenset[Origin]] = {
    "implied": frozenset({"implied", "dotted", "header", "headers"}),
    "dotted": frozenset({"implied", "dotted"}),
    "header": frozenset({"implied"}),
    "headers": frozenset({"headers"}),
    "value": frozenset(),
}
"""The earlier origins with which a key path may be repeated."""


@frozen
class Repeated:
    """A repeated key or header that must be unique, and its first place."""

    text: str
    second: Extent
    first: Extent


@define
class Entry:
    """The entry at a key path, with the nodes that created it.

    Attributes:
        origin: How it was created.
        key: The node of its key.
        value: The node of its value, if it has one.
        header: The node of its table, if it has a header.
        children: The entries below it, by key or index.
        unread: The node of the table whose keys are not among the children yet.
    """

    origin: Origin
    key: Node | None = None
    value: Node | None = None
    header: Node | None = None
    children: dict[str | int, Entry] = field(factory=dict)
    unread: Node | None = None

    def pick_node(self, of: Of) -> Node | None:
        """Return the node to underline, or the closest one in meaning."""
        if of == "key":
            return self.key or self.header or self.value
        if of == "value":
            return self.value or self.header or self.key
        return self.header or self.key or self.value

    @property
    def inner(self) -> Entry:
        """The table that the following keys belong to; for `[[…]]`, the last one."""
        return self.children[len(self.children) - 1] if self.origin == "headers" else self


class Locator:
    """Finds keys, values and headers in a file; for unreadable ones, the table around them.

    The keys of a table are read when one of them is needed, because most files have many tables.

    Attributes:
        repeated: The first repeated key or header, as far as the tables were read.
    """

    def __init__(self, text: str, *, is_whole: bool = False) -> None:
        """Parse the text; `is_whole` reads all tables at once, in the order of the file."""
        data = text.encode()
        self.repeated: Repeated | None = None
        self._is_whole = is_whole
        self._lines = data.split(b"\n")
        self._counted: dict[int, Sequence[int]] = {}
        self._tree = Parser(_TOML).parse(data).root_node
        self._top = Entry("header")
        for node in self._tree.named_children:
            if node.type in _TABLES:
                self._add_table(node)
            elif node.type == "pair":
                self._add_pair(self._top, node)

    def find(self, at: KeyPath, of: Of) -> Extent:
        """Return the place of a key, value or header, or of the nearest table if it is missing."""
        entry = self._top
        for part in at:
            child = self._get_child(entry, part)
            if child is None:
                return self._locate(entry.pick_node("table"))
            entry = child
        return self._locate(entry.pick_node(of))

    def find_entry(self, at: KeyPath) -> Entry | None:
        """Return the entry at a key path with all entries below it, or None."""
        entry: Entry | None = self._top
        for part in at:
            entry = self._get_child(entry, part) if entry else None
        todo = [entry] if entry else []
        while todo:
            inner = todo.pop()
            self._read_keys(inner)
            todo.extend(inner.children.values())
        return entry

    def list_tables(self) -> list[tuple[KeyPath, Node]]:
        """Return the keys and the node of each `[…]` and `[[…]]`, in the order of the file."""
        tables = (node for node in self._tree.named_children if node.type in _TABLES)
        return [(tuple(map(_read_key, _split_key(node))), node) for node in tables]

    def find_header(self, at: KeyPath) -> Extent | None:
        """Return the innermost `[…]` or `[[…]]` around a key path, or None."""
        entry: Entry | None = self._top
        found = None
        for part in at:
            entry = self._get_child(entry, part) if entry else None
            found = entry.header if entry and entry.header else found
        return self._locate(found) if found else None

    def find_huge_integer(self) -> Extent:
        """Return the first integer that does not fit in 64 bits, or the top of the file."""
        for node, _ in _walk(self._tree):
            if node.type == "integer":
                digits = _read_text(node).replace("_", "")
                # Python limits how many digits it converts.
                if len(digits) > _INT64_LENGTH or not -(2**63) <= int(digits, 0) < 2**63:
                    return self._locate(node)
        return TOP

    def has_long_key(self, limit: int) -> bool:
        """Return whether a key has more than `limit` dots."""
        return any(node.type == "dotted_key" and depth > limit for node, depth in _walk(self._tree))

    def find_deep_nesting(self, limit: int) -> Extent:
        """Return the first place that is more than `limit` levels deep, or the top of the file."""
        for node, depth in _walk(self._tree):
            if depth > limit:
                return self._locate(node)
        return TOP

    def _add_table(self, node: Node) -> None:
        """Add `[…]` or `[[…]]` and the keys below it."""
        origin = _TABLES[node.type]
        *outer, last = _split_key(node)
        entry = self._top
        for part in outer:
            entry = self._enter(entry, part, "implied").inner
        entry = self._enter(entry, last, origin, node)
        if origin == "headers":
            table = Entry("header", header=node)
            entry.children[len(entry.children)] = table
            entry = table
        entry.unread = node
        if self._is_whole:
            self._read_keys(entry)

    def _get_child(self, entry: Entry, part: str | int) -> Entry | None:
        self._read_keys(entry)
        return entry.children.get(part)

    def _read_keys(self, entry: Entry) -> None:
        """Add the keys of a table if that was not done."""
        node, entry.unread = entry.unread, None
        if node is not None:
            for pair in list_content(node, "pair"):
                self._add_pair(entry, pair)

    def _add_pair(self, table: Entry, pair: Node) -> None:
        """Add `key = value` and the entries inside the value."""
        # Not recursive, because values may be nested more deeply than Python's recursion limit.
        todo = deque([self._enter_pair(table, pair)])
        while todo:
            entry = todo.popleft()
            if entry.value is None:
                continue
            if entry.value.type == "inline_table":
                todo.extend(
                    self._enter_pair(entry, pair) for pair in list_content(entry.value, "pair")
                )
            elif entry.value.type == "array":
                for index, item in enumerate(list_content(entry.value)):
                    entry.children[index] = Entry("value", value=item)
                todo.extend(entry.children.values())

    def _enter_pair(self, table: Entry, pair: Node) -> Entry:
        """Add the key of `key = value` and return its entry, which has the value's node."""
        *outer, last = _split_key(pair)
        for part in outer:
            table = self._enter(table, part, "dotted").inner
        entry = self._enter(table, last, "value")
        entry.value = next((node for node in list_content(pair) if node.type not in _KEYS), None)
        return entry

    def _enter(self, table: Entry, key: Node, origin: Origin, header: Node | None = None) -> Entry:
        """Return the table's entry for a key, and create it if it is new."""
        name = _read_key(key)
        entry = self._get_child(table, name)
        if entry is None:
            entry = table.children[name] = Entry(origin, key=key, header=header)
        elif entry.origin not in _MAY_FOLLOW[origin]:
            self.repeated = self.repeated or Repeated(
                text=_read_text(header or key),
                second=self._locate(header or key),
                first=self._locate(entry.pick_node("table")),
            )
            return Entry(origin, key=key, header=header)
        elif origin == "header":
            entry.origin, entry.key, entry.header = origin, key, header
        return entry

    def _locate(self, node: Node | None) -> Extent:
        """Return the place of a node; for a table, the place of its header."""
        if node is None:
            return TOP
        return self._convert(*node.start_point), self._convert(*_find_end(node).end_point)

    def _convert(self, row: int, column: int) -> Position:
        # tree-sitter counts bytes.
        return Position(row + 1, self._count_characters(row)[column] + 1)

    def _count_characters(self, row: int) -> Sequence[int]:
        """Return the number of characters before each byte of a line, counted once."""
        if row not in self._counted:
            line = self._lines[row].decode()
            numbers: Sequence[int] = range(len(line) + 1)
            if not line.isascii():
                numbers = [n for n, character in enumerate(f"{line} ") for _ in character.encode()]
            self._counted[row] = numbers
        return self._counted[row]


def find_repeated(text: str) -> Repeated | None:
    """Return the first key or header of a file that is repeated although it must be unique."""
    return Locator(text, is_whole=True).repeated


def list_content(node: Node, kind: str | None = None) -> list[Node]:
    """Return the inner nodes that are not punctuation, comments or errors."""
    if kind is not None:
        return [child for child in node.named_children if child.type == kind]
    return [child for child in node.named_children if child.type not in {"comment", "ERROR"}]


def _find_end(node: Node) -> Node:
    """Return the node where the underline ends: the bracket of a header, or the node itself."""
    if node.type not in _TABLES:
        return node
    return next((child for child in node.children if child.type in {"]", "]]"}), node)


def _split_key(node: Node) -> list[Node]:
    """Return the parts of the dotted or simple key that a pair or header begins with."""
    key = next(child for child in list_content(node) if child.type in _KEYS)
    parts: list[Node] = []
    while key.type == "dotted_key":
        # tree-sitter parses `a.b.c` as `(a.b).c`.
        key, *rest = list_content(key)
        parts.extend(reversed(rest))
    return [key, *reversed(parts)]


def _read_key(key: Node) -> str:
    """Return the value of a bare or quoted key."""
    text = _read_text(key)
    if key.type == "quoted_key":
        try:
            return next(iter(tomli.loads(f"{text}=0")))
        except tomli.TOMLDecodeError:
            return text
    return text


def _read_text(node: Node) -> str:
    """Return the text that is underlined for a node."""
    data = node.text or b""
    return data[: _find_end(node).end_byte - node.start_byte].decode(errors="replace")


def _walk(top: Node) -> Iterator[tuple[Node, int]]:
    """Yield all nodes in the order of the file, each with its depth in lists, tables and keys."""
    todo = [(top, 0)]
    while todo:
        node, depth = todo.pop()
        yield node, depth
        inner = depth + (node.type in {"array", "inline_table", "dotted_key"})
        todo.extend((child, inner) for child in reversed(node.children))
