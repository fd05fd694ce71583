"""Compare the spellings of codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

from attrs import frozen

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")
_SHORTEST_STEM: Final = 4


def split_words(code: str) -> tuple[str, ...]:
    """Return the words and numbers of a code, the same for `tokenExpired` and `TOKEN_EXPIRED`."""
    return tuple(word.casefold() for word in _WORD.findall(code))


def list_changes(old: str, new: str) -> Iterator[tuple[str, str, str]]:
    """Yield how the beginning and the end of a code have changed, such as `AUTH` to `AUTHN`."""
    before, after = _count_common(old, new), _count_common(old[::-1], new[::-1])
    if after >= _SHORTEST_STEM:
        yield "beginning", old[:-after], new[:-after]
    if before >= _SHORTEST_STEM:
        yield "end", old[before:], new[before:]


def _count_common(first: str, second: str) -> int:
    """Return the length of the common prefix."""
    pairs = enumerate(zip(first, second, strict=False))
    end = min(len(first), len(second))
    return next((position for position, (a, b) in pairs if a != b), end)


@frozen
class SpelledCode:
    """A code split into words."""

    code: str

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words and numbers."""
        return frozenset(split_words(self.code))

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """Its numbers, in order."""
        return tuple(word for word in split_words(self.code) if word.isdecimal())

    @cached_property
    def pairs(self) -> frozenset[str]:
        """The pairs of neighboring letters in its words."""
        letters = "".join(word for word in split_words(self.code) if not word.isdecimal())
        return frozenset(letters[at : at + 2] for at in range(len(letters) - 1))


@frozen
class SpellingComparer:
    """Compares codes; words that many codes share count less.

    Attributes:
        frequencies: How many codes have each word.
    """

    frequencies: Counter[str]

    @classmethod
    def learn(cls, codes: Iterable[SpelledCode]) -> SpellingComparer:
        """Build a comparer from the codes of a page and its registry."""
        return cls(Counter(word for code in codes for word in code.words))

    def compare(self, first: SpelledCode, second: SpelledCode) -> float:
        """Return how similar the spellings of two codes are: 0 to 1.

        Codes with different numbers are not similar: they are neighbors in a numbered series.
        """
        if first.numbers != second.numbers:
            return 0.0
        by_word = self._compare_words(first.words, second.words)
        if first.numbers:
            return by_word
        # If a word is misspelled on one side, most letters are shared, but not the word.
        shared = len(first.pairs & second.pairs)
        by_letters = 2 * shared / ((len(first.pairs) + len(second.pairs)) or 1)
        return max(by_word, by_letters)

    def _compare_words(self, first: frozenset[str], second: frozenset[str]) -> float:
        shared = first & second
        rest = self._weigh(first - shared), self._weigh(second - shared)
        stems = {word[:_SHORTEST_STEM] for word in first - shared if len(word) >= _SHORTEST_STEM}
        similar = [w for w in second - shared if w[:_SHORTEST_STEM] in stems]
        # A pair of words such as `expire` and `expired` counts as half shared.
        common = 2 * self._weigh(shared) + self._weigh(similar)
        total = 2 * self._weigh(shared) + sum(rest)
        return min(1.0, common / total) if total else 0.0

    def _weigh(self, words: Iterable[str]) -> float:
        # Both lists are counted, so a word of a single kept or renamed code has frequency 2.
        return sum(2 / max(2, self.frequencies[word]) for word in words)
