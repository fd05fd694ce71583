"""A Markdown reader for these tests: sections with anchors, tables and labelled blocks."""

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
    """A heading, the anchors above it, and the blocks up to the next heading."""

    level: int
    title: str
    above: tuple[str, ...]
    blocks: tuple[SyntaxTreeNode, ...]

    @property
    def anchor(self) -> str:
        """Return the anchor that GitHub derives from the title."""
        return make_slug(self.title)

    @property
    def tables(self) -> list[Table]:
        """Return the section's tables."""
        return [_table(block) for block in self.blocks if block.type == "table"]

    @property
    def paragraphs(self) -> list[str]:
        """Return the section's paragraphs, each on one line."""
        return [join_lines(read_plain(block)) for block in self.blocks if block.type == "paragraph"]

    @property
    def items(self) -> list[str]:
        """Return the items of the section's lists, each on one line."""
        return [item for block in self.blocks for item in _items(block)]

    @property
    def links(self) -> list[str]:
        """Return the URLs of the section's links."""
        return [url for block in self.blocks for url in find_links(block)]

    @property
    def lead(self) -> list[str]:
        """Return what precedes the first label: a paragraph, and the items of a list."""
        return self._by_label()[0][1]

    @property
    def labelled(self) -> dict[str, list[str]]:
        """Return what follows each `Label:`: the rest of its paragraph, items, quotes, blocks."""
        found: dict[str, list[str]] = {}
        for label, blocks in self._by_label()[1:]:
            found.setdefault(label, []).extend(blocks)
        return found

    def _by_label(self) -> list[tuple[str, list[str]]]:
        found: list[tuple[str, list[str]]] = [("", [])]
        for block in self.blocks:
            first, _, rest = read_plain(block).partition("\n")
            if block.type == "paragraph" and first.endswith(":"):
                found.append((first.removesuffix(":"), [join_lines(rest)] if rest else []))
            else:
                found[-1][1].extend(_items(block) or [_content(block)])
        return found


@frozen
class Fence:
    """A fenced block: its language, its content and the line that opens it."""

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

    def find_sections(self, title: str) -> list[Section]:
        """Return the sections of level 2 with this title."""
        return [s for s in self.sections if s.level == 2 and s.title == title]

    def find_section(self, title: str) -> Section:
        """Return the only section of level 2 with this title."""
        (found,) = self.find_sections(title)
        return found

    def find_below(self, title: str) -> list[Section]:
        """Return the sections of level 3 below the section with this title."""
        above = ""
        found = []
        for section in self.sections:
            above = section.title if section.level < 3 else above
            if section.level == 3 and above == title:
                found.append(section)
        return found

    @property
    def titles(self) -> list[str]:
        """Return the titles of level 2."""
        return [section.title for section in self.sections if section.level == 2]


def read(text: str) -> Page:
    """Parse a Markdown file."""
    tree = SyntaxTreeNode(_PARSER.parse(text))
    return Page(
        text=text,
        sections=tuple(_sections(tree)),
        fences=tuple(
            Fence(node.info, node.content, node.map[0] + 1 if node.map else 0)
            for node in tree.walk()
            if node.type == "fence"
        ),
        links=tuple(find_links(tree)),
        anchors=tuple(find_anchors(tree)),
    )


def make_slug(title: str) -> str:
    """Return the anchor that GitHub derives from a title."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def read_plain(node: SyntaxTreeNode) -> str:
    """Return the text of a node as readers see it, including its line breaks."""
    if node.type in ("text", "code_inline"):
        return node.content
    if node.type in ("softbreak", "hardbreak"):
        return "\n"
    return "".join(read_plain(child) for child in node.children)


def find_anchors(node: SyntaxTreeNode) -> list[str]:
    """Return the anchors in a node."""
    return [
        anchor
        for inner in node.walk()
        if inner.type in ("html_block", "html_inline")
        for anchor in _ANCHOR.findall(inner.content)
    ]


def find_links(node: SyntaxTreeNode) -> list[str]:
    """Return the URLs of the links in a node."""
    return [str(inner.attrs["href"]) for inner in node.walk() if inner.type == "link"]


def join_lines(text: str) -> str:
    """Put a string on one line, with single spaces."""
    return " ".join(text.split())


def _sections(tree: SyntaxTreeNode) -> Iterator[Section]:
    heading: SyntaxTreeNode | None = None
    above: list[str] = []
    blocks: list[SyntaxTreeNode] = []
    for node in tree.children:
        if node.type != "heading":
            blocks.append(node)
            continue
        found = find_anchors(blocks[-1]) if blocks else []
        if heading is not None:
            yield _section(heading, above, blocks[:-1] if found else blocks)
        heading, above, blocks = node, found, []
    if heading is not None:
        yield _section(heading, above, blocks)


def _section(heading: SyntaxTreeNode, above: list[str], blocks: list[SyntaxTreeNode]) -> Section:
    level = int(heading.tag.removeprefix("h"))
    return Section(level, read_plain(heading), tuple(above), tuple(blocks))


def _table(node: SyntaxTreeNode) -> Table:
    rows = [
        tuple(read_plain(cell) for cell in row.children)
        for part in node.children
        for row in part.children
    ]
    return Table(rows[0], tuple(rows[1:]))


def _items(node: SyntaxTreeNode) -> list[str]:
    if node.type not in ("bullet_list", "blockquote"):
        return []
    return [join_lines(read_plain(item)) for item in node.children]


def _content(node: SyntaxTreeNode) -> str:
    return node.content if node.type == "fence" else join_lines(read_plain(node))
