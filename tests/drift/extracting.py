"""Read the facts of pages that tests state inline, with a registry that they state inline."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from textwrap import dedent

from errsmith.drift.extraction import read_facts
from errsmith.drift.facts import Carrier, PageCode, PageFacts, Statuses
from errsmith.drift.pages.reading import read_page
from errsmith.meaning.subjects import Subject
from tests.drift.comparing import define_errors, read_subject

ENVELOPE = '[[envelopes]]\nid = "json"\ncode = { path = "code" }\n'
CODES = ("CARD_BLOCKED", "CARD_EXPIRED", "NO_FUNDS", "ORDER_CLOSED", "TOO_FAST", "WAREHOUSE_DOWN")
"""The codes of the registry, unless a test states others."""


@cache
def build_subject(tables: str) -> Subject:
    """Return the provider acme with these tables."""
    with tempfile.TemporaryDirectory() as folder:
        return read_subject(Path(folder), tables)


def read(
    page: str,
    name: str = "page.md",
    *,
    codes: Iterable[str] = CODES,
    tables: str = "",
    envelope: str = ENVELOPE,
    extract: str = "",
) -> PageFacts:
    """Return what a page says.

    Args:
        page: The text of the page, which may be indented as a whole.
        name: Its name, which its format is guessed from.
        codes: The codes that the registry has.
        tables: Further tables of the registry.
        envelope: The tables of its envelopes.
        extract: Lines of `[sources.errors.extract]`.
    """
    declared = f"[sources.errors.extract]\n{dedent(extract)}\n" if extract else ""
    subject = build_subject(f"{declared}\n{envelope}\n{dedent(tables)}\n{define_errors(codes)}")
    return read_facts(read_page(dedent(page).encode(), name=name), subject, "errors")


def list_codes(facts: PageFacts) -> list[str]:
    """Return the codes that a page defines."""
    return [code.code for code in facts.codes]


def map_statuses(facts: PageFacts) -> dict[str, Statuses]:
    """Return the statuses of each code."""
    return {code.code: code.statuses for code in facts.codes}


def map_groups(facts: PageFacts) -> dict[str, str | None]:
    """Return the group of each code."""
    return {code.code: code.group for code in facts.codes}


def map_categories(facts: PageFacts) -> dict[str, str | None]:
    """Return the category of each code."""
    return {code.code: code.category for code in facts.codes}


def find_code(facts: PageFacts, code: str) -> PageCode:
    """Return the facts of a code that a page defines once."""
    (found,) = (one for one in facts.codes if one.code == code)
    return found


def list_chosen(facts: PageFacts) -> list[Carrier]:
    """Return the places that define codes."""
    return [carrier for carrier in facts.carriers if carrier.is_chosen]
