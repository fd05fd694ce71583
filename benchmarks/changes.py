"""Measure `errsmith diff` on 10,000 errors: between registries, and since the last release."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from attrs import evolve

from benchmarks.measuring import SCRIPTS, Command, measure_commands, measure_seconds
from benchmarks.registries import write_registry
from benchmarks.tables import Table
from errsmith.changes.building import build_snapshot
from errsmith.meaning.subjects import NO_DAY, interpret
from errsmith.registry.loading import load
from errsmith.registry.releases import Release, dump_release, get_release_path

ERRSMITH: Final = SCRIPTS / "errsmith"
PROVIDERS: Final = 10
RELEASES: Final = 5
RELEASED: Final = f"since the last of {RELEASES} releases"
UNCHANGED: Final = "no changes"
CHANGED: Final = "changes in two of five errors"
HALF: Final = "10,000 errors, 1.00 is 5,000"
TIME_TARGET: Final = 3.0
GROWTH_TARGET: Final = 2.0
EDITS: Final[Mapping[str, str]] = {
    "status = 403": "status = 401",
    'documented = "backoff", delay = 5': 'documented = "never"',
    "is rejected, so that": "was rejected, so that",
}
"""Changes of bases, retry advice and summaries."""


def measure(effort: float) -> Iterator[Table]:
    """Measure time and growth."""
    with TemporaryDirectory(prefix="errsmith-bench-") as scratch:
        folder = Path(scratch)
        old = write_registry(folder / "old", 10_000, PROVIDERS)
        commands = {
            UNCHANGED: _build_diff(old, shutil.copytree(old, folder / "same")),
            CHANGED: _build_diff(old, _write_changed(old, folder / "new")),
            RELEASED: _build_default(_write_released(old, folder / "released")),
        }
        yield Table(
            "`errsmith diff` on 10,000 errors",
            "Processor time in seconds, user and system; it includes reading both states.",
            {"seconds": measure_seconds(commands, 5 * effort)},
            dict.fromkeys(commands, TIME_TARGET),
        )
        half = write_registry(folder / "half", 5_000, PROVIDERS)
        reference = _build_diff(half, _write_changed(half, folder / "new-half"))
        yield Table(
            "Growth of `errsmith diff`",
            "Both registries are twice as long, and changed in the same way.",
            {"ratio": measure_commands(reference, {HALF: commands[CHANGED]}, 5 * effort)},
            {HALF: GROWTH_TARGET},
        )


def _write_changed(registry: Path, folder: Path) -> Path:
    """Write a copy of a registry with changes in every provider; return its folder."""
    shutil.copytree(registry, folder)
    for path in (folder / "providers").iterdir():
        text = path.read_text("utf-8")
        for old, new in EDITS.items():
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
    return folder


def _write_released(registry: Path, folder: Path) -> Path:
    """Write a changed copy of a registry with several releases of the original; return its folder.

    `errsmith diff` needs only the last one.
    """
    _write_changed(registry, folder)
    snapshot = build_snapshot(interpret(load(registry), NO_DAY))
    (folder / "releases").mkdir()
    for number in range(1, RELEASES + 1):
        version = f"0.0.{number}"
        release = Release(
            version=version,
            date=datetime.date(2026, 11, 21),
            errsmith="0.1.0",
            digest="",
            snapshot=evolve(snapshot, version=version),
        )
        get_release_path(folder, version).write_bytes(dump_release(release))
    return folder


def _build_default(registry: Path) -> Command:
    """Build the command that compares the last release with the registry."""
    return Command((ERRSMITH, "diff", "--registry", registry))


def _build_diff(old: Path, new: Path) -> Command:
    """Build the command that compares two registries."""
    return Command((ERRSMITH, "diff", old, new))
