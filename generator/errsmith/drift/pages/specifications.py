"""Find the statuses of the components of an OpenAPI document that responses refer to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from errsmith.drift.pages.nodes import Mapping, Node, Scalar

Path: TypeAlias = "tuple[str, ...]"

LONGEST = 3
"""The number of keys in the path of a component."""

_STATUS_DIGITS = 3


def find_statuses(root: Mapping) -> dict[Path, str]:
    """Return the status of each component that only responses with one status use, by its path.

    Components can refer to others.
    """
    responses: dict[str, list[Node]] = {}
    for name, node in _walk(root):
        if name == "responses" and isinstance(node, Mapping):
            for key, response in node.entries:
                if _is_status(key.text):
                    responses.setdefault(key.text, []).append(response)
    if not responses:
        return {}
    components = dict(_find_components(root))
    found: dict[Path, set[str]] = {}
    for status, nodes in responses.items():
        waiting = list(nodes)
        while waiting:
            for path in _find_references(waiting.pop()):
                if path in components and status not in found.setdefault(path, set()):
                    found[path].add(status)
                    waiting.append(components[path])
    return {path: statuses.pop() for path, statuses in found.items() if len(statuses) == 1}


def _is_status(key: str) -> bool:
    return len(key) == _STATUS_DIGITS and key.isascii() and key.isdigit() and key[0] in "12345"


def _walk(root: Node) -> Iterator[tuple[str, Node]]:
    """Yield every value in another one, with its key."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            for key, value in node.entries:
                yield key.text, value
                if not isinstance(value, Scalar):
                    waiting.append(value)
        elif not isinstance(node, Scalar):
            waiting += node.members


def _find_components(root: Mapping) -> Iterator[tuple[Path, Node]]:
    """Yield what can be referred to: `components/responses/X`, in older documents `responses/X`."""
    for section, group in root.entries:
        if isinstance(group, Mapping):
            for name, node in group.entries:
                if section.text != "components":
                    yield (section.text, name.text), node
                elif isinstance(node, Mapping):
                    for key, value in node.entries:
                        yield (section.text, name.text, key.text), value


def _find_references(node: Node) -> Iterator[Path]:
    for name, value in _walk(node):
        if name == "$ref" and isinstance(value, Scalar) and value.text.startswith("#/"):
            keys = value.text[2:].split("/", LONGEST)[:LONGEST]
            yield tuple(key.replace("~1", "/").replace("~0", "~") for key in keys)
