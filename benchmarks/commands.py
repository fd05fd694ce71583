"""Measure commands on this repository's registry."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.measuring import SCRIPTS, Command, build_python, measure_commands
from benchmarks.tables import Table

ERRSMITH: Final = SCRIPTS / "errsmith"
REGISTRY: Final = Path(__file__).parents[1] / "registry"
TARGETS: Final = {
    "errsmith generate": 3.5,
    "errsmith generate, nothing to change": 3.5,
    "errsmith generate --check": 3.5,
    "errsmith --help": 2.0,
    "errsmith --version": 2.0,
}


def measure(effort: float) -> Iterator[Table]:
    """Measure the commands on a copy of the registry."""
    with TemporaryDirectory(prefix="errsmith-bench-") as scratch:
        folder = Path(scratch)
        shutil.copytree(REGISTRY, folder / "registry")
        commands = {
            "errsmith generate": build_generate(folder / "registry", folder / "output"),
            # The first run, which does not count, writes the files.
            "errsmith generate, nothing to change": Command([ERRSMITH, "generate"], folder),
            "errsmith generate --check": Command([ERRSMITH, "generate", "--check"], folder),
            "errsmith lint": Command([ERRSMITH, "lint"], folder),
            "errsmith --help": Command([ERRSMITH, "--help"]),
            "errsmith --version": Command([ERRSMITH, "--version"]),
        }
        reference = build_python("import jinja2, attrs, cattrs")
        figures = measure_commands(reference, commands, 20 * effort)
    yield Table(
        "Commands on this repository's registry",
        "A process that runs `import jinja2, attrs, cattrs` is 1.00.",
        {"ratio": figures},
        TARGETS,
    )


def build_generate(registry: Path, output: Path) -> Command:
    """Build the command that generates everything from a registry into a new folder."""
    arguments = (ERRSMITH, "generate", "--registry", registry, "--out", output)
    return Command(arguments, output=output)
