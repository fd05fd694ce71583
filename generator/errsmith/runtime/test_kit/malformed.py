"""Break responses as gateways, proxies and faulty servers do."""

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
class ServerResponse:
    """A response of the server.

    Attributes:
        status: HTTP status.
        headers: HTTP headers by name.
        body: The body.
        query: Query of the URL that a redirect leads to, None if it is not a redirect.
        delay: Seconds to wait before it is sent.
        is_dropped: Whether the connection breaks in the middle of the body.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    query: str | None = None
    delay: float = 0.0
    is_dropped: bool = False


Variant = Callable[[ServerResponse], ServerResponse]


def _add_bom(response: ServerResponse) -> ServerResponse:
    """The body, preceded by a byte order mark."""
    return evolve(response, body=b"\xef\xbb\xbf" + response.body)


def _misdeclare_charset(response: ServerResponse) -> ServerResponse:
    """The body with an additional Latin-1 string, although the header declares UTF-8."""
    body = response.body.strip()
    body = b'{"place": "M\xe4lar\xf6", ' + body[1:] if body[:1] == b"{" else body + b"\xe4"
    return _replace_body(response, body, f"{_JSON}; charset=utf-8")


def _nest_deeply(response: ServerResponse) -> ServerResponse:
    """100,000 nested lists."""
    return _replace_body(response, b"[" * _LEVELS + b"]" * _LEVELS, _JSON)


def _drop_connection(response: ServerResponse) -> ServerResponse:
    """Half of the body, then the connection breaks."""
    return evolve(response, is_dropped=True)


def _remove_body(response: ServerResponse) -> ServerResponse:
    """No body, or no query for a redirect."""
    return evolve(response, body=b"", query=None if response.query is None else "")


def _compress(response: ServerResponse) -> ServerResponse:
    """The compressed body, without a header that declares it."""
    return evolve(response, body=gzip.compress(response.body, mtime=0))


def _replace_by_html(response: ServerResponse) -> ServerResponse:
    """An HTML page like those that gateways send."""
    phrase = html.escape(get_phrase(response.status))
    page = (
        f"<html>\n<head><title>{response.status} {phrase}</title></head>\n"
        f"<body><center><h1>{response.status} {phrase}</h1></center></body>\n</html>\n"
    )
    return _replace_body(response, page.encode(), "text/html")


def _wrap_in_list(response: ServerResponse) -> ServerResponse:
    """The body as the only item of a list."""
    return evolve(response, body=b"[" + response.body + b"]")


def _replace_by_null(response: ServerResponse) -> ServerResponse:
    """The JSON value null."""
    return _replace_body(response, b"null", _JSON)


def _replace_by_text(response: ServerResponse) -> ServerResponse:
    """A line of plain text like those that load balancers send."""
    return _replace_body(response, b"upstream connect error or disconnect\n", "text/plain")


def _append_comment(response: ServerResponse) -> ServerResponse:
    """The body, followed by an HTML comment."""
    return evolve(response, body=response.body + b"\n<!-- 4 ms -->")


def _truncate(response: ServerResponse) -> ServerResponse:
    """Half of the body, as if it were complete, or half of the query for a redirect."""
    body, query = response.body, response.query
    half = None if query is None else query[: len(query) // 2]
    return evolve(response, body=body[: len(body) // 2], query=half)


def _encode_in_utf_16(response: ServerResponse) -> ServerResponse:
    """The body in UTF-16, which the header declares."""
    text = f"\ufeff{response.body.decode('utf-8', 'replace')}"
    return _replace_body(response, text.encode("utf-16-le"), f"{_JSON}; charset=utf-16")


def _change_types(response: ServerResponse) -> ServerResponse:
    """Each string, number and boolean in the body replaced by a value of another type."""
    try:
        value = json.loads(response.body)
    except ValueError:
        value = ""
    return _replace_body(response, json.dumps(_retype(value), indent=2).encode(), _JSON)


def _retype(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _retype(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_retype(inner) for inner in value]
    return [value] if isinstance(value, str) else str(value)


def _replace_body(response: ServerResponse, body: bytes, media_type: str) -> ServerResponse:
    return evolve(set_header(response, "Content-Type", media_type), body=body)


def set_header(response: ServerResponse, name: str, value: str) -> ServerResponse:
    """Return a response with a header set, replacing any header with that name."""
    others = {k: v for k, v in response.headers.items() if k.lower() != name.lower()}
    return evolve(response, headers={**others, name: value})


def get_phrase(status: int) -> str:
    """Return the reason phrase of a status, or an empty string if it has none."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


VARIANTS: Final[Mapping[str, Variant]] = MappingProxyType(
    {
        "bom": _add_bom,
        "charset": _misdeclare_charset,
        "deep": _nest_deeply,
        "dropped": _drop_connection,
        "empty": _remove_body,
        "gzip": _compress,
        "html": _replace_by_html,
        "list": _wrap_in_list,
        "null": _replace_by_null,
        "text": _replace_by_text,
        "trailing": _append_comment,
        "truncated": _truncate,
        "utf-16": _encode_in_utf_16,
        "wrong-types": _change_types,
    }
)
"""The ways to break a response, by name; each docstring describes the result."""
OF_REDIRECTS: Final = ("empty", "truncated")
"""The ways to break a redirect, since clients read only its query."""
