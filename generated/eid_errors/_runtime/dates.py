# Emitted by errsmith from its runtime/dates.py; do not edit.
# To change it, edit the runtime and run `errsmith generate`.
"""HTTP dates (RFC 9110, section 5.6.7)."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta, timezone

_LONGEST = 64
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = f"(?P<month>{'|'.join(_MONTHS)})"
_TIME = r"(?P<hour>\d\d):(?P<minute>[0-5]\d):(?P<second>[0-5]\d|60)"
_ZONE = r"(?: (?:GMT|UTC|(?P<zone>[+-]\d{4})))?"
_FORMS = (
    # `Sun, 06 Nov 1994 08:49:37 GMT`, and `Sunday, 06-Nov-94 08:49:37 GMT` as in RFC 850. The day
    # of the week adds nothing; zones other than GMT are what recipients are to be robust against.
    rf"(?:[a-z]+, *)?(?P<day>\d\d?)[ -]{_MONTH}[ -](?P<year>\d{{4}}|\d\d) {_TIME}{_ZONE}",
    # `Sun Nov  6 08:49:37 1994`, as C writes it.
    rf"[a-z]+ {_MONTH} +(?P<day>\d\d?) {_TIME} (?P<year>\d{{4}})",
)
_DIGITS_OF_YEAR = 4
_MOST_YEARS_AHEAD = 50


def timestamp_of(text: str, now: float) -> float | None:
    """Give the moment that an HTTP date names, in seconds since 1970; None if it is no date.

    A year of two digits is the last one, up to 50 years after `now`, that ends in them.
    """
    if len(text) > _LONGEST:
        return None
    found = (re.fullmatch(form, text, re.ASCII | re.IGNORECASE) for form in _FORMS)
    match = next((one for one in found if one), None)
    if match is None:
        return None
    year = int(match["year"])
    if len(match["year"]) < _DIGITS_OF_YEAR:
        last = time.gmtime(now).tm_year + _MOST_YEARS_AHEAD
        year = last - (last - year) % 100
    month = _MONTHS.index(match["month"].lower()) + 1
    zone = match.groupdict().get("zone") or "+0000"
    try:
        ahead = timezone(timedelta(hours=int(zone[:3]), minutes=int(zone[0] + zone[3:])))
        hour = datetime(year, month, int(match["day"]), int(match["hour"]), tzinfo=ahead)
    except ValueError:  # Such as a 31st of June.
        return None
    # `datetime` knows no second 60, which is the first one of the next minute.
    return hour.timestamp() + 60 * int(match["minute"]) + int(match["second"])
