"""Find where a change to a provider's file goes, and how it is written.

Text is inserted or replaced at the places that `spans.py` finds, so the order, comments, blank
lines, line endings and style of everything else are preserved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from errsmith.registry.diagnostics import KeyPath
from errsmith.registry.printing import print_key, print_pair, print_value
from errsmith.registry.spans import Entry, Locator, list_content
from errsmith.registry.wording import format_key_path

if TYPE_CHECKING:
    from tree_sitter import Node

ERRORS: Final = "errors"

_KEYS: Final = {"bare_key", "quoted_key", "dotted_key"}
_COMMENTS: Final = re.compile(rb"(?:[ \t]*#[^\n]*(?:\n|\Z))+")
_GAP: Final = re.compile(rb"[ \t]*\r?(?:\n|\Z)")
"""A blank line, or the end of the file."""


class EditError(Exception):
    """An edit cannot be made without changing something else."""


@frozen
class Splice:
    """A replacement of the bytes from `start` to `end`."""

    start: int
    end: int
    text: str


def find_line_end(text: str) -> str:
    """Return how the first line of a text ends, and with it all new lines."""
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"


class Layout:
    """The text of a provider's file, and the places of its keys, values and headers."""

    def __init__(self, text: str) -> None:
        """Parse the text, which is valid TOML."""
        self._data = text.encode()
        self._locator = Locator(text)
        self._line_end = find_line_end(text)

    def apply(self, *splices: Splice) -> str:
        """Return the text with replacements, which must not overlap."""
        parts: list[bytes] = []
        end = 0
        for splice in sorted(splices, key=lambda splice: splice.start):
            parts += (self._data[end : splice.start], splice.text.encode())
            end = splice.end
        return b"".join((*parts, self._data[end:])).decode()

    def read_value(self, at: KeyPath) -> str | None:
        """Return the source text of a value, or None if it is a table with a header."""
        entry = self._locator.find_entry(at)
        return None if entry is None or entry.value is None else self._read(entry.value)

    def place_first_error(self, id_: str, values: Mapping[str, Any]) -> Splice:
        """Return the place of the first error: the end of the file, or the braces of `errors`."""
        entry = self._locator.find_entry((ERRORS,))
        if entry is not None and entry.value is not None:
            return self._fill(entry.value, print_pair(id_, values))
        end = len(self._data)
        before = self._open_line(end) + (self._line_end if self._data else "")
        return Splice(end, end, before + self._print_table(id_, values))

    def place_error(self, id_: str, values: Mapping[str, Any], neighbor: str) -> Splice:
        """Return the place of a new error after a neighbor, in the style of the neighbor."""
        at = (ERRORS, neighbor)
        tables = self._find_tables(at)
        if tables:
            return self._place_table(tables[-1], self._print_table(id_, values))
        pair, key = self._find_last_pair(at)
        if _is_in_braces(pair):
            end = _find_end(pair)
            return Splice(end, end, f", {print_pair(id_, values)}")
        start, end = self._find_lines(pair.start_byte, _find_end(pair))
        prefix = self._data[start : key.start_byte].decode()
        text = f"{prefix}{print_pair(id_, values)}{self._line_end}"
        return Splice(end, end, self._open_line(end) + text)

    def place_key(self, at: KeyPath, value: Any, before: Sequence[str]) -> Splice:
        """Return the place of a key that its table lacks."""
        *outer, last = at
        key = str(last)
        table = self._locator.find_entry(tuple(outer))
        if table is None:
            reason = f"the file has no {format_key_path(tuple(outer))}"
            raise EditError(reason)
        if table.value is not None:
            return self._fill(table.value, print_pair(key, value))
        if table.origin == "dotted":
            return self._place_dotted_key(tuple(outer), print_pair(key, value))
        if table.header is None:
            reason = f"{format_key_path(tuple(outer))} has no header"
            raise EditError(reason)
        return self._place_line(table, table.header, print_pair(key, value), before)

    def replace(self, at: KeyPath, old: Any, value: Any) -> Splice | None:
        """Return the change of a value, or None if the key does not exist.

        A list is replaced item by item if its length stays the same.
        """
        entry = self._locator.find_entry(at)
        if entry is None:
            return None
        node = entry.value
        if node is None:
            reason = f"{format_key_path(at)} is a table"
            raise EditError(reason)
        if node.type == "array" and isinstance(value, list) and len(value) == len(old):
            return self._replace_items(node, old, value)
        if any(child.type == "comment" for child in node.children):
            reason = f"there are comments in {format_key_path(at)}"
            raise EditError(reason)
        return Splice(node.start_byte, node.end_byte, print_value(value))

    def _place_table(self, table: Node, text: str) -> Splice:
        """Return the place of a table after another one and its trailing comments."""
        _, end = self._find_lines(table.start_byte, _find_end(table))
        comments = _COMMENTS.match(self._data, end)
        if comments is not None and _GAP.match(self._data, comments.end()):
            end = comments.end()
        gap = self._line_end if _GAP.match(self._data, end) else ""
        return Splice(end, end, self._open_line(end) + gap + text)

    def _place_line(self, table: Entry, header: Node, pair: str, before: Sequence[str]) -> Splice:
        """Return the place of a key in a table with a header."""
        following = (table.children[name].value for name in before if name in table.children)
        node = next((node.parent for node in following if node is not None), None)
        if node is not None and node.parent is not None and node.parent.type != "inline_table":
            start, _ = self._find_lines(node.start_byte, node.start_byte)
            indent = self._data[start : node.start_byte].decode()
            return Splice(start, start, f"{indent}{pair}{self._line_end}")
        pairs = list_content(header, "pair")
        first = pairs[-1].start_byte if pairs else header.start_byte
        start, end = self._find_lines(first, _find_end(header))
        indent = self._data[start:first].decode()
        return Splice(end, end, f"{self._open_line(end)}{indent}{pair}{self._line_end}")

    def _place_dotted_key(self, table: KeyPath, text: str) -> Splice:
        """Return the place of a key after the last one of a table of dotted keys."""
        pair, key = self._find_last_pair(table)
        text = f"{self._data[pair.start_byte : key.end_byte].decode()}.{text}"
        if _is_in_braces(pair):
            return Splice(_find_end(pair), _find_end(pair), f", {text}")
        start, end = self._find_lines(pair.start_byte, _find_end(pair))
        indent = self._data[start : pair.start_byte].decode()
        return Splice(end, end, f"{self._open_line(end)}{indent}{text}{self._line_end}")

    def _fill(self, table: Node, pair: str) -> Splice:
        """Return the place of a last key in braces."""
        if table.type != "inline_table":
            reason = f"found `{self._read(table)}`, expected a table"
            raise EditError(reason)
        pairs = list_content(table, "pair")
        if pairs:
            end = _find_end(pairs[-1])
            return Splice(end, end, f", {pair}")
        return Splice(table.start_byte, table.end_byte, f"{{ {pair} }}")

    def _replace_items(self, array: Node, old: list[Any], new: list[Any]) -> Splice:
        text = b""
        end = array.start_byte
        for node, before, after in zip(list_content(array), old, new, strict=True):
            if after != before:
                text += self._data[end : node.start_byte] + print_value(after).encode()
                end = node.end_byte
        text += self._data[end : array.end_byte]
        return Splice(array.start_byte, array.end_byte, text.decode())

    def _find_tables(self, at: KeyPath) -> list[Node]:
        """Return the table at a key path, and its subtables that directly follow."""
        run: list[Node] = []
        for keys, node in self._locator.list_tables():
            if keys[: len(at)] == at:
                run.append(node)
            elif run:
                break
        return run

    def _find_last_pair(self, at: KeyPath) -> tuple[Node, Node]:
        """Return the last `key = value` at a key path, and the node of the last key of the path."""
        entry = self._locator.find_entry(at)
        values = [] if entry is None else list(_find_values(entry))
        if not values:
            reason = f"the place of {format_key_path(at)} cannot be found"
            raise EditError(reason)
        last = max(values, key=lambda node: node.end_byte)
        for pair, keys in reversed(list(_find_pairs(last))):
            first = keys[0][0]
            if first <= len(at) - 1 < first + len(keys):
                return pair, keys[len(at) - 1 - first][1]
        reason = f"the place of {format_key_path(at)} cannot be found"
        raise EditError(reason)

    def _print_table(self, id_: str, values: Mapping[str, Any]) -> str:
        lines = [f"[{ERRORS}.{print_key(id_)}]"]
        lines += (print_pair(key, value) for key, value in values.items())
        return "".join(f"{line}{self._line_end}" for line in lines)

    def _read(self, node: Node) -> str:
        return self._data[node.start_byte : node.end_byte].decode()

    def _find_lines(self, start: int, end: int) -> tuple[int, int]:
        """Return the start and the end of the lines of a range of bytes."""
        after = self._data.find(b"\n", end)
        return self._data.rfind(b"\n", 0, start) + 1, len(self._data) if after < 0 else after + 1

    def _open_line(self, end: int) -> str:
        """Return a line ending if the text before a place lacks one."""
        return "" if end == 0 or self._data[end - 1 : end] == b"\n" else self._line_end


def _find_values(entry: Entry) -> Iterator[Node]:
    """Yield the nodes of the values in an entry."""
    todo = [entry]
    while todo:
        inner = todo.pop()
        if inner.value is not None:
            yield inner.value
        else:
            todo.extend(inner.children.values())


def _find_pairs(value: Node) -> Iterator[tuple[Node, list[tuple[int, Node]]]]:
    """Yield each `key = value` around a value, the innermost last, with its keys.

    Each key comes with its position in the full key path.
    """
    found: list[Node] = []
    node = value.parent
    while node is not None and node.type not in {"table", "table_array_element", "document"}:
        if node.type == "pair":
            found.append(node)
        node = node.parent
    position = 0 if node is None or node.type == "document" else len(_list_keys(node))
    for pair in reversed(found):
        keys = list(enumerate(_list_keys(pair), position))
        position += len(keys)
        yield pair, keys


def _list_keys(node: Node) -> list[Node]:
    """Return the parts of the key of a pair or header."""
    todo = [next(child for child in list_content(node) if child.type in _KEYS)]
    keys: list[Node] = []
    while todo:
        key = todo.pop()
        if key.type == "dotted_key":
            todo.extend(reversed(list_content(key)))
        else:
            keys.append(key)
    return keys


def _is_in_braces(pair: Node) -> bool:
    return pair.parent is not None and pair.parent.type == "inline_table"


def _find_end(node: Node) -> int:
    """Return the end of a pair or a table, without the comments after it."""
    if node.type == "pair":
        return list_content(node)[-1].end_byte
    pairs = list_content(node, "pair")
    if pairs:
        return _find_end(pairs[-1])
    return next(child for child in node.children if child.type in {"]", "]]"}).end_byte
