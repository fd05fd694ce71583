"""The error of commands that cannot start a registry or add to one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from errsmith.registry.wording import quote


class RefusedError(Exception):
    """An option, an answer, a document or the folder prevents a command from writing.

    Attributes:
        reason: What was found, and what was expected.
        hint: What to do about it, or "".
    """

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason, hint)
        self.reason, self.hint = reason, hint

    def __str__(self) -> str:
        return f"{self.reason}. {self.hint}" if self.hint else self.reason


def require_unicode(texts: Iterable[str]) -> None:
    """Raise unless all strings can be written to a file in UTF-8.

    Arguments and answers in another encoding have lone surrogates.

    Raises:
        RefusedError: One cannot.
    """
    for text in texts:
        try:
            text.encode()
        except UnicodeEncodeError:
            reason = f"found {quote(text)}, expected text in UTF-8"
            raise RefusedError(reason) from None


def require_printable(text: str, name: str) -> None:
    """Raise if a string that becomes part of a file has control characters, such as line ends.

    Args:
        text: The string.
        name: The option that states it.

    Raises:
        RefusedError: It has one.
    """
    found = next((c for c in text if unicodedata.category(c) in {"Cc", "Zl", "Zp"}), None)
    if found is not None:
        reason = f"{name}: found {quote(text)}, which has the control character U+{ord(found):04X}"
        raise RefusedError(reason, "Remove the control characters")
