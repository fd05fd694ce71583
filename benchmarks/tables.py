"""Figures as tables of Markdown, with what they ought to be and whether they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from attrs import frozen

from benchmarks.measuring import Figure, Ratios

TIMES: Final = ("processor time", "elapsed time")
"""Columns of commands."""


@frozen
class Row:
    """One way of doing something.

    Attributes:
        name: What is done, and how.
        figures: One per column.
        target: The most that the first figures may be, None if the row is there to compare.
        bound: How many figures the target is for; None for all of them.
    """

    name: str
    figures: Sequence[Figure]
    target: float | None = None
    bound: int | None = None

    @property
    def holds(self) -> bool:
        """Whether each figure that has a target keeps to it."""
        return self.target is None or all(
            figure.median <= self.target for figure in self.figures[: self.bound]
        )


@frozen
class Table:
    """Figures of one subject.

    Attributes:
        title: What is measured.
        unit: What is 1.00.
        columns: Headings of the figures.
        rows: The ways.
    """

    title: str
    unit: str
    columns: Sequence[str]
    rows: Sequence[Row]

    @property
    def misses(self) -> int:
        """How many rows do not keep to their target."""
        return sum(not row.holds for row in self.rows)

    def __str__(self) -> str:
        lines = [("", *self.columns, "target", "holds"), *map(_cells, self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        lines.insert(1, tuple("-" * width for width in widths))
        table = "\n".join(f"| {' | '.join(map(str.ljust, line, widths))} |" for line in lines)
        return f"## {self.title}\n\n{self.unit}\n\n{table}\n"


def command_rows(ratios: Mapping[str, Ratios], targets: Mapping[str, float]) -> list[Row]:
    """Make rows of commands; a target is for processor time, which others do not disturb."""
    return [
        Row(name, [one.processor, one.elapsed], targets.get(name), bound=1)
        for name, one in ratios.items()
    ]


def _cells(row: Row) -> tuple[str, ...]:
    target = "" if row.target is None else f"≤ {row.target:g}"
    holds = "" if row.target is None else "yes" if row.holds else "NO"
    return row.name, *map(str, row.figures), target, holds
