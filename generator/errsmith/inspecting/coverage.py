"""How much of a registry is documented, derived, missing or old."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, Literal, TypeAlias

from attrs import frozen

from errsmith.drift.errors import RecordError
from errsmith.drift.record import Record
from errsmith.drift.record_files import get_record_path, load_record
from errsmith.inspecting.origins import trace
from errsmith.inspecting.selection import Entry, list_entries
from errsmith.meaning.resolution import is_redirect
from errsmith.meaning.subjects import Subject
from errsmith.registry.diagnostics import Span
from errsmith.registry.model import SourceDef

Basis: TypeAlias = Literal["documented", "derived", "missing"]
"""What a fact is based on: the provider's page, our conclusion, or nothing."""
Comparison: TypeAlias = Literal["recorded", "never", "unreadable", "skipped"]
"""Whether `errsmith drift` has recorded a page; a skipped one is never compared."""

OLD: Final = 90
"""The age in days after which a page counts as old, unless another one is asked for."""


@frozen(kw_only=True)
class Gap:
    """A fact that an error lacks or that is derived.

    Attributes:
        id: The id of the error.
        basis: `derived` or `missing`.
        span: The place of the derived fact, or the header of the error's table.
        reason: Where derived retry advice comes from, or empty.
    """

    id: str
    basis: Basis
    span: Span
    reason: str = ""


@frozen(kw_only=True)
class FactCoverage:
    """How many errors of a provider have a fact.

    Errors that cannot have the fact are not counted.

    Attributes:
        documented: The number of errors whose fact is documented.
        derived: The number of errors whose fact is derived.
        missing: The number of errors without the fact.
        gaps: The errors that lack it or have a derived one. Kinds are always derived, so those are
            not listed.
    """

    documented: int
    derived: int
    missing: int
    gaps: tuple[Gap, ...]

    @property
    def total(self) -> int:
        """The number of errors that can have the fact."""
        return self.documented + self.derived + self.missing


@frozen(kw_only=True)
class SourceCoverage:
    """How old the facts of a page are.

    Attributes:
        id: The id of the source.
        definition: The source.
        age: The days since somebody read it; negative if that is in the future.
        is_old: Whether it is older than asked for.
        errors: The number of errors from this page.
        comparison: Whether `errsmith drift` has recorded it.
        compared: The day on which it did, or None.
        codes: The number of codes that it had on that day, or None.
        span: The place of the date.
    """

    id: str
    definition: SourceDef
    age: int
    is_old: bool
    errors: int
    comparison: Comparison
    compared: datetime.date | None
    codes: int | None
    span: Span


@frozen(kw_only=True)
class Coverage:
    """How much of a provider is documented, derived, missing or old.

    Attributes:
        subject: The provider.
        errors: The number of errors that are still sent.
        removed: The number of removed errors, which count for nothing else.
        documented_envelopes: The number of envelopes that a page shows.
        derived_envelopes: The number of envelopes that we derived.
        facts: The coverage of each fact, by its name in the catalogue, if any error can have it.
        sources: The pages.
    """

    subject: Subject
    errors: int
    removed: int
    documented_envelopes: int
    derived_envelopes: int
    facts: Mapping[str, FactCoverage]
    sources: tuple[SourceCoverage, ...]


def measure(
    subjects: Iterable[Subject], registry: Path, today: datetime.date, older_than: int = OLD
) -> list[Coverage]:
    """Measure the coverage of providers.

    Args:
        subjects: The providers.
        registry: The registry's folder, which has the records of pages.
        today: The date from which ages are counted.
        older_than: The age in days after which a page is old.
    """
    return [_measure_provider(subject, registry, today, older_than) for subject in subjects]


def _measure_provider(
    subject: Subject, registry: Path, today: datetime.date, older_than: int
) -> Coverage:
    everything = list(list_entries([subject]))
    entries = [entry for entry in everything if entry.error.definition.removed is None]
    facts = {name: _measure_fact(name, find, entries) for name, find in _FACTS.items()}
    derived = sum(envelope.derived for envelope in subject.file.envelopes)
    return Coverage(
        subject=subject,
        errors=len(entries),
        removed=len(everything) - len(entries),
        documented_envelopes=len(subject.file.envelopes) - derived,
        derived_envelopes=derived,
        facts={name: fact for name, fact in facts.items() if fact.total},
        sources=tuple(_measure_sources(subject, registry, today, older_than)),
    )


# --- facts ---------------------------------------------------------------------------------------


def _find_if(present: object) -> Basis:
    return "documented" if present else "missing"


def _find_status(entry: Entry) -> Basis | None:
    """Return the basis of the statuses; an error that only arrives in redirects has none."""
    carriers = entry.subject.list_carriers(entry.error.id)
    if not entry.info.statuses and carriers and all(map(is_redirect, carriers)):
        return None
    return _find_if(entry.info.statuses)


def _find_retry(entry: Entry) -> Basis:
    retry = entry.info.retry
    if retry is None:
        return "missing"
    return "derived" if retry.basis == "derived" else "documented"


def _find_example(entry: Entry) -> Basis | None:
    """Return the basis of the example; without envelopes, no response has errors."""
    if not entry.subject.file.envelopes:
        return None
    example = entry.subject.examples.by_error.get(entry.error.id)
    if example is None:
        return "missing"
    return "derived" if example.envelope else "documented"


_FACTS: Final[Mapping[str, Callable[[Entry], Basis | None]]] = {
    "summary": lambda entry: _find_if(not entry.is_unwritten),
    "statuses": _find_status,
    "group": lambda entry: _find_if(entry.info.group) if entry.subject.file.groups else None,
    "category": lambda entry: (
        _find_if(entry.info.category) if entry.subject.file.categories else None
    ),
    "kind": lambda entry: "derived" if entry.info.kind else "missing",
    "retry": _find_retry,
    "causes": lambda entry: _find_if(entry.info.causes),
    "fix": lambda entry: _find_if(entry.info.fix),
    "user_message": lambda entry: _find_if(entry.info.user_message),
    "example": _find_example,
}
"""How to find the basis of each fact; None if the error cannot have it."""


def _measure_fact(
    name: str, find: Callable[[Entry], Basis | None], entries: Iterable[Entry]
) -> FactCoverage:
    found = [(entry, find(entry)) for entry in entries]
    bases = [basis for _, basis in found]
    listed: set[Basis] = {"missing"} if name == "kind" else {"derived", "missing"}
    return FactCoverage(
        documented=bases.count("documented"),
        derived=bases.count("derived"),
        missing=bases.count("missing"),
        gaps=tuple(
            _build_gap(entry, name, basis)
            for entry, basis in found
            if basis is not None and basis in listed
        ),
    )


def _build_gap(entry: Entry, name: str, basis: Basis) -> Gap:
    origins = trace(entry).get(name, ()) if name in {"retry", "summary"} else ()
    for origin in origins[:1]:
        span = origin.span or entry.span
        return Gap(id=entry.error.id, basis=basis, span=span, reason=origin.reason)
    return Gap(id=entry.error.id, basis=basis, span=entry.span)


# --- sources -------------------------------------------------------------------------------------


def _measure_sources(
    subject: Subject, registry: Path, today: datetime.date, older_than: int
) -> Iterator[SourceCoverage]:
    first = next(iter(subject.file.sources), None)
    definitions = subject.file.errors.values()
    for id_, source in subject.file.sources.items():
        if subject.document.get_value("sources", id_) is None:
            continue  # A stand-in: the table cannot be read.
        age = (today - source.retrieved).days
        comparison, record = _find_record(subject, id_, registry)
        yield SourceCoverage(
            id=id_,
            definition=source,
            age=age,
            is_old=age > older_than,
            errors=sum((error.source or first) == id_ for error in definitions),
            comparison=comparison,
            compared=None if record is None else record.date,
            codes=None if record is None else len(record.codes),
            span=subject.document.find_span(("sources", id_, "retrieved"), "value"),
        )


def _find_record(
    subject: Subject, source_id: str, registry: Path
) -> tuple[Comparison, Record | None]:
    extract = subject.file.sources[source_id].extract
    if extract is not None and extract.as_ == "none":
        return "skipped", None
    try:
        record = load_record(get_record_path(registry, subject.name, source_id))
    except RecordError:
        return "unreadable", None
    return ("never", None) if record is None else ("recorded", record)
