"""`targets/custom/README.md`: the manual of added outputs shows the example and every view."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import attrs
import pytest

from errsmith import generation
from errsmith.targets.custom import filters, views
from errsmith.targets.custom.checking import DATA
from errsmith.targets.custom.manifest import OutputDef
from errsmith.targets.site.catalogue import build_schema
from tests.errsmith.manuals import (
    ACCEPT,
    FILTER_TABLE,
    list_attributes,
    read_documented,
    write_filter_table,
    write_view_section,
)
from tests.registries import read_registry, write_registry

CUSTOM = Path(filters.__file__).parent
EXAMPLE = CUSTOM / "example"
MANUAL = CUSTOM / "README.md"
TEMPLATES = ("outputs.toml", "errors.csv.jinja", "constants.go.jinja")
OUTPUT = "go/acmeerrors/errors.go"

PROVIDER = """
[[envelopes]]
id = "json"
code = { path = "code" }

[errors.BAD_TOKEN]
summary = "The token is invalid."
status = 401

[errors.order-shipped]
summary = "You cannot change an order after it has left the warehouse."
status = [400, 422]
"""

VIEWS_OF_SCHEMA: dict[str, type[Any]] = {
    "provider": views.ProviderView,
    "source": views.SourcePageView,
    "error": views.ErrorView,
    "documented": views.DocumentedView,
    "derived": views.DerivedView,
    "documented_retry": views.RetryAdviceView,
    "derived_retry": views.RetryAdviceView,
    "lifecycle": views.LifecycleView,
    "stage": views.StageView,
}
"""The views of the definitions in the JSON Schema of `catalogue.json`."""
ADDED = {
    views.ProviderView: {"sdk", "source", "class_name", "codes"},
    views.ErrorView: {"class_name", "identifier", "member"},
}
"""The attributes that the catalogue does not have."""


def write_expected(output: str) -> str:
    """Return the manual with the code's views and filters, and with the example and its output."""
    text = MANUAL.read_text(encoding="utf-8")
    text = FILTER_TABLE.sub(lambda _: write_filter_table(filters.FILTERS), text)
    shown = {name: (EXAMPLE / name).read_text(encoding="utf-8") for name in TEMPLATES}
    for name, content in {**shown, OUTPUT: output}.items():
        head = re.search(rf"`{re.escape(name)}`(?: is)?:\n\n```\w+\n", text)
        assert head is not None, name
        end = text.index("```\n", head.end())
        text = f"{text[: head.end()]}{content}{text[end:]}"
    opening = text.partition("\n### ")[0].rstrip("\n")
    sections = (write_view_section(cls, list_attributes(cls)) for cls in views.VIEWS)
    return "\n\n".join([opening, *(section.rstrip("\n") for section in sections)]) + "\n"


def test_manual_of_outputs(tmp_path: Path) -> None:
    """The manual repeats the docstrings of views and filters, and the files of the example."""
    registry = read_registry(write_registry(tmp_path / "registry", PROVIDER))
    expected = write_expected(generation.generate_sdk(registry, EXAMPLE)[OUTPUT].decode())
    if os.environ.get(ACCEPT):
        MANUAL.write_text(expected, encoding="utf-8", newline="\n")
    command = f"accept with: {ACCEPT}=1 nox -s tests -- tests/errsmith/{Path(__file__).name}"
    assert MANUAL.read_text(encoding="utf-8") == expected, command


@pytest.mark.parametrize("cls", views.VIEWS, ids=lambda cls: cls.__name__)
def test_attributes_of_a_view_are_documented(cls: type[Any]) -> None:
    """The docstring of a view has its attributes and properties, and no others."""
    assert set(read_documented(cls)) == set(list_attributes(cls))


@pytest.mark.parametrize("name", VIEWS_OF_SCHEMA)
def test_view_has_the_properties_of_the_catalogue(name: str) -> None:
    """A view has everything that `catalogue.json` has, under the same names."""
    schema = json.loads(build_schema())["$defs"][name]
    cls = VIEWS_OF_SCHEMA[name]
    names = {attribute.removesuffix("_") for attribute in list_attributes(cls)}
    assert names - ADDED.get(cls, set()) == set(schema["properties"])


def test_manual_lists_keys_and_data() -> None:
    """The tables have the keys of an output, and what it can be rendered for."""
    text = MANUAL.read_text(encoding="utf-8")
    tables = text.partition("\n## List the files")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\S+)` \|.* \|$", tables, re.MULTILINE)
    keys = [field.name for field in attrs.fields(OutputDef)]
    assert rows == [*keys, "data", *(f'"{data}"' for data in DATA)]
    for data, placeholders in DATA.items():
        row = re.search(rf'^\| `"{data}"` \|.*\| (.+) \|$', tables, re.MULTILINE)
        assert row is not None
        assert re.findall(r"\{(\w+)\}", row[1]) == list(placeholders)
