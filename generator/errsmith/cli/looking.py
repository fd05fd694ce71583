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
    *providers: Annotated[str, Parameter(help="Provider; by default all.")],
    registry: RegistryFolder = Path("registry"),
    format: ListFormat = "text",  # noqa: A002 - the name on the command line
) -> int:
    """List the errors of the registry, with their main facts.

    On a terminal, columns are omitted and lines truncated to fit its width; otherwise everything is
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
    """Show all facts about an error, and where each one comes from.

    A fact is stated in the error's own table, inherited from its group or category, or derived, for
    example from its status. Each fact is shown with its place in the file, and so are the values
    that it overrides.

    `errsmith show --coverage [PROVIDER...]` shows instead the number of documented, derived and
    missing facts, the age of the pages, and the errors that lack a fact.

    Exit codes: 0 for success, 1 if an error is unknown or a file cannot be read, 2 if the command
    failed.

    Parameters
    ----------
    codes
        Code, id, alias or class, in any spelling. All matching errors are shown; use
        `PROVIDER.CODE` to search one provider.
    provider
        Provider to search; by default all.
    coverage
        Count undocumented and derived facts, and find old pages, by default of all providers.
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
