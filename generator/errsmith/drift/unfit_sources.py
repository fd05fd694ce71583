"""Find sources whose definition has findings, so that their pages would be misread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from errsmith.drift.selection import Source
from errsmith.lint.rules.pages import malformed_line, unfit_extract, unlike_code
from errsmith.registry.diagnostics import Diagnostic

_MISLEADING = (malformed_line, unfit_extract, unlike_code)
"""Rules of what is read from a page; its exceptions have differences of their own."""


def find_unfit_sources(
    sources: Iterable[Source], found: Iterable[Diagnostic]
) -> dict[str, Diagnostic]:
    """Return the first finding of each source that has one, by the name of the source.

    `found` are the findings of the registry as it was loaded.
    """
    loaded = list(found)
    unfit: dict[str, Diagnostic] = {}
    for source in sources:
        at = ("sources", source.id)
        findings = (
            finding
            for finding in (*loaded, *_check(source))
            if finding.span.path == source.subject.document.path and finding.at[:2] == at
        )
        first = next(findings, None)
        if first is not None:
            unfit[source.name] = first
    return unfit


def _check(source: Source) -> Iterator[Diagnostic]:
    if source.definition.extract is not None:
        for rule in _MISLEADING:
            yield from map(source.subject.document.locate, rule.check(source.subject))
