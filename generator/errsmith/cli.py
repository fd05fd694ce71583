"""The command line: verbs only."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Literal

import cyclopts
from cyclopts import App, Group, Parameter, validators

from errsmith.commands import COULD_NOT_RUN, FINE

Format = Literal["text", "github", "json"]
"""How findings are printed."""

_mode = Group("Mode", validator=validators.MutuallyExclusive())
_folders = Group("Folders")

app = App(
    name="errsmith",
    help="""
    Generate a typed Python SDK, and its reference, from a TOML registry of documented API errors.

    A registry is a folder with `sdk.toml` and `providers/<provider>.toml`.
    Its manual is `registry/README.md` of the project, `errsmith/registry-format.md` of the package.

    Exit codes: 0 all is well, 1 there are findings, 2 the command could not do its work. A signal
    ends it as a signal does: 130 after Ctrl-C.
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
        help="Print findings for people, as GitHub annotations, or as a JSON array.",
    ),
]


@app.command
def generate(
    *,
    check: Annotated[bool, Parameter(group=_mode, negative="")] = False,
    diff: Annotated[bool, Parameter(group=_mode, negative="")] = False,
    force: Annotated[bool, Parameter(group=_mode, negative="")] = False,
    registry: RegistryFolder = Path("registry"),
    out: Annotated[Path, Parameter(group=_folders)] = Path("generated"),
    templates: Annotated[Path | None, Parameter(group=_folders)] = None,
    verify: Annotated[bool, Parameter(negative="")] = False,
    format: FindingsFormat = "text",  # noqa: A002 - the name on the command line
) -> int:
    """Write the SDK and its reference, and the JSON Schemas beside the registry.

    Nothing is written if the registry has findings, or if a generated file was edited by hand. A
    file that is edited during the run is kept and reported. Each file is written whole or not at
    all, and the next run completes a run that was stopped.

    Parameters
    ----------
    check
        Write nothing; show each file that is not as it should be, and exit with 1 if there is one.
    diff
        Write nothing; print what would change as a unified diff, with control characters escaped.
    force
        Overwrite files that were edited by hand, too.
    out
        Folder of the generated project, outside the registry.
    templates
        Folder of templates that replace errsmith's own by name, such as `python/provider.py.jinja`.
    verify
        Compare the rendered Python with the registry, as is always done with --templates.
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


@app.command
def lint(*, registry: RegistryFolder = Path("registry"), format: FindingsFormat = "text") -> int:  # noqa: A002
    """Look for mistakes in a registry: every one of every file, in one run."""
    from errsmith.commands.lint import lint as run

    return run(registry, report_format=format)


@app.command(name="rule")
def explain_rule(id: str | None = None, /) -> int:  # noqa: A002
    """Explain a rule, or list all of them.

    Parameters
    ----------
    id
        Id or name of the rule, such as `R201`.
    """
    from errsmith.commands.rule import explain

    return explain(id)


def main(arguments: list[str] | None = None) -> int:
    """Run a command, and return its exit code: 0, 1 for findings, 2 if it could not run."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that lacks a character of the registry still shows the finding.
            stream.reconfigure(errors="backslashreplace")
    if sys.flags.optimize > 1:
        return _report_failure("python -OO drops texts that errsmith needs; run it without")
    try:
        result = app(
            arguments, exit_on_error=False, print_error=False, result_action="return_value"
        )
        sys.stdout.flush()
    except cyclopts.UnusedCliTokensError as error:
        extra = " ".join(error.unused_tokens or ())
        return _report_failure(f"{extra}: unexpected argument; options begin with --")
    except cyclopts.CycloptsError as error:
        return _report_failure(str(error))
    except (BrokenPipeError, SystemExit):
        # Whoever read the output has closed it, of which rich makes a SystemExit when it prints
        # help; Python would say so once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return COULD_NOT_RUN
    except OSError as error:
        return _report_failure(f"the output cannot be printed: {error.strerror}")
    return result if isinstance(result, int) else FINE


def _report_failure(reason: str) -> int:
    from errsmith.characters import escape

    with suppress(OSError):
        sys.stderr.write(f"errsmith: {escape(' '.join(reason.split()))}\n")
    return COULD_NOT_RUN
