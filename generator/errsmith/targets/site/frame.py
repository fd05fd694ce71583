"""What every page of the site has: its head, its navigation and its foot."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from errsmith.targets.site.links import LinkView
from errsmith.targets.site.paths import CHANGELOG_PAGE, FRONT_PAGE, KINDS_PAGE, RETRY_PAGE
from errsmith.targets.site.versions import DATA, LIST_PAGE, Copy
from errsmith.targets.target import Project
from errsmith.targets.text import split_sentences

SEARCH: Final = (
    "errors.js",
    "reading.js",
    "mentions.js",
    "similarity.js",
    "families.js",
    "catalogue.js",
    "understanding.js",
    "results.js",
    "finding.js",
    "typing.js",
    "search.js",
)
"""The scripts of the search; each uses those before it."""


# Not slotted, because attrs takes twice as long to build frozen objects with slots.
@frozen(kw_only=True, eq=False, slots=False)
class VersionMenuView:
    """The menu of versions, if several stand side by side.

    Attributes:
        version: The version of the page.
        page: Path of the page within its version.
        up: Path from the page to the folder of all versions.
        url: The list of versions.
    """

    version: str
    page: str
    up: str
    url: str


@frozen(kw_only=True, eq=False, slots=False)
class FrameView:
    """What surrounds the content of a page.

    Attributes:
        site: Name of the site.
        version: Version of the SDK.
        title: Title of the page.
        summary: What the page is about, for search engines.
        style: Address of the stylesheet.
        scripts: Addresses of the scripts, in order.
        front: Address of the front page.
        links: The pages that every page leads to.
        twin: File name of the same page in Markdown, or empty.
        menu: The menu of versions, or None.
        is_listed: Whether search engines may list the page.
        canonical: URL of the page, or empty if it is not listed or the site's URL is unknown.
        notices: What readers must know, sentence by sentence.
    """

    site: str
    version: str
    title: str
    summary: str
    style: str
    scripts: tuple[str, ...]
    front: str
    links: tuple[LinkView, ...]
    twin: str
    menu: VersionMenuView | None
    is_listed: bool
    canonical: str
    notices: tuple[str, ...]


class Frames:
    """Builds the frames of a site's pages.

    Args:
        project: The project.
        copy: The place of this copy of the site, if several versions stand side by side.
    """

    def __init__(self, project: Project, copy: Copy | None = None) -> None:
        self._project = project
        self._copy = copy
        self._notices = split_sentences(project.sdk.notice)
        self._links = [
            ("Search", FRONT_PAGE),
            ("Kinds", KINDS_PAGE),
            ("Retry advice", RETRY_PAGE),
            ("Guides", f"{FRONT_PAGE}#guides"),
        ]
        if project.releases:
            self._links.append(("Changelog", CHANGELOG_PAGE))
        self._links_by_root: dict[str, tuple[LinkView, ...]] = {}

    def build(
        self,
        path: str,
        title: str,
        summary: str = "",
        *,
        has_twin: bool = True,
        root: str | None = None,
    ) -> FrameView:
        """Build the frame of a page.

        Args:
            path: Path of the page.
            title: Title of the page.
            summary: What the page is about.
            has_twin: Whether there is the same page in Markdown.
            root: Path or URL of the site's first folder; by default, as seen from the page.
        """
        sdk, base = self._project.sdk, self._project.base_url
        is_front = path == FRONT_PAGE
        address = "" if is_front else path
        stem = path.rpartition("/")[2].removesuffix(".html")
        root = "../" * path.count("/") if root is None else root
        scripts = (*SEARCH, "page.js") if is_front else ("page.js",)
        menu = None if self._copy is None else self._build_menu(self._copy, path, root)
        is_listed = has_twin and (self._copy is None or self._copy.is_default)
        more = () if menu is None else (f"{menu.up}{DATA}", f"{root}assets/versions.js")
        return FrameView(
            site=sdk.distribution,
            version=sdk.version,
            title=title if is_front else f"{title} · {sdk.distribution}",
            summary=summary,
            style=f"{root}assets/style.css",
            scripts=(*(f"{root}assets/{script}" for script in scripts), *more),
            front=f"{root}{FRONT_PAGE}",
            links=self._list_links(root),
            twin=f"{stem}.md" if has_twin else "",
            menu=menu,
            is_listed=is_listed,
            canonical=f"{base}{address}" if base and is_listed else "",
            notices=self._notices,
        )

    def _list_links(self, root: str) -> tuple[LinkView, ...]:
        """Return the pages that every page leads to, which are the same for all of a folder."""
        if root not in self._links_by_root:
            links = tuple(LinkView(text=text, url=f"{root}{url}") for text, url in self._links)
            self._links_by_root[root] = links
        return self._links_by_root[root]

    def _build_menu(self, copy: Copy, path: str, root: str) -> VersionMenuView:
        up = f"{root}{copy.up}"
        return VersionMenuView(
            version=self._project.sdk.version, page=path, up=up, url=f"{up}{LIST_PAGE}"
        )
