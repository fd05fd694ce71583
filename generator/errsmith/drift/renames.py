"""Pair codes that are missing from a page with codes that are new on it.

A rename is judged by the text, the spelling, the place among the kept codes, the status and the
heading. It is evident if the text or the spelling is clearly more similar than that of any other
code, including kept ones, and if other evidence agrees.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from attrs import Factory, frozen

from errsmith.drift.differences import Grade
from errsmith.drift.evidence import Entry, Evidence, Similarity, compare_texts
from errsmith.drift.places import PlaceComparer
from errsmith.drift.similar import SimilarFinder
from errsmith.drift.spelling import SpelledCode, SpellingComparer, list_changes

Pair: TypeAlias = "tuple[int, int]"
"""The positions of an old and a new code."""

_ROUNDS: Final = 2
"""The number of passes: an evidently renamed code serves as a kept neighbor in the next."""

_PATTERN: Final = 3
"""How many codes must change in the same way for the change to be a pattern."""


@frozen(kw_only=True)
class Rename:
    """A code that was renamed, or may have been.

    Attributes:
        old: The missing code.
        new: The new code.
        grade: Whether the rename is evident.
        evidence: The evidence, such as "text 0.97, status 401, same place".
    """

    old: Entry
    new: Entry
    grade: Grade
    evidence: str


def find_renames(
    old: Sequence[Entry], new: Sequence[Entry], settled: Mapping[str, str] | None = None
) -> tuple[Rename, ...]:
    """Return the renames between two lists of codes, each code at most once.

    Args:
        old: The codes of the record or, without one, of the registry, in its order.
        new: The codes of the page, in its order.
        settled: The old names of codes that are renamed in the registry, by their new names. They
            are evidence for other renames.
    """
    settled = settled or {}
    if not any(entry.is_candidate for entry in old) or not any(e.is_candidate for e in new):
        return ()
    similarities = _compare_pairs(_Side.index(old), _Side.index(new), settled)
    evident: list[Evidence] = []
    rest: list[Evidence] = []
    for _ in range(_ROUNDS):
        renamed = {**settled, **{e.new.name: e.old.name for e in evident}}
        weighed = _weigh(old, new, similarities, renamed)
        rest = _remove_paired(weighed, evident)
        evident += _remove_rivals([e for e in rest if e.is_evident])
    possible = _choose_best([e for e in _remove_paired(rest, evident) if e.is_possible])
    return (*_grade(evident, "evident"), *_grade(possible, "possible"))


def _grade(found: Sequence[Evidence], grade: Grade) -> Iterator[Rename]:
    for evidence in found:
        yield Rename(old=evidence.old, new=evidence.new, grade=grade, evidence=evidence.describe())


def _weigh(
    old: Sequence[Entry],
    new: Sequence[Entry],
    similarities: Mapping[Pair, Similarity],
    renamed: Mapping[str, str],
) -> list[Evidence]:
    places = PlaceComparer.prepare(
        [entry.name for entry in old], [entry.name for entry in new], renamed
    )
    return [
        Evidence(
            old=old[first],
            new=new[second],
            similarity=similarity,
            place=places.compare(old[first].name, new[second].name),
        )
        for (first, second), similarity in similarities.items()
    ]


def _remove_paired(candidates: Sequence[Evidence], chosen: Sequence[Evidence]) -> list[Evidence]:
    """Return the candidates whose codes are not in a pair yet."""
    old, new = {e.old.name for e in chosen}, {e.new.name for e in chosen}
    return [e for e in candidates if e.old.name not in old and e.new.name not in new]


def _remove_rivals(candidates: Sequence[Evidence]) -> list[Evidence]:
    """Return the candidates whose codes are in no other candidate."""
    old = Counter(e.old.name for e in candidates)
    new = Counter(e.new.name for e in candidates)
    return [e for e in candidates if old[e.old.name] == new[e.new.name] == 1]


def _choose_best(candidates: Sequence[Evidence]) -> list[Evidence]:
    """Return the likeliest candidates, each code at most once."""
    old: set[str] = set()
    new: set[str] = set()
    chosen: list[Evidence] = []
    for evidence in sorted(candidates, key=lambda e: -e.score):
        if evidence.old.name not in old and evidence.new.name not in new:
            chosen.append(evidence)
            old.add(evidence.old.name)
            new.add(evidence.new.name)
    return chosen


@frozen(kw_only=True)
class _Side:
    """One of the two lists."""

    entries: Sequence[Entry]
    spelled: Sequence[SpelledCode]
    finder: SimilarFinder

    @classmethod
    def index(cls, entries: Sequence[Entry]) -> _Side:
        spelled = [SpelledCode(entry.code) for entry in entries]
        finder = SimilarFinder.index(
            [entry.sketch for entry in entries], [code.words for code in spelled]
        )
        return cls(entries=entries, spelled=spelled, finder=finder)

    def find_like(self, other: _Side, position: int) -> set[int]:
        """Return the positions of the codes that are similar to one on the other side."""
        return self.finder.find(other.entries[position].sketch, other.spelled[position].words)


@frozen
class _Ranking:
    """The two highest similarities of each code, and the code with the highest."""

    best: dict[int, tuple[float, int]] = Factory(dict)
    second: dict[int, float] = Factory(dict)

    def add(self, position: int, other: int, similarity: float) -> None:
        best = self.best.get(position)
        if best is None or similarity > best[0]:
            self.best[position] = similarity, other
            if best is not None:
                self.second[position] = best[0]
        else:
            self.second[position] = max(similarity, self.second.get(position, 0.0))

    def find_rival(self, position: int, other: int) -> float:
        """Return the highest similarity of a code to any code except one."""
        best = self.best.get(position)
        if best is None:
            return 0.0
        return self.second.get(position, 0.0) if best[1] == other else best[0]


def _compare_pairs(old: _Side, new: _Side, settled: Mapping[str, str]) -> dict[Pair, Similarity]:
    """Return how similar the missing codes and the new ones are.

    Kept codes are compared, too: a text that resembles several codes is not evidence for any.
    """
    spellings = SpellingComparer.learn([*old.spelled, *new.spelled])
    pairs = sorted(_list_pairs(old, new))
    texts = {(o, n): compare_texts(old.entries[o], new.entries[n]) for o, n in pairs}
    spelled = {(o, n): spellings.compare(old.spelled[o], new.spelled[n]) for o, n in pairs}
    find_text_rival = _rank({pair: text or 0.0 for pair, text in texts.items()})
    find_spelling_rival = _rank(spelled)
    possible = [(o, n) for o, n in pairs if _can_be_renamed(old.entries[o], new.entries[n])]
    names = {entry.name: entry.code for entry in old.entries}
    done = [(names[settled[e.name]], e.code) for e in new.entries if e.name in settled]
    open_ = [(old.entries[o].code, new.entries[n].code) for o, n in possible]
    is_pattern = _find_patterns([*done, *open_])
    return {
        (o, n): Similarity(
            text=texts[o, n],
            text_margin=(texts[o, n] or 0.0) - find_text_rival(o, n),
            spelling=spelled[o, n],
            spelling_margin=spelled[o, n] - find_spelling_rival(o, n),
            is_pattern=is_pattern(old.entries[o].code, new.entries[n].code),
        )
        for o, n in possible
    }


def _can_be_renamed(old: Entry, new: Entry) -> bool:
    """Return whether a pair may be a rename; two codes on the same version of a page may not."""
    is_new = old.is_candidate and new.is_candidate
    return is_new and not (old.is_recorded and new.is_recorded)


def _find_patterns(pairs: Sequence[tuple[str, str]]) -> Callable[[str, str], bool]:
    """Return a predicate for pairs whose spelling changed like that of several others."""
    counts = Counter(change for old, new in pairs for change in list_changes(old, new))
    return lambda old, new: any(counts[c] >= _PATTERN for c in list_changes(old, new))


def _list_pairs(old: _Side, new: _Side) -> set[Pair]:
    """Return the pairs to compare: at least one code of each is missing or new."""
    pairs: set[Pair] = set()
    for position, entry in enumerate(old.entries):
        if entry.is_candidate:
            pairs |= {(position, other) for other in new.find_like(old, position)}
    for position, entry in enumerate(new.entries):
        if entry.is_candidate:
            pairs |= {(other, position) for other in old.find_like(new, position)}
    return pairs | set(_pair_by_place(old.entries, new.entries))


def _pair_by_place(old: Sequence[Entry], new: Sequence[Entry]) -> Iterator[Pair]:
    """Yield the pairs of codes that have the same rank after the same kept code."""
    kept = {entry.name for entry in old} & {entry.name for entry in new}
    by_spot = dict(_list_spots(old, kept))
    for spot, position in _list_spots(new, kept):
        if spot in by_spot:
            yield by_spot[spot], position


def _list_spots(
    entries: Sequence[Entry], kept: set[str]
) -> Iterator[tuple[tuple[str | None, int], int]]:
    before: str | None = None
    rank = 0
    for position, entry in enumerate(entries):
        if entry.name in kept:
            before, rank = entry.name, 0
        else:
            if entry.is_candidate:
                yield (before, rank), position
            rank += 1


def _rank(similarities: Mapping[Pair, float]) -> Callable[[int, int], float]:
    """Return a function from a pair to the similarity of its nearest rival."""
    by_old, by_new = _Ranking(), _Ranking()
    for (old, new), similarity in similarities.items():
        by_old.add(old, new, similarity)
        by_new.add(new, old, similarity)
    return lambda old, new: max(by_old.find_rival(old, new), by_new.find_rival(new, old))
