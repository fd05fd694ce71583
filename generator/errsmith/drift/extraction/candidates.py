"""Places on a page where codes could be, before those that define codes are chosen."""

from __future__ import annotations

from attrs import evolve, field, frozen

from errsmith.drift.facts import CarrierKind
from errsmith.drift.pages.page import Cell, Heading, Item


@frozen(kw_only=True)
class Entry:
    """An entry of a candidate, which may have a code.

    Attributes:
        code: The text that contains the code.
        rest: The text beside the code in the same cell, item or heading.
        cells: The other cells, with their labels; "" if a cell has none.
        headings: The headings around it, without its own.
        around: The items around it, the nearest last.
        lead: The line right above its table, or the row that names the rows below it.
        is_bare: Whether only a space separates the code from the rest.
    """

    code: Cell
    rest: str = ""
    cells: tuple[tuple[str, Cell], ...] = ()
    headings: tuple[Heading, ...] = ()
    around: tuple[Item, ...] = field(default=(), repr=False)
    lead: str = ""
    is_bare: bool = False

    @property
    def line(self) -> int:
        """Its line on the page."""
        return self.code.line


@frozen(kw_only=True)
class Candidate:
    """A place on a page where codes could be.

    Attributes:
        kind: What kind of place it is.
        label: The header or key of the codes, "" if there is none.
        signature: What places with the same structure share, such as all headers of a table.
        labels: All its labels.
        headings: The headings around all of it.
        entries: Its entries, in the order of the page.
        position: The index of its first block on the page.
    """

    kind: CarrierKind
    label: str = ""
    signature: tuple[object, ...] = ()
    labels: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    entries: tuple[Entry, ...]
    position: int = 0

    def select(self, entries: tuple[Entry, ...]) -> Candidate:
        """Return the candidate with some of its entries."""
        return evolve(self, entries=entries)
