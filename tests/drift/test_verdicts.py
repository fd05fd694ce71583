"""Verdicts on pages: whether what is missing may be called removed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import evolve, frozen

from errsmith.drift.differences import Outcome
from errsmith.drift.facts import PageCode, PageFacts
from errsmith.meaning.subjects import Subject
from tests.drift.comparing import (
    compare,
    define_errors,
    list_codes,
    list_kinds,
    make_facts,
    read_subject,
    record,
)
from tests.registries import HEAD

CODES: Final = tuple(
    f"{area}_{what}"
    for area in ("AUTH", "BODY", "CARD", "DATE", "EMAIL")
    for what in ("DENIED", "MISSING", "STOLEN", "LATE")
)


@pytest.fixture
def subject(tmp_path: Path) -> Subject:
    return read_subject(tmp_path, define_errors(CODES))


# --- how much of a page was found ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "verdict", "accepted"),
    [
        (20, "read", "read"),
        (10, "read", "read"),
        (9, "unlike", "read"),
        (5, "unlike", "read"),
        (4, "could-not-read", "could-not-read"),
        (0, "could-not-read", "could-not-read"),
    ],
)
def test_judge_share(subject: Subject, found: int, verdict: str, accepted: str) -> None:
    """A page with fewer than half of the codes is unlike, with fewer than a quarter unreadable."""
    facts = make_facts(list_codes(CODES[20 - found :]))
    outcome = compare(subject, facts)
    assert outcome.verdict == verdict
    assert compare(subject, facts, accept=True).verdict == accepted
    if verdict != "read":
        assert outcome.differences == ()
        assert outcome.not_seen == CODES[: 20 - found]
        assert outcome.reason
        assert outcome.hint


def test_judge_renamed_codes(subject: Subject) -> None:
    """Codes that were evidently renamed count as found."""
    codes = list_codes(CODES)
    before = record(make_facts(codes), subject)
    renamed = [
        PageCode(code=f"E{n}", line=c.line, statuses=c.statuses, text=c.text)
        for n, c in enumerate(codes[:15])
    ]
    outcome = compare(subject, make_facts([*renamed, *codes[15:]]), before)
    assert list_kinds(outcome) == [
        ("renamed", code, f"E{number}") for number, code in enumerate(CODES[:15])
    ]


def test_judge_page_drawn_by_script(subject: Subject) -> None:
    """A page without text gets a hint about another URL."""
    outcome = compare(subject, make_facts([]), is_shell=True)
    assert outcome.verdict == "could-not-read"
    assert "JavaScript" in outcome.reason
    assert "`fetch`" in outcome.hint


def test_judge_mere_mentions(subject: Subject) -> None:
    """A page that only mentions codes is not compared."""
    facts = make_facts([], mentions=dict.fromkeys(CODES, 4))
    outcome = compare(subject, facts)
    assert outcome.verdict == "could-not-read"
    assert outcome.not_seen == CODES


def test_judge_page_of_new_source(tmp_path: Path) -> None:
    """All codes of a page are added to a registry that has no errors yet."""
    subject = read_subject(tmp_path, HEAD)
    kinds = list_kinds(compare(subject, make_facts(list_codes(CODES))))
    assert kinds == [("added", None, code) for code in CODES]


def test_judge_incomplete_page(tmp_path: Path) -> None:
    """A page that lists some errors has at least one of them."""
    subject = read_subject(tmp_path, f"{HEAD}extract.complete = false\n\n{define_errors(CODES)}")
    assert compare(subject, make_facts(list_codes(CODES[:1]))).verdict == "read"
    assert compare(subject, make_facts(list_codes(["NAME", "TYPE"]))).verdict == "could-not-read"


# --- truncated pages -----------------------------------------------------------------------------


def test_judge_open_end(subject: Subject) -> None:
    """A page that lacks codes and ends inside an example is truncated, accepted or not."""
    facts = make_facts(list_codes([*CODES[:3], *CODES[4:]]))
    for accept in (False, True):
        outcome = compare(subject, facts, cut_inside="an example", accept=accept)
        assert outcome.verdict == "truncated"
        assert outcome.reason == "the page ends inside an example"
        assert (outcome.not_seen, outcome.last_code) == ((CODES[3],), CODES[-1])


def test_judge_open_end_of_recorded_page(subject: Subject) -> None:
    """A page that always ended like that is not truncated."""
    before = record(make_facts(list_codes(CODES)), subject)
    facts = make_facts(list_codes([*CODES[:3], *CODES[4:]]))
    assert list_kinds(compare(subject, facts, before, cut_inside="a tag")) == [
        ("removed", CODES[3], None)
    ]


def test_judge_open_end_of_whole_page(subject: Subject) -> None:
    """If no code is missing, only the facts of the last code are doubtful."""
    *codes, last = list_codes(CODES)
    cut = PageCode(code=last.code, line=last.line, statuses=(40,), text="")
    facts = make_facts([*codes, cut])
    assert list_kinds(compare(subject, facts)) == [("status", last.code, last.code)]
    assert list_kinds(compare(subject, facts, cut_inside="a row")) == []


LOST = make_facts(list_codes(CODES)).lines - 3
"""The number of lines of a page whose last three lines are lost."""


@pytest.mark.parametrize(
    ("last", "new"),
    [
        ({"statuses": ()}, None),
        ({"statuses": (40,)}, None),
        ({}, "NEW_ON"),
        ({"code": CODES[-1][:-3]}, None),
    ],
)
def test_judge_lost_end(subject: Subject, last: dict[str, Any], new: str | None) -> None:
    """If the recorded end is lost, no difference of the last code is taken for one of the page."""
    codes = list_codes(CODES)
    before = record(make_facts(codes), subject)
    cut = [*codes[:-1], evolve(codes[-1], **last)]
    if new is not None:
        cut.append(PageCode(code=new, line=codes[-1].line + 1))
    facts = make_facts(cut, ends=("Acm",), lines=LOST)
    outcome = compare(subject, facts, before)
    assert (outcome.verdict, outcome.differences) == ("truncated", ())
    assert outcome.reason == "the page ends earlier than when it was last read"
    assert outcome.not_seen == ((CODES[-1],) if "code" in last else ())
    accepted = compare(subject, facts, before, accept=True)
    assert (accepted.verdict, len(accepted.counted)) == ("read", 1)
    whole = compare(subject, evolve(facts, ends=("Acme 2026",)), before)
    assert (whole.verdict, len(whole.counted)) == ("read", 1)


def test_judge_lost_end_after_same_codes(subject: Subject) -> None:
    """Differences before the last code do not depend on the end of the page."""
    codes = list_codes(CODES)
    before = record(make_facts(codes), subject)
    changed = [evolve(codes[0], statuses=(418,)), *codes[1:]]
    outcome = compare(subject, make_facts(changed, ends=("Other",), lines=LOST), before)
    assert list_kinds(outcome) == [("status", CODES[0], CODES[0])]


@pytest.mark.parametrize(
    ("ends", "verdict"),
    [
        (("Acme 2026", "Contact us", "About Acme"), "read"),
        (("Acme 2027", "Contact us", "About Acme"), "read"),
        (("Contact us", "About Acme"), "read"),
        (("Conta", "About Acme"), "truncated"),
        (("DATE_LATE", "DATE_STOLEN"), "truncated"),
        ((), "truncated"),
    ],
)
def test_judge_recorded_end(subject: Subject, ends: tuple[str, ...], verdict: str) -> None:
    """Last codes that are missing were removed only if the recorded end is still there."""
    before = record(make_facts(list_codes(CODES)), subject)
    facts = make_facts(list_codes(CODES[:-4]), ends=ends, lines=27)
    assert compare(subject, facts, before).verdict == verdict
    assert compare(subject, facts, before, accept=True).verdict == "read"
    assert compare(subject, facts, before, is_ended=True).verdict == "read"


def test_judge_missing_codes_elsewhere(subject: Subject) -> None:
    """Codes that are missing before the last one were removed, whatever the end."""
    before = record(make_facts(list_codes(CODES)), subject)
    facts = make_facts(list_codes(CODES[4:]), ends=("Another end",), lines=36)
    assert [d.kind for d in compare(subject, facts, before).differences] == ["removed"] * 4


def test_judge_page_that_goes_on(subject: Subject) -> None:
    """A page with as many lines after the last code as before is not truncated."""
    before = record(make_facts(list_codes(CODES)), subject)
    facts = make_facts(list_codes(CODES[:-1]), ends=("Another end",), lines=36)
    assert compare(subject, facts, before).verdict == "read"


def test_judge_missing_code_of_short_page(subject: Subject) -> None:
    """A code that is missing from a page with a shorter end may have moved to what was cut off."""
    before = record(make_facts(list_codes(CODES)), subject)
    facts = make_facts(list_codes(CODES[1:]), ends=("Another end",), lines=31)
    assert compare(subject, facts, before).verdict == "truncated"
    assert list_kinds(compare(subject, facts, before, is_ended=True)) == [
        ("removed", CODES[0], None)
    ]


def test_judge_page_in_another_format(subject: Subject) -> None:
    """Lines of a record of another format say nothing about the end of a page."""
    before = evolve(record(make_facts(list_codes(CODES)), subject), form="markdown")
    facts = make_facts(list_codes(CODES[1:]), ends=("Another end",), lines=31)
    assert compare(subject, facts, before).verdict == "truncated"
    assert list_kinds(compare(subject, facts, evolve(before, form="text"))) == [
        ("removed", CODES[0], None)
    ]


def test_judge_ended_page_with_open_end(subject: Subject) -> None:
    """A page whose format shows that it is whole is not cut, even if a tag is left open."""
    facts = make_facts(list_codes(CODES[:-1]))
    outcome = compare(subject, facts, cut_inside="a tag", is_ended=True)
    assert list_kinds(outcome) == [("removed", CODES[-1], None)]


def test_judge_new_last_code(subject: Subject) -> None:
    """A page that goes on after a new code, as it did after the last one, lost none of its end."""
    before = record(make_facts(list_codes(CODES)), subject)
    facts = make_facts(list_codes([*CODES[:-1], "PHONE_LATE"]), ends=("Another end",))
    kinds = [kind for kind, _, _ in list_kinds(compare(subject, facts, before))]
    assert kinds == ["removed", "added"]


@pytest.mark.parametrize(
    ("ends", "verdict"),
    [(("Acme 2026",), "read"), (("Contact us",), "truncated"), ((), "truncated")],
)
def test_judge_page_without_line_breaks(
    subject: Subject, ends: tuple[str, ...], verdict: str
) -> None:
    """On a page of one line, only its very end shows that it is whole."""
    codes = [evolve(code, line=1) for code in list_codes(CODES)]
    before = record(make_facts(codes, lines=1), subject)
    facts = make_facts(codes[:-1], lines=1, ends=ends)
    assert compare(subject, facts, before).verdict == verdict


@pytest.mark.parametrize(
    ("missing", "facts", "verdict"),
    [
        (slice(-3, None), {"lines": 28}, "truncated"),
        (slice(-3, None), {"lines": 90}, "read"),
        (slice(-3, None), {"lines": 28, "mentions": {CODES[-1]: 1}}, "truncated"),
        (slice(-1, None), {"lines": 30, "mentions": {CODES[-1]: 1}}, "read"),
        (slice(0, 3), {"lines": 28}, "read"),
    ],
)
def test_judge_end_without_record(
    subject: Subject, missing: slice, facts: dict[str, Any], verdict: str
) -> None:
    """Without a record, a page that stops after a code may lack those after it in the registry."""
    kept = [code for code in CODES if code not in CODES[missing]]
    assert compare(subject, make_facts(list_codes(kept), **facts)).verdict == verdict


@pytest.mark.parametrize(("last", "verdict"), [("EMAIL_ST", "truncated"), ("PHONE_LATE", "read")])
def test_judge_new_code_at_end(subject: Subject, last: str, verdict: str) -> None:
    """A new code after the last known one shows that the page goes on, unless it is cut off."""
    facts = make_facts(list_codes([*CODES[:-2], last]), lines=29)
    assert compare(subject, facts).verdict == verdict


# --- cutting pages -------------------------------------------------------------------------------


@frozen
class Layout:
    """A way to write a page: how a code is shown, and what follows the last one."""

    entry: Callable[[str, int], str]
    footer: str = ""
    is_sectioned: bool = True

    def write(self, codes: tuple[str, ...]) -> str:
        parts = ["# Errors of Acme\n\nWhat Acme says when a request fails.\n\n"]
        area = ""
        for code in codes:
            if self.is_sectioned and not code.startswith(area or " "):
                area = code.partition("_")[0]
                parts.append(f"\n## {area.title()}\n\nWhat is about {area.lower()}.\n\n")
            parts.append(self.entry(code, CODES.index(code)))
        return "".join(parts) + self.footer


FOOTER: Final = "\n## Support\n\nWrite to us.\nAcme 2026.\n"
LAYOUTS: Final = {
    "table": Layout(lambda c, n: f"| {c} | {400 + n} | It is {n} times {n * n} of them. |\n"),
    "table with footer": Layout(
        lambda c, n: f"| {c} | {400 + n} | It is {n} times {n * n} of them. |\n", FOOTER
    ),
    "one table": Layout(lambda c, n: f"| {c} | {n} |\n", is_sectioned=False),
    "list": Layout(lambda c, n: f"- {c}: It is {n} times {n * n} of what we had expected.\n"),
    "list with footer": Layout(lambda c, n: f"- {c}: It is {n} times of it.\n", FOOTER),
    "headings": Layout(
        lambda c, n: f"### {c}\n\nStatus: {400 + n}\n\nIt is {n} times.\n\nRetryable: no\n\n"
    ),
    "keys": Layout(
        lambda c, n: f"Code: {c}\nStatus: {400 + n % 3}\nText: {n} times.\nRetry: no\n\n", FOOTER
    ),
    "keys alone": Layout(
        lambda c, n: f"Code: {c}\nStatus: {400 + n % 3}\nText: {n} times.\nRetry: no\n\n",
        is_sectioned=False,
    ),
}
_ENTRY = re.compile(r"(?:\| |- |### |Code: )(?P<code>[A-Z_]+)")


def read(text: str) -> tuple[PageFacts, dict[str, Any]]:
    """Return what a reader would find in a page of these layouts, even if it is cut."""
    lines = text.splitlines()
    found = [(match["code"], n) for n, line in enumerate(lines, 1) if (match := _ENTRY.match(line))]
    counts = Counter(lines)
    ends = [line for line in reversed(lines) if line and counts[line] == 1]
    facts = make_facts(
        [
            PageCode(code=code, line=line, text=lines[line - 1], statuses=(400,))
            for code, line in dict(found).items()
        ],
        ends=tuple(ends[:5]),
        lines=len(lines),
    )
    is_cut = bool(lines) and lines[-1].startswith("|") and not lines[-1].endswith("|")
    return facts, {"cut_inside": "a row" if is_cut else None}


def cut(subject: Subject, layout: Layout, *, has_record: bool) -> list[Outcome]:
    """Return the outcomes for a page that is cut at every 2 %."""
    text = layout.write(CODES)
    before = record(read(text)[0], subject) if has_record else None
    outcomes = []
    for percent in range(2, 100, 2):
        facts, page = read(text[: len(text) * percent // 100])
        outcomes.append(compare(subject, facts, before, **page))
    return outcomes


@pytest.mark.parametrize(("has_record", "most"), [(True, 1), (False, 3)])
def test_measure_cut_pages(subject: Subject, *, has_record: bool, most: int) -> None:
    """Pages that are cut at every 2 % hardly ever count as pages from which codes were removed."""
    wrong = []
    total = 0
    for name, layout in LAYOUTS.items():
        for number, outcome in enumerate(cut(subject, layout, has_record=has_record), 1):
            total += 1
            if any(d.kind in {"removed", "mentioned-only"} for d in outcome.differences):
                wrong.append((name, 2 * number))
    assert total == 392
    assert len(wrong) <= most, wrong


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("has_record", [False, True])
def test_judge_layout_after_removal(subject: Subject, layout: Layout, *, has_record: bool) -> None:
    """Codes that were removed before the last one are found in each layout."""
    before = record(read(layout.write(CODES))[0], subject) if has_record else None
    facts, page = read(layout.write((*CODES[:2], *CODES[3:9], *CODES[10:])))
    assert list_kinds(compare(subject, facts, before, **page)) == [
        ("removed", CODES[2], None),
        ("removed", CODES[9], None),
    ]


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_judge_layout_after_removal_of_last(subject: Subject, layout: Layout) -> None:
    """With a record, even the last code can be removed: the page then ends after a whole line."""
    before = record(read(layout.write(CODES))[0], subject)
    facts, page = read(layout.write(CODES[:-1]))
    assert list_kinds(compare(subject, facts, before, **page)) == [("removed", CODES[-1], None)]
