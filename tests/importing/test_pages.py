"""What is read from pages and source code."""

from __future__ import annotations

import pytest

from tests.importing.drafting import Importer, describe, list_values, respond, write_openapi

TABLE = """\
# Errors of the shop

## Codes

| Code | HTTP status | Description |
|---|---|---|
| `CART_EMPTY` | 400 | The cart has nothing in it. |
| `CART_LOCKED` | 409 | Somebody else pays for the cart. |
| `CART_LOST` | 404 | Nobody remembers the cart. |
"""
EXAMPLE = """
## Example

```json
{"error": {"code": "CART_LOST", "message": "Nobody remembers it.", "trace_id": "t"}, "ok": false}
```
"""
STATUSES = {"CART_EMPTY": 400, "CART_LOCKED": 409, "CART_LOST": 404}


def test_table(importer: Importer) -> None:
    """Codes and statuses are facts; sentences are not copied."""
    result = importer.draft("page.md", TABLE)
    assert result.statuses == STATUSES
    assert result.get_comment("[errors.CART_LOST]") == ['# read: line 9, "Codes"']
    assert "remembers" not in result.text
    assert 'table "Code", below "Codes", lines 7-9 (3)' in result.out
    assert "write 3 summaries" in result.out


def test_example_response_shows_the_envelope(importer: Importer) -> None:
    """The place of a code in an example is the place of all codes."""
    envelope = importer.draft("page.md", TABLE + EXAMPLE).values["envelopes"]
    assert envelope == [
        {
            "id": "json",
            "code": {"path": "error.code"},
            "fields": {
                "text": {"path": "error.message", "role": "message"},
                "trace_id": {"path": "error.trace_id", "role": "trace_id"},
            },
        }
    ]


def test_page_without_examples_has_no_envelope(importer: Importer) -> None:
    """The place of the code is not invented."""
    result = importer.draft("page.md", TABLE)
    assert "envelopes" not in result.values
    assert "the document does not show where a response has its code" in result.out


def test_html_page(importer: Importer) -> None:
    """The canonical link is its URL."""
    rows = "".join(f"<tr><td><code>{c}</code></td><td>{s}</td></tr>" for c, s in STATUSES.items())
    page = (
        "<!doctype html><html><head><link rel='canonical' href='https://shop.example/e'></head>"
        f"<body><h1>Error codes</h1><table><tr><th>Code</th><th>Status</th></tr>{rows}</table>"
        "</body></html>"
    )
    result = importer.run(importer.write("page.html", page))
    assert result.statuses == STATUSES
    assert result.values["sources"]["errors"]["url"] == "https://shop.example/e"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("codes.py", 'class ErrorCode(Enum):\n    A_ONE = "CART_EMPTY"\n    A_TWO = "CART_LOST"\n'),
        ("codes.ts", 'export enum ErrorCode {\n  A = "CART_EMPTY",\n  B = "CART_LOST",\n}\n'),
        ("codes.java", "public enum ErrorCode {\n    CART_EMPTY,\n    CART_LOST;\n}\n"),
    ],
)
def test_source_code(importer: Importer, name: str, text: str) -> None:
    """The values of an enum are codes or, without values, its names."""
    assert set(importer.draft(name, text).errors) == {"CART_EMPTY", "CART_LOST"}


def test_numbers_of_constants(importer: Importer) -> None:
    """Numbers of an enum are codes if they are no statuses and do not only count its names."""
    text = "export enum ErrorCode { CartEmpty = 1001, CartLost = 1002, CartOld = 1003 }\n"
    result = importer.draft("codes.ts", text)
    assert {code: error["class"] for code, error in result.errors.items()} == {
        "1001": "CartEmptyError",
        "1002": "CartLostError",
        "1003": "CartOldError",
    }
    counted = "enum ErrorCode {\n  CART_EMPTY = 1;\n  CART_LOST = 2;\n  CART_OLD = 3;\n}\n"
    assert set(importer.draft("codes.proto", counted).errors) == {
        "CART_EMPTY",
        "CART_LOST",
        "CART_OLD",
    }


def test_headings_that_begin_with_numbers(importer: Importer) -> None:
    """Their shape is pinned, so that drift reads the page in the same way."""
    names = ("DOWN", "CLOSED", "TOO_LATE", "LOST", "BROKEN_CART", "OUT_OF_STOCK")
    sections = [f"### -10{n:02} {name}\n* It happened.\n" for n, name in enumerate(names)]
    page = "# Errors\n\n## Requests\n" + "\n".join(sections)
    result = importer.draft("page.md", page)
    assert len(result.errors) == len(names)
    assert result.values["sources"]["errors"]["extract"] == {"as": "headings", "like": ["-????"]}
    assert result.errors["-1002"]["class"] == "TooLateError"


def test_lists_of_other_values(importer: Importer) -> None:
    """Codes in the best place show that other words are not codes."""
    other = "\n## Errors in the sign-in flow\n\n* `device_id`: The device.\n* `state`: A string.\n"
    assert set(importer.draft("page.md", TABLE + other).errors) == set(STATUSES)


@pytest.mark.parametrize("name", ["ErrorCode", "Error\\u00adCode", "É", "_"])
def test_name_of_an_enum(importer: Importer, name: str) -> None:
    """A name that `extract` cannot have is left out of it."""
    text = f'class {name}(Enum):\n    A = "CART_EMPTY"\n    B = "CART_LOST"\n    C = "CART_OLD"\n'
    assert {"CART_EMPTY", "CART_LOST"} <= set(importer.draft("codes.py", text).errors)


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("a.md", "# Error fields\n\n* `string`: A name.\n* `object`: A cart.\n* `date`: A day.\n"),
        ("a.py", "class ShopError(Exception): ...\nclass CartError(ShopError): ...\n"),
    ],
)
def test_words_and_classes_are_not_codes(importer: Importer, name: str, page: str) -> None:
    """A page that lists only such words is refused."""
    assert importer.run(importer.write(name, page), "--url", "https://shop.example").code == 2


def test_plain_words_in_a_column_of_codes(importer: Importer) -> None:
    """The header shows that they are codes."""
    rows = "".join(f"| {code} | It happened. |\n" for code in ("conflict", "expired", "blocked"))
    result = importer.draft("page.md", f"# Errors\n\n| Error code | Meaning |\n|---|---|\n{rows}")
    assert set(result.errors) == {"conflict", "expired", "blocked"}


def test_column_of_groups(importer: Importer) -> None:
    """A column beside the codes names groups, unless each code has its own value."""
    rows = [("CART_EMPTY", "Cart"), ("CART_LOST", "Cart"), ("CARD_OLD", "Card"), ("CARD_X", "Card")]
    lines = "".join(f"| `{code}` | {group} | It happened. |\n" for code, group in rows)
    page = f"# Errors\n\n| Code | Group | Description |\n|---|---|---|\n{lines}"
    result = importer.draft("page.md", page)
    assert [error.get("group") for error in result.errors.values()] == ["cart"] * 2 + ["card"] * 2


def test_stated_place_on_the_page(importer: Importer) -> None:
    """--as, --in and --like say where the codes are, and are kept for drift."""
    page = TABLE + "\n## Old codes\n\n| Code |\n|---|\n| `OLD_CART` |\n| `OLD_CARD` |\n"
    options = ("--as", "table", "--in", "Old codes", "--like", "OLD_*")
    result = importer.draft("page.md", page, *options)
    assert set(result.errors) == {"OLD_CART", "OLD_CARD"}
    assert result.values["sources"]["errors"]["extract"] == {
        "as": "table",
        "in": ["Old codes"],
        "like": ["OLD_*"],
    }


def test_spellings_of_a_code(importer: Importer) -> None:
    """Codes that differ only in case and separators are aliases, which is a conclusion."""
    page = TABLE + "| `cart-lost` | 404 | Nobody remembers. |\n| `Cart.Empty` | | It is empty. |\n"
    result = importer.draft("page.md", page)
    assert result.errors["CART_LOST"]["aliases"] == ["cart-lost"]
    assert result.errors["CART_EMPTY"]["aliases"] == ["Cart.Empty"]
    assert result.statuses == STATUSES
    assert "aliases" in result.get_comment("[errors.CART_LOST]")[1]


def test_spellings_with_different_statuses(importer: Importer) -> None:
    """Such codes are different errors, which the format cannot distinguish."""
    result = importer.draft("page.md", TABLE + "| `cart-lost` | 410 | Somebody lost it. |\n")
    assert result.statuses == STATUSES
    assert "aliases" not in result.errors["CART_LOST"]
    assert '"cart-lost" (line 10, "Codes"): its `Code` member would have the same' in result.out


def test_codes_that_differ_in_other_signs(importer: Importer) -> None:
    """They are not spellings of one code."""
    schema = describe(code=list_values("A.B", 'A"B', "CODE_1001", "1001", "C_D"))
    result = importer.draft("a.json", write_openapi({"400": respond(schema)}))
    assert set(result.errors) == {"A.B", "CODE_1001", "C_D"}
    assert all("aliases" not in error for error in result.errors.values())
    assert "not drafted" in result.out


def test_numbers_that_differ_in_sign(importer: Importer) -> None:
    """Each number has a class of its own."""
    schema = describe(code={"type": "integer", "enum": [-1001, 1001, -2, 2]})
    result = importer.draft("a.json", write_openapi({"400": respond(schema)}))
    classes = {code: error["class"] for code, error in result.errors.items()}
    assert classes == {
        "-1001": "ShopMinus1001Error",
        "1001": "Shop1001Error",
        "-2": "ShopMinus2Error",
        "2": "Shop2Error",
    }


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("CART_NOT_FOUND", "not_found"),
        ("too_many_requests", "rate_limit"),
        ("InvalidApiKey", "authentication"),
        ("CARD_DECLINED", "declined"),
        ("SERVICE_UNAVAILABLE", "unavailable"),
        ("sessionExpired", "expired"),
        ("CART_ALREADY_PAID", "conflict"),
        ("PAYER_BLOCKED", "invalid_request"),
        ("CART_PURPLE", "invalid_request"),
        ("AUTH_FAILED", "authentication"),
        ("UNAUTHORIZED", "authentication"),
        ("TOKEN_EXPIRED", "authentication"),
        ("invalidAccessToken", "authentication"),
        ("AUTH_PENDING", "pending"),
        ("AUTHOR_UNKNOWN", "invalid_request"),
        ("GIFT_TOKEN_EXPIRED", "invalid_request"),
        ("TOKEN_LIMIT_REACHED", "invalid_request"),
    ],
)
def test_kind_of_a_code_without_a_status(importer: Importer, code: str, kind: str) -> None:
    """It is concluded from the words of the code; otherwise the report asks to check it."""
    result = importer.draft("codes.json", f'["{code}", "OTHER_CODE"]')
    assert result.errors[code]["kind"] == kind
    assert any("the kind" in line for line in result.get_comment(f"[errors.{code}]"))


def test_description_does_not_imply_a_kind(importer: Importer) -> None:
    """Its words may be about something else, so the kind is only the usual one."""
    rows = "".join(
        f"| {code} | The key does not exist. |\n" for code in ("40001", "40002", "40003")
    )
    page = f"# Errors\n\n| Error code | Meaning |\n|---|---|\n{rows}"
    result = importer.draft("page.md", page)
    assert {error["kind"] for error in result.errors.values()} == {"invalid_request"}
    assert "3 kinds, without any evidence" in result.out
