"""Links as views."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from attrs import frozen

from errsmith.targets.markdown.links import Links

_LINKS: Final = 1024
"""Links that are kept: most facts of an error are those of many others."""


# Not slotted, because attrs takes twice as long to build frozen objects with slots.
@frozen(kw_only=True, eq=False, slots=False)
class LinkView:
    """A string with a link.

    Attributes:
        text: What is shown.
        url: Where it leads, or empty if it is not a link.
    """

    text: str
    url: str = ""


class PageLinks(Links):
    """URLs of the site's Markdown pages: each error has a page."""

    def _locate_error(self, provider: str, anchor: str) -> str:
        return f"{self._base}{provider}/{anchor}.md"


@lru_cache(_LINKS)
def build_link(text: str, url: str = "") -> LinkView:
    """Return a string with a link, the same object for the same arguments."""
    return LinkView(text=text, url=url)
