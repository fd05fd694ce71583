"""Split HTML into tags and text.

The standard library's `html.parser` takes quadratic time for malformed pages in some releases of
Python 3.11 to 3.13, and its handling of them differs between releases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from errsmith.drift.pages.lines import Lines


class Data(NamedTuple):
    """Text between two tags, with its character references.

    Attributes:
        text: The text.
        line: The line it begins on.
    """

    text: str
    line: int


class Tag(NamedTuple):
    """A start tag, or an empty element such as `<br/>`.

    Attributes:
        name: Its name in lower case.
        attributes: The raw values of its attributes by lowercase name.
        line: The line it begins on.
        is_empty: Whether it ends with `/>`.
    """

    name: str
    attributes: dict[str, str]
    line: int
    is_empty: bool


class EndTag(NamedTuple):
    """An end tag.

    Attributes:
        name: Its name in lower case.
        line: The line it begins on.
    """

    name: str
    line: int


class Break(NamedTuple):
    """The end of a page that ends inside something.

    Attributes:
        inside: What it ends inside, such as "a tag".
    """

    inside: str


Token: TypeAlias = "Data | Tag | EndTag | Break"  # noqa: S105

RAW = frozenset({"script", "style", "textarea", "title", "iframe", "xmp"})
"""Elements whose content has no tags."""

_START = re.compile(r"[a-zA-Z][^\s/<>]*+")
_END = re.compile(r"/([a-zA-Z][^\s/<>]*+)")
_SPACES = re.compile(r"[\s/]*+")
_ATTRIBUTE = re.compile(r"([^\s/<>=][^\s/<>=]*+)(\s*+=\s*+)?+")
_UNQUOTED = re.compile(r"[^\s<>]*+")
# JSX has expressions as values. They end before the next tag.
_BRACES = re.compile(r"\{(?:[^{}<]|\{(?:[^{}<]|\{[^{}<]*+\})*+\})*+\}")
_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW}


class Splitter:
    """Splits one page."""

    def __init__(self, text: str) -> None:
        self.text = text
        # Without this, repeated searches for missing marks would take quadratic time.
        self.last = {mark: text.rfind(mark) for mark in ('"', "'", ">", "-->")}
        self.endless: set[str] = set()
        self.lines = Lines(text)

    def split(self) -> Iterator[Token]:
        """Yield the tags and text of the page, in order."""
        text = self.text
        begin = 0  # The start of the text before the next tag.
        at = text.find("<")
        while at != -1:
            token, end = self.read_markup(at)
            if end > at:
                if begin < at:
                    yield Data(text[begin:at], self.lines.at(begin))
                if token is not None:
                    yield token
                begin = end
                if isinstance(token, Tag) and token.name in RAW and not token.is_empty:
                    begin = self.find_end(token.name, end)
                    if end < begin:
                        yield Data(text[end:begin], self.lines.at(end))
                    if begin == len(text):
                        yield Break("a script" if token.name == "script" else "a tag")
            at = text.find("<", max(begin, at + 1))
        if begin < len(text):
            yield Data(text[begin:], self.lines.at(begin))

    def read_markup(self, at: int) -> tuple[Token | None, int]:
        """Return the tag that a `<` begins, and its end; the same place if it is just text."""
        text = self.text
        if start := _START.match(text, at + 1):
            return self.read_start_tag(at, start)
        if end := _END.match(text, at + 1):
            return self.read_end_tag(at, end)
        if text.startswith("<!--", at):
            close = self.find("-->", at + 2)
            return (Break("a comment"), len(text)) if close == -1 else (None, close + 3)
        if text.startswith(("<!", "<?", "</"), at):
            close = self.find(">", at)
            return (None, at) if close == -1 else (None, close + 1)
        return (Break("a tag"), len(text)) if at == len(text) - 1 else (None, at)

    def read_end_tag(self, at: int, end: re.Match[str]) -> tuple[Token, int]:
        """Return an end tag and its end. A tag without `>` ends at the next tag."""
        if self.text.startswith(">", end.end()):
            return EndTag(end[1].lower(), self.lines.at(at)), end.end() + 1
        close = self.find(">", end.end())
        following = self.text.find("<", end.end(), None if close == -1 else close)
        if following != -1:
            return EndTag(end[1].lower(), self.lines.at(at)), following
        if close == -1:
            return Break("a tag"), len(self.text)
        return EndTag(end[1].lower(), self.lines.at(at)), close + 1

    def read_start_tag(self, at: int, start: re.Match[str]) -> tuple[Token, int]:
        """Return a start tag and its end. A tag without `>` ends at the next tag."""
        text = self.text
        if text.startswith(">", start.end()):
            return Tag(start[0].lower(), {}, self.lines.at(at), is_empty=False), start.end() + 1
        attributes: dict[str, str] = {}
        position = value_end = start.end()
        while True:
            spaces = _SPACES.match(text, position)
            position = spaces.end() if spaces else position
            attribute = _ATTRIBUTE.match(text, position)
            if attribute is None:
                if text.startswith("=", position):
                    position += 1
                    continue
                break
            position = attribute.end()
            value = ""
            if attribute[2] is not None:
                value, position = self.read_value(position)
                value_end = position
            attributes.setdefault(attribute[1].lower(), value)
        if position == len(text):
            return Break("a tag"), position
        is_empty = text[position - 1] == "/" and position > value_end
        tag = Tag(start[0].lower(), attributes, self.lines.at(at), is_empty)
        return tag, position + (text[position] == ">")

    def read_value(self, at: int) -> tuple[str, int]:
        """Return the value of an attribute, and its end."""
        quote = self.text[at : at + 1]
        if quote in {'"', "'"}:
            end = self.find(quote, at + 1)
            if end != -1:
                return self.text[at + 1 : end], end + 1
        unquoted = _BRACES.match(self.text, at) or _UNQUOTED.match(self.text, at)
        return (unquoted[0], unquoted.end()) if unquoted else ("", at)

    def find(self, mark: str, begin: int) -> int:
        """Return where a mark is next, -1 if there are no more."""
        return -1 if begin > self.last[mark] else self.text.find(mark, begin)

    def find_end(self, name: str, begin: int) -> int:
        """Return the place of the end tag of an element whose content has no tags.

        Without an end tag, a script extends to the end of the page, as in browsers. The content of
        other such elements is then read normally, because their end tag was forgotten.
        """
        if name not in self.endless:
            if end := _ENDS[name].search(self.text, begin):
                return end.start()
            self.endless.add(name)
        return len(self.text) if name in {"script", "style"} else begin


def split_tags(text: str) -> Iterator[Token]:
    """Yield the tags and text of a page, in order. Comments are left out."""
    return Splitter(text).split()
