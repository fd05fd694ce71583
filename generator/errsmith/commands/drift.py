"""`errsmith drift`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from enum import Enum, auto
from pathlib import Path
from types import ModuleType
from typing import Final

from attrs import evolve, frozen

from errsmith.commands import COULD_NOT_RUN, FINDINGS, FINE
from errsmith.commands.console import put, report_errors, say, show
from errsmith.commands.findings import find_unreadable, say_findings
from errsmith.commands.progress import show_progress
from errsmith.drift.applying import Writer
from errsmith.drift.checking import Checked, Checker
from errsmith.drift.report import explaining, github, json, markdown, text
from errsmith.drift.report.contents import Report
from errsmith.drift.saved_pages import is_folder
from errsmith.drift.selection import (
    SelectionError,
    Source,
    select_source_of_page,
    select_sources,
)
from errsmith.drift.unfit_sources import find_unfit_sources
from errsmith.meaning.subjects import interpret
from errsmith.output import OutputError
from errsmith.registry.diagnostics import Span
from errsmith.registry.loading import LoadedRegistry, RegistryError, load
from errsmith.registry.source import format_path, point_to_top
from errsmith.reporting.words import count

_FORMATS: Final[Mapping[str, ModuleType]] = {
    "text": text,
    "markdown": markdown,
    "json": json,
    "github": github,
}


class Mode(Enum):
    """What `drift` does with the differences."""

    REPORT = auto()
    WRITE = auto()
    ACCEPT = auto()
    EXPLAIN = auto()


WRITING: Final = frozenset({Mode.WRITE, Mode.ACCEPT})
"""The modes that write."""


@frozen(kw_only=True)
class Request:
    """The arguments of a run.

    Attributes:
        registry: The registry's folder.
        providers: The names of providers or sources; all if there are none.
        page: A saved page, or a folder of saved pages; None to fetch pages.
        save: The folder for fetched pages, None if they are not kept.
        mode: What to do with the differences.
    """

    registry: Path
    providers: tuple[str, ...] = ()
    page: str | None = None
    save: Path | None = None
    mode: Mode = Mode.REPORT


@report_errors(OutputError, RegistryError, SelectionError)
def drift(request: Request, *, report_format: str = "text") -> int:
    """Compare pages with the registry, and report or write the differences."""
    if request.mode is Mode.EXPLAIN and report_format not in {"text", "json"}:
        reason = f"--explain does not support --format {report_format}; use text or json"
        raise SelectionError(reason)
    report = run(request, report_format)
    if report is None:
        return COULD_NOT_RUN
    explains = request.mode is Mode.EXPLAIN and report_format == "text"
    put((explaining if explains else _FORMATS[report_format]).render(report))
    if request.mode in WRITING:
        explain_unwritten(report, "written")
    return conclude(report)


def run(request: Request, report_format: str) -> Report | None:
    """Compare pages with the registry, and write if requested and every page was compared.

    Return None, after a message, if a file of the registry cannot be read.
    """
    if request.page == "":
        reason = "--page needs the name of a file or a folder, or `-` for standard input"
        raise SelectionError(reason)
    today = datetime.datetime.now(datetime.UTC).date()
    # Rules are not checked, because that takes longer than reading the registry.
    loaded = load(request.registry)
    if _show_unreadable(loaded, request, report_format):
        return None
    say_findings(request.registry, _count_findings(loaded, request))
    sources = select_sources(interpret(loaded, today), request.providers)
    skipped: list[Source] = []
    if request.page is None or is_folder(request.page):
        skipped = [source for source in sources if source.is_skipped]
        sources = [source for source in sources if not source.is_skipped]
    else:
        sources = [select_source_of_page(sources, request.page)]
    with show_progress(len(sources)) as on_progress:
        checker = Checker(
            registry=request.registry,
            today=today,
            accept=request.mode is Mode.ACCEPT,
            unfit=find_unfit_sources(sources, loaded.diagnostics),
            save=request.save,
            is_conditional=request.mode is not Mode.EXPLAIN,
            on_progress=on_progress,
        )
        if request.page is None:
            checked = checker.check_pages(sources)
        elif is_folder(request.page):
            checked = checker.check_folder(sources, request.page)
        else:
            checked = [checker.check_saved_page(source, request.page) for source in sources]
    report = Report(
        outcomes=tuple(each.outcome for each in checked),
        headers={
            (source.subject.name, source.id): _find_header(source, report_format)
            for source in sources
        },
        skipped=tuple(source.name for source in skipped),
        registry="" if request.registry == Path("registry") else str(request.registry),
        page=request.page or "",
    )
    if request.mode in WRITING and report.could_tell:
        return _write(report, Writer(checker=checker, on_wait=_say_wait), checked)
    return report


def _write(report: Report, writer: Writer, checked: Sequence[Checked]) -> Report:
    """Return the report with what was written or, so that no difference is lost, why not."""
    try:
        return evolve(report, changes=writer.write(checked))
    except OutputError as error:
        return evolve(report, failure=f"{format_path(error.path)}: {error.reason}")


def explain_unwritten(report: Report, actions: str) -> None:
    """Print why nothing was written, if that is so; `actions` are those that were not done."""
    if not report.could_tell:
        say(f"nothing was {actions}, because not every page could be compared")
    elif report.failure:
        say(f"errsmith: {report.failure}")
        say(f"nothing was {actions}")
        say("  help: Check the file and its folder, then run the command again")


def _find_header(source: Source, report_format: str) -> Span:
    """Return the place of a source's table, or only its file if the format shows no lines."""
    # Finding lines takes longer than reading the file.
    is_shown = report_format == "github"
    return source.header if is_shown else point_to_top(source.subject.document.path)


def conclude(report: Report) -> int:
    """Return the exit code of a report."""
    if report.failure or not report.could_tell:
        return COULD_NOT_RUN
    if report.changes is not None:
        return FINDINGS if report.tasks else FINE
    return FINDINGS if report.has_differences else FINE


def _show_unreadable(loaded: LoadedRegistry, request: Request, report_format: str) -> bool:
    """Show the findings of requested files that cannot be read; return whether there are any."""
    lost = find_unreadable(request.registry, loaded.providers, _list_providers(request))
    if not lost:
        return False
    findings = sorted(finding for finding in loaded.diagnostics if finding.span.path in lost)
    if report_format == "json":
        put(json.render(Report(outcomes=()), findings))
    else:
        show(findings, loaded.texts, "github" if report_format == "github" else "text")
    say(f"nothing was compared, because {count(len(lost), 'file')} cannot be read")
    return True


def _count_findings(loaded: LoadedRegistry, request: Request) -> int:
    """Return the number of findings in the requested files that were read."""
    wanted = _list_providers(request)
    paths = {
        provider.document.path
        for provider in loaded.providers
        if not wanted or provider.name in wanted
    }
    return sum(finding.span.path in paths for finding in loaded.diagnostics)


def _list_providers(request: Request) -> set[str]:
    """Return the names of the requested providers; none if all are."""
    return {name.partition(".")[0] for name in request.providers}


def _say_wait(folder: Path) -> None:
    say(f"waiting for another errsmith process in {format_path(folder)}")
