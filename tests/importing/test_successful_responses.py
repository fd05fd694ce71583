"""Errors in successful responses, which are read if error responses have no codes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.importing.drafting import Importer, describe, list_values, respond, write_openapi

CODES = ("CART_EMPTY", "CART_LOCKED", "CART_LOST")


def test_errors_in_successful_responses(importer: Importer) -> None:
    """A list of errors that only successful responses describe is found there."""
    error = describe(code=list_values(*CODES), detail={"type": "string"})
    schema = describe(errors={"type": "array", "items": error}, cart={"type": "string"})
    result = importer.draft("a.json", write_openapi({"200": respond(schema)}))
    assert result.places == ["errors[0].code"]
    assert result.statuses == dict.fromkeys(CODES)


@pytest.mark.parametrize("key", ["error", "errorCode", "error_code"])
@pytest.mark.parametrize("form", ["list", "examples"])
def test_code_at_the_top_of_a_successful_response(importer: Importer, key: str, form: str) -> None:
    """It is found if its values are listed, or if several examples are written as codes."""
    codes = ("invalid_auth", "channel_not_found")
    schema = describe(ok={"type": "boolean"}, **{key: list_values(*codes)})
    shown = [{"ok": False, key: code} for code in codes]
    response = respond(schema) if form == "list" else respond(None, *shown)
    result = importer.draft("a.json", write_openapi({"200": response}))
    assert result.places == [key]
    assert result.statuses == dict.fromkeys(codes)
    assert "codes were found only in successful responses" in result.out


@pytest.mark.parametrize(
    "response",
    [
        respond(None, {"ok": True, "error": "none_at_all"}),
        respond(None, {"error": "Something broke"}, {"error": "cart"}, {"error": "shop"}),
        respond(describe(code=list_values("DE", "FR"), status=list_values("OPEN", "DONE"))),
        respond(describe(kind=list_values("cart_error", "shop_error"))),
    ],
)
def test_successful_response_without_errors(importer: Importer, response: Any) -> None:
    """Its other values are not codes."""
    path = importer.write("a.json", json.dumps(write_openapi({"200": response})))
    result = importer.run(path, "--url", "https://shop.example")
    assert result.code == 2
    assert "no error response has an enum" in result.err


def test_error_responses_come_first(importer: Importer) -> None:
    """Successful responses are not read if error responses have codes."""
    responses = {
        "200": respond(describe(error=list_values("invalid_auth", "channel_not_found"))),
        "400": respond(describe(code=list_values(*CODES))),
    }
    assert set(importer.draft("a.json", write_openapi(responses)).errors) == set(CODES)


def test_place_in_error_responses_limits_successful_responses(importer: Importer) -> None:
    """Codes in another place are not read if error responses show where theirs are."""
    responses = {
        "200": respond(describe(error=describe(code=list_values(*CODES)))),
        "400": respond(describe(code={"type": "string"})),
    }
    path = importer.write("a.json", json.dumps(write_openapi(responses)))
    result = importer.run(path, "--url", "https://shop.example")
    assert result.code == 2
    assert "no error response has an enum" in result.err
