"""Blocks of HTML in a page of Markdown."""

from __future__ import annotations

from attrs import evolve

from errsmith.drift.pages.draft import Draft
from errsmith.drift.pages.inline import read_inline
from errsmith.drift.pages.page import Block, Cell, Heading, Item, Page, Table, Term, Text

MARKUP = ("`", "**", "](", "\\_")


def add_page(draft: Draft, page: Page, shift: int) -> None:
    """Add the blocks of a page that is embedded in another."""
    around = draft.items[-1][1] if draft.items else None
    depth = 0 if around is None else around.depth + 1
    items: dict[int, Item] = {}
    for block in page.blocks:
        if isinstance(block, Heading):
            draft.add_heading(block.level, _move_cell(block.content, shift))
            around, depth = None, 0
            continue
        parent = items.get(id(block.item), around)
        moved = evolve(
            _move(block, shift), line=block.line + shift, headings=tuple(draft.path), item=parent
        )
        if isinstance(block, Item) and isinstance(moved, Item):
            moved = evolve(moved, depth=block.depth + depth)
            items[id(block)] = moved
        draft.blocks.append(moved)


def _move(block: Block, shift: int) -> Block:
    """Return a block whose cells are on other lines, and have no Markdown in them."""
    if isinstance(block, Item | Text):
        return evolve(block, content=_move_cell(block.content, shift))
    if isinstance(block, Table):
        return evolve(
            block,
            header=_move_cells(block.header, shift),
            rows=tuple(_move_cells(row, shift) for row in block.rows),
        )
    if isinstance(block, Term):
        return evolve(
            block,
            term=_move_cell(block.term, shift),
            definition=_move_cells(block.definition, shift),
        )
    return block


def _move_cells(cells: tuple[Cell, ...], shift: int) -> tuple[Cell, ...]:
    return tuple(_move_cell(cell, shift) for cell in cells)


def _move_cell(cell: Cell, shift: int) -> Cell:
    if not cell.line:
        return cell
    if not any(mark in cell.text for mark in MARKUP):
        return evolve(cell, line=cell.line + shift)
    read = read_inline(cell.text.replace("&", "&amp;").replace("<", "&lt;"), cell.line + shift)
    return evolve(read, literals=cell.literals + read.literals)
