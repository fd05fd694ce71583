"""References of OpenAPI documents: what is followed, and what is reported."""

from __future__ import annotations

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

CODES = ("CART_EMPTY", "CART_LOST")


def refer(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


@pytest.mark.parametrize(
    "wrap",
    [
        lambda target: target,
        lambda target: {"allOf": [target]},
        lambda target: {"oneOf": [{"title": "A"}, target]},
        lambda target: {"properties": {"error": target}},
        lambda target: {"type": "array", "items": target},
    ],
)
def test_chain_of_thousands_of_references(importer: Importer, wrap: Any) -> None:
    """It is followed to its end, or no further than bodies are nested; it never overflows."""
    length = 3000
    schemas = {f"S{n}": wrap(refer(f"S{n + 1}")) for n in range(length)}
    schemas[f"S{length}"] = describe(code=list_values(*CODES))
    responses = {"400": respond(refer("S0")), "404": respond(describe(code={"const": "CART_GONE"}))}
    result = importer.draft("a.json", write_openapi(responses, {"schemas": schemas}))
    assert "CART_GONE" in result.errors
    assert set(result.errors) <= {*CODES, "CART_GONE"}


def test_long_chain_of_compositions(importer: Importer) -> None:
    """The codes at its end are read."""
    schemas: dict[str, Any] = {f"S{n}": {"allOf": [refer(f"S{n + 1}")]} for n in range(3000)}
    schemas["S3000"] = describe(code=list_values(*CODES))
    document = write_openapi({"400": respond(refer("S0"))}, {"schemas": schemas})
    assert importer.draft("a.json", document).statuses == dict.fromkeys(CODES, 400)


def test_chain_that_is_entered_everywhere(importer: Importer) -> None:
    """It is followed once, so that components in a chain are read quickly."""
    schemas: dict[str, Any] = {f"Error{n}": refer(f"Error{n + 1}") for n in range(5000)}
    schemas["Error5000"] = describe(code=list_values(*CODES), message={"type": "string"})
    result = importer.draft("a.json", write_openapi({}, {"schemas": schemas}))
    assert set(result.errors) == set(CODES)


@pytest.mark.parametrize("level", ["path", "operation", "responses", "response"])
def test_reference_above_a_response(importer: Importer, level: str) -> None:
    """It is followed inside the document."""
    response = respond(describe(code=list_values(*CODES)))
    values: dict[str, Any] = {"response": response}
    values["responses"] = {"404": values["response"]}
    values["operation"] = {"responses": values["responses"]}
    values["path"] = {"get": values["operation"]}
    parts = {**values, level: {"$ref": "#/x-parts/it"}}
    if level == "response":
        parts["responses"] = {"404": parts["response"]}
    if level in {"response", "responses"}:
        parts["operation"] = {"responses": parts["responses"]}
    if level != "path":
        parts["path"] = {"get": parts["operation"]}
    document = write_openapi({}, **{"x-parts": {"it": values[level]}})
    document["paths"] = {"/carts": parts["path"]}
    result = importer.draft("a.json", document)
    assert result.statuses == dict.fromkeys(CODES, 404)


def test_operation_in_another_file(importer: Importer) -> None:
    """It is reported with its line and what to do, whether or not other operations have codes."""
    document = write_openapi({"400": respond(describe(code=list_values(*CODES)))})
    document["paths"]["/carts"]["post"] = {"$ref": "carts/post.yml"}
    result = importer.draft("a.json", document)
    assert '"carts/post.yml" was not followed, because it points outside the document' in result.out
    assert "bundle the document with the files that it refers to" in result.out
    del document["paths"]["/carts"]["get"]
    path = importer.write("a.yaml", str(document))
    refused = importer.run(path, "--url", URL)
    assert refused.code == 2
    assert '"carts/post.yml" was not followed' in refused.err
    assert "help: Bundle the document" in refused.err


def test_reference_that_leads_nowhere(importer: Importer) -> None:
    """It is reported without advice to bundle, which would not help."""
    document = write_openapi({"400": respond(refer("None"))})
    refused = importer.run(importer.write("a.yaml", str(document)), "--url", URL)
    assert refused.code == 2
    assert '"#/components/schemas/None" was not followed, because its target' in refused.err
    assert "undle" not in refused.err


def test_reference_out_of_the_document(importer: Importer) -> None:
    """It is reported with its line, and not followed."""
    responses = {
        "400": respond(describe(code=list_values(*CODES))),
        "404": respond({"$ref": "https://shop.example/error.json"}),
    }
    result = importer.draft("a.json", write_openapi(responses))
    assert set(result.errors) == set(CODES)
    assert "because it points outside the document" in result.out
