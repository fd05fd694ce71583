"""Collect the lines of text in an element, as people read them."""

from __future__ import annotations

import re

from errsmith.drift.pages.characters import clean, decode_references
from errsmith.drift.pages.elements import HEADINGS, LISTS, Element, names
from errsmith.drift.pages.page import Cell
from errsmith.drift.pages.tags import Data

LITERALS = frozenset({"code", "tt", "kbd", "samp"})
BLOCKS = (
    HEADINGS
    | LISTS
    | names(
        """
        address article aside blockquote body caption center dd details dialog div dt fieldset
        figcaption figure footer form header heading hr html legend li main nav p pre section
        summary table tbody td tfoot th thead tr
        """
    )
)
"""Elements that begin and end a line."""

_IGNORED = names(
    """
    audio canvas datalist dialog footer head iframe input nav noscript object script select style
    svg template textarea title video xmp
    """
)
_ANCHORS = frozenset(
    {"", "#", "##", "¶", "§", "🔗", "anchor", "copy", "copy link", "link", "permalink", "copied"}
)
# What `aria-hidden` may only collapse.
_COLLAPSIBLE = frozenset({"article", "dd", "div", "dl", "ol", "section", "table", "ul"})
_FOR_SCREEN_READERS = frozenset(
    {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text"}
)
# The numbers beside the lines of an example.
_GUTTERS = frozenset({"gutter", "lineno", "linenos", "line-number", "rouge-gutter"})
_LINK_SIGNS = frozenset({"#", "¶", "§", "🔗", "⚓"})
_BADGES = names("badge chip label lozenge pill status status-badge tag")
_NOTE = re.compile(r"[\[(]?(?:\d{1,2}|[*\u2020\u2021]{1,3})[\])]?")
_STATUS = re.compile(r"[1-5]\d\d")
_TABLES_OF_CONTENTS = names(
    """
    breadcrumb breadcrumbs contents pagination sidebar table-of-contents toc tocs
    """
)


class Flow:
    """The lines of text of an element; other lines can follow."""

    def __init__(self) -> None:
        self.lines: list[Cell] = []
        self.pieces: list[tuple[str, int]] = []
        self.literals: list[str] = []
        self.literal: list[str] | None = None
        self.is_preformatted = False

    def add(self, data: Data) -> None:
        """Add text to the line. Line breaks of the source are spaces, except in `<pre>`."""
        for number, part in enumerate(data.text.split("\n")):
            text = decode_references(part)
            if number and self.is_preformatted:
                self.break_line()
            elif number:
                text = " " + text
            self.pieces.append((text, data.line + number))
            if self.literal is not None:
                self.literal.append(text)

    def begin_literal(self) -> bool:
        """Begin text that is set as code; return whether it is the outermost such text."""
        if self.literal is not None:
            return False
        self.literal = []
        return True

    def end_literal(self) -> None:
        """End text that is set as code."""
        if self.literal is not None and (text := clean("".join(self.literal))):
            self.literals.append(text)
        self.literal = None

    def break_line(self) -> None:
        """End the line, and drop it if it has no text."""
        is_literal = self.literal is not None
        self.end_literal()
        if self.pieces:
            text = clean("".join(text for text, _ in self.pieces))
            if text:
                line = next(line for text, line in self.pieces if clean(text))
                self.lines.append(Cell(text, line, tuple(self.literals)))
        self.pieces.clear()
        self.literals.clear()
        if is_literal:
            self.literal = []


def read_lines(element: Element, found: list[Element] | None = None) -> list[Cell]:
    """Return the lines of text in an element.

    Args:
        element: The element.
        found: Receives the tables, examples and definition lists in it, whose text is left out.
    """
    flow = Flow()
    _read(element, flow, found)
    flow.break_line()
    return flow.lines


def read_cell(element: Element, found: list[Element] | None = None) -> Cell:
    """Return the text in an element as one cell, with its line breaks."""
    return join_lines(read_lines(element, found), element.line)


def join_lines(lines: list[Cell], line: int) -> Cell:
    """Return lines as one cell; without any, an empty one on the line given."""
    if not lines:
        return Cell("", line)
    if len(lines) == 1:
        return lines[0]
    literals = tuple(literal for cell in lines for literal in cell.literals)
    return Cell("\n".join(cell.text for cell in lines), lines[0].line, literals)


def read_title(element: Element) -> Cell:
    """Return the text of a heading or term, without the signs of its link and buttons."""
    flow = Flow()
    for keeps_buttons in (False, True):
        _read(element, flow, None, is_title=True, keeps_buttons=keeps_buttons)
        flow.break_line()
        if flow.lines:
            break
    joined = join_lines(flow.lines, element.line)
    return Cell(clean(joined.text).removesuffix("¶").rstrip(), joined.line, joined.literals)


def _read(
    element: Element,
    flow: Flow,
    found: list[Element] | None,
    *,
    is_title: bool = False,
    keeps_buttons: bool = True,
) -> None:
    for child in element.children:
        if isinstance(child, Data):
            flow.add(child)
        elif is_ignored(child, keeps_buttons=is_title and keeps_buttons) or (
            _is_sign(child) if is_title else is_reference(child)
        ):
            continue
        elif found is not None and child.name in {"table", "pre", "dl"}:
            flow.break_line()
            found.append(child)
        else:
            breaks = child.name in BLOCKS or child.name == "br"
            if breaks:
                flow.break_line()
            is_badge = not breaks and is_badge_of(child)
            if is_badge:
                flow.add(Data(" ", child.line))
            begins = (child.name in LITERALS or child.name == "pre") and flow.begin_literal()
            was_preformatted = flow.is_preformatted
            flow.is_preformatted = was_preformatted or child.name == "pre"
            _read(child, flow, found, is_title=is_title, keeps_buttons=keeps_buttons)
            flow.is_preformatted = was_preformatted
            if begins:
                flow.end_literal()
            if breaks:
                flow.break_line()
            elif is_badge:
                flow.add(Data(" ", child.line))


def is_badge_of(element: Element) -> bool:
    """Return whether inline text is visually separate, such as a status beside a code."""
    if element.name != "span":
        return False
    return not _BADGES.isdisjoint(element.classes) or bool(_STATUS.fullmatch(_get_text(element)))


def is_reference(element: Element) -> bool:
    """Return whether an element only links to its place on the page, or to a footnote."""
    if element.name == "sup":
        text = _get_text(element) or "".join(map(_get_text, element.elements))
        return bool(_NOTE.fullmatch(text))
    return element.name == "a" and _get_text(element) in _LINK_SIGNS


def _get_text(element: Element) -> str:
    """Return the text of an element that has no elements but text, "" of others."""
    if len(element.children) != 1 or not isinstance(element.children[0], Data):
        return ""
    return element.children[0].text.strip()


def _is_sign(element: Element) -> bool:
    """Return whether an element of a heading only links to it or copies it."""
    if _FOR_SCREEN_READERS.intersection(element.classes) or is_reference(element):
        return True
    if _is_hidden_from_readers(element):
        return True
    return element.name in {"a", "button"} and read_text(element).lower() in _ANCHORS


def is_ignored(element: Element, *, keeps_buttons: bool = False) -> bool:
    """Return whether an element is not part of the content of the page."""
    name = element.name
    if name in _IGNORED:
        return not (
            (name == "template" and "shadowrootmode" in element.attributes)
            or (name == "dialog" and "open" in element.attributes)
        )
    if name == "button":
        return not keeps_buttons
    if name == "aside":
        return _is_links(element)
    if not element.attributes:
        return False
    if _is_hidden(element) or not _GUTTERS.isdisjoint(element.classes):
        return True
    words = {*element.classes, element.attributes.get("id", "").lower()}
    return not _TABLES_OF_CONTENTS.isdisjoint(words) and _is_links(element)


def _is_hidden(element: Element) -> bool:
    attributes = element.attributes
    if _is_hidden_from_readers(element) and element.name not in _COLLAPSIBLE:
        return True
    # Tabs and accordions hide content until they are opened, and some servers send the end of a
    # page hidden (with an id like `S:1`) until a script shows it.
    if attributes.get("role") == "tabpanel" or "aria-labelledby" in attributes:
        return False
    if "hidden" in attributes:
        is_late = attributes.get("id", "").startswith("S:")
        return not is_late and attributes["hidden"].lower() != "until-found"
    style = "".join(attributes.get("style", "").lower().split())
    return "display:none" in style or "visibility:hidden" in style


def _is_hidden_from_readers(element: Element) -> bool:
    return element.attributes.get("aria-hidden", "").lower() == "true"


def _is_links(element: Element) -> bool:
    """Return whether nearly all text of an element is links."""
    linked = total = 0
    stack = [(element, False)]
    while stack:
        current, is_link = stack.pop()
        for child in current.children:
            if isinstance(child, Data):
                length = len(clean(child.text))
                total += length
                linked += length * is_link
            else:
                stack.append((child, is_link or child.name == "a"))
    return linked * 10 >= total * 8


def read_text(element: Element) -> str:
    """Return the whole text of an element, on one line."""
    return " ".join(cell.text for cell in read_lines(element))
