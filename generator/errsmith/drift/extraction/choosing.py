"""Choose the places on a page that define its codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from attrs import Factory, evolve, frozen

from errsmith.drift.extraction import weights
from errsmith.drift.extraction.candidates import Candidate
from errsmith.drift.extraction.data import find_in_data
from errsmith.drift.extraction.labels import Labels
from errsmith.drift.extraction.lists import find_in_lists
from errsmith.drift.extraction.reads import CERTAIN
from errsmith.drift.extraction.records import (
    find_in_headings,
    find_in_keys,
    find_in_lines,
    find_in_terms,
)
from errsmith.drift.extraction.scoring import (
    Scored,
    is_about_errors,
    lists_http_statuses,
    score,
)
from errsmith.drift.extraction.tables import find_in_tables
from errsmith.drift.extraction.vocabulary import Vocabulary
from errsmith.drift.pages.page import Heading, Page
from errsmith.runtime.reading.globs import Globs

_REPEATED: Final = 0.6
"""A place only repeats likelier ones if at least this share of its codes is in them."""
_FEW: Final = 0.25
"""A place has codes of its own if at least this share of known codes is only in it."""
_LABELLED_KINDS: Final = frozenset({"table", "keys", "data"})


def find_candidates(page: Page, labels: Labels) -> list[Candidate]:
    """Return all places on a page where codes could be."""
    return [
        *find_in_tables(page, labels),
        *find_in_keys(page, labels),
        *find_in_headings(page, labels),
        *find_in_terms(page, labels),
        *find_in_lists(page, labels),
        *find_in_data(page),
        *find_in_lines(page, labels),
    ]


def choose(
    candidates: Iterable[Candidate], title: str | None, vocabulary: Vocabulary
) -> tuple[list[Scored], list[Scored]]:
    """Return the places that define codes, in page order, and the others, likeliest first.

    If places repeat the same codes, the one that says the most about them defines them.
    """
    sections = Sections(vocabulary.extract.in_, vocabulary.extract.skip)
    kind = vocabulary.extract.as_
    scored: list[Scored] = []
    for candidate in candidates:
        if kind is not None and candidate.kind != kind:
            continue
        entries = tuple(e for e in candidate.entries if sections.contain(e.headings))
        result = score(candidate.select(entries), vocabulary, title) if entries else None
        if result is not None:
            scored.append(result)
    scored = _raise_declared(scored, vocabulary)
    most = max((len(one.codes) for one in scored if one.score >= weights.ENOUGH), default=1)
    ranked = sorted(scored, key=lambda s: (-_rank(s, most), s.candidate.position))
    chosen = _choose_ranked(ranked, vocabulary)
    chosen_ids = {id(one) for one in chosen}
    others = [one for one in ranked if id(one) not in chosen_ids]
    return sorted(chosen, key=lambda one: one.reads[0].entry.line), others


def _raise_declared(scored: Sequence[Scored], vocabulary: Vocabulary) -> list[Scored]:
    found = list(scored)
    if vocabulary.is_pinned:
        found = [_raise(one, weights.DECLARED, "declared") for one in found]
    if vocabulary.extract.like:
        found = [_raise(one, weights.DECLARED_SHAPE, "declared shape") for one in found]
    return found


def _raise(one: Scored, value: float, reason: str) -> Scored:
    total = round(one.score + value, 2)
    return evolve(one, score=total, reasons=(*one.reasons, f"{reason} {value:+.2f}"))


def _rank(one: Scored, most: int) -> float:
    """Return the rank of a place: its score, and how many of the page's codes it has."""
    return one.score + 0.4 * len(one.codes) / most + 0.4 * len(one.known) / most


def _choose_ranked(ranked: Sequence[Scored], vocabulary: Vocabulary) -> list[Scored]:
    chooser = Chooser(vocabulary)
    # Places that are like several others may be ranked before them.
    for one in (*ranked, *ranked):
        chooser.consider(one, weights.ENOUGH)
    if not chooser.chosen:
        # Nothing resembles the registry, for example after all codes have changed.
        for one in ranked:
            if len(one.codes) >= CERTAIN and is_about_errors(one.candidate):
                chooser.consider(one, weights.LAST_RESORT)
    return chooser.chosen


@frozen
class _Made:
    """What chosen places with the same structure have in common.

    Attributes:
        parents: The lines of the parent headings of their sections.
        labels: Their labels.
        counts: How many of them there are, below each heading.
    """

    parents: set[tuple[int, ...]] = Factory(set)
    labels: set[frozenset[str]] = Factory(set)
    counts: Counter[tuple[int, ...]] = Factory(Counter)


class Chooser:
    """Chooses places, the likeliest first.

    Known codes show where the page defines codes. After that, another place is chosen only if it
    has further known codes, or the same structure as a place that has them.

    Attributes:
        chosen: The chosen places.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.chosen: list[Scored] = []
        self._vocabulary = vocabulary
        self._codes: set[str] = set()
        self._known: set[str] = set()
        self._places: dict[tuple[str, int], str] = {}
        self._made: dict[tuple[object, ...], _Made] = {}
        self._signatures: set[tuple[object, ...]] = set()

    def consider(self, one: Scored, enough: float) -> None:
        """Choose a place, unless it repeats the chosen ones or its score is too low."""
        candidate = one.candidate
        place = (candidate.kind, candidate.position)
        is_sibling = self._is_one_of_many(candidate) or (
            candidate.kind in _LABELLED_KINDS and candidate.signature in self._signatures
        )
        new = one.codes - self._codes
        is_repeated = len(new) < (1 - _REPEATED) * len(one.codes)
        is_beside = place in self._places
        if (is_beside and not self._is_parallel(one, place)) or (is_repeated and not is_sibling):
            return
        total = one.score + (0.0 if is_beside else self._compare(one))
        if total < enough:
            return
        self.chosen.append(one)
        self._codes |= one.codes
        self._known |= one.known
        self._places.setdefault(place, candidate.label)
        self._signatures.add(candidate.signature)
        if one.known:
            made = self._made.setdefault(candidate.signature, _Made())
            made.parents.add(_list_parents(candidate))
            made.labels.add(frozenset(candidate.labels))
            made.counts[_list_parents(candidate)] += 1

    def _is_one_of_many(self, candidate: Candidate) -> bool:
        """Return whether several places like it below the same heading have known codes."""
        made = self._made.get(candidate.signature)
        return made is not None and made.counts[_list_parents(candidate)] >= CERTAIN

    def _is_parallel(self, one: Scored, place: tuple[str, int]) -> bool:
        """Return whether another column of a chosen table has further codes, like the chosen one.

        Long lists are sometimes set in two columns, one beside the other.
        """
        further = one.known - self._known
        return (
            one.candidate.kind == "table"
            and one.candidate.label == self._places[place]
            and not one.codes & self._codes
            and len(further) >= max(CERTAIN, len(one.codes) / 2)
        )

    def _compare(self, one: Scored) -> float:
        """Return the weight that places with known codes give to another place."""
        further = one.known - self._known
        share = len(further) / len(one.codes)
        made = self._made.get(one.candidate.signature)
        if further and made is not None and share >= _FEW:
            # The same labels label codes elsewhere, whatever else they usually do.
            is_sure = bool(one.candidate.label) or self._is_one_of_many(one.candidate)
            return weights.ONE_OF_MANY if is_sure else weights.MADE_ALIKE
        is_certain = len(self._known) >= CERTAIN and not self._vocabulary.is_pinned
        if not is_certain or (len(further) > 1 and share >= _FEW):
            return 0.0
        if made is None or lists_http_statuses(one):
            return weights.UNLIKE * (1 - share)
        return self._compare_unknown(one, made)

    def _compare_unknown(self, one: Scored, made: _Made) -> float:
        """Return how similar a place without further known codes is to places with known codes."""
        candidate = one.candidate
        usual = sum(map(self._vocabulary.is_usual, one.codes)) / len(one.codes)
        likeness = weights.USUAL * (2 * usual - 1)
        if _list_parents(candidate) not in made.parents:
            likeness += weights.ELSEWHERE
        elif self._is_one_of_many(candidate) and usual == 1:
            likeness += weights.ONE_OF_MANY
        if candidate.kind == "data":
            labels = frozenset(candidate.labels)
            best = max(len(labels & o) / len(labels | o) for o in made.labels if labels | o)
            likeness += weights.UNLIKE * (1 - best)
        if not candidate.label:
            likeness += weights.UNLABELLED
            if candidate.kind in {"table", "lines"}:
                likeness += weights.UNLIKE / 2
        is_named = self._vocabulary.labels.find_role(candidate.label) == "code"
        if not is_named and not is_about_errors(candidate):
            # Any constants or keys look like codes.
            is_data = candidate.kind == "data"
            likeness += weights.UNLIKE if is_data else weights.ELSEWHERE
        return likeness


def _list_parents(candidate: Candidate) -> tuple[int, ...]:
    return tuple(heading.line for heading in candidate.headings[:-1])


class Sections:
    """The sections of a page to read, as declared by globs of headings."""

    def __init__(self, inside: Iterable[str], skipped: Iterable[str]) -> None:
        self._inside = Globs(("in", glob.lower()) for glob in inside)
        self._has_inside = bool(tuple(inside))
        self._skipped = Globs(("skip", glob.lower()) for glob in skipped)

    def matches(self, heading: str) -> bool:
        """Return whether a heading matches one of the globs of the sections to read."""
        return bool(self._inside.find_best(heading.strip().lower()))

    def contain(self, headings: Sequence[Heading]) -> bool:
        """Return whether codes are read below these headings."""
        texts = [heading.content.text.strip().lower() for heading in headings]
        if any(self._skipped.find_best(text) for text in texts):
            return False
        return not self._has_inside or any(self._inside.find_best(text) for text in texts)
