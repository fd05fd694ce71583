"""Commands that show what the registry holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, Literal

from cyclopts import Group, Parameter, validators

from errsmith.cli.app import NO_FLAGS, RegistryFolder, app

ListFormat = Annotated[
    Literal["text", "json"],
    Parameter(name="--format", help="Output format: text, or a JSON array."),
]


@app.command(
    version_flags=NO_FLAGS, name="list", usage="Usage: errsmith list [OPTIONS] [PROVIDER...]"
)
def list_errors(
    *providers: Annotated[str, Parameter(help="Provider; all if absent.")],
    registry: RegistryFolder = Path("registry"),
    format: ListFormat = "text",  # noqa: A002 - the name on the command line
) -> int:
    """List the errors of the registry, with their main facts.

    On a terminal, lines are cut and columns left out to fit its width; otherwise everything is
    printed. `--format json` prints all facts, as in the SDK's catalogue.

    Exit codes: 0 for success, 1 if a file cannot be read, 2 if the command failed.
    """
    from errsmith.commands.listing import list_errors as run

    return run(registry, providers, report_format=format)


COVERAGE: Final = Group("Coverage")
"""The options that only apply to --coverage."""


@app.command(version_flags=NO_FLAGS, usage="Usage: errsmith show [OPTIONS] [CODE...]")
def show(
    *codes: str,
    provider: Annotated[str | None, Parameter(show_default=False)] = None,
    coverage: Annotated[bool, Parameter(group=COVERAGE, negative="", show_default=False)] = False,
    older_than: Annotated[
        int | None, Parameter(group=COVERAGE, validator=validators.Number(gte=0))
    ] = None,
    all: Annotated[  # noqa: A002 - the name on the command line
        bool, Parameter(group=COVERAGE, negative="", show_default=False)
    ] = False,
    registry: RegistryFolder = Path("registry"),
    format: ListFormat = "text",  # noqa: A002
) -> int:
    """Show everything that holds for an error, and where each fact comes from.

    A fact is stated in the error's own table, inherited from its group or category, or derived, for
    example from its status. Each has the place in the file that states it; so does a statement that
    a nearer one overrides.

    `errsmith show --coverage [PROVIDER...]` shows instead how many facts are documented, derived or
    missing, how old the pages are, and which errors lack what.

    Exit codes: 0 for success, 1 if an error is unknown or a file cannot be read, 2 if the command
    failed.

    Parameters
    ----------
    codes
        Code, id, alias or class, in any spelling, or a code as a response spells it. All errors
        that match are shown; `PROVIDER.CODE` names a single one.
    provider
        Provider to search; all if absent.
    coverage
        Show what is undocumented, derived or old, of providers or of all.
    older_than
        Days after which a page counts as old; 90 by default.
    all
        List all errors that lack a fact, not only the first five.
    """
    from errsmith.commands.showing import Request
    from errsmith.commands.showing import show as run

    request = Request(
        registry=registry,
        names=codes,
        provider=provider,
        coverage=coverage,
        older_than=older_than,
        lists_all=all,
    )
    return run(request, report_format=format)
