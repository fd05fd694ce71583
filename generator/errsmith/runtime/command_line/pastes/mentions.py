"""Find HTTP statuses that a text mentions, near a body or without one."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final

from ...wire.wire import LEAST_ERROR

_PHRASES: Final = "|".join(
    status.phrase.replace(" ", "[ _-]") for status in HTTPStatus if status >= LEAST_ERROR
)
_NUMBER: Final = r"([45]\d\d)(?![\w%]|[.,]\d)"
_MENTION: Final = re.compile(
    rf"""HTTP/\d(?:\.\d)?"?[ ]+(\d{{3}})(?!\w)
    | \bHTTP[ _-]?(?:error|status|response|code|[ _-])*["'\u201d]?[ ]?[=:]?[ ]?["'\u201c]?{_NUMBER}
    | \bstatus[ _.-]?(?:code|line)\W{{0,4}}(?:is[ ]|was[ ]|of[ ])?\W?{_NUMBER}
    | (?:^[ \t]*+|[{{,(;:\["'\u201c][ \t]?)status["'\u201d]?[ ]?(?:[=:]|=>|is|was)?[ ]?\W?{_NUMBER}
    | \bstatus=["']?{_NUMBER}
    | <status>{_NUMBER}
    | <Response[ ]\[{_NUMBER}
    | <-{{2,3}}[ ](?:HTTP/\S+[ ])?{_NUMBER}
    | \b{_NUMBER}[ ](?:Client|Server)[ ]Error
    | (?:Client|Server)[ ]error[ ]['"]{_NUMBER}
    | \b(?:returned|got|gave|responded|answered|received|with|response|an?)[ :]{{1,2}}
      (?:with[ ]|an?[ ]|HTTP[ ]|status[ ]|code[ ]|error[ ])*{_NUMBER}
      (?=[ ]*(?:$|[.,;:)!?](?:\s|$)|(?:from|by|error|response|status)\b))
    | (?<![\d.:]){_NUMBER}(?:[ ,:(-]{{1,3}}|,[ ]message=['"])(?:{_PHRASES})\b
    | (?<![\w.:]){_NUMBER}[ ]:[ ]\[?"
    | ^[ \t]*{_NUMBER}[ \t]*$
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_FEW_LINES: Final = 60
"""The most lines of a text whose only status counts for its only body."""
_SHORT: Final = 100_000
"""The most characters of such a text."""
_WINDOW: Final = 300
"""The most characters before and after a body, on its line, that are searched for a status."""


class StatusMentions:
    """The statuses that a text mentions outside its bodies, which are blanked out."""

    def __init__(self, text: str, *, has_several: bool = False) -> None:
        """Prepare a text; `has_several` says whether it has several bodies."""
        self._text = text
        self._has_several = has_several
        self._only: int | None = None
        self._is_searched = False

    def find_near(self, start: int, end: int) -> int | None:
        """Return the status of the body at `start` to `end`, or None if none is mentioned.

        The status is on the same line, or the only one in a short text with one body.
        """
        text = self._text
        line_start = max(text.rfind("\n", max(0, start - _WINDOW), start) + 1, start - _WINDOW)
        line_end = text.find("\n", end, end + _WINDOW)
        line_end = end + _WINDOW if line_end < 0 else line_end
        before, after = _find_mentions(text[line_start:start]), _find_mentions(text[end:line_end])
        if before or after:
            return before[-1] if before else after[0]
        return None if self._has_several else self.find_only()

    def find_only(self) -> int | None:
        """Return the only status in a short text, or None if there is none or there are several."""
        if not self._is_searched:
            self._is_searched = True
            is_short = self._text.count("\n") <= _FEW_LINES and len(self._text) <= _SHORT
            mentioned = {*_find_mentions(self._text)} if is_short else set()
            self._only = mentioned.pop() if len(mentioned) == 1 else None
        return self._only

    def find_only_failure(self) -> int | None:
        """Return the result of `find_only` if it is an error status, otherwise None."""
        status = self.find_only()
        return status if status is not None and status >= LEAST_ERROR else None


def _find_mentions(text: str) -> list[int]:
    return [int(next(filter(None, match.groups()))) for match in _MENTION.finditer(text)]
