"""`check_site` finds each kind of problem, and none on a correct site."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest
from attrs import evolve

from errsmith.registry.model import Url
from errsmith.targets.site.checking import check_site
from errsmith.targets.target import Project
from tests.site.projects import build_project

BASE = "https://acme.example/errors/"


def write_page(body: str = "", *, twin: str = "page.md", head: str = "") -> str:
    """Return a page with a title, a twin and a stylesheet."""
    link = f'<link rel="alternate" type="text/markdown" href="{twin}">' if twin else ""
    return f"<!doctype html><title>Page</title>{link}{head}<main id=main>{body}</main>"


NOINDEX = '<meta name="robots" content="noindex">'
SITE = {
    "index.html": write_page(
        '<a href="acme.html#notes">Acme</a> <a href="#main">Skip</a> <a href="?q=x#main">x</a>'
        '<a href="acme/a.html">A</a> <a href="https://other.example/x#y">Other</a>'
        '<a href="mailto:a@acme.example">Mail</a> <img src="data:image/png;base64,AA" alt="">'
        '<script src="assets/page.js" defer></script> <a href="catalogue.json">Data</a>'
        '<a href="all-versions/index.html">Versions</a>',
        twin="index.md",
        head=f'<link rel="stylesheet" href="assets/style.css"><link rel=canonical href="{BASE}">'
        '<link rel="icon" href="data:image/svg+xml,%3Csvg/%3E">',
    ),
    "index.md": "# Errors\n\n[A](acme/a.md#a_b) [`x`](acme.md#the-notes) `[no](x)` \\[no\\](x)\n",
    "acme.html": write_page('<h2 id="notes">Notes</h2>', twin="acme.md"),
    "acme.md": "# Acme\n\n```md\n# No\n[no](link)\n```\n\n## The *notes*\n\n[up](<index.md>)\n",
    "acme/a.html": write_page(
        '<a href="../acme.html?x=1#notes">Acme</a> <a href="../index.html#kind=x&amp;q=">Kind</a>'
        '<a href="../../all-versions/index.html">Versions</a>',
        twin="a.md",
        head=f'<link rel="canonical" href="{BASE}acme/a.html">',
    ),
    "acme/a.md": "# A\\_b\n\n[up](../acme.md#acme) <https://other.example/>\n",
    "acme/x.html": write_page(
        twin="", head=f'{NOINDEX}<meta http-equiv="refresh" content="0; url=a.html">'
    ),
    "404.html": write_page(
        f'<a href="{BASE}">Start</a> <a href="{BASE}acme.html#notes">Acme</a>',
        twin="",
        head=f'{NOINDEX}<link rel="stylesheet" href="{BASE}assets/style.css">',
    ),
    "assets/style.css": "a { background: url('dot.svg'), url(data:image/png;base64,AA); }",
    "assets/dot.svg": "<svg/>",
    "assets/page.js": 'const url = "https://other.example/";',
    "catalogue.json": "{}",
    "sitemap.xml": f"<urlset><loc>{BASE}</loc><loc>{BASE}acme/a.html</loc></urlset>",
}
"""A correct site."""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return the project of the site, with an error and an alias."""
    state = {"acme": {"A": 'aliases = ["X"]'}}
    return evolve(build_project(tmp_path, state, state), base_url=BASE)


def write_inventory(*addresses: str) -> bytes:
    """Return an inventory with some addresses."""
    lines = "".join(f"name py:module 0 {address} -\n" for address in addresses)
    return b"#\n#\n#\n#\n" + zlib.compress(lines.encode())


def find_problems(project: Project, files: Mapping[str, str | bytes | None]) -> list[str]:
    """Return the problems of the site with other files; None deletes a file."""
    site = {path: data for path, data in {**SITE, **files}.items() if data is not None}
    stream = (
        (path, data.encode() if isinstance(data, str) else data) for path, data in site.items()
    )
    return [str(problem) for problem in check_site(stream, project)]


def test_correct_site_has_no_problems(project: Project) -> None:
    """The order of the files does not matter."""
    files = {path: data.encode() for path, data in SITE.items()}
    files["objects.inv"] = write_inventory("index.html", "acme.html#notes")
    assert check_site(files.items(), project) == []
    assert check_site(reversed(files.items()), project) == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<a href="b.html">', "has the link 'b.html', but there is no file acme/b.html"),
        ('<a href="../b.html">', "has the link '../b.html', but there is no file b.html"),
        ('<a href="../acme">', "has the link '../acme', but there is no file acme"),
        ('<a href="../acme/">', "has the link '../acme/', but there is no file acme"),
        ('<a href="">', None),
        ('<a href="#b">', "has the link '#b', but acme/page.html has no id 'b'"),
        ('<a href="../acme.html#b">', "has the link '../acme.html#b', but acme.html has no id 'b'"),
        ('<a href="../index.md#no">', "has the link '../index.md#no', but index.md has no id 'no'"),
        ('<a href="../../x.html">', "has the link '../../x.html', which points outside the site"),
        ('<a href="/x">', "has the link '/x', which breaks below a path; use a relative URL"),
        (
            '<a href="//o.example/x">',
            "has the link '//o.example/x', expected http, https or mailto",
        ),
        (
            '<a href="JavaScript:x()">',
            "has the link 'JavaScript:x()', expected http, https or mailto",
        ),
        (
            '<a href="data:text/html,x">',
            "has the link 'data:text/html,x', expected http, https or mailto",
        ),
        ('<img src="x.png" alt="">', "has the link 'x.png', but there is no file acme/x.png"),
        (
            '<img src="https://o.example/x.png">',
            "requests 'https://o.example/x.png', which is not part of the site",
        ),
        (
            '<script src="//o.example/x.js">',
            "requests '//o.example/x.js', which is not part of the site",
        ),
        (
            '<link rel="stylesheet" href="https://o.example/x.css">',
            "requests 'https://o.example/x.css', which is not part of the site",
        ),
        (
            '<link rel="preconnect" href="http://o.example/">',
            "requests 'http://o.example/', which is not part of the site",
        ),
        (
            f'<link rel="canonical" href="{BASE}b.html">',
            f"has the link '{BASE}b.html', but there is no file b.html",
        ),
        (
            '<meta http-equiv="Refresh" content="0;URL=b.html">',
            "has the link 'b.html', but there is no file acme/b.html",
        ),
        ('<p id="a"></p><p id="a"></p>', "has 2 elements with the id 'a'"),
    ],
)
def test_problem_of_a_page(project: Project, body: str, message: str | None) -> None:
    """The message names the link as it is written, and where it leads."""
    page = write_page(body, twin="a.md").replace("id=main", "")
    expected = [] if message is None else [f"acme/page.html: {message}"]
    assert find_problems(project, {"acme/page.html": page}) == expected


def test_page_without_title(project: Project) -> None:
    """Tabs and search results show it."""
    page = SITE["acme.html"].replace("<title>Page</title>", "<title> </title>")
    assert find_problems(project, {"acme.html": page}) == ["acme.html: has no title"]


def test_page_without_twin(project: Project) -> None:
    """Only pages that are hidden from search engines may lack it, such as redirects."""
    problem = "acme/x.html: has no Markdown version; add one or mark the page `noindex`"
    assert find_problems(project, {"acme/x.html": write_page(twin="")}) == [problem]


def test_twin_that_does_not_exist(project: Project) -> None:
    """It is a link like others."""
    assert find_problems(project, {"acme/a.md": None}) == [
        "acme/a.html: has the link 'a.md', but there is no file acme/a.md",
        "index.md: has the link 'acme/a.md#a_b', but there is no file acme/a.md",
    ]


def test_absolute_link_to_the_site_itself(project: Project) -> None:
    """It fails on other hosts and offline; only 404.html and canonical links need it."""
    files = {"404.html": SITE["404.html"] + f'<a href="{BASE}b.html">'}
    problem = f"404.html: has the link '{BASE}b.html', but there is no file b.html"
    assert find_problems(project, files) == [problem]
    page = write_page(f'<script src="{BASE}assets/page.js"></script>', twin="acme.md")
    problem = f"b.html: requests '{BASE}assets/page.js', which is not part of the site"
    assert find_problems(project, {"b.html": page}) == [problem]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[x](b.md)", "has the link 'b.md', but there is no file b.md"),
        ("[`x`](acme.md#b)", "has the link 'acme.md#b', but acme.md has no id 'b'"),
        ("# X\n[x](#x) [x](#x-1)", "has the link '#x-1', but page.md has no id 'x-1'"),
        ("# X\n# X\n[x](#x) [x](#x-1)", None),
        ('# `a_b` &amp; c\n[x](#a_b--c)\n<a id="y"></a>[y](#y)', None),
        ("`` ` [x](b) ``", None),
        ("````\n```\n[x](b)\n````", None),
        ("```\n```\n[x](b.md)", "has the link 'b.md', but there is no file b.md"),
        ("[x](a\\_b.md)", "has the link 'a_b.md', but there is no file a_b.md"),
        ("[x](javascript:x)", "has the link 'javascript:x', expected http, https or mailto"),
    ],
)
def test_problem_of_a_markdown_page(project: Project, text: str, message: str | None) -> None:
    """Links in code are none."""
    expected = [] if message is None else [f"page.md: {message}"]
    assert find_problems(project, {"page.md": text}) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a { background: url(x.png) }", "has the link 'x.png', but there is no file assets/x.png"),
        ("@import 'x.css';", "has the link 'x.css', but there is no file assets/x.css"),
        (
            '@font-face { src: url("https://o.example/x.woff2") }',
            "requests 'https://o.example/x.woff2', which is not part of the site",
        ),
    ],
)
def test_problem_of_a_stylesheet(project: Project, text: str, message: str) -> None:
    """Fonts and images must be files of the site, too."""
    assert find_problems(project, {"assets/style.css": text}) == [f"assets/style.css: {message}"]


def test_problems_of_data(project: Project) -> None:
    """Other programs follow the addresses in the sitemap and the inventory."""
    files: dict[str, str | bytes] = {
        "sitemap-1.xml": f"<loc>{BASE}b.html</loc>",
        "objects.inv": write_inventory("acme.html#b", "index.html"),
    }
    assert find_problems(project, files) == [
        "objects.inv: has the link 'acme.html#b', but acme.html has no id 'b'",
        f"sitemap-1.xml: has the link '{BASE}b.html', but there is no file b.html",
    ]


@pytest.mark.parametrize(("path", "name"), [("acme/a.html", "A"), ("acme/x.html", "X")])
def test_error_or_alias_without_page(project: Project, path: str, name: str) -> None:
    """Each has a permanent URL, even before the first release."""
    problems = find_problems(evolve(project, releases=()), {path: None})
    assert f"{path}: is missing, but it is the URL of {name!r}" in problems


def test_released_address_without_page(project: Project) -> None:
    """Others have links to it."""
    assert find_problems(project, {"acme/x.html": None}) == [
        "acme/x.html: is missing, but release 0.1.0 published this URL"
    ]


@pytest.mark.parametrize(
    ("end", "problem"),
    [
        ("{provider}/{anchor}.html", None),
        (
            "2/{provider}/{anchor}.html",
            "2/acme/a.html: is missing, but `reference_url` of A points to it",
        ),
        (
            "{provider}.html#{anchor}",
            "acme.html: has no id 'a', but `reference_url` of A points to it",
        ),
    ],
)
def test_reference_url_leads_to_a_page(project: Project, end: str, problem: str | None) -> None:
    """The SDK has these URLs, for example as types of problems."""
    sdk = evolve(project.sdk, reference_url=Url(f"{BASE}{end}"))
    providers = tuple(evolve(provider, sdk=sdk) for provider in project.providers)
    site = evolve(project, sdk=sdk, providers=providers)
    assert find_problems(site, {}) == ([] if problem is None else [problem])
    assert find_problems(evolve(site, base_url="https://other.example/"), {"404.html": None}) == []
