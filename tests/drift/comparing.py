"""Build registries and facts of pages by hand, and compare them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from attrs import evolve

from errsmith.drift import comparison
from errsmith.drift.differences import Difference, Outcome
from errsmith.drift.facts import Carrier, PageCode, PageFacts
from errsmith.drift.pages.page import Page
from errsmith.drift.record import Record, build_record
from errsmith.meaning.subjects import Subject, interpret
from errsmith.registry.loading import load
from tests.registries import write_registry

TODAY = datetime.date(2026, 11, 30)
ADDRESS = "https://acme.example/errors"


def read_subject(folder: Path, tables: str) -> Subject:
    """Return the provider acme with these tables."""
    loaded = load(write_registry(folder, tables))
    assert not loaded.diagnostics, loaded.diagnostics
    return interpret(loaded, TODAY).providers[0]


def define_errors(codes: Iterable[str], status: int = 400) -> str:
    """Return tables of errors with these codes, in this order."""
    return "".join(
        f'[errors."{code}"]\nstatus = {status}\nsummary = "Sentence {number}."\n\n'
        for number, code in enumerate(codes)
    )


def list_codes(codes: Iterable[str], status: int = 400, **facts: Any) -> tuple[PageCode, ...]:
    """Return the codes of a page, one a line from line 11, each with a text of its own."""
    return tuple(
        PageCode(code=code, line=line, statuses=(status,), text=describe(code), **facts)
        for line, code in enumerate(codes, start=11)
    )


def describe(code: str) -> str:
    """Return a text that has no word in common with that of another code."""
    return " ".join(f"{code}{word}".casefold() for word in ("a", "b", "c", "d", "e", "f", "g"))


def make_facts(codes: Iterable[PageCode], **facts: Any) -> PageFacts:
    """Return what a page says that goes on for five lines after its last code."""
    listed = tuple(codes)
    last = max((code.line for code in listed), default=10)
    carrier = Carrier(
        kind="table",
        label="Code",
        headings=(),
        first=10,
        last=last,
        codes=len(listed),
        known=len(listed),
        score=1.0,
        is_chosen=True,
    )
    defaults = {
        "mentions": {},
        "carriers": (carrier,),
        "ends": ("Acme 2026", "Contact us", "About Acme"),
        "lines": last + 5,
    }
    return PageFacts(codes=listed, **{**defaults, **facts})


def record(facts: PageFacts, subject: Subject, source: str = "errors") -> Record:
    """Return the record of a page."""
    return build_record(facts, subject, source, url=ADDRESS, date=TODAY)


def compare(
    subject: Subject,
    facts: PageFacts,
    before: Record | None = None,
    *,
    source: str = "errors",
    today: datetime.date = TODAY,
    accept: bool = False,
    **page: Any,
) -> Outcome:
    """Compare facts with a registry."""
    blank = Page(form="markdown", blocks=(), lines=facts.lines)
    return comparison.compare(
        evolve(blank, **page),
        facts,
        subject,
        source,
        before,
        address=ADDRESS,
        today=today,
        accept=accept,
    )


def list_kinds(outcome: Outcome) -> list[tuple[str, str | None, str | None]]:
    """Return kind, id and code of each difference of a page that was read."""
    assert outcome.verdict == "read", (outcome.verdict, outcome.reason)
    return [(d.kind, d.id, d.code) for d in outcome.differences]


def find_only(outcome: Outcome) -> Difference:
    """Return the only difference."""
    (difference,) = outcome.differences
    return difference
