"""`[sources.ID]`: the pages that facts come from."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

GenerateModule = Callable[..., ModuleType]

PROVIDER = """
[provider]
title = "Acme"
class = "AcmeError"

[sources.reference]
url = "https://acme.example/reference"
retrieved = 2026-11-21
note = "The page shows a field that its examples lack."

[sources.changes]
url = "https://acme.example/changes"
retrieved = 2026-02-03

[groups.label]
match = "LABEL_*"

[errors.FIRST]
status = 400
summary = "It names no source."

[errors.SECOND]
status = 400
summary = "It names a source."
source = "changes"

[errors.THIRD]
status = 400
summary = "It names a source and a place."
source = "changes"
link = "https://acme.example/changes#third"
"""


@pytest.mark.parametrize(
    ("id_", "url"),
    [
        pytest.param("FIRST", "https://acme.example/reference", id="the-first-by-default"),
        pytest.param("SECOND", "https://acme.example/changes", id="the-named-one"),
        pytest.param("THIRD", "https://acme.example/changes#third", id="the-link-before-both"),
    ],
)
def test_source_of_an_error(
    generate_module: GenerateModule, generate_page: Callable[..., str], id_: str, url: str
) -> None:
    """The error's `link` counts, then its source, then the first source of the file."""
    cls = generate_module(PROVIDER).ERRORS[id_]
    assert cls.info.source_url == url
    assert f"Source: {url}" in cls.__doc__
    assert f"- Source: <{url}>" in generate_page(PROVIDER).splitlines()


def test_source_of_group_and_provider_is_the_first(generate_module: GenerateModule) -> None:
    """Facts of groups and providers come from the main page."""
    module = generate_module(PROVIDER)
    assert module.LabelError.info.source_url == "https://acme.example/reference"
    assert module.AcmeError.info.source_url == "https://acme.example/reference"


def test_sources_are_listed_in_the_order_of_the_file(generate_package: GenerateModule) -> None:
    """`PROVIDERS` has each page's URL, date and note."""
    sources = generate_package(PROVIDER).PROVIDERS["acme"].sources
    assert [(source.url, source.retrieved, source.note) for source in sources] == [
        (
            "https://acme.example/reference",
            "2026-11-21",
            "The page shows a field that its examples lack.",
        ),
        ("https://acme.example/changes", "2026-02-03", None),
    ]


def test_page_shows_date_and_note_of_each_source(
    generate_page: Callable[..., str],
) -> None:
    """Readers can check every fact against the page of that day."""
    lines = generate_page(PROVIDER).splitlines()
    start = lines.index("## Sources")
    assert lines[start + 2 : start + 5] == [
        "- <https://acme.example/reference>, read on 2026-11-21.",
        "  The page shows a field that its examples lack.",
        "- <https://acme.example/changes>, read on 2026-02-03.",
    ]


def test_file_without_a_source_is_a_finding(findings: Callable[..., set[str]]) -> None:
    """Facts without a source cannot be checked."""
    assert findings('sources = {}\n\n[provider]\ntitle = "Acme"\nclass = "AcmeError"\n') == {"R203"}


def test_unknown_source_is_a_finding(findings: Callable[..., set[str]]) -> None:
    """An id must name a table of the file."""
    dangling = PROVIDER.replace('source = "changes"', 'source = "change"')
    assert findings(dangling) == {"R201"}
