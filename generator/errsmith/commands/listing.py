"""`errsmith list`."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

from errsmith import lint
from errsmith.commands import FINDINGS, FINE
from errsmith.commands.console import put, report_errors, say
from errsmith.commands.findings import find_unreadable, say_findings, suggest_lint
from errsmith.inspecting.report import json
from errsmith.inspecting.selection import SelectionError, list_entries, select_providers
from errsmith.inspecting.soundness import list_subjects
from errsmith.inspecting.table import lay_out
from errsmith.meaning.subjects import Subject
from errsmith.registry.loading import SDK, RegistryError
from errsmith.registry.source import format_path
from errsmith.reporting.styling import find_width, write_pieces


@report_errors(RegistryError, SelectionError)
def list_errors(registry: Path, providers: tuple[str, ...], *, report_format: str = "text") -> int:
    """Print a table of the errors of providers; of all if none is named."""
    subjects, is_whole = read_registry(registry, providers)
    entries = list(list_entries(select_providers(subjects, providers)))
    if report_format == "json":
        put(json.render_list(entries))
    elif entries:
        lines, omitted = lay_out(entries, find_width(sys.stdout))
        head, *rows = (f"{line}\n" for line in lines)
        write_pieces([(head, "bold"), *((row, "") for row in rows)], sys.stdout)
        if omitted:
            say(f"no room for {', '.join(omitted)}; widen the terminal, or pipe the output")
    else:
        say("no errors")
    return FINE if is_whole else FINDINGS


def read_registry(folder: Path, names: tuple[str, ...]) -> tuple[tuple[Subject, ...], bool]:
    """Return the readable providers, and whether all files that matter could be read.

    These are the requested providers, by default all, and `sdk.toml`. The number of findings is
    printed.

    Raises:
        RegistryError: The folder cannot be read as a registry.
        SelectionError: A named provider cannot be read.
    """
    result = lint.check(folder, find_today())
    subjects = list_subjects(result)
    lost = sorted(find_unreadable(folder, subjects, names))
    if lost:
        paths = ", ".join(lost)
        if names:
            msg = f"cannot read {paths}, because of its findings; {suggest_lint(folder)}"
            raise SelectionError(msg)
        say(f"skipped {paths}: cannot be read")
    if result.registry.sdk is None:
        say(f"{format_path(folder / SDK)} cannot be read, so classes may have other names")
    unwanted = {s.document.path for s in subjects if names and s.name not in names}
    found = sum(finding.span.path not in unwanted for finding in result.diagnostics)
    say_findings(folder, found)
    return subjects, not lost and result.registry.sdk is not None


def find_today() -> datetime.date:
    """Return the current day in UTC."""
    return datetime.datetime.now(datetime.UTC).date()
