"""What values look like: codes, placeholders, and mere names of an HTTP status."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final

from errsmith.importing.kinds import UNKNOWN, conclude_kind
from errsmith.runtime.reading.places import find_last_segments

_SIGNS: Final = re.compile(r"[^a-z0-9]+")
_PLACEHOLDER: Final = re.compile(
    r"(?:an?|the|any|some|your|my|sample|example|dummy|custom)?(?:machinereadable|unique)?"
    r"(?=.)"  # `A` alone may be a code.
    r"(?:error|err|problem)?(?:code|key|type|name|id|identifier|slug|value|text|message)?"
    r"(?:here|example|sample)?"
)
_STAND_INS: Final = frozenset(
    {
        *("string", "integer", "number", "foo", "bar", "baz", "foobar", "abc", "xyz", "test"),
        *("lorem", "loremipsum", "na", "tbd", "todo", "dummy", "abc123", "sometype", "errorerror"),
    }
)
"""Examples that stand for any value, by their letters and digits."""
_NO_CODES: Final = frozenset(
    {
        *("true", "false", "yes", "no", "error", "errors", "failed", "failure", "fail"),
        *("string", "integer", "number", "boolean", "object", "list", "array", "null"),
    }
)
"""Words that say that there is an error, or of which type a value is, but not which error."""
_MEDIA_TYPE: Final = re.compile(r"(?:application|text|multipart)/\S+", re.IGNORECASE)
_STATUSES: Final = frozenset(str(s.value) for s in HTTPStatus if s >= HTTPStatus.BAD_REQUEST)
_STATUS_SEGMENT: Final = re.compile(r"(?:https?|status)?[-_]?([45]\d\d)", re.IGNORECASE)
_ABOUT_STATUSES: Final = re.compile(
    # The RFCs about HTTP, the registry of statuses, and sites that explain them.
    r"(?:^|[/:])rfc:?-?\d{4}(?:\.\w+)?(?=[/#?:]|$)"
    r"|^\w+://[^/]*http-?status|/http-status-codes?\b|/http/status/",
    re.IGNORECASE,
)
_BLANK: Final = "about:blank"
_ENDING: Final = re.compile(r"(?:error|exception|fault)\Z", re.IGNORECASE)
_SHOUTED: Final = re.compile(r"(?=.*[_\d])[A-Z][A-Z0-9]*(?:[_.-][A-Z0-9]+)*")


def is_placeholder(text: str) -> bool:
    """Return whether an example stands for any code: `some_error_code`."""
    folded = _SIGNS.sub("", text.lower())
    return folded in _STAND_INS or _PLACEHOLDER.fullmatch(folded) is not None


def is_no_code(text: str) -> bool:
    """Return whether a value cannot be a code, because it says nothing about the error."""
    return text.strip().lower() in _NO_CODES or _MEDIA_TYPE.fullmatch(text) is not None


def is_status(text: str) -> bool:
    """Return whether a value is the number of an error's HTTP status."""
    return text in _STATUSES


def is_uri_of_status(uri: str) -> bool:
    """Return whether a URI identifies an HTTP status: `https://httpstatuses.com/404`."""
    if uri.rstrip("/").lower() == _BLANK or _ABOUT_STATUSES.search(uri):
        return True
    segments = find_last_segments(uri)
    match = _STATUS_SEGMENT.fullmatch(segments[-1]) if segments else None
    return match is not None and is_status(match[1])


def names_problem(text: str) -> bool:
    """Return whether the words of a value name a problem: `not_found`, `ParseException`."""
    return _ENDING.search(text) is not None or conclude_kind(text)[1] != UNKNOWN


def is_shaped_like_code(text: str) -> bool:
    """Return whether a value is written as codes are, but not other words: `CART_LOST`, `1042`."""
    return text.isdecimal() or _SHOUTED.fullmatch(text) is not None
