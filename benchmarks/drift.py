"""Measure `errsmith drift` on 10,000 errors and 100 saved pages."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.measuring import (
    SCRIPTS,
    Command,
    Figure,
    measure_commands,
    measure_peak_memory,
    measure_seconds,
)
from benchmarks.pages import write_pages
from benchmarks.registries import write_registry
from benchmarks.tables import Table

ERRSMITH: Final = SCRIPTS / "errsmith"
MINIMUM: Final = Path(__file__).with_name("minimum_drift.py")
PROVIDERS: Final = 10
SOURCES: Final = 10
UNCHANGED: Final = "pages like the registry"
CHANGED: Final = "seven differences on each page"
HALF: Final = "10,000 errors, 1.00 is 5,000"
TIME_TARGET: Final = 10.0
MINIMUM_TARGET: Final = 8.0
GROWTH_TARGET: Final = 2.0
MEMORY_TARGET: Final = 300.0


def measure(effort: float) -> Iterator[Table]:
    """Measure time, growth and memory."""
    with TemporaryDirectory(prefix="errsmith-bench-") as scratch:
        folder = Path(scratch)
        registry = write_registry(folder / "registry", 10_000, PROVIDERS, SOURCES)
        pages = {
            UNCHANGED: write_pages(registry, folder / "unchanged"),
            CHANGED: write_pages(registry, folder / "changed", change=True),
        }
        commands = {
            UNCHANGED: _build_drift(registry, pages[UNCHANGED], 0),
            CHANGED: _build_drift(registry, pages[CHANGED], 1),
        }
        yield Table(
            "`errsmith drift` on 10,000 errors and 100 saved pages",
            "Processor time in seconds: user and system, including child processes.",
            {"seconds": measure_seconds(commands, 5 * effort)},
            dict.fromkeys(commands, TIME_TARGET),
        )
        figures: dict[str, Figure] = {}
        for name, command in commands.items():
            reference = Command([sys.executable, MINIMUM, registry, pages[name]])
            figures |= measure_commands(reference, {name: command}, 5 * effort)
        yield Table(
            "`errsmith drift` relative to the bare minimum",
            "The bare minimum (tomllib, text of pages, one regular expression) is 1.00.",
            {"ratio": figures},
            dict.fromkeys(figures, MINIMUM_TARGET),
        )
        half = write_registry(folder / "half", 5_000, PROVIDERS, SOURCES)
        reference = _build_drift(half, write_pages(half, folder / "half-pages"), 0)
        yield Table(
            "Growth of `errsmith drift`",
            "Pages and registry are both twice as long.",
            {"ratio": measure_commands(reference, {HALF: commands[UNCHANGED]}, 5 * effort)},
            {HALF: GROWTH_TARGET},
        )
        peaks = {name: measure_peak_memory(command) for name, command in commands.items()}
        yield Table(
            "Peak memory of `errsmith drift`",
            "10,000 errors on 100 saved pages.",
            {"MiB": peaks},
            dict.fromkeys(peaks, MEMORY_TARGET),
        )


def _build_drift(registry: Path, pages: Path, exit_code: int) -> Command:
    """Build the command that compares a registry with saved pages."""
    arguments = (ERRSMITH, "drift", "--registry", registry, "--page", pages)
    return Command(arguments, exit_code=exit_code)
