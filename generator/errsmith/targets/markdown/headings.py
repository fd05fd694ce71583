"""Headings, whose anchors are the same on GitHub and on the sites of MkDocs and Sphinx.

Each of them derives the anchor of a heading from its text, in lower case and with `-` for blanks.
They differ in what they do with `_` and other marks, so headings have neither.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import chain, count

from attrs import frozen


@frozen(kw_only=True, eq=False)
class HeadingView:
    """A heading of a page.

    Attributes:
        title: Its text.
        anchor: Its anchor.
    """

    title: str
    anchor: str


class PageHeadings:
    """The headings of a page, which take no anchor of an error.

    Args:
        anchors: The permanent anchors of the errors.
    """

    def __init__(self, anchors: Iterable[str]) -> None:
        self._taken = {other for anchor in anchors for other in (anchor, _collapse(anchor))}

    def add(self, title: str) -> HeadingView:
        """Return a heading, numbered if another one has its anchor."""
        numbered = (f"{title} ({number})" for number in count(2))
        text = next(filter(self._is_free, chain([title], numbered)))
        self._taken |= _derive_anchors(text)
        return HeadingView(title=text, anchor=derive_anchor(text))

    def _is_free(self, title: str) -> bool:
        return self._taken.isdisjoint(_derive_anchors(title))


def write_heading(id_: str, anchor: str) -> str:
    """Return the heading for an error: its id, with blanks for marks that anchors do not have.

    Args:
        id_: The id of the error.
        anchor: Its permanent anchor, which is also the anchor of the heading.
    """
    title = _MARK.sub(_replace_mark, id_)
    return title if derive_anchor(title) == anchor else anchor


def _replace_mark(match: re.Match[str]) -> str:
    return " " if match[1] else "-"


_MARK = re.compile(r"((?<=[A-Za-z0-9])[^A-Za-z0-9-](?=[A-Za-z0-9]))|[^A-Za-z0-9-]")
"""A mark between two letters or digits, or elsewhere."""


def make_class_anchor(class_: str) -> str:
    """Return the id of a class of several errors on its provider's HTML page.

    It has a `_`, so no anchor of an error is equal.
    """
    return f"class_{class_.lower()}"


def needs_anchor(title: str, anchor: str) -> bool:
    """Return whether MkDocs derives another anchor from the heading of an error."""
    return _derive_in_mkdocs(title) != anchor


def _derive_anchors(title: str) -> set[str]:
    return {derive_anchor(title), _derive_in_mkdocs(title)}


def derive_anchor(title: str) -> str:
    """Return the anchor that GitHub derives from a heading."""
    return _NOT_IN_GITHUB.sub("", title.lower()).replace(" ", "-")


def _derive_in_mkdocs(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return _collapse(_NOT_IN_MKDOCS.sub("", plain).strip().lower())


def _collapse(anchor: str) -> str:
    return _GAP.sub("-", anchor)


_NOT_IN_GITHUB = re.compile(r"[^\w\- ]")
_NOT_IN_MKDOCS = re.compile(r"[^\w\s-]")
_GAP = re.compile(r"[-\s]+")
