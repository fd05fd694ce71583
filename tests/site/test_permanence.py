"""Sites of several releases: a page at each address that was ever released, and its history."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element

import pytest

from errsmith.site_generation import generate_site
from errsmith.targets.site.checking import check_site
from tests.site.projects import build_project
from tests.site.sites import Site, find_section, parse_pages, read_text

STATES: tuple[Mapping[str, Mapping[str, str]], ...] = (
    {
        "acme": {
            "STAYS": "status = 400",
            "ALIASED": 'aliases = ["OTHER_NAME"]',
            "RENAMED": "",
            "ENDS": "",
        },
        "other": {"FAILED": "", "INDEX": ""},
    },
    {
        "acme": {
            "STAYS": "status = [400, 404]",
            "ALIASED": 'aliases = ["OTHER_NAME", "THIRD_NAME"]',
            "NEW_NAME": 'aliases = ["RENAMED"]',
            "ENDS": 'deprecated = { since = "0.2.0", replacement = "STAYS" }',
            "LATER": "",
        },
        "other": {"FAILED": "", "INDEX": ""},
    },
    {
        "acme": {
            "STAYS": 'status = [400, 404]\nfix = "Try it again."',
            "ALIASED": 'aliases = ["OTHER_NAME", "THIRD_NAME"]',
            "NEWER_NAME": 'aliases = ["RENAMED", "NEW_NAME"]',
            "ENDS": 'removed = { since = "0.3.0", replacement = "STAYS" }',
            "LATER": "",
            "UNRELEASED": "",
        },
        "other": {"FAILED": 'aliases = ["INDEX"]'},
    },
)
"""Two releases, and what the registry has now."""
ADDRESSES = {
    "acme.html": "Acme errors",
    "acme/stays.html": "STAYS",
    "acme/aliased.html": "ALIASED",
    "acme/other-name.html": "ALIASED",
    "acme/third-name.html": "ALIASED",
    "acme/renamed.html": "NEWER_NAME",
    "acme/new-name.html": "NEWER_NAME",
    "acme/ends.html": "ENDS",
    "acme/later.html": "LATER",
    "other.html": "Acme errors",
    "other/failed.html": "FAILED",
    "other/index.html": "FAILED",
}
"""All addresses that a release had, and the heading of the page that they lead to."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Generate the site of the last state."""
    project = build_project(tmp_path_factory.mktemp("site"), *STATES)
    files = dict(generate_site(project))
    return Site(project, files, parse_pages(files))


def follow(site: Site, path: str) -> str:
    """Return the path of the page that a browser ends up at."""
    for _ in range(3):
        refresh = site.pages[path].find("head/meta[@http-equiv='refresh']")
        if refresh is None:
            return path
        target = re.fullmatch(r"0; url=(.*)", refresh.get("content", ""))
        assert target is not None
        folders: list[str] = []
        for part in (PurePosixPath(path).parent / target[1]).parts:
            folders = folders[:-1] if part == ".." else [*folders, part]
        path = "/".join(folders)
    pytest.fail(f"{path} is a redirect of a redirect of a redirect")


def find_notice(page: Element) -> str:
    """Return the notices at the top of a page."""
    notices = [each for each in page.iter() if each.get("class") == "notice"]
    return " ".join(map(read_text, notices))


def test_every_released_address_has_a_page(site: Site) -> None:
    """Its heading is the code, or the code of the error that has it as an alias."""
    found = {path: read_text(next(site.pages[follow(site, path)].iter("h1"))) for path in ADDRESSES}
    assert found == ADDRESSES
    assert check_site(site.files.items(), site.project) == []


@pytest.mark.parametrize("path", ADDRESSES)
def test_check_reports_a_missing_page(site: Site, path: str) -> None:
    """A broken template or a bug must not break the links of others."""
    files = [(name, data) for name, data in site.files.items() if name != path]
    problems = [str(problem) for problem in check_site(files, site.project)]
    assert f"{path}: is missing, but release 0.2.0 published this URL" in problems


def test_page_of_a_removed_error_names_its_replacement(site: Site) -> None:
    """It says at the top that the error was removed, and leads onward."""
    page = site.pages["acme/ends.html"]
    assert find_notice(page) == "Removed since 0.3.0. Use instead: STAYS"
    notices = [each for each in page.iter() if each.get("class") == "notice"]
    assert [link.get("href") for each in notices for link in each.iter("a")] == ["stays.html"]


def test_page_of_an_alias_of_several_errors(tmp_path: Path) -> None:
    """It leads to each of them, and search engines do not list it."""
    state = {"acme": {"A": 'aliases = ["<X>"]', "B": 'aliases = ["<X>"]'}}
    project = build_project(tmp_path, state)
    files = dict(generate_site(project))
    assert check_site(files.items(), project) == []
    page = parse_pages(files)["acme/-x-.html"]
    assert read_text(next(page.iter("h1"))) == "<X>"
    main = page.find("body/main")
    assert main is not None
    assert read_text(main).endswith("Several errors have this alias: A It happened. B It happened.")
    assert [link.get("href") for link in main.findall("ul//a")] == ["a.html", "b.html"]
    assert page.find("head/meta[@name='robots']") is not None


def read_history(site: Site, path: str) -> dict[str, list[str]]:
    """Return what each release changed about an error."""
    section = find_section(site.pages[path], "history")
    assert section is not None
    events: dict[str, list[str]] = {}
    version = ""
    for element in section.findall("dl/*"):
        if element.tag == "dt":
            version = read_text(element)
            events[version] = []
        else:
            events[version].append(read_text(element))
    assert bool(events) != ("Not released yet." in read_text(section))
    return events


FIRST = ["Added in this release."]


def test_history_of_errors(site: Site) -> None:
    """The latest release comes first; what nobody has released is not part of it."""
    assert read_history(site, "acme/unreleased.html") == {}
    assert read_history(site, "acme/later.html") == {"0.2.0 2026-11-02": FIRST}
    stays = read_history(site, "acme/stays.html")
    assert [*stays] == ["0.2.0 2026-11-02", "0.1.0 2026-11-01"]
    assert stays["0.1.0 2026-11-01"] == FIRST
    assert any(sentence.endswith("400 or 404.") for sentence in stays["0.2.0 2026-11-02"])
    assert not any("Try it again" in sentence for each in stays.values() for sentence in each)
    ends = read_history(site, "acme/ends.html")
    assert any("eprecated" in sentence for sentence in ends["0.2.0 2026-11-02"])


def test_changelog_leads_to_pages_of_errors(site: Site) -> None:
    """Pages of providers have no sections of errors on the site."""
    page = site.pages["guides/changelog.html"]
    links = {link.get("href") for link in page.iter("a")}
    assert {"../acme/stays.html", "../acme/ends.html", "../acme/newer-name.html"} <= links
    twin = site.files["guides/changelog.md"].decode()
    assert "(../acme/stays.md)" in twin


def test_site_of_a_first_version_has_no_history(tmp_path: Path) -> None:
    """Nor a changelog."""
    files = dict(generate_site(build_project(tmp_path, STATES[0])))
    assert not [path for path in files if "changelog" in path]
    assert b"changelog" not in files["index.html"]
