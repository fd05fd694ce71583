"""Of all the places where codes could stand, those are chosen that define them."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import dedent

import pytest

from errsmith.drift.pinning import pin
from tests.drift.extracting import CODES, list_chosen, list_codes, map_statuses, read

TABLE = """\
# Errors

| Code | Meaning |
|---|---|
| CARD_BLOCKED | It is blocked. |
| CARD_EXPIRED | It is too old. |
| NO_FUNDS | It is empty. |
| ORDER_CLOSED | It was delivered. |
| NEW_ONE | It is new. |
"""
DEFINED = ["CARD_BLOCKED", "CARD_EXPIRED", "NO_FUNDS", "ORDER_CLOSED", "NEW_ONE"]

TRAPS = {
    "parameters": """\
        ## Parameters

        | Parameter | Type | Required | Description |
        |---|---|---|---|
        | order_id | string | yes | The order. |
        | card_token | string | no | The card. |
        """,
    "fields with a name": """\
        ## Response

        | Name | Type | Description |
        |---|---|---|
        | error_code | string | The code. |
        | trace_id | string | The trace. |
        """,
    "fields of the error": """\
        ## Error object

        | Field | Description |
        |---|---|
        | `error_code` | The code. |
        | `error_message` | The message. |
        """,
    "statuses": """\
        ## HTTP status codes

        | Code | Meaning |
        |---|---|
        | 400 | The request is wrong. |
        | 401 | The key is wrong. |
        | 500 | We are wrong. |
        """,
    "statuses with names": """\
        ## HTTP status codes

        | Code | Name |
        |---|---|
        | 400 | BAD_REQUEST |
        | 401 | UNAUTHORIZED |
        | 500 | INTERNAL_SERVER_ERROR |
        """,
    "items of statuses": """\
        ## Statuses

        - 400: the request is wrong
        - 401: the key is wrong
        - 500: we are wrong
        """,
    "webhook events": """\
        ## Webhooks

        | Event | Description |
        |---|---|
        | ORDER_CREATED | There is an order. |
        | ORDER_PAID | It was paid. |
        """,
    "items of events": """\
        ## Webhook events

        - `order.created`: there is an order
        - `order.paid`: it was paid
        """,
    "enumeration": """\
        ## Currencies

        | Currency | Name |
        |---|---|
        | EUR | Euro |
        | SEK | Swedish krona |
        """,
    "enumeration with weak header": """\
        ## Order states

        | Value | Meaning |
        |---|---|
        | OPEN | It can be changed. |
        | IN_DELIVERY | It is on its way. |
        """,
    "countries": """\
        ## Countries

        | Country code | Country |
        |---|---|
        | SE | Sweden |
        | FI | Finland |
        """,
    "constants of an example": """\
        ## Example

        ```python
        MAX_RETRIES = 3
        BASE_URL = "https://acme.example"
        ```
        """,
    "environment": """\
        ## Configuration

        - `ACME_API_KEY`: the key
        - `ACME_TIMEOUT`: seconds to wait
        """,
    "changelog": """\
        ## Changelog

        - 2026-01-02: added OTHER_ONE
        - v2.1: removed OLD_ONE
        """,
    "bank codes": """\
        ## Bank codes

        | Code | Bank |
        |---|---|
        | NORDEA_SE | Nordea |
        | SEB_SE | SEB |
        """,
    "scopes": """\
        ## Scopes

        | Scope | Description |
        |---|---|
        | orders.read | Read orders. |
        | orders.write | Write orders. |
        """,
    "example response": """\
        ## Example

        ```json
        {"code": "SAMPLE_ONE", "field": "order_id"}
        ```
        """,
    "keys in text": """\
        ## Support

        Email: help@acme.example
        Phone: 12345
        Hours: 9-17
        """,
    "glossary": """\
        ## Glossary

        - **PSP**: a payment service provider
        - **3DS**: a way to prove who you are
        """,
    "headings of the page": """\
        ## FAQ

        ### Rate-limits

        Ten a second.

        ### OAuth2

        We use it.
        """,
}


@pytest.mark.parametrize("is_above", [False, True], ids=["below", "above"])
@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS)
def test_trap(trap: str, is_above: bool) -> None:  # noqa: FBT001
    """Words that look like codes are not read beside the table that has the known ones."""
    page = "\n".join([dedent(trap), TABLE] if is_above else [TABLE, dedent(trap)])
    assert list_codes(read(page)) == DEFINED


STATUSES_ALONE = {
    "names in a column": "| Status | Name |\n|---|---|\n| 404 | NOT_FOUND |\n| 410 | GONE |\n",
    "names as errors": "| Error | Status |\n|---|---|\n| Forbidden | 403 |\n| Gone | 410 |\n",
    "one cell": "| Code | Use |\n|---|---|\n| 403 Forbidden | No. |\n| 410 Gone | No. |\n",
    "items": "- 404 `NOT_FOUND`\n- 410 `GONE`\n- 504: GATEWAY_TIMEOUT\n",
    "headings": "## 404 NOT_FOUND\n\nNo.\n\n## 502 BAD_GATEWAY\n\nNo.\n\n## 504 GATEWAY_TIMEOUT\n",
    "lines": "404 NOT_FOUND\n\n502 BAD_GATEWAY\n\n413 PAYLOAD_TOO_LARGE\n",
}


@pytest.mark.parametrize("page", STATUSES_ALONE.values(), ids=STATUSES_ALONE)
def test_names_of_statuses_alone(page: str) -> None:
    """HTTP statuses with their reason phrases are not codes, even on a page about errors."""
    assert list_codes(read(f"# Error codes\n\n{page}")) == []


def test_codes_like_names_of_statuses() -> None:
    """A column for codes can have codes that are also names of statuses."""
    page = "# Errors\n\n| Code | Status |\n|---|---|\n| NOT_FOUND | 404 |\n| BAD_REQUEST | 400 |\n"
    assert list_codes(read(page)) == ["NOT_FOUND", "BAD_REQUEST"]


@pytest.mark.parametrize("trap", [*TRAPS.values(), ""], ids=[*TRAPS, "nothing"])
def test_trap_alone(trap: str) -> None:
    """Without any known code, such a page defines none."""
    assert list_codes(read(f"# Manual\n\n{dedent(trap)}")) == []


@pytest.mark.parametrize(
    "trap",
    [
        "## Order states\n\n| Code | Meaning |\n|---|---|\n| open | New. |\n| sent | Gone. |\n",
        "## Delivery codes\n\n| Code | Meaning |\n|---|---|\n| 17 | Home. |\n| 18 | Shop. |\n",
        "## Payment methods\n\n| Code | Meaning |\n|---|---|\n| visa | Visa. |\n| dc | Diners. |\n",
    ],
)
def test_enumeration_with_same_header(trap: str) -> None:
    """Values that do not look like the known codes are none, even with the same header."""
    assert list_codes(read(f"{TABLE}\n{trap}")) == DEFINED


# --- several places ------------------------------------------------------------------------------


def test_tables_of_sections() -> None:
    """Tables with the same header are all read, also one without known codes."""
    page = "# Errors\n\n" + "".join(
        f"## Part {number}\n\n| Code | Status |\n|---|---|\n"
        + "".join(f"| {code} | 400 |\n" for code in codes)
        + "\n"
        for number, codes in enumerate((CODES[:2], CODES[2:4], CODES[4:], ["NEW_ONE", "NEW_TWO"]))
    )
    assert list_codes(read(page)) == [*CODES, "NEW_ONE", "NEW_TWO"]


def test_lists_of_sections() -> None:
    """Lists below headings of the same level are all read."""
    page = "# Errors\n\n" + "".join(
        f"## Part {number}\n\n" + "".join(f"- `{code}`: no\n" for code in codes) + "\n"
        for number, codes in enumerate((CODES[:2], CODES[2:4], CODES[4:], ["NEW_ONE", "NEW_TWO"]))
    )
    assert list_codes(read(page)) == [*CODES, "NEW_ONE", "NEW_TWO"]


def test_places_of_different_kinds() -> None:
    """Places of different kinds are read if each has known codes of its own."""
    rows = "".join(f"| {code} | 400 |\n" for code in CODES[:3])
    items = "".join(f"- `{code}` (409): no\n" for code in CODES[3:])
    facts = read(f"# Errors\n\n| Code | Status |\n|---|---|\n{rows}\n## More errors\n\n{items}")
    assert list_codes(facts) == list(CODES)
    assert {carrier.kind for carrier in list_chosen(facts)} == {"table", "list"}
    assert map_statuses(facts) == dict.fromkeys(CODES[:3], (400,)) | dict.fromkeys(
        CODES[3:], (409,)
    )


def test_section_with_one_code() -> None:
    """A section with one code is read if the other sections are made like it."""
    page = "## Cards\n\n- CARD_BLOCKED: no\n- NO_FUNDS: no\n\n## Orders\n\n- ORDER_CLOSED: no\n"
    assert list_codes(read(page)) == ["CARD_BLOCKED", "NO_FUNDS", "ORDER_CLOSED"]


@pytest.mark.parametrize("code", ["ERROR_{}", "error_{}", "Code-{}", "STATUS_{}"])
@pytest.mark.parametrize("line", ["{}: no", "{} - no"])
def test_codes_that_begin_like_labels(code: str, line: str) -> None:
    """Codes that begin with a word of labels are read from lines."""
    codes = [code.format(number) for number in (1001, 1002, 1003)]
    page = "# Errors\n\n" + "\n\n".join(map(line.format, codes))
    assert list_codes(read(page, codes=codes)) == codes


@pytest.mark.parametrize("codes", [("card_blocked", "no_funds"), ("cardBlocked", "noFunds")])
def test_key_around_codes(codes: tuple[str, ...]) -> None:
    """The key of a mapping of codes is not a code."""
    page = "errors:\n" + "".join(f"  {code}:\n    status: 400\n" for code in codes)
    assert list_codes(read(page, "page.yaml", codes=codes)) == list(codes)


def test_bank_codes_with_same_header() -> None:
    """Codes of banks are not errors, even if they look like them in a table like theirs."""
    trap = "## Bank codes\n\n| Code | Meaning |\n|---|---|\n| NORDEA_SE | Nordea. |\n"
    assert list_codes(read(f"{TABLE}\n{trap}")) == DEFINED


def test_section_that_repeats_a_table() -> None:
    """A section like many others is read even if a table has most of its codes."""
    others = [f"STORE_{name}" for name in ("SHUT", "FULL", "SOLD", "LOST", "MOVED", "LATE")]
    sections = [others[:2], others[2:4], others[4:], [*CODES[:2], "CARD_NEW"]]
    page = "# Errors\n\n" + "".join(
        f"## Part {number}\n\n" + "".join(f"### {code}\n\nNo.\n\n" for code in codes)
        for number, codes in enumerate(sections)
    )
    rows = "".join(f"| {code} | No. |\n" for code in CODES)
    page += f"## All\n\n| Code | Meaning |\n|---|---|\n{rows}"
    codes = [code for section in sections for code in section]
    assert set(list_codes(read(page, codes=codes))) == {*codes, *CODES}


def test_sections_about_something_else() -> None:
    """A section with a known code is read if many sections are made like it."""
    sections = {
        "Cards": CODES[:2],
        "Orders": CODES[2:4],
        "Stores": ("STORE_SHUT", "STORE_FULL"),
        "Webhook payload": (CODES[4], "NEW_ONE"),
    }
    page = "# Shop\n\n" + "".join(
        f"## {title}\n\n" + "".join(f"### {code}\n\nNo.\n\n" for code in codes)
        for title, codes in sections.items()
    )
    known = [*CODES, "STORE_SHUT", "STORE_FULL"]
    expected = [code for codes in sections.values() for code in codes]
    assert list_codes(read(page, codes=known)) == expected


def test_statuses_beside_numbers() -> None:
    """HTTP statuses are not codes, even if codes are numbers and one of them is a status."""
    codes = ["429", "10001", "10002", "10003"]
    statuses = "".join(f"| {status} | No. |\n" for status in (400, 401, 403, 404, 429))
    rows = "".join(f"| {code} | No. |\n" for code in [*codes, "110"])
    header = "| Code | Meaning |\n|---|---|\n"
    page = f"# Errors\n\n## HTTP codes\n\n{header}{statuses}\n## Trading\n\n{header}{rows}"
    assert list_codes(read(page, codes=codes)) == [*codes, "110"]


def test_unusual_label_of_codes() -> None:
    """A label that usually labels texts labels codes where a place like it has known ones."""
    header = "| Message | Meaning |\n|---|---|\n"
    rows = "".join(f"| {code} | No. |\n" for code in CODES[:4])
    page = f"# Shop\n\n{header}{rows}\n## More\n\n{header}| {CODES[4]} | No. |\n"
    assert list_codes(read(page)) == list(CODES[:5])


def test_names_beside_codes() -> None:
    """In items with a name and a code, both set as code, only the code is read."""
    page = "# Error codes\n\n" + "".join(
        f"* `{code.title().replace('_', '')}` (value: `'{code}'`)\n" for code in CODES
    )
    assert list_codes(read(page)) == list(CODES)
    assert list_codes(read(page, codes=CODES[:4])) == list(CODES)


def test_codes_of_another_service() -> None:
    """Keys are not codes if their values are, as where errors of another service are mapped."""
    codes = "".join(f"  {code}: 'No.',\n" for code in CODES)
    mapped = "".join(
        f"  PSP_{chr(65 + number)}_E: Codes.{code},\n" for number, code in enumerate(CODES)
    )
    page = f"export const CODES = {{\n{codes}}};\nexport const ERROR_MAP = {{\n{mapped}}};\n"
    assert list_codes(read(page, "codes.ts")) == list(CODES)


def test_parts_of_codes() -> None:
    """A prefix or suffix of codes is not a code."""
    items = "".join(f"- `{code}`\n" for code in CODES)
    advice = "- `CARD_` begins the codes of cards\n- `_BLOCKED` ends others\n"
    page = f"# Errors\n\n## Codes\n\n{items}\n## Rules\n\n{advice}"
    assert list_codes(read(page)) == list(CODES)


def test_codes_like_labels() -> None:
    """A table of codes is not one of keys and values if a few codes read like labels."""
    codes = [*CODES, "INVALID_RETRY_POLICY", "EMPTY_ERROR_MESSAGE", "BAD_CODE"]
    rows = "".join(f"| `{code}` | Shop / cards |\n" for code in codes)
    page = f"# Errors\n\n| Code | Catalog section |\n|---|---|\n{rows}"
    assert list_codes(read(page, codes=codes)) == codes


OAUTH = ("invalid_request", "invalid_scope", "server_error")
FIELDS = {
    "required fields": "{}\n: OPTIONAL. {}\n\n",
    "fields with types": "{}\n: string, {}\n\n",
    "fields with brackets": "{}\n: (required) {}\n\n",
}


@pytest.mark.parametrize("template", FIELDS.values(), ids=FIELDS)
def test_fields_beside_codes(template: str) -> None:
    """Terms are fields, not codes, if their definitions say what fields have to be."""
    codes = "".join(f"{code}\n: It is wrong.\n\n" for code in OAUTH)
    fields = "".join(template.format(name, "a text.") for name in ("trace_id", "help_uri"))
    page = f"# Sign in\n\n## Error response\n\n{fields}## Error codes\n\n{codes}"
    assert list_codes(read(page, codes=OAUTH)) == list(OAUTH)


def test_labels_beside_codes() -> None:
    """Terms that are usual labels are not codes."""
    codes = "".join(f"{code}\n: It is wrong.\n\n" for code in OAUTH)
    labels = "".join(f"{name}\n: A text.\n\n" for name in ("error_description", "error_uri"))
    page = f"# Sign in\n\n## Error response\n\n{labels}## Error codes\n\n{codes}"
    assert list_codes(read(page, codes=OAUTH)) == list(OAUTH)


@pytest.mark.parametrize("header", ["", "<tr><th>Code<th>Code</tr>"])
def test_columns_of_one_list(header: str) -> None:
    """A list in two columns of a table is read from both."""
    rows = "".join(
        f"<tr><td>{left} is wrong<td>{right} is wrong</tr>"
        for left, right in zip(CODES[:3], CODES[3:], strict=True)
    )
    page = f"<h1>Errors</h1><table>{header}{rows}</table>"
    assert set(list_codes(read(page, "page.html"))) == set(CODES)


def test_other_column_with_known_codes() -> None:
    """A column that repeats some codes of a table is not another list of codes."""
    rows = "".join(f"| {code} | {CODES[0]} |\n" for code in CODES[1:])
    page = f"# Errors\n\n| Code | Code |\n|---|---|\n{rows}"
    assert list_codes(read(page)) == list(CODES[1:])


def test_words_beside_codes() -> None:
    """An ordinary word is not a code if no code of the registry is in its case."""
    codes = ["PD:ErrLocked", "PD:ErrGone", "PD:ErrStale"]
    page = "# Errors\n\n" + "".join(f"{code}: no\n\n" for code in codes)
    assert list_codes(read(f"{page}it: never\n\n", codes=codes)) == codes


def test_success_beside_codes() -> None:
    """A name that ends with a word for success is not an error."""
    page = TABLE + "| ORDER_SUCCESS | It worked. |\n| ORDER_NOT_SUCCESS | It did not. |\n"
    assert list_codes(read(page)) == [*DEFINED, "ORDER_NOT_SUCCESS"]
    assert list_codes(read(page, codes=[*CODES, "ORDER_SUCCESS"]))[-2] == "ORDER_SUCCESS"


def test_items_without_separator() -> None:
    """Items begin with a number and a space, like those with known codes."""
    codes = ["101", "136", "152", "192", "200", "404"]
    page = "# Error codes\n\n" + "".join(f"* {code} It is wrong\n" for code in codes)
    assert list_codes(read(page, codes=codes[::2])) == codes
    assert list_codes(read(page, codes=CODES)) == []


# --- an out-of-date registry ---------------------------------------------------------------------

LAYOUTS = {
    "table": ("page.md", "| Code | Status |\n|---|---|\n", "| {} | 400 |\n"),
    "list": ("page.md", "", "- `{}`: no\n"),
    "headings": ("page.md", "", "## {}\n\nNo.\n\n"),
    "keys": ("page.md", "", "Code: {}\nStatus: 400\n\n"),
    "terms": ("page.html", "<dl>", "<dt>{}<dd>No.\n"),
    "data": ("page.yaml", "errors:\n", "- code: {}\n  status: 400\n"),
}


def write_page(layout: str, codes: Iterable[str]) -> tuple[str, str]:
    """Return the name and the text of a page about errors."""
    name, start, template = LAYOUTS[layout]
    titles = {"page.md": "# Error codes\n\n", "page.html": "<h1>Error codes</h1>"}
    return name, titles.get(name, "") + start + "".join(map(template.format, codes))


@pytest.mark.parametrize("known", [6, 3, 1, 0])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_out_of_date_registry(layout: str, known: int) -> None:
    """All codes are found, however few of them the registry has."""
    name, page = write_page(layout, CODES)
    facts = read(page, name, codes=CODES[:known] or ["OLD_ONE"])
    assert list_codes(facts) == list(CODES)
    assert sum(bool(code.ids) for code in facts.codes) == known


OTHERS = ["E-1001", "E-1002", "E-1003", "E-1004", "E-1005", "E-1006"]


@pytest.mark.parametrize("known", [0, 3])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_codes_of_other_shape(layout: str, known: int) -> None:
    """All codes are found if new ones look different from those that the registry has."""
    name, page = write_page(layout, [*CODES[:known], *OTHERS])
    assert list_codes(read(page, name)) == [*CODES[:known], *OTHERS]


def test_codes_renamed_to_numbers() -> None:
    """A table of numbers is read although the registry has words."""
    rows = "".join(f"| {number} | 400 | No. |\n" for number in range(1001, 1007))
    page = f"# Error codes\n\n| Code | Status | Meaning |\n|---|---|---|\n{rows}"
    assert list_codes(read(page)) == [str(number) for number in range(1001, 1007)]


# --- reasons -------------------------------------------------------------------------------------


def test_carriers() -> None:
    """The chosen place comes first; each place says why it is likely or not."""
    facts = read(TABLE + dedent(TRAPS["parameters"]))
    chosen, *others = facts.carriers
    assert (chosen.kind, chosen.label, chosen.headings) == ("table", "Code", ("Errors",))
    assert (chosen.first, chosen.last, chosen.codes, chosen.known) == (5, 9, 5, 4)
    assert pin([chosen]) == 'extract = { as = "table", in = "Errors", code = "Code" }'
    assert chosen.is_chosen
    assert "4 of 5 codes are known +0.60" in chosen.reasons
    assert not any(carrier.is_chosen for carrier in others)
    assert {"Parameter", "Type"} <= {carrier.label for carrier in others}
    assert all(0 <= carrier.score <= 1 for carrier in facts.carriers)
