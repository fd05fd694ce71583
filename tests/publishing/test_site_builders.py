"""The reference builds without warnings in MkDocs and in Sphinx, whatever the registry contains.

`nox -s publishing` runs these tests; other sessions lack the site builders.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from attrs import define, field

from tests import templates
from tests.output.markdown import read
from tests.publishing.providers import HOSTILE, OF_MEANING, PROVIDERS, write_provider
from tests.registries import ROOT, generate_files, write_files, write_registry
from tests.specimen.sdk import REGISTRY

for module in ("mkdocs", "myst_parser"):
    pytest.importorskip(module, reason="only the session publishing installs it")

MANUAL = read(templates.MANUAL.read_text(encoding="utf-8"))
SETTINGS = {fence.language: fence.text for fence in MANUAL.fences}
"""The settings that the manual recommends, by language."""
Build = Callable[[Path], Path]


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the reference of a registry with these providers."""
    folder = tmp_path_factory.mktemp("invented")
    providers = {name: write_provider(errors) for name, errors in PROVIDERS.items()}
    files = generate_files(write_registry(folder / "registry", providers), OF_MEANING)
    return write_files(folder / "out", files) / "docs"


@pytest.fixture(scope="module")
def specimen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the reference of the registry that most tests use."""
    return write_files(tmp_path_factory.mktemp("specimen"), generate_files(REGISTRY)) / "docs"


@pytest.fixture(
    params=["invented", "specimen", pytest.param("published", marks=pytest.mark.published)]
)
def reference(request: pytest.FixtureRequest) -> Path:
    """Return the folder of a reference."""
    if request.param == "published":
        return ROOT / "generated" / "docs"
    return Path(request.getfixturevalue(request.param))


def build_with_mkdocs(folder: Path, docs: Path) -> Path:
    """Build a site with MkDocs, and return its folder."""
    write_files(folder, {"mkdocs.yml": SETTINGS["yaml"]})
    shutil.copytree(docs, folder / "docs")
    run(folder, "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder / "site"))
    return folder / "site"


def build_with_sphinx(folder: Path, docs: Path) -> Path:
    """Build a site with Sphinx, and return its folder."""
    shutil.copytree(docs, folder / "docs")
    settings = {"conf.py": SETTINGS["python"], "contents.md": SETTINGS["markdown"]}
    write_files(folder / "docs", settings)
    run(folder, "sphinx", "-q", "-W", "--keep-going", "docs", "site")
    return folder / "site"


def run(folder: Path, *command: str) -> None:
    """Run a site builder, which prints only warnings."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert (done.stdout, done.returncode) == ("", 0)


@define
class Html(HTMLParser):
    """A page of a site: its anchors, its tags and its text."""

    anchors: list[str] = field(factory=list)
    tags: Counter[str] = field(factory=Counter)
    text: str = ""

    def __attrs_pre_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.anchors += [value for name, value in attrs if name == "id" and value]

    def handle_data(self, data: str) -> None:
        self.text += data


def read_site_page(site: Path, name: str) -> Html:
    """Read the page of a provider."""
    [path] = (path for path in (site / f"{name}.html", site / name / "index.html") if path.exists())
    page = Html()
    page.feed(path.read_text(encoding="utf-8"))
    page.close()
    return page


def make_anchor(id_: str) -> str:
    """Return the permanent anchor of an error."""
    return re.sub("[^a-z0-9]", "-", id_.lower())


BUILDERS = {"mkdocs": build_with_mkdocs, "sphinx": build_with_sphinx}


@pytest.mark.parametrize("builder", BUILDERS)
def test_reference_builds_without_warnings(builder: str, reference: Path, tmp_path: Path) -> None:
    """All links lead somewhere, all blocks are highlighted, and all pages are included."""
    site = BUILDERS[builder](tmp_path, reference)
    assert len([*site.rglob("*.html")]) >= len([*reference.rglob("*.md")])


@pytest.fixture(scope="module", params=BUILDERS)
def site(
    request: pytest.FixtureRequest, invented: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return a site of the invented registry."""
    return BUILDERS[request.param](tmp_path_factory.mktemp("site"), invented)


@pytest.mark.parametrize("name", PROVIDERS)
def test_anchors_of_site(site: Path, name: str) -> None:
    """The permanent anchor of each error exists, once.

    Above headings from which MkDocs derives another anchor, the page states it; Sphinx repeats it.
    """
    anchors = Counter(read_site_page(site, name).anchors)
    expected = {make_anchor(id_) for id_ in PROVIDERS[name]}
    assert expected <= anchors.keys()
    assert [anchor for anchor in expected if anchors[anchor] > 1 and "--" not in anchor] == []


@pytest.mark.parametrize("name", ["large", "hostile", "responses"])
def test_error_has_one_anchor(site: Path, name: str) -> None:
    """The details of errors have no other anchors than the permanent ones."""
    anchors = read_site_page(site, name).anchors
    first = anchors.index("error-details") + 1
    expected = [make_anchor(id_) for id_ in PROVIDERS[name]]
    assert anchors[first : first + len(expected)] == expected


@pytest.mark.parametrize("name", ["hostile", "ids", "responses"])
def test_registry_text_is_inert_on_site(site: Path, name: str) -> None:
    """A page has no tag that it does not have with harmless strings."""
    tags = read_site_page(site, name).tags
    harmless = read_site_page(site, "plain").tags
    assert tags["script"] == harmless["script"]
    assert tags.keys() - harmless.keys() <= {"blockquote", "strong", "em", "span", "ul", "li"}


def test_registry_text_is_shown_on_site(site: Path) -> None:
    """Every string is shown unchanged, without escapes."""
    shown = "".join(read_site_page(site, "hostile").text.split())
    missing = [text for text in HOSTILE if shown.count("".join(text.split())) < 6]
    assert missing == []
