"""Resolve the references inside an OpenAPI document."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import unquote

from attrs import Factory, frozen

from errsmith.importing.trees import Pointer, Tree


class Place(NamedTuple):
    """A value of the document, and the pointer to it."""

    value: Any
    pointer: Pointer

    def get(self, *keys: str | int) -> Place:
        """Return a value inside this one; its value is None if it does not exist."""
        value = self.value
        for key in keys:
            if isinstance(value, dict) and isinstance(key, str):
                value = value.get(key)
            elif isinstance(value, list) and isinstance(key, int) and key < len(value):
                value = value[key]
            else:
                value = None
        return Place(value, (*self.pointer, *keys))


@frozen
class Document:
    """An OpenAPI document.

    Attributes:
        tree: Its values.
        unresolved: The references that lead nowhere or out of the document, with their places.
    """

    tree: Tree
    unresolved: dict[str, Pointer] = Factory(dict)
    _resolved: dict[str, Place] = Factory(dict)

    @property
    def root(self) -> Place:
        """The whole document."""
        return Place(self.tree.root, ())

    def resolve(self, place: Place) -> Place:
        """Return the target of a reference, or the value itself if it is not a reference.

        The value is None if the reference cannot be followed.
        """
        seen: dict[str, None] = {}
        while isinstance(place.value, dict) and isinstance(place.value.get("$ref"), str):
            reference = place.value["$ref"]
            if reference in self._resolved:
                place = self._resolved[reference]
                break
            target = None if reference in seen else self._follow(reference)
            seen[reference] = None
            if target is None:
                self.unresolved.setdefault(reference, place.pointer)
                place = Place(None, place.pointer)
                break
            place = target
        # Every reference of a chain leads to its end.
        self._resolved.update(dict.fromkeys(seen, place))
        return place

    def _follow(self, reference: str) -> Place | None:
        if reference == "#":
            return self.root
        if not reference.startswith("#/"):
            return None
        value, pointer = self.tree.root, list[str | int]()
        for part in reference[2:].split("/"):
            key = unquote(part).replace("~1", "/").replace("~0", "~")
            if isinstance(value, dict) and key in value:
                value = value[key]
                pointer.append(key)
            elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
                value = value[int(key)]
                pointer.append(int(key))
            else:
                return None
        return Place(value, tuple(pointer))
