"""What OpenAPI documents say about some codes only: endpoints and deprecation."""

from __future__ import annotations

from typing import Any

import pytest

from tests.importing.drafting import Importer, describe, list_values, respond, write_openapi

OWN = respond(describe(code=list_values("OWN_1", "OWN_2")))
SHARED = respond(describe(code=list_values("ANY_1", "ANY_2")))


def write_operations(**responses: Any) -> dict[str, Any]:
    """Return a document with an operation `POST /NAME` for each response, and three others."""
    paths: dict[str, Any] = {f"/p{n}": {"get": {"responses": {"404": SHARED}}} for n in range(3)}
    for name, response in responses.items():
        paths[f"/{name}"] = {"post": {"responses": {"400": response}}}
    return {**write_openapi({}), "paths": paths}


# --- endpoints -----------------------------------------------------------------------------------


def test_codes_of_one_operation(importer: Importer) -> None:
    """A list of values that only few operations have restricts the codes to them."""
    result = importer.draft("a.json", write_operations(own=OWN))
    assert result.errors["OWN_1"]["endpoints"] == ["POST /own"]
    assert "endpoints" not in result.errors["ANY_1"]
    assert "the endpoints of 2 codes: OWN_1, OWN_2" in result.out
    assert "concluded: the endpoints, from the lists" in result.read_comment("[errors.OWN_1]")


@pytest.mark.parametrize(
    "response",
    [
        respond(describe(code={"type": "string"})),
        respond(describe(code={"type": "string", "example": "ANY_1"})),
        respond({"allOf": [describe(code={"type": "string"})]}),
        respond(None, {"code": "OTHER_1"}),
    ],
)
def test_operation_without_a_list(importer: Importer, response: Any) -> None:
    """It may have any code, so none is restricted to the operations that list it."""
    document = write_operations(own=OWN, open=response)
    errors = importer.draft("a.json", document).errors
    assert "OWN_1" in errors
    assert not any("endpoints" in error for error in errors.values())


def test_only_list_of_a_document(importer: Importer) -> None:
    """It belongs to the API, even if few operations refer to it."""
    document = write_operations(own=OWN)
    for number in range(3):
        document["paths"][f"/p{number}"]["get"]["responses"]["404"] = {"description": "Lost."}
    assert "endpoints" not in importer.draft("a.json", document).errors["OWN_1"]


@pytest.mark.parametrize(("operations", "is_restricted"), [(5, True), (6, False)])
def test_codes_of_many_operations(
    importer: Importer, operations: int, *, is_restricted: bool
) -> None:
    """They are not restricted to them."""
    document = write_operations(**{f"own{number}": OWN for number in range(operations)})
    for number in range(20):
        document["paths"][f"/more{number}"] = {"get": {"responses": {"404": SHARED}}}
    errors = importer.draft("a.json", document).errors
    assert ("endpoints" in errors["OWN_1"]) is is_restricted


def test_example_that_another_list_lacks(importer: Importer) -> None:
    """It shows that the code is not restricted to the operations that list it."""
    other = respond(describe(code=list_values("ANY_1", "ANY_2")), {"code": "OWN_1"})
    errors = importer.draft("a.json", write_operations(own=OWN, other=other)).errors
    assert "endpoints" not in errors["OWN_1"]
    assert errors["OWN_2"]["endpoints"] == ["POST /own"]


def test_open_place_of_another_shape(importer: Importer) -> None:
    """It does not matter for codes in a place that all operations list."""
    other = respond(describe(error=describe(code={"type": "string", "example": "OTHER_1"})))
    errors = importer.draft("a.json", write_operations(own=OWN, other=other)).errors
    assert errors["OWN_1"]["endpoints"] == ["POST /own"]
    assert "OTHER_1" in errors


# --- deprecation ---------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["oneOf", "anyOf"])
@pytest.mark.parametrize("value", [{"const": "A_1"}, {"enum": ["A_1"]}])
def test_deprecated_value(importer: Importer, key: str, value: dict[str, Any]) -> None:
    """A deprecated alternative of one value is a deprecated error."""
    code = {key: [{**value, "deprecated": True}, {"const": "B_1"}]}
    result = importer.draft("a.json", write_openapi({"400": respond(describe(code=code))}))
    assert [code for code, error in result.errors.items() if "deprecated" in error] == ["A_1"]


@pytest.mark.parametrize(
    "code",
    [
        list_values("A_1", "B_1", deprecated=True),
        {"const": "A_1", "deprecated": True},
        {"allOf": [list_values("A_1", deprecated=True)]},
        {"oneOf": [list_values("A_1", "B_1", deprecated=True), {"type": "integer"}]},
        {"oneOf": [{"const": "A_1"}, {"const": "B_1"}], "deprecated": True},
    ],
)
def test_deprecated_field(importer: Importer, code: dict[str, Any]) -> None:
    """It says nothing about the errors."""
    result = importer.draft("a.json", write_openapi({"400": respond(describe(code=code))}))
    assert "A_1" in result.errors
    assert not any("deprecated" in error for error in result.errors.values())
