"""Measure imports of generated modules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.commands import build_generate
from benchmarks.measuring import Command, build_python, measure_commands, run
from benchmarks.registries import PACKAGE, write_registry
from benchmarks.tables import Table
from eid_errors import PROVIDERS

ERRORS: Final = 10_000
PROVIDER_TARGET: Final = 1.25
CLASSES_TARGET: Final = 5.0


def measure(effort: float) -> Iterator[Table]:
    """Measure the modules of `eid_errors` and of a large registry."""
    modules = [f"eid_errors.{name}" for name in PROVIDERS]
    commands = {name: build_python(f"import {name}") for name in modules}
    commands["all of them"] = build_python(f"import {', '.join(modules)}")
    yield Table(
        "Importing eid_errors",
        "A process that runs `import attrs` is 1.00.",
        {"ratio": measure_commands(build_python("import attrs"), commands, 30 * effort)},
        dict.fromkeys(modules, PROVIDER_TARGET),
    )
    with TemporaryDirectory(prefix="errsmith-bench-") as scratch:
        folder = Path(scratch)
        write_registry(folder / "registry", ERRORS)
        generated, empty = folder / "generated", folder / "empty"
        run(build_generate(folder / "registry", generated))
        write_empty_classes(generated / PACKAGE, empty / PACKAGE)
        name = f"{ERRORS:,} errors"
        figures = measure_commands(
            build_import(empty), {name: build_import(generated)}, 10 * effort
        )
    yield Table(
        "Importing the modules of 100 providers",
        "Modules with as many empty classes are 1.00.",
        {"ratio": figures},
        {name: CLASSES_TARGET},
    )


def write_empty_classes(generated: Path, package: Path) -> None:
    """Write modules with the classes of generated ones, reduced to name and base."""
    package.mkdir(parents=True)
    for path in sorted(generated.glob("[!_]*.py")):
        bases = {"Exception": ""}
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                base = ast.unparse(node.bases[0])
                bases[node.name] = base if base in bases else "Exception"
        del bases["Exception"]
        text = "\n\n\n".join(f"class {name}({base}):\n    pass" for name, base in bases.items())
        (package / path.name).write_text(f"{text}\n", "utf-8")


def build_import(folder: Path) -> Command:
    """Build a command that imports each provider's module."""
    names = ", ".join(path.stem for path in sorted((folder / PACKAGE).glob("[!_]*.py")))
    path = f"import sys; sys.path.append({str(folder)!r})"
    return build_python(f"{path}; from {PACKAGE} import {names}")
