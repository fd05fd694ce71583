"""Find the levels of lists whose items could be codes."""

from __future__ import annotations

from collections.abc import Iterator

from errsmith.drift.extraction.candidates import Candidate, Entry
from errsmith.drift.extraction.codes import split_bare, split_leading
from errsmith.drift.extraction.labelled import collect_cells
from errsmith.drift.extraction.labels import Labels
from errsmith.drift.pages.page import Block, Cell, Item, Page


def find_in_lists(page: Page, labels: Labels) -> Iterator[Candidate]:
    """Yield a candidate for the items of each depth below each heading."""
    levels: dict[tuple[object, ...], list[tuple[int, Entry]]] = {}
    contents = _collect_contents(page)
    for position, block in enumerate(page.blocks):
        if not isinstance(block, Item):
            continue
        split = split_leading(block.content)
        is_bare = split is None
        split = split or split_bare(block.content)
        if not split[0]:
            continue
        if block.headings and block.headings[-1].is_key and not split[1]:
            continue  # A scalar of JSON or YAML. Other items come from texts inside the data.
        code, rest = split
        # Blocks are compared by identity, because equal items can be on one page.
        key = (tuple(heading.line for heading in block.headings), block.depth)
        inside = [inner for inner in contents.get(id(block), []) if not isinstance(inner, Item)]
        below = [inner for inner in contents.get(id(block), []) if isinstance(inner, Item)]
        entry = Entry(
            code=Cell(code, block.content.line, block.content.literals),
            rest=rest,
            cells=tuple(collect_cells([*inside, *below], labels)),
            headings=block.headings,
            around=_list_around(block),
            is_bare=is_bare,
        )
        levels.setdefault(key, []).append((position, entry))
    for (_, depth), found in levels.items():
        yield Candidate(
            kind="list",
            signature=("list", depth),
            headings=found[0][1].headings,
            entries=tuple(entry for _, entry in found),
            position=found[0][0],
        )


def _collect_contents(page: Page) -> dict[int, list[Block]]:
    """Return what is directly inside each item, by the identity of the item."""
    contents: dict[int, list[Block]] = {}
    for block in page.blocks:
        if block.item is not None:
            contents.setdefault(id(block.item), []).append(block)
    return contents


def _list_around(item: Item) -> tuple[Item, ...]:
    """Return the items around an item, the nearest last."""
    around: list[Item] = []
    outer = item.item
    while outer is not None:
        around.append(outer)
        outer = outer.item
    return tuple(reversed(around))
