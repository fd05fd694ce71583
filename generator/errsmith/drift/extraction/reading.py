"""Read what a page says about the errors of a source."""

from __future__ import annotations

from collections.abc import Sequence

from errsmith.drift.extraction.assembling import Assembler
from errsmith.drift.extraction.candidates import Candidate
from errsmith.drift.extraction.choosing import Sections, choose, find_candidates
from errsmith.drift.extraction.listings import find_in_listings
from errsmith.drift.extraction.prose import find_in_examples, find_in_form, find_in_prose
from errsmith.drift.extraction.scoring import Scored, score
from errsmith.drift.extraction.vocabulary import Vocabulary
from errsmith.drift.extraction.words import find_ends, find_mentions
from errsmith.drift.facts import Carrier, PageFacts
from errsmith.drift.pages.page import Heading, Page
from errsmith.meaning.subjects import Subject

_FEW = 3
"""How many codes of a place are named."""
_MOST_SHOWN = 20
"""The maximum number of places without definitions that are reported."""


def read_facts(page: Page, subject: Subject, source_id: str) -> PageFacts:
    """Read the codes that a page documents, with their facts.

    Args:
        page: The page.
        subject: The provider in the registry; its codes are the best evidence of where codes are.
        source_id: The id of the page's source, whose `extract` is followed.
    """
    vocabulary = Vocabulary(subject, source_id)
    assembler = Assembler(page, vocabulary)
    candidates = find_candidates(page, vocabulary.labels)
    chosen, others = _choose(page, candidates, vocabulary)
    codes = assembler.build_codes(chosen, others)
    return PageFacts(
        codes=codes,
        mentions=find_mentions(page, vocabulary, codes),
        categories=assembler.build_categories(candidates),
        carriers=(
            *(_describe(one, is_chosen=True) for one in chosen),
            *(_describe(one, is_chosen=False) for one in others[:_MOST_SHOWN]),
        ),
        ends=find_ends(page, codes),
        lines=page.lines,
        unused=_find_unused(page, vocabulary, candidates),
    )


def _find_unused(
    page: Page, vocabulary: Vocabulary, candidates: Sequence[Candidate]
) -> tuple[str, ...]:
    """Return the keys of `extract` whose globs match nothing on the page."""
    extract = vocabulary.extract
    texts = [block.content.text for block in page.blocks if isinstance(block, Heading)]
    keys = [heading.content.text for block in page.blocks for heading in block.headings]
    unused = [
        key
        for key, globs in (("in", extract.in_), ("skip", extract.skip))
        if globs and not any(map(Sections(globs, ()).matches, {*texts, *keys}))
    ]
    labels = {label for one in candidates for label in (one.label, *one.labels)}
    labels |= {label for one in candidates for e in one.entries for label, _ in e.cells}
    found = {role for label in labels for role in vocabulary.labels.list_declared(label)}
    return (*unused, *(role for role in vocabulary.labels.declared if role not in found))


def _choose(
    page: Page, candidates: Sequence[Candidate], vocabulary: Vocabulary
) -> tuple[Sequence[Scored], Sequence[Scored]]:
    extract = vocabulary.extract
    declared: Candidate | None = None
    if extract.line is not None:
        declared = find_in_form(page, extract.line, vocabulary)
    elif extract.as_ == "prose":
        declared = find_in_prose(page, vocabulary)
    elif extract.as_ == "examples":
        declared = find_in_examples(page, vocabulary)
    else:
        return _choose_candidates(page, candidates, vocabulary)
    if declared is None:
        return (), ()
    sections = Sections(extract.in_, extract.skip)
    entries = tuple(e for e in declared.entries if sections.contain(e.headings))
    one = score(declared.select(entries), vocabulary, page.title) if entries else None
    return () if one is None else (one,), ()


def _choose_candidates(
    page: Page, candidates: Sequence[Candidate], vocabulary: Vocabulary
) -> tuple[Sequence[Scored], Sequence[Scored]]:
    """Choose places; on a page that lists few of the expected codes elsewhere, also examples."""
    result = choose(candidates, page.title, vocabulary)
    if 2 * _count_known(result[0]) < len(vocabulary.expected):
        examples = find_in_listings(page, vocabulary)
        again = choose((*candidates, *examples), page.title, vocabulary)
        if _count_known(again[0]) > _count_known(result[0]):
            return again
    return result


def _count_known(chosen: Sequence[Scored]) -> int:
    return len({code for one in chosen for code in one.known})


def _describe(one: Scored, *, is_chosen: bool) -> Carrier:
    candidate = one.candidate
    headings = tuple(heading.content.text for heading in candidate.headings)
    lines = [read.entry.line for read in one.reads]
    return Carrier(
        kind=candidate.kind,
        label=candidate.label,
        headings=headings,
        first=min(lines),
        last=max(lines),
        codes=len(one.codes),
        known=len(one.known),
        score=min(1.0, max(0.0, one.score)),
        is_chosen=is_chosen,
        sample=tuple(code.code for read in one.reads for code in read.codes)[:_FEW],
        reasons=one.reasons,
    )
