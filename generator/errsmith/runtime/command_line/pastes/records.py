"""Find responses in records such as log lines, HAR files and Sentry events."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from attrs import evolve, frozen

from .heads import Headers, path_of

_STATUS_KEY: Final = re.compile(
    r"(?:http|response|resp|api|upstream|provider)?(?:status|httpstatus)(?:code)?"
    r"|.*(?:http|resp|api|upstream|provider).*statuscode"
    r"|(?:http|result)(?:response)?code"
)
_ABOUT_HTTP: Final = re.compile(r"http|resp(?:onse)?|attributes|extra|fields|context|tags|labels")
"""Keys of objects that state the status of the call that a record is about."""
_PATH_KEYS: Final = frozenset({"url", "uri", "path", "requesturl", "requestpath", "httpurl"})
_HEADER_KEYS: Final = frozenset({"headers", "responseheaders"})
_REQUEST_KEY: Final = re.compile(
    r"(?:req|request)(?:s|body|data|headers|payload|content|json)?|postdata|curl"
    r"|config|payload|sent|send|outgoing|input"
)
_ENCODED_KEYS: Final = ("isbase64encoded", "encoding")
_DEEPEST: Final = 60
_LONGEST_ENCODED: Final = 1 << 22
"""The most characters of a base64 body that are decoded."""


@frozen(kw_only=True)
class Context:
    """The context of a body.

    Attributes:
        status: HTTP status, or None if none is nearby.
        is_sent: Whether the status is that of a response head, which overrides all others.
        headers: HTTP headers of the response.
        path: Path of the request.
    """

    status: int | None = None
    is_sent: bool = False
    headers: Headers | None = None
    path: str | None = None


def walk(
    value: Any,
    context: Context,
    take: Callable[[dict[str, Any] | list[Any], Context], bool],
    take_text: Callable[[str, Context], None],
    depth: int = 0,
) -> None:
    """Pass every object, array and string in a value to a callback, with its context.

    Args:
        value: The value.
        context: The context of the value.
        take: Called with each object and array; returns whether it is an error, whose content is
            then skipped.
        take_text: Called with each string.
        depth: How many values enclose it.
    """
    if depth > _DEEPEST:
        return
    inside: Iterable[tuple[Any, Context]] = ()
    if isinstance(value, str):
        take_text(value, context)
    elif isinstance(value, list) and not take(value, context):
        inside = ((inner, context) for inner in value)
    elif isinstance(value, dict):
        context = _context_in(value, context)
        if not is_request(value) and not take(value, context):
            inside = ((inner, context) for inner in _responses_in(value))
    for inner, around in inside:
        # A head is that of the whole body, and not of another response inside it.
        walk(inner, Context() if around.is_sent else around, take, take_text, depth + 1)


def _responses_in(value: Mapping[Any, Any]) -> Iterator[Any]:
    """Yield the values of an object, except for requests."""
    names = _names(value)
    is_encoded = any(names.get(name) in (True, "base64") for name in _ENCODED_KEYS)
    for key, inner in value.items():
        if type(key) is not str or not _REQUEST_KEY.fullmatch(_name(key)):
            yield _decoded(inner) if is_encoded and isinstance(inner, str) else inner


def is_request(value: Mapping[Any, Any]) -> bool:
    """Return whether an object is a request without a response."""
    names = _names(value)
    has_response = any(_STATUS_KEY.fullmatch(name) or "resp" in name for name in names)
    return "method" in names and not has_response


def _status_beside(value: Mapping[Any, Any]) -> int | None:
    """Return the only HTTP status in the objects about HTTP beside a body, None if none is."""
    found = {
        status
        for key, inner in value.items()
        if isinstance(inner, dict) and type(key) is str and _ABOUT_HTTP.fullmatch(_name(key))
        for status in (_status_of(_names(inner)), _status_beside(inner))
        if status is not None
    }
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=4_096)
def _name(key: str) -> str:
    """Return a key in one spelling for `statusCode`, `status_code` and `status-code`."""
    return re.sub(r"[^a-z0-9]", "", key.lower())


def _names(value: Mapping[Any, Any]) -> dict[str, Any]:
    return {_name(key): inner for key, inner in value.items() if type(key) is str}


def _context_in(value: Mapping[Any, Any], context: Context) -> Context:
    names = _names(value)
    request = names.get("request")
    if isinstance(request, dict):
        path = _text(request.get("url") or request.get("path"))
    else:
        path = next((_text(names[name]) for name in _PATH_KEYS if name in names), None)
    headers = next((_headers(names[name]) for name in _HEADER_KEYS if name in names), None)
    status = None if context.is_sent else _status_of(names) or _status_beside(value)
    if status is not None:
        context = evolve(context, status=status)
    if headers and not is_request(value):
        context = evolve(context, headers=headers)
    if path is not None and path_of(path) is not None:
        context = evolve(context, path=path_of(path))
    return context


def _status_of(names: Mapping[str, Any]) -> int | None:
    """Return the status of an error that an object states, None if it states none."""
    for name, value in names.items():
        if _STATUS_KEY.fullmatch(name) and type(value) in (int, str):
            number = str(value)[:4].partition(" ")[0]  # It may be `500 Internal Server Error`.
            if re.fullmatch(r"[45]\d\d", number):
                return int(number)
    return None


def _headers(value: Any) -> Headers | None:
    """Return headers from an object, from pairs, or from the name-value objects of a HAR file."""
    if isinstance(value, dict):
        pairs = [*value.items()]
    elif isinstance(value, list):
        pairs = [
            (one.get("name"), one.get("value")) if isinstance(one, dict) else tuple(one)
            for one in value
            if isinstance(one, dict) or (isinstance(one, list) and len(one) == 2)  # noqa: PLR2004
        ]
    else:
        return None
    found: list[tuple[str, str]] = []
    for name, sent in pairs:
        values = sent if isinstance(sent, list) else [sent]
        found += [(name, str(v)) for v in values if isinstance(name, str) and type(v) in (str, int)]
    return tuple(found) or None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _decoded(string: str) -> str:
    """Return a string decoded from base64, or unchanged if it is not base64."""
    # Imported here: few bodies are encoded.
    import base64
    import binascii

    if len(string) > _LONGEST_ENCODED:
        return string
    try:
        return base64.b64decode(string, validate=True).decode("utf-8", "surrogateescape")
    except (binascii.Error, ValueError):
        return string
