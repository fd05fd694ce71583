"""Tables in the strings that describe classes."""

from __future__ import annotations

import re
import textwrap

from attrs import evolve

from errsmith.drift.pages.draft import Draft
from errsmith.drift.pages.embedding import add_page
from errsmith.drift.pages.page import Table
from errsmith.drift.pages.restructured import read_restructured
from errsmith.drift.pages.tokens import Token

TABLE_BORDER = re.compile(
    r"^[ \t]*+(?:\+[-=]{3,}+\+|={2,}+ +={2,}+|\.\. [a-z]+-table::)", re.MULTILINE
)


def add_tables(draft: Draft, token: Token) -> None:
    """Add the tables of reStructuredText that are in a string."""
    if not TABLE_BORDER.search(token.text):
        return
    first, newline, others = token.text.partition("\n")
    page = read_restructured(f"{first}{newline}{textwrap.dedent(others)}")
    tables = tuple(block for block in page.blocks if isinstance(block, Table))
    add_page(draft, evolve(page, blocks=tables), token.line - 1)
