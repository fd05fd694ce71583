"""Bringing a provider's file up to date: what is written, and what is left for a person."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path
from typing import Any

import pytest

from errsmith import lint
from errsmith.drift.differences import Difference, Outcome, Verdict
from errsmith.drift.facts import PageCode, PageFacts
from errsmith.drift.writing import Update, plan_update
from errsmith.meaning.subjects import Subject
from tests.registries import lint_registry, write_registry

TODAY = datetime.date(2026, 12, 1)

FILE = """\
# The errors of Acme.

[provider]
title = "Acme"
class = "AcmeError"

[sources.errors]
url = "https://acme.example/errors"
retrieved = 2026-11-21  # by hand

[sources.tokens]
url = "https://acme.example/tokens"
retrieved = 2026-11-21

[[envelopes]]
id = "json"
code = { path = "code" }

[categories.client]
status = "4xx"
retry = { documented = "never" }

[categories.server]
status = "5xx"
retry = { derived = "backoff" }

[groups.auth]
match = "AUTH_*"
retry = { documented = "after_fix" }

[groups.billing]

[errors.AUTH_REVOKED]
status = 401
summary = "An administrator blocked the client."

# --- Sessions ---

[errors.SESSION_LOCKED]
status = 409  # sic
summary = "Somebody else is editing."
example = { status = 409, body = '{"code": "SESSION_LOCKED"}' }

[errors.SESSION_GONE]
class = "LostSessionError"
status = 410
summary = "The session was deleted."
causes = ["It was idle."]

[errors.SESSION_GONE.retry]
documented = "never"

# --- Tokens ---

[errors.TOKEN_OLD]
source = "tokens"
group = "billing"
status = 401
summary = "It is used after its lifetime."
"""


def read_subject(folder: Path, text: str = FILE) -> Subject:
    (subject,) = lint_registry(write_registry(folder, {"acme": text}), TODAY).registry.providers
    return subject


def find(code: str, *ids: str, line: int = 1, **facts: Any) -> PageCode:
    return PageCode(code=code, ids=ids, line=line, **facts)


PAGE = (
    find("SESSION_LOCKED", "SESSION_LOCKED", statuses=(409,)),
    find("SESSION_GONE", "SESSION_GONE", statuses=(410,)),
)


def plan(
    subject: Subject,
    *differences: Difference,
    page: tuple[PageCode, ...] = PAGE,
    source: str = "errors",
    verdict: Verdict = "read",
    has_record: bool = True,
) -> Update:
    outcome = Outcome(
        provider="acme", source=source, address="", verdict=verdict, differences=differences
    )
    facts = PageFacts(codes=page, mentions={}, lines=10)
    recorded = frozenset(subject.file.errors) if has_record else None
    return plan_update(subject, source, outcome, facts, recorded=recorded, retrieved=TODAY)


def add(found: PageCode) -> Difference:
    return Difference(kind="added", code=found.code, found=found)


def check_again(folder: Path, update: Update, *differences: Difference, **facts: Any) -> None:
    """Check that a second run changes nothing, and that only summaries are to be written."""
    subject = read_subject(folder, update.text)
    assert {d.rule.id for d in lint.check_text(subject, update.text)} <= {"R254"}
    again = plan(subject, *differences, **facts)
    assert again.text == update.text


# --- additions -----------------------------------------------------------------------------------


def test_new_code_stands_after_its_neighbor_on_the_page(tmp_path: Path) -> None:
    """It has what the page says, and a summary that is a finding until it is written."""
    new = find("SESSION_FULL", statuses=(429,), category="client", retry="never", text="Too many.")
    page = (PAGE[0], PAGE[1], new)
    update = plan(read_subject(tmp_path), add(new), page=page)
    expected = FILE.replace("2026-11-21  # by hand", "2026-12-01  # by hand").replace(
        "\n# --- Tokens",
        "\n[errors.SESSION_FULL]\nstatus = 429\n"
        'summary = "TODO: write what happened."\n\n# --- Tokens',
    )
    assert update.text == expected
    assert update.left == ()
    check_again(tmp_path, update, add(new), page=page)


@pytest.mark.parametrize(
    ("new", "values"),
    [
        (
            find("A", statuses=(404,), category="server", retry="backoff"),
            {"status": 404, "category": "server", "retry": {"documented": "backoff"}},
        ),
        (find("AUTH_A", statuses=(401,), retry="after_fix"), {"status": 401}),
        (
            find("AUTH_A", statuses=(401,), retry="once"),
            {"status": 401, "retry": {"documented": "once"}},
        ),
        (
            find("A", statuses=(503,), retry="backoff"),
            {"status": 503, "retry": {"documented": "backoff"}},
        ),
        (
            find("A", statuses=(400, 404), group="auth"),
            None,
        ),
        (find("AUTH_A", statuses=("5xx",), group="auth"), {"status": "5xx"}),
        (find("A", statuses=(402,), group="billing"), {"status": 402, "group": "billing"}),
        (find("A", statuses=(404,), group="fees"), {"status": 404}),
        (find("A", statuses=(404,), category="Not there"), {"status": 404}),
        (find("A", statuses=(404,), is_deprecated=True), {"status": 404, "deprecated": {}}),
        (find("404.1", statuses=(404,)), {"class": "Acme4041Error", "status": 404}),
        (find("A"), None),
    ],
)
def test_new_code_states_what_is_not_implied(
    tmp_path: Path, new: PageCode, values: dict[str, Any] | None
) -> None:
    """Facts that the status, category or group imply are left out; a finding leaves all out."""
    update = plan(read_subject(tmp_path), add(new), page=(*PAGE, new))
    errors = tomllib.loads(update.text)["errors"]
    if values is None:
        assert new.code not in errors
        (left,) = update.left
        assert "it would cause R" in left.text
    else:
        assert errors[new.code] == {**values, "summary": "TODO: write what happened."}


def test_new_codes_follow_each_other(tmp_path: Path) -> None:
    """A new code can be the neighbor of the next; the first on the page has the one below."""
    new = [find(code, statuses=(404,)) for code in ("FIRST", "SECOND", "LAST")]
    page = (new[0], PAGE[1], new[1], new[2])
    update = plan(read_subject(tmp_path), *map(add, new), page=page)
    assert list(tomllib.loads(update.text)["errors"]) == [
        *("AUTH_REVOKED", "SESSION_LOCKED", "FIRST", "SESSION_GONE", "SECOND", "LAST", "TOKEN_OLD")
    ]


def test_new_code_of_another_source_names_it(tmp_path: Path) -> None:
    """Only the first source is implied."""
    new = find("TOKEN_BAD", statuses=(401,))
    page = (find("TOKEN_OLD", "TOKEN_OLD"), new)
    update = plan(read_subject(tmp_path), add(new), page=page, source="tokens")
    values = tomllib.loads(update.text)
    assert list(values["errors"])[-1] == "TOKEN_BAD"
    assert values["errors"]["TOKEN_BAD"]["source"] == "tokens"
    assert values["sources"]["tokens"]["retrieved"] == TODAY
    assert values["sources"]["errors"]["retrieved"] != TODAY


def test_text_of_the_page_is_never_written(tmp_path: Path) -> None:
    """Sentences belong to the provider."""
    new = find("A", statuses=(404,), heading="Words of a heading", text="Words of the page.")
    update = plan(read_subject(tmp_path), add(new), page=(*PAGE, new))
    assert "[errors.A]" in update.text
    assert "Words" not in update.text


# --- changes of known errors ---------------------------------------------------------------------


def test_changed_status_changes_its_line_and_its_example(tmp_path: Path) -> None:
    """The comment beside it stays."""
    found = find("SESSION_LOCKED", "SESSION_LOCKED", statuses=(423,))
    status = Difference(kind="status", id="SESSION_LOCKED", found=found)
    subject = read_subject(tmp_path, FILE.replace("409  # sic", '409  # sic\nkind = "conflict"'))
    update = plan(subject, status)
    assert "status = 423  # sic\n" in update.text
    assert "example = { status = 423, body" in update.text
    check_again(tmp_path, update, status)


def test_change_that_causes_a_finding_is_left_and_others_are_made(tmp_path: Path) -> None:
    """The reason is the finding's message."""
    bad = Difference(
        kind="status", id="SESSION_LOCKED", found=find("SESSION_LOCKED", statuses=(400, 409))
    )
    gone = Difference(kind="removed", id="SESSION_GONE")
    update = plan(read_subject(tmp_path), bad, gone)
    assert "status = 409  # sic" in update.text
    assert "removed = {}" in update.text
    (left,) = update.left
    assert left.difference == bad
    assert left.text.startswith("it would cause R")


def test_removed_code_is_marked_above_inner_tables(tmp_path: Path) -> None:
    """No table is deleted; the reason is for a person."""
    gone = Difference(kind="removed", id="SESSION_GONE")
    update = plan(read_subject(tmp_path), gone)
    assert 'causes = ["It was idle."]\nremoved = {}\n\n[errors.SESSION_GONE.retry]' in update.text
    check_again(tmp_path, update, gone)


@pytest.mark.parametrize(
    ("text", "facts", "reason"),
    [
        (FILE, {"has_record": False}, "no record"),
        (FILE.replace("# by hand", "\nextract = { complete = false }"), {}, "complete = false"),
    ],
)
def test_removed_code_is_left_without_proof(
    tmp_path: Path, text: str, facts: dict[str, Any], reason: str
) -> None:
    """A page may never have had it."""
    gone = Difference(kind="removed", id="SESSION_GONE")
    update = plan(read_subject(tmp_path, text), gone, **facts)
    assert "removed" not in update.text
    (left,) = update.left
    assert left.difference == gone
    assert reason in left.text


def test_uncertain_removal_is_left(tmp_path: Path) -> None:
    """Doubts of the comparison count."""
    gone = Difference(kind="removed", id="SESSION_GONE", evidence="the page is shorter")
    (left,) = plan(read_subject(tmp_path), gone).left
    assert "the page is shorter" in left.text


def test_evident_rename_copies_texts_and_marks_the_old_error(tmp_path: Path) -> None:
    """The class stays with the old code; the new one has the page's status."""
    found = find("SESSION_LOST", statuses=(404,))
    renamed = Difference(kind="renamed", id="SESSION_GONE", code="SESSION_LOST", found=found)
    status = Difference(kind="status", id="SESSION_GONE", found=found)
    page = (PAGE[0], found)
    update = plan(read_subject(tmp_path), renamed, status, page=page)
    errors = tomllib.loads(update.text)["errors"]
    assert errors["SESSION_LOST"] == {
        "status": 404,
        "summary": "The session was deleted.",
        "causes": ["It was idle."],
        "retry": {"documented": "never"},
    }
    old = tomllib.loads(FILE)["errors"]["SESSION_GONE"]
    assert errors["SESSION_GONE"] == {**old, "removed": {"replacement": "SESSION_LOST"}}
    assert update.left == ()
    check_again(tmp_path, update, renamed, status, page=page)


def test_rename_without_record_is_left(tmp_path: Path) -> None:
    """The old code may never have been on the page."""
    found = find("SESSION_LOST", statuses=(404,))
    renamed = Difference(kind="renamed", id="SESSION_GONE", code="SESSION_LOST", found=found)
    update = plan(read_subject(tmp_path), renamed, has_record=False)
    assert "SESSION_LOST" not in update.text
    assert len(update.left) == 1


@pytest.mark.parametrize(
    "kind",
    [
        *("mentioned-only", "possible-rename", "status-undocumented", "category"),
        *("category-range", "retry", "group", "deprecated", "text-changed"),
        *("unused-exception", "expired-exception"),
    ],
)
def test_difference_that_needs_a_decision_is_left(tmp_path: Path, kind: Any) -> None:
    """Each has a reason that says what to do, and changes nothing but the date."""
    difference = Difference(kind=kind, id="SESSION_GONE", code="X", found=find("X"))
    update = plan(read_subject(tmp_path), difference)
    assert update.text == FILE.replace("2026-11-21  # by hand", "2026-12-01  # by hand")
    (left,) = update.left
    assert left.difference == difference
    assert left.text


# --- nothing at all ------------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", ["unchanged", "truncated", "unlike", "could-not-read"])
def test_other_verdict_changes_nothing(tmp_path: Path, verdict: Verdict) -> None:
    """Only a page that was read is written, not even its date otherwise."""
    gone = Difference(kind="removed", id="SESSION_GONE")
    update = plan(read_subject(tmp_path), gone, verdict=verdict)
    assert update == Update(text=FILE)


def test_file_with_findings_is_not_changed(tmp_path: Path) -> None:
    """They come first; a summary to be written is not an obstacle."""
    gone = Difference(kind="removed", id="SESSION_GONE")
    subject = read_subject(tmp_path, FILE.replace('"billing"', '"biling"'))
    update = plan(subject, gone)
    assert update.text == subject.document.text
    (left,) = update.left
    assert "errsmith lint" in left.text
    unwritten = FILE.replace("Somebody else is editing.", "TODO: write what happened.")
    assert "removed = {}" in plan(read_subject(tmp_path, unwritten), gone).text


def test_line_ends_stay(tmp_path: Path) -> None:
    """A file with CRLF has no other line ends afterwards."""
    new = find("A", statuses=(404,))
    subject = read_subject(tmp_path, FILE.replace("\n", "\r\n"))
    update = plan(subject, add(new), page=(*PAGE, new))
    assert "[errors.A]" in update.text
    assert update.text.count("\n") == update.text.count("\r\n")
