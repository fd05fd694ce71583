# Emitted by errsmith from its runtime/undocumented.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""Classes of errors that no page documents: a family of one provider, and a kind."""

from __future__ import annotations

import threading
from typing import Any, Generic, TypeVar

import attrs

from .errors import ApiError
from .kinds import KINDS

E = TypeVar("E", bound=ApiError)
PREFIX = "Undocumented"
_lock = threading.Lock()


def name_of(family: type[ApiError], kind: str) -> str:
    """Give the name of the class for a group's or provider's class and a kind."""
    stem, kind_stem = (c.__name__.removesuffix("Error") for c in (family, KINDS[kind]))
    return f"{PREFIX}{stem}{kind_stem}Error"


class Undocumented(Generic[E]):
    """Makes the classes of one module on first use; `except` looks at real bases only."""

    def __init__(self, namespace: dict[str, Any], families: tuple[type[E], ...]) -> None:
        self._namespace = namespace
        self._families = families
        self._made: dict[tuple[type[E], str], type[E]] = {}

    def of(self, family: type[E], kind: str | None) -> type[E]:
        """Give the class for a family and a kind; the family's own where there is no kind."""
        if kind is None:
            return family
        made = self._made.get((family, kind))
        return self._make(family, kind) if made is None else made

    def named(self, name: str) -> type[E] | None:
        """Give the class of a name, None if no family and kind make up that name."""
        if not name.startswith(PREFIX):
            return None
        pairs = ((family, kind) for family in self._families for kind in KINDS)
        return next((self.of(*pair) for pair in pairs if name_of(*pair) == name), None)

    def _make(self, family: type[E], kind: str) -> type[E]:
        with _lock:  # Two classes of one name would not pickle, nor catch each other.
            made = self._made.get((family, kind))
            if made is not None:
                return made
            name = name_of(family, kind)
            retry = family.info.retry or KINDS[kind].info.retry
            body = {
                "__slots__": (),
                "__doc__": f"A code of {family.__name__} that is not documented, of kind {kind}.",
                "__module__": family.__module__,
                "__qualname__": name,
                "info": attrs.evolve(family.info, kind=kind, retry=retry),
            }
            new: type[Any] = type(name, (family, KINDS[kind]), body)
            self._namespace[name] = self._made[family, kind] = new
            return new
