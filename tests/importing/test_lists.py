"""What is read from JSON and YAML that list codes."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.importing.drafting import Importer

CODES = ("CART_EMPTY", "CART_LOCKED", "CART_LOST")


@pytest.mark.parametrize(
    "content",
    [
        list(CODES),
        {"codes": list(CODES)},
        {"version": 2, "shop": {"errors": list(CODES)}},
        [{"code": code, "message": "It happened."} for code in CODES],
        {"errors": [{"code": code, "title": "It happened"} for code in CODES]},
        {"errors": [{"name": code, "text": "It happened."} for code in CODES]},
        dict.fromkeys(CODES, "It happened."),
        {"errors": {code: {"message": "It happened."} for code in CODES}},
        {"errors": dict.fromkeys(CODES)},
    ],
)
@pytest.mark.parametrize("name", ["codes.json", "codes.yaml"])
def test_shapes_of_lists(importer: Importer, name: str, content: Any) -> None:
    """Codes are items, values of a key, or keys."""
    result = importer.draft(name, json.dumps(content, indent=1))
    assert list(result.errors) == list(CODES)
    assert "envelopes" not in result.values
    assert "import again with --code PATH" in result.out


@pytest.mark.parametrize(
    "content",
    [
        {"errors": [{"code": c, "httpStatus": 404 + n} for n, c in enumerate(CODES)]},
        {c: {"status": 404 + n, "text": "It happened."} for n, c in enumerate(CODES)},
        {c: 404 + n for n, c in enumerate(CODES)},
        {"errors": {str(404 + n): [c, f"{c}_AGAIN"] for n, c in enumerate(CODES)}},
    ],
)
def test_statuses_beside_and_above_codes(importer: Importer, content: Any) -> None:
    """They are read whether they are values or the keys of lists."""
    statuses = importer.draft("codes.json", json.dumps(content)).statuses
    assert {code: statuses[code] for code in CODES} == {
        "CART_EMPTY": 404,
        "CART_LOCKED": 405,
        "CART_LOST": 406,
    }


def test_lists_below_names_of_groups(importer: Importer) -> None:
    """The keys of several lists become groups."""
    content = {"errors": {"cart": ["CART_EMPTY", "CART_LOST"], "card": ["CARD_OLD", "CARD_LOST"]}}
    result = importer.draft("codes.json", json.dumps(content))
    assert {code: error["group"] for code, error in result.errors.items()} == {
        "CART_EMPTY": "cart",
        "CART_LOST": "cart",
        "CARD_OLD": "card",
        "CARD_LOST": "card",
    }


def test_numbers_with_names(importer: Importer) -> None:
    """A name beside a number becomes the name of its class."""
    content = [{"code": 1001, "name": "CARD_OLD"}, {"code": 1002, "name": "CARD_LOST"}]
    result = importer.draft("codes.json", json.dumps(content))
    assert [error["class"] for error in result.errors.values()] == ["CardOldError", "CardLostError"]


def test_stated_place_of_the_code(importer: Importer) -> None:
    """A list does not show how codes are sent, so --code states it."""
    result = importer.draft("codes.json", json.dumps(list(CODES)), "--code", "error.code")
    assert result.places == ["error.code"]
    assert "import again" not in result.out


def test_origin_of_a_code(importer: Importer) -> None:
    """The comment has the line, and the pointer to the list."""
    result = importer.draft("codes.yaml", "errors:\n- CART_EMPTY\n- CART_LOST\n")
    assert result.get_comment("[errors.CART_LOST]")[0] == "# read: line 3, #/errors"


@pytest.mark.parametrize(
    "content",
    [
        {"name": "shop", "version": "1.0.0", "private": "yes"},
        {"colors": ["red", "green"]},
        {"API_URL": "https://shop.example", "API_KEY": "secret", "LOG_LEVEL": "debug"},
        {"packages": {"left-pad/1.0": {"version": "1.0"}, "right-pad/2.0": {"version": "2.0"}}},
        {"jobs": {"build": {"runs-on": ["ubuntu-24.04", "macos-15"]}}},
        [{"id": "one", "price": 2}, {"id": "two", "price": 3}],
        [],
        {},
        7,
        None,
    ],
)
def test_other_data(importer: Importer, content: Any) -> None:
    """Data that does not list codes is refused, and nothing is written."""
    path = importer.write("data.json", json.dumps(content))
    result = importer.run(path, "--url", "https://shop.example")
    assert (result.code, result.text) == (2, "")
    assert "data.json: " in result.err


@pytest.mark.parametrize(
    "content",
    [
        [*(f"CART_{n}X" for n in range(20)), "Ошибка"],
        {"errors": {**{f"CART_{n}X": "It is lost." for n in range(20)}, "Ошибка": "It is lost."}},
        {"errors": [{"code": c} for c in (*(f"CART_{n}X" for n in range(20)), "Ошибка")]},
    ],
)
def test_item_that_cannot_be_a_code(importer: Importer, content: Any) -> None:
    """It is reported with its place."""
    result = importer.draft("codes.json", json.dumps(content, indent=1, ensure_ascii=False))
    assert len(result.errors) == 20
    assert re.search(
        r'not drafted\n  "Ошибка" \(line \d+, .+\): it has non-ASCII characters', result.out
    )
