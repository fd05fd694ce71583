"""Read a page of HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from errsmith.drift.pages.characters import clean, decode_references
from errsmith.drift.pages.content import choose_content, is_shell
from errsmith.drift.pages.elements import HEADINGS, Element, Tree, names
from errsmith.drift.pages.flow import (
    BLOCKS,
    LITERALS,
    Flow,
    is_badge_of,
    is_ignored,
    is_reference,
    join_lines,
    read_cell,
    read_lines,
    read_text,
    read_title,
)
from errsmith.drift.pages.html_tables import (
    find_labelled_rows,
    find_rows,
    has_layout,
    read_grids,
    read_labelled_grid,
)
from errsmith.drift.pages.lines import count_lines
from errsmith.drift.pages.listings import find_in_classes, read_listing
from errsmith.drift.pages.outline import Outline
from errsmith.drift.pages.page import Cell, Page
from errsmith.drift.pages.tags import Data

_OPEN = (
    ({"pre"}, "an example"),
    ({"tr", "td", "th"}, "a row"),
    ({"table"}, "a table"),
    ({"ul", "ol", "dl"}, "a list"),
)
_TITLES = ("title", "heading", "header", "label", "summary")
_LIKE_HEADINGS = frozenset({"header", "div", "p"})
_HEADING_CLASS = re.compile(r"(?:heading-|h)([1-6])")
_NAMES = ("name", "path", "query", "body", "term")
_STANDARD = (
    BLOCKS
    | LITERALS
    | names(
        """
        a abbr acronym b bdi bdo big blockquote button cite col colgroup data del dfn em embed
        fieldset font hgroup i iframe img input ins label map mark math meter optgroup option output
        param picture progress q rp rt ruby s search select slot small source span strike strong sub
        sup textarea time track u var wbr
        """
    )
)


def read_html(text: str) -> Page:
    """Read HTML: a page, or a part of one."""
    tree = Tree(text)
    content = choose_content(tree.root)
    inside = find_cut(tree)
    reader = _Reader(tree.open if inside not in {None, "a table"} else ())
    reader.read(content)
    reader.end_line()
    blocks = reader.outline.blocks
    return Page(
        form="html",
        blocks=tuple(blocks),
        lines=count_lines(text),
        title=_find_title(tree.root) or reader.outline.title,
        cut_inside=inside,
        is_shell=is_shell(tree.root),
    )


def find_cut(tree: Tree) -> str | None:
    """Return what a page ends inside, None if nothing is open at its end."""
    if tree.inside is not None:
        return tree.inside
    if tree.is_finished:
        return None
    unclosed = {element.name for element in tree.open if not element.is_closed}
    if "table" not in unclosed:
        unclosed -= {"tr", "td", "th"}
    for elements, inside in _OPEN:
        if elements & unclosed:
            return inside
    is_whole = any(element.tag in {"html", "body"} for element in tree.open)
    return "a section" if is_whole and unclosed & {"div", "section", "main", "article"} else None


def _find_title(root: Element) -> str | None:
    stack = [root]
    while stack:
        element = stack.pop()
        if element.tag == "title":
            parts = (child.text for child in element.children if isinstance(child, Data))
            return clean(decode_references("".join(parts))) or None
        if element.tag != "svg":
            stack.extend(reversed(list(element.elements)))
    return None


class _Reader:
    """Turns the elements of one page into blocks."""

    def __init__(self, cut: Collection[Element]) -> None:
        self.cut = cut  # The elements that are open at the end of the page.
        self.outline = Outline()
        self.flow = Flow()
        self.language: str | None = None  # Of examples, named by an enclosing element.

    def read(self, element: Element) -> None:
        """Read the content of an element."""
        for child in element.children:
            if isinstance(child, Data):
                self.flow.add(child)
            elif is_ignored(child):
                self.read_ignored(child)
            elif is_reference(child):
                continue
            else:
                self.read_element(child)

    def read_ignored(self, element: Element) -> None:
        """Read the headings of a page's header, and buttons that open a part of the page."""
        if element.name == "button" and "aria-expanded" in element.attributes:
            self.read_lines_of(element)
        elif element.name == "header":
            self.read_headings_in(element)

    def read_headings_in(self, element: Element) -> None:
        """Read only the headings in an element."""
        for child in element.elements:
            if child.name in HEADINGS or child.name == "heading":
                self.read_heading(child)
            else:
                self.read_headings_in(child)

    def read_element(self, element: Element) -> None:
        """Read an element by what it is."""
        name = element.name
        if name in _READERS:
            _READERS[name](self, element)
        elif name in _LIKE_HEADINGS and find_level(element):
            self.read_heading(element)
        elif name in BLOCKS:
            language = self.language
            self.language = find_in_classes(element.classes) or language
            self.end_line()
            if rows := find_labelled_rows(element):
                self.read_labelled_rows(element, rows)
            else:
                self.read(element)
            self.end_line()
            self.language = language
        elif name not in _STANDARD and element.attributes:
            self.read_custom(element)
        elif is_badge_of(element):
            self.flow.add(Data(" ", element.line))
            self.read(element)
            self.flow.add(Data(" ", element.line))
        else:
            self.read(element)

    def read_break(self, _element: Element) -> None:
        """Read a line break."""
        self.end_line()

    def read_literal(self, element: Element) -> None:
        """Read text that is set as code."""
        begins = self.flow.begin_literal()
        self.read(element)
        if begins:
            self.flow.end_literal()

    def end_line(self) -> None:
        """End the line of text; begin another block."""
        self.flow.break_line()
        for cell in self.flow.lines:
            self.outline.add_line(cell)
        self.flow.lines.clear()

    def read_lines_of(self, element: Element) -> None:
        """Read the lines of an element as text."""
        self.end_line()
        for cell in read_lines(element):
            self.outline.add_line(cell)

    def read_heading(self, element: Element) -> None:
        """Read a heading."""
        self.end_line()
        content = read_title(element)
        if not content.text:
            return
        level = element.attributes.get("aria-level", "") or find_level(element)
        self.outline.add_heading(int(level) if level in set("123456789") else 2, content)

    def read_pre(self, element: Element) -> None:
        """Read an example."""
        self.end_line()
        text, line, language = read_listing(element)
        if text.strip():
            language = language or self.language
            self.outline.add_listing(line, text, language, is_closed=element.is_closed)

    def read_table(self, element: Element) -> None:
        """Read a table, or what it arranges."""
        self.end_line()
        rows = find_rows(element)
        if not rows or has_layout(element, rows):
            self.read(element)
            self.end_line()
            return
        caption = next((child for child in element.elements if child.name == "caption"), None)
        title = element.attributes.get("aria-label", "")
        shown = read_title(caption).text if caption else clean(decode_references(title))
        found: list[Element] = []
        for grid in read_grids(element, rows, found):
            self.outline.add_table(
                grid.line,
                grid.header,
                grid.rows,
                caption=grid.caption or shown or None,
                is_closed=element not in self.cut,
            )
        for nested in found:
            self.read_element(nested)

    def read_labelled_rows(self, element: Element, rows: list[Element]) -> None:
        """Read a table made of other elements, whose cells have the headers as attributes."""
        found: list[Element] = []
        grid = read_labelled_grid(rows, found)
        others = Element("div", {}, element.line, is_closed=True)
        names = " ".join(cell.text for cell in grid.header)
        placed = set(map(id, rows))
        others.children = [
            child
            for child in element.children
            if id(child) not in placed and (isinstance(child, Data) or read_text(child) != names)
        ]
        self.read(others)
        self.end_line()
        self.outline.add_table(grid.line, grid.header, grid.rows, is_closed=element.is_closed)
        for nested in found:
            self.read_element(nested)

    def read_item(self, element: Element) -> None:
        """Read an item of a list."""
        self.end_line()
        with self.outline.begin_item(element.line):
            self.read(element)
            self.end_line()

    def read_terms(self, element: Element) -> None:
        """Read a definition list."""
        self.end_line()
        terms: list[Cell] = []
        definitions: list[Element] = []
        for child in [*_find_terms(element), Element("dt", {}, element.line, is_closed=True)]:
            if child.name == "dd":
                definitions.append(child)
                continue
            if definitions:
                self.define(terms, definitions)
                terms, definitions = [], []
            terms.append(read_title(child))
        for term in terms:
            if term.text:
                self.outline.add_term(term, ())

    def define(self, terms: list[Cell], definitions: list[Element]) -> None:
        """Add terms with their definitions, then the tables and examples in those."""
        found: list[Element] = []
        lines = [line for element in definitions for line in read_lines(element, found)]
        if not terms:
            for line in lines:
                self.outline.add_line(line)
        for nested in found:
            if nested.name == "dl" and not self.outline.is_in_definition:
                lines += _describe_terms(nested)
        for term in terms:
            self.outline.add_term(term, tuple(lines))
        with self.outline.begin_definition():
            for nested in found:
                self.read_element(nested)

    def read_details(self, element: Element) -> None:
        """Read collapsible text, with its summary as a heading."""
        self.end_line()
        summary = next((child for child in element.elements if child.name == "summary"), None)
        title = read_title(summary) if summary else Cell("", element.line)
        rest = Element("div", {}, element.line, is_closed=element.is_closed)
        rest.children = [child for child in element.children if child is not summary]
        self.read_below(title, rest)

    def read_below(self, title: Cell, element: Element) -> None:
        """Read an element below a heading of its own."""
        with self.outline.begin_scope():
            if title.text:
                self.outline.add_heading(self.outline.level + 1, title)
            self.read(element)
            self.end_line()

    def read_custom(self, element: Element) -> None:
        """Read a custom element, whose attributes may have a title or a term."""
        self.end_line()
        attributes = {
            name: clean(decode_references(value)) for name, value in element.attributes.items()
        }
        title = next((attributes[name] for name in _TITLES if attributes.get(name)), "")
        term = next((attributes[name] for name in _NAMES if attributes.get(name)), "")
        if title:
            self.read_below(Cell(title, element.line), element)
        elif term:
            self.define([Cell(term, element.line)], [element])
        else:
            self.read(element)
            self.end_line()


_READERS: dict[str, Callable[[_Reader, Element], None]] = {
    **dict.fromkeys(LITERALS, _Reader.read_literal),
    **dict.fromkeys((*HEADINGS, "heading"), _Reader.read_heading),
    "br": _Reader.read_break,
    "pre": _Reader.read_pre,
    "table": _Reader.read_table,
    "li": _Reader.read_item,
    "dl": _Reader.read_terms,
    "details": _Reader.read_details,
}


def find_level(element: Element) -> str:
    """Return the level of a heading from its name or its classes, "" if they lack it."""
    if element.tag in HEADINGS:
        return element.tag[1:]
    matches = (_HEADING_CLASS.fullmatch(name) for name in element.classes)
    return next((match[1] for match in matches if match), "")


def _find_terms(element: Element) -> list[Element]:
    """Return the terms and definitions of a list, including those in nested elements."""
    found: list[Element] = []
    for child in element.elements:
        if child.name in {"dt", "dd"}:
            found.append(child)
        elif child.name != "dl" and not is_ignored(child):
            found.extend(_find_terms(child))
    return found


def _describe_terms(element: Element) -> list[Cell]:
    """Return each term of a list with its definition as a line."""
    lines: list[Cell] = []
    term = Cell("", element.line)
    for child in _find_terms(element):
        cell = read_cell(child, [])
        if child.name == "dt":
            term = join_lines([cell], child.line)
            continue
        colon = "" if term.text.endswith(":") else ":"
        text = clean(f"{term.text}{colon} {cell.text}" if term.text else cell.text)
        lines.append(Cell(text, term.line, term.literals + cell.literals))
        term = Cell("", child.line)
    return lines
