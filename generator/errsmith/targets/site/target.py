"""The site target: its pages, each with the same page in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from attrs import frozen

from errsmith.registry.model import SdkFile
from errsmith.targets.markdown.changelog import build_changelog_view
from errsmith.targets.markdown.index import build_index_view
from errsmith.targets.markdown.page import build_page_view
from errsmith.targets.markdown.project import build_project_view
from errsmith.targets.markdown.target import GUIDES
from errsmith.targets.site.addresses import list_redirects, list_shared_aliases
from errsmith.targets.site.catalogue import (
    CATALOGUE,
    SCHEMA,
    TABLE,
    build_catalogue,
    build_csv,
    build_schema,
)
from errsmith.targets.site.errors import ErrorPages
from errsmith.targets.site.filters import FILTERS
from errsmith.targets.site.frame import Frames, FrameView
from errsmith.targets.site.guides import GuideView
from errsmith.targets.site.history import Histories
from errsmith.targets.site.inventory import INVENTORY, build_inventory
from errsmith.targets.site.links import PageLinks
from errsmith.targets.site.overview import (
    build_advice_view,
    build_front_view,
    build_kinds_view,
    build_missing_view,
)
from errsmith.targets.site.paths import (
    CHANGELOG_PAGE,
    FRONT_PAGE,
    KINDS_PAGE,
    MISSING_PAGE,
    RETRY_PAGE,
    get_error_path,
    get_provider_path,
)
from errsmith.targets.site.providers import build_provider_page
from errsmith.targets.site.search_data import SEARCH_DATA, build_search_data
from errsmith.targets.site.versions import LIST_PAGE, Copy, VersionListView, list_versions
from errsmith.targets.target import Project, Rendering, Target


@frozen
class Page:
    """A page of the site.

    Attributes:
        html: The page.
        twin: The same page in Markdown, which the Markdown target's templates render; None if
            there is none.
    """

    html: Rendering
    twin: Rendering | None = None


@frozen
class Document:
    """A page that is written in Markdown.

    Attributes:
        twin: The page in Markdown.
        frame: What surrounds it in HTML.
    """

    twin: Rendering
    frame: FrameView

    def build_html(self, text: str) -> Rendering:
        """Return the HTML page for the rendered Markdown."""
        path = self.twin.path.removesuffix(".md")
        return Rendering(f"{path}.html", "guide.html.jinja", GuideView(frame=self.frame, text=text))


_NO_JEKYLL: Final = ".nojekyll"
"""Without this file, GitHub Pages also renders the Markdown versions, and replaces our pages."""
_VERSIONS_SCRIPT: Final = "versions.js"
_ASSETS: Final = Path(__file__).with_name("assets")
_GUIDE_TITLES: Final = {
    "clients": "Use the SDK with your HTTP client",
    "retrying": "Retry",
    "problems": "Report errors to callers and in logs",
    "testing": "Test your error handling",
}


def list_pages(project: Project, copy: Copy | None = None) -> Iterator[Page]:
    """Yield the pages with a template of their own, one at a time.

    Args:
        project: The project.
        copy: The place of this copy of the site, if several versions stand side by side.
    """
    frames, histories = Frames(project, copy), Histories(project)
    index = build_index_view(project)
    front = build_front_view(project, index, frames)
    yield _pair(FRONT_PAGE, "front.html.jinja", front, "index.md.jinja", index)
    kinds = build_kinds_view(index, frames)
    yield _pair(KINDS_PAGE, "kinds.html.jinja", kinds, "site/kinds.md.jinja", kinds)
    advice = build_advice_view(project, index, frames)
    yield _pair(RETRY_PAGE, "advice.html.jinja", advice, "site/advice.md.jinja", advice)
    for provider in project.providers:
        reference = build_page_view(provider, project, provider.name)
        page = build_provider_page(provider, reference, frames)
        path = get_provider_path(provider.name)
        yield _pair(path, "provider.html.jinja", page, "provider.md.jinja", reference)
        pages = ErrorPages(provider, reference, frames, histories)
        for error in provider.resolution.errors.values():
            view = pages.build(error)
            path = get_error_path(provider.name, error.id)
            yield _pair(path, "error.html.jinja", view, "site/error.md.jinja", view)
    yield from _list_other_pages(project, frames)


def _list_other_pages(project: Project, frames: Frames) -> Iterator[Page]:
    """Yield the pages without a twin: for other addresses of errors, and for unknown addresses."""
    missing = build_missing_view(project, frames)
    yield Page(Rendering(MISSING_PAGE, "missing.html.jinja", missing))
    for redirect in list_redirects(project):
        yield Page(Rendering(redirect.path, "redirect.html.jinja", redirect))
    for alias in list_shared_aliases(project, frames):
        yield Page(Rendering(alias.path, "alias.html.jinja", alias))


def list_documents(project: Project, copy: Copy | None = None) -> Iterator[Document]:
    """Yield the guides and, if there is a release, the changelog.

    Args:
        project: The project.
        copy: The place of this copy of the site, if several versions stand side by side.
    """
    frames = Frames(project, copy)
    view = build_project_view(project)
    for name in GUIDES:
        path = f"guides/{name}"
        frame = frames.build(f"{path}.html", _GUIDE_TITLES[name])
        yield Document(Rendering(f"{path}.md", f"{path}.md.jinja", view), frame)
    if project.releases:
        changelog = build_changelog_view(project, PageLinks(project, "../"))
        path = CHANGELOG_PAGE.replace(".html", ".md")
        frame = frames.build(CHANGELOG_PAGE, "Changelog")
        yield Document(Rendering(path, "CHANGELOG.md.jinja", changelog), frame)


def list_data(project: Project, copy: Copy | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield the files that no template renders: what browsers and other programs read.

    Args:
        project: The project.
        copy: The place of this copy of the site, if several versions stand side by side.
    """
    yield SEARCH_DATA, build_search_data(project)
    for path in sorted(_ASSETS.iterdir()):
        if copy is not None or path.name != _VERSIONS_SCRIPT:
            yield f"assets/{path.name}", path.read_bytes()
    yield CATALOGUE, build_catalogue(project)
    yield SCHEMA, build_schema()
    yield TABLE, build_csv(project)
    yield INVENTORY, build_inventory(project)
    yield _NO_JEKYLL, b""


def build_version_list(sdk: SdkFile, versions: Iterable[str]) -> Rendering:
    """Return the page that lists all versions."""
    view = VersionListView(
        site=sdk.distribution, style="../assets/style.css", versions=list_versions(versions)
    )
    return Rendering(LIST_PAGE, "versions.html.jinja", view)


def _pair(path: str, template: str, view: object, twin_template: str, twin_view: object) -> Page:
    """Return a page with its twin, which has the same path with another suffix."""
    twin = Rendering(path.replace(".html", ".md"), twin_template, twin_view)
    return Page(Rendering(path, template, view), twin)


def _list_renderings(project: Project) -> Iterator[Rendering]:
    for page in list_pages(project):
        yield page.html
    for document in list_documents(project):
        yield document.build_html("")
    yield build_version_list(project.sdk, [project.sdk.version])


TARGET: Final = Target(
    name="site",
    templates=Path(__file__).with_name("templates"),
    list_renderings=_list_renderings,
    filters=FILTERS,
)
"""The published reference."""
