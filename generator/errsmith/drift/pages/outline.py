"""Collect the blocks of a page below its headings and list items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from attrs import evolve

from errsmith.drift.pages.page import Block, Cell, Datum, Heading, Item, Listing, Table, Term, Text


class Outline:
    """The blocks of a page so far, and the context of the next one.

    Attributes:
        blocks: The blocks.
        headings: The headings above the next block.
        item: The list item around the next block.
        title: The first heading of level 1.
        is_in_definition: Whether the next block is in the definition of a term.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.headings: tuple[Heading, ...] = ()
        self.item: Item | None = None
        self.title: str | None = None
        self.is_in_definition = False
        self._depth = 0
        self._begun: int | None = (
            None  # The line of an item whose first line of text is still to come.
        )

    @property
    def level(self) -> int:
        """The level of the nearest heading, 0 without any."""
        return self.headings[-1].level if self.headings else 0

    def add_heading(self, level: int, content: Cell, *, is_key: bool = False) -> None:
        """Add a heading, which ends those of its level and below."""
        self._begun = None
        above = tuple(heading for heading in self.headings if heading.level < level)
        heading = Heading(
            line=content.line,
            headings=above,
            item=self.item,
            level=level,
            content=content,
            is_key=is_key,
        )
        if level == 1 and self.title is None:
            self.title = content.text
        self.headings = (*above, heading)
        self.blocks.append(heading)

    def add_line(self, content: Cell) -> None:
        """Add a line of text: the first one of an item, or any other."""
        if self._begun is not None:
            self._add_item(content)
        else:
            self._add(Text(line=content.line, content=content))

    def add_term(self, term: Cell, definition: tuple[Cell, ...]) -> None:
        """Add a term."""
        self._add(Term(line=term.line, term=term, definition=definition))

    def add_datum(self, line: int, key: Cell | None, values: tuple[tuple[str, Cell], ...]) -> None:
        """Add a mapping."""
        self._add(Datum(line=line, key=key, values=values))

    def add_item(self, content: Cell) -> None:
        """Add an item of a list, with nothing else in it."""
        with self.begin_item(content.line):
            self.add_line(content)

    def add_listing(
        self, line: int, text: str, language: str | None = None, *, is_closed: bool = True
    ) -> None:
        """Add an example."""
        self._add(Listing(line=line, text=text, language=language, is_closed=is_closed))

    def add_table(
        self,
        line: int,
        header: Sequence[Cell],
        rows: Sequence[tuple[Cell, ...]],
        *,
        caption: str | None = None,
        is_closed: bool = True,
    ) -> None:
        """Add a table."""
        self._add(
            Table(
                line=line,
                header=tuple(header),
                rows=tuple(rows),
                caption=caption,
                is_closed=is_closed,
            )
        )

    def _add(self, block: Block) -> None:
        if self._begun is not None:
            self._add_item(Cell("", self._begun))
        self.blocks.append(evolve(block, headings=self.headings, item=self.item))

    def _add_item(self, content: Cell) -> None:
        self._begun = None
        self.item = Item(
            line=content.line,
            headings=self.headings,
            item=self.item,
            depth=self._depth - 1,
            content=content,
        )
        self.blocks.append(self.item)

    @contextmanager
    def begin_item(self, line: int) -> Iterator[None]:
        """Begin an item of a list, whose first line comes next."""
        if self._begun is not None:
            self._add_item(Cell("", self._begun))
        item = self.item
        self._depth += 1
        self._begun = line
        yield
        self._depth -= 1
        self._begun = None
        self.item = item

    @contextmanager
    def begin_scope(self) -> Iterator[None]:
        """Begin a part whose headings end with it."""
        headings = self.headings
        yield
        self.headings = headings

    @contextmanager
    def begin_definition(self) -> Iterator[None]:
        """Begin the rest of a definition."""
        before = self.is_in_definition
        self.is_in_definition = True
        yield
        self.is_in_definition = before
