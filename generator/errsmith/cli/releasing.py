"""Commands that compare states of the registry, and release it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from errsmith.cli.app import FOLDERS, NO_FLAGS, RegistryFolder, ReportFormat, app

ChangeLevel = Literal["breaking", "risky", "safe"]
"""Levels of changes, the most severe first."""


@app.command(version_flags=NO_FLAGS, usage="Usage: errsmith diff [OPTIONS] [OLD] [NEW]")
def diff(
    old: str | None = None,
    new: str | None = None,
    /,
    *,
    fail_on: Annotated[ChangeLevel | None, Parameter(show_default=False)] = None,
    for_clients: Annotated[bool, Parameter(negative="", show_default=False)] = False,
    registry: RegistryFolder = Path("registry"),
    format: Annotated[ReportFormat, Parameter(name="--format")] = "text",  # noqa: A002
) -> int:
    """Show what changes for clients between two states of a registry, and what it breaks.

    A state is the folder of a registry, a git revision, or a release such as `release:0.1.0`. For
    each change, the report shows the rule (see `errsmith rule`), the level (breaking, risky or
    safe), what it affects, and how clients adapt. It ends with the next version and the reason for
    it.

    Exit codes: 0 if both states could be compared, 1 if a change has the level of --fail-on or a
    more severe one, 2 if a state cannot be read. Nothing is written.

    Parameters
    ----------
    old
        The old state; by default the last release, or an empty registry if there is none.
    new
        The new state; by default the registry on disk.
    fail_on
        Exit with 1 if there is a change of this level or a more severe one.
    for_clients
        Print an upgrade guide for clients, in Markdown.
    format
        Output format: text, Markdown for a pull request, a JSON object, or GitHub annotations.
    """
    from errsmith.commands.diff import Request
    from errsmith.commands.diff import diff as run

    request = Request(
        registry=registry, old=old, new=new, fail_on=fail_on, is_for_clients=for_clients
    )
    return run(request, report_format=format)


@app.command(version_flags=NO_FLAGS, usage="Usage: errsmith release [OPTIONS] [VERSION]")
def release(
    version: str | None = None,
    /,
    *,
    dry_run: Annotated[bool, Parameter(negative="", show_default=False)] = False,
    allow_dirty: Annotated[bool, Parameter(negative="", show_default=False)] = False,
    registry: RegistryFolder = Path("registry"),
    out: Annotated[Path, Parameter(group=FOLDERS)] = Path("generated"),
    templates: Annotated[Path | None, Parameter(group=FOLDERS)] = None,
) -> int:
    """Release the SDK: record what it contains, and write its version and its changelog.

    This sets `version` in `sdk.toml` and `since` for everything that was added, deprecated or
    removed since the last release, writes `releases/VERSION.json`, and generates. Then commit, tag,
    build and upload; the commands are printed.

    Exit codes: 0 if it was released, 1 if the registry has findings or generated files are out of
    date, 2 if it cannot be released for another reason. If it cannot be released, nothing is
    written. If a run is interrupted before it writes the record, nothing is released: discard its
    changes and run it again. If it is interrupted later, the next run completes it.

    Parameters
    ----------
    version
        Version to release, as in PEP 440; by default the lowest one that is high enough for the
        changes, or the one in `sdk.toml` if that is later.
    dry_run
        Show what would be written, without writing.
    allow_dirty
        Release even if files are uncommitted or not in a git repository.
    out
        Folder of the generated project; it must be outside the registry.
    templates
        Folder of templates that `errsmith generate` uses for this SDK.
    """
    from errsmith.commands.release import Request
    from errsmith.commands.release import release as run

    return run(
        Request(
            registry=registry,
            out=out,
            templates=templates,
            version=version,
            allow_dirty=allow_dirty,
            dry_run=dry_run,
        )
    )
