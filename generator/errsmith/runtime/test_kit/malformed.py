"""Responses that are not as documented: what gateways, proxies and faults make of them."""

from __future__ import annotations

import gzip
import html
import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

from attrs import evolve, frozen

_LEVELS: Final = 100_000
_JSON: Final = "application/json"


@frozen(kw_only=True)
class Answer:
    """What the server answers with.

    Attributes:
        status: HTTP status.
        headers: HTTP headers by name.
        body: The body.
        query: Query of the address that a redirect leads to, None if it is no redirect.
        delay: Seconds to wait before it is sent.
        dropped: Whether the connection breaks in the middle of the body.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    query: str | None = None
    delay: float = 0.0
    dropped: bool = False


Variant = Callable[[Answer], Answer]


def _bom(answer: Answer) -> Answer:
    """The body behind a byte order mark."""
    return evolve(answer, body=b"\xef\xbb\xbf" + answer.body)


def _charset(answer: Answer) -> Answer:
    """A text in Latin-1 beside the others, though the header says UTF-8."""
    body = answer.body.strip()
    body = b'{"place": "M\xe4lar\xf6", ' + body[1:] if body[:1] == b"{" else body + b"\xe4"
    return _with_body(answer, body, f"{_JSON}; charset=utf-8")


def _deep(answer: Answer) -> Answer:
    """Lists in lists, 100,000 of them."""
    return _with_body(answer, b"[" * _LEVELS + b"]" * _LEVELS, _JSON)


def _dropped(answer: Answer) -> Answer:
    """Half of the body, then the connection ends."""
    return evolve(answer, dropped=True)


def _empty(answer: Answer) -> Answer:
    """No body; of a redirect, no query."""
    return evolve(answer, body=b"", query=None if answer.query is None else "")


def _gzip(answer: Answer) -> Answer:
    """The body compressed, which no header says."""
    return evolve(answer, body=gzip.compress(answer.body, mtime=0))


def _html(answer: Answer) -> Answer:
    """A page in HTML, as gateways send it."""
    phrase = html.escape(phrase_of(answer.status))
    page = (
        f"<html>\n<head><title>{answer.status} {phrase}</title></head>\n"
        f"<body><center><h1>{answer.status} {phrase}</h1></center></body>\n</html>\n"
    )
    return _with_body(answer, page.encode(), "text/html")


def _list(answer: Answer) -> Answer:
    """The body as the only item of a list."""
    return evolve(answer, body=b"[" + answer.body + b"]")


def _null(answer: Answer) -> Answer:
    """The JSON value null."""
    return _with_body(answer, b"null", _JSON)


def _text(answer: Answer) -> Answer:
    """A line of plain text, as load balancers send it."""
    return _with_body(answer, b"upstream connect error or disconnect\n", "text/plain")


def _trailing(answer: Answer) -> Answer:
    """The body, and what does not belong there after it."""
    return evolve(answer, body=answer.body + b"\n<!-- 4 ms -->")


def _truncated(answer: Answer) -> Answer:
    """Half of the body, as if that were all; of a redirect, half of the query."""
    body, query = answer.body, answer.query
    half = None if query is None else query[: len(query) // 2]
    return evolve(answer, body=body[: len(body) // 2], query=half)


def _utf_16(answer: Answer) -> Answer:
    """The body in UTF-16, as the header says."""
    text = f"\ufeff{answer.body.decode('utf-8', 'replace')}"
    return _with_body(answer, text.encode("utf-16-le"), f"{_JSON}; charset=utf-16")


def _wrong_types(answer: Answer) -> Answer:
    """Every text, number and boolean of the body as a value of another type."""
    try:
        value = json.loads(answer.body)
    except ValueError:
        value = ""
    return _with_body(answer, json.dumps(_retyped(value), indent=2).encode(), _JSON)


def _retyped(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _retyped(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_retyped(inner) for inner in value]
    return [value] if isinstance(value, str) else str(value)


def _with_body(answer: Answer, body: bytes, media_type: str) -> Answer:
    return evolve(with_header(answer, "Content-Type", media_type), body=body)


def with_header(answer: Answer, name: str, value: str) -> Answer:
    """Give an answer with a header, instead of the one of that name if it has one."""
    others = {k: v for k, v in answer.headers.items() if k.lower() != name.lower()}
    return evolve(answer, headers={**others, name: value})


def phrase_of(status: int) -> str:
    """Give the phrase of a status, empty if it has none."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


VARIANTS: Final[Mapping[str, Variant]] = MappingProxyType(
    {
        variant.__name__.lstrip("_").replace("_", "-"): variant
        for variant in (
            _bom,
            _charset,
            _deep,
            _dropped,
            _empty,
            _gzip,
            _html,
            _list,
            _null,
            _text,
            _trailing,
            _truncated,
            _utf_16,
            _wrong_types,
        )
    }
)
"""What can become of a response, by the name that asks for it; each says in its docstring what."""
OF_REDIRECTS: Final = ("empty", "truncated")
"""Those that can become of a redirect, of which clients read the query alone."""
