"""Read a page in any format."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from errsmith.drift.pages.asciidoc import read_asciidoc
from errsmith.drift.pages.constants import read_constants
from errsmith.drift.pages.data import read_json, read_yaml
from errsmith.drift.pages.decoding import decode_page
from errsmith.drift.pages.forms import find_form
from errsmith.drift.pages.html import read_html
from errsmith.drift.pages.markdown import read_markdown
from errsmith.drift.pages.mediawiki import read_mediawiki
from errsmith.drift.pages.page import Form, Page
from errsmith.drift.pages.plain import read_plain
from errsmith.drift.pages.restructured import read_restructured

_TAIL = 2_000
"""How far from its end a page of HTML can close its body, in characters."""
_READERS: dict[Form, Callable[[str], Page]] = {
    "html": read_html,
    "markdown": read_markdown,
    "rst": read_restructured,
    "asciidoc": read_asciidoc,
    "mediawiki": read_mediawiki,
    "text": read_plain,
    "json": read_json,
    "yaml": read_yaml,
    "source": read_constants,
}


def read_page(data: bytes, *, name: str = "", content_type: str | None = None) -> Page:
    """Read a page.

    Args:
        data: The page as it was fetched or saved.
        name: Its URL or file name, whose ending is a hint at its format.
        content_type: The `Content-Type` that it was sent with.

    Raises:
        UnusablePageError: If the page is empty, too large or not text.
    """
    text = decode_page(data, content_type)
    page = _READERS[find_form(text, name, content_type)](text)
    return evolve(page, text=text, is_ended=_is_ended(page, text))


def _is_ended(page: Page, text: str) -> bool:
    """Return whether the end of a page is marked, and nothing is open there."""
    if page.form == "html":
        tail = text[-_TAIL:].lower()
        return "</html" in tail or "</body" in tail
    return page.form == "json" and page.cut_inside is None
