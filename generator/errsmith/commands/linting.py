"""`errsmith lint`."""

from __future__ import annotations

from pathlib import Path

from errsmith import lint as linting
from errsmith.commands import FINDINGS, FINE
from errsmith.commands.speaking import reporting, say, show
from errsmith.registry import RegistryError


@reporting(RegistryError)
def lint(registry: Path, *, form: str = "text") -> int:
    """Print what is wrong with a registry."""
    report = linting.check(registry)
    show(report.diagnostics, report.registry.texts, form)
    if not report.diagnostics and form == "text":
        count = len(report.registry.providers)
        say(f"no findings in {registry.as_posix()} ({count} provider{'s' * (count != 1)})")
    return FINDINGS if report.diagnostics else FINE
