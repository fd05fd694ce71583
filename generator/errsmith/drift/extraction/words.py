"""Find the codes that a page mentions, and the last lines of its content."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from errsmith.drift.extraction.vocabulary import Vocabulary
from errsmith.drift.facts import PageCode
from errsmith.drift.pages.page import (
    Block,
    Cell,
    Datum,
    Heading,
    Item,
    Listing,
    Page,
    Table,
    Term,
    Text,
)

_WORD = re.compile(r"[-\w.:/#$]++", re.ASCII)
_QUOTED = re.compile(r"[\"'`“‘]([-\w.:/#$ ]{1,120})[\"'`”’]", re.ASCII)  # noqa: RUF001
_WRITTEN_AS_LINES: Final = frozenset({"yaml", "openapi", "source"})
"""Formats in which a value needs its line to be recognized."""
_MARKS: Final = 5
"""The maximum number of lines that mark the end of a page."""
_SHORTEST: Final = 3
"""The minimum length of a line that marks the end of a page."""


def list_cells(block: Block) -> Iterator[Cell]:
    """Yield the texts of a block, in the order of the page."""
    if isinstance(block, (Text, Item, Heading)):
        yield block.content
    elif isinstance(block, Table):
        yield from block.header
        for row in block.rows:
            yield from row
    elif isinstance(block, Term):
        yield block.term
        yield from block.definition
    elif isinstance(block, Datum):
        if block.key is not None:
            yield block.key
        for _, cell in block.values:
            yield cell
    elif isinstance(block, Listing):
        for number, line in enumerate(block.text.split("\n")):
            yield Cell(line, block.line + number)


def find_mentions(page: Page, vocabulary: Vocabulary, codes: Iterable[PageCode]) -> dict[str, int]:
    """Return the first line that mentions each error that the page does not document.

    A line that defines a code does not count as a mention of another error with that code.
    """
    defined: dict[int, set[str]] = {}
    for code in codes:
        defined.setdefault(code.line, set()).update(vocabulary.find_mentioned(code.code))
    found = {id_ for code in codes for id_ in code.ids}
    mentions: dict[str, int] = {}
    for block in page.blocks:
        for cell in list_cells(block):
            others = defined.get(cell.line, set())
            for word, is_marked in _list_words(cell):
                for id_ in vocabulary.find_mentioned(word, is_marked=is_marked):
                    if id_ not in found and id_ not in others:
                        mentions.setdefault(id_, cell.line)
    return mentions


def _list_words(cell: Cell) -> Iterator[tuple[str, bool]]:
    """Yield the words of a text, and whether each is set as code or quoted."""
    for literal in cell.literals:
        yield literal.strip(), True
    for match in _QUOTED.finditer(cell.text):
        yield match[1].strip(), True
    stripped = cell.text.strip()
    yield stripped, not stripped.isdigit()
    for match in _WORD.finditer(stripped):
        word = match[0].rstrip("-.:/#$")
        yield word, False
        if "." in word or ":" in word or "/" in word:
            for part in re.split(r"[.:/]", word):
                yield part, False


def list_lines(page: Page) -> list[tuple[int, str]]:
    """Return the lines of a page's content as normalized texts, in the order of the page."""
    lines: list[tuple[int, str]] = []
    if page.form in _WRITTEN_AS_LINES:
        lines = list(enumerate(map(normalize, page.text.split("\n")), start=1))
    for block in page.blocks if page.form not in _WRITTEN_AS_LINES else ():
        if isinstance(block, Table):
            lines += [
                (row[0].line, normalize(" ".join(cell.text for cell in row)))
                for row in (block.header, *block.rows)
                if row
            ]
        else:
            lines += [(cell.line, normalize(cell.text)) for cell in list_cells(block)]
    return [(line, text) for line, text in lines if len(text) >= _SHORTEST]


def find_ends(page: Page, codes: Sequence[PageCode]) -> tuple[str, ...]:
    """Return the texts that mark the end of a page, the last one first.

    Each is a line or a pair of lines that occurs only once. If possible, they are after the last
    code, so a page that is cut off before that code lacks them, too.
    """
    lines = list_lines(page)
    counts = Counter(text for _, text in lines)
    pairs = [f"{before} / {text}" for (_, before), (_, text) in pairwise([(0, ""), *lines])]
    counts.update(pairs)
    marks = [
        (position, mark)
        for position, ((_, text), pair) in enumerate(zip(lines, pairs, strict=True))
        if counts[mark := text if counts[text] == 1 else pair] == 1
    ]
    # Several codes can be on one line, so the order of the texts counts, not their lines.
    last = codes[-1] if codes else None
    end = max(
        (
            position
            for position, (line, text) in enumerate(lines)
            if last is not None and line == last.line and normalize(last.code) in text
        ),
        default=-1,
    )
    after = [mark for position, mark in marks if position > end]
    after = after or [mark for position, mark in marks if position == end]
    return tuple(reversed(after[-_MARKS:]))


def normalize(text: str) -> str:
    """Return a text in lower case with single spaces."""
    return " ".join(text.split()).lower()
