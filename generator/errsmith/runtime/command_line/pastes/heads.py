"""Find response heads in a text, as printed by curl, HTTPie, wget and browsers."""

from __future__ import annotations

import re
from collections import deque
from typing import Final, NamedTuple

HeaderPairs = tuple[tuple[str, str], ...]

_STATUS: Final = re.compile(
    r"""(?:^|(?<=[}\]>]))(?P<indent>[ \t]*+)(?:
      (?P<mark><[ ])?HTTP/\d(?:\.\d)?[ \t]++(?P<line>\d{3})(?!\d)[^\n{]*+
    | (?::status|status[ ]code)[ \t]*+:?\s{1,4}(?P<shown>[1-9]\d\d)(?!\d)[^\n{]*+
    )\n?""",
    re.MULTILINE | re.VERBOSE | re.IGNORECASE,
)
_REQUEST: Final = re.compile(
    r"""^[ \t]*+(?:>[ ])?(?:
      [A-Z]{3,12}[ ](?P<line>[^\s?#]++)\S*+[ ]HTTP/\d
    | (?i::path|request[ ]url)[ \t]*+:?\s{1,4}(?P<shown>[^\s?#]++)
    )""",
    re.MULTILINE | re.VERBOSE,
)
_HEADER: Final = re.compile(r"(:?[!#$%&'*+\-.^_`|~\w]++)[ \t]*+:(?!//)([^\n]*)", re.ASCII)
_USUAL: Final = re.compile(
    r"content-|date$|location$|retry-after$|server$|www-authenticate$|x-", re.IGNORECASE
)
"""Headers that only a response head has."""
_NOISE: Final = re.compile(
    r"[*>](?:[ \r\n]|\Z)|[{}] \[|[ \d.kMG]*+-?-:--:--|\r[ \d]|[ ]*+% Total|[ ]*+Dload"
)
"""Beginnings of lines that `curl -v` adds to the response, including its progress meter."""
_SECTION: Final = re.compile(
    r"(?:General|Response Headers|Request Headers)\b[^:]*+\Z", re.IGNORECASE
)
"""Titles that browsers put above headers."""
_MOST_HEADS: Final = 1_000
"""The most heads that are read from a text."""
_FARTHEST: Final = 1 << 16
"""The most characters before a response that are searched for its request."""
_MOST_LINES: Final = 1_000
"""The most header lines that are read; no server sends more."""


class Head(NamedTuple):
    """The head of a response.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends, and the body begins.
        status: HTTP status, None if only headers were pasted.
        headers: HTTP headers.
        path: Path of the request, if the text shows it.
    """

    start: int
    end: int
    status: int | None
    headers: HeaderPairs
    path: str | None = None


def find_heads(text: str) -> list[Head]:
    """Return the heads in a text; if there are very many, only the last ones.

    Headers without a status line count as a head only at the beginning of the text.
    """
    heads: list[Head] = []
    position, path = 0, None
    for match in deque(_STATUS.finditer(text), maxlen=_MOST_HEADS):
        if match.start() < position:
            continue
        path = find_path_before(text, position, match.start()) or path
        is_verbose = match["mark"] is not None
        headers, end = _read_headers(text, match.end(), match["indent"], is_verbose=is_verbose)
        status = int(match["line"] or match["shown"])
        heads.append(Head(match.start(), end, status, headers, path))
        position = max(end, match.end())
    if not heads:
        start = len(text) - len(text.lstrip())
        headers, end = _read_headers(text, start, "", is_verbose=False)
        if any(_USUAL.match(name) for name, _ in headers):
            heads.append(Head(start, end, None, headers))
    return heads


def find_path_before(text: str, start: int, end: int) -> str | None:
    """Return the path of the last request in a part of a text, or None if there is none."""
    last = None
    for last in _REQUEST.finditer(text, max(start, end - _FARTHEST), end):  # noqa: B007 - the last
        pass
    return None if last is None else parse_path(last["line"] or last["shown"])


def find_request(text: str, start: int, end: int) -> int:
    """Return where the first request begins in a part of a text, or `end` if there is none."""
    match = _REQUEST.search(text, start, end)
    return end if match is None else match.start()


def parse_path(target: str) -> str | None:
    """Return the path of a URL or of a request target, or None if it has none."""
    if "://" in target:
        target = "/" + target.partition("://")[2].partition("/")[2]
    path = re.split("[?#]", target, maxsplit=1)[0]
    return path if path.startswith("/") else None


def find_redirect(status: int | None, headers: HeaderPairs) -> str | None:
    """Return the URL that a response redirects to, or None if it does not redirect."""
    if status is None or status // 100 != 3:  # noqa: PLR2004 - 3xx, the redirects
        return None
    return next((value for name, value in headers if name.lower() == "location"), None)


def is_at_body(text: str) -> bool:
    """Return whether the body of a response begins where this text, from its head on, ends."""
    paragraph = re.split(r"\n[ \t<]*\r?\n", text)[-1]
    return not any(line.strip() and not _NOISE.match(line) for line in paragraph.split("\n"))


def _read_headers(
    text: str, position: int, indent: str, *, is_verbose: bool
) -> tuple[HeaderPairs, int]:
    """Read headers up to the first line that is not one; return them and their end."""
    lines: list[str] = []
    is_of_request = False
    for _ in range(_MOST_LINES):
        line, after = _read_line(text, position, indent)
        if is_verbose and _NOISE.match(line):
            position = after
            continue
        if is_verbose:
            line = line.removeprefix("<").removeprefix(" ")
        if not line.strip():
            position = min(after, len(text))
            break
        title, header = _SECTION.match(line), _HEADER.fullmatch(line)
        if title is not None:
            is_of_request = title[0].lower().startswith("request")
        elif header is not None:
            if not is_of_request:
                lines.append(f"{header[1]}:{header[2].strip()}")
        elif lines and _is_continuation(lines[-1], line):
            lines.append(f" {line.strip()}")
        else:
            break
        position = after
    while is_verbose and position < len(text) and _NOISE.match(_read_line(text, position, "")[0]):
        position = _read_line(text, position, "")[1]
    return _parse_headers(lines), position


def _is_continuation(header: str, line: str) -> bool:
    """Return whether a line continues a header: folded (RFC 9112, 5.2), or as its value."""
    if line.lstrip().startswith(("{", "[", "<")):
        return False
    return line[:1] in " \t" or header.endswith(":")


def _parse_headers(lines: list[str]) -> HeaderPairs:
    if not lines:
        return ()
    # Imported here: the import is slow, and many pastes have no headers.
    from email.parser import HeaderParser
    from email.policy import EmailPolicy

    parser = HeaderParser(policy=EmailPolicy(header_factory=lambda _, value: value.strip()))
    return tuple(parser.parsestr("\n".join(lines)).items())


def _read_line(text: str, position: int, indent: str) -> tuple[str, int]:
    """Return the line at a position without its line end, and the start of the next one."""
    end = text.find("\n", position)
    end = len(text) if end < 0 else end
    return text[position:end].removesuffix("\r").removeprefix(indent), end + 1
