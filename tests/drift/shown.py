"""Show the blocks of a page on a few lines, with the line of the page that each is on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from errsmith.drift.pages.page import (
    Block,
    Cell,
    Datum,
    Heading,
    Item,
    Listing,
    Page,
    Table,
    Term,
    Text,
)


def show(page: Page) -> list[str]:
    """Show every block: `LINE MARK CONTENT`. The lines of parts follow an `@` if they differ."""
    return [line for block in page.blocks for line in _show(block)]


def _show(block: Block) -> Iterator[str]:
    match block:
        case Heading(is_key=True):
            yield f"{block.line} key {_path(block)}{block.content.text}"
        case Heading():
            yield f"{block.line} {'#' * block.level} {block.content.text}"
        case Table():
            yield f"{block.line} table {block.caption or ''}".rstrip()
            if block.header:
                yield f"  header: {_join(block.header)}"
            yield from (f"  {_join(row)}" for row in block.rows)
        case Item():
            parent = f" (in {block.item.content.text})" if block.item else ""
            yield f"{block.line} {'  ' * block.depth}- {block.content.text}{parent}"
        case Term():
            definition = " / ".join(_show_cell(cell, block.line) for cell in block.definition)
            yield f"{block.line} term {block.term.text} = {definition}"
        case Text():
            item = f" (in {block.item.content.text})" if block.item else ""
            yield f"{block.line} {block.content.text}{item}"
        case Listing():
            yield f"{block.line} listing {block.language}: {block.text!r}"
        case Datum():
            values = ", ".join(
                f"{name}={_show_cell(cell, block.line)}" for name, cell in block.values
            )
            key = block.key.text if block.key else "-"
            yield f"{block.line} datum {_path(block)}{key}: {values}"
        case _:
            yield repr(block)


def _path(block: Block) -> str:
    return "".join(f"{heading.content.text}/" for heading in block.headings)


def _join(cells: Iterable[Cell]) -> str:
    return " | ".join(_show_cell(cell, 0) for cell in cells)


def _show_cell(cell: Cell, line: int) -> str:
    text = cell.text.replace("\n", "\\n")
    return text if cell.line == line else f"{text}@{cell.line}"


def find_literals(page: Page) -> list[str]:
    """Return what the lines of text of a page set as code."""
    return [
        literal
        for block in page.blocks
        if isinstance(block, Text | Heading | Item)
        for literal in block.content.literals
    ]
