"""Search a pasted text for possible errors."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from typing import Any, Final, Protocol, TypeVar

from attrs import evolve, frozen

from .heads import (
    Head,
    HeaderPairs,
    find_heads,
    find_path_before,
    find_redirect,
    find_request,
    is_at_body,
    parse_path,
)
from .mentions import StatusMentions
from .records import Context, walk
from .text import blank_requests, blank_spans, decode_paste, encode_paste
from .values import Value, ValueFinder, find_fields, find_pairs, is_of_request

_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*+://\S++|[?#]?[\w.~%\-]++=[^\s{}\"]*+")
_CALLBACK: Final = re.compile(r"[?#][^\s\"'<>=?#]{1,200}+=[^\s\"'<>]++")
"""The query or fragment of a URL."""
_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,8})(?:;[^\n]*)?\r?\n")
_END: Final = re.compile(rb"\r?\n")
_MARKS: Final = ("{", "HTTP", "urn:", "://", "Error", "=", "error")
"""A string without any of these has no error."""
_DEEPEST: Final = 6
"""The most levels of nested texts that are read, such as a body in a log in a log."""
_LONGEST_FIELDS: Final = 1 << 20
"""The most characters of a text that are searched for URLs and fields on separate lines."""

_MOST_CALLBACKS: Final = 1_000

T = TypeVar("T")


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
    headers: HeaderPairs | None = None
    body: Any = None
    other: Any = None
    path: str | None = None
    scope: str | None = None
    redirect: str | None = None
    is_response: bool = False
    is_cut: bool = False


@frozen
class Origin:
    """Where a text comes from: the pasted text, or a string that is nested in it.

    Attributes:
        start: Its position in the pasted text, or that of the value that it is nested in.
        depth: The number of enclosing values.
    """

    start: int = 0
    depth: int = 0

    def advance(self, offset: int) -> Origin:
        """Return the origin at an offset; nested texts have no positions of their own."""
        return self if self.depth else Origin(self.start + offset)

    def order(self, items: list[T]) -> list[T]:
        """Return the items in the order in which to take them.

        The pasted text is searched backwards, since its last errors matter most.
        """
        return items if self.depth else items[::-1]


class Taker(Protocol):
    """Takes the possible errors in a text."""

    @property
    def is_full(self) -> bool:
        """Whether the limit is reached."""
        ...

    def can_hold_code(self, body: Mapping[Any, Any]) -> bool:
        """Return whether an object has a key that may lead to a code; most objects do not."""
        ...

    def take(self, paste: Paste) -> bool:
        """Take a possible error, and return whether it is certain."""
        ...

    def take_printed(self, text: str, origin: Origin) -> list[tuple[int, int]]:
        """Take the errors that this SDK printed in a text, and return their spans."""
        ...


class Search:
    """Searches a pasted text, from its end to its beginning.

    Attributes:
        text: The text, empty until `run` has been called.
        is_exhausted: Whether part of it was skipped because searching it would take too long.
    """

    def __init__(self, taker: Taker) -> None:
        self.text = ""
        self._taker = taker
        self._value_finder = ValueFinder()

    @property
    def is_exhausted(self) -> bool:
        """Whether part of it was skipped because searching it would take too long."""
        return self._value_finder.is_exhausted or self._taker.is_full

    def run(self, data: bytes) -> None:
        """Search pasted bytes."""
        self.text = decode_paste(data)
        address = self.text.strip()
        if _ADDRESS.fullmatch(address):
            is_bare = "://" not in address and not address.startswith(("?", "#"))
            self._taker.take(Paste(redirect=("?" if is_bare else "") + address, is_response=True))
        self._search(self.text, Context(), Origin())

    def _search(self, text: str, context: Context, origin: Origin) -> None:
        """Search a text."""
        text, urls = blank_requests(text)
        heads = find_heads(text)
        bodies: list[str] = []
        end = len(text)
        for head in reversed(heads):
            bodies.append(text[head.end : find_request(text, head.end, end)])
            end = head.start
        bodies.reverse()
        before = find_request(text, 0, end) if heads else end
        is_alone = len(heads) == 1 and not heads[0].headers and not bodies[0].strip()
        if is_alone and before == end and text[:end].strip():
            # A status after a body is not a head.
            heads, bodies, before = heads[:0], bodies[:0], len(text)
        if context.path is None and urls:
            context = evolve(context, path=parse_path(urls[-1][1]))
        if context.path is None and not heads:
            context = evolve(context, path=find_path_before(text, 0, before))
        if origin.depth > 0:
            self._search_part(text[:before], context, origin)
        for head, body in origin.order([*zip(heads, bodies, strict=True)]):
            called = [url for position, url in urls if position < head.start]
            path = head.path or (parse_path(called[-1]) if called else None)
            self._search_response(body, head._replace(path=path), origin)
        if origin.depth == 0:
            self._search_part(text[:before], context, origin)
            self._take_callbacks(text[:before])

    def _search_response(self, part: str, head: Head, origin: Origin) -> None:
        """Take a response whose body is in a part of a text."""
        is_sent = head.status is not None
        context = Context(status=head.status, is_sent=is_sent, headers=head.headers, path=head.path)
        start = origin.advance(head.start).start
        redirect = find_redirect(head.status, head.headers)
        if redirect is not None:
            self._taker.take(Paste(start=start, status=head.status, redirect=redirect))
        body = encode_paste(part)
        joined = _join_chunks(body) if _is_chunked(head.headers) else None
        if joined is not None:
            body, part = joined, decode_paste(joined)
        if not self._search_part(part, context, origin.advance(head.end)):
            self._taker.take(_add_context(Paste(body=body, is_response=True), context, start))

    def _search_part(self, text: str, context: Context, origin: Origin) -> bool:
        """Search a text without heads; return whether a value is in it."""
        values = self._value_finder.find(text)
        rest = blank_spans(text, ((value.start, value.end) for value in values))
        rest = blank_spans(rest, self._taker.take_printed(rest, origin))
        values = [value for value in values if not is_of_request(text, value.start)]
        fields = None if values or len(rest) > _LONGEST_FIELDS else find_fields(rest)
        if fields is not None:
            values = [fields]
        contexts = [context.drop_head()] * len(values)
        if values and (fields is not None or is_at_body(text[: values[0].start])):
            contexts[0] = context
        found = [(*pair, True) for pair in zip(values, contexts, strict=True)]
        found += [(pairs, context.drop_head(), False) for pairs in find_pairs(rest)]
        statuses = StatusMentions(rest, has_several=len(values) > 1)
        for value, nearest, is_body in origin.order(found):
            inside = origin.advance(value.start)
            self._search_value(value, statuses, nearest, inside, is_body=is_body)
        return bool(values)

    def _search_value(
        self,
        value: Value,
        statuses: StatusMentions,
        context: Context,
        origin: Origin,
        *,
        is_body: bool,
    ) -> None:
        """Take a value, and what is inside it."""

        def take(body: Any, context: Context) -> bool:
            is_whole = body is value.value
            is_response = is_whole and is_body and origin.depth == 0
            can_hold_code = not isinstance(body, dict) or self._taker.can_hold_code(body)
            if self._taker.is_full or not (is_response or can_hold_code):
                return False
            if context.status is None and can_hold_code:
                context = evolve(context, status=statuses.find_near(value.start, value.end))
            paste = Paste(
                body=body,
                other=value.other if is_whole else None,
                is_response=is_response,
                is_cut=value.is_cut,
            )
            return self._taker.take(_add_context(paste, context, origin.start))

        def take_text(text: str, context: Context) -> None:
            if origin.depth < _DEEPEST and any(mark in text for mark in _MARKS):
                if context.status is None:
                    context = evolve(context, status=statuses.find_near(value.start, value.end))
                self._search(text, context.drop_head(), Origin(origin.start, origin.depth + 1))

        if not self._taker.is_full:
            walk(value.value, context, take, take_text)

    def _take_callbacks(self, text: str) -> None:
        """Take the URLs with a query or a fragment; in a long text, only those near its end."""
        matches = _CALLBACK.finditer(text, max(0, len(text) - _LONGEST_FIELDS))
        for match in deque(matches, maxlen=_MOST_CALLBACKS):
            self._taker.take(Paste(start=match.start(), redirect=match[0]))


def _add_context(paste: Paste, context: Context, start: int) -> Paste:
    return evolve(
        paste, start=start, status=context.status, headers=context.headers, path=context.path
    )


def _is_chunked(headers: HeaderPairs) -> bool:
    return any(n.lower() == "transfer-encoding" and "chunked" in v.lower() for n, v in headers)


def _join_chunks(data: bytes) -> bytes | None:
    """Return a body with its chunks joined (RFC 9112, section 7.1), or None if not chunked."""
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
