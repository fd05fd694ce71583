"""From the bytes of a response to a typed error, for one response of each provider."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from benchmarks.effort import Effort
from benchmarks.measuring import Figure, in_processes
from benchmarks.tables import Row, Table

TARGETS: Final = {
    "ours": 0.90,
    "ours, with twelve headers": 1.00,
    "ours, of a decoded body by `converter.structure`": 0.40,
    "ours, of a truncated body": 3.0,
    "ours, of HTML": 3.0,
    "ours, of an undocumented code": 7.0,
}
AGAINST_PYDANTIC: Final = {
    "ours": ("ours", "pydantic", 1.0),
    "ours, with twelve headers": ("ours, with twelve headers", "pydantic", 1.0),
    "ours, of a truncated body": (
        "ours, of a truncated body",
        "pydantic, of a truncated body",
        None,
    ),
    "ours, of HTML": ("ours, of HTML", "pydantic, of HTML", None),
}
"""Rows of the first table, one of ours and one of pydantic's, and the target of their ratio."""


def tables(effort: Effort) -> Iterator[Table]:
    """Measure in processes of their own, and give the tables."""
    rounds = str(effort.rounds(20))
    measured = in_processes("benchmarks.ways", effort.rounds(4), rounds)
    names = list(next(iter(measured.values())))
    yield Table(
        "From the bytes of a response to a typed error",
        "`json.loads` of the same response's well-formed body is 1.00.",
        tuple(measured),
        [
            Row(name, [Figure(rows[name]) for rows in measured.values()], TARGETS.get(name))
            for name in names
        ],
    )
    yield Table(
        "The same beside pydantic",
        "What pydantic takes for the same body is 1.00.",
        tuple(measured),
        [
            Row(name, [_quotients(rows[ours], rows[theirs]) for rows in measured.values()], target)
            for name, (ours, theirs, target) in AGAINST_PYDANTIC.items()
        ],
    )


def _quotients(ours: list[float], theirs: list[float]) -> Figure:
    return Figure(one / other for one, other in zip(ours, theirs, strict=True))
