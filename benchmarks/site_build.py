"""Measure how long the site of 10,000 errors takes to build."""

from __future__ import annotations

import gc
import shutil
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.commands import ERRSMITH
from benchmarks.measuring import (
    Command,
    Figure,
    measure_commands,
    measure_peak_memory,
    measure_ratios,
)
from benchmarks.registries import write_registry
from benchmarks.scaling import MINIMUM
from benchmarks.tables import Table
from errsmith import lint
from errsmith.generation import build_project
from errsmith.output.folder import write_folder
from errsmith.site_generation import generate_site
from errsmith.targets.target import Project

ALL: Final = "10,000 errors"
HALF: Final = "10,000 errors, 1.00 is 5,000"
TIME_TARGET: Final = 3.0
GROWTH_TARGET: Final = 2.0
MEMORY_TARGET: Final = 150.0
MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a new folder below it is used
"""A file system in memory, which Linux has.

On disk, ext4 takes seconds to create 20,000 files if as many were deleted in the last minutes.
"""


def measure(effort: float) -> Iterator[Table]:
    """Measure time, growth and memory."""
    place = MEMORY if MEMORY.is_dir() else None
    with TemporaryDirectory(prefix="errsmith-bench-", dir=place) as scratch:
        folder = Path(scratch)
        registry, output = write_registry(folder / "registry", 10_000), folder / "output"
        half = write_registry(folder / "half", 5_000)
        command = Command([ERRSMITH, "site", "--registry", registry, "--out", output], None, output)
        minimum = folder / "minimum"
        reference = Command([sys.executable, MINIMUM, registry, minimum], None, minimum)
        yield Table(
            "`errsmith site`, over 100 providers",
            "The bare minimum that generates an SDK (`minimum.py`, without a reference) is 1.00.",
            {"ratio": measure_commands(reference, {ALL: command}, 5 * effort)},
        )
        project = build_project(lint.check(registry).registry)
        build = partial(_time_build, project, output)
        yield Table(
            "Building the site",
            "Processor time in seconds, from the registry in memory to the files.",
            {"seconds": {ALL: Figure([build() for _ in range(max(1, round(5 * effort)))])}},
            {ALL: TIME_TARGET},
        )
        build_half = partial(_time_build, build_project(lint.check(half).registry), output)
        yield Table(
            "Growth of building the site",
            "The target allows linear growth at most.",
            {"ratio": measure_ratios(build_half, {HALF: build}, 5 * effort)},
            {HALF: GROWTH_TARGET},
        )
        yield Table(
            "Peak memory of `errsmith site`",
            "It includes reading the registry.",
            {"MiB": {ALL: measure_peak_memory(command)}},
            {ALL: MEMORY_TARGET},
        )


def _time_build(project: Project, folder: Path) -> float:
    """Build the site in a new folder, without garbage collection; return the processor time."""
    shutil.rmtree(folder, ignore_errors=True)
    gc.disable()  # as `errsmith` does
    start = time.process_time()
    write_folder(folder, generate_site(project))
    seconds = time.process_time() - start
    gc.enable()
    return seconds
