"""What a verb prints: findings for people and programs, how it went, and why it could not run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import wraps
from typing import ParamSpec

from errsmith.characters import escape
from errsmith.commands import COULD_NOT_RUN
from errsmith.lint.report import github, json, text
from errsmith.registry.diagnostics import Diagnostic

_P = ParamSpec("_P")


def report_errors(*errors: type[Exception]) -> Callable[[Callable[_P, int]], Callable[_P, int]]:
    """Decorate a verb to print these errors, and any OSError, and to return exit code 2.

    BrokenPipeError passes through, because whoever read the output has closed it.
    """
    expected: tuple[type[Exception], ...] = (OSError, *errors)

    def decorate(verb: Callable[_P, int]) -> Callable[_P, int]:
        @wraps(verb)
        def run(*args: _P.args, **kwargs: _P.kwargs) -> int:
            try:
                return verb(*args, **kwargs)
            except BrokenPipeError:
                raise
            except expected as error:
                say(f"errsmith: {error}")
                return COULD_NOT_RUN

        return run

    return decorate


def show(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str], report_format: str) -> None:
    """Print findings as text, as GitHub annotations or as JSON; `texts` are the files', by path.

    The text ends with a count per rule.
    """
    diagnostics = tuple(diagnostics)
    if report_format == "text":
        text.write(diagnostics, texts, sys.stdout)
        put(text.render_counts(diagnostics))
    else:
        put({"github": github, "json": json}[report_format].render(diagnostics, texts))


def put(content: str) -> None:
    """Print what was asked for."""
    sys.stdout.write(content)


def say(line: str) -> None:
    """Write for a person how it went, apart from what programs read, if there is a way to."""
    with suppress(OSError):
        sys.stderr.write(f"{escape(line)}\n")
