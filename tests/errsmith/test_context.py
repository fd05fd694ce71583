"""`targets/README.md`: the manual of templates documents exactly what templates receive."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, get_args, get_type_hints

import attrs
import pytest

from errsmith.targets.markdown.tables import CellView, TableView
from errsmith.targets.python.literals import Call, Name
from errsmith.targets.rendering import VIEW_VERSION
from tests import templates
from tests.errsmith.manuals import (
    ACCEPT,
    FILTER_TABLE,
    read_documented,
    write_filter_table,
    write_view_section,
)
from tests.specimen.sdk import REGISTRY
from tests.templates import FILTERS, MANUAL


def renderings() -> dict[str, type[Any]]:
    """Return the class of each template's view."""
    return {name: type(rendering.view) for name, rendering in templates.list_renderings(REGISTRY)}


def list_views() -> list[type[Any]]:
    """Return the classes of all views, each followed by the views it contains."""
    found: dict[type[Any], None] = {}
    for view in [renderings()[template] for template in sorted(renderings())]:
        _collect(view, found)
    return list(found)


def _collect(kind: Any, found: dict[type[Any], None]) -> None:
    for inner in get_args(kind):
        _collect(inner, found)
    is_expression = kind in {Call, Name} or is_of_runtime_class(kind)
    if attrs.has(kind) and kind not in found and not is_expression:
        found[kind] = None
        for hint in get_type_hints(kind).values():
            _collect(hint, found)


def is_of_runtime_class(kind: Any) -> bool:
    """Return whether a class belongs to the SDK's runtime, whose objects are printed whole."""
    return getattr(kind, "__module__", "").startswith("errsmith.runtime.")


def write_expected() -> str:
    """Return the manual with the views and filters of the code."""
    text = MANUAL.read_text(encoding="utf-8")
    text = FILTER_TABLE.sub(lambda _: write_filter_table(FILTERS), text)
    opening = text.partition("\n### ")[0].rstrip("\n")
    sections = (
        write_view_section(cls, {field.name: field.type for field in attrs.fields(cls)})
        for cls in list_views()
    )
    return "\n\n".join([opening, *(section.rstrip("\n") for section in sections)]) + "\n"


def test_manual_documents_every_attribute_and_filter() -> None:
    """The manual repeats the docstrings of views and filters word for word."""
    if os.environ.get(ACCEPT):
        MANUAL.write_text(write_expected(), encoding="utf-8", newline="\n")
    command = f"accept with: {ACCEPT}=1 nox -s tests -- tests/errsmith/{Path(__file__).name}"
    assert MANUAL.read_text(encoding="utf-8") == write_expected(), command


@pytest.mark.parametrize("cls", [*list_views()], ids=lambda cls: cls.__name__)
def test_every_attribute_of_a_view_is_documented(cls: type[Any]) -> None:
    """The manual's list and the docstring have the attributes of the class, and no others."""
    section = MANUAL.read_text(encoding="utf-8").partition(f"\n### {cls.__name__}\n")[2]
    kinds = re.findall(r"^- `(\w+): (.+?)`: (.+)$", section.partition("\n### ")[0], re.MULTILINE)
    assert [(name, kind) for name, kind, _ in kinds] == [
        (field.name, field.type) for field in attrs.fields(cls)
    ]
    assert {name: text for name, _, text in kinds} == read_documented(cls)


def test_every_filter_is_documented() -> None:
    """The manual's table has exactly the filters."""
    section = MANUAL.read_text(encoding="utf-8").partition("\n## Filters\n")[2]
    names = re.findall(r"^\| `(\w+)[^`]*` \| .+ \|$", section.partition("\n## ")[0], re.MULTILINE)
    assert names == list(FILTERS)


def test_every_template_is_documented() -> None:
    """The manual's table has each template with what its head comment says.

    A path with `<provider>` stands for one file per provider.
    """
    section = MANUAL.read_text(encoding="utf-8").partition("\n## Which template")[2]
    rows = re.findall(r"^\| `(.+?)` \| `(\w+)` \| `(.+?)` \|$", section, re.MULTILINE)
    found = {}
    for name in templates.NAMES:
        head = templates.read_template(name).partition("\n")[0]
        match = re.match(r"\{#- (Once|One per [a-z ]+): `(.+)`\. Receives `view`, an? `(.+)`", head)
        if match:
            is_single = "<provider>" not in match[2] and "<guide>" not in match[2]
            assert (match[1] == "Once") == is_single
            found[name] = (match[3], match[2])
    assert {row[0]: row[1:] for row in rows} == found
    assert {row[0]: row[1] for row in rows} == {k: v.__name__ for k, v in renderings().items()}


def test_manual_names_the_version_of_the_views() -> None:
    """Authors of templates can see which version of the views they were written for."""
    text = MANUAL.read_text(encoding="utf-8")
    assert f"of version {VIEW_VERSION} (`errsmith.targets.rendering.VIEW_VERSION`)" in text


def test_partials_receive_what_the_manual_says() -> None:
    """The manual documents the views that macros of partials receive."""
    assert {TableView, CellView} <= set(list_views())
