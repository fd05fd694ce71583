"""Measure generation from registries of 1,000 and 10,000 errors."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.commands import build_generate
from benchmarks.measuring import Command, Figure, measure_commands, measure_peak_memory
from benchmarks.registries import write_registry
from benchmarks.tables import Table

MINIMUM: Final = Path(__file__).with_name("minimum.py")
MINIMUM_TARGET: Final = 5.0
MEMORY_TARGET: Final = 250.0
GROWTH_TARGETS: Final = {
    "10,000 errors, 1.00 is 5,000": 2.0,
    "1,000 errors in one file, 1.00 is 100 files": 1.0,
}


def measure(effort: float) -> Iterator[Table]:
    """Measure time, growth and memory."""
    with TemporaryDirectory(prefix="errsmith-bench-") as scratch:
        folder = Path(scratch)
        registries = {
            "1,000 errors": write_registry(folder / "small", 1_000),
            "10,000 errors": write_registry(folder / "large", 10_000),
        }
        output, minimum = folder / "output", folder / "minimum"
        generate = {name: build_generate(registry, output) for name, registry in registries.items()}
        figures: dict[str, Figure] = {}
        for name, command in generate.items():
            reference = Command([sys.executable, MINIMUM, registries[name], minimum], None, minimum)
            figures |= measure_commands(reference, {name: command}, 5 * effort)
        yield Table(
            "`errsmith generate`, over 100 providers",
            "The bare minimum (tomllib, cattrs, one template per provider, ruff) is 1.00.",
            {"ratio": figures},
            dict.fromkeys(generate, MINIMUM_TARGET),
        )
        half = build_generate(write_registry(folder / "half", 5_000), output)
        one_file = build_generate(write_registry(folder / "one-file", 1_000, 1), output)
        references = (half, generate["1,000 errors"])
        commands = (generate["10,000 errors"], one_file)
        figures = {}
        for name, reference, command in zip(GROWTH_TARGETS, references, commands, strict=True):
            figures |= measure_commands(reference, {name: command}, 5 * effort)
        yield Table(
            "Growth of `errsmith generate`",
            "Each row names what is 1.00; the targets allow linear growth at most.",
            {"ratio": figures},
            GROWTH_TARGETS,
        )
        peaks = {name: measure_peak_memory(command) for name, command in generate.items()}
        yield Table(
            "Peak memory of `errsmith generate`",
            "The sum of errsmith and the processes that it starts.",
            {"MiB": peaks},
            dict.fromkeys(peaks, MEMORY_TARGET),
        )
