"""`errsmith show`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from errsmith.commands import FINDINGS, FINE
from errsmith.commands.console import put, report_errors, say
from errsmith.commands.listing import find_today, read_registry
from errsmith.inspecting.coverage import OLD, measure
from errsmith.inspecting.page import build_page
from errsmith.inspecting.report import coverage, json, pages
from errsmith.inspecting.selection import (
    Entry,
    SelectionError,
    explain_unknown,
    find_entries,
    select_providers,
)
from errsmith.meaning.subjects import Subject
from errsmith.registry.loading import RegistryError
from errsmith.reporting.styling import find_width, write_pieces


@frozen(kw_only=True)
class Request:
    """The arguments of a run.

    Attributes:
        registry: The registry's folder.
        names: The errors to show; with `coverage`, the names of providers.
        provider: The only provider to search, or None.
        coverage: Whether to show coverage instead of errors.
        older_than: The days after which a page is old, or None for the default.
        lists_all: Whether to list all errors that lack a fact.
    """

    registry: Path
    names: tuple[str, ...] = ()
    provider: str | None = None
    coverage: bool = False
    older_than: int | None = None
    lists_all: bool = False


@report_errors(RegistryError, SelectionError)
def show(request: Request, *, report_format: str = "text") -> int:
    """Print the pages of errors, or the coverage of providers."""
    if request.coverage:
        return _show_coverage(request, report_format)
    if request.lists_all or request.older_than is not None:
        msg = f"{'--all' if request.lists_all else '--older-than'} only applies to --coverage"
        raise SelectionError(msg)
    if not request.names:
        msg = "expected an error or --coverage; run `errsmith list` to list all errors"
        raise SelectionError(msg)
    return _show_errors(request, report_format)


def _show_errors(request: Request, report_format: str) -> int:
    """Print all facts about each error that matches a name."""
    providers = () if request.provider is None else (request.provider,)
    everything, is_whole = read_registry(request.registry, providers)
    subjects = select_providers(everything, providers)
    found: dict[str, Entry] = {}
    unknown: list[str] = []
    for name in request.names:
        entries = find_entries(name, subjects)
        found.update((entry.name, entry) for entry in entries)
        if not entries:
            unknown.append(explain_unknown(name, subjects, everything))
    if report_format == "json":
        put(json.render_pages(found.values()))
    else:
        shown = pages.lay_out(map(build_page, found.values()), find_width(sys.stdout))
        write_pieces(shown, sys.stdout)
    for message in unknown:
        say(f"errsmith: {message}")
    return FINDINGS if unknown or not is_whole else FINE


def _show_coverage(request: Request, report_format: str) -> int:
    """Print how much of providers is documented, derived, missing or old."""
    names = tuple(filter(None, (*request.names, request.provider)))
    everything, is_whole = read_registry(request.registry, names)
    _check_providers(everything, names)
    older_than = OLD if request.older_than is None else request.older_than
    subjects = select_providers(everything, names)
    coverages = measure(subjects, request.registry, find_today(), older_than)
    if report_format == "json":
        put(coverage.render_json(coverages))
    else:
        write_pieces(coverage.lay_out(coverages, lists_all=request.lists_all), sys.stdout)
    return FINE if is_whole else FINDINGS


def _check_providers(subjects: Sequence[Subject], names: tuple[str, ...]) -> None:
    """Check that no name belongs to an error.

    Raises:
        SelectionError: A name belongs to an error.
    """
    for name in set(names).difference(subject.name for subject in subjects):
        for entry in find_entries(name, subjects)[:1]:
            msg = f"--coverage expects providers, but {name} is an error of {entry.subject.name}"
            raise SelectionError(msg)
