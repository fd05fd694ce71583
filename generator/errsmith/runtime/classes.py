"""The classes of a provider: the facts that they inherit, and their ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, TypeVar, cast

from .errors import ApiError
from .facts import ErrorInfo, inherit

E = TypeVar("E", bound=ApiError)

_NO_KIND: Final = ErrorInfo()


def complete_facts(base: type[E]) -> tuple[type[E], ...]:
    """Return the classes of all errors below a provider's, their facts completed from their bases.

    They are in the order of the tree: a group's errors after the group.
    """
    classes = tuple(_iterate_subclasses(base))
    for cls in classes:
        family, *kinds = cast("tuple[type[ApiError], ...]", cls.__bases__)
        inherit(cls.info, family.info, kinds[0].info if kinds else _NO_KIND)
    return tuple(cls for cls in classes if cls.info.code is not None)


def _iterate_subclasses(cls: type[E]) -> Iterator[type[E]]:
    for subclass in cls.__subclasses__():
        yield subclass
        yield from _iterate_subclasses(subclass)


def index_by_id(classes: Iterable[type[E]], ids: Mapping[str, str]) -> Mapping[str, type[E]]:
    """Return classes by the ids of their errors, and by the aliases that belong to one error.

    Args:
        classes: The classes.
        ids: By the name of a class, the id of its error where that is not the code.
    """
    index = {ids.get(cls.__name__) or cls.info.code or "": cls for cls in classes}
    owners_by_alias: dict[str, list[type[E]]] = {}
    for cls in index.values():
        for alias in cls.info.aliases:
            owners_by_alias.setdefault(alias, []).append(cls)
    aliases = {alias: owners[0] for alias, owners in owners_by_alias.items() if len(owners) == 1}
    return MappingProxyType({**index, **{a: c for a, c in aliases.items() if a not in index}})
