"""Print the coverage of providers: as text, and as JSON.

The text has a table per provider, the age of its pages, and below them the errors that lack a fact
or have a derived one.

The JSON array has an object per provider:

- `provider`, `title`; `is_open`: whether the page itself says that its list is incomplete.
- `errors`: the number of errors; `removed`: the number of removed ones, which are not among them.
- `envelopes`: the numbers of `documented` and `derived` ones.
- `facts`: by the fact's name in the catalogue, the numbers of errors for which it is `documented`,
  `derived` or `missing`, and `gaps`: objects with `id`, `basis`, `reason` (where derived advice
  comes from, or empty), `path`, `start` and `end`. Errors that cannot have the fact are not
  counted.
- `sources`: objects with `id`, `url`, `retrieved`, `age` in days, `is_old`, `errors`, `comparison`
  (`"recorded"`, `"never"`, `"unreadable"` or `"skipped"`), `compared` and `codes` (the day on which
  `errsmith drift` last recorded the page, and how many codes it had then, or null), and `path`,
  `start` and `end` of the date.

Keys may be added, but these keep their meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from errsmith.characters import escape
from errsmith.inspecting.coverage import Basis, Coverage, FactCoverage, Gap, SourceCoverage
from errsmith.inspecting.report.json import convert_span, dump
from errsmith.inspecting.report.pages import format_place
from errsmith.inspecting.soundness import HIDDEN, has_hidden_envelopes
from errsmith.reporting.styling import Piece
from errsmith.reporting.tables import GAP, align
from errsmith.reporting.words import count
from errsmith.runtime.catalogue import Json

_MOST: Final = 5
"""The most errors that are listed for a fact, unless all are asked for."""
_LABELS: Final = {"statuses": "status", "user_message": "user message"}
"""The facts that people know by another name."""
_DERIVABLE: Final = frozenset({"kind", "retry", "example"})
"""The facts that we derive if no page has them."""
_NEVER_DOCUMENTED: Final = frozenset({"kind"})
"""The facts that no page can have, so they have no share."""
_BASES: Final[Mapping[str, Basis]] = {"not documented": "missing", "derived": "derived"}
_COMPARISONS: Final = {"never": "never", "unreadable": "unreadable", "skipped": "not compared"}
_TITLE, _HEAD, _OLD, _PLACE = "bold", "cyan", "yellow", "dim"


def lay_out(coverages: Sequence[Coverage], *, lists_all: bool) -> Iterator[Piece]:
    """Yield the pieces of the text.

    Args:
        coverages: The coverage of each provider.
        lists_all: Whether to list all errors that lack a fact, not only the first ones.
    """
    for coverage in coverages:
        yield f"{escape(coverage.subject.name)}", _TITLE
        yield f"{GAP}{'; '.join(_list_counts(coverage))}\n", ""
        yield from _lay_out_facts(coverage)
        yield from _lay_out_sources(coverage)
        yield from _lay_out_gaps(coverage, lists_all=lists_all)
        yield "\n", ""
    yield f"{_count_all(coverages)}\n", ""


def _list_counts(coverage: Coverage) -> Iterator[str]:
    removed = f" and {count(coverage.removed, 'removed one')}" if coverage.removed else ""
    yield f"{count(coverage.errors, 'error')}{removed}"
    if coverage.subject.file.provider.open:
        yield "the page says that its list is incomplete"
    if has_hidden_envelopes(coverage.subject):
        yield f"envelopes {HIDDEN}"
        return
    envelopes = coverage.documented_envelopes + coverage.derived_envelopes
    derived = f" ({coverage.derived_envelopes} derived)" if coverage.derived_envelopes else ""
    yield f"{count(envelopes, 'envelope')}{derived}"


def _lay_out_facts(coverage: Coverage) -> Iterator[Piece]:
    head = ["fact", "documented", "derived", "missing", "share"]
    rows = [
        [
            _LABELS.get(name, name),
            "" if name in _NEVER_DOCUMENTED else str(fact.documented),
            str(fact.derived) if name in _DERIVABLE else "",
            str(fact.missing),
            "" if name in _NEVER_DOCUMENTED else _format_share(fact),
        ]
        for name, fact in coverage.facts.items()
    ]
    if rows:
        yield from _lay_out_table([head, *rows], numbers=range(1, len(head)))


def _format_share(fact: FactCoverage) -> str:
    """Return the share of documented facts; it is rounded down, but not to 0 %."""
    percent = fact.documented * 100 // fact.total
    return "<1%" if not percent and fact.documented else f"{percent}%"


def _lay_out_sources(coverage: Coverage) -> Iterator[Piece]:
    head = ["source", "retrieved", "age", "errors", "last compared", "codes on page"]
    rows = [
        [
            source.id,
            source.definition.retrieved.isoformat(),
            _format_age(source),
            str(source.errors),
            _COMPARISONS.get(source.comparison) or str(source.compared),
            "" if source.codes is None else str(source.codes),
        ]
        for source in coverage.sources
    ]
    if rows:
        yield from _lay_out_table([head, *rows], numbers=(3, 5))


def _format_age(source: SourceCoverage) -> str:
    if source.age < 0:
        return "in the future"
    return count(source.age, "day") + (" (old)" if source.is_old else "")


def _lay_out_table(rows: Sequence[list[str]], numbers: Iterable[int]) -> Iterator[Piece]:
    """Yield a table whose columns with these indexes are right-aligned, after a blank line."""
    for column in numbers:
        width = max(len(row[column]) for row in rows)
        for row in rows:
            row[column] = row[column].rjust(width)
    first, *others = align(rows)
    yield f"\n{first}\n", _HEAD
    for line in others:
        yield f"{line}\n", _OLD if line.find("(old)") > 0 else ""


def _lay_out_gaps(coverage: Coverage, *, lists_all: bool) -> Iterator[Piece]:
    """Yield the errors that lack each fact, unless all of them do."""
    lists: list[tuple[str, Sequence[Gap]]] = []
    blank = "\n"
    for words, basis in _BASES.items():
        everywhere: list[str] = []
        for name, fact in coverage.facts.items():
            gaps = [gap for gap in fact.gaps if gap.basis == basis]
            label = _LABELS.get(name, name)
            if len(gaps) == fact.total > 1 and not lists_all:
                everywhere.append(label)
            elif gaps:
                state = "to be written" if name == "summary" else words
                lists.append((f"{label}: {state} ({len(gaps):,})", gaps))
        if everywhere:
            yield f"{blank}{GAP}{basis} for all errors: ", _HEAD
            yield f"{', '.join(everywhere)}\n", ""
            blank = ""
    for title, listed in lists:
        yield f"\n{GAP}{title}\n", _HEAD
        shown = listed if lists_all else listed[:_MOST]
        rows = [[gap.id, format_place(gap.span), gap.reason] for gap in shown]
        for line in align(rows, indent=GAP * 2):
            yield f"{line}\n", ""
        if len(listed) > len(shown):
            yield f"{GAP * 2}… and {len(listed) - len(shown):,} more; --all lists them\n", _PLACE


def _count_all(coverages: Sequence[Coverage]) -> str:
    sources = [source for coverage in coverages for source in coverage.sources]
    old = sum(source.is_old for source in sources)
    errors = sum(coverage.errors for coverage in coverages)
    return (
        f"{count(len(coverages), 'provider')}, {count(errors, 'error')}, "
        f"{count(len(sources), 'source')}{f', {old} of them old' if old else ''}"
    )


def render_json(coverages: Iterable[Coverage]) -> str:
    """Return the JSON array, in ASCII only."""
    return dump([_convert(coverage) for coverage in coverages])


def _convert(coverage: Coverage) -> Json:
    provider = coverage.subject.file.provider
    return {
        "provider": coverage.subject.name,
        "title": provider.title,
        "is_open": provider.open,
        "errors": coverage.errors,
        "removed": coverage.removed,
        "envelopes": {
            "documented": coverage.documented_envelopes,
            "derived": coverage.derived_envelopes,
        },
        "facts": {name: _convert_fact(fact) for name, fact in coverage.facts.items()},
        "sources": [_convert_source(source) for source in coverage.sources],
    }


def _convert_fact(fact: FactCoverage) -> Json:
    return {
        "documented": fact.documented,
        "derived": fact.derived,
        "missing": fact.missing,
        "gaps": [_convert_gap(gap) for gap in fact.gaps],
    }


def _convert_gap(gap: Gap) -> Json:
    return {"id": gap.id, "basis": gap.basis, "reason": gap.reason, **convert_span(gap.span)}


def _convert_source(source: SourceCoverage) -> Json:
    return {
        "id": source.id,
        "url": source.definition.url,
        "retrieved": source.definition.retrieved.isoformat(),
        "age": source.age,
        "is_old": source.is_old,
        "errors": source.errors,
        "comparison": source.comparison,
        "compared": None if source.compared is None else source.compared.isoformat(),
        "codes": source.codes,
        **convert_span(source.span),
    }
