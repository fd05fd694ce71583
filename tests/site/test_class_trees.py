"""The class tree of a provider: each class is in the drawing or counted, and in the list."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest

from errsmith.meaning.subjects import Subject
from errsmith.runtime.facts import make_anchor
from tests.site.drawings import CODE, draw_tree, list_boxes, read_subjects


@pytest.fixture(scope="module")
def subjects() -> dict[str, Subject]:
    return read_subjects()


@pytest.fixture(scope="module")
def figures(subjects: dict[str, Subject]) -> dict[str, ET.Element]:
    return {name: draw_tree(subject) for name, subject in subjects.items()}


def list_items(figure: ET.Element) -> Iterator[tuple[str, str, str, str]]:
    """Yield the name, link, remark and parent of each class in the list."""
    parents = {child: parent for parent in figure.iter() for child in parent}
    for item in figure.iter("li"):
        [name] = item.findall("code") + item.findall("a/code")
        link = item.find("a")
        head = name if link is None else link
        above = parents[parents[item]]
        outer = above.findtext("code") or above.findtext("a/code") or ""
        href = "" if link is None else link.attrib["href"]
        yield name.text or "", href, (head.tail or "").strip(), outer


def test_list_has_all_classes(figures: dict[str, ET.Element], subjects: dict[str, Subject]) -> None:
    """The list has each class below the one that it inherits from, with a link."""
    for name, subject in subjects.items():
        base, groups = subject.file.provider.class_, subject.resolution.group_classes
        expected = {("ApiError", "", ""), (base, "", "ApiError")}
        expected |= {(class_, f"#group-{make_anchor(id_)}", base) for id_, class_ in groups.items()}
        expected |= {
            (
                each.class_,
                f"acme/{make_anchor(id_)}.html",
                groups[each.group] if each.group else base,
            )
            for id_, each in subject.resolution.errors.items()
        }
        found = [(class_, href, outer) for class_, href, _, outer in list_items(figures[name])]
        assert sorted(found) == sorted(expected)


def test_list_of_few(figures: dict[str, ET.Element]) -> None:
    """Errors have code, statuses and stages; groups have the codes that they catch."""
    remarks = {name: remark for name, _, remark, _ in list_items(figures["few"])}
    assert remarks == {
        "ApiError": "",
        "AcmeError": "",
        "SessionError": "any SESSION_*",
        "SessionGoneError": "SESSION_GONE, 404",
        "SessionBusyError": "SESSION_BUSY, 409, 423, removed",
        "FutureError": "any FUTURE_*",
        "OfflineError": "OFFLINE",
    }


def test_drawing_of_few(figures: dict[str, ET.Element]) -> None:
    """A drawing of few errors has a box for each class, with its statuses and stages."""
    boxes = list_boxes(figures["few"])
    assert [(box.href, [text.text for text in box.texts]) for box in boxes] == [
        (None, ["ApiError"]),
        (None, ["AcmeError"]),
        ("#group-session", ["SessionError", "any SESSION_*"]),
        ("acme/session-gone.html", ["SessionGoneError", "404"]),
        ("acme/session-busy.html", ["SessionBusyError", "409, 423, removed"]),
        ("#group-future", ["FutureError", "any FUTURE_*"]),
        ("acme/offline.html", ["OfflineError"]),
    ]


@pytest.mark.parametrize(("name", "rest"), [("many", []), ("loners", ["3 errors without a group"])])
def test_drawing_of_many(figures: dict[str, ET.Element], name: str, rest: list[str]) -> None:
    """A drawing of many errors has their numbers instead."""
    drawn = [[text.text for text in box.texts] for box in list_boxes(figures[name])]
    groups = [[f"{x}FamilyError", "13 errors", f"any {x}_*"] for x in "ABCD"]
    assert drawn == [["ApiError"], ["AcmeError"], *groups, *([rest] if rest else [])]


def test_hostile_text_is_shown(figures: dict[str, ET.Element]) -> None:
    """Markup in a code is text; a long remark is cut in its box and whole in the list."""
    remarks = {name: remark for name, _, remark, _ in list_items(figures["hostile"])}
    assert f"{CODE}, 400, 5xx, 429" in remarks.values()
    [_, _, group, *_] = list_boxes(figures["hostile"])
    shown = group.texts[-1].text or ""
    assert shown.startswith("any X</text>* or 日本語日本語* or AND_")
    assert shown.endswith("\u2026")
    assert remarks["OddError"].endswith("FIT_INTO_A_BOX_*")
