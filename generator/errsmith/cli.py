"""The command line: commands, options and exit codes."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Final, Literal

import cyclopts
from cyclopts import App, Group, Parameter, validators

from errsmith.commands import COULD_NOT_RUN, FINE

Format = Literal["text", "github", "json"]
"""Output formats of findings."""
DriftFormat = Literal["text", "markdown", "json", "github"]
"""Output formats of `drift`."""
DiffFormat = Literal["text", "markdown", "json", "github"]
"""Output formats of `diff`."""
ChangeLevel = Literal["breaking", "risky", "safe"]
"""Levels of changes, the most severe first."""

_NO_FLAGS: Final = ()
"""Otherwise, `errsmith diff --version` would print the version of cyclopts."""

_mode = Group("Mode", validator=validators.MutuallyExclusive())
_folders = Group("Folders")
_pages = Group("Pages", validator=validators.MutuallyExclusive())

app = App(
    name="errsmith",
    help="""
    Generate a typed Python SDK and its reference from a TOML registry of documented API errors.

    A registry is a folder with `sdk.toml` and `providers/<provider>.toml`. The manual describes the
    format: it is `registry/README.md` in the repository, and `errsmith/registry-format.md` in the
    installed package.

    Exit codes: 0 for success, 1 if there are findings, 2 if the command failed. A signal ends the
    process as usual; after Ctrl-C, the exit code is 130.
    """,
    version_flags=["--version"],
    help_format="markdown",
    version_format="plaintext",
    suppress_keyboard_interrupt=False,
)

RegistryFolder = Annotated[
    Path, Parameter(name="--registry", group=_folders, help="Folder of the registry.")
]
FindingsFormat = Annotated[
    Format,
    Parameter(
        name="--format",
        help="Output format of findings: text, GitHub annotations, or a JSON array.",
    ),
]

Providers = Annotated[
    str, Parameter(help="Provider, or one of its sources as `PROVIDER.SOURCE`; all if absent.")
]
SavedPage = Annotated[
    str | None,
    Parameter(
        name="--page",
        group=_pages,
        allow_leading_hyphen=True,
        help="Saved page to read instead of fetching it: a file, `-` for standard input, or a "
        "folder written by --save.",
    ),
]


@app.command(version_flags=_NO_FLAGS)
def generate(
    *,
    check: Annotated[bool, Parameter(group=_mode, negative="", show_default=False)] = False,
    diff: Annotated[bool, Parameter(group=_mode, negative="", show_default=False)] = False,
    force: Annotated[bool, Parameter(group=_mode, negative="", show_default=False)] = False,
    registry: RegistryFolder = Path("registry"),
    out: Annotated[Path, Parameter(group=_folders)] = Path("generated"),
    templates: Annotated[Path | None, Parameter(group=_folders)] = None,
    verify: Annotated[bool, Parameter(negative="", show_default=False)] = False,
    format: FindingsFormat = "text",  # noqa: A002 - the name on the command line
) -> int:
    """Generate the SDK, its reference, and the JSON Schemas of the registry.

    Nothing is written if the registry has findings that `allow` cannot silence, or if a generated
    file was edited by hand. A file that is edited during the run is kept and reported. Files are
    replaced atomically, and if a run is interrupted, the next one completes it.

    Parameters
    ----------
    check
        Show which generated files are out of date, without writing; exit with 1 if there are any.
    diff
        Show the changes as a unified diff, without writing; control characters are escaped.
    force
        Also overwrite files that were edited by hand.
    out
        Folder of the generated project; it must be outside the registry.
    templates
        Folder of templates that replace built-in ones by name, such as `python/provider.py.jinja`.
    verify
        Check that the generated Python states the facts of the registry; --templates implies this.
    """
    from errsmith.commands.generate import Mode
    from errsmith.commands.generate import generate as run

    mode = Mode.CHECK if check else Mode.DIFF if diff else Mode.WRITE
    return run(
        registry,
        out,
        templates=templates,
        mode=mode,
        force=force,
        verify=verify,
        report_format=format,
    )


@app.command(version_flags=_NO_FLAGS)
def lint(*, registry: RegistryFolder = Path("registry"), format: FindingsFormat = "text") -> int:  # noqa: A002
    """Check a registry and report all problems in all files."""
    from errsmith.commands.lint import lint as run

    return run(registry, report_format=format)


@app.command(version_flags=_NO_FLAGS, usage="Usage: errsmith drift [OPTIONS] [PROVIDER...]")
def drift(
    *providers: Providers,
    page: SavedPage = None,
    save: Annotated[Path | None, Parameter(group=_pages)] = None,
    write: Annotated[bool, Parameter(group=_mode, negative="", show_default=False)] = False,
    accept: Annotated[bool, Parameter(group=_mode, negative="", show_default=False)] = False,
    explain: Annotated[bool, Parameter(group=_mode, negative="", show_default=False)] = False,
    registry: RegistryFolder = Path("registry"),
    format: Annotated[DriftFormat, Parameter(name="--format")] = "text",  # noqa: A002
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


@app.command(version_flags=_NO_FLAGS, usage="Usage: errsmith update [OPTIONS] [PROVIDER...]")
def update(
    *providers: Providers,
    page: SavedPage = None,
    accept: Annotated[bool, Parameter(group=_mode, negative="", show_default=False)] = False,
    registry: RegistryFolder = Path("registry"),
    out: Annotated[Path, Parameter(group=_folders)] = Path("generated"),
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
    """
    from errsmith.commands.update import update as run

    return run(registry, out, providers=providers, page=page, accept=accept)


@app.command(version_flags=_NO_FLAGS, usage="Usage: errsmith diff [OPTIONS] [OLD] [NEW]")
def diff(
    old: str | None = None,
    new: str | None = None,
    /,
    *,
    fail_on: Annotated[ChangeLevel | None, Parameter(show_default=False)] = None,
    for_clients: Annotated[bool, Parameter(negative="", show_default=False)] = False,
    registry: RegistryFolder = Path("registry"),
    format: Annotated[DiffFormat, Parameter(name="--format")] = "text",  # noqa: A002
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


@app.command(version_flags=_NO_FLAGS, usage="Usage: errsmith release [OPTIONS] [VERSION]")
def release(
    version: str | None = None,
    /,
    *,
    dry_run: Annotated[bool, Parameter(negative="", show_default=False)] = False,
    allow_dirty: Annotated[bool, Parameter(negative="", show_default=False)] = False,
    registry: RegistryFolder = Path("registry"),
    out: Annotated[Path, Parameter(group=_folders)] = Path("generated"),
    templates: Annotated[Path | None, Parameter(group=_folders)] = None,
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


@app.command(version_flags=_NO_FLAGS)
def site(
    *,
    base_url: Annotated[str | None, Parameter(show_default=False)] = None,
    check: Annotated[bool, Parameter(group=_mode, negative="", show_default=False)] = False,
    versions: Annotated[bool, Parameter(group=_mode, negative="", show_default=False)] = False,
    registry: RegistryFolder = Path("registry"),
    out: Annotated[Path, Parameter(group=_folders)] = Path("site"),
    templates: Annotated[Path | None, Parameter(group=_folders)] = None,
) -> int:
    """Generate the reference as a searchable static site.

    The site works on any host, below any path, and from disk. It has a page for each error, in
    HTML and in Markdown, and all facts as `catalogue.json` and `catalogue.csv`. Files that errsmith
    did not write are kept.

    Exit codes: 0 for success, 1 if the registry has findings or the check failed, 2 if it
    cannot be written.

    Parameters
    ----------
    base_url
        URL at which the site will be published, for the sitemap and for search engines; by default
        derived from `reference_url` in `sdk.toml`.
    check
        Check links, anchors and permanent URLs of what would be written, without writing.
    versions
        Write to a subfolder of --out named after the version; the latest version is also written
        to --out itself.
    out
        Folder to write to.
    templates
        Folder of templates that replace built-in ones by name, such as `site/error.html.jinja`.
    """
    from errsmith.commands.site import Request
    from errsmith.commands.site import site as run

    return run(
        Request(
            registry=registry,
            out=out,
            templates=templates,
            base_url=base_url,
            check=check,
            versions=versions,
        )
    )


@app.command(version_flags=_NO_FLAGS, name="rule")
def explain_rule(id: str | None = None, /) -> int:  # noqa: A002
    """Explain a rule, or list all rules.

    Parameters
    ----------
    id
        Id or name of a rule: `R201` for a finding, `C114` for a change.
    """
    from errsmith.commands.rule import explain

    return explain(id)


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code: 0 for success, 1 for findings, 2 for failure."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that cannot show a character of the registry still shows the finding.
            stream.reconfigure(errors="backslashreplace")
    if sys.flags.optimize > 1:
        return _report_failure(
            "python -OO removes docstrings that errsmith needs; run it without -OO"
        )
    try:
        result = app(
            arguments, exit_on_error=False, print_error=False, result_action="return_value"
        )
        sys.stdout.flush()
    except cyclopts.UnusedCliTokensError as error:
        extra = " ".join(error.unused_tokens or ())
        return _report_failure(f"unexpected argument {extra}; options begin with --")
    except cyclopts.CycloptsError as error:
        return _report_failure(str(error))
    except (BrokenPipeError, SystemExit):
        # The reader closed the output, which rich turns into SystemExit when it prints help. Python
        # would report it again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return COULD_NOT_RUN
    except OSError as error:
        return _report_failure(f"cannot print the output: {error.strerror}")
    return result if isinstance(result, int) else FINE


def _report_failure(reason: str) -> int:
    from errsmith.characters import escape

    with suppress(OSError):
        sys.stderr.write(f"errsmith: {escape(' '.join(reason.split()))}\n")
    return COULD_NOT_RUN
