"""Why a state of a registry cannot be read."""

from __future__ import annotations


class StateError(Exception):
    """A state of a registry cannot be read.

    Attributes:
        reason: Why.
        hint: What to do about it, "" if there is no advice.
    """

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason, hint)
        self.reason, self.hint = reason, hint

    def __str__(self) -> str:
        return f"{self.reason}; {self.hint}" if self.hint else self.reason
