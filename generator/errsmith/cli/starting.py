"""Commands that start a registry, and add to it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

from cyclopts import App, Parameter

from errsmith.cli.app import NO_FLAGS, RegistryFolder, app

new = App(
    name="new",
    help="""
    Add a provider or an error to a registry.

    On a terminal, you are prompted for missing values.
    """,
    version_flags=NO_FLAGS,
)
app.command(new)

Several = Annotated[list[str] | None, Parameter(negative="", show_default=False)]
"""An option that can be repeated."""
DryRun = Annotated[
    bool,
    Parameter(
        name="--dry-run",
        negative="",
        show_default=False,
        help="Show what would be written as a unified diff, without writing.",
    ),
]
FLAG: Final = Parameter(negative="", show_default=False)


@app.command(version_flags=NO_FLAGS, usage="Usage: errsmith init [OPTIONS] [DIR]")
def init(
    dir: Path = Path(),  # noqa: A002 - the name in messages
    /,
    *,
    provider: str | None = None,
    title: str | None = None,
    package: str | None = None,
    distribution: str | None = None,
    author: str | None = None,
    license: str | None = None,  # noqa: A002 - the name on the command line
    license_file: Path | None = None,
    registry_only: Annotated[bool, FLAG] = False,
    dry_run: DryRun = False,
) -> int:
    """Start a registry for your own API.

    Create `registry/` with an example provider for you to replace, a README, hooks and a GitHub
    workflow. The registry has no findings, so `errsmith generate` works immediately.
    On a terminal, you are prompted for missing values; otherwise, defaults apply.

    Exit codes: 0 for success, 2 if a file exists or cannot be written, or a name is not valid.
    On failure, nothing is created.

    Parameters
    ----------
    dir
        Folder of the project; by default the current one.
    provider
        Module of the API, such as `acme`.
    title
        Name of the API, such as "Acme Payments".
    package
        Package to import, such as `acme_errors`.
    distribution
        Name for `pip install`; by default the package's name with dashes.
    author
        Author of the SDK.
    license
        SPDX expression of the SDK's license; by default MIT.
    license_file
        File with the license text; required unless the license is MIT.
    registry_only
        Create only `registry/`.
    """
    from errsmith.commands.init import Request
    from errsmith.commands.init import init as run

    return run(
        Request(
            folder=dir,
            provider=provider,
            title=title,
            package=package,
            distribution=distribution,
            author=author,
            license=license,
            license_file=license_file,
            registry_only=registry_only,
            dry_run=dry_run,
        )
    )


@new.command(
    name="provider", version_flags=NO_FLAGS, usage="Usage: errsmith new provider [OPTIONS] ID"
)
def new_provider(
    id: str,  # noqa: A002 - the name in messages
    /,
    *,
    title: str | None = None,
    class_: Annotated[str | None, Parameter(name="--class")] = None,
    url: str | None = None,
    code: str | None = None,
    summary: str | None = None,
    registry: RegistryFolder = Path("registry"),
    dry_run: DryRun = False,
) -> int:
    """Add a provider's file to a registry.

    Exit codes: 0 for success, 1 if the registry or the new file has findings, 2 if the provider
    cannot be added for another reason. Unless the exit code is 0, nothing is written.

    Parameters
    ----------
    id
        Name of the module that clients import, such as `acme_pay`.
    title
        Display name; by default derived from the id.
    class_
        Base class of the provider's errors; by default derived from the title.
    url
        URL of the page that documents the errors.
    code
        Path of the code in the JSON body of a response, such as `error.code`.
    summary
        Description of the API, in one line.
    """
    from errsmith.commands.new_provider import Request, add_provider

    return add_provider(
        Request(
            registry=registry,
            id=id,
            title=title,
            class_=class_,
            url=url,
            code=code,
            summary=summary,
            dry_run=dry_run,
        )
    )


@new.command(
    name="error", version_flags=NO_FLAGS, usage="Usage: errsmith new error [OPTIONS] PROVIDER CODE"
)
def new_error(
    provider: str,
    code: Annotated[str, Parameter(allow_leading_hyphen=True)],
    /,
    *,
    status: Several = None,
    summary: str | None = None,
    cause: Several = None,
    fix: str | None = None,
    id: str | None = None,  # noqa: A002 - the name on the command line
    class_: Annotated[str | None, Parameter(name="--class")] = None,
    group: str | None = None,
    category: str | None = None,
    kind: str | None = None,
    retry: str | None = None,
    scope: Several = None,
    source: str | None = None,
    after: str | None = None,
    registry: RegistryFolder = Path("registry"),
    dry_run: DryRun = False,
) -> int:
    """Add an error to a provider's file.

    The class, group, category and kind are shown, but not written, if the code and the statuses
    imply them. The error is added after the last one of its group; comments and order are kept.

    Exit codes: 0 for success, 1 if the registry has findings that prevent generation or would have
    some, 2 if the error cannot be added for another reason. Unless the exit code is 0, nothing is
    written.

    Parameters
    ----------
    provider
        Name of the provider's file, such as `acme`.
    code
        The code, as the provider sends it.
    status
        HTTP status, such as `404` or `4xx`; repeat it for several, or write `"404 410"`.
    summary
        What happened, in your own words; by default a TODO placeholder.
    cause
        Possible cause; can be repeated.
    fix
        What to do about it.
    id
        Id of the error, if another error has the same code; by default the code.
    class_
        Class in the SDK; by default derived from the id.
    group
        Group of the error; by default the group whose `match` fits the code.
    category
        Category of the error; by default the category that lists its status.
    kind
        Kind of the error; by default derived from the status and the group.
    retry
        Documented retry advice: `never`, `once`, `backoff`, `poll` or `after_fix`.
    scope
        Scope that sends the error; can be repeated.
    source
        Source that documents the error; by default the first one.
    after
        Id of the error to insert the new one after.
    """
    from errsmith.commands.new_error import Request, add_error

    return add_error(
        Request(
            registry=registry,
            provider=provider,
            code=code,
            id=id,
            class_=class_,
            scope=tuple(scope or ()),
            group=group,
            category=category,
            status=tuple(status or ()),
            kind=kind,
            retry=retry,
            summary=summary,
            causes=tuple(cause or ()),
            fix=fix,
            source=source,
            after=after,
            dry_run=dry_run,
        )
    )
