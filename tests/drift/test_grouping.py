"""Groups and categories of codes are found around them, and categories in tables of their own."""

from __future__ import annotations

import pytest

from errsmith.drift.facts import Statuses
from tests.drift.extracting import list_codes, map_categories, map_groups, read

TABLES = """\
    [groups.cards]
    summary = "Cards."

    [groups.stock_orders]
    summary = "Orders."
    """
GROUPS = {"CARD_BLOCKED": "cards", "NO_FUNDS": "cards", "ORDER_CLOSED": "stock_orders"}

GROUP_PAGES = {
    "headings": """\
        # Errors

        ## Cards

        | Code | Meaning |
        |---|---|
        | CARD_BLOCKED | It is blocked. |
        | NO_FUNDS | It is empty. |

        ## Stock orders

        | Code | Meaning |
        |---|---|
        | ORDER_CLOSED | It was delivered. |
        """,
    "marked headings": """\
        # Errors

        ## `cards`

        - CARD_BLOCKED: it is blocked
        - NO_FUNDS: it is empty

        ## `stock_orders`:

        - ORDER_CLOSED: it was delivered
        """,
    "items around": """\
        - cards
          - CARD_BLOCKED: it is blocked
          - NO_FUNDS: it is empty
        - `stock-orders`:
          - ORDER_CLOSED: it was delivered
        """,
    "column": """\
        | Group | Code |
        |---|---|
        | cards | CARD_BLOCKED |
        | Cards | NO_FUNDS |
        | stock_orders | ORDER_CLOSED |
        """,
    "title rows": """\
        | Code | Meaning |
        |---|---|
        | **Cards** | |
        | CARD_BLOCKED | It is blocked. |
        | NO_FUNDS | It is empty. |
        | **Stock orders** |
        | ORDER_CLOSED | It was delivered. |
        """,
    "lines above tables": """\
        Cards:

        | Code | Meaning |
        |---|---|
        | CARD_BLOCKED | It is blocked. |
        | NO_FUNDS | It is empty. |

        Stock orders:

        | Code | Meaning |
        |---|---|
        | ORDER_CLOSED | It was delivered. |
        """,
    "keys": """\
        Code: CARD_BLOCKED
        Group: cards

        Code: NO_FUNDS
        Group: cards

        Code: ORDER_CLOSED
        Group: stock_orders
        """,
}


@pytest.mark.parametrize("page", GROUP_PAGES.values(), ids=GROUP_PAGES)
def test_group(page: str) -> None:
    """The group of a code is found around it, above it, or in its column."""
    assert map_groups(read(page, tables=TABLES)) == GROUPS


@pytest.mark.parametrize(
    ("name", "page"),
    [
        (
            "page.json",
            (
                '{"cards": {"CARD_BLOCKED": {"text": "a"}, "NO_FUNDS": {"text": "b"}},'
                ' "stock_orders": {"ORDER_CLOSED": {"text": "c"}}}'
            ),
        ),
        ("page.json", '{"cards": ["CARD_BLOCKED", "NO_FUNDS"], "stock_orders": ["ORDER_CLOSED"]}'),
        (
            "page.yaml",
            (
                "- {code: CARD_BLOCKED, domain: cards}\n- {code: NO_FUNDS, domain: cards}\n"
                "- {code: ORDER_CLOSED, domain: stock_orders}\n"
            ),
        ),
        (
            "page.html",
            (
                "<table><tr><th>Code<th>Meaning<tr><td colspan=2>Cards<tr><td>CARD_BLOCKED<td>a<tr>"
                "<td>NO_FUNDS<td>b<tr><td colspan=2>Stock orders<tr><td>ORDER_CLOSED<td>c</table>"
            ),
        ),
    ],
    ids=["keys", "keys of lists", "values", "title rows"],
)
def test_group_in_file(name: str, page: str) -> None:
    """Keys and rows across a table name the group of what is below them."""
    assert map_groups(read(page, name, tables=TABLES)) == GROUPS


def test_nearest_group() -> None:
    """Of nested sections, the nearest that names a group decides."""
    facts = read(
        "# Cards\n\n## Stock orders\n\n### Details\n\n- ORDER_CLOSED: no\n- NO_FUNDS: no\n",
        tables=TABLES,
    )
    assert set(map_groups(facts).values()) == {"stock_orders"}


@pytest.mark.parametrize("heading", ["Errors", "Errors of cards and others", "Discards", "Card"])
def test_no_group(heading: str) -> None:
    """A heading that does not consist of a group's name names none."""
    facts = read(f"# {heading}\n\n- CARD_BLOCKED: no\n- NO_FUNDS: no\n", tables=TABLES)
    assert set(map_groups(facts).values()) == {None}


def test_unknown_group_in_column() -> None:
    """An unknown group is only read from a declared column."""
    page = "| Code | Module |\n|---|---|\n| CARD_BLOCKED | cards |\n| NO_FUNDS | money |\n"
    assert map_groups(read(page, tables=TABLES)) == {"CARD_BLOCKED": "cards", "NO_FUNDS": None}
    facts = read(page, tables=TABLES, extract='group = "Module"')
    assert map_groups(facts) == {"CARD_BLOCKED": "cards", "NO_FUNDS": "money"}


def test_groups_are_no_codes() -> None:
    """A table of groups does not define codes."""
    facts = read(
        """\
        | Error type | Meaning |
        |---|---|
        | cards | The card. |
        | stock_orders | The order. |

        | Error code | Meaning |
        |---|---|
        | CARD_BLOCKED | It is blocked. |
        | NO_FUNDS | It is empty. |
        | NEW_ONE | It is new. |
        """,
        tables=TABLES,
    )
    assert list_codes(facts) == ["CARD_BLOCKED", "NO_FUNDS", "NEW_ONE"]


# --- categories ----------------------------------------------------------------------------------

CATEGORIES = """\
    [categories.client]
    title = "Client errors"

    [categories.server]
    title = "Server errors"

    [categories.limit]
    """


@pytest.mark.parametrize(
    "page",
    [
        """\
        | Code | Category |
        |---|---|
        | CARD_BLOCKED | Client errors |
        | WAREHOUSE_DOWN | `server` |
        """,
        """\
        ## Client errors

        - CARD_BLOCKED: no

        ## Server

        - WAREHOUSE_DOWN: no
        """,
        """\
        Code: CARD_BLOCKED
        Category: client

        Code: WAREHOUSE_DOWN
        Category: SERVER
        """,
    ],
    ids=["column", "sections", "keys"],
)
def test_category(page: str) -> None:
    """The category of a code is named by its id or title in a column, key or heading."""
    facts = read(page, tables=CATEGORIES)
    assert map_categories(facts) == {"CARD_BLOCKED": "client", "WAREHOUSE_DOWN": "server"}


def test_unknown_category() -> None:
    """A category that the registry does not have is what the page calls it."""
    page = "| Code | Category |\n|---|---|\n| CARD_BLOCKED | client |\n| NO_FUNDS | Bank |\n"
    facts = read(page, tables=CATEGORIES)
    assert map_categories(facts) == {"CARD_BLOCKED": "client", "NO_FUNDS": "Bank"}


def test_no_categories() -> None:
    """A registry without categories does not compare them."""
    page = "| Code | Category |\n|---|---|\n| CARD_BLOCKED | client |\n| NO_FUNDS | Bank |\n"
    assert map_categories(read(page)) == {"CARD_BLOCKED": None, "NO_FUNDS": None}


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("400-499", ("4xx",)),
        ("4xx", ("4xx",)),
        ("400, 404", (400, 404)),
        ("502-503", (502, 503)),
        ("400-499 except 429", ("4xx", 429)),
        ("", ()),
    ],
)
def test_category_table(text: str, statuses: Statuses) -> None:
    """A table of categories has their statuses and retry advice."""
    facts = read(
        f"""\
        # Categories

        | Category | HTTP status | Retry |
        |---|---|---|
        | Client errors | {text} | Never |
        | server | 500-599 | With backoff |
        | other | 600 | Maybe |

        # Codes

        | Code | Category |
        |---|---|
        | CARD_BLOCKED | client |
        | NO_FUNDS | client |
        """,
        tables=CATEGORIES,
        extract='retries = { never = "never", "with backoff" = "backoff" }',
    )
    assert [(c.id, c.line, c.statuses, c.retry) for c in facts.categories] == [
        ("client", 5, statuses, "never"),
        ("server", 6, ("5xx",), "backoff"),
    ]
    assert list_codes(facts) == ["CARD_BLOCKED", "NO_FUNDS"]


def test_category_data() -> None:
    """A data file can describe categories, too."""
    page = (
        '{"categories": {"client": {"status": "4xx"}, "server": {"status": [500, 503]}},\n'
        '"errors": {"CARD_BLOCKED": {"category": "client"}, "NO_FUNDS": {"category": "client"}}}'
    )
    facts = read(page, "page.json", tables=CATEGORIES)
    assert [(c.id, c.statuses) for c in facts.categories] == [
        ("client", ("4xx",)),
        ("server", (500, 503)),
    ]
    assert map_categories(facts) == {"CARD_BLOCKED": "client", "NO_FUNDS": "client"}


def test_category_column_describes_none() -> None:
    """A column of a table of codes that repeats categories does not describe them."""
    facts = read(
        """\
        | Code | Category | Status |
        |---|---|---|
        | CARD_BLOCKED | client | 403 |
        | NO_FUNDS | client | 402 |
        | WAREHOUSE_DOWN | server | 503 |
        """,
        tables=CATEGORIES,
    )
    assert facts.categories == ()
