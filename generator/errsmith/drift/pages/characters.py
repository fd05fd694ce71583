"""Invisible characters, spaces and character references in the text of a page."""

from __future__ import annotations

import html
import re

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_LONG_REFERENCE = re.compile(r"&#(?:[0-9]{9,}+|[xX][0-9a-fA-F]{9,}+);?")


def clean(text: str) -> str:
    """Return text with single spaces, and without invisible characters."""
    if not text.isascii():
        text = text.translate(_INVISIBLE)
    return " ".join(text.split())


def decode_references(text: str) -> str:
    """Return text with HTML character references such as `&amp;` replaced."""
    if "&" not in text:
        return text
    # Python refuses to convert numbers of several thousand digits.
    return html.unescape(_LONG_REFERENCE.sub("\ufffd", text))
