"""Find codes with similar texts or spellings without comparing all pairs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from attrs import frozen

Sketch: TypeAlias = "tuple[int, ...]"
Postings: TypeAlias = "dict[Hashable, list[int]]"

_MOST_COMMON: Final = 64
"""Features of more codes than this are ignored: they do not distinguish codes, and cost time."""
_MOST_FOUND: Final = 6


@frozen
class SimilarFinder:
    """Finds the positions of the codes that share the most features with a code.

    Attributes:
        by_text: The positions of the codes by each feature of their texts.
        by_word: The positions of the codes by each word of their spellings.
    """

    by_text: Postings
    by_word: Postings

    @classmethod
    def index(
        cls, sketches: Iterable[Sketch | None], words: Iterable[Collection[str]]
    ) -> SimilarFinder:
        """Index codes by the sketches of their texts and by the words of their spellings."""
        return cls(
            _index(tuple(_list_features(sketch or ())) for sketch in sketches), _index(words)
        )

    def find(self, sketch: Sketch | None, words: Collection[str]) -> set[int]:
        """Return the positions of the codes that are most similar in text or in spelling."""
        by_text = _find_most_common(self.by_text, _list_features(sketch or ()))
        return {*by_text, *_find_most_common(self.by_word, words)}


def _list_features(sketch: Sketch) -> Iterator[Hashable]:
    """Yield the hashes of a sketch, and its pairs of neighbors, which are rarer."""
    yield from sketch
    yield from pairwise(sketch)


def _index(features: Iterable[Iterable[Hashable]]) -> Postings:
    postings: Postings = defaultdict(list)
    for position, own in enumerate(features):
        for feature in own:
            postings[feature].append(position)
    return postings


def _find_most_common(postings: Postings, features: Iterable[Hashable]) -> Sequence[int]:
    counts: Counter[int] = Counter()
    for feature in features:
        positions = postings.get(feature, ())
        if len(positions) <= _MOST_COMMON:
            counts.update(positions)
    return [position for position, _ in counts.most_common(_MOST_FOUND)]
