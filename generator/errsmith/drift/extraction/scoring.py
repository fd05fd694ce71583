"""Score how likely it is that a place on a page defines codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final, TypeAlias

from attrs import frozen

from errsmith.drift.extraction import weights
from errsmith.drift.extraction.candidates import Candidate, Entry
from errsmith.drift.extraction.codes import is_distinct
from errsmith.drift.extraction.labels import (
    fold_label,
    is_type_label,
    is_usual_label,
    is_weak_label,
)
from errsmith.drift.extraction.phrases import (
    WORDS_ABOVE_ERRORS,
    WORDS_ABOVE_OTHERS,
    WORDS_BEFORE_OTHER_CODES,
)
from errsmith.drift.extraction.reads import CERTAIN, DIGITS, LOOSE, Read, read_entries
from errsmith.drift.extraction.statuses import is_named_status, is_phrase, is_status
from errsmith.drift.extraction.vocabulary import Vocabulary
from errsmith.drift.facts import KEY_LABEL
from errsmith.drift.pages.page import Heading

Points: TypeAlias = "Iterator[tuple[float, str]]"
"""Changes of a score, each with its reason."""

_CODES: Final = frozenset({"code", "codes", "código", "códigos"})
_STATUS_WORDS: Final = frozenset({"http", "status", "statuses"})
_FIELD = re.compile(
    r"\W*(?:array|bool|boolean|int|integer|list|number|object|optional|recommended|required|string)\b",
    re.IGNORECASE,
)
_NEARLY_ALL: Final = 0.9
_HALF: Final = 1 / 2


@frozen(kw_only=True)
class Scored:
    """A candidate with its codes and its score.

    Attributes:
        candidate: The candidate, with all its entries.
        reads: Its entries that have codes.
        codes: Its distinct codes.
        known: Those that the registry has.
        score: The score: at `weights.ENOUGH` or more, the place is taken to define codes.
        reasons: What raised or lowered it.
    """

    candidate: Candidate
    reads: tuple[Read, ...]
    codes: frozenset[str]
    known: frozenset[str]
    score: float
    reasons: tuple[str, ...]


def score(candidate: Candidate, vocabulary: Vocabulary, title: str | None) -> Scored | None:
    """Return a candidate with its score, or None if it has no codes."""
    reads = read_entries(candidate, vocabulary)
    scorer = _Scorer(candidate=candidate, reads=reads, vocabulary=vocabulary, title=title)
    if not scorer.codes:
        return None
    points = list(scorer.list_points())
    return Scored(
        candidate=candidate,
        reads=reads,
        codes=scorer.codes,
        known=scorer.known,
        score=round(sum(value for value, _ in points), 2),
        reasons=tuple(f"{reason} {value:+.2f}" for value, reason in points if value),
    )


@frozen(kw_only=True, slots=False)
class _Scorer:
    """Finds what speaks for and against a candidate."""

    candidate: Candidate
    reads: tuple[Read, ...]
    vocabulary: Vocabulary
    title: str | None

    @cached_property
    def codes(self) -> frozenset[str]:
        return frozenset(code.code for read in self.reads for code in read.codes)

    @cached_property
    def known(self) -> frozenset[str]:
        return frozenset(code.code for read in self.reads for code in read.codes if code.ids)

    @cached_property
    def unknown(self) -> frozenset[str]:
        return self.codes - self.known

    @cached_property
    def named_statuses(self) -> frozenset[str]:
        """The codes of a place without known ones that are only the names of HTTP statuses."""
        if self.known:
            return frozenset()
        return frozenset(
            code.code
            for read in self.reads
            for code in read.codes
            if self._is_named_status(code.code, read.entry)
        )

    def _is_named_status(self, code: str, entry: Entry) -> bool:
        is_labelled = self.vocabulary.labels.find_role(self.candidate.label) == "code"
        beside = (entry.rest, *(cell.text for _, cell in entry.cells))
        texts = [f"{entry.code.text} {entry.rest}", entry.code.text]
        # A column for codes can have `NOT_FOUND` as the code of an error with the status 404.
        if not is_labelled or is_phrase(code):
            texts += beside
        return any(is_named_status(code, text) for text in texts)

    def list_points(self) -> Points:
        yield from self._score_known()
        yield self._score_label()
        yield from self._score_neighbors()
        yield from self._score_headings()
        yield from self._score_shapes()
        yield from self._score_values()

    def _score_known(self) -> Points:
        if self.known:
            share = len(self.known) / len(self.codes)
            weight = weights.KNOWN if len(self.known) > 1 else weights.KNOWN / 2
            reason = f"{len(self.known)} of {len(self.codes)} codes are known"
            yield weight * min(1.0, share / weights.MOST_KNOWN), reason
            expected = max(1, len(self.vocabulary.expected))
            coverage = min(1.0, len(self.known) / expected)
            yield weights.COVERAGE * coverage, "share of the expected codes"

    def _score_label(self) -> tuple[float, str]:
        label, labels = self.candidate.label, self.vocabulary.labels
        role = labels.find_role(label)
        is_labelled = self.candidate.kind in {"table", "data", "keys"}
        value = weights.OTHER_LABEL.get(role, weights.OTHER_ROLE)
        if role == "code":
            value = weights.DECLARED_LABEL if labels.is_declared("code") else weights.LABEL
        elif is_labelled and label != KEY_LABEL and labels.is_declared("code"):
            value = weights.UNDECLARED_LABEL
        elif not label:
            value = 0.0
        elif label == KEY_LABEL or is_weak_label(label):
            value = weights.WEAK_LABEL
        elif len(self.known) >= CERTAIN and len(self.known) >= _HALF * len(self.codes):
            value = weights.UNKNOWN_LABEL  # Known codes are stronger evidence than a label.
        return value, "keys of mappings" if label == KEY_LABEL else f"label {label!r}"

    def _score_neighbors(self) -> Points:
        labels = self.vocabulary.labels
        own = fold_label(self.candidate.label)
        others = [label for label in self.candidate.labels if fold_label(label) != own]
        roles = {labels.find_role(label) for label in others}
        for role, value in weights.BESIDE.items():
            if role in roles:
                yield value, f"{role} beside it"
        if labels.find_role(self.candidate.label) != "code":
            if "code" in roles:
                yield weights.LIKELIER_LABEL, "another label is likelier"
            if "type" in roles or any(map(is_type_label, others)):
                yield weights.TYPES, "data types beside it"
        if self.candidate.kind in LOOSE and len(self.known) < CERTAIN:
            fields = sum(map(_is_field, self.reads))
            if fields >= _HALF * len(self.reads):
                yield weights.TYPES, "described like fields"

    def _score_headings(self) -> Points:
        nearest = _list_words(self.candidate.headings[-1:])
        if is_about_errors(self.candidate):
            yield weights.HEADING, "heading about errors"
        elif WORDS_ABOVE_ERRORS.intersection(fold_label(self.title or "").split()):
            yield weights.TITLE, "title about errors"
        if _has_other_codes(nearest) and not self.known:
            yield weights.OTHER_CODES, "heading about other codes"
        elif nearest & WORDS_ABOVE_OTHERS:
            is_good = bool(nearest & WORDS_ABOVE_ERRORS)
            if not (is_good and self.known):
                is_named = self.vocabulary.labels.find_role(self.candidate.label) == "code"
                is_unlikely = not is_good and not is_named
                value = weights.OTHER_HEADING if is_unlikely else weights.OTHER_HEADING / 2
                yield value, "heading about something else"

    def _score_shapes(self) -> Points:
        unknown, shapes = self.unknown, self.vocabulary.shapes
        if unknown and shapes:
            share = sum(map(shapes.covers, unknown)) / len(unknown)
            value = weights.SHAPE * share + weights.OTHER_SHAPE * (1 - share)
            yield value, "shape of the other codes"
        if self.known:
            return
        distinct = sum(map(is_distinct, unknown)) / len(unknown)
        if self.candidate.kind in LOOSE or self.candidate.label == KEY_LABEL:
            yield weights.WORDS * (1 - distinct), "codes look like words"
            yield weights.NO_WORDS * distinct, "codes do not look like words"
        else:
            yield weights.NO_WORDS_ELSEWHERE * distinct, "codes do not look like words"

    def _score_values(self) -> Points:
        vocabulary, unknown, count = self.vocabulary, self.unknown, len(self.codes)
        share = len(self.reads) / len(self.candidate.entries)
        if self.candidate.kind not in LOOSE and share < _NEARLY_ALL:
            yield weights.NO_CODES * (1 - share), "values that are not codes"
        statuses = (sum(map(is_status, unknown)) + len(self.named_statuses)) / count
        is_declared = vocabulary.labels.is_declared("code")
        # Known codes that look like statuses show that the others need not be any.
        is_usual = sum(map(is_status, self.known)) >= CERTAIN
        if statuses > _HALF and not (vocabulary.has_status_codes or is_declared or is_usual):
            yield weights.STATUSES * statuses, "values are statuses"
        families = sum(map(vocabulary.is_family, self.codes))
        unknown_families = sum(map(vocabulary.is_family, unknown))
        # A code can have the name of a family too.
        if families == count or unknown_families >= _HALF * count:
            yield weights.FAMILIES, "values are groups or categories"
        if self.candidate.label == KEY_LABEL and not self.known:
            mapped = sum(map(self._is_mapped, self.reads))
            if mapped >= _HALF * len(self.reads):
                yield weights.FAMILIES, "keys of known codes"
        if not self.known and sum(map(is_usual_label, unknown)) >= _HALF * count:
            yield weights.FAMILIES, "values are labels"
        numbers = [code for code in unknown if code.isdigit() and len(code) < DIGITS]
        if len(numbers) > _HALF * count and not self.known:
            yield weights.SMALL_NUMBERS, "small numbers"
        if count == 1 and not self.known and len(self.candidate.entries) == 1:
            yield weights.ALONE, "only one"
        described = sum(
            bool(read.entry.rest or any(cell.text for _, cell in read.entry.cells))
            for read in self.reads
        )
        yield weights.DESCRIBED * described / len(self.reads), "described"

    def _is_mapped(self, read: Read) -> bool:
        """Return whether the value of a key is a known code: `"auth/old": Codes.KEY_OLD`."""
        names = (re.split(r"[.:]", cell.text)[-1] for _, cell in read.entry.cells)
        return any(name in self.vocabulary.codes for name in names)


def _is_field(read: Read) -> bool:
    """Return whether a description begins with a data type, or with whether a field is required."""
    texts = (read.entry.rest, *(cell.text for label, cell in read.entry.cells[:1] if not label))
    return any(map(_FIELD.match, texts))


def is_about_errors(candidate: Candidate) -> bool:
    """Return whether the headings above a place are about errors."""
    if _has_other_codes(_list_words(candidate.headings[-1:])):
        return False
    return bool(_list_words(candidate.headings[-2:]) & WORDS_ABOVE_ERRORS)


def lists_http_statuses(one: Scored) -> bool:
    """Return whether most codes of a place are HTTP statuses, and its heading says so."""
    statuses = sum(map(is_status, one.codes - one.known))
    nearest = _list_words(one.candidate.headings[-1:])
    return bool(nearest & _STATUS_WORDS) and statuses > _HALF * len(one.codes)


def _has_other_codes(nearest: set[str]) -> bool:
    """Return whether the words of a heading name codes that are not of errors: `Bank codes`."""
    return bool(nearest & WORDS_BEFORE_OTHER_CODES) and bool(
        nearest & _CODES and not nearest & WORDS_ABOVE_ERRORS - _CODES
    )


def _list_words(headings: Sequence[Heading]) -> set[str]:
    return {word for heading in headings for word in fold_label(heading.content.text).split()}
