"""`errsmith lint`."""

from __future__ import annotations

import datetime
from pathlib import Path

from errsmith import lint as linting
from errsmith.commands import FINDINGS, FINE
from errsmith.commands.console import report_errors, say, show
from errsmith.registry.loading import RegistryError


@report_errors(RegistryError)
def lint(registry: Path, *, report_format: str = "text") -> int:
    """Print the findings in a registry."""
    report = linting.check(registry, datetime.datetime.now(datetime.UTC).date())
    show(report.diagnostics, report.registry.texts, report_format)
    if report_format == "text":
        count = len(report.registry.providers)
        allowed = f"{report.allowed} allowed" if report.allowed else ""
        if not report.diagnostics:
            providers = f"{count} provider{'s' * (count != 1)}"
            counts = ", ".join(filter(None, [providers, allowed]))
            say(f"no findings in {registry.as_posix()} ({counts})")
        elif allowed:
            say(f"not counted: {allowed}")
    return FINDINGS if report.diagnostics else FINE
