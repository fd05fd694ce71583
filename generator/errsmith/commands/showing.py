"""`errsmith show`."""

from __future__ import annotations

import sys
from pathlib import Path

from errsmith.commands import FINDINGS, FINE
from errsmith.commands.console import put, report_errors, say
from errsmith.commands.listing import read_registry
from errsmith.inspecting.page import build_page
from errsmith.inspecting.report import json, pages
from errsmith.inspecting.selection import (
    Entry,
    SelectionError,
    explain_unknown,
    find_entries,
    select_providers,
)
from errsmith.registry.loading import RegistryError
from errsmith.reporting.styling import find_width, write_pieces


@report_errors(RegistryError, SelectionError)
def show_errors(
    registry: Path, names: tuple[str, ...], *, provider: str | None, report_format: str = "text"
) -> int:
    """Print everything that holds for each error that one of the names finds."""
    if not names:
        msg = "name an error, such as a code or a class, or use --coverage"
        raise SelectionError(msg)
    providers = () if provider is None else (provider,)
    read, is_whole = read_registry(registry, providers)
    subjects = select_providers(read, providers)
    found: dict[str, Entry] = {}
    unknown: list[str] = []
    for name in names:
        entries = find_entries(name, subjects)
        found.update((entry.name, entry) for entry in entries)
        if not entries:
            unknown.append(explain_unknown(name, subjects, read.providers))
    if report_format == "json":
        put(json.render_pages(found.values()))
    else:
        shown = pages.lay_out(map(build_page, found.values()), find_width(sys.stdout))
        write_pieces(shown, sys.stdout)
    for message in unknown:
        say(f"errsmith: {message}")
    return FINDINGS if unknown or not is_whole else FINE
