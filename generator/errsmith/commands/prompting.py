"""Questions on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress

from errsmith.characters import escape
from errsmith.commands.console import put
from errsmith.scaffolding.refusals import RefusedError, require_unicode

Check = Callable[[str], object]
"""Raises RefusedError if an answer cannot be used."""


def is_interactive() -> bool:
    """Return whether questions can be asked: standard input and output are terminals."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def accept(_answer: str) -> None:
    """Accept any answer."""


def ask(question: str, default: str = "", check: Check = accept, note: str = "") -> str:
    """Ask until an answer can be used, and return it; an empty answer means the default.

    Args:
        question: The question, a few words.
        default: The default, shown with the question.
        check: Raises an error if an answer cannot be used.
        note: A line that is shown above the question.

    Raises:
        RefusedError: The input has ended.
    """
    if note:
        put(f"  {escape(note)}\n")
    with suppress(ImportError):
        import readline  # noqa: F401, PLC0415 - lets people edit their answers
    shown = f" [{default}]" if default else ""
    while True:
        try:
            answer = input(f"{escape(f'{question}{shown}')}: ").strip() or default
        except UnicodeDecodeError:
            put("  expected text in UTF-8\n")
            continue
        except KeyboardInterrupt:
            put("\n")  # What ends the process prints a line of its own.
            raise
        except EOFError:
            put("\n")
            reason = "the input ended before the last question, so nothing was written"
            raise RefusedError(reason) from None
        try:
            require_unicode([answer])
            check(answer)
        except RefusedError as error:
            put(f"  {escape(str(error))}\n")
        else:
            return answer
