"""Why a page, or the record of one, cannot be used."""

from __future__ import annotations

from pathlib import Path

from errsmith.registry.source import format_path


class UnusablePageError(Exception):
    """A page cannot be fetched or read.

    Attributes:
        reason: Why, such as "the file is empty".
        hint: What to do about it, "" if there is no advice.
    """

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


class RecordError(Exception):
    """The record of a page cannot be read.

    Attributes:
        path: Its path, as displayed.
        reason: What is wrong with it.
        hint: What to do about it.
        line: The line of the problem, 0 if unknown.
        column: Its column, 0 if unknown.
    """

    def __init__(
        self,
        path: Path,
        reason: str,
        line: int = 0,
        column: int = 0,
        hint: str = "restore the file from version control, or delete it to begin a new record",
    ) -> None:
        super().__init__(path, reason, line, column, hint)
        self.hint = hint
        self.path, self.reason = format_path(path), reason
        self.line, self.column = line, column

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return f"{place}: {self.reason}"
