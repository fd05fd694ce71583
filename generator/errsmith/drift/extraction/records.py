"""Find codes described one after another: after a key, alone on a line, or as a heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from attrs import evolve, frozen

from errsmith.drift.extraction.candidates import Candidate, Entry
from errsmith.drift.extraction.codes import (
    is_code_like,
    is_distinct,
    split_codes,
    split_leading,
    strip_separator,
)
from errsmith.drift.extraction.labelled import collect_cells, get_content, split_label, split_pairs
from errsmith.drift.extraction.labels import Labels, fold_label
from errsmith.drift.extraction.statuses import is_status
from errsmith.drift.pages.page import Block, Cell, Heading, Item, Page, Term, Text


@frozen
class _Start:
    """A line with the key of a code.

    Attributes:
        position: The position of its block.
        after: The position of the block after the code.
        label: The key.
        value: The code.
        others: The other labelled values of the line.
    """

    position: int
    after: int
    label: str
    value: Cell
    others: tuple[tuple[str, Cell], ...]


_DEEPEST = 8
"""The deepest level of headings that is searched."""
_BRACKETS = " }],"
"""What follows a value in JSON on one line."""
_NAMES_OF_CODES = frozenset({"error", "code", "exception", "fault", "fehler", "erreur", "feil"})
_LONGEST_RECORD = 100
"""The maximum number of blocks that describe a code."""
_LONGEST_REMARK = 8
"""The maximum number of words beside a code in a heading without a separator."""


def find_in_keys(page: Page, labels: Labels) -> Iterator[Candidate]:
    """Yield a candidate for each key, such as `Code`, whose values could be codes.

    Everything up to the next such key or a heading of a higher level describes the code.
    """
    starts: dict[str, list[_Start]] = {}
    blocks = page.blocks
    for position, block in enumerate(blocks):
        for start in _find_starts(blocks, position, block, labels):
            starts.setdefault(fold_label(start.label), []).append(start)
    for key, found in starts.items():
        entries: list[Entry] = []
        for start, following in zip_longest(found, found[1:]):
            end = len(blocks) if following is None else following.position
            first = blocks[start.position]
            body = _take_record(blocks, start.after, end, first)
            cells = (*start.others, *collect_cells(body, labels))
            entries.append(Entry(code=start.value, cells=cells, headings=first.headings))
        yield Candidate(
            kind="keys",
            label=found[0].label,
            signature=("keys", key),
            labels=(found[0].label,),
            headings=find_common_headings(entries),
            entries=tuple(entries),
            position=found[0].position,
        )


def _find_starts(
    blocks: Sequence[Block], position: int, block: Block, labels: Labels
) -> Iterator[_Start]:
    """Yield the keys of codes with their codes, which can be on the same line or the next."""
    content = get_content(block)
    if content is None or isinstance(block, Heading):
        return
    pairs = split_pairs(content, labels)
    for code in pairs:
        label, value = code
        if labels.find_role(label) != "code":
            continue
        after = position + 1
        if not value.text:
            following = get_content(blocks[after]) if after < len(blocks) else None
            if following is None:
                continue
            value, after = following, after + 1
        value = evolve(value, text=value.text.rstrip(_BRACKETS))
        others = tuple(pair for pair in pairs if pair is not code)
        yield _Start(position, after, label, value, others)


def find_in_lines(page: Page, labels: Labels) -> Iterator[Candidate]:
    """Yield a candidate for the lines below each heading that begin with what could be a code."""
    runs: dict[tuple[int, ...], list[tuple[int, str, str, Cell, bool]]] = {}
    blocks = page.blocks
    for position, block in enumerate(blocks):
        if not isinstance(block, Text):
            continue
        content = block.content
        split = split_leading(content)
        is_bare = split is None
        if split is None:
            code, _, rest = content.text.strip().partition(" ")
            second, _, others = rest.partition(" ")
            if is_status(code) and others and (second.isdigit() or is_distinct(second)):
                code, rest = second, f"{code} {others}"
            split = (code, rest) if is_distinct(code) or code.isdigit() else ("", "")
        is_label = not is_distinct(split[0]) and labels.find_role(split[0]) is not None
        if not split[0] or is_label:
            continue
        key = tuple(heading.line for heading in block.headings)
        runs.setdefault(key, []).append((position, split[0], split[1], content, is_bare))
    for found in runs.values():
        entries: list[Entry] = []
        for index, (position, code, rest, content, is_bare) in enumerate(found):
            end = found[index + 1][0] if index + 1 < len(found) else len(blocks)
            body = _take_record(blocks, position + 1, end, blocks[position])
            entries.append(
                Entry(
                    code=Cell(code, content.line, content.literals[:1]),
                    rest=rest,
                    cells=tuple(collect_cells(body, labels)),
                    headings=blocks[position].headings,
                    is_bare=is_bare,
                )
            )
        yield Candidate(
            kind="lines",
            signature=("lines",),
            headings=blocks[found[0][0]].headings,
            entries=tuple(entries),
            position=found[0][0],
        )


def _take_record(blocks: Sequence[Block], start: int, end: int, first: Block) -> Sequence[Block]:
    """Return the blocks that describe a code, up to a heading that is not below its own."""
    level = first.headings[-1].level if first.headings else 0
    end = min(end, start + _LONGEST_RECORD)
    for position in range(start, end):
        block = blocks[position]
        if isinstance(block, Heading) and (block.level <= level or not level):
            return blocks[start:position]
    return blocks[start:end]


def find_in_headings(page: Page, labels: Labels) -> Iterator[Candidate]:
    """Yield a candidate for the headings of each level below each heading."""
    groups: dict[tuple[object, ...], list[tuple[int, Entry]]] = {}
    blocks = page.blocks
    ends = _find_ends(blocks)
    for position, block in enumerate(blocks):
        if not isinstance(block, Heading) or block.is_key or block.level > _DEEPEST:
            continue
        codes = split_heading(block.content)
        if not codes:
            continue
        cells: tuple[tuple[str, Cell], ...] | None = None
        literals = block.content.literals if len(codes) == 1 else ()
        for code, rest in codes:
            if cells is None:
                cells = tuple(collect_cells(blocks[position + 1 : ends[position]], labels))
            entry = Entry(
                code=Cell(code, block.content.line, literals),
                rest=rest,
                cells=cells,
                headings=block.headings,
            )
            key = (block.level, tuple(heading.line for heading in block.headings))
            groups.setdefault(key, []).append((position, entry))
    for (level, _), found in groups.items():
        yield Candidate(
            kind="headings",
            signature=("headings", level),
            headings=found[0][1].headings,
            entries=tuple(entry for _, entry in found),
            position=found[0][0],
        )


def _find_ends(blocks: Sequence[Block]) -> dict[int, int]:
    """Return the position after the section of each heading, by the heading's position."""
    ends: dict[int, int] = {}
    open_: list[tuple[int, int]] = []
    for position, block in enumerate(blocks):
        if isinstance(block, Heading):
            while open_ and open_[-1][0] >= block.level:
                ends[open_.pop()[1]] = position
            open_.append((block.level, position))
    ends.update((position, len(blocks)) for _, position in open_)
    return ends


def split_heading(content: Cell) -> list[tuple[str, str]]:
    """Return the codes in a heading, with the rest of the heading.

    The code is the whole heading, beside a separator, in brackets, or set as code.
    """
    several = split_codes(content)
    if several:
        return [(code, "") for code in several]
    text = content.text
    if content.literals:
        rest = text.replace(content.literals[0], " ", 1)
        return [(content.literals[0].strip(), strip_separator(" ".join(rest.split())))]
    pair = split_label(content)
    is_pair = pair is not None and not is_distinct(pair[0]) and not is_status(pair[1].text)
    if pair is not None and is_pair and pair[1].text and " " not in pair[1].text:
        return [(pair[1].text, pair[0])]
    return _split_words(content)


def _split_words(content: Cell) -> list[tuple[str, str]]:
    """Return the code at the start of a heading or after its status, with the rest."""
    split = split_leading(content)
    if split is not None:
        code, rest = split
        first, _, others = rest.partition(" ")
        if is_status(code) and is_code_like(first.strip("()[]:")):
            # In `404 - NOT_FOUND`, the code follows the status.
            return [(first.strip("()[]:"), f"{code} {others}".strip())]
        return [split]
    words = content.text.split()
    is_named = len(words) > 1 and words[0].lower() in _NAMES_OF_CODES
    if is_named and (words[1].isdigit() or is_distinct(words[1])):
        words = words[1:]  # `Error 1100`, `Code AUTH_X`
    elif len(words) > 1 and is_status(words[0]):
        words = [*words[1:], words[0]]
    if len(words) == 1 and is_named:
        return [(words[0].strip("()[]:"), "")]
    if 1 < len(words) <= _LONGEST_REMARK:
        return [(words[0].strip("()[]:"), " ".join(words[1:]))]
    return []


def find_in_terms(page: Page, labels: Labels) -> Iterator[Candidate]:
    """Yield a candidate for the terms below each heading."""
    groups: dict[tuple[int, ...], list[tuple[int, Entry]]] = {}
    for position, block in enumerate(page.blocks):
        if not isinstance(block, Term):
            continue
        lines = [Text(line=cell.line, content=cell) for cell in block.definition]
        around: tuple[Item, ...] = () if block.item is None else (block.item,)
        cells = tuple(collect_cells(lines, labels))
        several = [(code, "") for code in split_codes(block.term)]
        for code, rest in several or [split_leading(block.term) or (block.term.text, "")]:
            entry = Entry(
                code=Cell(code, block.term.line, () if several else block.term.literals),
                rest=rest,
                cells=cells,
                headings=block.headings,
                around=around,
            )
            key = tuple(heading.line for heading in block.headings)
            groups.setdefault(key, []).append((position, entry))
    for found in groups.values():
        yield Candidate(
            kind="terms",
            signature=("terms",),
            headings=found[0][1].headings,
            entries=tuple(entry for _, entry in found),
            position=found[0][0],
        )


def find_common_headings(entries: Sequence[Entry]) -> tuple[Heading, ...]:
    """Return the headings that all entries have in common."""
    if not entries:
        return ()
    common = list(entries[0].headings)
    for entry in entries[1:]:
        lines = {heading.line for heading in entry.headings}
        common = [heading for heading in common if heading.line in lines]
    return tuple(common)
