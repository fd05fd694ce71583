"""Search a pasted text for possible errors."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from typing import Any, Final, Protocol, TypeVar

from attrs import evolve, frozen

from .heads import (
    Head,
    Headers,
    heads_of,
    is_at_body,
    path_before,
    path_of,
    redirect_of,
    requests_in,
)
from .records import Context, walk
from .statuses import Statuses
from .text import blanked, bytes_of, text_of, without_requests
from .values import Value, Values, fields_in, is_of_request, pairs_in

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


class Taker(Protocol):
    """What takes the possible errors of a text."""

    @property
    def is_full(self) -> bool:
        """Whether no more are taken."""
        ...

    def may_hold_code(self, body: Mapping[Any, Any]) -> bool:
        """Return whether an object has a key that may lead to a code; most objects do not."""
        ...

    def take(self, paste: Paste) -> bool:
        """Take a possible error, and return whether it is certain."""
        ...

    def take_printed(self, text: str, start: int, depth: int) -> list[tuple[int, int]]:
        """Take the errors that this SDK printed in a text, and return their spans."""
        ...


class Search:
    """Searches a pasted text, from its end to its beginning.

    Attributes:
        text: The text, empty until `run` has been called.
        is_exhausted: Whether a part was skipped because it would have taken too long.
    """

    def __init__(self, taker: Taker) -> None:
        self.text = ""
        self._taker = taker
        self._values = Values()

    @property
    def is_exhausted(self) -> bool:
        """Whether a part was skipped because it would have taken too long."""
        return self._values.is_exhausted or self._taker.is_full

    def run(self, data: bytes) -> None:
        """Search pasted bytes."""
        self.text = text_of(data)
        address = self.text.strip()
        if _ADDRESS.fullmatch(address):
            is_bare = "://" not in address and not address.startswith(("?", "#"))
            self._taker.take(Paste(redirect=("?" if is_bare else "") + address, is_response=True))
        self._search(self.text, Context(), 0, 0)

    def _search(self, text: str, context: Context, start: int, depth: int) -> None:
        """Search a text: the pasted one backwards, since its last errors count most."""
        text, urls = without_requests(text)
        heads = heads_of(text)
        bodies: list[str] = []
        end = len(text)
        for head in reversed(heads):
            bodies.append(text[head.end : requests_in(text, head.end, end)])
            end = head.start
        bodies.reverse()
        before = requests_in(text, 0, end) if heads else end
        is_alone = len(heads) == 1 and not heads[0].headers and not bodies[0].strip()
        if is_alone and before == end and text[:end].strip():
            # A status behind a body is not a head.
            heads, bodies, before = heads[:0], bodies[:0], len(text)
        if context.path is None and urls:
            context = evolve(context, path=path_of(urls[-1][1]))
        if context.path is None and not heads:
            context = evolve(context, path=path_before(text, 0, before))
        if depth > 0:
            self._part(text[:before], context, start, depth)
        for head, body in _in_order([*zip(heads, bodies, strict=True)], depth):
            called = [url for position, url in urls if position < head.start]
            path = head.path or (path_of(called[-1]) if called else None)
            self._response(body, head._replace(path=path), start, depth)
        if depth == 0:
            self._part(text[:before], context, start, depth)
            self._callbacks(text[:before])

    def _response(self, part: str, head: Head, start: int, depth: int) -> None:
        """Take a response whose body is in a part of a text."""
        is_sent = head.status is not None
        context = Context(status=head.status, is_sent=is_sent, headers=head.headers, path=head.path)
        place = start + head.start if depth == 0 else start
        redirect = redirect_of(head.status, head.headers)
        if redirect is not None:
            self._taker.take(Paste(start=place, status=head.status, redirect=redirect))
        body = bytes_of(part)
        joined = _joined(body) if _is_chunked(head.headers) else None
        if joined is not None:
            body, part = joined, text_of(joined)
        behind = start + head.end if depth == 0 else start
        if not self._part(part, context, behind, depth):
            self._taker.take(_placed(Paste(body=body, is_response=True), context, place))

    def _part(self, text: str, context: Context, start: int, depth: int) -> bool:
        """Search a text without heads; return whether a value is in it."""
        values = self._values.of(text)
        rest = blanked(text, ((one.start, one.end) for one in values))
        rest = blanked(rest, self._taker.take_printed(rest, start, depth))
        values = [value for value in values if not is_of_request(text, value.start)]
        fields = None if values or len(rest) > _LONGEST_FIELDS else fields_in(rest)
        if fields is not None:
            values = [fields]
        # A head is that of the body behind it.
        others = Context() if context.is_sent else context
        contexts = [others] * len(values)
        if values and (fields is not None or is_at_body(text[: values[0].start])):
            contexts[0] = context
        found = [(one, around, True) for one, around in zip(values, contexts, strict=False)]
        found += [(pairs, others, False) for pairs in pairs_in(rest)]
        statuses = Statuses(rest, has_several=len(values) > 1)
        for value, around, is_body in _in_order(found, depth):
            place = start + value.start if depth == 0 else start
            self._value(value, statuses, around, place, depth, is_body=is_body)
        return bool(values)

    def _value(
        self,
        value: Value,
        statuses: Statuses,
        context: Context,
        place: int,
        depth: int,
        *,
        is_body: bool,
    ) -> None:
        """Take a value, and what is inside it."""

        def take(body: Any, around: Context) -> bool:
            is_whole = body is value.value
            is_response = is_whole and is_body and depth == 0
            may_hold_code = not isinstance(body, dict) or self._taker.may_hold_code(body)
            if self._taker.is_full or not (is_response or may_hold_code):
                return False
            if around.status is None and may_hold_code:
                around = evolve(around, status=statuses.near(value.start, value.end))
            paste = Paste(
                body=body,
                other=value.other if is_whole else None,
                is_response=is_response,
                is_cut=value.is_cut,
            )
            return self._taker.take(_placed(paste, around, place))

        def take_text(inner: str, around: Context) -> None:
            if depth < _DEEPEST and any(mark in inner for mark in _MARKS):
                if around.status is None:
                    around = evolve(around, status=statuses.near(value.start, value.end))
                self._search(inner, Context() if around.is_sent else around, place, depth + 1)

        if not self._taker.is_full:
            walk(value.value, context, take, take_text)

    def _callbacks(self, text: str) -> None:
        """Take the URLs with a query or a fragment; in a long text, only those near its end."""
        found = _CALLBACK.finditer(text, max(0, len(text) - _LONGEST_FIELDS))
        for match in deque(found, maxlen=_MOST_CALLBACKS):
            self._taker.take(Paste(start=match.start(), redirect=match[0]))


T = TypeVar("T")


def _in_order(found: list[T], depth: int) -> list[T]:
    """Return what was found in the order in which it is taken."""
    return found[::-1] if depth == 0 else found


def _placed(paste: Paste, context: Context, start: int) -> Paste:
    return evolve(
        paste, start=start, status=context.status, headers=context.headers, path=context.path
    )


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
