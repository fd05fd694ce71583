"""What people wait for when they work on this repository's own registry."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.effort import Effort
from benchmarks.measuring import Command, command_ratios, python, run
from benchmarks.scaling import ERRSMITH, generate
from benchmarks.tables import TIMES, Table, command_rows

ROOT: Final = Path(__file__).parents[1]
TARGETS: Final = {
    "errsmith generate, from nothing": 3.5,
    "errsmith generate, nothing to change": 3.5,
    "errsmith generate --check": 3.5,
    "errsmith --help": 2.0,
    "errsmith --version": 2.0,
}


def tables(effort: Effort) -> Iterator[Table]:
    """Measure on a copy of the registry, and give the table."""
    with TemporaryDirectory(prefix="errsmith-bench-") as scratch:
        folder = Path(scratch)
        shutil.copytree(ROOT / "registry", folder / "registry")
        again = Command([ERRSMITH, "generate"], folder=folder)
        run(again)  # From now on there is nothing to change, as after a checkout.
        commands = {
            "errsmith generate, from nothing": generate(folder, folder / "registry"),
            "errsmith generate, nothing to change": again,
            "errsmith generate --check": Command([ERRSMITH, "generate", "--check"], folder=folder),
            "errsmith lint": Command([ERRSMITH, "lint"], folder=folder),
            "errsmith --help": Command([ERRSMITH, "--help"]),
            "errsmith --version": Command([ERRSMITH, "--version"]),
        }
        reference = python("import jinja2, attrs, cattrs")
        ratios = command_ratios(reference, commands, effort.rounds(20))
    yield Table(
        "Commands on this repository's registry, whole process",
        "`import jinja2, attrs, cattrs` is 1.00.",
        TIMES,
        command_rows(ratios, TARGETS),
    )
