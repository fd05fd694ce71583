"""Characters of hostile or foreign text, made fit for a terminal."""

from __future__ import annotations

import unicodedata


def printable(text: str) -> str:
    """Write what would not show, or would drive the terminal, by code point: `<U+202E>`.

    That is controls, line ends, bidirectional and other format characters, blanks that are no
    spaces, lone surrogates, private and unassigned code points.
    """
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else f"<U+{ord(character):04X}>" for character in text
    )


def printable_line(line: str) -> str:
    """Write a line of a file so that it is fit for a terminal, but keep its tabs and blanks.

    So the diff of a file can be applied, unless it has characters that drive a terminal.
    """
    if line.isprintable():
        return line
    return "".join(
        c if c == "\t" or unicodedata.category(c) == "Zs" else printable(c) for c in line
    )


def width(text: str) -> int:
    """Count the terminal cells of printable text: two for a wide character, none for an accent."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
