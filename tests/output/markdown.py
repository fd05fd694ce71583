"""Markdown as these tests read it: sections with their anchors, tables and labelled blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_ANCHOR = re.compile(r'<a id="([^"]*)">')
_PARSER = MarkdownIt().enable("table")


@frozen
class Table:
    """A table: its heads, and its rows as plain text."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@frozen
class Section:
    """A heading, the anchor above it, and the blocks up to the next heading."""

    level: int
    title: str
    anchor: str | None
    blocks: tuple[SyntaxTreeNode, ...]

    @property
    def tables(self) -> list[Table]:
        """Its tables."""
        return [_table(block) for block in self.blocks if block.type == "table"]

    @property
    def paragraphs(self) -> list[str]:
        """Its paragraphs, each on one line."""
        return [one_line(plain(block)) for block in self.blocks if block.type == "paragraph"]

    @property
    def items(self) -> list[str]:
        """The items of its lists, each on one line."""
        return [item for block in self.blocks for item in _items(block)]

    @property
    def links(self) -> list[str]:
        """The addresses of its links."""
        return [address for block in self.blocks for address in links(block)]

    @property
    def lead(self) -> list[str]:
        """What stands before the first label: its paragraph, and the items of its list."""
        return self._by_label()[0][1]

    @property
    def labelled(self) -> dict[str, list[str]]:
        """What stands below each `Label:`: the rest of that paragraph, items, quotes, blocks."""
        found: dict[str, list[str]] = {}
        for label, blocks in self._by_label()[1:]:
            found.setdefault(label, []).extend(blocks)
        return found

    def _by_label(self) -> list[tuple[str, list[str]]]:
        found: list[tuple[str, list[str]]] = [("", [])]
        for block in self.blocks:
            first, _, rest = plain(block).partition("\n")
            if block.type == "paragraph" and first.endswith(":"):
                found.append((first.removesuffix(":"), [one_line(rest)] if rest else []))
            else:
                found[-1][1].extend(_items(block) or [_content(block)])
        return found


@frozen
class Fence:
    """A fenced block: its language, its text and the line that opens it."""

    language: str
    text: str
    line: int


@frozen
class Page:
    """A Markdown file."""

    text: str
    sections: tuple[Section, ...]
    fences: tuple[Fence, ...]
    links: tuple[str, ...]
    anchors: tuple[str, ...]

    def section(self, title: str) -> Section:
        """Return the one section of the second level that has this title."""
        (found,) = (one for one in self.sections if one.level == 2 and one.title == title)
        return found

    def below(self, title: str) -> list[Section]:
        """Return the sections of the third level below the one of this title."""
        above = ""
        found = []
        for one in self.sections:
            above = one.title if one.level < 3 else above
            if one.level == 3 and above == title:
                found.append(one)
        return found

    @property
    def titles(self) -> list[str]:
        """The titles of the second level."""
        return [one.title for one in self.sections if one.level == 2]


def read(text: str) -> Page:
    """Read a Markdown text."""
    tree = SyntaxTreeNode(_PARSER.parse(text))
    return Page(
        text=text,
        sections=tuple(_sections(tree)),
        fences=tuple(
            Fence(node.info, node.content, node.map[0] + 1 if node.map else 0)
            for node in tree.walk()
            if node.type == "fence"
        ),
        links=tuple(links(tree)),
        anchors=tuple(anchors(tree)),
    )


def plain(node: SyntaxTreeNode) -> str:
    """Return the text of a node as a reader sees it, its line breaks kept."""
    if node.type in ("text", "code_inline"):
        return node.content
    if node.type in ("softbreak", "hardbreak"):
        return "\n"
    return "".join(plain(child) for child in node.children)


def anchors(node: SyntaxTreeNode) -> list[str]:
    """Return the anchors in a node."""
    return [
        anchor
        for inner in node.walk()
        if inner.type in ("html_block", "html_inline")
        for anchor in _ANCHOR.findall(inner.content)
    ]


def links(node: SyntaxTreeNode) -> list[str]:
    """Return the addresses of the links in a node."""
    return [str(inner.attrs["href"]) for inner in node.walk() if inner.type == "link"]


def one_line(text: str) -> str:
    """Join the lines of a text, and make one blank of several."""
    return " ".join(text.split())


def _sections(tree: SyntaxTreeNode) -> Iterator[Section]:
    heading: SyntaxTreeNode | None = None
    anchor: str | None = None
    blocks: list[SyntaxTreeNode] = []
    for node in tree.children:
        if node.type != "heading":
            blocks.append(node)
            continue
        above = anchors(blocks[-1]) if blocks else []
        if heading is not None:
            yield _section(heading, anchor, blocks[:-1] if above else blocks)
        heading, anchor, blocks = node, next(iter(above), None), []
    if heading is not None:
        yield _section(heading, anchor, blocks)


def _section(heading: SyntaxTreeNode, anchor: str | None, blocks: list[SyntaxTreeNode]) -> Section:
    return Section(int(heading.tag.removeprefix("h")), plain(heading), anchor, tuple(blocks))


def _table(node: SyntaxTreeNode) -> Table:
    rows = [
        tuple(plain(cell) for cell in row.children)
        for part in node.children
        for row in part.children
    ]
    return Table(rows[0], tuple(rows[1:]))


def _items(node: SyntaxTreeNode) -> list[str]:
    if node.type not in ("bullet_list", "blockquote"):
        return []
    return [one_line(plain(item)) for item in node.children]


def _content(node: SyntaxTreeNode) -> str:
    return node.content if node.type == "fence" else one_line(plain(node))
