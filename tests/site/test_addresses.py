"""URLs are permanent: a page or a redirect is at each one that a release had."""

from __future__ import annotations

from pathlib import Path

import pytest

from errsmith.targets.site.addresses import (
    list_redirects,
    list_released_paths,
    list_shared_aliases,
)
from errsmith.targets.site.frame import Frames
from tests.site.projects import STATES, State, build_project

INDEX = ("acme/index.html", "acme.html")


def find_redirects(folder: Path, state: State) -> list[tuple[str, str]]:
    """Return the paths and targets of a project's redirects."""
    redirects = list_redirects(build_project(folder, state))
    return [(redirect.path, redirect.target) for redirect in redirects]


def test_alias_leads_to_its_error(tmp_path: Path) -> None:
    """A page documents several spellings of a code."""
    state = {"acme": {"NO_MONEY": 'aliases = ["POOR", "NO-MONEY", "Broke!"]'}}
    assert find_redirects(tmp_path, state) == [
        ("acme/broke-.html", "acme/no-money.html"),
        INDEX,
        ("acme/poor.html", "acme/no-money.html"),
    ]


def test_alias_of_several_errors_lists_them(tmp_path: Path) -> None:
    """A redirect would lead to one of them at random; an error's own page needs no list."""
    state = {
        "acme": {
            "A": 'code = "A!"\naliases = ["X-Y", "C", "Z"]',
            "B": 'aliases = ["x.y", "X_Y", "C"]',
            "C": 'aliases = ["x.y"]',
        }
    }
    project = build_project(tmp_path, state)
    [page] = list_shared_aliases(project, Frames(project))
    assert page.path == "acme/x-y.html"
    assert page.frame.title == "X-Y, x.y, X_Y · Acme · acme-errors"
    assert page.frame.twin == ""
    assert (page.provider.text, page.provider.url) == ("Acme", "../acme.html")
    assert page.aliases == ("X-Y", "x.y", "X_Y")
    assert [(error.text, error.url, error.summaries) for error in page.errors] == [
        ("A!", "a.html", ("It happened.",)),
        ("B", "b.html", ("It happened.",)),
        ("C", "c.html", ("It happened.",)),
    ]
    assert find_redirects(tmp_path, state) == [INDEX, ("acme/z.html", "acme/a.html")]


def test_alias_index_of_several_errors_lists_them(tmp_path: Path) -> None:
    """The folder of the provider has no redirect then."""
    state = {"acme": {"A": 'aliases = ["INDEX"]', "B": 'aliases = ["index"]'}}
    project = build_project(tmp_path, state)
    paths = [page.path for page in list_shared_aliases(project, Frames(project))]
    assert paths == ["acme/index.html"]
    assert find_redirects(tmp_path, state) == []


def test_page_of_an_error_is_no_redirect(tmp_path: Path) -> None:
    """Even if it is the alias of another one, or has the anchor `index`."""
    state = {"acme": {"A": 'aliases = ["B"]', "B": "", "INDEX": ""}}
    assert find_redirects(tmp_path, state) == []


def test_alias_index_leads_to_its_error(tmp_path: Path) -> None:
    """The folder of a provider has no other first page then."""
    state = {"acme": {"A": 'aliases = ["index"]'}}
    assert find_redirects(tmp_path, state) == [("acme/index.html", "acme/a.html")]


def test_url_of_a_redirect_is_relative(tmp_path: Path) -> None:
    """The site works in any folder."""
    redirects = list_redirects(build_project(tmp_path, {"acme": {"A": 'aliases = ["X"]'}}))
    assert [redirect.url for redirect in redirects] == ["../acme.html", "a.html"]


@pytest.mark.parametrize("count", range(1, len(STATES) + 1))
def test_every_released_address_has_one_page(tmp_path: Path, count: int) -> None:
    """Renaming and splitting errors breaks no link, and no redirect leads to another one."""
    project = build_project(tmp_path, *STATES[:count], STATES[count - 1])
    pages = [f"{provider.name}.html" for provider in project.providers]
    pages += [
        f"{provider.name}/{id_.lower().replace('_', '-')}.html"
        for provider in project.providers
        for id_ in provider.file.errors
    ]
    redirects = list(list_redirects(project))
    shared = list_shared_aliases(project, Frames(project))
    paths = [*pages, *(redirect.path for redirect in redirects), *(alias.path for alias in shared)]
    assert len(paths) == len({*paths})
    assert {redirect.target for redirect in redirects} <= {*pages}
    released = list_released_paths(project.releases)
    assert {"acme.html", "acme/a.html", "acme/x.html", "birch/index.html"} <= released.keys()
    assert released.keys() <= {*paths}


def test_released_paths_have_their_last_release(tmp_path: Path) -> None:
    """Messages about a lost address name it."""
    first: State = {"acme": {"A": "", "B": ""}, "cedar": {}}
    second: State = {"acme": {"A": ""}}
    released = list_released_paths(build_project(tmp_path, first, second, second).releases)
    assert released == {
        "acme.html": "0.2.0",
        "acme/a.html": "0.2.0",
        "acme/b.html": "0.1.0",
        "cedar.html": "0.1.0",
    }
