"""What constants can be in: enums, classes, objects, lists, groups."""

from __future__ import annotations

from attrs import define, field

from errsmith.drift.pages.page import Cell
from errsmith.drift.pages.statements import Value


@define
class Scope:
    """What a constant can be in.

    Attributes:
        kind: `enum`, `class`, `object`, `list`, `const` or `body`.
        end: The index of the bracket that ends it, None if indentation does.
        column: The column of the statement that begins it.
        depth: The number of headings around it.
        fields: The values of its lower-case members, which describe a class.
        slot: The index of the class among the blocks, if it can be described.
        key: The name of the class.
        notes: What comments say about the class.
        is_enum: Whether it is an enum, even if other members follow those of the enum.
    """

    kind: str
    end: int | None
    column: int
    depth: int
    fields: list[Value] = field(factory=list)
    slot: int = 0
    key: Cell | None = None
    notes: list[Value] = field(factory=list)
    is_enum: bool = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.is_enum = self.kind == "enum"
