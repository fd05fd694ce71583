"""Read the links and ids of a page, whatever template rendered it."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Final

from attrs import Factory, define, frozen

from errsmith.targets.markdown.headings import derive_anchor

_URLS: Final = frozenset({"action", "data", "href", "poster", "src"})
"""Attributes that contain a URL."""
_REFRESH: Final = re.compile(r"\s*\d+\s*;\s*url\s*=\s*(.*)", re.IGNORECASE | re.DOTALL)
_CSS_URL: Final = re.compile(r"""url\(\s*["']?([^"')]*)["']?\s*\)|@import\s+["']([^"']*)["']""")
_FENCE: Final = re.compile(r"\s*(`{3,}|~{3,})")
_HEADING: Final = re.compile(r"#{1,6} (.*)")
_ANCHOR: Final = re.compile(r'<a id="([^"]*)">')
_CODE_SPAN: Final = re.compile(r"(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)")
_LINK: Final = re.compile(r"(?<!\\)\]\(<?([^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")


@frozen
class Link:
    """A link of a page.

    Attributes:
        url: The URL as it is written.
        is_loaded: Whether a browser requests it without a click.
        is_canonical: Whether it names the page itself.
    """

    url: str
    is_loaded: bool = False
    is_canonical: bool = False


@define
class Page:
    """What a page has that others depend on.

    Attributes:
        title: Its title.
        links: Its links.
        ids: Its ids, with the number of elements that have each.
        twins: The URLs of the same page in Markdown.
        is_listed: Whether search engines may list it.
    """

    title: str = ""
    links: list[Link] = Factory(list)
    ids: Counter[str] = Factory(Counter)
    twins: list[str] = Factory(list)
    is_listed: bool = True


def read_html(text: str) -> Page:
    """Read an HTML page."""
    reader = _HtmlReader()
    reader.feed(text)
    reader.close()
    return reader.page


class _HtmlReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._is_in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.page.ids[values["id"]] += 1
        self._is_in_title = tag == "title"
        if tag == "meta":
            self._read_meta(values)
            return
        words = values.get("rel", "").lower().split() if tag == "link" else []
        if "alternate" in words and values.get("type") == "text/markdown":
            self.page.twins.append(values.get("href", ""))
        for name in _URLS & values.keys():
            is_loaded = name not in {"href", "action"} or (
                tag == "link" and not {"alternate", "canonical"} & {*words}
            )
            self.page.links.append(Link(values[name], is_loaded, "canonical" in words))

    def _read_meta(self, values: Mapping[str, str]) -> None:
        content = values.get("content", "")
        if values.get("name", "").lower() == "robots" and "noindex" in content.lower():
            self.page.is_listed = False
        match = _REFRESH.fullmatch(content)
        if values.get("http-equiv", "").lower() == "refresh" and match:
            self.page.links.append(Link(match[1].strip("'\" ")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._is_in_title = False

    def handle_data(self, data: str) -> None:
        if self._is_in_title:
            self.page.title += data.strip()


def read_css(text: str) -> Page:
    """Read a stylesheet."""
    urls = (match[1] or match[2] or "" for match in _CSS_URL.finditer(text))
    return Page(links=[Link(url.strip(), is_loaded=True) for url in urls])


def read_markdown(text: str) -> Page:
    """Read a page in Markdown; its ids are those that GitHub derives from headings."""
    page = Page()
    for line in _list_lines_outside_code(text):
        page.ids.update(_ANCHOR.findall(line))
        if heading := _HEADING.fullmatch(line):
            anchor = derive_anchor(_read_heading(heading[1]))
            number = page.ids[anchor]
            page.ids[f"{anchor}-{number}" if number else anchor] += 1
        for match in _LINK.finditer(_CODE_SPAN.sub("", line)):
            page.links.append(Link(html.unescape(_ESCAPED.sub(r"\1", match[1]))))
    return page


def _list_lines_outside_code(text: str) -> Iterator[str]:
    """Yield the lines that are not in code blocks."""
    fence = ""
    for line in text.split("\n"):
        match = _FENCE.match(line)
        if fence:
            if match and match[1].startswith(fence) and not line.strip(f" {fence[0]}"):
                fence = ""
        elif match:
            fence = match[1]
        else:
            yield line


def _read_heading(markdown: str) -> str:
    """Return the text of a heading."""
    plain = re.sub(r"(?<!\\)`", "", markdown)
    return html.unescape(_ESCAPED.sub(r"\1", plain)).strip()
