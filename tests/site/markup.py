"""Read the markup of a page strictly."""

from __future__ import annotations

from html.parser import HTMLParser

from attrs import Factory, define

VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})
"""Elements without an end tag."""


@define
class Markup:
    """The markup and the text of a page.

    Attributes:
        tags: The name of each element, with the names of its attributes.
        text: All text, apart from that of attributes.
    """

    tags: list[tuple[str, frozenset[str]]] = Factory(list)
    text: str = ""


def read_markup(page: bytes) -> Markup:
    """Read a page whose elements must be closed in order."""
    reader = _Reader()
    text = page.decode()
    assert text.startswith("<!doctype html>\n")
    reader.feed(text)
    reader.close()
    assert not reader.open
    return reader.markup


class _Reader(HTMLParser):
    """Reads pages and SVG in them."""

    def __init__(self) -> None:
        super().__init__()
        self.markup = Markup()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read the start of an element."""
        names = [name for name, _ in attrs]
        assert len(names) == len({*names}), f"<{tag}> has an attribute twice"
        self.markup.tags.append((tag, frozenset(names)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read an element of SVG that ends at once."""
        assert "svg" in self.open
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Read the end of an element."""
        assert self.open, f"</{tag}> ends nothing"
        assert self.open.pop() == tag, f"</{tag}> ends another element"

    def handle_data(self, data: str) -> None:
        """Read text."""
        self.markup.text += data

    def handle_comment(self, data: str) -> None:
        """Refuse a comment: errsmith writes none."""
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        """Refuse a declaration."""
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        """Refuse a processing instruction."""
        raise AssertionError(data)
