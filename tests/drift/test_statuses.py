"""HTTP statuses are read from cells, headings and sentences."""

from __future__ import annotations

import pytest

from errsmith.drift.extraction.statuses import (
    find_labelled_status,
    find_status_beside,
    is_status,
    is_statuses,
    read_statuses,
)
from errsmith.drift.facts import Statuses


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("404", (404,)),
        (" 404 ", (404,)),
        ("`404`", (404,)),
        ("HTTP 404", (404,)),
        ("404 Not Found", (404,)),
        ("404 (Not Found)", (404,)),
        ("404: Not Found", (404,)),
        ("HTTP/1.1 404 Not Found", (404,)),
        ("HTTP status code 404", (404,)),
        ("status=404", (404,)),
        ("400, 404", (400, 404)),
        ("400/404", (400, 404)),
        ("400 / 404", (400, 404)),
        ("400 or 404", (400, 404)),
        ("400\n404", (400, 404)),
        ("400|404", (400, 404)),
        ("404, 400, 404", (404, 400)),
        ("4xx", ("4xx",)),
        ("5XX", ("5xx",)),
        ("4**", ("4xx",)),
        ("400, 5xx", (400, "5xx")),
        ("400-499", ("4xx",)),
        ("400 - 499", ("4xx",)),
        ("400\u2013499", ("4xx",)),
        ("400 to 499", ("4xx",)),
        ("400..499", ("4xx",)),
        ("400-499, 503", ("4xx", 503)),
        ("500-503", (500, 501, 502, 503)),
        ("502\u2013503", (502, 503)),
        ("599-400", ()),
        ("100", (100,)),
        ("200 OK", (200,)),
    ],
)
def test_read_statuses(text: str, statuses: Statuses) -> None:
    """A cell of statuses has one, several, or a range of them, with or without their names."""
    assert read_statuses(text) == statuses


@pytest.mark.parametrize(
    "text",
    ["", "-", "n/a", "none", "0", "42", "1404", "4040", "600", "999", "AUTH_404", "404_X"],
)
def test_read_statuses_of_other_text(text: str) -> None:
    """A number that is not a status is not read as one."""
    assert read_statuses(text) == ()


@pytest.mark.parametrize("text", ["404", "HTTP 404", "http404", "Status: 404", "4xx", "code 404"])
def test_is_status(text: str) -> None:
    """A text that is a status can have words that call it one."""
    assert is_status(text)


@pytest.mark.parametrize(
    "text", ["", "404 Not Found", "4040", "404_A", "600", "40", "E404", "404, 405", "a 404"]
)
def test_is_no_status(text: str) -> None:
    """A text with anything else is not a status."""
    assert not is_status(text)


@pytest.mark.parametrize("text", ["404 Not Found", "400-499 Client errors", "4xx", "HTTP 404: x"])
def test_is_statuses(text: str) -> None:
    """A text of statuses begins with one."""
    assert is_statuses(text)


@pytest.mark.parametrize("text", ["", "Not Found", "Not Found 404", "4040 Lost", "E404"])
def test_is_no_statuses(text: str) -> None:
    """A text that begins with something else is not one of statuses."""
    assert not is_statuses(text)


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("NOT_FOUND (404)", (404,)),
        ("NOT_FOUND [404]", (404,)),
        ("NOT_FOUND (HTTP 404)", (404,)),
        ("NOT_FOUND (HTTP status code: 404)", (404,)),
        ("NOT_FOUND (404 Not Found)", (404,)),
        ("NOT_FOUND (5xx)", ("5xx",)),
        ("404 NOT_FOUND", (404,)),
        ("404 - NOT_FOUND", (404,)),
        ("404: NOT_FOUND", (404,)),
        ("404 | NOT_FOUND", (404,)),
        ("HTTP 404 NOT_FOUND", (404,)),
        ("NOT_FOUND - HTTP 404", (404,)),
        ("NOT_FOUND, status 404", (404,)),
        ("NOT_FOUND status code: 404", (404,)),
        ("NOT_FOUND", ()),
        ("NOT_FOUND 404", ()),
        ("404", ()),
        ("NOT_FOUND (see 404)", ()),
        ("4040 - NOT_FOUND", ()),
        ("E404 - NOT_FOUND", ()),
        ("NOT_FOUND (4041)", ()),
    ],
)
def test_find_status_beside(text: str, statuses: Statuses) -> None:
    """A status beside a code comes first, is in brackets, or follows a word for it."""
    assert find_status_beside(text) == statuses


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("Returned with HTTP 404.", (404,)),
        ("The status code is set: status code 404 or HTTP status 410", (404, 410)),
        ("status: 404, status: 404", (404,)),
        ("More than 404 requests", ()),
        ("HTTP 4044", ()),
        ("HTTP 404.5", ()),
        ("", ()),
    ],
)
def test_find_labelled_status(text: str, statuses: Statuses) -> None:
    """In a sentence, a status follows a word for it."""
    assert find_labelled_status(text) == statuses
