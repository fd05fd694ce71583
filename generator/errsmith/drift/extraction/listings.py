"""Find the codes in examples, for pages that list their codes nowhere else."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from attrs import evolve

from errsmith.drift.extraction.candidates import Candidate, Entry
from errsmith.drift.extraction.data import find_in_data
from errsmith.drift.extraction.reads import CERTAIN
from errsmith.drift.extraction.records import find_in_lines
from errsmith.drift.extraction.vocabulary import Vocabulary
from errsmith.drift.pages.constants import read_constants
from errsmith.drift.pages.data import read_json
from errsmith.drift.pages.page import Block, Cell, Listing, Page, Text

_JSON = re.compile(r"^[ \t]*[{\[]", re.MULTILINE)
_CONSTANTS = re.compile(r"\b(?:enum|const)\b")


def find_in_listings(page: Page, vocabulary: Vocabulary) -> Sequence[Candidate]:
    """Return a candidate for each key, enum or kind of line with known codes in examples.

    JSON with several errors and enums list codes, and can have new ones. Other examples, such as a
    response with a single error, only prove that their codes are still there. All of them count
    only if some of them have several known codes in common.
    """
    listings = [block for block in page.blocks if isinstance(block, Listing)]
    blocks = [inner for listing in listings for inner in _read(listing)]
    inside = Page(form="json", blocks=tuple(blocks), lines=page.lines)
    found: list[Candidate] = []
    counts: list[int] = []
    for candidate in (*find_in_data(inside), *find_in_lines(inside, vocabulary.labels)):
        entries = tuple(_select(candidate, listings, vocabulary))
        known = {entry.code.text for entry in entries if _is_known(entry, vocabulary)}
        if known:
            found.append(evolve(candidate, entries=entries, headings=()))
            counts.append(len(known))
    return found if max(counts, default=0) >= CERTAIN else []


def _read(listing: Listing) -> Sequence[Block]:
    """Return the content of an example: JSON, also after other lines, constants, or lines."""
    text, line = listing.text, listing.line
    if _CONSTANTS.search(text):
        return read_constants(text, line).blocks
    if match := _JSON.search(text):
        start = match.start()
        return read_json(text[start:], line + text.count("\n", 0, start)).blocks
    lines = enumerate(text.split("\n"), line)
    return [
        Text(line=number, content=Cell(raw.strip(), number)) for number, raw in lines if raw.strip()
    ]


def _select(
    candidate: Candidate, listings: Sequence[Listing], vocabulary: Vocabulary
) -> Iterator[Entry]:
    """Yield the entries that have a known code, or are in an example that lists several errors."""
    firsts = [listing.line for listing in listings]
    owners = [listings[bisect_right(firsts, entry.line) - 1] for entry in candidate.entries]
    counts = Counter(map(id, owners))
    for entry, owner in zip(candidate.entries, owners, strict=True):
        is_listed = candidate.kind == "data" and counts[id(owner)] >= CERTAIN
        if is_listed or _is_known(entry, vocabulary):
            yield evolve(entry, headings=(*owner.headings, *entry.headings))


def _is_known(entry: Entry, vocabulary: Vocabulary) -> bool:
    read = vocabulary.read(entry.code.text)
    return read is not None and bool(read.ids)
