"""Which statuses an OpenAPI document ties to its codes."""

from __future__ import annotations

from tests.importing.drafting import Importer, describe, list_values, respond, write_openapi

CODES = ("CART_EMPTY", "CART_LOCKED", "CART_LOST")


def refer(name: str, kind: str = "schemas") -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


def test_enum_of_one_status(importer: Importer) -> None:
    """A list of values below one response gives all of them its status."""
    responses = {
        "400": respond(describe(code=list_values("A_1", "B_1"))),
        "5XX": respond(describe(code=list_values("C_1", "D_1"))),
    }
    result = importer.draft("a.json", write_openapi(responses))
    assert result.statuses == {"A_1": 400, "B_1": 400, "C_1": "5xx", "D_1": "5xx"}


def test_shared_enum_has_no_status(importer: Importer) -> None:
    """A list of values that several responses share ties no code to a status."""
    schema = describe(code=list_values(*CODES))
    responses = {"400": respond(schema), "404": respond(schema), "default": respond(schema)}
    result = importer.draft("a.json", write_openapi(responses))
    assert result.statuses == dict.fromkeys(CODES)


def test_example_gives_a_status(importer: Importer) -> None:
    """An example of a response shows the status of its code, also if the list does not."""
    schema = describe(code=list_values(*CODES))
    responses = {"404": respond(schema, {"code": "CART_LOST"}), "409": respond(schema)}
    result = importer.draft("a.json", write_openapi(responses))
    assert result.statuses == {"CART_EMPTY": None, "CART_LOCKED": None, "CART_LOST": 404}


def test_shared_example_has_no_status(importer: Importer) -> None:
    """An example of a schema that responses with several statuses have shows nothing."""
    schemas = {
        "Error": {**describe(code={"type": "string", "example": "A_1"}), "example": {"code": "B_1"}}
    }
    responses = {status: respond(refer("Error")) for status in ("400", "404")}
    result = importer.draft("a.json", write_openapi(responses, {"schemas": schemas}))
    assert result.statuses == {"A_1": None, "B_1": None}


def test_body_that_repeats_the_status(importer: Importer) -> None:
    """It shows the status of an example of the default response."""
    example = {"code": "CART_LOST", "status": 404, "message": "Gone."}
    result = importer.draft("a.json", write_openapi({"default": respond(None, example)}))
    assert result.statuses == {"CART_LOST": 404}


def test_list_in_the_description_of_a_response(importer: Importer) -> None:
    """Its items begin with codes if any of them is known, and show the status."""
    schema = describe(code=list_values(*CODES))
    responses = {"404": respond(schema), "409": respond(schema), "413": respond(schema)}
    responses["404"]["description"] = "Lost:\n* `CART_LOST` when it is.\n* `SHOP_LOST` when it is."
    responses["413"]["description"] = "Large:\n* `size` is the size.\n* `weight` is the weight."
    result = importer.draft("a.json", write_openapi(responses))
    statuses = {code: status for code, status in result.statuses.items() if status}
    assert statuses == {"CART_LOST": 404, "SHOP_LOST": 404}
    assert set(result.errors) == {*CODES, "SHOP_LOST"}


def test_const_at_several_statuses(importer: Importer) -> None:
    """A value that responses with different statuses have is documented with all of them."""
    schema = describe(code={"const": "CART_BUSY"})
    responses = {"423": respond(schema), "503": respond(schema)}
    result = importer.draft("a.json", write_openapi(responses))
    assert result.statuses == {"CART_BUSY": [423, 503]}
    assert result.errors["CART_BUSY"]["kind"] in {"conflict", "unavailable"}


def test_places_of_several_statuses(importer: Importer) -> None:
    """The comment has the response of each status, because a component has none."""
    schemas = {"Busy": describe(code={"const": "CART_BUSY"})}
    responses = {status: respond(refer("Busy")) for status in ("503", "423", "4XX", "default")}
    document = write_openapi(responses, {"schemas": schemas})
    document["paths"]["/shops"] = {"get": {"responses": {"500": respond(refer("Busy"))}}}
    result = importer.draft("a.json", document)
    assert result.statuses == {"CART_BUSY": [423, 500, 503]}
    read = result.read_comment("[errors.CART_BUSY]").partition(" concluded: ")[0]
    before, _, after = read.partition("; its statuses: ")
    assert before.endswith("#/components/schemas/Busy")
    assert [place.split(", ")[1] for place in after.split(" and ")] == [
        "#/paths/~1carts/get/responses/423",
        "#/paths/~1shops/get/responses/500",
        "#/paths/~1carts/get/responses/503",
    ]


def test_place_of_a_status_above_a_shared_response(importer: Importer) -> None:
    """It is the key of the operation that refers to the response."""
    components = {"responses": {"Lost": respond(None, {"code": "CART_LOST"})}}
    document = write_openapi({"404": refer("Lost", "responses")}, components)
    read = importer.draft("a.json", document).read_comment("[errors.CART_LOST]")
    assert "#/components/responses/Lost; its status: line " in read
    assert read.endswith("#/paths/~1carts/get/responses/404")


def test_place_of_a_status_around_the_code(importer: Importer) -> None:
    """It is not repeated."""
    document = write_openapi({"404": respond(None, {"code": "CART_LOST"})})
    read = importer.draft("a.json", document).read_comment("[errors.CART_LOST]")
    assert read.endswith(", #/paths/~1carts/get/responses/404")
    assert "its status" not in read


def test_place_of_a_repeated_status(importer: Importer) -> None:
    """It is the status in the body."""
    text = """\
openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /carts:
    get:
      responses:
        default:
          content:
            application/json:
              example:
                status: 404
                code: CART_LOST
"""
    read = importer.draft("a.yaml", text).read_comment("[errors.CART_LOST]")
    assert read == (
        "read: line 12, #/paths/~1carts/get/responses/default;"
        " its status: line 11, #/paths/~1carts/get/responses/default"
    )
