"""What a person pastes: a response, its body alone, or the address of a redirect."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from attrs import evolve, frozen

from ..decoding import decode

Headers = tuple[tuple[str, str], ...]

_STATUS: Final = re.compile(
    rb"^([ \t]*+)(< )?HTTP/\d(?:\.\d)?[ \t]++(\d{3})(?!\d)[^\n]*\n?", re.MULTILINE
)
_REQUEST: Final = re.compile(rb"^[ \t]*+(?:> )?[A-Z]{3,12} (/[^\s?#]*+)\S*+ HTTP/\d", re.MULTILINE)
_HEADER: Final = re.compile(rb"(:?[!#$%&'*+\-.^_`|~\w]++)[ \t]*+:(?!//)[ \t]*+(.*)", re.DOTALL)
_USUAL: Final = re.compile(
    rb"(?::status|content-|date|location|retry-after|server|www-authenticate|x-)", re.IGNORECASE
)
"""How a header begins that tells headers from any other text."""
_NOISE: Final = re.compile(rb"[*>](?:[ \r\n]|\Z)|[{}] \[|\r[ \d]")
"""How lines begin that `curl -v` prints between those of the response, its meter among them."""
_ADDRESS: Final = re.compile(rb"[A-Za-z][A-Za-z0-9+.\-]*+://\S++|[?#]?[\w.~%\-]++=[^\s{}\"]*+")
_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,8})(?:;[^\n]*)?\r?\n")
_END: Final = re.compile(rb"\r?\n")
_BOMS: Final = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))
_REDIRECTION: Final = 3
_MOST_LINES: Final = 1_000
"""Lines of headers that are read; no server sends more."""
_MOST_RESPONSES: Final = 100
"""Responses that are read, each after another; no client follows more."""


@frozen(kw_only=True)
class Paste:
    """What was found in a text that somebody pasted.

    Attributes:
        status: HTTP status, None if there is none.
        headers: HTTP headers, None if there are none.
        body: The body, as it stands there.
        path: Path of the request, if the text shows it.
        scope: Id of the part of the API that was called, if somebody says so.
        redirect: Address to which a browser was sent, or its end from `?` or `#` on.
    """

    status: int | None = None
    headers: Headers | None = None
    body: bytes = b""
    path: str | None = None
    scope: str | None = None
    redirect: str | None = None

    @property
    def tells_nothing(self) -> bool:
        """Whether there is neither a status, nor a header, nor JSON, nor an address."""
        found = self.status or self.headers or self.redirect
        return not found and not _is_json(self.body)


def read(data: bytes) -> Paste:
    """Find the response in what somebody pasted; the last one, where one led to another.

    It may be what a server sends, or what `curl -i` and `curl -v` print.
    """
    data = _as_utf8(data)
    text = data.strip()
    if _ADDRESS.fullmatch(text):
        is_bare = b"://" not in text and not text.startswith((b"?", b"#"))
        return Paste(redirect=("?" if is_bare else "") + text.decode("utf-8", "replace"))
    match = _STATUS.search(data)
    if match is None:
        return _read_headless(data)
    *_, path = b"", *_REQUEST.findall(data, 0, match.start())
    return evolve(_read_response(data, match), path=path.decode("utf-8", "replace") or None)


def _as_utf8(data: bytes) -> bytes:
    """Take off a mark of the byte order, and what goes with it: some shells write UTF-16."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace").encode("utf-8", "replace")
    return data


def _read_response(data: bytes, match: re.Match[bytes] | None) -> Paste:
    status, headers, position = 0, Headers(), 0
    for _ in range(_MOST_RESPONSES):
        if match is None:
            break
        status = int(match[3])
        is_verbose = match[2] is not None
        head, position = _read_head(data, match.end(), match[1], is_verbose=is_verbose)
        headers = tuple(head)
        match = _STATUS.match(data, position)
    redirect = _redirect(status, headers)
    return Paste(
        status=status, headers=headers, body=_body(data[position:], headers), redirect=redirect
    )


def _read_headless(data: bytes) -> Paste:
    """Read headers and a body, or a body alone."""
    head, position = _read_head(data, len(data) - len(data.lstrip()), b"", is_verbose=False)
    headers = tuple(head)
    if any(_USUAL.match(name.encode()) for name, _ in headers):
        sent = next((value for name, value in headers if name == ":status"), "")
        status = int(sent) if re.fullmatch(r"[1-9]\d\d", sent) else None
        return Paste(status=status, headers=headers, body=_body(data[position:], headers))
    # A line of a log, perhaps: words, and then the body.
    start = -1 if _is_json(data) else data.find(b"{")
    return Paste(body=data if start < 0 else data[start:])


def _is_json(body: bytes) -> bool:
    return isinstance(decode(body), (dict, list))


def _read_head(
    data: bytes, position: int, indent: bytes, *, is_verbose: bool
) -> tuple[list[tuple[str, str]], int]:
    """Read headers up to an empty line, or to what is none; give them, and where they end."""
    lines: list[tuple[bytes, list[bytes]]] = []
    for _ in range(_MOST_LINES):
        line, after = _line(data, position, indent)
        if is_verbose:
            if _NOISE.match(line):
                position = after
                continue
            line = line.removeprefix(b"<").removeprefix(b" ")
        if not line.strip():
            position = min(after, len(data))
            break
        header = _HEADER.fullmatch(line)
        if header is not None:
            lines.append((header[1], [header[2].strip()]))
        elif lines and line[:1] in b" \t" and not line.lstrip().startswith((b"{", b"[")):
            lines[-1][1].append(line.strip())  # Folded (RFC 9112, section 5.2).
        else:
            break
        position = after
    while is_verbose and _NOISE.match(data, position):
        position = _line(data, position, indent)[1]
    head = [(name.decode(), b" ".join(parts).decode("utf-8", "replace")) for name, parts in lines]
    return head, position


def _line(data: bytes, position: int, indent: bytes) -> tuple[bytes, int]:
    """Give the line at a position, without its end, and where the next one begins."""
    end = data.find(b"\n", position)
    end = len(data) if end < 0 else end
    return data[position:end].removesuffix(b"\r").removeprefix(indent), end + 1


def _values(headers: Iterable[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in headers if key.lower() == name]


def _redirect(status: int, headers: Headers) -> str | None:
    """Give the address that a response sends a browser to."""
    location = _values(headers, "location")
    return location[0] if status // 100 == _REDIRECTION and location else None


def _body(data: bytes, headers: Headers) -> bytes:
    """Give a body, its chunks joined if it stands there in chunks, as `curl --raw` shows it."""
    is_chunked = any("chunked" in one.lower() for one in _values(headers, "transfer-encoding"))
    joined = _joined(data) if is_chunked else None
    return data if joined is None else joined


def _joined(data: bytes) -> bytes | None:
    """Join the chunks of a body (RFC 9112, section 7.1), None if they are not what they say."""
    chunks: list[bytes] = []
    position = 0
    while (size := _CHUNK.match(data, position)) is not None:
        length, start = int(size[1], 16), size.end()
        if length == 0:
            break
        chunks.append(data[start : start + length])
        end = _END.match(data, start + length)
        if end is None:
            return b"".join(chunks) if start + length >= len(data) else None
        position = end.end()
    return b"".join(chunks) if chunks else None
