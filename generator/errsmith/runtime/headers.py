"""Header fields, whichever HTTP client they come from (RFC 9110)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_SPACE = frozenset(" \t")
_BETWEEN = _SPACE | {","}
_PADDING = frozenset("=")
_TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_TOKEN68 = frozenset("-._~+/0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_LONGEST_CHALLENGES = 16_384
"""Characters of a header that are searched for challenges; servers send no longer ones."""
MOST_SECONDS = 86_400.0
"""A longer `Retry-After` is cut to this.

Who asks for more has a unit or a clock wrong, and a client would be gone for years; or means it,
and then an attempt a day does no harm.
"""
_MOST_VALUES = 16
"""Values of `Retry-After` that are looked at, a date's day of the week among them."""


class Challenge:
    """One challenge of `WWW-Authenticate` (RFC 9110, section 11.6.1).

    Attributes:
        scheme: The authentication scheme as sent, such as `Bearer`.
        parameters: Its parameters by name in lower case.
    """

    def __init__(self, scheme: str, parameters: Mapping[str, str]) -> None:
        self.scheme = scheme
        self.parameters = parameters


def values(headers: Any, name: str) -> list[str]:
    """Give the values of the header `name`, in the order sent; none if `headers` is no collection.

    `headers` is a mapping of texts (or of lists of them) or an iterable of pairs, of text or bytes.
    """
    if headers is None:
        return []
    wanted = name.lower()
    found: list[str] = []
    try:
        pairs = headers.items() if hasattr(headers, "items") else headers
        for key, value in pairs:
            if _text(key).lower() == wanted:
                several = value if isinstance(value, (list, tuple)) else (value,)
                found.extend(_text(one) for one in several)
    except Exception:  # noqa: BLE001 - a foreign collection can raise anything; parsing never does
        return found
    return found


def _text(value: object) -> str:
    """Give a text or bytes as a plain text: one of a class of its own may raise when it is read."""
    if isinstance(value, str):
        return str.__str__(value)
    return bytes.decode(value, "latin-1") if isinstance(value, bytes) else ""


def challenges(value: str) -> Iterator[Challenge]:
    """Read the challenges of one header value; what fits no challenge is passed over."""
    scheme, parameters = "", dict[str, str]()
    value = value[:_LONGEST_CHALLENGES]
    position = searched = 0
    while (position := _skip(value, position, _BETWEEN)) < len(value):
        end = _skip(value, position, _TOKEN)
        if end == position:
            position += 1
            continue
        word, after = value[position:end], _skip(value, end, _SPACE)
        if after < len(value) and value[after] == "=" and scheme:
            text, position = _value(value, _skip(value, after + 1, _SPACE))
            parameters.setdefault(word.lower(), text)
            continue
        if scheme:
            yield Challenge(scheme, parameters)
        scheme, parameters = word, dict[str, str]()
        position = after
        if after >= searched:  # Before that no token68 ends: nothing is searched twice.
            position, searched = _after_token68(value, after)
    if scheme:
        yield Challenge(scheme, parameters)


def _skip(value: str, position: int, characters: frozenset[str]) -> int:
    while position < len(value) and value[position] in characters:
        position += 1
    return position


def _value(value: str, position: int) -> tuple[str, int]:
    """Read a token or a quoted string; an unclosed one goes to the end."""
    if position >= len(value) or value[position] != '"':
        end = _skip(value, position, _TOKEN)
        return value[position:end], end
    read: list[str] = []
    position += 1
    while position < len(value) and value[position] != '"':
        if value[position] == "\\" and position + 1 < len(value):
            position += 1
        read.append(value[position])
        position += 1
    return "".join(read), position + 1


def _after_token68(value: str, position: int) -> tuple[int, int]:
    """Pass over a token68 (`Basic QWxhZGRpbg==`); what follows tells it from a parameter.

    Give the position after it, the same where there is none, and how far the search went.
    """
    end = _skip(value, position, _TOKEN68)
    padded = _skip(value, end, _PADDING)
    rest = _skip(value, padded, _SPACE)
    alone = rest >= len(value) or value[rest] == ","
    return (padded if end > position and alone else position), end


def retry_after(headers: Any) -> float | None:
    """Give the seconds that `Retry-After` asks to wait, None if it is absent or makes no sense.

    A date in the past asks for 0 seconds (RFC 9110, section 10.2.3). Of several values, which
    clients join by commas, the longest counts: each sender on the way is waited for.
    """
    texts = [
        text.strip()
        for value in values(headers, "Retry-After")
        for text in value.split(",", _MOST_VALUES)  # A date's day of the week is a part of its own.
    ]
    waits = [_wait(text, headers) for text in texts[:_MOST_VALUES]]
    return max((wait for wait in waits if wait is not None), default=None)


def _wait(text: str, headers: Any) -> float | None:
    seconds = seconds_of(text)
    return _seconds_until(text, headers) if seconds is None else seconds


def seconds_of(value: object) -> float | None:
    """Give a number, or a text of digits, as seconds up to a day; None for anything else."""
    if isinstance(value, str):
        value = value.strip()
        value = float(value) if value.isascii() and value.isdigit() else None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not value >= 0:
        return None
    return float(min(value, MOST_SECONDS))


def _seconds_until(text: str, headers: Any) -> float | None:
    """Give the seconds that are left until a date, up to a day; None if the text is no date.

    They count from the response's `Date`, by the same clock, whatever the clock here says; from
    now if there is none, or if the two lie so far apart that they are not of one clock.
    """
    # Imported here: dates are rare.
    import time

    from .dates import timestamp_of

    now = time.time()
    moment = timestamp_of(text, now)
    if moment is None:
        return None
    sent = next((timestamp_of(value.strip(), now) for value in values(headers, "Date")), None)
    if sent is not None:
        ages = map(seconds_of, values(headers, "Age"))
        sent += next(ages, None) or 0.0  # The response has lain in a cache.
        now = sent if abs(moment - sent) <= MOST_SECONDS else now
    return min(max(0.0, moment - now), MOST_SECONDS)
