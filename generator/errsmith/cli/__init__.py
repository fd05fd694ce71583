"""The command line: commands, options and exit codes."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from io import TextIOWrapper

import cyclopts

from errsmith.cli import (
    comparing,
    completing,
    explaining,
    generating,
    importing,
    looking,
    releasing,
    starting,
)
from errsmith.cli.app import app
from errsmith.commands import COULD_NOT_RUN, FINE

__all__ = [
    "app",
    "comparing",
    "completing",
    "explaining",
    "generating",
    "importing",
    "looking",
    "main",
    "releasing",
    "starting",
]


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
