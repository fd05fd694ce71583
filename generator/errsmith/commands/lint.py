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
        silenced = f"{report.allowed} silenced finding{'s' * (report.allowed > 1)}"
        if not report.diagnostics:
            providers = f"{count} provider{'s' * (count != 1)}"
            counts = f"{providers}, {silenced}" if report.allowed else providers
            say(f"no findings in {registry.as_posix()} ({counts})")
        elif report.allowed:
            say(f"{silenced} {'is' if report.allowed == 1 else 'are'} not counted")
    return FINDINGS if report.diagnostics else FINE
