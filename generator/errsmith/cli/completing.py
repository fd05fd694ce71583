"""The command that installs completion for a shell."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from errsmith.cli.app import NO_FLAGS, app

Shell = Literal["bash", "fish", "powershell", "zsh"]
"""Shells whose completion cyclopts can generate."""


@app.command(
    name="--install-completion",
    version_flags=NO_FLAGS,
    usage="Usage: errsmith --install-completion [OPTIONS]",
)
def install_completion(
    *,
    shell: Annotated[Shell | None, Parameter(show_default=False)] = None,
    output: Annotated[Path | None, Parameter(show_default=False)] = None,
) -> int:
    """Install completion of commands and options for your shell.

    The script is written to the folder where your shell looks for it; for bash, zsh and PowerShell,
    a line that loads it is added to the startup file. Restart the shell to use it.

    Parameters
    ----------
    shell
        Your shell; detected by default.
    output
        File for the script, instead of the usual one.
    """
    from cyclopts.completion.detect import ShellDetectionError

    from errsmith.commands import COULD_NOT_RUN, FINE
    from errsmith.commands.console import say

    try:
        path = app.install_completion(shell=shell, output=output)
    except ShellDetectionError:
        say("errsmith: your shell could not be detected. Pass it, as in --shell bash")
        return COULD_NOT_RUN
    except OSError as error:
        say(f"errsmith: {error.filename}: cannot be written: {error.strerror}")
        return COULD_NOT_RUN
    say(f"installed completion in {path}; restart your shell to use it")
    return FINE
