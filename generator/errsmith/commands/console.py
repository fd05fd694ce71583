"""Output of commands: findings, the outcome, and why a command failed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import wraps
from typing import ParamSpec

from errsmith.characters import escape
from errsmith.commands import COULD_NOT_RUN
from errsmith.lint.report import github, json, text
from errsmith.registry.diagnostics import Diagnostic, FindingsError

_P = ParamSpec("_P")


def report_errors(*errors: type[Exception]) -> Callable[[Callable[_P, int]], Callable[_P, int]]:
    """Decorate a command to print these errors and any OSError, and to return exit code 2.

    The findings of a FindingsError are printed with their lines.

    BrokenPipeError is raised again, because the reader has closed the output.
    """
    expected: tuple[type[Exception], ...] = (OSError, *errors)

    def decorate(command: Callable[_P, int]) -> Callable[_P, int]:
        @wraps(command)
        def run(*args: _P.args, **kwargs: _P.kwargs) -> int:
            try:
                return command(*args, **kwargs)
            except BrokenPipeError:
                raise
            except FindingsError as error:
                # Not on stdout, where the result of the command would be.
                with suppress(OSError):
                    text.write(error.diagnostics, error.texts, sys.stderr)
                path, count = error.diagnostics[0].span.path, len(error.diagnostics)
                say(f"errsmith: {path}: has {count} finding{'s'[: count > 1]}; nothing was written")
                return COULD_NOT_RUN
            except expected as error:
                say(f"errsmith: {error}")
                return COULD_NOT_RUN

        return run

    return decorate


def show(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str], report_format: str) -> None:
    """Print findings as text, GitHub annotations or JSON.

    `texts` maps paths to the contents of the files. The text format ends with a count per rule.
    """
    diagnostics = tuple(diagnostics)
    if report_format == "text":
        text.write(diagnostics, texts, sys.stdout)
        put(text.render_counts(diagnostics))
    else:
        put({"github": github, "json": json}[report_format].render(diagnostics, texts))


def put(content: str) -> None:
    """Print the result of a command to stdout."""
    sys.stdout.write(content)


def say(line: str) -> None:
    """Print a message to stderr, apart from the result on stdout; ignore errors."""
    with suppress(OSError):
        sys.stderr.write(f"{escape(line)}\n")
