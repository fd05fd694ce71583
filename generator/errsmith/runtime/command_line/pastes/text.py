"""Decode pasted bytes, and remove what terminals, mail programs and log viewers add."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_BOMS: Final = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))
_ESCAPE: Final = re.compile(
    "\x1b(?:\\[[0-?]*+[ -/]*+[@-~]|[\\]PX^_][^\x07\x1b]*+(?:\x07|\x1b\\\\)?|[ -/]*+[0-~])"
)
"""A terminal's control sequence (ECMA-48), such as a color."""
_REPLACED: Final = str.maketrans(
    {
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad"),  # Invisible characters.
        **dict.fromkeys("\u00a0\u2007\u202f", " "),
        **dict.fromkeys("\u2010\u2011", "-"),
    }
)
"""Characters that chats and word processors insert, and the originals."""
_DASH: Final = re.compile(r"(?<=\s)[\u2013\u2014](?=\s)")
"""A dash that word processors substitute for ` -- `."""
_QUOTE: Final = re.compile(r"[ \t]*+(?:>|\|)[ \t]?|[\w./\-]{1,60}[ \t]*+\|[ \t]?")
"""A prefix that mail programs (`> `) and log viewers (`api-1  | `) add to each line."""
_MOST_QUOTES: Final = 5
"""The most levels of quotation that are removed."""
_ESCAPED_FOR_HTML: Final = re.compile(r"\{\s*+&(?:quot|#0*34|#x0*22);", re.IGNORECASE)
_ESCAPED_FOR_URLS: Final = re.compile(r"%7B(?:%0A|%20|\+)*+%22", re.IGNORECASE)
_OPENED: Final = re.compile(
    r"^([^\n{]{1,160}?)\{[ \t]*\r?\n|^((?:>[ ]?)++)(?=[{\[]|HTTP/)[^\n]*+\n", re.MULTILINE
)
"""A line on which an object begins after something else, or a quotation begins."""
_LONGEST_OBJECT: Final = 1_000
"""The most lines of an object with a prefix."""
_ENCODED: Final = re.compile(r"[A-Za-z0-9+/\s]{16,}={0,2}")
_COMMAND: Final = re.compile(
    r"""(?<![\w./\-])(?:
      curl(?:\.exe)?(?=[ \t]+(?:-|['"]?https?:|\S+\.\S|localhost))
    | (?:https?|xh)(?=[ \t]+(?:-|:|['"]?https?:|[A-Z]{3,7}[ ]|\w[\w.\-]*\.[a-z]{2,}\b[/:?]))
    | (?:Invoke-(?:WebRequest|RestMethod)|iwr|irm)(?=[ \t])
    )
    (?: (?<=[\s=$(])'[^']*+'                 # A single-quoted argument,
      | (?<=[\s=$(])"(?:[\\`].|[^"\\`])*+"   # a double-quoted one,
      | @\{(?:"(?:`.|[^"`])*+"|'[^']*+'|[^"'}])*+\}
      | [\\^`]\r?\n                          # a line that continues: in sh, cmd and PowerShell,
      | \\. | [^\n]                          # anything else on the line.
    )*+""",
    re.VERBOSE | re.DOTALL,
)
_FETCH: Final = re.compile(
    r"""fetch\([ \t]*+["'][^"'\n]*+["'][ \t]*+,\s*+\{
    (?: "(?:\\.|[^"\\])*+" | '(?:\\.|[^'\\])*+' | [^"'()] ){0,9999}+\)""",
    re.VERBOSE | re.DOTALL,
)
_MOST_FETCHES: Final = 100
_SENT: Final = re.compile(
    r"""^-->[ ][A-Z]+[ ](?:(?!-->[ ])[^\n]*+\n){0,999}+-->[ ]END[^\n]*+       # OkHttp
    | ^=>[ ]Send[ ][^\n]*+\n(?:(?!<=|==|=>)[^\n]++\n?|\n){0,9999}+          # curl --trace-ascii
    | ^[ \t]*+send:[ ][^\n]*+                                               # http.client
    """,
    re.MULTILINE | re.VERBOSE,
)
"""A request as printed by the tool that sent it."""
_URL: Final = re.compile(r"https?://[^\s'\"<>]++")


def decode_paste(data: bytes) -> str:
    """Return pasted bytes as text; bytes that are not UTF-8 become surrogates.

    Terminal control sequences, quotation marks of mail programs and other prefixes of lines are
    removed.
    """
    text = _decode(data)
    if "\x1b" in text:
        text = _ESCAPE.sub("", text)
    if _ESCAPED_FOR_HTML.search(text):
        # Imported here: few pastes come from a web page.
        from html import unescape

        text = unescape(text)
    if _ESCAPED_FOR_URLS.search(text):
        # Imported here: few pastes come from a URL.
        from urllib.parse import unquote_plus

        text = unquote_plus(text)
    text = text.replace("<EOL>", "\n")  # Spring prints bodies like this.
    if not text.isascii():
        text = _DASH.sub("--", text.translate(_REPLACED))
    return _remove_prefixes(_remove_quotation(_decode_if_base64(text)))


def encode_paste(text: str) -> bytes:
    """Return part of a text as the bytes that were pasted."""
    return text.encode("utf-8", "surrogateescape")


def decode_base64(text: str) -> bytes:
    """Return the bytes that a base64 string encodes, or empty bytes if it is not base64."""
    # Imported here: few pastes are encoded.
    import base64

    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


def blank_requests(text: str) -> tuple[str, list[tuple[int, str]]]:
    """Return a text with requests blanked out, and the URLs of the commands that sent them.

    Requests contain secrets and the bodies that were sent, which are not part of any response.
    Positions in the text stay the same. Each URL comes with the position of its command.
    """
    urls: list[tuple[int, str]] = []

    def blank(match: re.Match[str]) -> str:
        urls.extend((match.start(), url) for url in _URL.findall(match[0])[:1])
        return re.sub(r"[^\n]", " ", match[0])

    if any(name in text for name in ("curl", "http", "xh ", "Invoke-", "iwr ", "irm ")):
        text = _COMMAND.sub(blank, text)
    for match in _find_fetches(text):
        text = text[: match.start()] + blank(match) + text[match.end() :]
    if "-->" in text or "=> Send" in text or "send: " in text:
        text = _SENT.sub(blank, text)
    return text, urls


def blank_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text with some spans, which must be in order, replaced by spaces."""
    pieces: list[str] = []
    position = 0
    for start, end in spans:
        pieces += text[position:start], " " * (end - start)
        position = end
    return "".join([*pieces, text[position:]]) if pieces else text


def _find_fetches(text: str) -> list[re.Match[str]]:
    """Return the calls of `fetch` with options that a text begins with."""
    calls: list[re.Match[str]] = []
    position = 0
    for _ in range(_MOST_FETCHES):
        position = text.find("fetch(", position)
        match = _FETCH.match(text, position) if position >= 0 else None
        if position < 0:
            break
        if match is not None:
            calls.append(match)
        position = position + 1 if match is None else match.end()
    return calls


def _decode(data: bytes) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    if data[1:2] == b"\0" and data[:1] != b"\0":  # PowerShell also writes UTF-16 without a mark.
        return data.decode("utf-16-le", "replace")
    return data.decode("utf-8", "surrogateescape")


def _decode_if_base64(text: str) -> str:
    """Return the decoded text if the paste is JSON in base64, otherwise the text itself."""
    decoded = decode_base64("".join(text.split())) if _ENCODED.fullmatch(text) else b""
    return decoded.decode(errors="replace") if decoded.lstrip()[:1] in (b"{", b"[") else text


def _remove_quotation(text: str) -> str:
    """Return a text without the quotation mark at the beginning of each line."""
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


def _remove_prefixes(text: str) -> str:
    """Return a text without the prefix that a log adds to each line of an object.

    It is the same on each line, except for digits: a time, a process name, a line number.
    """
    pieces: list[str] = []
    position = 0
    for opened in _OPENED.finditer(text):
        before = opened[1] or opened[2] or ""
        if opened.start() < position or not before.strip():
            continue
        pattern = re.sub(r"\d+", r"\\d+", re.escape(before.rstrip()))
        prefix = re.compile(re.sub(r"(?:\\ )+", r"[ \\t]*", pattern) + r"[ \t]?")
        lines: list[str] = []
        end = opened.end()
        while len(lines) < _LONGEST_OBJECT and (mark := prefix.match(text, end)) is not None:
            after = text.find("\n", end) + 1 or len(text)
            lines.append(text[mark.end() : after])
            end = after
        if lines:
            pieces += text[position : opened.start()], opened[0][len(before) :], *lines
            position = end
    return "".join([*pieces, text[position:]]) if pieces else text
