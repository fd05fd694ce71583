"""Escape untrusted text for a terminal, and measure its width."""

from __future__ import annotations

import unicodedata


def escape(text: str, *, keep_blanks: bool = False) -> str:
    """Replace invisible characters and terminal controls with escapes such as `<U+202E>`.

    Escaped are controls, line ends, bidirectional and other format characters, blanks other than
    the space, lone surrogates, and private and unassigned code points. With `keep_blanks`, tabs and
    blanks stay, so that a printed diff can be applied.
    """
    if text.isprintable():
        return text
    return "".join(
        character
        if character.isprintable() or (keep_blanks and _is_blank(character))
        else f"<U+{ord(character):04X}>"
        for character in text
    )


def _is_blank(character: str) -> bool:
    return character == "\t" or unicodedata.category(character) == "Zs"


def count_cells(text: str) -> int:
    """Return the width of a printable string: 2 cells for a wide character, 0 for an accent."""
    return len(text) if text.isascii() else sum(map(_count_cells, text))


def _count_cells(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
