"""`Retry-After`: how long a response asks you to wait (RFC 9110, section 10.2.3).

| rule of the SDK | tests |
|---|---|
| seconds are digits, perhaps with a decimal point, and nothing else | `seconds` |
| a date has any of the three forms of section 5.6.7 | `date` |
| a date is relative to the response's `Date` of the same clock, otherwise to now | `clock` |
| never negative, one day at most | `seconds`, `date`, `any_string` |
| the longest of several values counts, however a client represents them | `several` |
| otherwise, a field of the body with role `retry_after` | `field` |
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from email.utils import formatdate
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specimen_errors import idhub, retry_delay

DAY = 86_400.0
NOW = 1_795_600_000.0
"""Wed, 25 Nov 2026 09:46:40 GMT, at which `frozen` stops the clock."""


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop the clock."""
    monkeypatch.setattr(time, "time", lambda: NOW)


def read_delay(**headers: str) -> float | None:
    """Return the delay that a response with these headers asks for."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return idhub.parse(status=503, headers=sent).retry_after


def format_date(seconds: float) -> str:
    """Format a time some seconds after `NOW` as HTTP does."""
    return formatdate(NOW + seconds, usegmt=True)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        (" 120 ", 120.0),
        ("\t120", 120.0),
        ("007", 7.0),
        ("86400", DAY),
        ("86401", DAY),
        ("1795600000", DAY),
        ("99999999999999999999", DAY),
        ("9" * 5_000, DAY),
        ("0" * 5_000 + "7", 7.0),
        ("", None),
        ("-1", None),
        ("+5", None),
        ("2.5", 2.5),
        (" 2.5 ", 2.5),
        ("2.", 2.0),
        (".5", 0.5),
        ("0.0", 0.0),
        ("007.250", 7.25),
        ("86400.5", DAY),
        ("9" * 5_000 + ".5", DAY),
        ("0." + "0" * 5_000 + "1", 0.0),
        ("2." + "5" * 5_000, pytest.approx(2.5555555)),
        (".", None),
        ("2..5", None),
        ("2.5.1", None),
        ("2. 5", None),
        ("-2.5", None),
        ("+2.5", None),
        ("-0", None),
        ("2.5e3", None),
        ("2.5s", None),
        ("2_0.5", None),
        ("\uff12", None),
        ("\uff12.5", None),
        ("2\uff0e5", None),
        ("infinity", None),
        ("1e3", None),
        ("0x10", None),
        ("1_000", None),
        ("5s", None),
        ("5 6", None),
        ("inf", None),
        ("nan", None),
        ("soon", None),
        ("٣", None),
        ("²", None),
        ("x" * 100_000, None),
    ],
)
def test_retry_after_in_seconds(value: str, seconds: float | None) -> None:
    """A number of seconds is digits, perhaps with a decimal point, and one day at most."""
    assert read_delay(Retry_After=value) == seconds
    assert idhub.parse(status=503, headers=[("retry-after", value)]).retry_after == seconds


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("Wed, 25 Nov 2026 09:48:20 GMT", 100.0),
        ("Wednesday, 25-Nov-26 09:48:20 GMT", 100.0),
        ("Wed Nov 25 09:48:20 2026", 100.0),
        ("Thu Nov 26 00:00:00 2026", 51_200.0),
        ("Fri Nov  6 00:00:00 2026", 0.0),
        ("Wed, 25 Nov 2026 09:46:40 GMT", 0.0),
        ("Wed, 25 Nov 2026 09:46:39 GMT", 0.0),
        ("Fri, 01 Jan 1999 00:00:00 GMT", 0.0),
        ("Friday, 01-Jan-99 00:00:00 GMT", 0.0),
        ("Fri Jan  1 00:00:00 1999", 0.0),
        ("Fri, 01 Jan 2999 00:00:00 GMT", DAY),
        ("Fri, 31 Dec 9999 23:59:59 GMT", DAY),
        ("Mon, 01 Jan 0001 00:00:00 GMT", 0.0),
        # Two-digit years: up to 50 years ahead are in the future, 51 are in the past.
        ("Tuesday, 01-Jan-77 00:00:00 GMT", 0.0),
        # Forms that recipients should tolerate.
        ("wed, 25 nov 2026 09:48:20 gmt", 100.0),
        ("25 Nov 2026 09:48:20", 100.0),
        ("Sat, 25 Nov 2026 09:48:20 GMT", 100.0),
        ("Wed, 25 Nov 2026 09:48:20 UTC", 100.0),
        ("Wed, 25 Nov 2026 09:48:20 +0000", 100.0),
        ("Wed, 25 Nov 2026 11:48:20 +0200", 100.0),
        ("Wed, 25 Nov 2026 06:18:20 -0330", 100.0),
        # A date without a zone, or with an unknown one, is in GMT.
        ("Wed, 25 Nov 2026 09:48:20 CET", 100.0),
        # Not dates.
        ("Wed, 31 Nov 2026 09:48:20 GMT", None),
        ("Wed, 00 Nov 2026 09:48:20 GMT", None),
        ("Wed, 25 Foo 2026 09:48:20 GMT", None),
        ("Wed, 25 Nov 2026 24:48:20 GMT", None),
        ("Wed, 25 Nov 2026 09:60:20 GMT", None),
        ("Wed, 25 Nov 2026 09:48:61 GMT", None),
        ("Wed, 25 Nov 2026 09:48:20 +9900", None),
        ("Wed, ٢٥ Nov 2026 09:48:20 GMT", None),
        ("2026-11-25T09:48:20Z", None),
        ("25 Nov", None),
    ],
)
def test_retry_after_with_a_date(value: str, seconds: float | None) -> None:
    """The delay is the time left until the date; other strings are ignored."""
    assert read_delay(Retry_After=value) == seconds


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize("skew", [-7_200, -3, 3, 7_200, 10 * 365 * 86_400])
def test_retry_after_by_the_server_clock(skew: float) -> None:
    """A date is relative to the `Date` of the same response, whatever the local clock says."""
    assert read_delay(Retry_After=format_date(skew + 30), Date=format_date(skew)) == 30.0
    assert read_delay(Retry_After=format_date(skew), Date=format_date(skew)) == 0.0
    assert read_delay(Retry_After=format_date(skew - 30), Date=format_date(skew)) == 0.0


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize(
    "sent",
    ["Thu, 01 Jan 1970 00:00:00 GMT", format_date(-2 * DAY), format_date(2 * DAY), "now", "", "30"],
)
def test_retry_after_by_the_local_clock(sent: str) -> None:
    """An invalid `Date`, or one over a day from the requested time, is ignored."""
    assert read_delay(Retry_After=format_date(30), Date=sent) == 30.0
    assert read_delay(Retry_After=format_date(-30), Date=sent) == 0.0


@pytest.mark.usefixtures("frozen")
def test_retry_after_by_the_clock_of_a_cached_response() -> None:
    """A response from a cache was sent as long ago as `Age` says."""
    assert read_delay(Retry_After=format_date(100), Date=format_date(0), Age="40") == 60.0
    assert read_delay(Retry_After=format_date(100), Date=format_date(0), Age="400") == 0.0
    assert read_delay(Retry_After=format_date(100), Date=format_date(0), Age="old") == 100.0


@pytest.mark.usefixtures("frozen")
def test_retry_after_by_the_clock_of_joined_headers() -> None:
    """`Date` and `Age` may have been sent twice, and joined by the client."""
    repeated = f"{format_date(0)}, {format_date(0)}"
    assert read_delay(Retry_After=format_date(-30), Date=repeated) == 0.0
    assert (
        read_delay(
            Retry_After=format_date(7_230), Date=f"{format_date(7_200)}, {format_date(7_200)}"
        )
        == 30.0
    )
    assert read_delay(Retry_After=format_date(100), Date=repeated, Age="40, 40") == 60.0


def test_retry_after_in_seconds_ignores_the_clock() -> None:
    """Seconds count from the response's arrival, whatever `Date` says."""
    assert read_delay(Retry_After="30", Date=format_date(-500)) == 30.0


def test_retry_after_is_read_once() -> None:
    """The time left is computed on the first read, and stays the same."""
    headers = {"Retry-After": formatdate(time.time() + 100, usegmt=True)}
    error = idhub.parse(status=503, headers=headers)
    assert error.retry_after is not None
    assert 95 < error.retry_after <= 100
    assert error.retry_after == retry_delay(error) == error.retry_after


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize(
    ("values", "seconds"),
    [
        (["30", "5"], 30.0),
        (["5", "30"], 30.0),
        (["2.5", "3"], 3.0),
        (["3.5", "3"], 3.5),
        (["2.5", "2.5"], 2.5),
        (["soon", "5"], 5.0),
        (["-30", "5"], 5.0),
        (["soon", ""], None),
        (["5", format_date(30)], 30.0),
        ([format_date(30), "5"], 30.0),
        ([format_date(30), format_date(60)], 60.0),
        (["1"] * 15 + ["9"], 9.0),
        (["1"] * 16 + ["9"], 1.0),
        (["1"] * 100_000, 1.0),
    ],
    ids=lambda value: str(value)[:40],
)
def test_retry_after_with_several_values(values: list[str], seconds: float | None) -> None:
    """The longest of the first 16 values counts, joined by the client or not."""
    pairs = [("Retry-After", value) for value in values]
    for headers in (pairs, {"Retry-After": ", ".join(values)}, {"Retry-After": ",".join(values)}):
        assert idhub.parse(status=503, headers=headers).retry_after == seconds


@settings(deadline=None)
@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d\d [JN][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT"))
def test_retry_after_of_any_string(value: str) -> None:
    """Whatever the headers contain, the delay is None or between zero and one day."""
    for headers in (
        {"Retry-After": value},
        {"Retry-After": format_date(0), "Date": value, "Age": value},
    ):
        seconds = idhub.parse(status=503, headers=headers).retry_after
        assert seconds is None or 0 <= seconds <= DAY


@pytest.mark.parametrize(
    ("headers", "wait", "seconds"),
    [
        ({"Retry-After": "7"}, 3, 7.0),
        ({"Retry-After": "soon"}, 3, 3.0),
        ({}, 2.5, 2.5),
        ({}, "3", None),
        ({}, -1, None),
        ({}, True, None),
        ({}, 10**18, DAY),
        ({}, float("inf"), DAY),
        ({}, float("nan"), None),
    ],
)
def test_retry_after_of_a_field(
    acme: ModuleType, headers: Mapping[str, str], wait: object, seconds: float | None
) -> None:
    """The header takes precedence, then the field with that role."""
    error = acme.parse(status=429, headers=headers, body={"error": "new", "wait": wait})
    assert error.retry_after == seconds
