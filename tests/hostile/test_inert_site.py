"""Strings in every field of a registry stay text on the site, whatever they contain.

Sites of harmless and of hostile strings are generated. Their pages have the same elements: where
one has the harmless string, the other has the hostile one, as `tomllib` reads it.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import pytest
from attrs import evolve, frozen

from errsmith import generation
from errsmith.site_generation import generate_site, generate_version_files
from errsmith.targets.site.checking import check_site
from errsmith.targets.target import Project
from tests.registries import read_registry, sdk_toml, write_registry
from tests.site.sites import BASE, parse

from .test_inert_text import (
    HARMLESS,
    OF_MEANING,
    PROVIDERS,
    WHOLE,
    find_replacements,
    make_replacer,
    show,
)

LINK = re.compile(r' (?:href|src)="([^"]*)"')
SAFE = re.compile(r"https?://|data:image/svg|data:,$|[a-z0-9_./-]*(?:#.*)?$")
"""Links that no browser runs."""
REPEATED = {"br", "option", "p", "wbr"}
"""Elements whose number depends on how many sentences, different values or marks there are."""
NUMBERED = re.compile(r"(Errors|Sources|Support|Classes|Groups) \(\d\)")
"""A heading of ours whose number keeps its anchor unique."""
MADE_UP = {"example-response"}
"""Sections whose content depends on what a response with these strings looks like."""


@frozen(eq=False)
class Sites:
    """A site of hostile strings, and one of harmless strings.

    Attributes:
        project: What the hostile one is about.
        mine: The files of the hostile one.
        other: The files of the other one.
    """

    project: Project
    mine: Mapping[str, bytes]
    other: Mapping[str, bytes]


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """Generate both sites."""
    folder = tmp_path_factory.mktemp("sites")
    sdk = sdk_toml(acronyms='["JSON"]')
    registries = (PROVIDERS, dict.fromkeys(PROVIDERS, HARMLESS))
    mine, other = (
        evolve(
            generation.build_project(
                read_registry(write_registry(folder / str(number), files, sdk), OF_MEANING)
            ),
            base_url=BASE,
        )
        for number, files in enumerate(registries)
    )
    return Sites(mine, dict(generate_site(mine)), dict(generate_site(other)))


def list_pages(files: Mapping[str, bytes], provider: str) -> list[bytes]:
    """Return the pages of a provider and its errors, in the order of the registry."""
    return [
        data
        for path, data in files.items()
        if path.endswith(".html") and path.startswith((f"{provider}/", f"{provider}.html"))
    ]


def read_structure(element: Element) -> object:
    """Return the elements of a page, with the names of their attributes and without text."""
    inner: list[object] = []
    for child in element:
        found = read_structure(child)
        if child.tag != "wbr" and (child.tag not in REPEATED or found not in inner[-1:]):
            inner.append(found)
    section = element.get("aria-labelledby") in MADE_UP
    return (element.tag, sorted(element.attrib), element.get("class"), [] if section else inner)


def read_text(page: Element) -> str:
    """Return the text of a page, without what is wrapped, cut or made up."""
    return "".join(_list_texts(next(page.iter("main"))))


def _list_texts(element: Element) -> Iterator[str]:
    if not element.tag.endswith("svg") and element.get("aria-labelledby") not in MADE_UP:
        yield element.text or ""
        for child in element:
            yield from _list_texts(child)
            yield child.tail or ""


@pytest.fixture(scope="module")
def harmless(sites: Sites) -> list[tuple[object, str]]:
    """Return the elements and the text of a provider's pages, which are the same for all."""
    pages = map(parse, list_pages(sites.other, WHOLE))
    found = [(read_structure(page), read_text(page)) for page in pages]
    assert len(found) == 7  # The provider, its four errors, an alias and the folder.
    return found


@pytest.mark.parametrize("name", PROVIDERS)
def test_pages_of_hostile_strings(
    sites: Sites, harmless: list[tuple[object, str]], name: str
) -> None:
    """No string adds an element or an attribute; each is shown as it is in the registry."""
    texts = find_replacements(name)
    # The value of a condition is shown as JSON.
    texts |= {json.dumps(word): json.dumps(hostile) for word, hostile in texts.items()}
    expected_of = make_replacer(texts)
    pages = map(parse, list_pages(sites.mine, name))
    for page, (structure, text) in zip(pages, harmless, strict=True):
        assert read_structure(page) == structure
        if not text.startswith("This page has moved to"):
            found = re.sub(
                r"(Errors|Sources|Support|Classes|Groups) \(\d\)", r"\1", read_text(page)
            )
            assert show(found) == show(expected_of(text))


@pytest.mark.parametrize("path", ["index.html", "guides/testing.html", "guides/clients.html"])
def test_pages_about_all_providers(sites: Sites, path: str) -> None:
    """Pages that name the providers are inert too."""
    mine, other = (read_structure(parse(files[path])) for files in (sites.mine, sites.other))
    assert mine == other


def test_links_are_safe(sites: Sites) -> None:
    """They lead to pages of the site, or to those of the provider."""
    pages = [data.decode() for path, data in sites.mine.items() if path.endswith(".html")]
    urls = {url for page in pages for url in LINK.findall(page)}
    assert len(urls) > len(PROVIDERS)
    assert {url for url in urls if not SAFE.match(url)} == set()


def test_every_link_leads_somewhere(sites: Sites) -> None:
    """Ids are unique, and links lead to them."""
    assert check_site(sites.mine.items(), sites.project) == []


def test_search_data_is_one_string(sites: Sites) -> None:
    """The script only parses a literal, whatever that contains."""
    script = sites.mine["assets/errors.js"].decode("ascii")
    start, end = '"use strict";\nconst DATA = JSON.parse(\'', "');\n"
    assert script.startswith(start)
    assert script.endswith(end)
    literal = script.removeprefix(start).removesuffix(end)
    assert re.fullmatch(r"(?:[^'\\\n<]|\\[\\']|\\u003c)*", literal)
    text = re.sub(r"\\(u003c|.)", lambda found: {"u003c": "<"}.get(found[1], found[1]), literal)
    data = json.loads(text)
    assert [provider["name"] for provider in data["providers"]] == [*sorted(PROVIDERS)]


def test_data_is_well_formed(sites: Sites) -> None:
    """Programs read every file."""
    files = sites.mine
    catalogue = json.loads(files["catalogue.json"])
    errors = [error for provider in catalogue["providers"] for error in provider["errors"]]
    rows = [*csv.reader(io.StringIO(files["catalogue.csv"].decode("utf-8-sig"), newline=""))]
    assert len(rows) == 1 + len(errors) == 1 + 4 * len(PROVIDERS)
    assert {len(row) for row in rows} == {len(rows[0])}
    sitemap = ET.fromstring(files["sitemap.xml"])  # noqa: S314 - it is ours
    assert len(sitemap) == sum(path.endswith(".md") for path in files)
    lines = zlib.decompress(files["objects.inv"].split(b"\n", 4)[4]).decode().split("\n")
    assert lines.pop() == ""
    assert all(re.fullmatch(r"\S+ \w+:\w+ -?\d [a-z0-9_/.#-]+ \S.*", line) for line in lines)
    assert sum(" std:label " in line for line in lines) == len(errors)


def test_versions_of_hostile_settings(sites: Sites) -> None:
    """The list of versions and its script have the names of files only."""
    files = {"0.1.0": {*sites.mine}, "0.2.0": {"index.html"}}
    written = dict(generate_version_files(sites.project, files))
    script = written["all-versions/versions.js"].decode("ascii")
    data: Any = json.loads(script.removeprefix("window.siteVersions = ").removesuffix(";\n"))
    assert {*data["versions"][1]["gone"]} == {
        path for path in sites.mine if path.endswith(".html") and path != "index.html"
    }
    parse(written["all-versions/index.html"])
