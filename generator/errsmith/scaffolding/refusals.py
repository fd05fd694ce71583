"""Why something cannot be started or added."""

from __future__ import annotations


class RefusedError(Exception):
    """An option, an answer or the folder prevents a command from writing.

    Attributes:
        reason: What was found, and what was expected.
        hint: What to do about it, or "".
    """

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason, hint)
        self.reason, self.hint = reason, hint

    def __str__(self) -> str:
        return f"{self.reason}. {self.hint}" if self.hint else self.reason
