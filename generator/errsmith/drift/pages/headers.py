"""Recognize the header of a table by its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from errsmith.drift.header_words import WORDS_OF_HEADERS

_WORD = re.compile(r"[^\W\d_]++")
_LONGEST = 6


def has_header_words(texts: Sequence[str]) -> bool:
    """Return whether texts of cells read like a header: short, of words, most of them known."""
    filled = [text for text in texts if text]
    if len(filled) < 2:  # noqa: PLR2004
        return False
    known = 0
    for text in filled:
        words = _WORD.findall(text)
        if not words or len(words) > _LONGEST or "_" in text or any(map(str.isdigit, text)):
            return False
        known += any(word.lower() in WORDS_OF_HEADERS for word in words)
    return known * 2 >= len(filled) and len(set(filled)) > 1
