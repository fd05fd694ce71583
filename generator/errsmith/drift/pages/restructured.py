"""Read a page of reStructuredText."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from errsmith.drift.pages.lines import count_lines
from errsmith.drift.pages.outline import Outline
from errsmith.drift.pages.page import Cell, Item, Page, Term, Text
from errsmith.drift.pages.restructured_tables import (
    Drawn,
    is_grid_border,
    is_simple_border,
    read_csv_table,
    read_grid_table,
    read_list_table,
    read_simple_table,
)
from errsmith.drift.pages.restructured_text import (
    Line,
    find_bullet,
    join_paragraphs,
    read_inline,
    take_indented,
)

DEEPEST = 20
"""The maximum depth of lists, quotes and directives; deeper ones are read as text."""

_ADORNMENTS = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_SHORTEST = 3
_DIRECTIVE = re.compile(r"\.\.[ ]+(?:\|[^|]*+\|[ ]+)?([A-Za-z][\w:+.-]*?)[ ]?::(?:[ ]+(.*)|$)")
_FOOTNOTE = re.compile(r"\.\.[ ]+\[[^\]]*+\][ ]+(?=\S)")
_FIELD = re.compile(r":(?![:\s])((?:[^:\\]|\\.|:(?!\s|$))++):(?:[ ]+|$)")
_EXAMPLES = frozenset(
    {"code", "code-block", "sourcecode", "parsed-literal", "prompt", "highlight-block", "doctest"}
)
_IGNORED = frozenset(
    {
        "contents",
        "currentmodule",
        "default-role",
        "highlight",
        "image",
        "include",
        "index",
        "literalinclude",
        "math",
        "meta",
        "module",
        "py:currentmodule",
        "py:module",
        "raw",
        "replace",
        "role",
        "sectionauthor",
        "toctree",
        "unicode",
    }
)
_ADMONITIONS = frozenset(
    {
        "attention",
        "caution",
        "class",
        "container",
        "danger",
        "deprecated",
        "figure",
        "hint",
        "ifconfig",
        "important",
        "note",
        "only",
        "rst-class",
        "seealso",
        "tip",
        "todo",
        "versionadded",
        "versionchanged",
        "warning",
    }
)
_TEXTLESS = frozenset({"class", "container", "ifconfig", "only", "rst-class", "figure"})


def read_restructured(text: str) -> Page:
    """Read reStructuredText."""
    lines = [
        Line(number, line.expandtabs().rstrip()) for number, line in enumerate(text.split("\n"), 1)
    ]
    reader = _Reader()
    reader.read(lines)
    return Page(
        form="rst",
        blocks=tuple(reader.outline.blocks),
        lines=count_lines(text),
        title=reader.title,
        cut_inside=reader.cut_inside,
    )


class _Reader:
    """Turns the lines of one page into blocks."""

    def __init__(self) -> None:
        self.outline = Outline()
        self.styles: list[str] = []
        self.section = 0  # The level of the nearest underlined heading.
        self.depth = 0
        self.title: str | None = None
        self.cut_inside: str | None = None

    def read(self, lines: Sequence[Line]) -> None:
        """Read lines with the same context."""
        if self.depth > DEEPEST:
            self.read_text(lines)
            return
        self.depth += 1
        at = 0
        while at < len(lines):
            if lines[at].is_blank:
                at += 1
                continue
            for read in _READERS:
                end = read(self, lines, at)
                if end > at:
                    at = end
                    break
        self.depth -= 1

    def read_text(self, lines: Sequence[Line]) -> None:
        """Read each line as text."""
        for line in lines:
            cell = read_inline(line.number, line.text)
            if cell.text:
                self.outline.add_line(cell)

    def read_heading(self, lines: Sequence[Line], at: int) -> int:
        """Read a line that is underlined and possibly overlined, or a horizontal line."""
        text = lines[at].text
        following = lines[at + 1].text if at + 1 < len(lines) else ""
        if _is_adornment(text):
            if _is_adornment(following) or not following:
                return at + 1
            if at + 2 < len(lines) and lines[at + 2].text == text:
                self.add_heading(lines[at + 1], text[0] * 2)
                return at + 3
            return at + 1
        if lines[at].indent or not _is_adornment(following):
            return at
        if len(following) < min(len(text), 4):
            return at
        self.add_heading(lines[at], following[0])
        return at + 2

    def add_heading(self, line: Line, style: str) -> None:
        """Add a heading; the levels of styles are in the order in which the page has them."""
        if style not in self.styles:
            self.styles.append(style)
        content = read_inline(line.number, line.text)
        if not content.text:
            return
        self.section = self.styles.index(style) + 1
        self.title = self.title or content.text
        self.outline.add_heading(self.section, content)

    def read_table(self, lines: Sequence[Line], at: int) -> int:
        """Read a table that is drawn."""
        return self.read_drawn_table(lines, at, None)

    def read_drawn_table(self, lines: Sequence[Line], at: int, caption: str | None) -> int:
        """Read a table that is drawn, with a caption."""
        if is_grid_border(lines[at].text):
            table, end = read_grid_table(lines, at)
        elif is_simple_border(lines[at].text):
            table, end = read_simple_table(lines, at)
        else:
            return at
        if not table.is_closed:
            self.cut_inside = "a table" if end == len(lines) else self.cut_inside
        self.add_table(lines[at].number, table, caption)
        return end

    def add_table(self, line: int, table: Drawn, caption: str | None) -> None:
        """Add a table."""
        if table.header or table.rows:
            self.outline.add_table(
                line, table.header, table.rows, caption=caption, is_closed=table.is_closed
            )

    def read_directive(self, lines: Sequence[Line], at: int) -> int:
        """Read a directive, a footnote, a comment or a target."""
        text = lines[at].text
        if not (text == ".." or text.startswith(".. ")):
            return at
        body, end = take_indented(lines, at + 1, 1)
        if match := _DIRECTIVE.match(text):
            argument = (match[2] or "").strip()
            self.read_directive_of(match[1].lower(), argument, lines[at].number, body)
        elif footnote := _FOOTNOTE.match(text):
            self.read([Line(lines[at].number, text[footnote.end() :]), *body])
        return end

    def read_directive_of(self, name: str, argument: str, line: int, body: list[Line]) -> None:
        """Read the directive with a name."""
        options, content = _split_options(body)
        if name in _IGNORED:
            return
        if name in _EXAMPLES:
            self.add_listing(content, argument.split(maxsplit=1)[0].lower() if argument else None)
        elif name in {"list-table", "flat-table"}:
            headers = options.get("header-rows", "0")
            count = int(headers[:3]) if headers.isascii() and headers.isdigit() else 0
            table = read_list_table(content, count)
            self.add_table(line, table, read_inline(line, argument).text or None)
        elif name == "csv-table":
            first = next((entry.number for entry in body if ":header:" in entry.text), line)
            table = read_csv_table(content, options, first)
            self.add_table(line, table, read_inline(line, argument).text or None)
        elif name == "table" and content:
            first = _find_text(content)
            end = self.read_drawn_table(content, first, read_inline(line, argument).text or None)
            self.read(content[end:])
        elif name == "rubric":
            self.outline.add_heading(self.section + 1, read_inline(line, argument))
        elif name in _ADMONITIONS or not argument:
            if name not in _TEXTLESS:
                self.read_text([Line(line, argument)])
            self.read(content)
        else:
            self.read_object(read_inline(line, argument), content)

    def read_object(self, name: Cell, content: Sequence[Line]) -> None:
        """Read what a directive describes, such as an exception, below its name."""
        with self.outline.begin_scope():
            if name.text:
                self.outline.add_heading(self.outline.level + 1, name)
            self.read(content)

    def add_listing(self, lines: Sequence[Line], language: str | None = None) -> None:
        """Add an example."""
        if not all(line.is_blank for line in lines):
            first = _find_text(lines)
            text = "\n".join(line.text for line in lines[first:])
            self.outline.add_listing(lines[first].number, text.rstrip(), language)

    def read_item(self, lines: Sequence[Line], at: int) -> int:
        """Read an item of a list."""
        bullet = find_bullet(lines[at].text)
        if not bullet:
            return at
        body, end = take_indented(lines, at + 1, min(bullet, 2))
        first = Line(lines[at].number, lines[at].text[bullet:])
        with self.outline.begin_item(lines[at].number):
            self.read([first, *body])
        return end

    def read_field(self, lines: Sequence[Line], at: int) -> int:
        """Read a field as a line of its own: `:Code: X` is `Code: X`."""
        match = _FIELD.match(lines[at].text)
        if match is None:
            return at
        body, end = take_indented(lines, at + 1, 1)
        value = join_paragraphs(
            [Line(lines[at].number, lines[at].text[match.end() :]), *body], lines[at].number
        )
        name = read_inline(lines[at].number, match[1])
        text = f"{name.text}: {' '.join(value.text.split())}".strip()
        self.outline.add_line(Cell(text, name.line, name.literals + value.literals))
        return end

    def read_line_block(self, lines: Sequence[Line], at: int) -> int:
        """Read a line whose line break is kept."""
        if not lines[at].text.startswith("| "):
            return at
        self.read_text([Line(lines[at].number, lines[at].text[2:])])
        return at + 1

    def read_quote(self, lines: Sequence[Line], at: int) -> int:
        """Read lines that are indented."""
        if not lines[at].indent:
            return at
        body, end = take_indented(lines, at, 1)
        self.read(body)
        return end

    def read_term(self, lines: Sequence[Line], at: int) -> int:
        """Read a line that is directly above indented ones: a term above its definition."""
        if at + 1 == len(lines) or lines[at + 1].is_blank or not lines[at + 1].indent:
            return at
        if lines[at].text.endswith("::"):
            return at
        body, end = take_indented(lines, at + 1, 1)
        outline = self.outline
        name, colon, classifier = lines[at].text.partition(" : ")
        if colon:
            body.insert(0, Line(lines[at].number, classifier.strip()))
        term = read_inline(lines[at].number, name)
        outline.add_term(term, ())  # Begins the list item that it may be in.
        place = len(outline.blocks) - 1
        self.read(body)
        definition: list[Cell] = []
        kept = []
        for block in outline.blocks[place + 1 :]:
            if isinstance(block, Text | Item):
                definition.append(block.content)
            else:
                if isinstance(block, Term):
                    definition.append(_describe(block))
                kept.append(block)
        del outline.blocks[place:]
        outline.add_term(term, tuple(definition))
        outline.blocks += kept
        return end

    def read_paragraph(self, lines: Sequence[Line], at: int) -> int:
        """Read lines of text, and the example that they may announce."""
        end = at
        while end < len(lines) and not lines[end].is_blank:
            if end > at and (lines[end].indent or _begins_block(lines, end)):
                break
            end += 1
            if lines[end - 1].text.endswith("::"):
                break
        last = lines[end - 1]
        if not last.text.endswith("::"):
            self.read_text(lines[at:end])
            return end
        body, following = take_indented(lines, end, 1)
        text = last.text.rstrip(": ")
        self.read_text([*lines[at : end - 1], Line(last.number, f"{text}:" if text else "")])
        self.add_listing(body)
        return following


def _begins_block(lines: Sequence[Line], at: int) -> bool:
    """Return whether a line directly below text does not continue it."""
    following = lines[at + 1].text if at + 1 < len(lines) else ""
    return (
        find_bullet(lines[at].text) > 0
        or lines[at].text.startswith(".. ")
        or (_is_adornment(following) and len(following) >= len(lines[at].text))
    )


def _find_text(lines: Sequence[Line]) -> int:
    """Return the place of the first line with text, 0 without any."""
    return next((number for number, line in enumerate(lines) if not line.is_blank), 0)


def _describe(term: Term) -> Cell:
    text = " ".join(cell.text for cell in term.definition)
    return Cell(f"{term.term.text}: {text}", term.term.line, term.term.literals)


def _is_adornment(text: str) -> bool:
    """Return whether a line is one punctuation character, repeated."""
    return len(text) >= _SHORTEST and text[0] in _ADORNMENTS and text == text[0] * len(text)


def _split_options(body: list[Line]) -> tuple[dict[str, str], list[Line]]:
    """Return the options at the top of a directive, and its content."""
    options: dict[str, str] = {}
    for number, line in enumerate(body):
        match = _FIELD.match(line.text)
        if match is None:
            if options and line.indent:  # The rest of a long option.
                continue
            return options, body[number:]
        options[match[1].lower()] = line.text[match.end() :].strip()
    return options, []


_READERS: tuple[Callable[[_Reader, Sequence[Line], int], int], ...] = (
    _Reader.read_directive,
    _Reader.read_table,
    _Reader.read_heading,
    _Reader.read_item,
    _Reader.read_field,
    _Reader.read_line_block,
    _Reader.read_quote,
    _Reader.read_term,
    _Reader.read_paragraph,
)
