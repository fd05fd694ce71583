"""HTML of the pages that are written in Markdown: the guides and the changelog."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from errsmith.targets.markdown.headings import derive_anchor

_COMMENT: Final = re.compile(r"^<!--.*-->\n+", re.MULTILINE)
"""A comment line at the start of a page, with the empty lines below it."""


def remove_comments(text: str) -> str:
    """Remove the comments at the start of a page, which are for people who edit the SDK."""
    return _COMMENT.sub("", text)


def render_document(text: str) -> str:
    """Render Markdown as HTML; raw HTML is escaped.

    Headings get the ids that GitHub derives, and links point to the pages of the site.
    """
    rendered: str = _get_parser().render(text)
    return rendered


@cache
def _get_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.core.ruler.push("site", _adapt)
    return parser


def _adapt(state: Any) -> None:
    """Add ids to headings, and point links to HTML pages."""
    tokens: list[Token] = state.tokens
    uses: Counter[str] = Counter()
    for token, following in zip(tokens, [*tokens[1:], *tokens[:1]], strict=True):
        if token.type == "heading_open":
            anchor = derive_anchor(_read_text(following))
            token.attrSet("id", f"{anchor}-{uses[anchor]}" if uses[anchor] else anchor)
            uses[anchor] += 1
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("href", convert_link(str(child.attrGet("href"))))


def _read_text(token: Token) -> str:
    return "".join(child.content for child in token.children or ())


def convert_link(url: str) -> str:
    """Return the link to the HTML page for a link to a Markdown page of the reference."""
    path, mark, fragment = url.partition("#")
    if not path.endswith(".md") or ":" in path:
        return url
    path = path.removesuffix(".md")
    folder, slash, name = path.rpartition("/")
    if name == "index" and fragment in {"kinds", "retry-advice"}:
        # The first page of the reference has these sections; the site has a page for each.
        return f"{folder}{slash}guides/{fragment}.html"
    return f"{path}.html{mark}{fragment}"
