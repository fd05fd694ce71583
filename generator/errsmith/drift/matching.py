"""Match the codes on a page with the errors of the registry."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from attrs import frozen

from errsmith.drift.code_index import CodeIndex, KnownCode, fold, name_page_code
from errsmith.drift.differences import Difference
from errsmith.drift.facts import PageCode, PageFacts
from errsmith.drift.record import Record, RecordedCode
from errsmith.meaning.resolution import ResolvedError
from errsmith.meaning.subjects import Subject
from errsmith.registry.model import ExtractDef, PageExceptionDef

PLAIN_EXTRACT = ExtractDef()
"""What applies to a source without `extract`."""


@frozen(kw_only=True)
class Matching:
    """The codes of a page and the errors of a source, side by side.

    Attributes:
        subject: The provider.
        source: The id of the source.
        index: Finds errors by code.
        facts: What the page says, with the ids of all known codes.
        expected: The errors that the page should document, by id, in the registry's order.
        found: The places on the page that document each expected error.
        unknown: The codes that the registry lacks.
        returned: Errors that the registry marks as removed but the page documents.
        misused: Differences for exceptions that have no effect or have expired.
        recorded: The codes of the record.
        is_complete: Whether the page lists all errors, so missing means removed.
        has_errors: Whether the registry has errors that the page may document.
    """

    subject: Subject
    source: str
    index: CodeIndex
    facts: PageFacts
    expected: Mapping[str, ResolvedError]
    found: Mapping[str, tuple[PageCode, ...]]
    unknown: tuple[PageCode, ...]
    returned: tuple[tuple[str, PageCode], ...]
    misused: tuple[Difference, ...]
    recorded: tuple[KnownCode, ...]
    is_complete: bool
    has_errors: bool

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The ids of the expected errors that the page does not document."""
        return tuple(id_ for id_ in self.expected if id_ not in self.found)

    @cached_property
    def recorded_ids(self) -> frozenset[str]:
        """The ids of the errors that the page documented when it was last read."""
        return _list_ids(self.recorded)

    @cached_property
    def _recorded_by_name(self) -> dict[str, RecordedCode]:
        return {known.name: known.facts for known in reversed(self.recorded)}

    def find_recorded(self, place: PageCode) -> RecordedCode | None:
        """Return what the page last said about a code, None if it lacked the code."""
        return self._recorded_by_name.get(name_page_code(place))

    def list_replacements(self, id_: str) -> tuple[str, ...]:
        """Return the ids of the errors that replace a removed one; empty if it is not removed."""
        removed = self.index.errors[id_].definition.removed
        return () if removed is None else removed.replacement


def match(
    facts: PageFacts, subject: Subject, source: str, record: Record | None, today: datetime.date
) -> Matching:
    """Match the codes of a page with the errors of a source."""
    index = CodeIndex(subject.resolution.errors)
    facts = index.identify(facts)
    recorded = index.identify_recorded(record)
    recorded_ids = _list_ids(recorded)
    extract = subject.file.sources[source].extract or PLAIN_EXTRACT
    exceptions = _Exceptions(subject, source, extract, today)
    own = {id_: e for id_, e in index.errors.items() if _get_source(e, subject) == source}
    live = {id_: e for id_, e in own.items() if e.definition.removed is None}
    found, new, returned = _place_codes(facts, index, live)
    unknown = [
        code for code in new if not _is_half(code, facts, live) and not _is_group(code, subject)
    ]

    ignored = {code.code for code in unknown} | {code.code for _, code in returned}
    misused = [
        *exceptions.list_misused("ignore", used=ignored, present={c.code for c in facts.codes}),
        *exceptions.list_misused(
            "missing",
            used={name for id_, e in live.items() if id_ not in found for name in (id_, e.code)},
            present={name for id_ in found for name in (id_, live[id_].code)},
        ),
    ]
    is_ignored, is_excused = exceptions.list_active("ignore"), exceptions.list_active("missing")
    due = {
        id_: error
        for id_, error in live.items()
        if id_ in found or is_excused.isdisjoint((id_, error.code))
    }
    expected = {
        id_: error
        for id_, error in due.items()
        if id_ in found or extract.complete or id_ in recorded_ids
    }
    return Matching(
        subject=subject,
        source=source,
        index=index,
        facts=facts,
        expected=expected,
        found=found,
        unknown=tuple(code for code in unknown if code.code not in is_ignored),
        returned=tuple((id_, code) for id_, code in returned if code.code not in is_ignored),
        misused=tuple(misused),
        recorded=recorded,
        is_complete=extract.complete,
        has_errors=bool(due),
    )


def _get_source(error: ResolvedError, subject: Subject) -> str | None:
    return error.definition.source or next(iter(subject.file.sources), None)


def _list_ids(recorded: Collection[KnownCode]) -> frozenset[str]:
    return frozenset(id_ for known in recorded for id_ in known.ids)


def _place_codes(
    facts: PageFacts, index: CodeIndex, live: Mapping[str, ResolvedError]
) -> tuple[dict[str, tuple[PageCode, ...]], list[PageCode], list[tuple[str, PageCode]]]:
    """Return the places of known errors, the unknown codes, and the removed errors on the page."""
    found: dict[str, list[PageCode]] = {}
    unknown: list[PageCode] = []
    returned: list[tuple[str, PageCode]] = []
    for code in facts.codes:
        for id_ in code.ids:
            if id_ in live:
                found.setdefault(id_, []).append(code)
        if not code.ids:
            unknown.append(code)
        elif all(index.errors[id_].definition.removed is not None for id_ in code.ids):
            returned.append((code.ids[0], code))
    return {id_: tuple(found[id_]) for id_ in live if id_ in found}, unknown, returned


def _is_half(code: PageCode, facts: PageFacts, live: Mapping[str, ResolvedError]) -> bool:
    """Return whether a code at the very end of a page is half of a known one."""
    if code.line < facts.lines or not facts.ends:
        return False
    if not fold(facts.ends[0]).endswith(fold(code.code)):
        return False
    spellings = (name for e in live.values() for name in (e.code, *e.definition.aliases))
    return any(name != code.code and name.startswith(code.code) for name in spellings)


def _is_group(code: PageCode, subject: Subject) -> bool:
    """Return whether a code is only the name of a group that the registry has."""
    return code.code in subject.file.groups


@frozen
class _Exceptions:
    """The exceptions of a source, `ignore` and `missing`."""

    subject: Subject
    source: str
    extract: ExtractDef
    today: datetime.date

    def list_active(self, key: str) -> set[str]:
        """Return the codes of the exceptions that have not expired."""
        return {e.code for e in self._get(key) if not self._is_expired(e)}

    def list_misused(self, key: str, used: set[str], present: set[str]) -> Iterator[Difference]:
        """Yield a difference for each exception that has expired or has no effect."""
        for position, exception in enumerate(self._get(key)):
            code = exception.code
            if self._is_expired(exception):
                yield self._report(key, position, f"until {exception.until}", is_expired=True)
            elif code not in used:
                has_code = code in present
                if key == "ignore":
                    why = "the registry has it" if has_code else "the page lacks it"
                else:
                    why = (
                        "the page has it"
                        if has_code
                        else "the registry does not expect it on the page"
                    )
                yield self._report(key, position, why)

    def _get(self, key: str) -> tuple[PageExceptionDef, ...]:
        return self.extract.ignore if key == "ignore" else self.extract.missing

    def _is_expired(self, exception: PageExceptionDef) -> bool:
        return exception.until is not None and exception.until < self.today

    def _report(self, key: str, position: int, why: str, *, is_expired: bool = False) -> Difference:
        at = ("sources", self.source, "extract", key, position)
        return Difference(
            kind="expired-exception" if is_expired else "unused-exception",
            code=self._get(key)[position].code,
            evidence=f"`{key}`: {why}",
            span=self.subject.document.find_span(at, "value"),
        )
