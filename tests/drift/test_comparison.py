"""Differences between what a page says and the registry."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from errsmith.drift.facts import PageCategory, PageCode
from tests.drift.comparing import (
    TODAY,
    compare,
    define_errors,
    describe,
    find_only,
    list_codes,
    list_kinds,
    make_facts,
    read_subject,
    record,
)
from tests.registries import HEAD

CODES = ("AUTH_DENIED", "BODY_MISSING", "CARD_STOLEN", "DATE_PAST", "EMAIL_TAKEN")


def test_compare_equal_page(tmp_path: Path) -> None:
    """A page that says the same is read without differences, and unchanged once recorded."""
    subject, facts = read_subject(tmp_path, define_errors(CODES)), make_facts(list_codes(CODES))
    first = compare(subject, facts)
    assert (first.verdict, first.differences, first.has_record) == ("read", (), False)
    second = compare(subject, facts, record(facts, subject))
    assert (second.verdict, second.differences, second.has_record) == ("unchanged", (), True)
    assert (second.codes, second.last_code, second.read_to) == (5, "EMAIL_TAKEN", facts.lines)


def test_compare_changed_registry(tmp_path: Path) -> None:
    """A page that is as recorded is compared again if the registry has changed."""
    facts = make_facts(list_codes(CODES))
    before = record(facts, read_subject(tmp_path, define_errors(CODES)))
    subject = read_subject(tmp_path, define_errors(CODES[:-1]))
    assert list_kinds(compare(subject, facts, before)) == [("added", None, "EMAIL_TAKEN")]


def test_compare_added_code(tmp_path: Path) -> None:
    """A code that the registry lacks is added, with its place and facts."""
    added = find_only(
        compare(
            read_subject(tmp_path, define_errors(CODES)),
            make_facts(list_codes([*CODES, "FILE_HUGE"], heading="Files")),
        )
    )
    assert (added.kind, added.code, added.page, added.line) == ("added", "FILE_HUGE", "400", 16)
    assert added.heading == "Files"
    assert added.found is not None
    assert added.found.code == "FILE_HUGE"
    assert (added.id, added.span) == (None, None)


@pytest.mark.parametrize("has_record", [False, True])
def test_compare_missing_code(tmp_path: Path, *, has_record: bool) -> None:
    """An error that the page lacks is removed; without a record, that is doubtful."""
    subject = read_subject(tmp_path, define_errors(CODES))
    before = record(make_facts(list_codes(CODES)), subject) if has_record else None
    facts = make_facts(list_codes([*CODES[:2], *CODES[3:]]))
    removed = find_only(compare(subject, facts, before))
    assert (removed.kind, removed.id, removed.code) == ("removed", "CARD_STOLEN", None)
    assert removed.evidence == ("" if has_record else "no record")
    assert removed.span is not None
    header = subject.document.text.splitlines()[removed.span.start.line - 1]
    assert header == '[errors."CARD_STOLEN"]'


def test_compare_mentioned_error(tmp_path: Path) -> None:
    """An error that the page names but no longer defines is not removed."""
    subject = read_subject(tmp_path, define_errors(CODES))
    facts = make_facts(list_codes(CODES[1:]), mentions={"AUTH_DENIED": 3})
    mentioned = find_only(compare(subject, facts))
    assert (mentioned.kind, mentioned.id, mentioned.line) == ("mentioned-only", "AUTH_DENIED", 3)


def test_compare_incomplete_page(tmp_path: Path) -> None:
    """A page that does not list all errors says nothing about those that it lacks."""
    head = f"{HEAD}extract.complete = false\n\n"
    subject = read_subject(tmp_path, head + define_errors(CODES))
    facts = make_facts(list_codes(["AUTH_DENIED", "NEW"]))
    assert list_kinds(compare(subject, facts)) == [("added", None, "NEW")]
    before = record(make_facts(list_codes(CODES[:3])), subject)
    removed = find_only(compare(subject, make_facts(list_codes(CODES[:2])), before))
    assert (removed.kind, removed.id) == ("removed", CODES[2])
    assert removed.evidence == "the source has `complete = false`"


@pytest.mark.parametrize(
    ("line", "end", "kinds"),
    [
        (15, "auth_den", []),
        (15, "see auth_den", []),
        (15, "auth_den is new", ["added"]),
        (14, "auth_den", ["added"]),
    ],
)
def test_compare_half_code(tmp_path: Path, line: int, end: str, kinds: list[str]) -> None:
    """The beginning of a known code at the very end of a page is not a new code."""
    subject = read_subject(tmp_path, define_errors(CODES))
    half = PageCode(code="AUTH_DEN", line=line)
    facts = make_facts([*list_codes(CODES), half], ends=(end,), lines=15)
    assert [kind for kind, _, _ in list_kinds(compare(subject, facts))] == kinds


def test_compare_name_of_group(tmp_path: Path) -> None:
    """The name of a declared group is not a code that the registry lacks."""
    subject = read_subject(tmp_path, f"[groups.card]\n\n{define_errors(CODES)}")
    facts = make_facts([*list_codes(CODES), PageCode(code="card", line=20)])
    assert list_kinds(compare(subject, facts)) == []


def test_compare_alias(tmp_path: Path) -> None:
    """A page that uses an alias documents that error."""
    tables = define_errors(CODES[1:]) + (
        '[errors.AUTH_REFUSED]\nstatus = 400\naliases = ["AUTH_DENIED"]\nsummary = "No."\n'
    )
    subject = read_subject(tmp_path, tables)
    assert list_kinds(compare(subject, make_facts(list_codes(CODES)))) == []


def test_compare_returned_error(tmp_path: Path) -> None:
    """A removed error is not expected, and reported if it is on the page again."""
    tables = define_errors(CODES) + '[errors.OLD]\nsummary = "Old."\nremoved = {}\n'
    subject = read_subject(tmp_path, tables)
    assert list_kinds(compare(subject, make_facts(list_codes(CODES)))) == []
    returned = find_only(compare(subject, make_facts(list_codes([*CODES, "OLD"]))))
    assert (returned.kind, returned.id, returned.code) == ("added", "OLD", "OLD")
    assert (returned.registry, returned.page) == ("removed", "400")


TWO_SOURCES = f"""{HEAD}
[sources.tokens]
url = "https://acme.example/tokens"
retrieved = 2026-11-21

"""


def test_compare_two_sources(tmp_path: Path) -> None:
    """Each page is compared with the errors of its own source; others are not added."""
    tables = TWO_SOURCES + define_errors(CODES)
    tables += '[errors.TOKEN_OLD]\nstatus = 400\nsource = "tokens"\nsummary = "Old."\n'
    subject = read_subject(tmp_path, tables)
    everything = make_facts(list_codes([*CODES, "TOKEN_OLD"]))
    assert list_kinds(compare(subject, everything)) == []
    assert list_kinds(compare(subject, everything, source="tokens")) == []
    assert list_kinds(compare(subject, make_facts(list_codes(CODES)))) == []


# --- facts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "found", "kind", "values"),
    [
        ("404", (410,), "status", ("404", "410")),
        ("404", ("4xx",), "status", ("404", "4xx")),
        ("[404, 410]", (404,), "status", ("404, 410", "404")),
        (None, (404,), "status", ("not documented", "404")),
        ("404", (), "status-undocumented", ("404", "not documented")),
    ],
)
def test_compare_status(
    tmp_path: Path,
    known: str | None,
    found: tuple[int | str, ...],
    kind: str,
    values: tuple[str, str],
) -> None:
    """Statuses that differ are reported at the value in the registry, if it has one."""
    status = "" if known is None else f"status = {known}\n"
    tables = define_errors(CODES) + f'[errors.ODD]\n{status}summary = "Odd."\n'
    subject = read_subject(tmp_path, tables)
    odd = PageCode(code="ODD", line=30, statuses=found, heading="Odd ones")
    difference = find_only(compare(subject, make_facts([*list_codes(CODES), odd])))
    assert (difference.kind, difference.id) == (kind, "ODD")
    assert (difference.registry, difference.page) == values
    assert (difference.line, difference.heading) == (30, "Odd ones")
    assert difference.span is not None
    line = subject.document.text.splitlines()[difference.span.start.line - 1]
    assert line == ("[errors.ODD]" if known is None else f"status = {known}")


@pytest.mark.parametrize(("had_status", "expected"), [(True, 5), (False, 0)])
def test_compare_undocumented_statuses(tmp_path: Path, *, had_status: bool, expected: int) -> None:
    """A page without any status lacks those that it had, according to the record."""
    subject = read_subject(tmp_path, define_errors(CODES))
    with_status = make_facts(list_codes(CODES))
    without = make_facts([evolve(code, statuses=()) for code in list_codes(CODES)])
    kinds = list_kinds(compare(subject, without, record(with_status, subject)))
    assert len(kinds) == 5
    before = record(with_status if had_status else without, subject)
    other = evolve(without, mentions={"AUTH_DENIED": 2})
    assert len(list_kinds(compare(subject, other, before))) == expected


SHARED = """
[errors.grant]
status = 400
summary = "Bad grant."

[errors.grant_throttled]
code = "grant"
status = 429
summary = "Too many."
"""


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(400, 429)], []),
        ([(400,), (429,)], []),
        ([(400,)], [("status", "grant_throttled", "400, 429", "400")]),
        ([(400, 503)], [("status", "grant_throttled", "400, 429", "400, 503")]),
    ],
)
def test_compare_shared_code(
    tmp_path: Path, rows: list[tuple[int, ...]], expected: list[tuple[str, ...]]
) -> None:
    """The statuses of errors that share a code are compared together, over all its rows."""
    subject = read_subject(tmp_path, SHARED)
    ids = ("grant", "grant_throttled")
    codes = [
        PageCode(code="grant", ids=ids, line=line, statuses=row) for line, row in enumerate(rows, 1)
    ]
    differences = compare(subject, make_facts(codes)).differences
    assert [(d.kind, d.id, d.registry, d.page) for d in differences] == expected


def test_compare_shared_code_told_apart(tmp_path: Path) -> None:
    """Rows that each belong to one error are compared with that error alone."""
    subject = read_subject(tmp_path, SHARED)
    codes = [
        PageCode(code="grant", ids=("grant",), line=1, statuses=(429,)),
        PageCode(code="grant", ids=("grant_throttled",), line=2, statuses=(400,)),
    ]
    differences = compare(subject, make_facts(codes)).differences
    assert [(d.id, d.registry, d.page) for d in differences] == [
        ("grant", "400", "429"),
        ("grant_throttled", "429", "400"),
    ]


def list_shared(grant: str = "grant", throttled: str = "grant") -> tuple[PageCode, ...]:
    """Return the two errors of `SHARED` between others, each with a text of its own."""
    first, second = (describe("one"), describe("two"))
    known = (("grant",) if grant == "grant" else (), ("grant_throttled",))
    return (
        *list_codes(CODES[:2]),
        PageCode(code=grant, ids=known[0], line=13, statuses=(400,), text=first),
        *(evolve(code, line=code.line + 10) for code in list_codes(CODES[2:])),
        PageCode(
            code=throttled,
            ids=known[1] if throttled == "grant" else (),
            line=30,
            statuses=(429,),
            text=second,
        ),
        *(evolve(code, line=code.line + 30) for code in list_codes(("ZIP_WRONG", "ZONE_WRONG"))),
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"grant": "consent"}, ("renamed", "grant", "consent")),
        ({"throttled": "quota"}, ("renamed", "grant_throttled", "quota")),
    ],
)
def test_compare_renamed_shared_code(
    tmp_path: Path, changes: dict[str, str], expected: tuple[str, str, str]
) -> None:
    """Each of the errors that share a code is recorded, so that its rename is found by its text."""
    subject = read_subject(tmp_path, define_errors((*CODES, "ZIP_WRONG", "ZONE_WRONG")) + SHARED)
    before = record(make_facts(list_shared()), subject)
    outcome = compare(subject, make_facts(list_shared(**changes)), before)
    assert list_kinds(outcome) == [expected]
    assert "text 1.00" in find_only(outcome).evidence


@pytest.mark.parametrize("id_", ["grant", "grant_throttled"])
def test_compare_removed_shared_code(tmp_path: Path, id_: str) -> None:
    """An error is removed although the page still has another with its code."""
    subject = read_subject(tmp_path, define_errors((*CODES, "ZIP_WRONG", "ZONE_WRONG")) + SHARED)
    before = record(make_facts(list_shared()), subject)
    rest = [code for code in list_shared() if code.ids != (id_,)]
    removed = find_only(compare(subject, make_facts(rest), before))
    assert (removed.kind, removed.id, removed.evidence) == ("removed", id_, "")


def test_compare_changed_text_of_shared_code(tmp_path: Path) -> None:
    """The texts of errors that share a code are compared with their own recorded texts."""
    subject = read_subject(tmp_path, define_errors((*CODES, "ZIP_WRONG", "ZONE_WRONG")) + SHARED)
    codes = list_shared()
    before = record(make_facts(codes), subject)
    new = [evolve(c, text=describe("new")) if c.statuses == (429,) else c for c in codes]
    outcome = compare(subject, make_facts(new), before)
    assert list_kinds(outcome) == [("text-changed", "grant_throttled", "grant")]


def test_compare_renamed_code_of_two_errors(tmp_path: Path) -> None:
    """Errors that the page does not tell apart are renamed together."""
    subject = read_subject(tmp_path, define_errors(CODES) + SHARED)
    shared = PageCode(
        code="grant",
        ids=("grant", "grant_throttled"),
        line=20,
        statuses=(400, 429),
        text=describe("grant"),
    )
    before = record(make_facts([*list_codes(CODES), shared]), subject)
    new = evolve(shared, code="consent", ids=())
    outcome = compare(subject, make_facts([*list_codes(CODES), new]), before)
    assert list_kinds(outcome) == [
        ("renamed", "grant", "consent"),
        ("renamed", "grant_throttled", "consent"),
    ]


def test_compare_code_of_two_groups(tmp_path: Path) -> None:
    """A known code is added if the page has it in another group too."""
    subject = read_subject(tmp_path, SHARED)
    codes = [
        PageCode(code="grant", ids=("grant", "grant_throttled"), line=1, statuses=(400, 429)),
        PageCode(code="grant", group="device", line=2, statuses=(400,)),
    ]
    added = find_only(compare(subject, make_facts(codes)))
    assert (added.kind, added.id, added.line) == ("added", None, 2)


CATEGORIES = """
[categories.client]
status = "4xx"
retry = { documented = "never" }

[categories.server]
status = [500, 502]
retry = { derived = "backoff" }

[groups.pay]
match = "PAY_*"

[errors.PAY_LATE]
status = 400
summary = "Late."

[errors.DOWN]
status = 500
summary = "Down."
"""


@pytest.mark.parametrize(
    ("code", "facts", "expected"),
    [
        ("PAY_LATE", {"category": "client", "retry": "never", "group": "PAY"}, None),
        ("PAY_LATE", {"category": "server"}, ("category", "client", "server")),
        ("DOWN", {"category": "Outages"}, ("category", "server", "Outages")),
        ("PAY_LATE", {"retry": "once"}, ("retry", "never", "once")),
        ("DOWN", {"retry": "backoff"}, ("retry", "backoff (derived)", "backoff")),
        ("PAY_LATE", {"group": "billing"}, ("group", "pay", "billing")),
        ("DOWN", {"group": "pay"}, ("group", "not documented", "pay")),
    ],
)
def test_compare_fact(
    tmp_path: Path, code: str, facts: dict[str, Any], expected: tuple[str, str, str] | None
) -> None:
    """Facts on the page are compared with those that the error has or inherits."""
    subject = read_subject(tmp_path, CATEGORIES)
    codes = [
        PageCode(code="PAY_LATE", line=1, statuses=(400,)),
        PageCode(code="DOWN", line=2, statuses=(500,)),
    ]
    changed = [evolve(c, **facts) if c.code == code else c for c in codes]
    differences = compare(subject, make_facts(changed)).differences
    found = [(d.kind, d.registry, d.page) for d in differences]
    assert found == ([] if expected is None else [expected])
    assert all(d.id == code for d in differences)


def test_compare_categories(tmp_path: Path) -> None:
    """The statuses and the advice of a category are compared, and derived advice is not a fact."""
    subject = read_subject(tmp_path, CATEGORIES)
    codes = [
        PageCode(code="PAY_LATE", line=1, statuses=(400,)),
        PageCode(code="DOWN", line=2, statuses=(500,)),
    ]
    categories = (
        PageCategory(id="client", line=7, statuses=("4xx",), retry="never"),
        PageCategory(id="server", line=8, statuses=("5xx",), retry="backoff"),
        PageCategory(id="unheard", line=9, statuses=(200,)),
    )
    differences = compare(subject, make_facts(codes, categories=categories)).differences
    assert [(d.kind, d.id, d.registry, d.page, d.line) for d in differences] == [
        ("category-range", "server", "500, 502", "5xx", 8),
        ("retry", "server", "backoff (derived)", "backoff", 8),
    ]


def test_compare_changed_text(tmp_path: Path) -> None:
    """A text that has changed since the last reading is worth a look, but no counted difference."""
    subject = read_subject(tmp_path, define_errors(CODES))
    codes = list_codes(CODES)
    before = record(make_facts(codes), subject)
    new = evolve(codes[1], text="Nothing that was said about it is said about it now.")
    outcome = compare(subject, make_facts([codes[0], new, *codes[2:]]), before)
    assert list_kinds(outcome) == [("text-changed", "BODY_MISSING", "BODY_MISSING")]
    assert outcome.counted == ()


def test_compare_renamed_code_that_is_mentioned(tmp_path: Path) -> None:
    """A code that is still mentioned can be renamed, although its recorded text was longer."""
    subject = read_subject(tmp_path, define_errors(("AUTH_DENIED", "USE_CARD_CHIP", "DATE_PAST")))
    old = list_codes(("AUTH_DENIED", "USE_CARD_CHIP", "DATE_PAST"))
    before = record(make_facts(old), subject)
    new = evolve(old[1], code="USE_CARD_CODE", text="The card was refused by its bank.")
    facts = make_facts([old[0], new, old[2]])
    mentioning = evolve(facts, mentions={"USE_CARD_CHIP": 3})
    assert list_kinds(compare(subject, mentioning, before)) == [
        ("possible-rename", "USE_CARD_CHIP", "USE_CARD_CODE")
    ]
    assert [kind for kind, _, _ in list_kinds(compare(subject, facts, before))] == [
        "removed",
        "added",
    ]


def test_compare_many_changed_texts(tmp_path: Path) -> None:
    """If most texts have changed, the layout has, and none of them is worth a look."""
    subject = read_subject(tmp_path, define_errors(CODES))
    codes = list_codes(CODES)
    before = record(make_facts(codes), subject)
    new = [evolve(code, text=describe(f"new{code.code}")) for code in codes]
    two = make_facts([*new[:2], *codes[2:]])
    assert len(list_kinds(compare(subject, two, before))) == 2
    assert list_kinds(compare(subject, make_facts([*new[:3], *codes[3:]]), before)) == []


def test_compare_deprecated_code(tmp_path: Path) -> None:
    """A code that only the page calls deprecated is reported; what the page omits is not."""
    tables = define_errors(CODES[:1]) + "deprecated = {}\n\n" + define_errors(CODES[1:])
    subject = read_subject(tmp_path, tables)
    codes = list_codes(CODES)
    assert list_kinds(compare(subject, make_facts(codes))) == []
    deprecated = [evolve(code, is_deprecated=True) for code in codes[:2]]
    found = find_only(compare(subject, make_facts([*deprecated, *codes[2:]])))
    assert (found.kind, found.id, found.line) == ("deprecated", CODES[1], 12)


# --- exceptions ----------------------------------------------------------------------------------


def write_exceptions(key: str, code: str, until: str = "") -> str:
    end = f", until = {until}" if until else ""
    return f'{HEAD}extract.{key} = [{{ code = "{code}", reason = "Agreed."{end} }}]\n\n'


@pytest.mark.parametrize(
    ("key", "code", "until", "expected"),
    [
        ("ignore", "NEW", "", []),
        ("ignore", "NEW", "2026-11-30", []),
        ("ignore", "NEW", "2026-11-29", [("added", "NEW"), ("expired-exception", "NEW")]),
        ("ignore", "GHOST", "", [("added", "NEW"), ("unused-exception", "GHOST")]),
        ("ignore", "AUTH_DENIED", "", [("added", "NEW"), ("unused-exception", "AUTH_DENIED")]),
    ],
)
def test_ignore_exception(
    tmp_path: Path, key: str, code: str, until: str, expected: list[tuple[str, str]]
) -> None:
    """An ignored code is not added until the exception expires; an unneeded one is reported."""
    subject = read_subject(tmp_path, write_exceptions(key, code, until) + define_errors(CODES))
    outcome = compare(subject, make_facts(list_codes([*CODES, "NEW"])))
    assert [(d.kind, d.code) for d in outcome.differences] == expected


@pytest.mark.parametrize(
    ("code", "until", "expected"),
    [
        ("CARD_STOLEN", "", []),
        ("CARD_STOLEN", "2026-11-01", [("removed", None), ("expired-exception", "CARD_STOLEN")]),
        ("AUTH_DENIED", "", [("removed", None), ("unused-exception", "AUTH_DENIED")]),
        ("GHOST", "", [("removed", None), ("unused-exception", "GHOST")]),
    ],
)
def test_missing_exception(
    tmp_path: Path, code: str, until: str, expected: list[tuple[str, str | None]]
) -> None:
    """An error in `missing` is not expected until the exception expires."""
    tables = write_exceptions("missing", code, until) + define_errors(CODES)
    subject = read_subject(tmp_path, tables)
    outcome = compare(subject, make_facts(list_codes([*CODES[:2], *CODES[3:]])))
    assert [(d.kind, d.code) for d in outcome.differences] == expected


def test_exception_expires_on_unchanged_page(tmp_path: Path) -> None:
    """An exception expires even if neither page nor registry has changed."""
    tables = write_exceptions("ignore", "NEW", "2026-12-24") + define_errors(CODES)
    subject = read_subject(tmp_path, tables)
    facts = make_facts(list_codes([*CODES, "NEW"]))
    before = record(facts, subject)
    assert compare(subject, facts, before).verdict == "unchanged"
    later = compare(subject, facts, before, today=TODAY + datetime.timedelta(days=30))
    assert list_kinds(later) == [("added", None, "NEW"), ("expired-exception", None, "NEW")]
    assert later.differences[1].span is not None


# --- renames -------------------------------------------------------------------------------------


@pytest.mark.parametrize("was_recorded", [True, False])
def test_compare_renamed_code(tmp_path: Path, *, was_recorded: bool) -> None:
    """A rename replaces a removal and an addition; without the old text, it may be evident too."""
    known = (*CODES[:2], "TOKEN_EXPIRED", *CODES[2:])
    subject = read_subject(tmp_path, define_errors(known))
    codes = list_codes(known)
    recorded = codes if was_recorded else [*codes[:2], *codes[3:]]
    renamed = evolve(codes[2], code="EXPIRED_TOKEN", heading="Tokens")
    facts = make_facts([*codes[:2], renamed, *codes[3:]])
    found = find_only(compare(subject, facts, record(make_facts(recorded), subject)))
    assert (found.kind, found.id, found.code) == ("renamed", "TOKEN_EXPIRED", "EXPIRED_TOKEN")
    assert (found.line, found.heading, found.found) == (13, "Tokens", renamed)
    assert ("text 1.00" in found.evidence) is was_recorded
    assert "spelling 1.00, status 400, same place" in found.evidence
    assert found.span is not None


def test_declaration_that_matches_nothing(tmp_path: Path) -> None:
    """A key of `extract` whose globs match nothing on the page is reported, at its place."""
    head = f'{HEAD}extract.skip = "History"\n\n'
    subject = read_subject(tmp_path, head + define_errors(CODES))
    facts = evolve(make_facts(list_codes(CODES)), unused=("skip",))
    [found] = compare(subject, facts).differences
    assert (found.kind, found.code) == ("unused-declaration", "skip")
    assert found.span is not None
    assert found.span.start.line == head.splitlines().index('extract.skip = "History"') + 1
