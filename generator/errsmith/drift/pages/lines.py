"""Find the lines of places in a text."""

from __future__ import annotations

from bisect import bisect_right


class Lines:
    """The lines of a text whose lines end with a newline."""

    def __init__(self, text: str) -> None:
        self.starts = [0]
        at = text.find("\n")
        while at != -1:
            self.starts.append(at + 1)
            at = text.find("\n", at + 1)

    def at(self, offset: int) -> int:
        """Return the line of an offset, from 1."""
        return bisect_right(self.starts, offset)


def count_lines(text: str) -> int:
    """Return the number of lines of a text; a final newline does not begin another one."""
    return text.count("\n") + (not text.endswith("\n"))
