"""Read the codes in the entries of a candidate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from attrs import frozen

from errsmith.drift.extraction.candidates import Candidate, Entry
from errsmith.drift.extraction.codes import (
    find_shape,
    is_distinct,
    list_candidates,
    list_parts,
    split_codes,
    split_leading,
    strip,
)
from errsmith.drift.extraction.statuses import is_status
from errsmith.drift.extraction.vocabulary import ReadCode, Vocabulary
from errsmith.drift.pages.page import Cell

LOOSE: Final = frozenset({"list", "lines", "headings", "terms"})
"""Loose kinds of places, which ordinary text can look like."""
DIGITS: Final = 3
"""The minimum number of digits of a number that is probably a code."""
CERTAIN: Final = 3
"""The number of known codes that is not a coincidence."""

_MOST: Final = 0.6
"""Another shape is also common if it has at least this share of the commonest one."""
_FEW_WORDS: Final = 4
"""The maximum number of words in a cell if one of them is to be its code."""
_FEW_LITERALS: Final = 3
_SEVERAL: Final = 2
_HALF: Final = 1 / 2
_THIRD: Final = 1 / 3
_LONGEST_CELL: Final = 4000
"""The maximum length of a cell that is searched for codes."""


@frozen(kw_only=True)
class Read:
    """An entry of a candidate, with the codes in it."""

    entry: Entry
    codes: tuple[ReadCode, ...]


def read_entries(candidate: Candidate, vocabulary: Vocabulary) -> tuple[Read, ...]:
    """Return the entries that have codes. In a loose place, not every word counts."""
    reads = [
        Read(entry=entry, codes=codes)
        for entry in candidate.entries
        if (codes := read_codes(entry.code, vocabulary))
    ]
    if candidate.kind not in LOOSE:
        return _drop_words(_add_leading(candidate, reads, vocabulary), vocabulary)
    reads = _take_usual_literals(reads, vocabulary)
    judge = _LooseJudge(reads, vocabulary)
    kept = ((read.entry, [c for c in read.codes if judge.accepts(c, read.entry)]) for read in reads)
    return tuple(Read(entry=entry, codes=tuple(codes)) for entry, codes in kept if codes)


class _LooseJudge:
    """Decides which words of a loose place are codes."""

    def __init__(self, reads: Sequence[Read], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        codes = [code for read in reads for code in read.codes]
        shapes = Counter(find_shape(code.code) for code in codes)
        most = max(shapes.values(), default=0)
        self._common = {s for s, count in shapes.items() if count >= max(2, most * _MOST)}
        self._is_known = _is_share_known(codes, _HALF)
        bare = [code for read in reads if read.entry.is_bare for code in read.codes]
        self._has_bare = _is_share_known(bare, _THIRD)

    def accepts(self, code: ReadCode, entry: Entry) -> bool:
        """Return whether a word is a code."""
        extract = self._vocabulary.extract
        if code.ids or extract.line is not None or extract.like:
            return True
        is_usual = self._vocabulary.is_usual(code.code)
        if entry.is_bare:
            return self._has_bare and is_usual
        return not self._vocabulary.is_family(code.code) and self._looks_like_code(code.code)

    def _looks_like_code(self, text: str) -> bool:
        if _is_part(text) and not any(map(_is_part, self._vocabulary.codes)):
            return False
        if is_distinct(text):
            return True
        if text.isdigit():
            return len(text) >= DIGITS and find_shape(text) in self._common
        # Beside known codes, even a plain word such as `conflict` is one.
        is_plain = self._is_known and (text.islower() or text.isupper())
        if is_plain and self._vocabulary.shapes.has_case(text):
            return True
        return self._vocabulary.is_usual(text) and not text[:1].isupper()


def _is_part(text: str) -> bool:
    """Return whether a string looks like the beginning or the end of codes: `AUTH_`."""
    return text.startswith("_") or text.endswith("_")


def _is_share_known(codes: Sequence[ReadCode], share: float) -> bool:
    return sum(bool(code.ids) for code in codes) > len(codes) * share


def _take_usual_literals(reads: Sequence[Read], vocabulary: Vocabulary) -> list[Read]:
    """Return entries whose code is the literal that has the known codes, such as the second one."""
    positions = Counter(
        position
        for read in reads
        for code in read.codes
        if code.ids
        for position, literal in enumerate(read.entry.code.literals)
        if strip(literal) == code.code
    )
    usual = max(positions, key=lambda position: positions[position], default=0)
    if usual == 0 or positions[usual] < CERTAIN:
        return list(reads)
    taken: list[Read] = []
    for read in reads:
        literals = read.entry.code.literals
        code = vocabulary.read(strip(literals[usual])) if usual < len(literals) else None
        codes = read.codes if any(c.ids for c in read.codes) or code is None else (code,)
        taken.append(Read(entry=read.entry, codes=codes))
    return taken


def _add_leading(
    candidate: Candidate, reads: Sequence[Read], vocabulary: Vocabulary
) -> Sequence[Read]:
    """Return the entries with those that begin with a code, if known codes stand so too."""
    known = [read for read in reads if any(code.ids for code in read.codes)]
    leading = sum(" " in read.entry.code.text for read in known)
    if leading < CERTAIN or len(reads) == len(candidate.entries):
        return reads
    found = {id(read.entry): read for read in reads}
    for entry in candidate.entries:
        word = strip(entry.code.text.partition(" ")[0])
        code = vocabulary.read(word) if word and id(entry) not in found else None
        if code is not None and _is_certain(word, vocabulary):
            found[id(entry)] = Read(entry=entry, codes=(code,))
    return [found[id(entry)] for entry in candidate.entries if id(entry) in found]


def _drop_words(reads: Sequence[Read], vocabulary: Vocabulary) -> tuple[Read, ...]:
    """Return the entries that are not capitalized words, or all if the registry has such codes."""

    def is_word(code: ReadCode) -> bool:
        text = code.code
        is_capitalized = text.isalpha() and text[:1].isupper() and text[1:].islower()
        return is_capitalized and not code.ids and not vocabulary.is_usual(text)

    if sum(bool(code.ids) for read in reads for code in read.codes) < CERTAIN:
        return tuple(reads)
    return tuple(read for read in reads if not any(map(is_word, read.codes)))


def _is_certain(code: str, vocabulary: Vocabulary) -> bool:
    return is_distinct(code) and vocabulary.is_usual(code)


def read_codes(cell: Cell, vocabulary: Vocabulary) -> tuple[ReadCode, ...]:
    """Return the codes in a cell, item or heading: known ones if there are any."""
    if not cell.text.strip() or len(cell.text) > _LONGEST_CELL:
        return ()
    whole = [vocabulary.read(text) for text in list_candidates(cell)]
    known = _find_known(whole)
    if known is not None:
        return (known,)
    several = _read_several(cell, vocabulary)
    if several:
        return several
    split = split_leading(cell)
    leading = None if split is None else vocabulary.read(split[0])
    literals = [vocabulary.read(literal) for literal in cell.literals[:_FEW_LITERALS]]
    words = cell.text.split()
    singles = words if len(words) <= _FEW_WORDS else words[: is_distinct(words[0])]
    inner = [vocabulary.read(strip(word).strip("()[]")) for word in singles]
    known = _find_known([*literals, leading, *inner])
    if known is not None:
        return (known,)
    unknown = next((code for code in whole if code is not None), None)
    if unknown is None:
        unknown = literals[0] if literals else leading
    if unknown is None and is_status(words[0]) and len(words[1:]) == 1:
        unknown = vocabulary.read(strip(words[1]))
    return () if unknown is None else (unknown,)


def _find_known(codes: Iterable[ReadCode | None]) -> ReadCode | None:
    return next((code for code in codes if code is not None and code.ids), None)


def _read_several(cell: Cell, vocabulary: Vocabulary) -> tuple[ReadCode, ...]:
    """Return the codes of a cell that lists several, also between sentences."""
    several = [vocabulary.read(part) for part in split_codes(cell)]
    if several and all(code is not None for code in several):
        return tuple(code for code in several if code is not None)
    listed = [vocabulary.read(part) for part in list_parts(cell)]
    if len(listed) < _SEVERAL or _find_known(listed) is None:
        return ()
    return tuple(c for c in listed if c and (c.ids or _is_certain(c.code, vocabulary)))
