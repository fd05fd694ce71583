"""A page of documentation as blocks, the same for every file format.

Each block has the line it begins on and the headings above it. Blocks come in the order of the
page, so what follows a heading, an item or a line is what follows it on the page.

| block | what it is |
|---|---|
| `Heading` | a heading, or the key of a mapping or list in JSON and YAML |
| `Table` | a table; merged cells are repeated in every row and column that they cover |
| `Item` | an item of a list |
| `Term` | a term and its definition |
| `Text` | one line of any other text: a line break, also a hard one, begins another |
| `Listing` | an example or other code |
| `Datum` | a mapping of scalars in JSON or YAML |
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import field, frozen

Form: TypeAlias = Literal[
    "html",
    "markdown",
    "rst",
    "asciidoc",
    "mediawiki",
    "text",
    "json",
    "yaml",
    "openapi",
    "source",
]
"""The format of a page: `source` is source code, and `text` the text of a page."""


@frozen
class Cell:
    """A piece of text on one line of the page.

    Attributes:
        text: The text as people read it: without markup, with single spaces. Line breaks inside a
            cell of a table are kept as newlines.
        line: The line it begins on, from 1.
        literals: The parts of it that are set as code (`<code>`, backticks), in order.
    """

    text: str
    line: int
    literals: tuple[str, ...] = ()


EMPTY = Cell("", 0)
"""A cell without text, which fills short rows."""


@frozen(kw_only=True)
class Block:
    """A part of a page.

    Attributes:
        line: The line it begins on, from 1.
        headings: The headings above it, from the outermost to the nearest.
        item: The list item that contains it, if any.
    """

    line: int
    headings: tuple[Heading, ...] = field(default=(), repr=False)
    item: Item | None = field(default=None, repr=False)


# Cached, because the hash of a deep heading would cover headings above it several times.
@frozen(kw_only=True, cache_hash=True)
class Heading(Block):
    """A heading; `headings` are those above it.

    Attributes:
        level: 1 for the page's title, and so on. The level of a key is its depth.
        content: Its text.
        is_key: Whether it is a key of JSON or YAML.
    """

    level: int
    content: Cell
    is_key: bool = False


@frozen(kw_only=True)
class Table(Block):
    """A table.

    Attributes:
        header: The cells of the header, empty if it has none.
        rows: The other rows. Each has as many cells as the widest row, the header included.
        caption: Its title, if it has one.
        is_closed: Whether the page ends after a whole row of it.
    """

    header: tuple[Cell, ...] = ()
    rows: tuple[tuple[Cell, ...], ...]
    caption: str | None = None
    is_closed: bool = True


@frozen(kw_only=True, cache_hash=True)
class Item(Block):
    """An item of a list, up to its first line break; `item` is the item around it.

    Attributes:
        depth: 0 for an item that is not in another one.
        content: Its first line.
    """

    depth: int
    content: Cell


@frozen(kw_only=True)
class Term(Block):
    """A term and its definition.

    Attributes:
        term: The term.
        definition: The lines of its definition.
    """

    term: Cell
    definition: tuple[Cell, ...]


@frozen(kw_only=True)
class Text(Block):
    """A line of text."""

    content: Cell


@frozen(kw_only=True)
class Listing(Block):
    """An example, or other code.

    Attributes:
        text: Its text with all spaces and line breaks, beginning on `line`.
        language: The language that the page names, in lower case.
        is_closed: Whether its end is marked, or the page's format does not need that.
    """

    text: str
    language: str | None = None
    is_closed: bool = True


@frozen(kw_only=True)
class Datum(Block):
    """A mapping in JSON or YAML, or a constant in source code.

    Attributes:
        key: Its key in the mapping around it; None for an item of a list.
        values: Its scalars (and lists of scalars, one entry for each) by key.
    """

    key: Cell | None
    values: tuple[tuple[str, Cell], ...]


@frozen(kw_only=True)
class Page:
    """A page as it was read.

    Attributes:
        form: Its format.
        blocks: Its blocks, in the order of the page.
        lines: Its number of lines.
        title: Its title, if it has one.
        cut_inside: What the page ends inside, such as "an example" or "a row"; None if nothing is
            open at its end.
        is_ended: Whether its format shows that it is not cut: a JSON document that is closed, HTML
            with the end of its body.
        is_shell: Whether it is an HTML page whose content is rendered by JavaScript.
        text: The text that it was read from.
    """

    form: Form
    blocks: tuple[Block, ...]
    lines: int
    title: str | None = None
    cut_inside: str | None = None
    is_ended: bool = False
    is_shell: bool = False
    text: str = field(default="", repr=False)
