"""Parse JSON and YAML strictly, and find the lines of their values."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Final, Protocol, TypeAlias

import yaml
from attrs import field, frozen

from errsmith.drift.pages.json_nodes import read_json_nodes
from errsmith.drift.pages.nodes import Mapping, Node, Scalar
from errsmith.registry.wording import quote
from errsmith.scaffolding.refusals import RefusedError

Pointer: TypeAlias = "tuple[str | int, ...]"
"""Keys and list indexes that lead from the top of a document to a value."""

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MERGE: Final = "<<"
_SURROGATE_ESCAPE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_TAG: Final = "tag:yaml.org,2002:"


class _Lines(Protocol):
    def find(self, pointer: Pointer) -> int:
        """Return the line of the value at a pointer, or of the nearest value around it."""
        ...


@frozen
class Tree:
    """The values of a JSON or YAML document.

    Attributes:
        root: The value at the top.
    """

    root: Any
    _build_lines: Callable[[], _Lines] = field(repr=False)

    @cached_property
    def _lines(self) -> _Lines:
        return self._build_lines()

    def find_line(self, pointer: Pointer) -> int:
        """Return the line of the value at a pointer, or of the nearest value around it."""
        return self._lines.find(pointer)


def format_pointer(pointer: Sequence[str | int]) -> str:
    """Return a JSON Pointer as a fragment: `#/components/schemas/Error`."""
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in pointer)
    return "#" + "".join(f"/{part}" for part in parts)


def parse_json(text: str, name: str) -> Tree:
    """Parse JSON.

    Raises:
        RefusedError: It is malformed; the reason has the place.
    """
    try:
        root = json.loads(text, object_pairs_hook=_build_object)
        if _SURROGATE_ESCAPE.search(text):
            root = _replace_surrogates(root)
    except json.JSONDecodeError as error:
        reason = f"{name}:{error.lineno}:{error.colno}: the JSON is malformed: {error.msg}"
        raise RefusedError(reason, "Fix the document there") from error
    except ValueError as error:  # An integer has too many digits.
        reason = f"{name}: the JSON cannot be read: {error}"
        raise RefusedError(reason, "Fix the document") from error
    except _RepeatedKeyError as error:
        line = _find_repeated_key(text, error.key)
        place = f"{name}:{line}" if line is not None else name
        reason = f"{place}: the JSON is malformed: the key {quote(error.key)} is repeated"
        raise RefusedError(reason, "Fix the document there") from error
    except RecursionError as error:
        raise _report_depth(name) from error
    return Tree(root, lambda: _JsonLines(text))


class _RepeatedKeyError(Exception):
    """An object has a key twice."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _build_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON; the standard library would keep only the last of equal keys."""
    entries = dict(pairs)
    if len(entries) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _RepeatedKeyError(key)
            seen.add(key)
    return entries


def _find_repeated_key(text: str, key: str) -> int | None:
    """Return the line of the second of two equal keys, None if it is nested too deeply."""
    key = _replace_surrogates(key)
    waiting, lines = list(read_json_nodes(text)[0]), list[int]()
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            lines += [entry.line for entry, _ in node.entries if entry.text == key][1:]
            waiting += (value for _, value in node.entries)
        elif not isinstance(node, Scalar):
            waiting += node.members
    return min(lines, default=None)


def parse_yaml(text: str, name: str) -> Tree:
    """Parse YAML.

    Raises:
        RefusedError: It is malformed; the reason has the place.
    """
    try:
        node = yaml.compose(text, Loader=_LOADER)
        return Tree(_Converter().convert(node), lambda: _YamlLines(node))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        problem = error.problem or error.context or "unexpected content"
        reason = f"{name}{place}: the YAML is malformed: {problem}"
        raise RefusedError(reason, "Fix the document there") from error
    except (yaml.YAMLError, ValueError) as error:
        problem = " ".join(str(error).split())
        reason = f"{name}: the YAML cannot be read: {problem}"
        raise RefusedError(reason, "Fix the document") from error
    except RecursionError as error:
        raise _report_depth(name) from error


def _replace_surrogates(value: Any) -> Any:
    """Return a value whose strings can be encoded, as `read_json_nodes` reads them."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_replace_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {_replace_surrogates(key): _replace_surrogates(item) for key, item in value.items()}
    return value


def _report_depth(name: str) -> RefusedError:
    reason = f"{name}: its values are nested too deeply"
    return RefusedError(reason, "Import the page that lists the errors instead")


class _Converter:
    """Turns the nodes of YAML into values; keys are strings, and aliases share their values."""

    def __init__(self) -> None:
        self._done: dict[int, Any] = {}

    def convert(self, node: yaml.Node | None) -> Any:
        if node is None:
            return None
        if isinstance(node, yaml.ScalarNode):
            return _convert_scalar(node)
        if id(node) not in self._done:
            if isinstance(node, yaml.SequenceNode):
                items: list[Any] = []
                # An alias inside the node itself refers to it.
                self._done[id(node)] = items
                items += map(self.convert, node.value)
            else:
                entries: dict[str, Any] = {}
                self._done[id(node)] = entries
                self._fill(entries, node)
        return self._done[id(node)]

    def _fill(self, entries: dict[str, Any], node: yaml.Node) -> None:
        merged: list[Any] = []
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            if name == _MERGE and not key.style:
                found = self.convert(value)
                merged += found if isinstance(found, list) else [found]
                continue
            if name in entries and isinstance(key, yaml.ScalarNode):
                problem = f"the key {quote(name)} is repeated"
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            entries[name] = self.convert(value)
        for mapping in merged:
            if isinstance(mapping, dict):
                for name, item in mapping.items():
                    entries.setdefault(name, item)


_INTEGER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,18})")


def _convert_scalar(node: yaml.ScalarNode) -> Any:
    """Return a scalar; dates and numbers in unusual notations are strings, as in JSON."""
    text: str = node.value
    match node.tag.removeprefix(_TAG):
        case "null":
            return None
        case "bool":
            # Unlike YAML 1.1, 1.2 has no other words for booleans.
            return {"true": True, "false": False}.get(text.lower(), text)
        case "int" if _INTEGER.fullmatch(text):
            return int(text)
        case "float":
            try:
                return float(text)
            except ValueError:
                return text
        case _:
            return text


class _YamlLines:
    def __init__(self, root: yaml.Node | None) -> None:
        self._root = root

    def find(self, pointer: Pointer) -> int:
        node, line = self._root, 1
        for part in pointer:
            found = _find_yaml(node, part)
            if found is None:
                break
            node, line = found
        return line


def _find_yaml(node: yaml.Node | None, part: str | int) -> tuple[yaml.Node, int] | None:
    """Return the value of a key or index, and its line."""
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        if part < len(node.value):
            item: yaml.Node = node.value[part]
            return item, item.start_mark.line + 1
        return None
    if not isinstance(node, yaml.MappingNode):
        return None
    for key, value in reversed(node.value):
        if isinstance(key, yaml.ScalarNode) and key.value == part:
            return value, key.start_mark.line + 1
    return None


class _JsonLines:
    def __init__(self, text: str) -> None:
        nodes, _ = read_json_nodes(text)
        self._root: Node | None = nodes[0] if nodes else None
        self._entries: dict[int, dict[str, tuple[Node, int]]] = {}

    def find(self, pointer: Pointer) -> int:
        node, line = self._root, 1
        for part in pointer:
            found = self._find(node, part)
            if found is None:
                break
            node, line = found
        return line

    def _find(self, node: Node | None, part: str | int) -> tuple[Node, int] | None:
        if node is None or isinstance(node, Scalar):
            return None
        if isinstance(node, Mapping):
            if id(node) not in self._entries:
                self._entries[id(node)] = {
                    key.text: (value, key.line) for key, value in node.entries
                }
            return self._entries[id(node)].get(str(part))
        if isinstance(part, int) and part < len(node.members):
            member = node.members[part]
            return member, member.line
        return None
