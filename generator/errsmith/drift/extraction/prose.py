"""Find codes in sentences, in lines of a declared form, and in examples."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from errsmith.drift.extraction.candidates import Candidate, Entry
from errsmith.drift.extraction.codes import is_code_like, is_distinct
from errsmith.drift.extraction.vocabulary import Vocabulary
from errsmith.drift.extraction.words import list_cells
from errsmith.drift.pages.page import Cell, Datum, Heading, Listing, Page, Text

_WORD = re.compile(r"[-\w.:/#$]++", re.ASCII)
_MARKS = " \t*-+\u2022|>#"
"""The marks of items, rows and headings at the start of a line."""
_STATUS_LINE = re.compile(r"HTTP/\d(?:\.\d)?[ ]+(\d{3})")


def find_in_prose(page: Page, vocabulary: Vocabulary) -> Candidate | None:
    """Return the words of the page's text that are known codes or look like them."""
    entries: list[Entry] = []
    for block in page.blocks:
        if isinstance(block, (Listing, Datum)):
            continue
        for cell in list_cells(block):
            entries += [
                Entry(code=Cell(word, cell.line), rest=cell.text, headings=block.headings)
                for word in _list_words(cell, vocabulary)
            ]
    return Candidate(kind="prose", entries=tuple(entries)) if entries else None


def _list_words(cell: Cell, vocabulary: Vocabulary) -> Iterator[str]:
    for match in _WORD.finditer(cell.text):
        word = match[0].rstrip("-.:/#$")
        is_marked = word in cell.literals
        if not is_code_like(word) or not (is_marked or is_distinct(word)):
            continue
        read = vocabulary.read(word)
        if read is not None and (read.ids or vocabulary.is_usual(word)):
            yield word


class LineForm:
    """The format of a line: a template of literals and names, such as `{code} ({status})`.

    Each value extends to the next literal, and the last one to the end of the line. Spaces
    in the literals count if the line has them: `{code} - {}` reads `AUTH-1 - Bad` as `AUTH-1`.
    """

    def __init__(self, template: str) -> None:
        self.opening, *rest = template.split("{")
        parts = (part.partition("}") for part in rest)
        self.names = [(name.strip(), literal) for name, _, literal in parts]

    def read(self, line: str) -> dict[str, str]:
        """Return the values of a line by name, or {} if it does not match."""
        rest = " ".join(line.split())
        opening = self.opening.strip()
        if not rest.startswith(opening):
            return {}
        rest = rest[len(opening) :]
        values: dict[str, str] = {}
        for name, literal in self.names:
            is_at_end = bool(literal.strip()) and rest.endswith(literal.rstrip())
            separator = literal.rstrip() if literal not in rest and is_at_end else literal
            value, found, rest = rest.partition(separator) if separator else (rest, "", "")
            if not found and name == "code" and literal.strip():
                return {}
            if name and value.strip():
                values.setdefault(name, value.strip())
            if not found:
                break
        return values


def find_in_form(page: Page, template: str, vocabulary: Vocabulary) -> Candidate | None:
    """Return the lines of the page that match a declared format, with or without markup."""
    form = LineForm(template)
    headings: tuple[Heading, ...] = ()
    around: dict[int, tuple[Heading, ...]] = {}
    texts: dict[int, list[str]] = {}
    for block in page.blocks:
        for cell in list_cells(block):
            texts.setdefault(cell.line, []).append(cell.text)
            around.setdefault(cell.line, block.headings)
    entries: list[Entry] = []
    for number, raw in enumerate(page.text.split("\n"), start=1):
        headings = around.get(number, headings)
        for text in (raw, raw.lstrip(_MARKS), *texts.get(number, ())):
            values = form.read(text)
            read = vocabulary.read(values.get("code", ""))
            if read is not None:
                cells = ((name, Cell(value, number)) for name, value in values.items())
                named = tuple((name, cell) for name, cell in cells if name != "code")
                entry = Entry(code=Cell(values["code"], number), cells=named, headings=headings)
                entries.append(entry)
                break
    return Candidate(kind="lines", entries=tuple(entries)) if entries else None


def find_in_examples(page: Page, vocabulary: Vocabulary) -> Candidate | None:
    """Return the codes in example responses, with their statuses."""
    entries: list[Entry] = []
    status: tuple[str, Cell] | None = None
    for block in page.blocks:
        text = block.text if isinstance(block, Listing) else ""
        line = block.line
        if isinstance(block, Text):
            text = block.content.text
        match = _STATUS_LINE.search(text)
        if match is not None:
            status = ("status", Cell(match[1], line))
        if not isinstance(block, Listing):
            continue
        for body, offset in _find_bodies(block.text):
            for code in vocabulary.read_body(body):
                where = _find_line(block.text, code, offset)
                cells = () if status is None else (status,)
                entry = Entry(code=Cell(code, line + where), cells=cells, headings=block.headings)
                entries.append(entry)
            status = None
    return Candidate(kind="examples", entries=tuple(entries)) if entries else None


def _find_bodies(text: str) -> Iterator[tuple[object, int]]:
    """Yield the JSON values in an example, each with its start position."""
    decoder = json.JSONDecoder()
    position = 0
    for _ in range(_MOST_BODIES):
        starts = [i for i in (text.find("{", position), text.find("[", position)) if i >= 0]
        if not starts:
            return
        position = min(starts)
        try:
            body, position_after = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            position += 1
        else:
            yield body, position
            position = position_after


_MOST_BODIES = 200


def _find_line(text: str, code: str, start: int) -> int:
    """Return how many lines of an example precede a code in it."""
    return text.count("\n", 0, max(text.find(code, start), start))
