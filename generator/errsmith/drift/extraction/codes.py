"""Recognize codes, and find the strings in a cell that can be codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from attrs import frozen

from errsmith.drift.pages.page import Cell

LONGEST: Final = 120
"""The maximum length of a code."""

_CODE = re.compile(r"[-_#$]?[A-Za-z0-9](?:[\w.:/#+-]*[A-Za-z0-9_])?", re.ASCII)
_LEADING = re.compile(r"(?P<code>[-_#$]?[A-Za-z0-9][\w./#+:-]*)(?P<rest>.*)", re.ASCII | re.DOTALL)
_SEPARATORS = re.compile(r"\s*(?:[,;|·]|\n|\s/\s|\bor\b|\band\b)\s*")
_QUOTES: Final = " \t\n\"'`“”‘’„*"  # noqa: RUF001
_AFTER = re.compile(
    r"\s*(?:$|[:=,(\[|]|[-–—−]+\s|[-–—]+>|=>|→|\(|\n)"  # noqa: RUF001
)
_REMARK = re.compile(r"\s*[(\[][^()\[\]\n]*[)\]]\s*$")
_FOOTNOTE = re.compile(r"\s*(?:\*+|†|‡|[¹²³⁴⁵⁶⁷⁸⁹]|\[\d\])\s*$")
_URL: Final = "://"


def is_code_like(text: str) -> bool:
    """Return whether a string could be a code: one word of letters, digits and a few signs."""
    return len(text) <= LONGEST and _CODE.fullmatch(text) is not None


def is_distinct(text: str) -> bool:
    """Return whether a string does not look like a word or number in an ordinary sentence."""
    inner = text[1:]
    return (
        "_" in inner
        or (any(c.isdigit() for c in text) and any(c.isalpha() for c in text))
        or (any(c.islower() for c in text) and any(c.isupper() for c in inner))
        or "." in inner
        or ":" in inner
    )


@frozen
class Shape:
    """The characters that a code consists of.

    Attributes:
        kinds: Which of `A`, `a`, `9` it has: uppercase letters, lowercase letters, digits.
        signs: Its other characters; for a number, the number of its digits.
    """

    kinds: frozenset[str]
    signs: frozenset[str]

    def covers(self, other: Shape) -> bool:
        """Return whether another code has only these kinds of characters and signs."""
        return other.kinds <= self.kinds and other.signs <= self.signs


@lru_cache(65536)
def find_shape(code: str) -> Shape:
    """Return the shape of a code."""
    if code.isdigit():
        return Shape(frozenset("9"), frozenset(str(len(code))))
    kinds = {("A" if c.isupper() else "a") if c.isalpha() else "9" for c in code if c.isalnum()}
    return Shape(frozenset(kinds), frozenset(c for c in code if not c.isalnum()))


class Shapes:
    """The shapes of the codes in the registry."""

    def __init__(self, codes: Iterable[str]) -> None:
        self._shapes = {find_shape(code) for code in codes}
        shapes = self._shapes or {Shape(frozenset(), frozenset())}
        self._common = Shape(
            frozenset.intersection(*(shape.kinds for shape in shapes)),
            frozenset.intersection(*(shape.signs for shape in shapes)),
        )

    def __bool__(self) -> bool:
        return bool(self._shapes)

    def covers(self, code: str) -> bool:
        """Return whether a code looks like one of the registry."""
        shape = find_shape(code)
        if shape in self._shapes:
            return True
        return shape.covers(self._common) and self.covers_loosely(code)

    def has_case(self, word: str) -> bool:
        """Return whether some code of the registry has letters of the same case as a word."""
        case = find_shape(word).kinds - {"9"}
        return any(known.kinds - {"9"} == case for known in self._shapes)

    def covers_loosely(self, code: str) -> bool:
        """Return whether a code has only characters that some code of the registry has."""
        shape = find_shape(code)
        return any(known.covers(shape) for known in self._shapes)


def list_candidates(cell: Cell) -> Iterator[str]:
    """Yield the strings in a table's cell that can be its code, the likeliest first.

    The cell may have a remark or a footnote beside the code, or several codes.
    """
    text = strip(cell.text)
    yield text
    plain = strip(_FOOTNOTE.sub("", _REMARK.sub("", text)))
    if plain != text:
        yield plain


def split_codes(cell: Cell) -> list[str]:
    """Return the parts of a cell that lists several codes, or [] if it does not."""
    is_whole = all(literal in cell.text for literal in cell.literals)
    rest = strip(_remove_all(cell.text, cell.literals)).strip(",;/|& ")
    if len(cell.literals) > 1 and is_whole and not rest:
        return [strip(literal) for literal in cell.literals]
    if len(cell.text) > LONGEST * 20:
        return []
    parts = list_parts(cell)
    return parts if len(parts) > 1 and all(map(is_code_like, parts)) else []


def list_parts(cell: Cell) -> list[str]:
    """Return the parts of a cell between commas, semicolons, line breaks and the like."""
    parts = (strip(part) for part in _SEPARATORS.split(cell.text))
    return [part for part in parts if part]


def _remove_all(text: str, parts: Iterable[str]) -> str:
    for part in parts:
        text = text.replace(part, "", 1)
    return text.replace(" or ", "").replace(" and ", "")


def split_leading(cell: Cell) -> tuple[str, str] | None:
    """Split an item, heading or line into the code that it begins with and the rest.

    The code is set as code, is followed by a separator (`CODE: …`, `CODE - …`, `CODE (404)`), or is
    the whole text.
    """
    text = cell.text.strip()
    if cell.literals and text.lstrip(_QUOTES).startswith(cell.literals[0]):
        literal = cell.literals[0]
        code = strip(literal)
        rest = text.lstrip(_QUOTES)[len(literal) :]
        # Such a code may have spaces, but then only the registry can tell that it is one.
        is_code = is_code_like(code) or (" " in code and rest[:1].isspace())
        return (code, strip_separator(rest)) if is_code else None
    match = _LEADING.fullmatch(text.lstrip(_QUOTES)[: LONGEST * 200])
    if match is None:
        return None
    code, rest = match["code"], match["rest"]
    stripped = code.rstrip(".:/+-#")
    rest = code[len(stripped) :] + rest
    if rest[:1] in {'"', "'", "”", "’", "`", "*"}:  # noqa: RUF001
        rest = rest.lstrip(_QUOTES)
        rest = rest if _AFTER.match(rest) else f": {rest}"
    if not _AFTER.match(rest) or not is_code_like(stripped):
        return None
    return stripped, strip_separator(rest)


def split_bare(cell: Cell) -> tuple[str, str]:
    """Split a line into the code that it begins with, before a space, and the rest.

    The code is a number or does not look like a word; without one, it is "".
    """
    code, _, rest = cell.text.strip().partition(" ")
    return (code, rest) if code.isdigit() or is_distinct(code) else ("", "")


def strip_separator(text: str) -> str:
    """Return a text without the separator that it begins with."""
    return text.strip().lstrip(":=,-–—−→>|").strip()  # noqa: RUF001


def strip(text: str) -> str:
    """Return a text without quotes, code marks and spaces around it."""
    return text.strip(_QUOTES).rstrip(":,;").strip(_QUOTES)


def is_address(text: str) -> bool:
    """Return whether a text is a URL or a path of one."""
    return _URL in text or text.startswith("/")
