"""The class tree of a provider, as a diagram and as a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from attrs import frozen

from errsmith.meaning.resolution import ResolvedError
from errsmith.meaning.subjects import Subject
from errsmith.reporting.words import count
from errsmith.targets.class_tree import build_class_tree
from errsmith.targets.site.shapes import (
    GAP,
    MARGIN,
    ROW,
    BoxView,
    DrawingView,
    LineView,
    Sketch,
    build_drawing,
    shorten,
)
from errsmith.targets.text import Node

_MOST_DRAWN: Final = 40
"""Maximum number of errors that each get a box; more would fill several screens."""
_LONGEST_REMARK: Final = 48
"""Characters of a remark in a box; the list shows all of them."""
_SPACE: Final = 14
"""Space between a group, with its errors, and what follows."""
_INDENT: Final = 28
_TRUNK: Final = 12
"""Where the line to the classes below leaves a box, from the left side of the box."""
_ARM: Final = 36
"""Space between a group and its errors."""


@frozen(kw_only=True, eq=False)
class BranchView:
    """A class in the list, with the classes that inherit from it.

    Attributes:
        name: Its name.
        remark: An error's code, statuses and lifecycle stages, or the codes of a group; or empty.
        href: The URL of its documentation, or empty.
        children: The classes that inherit from it.
    """

    name: str
    remark: str
    href: str
    children: tuple[BranchView, ...]


@frozen(kw_only=True, eq=False)
class TreeDiagramView:
    """The class tree of a provider.

    Attributes:
        title: What the diagram shows.
        drawing: The diagram. If there are many errors, each group shows only their number.
        errors: The number of errors in words: `252 errors`.
        root: The tree as a list, with all errors.
    """

    title: str
    drawing: DrawingView
    errors: str
    root: BranchView


def build_tree_diagram(
    subject: Subject, *, link_group: Callable[[str], str], link_error: Callable[[str], str]
) -> TreeDiagramView:
    """Build the diagram of a provider's classes.

    Args:
        subject: The provider.
        link_group: Returns the URL of a group's documentation for the group's id.
        link_error: Returns the URL of an error's documentation for the error's id.
    """
    resolution = subject.resolution
    hrefs = {class_: link_group(id_) for id_, class_ in resolution.group_classes.items()}
    hrefs |= {error.class_: link_error(error.id) for error in resolution.errors.values()}
    root = _build_branch(build_class_tree(subject), hrefs)
    errors = {error.class_: error for error in resolution.errors.values()}
    sketch = _sketch_all if len(errors) <= _MOST_DRAWN else _sketch_groups
    return TreeDiagramView(
        title=f"Class tree: {subject.file.provider.title} errors",
        drawing=_draw(root, sketch(root.children[0], errors)),
        errors=count(len(errors), "error"),
        root=root,
    )


def _build_branch(node: Node, hrefs: Mapping[str, str]) -> BranchView:
    return BranchView(
        name=node.name,
        remark=node.remark,
        href=hrefs.get(node.name, ""),
        children=tuple(_build_branch(child, hrefs) for child in node.children),
    )


@frozen
class _Family:
    """What inherits from the base class: a group with its errors, or an error without a group."""

    head: Sketch
    errors: tuple[Sketch, ...] = ()


def _sketch_all(base: BranchView, errors: Mapping[str, ResolvedError]) -> Iterator[_Family]:
    """Yield the families of a provider with few errors."""
    for branch in base.children:
        if branch.name in errors:
            yield _Family(_sketch_error(branch, errors[branch.name]))
        else:
            members = (_sketch_error(child, errors[child.name]) for child in branch.children)
            yield _Family(_sketch_group(branch), tuple(members))


def _sketch_groups(base: BranchView, errors: Mapping[str, ResolvedError]) -> Iterator[_Family]:
    """Yield the families of a provider with many errors, which show only their number."""
    groups = [branch for branch in base.children if branch.name not in errors]
    for branch in groups:
        yield _Family(_sketch_group(branch, count(len(branch.children), "error")))
    if others := len(base.children) - len(groups):
        yield _Family(Sketch(style="rest", note=f"{count(others, 'error')} without a group"))


def _sketch_group(branch: BranchView, aside: str = "") -> Sketch:
    remark = shorten(branch.remark, _LONGEST_REMARK)
    return Sketch(style="group", name=branch.name, aside=aside, note=remark, href=branch.href)


def _sketch_error(branch: BranchView, error: ResolvedError) -> Sketch:
    aside = ", ".join(map(str, (*error.definition.status, *error.stages)))
    return Sketch(style="error", name=branch.name, aside=aside, href=branch.href)


def _draw(root: BranchView, families: Iterable[_Family]) -> DrawingView:
    """Draw the root and the base class as steps, and the families below them in two columns."""
    drawn = list(families)
    top = Sketch(style="root", name=root.name).place(MARGIN, MARGIN)
    base = Sketch(style="base", name=root.children[0].name).place(
        top.x + _INDENT, top.bottom + _SPACE
    )
    boxes, lines = [top, base], [_draw_trunk(top, base)]
    x, y = base.x + _INDENT, base.bottom + _SPACE
    width = max((family.head.width for family in drawn), default=0)
    width_of_errors = max((error.width for family in drawn for error in family.errors), default=0)
    for family in drawn:
        head = family.head.place(x, y, width)
        boxes.append(head)
        lines.append(_draw_trunk(base, head))
        for index, error in enumerate(family.errors):
            box = error.place(head.right + _ARM, y + index * (ROW + GAP), width_of_errors)
            boxes.append(box)
            lines.append(_draw_arm(head, box))
        y = max(head.bottom, boxes[-1].bottom) + (GAP if head.style == "error" else _SPACE)
    return build_drawing(boxes, lines)


def _draw_trunk(parent: BoxView, child: BoxView) -> LineView:
    """Draw a line from below a box to the left side of another one."""
    x, y = parent.x + _TRUNK, child.y + ROW // 2
    return LineView(points=((x, parent.bottom), (x, y), (child.x, y)))


def _draw_arm(group: BoxView, error: BoxView) -> LineView:
    """Draw a line from the right side of a group to one of its errors."""
    start, end = group.y + ROW // 2, error.y + ROW // 2
    middle = group.right + _ARM // 2
    return LineView(points=((group.right, start), (middle, start), (middle, end), (error.x, end)))
