"""A page while it is read line by line: the blocks so far, and the context of the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from attrs import define, evolve, field

from errsmith.drift.pages.inline import read_inline
from errsmith.drift.pages.page import Block, Cell, Form, Heading, Item, Page, Text

DEEPEST = 9
"""The maximum level of headings and items, which limits the context of each block; deeper ones have
this level."""


@define
class Draft:
    """A page that is partly read.

    Attributes:
        lines: Its lines. A step may replace lines that come later, for example to unquote them.
        ends_whole: Whether its last line ends with a line break.
        blocks: The blocks that were read.
        path: The headings above the next block.
        items: The list items around the next block with the columns of their bullets.
        glued: The last heading that was glued to text.
        title: Its title, if it has one.
        cut_inside: What the page ends inside, if anything.
        patience: How many more examples are searched for their ends up to the end of the page. The
            limit keeps the time linear.
        sections: The headings of sections that end with a tag, with the names of their tags.
    """

    lines: list[str]
    ends_whole: bool = True
    blocks: list[Block] = field(factory=list)
    path: list[Heading] = field(factory=list)
    items: list[tuple[int, Item]] = field(factory=list)
    glued: Heading | None = None
    title: str | None = None
    cut_inside: str | None = None
    patience: int = 50
    sections: list[tuple[str, Heading]] = field(factory=list)

    def find_text(self, index: int) -> int:
        """Return the index of the next line that is not blank, or the number of lines."""
        while index < len(self.lines) and not self.lines[index].strip():
            index += 1
        return index

    def is_after_blank(self, index: int) -> bool:
        """Return whether the line before is blank or missing."""
        return index == 0 or not self.lines[index - 1].strip()

    def add_heading(self, level: int, content: Cell) -> None:
        """Add a heading, which ends the lists and the sections of its level."""
        self.items.clear()
        level = min(level, DEEPEST)
        while self.path and self.path[-1].level >= level:
            self.path.pop()
        heading = Heading(
            line=content.line, headings=tuple(self.path), level=level, content=content
        )
        self.blocks.append(heading)
        self.path.append(heading)

    def add_glued_heading(self, content: Cell) -> None:
        """Add a heading that is glued to text, below the nearest one that is not."""
        level = self.path[-1].level if self.path else 1
        is_beside = bool(self.path) and self.path[-1] is self.glued
        self.add_heading(level if is_beside else level + 1, content)
        self.glued = self.path[-1]

    def add_section(self, name: str, content: Cell) -> None:
        """Add the heading of a section that ends with a tag of this name."""
        if content.text:
            self.add_heading(self.path[-1].level + 1 if self.path else 2, content)
            self.sections = [*self.sections[-DEEPEST:], (name, self.path[-1])]

    def end_section(self, name: str) -> None:
        """End the section that a tag of this name began, if one did."""
        while any(name == other for other, _ in self.sections):
            other, heading = self.sections.pop()
            if heading in self.path:
                del self.path[self.path.index(heading) :]
            if other == name:
                self.items.clear()
                return

    def add_item(self, column: int, content: Cell) -> None:
        """Add a list item whose bullet is in this column."""
        while self.items and self.items[-1][0] >= column:
            self.items.pop()
        del self.items[DEEPEST:]
        item = Item(
            line=content.line,
            headings=tuple(self.path),
            item=self.items[-1][1] if self.items else None,
            depth=len(self.items),
            content=content,
        )
        self.blocks.append(item)
        self.items.append((column, item))

    def add_text(self, content: Cell) -> None:
        """Add a line of text, if it has any."""
        if content.text:
            item = self.items[-1][1] if self.items else None
            headings = tuple(self.path)
            self.blocks.append(
                Text(line=content.line, headings=headings, item=item, content=content)
            )

    def add(self, block: Block) -> None:
        """Add a block to the headings and the item that are around it."""
        item = self.items[-1][1] if self.items else None
        self.blocks.append(evolve(block, headings=tuple(self.path), item=item))

    def leave_items(self, index: int, *, is_paragraph: bool = False) -> None:
        """Leave the items that do not contain the line.

        An unindented continuation of a paragraph is still in its item.
        """
        column = find_column(self.lines[index])
        if (
            is_paragraph
            and self.items
            and self.items[0][0] == column
            and not self.is_after_blank(index)
        ):
            return
        while self.items and self.items[-1][0] >= column:
            self.items.pop()

    def finish(self, form: Form) -> Page:
        """Return the page. Without a title, its first heading is the title.

        The first heading in source code is only the name of a type.
        """
        titles = (block.content.text for block in self.blocks if isinstance(block, Heading))
        return Page(
            form=form,
            blocks=tuple(self.blocks),
            lines=len(self.lines),
            title=self.title or (None if form == "source" else next(titles, None)),
            cut_inside=self.cut_inside,
        )


Step: TypeAlias = Callable[[Draft, int], int | None]
"""Read what begins on a line, and return the index of the line after it; None if it does not begin
there."""


def start_draft(text: str) -> Draft:
    """Return a draft of a page that is not read yet."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    ends_whole = not lines[-1]
    return Draft(lines[:-1] if ends_whole else lines, ends_whole)


def take_steps(draft: Draft, steps: Iterable[Step], start: int = 0) -> None:
    """Read all lines, each with the first step that can read it; the last step reads any line."""
    index = start
    while (index := draft.find_text(index)) < len(draft.lines):
        index = next(end for step in steps if (end := step(draft, index)) is not None)


def find_column(line: str) -> int:
    """Return the column in which the text of a line begins."""
    indentation = line[: len(line) - len(line.lstrip())]
    return len(indentation.expandtabs(4))


def read_lines_of(raw: str, line: int) -> list[Cell]:
    """Return the text of a line; a hard break begins another one."""
    return split_lines(read_inline(raw, line))


def split_lines(cell: Cell) -> list[Cell]:
    """Return each line of a cell, all on the same line of the page."""
    if "\n" not in cell.text:
        return [cell]
    return [
        Cell(part, cell.line, tuple(literal for literal in cell.literals if literal in part))
        for part in cell.text.split("\n")
    ]
