"""Why the SDK cannot be released."""

from __future__ import annotations


class ReleaseError(Exception):
    """The SDK cannot be released.

    Attributes:
        reason: Why.
        hint: What to do about it, or "".
    """

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason, hint)
        self.reason, self.hint = reason, hint

    def __str__(self) -> str:
        return self.reason
