"""The filters through which strings reach HTML.

Registry strings are data: they become text or attribute values, and never markup.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Final

from errsmith.targets.markdown.filters import CODE, format_attribute
from errsmith.targets.site.documents import render_document
from errsmith.targets.text import format_block, format_line

_TEXTS: Final = 4096
"""Strings whose escaped form is cached: statuses, kinds and fixes are printed many times."""

_MARK: Final = re.compile(r"[_.-](?=[A-Za-z0-9])")
"""A mark inside a code, after which a line may break."""


@lru_cache(_TEXTS)
def escape_html(text: str) -> str:
    """Escape a string for the content of an element, on one line."""
    return html.escape(format_line(text), quote=False)


@lru_cache(_TEXTS)
def escape_code(text: str) -> str:
    """Escape a code for the content of an element; a long one may break after its marks."""
    return _MARK.sub(r"\g<0><wbr>", escape_html(text))


def format_prose(text: str) -> str:
    """Escape a sentence that errsmith wrote, and show strings in backticks as code."""
    return CODE.sub(lambda code: f"<code>{code[1][1:-1]}</code>", escape_html(text))


def escape_block(lines: Collection[str]) -> str:
    """Escape the lines of a code block, and keep their blanks."""
    return html.escape(format_block(lines), quote=False)


FILTERS: Final[Mapping[str, Callable[..., str]]] = {
    "html": escape_html,
    "html_code": escape_code,
    "html_block": escape_block,
    "html_prose": format_prose,
    "attribute": format_attribute,
    "document": render_document,
}
"""The filters, by the names that templates use."""
