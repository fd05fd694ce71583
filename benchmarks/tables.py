"""Tables in Markdown: figures, their targets, and whether they meet them."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import Factory, frozen

from benchmarks.measuring import Figure


@frozen
class Table:
    """Figures with the same reference.

    Attributes:
        title: What is measured.
        unit: What the figures are relative to.
        columns: The figures by the name of their row, for each heading.
        targets: The highest median allowed, by the name of the row.
    """

    title: str
    unit: str
    columns: Mapping[str, Mapping[str, Figure]]
    targets: Mapping[str, float] = Factory(dict)

    def find_misses(self) -> set[str]:
        """Return the names of the rows with a figure above their target."""
        return {
            name
            for figures in self.columns.values()
            for name, figure in figures.items()
            if figure.median > self.targets.get(name, figure.median)
        }

    def __str__(self) -> str:
        misses = self.find_misses()
        lines = [("", *self.columns, "target", "met")]
        for name in next(iter(self.columns.values())):
            target = f"≤ {self.targets[name]:g}" if name in self.targets else ""
            met = "NO" if name in misses else "yes" if target else ""
            figures = (str(column[name]) for column in self.columns.values())
            lines.append((name, *figures, target, met))
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        lines.insert(1, tuple("-" * width for width in widths))
        table = "\n".join(f"| {' | '.join(map(str.ljust, line, widths))} |" for line in lines)
        return f"## {self.title}\n\n{self.unit}\n\n{table}\n"
