"""Responses with several bodies: each media type has its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.importing.drafting import Importer, describe, list_values, respond, write_openapi

CODES = ("CART_EMPTY", "CART_LOST")
JSON, PROBLEM = "application/json", "application/problem+json"


def respond_with(**bodies: Any) -> dict[str, Any]:
    """Return a response whose bodies have these schemas, by `json` and `problem`."""
    media = {"json": JSON, "problem": PROBLEM}
    return {"content": {media[name]: {"schema": schema} for name, schema in bodies.items()}}


def test_shape_of_each_media_type(importer: Importer) -> None:
    """Every shape has an envelope, whose fields are those of its bodies."""
    item = describe(code=list_values(*CODES), text={"type": "string"})
    response = respond_with(
        json=describe(messages={"type": "array", "items": item}, links={"type": "object"}),
        problem=describe(
            type={"type": "string"}, code=list_values(*CODES), detail={"type": "string"}
        ),
    )
    result = importer.draft("a.json", write_openapi({"400": response}))
    assert result.statuses == dict.fromkeys(CODES, 400)
    fields = {e["code"]["path"]: e.get("fields", {}) for e in result.values["envelopes"]}
    assert {path: set(found) for path, found in fields.items()} == {
        "code": {"type", "detail"},
        "messages[0].code": {"text"},
    }
    assert not any("optional" in field for found in fields.values() for field in found.values())


@pytest.mark.parametrize("names", [("json", "problem"), ("problem", "json")])
def test_field_of_one_media_type(importer: Importer, names: tuple[str, str]) -> None:
    """It is optional in the envelope that the media types share."""
    code = list_values(*CODES)
    small = describe(code=code, message={"type": "string"})
    large = describe(code=code, message={"type": "string"}, hint={"type": "string"})
    bodies = dict(zip(names, (small, large), strict=True))
    result = importer.draft("a.json", write_openapi({"400": respond_with(**bodies)}))
    [envelope] = result.values["envelopes"]
    assert envelope["fields"] == {
        "text": {"path": "message", "role": "message"},
        "hint": {"optional": True},
    }


@pytest.mark.parametrize("key", ["allOf", "oneOf", "anyOf"])
def test_field_that_composes_schemas(importer: Importer, key: str) -> None:
    """It has their type, and is optional if its object may lack it."""
    hint = {key: [{"description": "A hint."}, {"type": "integer"}]}
    schema = {**describe(code=list_values(*CODES), hint=hint), "required": ["code"]}
    result = importer.draft("a.json", write_openapi({"400": respond(schema)}))
    [envelope] = result.values["envelopes"]
    assert envelope["fields"] == {"hint": {"type": "integer", "optional": True}}


def test_codes_that_only_one_media_type_lists(importer: Importer) -> None:
    """They are read, and media types that are not JSON are ignored."""
    response = respond_with(
        json=describe(code={"type": "string"}), problem=describe(code=list_values(*CODES))
    )
    xml = respond(describe(code=list_values("XML_ONLY")), media="application/xml")
    response["content"].update(xml["content"])
    result = importer.draft("a.json", write_openapi({"400": response}))
    assert set(result.errors) == set(CODES)
