"""Read HTTP statuses from the text of a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from errsmith.drift.facts import Statuses

_RANGE = re.compile(
    r"(?<![\w.-])([1-5])00\s*(?:-|\u2013|\u2014|to|\.\.+|\u2026)\s*\1(?:99|xx)(?![\d.])",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"(?<![\w.-])([1-5]\d\d)\s*(?:-|\u2013|\u2014|to)\s*([1-5]\d\d)(?![\w.-])", re.IGNORECASE
)
_STATUS = re.compile(r"(?<![\d.,_-])([1-5]\d\d|[1-5](?:xx|\*\*|XX))(?![\d_]|[.,-]\d)")
_ONE = re.compile(
    r"(?:http[\s/]*(?:\d\.\d)?\s*|status\s*(?:code)?\s*:?\s*|code\s*:?\s*)*"
    r"([1-5]\d\d|[1-5]xx)(?!\w)",
    re.IGNORECASE,
)
_AT_START = re.compile(
    r"(?:HTTP\s*)?([1-5]\d\d)(?:\s*[-\u2013\u2014:|/]\s*|\s+)(?=\S)", re.IGNORECASE
)
_IN_BRACKETS = re.compile(
    r"[(\[]\s*(?:http\s*)?(?:status\s*)?(?:code\s*)?:?\s*([1-5]\d\d|[1-5]xx)\b[^()\[\]]*[)\]]",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"\b(?:http(?:\s*status)?(?:\s*code)?|status(?:\s*code)?)\s*[:=]?\s*"
    r"([1-5]\d\d)(?![\d_]|\.\d)",
    re.IGNORECASE,
)
_LEADING = re.compile(r"(?:HTTP[\s/]*)?([3-5]\d\d)(?![\w.-])\s*(.*)", re.IGNORECASE | re.DOTALL)
_LIST = re.compile(r"[1-5]\d\d(?:\s*(?:[,/&|]|\bor\b|\band\b)\s*[1-5]\d\d)+(?!\d)", re.IGNORECASE)
_AFTER_STATUS: Final = tuple("-\u2013\u2014:,;.)|/")
_STATUSES: Final[Mapping[str, int]] = {
    **{status.phrase: status.value for status in HTTPStatus},
    # RFC 9110 renamed these, and Python followed in 3.13.
    "Content Too Large": 413,
    "Payload Too Large": 413,
    "Request Entity Too Large": 413,
    "URI Too Long": 414,
    "Request-URI Too Long": 414,
    "Range Not Satisfiable": 416,
    "Requested Range Not Satisfiable": 416,
    "Unprocessable Content": 422,
    "Unprocessable Entity": 422,
}
"""The statuses by their reason phrases."""
_PHRASES: Final = tuple(phrase.lower() for phrase in _STATUSES)
_FEW_WORDS: Final = 6
"""The maximum number of words beside a code in which its status can be anywhere."""
_WIDEST: Final = 20
"""The maximum number of statuses in a range such as 500-503 that is not a class."""


def read_statuses(text: str) -> Statuses:
    """Return the statuses in a cell or value that has only statuses, in order.

    `400-499` is `"4xx"`, `502-503` is both statuses, and `404 Not Found` is 404.
    """
    found: dict[int | str, None] = {}
    text = _RANGE.sub(lambda match: f" {match[1]}xx ", text)
    for match in _SPAN.finditer(text):
        first, last = int(match[1]), int(match[2])
        if first <= last <= first + _WIDEST:
            found.update(dict.fromkeys(range(first, last + 1)))
    for match in _STATUS.finditer(text):
        status = match[1].lower().replace("*", "x")
        found[int(status) if status.isdigit() else status] = None
    return tuple(found)


def is_status(text: str) -> bool:
    """Return whether a text is an HTTP status and nothing else: `404`, `HTTP 404`, `4xx`."""
    return _ONE.fullmatch(text.strip()) is not None


def is_statuses(text: str) -> bool:
    """Return whether a text begins with a status, with or without its name: `404 Not Found`."""
    stripped = text.strip()
    return _ONE.match(stripped) is not None or bool(_RANGE.match(stripped))


def is_phrase(text: str) -> bool:
    """Return whether a text is the reason phrase of a status, as HTTP writes it: `Not Found`."""
    return text in _STATUSES


def is_named_status(name: str, text: str) -> bool:
    """Return whether a text begins with a status whose reason phrase is the name.

    The name of `404 Not Found` can also be written as `NOT_FOUND` or `NotFound`.
    """
    status = _STATUSES_BY_NAME.get(_fold(name))
    match = None if status is None else _ONE.match(text.strip())
    return match is not None and match[1] == str(status)


def _fold(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower()


_STATUSES_BY_NAME: Final = {_fold(phrase): status for phrase, status in _STATUSES.items()}


def find_status_beside(text: str) -> Statuses:
    """Return the status that a heading or item states beside its code.

    It comes first (`404 NOT_FOUND`), in brackets (`NOT_FOUND (404)`), or after a word for it
    (`NOT_FOUND - HTTP 404`). In a long text, only the brackets count.
    """
    is_long = len(text.split()) > _FEW_WORDS
    patterns = (_IN_BRACKETS,) if is_long else (_IN_BRACKETS, _LABELLED, _AT_START)
    for pattern in patterns:
        match = pattern.match(text.strip()) if pattern is _AT_START else pattern.search(text)
        if match is not None:
            status = match[1].lower()
            return (int(status) if status.isdigit() else status,)
    return ()


def find_leading_status(text: str) -> Statuses:
    """Return the status that a text begins with: `404`, `404 Not Found`, `HTTP 404 - none`.

    `500 requests a minute` begins with no status.
    """
    match = _LEADING.match(text.strip())
    if match is None:
        return ()
    rest = match[2].lower()
    is_alone = not rest or rest.startswith((*_AFTER_STATUS, *_PHRASES))
    return (int(match[1]),) if is_alone else ()


def read_leading_statuses(text: str) -> Statuses:
    """Return the status that a heading begins with, or all that it lists: `400, 404`."""
    found = read_statuses(text)
    return found if _LIST.match(text.strip()) else found[:1]


def find_labelled_status(text: str) -> Statuses:
    """Return the statuses that a sentence names as such: `HTTP 404`, `status code 404`."""
    return tuple(dict.fromkeys(int(match[1]) for match in _LABELLED.finditer(text)))
