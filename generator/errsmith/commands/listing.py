"""`errsmith list`."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

from errsmith.commands import FINDINGS, FINE
from errsmith.commands.console import put, report_errors, say
from errsmith.commands.findings import find_unreadable, say_findings, suggest_lint
from errsmith.inspecting.report import json
from errsmith.inspecting.selection import SelectionError, list_entries, select_providers
from errsmith.inspecting.table import lay_out
from errsmith.meaning.subjects import NO_DAY, Registry, interpret
from errsmith.registry.loading import RegistryError, load
from errsmith.reporting.styling import find_width, write_pieces


@report_errors(RegistryError, SelectionError)
def list_errors(registry: Path, providers: tuple[str, ...], *, report_format: str = "text") -> int:
    """Print a table of the errors of providers; of all if none is named."""
    read, is_whole = read_registry(registry, providers)
    entries = list(list_entries(select_providers(read, providers)))
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


def read_registry(
    folder: Path, providers: tuple[str, ...], today: datetime.date = NO_DAY
) -> tuple[Registry, bool]:
    """Return the readable part of a registry, and whether that is all of the named providers.

    Rules are not checked, because that takes longer than reading the registry. A message says what
    was found while it was read.

    Raises:
        RegistryError: The folder cannot be read as a registry.
        SelectionError: A named provider cannot be read.
    """
    loaded = load(folder, with_releases=False)
    lost = sorted(find_unreadable(loaded, providers))
    if lost:
        names = ", ".join(lost)
        if providers or not loaded.providers:
            msg = f"cannot read {names}; {suggest_lint(loaded)}"
            raise SelectionError(msg)
        say(f"left out {names}, which cannot be read; {suggest_lint(loaded)}")
    say_findings(loaded, providers)
    return interpret(loaded, today), not lost
