"""Decode the bytes of a page."""

from __future__ import annotations

import codecs
import re

from errsmith.drift.errors import UnusablePageError

LARGEST = 10 * 2**20
"""The maximum size of a page in bytes."""

_SAVE_TEXT = "Save the page as HTML, Markdown or text, and read that file with --page."
_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"PK\x05\x06", "a ZIP archive or an Office document"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd"),
    (b"BZh", "compressed with bzip2"),
    (b"\xfd7zXZ", "compressed with xz"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x00\x00\x01\x00", "an image"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"SQLite format 3\x00", "a database"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# These contain ASCII, decode in linear time, and occur in documentation.
_KNOWN = re.compile(r"cp(?:125\d|932|949|950)|iso8859-\d+|koi8-[ru]|gb\w+|big5|euc_\w+|shift_jis")
_DECLARED = re.compile(
    rb"""(?:charset|encoding)\s*+=\s*+["']?+\s*+([\w:.-]{1,40}+)""", re.IGNORECASE
)
_DECLARATION_SIZE = 4096
_BREAKS = re.compile("\r\n?")
# Other characters that some functions treat as line breaks.
_SEPARATORS = dict.fromkeys(map(ord, "\v\f\x1c\x1d\x1e\x85\u2028\u2029"), " ")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x7f]")
_MOST_CONTROLS = 0.1


def decode_page(data: bytes, content_type: str | None = None) -> str:
    """Return the text of a page, with newlines as its only line breaks.

    Raises:
        UnusablePageError: If the page is empty, too large or not text.
    """
    if len(data) > LARGEST:
        reason = f"the page is larger than {LARGEST >> 20} MiB"
        raise UnusablePageError(reason, "Save the part about errors, and read it with --page.")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            reason = f"the page is {what}, not text"
            raise UnusablePageError(reason, _SAVE_TEXT)
    text = _decode(data, content_type)
    _check(text)
    text = _BREAKS.sub("\n", text)
    return text if text.isascii() and text.isprintable() else text.translate(_SEPARATORS)


def _check(text: str) -> None:
    """Raise if a page is not text, or has none."""
    if not text.strip("\ufeff\u200b\u00a0 \t\r\n\v\f"):
        reason = "the page has only blank lines" if text else "the page is empty"
        raise UnusablePageError(reason, "Check that this is the page that documents the errors.")
    if "\0" in text:
        reason = "the page has NUL bytes, so it is not text"
    elif len(_CONTROLS.findall(text)) > len(text) * _MOST_CONTROLS:
        reason = "the page is mostly control characters, not text"
    else:
        return
    raise UnusablePageError(reason, _SAVE_TEXT)


def _decode(data: bytes, content_type: str | None) -> str:
    """Return the text of bytes; ASCII is unchanged in any encoding."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    wide = _find_wide_encoding(data)
    if wide is not None:
        return data.decode(wide, "replace")
    text = data.decode(errors="replace")
    wrong = text.count("\ufffd")
    # A page may be truncated inside a character, or have a few invalid bytes.
    if wrong == 0 or wrong * 10 < sum(character > "\x7f" for character in text):
        return text
    if text.endswith("\ufffd") and wrong == 1:
        return text
    return data.decode(_find_declared(data, content_type) or "cp1252", "replace")


def _find_wide_encoding(data: bytes) -> str | None:
    """Return the encoding of a page of UTF-16 without a byte order mark."""
    sample = data[:_DECLARATION_SIZE]
    half = len(sample) // 2
    if sample[1::2].count(0) > half * 0.8 and sample[::2].count(0) == 0:
        return "utf-16-le"
    if sample[::2].count(0) > half * 0.8 and sample[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _find_declared(data: bytes, content_type: str | None) -> str | None:
    """Return the encoding that the content type or the page names, if Python knows it."""
    for source in ((content_type or "").encode(errors="replace"), data[:_DECLARATION_SIZE]):
        for match in _DECLARED.finditer(source):
            try:
                name = codecs.lookup(match[1].decode()).name
            except (LookupError, UnicodeError, ValueError):
                continue
            if name in {"iso8859-1", "ascii"}:
                return "cp1252"  # As in browsers, because it has a few more characters.
            if _KNOWN.fullmatch(name):
                return name
    return None
