"""Judge whether a page can be compared with the registry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import evolve, frozen

from errsmith.drift.differences import Verdict
from errsmith.drift.ends import RecordedEnd, UnrecordedEnd
from errsmith.drift.facts import PageCode, PageFacts
from errsmith.drift.matching import Matching
from errsmith.drift.pages.page import Page
from errsmith.drift.record import Record

_FEWEST_OF_READABLE: Final = 1 / 4
_FEWEST_OF_ALIKE: Final = 1 / 2
_EXPLAIN: Final = "`--explain` shows where errsmith looked for codes"


@frozen(kw_only=True)
class Judgement:
    """A verdict.

    Attributes:
        verdict: The verdict.
        reason: Why it is not `read`.
        hint: What to do about that.
        if_cut: The verdict if there are differences at the end of a page that may be truncated;
            None if the page is complete.
    """

    verdict: Verdict
    reason: str = ""
    hint: str = ""
    if_cut: Judgement | None = None


READ: Final = Judgement(verdict="read")


def judge(
    page: Page,
    facts: PageFacts,
    matching: Matching,
    record: Record | None,
    renamed: Mapping[str, PageCode],
    *,
    accept: bool = False,
) -> Judgement:
    """Judge a page.

    Args:
        page: The page.
        facts: What it says.
        matching: Its codes and the errors of the registry.
        record: The record of the last reading.
        renamed: The new codes of the errors that were evidently renamed, by id.
        accept: Whether a page that seems incomplete or unlike the registry is accepted.
    """
    if not facts.codes:
        return _report_nothing(page, facts)
    if matching.has_errors and not matching.found and not renamed:
        return _report_few(0, len(matching.expected))
    missing = frozenset(id_ for id_ in matching.missing if id_ not in renamed)
    end: RecordedEnd | UnrecordedEnd
    # Another format has other lines, so those of the record are no evidence.
    if record is None or record.form not in {None, page.form}:
        end = UnrecordedEnd(facts=facts, matching=matching, missing=missing)
    else:
        end = RecordedEnd(
            facts=facts, matching=matching, record=record, renamed=renamed, missing=missing
        )
    # Some pages always end inside an element.
    if page.cut_inside is not None and not page.is_ended and not end.is_there:
        cut = _report_truncated(f"the page ends inside {page.cut_inside}")
        return cut if missing else Judgement(verdict="read", if_cut=cut)
    cut = _report_truncated(end.reason, "; if it really ends there, use `--accept`")
    may_be_cut = not page.is_ended and not accept
    if missing and may_be_cut and (end.is_early or end.is_short):
        return cut
    expected = len(matching.expected)
    judgement = _judge_share(expected - len(missing), expected, accept=accept) if missing else READ
    return evolve(judgement, if_cut=cut) if may_be_cut and end.is_lost else judgement


def _report_truncated(reason: str, more: str = "") -> Judgement:
    hint = f"Get the whole page and try again{more}"
    return Judgement(verdict="truncated", reason=reason, hint=hint)


def _report_nothing(page: Page, facts: PageFacts) -> Judgement:
    if page.is_shell:
        return Judgement(
            verdict="could-not-read",
            reason="the page is rendered by JavaScript, so it has no text",
            hint="Set `fetch` to a URL that has the text, such as the page's Markdown, "
            "or save the page in a browser and use `--page`",
        )
    reason = (
        "the page mentions codes, but lists none"
        if facts.mentions
        else "no codes found on the page"
    )
    if facts.unused:
        keys = " and ".join(f"`{key}`" for key in facts.unused)
        verb = "matches" if len(facts.unused) == 1 else "match"
        return Judgement(
            verdict="could-not-read",
            reason=f"{reason}; {keys} of `extract` {verb} nothing on it",
            hint=f"Correct {keys}; {_EXPLAIN}",
        )
    return Judgement(verdict="could-not-read", reason=reason, hint=f"Check the URL; {_EXPLAIN}")


def _judge_share(found: int, expected: int, *, accept: bool) -> Judgement:
    """Judge a page by how many of the expected codes it has."""
    share = found / expected
    if share < _FEWEST_OF_READABLE:
        return _report_few(found, expected)
    if share < _FEWEST_OF_ALIKE and not accept:
        return Judgement(
            verdict="unlike",
            reason=_count_found(found, expected),
            hint=f"{_EXPLAIN}; if the page really has changed that much, use `--accept`",
        )
    return READ


def _report_few(found: int, expected: int) -> Judgement:
    return Judgement(
        verdict="could-not-read",
        reason=_count_found(found, expected),
        hint=f"Check the URL; {_EXPLAIN}",
    )


def _count_found(found: int, expected: int) -> str:
    if found == 0:
        return "the page has codes, but none of the expected ones"
    return f"the page has only {found:,} of the {expected:,} expected codes"
