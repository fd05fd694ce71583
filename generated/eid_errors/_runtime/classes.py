# Emitted by errsmith from its runtime/classes.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""The classes of a provider: what they inherit, and the ids that they are known by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, TypeVar, cast

from .errors import ApiError
from .facts import ErrorInfo, inherit

E = TypeVar("E", bound=ApiError)

_NO_KIND: Final = ErrorInfo()


def complete_facts(base: type[E]) -> tuple[type[E], ...]:
    """Give each class below a provider's the facts that its bases have; return the errors' classes.

    They are in the order of the tree: a group's errors after the group.
    """
    classes = tuple(_subclasses(base))
    for cls in classes:
        family, *kinds = cast("tuple[type[ApiError], ...]", cls.__bases__)
        inherit(cls.info, family.info, kinds[0].info if kinds else _NO_KIND)
    return tuple(cls for cls in classes if cls.info.code is not None)


def _subclasses(cls: type[E]) -> Iterator[type[E]]:
    for below in cls.__subclasses__():
        yield below
        yield from _subclasses(below)


def index_by_id(classes: Iterable[type[E]], ids: Mapping[str, str]) -> Mapping[str, type[E]]:
    """Return classes by the ids of their errors, and by the aliases that belong to one error.

    Args:
        classes: The classes.
        ids: By the name of a class, the id of its error where that is not the code.
    """
    index = {ids.get(cls.__name__) or cls.info.code or "": cls for cls in classes}
    owners: dict[str, list[type[E]]] = {}
    for cls in index.values():
        for alias in cls.info.aliases:
            owners.setdefault(alias, []).append(cls)
    aliases = {alias: found[0] for alias, found in owners.items() if len(found) == 1}
    return MappingProxyType({**index, **{a: c for a, c in aliases.items() if a not in index}})
