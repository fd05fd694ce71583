"""The parts of source code that constants are made of: brackets, statements, values, comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import define, field

from errsmith.drift.pages.inline import join_spaces, read_inline
from errsmith.drift.pages.page import Cell
from errsmith.drift.pages.tokens import Token, split_tokens

OPENING = {"(": ")", "[": "]", "{": "}", "#[": "]"}
CLOSING = frozenset(OPENING.values())
ASSIGNING = frozenset({"=", ":=", "=>"})
SEPARATING = frozenset({",", ";"})
PAIRING = ASSIGNING | {":"}
_GOING_ON = "= ( , + . := => | -> :: < [ &"
GOING_ON = frozenset(_GOING_ON.split())
_LEADING = ". + = => := | { ? & :: ->"
LEADING = frozenset(_LEADING.split())
_FIELD_WORDS = """category cause code desc description detail details error_code errorcode hint http
    http_status httpcode httpstatus httpstatuscode message msg name reason retriable retry
    retryable solution status status_code statuscode summary text title type
    """
FIELD_WORDS = frozenset(_FIELD_WORDS.split())
"""Keys of an object that describes one error; the keys of other objects are constants."""

Value = tuple[str, Cell]
_STATUS_NOTE = re.compile(r"((?:HTTP|Status)[ \w]{0,30}):\s+([1-5]\d\d\b.{0,80})$", re.IGNORECASE)


@define
class Source:
    """Source code as tokens without comments.

    Attributes:
        tokens: The tokens.
        closers: The index of the closing bracket by that of the opening one.
        described: The indexes of opening brackets of objects that describe one error.
        above: The comments directly above tokens, by the indexes of the tokens.
        beside: The comments after code, by their lines.
        labelled: The statuses in comments above tokens, such as `HTTP status: 404`.
        is_whole: Whether nothing is open at the end.
    """

    tokens: list[Token] = field(factory=list)
    closers: dict[int, int] = field(factory=dict)
    described: set[int] = field(factory=set)
    above: dict[int, str] = field(factory=dict)
    beside: dict[int, str] = field(factory=dict)
    labelled: dict[int, list[Value]] = field(factory=dict)
    is_whole: bool = True

    def text_at(self, index: int) -> str:
        """Return the text of a sign or name, "" for anything else."""
        if index < 0 or index >= len(self.tokens) or self.tokens[index].kind == "string":
            return ""
        return self.tokens[index].text

    def skip(self, index: int) -> int:
        """Return the index after a token or, at an opening bracket, after what is in brackets."""
        return self.closers.get(index, index) + 1

    def find_end(self, start: int, end: int, *, commas: bool) -> int:
        """Return the index of the sign, or of the token on a new line, that ends a statement."""
        index = start
        while index < end:
            token = self.tokens[index]
            if token.kind == "sign" and (token.text == ";" or (commas and token.text == ",")):
                return index
            if index > start and token.is_first and not self._goes_on(index, commas=commas):
                return index
            index = self.skip(index)
        return min(index, end)

    def _goes_on(self, index: int, *, commas: bool) -> bool:
        """Return whether a statement continues on the line that begins here."""
        before, token = self.tokens[index - 1], self.tokens[index]
        if before.kind == "sign" and (before.text in GOING_ON or (commas and before.text == ":")):
            return True
        return token.kind == "sign" and token.text in LEADING

    def split(
        self, start: int, end: int, signs: frozenset[str] | set[str] = SEPARATING
    ) -> Iterator[tuple[int, int]]:
        """Yield where the members between brackets begin and end."""
        first = index = start
        while index < end:
            if self.tokens[index].kind == "sign" and self.tokens[index].text in signs:
                if index > first:
                    yield first, index
                first = index + 1
            index = self.skip(index)
        if first < end:
            yield first, end

    def find_sign(self, start: int, end: int, signs: frozenset[str] | set[str]) -> int | None:
        """Return the index of the first of these signs outside brackets."""
        index = start
        while index < end:
            if self.tokens[index].kind == "sign" and self.tokens[index].text in signs:
                return index
            index = self.skip(index)
        return None

    def read_members(self, opening: int) -> list[Value]:
        """Return the arguments or fields between brackets, by their names or their positions."""
        values: list[Value] = []
        for position, (first, end) in enumerate(self.split(opening + 1, self.closers[opening]), 1):
            sign = self.find_sign(first, end, PAIRING)
            name, start = str(position), first
            if sign is not None and sign > first and self.tokens[sign - 1].kind != "sign":
                name, start = self.tokens[sign - 1].text, sign + 1
            if cell := self.read_scalar(start, end):
                values.append((name, cell))
        return values

    def read_scalar(self, start: int, end: int) -> Cell | None:
        """Return a value that is a string, a number or a short expression."""
        if start >= end:
            return None
        first = self.tokens[start]
        if first.kind == "string":
            return Cell(join_spaces(self._join_strings(start, end)).replace("\n", " "), first.line)
        if first.kind == "number":
            return Cell(first.text, first.line)
        if first.text == "-" and start + 1 < end and self.tokens[start + 1].kind == "number":
            return Cell(f"-{self.tokens[start + 1].text}", first.line)
        return self._read_expression(start, end)

    def _join_strings(self, start: int, end: int) -> str:
        parts: list[str] = []
        for index in range(start, end):
            token = self.tokens[index]
            if token.kind == "string":
                parts.append(token.text)
            elif (
                token.text not in {"+", "."}
                or index + 1 >= end
                or self.tokens[index + 1].kind != "string"
            ):
                break
        return "".join(parts)

    def _read_expression(self, start: int, end: int) -> Cell | None:
        """Return an expression such as `HttpStatus.NOT_FOUND`, or the only value of a call."""
        parts: list[str] = []
        for index in range(start, min(end, start + LONGEST_EXPRESSION)):
            token = self.tokens[index]
            if token.text == "(" and self.closers.get(index) == end - 1:
                inner = self.tokens[index + 1]
                is_single = index + 2 == end - 1 and inner.kind in {"string", "number"}
                return Cell(inner.text, inner.line) if is_single else None
            if token.kind != "name" and token.text not in {".", "::"}:
                return None
            parts.append(token.text)
        text = "".join(parts)
        is_short = end - start <= LONGEST_EXPRESSION and text not in {"iota", "auto", "new"}
        return Cell(text, self.tokens[start].line) if is_short else None

    def describe(self, start: int, end: int) -> list[Value]:
        """Return the comments that belong to a constant."""
        first, last = self.tokens[start], self.tokens[min(end, len(self.tokens)) - 1]
        parts = [self.above.get(start, "")]
        lines = {first.line, last.last}
        parts += [self.beside[line] for line in sorted(lines) if line in self.beside]
        text = " ".join(part for part in parts if part)
        cell = read_inline(text, first.line)
        labelled = self.labelled.get(start, [])
        if not cell.text:
            return labelled
        return [("description", Cell(cell.text.replace("\n", " "), first.line)), *labelled]


LONGEST_EXPRESSION = 8


def read_source(code: str, first: int = 1) -> Source:
    """Return source code as tokens, with its brackets matched and its comments in their places.

    Args:
        code: The source code.
        first: The line of the page that it begins on.
    """
    source = Source()
    notes: list[Token] = []
    for token in split_tokens(code, first):
        source.is_whole = token.is_closed
        if token.kind != "comment":
            if notes and notes[-1].last >= token.line - 1:
                source.above[len(source.tokens)] = _join_notes(notes)
                source.labelled[len(source.tokens)] = _find_labelled(notes)
            notes.clear()
            source.tokens.append(token)
        elif token.is_first:
            if notes and notes[-1].last < token.line - 1:
                notes.clear()
            notes.append(token)
        else:
            source.beside[token.line] = token.text
    _match_brackets(source)
    return source


def _join_notes(notes: list[Token]) -> str:
    return " ".join(text for note in notes if (text := note.text.strip("-=*# ")))


def _find_labelled(notes: list[Token]) -> list[Value]:
    """Return the statuses in comments on separate lines."""
    matches = ((note, _STATUS_NOTE.match(note.text)) for note in notes)
    return [(match[1], Cell(match[2], note.line)) for note, match in matches if match]


def _match_brackets(source: Source) -> None:
    """Find which brackets belong together, and which of them describe one error."""
    opened: list[int] = []
    for index, token in enumerate(source.tokens):
        if token.kind != "sign":
            continue
        if token.text in OPENING:
            opened.append(index)
        elif token.text in CLOSING and any(_closes(source, at, token) for at in opened[-3:]):
            while not _closes(source, opened[-1], token):
                source.closers[opened.pop()] = index - 1
            source.closers[opened.pop()] = index
        elif token.text in PAIRING and opened and _is_field(source, index):
            source.described.add(opened[-1])
    for index in opened:
        source.closers[index] = len(source.tokens)
    source.is_whole = source.is_whole and not opened


def _closes(source: Source, opening: int, token: Token) -> bool:
    return OPENING[source.tokens[opening].text] == token.text


def _is_field(source: Source, sign: int) -> bool:
    """Return whether a sign such as `:` is between a known key and a string or number."""
    if sign == 0 or sign + 1 >= len(source.tokens):
        return False
    key, value = source.tokens[sign - 1], source.tokens[sign + 1]
    return value.kind in {"string", "number"} and key.text.lower() in FIELD_WORDS
