"""A provider's error classes: the facts that they inherit, and their ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, TypeVar, cast

from .errors import ApiError
from .facts import ErrorInfo, inherit

E = TypeVar("E", bound=ApiError)

_NO_KIND: Final = ErrorInfo()


def complete_facts(base: type[E]) -> tuple[type[E], ...]:
    """Return all subclasses of a provider's base class, with the facts that they inherit added.

    The order is that of the class tree: a group comes before its errors.
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
    """Index classes by the ids of their errors, and by aliases that belong to only one error.

    Args:
        classes: The classes.
        ids: By class name, the ids that differ from the codes.
    """
    index = {ids.get(cls.__name__) or cls.info.code or "": cls for cls in classes}
    owners_by_alias: dict[str, list[type[E]]] = {}
    for cls in index.values():
        for alias in cls.info.aliases:
            owners_by_alias.setdefault(alias, []).append(cls)
    aliases = {alias: owners[0] for alias, owners in owners_by_alias.items() if len(owners) == 1}
    return MappingProxyType({**index, **{a: c for a, c in aliases.items() if a not in index}})
