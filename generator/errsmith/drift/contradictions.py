"""Compare the facts on a page with those in the registry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

from attrs import frozen

from errsmith.drift.code_index import fold, name_page_code
from errsmith.drift.differences import Difference, DifferenceKind
from errsmith.drift.facts import Carrier, PageCategory, PageCode, PageFacts
from errsmith.drift.matching import Matching
from errsmith.drift.record import compare_sketches, sketch
from errsmith.meaning.resolution import ResolvedError
from errsmith.registry.diagnostics import Of, Span
from errsmith.registry.model import RetryDef

NOT_DOCUMENTED: Final = "not documented"
_SAME_TEXT: Final = 0.5
_ENOUGH_WORDS: Final = 4
"""The minimum number of words of a text for its changes to be reported."""


def format_statuses(statuses: Iterable[int | str]) -> str:
    """Return statuses as text, with classes such as `4xx` last."""
    words = [str(s) for s in sorted(set(statuses), key=lambda s: (isinstance(s, str), str(s)))]
    return ", ".join(words) or NOT_DOCUMENTED


@frozen(kw_only=True)
class Documented:
    """Errors that a page documents in the same places, because it does not distinguish them.

    Attributes:
        errors: The errors, usually one.
        places: Their places on the page, usually one.
    """

    errors: tuple[ResolvedError, ...]
    places: tuple[PageCode, ...]

    @property
    def known_statuses(self) -> set[int | str]:
        """The statuses in the registry."""
        return {status for error in self.errors for status in error.definition.status}

    @property
    def found_statuses(self) -> set[int | str]:
        """The statuses on the page."""
        return {status for place in self.places for status in place.statuses}


@frozen(kw_only=True)
class FactComparer:
    """Compares facts.

    Attributes:
        matching: The codes of the page and the errors of the registry.
        facts: What the page says.
    """

    matching: Matching
    facts: PageFacts

    def compare(self) -> Iterator[Difference]:
        """Yield the differences between the facts on the page and in the registry."""
        for documented in self._group_errors():
            yield from self._compare_statuses(documented)
            yield from self._compare_categories(documented)
            yield from self._compare_retries(documented)
            yield from self._compare_groups(documented)
            yield from self._compare_lifecycles(documented)
        for category in self.facts.categories:
            if category.id in self.matching.subject.file.categories:
                yield from self._compare_category(category)
        yield from self._compare_texts()

    def _group_errors(self) -> Iterator[Documented]:
        """Yield the errors with their places; a place of one error alone takes precedence."""
        by_places: dict[tuple[PageCode, ...], list[ResolvedError]] = {}
        for id_, places in self.matching.found.items():
            own = tuple(place for place in places if len(place.ids) <= 1)
            by_places.setdefault(own or places, []).append(self.matching.expected[id_])
        for places, errors in by_places.items():
            yield Documented(errors=tuple(errors), places=places)

    def _compare_statuses(self, documented: Documented) -> Iterator[Difference]:
        known, found = documented.known_statuses, documented.found_statuses
        if known == found:
            return
        odd = (error for error in documented.errors if set(error.definition.status) - found)
        error = next(odd, documented.errors[0])
        kind: DifferenceKind = "status"
        if not found:
            if not self._documents_status(documented.places[0]):
                return
            kind = "status-undocumented"
        yield self._report(
            kind,
            error,
            documented.places[0],
            (format_statuses(known), format_statuses(found)),
            span=self._point("errors", error.id, "status"),
        )

    def _documents_status(self, place: PageCode) -> bool:
        """Return whether a status would be expected in a place that has none."""
        recorded = self.matching.find_recorded(place)
        if recorded is not None and recorded.statuses:
            return True
        return any(c.first <= place.line <= c.last for c in self._carriers_of_statuses)

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(map(name_page_code, self.facts.codes))

    @cached_property
    def _carriers_of_statuses(self) -> list[Carrier]:
        lines = [place.line for place in self.facts.codes if place.statuses]
        return [
            carrier
            for carrier in self.facts.carriers
            if carrier.is_chosen and any(carrier.first <= line <= carrier.last for line in lines)
        ]

    def _compare_categories(self, documented: Documented) -> Iterator[Difference]:
        place = _find_first(documented.places, "category")
        if place is None:
            return
        stated = {p.category for p in documented.places}
        for error in documented.errors:
            if error.category not in stated:
                values = error.category or NOT_DOCUMENTED, place.category or NOT_DOCUMENTED
                yield self._report("category", error, place, values)

    def _compare_retries(self, documented: Documented) -> Iterator[Difference]:
        place = _find_first(documented.places, "retry")
        if place is None:
            return
        stated = {p.retry for p in documented.places}
        for error in documented.errors:
            retry = None if error.retry is None else error.retry[0]
            if retry is None or retry.documented not in stated:
                values = _format_retry(retry), place.retry or NOT_DOCUMENTED
                yield self._report("retry", error, place, values)

    def _compare_groups(self, documented: Documented) -> Iterator[Difference]:
        place = _find_first(documented.places, "group")
        if place is None:
            return
        stated = {fold(p.group) for p in documented.places if p.group is not None}
        for error in documented.errors:
            if error.group is None or fold(error.group) not in stated:
                values = error.group or NOT_DOCUMENTED, place.group or NOT_DOCUMENTED
                yield self._report("group", error, place, values)

    def _compare_lifecycles(self, documented: Documented) -> Iterator[Difference]:
        place = next((place for place in documented.places if place.is_deprecated), None)
        if place is not None:
            for error in documented.errors:
                if error.definition.deprecated is None:
                    yield self._report("deprecated", error, place)

    def _compare_category(self, category: PageCategory) -> Iterator[Difference]:
        known = self.matching.subject.file.categories[category.id]
        table = self._point("categories", category.id, of="table")
        if category.statuses and set(category.statuses) != set(known.status):
            yield Difference(
                kind="category-range",
                id=category.id,
                registry=format_statuses(known.status),
                page=format_statuses(category.statuses),
                line=category.line,
                span=self._point("categories", category.id, "status"),
            )
        documented = None if known.retry is None else known.retry.documented
        if category.retry is not None and category.retry != documented:
            yield Difference(
                kind="retry",
                id=category.id,
                registry=_format_retry(known.retry),
                page=category.retry,
                line=category.line,
                span=table,
            )

    def _compare_texts(self) -> Sequence[Difference]:
        """Return the changed texts; if most have changed, the layout has, and none counts."""
        changed = [found for place in self.facts.codes for found in self._compare_text(place)]
        kept = sum(self.matching.find_recorded(place) is not None for place in self.facts.codes)
        return [] if len(changed) > kept / 2 else changed

    def _compare_text(self, place: PageCode) -> Iterator[Difference]:
        recorded = self.matching.find_recorded(place)
        known = (self.matching.expected.get(id_) for id_ in place.ids)
        error = next(filter(None, known), None)
        # The record has one text for each error, so several places of one cannot be compared.
        if recorded is None or error is None or self._counts[name_page_code(place)] > 1:
            return
        now = sketch(place.text)
        if min(len(now), len(recorded.sketch)) < _ENOUGH_WORDS:
            return
        similarity = compare_sketches(recorded.sketch, now)
        if similarity < _SAME_TEXT:
            evidence = f"text {similarity:.2f}"
            yield self._report("text-changed", error, place, evidence=evidence)

    def _point(self, *at: str, of: Of = "value") -> Span:
        return self.matching.subject.document.find_span(at, of)

    def _report(
        self,
        kind: DifferenceKind,
        error: ResolvedError,
        place: PageCode,
        values: tuple[str, str] | None = None,
        *,
        span: Span | None = None,
        evidence: str = "",
    ) -> Difference:
        return Difference(
            kind=kind,
            id=error.id,
            code=place.code,
            registry=values and values[0],
            page=values and values[1],
            evidence=evidence,
            line=place.line,
            heading=place.heading,
            span=span or self._point("errors", error.id, of="table"),
            found=place,
        )


def _find_first(places: Sequence[PageCode], fact: str) -> PageCode | None:
    """Return the first place that documents a fact, None if none does."""
    return next((place for place in places if getattr(place, fact) is not None), None)


def _format_retry(retry: RetryDef | None) -> str:
    """Return retry advice as text, marking derived advice."""
    if retry is None:
        return NOT_DOCUMENTED
    return retry.documented or f"{retry.derived} (derived)"
