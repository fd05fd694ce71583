"""The sites of many registries, and their pages as browsers read them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from attrs import evolve, frozen

from errsmith import generation
from errsmith.site_generation import generate_site
from errsmith.targets.target import Project
from tests.errsmith.test_templates import HOSTILE, write_hostile
from tests.errsmith.test_templates import OF_MEANING as IGNORED
from tests.publishing.providers import OF_MEANING, PROVIDERS, write_provider
from tests.registries import REGISTRIES, ROOT, read_registry, write_registry
from tests.site.projects import build_project
from tests.templates import release

BASE = "https://acme.example/errors/"
"""The URL of those sites that have one."""
FEW = 50
"""Errors of each odd provider: more of them differ only in their names."""


@frozen(eq=False)
class Site:
    """A generated site.

    Attributes:
        project: What it is about.
        files: Its files by path.
        pages: Its HTML pages by path.
    """

    project: Project
    files: Mapping[str, bytes]
    pages: Mapping[str, Element]

    def list_texts(self) -> Iterator[tuple[str, str]]:
        """Yield path and text of each HTML page."""
        for path in self.pages:
            yield path, self.files[path].decode()


def read_project(registry: Path, ignored: frozenset[str] = frozenset()) -> Project:
    """Return the project of a registry without findings, apart from ignored rules."""
    return generation.build_project(read_registry(registry, ignored))


def _read_released(_: Path) -> Project:
    """Return the specimen with two releases."""
    registry = release(read_registry(REGISTRIES["specimen"]))
    return evolve(generation.build_project(registry), base_url=BASE)


def _read_hostile(folder: Path) -> Project:
    return read_project(write_hostile(folder, HOSTILE), IGNORED)


def _read_odd(folder: Path) -> Project:
    """Return a project with markup, odd ids and odd responses."""
    providers = {
        name: write_provider(dict(islice(errors.items(), FEW)))
        for name, errors in PROVIDERS.items()
    }
    return evolve(read_project(write_registry(folder, providers), OF_MEANING), base_url=BASE)


def _read_bare(folder: Path) -> Project:
    """Return a project without anything that is optional."""
    return build_project(folder, {"acme": {"FAILED": ""}})


def _read_committed(registry: Path) -> Callable[[Path], Project]:
    return lambda _: read_project(registry)


SOURCES: Mapping[str, Callable[[Path], Project]] = {
    "published": _read_committed(ROOT / "registry"),
    **{name: _read_committed(path) for name, path in REGISTRIES.items() if name != "near_misses"},
    "released": _read_released,
    "hostile": _read_hostile,
    "odd": _read_odd,
    "bare": _read_bare,
}
"""What each site is generated from, given an empty folder."""


def mark_published(names: Iterable[str]) -> list[Any]:
    """Return names of sites as parameters; only the published one depends on registry/."""
    return [
        pytest.param(name, marks=pytest.mark.published) if name == "published" else name
        for name in names
    ]


FOLDERS: Mapping[str, Path] = {
    "published": ROOT / "registry",
    **{name: path for name, path in REGISTRIES.items() if name in SOURCES},
}
"""The registries of sites that are compared with their registry."""
NAMES = mark_published(sorted(FOLDERS))


@cache
def build_site(name: str) -> Site:
    """Generate a site and parse its pages; a page that browsers would repair is an error."""
    with tempfile.TemporaryDirectory() as folder:
        project = SOURCES[name](Path(folder))
        files = dict(generate_site(project))
    return Site(project, files, parse_pages(files))


def parse_pages(files: Mapping[str, bytes]) -> dict[str, Element]:
    """Parse the HTML pages among files."""
    return {path: parse(data) for path, data in files.items() if path.endswith(".html")}


def parse(data: bytes) -> Element:
    """Parse a page as browsers do, and raise the first parse error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    page: Element = parser.parse(data.decode())
    return page


def read_text(element: Element) -> str:
    """Return the text of an element, with single blanks."""
    return " ".join("".join(element.itertext()).split())


def find_all(element: Element, tag: str, **attributes: str) -> list[Element]:
    """Return the elements below an element with a tag and attributes."""
    return [
        each
        for each in element.iter(tag)
        if all(each.get(name.strip("_")) == value for name, value in attributes.items())
    ]


def find_section(page: Element, id_: str) -> Element | None:
    """Return the section whose heading has an id, if there is one."""
    return page.find(f".//section[@aria-labelledby='{id_}']")
