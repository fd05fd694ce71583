"""Values in error responses that are no codes, although their keys often have some."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.importing.drafting import (
    URL,
    Importer,
    describe,
    list_values,
    respond,
    write_openapi,
)

NOTHING = "no error response has an enum, a const or an example of its code"


def refuse(importer: Importer, responses: Any) -> None:
    """Check that a document with these responses has no codes."""
    path = importer.write("a.json", json.dumps(write_openapi(responses)))
    result = importer.run(path, "--url", URL)
    assert result.code == 2
    assert NOTHING in result.err
    assert result.text == ""


def list_integers(*values: int) -> dict[str, Any]:
    return {"type": "integer", "enum": list(values)}


# --- HTTP statuses -------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["404", "4XX", "4xx", "default"])
@pytest.mark.parametrize(
    "body",
    [
        {"code": 404, "message": "Not found."},
        {"code": "404", "error": "Not Found"},
        {"statusCode": 404, "error": "Not Found"},
        {"error": {"code": 404, "message": "Not found."}},
    ],
)
def test_repeated_status(importer: Importer, status: str, body: Any) -> None:
    """Neither the number nor the words of the status are codes, also in a class of statuses."""
    refuse(importer, {status: respond(None, body)})
    refuse(importer, {status: respond({"type": "object", "example": body})})


@pytest.mark.parametrize("status", ["400", "422", "4XX", "5XX", "default"])
@pytest.mark.parametrize("values", [(400, 404), (404,), (400, 404, 500, 503)])
def test_list_of_statuses(importer: Importer, status: str, values: tuple[int, ...]) -> None:
    """It names no errors, whatever the status of the response is."""
    refuse(importer, {status: respond(describe(code=list_integers(*values)))})
    texts = list_values(*map(str, values))
    refuse(importer, {status: respond(describe(error=describe(code=texts)))})


def test_sentences(importer: Importer) -> None:
    """A place that mostly has sentences has no codes."""
    bodies = [{"error": "The cart is lost."}, {"error": "No such cart."}, {"error": "lost"}]
    refuse(importer, {"400": respond(None, *bodies)})


def test_examples_of_other_statuses(importer: Importer) -> None:
    """Numbers that are all statuses are no codes, even if the responses have others."""
    refuse(importer, {"500": respond(None, {"code": 404}, {"code": 422})})


def test_statuses_beside_codes(importer: Importer) -> None:
    """A status that repeats that of the response is left out, and the codes remain."""
    responses = {
        "404": respond(None, {"code": "CART_LOST"}, {"code": 404}, {"code": "404"}),
        "4XX": respond(None, {"code": 1042}, {"code": 409}),
        "422": respond(describe(code=list_integers(500, 503))),
        "default": respond(None, {"code": 503}, {"code": "CART_BUSY"}),
    }
    result = importer.draft("a.json", write_openapi(responses))
    assert set(result.errors) == {"CART_LOST", "1042", "CART_BUSY"}


@pytest.mark.parametrize("status", ["400", "4XX", "default"])
def test_list_of_statuses_and_other_numbers(importer: Importer, status: str) -> None:
    """Its statuses are codes unless they are at least half of it."""
    few = describe(code=list_integers(1, 2, 3, 400, 404))
    result = importer.draft("a.json", write_openapi({status: respond(few)}))
    assert set(result.errors) == {"1", "2", "3", "400", "404"}
    many = describe(code=list_integers(400, 404, 999, 1000))
    result = importer.draft("a.json", write_openapi({status: respond(many)}))
    assert set(result.errors) == {"999", "1000"}


@pytest.mark.parametrize("form", ["const", "example"])
def test_status_without_a_name(importer: Importer, form: str) -> None:
    """A number that HTTP does not define is not a code if it is the status of the response."""
    code = {"type": "integer", form: 420}
    refuse(importer, {"420": respond(describe(code=code))})


@pytest.mark.parametrize(("status", "phrase"), [("401", "Unauthorized"), ("409", "Conflict")])
def test_phrase_of_a_status(importer: Importer, status: str, phrase: str) -> None:
    """It names the status in words."""
    refuse(importer, {status: respond(None, {"error": phrase, "message": "m"})})
    refuse(importer, {status: respond(None, {"title": phrase}, {"title": "Forbidden"})})


def test_statuses_in_a_stated_place(importer: Importer) -> None:
    """They are codes, because the user says so."""
    document = write_openapi({"4XX": respond(describe(code=list_integers(400, 404)))})
    result = importer.draft("a.json", document, "--code", "code")
    assert set(result.errors) == {"400", "404"}


# --- problem types -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "uri",
    [
        "https://tools.ietf.org/html/rfc7231#section-6.5.4",
        "https://datatracker.ietf.org/doc/html/rfc7235#section-3.1",
        "https://www.rfc-editor.org/rfc/rfc9110.html#name-404-not-found",
        "https://httpwg.org/specs/rfc9110.html#status.404",
        "urn:ietf:rfc:7231",
        "https://httpstatuses.com/404",
        "https://httpstatuses.io/404/",
        "https://http-status.example/not-found",
        "https://www.iana.org/assignments/http-status-codes/http-status-codes.xhtml#section-1",
        "https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/404",
        "https://shop.example/problems/404",
        "https://shop.example/problems#404",
        "https://shop.example/HTTP_404",
        "/errors/404",
        "about:blank",
        "about:blank/",
    ],
)
def test_problem_type_of_a_status(importer: Importer, uri: str) -> None:
    """A URI that stands for an HTTP status is not a code, and other types remain."""
    body = {"type": uri, "title": "Not Found", "status": 404}
    refuse(importer, {"404": respond(None, body, media="application/problem+json")})
    own = {"type": "https://shop.example/problems/cart-lost", "title": "Lost", "status": 404}
    document = write_openapi({"404": respond(None, body, own)})
    assert set(importer.draft("a.json", document).errors) == {"cart-lost"}


@pytest.mark.parametrize(
    ("uri", "code"),
    [
        ("https://iana.org/assignments/http-problem-types#date", "date"),
        ("urn:ietf:params:acme:error:badNonce", "badNonce"),
        ("https://shop.example/rfc/cart-lost", "cart-lost"),
        ("https://shop.example/problems/1404", "1404"),
        ("https://shop.example/problems/invalid-http-status", "invalid-http-status"),
    ],
)
def test_problem_type_that_resembles_one_of_a_status(
    importer: Importer, uri: str, code: str
) -> None:
    """It is a code, even if it is the only one."""
    result = importer.draft("a.json", write_openapi({"400": respond(None, {"type": uri})}))
    assert set(result.errors) == {code}


# --- keys with other uses ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        {"id": "req_8f3a", "message": "m"},
        {"id": "6f9619ff", "error": True},
        {"error": {"id": "a81bc81b", "message": "m"}},
        {"name": "John", "message": "m"},
        {"errors": [{"name": "email", "reason": "taken"}]},
        {"errors": [{"key": "email", "message": "m"}, {"key": "first_name"}, {"key": "lastName"}]},
        {"errors": [{"name": "INVALID_NAME"}, {"name": "INVALID_ID"}]},
        {"error": {"type": "cart"}, "category": "carts"},
        {"status": "error", "message": "m"},
        {"status": "pending", "message": "m"},
        {"type": "application/problem+json"},
    ],
)
def test_example_under_a_weak_key(importer: Importer, body: Any) -> None:
    """It is data of the request or the response."""
    refuse(importer, {"400": respond(None, body)})
    schema = {**describe(), "example": body}
    refuse(importer, {"400": respond(schema)})


@pytest.mark.parametrize("key", ["type", "reason", "key", "status", "errorType", "category"])
def test_examples_that_look_like_codes(importer: Importer, key: str) -> None:
    """Several values that are written as codes, or name problems, are codes under a weak key."""
    shouted = [{key: "CART_FULL"}, {key: "CART_EMPTY"}]
    named = [{key: "cart-not-found"}, {key: "invalid-cart"}]
    numbers = [{key: "1042"}, {key: "1043"}]
    for examples in (shouted, named, numbers):
        result = importer.draft("a.json", write_openapi({"400": respond(None, *examples)}))
        assert set(result.errors) == {example[key] for example in examples}


@pytest.mark.parametrize("code", ["not_found_error", "ParseException", "invalid-cart"])
def test_single_example_that_names_a_problem(importer: Importer, code: str) -> None:
    """It is a code under a key that often has some."""
    body = {"error": {"type": code, "message": "m"}}
    assert set(importer.draft("a.json", write_openapi({"400": respond(None, body)})).errors) == {
        code
    }


@pytest.mark.parametrize("key", ["id", "name", "status", "type"])
def test_list_of_values_under_a_weak_key(importer: Importer, key: str) -> None:
    """It has codes."""
    schema = describe(**{key: list_values("CART_LOST")})
    result = importer.draft("a.json", write_openapi({"400": respond(schema)}))
    assert set(result.errors) == {"CART_LOST"}


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("error", ("true", "false")),
        ("status", ("error",)),
        ("status", ("ok", "failed")),
        ("status", ("Success", "Error")),
        ("type", ("object", "list")),
        ("code", ("string", "integer", "array")),
        ("type", ("application/json", "text/html")),
    ],
)
def test_list_of_words_that_name_no_error(
    importer: Importer, key: str, values: tuple[str, ...]
) -> None:
    """It has no codes, whatever the key is."""
    refuse(importer, {"400": respond(describe(**{key: list_values(*values)}))})


@pytest.mark.parametrize(
    "value",
    [
        *("some_error_code", "SOME_ERROR_CODE", "string", "your-error-code", "an_error_code"),
        *("errorCode", "machine_readable_code", "example", "error_type", "some_code", "code_here"),
    ],
)
def test_placeholder(importer: Importer, value: str) -> None:
    """An example that stands for any code is none."""
    refuse(importer, {"400": respond(None, {"code": value, "message": "m"})})


@pytest.mark.parametrize(
    "value",
    ["code_invalid", "some_items_missing", "unknown_error", "type_error", "any_of", "A", "THE"],
)
def test_code_that_resembles_a_placeholder(importer: Importer, value: str) -> None:
    """It is a code."""
    document = write_openapi({"400": respond(None, {"code": value})})
    assert set(importer.draft("a.json", document).errors) == {value}
