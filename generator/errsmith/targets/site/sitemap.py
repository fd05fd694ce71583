"""`sitemap.xml`, the pages for search engines to index."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from typing import Final

from errsmith.targets.site.paths import FRONT_PAGE

SITEMAP: Final = "sitemap.xml"
_MOST: Final = 50_000
"""The maximum number of URLs in a sitemap."""
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"


def build_sitemaps(base_url: str, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the sitemap with its path; for more than 50,000 pages, several sitemaps and an index.

    There are no dates, because the files must not depend on a clock.

    Args:
        base_url: URL of the published site, with a trailing slash.
        paths: The paths of the pages.
    """
    urls = [f"{base_url}{'' if path == FRONT_PAGE else path}" for path in paths]
    parts = [urls[start : start + _MOST] for start in range(0, len(urls), _MOST)]
    if len(parts) <= 1:
        yield SITEMAP, _build_list("urlset", "url", urls)
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield SITEMAP, _build_list("sitemapindex", "sitemap", [f"{base_url}{name}" for name in names])
    for name, part in zip(names, parts, strict=True):
        yield name, _build_list("urlset", "url", part)


def _build_list(root: str, element: str, urls: Iterable[str]) -> bytes:
    entries = "".join(
        f"<{element}><loc>{html.escape(url, quote=False)}</loc></{element}>\n" for url in urls
    )
    return f'{_HEAD}<{root} xmlns="{_NAMESPACE}">\n{entries}</{root}>\n'.encode()
