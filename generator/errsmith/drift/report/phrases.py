"""The phrases of reports for people."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from errsmith.drift.differences import INFORMATIVE, Difference, DifferenceKind, Outcome
from errsmith.drift.facts import Carrier, CarrierKind
from errsmith.drift.report.contents import Change, Report, Task, has_writable
from errsmith.registry.diagnostics import Span
from errsmith.registry.wording import cut
from errsmith.reporting.words import count

_CARRIERS: Final[Mapping[CarrierKind, str]] = {
    "table": "table",
    "list": "list",
    "keys": "Key: value",
    "terms": "terms",
    "headings": "headings",
    "data": "data",
    "lines": "lines",
    "prose": "prose",
    "examples": "examples",
}
_DETAILS: Final[Mapping[DifferenceKind, str]] = {
    "removed": "no longer on the page",
    "mentioned-only": "only mentioned on the page, not documented",
    "deprecated": "the page calls it deprecated",
    "text-changed": "the text has changed; check the summary",
    "unused-declaration": "matches nothing on the page",
    "unused-exception": "the exception is no longer needed",
    "expired-exception": "the exception has expired",
}
"""Details of the differences that have no value on either side."""

_GRADES: Final[Mapping[DifferenceKind, str]] = {
    "renamed": "evident",
    "possible-rename": "possible",
}
_RETURNED: Final = "marked as removed, but documented again; delete `removed`"
_NOT_DOCUMENTED: Final = "not documented"
_MOST_NAMED: Final = 5
"""The maximum number of codes that are named in a line."""


def name_error(difference: Difference) -> str:
    """Return the id in the registry, the code on the page, or both."""
    known, found = difference.id, difference.code
    if difference.kind in _GRADES:
        return f"{cut(known or '?')} -> {cut(found or '?')}"
    return cut(known or found or "")


def describe(difference: Difference) -> str:
    """Return how the page and the registry differ: `registry 404, page 410`."""
    detail, evidence = _describe_values(difference), difference.evidence
    if difference.kind in _GRADES or not detail:
        return ": ".join(filter(None, [detail, evidence]))
    return f"{detail} ({evidence})" if evidence else detail


def _describe_values(difference: Difference) -> str:
    known, found = difference.registry, difference.page
    match difference.kind:
        case "added":
            return _RETURNED if known else cut(found or "")
        case kind if kind in _GRADES:
            return _GRADES[kind]
        case _ if known is None and found is None:
            return _DETAILS.get(difference.kind, "")
        case _:
            return f"registry {cut(known or _NOT_DOCUMENTED)}, page {cut(found or _NOT_DOCUMENTED)}"


def describe_codes(outcome: Outcome) -> str:
    """Return how many codes a page documents and where: `27 codes (table), lines 17-148`."""
    chosen = [carrier for carrier in outcome.carriers if carrier.is_chosen]
    found = count(outcome.codes, "code")
    if not chosen:
        return found
    kinds = ", ".join(dict.fromkeys(map(name_carrier, chosen)))
    first, last = min(c.first for c in chosen), max(c.last for c in chosen)
    lines = f"line {first}" if first == last else f"lines {first}-{last}"
    return f"{found} ({kinds}), {lines}"


def name_carrier(carrier: Carrier) -> str:
    """Return the name of a kind of place for people."""
    return _CARRIERS[carrier.kind]


def describe_verdict(outcome: Outcome) -> str:
    """Return the verdict; a page that could not be compared never looks like a clean one."""
    match outcome.verdict:
        case "unchanged":
            return "unchanged"
        case "read":
            if outcome.counted:
                return "read"
            return "only the wording differs" if outcome.differences else "no differences"
        case verdict:
            failed = "could not read" if verdict == "could-not-read" else "could not compare"
            return "; ".join([f"{failed}: {outcome.reason}", *describe_end(outcome)])


def describe_end(outcome: Outcome) -> list[str]:
    """Return how far a page was read, and how many codes were not seen."""
    parts: list[str] = []
    if outcome.not_seen:
        parts.append(f"not seen: {count(len(outcome.not_seen), 'code')}")
    if outcome.read_to:
        last = f", last code {cut(outcome.last_code)}" if outcome.last_code else ""
        parts.append(f"read to line {outcome.read_to}{last}")
    return parts


def name_not_seen(outcome: Outcome) -> str:
    """Return the first of the codes that were not seen."""
    named = ", ".join(map(cut, outcome.not_seen[:_MOST_NAMED]))
    rest = len(outcome.not_seen) - _MOST_NAMED
    return f"{named} and {rest:,} more" if rest > 0 else named


def count_kinds(differences: Iterable[Difference]) -> str:
    """Return the number of differences of each kind: `2 added, 1 status`."""
    kinds = Counter(difference.kind for difference in differences)
    return ", ".join(f"{number:,} {kind}" for kind, number in kinds.items())


def count_totals(report: Report) -> str:
    """Return the totals of a run: `4 sources: 3 unchanged, 1 with 3 differences`."""
    outcomes = report.outcomes
    failed = sum(not outcome.could_tell for outcome in outcomes)
    unchanged = sum(outcome.verdict == "unchanged" for outcome in outcomes)
    differing = [outcome for outcome in outcomes if outcome.could_tell and outcome.counted]
    rest = len(outcomes) - failed - unchanged - len(differing)
    found = sum(len(outcome.counted) for outcome in differing)
    parts = {
        f"{unchanged:,} unchanged": unchanged,
        f"{rest:,} without differences": rest,
        f"{len(differing):,} with {count(found, 'difference')}": len(differing),
        f"{failed:,} could not be compared": failed,
        f"{len(report.skipped):,} skipped": len(report.skipped),
    }
    total = count(len(outcomes) + len(report.skipped), "source")
    return f"{total}: {', '.join(part for part, number in parts.items() if number)}"


def advise(outcome: Outcome, report: Report) -> list[str]:
    """Return what to do about a page that could be compared, in order."""
    if report.changes is not None:
        return _describe_change(outcome, report.changes[outcome.provider, outcome.source])
    steps = []
    if outcome.counted:
        step = f"run {write_command(outcome, report)}"
        if not has_writable(outcome):
            step = f"edit `{_locate_file(outcome, report)}`"
        steps.append(f"{count_kinds(outcome.differences)}; {step}")
    elif outcome.differences:
        found = count_kinds(outcome.differences)
        steps.append(f"{found}; check them, then run {write_command(outcome, report)}")
    if not outcome.has_record:
        steps.append(f"no record yet; {write_command(outcome, report)} creates one")
    return steps


def _describe_change(outcome: Outcome, change: Change) -> list[str]:
    found = [count_kinds(outcome.differences)] if outcome.differences else []
    if change.files:
        found.append(f"wrote {', '.join(f'`{path}`' for path in change.files)}")
    return ["; ".join(found)] if found else []


def write_command(outcome: Outcome, report: Report) -> str:
    """Return the command that brings the registry up to date with a page, in backticks."""
    name = f"{outcome.provider}.{outcome.source}" if report.page else outcome.provider
    words = ["errsmith", "drift", name]
    words += ["--page", report.page] if report.page else []
    words += ["--registry", report.registry] if report.registry else []
    return f"`{shlex.join([*words, '--write'])}`"


def _locate_file(outcome: Outcome, report: Report) -> str:
    header = report.headers.get((outcome.provider, outcome.source))
    return f"{outcome.provider}.toml" if header is None else header.path


def locate_on_page(line: int | None, heading: str) -> str:
    """Return the place on a page: `page:72 Sessions`."""
    return "" if line is None else f"page:{line} {cut(heading)}".rstrip()


def locate_in_registry(span: Span | None) -> str:
    """Return the place in the registry: `registry/providers/acme.toml:141:10`."""
    return f"{span.path}:{span.start.line}:{span.start.column}" if span else ""


def list_cells(task: Task) -> tuple[str, ...]:
    """Return the cells of a table of tasks."""
    page = locate_on_page(task.line, task.heading)
    return (task.kind, task.name, task.message, page, locate_in_registry(task.span))


def is_informative(difference: Difference) -> bool:
    """Return whether a difference leaves the exit code at 0."""
    return difference.kind in INFORMATIVE
