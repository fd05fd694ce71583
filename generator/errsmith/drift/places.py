"""Compare the places of codes in two lists by the neighbors that both lists share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final, TypeAlias

from attrs import frozen

_FEW: Final = 3
"""The maximum number of codes in a gap for its place to count even if the number changed."""

Gap: TypeAlias = "tuple[str | None, str | None]"
"""The kept codes before and after, None at an end of the list."""


@frozen
class Place:
    """How well the places of two codes agree.

    Attributes:
        score: From 0 to 1.
        points: Its weight as evidence: 0 to 2.
        words: A description, "" if they do not agree.
    """

    score: float
    points: int
    words: str

    @property
    def is_same(self) -> bool:
        """Whether both are the same ones between the same two codes."""
        return self == _SAME


ELSEWHERE: Final = Place(0.0, 0, "")
_BESIDE: Final = Place(0.3, 0, "")
_NEAR: Final = Place(0.6, 1, "close to the same place")
_SAME_RANK: Final = Place(0.8, 1, "same place")
_SAME: Final = Place(1.0, 2, "same place")


@frozen
class _Spot:
    """The place of a code between two kept ones: it is the `rank`-th of those in between."""

    gap: Gap
    rank: int


@frozen
class PlaceComparer:
    """Compares the places of missing codes with the places of new ones.

    Attributes:
        old: The places of the codes that only the old list has, by name.
        new: The places of the codes that only the new list has, by name.
        old_sizes: How many codes are missing from each gap.
        new_sizes: How many codes are new in each gap.
    """

    old: Mapping[str, _Spot]
    new: Mapping[str, _Spot]
    old_sizes: Counter[Gap]
    new_sizes: Counter[Gap]

    @classmethod
    def prepare(
        cls,
        old: Sequence[str],
        new: Sequence[str],
        renamed: Mapping[str, str],
    ) -> PlaceComparer:
        """Prepare to compare codes.

        Args:
            old: The names of the codes of the old list.
            new: The names of the codes of the new list.
            renamed: The old names of codes that are known to be renamed, by their new names.
        """
        new = [renamed.get(name, name) for name in new]
        kept = set(old) & set(new)
        old_spots, new_spots = _find_spots(old, kept), _find_spots(new, kept)
        return cls(
            old_spots,
            new_spots,
            Counter(spot.gap for spot in old_spots.values()),
            Counter(spot.gap for spot in new_spots.values()),
        )

    def compare(self, old: str, new: str) -> Place:
        """Return how well the places of a missing code and a new one agree."""
        first, second = self.old.get(old), self.new.get(new)
        if first is None or second is None:
            return ELSEWHERE
        gap = first.gap
        if gap != second.gap:
            is_beside = any(a is not None and a == b for a, b in zip(gap, second.gap, strict=True))
            return _BESIDE if is_beside else ELSEWHERE
        sizes = self.old_sizes[gap], self.new_sizes[gap]
        if sizes[0] == sizes[1] and first.rank == second.rank:
            return _SAME_RANK if gap == (None, None) else _SAME
        return _NEAR if max(sizes) <= _FEW else _BESIDE


def _find_spots(names: Sequence[str], kept: Collection[str]) -> dict[str, _Spot]:
    spots: dict[str, _Spot] = {}
    before: str | None = None
    waiting: list[str] = []
    for name in [*names, None]:
        if name is None or name in kept:
            spots |= {one: _Spot((before, name), rank) for rank, one in enumerate(waiting)}
            before, waiting = name, []
        else:
            waiting.append(name)
    return spots
