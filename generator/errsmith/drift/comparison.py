"""Compare what a page says with the registry."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from attrs import evolve, frozen

from errsmith.drift.code_index import name_page_code
from errsmith.drift.contradictions import FactComparer, format_statuses
from errsmith.drift.differences import INFORMATIVE, Difference, DifferenceKind, Outcome
from errsmith.drift.entries import list_new_entries, list_old_entries, list_settled
from errsmith.drift.facts import PageCode, PageFacts
from errsmith.drift.matching import Matching, match
from errsmith.drift.pages.page import Page
from errsmith.drift.record import Record, digest_facts, digest_registry
from errsmith.drift.renames import find_renames
from errsmith.drift.verdicts import Judgement, judge
from errsmith.meaning.subjects import Subject
from errsmith.registry.diagnostics import Span

INCOMPLETE: Final = "the source has `complete = false`"
NO_RECORD: Final = "no record"
NOT_RECORDED: Final = "not in the record either"
"""Why it is doubtful that a code was removed: the page may never have had it."""

_ORDER: Final[Sequence[DifferenceKind]] = (
    "renamed",
    "possible-rename",
    "removed",
    "mentioned-only",
    "status",
    "status-undocumented",
    "category",
    "category-range",
    "retry",
    "group",
    "deprecated",
    "added",
    "unused-declaration",
    "unused-exception",
    "expired-exception",
    "text-changed",
)
"""The order of the report."""


def compare(
    page: Page,
    facts: PageFacts,
    subject: Subject,
    source_id: str,
    record: Record | None,
    *,
    address: str,
    today: datetime.date,
    accept: bool = False,
) -> Outcome:
    """Compare a page with a source of the registry.

    Args:
        page: The page.
        facts: What it says.
        subject: The provider.
        source_id: The id of the source.
        record: The record of the last reading, None if there is none.
        address: Where the page came from.
        today: The date of the check, for the expiry of exceptions.
        accept: Whether a page that is unlike the registry, or seems to end early, is accepted.
    """
    matching = match(facts, subject, source_id, record, today)
    facts = matching.facts
    differences: tuple[Difference, ...] = ()
    not_seen: tuple[str, ...] = ()
    if _is_unchanged(facts, matching, record):
        judgement = Judgement(verdict="unchanged")
    else:
        renames = _find_renames(matching, facts, record)
        renamed = {id_: r.found for id_, r in renames.items() if r.is_evident}
        judgement = judge(page, facts, matching, record, renamed, accept=accept)
        if judgement.verdict == "read":
            differences = _list_differences(matching, facts, record, renames)
        if judgement.if_cut is not None:
            sure = _list_sure(differences, facts)
            if record is not None and _count(sure) < _count(differences):
                judgement, renamed = judgement.if_cut, {}
            differences = sure
        if judgement.verdict != "read":
            differences = ()
            not_seen = tuple(id_ for id_ in matching.missing if id_ not in renamed)
    return Outcome(
        provider=subject.name,
        source=source_id,
        address=address,
        verdict=judgement.verdict,
        reason=judgement.reason,
        hint=judgement.hint,
        differences=differences,
        not_seen=not_seen,
        read_to=facts.lines,
        last_code=facts.codes[-1].code if facts.codes else None,
        codes=len(facts.codes),
        carriers=facts.carriers,
        has_record=record is not None,
    )


def _is_unchanged(facts: PageFacts, matching: Matching, record: Record | None) -> bool:
    """Return whether nothing has changed since the last reading, except for the date."""
    return (
        record is not None
        and not facts.unused
        and all(difference.kind != "expired-exception" for difference in matching.misused)
        and digest_facts(facts) == record.digest
        and digest_registry(matching.subject, matching.source) == record.registry_digest
    )


@frozen(kw_only=True)
class _FoundRename:
    """A rename of an error.

    Attributes:
        found: The new code.
        is_evident: Whether the rename is evident.
        evidence: The evidence for it.
    """

    found: PageCode
    is_evident: bool
    evidence: str


def _find_renames(
    matching: Matching, facts: PageFacts, record: Record | None
) -> dict[str, _FoundRename]:
    """Return the renames by the id of the error."""
    if not matching.missing:
        return {}
    settled = list_settled(matching)
    new = list_new_entries(matching, facts, record, settled)
    found = find_renames(list_old_entries(matching, record), new, settled)
    places = {name_page_code(code): code for code in reversed(facts.codes)}
    return {
        id_: _FoundRename(
            found=places[rename.new.name],
            is_evident=rename.grade == "evident",
            evidence=rename.evidence,
        )
        for rename in found
        for id_ in rename.old.ids
    }


def _list_differences(
    matching: Matching,
    facts: PageFacts,
    record: Record | None,
    renames: Mapping[str, _FoundRename],
) -> tuple[Difference, ...]:
    """Return the differences in the order of the report."""
    comparer = FactComparer(matching=matching, facts=facts)
    found = [
        *_list_renamed(matching, renames),
        *_list_missing(matching, facts, record, renames),
        *_list_added(matching, {rename.found.code for rename in renames.values()}),
        *comparer.compare(),
        *_list_unused(matching, facts),
        *matching.misused,
    ]
    return tuple(sorted(found, key=lambda d: (_ORDER.index(d.kind), d.line or 0)))


def _list_sure(differences: Sequence[Difference], facts: PageFacts) -> tuple[Difference, ...]:
    """Return the differences without those about the end of a page, which may be incomplete.

    The end begins with the last known code; an unknown code after it may be a truncated one.
    """
    end = max((code.line for code in facts.codes if code.ids), default=0)
    cut = {id_ for code in facts.codes if code.line >= end for id_ in code.ids}
    return tuple(d for d in differences if not _is_unsure(d, end, cut))


def _is_unsure(difference: Difference, end: int, cut: Collection[str]) -> bool:
    if difference.found is None and difference.kind != "category-range":
        return False
    return difference.id in cut or (difference.line or 0) >= end


def _count(differences: Sequence[Difference]) -> int:
    return sum(difference.kind not in INFORMATIVE for difference in differences)


def _list_renamed(matching: Matching, renames: Mapping[str, _FoundRename]) -> Iterator[Difference]:
    for id_, rename in renames.items():
        yield Difference(
            kind="renamed" if rename.is_evident else "possible-rename",
            id=id_,
            code=rename.found.code,
            registry=matching.expected[id_].code,
            page=rename.found.code,
            evidence=rename.evidence,
            line=rename.found.line,
            heading=rename.found.heading,
            span=_point_to_table(matching, id_),
            found=rename.found,
        )


def _list_missing(
    matching: Matching,
    facts: PageFacts,
    record: Record | None,
    renames: Mapping[str, _FoundRename],
) -> Iterator[Difference]:
    """Yield the errors that the page lacks or only mentions."""
    recorded = matching.recorded_ids | set(() if record is None else record.mentions)
    doubt = NO_RECORD if record is None else NOT_RECORDED
    if not matching.is_complete:
        recorded, doubt = frozenset(), INCOMPLETE
    for id_ in matching.missing:
        if id_ not in renames:
            is_mentioned = id_ in facts.mentions
            yield Difference(
                kind="mentioned-only" if is_mentioned else "removed",
                id=id_,
                evidence="" if is_mentioned or id_ in recorded else doubt,
                line=facts.mentions.get(id_),
                span=_point_to_table(matching, id_),
            )


def _list_added(matching: Matching, renamed: Collection[str]) -> Iterator[Difference]:
    """Yield the codes that the registry lacks or marks as removed."""
    new = [code for code in reversed(matching.unknown) if code.code not in renamed]
    for code in {(code.code, code.group): code for code in new}.values():
        yield _report_added(code)
    for id_, code in matching.returned:
        difference = _report_added(code)
        yield evolve(difference, id=id_, registry="removed", span=_point_to_table(matching, id_))


def _list_unused(matching: Matching, facts: PageFacts) -> Iterator[Difference]:
    """Yield the keys of `extract` whose globs match nothing on the page."""
    for key in facts.unused:
        at = ("sources", matching.source, "extract", key)
        span = matching.subject.document.find_span(at, "value")
        yield Difference(kind="unused-declaration", code=key, span=span)


def _report_added(code: PageCode) -> Difference:
    return Difference(
        kind="added",
        code=code.code,
        page=format_statuses(code.statuses) if code.statuses else None,
        line=code.line,
        heading=code.heading,
        found=code,
    )


def _point_to_table(matching: Matching, id_: str) -> Span:
    return matching.subject.document.find_span(("errors", id_), "table")
