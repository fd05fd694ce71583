"""What is read from OpenAPI documents."""

from __future__ import annotations

from typing import Any

import pytest

from tests.importing.drafting import Importer, describe, list_values, respond, write_openapi

CODES = ("CART_EMPTY", "CART_LOCKED", "CART_LOST")


def refer(name: str, kind: str = "schemas") -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


# --- places of the code --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("schema", "place"),
    [
        (describe(code=list_values(*CODES)), "code"),
        (describe(error_code=list_values(*CODES)), "error_code"),
        (describe(errorCode=list_values(*CODES)), "errorCode"),
        (describe(error=list_values(*CODES)), "error"),
        (describe(type=list_values(*CODES)), "type"),
        (describe(reason=list_values(*CODES)), "reason"),
        (describe(error=describe(code=list_values(*CODES))), "error.code"),
        (describe(error=describe(type=list_values(*CODES))), "error.type"),
        (
            describe(errors={"type": "array", "items": describe(code=list_values(*CODES))}),
            "errors[0].code",
        ),
        ({"type": "array", "items": describe(code=list_values(*CODES))}, "[0].code"),
    ],
)
def test_enum_in_the_place_of_a_code(importer: Importer, schema: Any, place: str) -> None:
    """Its values are codes, whatever the place is called."""
    result = importer.draft("a.json", write_openapi({"400": respond(schema)}))
    assert result.places == [place]
    assert result.statuses == dict.fromkeys(CODES, 400)


@pytest.mark.parametrize("key", ["allOf", "oneOf", "anyOf"])
def test_composed_schemas(importer: Importer, key: str) -> None:
    """Properties of all alternatives are read, and a const is an enum of one value."""
    branches = [describe(code={"const": code}) for code in CODES]
    result = importer.draft("a.json", write_openapi({"409": respond({key: branches})}))
    assert result.statuses == dict.fromkeys(CODES, 409)


def test_alternatives_of_the_code_itself(importer: Importer) -> None:
    """Enums are often written as alternatives, each with a description."""
    code = {"oneOf": [{"const": code, "description": "It happened."} for code in CODES]}
    result = importer.draft("a.json", write_openapi({"409": respond(describe(code=code))}))
    assert result.statuses == dict.fromkeys(CODES, 409)


def test_discriminator(importer: Importer) -> None:
    """The keys of its mapping are codes."""
    schema = {
        "oneOf": [refer("A"), refer("B")],
        "discriminator": {
            "propertyName": "code",
            "mapping": {"CART_EMPTY": "#/components/schemas/A", "CART_LOST": "B"},
        },
    }
    schemas = {"A": describe(size={"type": "integer"}), "B": describe(place={"type": "string"})}
    document = write_openapi({"400": respond(schema)}, {"schemas": schemas})
    assert set(importer.draft("a.json", document).errors) == {"CART_EMPTY", "CART_LOST"}


def test_references(importer: Importer) -> None:
    """Responses, schemas and examples are found by reference, with escapes in the pointer."""
    components = {
        "responses": {"Lo st/1": respond(refer("Error~1"))},
        "schemas": {"Error~1": describe(code=refer("Code")), "Code": list_values(*CODES)},
    }
    response = {"$ref": "#/components/responses/Lo%20st~11"}
    components["schemas"] = {"Error~1": describe(code=refer("Code")), "Code": list_values(*CODES)}
    components["responses"]["Lo st/1"] = respond({"$ref": "#/components/schemas/Error~01"})
    result = importer.draft("a.json", write_openapi({"404": response}, components))
    assert result.statuses == dict.fromkeys(CODES, 404)


def test_schema_that_contains_itself(importer: Importer) -> None:
    """A cycle of references ends."""
    schemas = {
        "Error": describe(code=list_values(*CODES), cause=refer("Error"), errors=refer("List")),
        "List": {"type": "array", "items": refer("Error")},
        "Loop": refer("Loop"),
    }
    document = write_openapi(
        {"400": respond(refer("Error")), "404": respond(refer("Loop"))}, {"schemas": schemas}
    )
    result = importer.draft("a.json", document)
    assert set(result.errors) == set(CODES)
    assert result.places == ["code"]
    assert '"#/components/schemas/Loop" was not followed' in result.out


def test_yaml_alias_that_contains_itself(importer: Importer) -> None:
    """It ends, too, wherever the alias is."""
    text = """\
openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /carts:
    get:
      responses: &r
        404: &a
          content:
            application/json: &m
              schema: &s
                allOf: [*s, {properties: {code: {enum: [CART_LOST, CART_GONE]}, more: *s}}]
                items: *s
              example: &e {code: CART_LOST, cause: *e}
              examples: {one: {value: *e}, two: *m}
        409: *a
        500: *r
"""
    assert set(importer.draft("a.yaml", text).errors) == {"CART_LOST", "CART_GONE"}


def test_several_shapes(importer: Importer) -> None:
    """Each shape of a response has its own envelope."""
    responses = {
        "400": respond(describe(error=describe(code=list_values(*CODES)))),
        "401": respond(describe(error=list_values("invalid_client", "invalid_grant"))),
    }
    result = importer.draft("a.json", write_openapi(responses))
    assert set(result.places) == {"error.code", "error"}
    assert result.statuses["invalid_grant"] == 401


def test_list_of_details_beside_a_name(importer: Importer) -> None:
    """The code in the list is more specific, and the name is read if the list is empty."""
    issue = describe(issue=list_values("FIELD_EMPTY", "FIELD_LONG"))
    schema = describe(
        name=list_values("BAD_INPUT"),
        message={"type": "string"},
        details={"type": "array", "items": issue},
    )
    result = importer.draft("a.json", write_openapi({"422": respond(schema)}))
    assert result.places == ["details[0].issue", "name"]
    assert set(result.errors) == {"FIELD_EMPTY", "FIELD_LONG", "BAD_INPUT"}


def test_families_beside_a_code_without_values(importer: Importer) -> None:
    """An enum beside the place of the code names groups, if the codes are not listed."""
    families = ("ITEM_FAULT", "INPUT_FAULT")
    schema = describe(error_code={"type": "string"}, error_type=list_values(*families))
    example = {"error_code": "ITEM_LOCKED", "error_type": "ITEM_FAULT"}
    responses = {"400": respond(schema, example), "404": respond(schema)}
    result = importer.draft("a.json", write_openapi(responses))
    assert set(result.values["groups"]) == set(families)
    assert result.values["envelopes"][0]["group"] == {"path": "error_type"}
    assert result.errors["ITEM_LOCKED"]["group"] == "ITEM_FAULT"


def test_stated_place(importer: Importer) -> None:
    """Only codes in the stated place are read."""
    schema = describe(code=list_values(*CODES), fault=list_values("A_1", "B_2"))
    document = write_openapi({"400": respond(schema)})
    result = importer.draft("a.json", document, "--code", "fault")
    assert set(result.errors) == {"A_1", "B_2"}
    assert "# stated: the place of the code" in result.text


# --- examples ------------------------------------------------------------------------------------


def test_examples_in_all_places(importer: Importer) -> None:
    """Examples are read from media types, schemas and properties, and from JSON in strings."""
    error = describe(code={"type": "string", "example": "OF_PROPERTY"})
    error["example"] = {"code": "OF_SCHEMA"}
    media: Any = respond(error, {"code": "OF_MEDIA"}, '{"code": "IN_STRING"}')
    responses = {
        "400": media,
        "404": {"content": {"application/json": {"example": {"code": "SINGLE"}}}},
    }
    result = importer.draft("a.json", write_openapi(responses))
    assert result.statuses == {
        "OF_PROPERTY": 400,
        "OF_SCHEMA": 400,
        "OF_MEDIA": 400,
        "IN_STRING": 400,
        "SINGLE": 404,
    }


@pytest.mark.parametrize("value", ["string", "code", "ERROR_CODE", "", "b1946ac9-2e0f-4b1a-8d5c-"])
def test_placeholder_is_not_a_code(importer: Importer, value: str) -> None:
    """An example that stands for any code is left out."""
    responses = {
        "400": respond(None, {"code": "CART_LOST"}),
        "404": respond(None, {"code": value}),
    }
    assert set(importer.draft("a.json", write_openapi(responses)).errors) == {"CART_LOST"}


# --- problem details -----------------------------------------------------------------------------


def test_problem_types(importer: Importer) -> None:
    """The code is the last segment of the type."""
    problems = {
        "403": "https://shop.example/problems/cart-locked",
        "404": "https://shop.example/problems/cart-lost",
        "409": "https://shop.example/problems#cart-busy",
        "500": "about:blank",
    }
    responses = {
        status: respond(
            None,
            {"type": type_, "title": "A title.", "status": int(status), "detail": "Words."},
            media="application/problem+json",
        )
        for status, type_ in problems.items()
    }
    result = importer.draft("a.json", write_openapi(responses))
    assert result.statuses == {"cart-locked": 403, "cart-lost": 404, "cart-busy": 409}
    assert result.values["envelopes"][0]["code"] == {"path": "type", "last_segment": True}


# --- other facts ---------------------------------------------------------------------------------


def test_fields(importer: Importer) -> None:
    """Values beside the code become fields, with roles if their names are clear."""
    schema = describe(
        error=describe(
            code=list_values(*CODES),
            message={"type": "string"},
            details={"type": "array", "items": {"type": "string"}},
            hint={"type": "string"},
        ),
        requestId={"type": "string"},
        status={"type": "integer"},
        data=describe(id={"type": "string"}),
    )
    schema["required"] = ["error", "requestId"]
    result = importer.draft("a.json", write_openapi({"400": respond(schema)}))
    assert result.values["envelopes"][0]["fields"] == {
        "text": {"path": "error.message", "role": "message"},
        "details": {"path": "error.details", "type": "array", "role": "context"},
        "hint": {"path": "error.hint"},
        "request_id": {"path": "requestId", "role": "reference"},
        "body_status": {"path": "status", "type": "integer", "role": "status", "optional": True},
    }


def test_field_that_some_responses_lack(importer: Importer) -> None:
    """It is optional."""
    always = {"type": "string"}
    responses = {
        "400": respond(describe(code=list_values("A_1", "A_2"), message=always, hint=always)),
        "404": respond(describe(code=list_values("B_1", "B_2"), message=always, link=always)),
        "409": respond(
            {
                **describe(code=list_values("C_1"), message=always, link=always),
                "required": ["code"],
            },
            {"code": "C_1", "message": "m", "link": "l"},
        ),
    }
    fields = importer.draft("a.json", write_openapi(responses)).values["envelopes"][0]["fields"]
    assert {name for name, field in fields.items() if field.get("optional")} == {
        "hint",
        "link",
        "text",
    }


def test_integers_with_names(importer: Importer) -> None:
    """The names of values become names of classes."""
    code = {"type": "integer", "enum": [4711, 4712], "x-enum-varnames": ["CartEmpty", "CART_LOST"]}
    result = importer.draft("a.json", write_openapi({"400": respond(describe(code=code))}))
    assert result.values["envelopes"][0]["code"] == {"path": "code", "type": "integer"}
    assert {code: error["class"] for code, error in result.errors.items()} == {
        "4711": "CartEmptyError",
        "4712": "CartLostError",
    }


def test_negative_integers(importer: Importer) -> None:
    """They are codes, too."""
    code = {"type": "integer", "enum": [-1121, -1122]}
    result = importer.draft("a.json", write_openapi({"400": respond(describe(code=code))}))
    assert result.statuses == {"-1121": 400, "-1122": 400}


def test_unused_error_component(importer: Importer) -> None:
    """A component about errors is read if no response has any."""
    schemas = {
        "ErrorBody": describe(code=list_values(*CODES)),
        "DefaultType": describe(type=list_values("red", "green")),
    }
    result = importer.draft("a.json", write_openapi({}, {"schemas": schemas}))
    assert set(result.errors) == set(CODES)


def test_component_without_a_message(importer: Importer) -> None:
    """It is not read as an error for a key with other uses."""
    type_ = list_values("dark_red", "sky_blue")
    document = write_openapi({}, {"schemas": {"ErrorColor": describe(type=type_)}})
    result = importer.run(importer.write("a.yaml", str(document)), "--url", "https://shop.example")
    assert result.code == 2
    assert "no error response has an enum" in result.err
    schema = describe(type=type_, message={"type": "string"})
    document = write_openapi({}, {"schemas": {"ErrorColor": schema}})
    assert set(importer.draft("a.json", document).errors) == {"dark_red", "sky_blue"}


def test_error_response_that_no_operation_has(importer: Importer) -> None:
    """Its codes have no status."""
    responses = {"BusyError": respond(describe(code={"const": "CART_BUSY"})), "Ok": respond()}
    document = write_openapi(
        {"404": respond(describe(code=list_values(*CODES)))}, {"responses": responses}
    )
    assert importer.draft("a.json", document).statuses["CART_BUSY"] is None


def test_table_in_a_description(importer: Importer) -> None:
    """Codes that only a description lists are read as on a page, and other enums are ignored."""
    rows = "".join(f"| `{code}` | 400 |\n" for code in CODES)
    document = write_openapi(
        {"200": respond(describe(color=list_values("dark_red", "sky_blue", "sea_green")))}
    )
    document["info"]["description"] = f"# Errors\n\n| Code | Status |\n|---|---|\n{rows}"
    result = importer.draft("a.json", document)
    assert result.statuses == dict.fromkeys(CODES, 400)


def test_place_of_error_responses_limits_components(importer: Importer) -> None:
    """A component with a code in another place is not about the errors of responses."""
    schemas = {"JobError": describe(code=list_values(*CODES))}
    responses = {"400": respond(describe(error=describe(code={"type": "string"})))}
    document = write_openapi(responses, {"schemas": schemas})
    path = importer.write("a.json", str(document).replace("'", '"'))
    assert importer.run(path, "--url", "https://shop.example").code == 2


def test_title_and_url_of_the_document(importer: Importer) -> None:
    """They are used unless an option states others."""
    document = write_openapi(
        {"400": respond(describe(code=list_values(*CODES)))},
        externalDocs={"url": "https://docs.shop.example"},
    )
    path = importer.write("a.yaml", str(document))
    found = importer.run(path)
    assert found.values["provider"] == {"title": "Shop", "class": "ShopError"}
    assert found.values["sources"]["errors"]["url"] == "https://docs.shop.example"
    options = ("--url", "https://other.example", "--title", "My Shop", "--class", "MyError")
    stated = importer.run(path, *options)
    assert stated.values["provider"] == {"title": "My Shop", "class": "MyError"}
    assert stated.values["sources"]["errors"]["url"] == "https://other.example"


def test_yaml_and_json_give_the_same(importer: Importer) -> None:
    """Statuses are integers in YAML, and the origin is a line of the file."""
    text = """\
openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /carts:
    get:
      responses:
        404:
          description: Lost
          content:
            application/json:
              schema:
                $ref: "#/components/schemas/Error"
components:
  schemas:
    Error:
      type: object
      properties:
        code:
          type: string
          enum:
            - CART_LOST
            - CART_EMPTY
"""
    result = importer.draft("a.yaml", text)
    assert result.statuses == {"CART_LOST": 404, "CART_EMPTY": 404}
    assert result.read_comment("[errors.CART_LOST]") == (
        "read: line 21, #/components/schemas/Error;"
        " its status: line 7, #/paths/~1carts/get/responses/404"
    )
