"""Decode pasted bytes, and remove what terminals, mail programs and log viewers add."""

from __future__ import annotations

import re
from typing import Final

_BOMS: Final = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))
_ESCAPE: Final = re.compile(
    "\x1b(?:\\[[0-?]*+[ -/]*+[@-~]|[\\]PX^_][^\x07\x1b]*+(?:\x07|\x1b\\\\)?|[ -/]*+[0-~])"
)
"""A terminal's control sequence (ECMA-48), such as a colour."""
_QUOTE: Final = re.compile(r"[ \t]*+(?:>|\|)[ \t]?|[\w./\-]{1,60}[ \t]*+\|[ \t]?")
"""What mail programs (`> `) and log viewers (`api-1  | `) put before each line."""
_MOST_QUOTES: Final = 5
"""The most levels of quoting that are removed."""
_ESCAPED_FOR_HTML: Final = re.compile(r"\{\s*+&(?:quot|#0*34|#x0*22);", re.IGNORECASE)
_COMMAND: Final = re.compile(
    r"""^[ \t$%#>]*+(?:curl(?:\.exe)?|https?|xh)[ \t]
    (?: '[^']*+'                    # A single-quoted argument,
      | "(?:\\.|[^"\\])*+"          # a double-quoted one,
      | \\\r?\n | \^\r?\n | `\r?\n  # a line that continues: in sh, cmd and PowerShell,
      | \\. | [^'"\n]               # anything else on the line.
    )*+""",
    re.MULTILINE | re.VERBOSE | re.DOTALL,
)
_FETCH: Final = re.compile(
    r"""\bfetch\([ \t]*+["'][^"'\n]*+["'][ \t]*+,\s*+\{
    (?: "(?:\\.|[^"\\])*+" | '(?:\\.|[^'\\])*+' | [^"'()] )*+\)""",
    re.VERBOSE | re.DOTALL,
)
_URL: Final = re.compile(r"https?://[^\s'\"<>]++")


def text_of(data: bytes) -> str:
    """Return pasted bytes as text; bytes that are not UTF-8 become surrogates.

    Terminal control sequences and quote marks are removed.
    """
    text = _decoded(data)
    if "\x1b" in text:
        text = _ESCAPE.sub("", text)
    if _ESCAPED_FOR_HTML.search(text):
        # Imported here: few pastes come from a web page.
        from html import unescape

        text = unescape(text)
    return _unquoted(text)


def bytes_of(text: str) -> bytes:
    """Return a part of a text as the original bytes."""
    return text.encode("utf-8", "surrogateescape")


def without_commands(text: str) -> tuple[str, list[tuple[int, str]]]:
    """Return a text with commands that send requests blanked out, and the URLs they call.

    A command contains the secrets and the body of its request, which are not part of a response.
    Positions in the text stay the same. Each URL comes with the position of its command.
    """
    urls: list[tuple[int, str]] = []

    def blank(match: re.Match[str]) -> str:
        command = match[0]
        urls.extend((match.start(), url) for url in _URL.findall(command)[:1])
        return re.sub(r"[^\n]", " ", command)

    if "curl" in text or "http" in text or "xh " in text:
        text = _COMMAND.sub(blank, text)
    if "fetch(" in text:
        text = _FETCH.sub(blank, text)
    return text, urls


def _decoded(data: bytes) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    if data[1:2] == b"\0" and data[:1] != b"\0":  # PowerShell also writes UTF-16 without a BOM.
        return data.decode("utf-16-le", "replace")
    return data.decode("utf-8", "surrogateescape")


def _unquoted(text: str) -> str:
    """Remove the quote marks at the beginning of every line."""
    for _ in range(_MOST_QUOTES):
        if not _QUOTE.match(text.lstrip().partition("\n")[0]):
            break
        lines = text.split("\n")
        marks = [_QUOTE.match(line) for line in lines]
        if not all(mark or not line.strip() for mark, line in zip(marks, lines, strict=True)):
            break
        text = "\n".join(
            line[mark.end() :] if mark else "" for mark, line in zip(marks, lines, strict=True)
        )
    return text
