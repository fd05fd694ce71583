"""Distinguish a truncated page from one whose last codes were removed.

Both lack codes at the end, so the decision depends on how the page ends.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import ClassVar, Final

from attrs import frozen

from errsmith.drift.code_index import name_page_code
from errsmith.drift.facts import PageCode, PageFacts
from errsmith.drift.matching import Matching
from errsmith.drift.record import Record, RecordedCode, hash_text

_IN_ORDER: Final = 0.9
"""The share of neighbors on the page in the order of a registry that was written from it."""


@frozen(kw_only=True)
class _Tail:
    """The missing codes at the end of a page.

    Attributes:
        found: The line of the last code that was found.
        recorded: Its line in the record.
        following: The line of the code after it in the record.
        last: The line of the last missing code in the record.
    """

    found: int
    recorded: int
    following: int
    last: int


@frozen(kw_only=True)
class RecordedEnd:
    """The end of a page with a record.

    Attributes:
        facts: What the page says.
        matching: Its codes and the errors of the registry.
        record: The record.
        renamed: The new codes of renamed errors, by id.
        missing: The ids of the expected errors that it lacks.
        reason: What is wrong if the page ends early.
    """

    reason: ClassVar[str] = "the page ends earlier than when it was last read"

    facts: PageFacts
    matching: Matching
    record: Record
    renamed: Mapping[str, PageCode]
    missing: frozenset[str]

    @property
    def is_there(self) -> bool:
        """Whether the page ends like the recorded one, or other lines have replaced its end."""
        return any(lost == 0 or self._is_replaced(lost, more) for lost, more in self._marks)

    @property
    def is_early(self) -> bool:
        """Whether the last recorded codes are missing, and the page ends too early."""
        if self._tail is None or self.is_there:
            return False
        if self._is_whole and any(more == 0 for _, more in self._marks):
            return False
        if self._has_newcomer:
            return False
        before = self.record.lines - self._tail.recorded
        return self.facts.lines - self._tail.found <= before or not self._has_lines

    @property
    def is_short(self) -> bool:
        """Whether less follows the last code than at the last reading, not only one line less.

        A code that is missing elsewhere may then have moved to the part that was cut off.
        """
        if self.is_there or (1, 0) in self._marks:
            return False
        return self._count_following() < self._recorded_following

    @property
    def is_lost(self) -> bool:
        """Whether the page has less after its last code than when it was last read.

        What the page says about its last code may then be incomplete.
        """
        if self.is_there:
            return False
        if self._is_last_cut:
            return True
        known = ((self._lines.get(code.name), code) for code in reversed(self.matching.recorded))
        line, last = next(((line, code) for line, code in known if line is not None), (0, None))
        if last is None:
            return False
        return self.facts.lines - line < self.record.lines - last.facts.line

    def _count_following(self) -> int:
        """Return how many lines follow the last code of the page."""
        return self.facts.lines - max(code.line for code in self.facts.codes)

    @cached_property
    def _recorded_following(self) -> int:
        """How many lines followed the last code at the last reading."""
        last = max((known.facts.line for known in self.matching.recorded), default=0)
        return self.record.lines - last

    @property
    def _has_newcomer(self) -> bool:
        """Whether the last code is new, and the page goes on after it as it did at its end."""
        is_new = not self.facts.codes[-1].ids and not self._is_last_cut
        usual = max(self._recorded_following, 1)
        return is_new and self._has_lines and self._count_following() >= usual

    @property
    def _is_last_cut(self) -> bool:
        """Whether the last code on the page is new, and the beginning of a recorded one."""
        last = self.facts.codes[-1]
        return not last.ids and any(
            known.code != last.code and known.code.startswith(last.code)
            for known in self.matching.recorded
        )

    @cached_property
    def _lines(self) -> dict[str, int]:
        """The last line of each code, by name."""
        lines = {name_page_code(code): code.line for code in self.facts.codes}
        return lines | {id_: code.line for id_, code in self.renamed.items()}

    @cached_property
    def _marks(self) -> list[tuple[int, int]]:
        """How many lines followed each recorded last line then, and how many follow it now.

        A line that occurs several times does not count.
        """
        ends = [hash_text(end) for end in self.facts.ends]
        return [
            (lost, ends.index(mark))
            for lost, mark in enumerate(self.record.ends)
            if ends.count(mark) == self.record.ends.count(mark) == 1
        ]

    def _is_replaced(self, lost: int, more: int) -> bool:
        """Return whether the lines after the missing codes were replaced by at least as many.

        A truncated page ends in half a line, which replaces only that line.
        """
        last = 0 if self._tail is None else self._tail.last
        return more >= lost and self.record.lines - lost > last

    @property
    def _is_whole(self) -> bool:
        """Whether the page has all lines about its last code.

        Some of those lines are blank or belong to the next code, so half of them are enough.
        """
        if self._tail is None:
            return True
        lines = self._tail.following - self._tail.recorded
        return self._has_lines and self.facts.lines - self._tail.found >= lines // 2

    @cached_property
    def _tail(self) -> _Tail | None:
        """The missing codes at the end of the page, None if its last code is there."""
        gone: list[RecordedCode] = []
        is_expected = False
        for known in reversed(self.matching.recorded):
            recorded, line = known.facts, self._lines.get(known.name)
            if line is not None:
                if not is_expected:
                    return None
                return _Tail(
                    found=line,
                    recorded=recorded.line,
                    following=gone[-1].line,
                    last=gone[0].line,
                )
            gone.append(recorded)
            is_expected = is_expected or not self.missing.isdisjoint(known.ids)
        return None

    @property
    def _has_lines(self) -> bool:
        """Whether codes are on separate lines, unlike those of a page without line breaks."""
        lines = [code.line for code in self.facts.codes]
        return len(set(lines)) > len(lines) / 2


@frozen(kw_only=True)
class UnrecordedEnd:
    """The end of a page without a record, judged by the order of the registry.

    Attributes:
        facts: What the page says.
        matching: Its codes and the errors of the registry.
        missing: The ids of the expected errors that it lacks.
        reason: What is wrong if the page ends early.
        is_there: As in `RecordedEnd`; unknown without a record.
        is_short: As `is_there`.
        is_lost: As `is_there`.
    """

    reason: ClassVar[str] = "the page ends where the missing codes would follow"
    is_there: ClassVar[bool] = False
    is_short: ClassVar[bool] = False
    is_lost: ClassVar[bool] = False

    facts: PageFacts
    matching: Matching
    missing: frozenset[str]

    @property
    def is_early(self) -> bool:
        """Whether the page stops after a code, and those after it in the registry are missing."""
        return (
            self._lacks_last
            and self._follows_registry
            and self._ends_with_codes
            and not self._has_new_codes
        )

    @property
    def _lacks_last(self) -> bool:
        # A code that is mentioned elsewhere is not evidence about the end.
        unseen = [id_ for id_ in self.matching.expected if id_ not in self.facts.mentions]
        return bool(unseen) and unseen[-1] in self.missing

    @property
    def _follows_registry(self) -> bool:
        ranks = {id_: rank for rank, id_ in enumerate(self.matching.expected)}
        found = [[ranks[i] for i in code.ids if i in ranks] for code in self.facts.codes]
        on_page = [min(known) for known in found if known]
        steps = [before <= after for before, after in pairwise(on_page)]
        return sum(steps) >= _IN_ORDER * len(steps)

    @property
    def _ends_with_codes(self) -> bool:
        """Whether the last code is followed by no more lines than other codes."""
        lines = [code.line for code in self.facts.codes]
        longest = max((after - before for before, after in pairwise(lines)), default=0)
        return self.facts.lines - max(lines) <= max(longest, 1)

    @property
    def _has_new_codes(self) -> bool:
        """Whether a new code follows the last known one; part of a missing code is not new."""
        places = [place for places in self.matching.found.values() for place in places]
        last = max((place.line for place in places), default=0)
        missing = sorted(self.matching.expected[id_].code for id_ in self.missing)
        return any(
            new.line > last and not _has_prefix(missing, new.code) for new in self.matching.unknown
        )


def _has_prefix(codes: Sequence[str], prefix: str) -> bool:
    """Return whether one of the sorted codes begins with a prefix."""
    position = bisect_left(codes, prefix)
    return position < len(codes) and codes[position].startswith(prefix)
