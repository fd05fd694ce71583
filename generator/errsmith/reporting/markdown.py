"""Sentences and code in Markdown that GitHub shows: no mentions, references, links or HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from errsmith.characters import escape

_PLAIN_WORD: Final = re.compile(
    r"""[("']?(?:[^\W\d_]++(?:['-][^\W\d_]++)*+|[0-9]++(?:[-.,][0-9]++)*+)?[.,:;?!]?[)"']?[.,:;?!]?"""
)
_PUNCTUATION: Final = ".,;:?!"


def write_prose(text: str) -> str:
    """Return a sentence with plain words and code in backticks unchanged.

    Any other word becomes code, because it could be a mention, a reference, a link or HTML.
    """
    parts = text.split("`")
    if len(parts) % 2 == 0:
        parts = [text]
    # Adjacent backticks would be read as one longer delimiter.
    quote = quote_code if len(parts) == 1 else _encode_code
    return "".join(
        quote_code(part)
        if index % 2
        else " ".join(_write_word(word, quote) for word in part.split(" "))
        for index, part in enumerate(parts)
    )


def _write_word(word: str, quote: Callable[[str], str]) -> str:
    if _PLAIN_WORD.fullmatch(word):
        return word
    core = word.rstrip(_PUNCTUATION)
    return f"{quote(core)}{word[len(core) :]}" if core else quote(word)


def quote_code(text: str) -> str:
    """Return a string as code that is valid inside a table; control characters are escaped."""
    shown = escape(text)
    if shown and not {"`", "|"} & set(shown) and shown == shown.strip():
        return f"`{shown}`"
    return _encode_code(shown)


def _encode_code(text: str) -> str:
    """Return a string as code in HTML, with character references for everything but words."""
    shown = escape(text)
    encoded = "".join(c if c.isalnum() or c == " " else f"&#{ord(c)};" for c in shown)
    return f"<code>{encoded}</code>"
