"""Registries of 1,000 and 10,000 errors: generating from them, and importing what is emitted."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.effort import Effort
from benchmarks.measuring import (
    SCRIPTS,
    Command,
    Figure,
    command_ratios,
    fresh,
    peak_memory,
    python,
    run,
)
from benchmarks.registries import PROVIDERS, class_of, shares, write_registry
from benchmarks.tables import TIMES, Row, Table, command_rows

SMALL: Final = 1_000
HALF: Final = 5_000
LARGE: Final = 10_000

TO_MINIMUM: Final = 2.0
PEAK: Final = 250.0
TO_PLAIN_CLASSES: Final = 4.0

ERRSMITH: Final = SCRIPTS / "errsmith"
_MINIMUM: Final = Path(__file__).with_name("minimum.py")


def tables(effort: Effort) -> Iterator[Table]:
    """Write the registries, measure, and give the tables."""
    with TemporaryDirectory(prefix="errsmith-bench-") as scratch:
        folder = Path(scratch)
        for count in (SMALL, HALF, LARGE):
            write_registry(_registry(folder, count), count)
        yield _generating(folder, effort)
        yield _growing(folder, effort)
        yield _memory(folder)
        yield _importing(folder, effort)


def generate(folder: Path, registry: Path) -> Command:
    """Make a command that generates all that errsmith emits from a registry."""
    return fresh(ERRSMITH, "generate", "--registry", registry, "--out", out=folder / "out")


def _generating(folder: Path, effort: Effort) -> Table:
    rows: list[Row] = []
    for count, rounds in ((SMALL, 10), (LARGE, 5)):
        registry, name = _registry(folder, count), f"{count:,} errors"
        minimum = fresh(sys.executable, _MINIMUM, registry, out=folder / "minimum")
        ours = {name: generate(folder, registry)}
        rows += command_rows(
            command_ratios(minimum, ours, effort.rounds(rounds)), {name: TO_MINIMUM}
        )
    return Table(
        "`errsmith generate`, from nothing, over 100 providers",
        "The bare minimum (tomllib, cattrs, one template per provider, ruff) is 1.00.",
        TIMES,
        rows,
    )


def _growing(folder: Path, effort: Effort) -> Table:
    one_file = write_registry(folder / "one-file", SMALL, providers=1)
    comparisons = (
        (f"{LARGE:,} errors beside {SMALL:,}", SMALL, _registry(folder, LARGE), 10.0),
        (f"{LARGE:,} errors beside {HALF:,}", HALF, _registry(folder, LARGE), 2.0),
        (f"{SMALL:,} errors in one file beside {PROVIDERS}", SMALL, one_file, 1.0),
    )
    rows: list[Row] = []
    for name, count, registry, target in comparisons:
        rows += command_rows(
            command_ratios(
                generate(folder, _registry(folder, count)),
                {name: generate(folder, registry)},
                effort.rounds(5),
            ),
            {name: target},
        )
    return Table(
        "Growth of `errsmith generate`",
        "What stands behind `beside` is 1.00; no target is missed if time grows as the count does.",
        TIMES,
        rows,
    )


def _memory(folder: Path) -> Table:
    return Table(
        "Peak memory of `errsmith generate`",
        "Of errsmith and the processes that it starts, added up.",
        ("memory",),
        [
            Row(
                f"{count:,} errors",
                [Figure([peak_memory(generate(folder, _registry(folder, count)))], "MiB")],
                PEAK,
            )
            for count in (SMALL, LARGE)
        ],
    )


def _importing(folder: Path, effort: Effort) -> Table:
    rows: list[Row] = []
    for count in (SMALL, LARGE):
        emitted, plain = folder / f"emitted-{count}", folder / f"plain-{count}"
        run(generate(emitted, _registry(folder, count)))
        _write_plain_classes(plain / "invented_errors", count)
        names = [name for name, _ in shares(count)]
        name = f"{count:,} errors, with `Code`"
        ours = {name: _import_all(emitted / "out", names)}
        ratios = command_ratios(_import_all(plain, names), ours, effort.rounds(10))
        rows += command_rows(ratios, {name: TO_PLAIN_CLASSES} if count == LARGE else {})
    return Table(
        "Importing 100 emitted modules, whole process",
        "As many empty classes without attrs, `class AccessError(AmberBankError): pass`, are 1.00.",
        TIMES,
        rows,
    )


def _registry(folder: Path, count: int) -> Path:
    return folder / f"registry-{count}"


def _write_plain_classes(package: Path, count: int) -> None:
    """Write modules as the emitted ones, of empty classes."""
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    for name, codes in shares(count):
        base = class_of(name.replace("_", " "))
        classes = {base: "Exception"}
        classes |= {class_of(family): base for family, _, _ in codes}
        classes |= {class_of(*parts): class_of(parts[0]) for parts in codes}
        text = "\n\n\n".join(f"class {cls}({of}):\n    pass" for cls, of in classes.items())
        (package / f"{name}.py").write_text(f"{text}\n", encoding="utf-8")


def _import_all(folder: Path, names: list[str]) -> Command:
    path = f"import sys; sys.path.append({str(folder)!r})"
    return python(f"{path}; from invented_errors import {', '.join(names)}")
