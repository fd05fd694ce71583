"""Find responses in records such as log lines, HAR files and Sentry events."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from attrs import evolve, frozen

from .heads import HeaderPairs, parse_path
from .text import decode_base64

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
    headers: HeaderPairs | None = None
    path: str | None = None

    def drop_head(self) -> Context:
        """Return the context without a head, which applies to a whole body but not to its parts."""
        return Context() if self.is_sent else self


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
        take: Called with each object and array; returns whether it is an error. If so, its content
            is skipped.
        take_text: Called with each string.
        depth: The number of enclosing values.
    """
    if depth > _DEEPEST:
        return
    inside: Iterable[Any] = ()
    if isinstance(value, str):
        take_text(value, context)
    elif isinstance(value, list) and not take(value, context):
        inside = value
    elif isinstance(value, dict):
        context = _read_context(value, context)
        if not is_request(value) and not take(value, context):
            inside = _iterate_responses(value)
    for inner in inside:
        walk(inner, context.drop_head(), take, take_text, depth + 1)


def _iterate_responses(value: Mapping[Any, Any]) -> Iterator[Any]:
    """Yield the values of an object, except for requests."""
    names = _normalize_keys(value)
    is_encoded = any(names.get(name) in (True, "base64") for name in _ENCODED_KEYS)
    for key, inner in value.items():
        if type(key) is not str or not _REQUEST_KEY.fullmatch(_normalize_key(key)):
            yield _decode_body(inner) if is_encoded and isinstance(inner, str) else inner


def is_request(value: Mapping[Any, Any]) -> bool:
    """Return whether an object is a request without a response."""
    names = _normalize_keys(value)
    has_response = any(_STATUS_KEY.fullmatch(name) or "resp" in name for name in names)
    return "method" in names and not has_response


def _find_status_beside(value: Mapping[Any, Any]) -> int | None:
    """Return the only HTTP status in the objects about HTTP next to a body, or None."""
    statuses = {
        status
        for key, inner in value.items()
        if isinstance(inner, dict)
        and type(key) is str
        and _ABOUT_HTTP.fullmatch(_normalize_key(key))
        for status in (_read_status(_normalize_keys(inner)), _find_status_beside(inner))
        if status is not None
    }
    return statuses.pop() if len(statuses) == 1 else None


@lru_cache(maxsize=4_096)
def _normalize_key(key: str) -> str:
    """Return a key in one spelling, the same for `statusCode`, `status_code` and `status-code`."""
    return re.sub(r"[^a-z0-9]", "", key.lower())


def _normalize_keys(value: Mapping[Any, Any]) -> dict[str, Any]:
    return {_normalize_key(key): inner for key, inner in value.items() if type(key) is str}


def _read_context(value: Mapping[Any, Any], context: Context) -> Context:
    names = _normalize_keys(value)
    request = names.get("request")
    if isinstance(request, dict):
        path = _as_string(request.get("url") or request.get("path"))
    else:
        path = next((_as_string(names[name]) for name in _PATH_KEYS if name in names), None)
    headers = next((_collect_headers(names[name]) for name in _HEADER_KEYS if name in names), None)
    status = None if context.is_sent else _read_status(names) or _find_status_beside(value)
    if status is not None:
        context = evolve(context, status=status)
    if headers and not is_request(value):
        context = evolve(context, headers=headers)
    if path is not None and parse_path(path) is not None:
        context = evolve(context, path=parse_path(path))
    return context


def _read_status(names: Mapping[str, Any]) -> int | None:
    """Return the error status that an object states, or None."""
    for name, value in names.items():
        if _STATUS_KEY.fullmatch(name) and type(value) in (int, str):
            number = str(value)[:4].partition(" ")[0]  # It may be `500 Internal Server Error`.
            if re.fullmatch(r"[45]\d\d", number):
                return int(number)
    return None


def _collect_headers(value: Any) -> HeaderPairs | None:
    """Return headers from an object, from pairs, or from the name-value objects of a HAR file."""
    if isinstance(value, dict):
        pairs = [*value.items()]
    elif isinstance(value, list):
        pairs = [
            (entry.get("name"), entry.get("value")) if isinstance(entry, dict) else tuple(entry)
            for entry in value
            if isinstance(entry, dict) or (isinstance(entry, list) and len(entry) == 2)  # noqa: PLR2004
        ]
    else:
        return None
    collected: list[tuple[str, str]] = []
    for name, content in pairs:
        values = content if isinstance(content, list) else [content]
        collected += [
            (name, str(v)) for v in values if isinstance(name, str) and type(v) in (str, int)
        ]
    return tuple(collected) or None


def _as_string(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _decode_body(string: str) -> str:
    """Return a string decoded from base64, or unchanged if it is not base64."""
    decoded = decode_base64(string) if len(string) <= _LONGEST_ENCODED else b""
    return decoded.decode("utf-8", "surrogateescape") if decoded else string
