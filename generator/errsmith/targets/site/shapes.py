"""The shapes of diagrams: boxes with text, and lines between them.

Positions and sizes are in pixels, from the top left corner of the diagram.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from typing import Final, Literal, TypeAlias

from attrs import evolve, frozen

from errsmith.targets.text import format_line

Point: TypeAlias = tuple[int, int]

LabelStyle: TypeAlias = Literal["name", "note", "aside", "prose", "choice", "heading"]
BoxStyle: TypeAlias = Literal[
    "root", "base", "group", "error", "rest", "question", "retry", "advice"
]

FONT: Final = 13
"""Font size in pixels; `assets/style.css` must use the same."""
PADDING: Final = 10
"""The least space between the sides of a box and its text."""
GUTTER: Final = 16
"""The least space between a name and the remark at its right."""
ROW: Final = 26
"""Height of a box with one line of text."""
LEADING: Final = 17
"""Height of each further line."""
GAP: Final = 6
"""Space between boxes that belong together."""
MARGIN: Final = 2
"""The space around a drawing, so that the borders of its boxes are not cut off."""

_CHARACTER: Final = 0.61
"""Width of a character in units of the font's size, as in the widest common monospace fonts."""
_BASELINE: Final = 17
"""The baseline of the first line of text, below the top of its box."""
_HEAD: Final = 4
"""Half the width of an arrowhead."""


def measure_text(text: str) -> int:
    """Return the estimated width of a string in a monospace font."""
    columns = sum(2 if unicodedata.east_asian_width(c) in "FW" else 1 for c in text)
    return math.ceil(columns * FONT * _CHARACTER)


def shorten(text: str, longest: int) -> str:
    """Return a string on one line, cut to a number of characters."""
    line = format_line(text)
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}\u2026"


@frozen(kw_only=True, eq=False)
class LabelView:
    """A line of text.

    Attributes:
        text: The text.
        x: Where it starts or, if `style` is `aside`, where it ends.
        y: Its baseline.
        style: `name` (a class or other code), `note` (a remark in the same font), `aside` (a remark
            at the right of a name), `prose` (a sentence), `choice` (the answer to a question) or
            `heading`.
    """

    text: str
    x: int
    y: int
    style: LabelStyle

    @property
    def classes(self) -> str:
        """Its classes in the style sheet."""
        return f"diagram-{self.style}"


@frozen(kw_only=True, eq=False)
class BoxView:
    """A box with text.

    Attributes:
        x: Its left side.
        y: Its top.
        width: Its width.
        height: Its height.
        style: `root`, `base`, `group` or `error` (a class), `rest` (several errors), `question`,
            `retry` (advice that allows a retry) or `advice` (other advice).
        labels: Its text.
        href: What it links to, or empty.
    """

    x: int
    y: int
    width: int
    height: int
    style: BoxStyle
    labels: tuple[LabelView, ...]
    href: str = ""

    @property
    def classes(self) -> str:
        """Its classes in the style sheet."""
        return f"diagram-box diagram-{self.style}"

    @property
    def right(self) -> int:
        """Its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Its bottom."""
        return self.y + self.height


@frozen(kw_only=True, eq=False)
class Sketch:
    """A box without a place.

    Attributes:
        style: What it stands for.
        name: The name of the class, or empty.
        aside: A remark at the right of the name, or empty.
        note: A remark below the name, or empty.
        href: What it links to, or empty.
    """

    style: BoxStyle
    name: str = ""
    aside: str = ""
    note: str = ""
    href: str = ""

    @property
    def width(self) -> int:
        """The least width of the box."""
        aside = GUTTER + measure_text(self.aside) if self.aside else 0
        return 2 * PADDING + max(measure_text(self.name) + aside, measure_text(self.note))

    def place(self, x: int, y: int, width: int = 0) -> BoxView:
        """Return the box at a place, at least as wide as its text."""
        width = max(width, self.width)
        lines: list[tuple[LabelStyle, str]] = [("name", self.name), ("note", self.note)]
        shown = (line for line in lines if line[1])
        box = build_box(self.style, shown, x=x, y=y, width=width, href=self.href)
        if not self.aside:
            return box
        right, baseline = box.right - PADDING, box.labels[0].y
        aside = LabelView(text=self.aside, x=right, y=baseline, style="aside")
        return evolve(box, labels=(box.labels[0], aside, *box.labels[1:]))


def build_box(
    style: BoxStyle,
    lines: Iterable[tuple[LabelStyle, str]],
    *,
    x: int,
    y: int,
    width: int,
    href: str = "",
) -> BoxView:
    """Build a box that is as high as its lines of text."""
    labels = tuple(
        LabelView(text=text, x=x + PADDING, y=y + _BASELINE + index * LEADING, style=label)
        for index, (label, text) in enumerate(lines)
    )
    height = ROW + (len(labels) - 1) * LEADING
    return BoxView(x=x, y=y, width=width, height=height, style=style, labels=labels, href=href)


@frozen(kw_only=True, eq=False)
class LineView:
    """A line from one box to another.

    Attributes:
        points: Its ends and corners.
        has_arrow: Whether it ends in an arrowhead. Such a line ends downwards or to the right.
    """

    points: tuple[Point, ...]
    has_arrow: bool = False

    @property
    def classes(self) -> str:
        """Its classes in the style sheet."""
        return "diagram-line diagram-arrow" if self.has_arrow else "diagram-line"

    @property
    def path(self) -> str:
        """The path in the syntax of SVG."""
        lines = [self.points]
        if self.has_arrow:
            lines.append(_draw_head(*self.points[-2:]))
        return " ".join(
            f"{'L' if index else 'M'}{x} {y}" for line in lines for index, (x, y) in enumerate(line)
        )


def _draw_head(before: Point, end: Point) -> tuple[Point, Point, Point]:
    """Return the points of an arrowhead that points downwards or to the right."""
    x, y = end
    points_down = before[0] == x
    last = (x + _HEAD, y - _HEAD) if points_down else (x - _HEAD, y + _HEAD)
    return (x - _HEAD, y - _HEAD), end, last


@frozen(kw_only=True, eq=False)
class DrawingView:
    """A drawing.

    Attributes:
        boxes: Its boxes, in the order in which they are read.
        lines: The lines between them.
        labels: Text outside the boxes.
        width: Its width.
        height: Its height.
    """

    boxes: tuple[BoxView, ...]
    lines: tuple[LineView, ...]
    labels: tuple[LabelView, ...]
    width: int
    height: int

    @property
    def view_box(self) -> str:
        """The visible area in the syntax of SVG."""
        return f"0 0 {self.width} {self.height}"


def build_drawing(
    boxes: Iterable[BoxView], lines: Iterable[LineView], labels: Iterable[LabelView] = ()
) -> DrawingView:
    """Build a drawing that is as large as its boxes, with a margin for their borders."""
    drawn = tuple(boxes)
    return DrawingView(
        boxes=drawn,
        lines=tuple(lines),
        labels=tuple(labels),
        width=max(box.right for box in drawn) + MARGIN,
        height=max(box.bottom for box in drawn) + MARGIN,
    )
