"""Weigh the evidence that a code was renamed."""

from __future__ import annotations

from typing import Final

from attrs import field, frozen

from errsmith.drift.places import Place
from errsmith.drift.record import compare_sketches, sketch

_ENOUGH_WORDS: Final = 4
"""The minimum number of words of a text that counts as evidence."""
_SAME_TEXT: Final = 0.95
_SIMILAR_TEXT: Final = 0.5
_OTHER_TEXT: Final = 0.25
_SAME_TEXT_MARGIN: Final = 0.1
_TEXT_MARGIN: Final = 0.2
_SAME_SPELLING: Final = 0.75
_SIMILAR_SPELLING: Final = 0.6
_SPELLING_MARGIN: Final = 0.25
_STRONG: Final = 3
"""The points of other evidence that outweigh a changed text."""
_POSSIBLE: Final = 0.45


@frozen(kw_only=True)
class Entry:
    """A code in a list: on the page, in the record or in the registry.

    Attributes:
        code: The code.
        name: Its name, which does not depend on its spelling.
        ids: The errors of the registry that it stands for.
        is_candidate: Whether it may be missing or, in the new list, new.
        statuses: Its statuses.
        heading: The hash of the heading above it, "" if unknown.
        sketch: The sketch of its text, None if unknown.
        text: Its text, "" if unknown.
        is_recorded: Whether the page had it when it was last read.
        is_mentioned: Whether the page lacks it but mentions it: its recorded text may be from the
            place of the mention too.
    """

    code: str
    name: str
    ids: tuple[str, ...] = ()
    is_candidate: bool
    statuses: frozenset[int | str] = frozenset()
    heading: str = ""
    sketch: tuple[int, ...] | None = None
    text: str = field(default="", repr=False)
    is_recorded: bool = False
    is_mentioned: bool = False


@frozen(kw_only=True)
class Similarity:
    """How similar two codes are, and how much more than to the next most similar codes.

    Attributes:
        text: The similarity of their texts, None if a text is unknown or too short.
        text_margin: By how much it exceeds that of the next most similar code on either side.
        spelling: The similarity of their spellings.
        spelling_margin: The same for the spelling.
        is_pattern: Whether their prefix or suffix changed in the same way as in other codes.
    """

    text: float | None
    text_margin: float
    spelling: float
    spelling_margin: float
    is_pattern: bool = False

    @property
    def is_text_same(self) -> bool:
        """Whether the text is nearly unchanged, and no other text is equally similar."""
        is_same = self.text is not None and self.text >= _SAME_TEXT
        return is_same and self.text_margin >= _SAME_TEXT_MARGIN

    @property
    def is_text_clear(self) -> bool:
        """Whether the text is similar, by a clear margin."""
        is_similar = self.text is not None and self.text >= _SIMILAR_TEXT
        return is_similar and self.text_margin >= _TEXT_MARGIN

    @property
    def is_spelling_clear(self) -> bool:
        """Whether the spelling is similar, by a clear margin."""
        return self.spelling >= _SAME_SPELLING and self.spelling_margin >= _SPELLING_MARGIN

    @property
    def is_other_text(self) -> bool:
        """Whether the texts are known and have little in common."""
        return self.text is not None and self.text < _OTHER_TEXT


@frozen(kw_only=True)
class Evidence:
    """Everything that suggests that a code was renamed.

    Attributes:
        old: The missing code.
        new: The new code.
        similarity: How similar they are.
        place: How well their places agree.
    """

    old: Entry
    new: Entry
    similarity: Similarity
    place: Place

    @property
    def has_status(self) -> bool:
        """Whether they share a status."""
        return bool(self.old.statuses & self.new.statuses)

    @property
    def has_other_status(self) -> bool:
        """Whether both have statuses, but different ones."""
        return bool(self.old.statuses and self.new.statuses) and not self.has_status

    @property
    def has_heading(self) -> bool:
        """Whether they are below the same heading."""
        return self.old.heading != "" and self.old.heading == self.new.heading

    @property
    def is_named(self) -> bool:
        """Whether the text of the new code names the old one."""
        return self.old.code in self.new.text and self.old.code not in self.new.code

    @property
    def is_evident(self) -> bool:
        """Whether the text or the spelling is clear, and other evidence agrees."""
        similarity = self.similarity
        points = self.place.points + self.has_status + 2 * self.is_named - self.has_other_status
        others = points + self.has_heading + 2 * similarity.is_spelling_clear
        if similarity.is_text_same:
            return others > 0
        if similarity.is_text_clear and self.place.points > 0:
            return others >= _STRONG
        if similarity.is_other_text:
            return False
        if similarity.is_pattern and self.has_status and self.place.points > 0:
            return True
        return similarity.is_spelling_clear and points >= _STRONG

    @property
    def score(self) -> float:
        """How likely it is that the code was renamed: 0 to 1."""
        rest = 0.15 * self.place.score + 0.1 * self.has_status + 0.05 * self.has_heading
        is_longer = self.old.is_mentioned and self.similarity.is_other_text
        if self.similarity.text is None or is_longer:
            return 0.5 * self.similarity.spelling + rest / 0.6
        return 0.45 * self.similarity.text + 0.25 * self.similarity.spelling + rest

    @property
    def is_possible(self) -> bool:
        """Whether the rename is likely enough to be reported."""
        text, spelling = self.similarity.text or 0, self.similarity.spelling
        if self.old.is_mentioned and self.has_status and self.place.is_same:
            return self.score >= _POSSIBLE
        if self.similarity.is_other_text and spelling < _SAME_SPELLING:
            return False
        is_similar = text >= _SIMILAR_TEXT or spelling >= _SIMILAR_SPELLING or self.is_named
        return is_similar and self.score >= _POSSIBLE

    def describe(self) -> str:
        """Return the evidence in words, such as "text 0.97, status 401, same place"."""
        similarity = self.similarity
        parts = []
        if similarity.text is not None and not similarity.is_other_text:
            parts.append(f"text {similarity.text:.2f}")
        if similarity.spelling >= _SIMILAR_SPELLING:
            parts.append(f"spelling {similarity.spelling:.2f}")
        if similarity.is_pattern:
            parts.append("changed like other codes")
        if self.has_status:
            common = sorted(map(str, self.old.statuses & self.new.statuses))
            parts.append(f"status {', '.join(common)}")
        if self.place.words:
            parts.append(self.place.words)
        if self.has_heading:
            parts.append("same heading")
        if self.is_named:
            parts.append("its text names the old code")
        return ", ".join(parts)


def compare_texts(old: Entry, new: Entry) -> float | None:
    """Return how similar the texts of two codes are, None if unknown.

    If the text contains the new code, it is also compared with the old code in its place.
    """
    first, second = old.sketch, new.sketch
    if first is None or second is None or min(len(first), len(second)) < _ENOUGH_WORDS:
        return None
    similarity = compare_sketches(first, second)
    if similarity < _OTHER_TEXT or new.code not in new.text:
        return similarity
    return max(similarity, compare_sketches(first, sketch(new.text.replace(new.code, old.code))))
