"""`errsmith lint`."""

from __future__ import annotations

import datetime
from pathlib import Path

from errsmith import lint as linting
from errsmith.commands import FINDINGS, FINE
from errsmith.commands.speaking import reporting, say, show
from errsmith.registry.loading import RegistryError


@reporting(RegistryError)
def lint(registry: Path, *, form: str = "text") -> int:
    """Print what is wrong with a registry."""
    report = linting.check(registry, datetime.datetime.now(datetime.UTC).date())
    show(report.diagnostics, report.registry.texts, form)
    if form == "text":
        count = len(report.registry.providers)
        allowed = f"{report.allowed} allowed" if report.allowed else ""
        if not report.diagnostics:
            providers = f"{count} provider{'s' * (count != 1)}"
            said = ", ".join(filter(None, [providers, allowed]))
            say(f"no findings in {registry.as_posix()} ({said})")
        elif allowed:
            say(f"not counted: {allowed}")
    return FINDINGS if report.diagnostics else FINE
