"""Print where codes were found on a page, and how each place was scored (`--explain`).

acme  errors  https://acme.example/errors  12 codes (table), lines 20-48
  chosen  0.97  table "Code"  12 codes, 11 known  lines 20-48  below Errors > Codes
          11 of its codes are known
          to pin it, add to [sources.errors]: extract = { as = "table" }
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from errsmith.characters import escape
from errsmith.drift.differences import Outcome
from errsmith.drift.facts import Carrier
from errsmith.drift.pinning import pin
from errsmith.drift.report.contents import Report
from errsmith.drift.report.phrases import (
    count_totals,
    describe_codes,
    describe_verdict,
    name_carrier,
)
from errsmith.registry.wording import cut, quote
from errsmith.reporting.words import count

_INDENT: Final = " " * 10


def render(report: Report) -> str:
    """Return the carriers of every page, with scores, reasons and declarations."""
    blocks = ["".join(f"{escape(line)}\n" for line in _lay_out(o)) for o in report.outcomes]
    return "\n".join([*blocks, f"{count_totals(report)}\n"])


def _lay_out(outcome: Outcome) -> Iterator[str]:
    said = describe_codes(outcome) if outcome.could_tell else describe_verdict(outcome)
    yield f"{outcome.provider}  {outcome.source}  {outcome.address}  {said}"
    if not outcome.could_tell and outcome.hint:
        yield f"  help: {outcome.hint}"
    if not outcome.carriers:
        # A page that has not changed according to its server is not read again.
        yield "  not read: the page has not changed" if outcome.is_unfetched else "  no codes found"
    for carrier in outcome.carriers:
        yield from _explain(carrier, outcome.source)
    chosen = [carrier for carrier in outcome.carriers if carrier.is_chosen]
    line = pin(chosen) if len(chosen) > 1 else None
    if line is not None:
        yield f"  to pin all chosen places, add to [sources.{outcome.source}]: {line}"


def _explain(carrier: Carrier, source: str) -> Iterator[str]:
    kind = name_carrier(carrier) + (f" {quote(carrier.label)}" if carrier.label else "")
    cells = [
        "chosen" if carrier.is_chosen else "      ",
        f"{carrier.score:.2f}",
        kind,
        f"{count(carrier.codes, 'code')} ({_name_sample(carrier)}), {carrier.known:,} known",
        f"lines {carrier.first}-{carrier.last}",
    ]
    if carrier.headings:
        cells.append(f"below {' > '.join(map(cut, carrier.headings))}")
    yield f"  {'  '.join(cells)}"
    yield from (f"{_INDENT}{reason}" for reason in carrier.reasons)
    yield f"{_INDENT}to pin it, add to [sources.{source}]: {pin([carrier])}"


def _name_sample(carrier: Carrier) -> str:
    names = ", ".join(map(cut, carrier.sample))
    return f"{names}, …" if carrier.codes > len(carrier.sample) else names
