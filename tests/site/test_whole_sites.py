"""Sites of whole registries: well-formed pages, and links that lead somewhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from attrs import evolve

from errsmith import generation
from errsmith.site_generation import generate_site
from errsmith.targets.site.checking import check_site
from errsmith.targets.site.versions import plan_copies
from errsmith.targets.target import Project
from tests.registries import REGISTRIES, read_registry
from tests.site.markup import read_markup
from tests.site.projects import STATES, build_project
from tests.templates import release

BASE = "https://acme.example/errors/"


def generate(project: Project) -> Mapping[str, bytes]:
    """Return the files of a site, which has no problems."""
    project = evolve(project, base_url=BASE)
    files = dict(generate_site(project))
    assert check_site(files.items(), project) == []
    return files


def check_markup(files: Mapping[str, bytes]) -> None:
    """Check that all pages are well-formed, without inline scripts and styles."""
    pages = [path for path in files if path.endswith(".html")]
    assert len(pages) > 5
    for path in pages:
        markup = read_markup(files[path])
        assert all("src" in names for tag, names in markup.tags if tag == "script")
        attributes = {name for _, names in markup.tags for name in names}
        assert not [name for name in attributes if name == "style" or name.startswith("on")]


@pytest.mark.parametrize("name", REGISTRIES)
def test_site_of_registry(name: str) -> None:
    """Every feature of the format is in one of them."""
    check_markup(generate(generation.build_project(read_registry(REGISTRIES[name]))))


def test_site_of_released_registry() -> None:
    """There is a changelog then, and each error has a history."""
    registry = release(read_registry(REGISTRIES["specimen"]))
    files = generate(generation.build_project(registry))
    assert "guides/changelog.html" in files
    check_markup(files)


def test_site_beside_others_or_without_known_url() -> None:
    """Links do not depend on where the site will be."""
    project = generation.build_project(read_registry(REGISTRIES["specimen"]))
    assert check_site(generate_site(project), project) == []
    for copy in plan_copies(project.sdk.version, []):
        assert check_site(generate_site(project, copy=copy), project) == []


@pytest.mark.parametrize("count", range(2, len(STATES) + 1))
def test_site_with_released_addresses(tmp_path: Path, count: int) -> None:
    """Redirects are pages like others."""
    files = generate(build_project(tmp_path, *STATES[:count]))
    check_markup(files)
    assert "acme/a.html" in files
