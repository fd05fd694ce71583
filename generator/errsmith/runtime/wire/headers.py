"""Header fields (RFC 9110) from any HTTP client."""

from __future__ import annotations

import contextlib
import re
from typing import Any

_LONGEST_TYPE = 1_024
"""The most characters of `Content-Type` that are searched for a charset."""
MOST_SECONDS = 86_400.0
"""The longest wait, in seconds; a longer `Retry-After` is capped at it.

A longer one usually comes from a wrong unit or clock and could stop a client for years. If it is
intended, one attempt a day does no harm.
"""
_LAST_MOMENT = 253_402_300_799.0
"""The last second of the year 9999, in seconds since 1970."""
_DURATION = r"([0-9]{1,12}(?:\.[0-9]{1,9})?)s"
"""A duration as protobuf writes it in JSON, such as `1.000340012s`."""
MOST_PARTS = 16
"""The most parts of a header that are read; in `Retry-After`, a date's weekday is one of them."""
_BLANKS = " \t"
_JOINT = ", "
"""The separator with which clients join the values of a repeated header."""


def get_values(headers: Any, name: str) -> list[str]:
    """Return the values of the header `name`, separated as the HTTP client separates them.

    `headers` is a mapping or an iterable of pairs. Names and values are strings or bytes, and a
    mapping may have lists of values. Anything else has no values.
    """
    if headers is None:
        return []
    wanted = name.lower()
    collected: list[str] = []
    try:
        pairs = headers.items() if hasattr(headers, "items") else headers
        for key, value in pairs:
            if _to_text(key).lower() == wanted:
                several = value if isinstance(value, (list, tuple)) else (value,)
                collected.extend(_decode(_to_text(item)) for item in several)
    except Exception:  # noqa: BLE001 - a foreign collection can raise anything; parsing never does
        return collected
    return collected


def get_whole_and_parts(headers: Any, name: str) -> list[str]:
    """Return the value of the header `name`, then its parts if it is a list; empty if absent.

    Repeated headers are joined here, because only some clients join them. Values that each hop
    repeats count once, and empty values are ignored.
    """
    sent_values = get_values(headers, name)
    if not sent_values or (len(sent_values) == 1 and _JOINT not in sent_values[0]):
        return sent_values
    texts = (part.strip(_BLANKS) for part in _JOINT.join(sent_values).split(_JOINT))
    parts = _drop_repetitions([text for text in texts if text] or [""])
    return parts if len(parts) == 1 else [_JOINT.join(parts), *parts[:MOST_PARTS]]


def _drop_repetitions(parts: list[str]) -> list[str]:
    """Return the parts up to the point where they start to repeat."""
    count = len(parts)
    lengths = range(1, count) if count <= MOST_PARTS else ()
    repeated = (parts[:length] for length in lengths if parts[:length] * (count // length) == parts)
    return next(repeated, parts)


def _to_text(value: object) -> str:
    """Return a string or bytes as a plain `str`, because reading a subclass may raise."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, (bytearray, memoryview)):
        value = bytes(value)
    return bytes.decode(value, "latin-1") if isinstance(value, bytes) else ""


def _decode(text: str) -> str:
    """Return a value decoded as UTF-8 or, failing that, Latin-1; decode joined values separately.

    Clients decode the bytes differently: as Latin-1 (requests, urllib3), as UTF-8 with surrogate
    escapes (aiohttp), or as one of the two, depending on the other headers (httpx).
    """
    return text if text.isascii() else _JOINT.join(map(_decode_again, text.split(_JOINT)))


def _decode_again(text: str) -> str:
    with contextlib.suppress(UnicodeError):  # Raised once the string is fully decoded.
        text = text.encode("utf-8", "surrogateescape").decode("latin-1")
        while not text.isascii():  # Some servers encode twice; each round shortens the string.
            text = text.encode("latin-1").decode()
    return text


def parse_weights(value: str) -> list[tuple[str, float]]:
    """Return the items of a header such as `Accept`, in lower case, with their weights.

    A weight is 1 if it is absent, and 0 if it is not a number (RFC 9110, section 12.4.2).
    """
    texts = re.sub(r"\s*([,;])\s*", r"\1", value.lower()).split(",")
    items = (text.strip().partition(";q=") for text in texts)
    return [
        (item, _cap(weight.partition(";")[0], 1.0) or 0.0 if has_weight else 1.0)
        for item, has_weight, weight in items
    ]


def find_charset(headers: Any) -> str | None:
    """Return the charset that `Content-Type` declares, in lower case, or None."""
    content_type = _JOINT.join(get_values(headers, "Content-Type"))[:_LONGEST_TYPE]
    for parameter in content_type.replace(",", ";").split(";")[1:]:
        name, _, text = parameter.partition("=")
        if name.strip().lower() == "charset":
            return text.strip(" \t\"'").lower() or None
    return None


def read_retry_after(headers: Any) -> float | None:
    """Return the seconds that `Retry-After` asks to wait, or None if it is absent or invalid.

    A date in the past means 0 seconds (RFC 9110, section 10.2.3). If there are several values,
    which clients join with commas, the longest counts, so the wait satisfies every sender.
    """
    texts = [
        text.strip()
        for value in get_values(headers, "Retry-After")
        for text in value.split(",", MOST_PARTS)  # A date's weekday is a separate part.
    ]
    waits = [_parse_retry_after(text, headers) for text in texts[:MOST_PARTS]]
    return max((wait for wait in waits if wait is not None), default=None)


def _parse_retry_after(text: str, headers: Any) -> float | None:
    seconds = to_seconds(text)
    return _parse_date(text, headers) if seconds is None else seconds


def to_seconds(value: object) -> float | None:
    """Return a number, or a string of digits with at most one point, as seconds up to a day.

    Return None for anything else. RFC 9110 allows only whole seconds, but servers also send `2.5`.
    """
    return _cap(value, MOST_SECONDS)


def read_wait(value: object, unit: str, headers: Any) -> float | None:
    """Return the seconds that a field asks to wait, up to a day, or None if it is invalid.

    Args:
        value: The value of the field.
        unit: `seconds`, `milliseconds`, `epoch` (a time in seconds since 1970; one in the past
            means 0 seconds) or `duration` (a string such as `3.5s`).
        headers: The headers of the response. The wait until a time counts from its `Date`, or from
            now if it has none.
    """
    if unit == "duration":
        match = re.fullmatch(_DURATION, value.strip()) if isinstance(value, str) else None
        return None if match is None else to_seconds(match[1])
    if unit == "milliseconds":
        milliseconds = _cap(value, MOST_SECONDS * 1_000)
        return None if milliseconds is None else milliseconds / 1_000
    if unit == "epoch":
        moment = _cap(value, _LAST_MOMENT)
        return None if moment is None else _compute_wait(moment, headers)
    return to_seconds(value)


def _cap(value: object, most: float) -> float | None:
    """Return a non-negative number, or a string of digits, up to a limit; otherwise None."""
    if isinstance(value, str):
        digits = value.strip().replace(".", "", 1)
        value = float(value) if digits.isascii() and digits.isdigit() else None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not value >= 0:
        return None
    return float(min(value, most))


def _parse_date(text: str, headers: Any) -> float | None:
    """Return the seconds until a date, up to a day, or None if the string is not a date.

    They count from the response's `Date`, which comes from the same clock, so the local clock does
    not matter. They count from now if there is no `Date`, or if the two dates are so far apart that
    they cannot come from the same clock.
    """
    # Imported here: dates are rare.
    import time

    from .dates import parse_timestamp

    now = time.time()
    moment = parse_timestamp(text)
    if moment is None:
        return None
    date = _find_date(headers)
    if date is not None and abs(moment - date) <= MOST_SECONDS:
        now = date
    return min(max(0.0, moment - now), MOST_SECONDS)


def _compute_wait(moment: float, headers: Any) -> float:
    """Return the seconds from a response's `Date`, or from now if it has none, to a time."""
    import time

    now = time.time()
    date = _find_date(headers)
    return min(max(0.0, moment - (now if date is None else date)), MOST_SECONDS)


def _find_date(headers: Any) -> float | None:
    """Return the time when a response was received, by the clock of its `Date`."""
    from .dates import parse_timestamp

    dates = (parse_timestamp(text.strip()) for text in get_whole_and_parts(headers, "Date"))
    date = next((date for date in dates if date is not None), None)
    if date is None:
        return None
    ages = map(to_seconds, get_whole_and_parts(headers, "Age"))
    # `Age` is the time that the response spent in caches.
    return date + next((age for age in ages if age is not None), 0.0)
