"""Several versions of the site, published together.

    public/index.html hopae.html ...          the latest version
    public/0.1.0/index.html hopae.html ...    each version
    public/0.2.0/index.html hopae.html ...
    public/all-versions/index.html            the list of versions
    public/all-versions/versions.js           the same as data, for the menu on each page

Each page is the same in whatever order the versions are written. Search engines list only those in
the root folder: those of versions are `noindex`, and have neither a canonical URL nor a sitemap.

`all-versions` is not a valid module name, so it cannot collide with a provider.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from attrs import frozen

from errsmith.registry.versions import find_latest, get_sort_key

FOLDER: Final = "all-versions"
"""The folder of the files that describe all versions."""
LIST_PAGE: Final = f"{FOLDER}/index.html"
DATA: Final = f"{FOLDER}/versions.js"


@frozen(kw_only=True)
class Copy:
    """A copy of the site of one version.

    Attributes:
        folder: Its folder, "" for the root folder.
        up: The path from its front page to that one, "" or `../`.
    """

    folder: str
    up: str

    @property
    def is_default(self) -> bool:
        """Whether it is the one in the root folder, which visitors see by default."""
        return not self.folder

    def locate(self, base_url: str) -> str:
        """Return the URL of its folder, "" if that of the root folder is unknown."""
        return base_url if self.is_default or not base_url else f"{base_url}{self.folder}/"


def plan_copies(version: str, others: Iterable[str]) -> tuple[Copy, ...]:
    """Return the copies to write for a version, given the versions that have folders already.

    The latest version has a second copy: it is what visitors see by default.
    """
    copy = Copy(folder=version, up="../")
    is_latest = find_latest({version, *others}) == version
    return (copy, Copy(folder="", up="")) if is_latest else (copy,)


@frozen(kw_only=True, eq=False)
class VersionView:
    """A version in the list.

    Attributes:
        version: The version.
        url: Its front page, relative to the list.
        is_latest: Whether it is the default.
    """

    version: str
    url: str
    is_latest: bool


@frozen(kw_only=True, eq=False)
class VersionListView:
    """The page that lists all versions.

    Attributes:
        site: Name of the site.
        style: Address of the stylesheet.
        versions: The versions, the latest first.
    """

    site: str
    style: str
    versions: tuple[VersionView, ...]


def list_versions(versions: Iterable[str]) -> tuple[VersionView, ...]:
    """Return the versions for the page that lists them, in descending PEP 440 order."""
    in_order = sorted(versions, key=get_sort_key, reverse=True)
    latest = find_latest(in_order)
    return tuple(
        VersionView(version=version, url=f"../{version}/index.html", is_latest=version == latest)
        for version in in_order
    )


def build_versions_script(files: Mapping[str, AbstractSet[str]]) -> bytes:
    """Return the script with the data of the menu.

    It sets `siteVersions` to an object with `latest`, the default version, and `versions`: objects
    with `version` and `gone`, the pages that this version has and the latest does not. There are
    few, because URLs of errors are permanent. A script also works in files that a browser opens
    from disk, where it reads no JSON.

    Args:
        files: The paths of the files of each version, relative to its folder.
    """
    views = list_versions(files)
    latest = next(view.version for view in views if view.is_latest)
    versions = [
        {"version": view.version, "gone": _list_pages(files[view.version] - files[latest])}
        for view in views
    ]
    data = json.dumps({"latest": latest, "versions": versions}, indent=1)
    return f"window.siteVersions = {data};\n".encode()


def _list_pages(paths: Iterable[str]) -> list[str]:
    return sorted(path for path in paths if path.endswith(".html"))
