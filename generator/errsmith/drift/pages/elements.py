"""Read HTML into a tree of elements, even if tags are missing.

End tags that are left out are implied as in HTML. Elements that are never closed end at the next
heading, table or list outside them, so that one forgotten tag does not swallow the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from errsmith.drift.pages.tags import Break, Data, EndTag, Tag, split_tags

Node: TypeAlias = "Element | Data"


def names(text: str) -> frozenset[str]:
    """Return the names in a text."""
    return frozenset(text.split())


DEEPEST = 150
"""The maximum depth of elements; deeper ones become siblings, as in browsers."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LISTS = frozenset({"ul", "ol", "menu", "dl"})
ROWS = frozenset({"tr", "td", "th"})

_VOID = names("area base br col embed hr img input link meta param source track wbr")
_ROLES = {
    "table": "table",
    "grid": "table",
    "treegrid": "table",
    "row": "tr",
    "cell": "td",
    "gridcell": "td",
    "columnheader": "th",
    "rowheader": "th",
    "rowgroup": "tbody",
    "list": "ul",
    "listitem": "li",
    "heading": "heading",
    "main": "main",
    "navigation": "nav",
    "term": "dt",
    "definition": "dd",
}
# The open elements that a start tag ends, and the elements that stop the search for them.
_IMPLIED: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu", "table"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl", "table"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl", "table"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    **dict.fromkeys(
        ("thead", "tbody", "tfoot"),
        (frozenset({"thead", "tbody", "tfoot", "tr", "caption"}), frozenset({"table"})),
    ),
    "option": (frozenset({"option"}), frozenset({"select"})),
}
_ENDS_PARAGRAPH = (
    HEADINGS
    | LISTS
    | names(
        """
        address article aside blockquote details div fieldset figure footer form header hr main nav
        p pre section table
        """
    )
)
_KEPT_AROUND_PARAGRAPHS = frozenset({"td", "th", "li", "dd", "table", "div", "section", "button"})
_ENDS_UNCLOSED = HEADINGS | {"table", "heading"}
# If they have end tags, their content belongs to them.
_CONTAINERS = frozenset({"td", "th", "li", "dd"})
_MAY_STAY_OPEN = names(
    """
    article aside body colgroup dd details div dt footer form head header html li main nav option
    section tbody td tfoot th thead tr
    """
)
_NOT_CROSSED = frozenset({"td", "th", "caption"})


class Element:
    """An element of a page.

    Attributes:
        tag: Its name.
        name: What it is: its name, or that of the element whose role it has.
        attributes: The raw values of its attributes.
        line: The line of its start tag.
        is_closed: Whether it has an end tag.
        children: What is in it.
    """

    __slots__ = ("attributes", "children", "is_closed", "line", "name", "tag")

    def __init__(self, tag: str, attributes: dict[str, str], line: int, *, is_closed: bool) -> None:
        self.tag = tag
        self.name = _ROLES.get(attributes.get("role", "").strip().lower(), tag)
        self.attributes = attributes
        self.line = line
        self.is_closed = is_closed
        self.children: list[Node] = []

    @property
    def elements(self) -> Iterator[Element]:
        """The elements directly in it."""
        return (child for child in self.children if isinstance(child, Element))

    @property
    def classes(self) -> list[str]:
        """Its classes, in lower case."""
        return self.attributes.get("class", "").lower().split()


class Tree:
    """Builds the elements of a page.

    Attributes:
        root: The element around all others, which is not part of the page.
        open: The elements that are open at the end of the page.
        is_finished: Whether the page has an end tag of `html` or `body`.
        inside: The tag, script or comment that the page ends inside.
    """

    def __init__(self, text: str) -> None:
        self.root = Element("", {}, 1, is_closed=True)
        self.open = [self.root]
        self.is_finished = False
        self.inside: str | None = None
        tokens = list(split_tags(text))
        closed = find_closed(tokens)
        for number, token in enumerate(tokens):
            if isinstance(token, Tag):
                self.begin(token, is_closed=number in closed)
            elif isinstance(token, EndTag):
                self.end(token)
            elif isinstance(token, Break):
                self.inside = token.inside
            else:
                self.open[-1].children.append(token)

    def begin(self, tag: Tag, *, is_closed: bool) -> None:
        """Add an element, and end those that cannot contain it."""
        name = tag.name
        is_empty = tag.is_empty or name in _VOID
        element = Element(name, tag.attributes, tag.line, is_closed=is_closed or is_empty)
        if element.name in LISTS:
            self.end_unclosed(_MAY_STAY_OPEN | LISTS | {"table"})
        elif element.name in _ENDS_UNCLOSED:
            self.end_unclosed(_MAY_STAY_OPEN)
        if name in _ENDS_PARAGRAPH:
            self.imply(frozenset({"p"}), _KEPT_AROUND_PARAGRAPHS)
        if name in _IMPLIED:
            self.imply(*_IMPLIED[name])
        self.open[-1].children.append(element)
        if not is_empty and len(self.open) < DEEPEST:
            self.open.append(element)

    def end_unclosed(self, kept: frozenset[str]) -> None:
        """End the outermost element that lacks a required end tag, and everything in it."""
        first = len(self.open)
        for depth in range(len(self.open) - 1, 0, -1):
            element = self.open[depth]
            if element.is_closed:
                if element.name in _CONTAINERS:
                    break
            elif element.tag not in kept:
                first = depth
        del self.open[first:]

    def imply(self, ended: frozenset[str], kept: frozenset[str]) -> None:
        """End elements whose end tags may be left out."""
        for depth in range(len(self.open) - 1, 0, -1):
            tag = self.open[depth].tag
            if tag in kept:
                return
            if tag in ended:
                del self.open[depth:]
                # A row group ends the row, and then the row group before it.
                if "tbody" not in ended:
                    return

    def end(self, tag: EndTag) -> None:
        """End an element and those in it. An end tag without an open element has no effect."""
        if tag.name in {"html", "body"}:
            self.is_finished = True
            return
        for depth in range(len(self.open) - 1, 0, -1):
            open_tag = self.open[depth].tag
            if open_tag == tag.name:
                del self.open[depth:]
                return
            if open_tag in _NOT_CROSSED and tag.name not in {"tr", "tbody", "thead", "table"}:
                return


def find_closed(tokens: list[Data | Tag | EndTag | Break]) -> set[int]:
    """Return which start tags have an end tag, by their place among the tokens."""
    waiting: dict[str, list[int]] = {}
    closed: set[int] = set()
    for number, token in enumerate(tokens):
        if isinstance(token, Tag):
            if not token.is_empty and token.name not in _VOID:
                waiting.setdefault(token.name, []).append(number)
        elif isinstance(token, EndTag) and waiting.get(token.name):
            closed.add(waiting[token.name].pop())
    return closed
