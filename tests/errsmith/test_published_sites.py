"""`errsmith site`: addresses of the published site, and several versions side by side."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.errsmith.site_runs import ACME, Run, read_tree, take_snapshot, write_sdk
from tests.registries import write_registry

ERROR = """
[errors.V{0}]
class = "Version{0}Error"
status = 400
summary = "It failed."
"""
URL = "https://acme.example/errors/{version}/{provider}/{anchor}.html"
BASE = "https://acme.example/errors/"
LOCATION = re.compile(r"<loc>([^<]*)</loc>")
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')


# --- addresses -----------------------------------------------------------------------------------


def read_locations(folder: Path) -> set[str]:
    """Return the addresses in the sitemap of a site."""
    return set(LOCATION.findall((folder / "sitemap.xml").read_text(encoding="utf-8")))


def read_canonical(path: Path) -> str:
    """Return the canonical URL of a page."""
    [url] = CANONICAL.findall(path.read_text(encoding="utf-8"))
    return str(url)


def test_site_without_base_url(run_site: Run) -> None:
    """It has no address that depends on a host."""
    run_site()
    files = read_tree()
    assert "sitemap.xml" not in files
    pages = {path: data.decode() for path, data in files.items() if path.endswith(".html")}
    linked = {path for path, page in pages.items() if CANONICAL.search(page)}
    assert linked == {path for path, page in pages.items() if 'http-equiv="refresh"' in page}


@pytest.mark.parametrize("url", [BASE, BASE.removesuffix("/")])
def test_base_url(run_site: Run, url: str) -> None:
    """Sitemap, canonical links and the page for unknown addresses have it."""
    assert run_site("--base-url", url)[0] == 0
    twins = [path for path in read_tree() if path.endswith(".md")]
    pages = {path.replace(".md", ".html") for path in twins}
    urls = {path: f"{BASE}{'' if path == 'index.html' else path}" for path in pages}
    assert read_locations(Path("site")) == {*urls.values()}
    assert {path: read_canonical(Path("site", path)) for path in pages} == urls
    missing = read_tree()["404.html"].decode()
    assert f'href="{BASE}assets/style.css"' in missing
    assert CANONICAL.findall(missing) == []
    assert run_site("--check", "--base-url", url)[0] == 0


@pytest.mark.parametrize(
    ("reference_url", "base"),
    [
        (URL, f"{BASE}0.1.0/"),
        ("https://acme.example/errors/{provider}/{anchor}.html", BASE),
    ],
)
def test_base_url_follows_from_reference_url(run_site: Run, reference_url: str, base: str) -> None:
    """Nobody has to state it twice."""
    write_sdk(reference_url=reference_url)
    assert run_site()[0] == 0
    assert f"{base}acme/bad-token.html" in read_locations(Path("site"))
    catalogue = json.loads(read_tree()["catalogue.json"])
    [error] = catalogue["providers"][0]["errors"]
    assert error["reference_url"] == read_canonical(Path("site/acme/bad-token.html"))
    assert run_site("--check")[0] == 0


# --- versions ------------------------------------------------------------------------------------


def write_versions(run_site: Run, *versions: str, url: str = "", **sdk: str) -> list[str]:
    """Write the sites of versions, each with an error of its own; return what was said last."""
    said = []
    for version in versions:
        write_registry(Path("registry"), {"acme": ACME + ERROR.format(version.replace(".", ""))})
        write_sdk(version=version, **sdk)
        code, out, err = run_site("--versions", *(["--base-url", url] if url else []))
        assert (code, out) == (0, "")
        said.append(err)
    return said


def read_menu() -> Mapping[str, object]:
    """Return the data of the menu of versions."""
    script = Path("site/all-versions/versions.js").read_text(encoding="utf-8")
    data = json.loads(script.removeprefix("window.siteVersions = ").removesuffix(";\n"))
    assert isinstance(data, dict)
    return data


def list_own_pages(folder: Path) -> set[str]:
    """Return the pages of errors that only one version has."""
    return {path.stem for path in (folder / "acme").glob("v*.html")}


@pytest.mark.parametrize(
    "versions", [("0.1.0", "0.2.0", "0.1.1"), ("0.2.0", "0.1.1", "0.1.0"), ("0.1.1", "0.2.0")]
)
def test_versions_side_by_side(run_site: Run, versions: tuple[str, ...]) -> None:
    """Each has a folder, and the latest is the default, in whatever order they are written."""
    said = write_versions(run_site, *versions, url=BASE)
    site = Path("site")
    for version in versions:
        assert list_own_pages(site / version) == {f"v{version.replace('.', '')}"}
    assert list_own_pages(site) == {"v020"}
    menu = read_menu()
    assert menu["latest"] == "0.2.0"
    newest_first = sorted(versions, reverse=True)
    assert [each["version"] for each in menu["versions"]] == newest_first  # type: ignore[attr-defined]
    page = (site / "all-versions" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'href="\.\./([^/"]*)/index.html"', page) == newest_first
    late = [version for version in versions[versions.index("0.2.0") :] if version != "0.2.0"]
    told = [line for err in said for line in err.splitlines() if "is not the latest" in line]
    assert told == [
        f"version {version} is not the latest, so the default version is unchanged"
        for version in late
    ]


@pytest.mark.parametrize(("given", "derived"), [(BASE, None), ("", URL)])
def test_search_engines_list_the_default_version(
    run_site: Run, given: str, derived: str | None
) -> None:
    """Each page is there twice or more often, and only one copy may have the canonical URL."""
    sdk = {} if derived is None else {"reference_url": derived}
    write_versions(run_site, "0.1.0", "0.2.0", "0.1.1", url=given, **sdk)
    site = Path("site")
    listed = read_locations(site)
    assert f"{BASE}acme/v020.html" in listed
    for path in site.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        url = f"{BASE}{path.relative_to(site).as_posix().removeprefix('index.html')}"
        if "all-versions" in path.parts or 'http-equiv="refresh"' in page:
            continue
        assert CANONICAL.findall(page) == [url] * (url in listed), path
        assert ('name="robots" content="noindex"' in page) == (url not in listed), path
    assert [*site.rglob("sitemap*.xml")] == [site / "sitemap.xml"]
    assert not [url for url in listed if re.search(r"/0\.\d\.\d/", url)]


def test_reference_url_leads_to_the_page_of_its_version(run_site: Run) -> None:
    """The SDK of an older version leads to what that version documents."""
    write_versions(run_site, "0.1.0", "0.2.0", "0.1.1", reference_url=URL)
    for version in ("0.1.0", "0.2.0", "0.1.1"):
        folder = Path("site", version)
        catalogue = json.loads((folder / "catalogue.json").read_bytes())
        urls = {error["reference_url"] for error in catalogue["providers"][0]["errors"]}
        own = f"v{version.replace('.', '')}"
        assert urls == {f"{BASE}{version}/acme/{name}.html" for name in ("bad-token", own)}
        assert (folder / "acme" / f"{own}.html").is_file()


@pytest.mark.parametrize(
    "versions", [("0.2.0", "0.1.0", "0.1.1"), ("0.1.1", "0.1.0", "0.2.0", "0.1.1")]
)
def test_order_of_versions_does_not_matter(run_site: Run, versions: tuple[str, ...]) -> None:
    """Those who publish them need not remember which one they wrote when."""
    write_versions(run_site, "0.1.0", "0.1.1", "0.2.0", url=BASE)
    Path("site").rename("in-order")
    write_versions(run_site, *versions, url=BASE)
    assert read_tree() == read_tree(Path("in-order"))


@pytest.mark.parametrize("folder", ["", "0.1.0/", "0.2.0/"])
def test_page_for_unknown_addresses_of_versions(run_site: Run, folder: str) -> None:
    """Hosts show it at any depth, so its links are absolute; it has no URL of its own."""
    write_versions(run_site, "0.1.0", "0.2.0", url=BASE)
    page = Path("site", folder, "404.html").read_text(encoding="utf-8")
    assert CANONICAL.findall(page) == []
    assert f'href="{BASE}{folder}index.html"' in page
    urls = re.findall(r'(?:href|src|data-up)="([^"]*)"', page)
    assert not [url for url in urls if not url.startswith((BASE, "#", "data:"))]


def test_same_version_again_changes_nothing(run_site: Run) -> None:
    """Neither folder nor the list of versions."""
    write_versions(run_site, "0.1.0", "0.2.0")
    before = take_snapshot(Path("site"))
    [said] = write_versions(run_site, "0.2.0")
    assert re.fullmatch(r"0 written, 0 deleted, \d+ unchanged in site\n", said)
    assert take_snapshot(Path("site")) == before


def test_site_without_versions_does_not_replace_them(run_site: Run) -> None:
    """It would remove the version menu from the default version."""
    write_versions(run_site, "0.1.0")
    before = take_snapshot(Path("site"))
    reason = "has several versions; use --versions, or --out to name another folder"
    assert run_site() == (2, "", f"errsmith: site: {reason}\n")
    assert take_snapshot(Path("site")) == before
    assert run_site("--out", "other")[0] == 0


@pytest.mark.parametrize("versions", [("0.1.0",), ("0.1.0", "0.2.0", "0.1.1")])
def test_links_between_versions(run_site: Run, versions: tuple[str, ...]) -> None:
    """Every page finds the list of versions and its script, at any depth."""
    write_versions(run_site, *versions)
    pages = [path for path in Path("site").rglob("*.html") if "all-versions" not in path.parts]
    found = 0
    for path in pages:
        page = path.read_text(encoding="utf-8")
        for url in re.findall(r'(?:href|src)="([^"]*(?:all-versions/|versions\.js)[^"]*)"', page):
            assert (path.parent / url).is_file(), (path, url)
            found += 1
    redirects = sum('http-equiv="refresh"' in path.read_text("utf-8") for path in pages)
    assert found == 3 * (len(pages) - redirects)
