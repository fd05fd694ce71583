"""The diagrams of the site, measured in what their templates print."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest

from tests.site.drawings import FOLDER, SVG, draw_retry, draw_tree, list_boxes, read_subjects

STYLES = (FOLDER / "assets" / "style.css").read_text(encoding="utf-8")
CHARACTER = 0.6 * 13
"""Width of a character in most monospace fonts of 13 pixels."""


@pytest.fixture(scope="module")
def figures() -> dict[str, ET.Element]:
    trees = {name: draw_tree(subject) for name, subject in read_subjects().items()}
    return {**trees, "retry": draw_retry()}


# --- geometry ------------------------------------------------------------------------------------


def list_lines(figure: ET.Element) -> list[list[tuple[int, int]]]:
    """Return the points of each line, without its arrowhead."""
    paths = [path.attrib["d"] for path in figure.iter(f"{SVG}path")]
    first = [re.split(r"(?<=\d) (?=M)", path)[0] for path in paths]
    return [[(int(x), int(y)) for x, y in re.findall(r"[ML](\d+) (\d+)", path)] for path in first]


def measure(text: ET.Element) -> tuple[float, float]:
    """Return where a line of text begins and ends, with two columns for a Japanese character."""
    content = text.text or ""
    width = sum(2 if c > "\u2fff" else 1 for c in content) * CHARACTER
    x = int(text.attrib["x"])
    return (x - width, x) if text.get("class") == "diagram-aside" else (x, x + width)


def test_boxes_do_not_overlap(figures: dict[str, ET.Element]) -> None:
    """No box covers any part of another one."""
    for name, figure in figures.items():
        boxes = list_boxes(figure)
        assert boxes, name
        for one, other in combinations(boxes, 2):
            is_beside = one.right < other.left or other.right < one.left
            assert is_beside or one.bottom < other.top or other.bottom < one.top, name


def test_drawing_has_room_for_boxes(figures: dict[str, ET.Element]) -> None:
    """Nothing is cut off, and the visible area has the size of the picture."""
    for name, figure in figures.items():
        [picture] = figure.iter(f"{SVG}svg")
        width, height = int(picture.attrib["width"]), int(picture.attrib["height"])
        assert picture.attrib["viewBox"] == f"0 0 {width} {height}"
        for box in list_boxes(figure):
            assert 0 < box.left < box.right < width, name
            assert 0 < box.top < box.bottom < height, name


def test_text_fits_its_box(figures: dict[str, ET.Element]) -> None:
    """Each line of text is inside its box, and below the one before unless beside it."""
    for name, figure in figures.items():
        for box in list_boxes(figure):
            assert box.texts, name
            for text in box.texts:
                start, end = measure(text)
                assert box.left + 8 <= start < end <= box.right - 8, (name, text.text)
                assert box.top + 13 <= int(text.attrib["y"]) <= box.bottom - 4, (name, text.text)
            for above, below in pairwise(box.texts):
                is_below = int(below.attrib["y"]) - int(above.attrib["y"]) >= 15
                assert is_below or measure(above)[1] + 8 <= measure(below)[0], (name, below.text)


def test_lines_connect_boxes(figures: dict[str, ET.Element]) -> None:
    """Each line begins at the border of a box, ends at that of another one, and crosses none."""
    for name, figure in figures.items():
        boxes = list_boxes(figure)
        for points in list_lines(figure):
            [start], [end] = (
                [box for box in boxes if box.has_on_border(*point)]
                for point in (points[0], points[-1])
            )
            assert start is not end, name
            for one, other in pairwise(points):
                assert one[0] == other[0] or one[1] == other[1], name
                (left, right), (top, bottom) = (
                    sorted(pair) for pair in zip(one, other, strict=True)
                )
                for box in boxes:
                    is_beside = right <= box.left or box.right <= left
                    assert is_beside or bottom <= box.top or box.bottom <= top, name


def test_lines_lead_to_every_box(figures: dict[str, ET.Element]) -> None:
    """A tree has one root; each other box is connected to one parent."""
    for name, figure in figures.items():
        if name != "retry":
            boxes = list_boxes(figure)
            ends = [points[-1] for points in list_lines(figure)]
            counts = [sum(box.has_on_border(*end) for end in ends) for box in boxes]
            assert counts == [0, *[1] * (len(boxes) - 1)], name


# --- markup --------------------------------------------------------------------------------------


def test_drawings_have_names(figures: dict[str, ET.Element]) -> None:
    """A drawing has a label, or refers to its title and description by unique ids."""
    for name, figure in figures.items():
        [picture] = figure.iter(f"{SVG}svg")
        ids = [element.attrib["id"] for element in figure.iter() if "id" in element.attrib]
        if name == "retry":
            refers = [picture.attrib[f"aria-{way}"] for way in ("labelledby", "describedby")]
            assert refers == ids
            assert [element.tag for element in picture][:2] == [f"{SVG}title", f"{SVG}desc"]
            assert len(set(ids)) == 2
        else:
            assert picture.attrib["aria-label"].endswith(" errors")
            assert ids == []


def test_pictures_have_no_links(figures: dict[str, ET.Element]) -> None:
    """A screen reader reads nothing inside an image, so it must not have links."""
    for figure in figures.values():
        [picture] = figure.iter(f"{SVG}svg")
        if picture.attrib["role"] == "img":
            assert list(picture.iter(f"{SVG}a")) == []


def test_nothing_is_inline(figures: dict[str, ET.Element]) -> None:
    """The content security policy forbids styles and scripts in the page."""
    for figure in figures.values():
        for element in figure.iter():
            assert element.tag.removeprefix(SVG) not in {"style", "script", "foreignObject"}
            assert not any(key == "style" or key.startswith("on") for key in element.attrib)


def test_styles_fit_the_markup(figures: dict[str, ET.Element]) -> None:
    """Each rule about diagrams is about a class that a diagram has."""
    used = {
        class_
        for figure in figures.values()
        for element in figure.iter()
        for class_ in element.get("class", "").split()
    }
    styled = set(re.findall(r"\.(diagram[a-z-]*)", STYLES))
    assert styled
    assert styled <= used
    assert "font-size: 13px" in STYLES
