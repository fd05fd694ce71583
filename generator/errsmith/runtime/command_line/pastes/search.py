"""Search a pasted text for possible errors."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, Final

from attrs import evolve, frozen

from .heads import Head, Headers, heads_of, path_before, path_of, redirect_of, requests_in
from .records import Context, only_status_in, walk
from .statuses import Statuses
from .text import bytes_of, text_of, without_commands
from .values import Value, Values, fields_in, pairs_in

_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*+://\S++|[?#]?[\w.~%\-]++=[^\s{}\"]*+")
_CALLBACK: Final = re.compile(r"[?#][^\s\"'<>=?#]{1,200}+=[^\s\"'<>]++")
"""The query or fragment of a URL."""
_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,8})(?:;[^\n]*)?\r?\n")
_END: Final = re.compile(rb"\r?\n")
_MARKS: Final = ("{", "HTTP", "urn:", "://", "Error", "=", "error")
"""A string without any of these has no error."""
_DEEPEST: Final = 6
"""How many levels of nested texts are read, such as a body in a log in a log."""
_LONGEST_FIELDS: Final = 1 << 20
"""How many characters of a text are searched for URLs and for fields on separate lines."""

_MOST_CALLBACKS: Final = 1_000


@frozen(kw_only=True)
class Paste:
    """A possible error.

    Attributes:
        start: Its position in the pasted text.
        status: HTTP status, or None if there is none.
        headers: HTTP headers, or None if there are none.
        body: The body, as bytes or decoded.
        other: The body without the line breaks in its strings, if it was wrapped.
        path: Path of the request, if the text shows it.
        scope: Id of the part of the API that was called, if known.
        redirect: URL that a browser was redirected to, or only its query or fragment.
        is_response: Whether it is a whole response, or the outermost value in the text.
        is_cut: Whether the body was cut off.
    """

    start: int = 0
    status: int | None = None
    headers: Headers | None = None
    body: Any = None
    other: Any = None
    path: str | None = None
    scope: str | None = None
    redirect: str | None = None
    is_response: bool = False
    is_cut: bool = False


Take = Callable[[Paste], bool]
"""Takes a possible error; returns whether it is certain."""
TakePrinted = Callable[[str, int], list[tuple[int, int]]]
"""Takes a text and its position; returns the spans in it that this SDK printed."""


class Search:
    """Searches a pasted text, from its end to its beginning.

    Attributes:
        text: The text, empty until `run` has been called.
        is_exhausted: Whether a part was skipped because it would have taken too long.
    """

    def __init__(self, take: Take, take_printed: TakePrinted, is_full: Callable[[], bool]) -> None:
        """Pass possible errors to `take` and `take_printed`, until `is_full` returns True."""
        self.text = ""
        self._take = take
        self._take_printed = take_printed
        self._is_full = is_full
        self._values = Values()

    @property
    def is_exhausted(self) -> bool:
        """Whether a part was skipped because it would have taken too long."""
        return self._values.is_exhausted or self._is_full()

    def run(self, data: bytes) -> None:
        """Search pasted bytes."""
        self.text = text_of(data)
        address = self.text.strip()
        if _ADDRESS.fullmatch(address):
            is_bare = "://" not in address and not address.startswith(("?", "#"))
            self._take(Paste(redirect=("?" if is_bare else "") + address, is_response=True))
        self._search(self.text, Context(), 0, 0)

    def _search(self, text: str, context: Context, start: int, depth: int) -> None:
        text, urls = without_commands(text)
        heads = heads_of(text)
        end = len(text)
        for head in reversed(heads):
            called = [url for position, url in urls if position < head.start]
            if called and head.path is None:
                head = head._replace(path=path_of(called[-1]))  # noqa: PLW2901 - the same head
            self._response(text[: requests_in(text, head.end, end)], head, start, depth)
            end = head.start
        first = heads[0].start if heads else len(text)
        before = requests_in(text, 0, first) if heads else first
        if urls and context.path is None:
            context = evolve(context, path=path_of(urls[-1][1]))
        if not heads and context.path is None:
            context = evolve(context, path=path_before(text, 0, before))
        self._part(text[:before], context, start, depth)
        self._callbacks(text[:before], start)

    def _response(self, text: str, head: Head, start: int, depth: int) -> None:
        """Take the response whose body extends to the end of the text."""
        is_sent = head.status is not None
        context = Context(status=head.status, is_sent=is_sent, headers=head.headers, path=head.path)
        redirect = redirect_of(head.status, head.headers)
        if redirect is not None:
            self._take(Paste(start=start + head.start, status=head.status, redirect=redirect))
        part = text[head.end :]
        body = bytes_of(part)
        joined = _joined(body) if _is_chunked(head.headers) else None
        if joined is not None:
            body, part = joined, text_of(joined)
        if not self._part(part, context, start + head.end, depth, is_body=True):
            paste = Paste(body=body, is_response=True)
            self._take(_placed(paste, context, start + head.start))

    def _part(
        self, text: str, context: Context, start: int, depth: int, *, is_body: bool = False
    ) -> bool:
        """Search a text without heads; return whether it has a value."""
        values = self._values.of(text)
        rest = _blanked(text, ((one.start, one.end) for one in values))
        rest = _blanked(rest, self._take_printed(rest, start))
        statuses = Statuses(rest, has_several=len(values) > 1)
        for value in reversed(values):
            self._value(value, statuses, context, start, depth, is_outermost=depth == 0)
        for value in reversed([*pairs_in(rest)]):
            self._value(value, statuses, context, start, depth)
        fields = fields_in(rest) if not values and len(rest) <= _LONGEST_FIELDS else None
        if fields is not None:
            self._value(fields, statuses, context, start, depth, is_outermost=is_body)
        return bool(values or fields)

    def _value(
        self,
        value: Value,
        statuses: Statuses,
        context: Context,
        start: int,
        depth: int,
        *,
        is_outermost: bool = False,
    ) -> None:
        """Take a value, and what is inside it."""
        if self._is_full():
            return
        position = start + value.start
        if context.status is None:
            context = evolve(context, status=statuses.near(value.start, value.end))
        if context.status is None:
            context = evolve(context, status=only_status_in(value.value))

        def take(body: Any, around: Context) -> bool:
            is_whole = body is value.value
            paste = Paste(
                body=body,
                other=value.other if is_whole else None,
                is_response=is_outermost and is_whole,
                is_cut=value.is_cut,
            )
            return not self._is_full() and self._take(_placed(paste, around, position))

        def take_text(inner: str, around: Context) -> None:
            if depth < _DEEPEST and any(mark in inner for mark in _MARKS):
                self._search(inner, evolve(around, is_sent=False), position, depth + 1)

        walk(value.value, context, take, take_text)

    def _callbacks(self, text: str, start: int) -> None:
        """Take the URLs with a query or a fragment; in a long text, only those near its end."""
        found = _CALLBACK.finditer(text, max(0, len(text) - _LONGEST_FIELDS))
        for match in deque(found, maxlen=_MOST_CALLBACKS):
            self._take(Paste(start=start + match.start(), redirect=match[0]))


def _placed(paste: Paste, context: Context, start: int) -> Paste:
    return evolve(
        paste, start=start, status=context.status, headers=context.headers, path=context.path
    )


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text with the given spans, in order, replaced by spaces."""
    pieces: list[str] = []
    position = 0
    for start, end in spans:
        pieces += text[position:start], " " * (end - start)
        position = end
    return "".join([*pieces, text[position:]]) if pieces else text


def _is_chunked(headers: Headers) -> bool:
    return any(n.lower() == "transfer-encoding" and "chunked" in v.lower() for n, v in headers)


def _joined(data: bytes) -> bytes | None:
    """Return a body with its chunks joined (RFC 9112, section 7.1), None if it has none."""
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
