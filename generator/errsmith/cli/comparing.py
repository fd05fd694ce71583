"""Commands that compare the registry with pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

from cyclopts import Group, Parameter, validators

from errsmith.cli.app import FOLDERS, MODE, NO_FLAGS, RegistryFolder, ReportFormat, app

PAGES: Final = Group("Pages", validator=validators.MutuallyExclusive())

Providers = Annotated[
    str, Parameter(help="Provider, or one of its sources as `PROVIDER.SOURCE`; all if absent.")
]
SavedPage = Annotated[
    str | None,
    Parameter(
        name="--page",
        group=PAGES,
        allow_leading_hyphen=True,
        help="Saved page to read instead of fetching it: a file, `-` for standard input, or a "
        "folder written by --save.",
    ),
]


@app.command(version_flags=NO_FLAGS, usage="Usage: errsmith drift [OPTIONS] [PROVIDER...]")
def drift(
    *providers: Providers,
    page: SavedPage = None,
    save: Annotated[Path | None, Parameter(group=PAGES)] = None,
    write: Annotated[bool, Parameter(group=MODE, negative="", show_default=False)] = False,
    accept: Annotated[bool, Parameter(group=MODE, negative="", show_default=False)] = False,
    explain: Annotated[bool, Parameter(group=MODE, negative="", show_default=False)] = False,
    registry: RegistryFolder = Path("registry"),
    format: Annotated[ReportFormat, Parameter(name="--format")] = "text",  # noqa: A002
) -> int:
    """Compare the providers' documentation pages with the registry.

    The page of each source is fetched, or read from a file. The report has a verdict on each page,
    and the differences with their places on the page and in the registry. If a page cannot be
    fetched, is incomplete, or is unlike the registry, no code is reported as removed.

    Exit codes: 0 if there are no differences, 1 if there are, 2 if a page could not be compared.
    With --write, 1 means that something is left to do. At exit code 2, the registry is unchanged.

    Parameters
    ----------
    save
        Folder to save the fetched pages in, as `PROVIDER.SOURCE.html`, `.md` or similar.
    write
        Bring the registry up to date, and record what was read; nothing is ever deleted.
    accept
        Like --write, but also accept a page that is unlike the registry or seems to end early.
    explain
        Show where codes were found on each page, and how to pin each place.
    format
        Output format: text, Markdown for an issue, a JSON object, or GitHub annotations.
    """
    from errsmith.commands.drift import Mode, Request
    from errsmith.commands.drift import drift as run

    modes = {Mode.WRITE: write, Mode.ACCEPT: accept, Mode.EXPLAIN: explain}
    mode = next((mode for mode, is_chosen in modes.items() if is_chosen), Mode.REPORT)
    request = Request(registry=registry, providers=providers, page=page, save=save, mode=mode)
    return run(request, report_format=format)


@app.command(version_flags=NO_FLAGS, usage="Usage: errsmith update [OPTIONS] [PROVIDER...]")
def update(
    *providers: Providers,
    page: SavedPage = None,
    accept: Annotated[bool, Parameter(group=MODE, negative="", show_default=False)] = False,
    registry: RegistryFolder = Path("registry"),
    out: Annotated[Path, Parameter(group=FOLDERS)] = Path("generated"),
    templates: Annotated[Path | None, Parameter(group=FOLDERS)] = None,
) -> int:
    """Bring the registry up to date with its pages, generate, and list what is left to do.

    This is `drift --write`, `lint`, `generate` and `diff` in one. You may still have to write
    summaries, decide about possible renames, make changes that errsmith could not make, and fix
    findings. The report ends with what has changed for clients since the last release.

    Exit codes: 0 if nothing is left, 1 if something is, 2 if a page could not be compared or a file
    of the registry not be written; then nothing is written.

    Parameters
    ----------
    accept
        Take a page as it is even if it is unlike the registry or ends early.
    out
        Folder of the generated project; it must be outside the registry.
    templates
        Folder of templates that `errsmith generate` uses for this SDK.
    """
    from errsmith.commands.update import update as run

    return run(registry, out, providers=providers, page=page, accept=accept, templates=templates)
