"""Check a site: links resolve, and every permanent URL has a page."""

from __future__ import annotations

import posixpath
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import unquote

from attrs import frozen

from errsmith.targets.site.addresses import list_released_paths
from errsmith.targets.site.inventory import INVENTORY
from errsmith.targets.site.page_reading import Link, Page, read_css, read_html, read_markdown
from errsmith.targets.site.paths import FRONT_PAGE, MISSING_PAGE, get_error_path
from errsmith.targets.site.sitemap import SITEMAP
from errsmith.targets.site.versions import FOLDER as ALL_VERSIONS
from errsmith.targets.target import Project

_SCHEME: Final = re.compile(r"(?i)([a-z][a-z0-9+.-]*):|//")
_FOLLOWED: Final = frozenset({"http", "https", "mailto"})
"""Schemes of links that readers may follow."""
_LOCATION: Final = re.compile(rb"<loc>([^<]*)</loc>")


@frozen(order=True)
class Problem:
    """A problem with a site.

    Attributes:
        path: The file.
        message: What is wrong with it.
    """

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


def check_site(files: Iterable[tuple[str, bytes]], project: Project) -> list[Problem]:
    """Return the problems of a site, sorted by path.

    Links must lead to files and ids of the site, and nothing may be requested from another host.
    Each page has a title and, if search engines may list it, a twin in Markdown. Each permanent
    URL, of the registry and of its releases, has a page.

    Args:
        files: The paths and contents of all files, which are read one at a time.
        project: What the site is about.
    """
    checker = _Checker(project.base_url)
    problems = [problem for path, data in files for problem in checker.read(path, data)]
    problems += checker.list_broken_links()
    problems += checker.list_missing_pages(project)
    return sorted(set(problems))


class _Checker:
    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._ids: dict[str, frozenset[str]] = {}
        """The ids of each file."""
        self._known: dict[frozenset[str], frozenset[str]] = {}
        """The sets of ids: most pages have the same, and there are many pages."""
        self._open: dict[tuple[str, str], list[tuple[str, str]]] = {}
        """The files and ids that links lead to, with each file and its link."""

    def read(self, path: str, data: bytes) -> Iterator[Problem]:
        """Read a file, and yield its problems apart from broken links."""
        page = Page()
        if path.endswith(".html"):
            page = read_html(data.decode())
            yield from self._check_html(path, page)
        elif path.endswith(".md"):
            page = read_markdown(data.decode())
        elif path.endswith(".css"):
            page = read_css(data.decode())
        elif path == INVENTORY:
            page.links = [Link(url) for url in _list_addresses(data)]
        elif path.startswith(SITEMAP.removesuffix(".xml")) and path.endswith(".xml"):
            page.links = [Link(url.decode(), is_canonical=True) for url in _LOCATION.findall(data)]
        ids = frozenset(page.ids)
        self._ids[path] = self._known.setdefault(ids, ids)
        for link in page.links:
            yield from self._check_link(path, link)

    def _check_html(self, path: str, page: Page) -> Iterator[Problem]:
        for id_, number in page.ids.items():
            if number > 1:
                yield Problem(path, f"has {number} elements with the id {id_!r}")
        if not page.title:
            yield Problem(path, "has no title")
        if page.is_listed and not page.twins:
            yield Problem(path, "has no Markdown version; add one or mark the page `noindex`")

    def _check_link(self, path: str, link: Link) -> Iterator[Problem]:
        """Remember a link of the site, or yield what is wrong with another one."""
        base = self._base_url
        if base and link.url.startswith(base) and (link.is_canonical or path == MISSING_PAGE):
            yield from self._remember(path, link, "", link.url.removeprefix(base) or FRONT_PAGE)
        elif scheme := _SCHEME.match(link.url):
            yield from _check_absolute(path, link, (scheme[1] or "").lower())
        elif link.url.startswith("/"):
            hint = "which breaks below a path; use a relative URL"
            yield Problem(path, f"has the link {link.url!r}, {hint}")
        else:
            yield from self._remember(path, link, posixpath.dirname(path), link.url)

    def _remember(self, path: str, link: Link, folder: str, url: str) -> Iterator[Problem]:
        """Remember a link until all files are known.

        Args:
            path: The file that has the link.
            link: The link.
            folder: The folder that its address is relative to.
            url: The relative address.
        """
        address, _, fragment = url.partition("#")
        address = unquote(address.partition("?")[0])
        target = posixpath.normpath(posixpath.join(folder, address)) if address else path
        if target.removeprefix("../").startswith(f"{ALL_VERSIONS}/"):
            return  # It is beside the folder of this version.
        if target.startswith("../"):
            yield Problem(path, f"has the link {link.url!r}, which points outside the site")
            return
        if target == FRONT_PAGE and "=" in fragment:
            fragment = ""  # It is not an id, but what to search for.
        fragment = unquote(fragment)
        if not self._has(target, fragment):
            self._open.setdefault((target, fragment), []).append((path, link.url))

    def _has(self, path: str, id_: str) -> bool:
        """Return whether a file was read and has an id; every file has the id ""."""
        return path in self._ids and (not id_ or id_ in self._ids[path])

    def list_broken_links(self) -> Iterator[Problem]:
        """Yield the links that lead nowhere; all files must have been read."""
        for (target, fragment), links in self._open.items():
            if not self._has(target, fragment):
                reason = f"there is no file {target}"
                if target in self._ids:
                    reason = f"{target} has no id {fragment!r}"
                for path, url in links:
                    yield Problem(path, f"has the link {url!r}, but {reason}")

    def list_missing_pages(self, project: Project) -> Iterator[Problem]:
        """Yield the permanent URLs that have no page; all files must have been read."""
        reasons = {
            get_error_path(provider.name, name): f"it is the URL of {name!r}"
            for provider in project.providers
            for id_, info in provider.facts.errors.items()
            for name in (*info.aliases, id_)
        }
        for path, version in list_released_paths(project.releases).items():
            reasons[path] = f"release {version} published this URL"
        for path, reason in reasons.items():
            if path not in self._ids:
                yield Problem(path, f"is missing, but {reason}")
        for provider in project.providers:
            for id_, info in provider.facts.errors.items():
                url = info.reference_url or ""
                if not self._base_url or not url.startswith(self._base_url):
                    continue
                path, _, fragment = url.removeprefix(self._base_url).partition("#")
                if not self._has(path, fragment):
                    problem = f"has no id {fragment!r}" if path in self._ids else "is missing"
                    yield Problem(path, f"{problem}, but `reference_url` of {id_} points to it")


def _check_absolute(path: str, link: Link, scheme: str) -> Iterator[Problem]:
    """Yield what is wrong with a link to another host, if any."""
    if link.is_loaded and scheme != "data":
        yield Problem(path, f"requests {link.url!r}, which is not part of the site")
    elif not link.is_loaded and scheme not in _FOLLOWED:
        yield Problem(path, f"has the link {link.url!r}, expected http, https or mailto")


def _list_addresses(inventory: bytes) -> list[str]:
    """Return the addresses in an inventory."""
    lines = zlib.decompress(inventory.split(b"\n", 4)[4]).decode().splitlines()
    return [line.split(" ")[3] for line in lines]
