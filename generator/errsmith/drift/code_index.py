"""Find the errors that have a code on a page or in a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from attrs import evolve, frozen

from errsmith.drift.facts import PageCode, PageFacts
from errsmith.drift.record import Record, RecordedCode
from errsmith.meaning.resolution import ResolvedError


@frozen
class CodeIndex:
    """Finds errors by their codes and aliases."""

    errors: Mapping[str, ResolvedError]

    @cached_property
    def _exact(self) -> dict[str, tuple[str, ...]]:
        """The ids by code or, if no error has that code, by alias."""
        errors = self.errors.items()
        codes = _collect((error.code, id_) for id_, error in errors)
        aliases = _collect((a, id_) for id_, error in errors for a in error.definition.aliases)
        return aliases | codes

    @cached_property
    def _folded(self) -> dict[str, tuple[str, ...]]:
        return _collect((fold(code), id_) for code, ids in self._exact.items() for id_ in ids)

    def find(self, code: str) -> tuple[str, ...]:
        """Return the ids of the errors with a code, in any spelling if there is no exact match."""
        return self._exact.get(code) or self._folded.get(fold(code), ())

    def identify(self, facts: PageFacts) -> PageFacts:
        """Return facts whose codes have the ids of their errors.

        A code stays unknown in a group if another place on the page already has its error.
        """
        claimed = {id_ for code in facts.codes for id_ in code.ids}
        codes = (
            code
            if code.ids or not claimed.isdisjoint(ids := self._exact.get(code.code, ()))
            else evolve(code, ids=ids)
            for code in facts.codes
        )
        return evolve(facts, codes=tuple(codes))

    def identify_recorded(self, record: Record | None) -> tuple[KnownCode, ...]:
        """Return the codes of a record with the current ids of their errors."""
        if record is None:
            return ()
        ids = dict(self._list_recorded(record))
        claimed = {id_ for known in ids.values() for id_ in known}
        codes = []
        for key, recorded in record.codes.items():
            code = recorded.code or key
            own = ids.get(key)
            if own is None:
                own = tuple(id_ for id_ in self.find(code) if id_ not in claimed)
            codes.append(KnownCode(name=name_place(own, code), code=code, ids=own, facts=recorded))
        return tuple(codes)

    def _list_recorded(self, record: Record) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the keys of the recorded codes whose errors still exist, and their ids."""
        for key, recorded in record.codes.items():
            found = self.find(recorded.code or key)
            known = tuple(id_ for id_ in recorded.ids or (key,) if id_ in found)
            if known:
                yield key, known


@frozen(kw_only=True)
class KnownCode:
    """A code of a record.

    Attributes:
        name: `name_place` of its place.
        code: The code as the page spelled it.
        ids: The errors of the registry that it stands for; empty for an unknown code.
        facts: What the page said about it.
    """

    name: str
    code: str
    ids: tuple[str, ...]
    facts: RecordedCode


def name_page_code(found: PageCode) -> str:
    """Return `name_place` of a code on a page."""
    return name_place(found.ids, found.code)


def name_place(ids: tuple[str, ...], code: str) -> str:
    """Return the name of a place of codes, which is the same in all readings of a page.

    Errors with the same code have different names if the page distinguishes them. An unknown code
    and an error with that id have different names, too.
    """
    return ids[0] if ids else f"unknown {code}"


def fold(text: str) -> str:
    """Return a spelling that ignores case, dashes and underscores."""
    return text.casefold().replace("-", "_")


def _collect(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    ids: dict[str, dict[str, None]] = {}
    for code, id_ in pairs:
        ids.setdefault(code, {})[id_] = None
    return {code: tuple(found) for code, found in ids.items()}
