"""Classes that combine a provider's family with a kind, for errors without their own class.

`UndocumentedSessionConflictError` is for an undocumented code in the group `SESSION` with the kind
`conflict`. `AmbiguousAcmePermissionError` is for a code that is documented for several errors, all
with the kind `permission`.
"""

from __future__ import annotations

import threading
from typing import Any, Final, Generic, TypeVar

import attrs

from .errors import ApiError
from .kinds import KINDS

E = TypeVar("E", bound=ApiError)

UNDOCUMENTED: Final = "Undocumented"
AMBIGUOUS: Final = "Ambiguous"
_PREFIXES: Final = {
    UNDOCUMENTED: "Any {family} of the kind {kind} with an undocumented code.",
    AMBIGUOUS: "Any {family} of the kind {kind} whose code is documented for several errors.",
}
_lock = threading.Lock()


def make_name(prefix: str, family: type[ApiError], kind: str) -> str:
    """Return the name of the class for a group's or provider's class and a kind."""
    stem, kind_stem = (c.__name__.removesuffix("Error") for c in (family, KINDS[kind]))
    return f"{prefix}{stem}{kind_stem}Error"


class JoinedClasses(Generic[E]):
    """Creates the classes of one module on first use; `except` needs real base classes."""

    def __init__(self, namespace: dict[str, Any], families: tuple[type[E], ...]) -> None:
        self._namespace = namespace
        self._families = families
        self._classes: dict[tuple[str, type[E], str], type[E]] = {}

    def get_class(self, prefix: str, family: type[E], kind: str | None) -> type[E]:
        """Return the class for a family and a kind; the family itself if there is no kind."""
        if kind is None:
            return family
        cls = self._classes.get((prefix, family, kind))
        return self._create(prefix, family, kind) if cls is None else cls

    def find_class(self, name: str) -> type[E] | None:
        """Return the class with a name, or None if it does not combine prefix, family and kind."""
        prefix = next((prefix for prefix in _PREFIXES if name.startswith(prefix)), None)
        if prefix is None:
            return None
        pairs = ((family, kind) for family in self._families for kind in KINDS)
        named = (pair for pair in pairs if make_name(prefix, *pair) == name)
        return next((self.get_class(prefix, *pair) for pair in named), None)

    def _create(self, prefix: str, family: type[E], kind: str) -> type[E]:
        with _lock:  # Two classes with one name would not pickle, nor catch each other.
            cls = self._classes.get((prefix, family, kind))
            if cls is not None:
                return cls
            name = make_name(prefix, family, kind)
            retry = family.info.retry or KINDS[kind].info.retry
            body = {
                "__slots__": (),
                "__doc__": _PREFIXES[prefix].format(family=family.__name__, kind=kind),
                "__module__": family.__module__,
                "__qualname__": name,
                "info": attrs.evolve(family.info, kind=kind, retry=retry),
            }
            new: type[Any] = type(name, (family, KINDS[kind]), body)
            self._namespace[name] = self._classes[prefix, family, kind] = new
            return new
