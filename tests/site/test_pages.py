"""Every page of every site: valid HTML, accessible structure, and no request to another host."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest

from errsmith.site_generation import generate_site
from errsmith.targets.site.checking import check_site
from tests.registries import ROOT
from tests.site.sites import BASE, SOURCES, Site, build_site, find_all, mark_published, read_text

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "base-uri": "'none'",
    "form-action": "'none'",
}
"""What pages may load, at most."""
URLS = {"action", "cite", "data", "formaction", "href", "poster", "src", "srcset"}
"""Attributes that contain a URL."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LINKING = ("a", "link", "script", "{http://www.w3.org/2000/svg}a")
"""Elements that may have links."""
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", params=mark_published(SOURCES))
def site(request: pytest.FixtureRequest) -> Site:
    """Return each site; its pages parse without any parse error."""
    return build_site(request.param)


def is_redirect(page: Element) -> bool:
    """Return whether a page only leads to another one."""
    return page.find("head/meta[@http-equiv='refresh']") is not None


def find_metas(page: Element, name: str) -> list[str]:
    """Return what a page says about itself under a name."""
    return [
        each.get("content", "")
        for each in page.iter("meta")
        if name in (each.get("name"), each.get("http-equiv"))
    ]


# --- the head ------------------------------------------------------------------------------------


def test_pages_have_language_and_title(site: Site) -> None:
    """Screen readers choose a voice and announce the page; results of web searches show both."""
    for path, page in site.pages.items():
        assert page.get("lang") == "en", path
        [title] = [each for head in page.iter("head") for each in head.iter("title")]
        assert read_text(title), path
        assert page.find("head/meta[@charset='utf-8']") is not None, path


def test_titles_name_the_page(site: Site) -> None:
    """Tabs and results of web searches are told apart by them."""
    headings: dict[str, set[str]] = {}
    for page in site.pages.values():
        if not is_redirect(page):
            [heading] = page.iter("h1")
            title = page.findtext("head/title", "")
            headings.setdefault(title, set()).add(read_text(heading))
    assert {title: found for title, found in headings.items() if len(found) > 1} == {}


def test_pages_restrict_what_they_load(site: Site) -> None:
    """Inline scripts are forbidden, so that a hostile string which got through would be inert."""
    for path, page in site.pages.items():
        [policy] = find_metas(page, "Content-Security-Policy")
        pairs = (directive.strip().partition(" ") for directive in policy.split(";"))
        for name, _, value in pairs:
            assert {*value.split()} <= {*POLICY[name].split()}, (path, name)
        assert "default-src 'none'" in policy, path
        assert "base-uri 'none'" in policy, path
        head = page.find("head")
        assert head is not None
        scripts = [position for position, each in enumerate(head) if each.tag in ("script", "link")]
        policies = [n for n, each in enumerate(head) if each.get("http-equiv", "")[:7] == "Content"]
        assert all(position > policies[0] for position in scripts), path


def test_nothing_is_inline(site: Site) -> None:
    """There are no scripts, styles or event handlers in pages."""
    for path, page in site.pages.items():
        assert not find_all(page, "style"), path
        assert not [each for each in page.iter("script") if each.text or not each.get("src")], path
        names = {name for each in page.iter() for name in each.attrib}
        assert not {name for name in names if name.startswith("on") or name == "style"}, path


def test_pages_lead_to_their_twins(site: Site) -> None:
    """Each page for people is also there in Markdown, or is hidden from search engines."""
    for path, page in site.pages.items():
        twins = [link.get("href") for link in page.iter("link") if link.get("rel") == "alternate"]
        if "noindex" in find_metas(page, "robots"):
            assert twins == [], path
        else:
            stem = path.rpartition("/")[2].removesuffix(".html")
            assert twins == [f"{stem}.md"], path
            assert path.replace(".html", ".md") in site.files


# --- the body ------------------------------------------------------------------------------------


def test_pages_have_one_heading_of_level_1(site: Site) -> None:
    """It is the first heading, and no level is left out below it."""
    for path, page in site.pages.items():
        levels = [int(each.tag[1]) for each in page.iter() if each.tag in HEADINGS]
        if is_redirect(page):
            continue
        assert levels[:1] == [1], path
        assert levels.count(1) == 1, path
        assert all(below <= above + 1 for above, below in pairwise(levels)), path


def test_headings_have_text(site: Site) -> None:
    """Links and buttons, too."""
    for path, page in site.pages.items():
        for element in page.iter():
            if element.tag in (*HEADINGS, "a", "button", "summary", "label", "legend"):
                assert read_text(element), (path, element.tag, element.attrib)


def test_pages_have_landmarks(site: Site) -> None:
    """Each has one main part, and navigation is named if there is more of it."""
    for path, page in site.pages.items():
        [main] = find_all(page, "main")
        body = page.find("body")
        assert body is not None
        outside = {"a", "header", "main", "footer"}
        assert {each.tag for each in body} <= outside, path
        names = [each.get("aria-label") for each in page.iter("nav")]
        assert None not in names, path
        assert len({*names}) == len(names), path
        if not is_redirect(page):
            [skip] = [each for each in page.iter("a") if each.get("class") == "skip"]
            assert skip.get("href") == f"#{main.get('id')}", path


def test_labels_refer_to_elements(site: Site) -> None:
    """Ids are unique, and those that other elements refer to exist."""
    attributes = ("for", "aria-labelledby", "aria-describedby", "aria-controls")
    for path, page in site.pages.items():
        ids = [each.get("id") for each in page.iter() if "id" in each.attrib]
        assert len(ids) == len({*ids}), path
        for each in page.iter():
            for name in attributes:
                assert {*each.get(name, "").split()} <= {*ids}, (path, name)


def test_fields_have_labels(site: Site) -> None:
    """So people who do not see the page know what to type."""
    for path, page in site.pages.items():
        labelled = {each.get("for") for each in page.iter("label")}
        fields = [each for tag in ("input", "select", "textarea") for each in page.iter(tag)]
        assert {each.get("id") for each in fields} <= labelled, path
        assert bool(fields) == (path == "index.html")


def test_tables_have_heads(site: Site) -> None:
    """Every cell has a column, and every row a head."""
    for path, page in site.pages.items():
        for table in page.iter("table"):
            heads = table.findall("thead/tr/th")
            assert heads, path
            for row in table.findall("tbody/tr"):
                assert len(row) == len(heads), path


def test_pictures_have_names(site: Site) -> None:
    """Diagrams have a text alternative."""
    for path, page in site.pages.items():
        assert not find_all(page, "img"), path
        for element in page.iter():
            if element.tag == f"{SVG}svg":
                assert element.get("aria-label") or element.get("aria-labelledby"), path


# --- links ---------------------------------------------------------------------------------------


def list_links(page: Element) -> list[tuple[Element, str]]:
    """Return the elements with links, and the links."""
    return [
        (each, value)
        for each in page.iter()
        for name, value in each.attrib.items()
        if name.rpartition("}")[2] in URLS
    ]


def test_links_are_relative(site: Site) -> None:
    """The site works from disk, below any path and on any host."""
    for path, page in site.pages.items():
        for element, url in list_links(page):
            is_canonical = element.tag == "link" and element.get("rel") == "canonical"
            if is_canonical or (path == "404.html" and url.startswith(BASE)):
                continue
            if url.startswith("data:"):
                assert element.get("rel") == "icon", path
            elif ":" in url.partition("#")[0] and element.tag == "a":
                assert url.startswith(("https://", "http://")), (path, url)
            else:
                assert not url.startswith(("/", "http")), (path, url)
                assert element.tag in LINKING, (path, url)


def test_external_links_are_those_of_the_registry(site: Site) -> None:
    """Pages of providers, and what the guides mention."""
    stated = {
        url
        for provider in site.project.providers
        for info in provider.facts.errors.values()
        if (url := info.source_url)
    }
    stated |= {page.url for p in site.project.providers for page in p.facts.about.sources}
    for path, page in site.pages.items():
        if path.startswith("guides/"):
            continue
        found = {url for each, url in list_links(page) if each.tag == "a" and "://" in url}
        assert {url for url in found if not url.startswith(BASE)} <= stated, path


def test_check_finds_nothing(site: Site) -> None:
    """Every link leads to a page, and every fragment to an id."""
    assert check_site(site.files.items(), site.project) == []


# --- bytes ---------------------------------------------------------------------------------------


def test_same_bytes_again(site: Site) -> None:
    """Nothing depends on what was generated before."""
    assert dict(generate_site(site.project)) == site.files


def test_files_are_plain(site: Site) -> None:
    """Text files are UTF-8 with LF, and end with one line end."""
    for path, data in site.files.items():
        if path.endswith(("html", "md", "js", "css", "json", "xml")):
            text = data.decode()
            assert "\r" not in text, path
            assert "\x00" not in text, path
            assert text.endswith("\n"), path
            assert not text.endswith("\n\n"), path


OTHER_PROCESS = """
import hashlib, sys
from pathlib import Path
from errsmith import generation, lint
from errsmith.site_generation import generate_site
project = generation.build_project(lint.check(Path(sys.argv[1])).registry)
for path, data in generate_site(project):
    print(path, hashlib.sha256(data).hexdigest())
"""


def test_other_process_writes_the_same_bytes() -> None:
    """Neither hashes of strings, nor locale, time zone or folder matter."""
    outputs = []
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/New_York")):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        command = [sys.executable, "-c", OTHER_PROCESS, str(ROOT / "tests/specimen/registry")]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True, timeout=60
        )
        outputs.append(done.stdout)
    assert outputs[0] == outputs[1]
    assert len(outputs[0].splitlines()) == len(build_site("specimen").files)
