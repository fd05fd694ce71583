"""Place the blocks of a page inside another page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from attrs import evolve

from errsmith.drift.pages.page import (
    EMPTY,
    Block,
    Cell,
    Datum,
    Heading,
    Item,
    Table,
    Term,
    Text,
)

B = TypeVar("B", bound=Block)


def nest(
    blocks: Iterable[Block], headings: tuple[Heading, ...], find_line: Callable[[int], int]
) -> Iterator[Block]:
    """Yield blocks as they are on another page.

    Args:
        blocks: Blocks of a string on that page, which was read as a page.
        headings: The headings around the string.
        find_line: Returns the line of a line of the string.
    """
    return _Nesting(headings, find_line).place(blocks)


class _Nesting:
    def __init__(self, headings: tuple[Heading, ...], find_line: Callable[[int], int]) -> None:
        self.headings = headings
        self.level = headings[-1].level if headings else 0
        self.find_line = find_line
        self.placed: dict[int, Heading | Item] = {}

    def place(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Yield the placed blocks."""
        for block in blocks:
            if isinstance(block, Heading):
                yield self.place_heading(block)
            elif isinstance(block, Item):
                yield self.place_item(block)
            else:
                yield self.place_around(self.place_cells(block))

    def place_around(self, block: B) -> B:
        """Return a block with its line, headings and item on the other page."""
        return evolve(
            block,
            line=self.find_line(block.line),
            headings=self.headings + tuple(map(self.place_heading, block.headings)),
            item=None if block.item is None else self.place_item(block.item),
        )

    def place_heading(self, heading: Heading) -> Heading:
        """Return the placed heading, which is created only once."""
        placed = self.placed.get(id(heading))
        if not isinstance(placed, Heading):
            placed = evolve(
                self.place_around(heading),
                level=heading.level + self.level,
                content=self.place_cell(heading.content),
            )
            self.placed[id(heading)] = placed
        return placed

    def place_item(self, item: Item) -> Item:
        """Return the placed item, which is created only once."""
        placed = self.placed.get(id(item))
        if not isinstance(placed, Item):
            placed = evolve(self.place_around(item), content=self.place_cell(item.content))
            self.placed[id(item)] = placed
        return placed

    def place_cell(self, cell: Cell) -> Cell:
        """Return a placed cell."""
        return cell if cell is EMPTY else evolve(cell, line=self.find_line(cell.line))

    def place_row(self, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """Return placed cells."""
        return tuple(map(self.place_cell, row))

    def place_cells(self, block: Block) -> Block:
        """Return a block with placed cells."""
        if isinstance(block, Table):
            rows = tuple(map(self.place_row, block.rows))
            return evolve(block, header=self.place_row(block.header), rows=rows)
        if isinstance(block, Term):
            definition = self.place_row(block.definition)
            return evolve(block, term=self.place_cell(block.term), definition=definition)
        if isinstance(block, Text):
            return evolve(block, content=self.place_cell(block.content))
        if isinstance(block, Datum):
            key = None if block.key is None else self.place_cell(block.key)
            values = tuple((name, self.place_cell(cell)) for name, cell in block.values)
            return evolve(block, key=key, values=values)
        return block
