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

from errsmith.runtime.facts import make_anchor


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
        return HeadingView(title=text, anchor=_derive_on_github(text))

    def _is_free(self, title: str) -> bool:
        return self._taken.isdisjoint(_derive_anchors(title))


def write_heading(id_: str) -> str:
    """Return the heading for an error: its id, with blanks for marks that anchors do not have.

    The anchor of the heading is the error's permanent anchor.
    """
    title = _MARK.sub(lambda match: " " if match[1] else "-", id_)
    anchor = make_anchor(id_)
    return title if _derive_on_github(title) == anchor else anchor


_MARK = re.compile(r"((?<=[A-Za-z0-9])[^A-Za-z0-9-](?=[A-Za-z0-9]))|[^A-Za-z0-9-]")
"""A mark between two letters or digits, or elsewhere."""


def needs_anchor(id_: str) -> bool:
    """Return whether MkDocs derives another anchor from an error's heading."""
    return _derive_in_mkdocs(write_heading(id_)) != make_anchor(id_)


def _derive_anchors(title: str) -> set[str]:
    return {_derive_on_github(title), _derive_in_mkdocs(title)}


def _derive_on_github(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _derive_in_mkdocs(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return _collapse(re.sub(r"[^\w\s-]", "", plain).strip().lower())


def _collapse(anchor: str) -> str:
    return re.sub(r"[-\s]+", "-", anchor)
