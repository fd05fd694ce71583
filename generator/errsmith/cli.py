"""The command line: verbs only."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Literal

import cyclopts
from cyclopts import App, Group, Parameter, validators

from errsmith import commands

Format = Literal["text", "github", "json"]
"""How findings are printed."""

_mode = Group("Mode", validator=validators.MutuallyExclusive())
_folders = Group("Folders")

app = App(
    name="errsmith",
    help="""
    Emit a typed Python SDK, and its reference, from a TOML registry of documented API errors.

    A registry is a folder with `sdk.toml` and `providers/<provider>.toml`.
    Its manual is `registry/README.md` of the project, `errsmith/registry-format.md` of the package.

    Exit codes: 0 all is well, 1 there are findings, 2 the command could not do its work.
    """,
    version_flags=["--version"],
    help_format="markdown",
)

Registry = Annotated[
    Path, Parameter(name="--registry", group=_folders, help="Folder of the registry.")
]
Findings = Annotated[
    Format,
    Parameter(
        name="--format",
        help="Print findings for people, as GitHub annotations, or as a JSON array.",
    ),
]


@app.command
def generate(
    *,
    check: Annotated[bool, Parameter(group=_mode, negative="")] = False,
    diff: Annotated[bool, Parameter(group=_mode, negative="")] = False,
    force: Annotated[bool, Parameter(group=_mode, negative="")] = False,
    registry: Registry = Path("registry"),
    out: Annotated[Path, Parameter(group=_folders)] = Path("generated"),
    templates: Annotated[Path | None, Parameter(group=_folders)] = None,
    format: Findings = "text",  # noqa: A002 - the name on the command line
) -> int:
    """Write the SDK and its reference, and the JSON Schemas beside the registry.

    Nothing is written while the registry has findings, or while an emitted file holds what errsmith
    did not write. Each file is written whole or not at all; a run that was stopped is completed by
    the next one.

    Parameters
    ----------
    check
        Write nothing; show each file that is not as it should be, and exit with 1 if there is one.
    diff
        Write nothing; print what would change as a unified diff.
    force
        Overwrite files that were edited by hand, too.
    out
        Folder of the emitted project.
    templates
        Folder of templates that replace errsmith's own by name, such as `python/provider.py.jinja`.
    """
    mode = commands.Mode.CHECK if check else commands.Mode.DIFF if diff else commands.Mode.WRITE
    return commands.generate(
        registry, out, templates=templates, mode=mode, force=force, form=format
    )


@app.command
def lint(*, registry: Registry = Path("registry"), format: Findings = "text") -> int:  # noqa: A002
    """Look for mistakes in a registry: every one of every file, in one run."""
    return commands.lint(registry, form=format)


@app.command
def rule(id: str | None = None, /) -> int:  # noqa: A002
    """Explain a rule, or list all of them.

    Parameters
    ----------
    id
        Id of the rule, such as `R201`.
    """
    return commands.explain(id)


def main(arguments: list[str] | None = None) -> int:
    """Run a command, and return its exit code: 0, 1 for findings, 2 if it could not run."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that lacks a character of the registry still shows the finding.
            stream.reconfigure(errors="backslashreplace")
    if sys.flags.optimize > 1:
        sys.stderr.write("errsmith: python -OO drops texts that errsmith needs; run it without\n")
        return commands.COULD_NOT_RUN
    try:
        result = app(
            arguments, exit_on_error=False, print_error=False, result_action="return_value"
        )
        sys.stdout.flush()
    except cyclopts.CycloptsError as error:
        sys.stderr.write(f"errsmith: {error}\n")
        return commands.COULD_NOT_RUN
    except BrokenPipeError:
        # Whoever read the output has closed it; Python would say so once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return commands.COULD_NOT_RUN
    return result if isinstance(result, int) else commands.FINE
