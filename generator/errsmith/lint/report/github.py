"""Print diagnostics as workflow commands, which GitHub shows as annotations of changed lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from errsmith.registry.diagnostics import Diagnostic
from errsmith.reporting.github import format_command


def render(diagnostics: Iterable[Diagnostic], _sources: Mapping[str, str]) -> str:
    """Return one `::error …::message` line per diagnostic, including help and related places."""
    return "".join(f"{format_command(diagnostic)}\n" for diagnostic in diagnostics)
