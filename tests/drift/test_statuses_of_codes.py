"""The status of a code is found wherever a page states it, and nowhere else."""

from __future__ import annotations

import pytest

from tests.drift.extracting import find_code, map_statuses, read

# --- where they are ------------------------------------------------------------------------------

FOUND = {
    "column": """\
        | Code | Status |
        |---|---|
        | CARD_BLOCKED | 403 |
        | NO_FUNDS | 402 |
        """,
    "column with names": """\
        | HTTP status code | Error code |
        |---|---|
        | 403 Forbidden | CARD_BLOCKED |
        | 402 Payment Required | NO_FUNDS |
        """,
    "column without a header": """\
        | Code | | Description |
        |---|---|---|
        | CARD_BLOCKED | 403 | The card is blocked. |
        | NO_FUNDS | 402 | There is nothing left. |
        """,
    "brackets in the cell": """\
        | Code | Description |
        |---|---|
        | CARD_BLOCKED (403) | The card is blocked. |
        | NO_FUNDS (402) | There is nothing left. |
        """,
    "key": """\
        Code: CARD_BLOCKED
        HTTP Status: 403

        Code: NO_FUNDS
        HTTP Status: 402
        """,
    "key before the code": """\
        Code: CARD_BLOCKED | HTTP Status: 403

        Code: NO_FUNDS | HTTP Status: 402
        """,
    "brackets in an item": """\
        - `CARD_BLOCKED` (403): the card is blocked
        - `NO_FUNDS` (402): there is nothing left
        """,
    "words in an item": """\
        - CARD_BLOCKED: the card is blocked, sent with HTTP 403
        - NO_FUNDS: there is nothing left, sent with HTTP 402
        """,
    "line below an item": """\
        - CARD_BLOCKED
          (403) The card is blocked.
        - NO_FUNDS
          (402) There is nothing left.
        """,
    "items around": """\
        - 403 Forbidden
          - CARD_BLOCKED: the card is blocked
        - 402 Payment Required
          - NO_FUNDS: there is nothing left
        """,
    "headings of sections": """\
        ## 403 Forbidden

        | Code | Description |
        |---|---|
        | CARD_BLOCKED | The card is blocked. |

        ## 402 Payment Required

        | Code | Description |
        |---|---|
        | NO_FUNDS | There is nothing left. |
        """,
    "headings with brackets": """\
        ## Forbidden (403)

        | Code | Description |
        |---|---|
        | CARD_BLOCKED | The card is blocked. |

        ## Payment Required (402)

        | Code | Description |
        |---|---|
        | NO_FUNDS | There is nothing left. |
        """,
    "headings of the codes": """\
        ## CARD_BLOCKED (403)

        The card is blocked.

        ## NO_FUNDS (402)

        There is nothing left.
        """,
    "keys below headings": """\
        ## CARD_BLOCKED

        **HTTP status:** 403

        ## NO_FUNDS

        **HTTP status:** 402
        """,
    "lines above tables": """\
        403 Forbidden

        | Code | Description |
        |---|---|
        | CARD_BLOCKED | The card is blocked. |

        402 Payment Required

        | Code | Description |
        |---|---|
        | NO_FUNDS | There is nothing left. |
        """,
}


@pytest.mark.parametrize("page", FOUND.values(), ids=FOUND)
def test_status_of_code(page: str) -> None:
    """The status of a code is found beside it, in its description, above it and around it."""
    assert map_statuses(read(page)) == {"CARD_BLOCKED": (403,), "NO_FUNDS": (402,)}


def test_status_at_start_of_description_of_item() -> None:
    """An item's description can begin with the status."""
    facts = read("""\
        - CARD_BLOCKED: 403 - the card is blocked
        - NO_FUNDS: 402 - there is nothing left
        """)
    assert map_statuses(facts) == {"CARD_BLOCKED": (403,), "NO_FUNDS": (402,)}


@pytest.mark.parametrize("separator", [" - ", " ", ": ", " \u2013 "])
def test_status_at_start_of_heading(separator: str) -> None:
    """A heading can begin with the status, which is not a code."""
    facts = read(f"""\
        # Errors

        ## 403{separator}CARD_BLOCKED

        The card is blocked.

        ## 402{separator}NO_FUNDS

        There is nothing left.
        """)
    assert map_statuses(facts) == {"CARD_BLOCKED": (403,), "NO_FUNDS": (402,)}


@pytest.mark.parametrize(
    "template",
    [
        "## `{code}` \u2014 {status} Forbidden\n\nNo.\n\n",
        "## {code} - {status}\n\nNo.\n\n",
        "## {code}: {status}\n\nNo.\n\n",
        "- {code} \u2014 {status}\n",
        "- `{code}`: {status}\n",
        "- {code}, {status}: no\n",
    ],
)
def test_status_after_separator(template: str) -> None:
    """A heading or an item can have the status after the code, without brackets."""
    statuses = {"CARD_BLOCKED": 403, "NO_FUNDS": 402}
    page = "".join(template.format(code=code, status=status) for code, status in statuses.items())
    facts = read(f"# Errors\n\n{page}")
    assert map_statuses(facts) == {"CARD_BLOCKED": (403,), "NO_FUNDS": (402,)}


@pytest.mark.parametrize("heading", ["400, 404", "400 or 404", "400 / 404"])
def test_several_statuses_in_heading(heading: str) -> None:
    """A section can be about several statuses."""
    facts = read(f"# Errors\n\n## {heading}\n\n- CARD_BLOCKED: no\n- NO_FUNDS: no\n")
    assert map_statuses(facts) == {"CARD_BLOCKED": (400, 404), "NO_FUNDS": (400, 404)}


FOUND_IN_FILES = {
    "title rows": (
        "page.html",
        """\
        <table><tr><th>Code</th><th>Description</th></tr>
        <tr><td colspan=2>403 Forbidden</td></tr>
        <tr><td>CARD_BLOCKED</td><td>The card is blocked.</td></tr>
        <tr><td colspan=2>402 Payment Required</td></tr>
        <tr><td>NO_FUNDS</td><td>There is nothing left.</td></tr></table>
        """,
    ),
    "spans": (
        "page.html",
        """\
        <table><tr><th>Status</th><th>Code</th></tr>
        <tr><td rowspan=2>403</td><td>CARD_BLOCKED</td></tr>
        <tr><td>CARD_EXPIRED</td></tr>
        <tr><td>402</td><td>NO_FUNDS</td></tr></table>
        """,
    ),
    "keys": ("page.json", '{"403": {"code": "CARD_BLOCKED"}, "402": {"code": "NO_FUNDS"}}'),
    "keys around lists": ("page.json", '{"403": ["CARD_BLOCKED"], "402": ["NO_FUNDS"]}'),
    "values": (
        "page.json",
        '[{"code": "CARD_BLOCKED", "status": 403}, {"code": "NO_FUNDS", "status": 402}]',
    ),
    "values of keys": ("page.yaml", "CARD_BLOCKED: {httpStatus: 403}\nNO_FUNDS: {httpStatus: 402}"),
    "arguments": (
        "Errors.java",
        'enum Errors {\n  CARD_BLOCKED(403, "Blocked"),\n  NO_FUNDS(402, "Empty");\n}\n',
    ),
    "later arguments": (
        "Errors.java",
        'enum Errors {\n  CARD_BLOCKED("Blocked", 403),\n  NO_FUNDS("Empty", 402);\n}\n',
    ),
}


@pytest.mark.parametrize(("name", "page"), FOUND_IN_FILES.values(), ids=FOUND_IN_FILES)
def test_status_of_code_in_file(name: str, page: str) -> None:
    """In files of other formats, spans, keys, and arguments of constants have statuses."""
    statuses = map_statuses(read(page, name))
    statuses.pop("CARD_EXPIRED", None)
    assert statuses == {"CARD_BLOCKED": (403,), "NO_FUNDS": (402,)}


# --- where they are not --------------------------------------------------------------------------


LIST = "- CARD_BLOCKED: {}\n- NO_FUNDS: no\n"
HEADINGS = "## CARD_BLOCKED\n\n{}\n\n## NO_FUNDS\n\nNo.\n"


@pytest.mark.parametrize(
    ("template", "description"),
    [
        (LIST, "At most 404 cards per account."),
        (LIST, "Sent with HTTP 200, like any answer."),
        (LIST, "See RFC 404."),
        (LIST, "The amount is above 500 EUR."),
        (LIST, "It was sent with HTTP 301 for long."),
        (LIST, "Either HTTP 404 or HTTP 410, by the card's age."),
        (HEADINGS, "At most 404 cards per account."),
        (HEADINGS, "Sent with HTTP 200, like any answer."),
        (HEADINGS, "It was sent with HTTP 301 for long."),
        (HEADINGS, "See RFC 404."),
        (HEADINGS, "The amount is above 500 EUR."),
        (HEADINGS, "Either HTTP 404 or HTTP 410, by the card's age."),
    ],
)
def test_number_in_description(template: str, description: str) -> None:
    """A number in a sentence is not a status, nor are statuses that are not those of errors."""
    facts = read(template.format(description))
    assert find_code(facts, "CARD_BLOCKED").statuses == ()


def test_description_in_table_mentions_status() -> None:
    """A sentence in another column does not state the status of a code."""
    facts = read("""\
        | Code | Description |
        |---|---|
        | CARD_BLOCKED | Unlike HTTP 404, this is about the card. |
        | NO_FUNDS | An HTTP 500 would be our fault. |
        """)
    assert map_statuses(facts) == {"CARD_BLOCKED": (), "NO_FUNDS": ()}


def test_code_is_number() -> None:
    """A code that is a number is not a status."""
    facts = read(
        "- 404: the card is blocked\n- 405: no\n- 406 (409): no\n", codes=("404", "405", "406")
    )
    assert map_statuses(facts) == {"404": (), "405": (), "406": (409,)}


def test_empty_status_column() -> None:
    """A code without a status in the column of statuses has none."""
    facts = read("""\
        # Errors (400)

        | Code | Status | Description |
        |---|---|---|
        | CARD_BLOCKED | 403 | The card is blocked. |
        | NO_FUNDS | - | Sent with HTTP 402. |
        """)
    assert map_statuses(facts) == {"CARD_BLOCKED": (403,), "NO_FUNDS": ()}


def test_status_is_code() -> None:
    """Where the statuses are the codes, no code has a status."""
    facts = read(
        "| Code | Description |\n|---|---|\n| 404 | No such card. |\n| 409 | Closed. |\n",
        codes=("404", "409"),
        envelope='[[envelopes]]\nid = "status"\ncode = { status = true }\n',
    )
    assert map_statuses(facts) == {"404": (), "409": ()}


def test_statuses_of_code_documented_twice() -> None:
    """A code that is documented twice has the statuses of both places."""
    facts = read("""\
        | Code | Status |
        |---|---|
        | CARD_BLOCKED | 403 |
        | NO_FUNDS | 402 |
        | CARD_BLOCKED | 409 |
        """)
    assert map_statuses(facts) == {"CARD_BLOCKED": (403, 409), "NO_FUNDS": (402,)}


def test_unusual_statuses() -> None:
    """Ranges and several statuses are read from a column."""
    facts = read("""\
        | Code | Status |
        |---|---|
        | CARD_BLOCKED | 400-499 |
        | NO_FUNDS | 402 or 409 |
        | TOO_FAST | 4xx, 503 |
        """)
    assert list(map_statuses(facts).values()) == [("4xx",), (402, 409), ("4xx", 503)]
