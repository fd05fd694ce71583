"""Random and hostile documents: never a traceback, and a draft never has other findings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.importing.drafting import (
    URL,
    Importer,
    describe,
    list_values,
    make_importer,
    respond,
    write_openapi,
)
from tests.registries import lint_registry, list_findings

HOSTILE = (
    'CART"EMPTY',
    "CART'LOST",
    "'''",
    '"""',
    "CART\nLOST",
    "CART\\LOST",
    "\x1b[31mCART",
    "\u202eTRAC",
    "{{ cart }}",
    "{% raw %}",
    "<script>x</script>",
    "`cart`",
    "| cart |",
    "# cart",
    "cart]",
    "é_cart",
    "",
    " ",
    "_",
    "-",
    "x" * 5000,
    "error",
    "Error",
    "SYSTEM",
    "not_found",
    "123",
    "0",
    "\ud800",
    "\u2028",
)
NAMES = st.sampled_from(("code", "error", "type", "message", "errors", "status", "details", "a.b"))
TEXTS = st.sampled_from(("CART_LOST", "cart-lost", "cart_lost", "CartLost", *HOSTILE))
SCALARS = TEXTS | st.integers(-9, 9999) | st.booleans() | st.none()
REFERENCES = st.sampled_from(
    ("#/components/schemas/A", "#/components/schemas/B", "#", "#/x", "x.json", "#/paths", "%zz")
)
SCHEMAS = st.recursive(
    st.builds(lambda target: {"$ref": target}, REFERENCES)
    | st.builds(lambda values: {"enum": values}, st.lists(SCALARS, max_size=4) | SCALARS)
    | st.builds(lambda value: {"const": value}, SCALARS)
    | st.builds(lambda value, type_: {"type": type_, "example": value}, SCALARS, NAMES)
    | SCALARS,
    lambda inner: (
        st.builds(
            lambda p, r: {"properties": p, "required": r},
            st.dictionaries(NAMES, inner, max_size=3),
            SCALARS,
        )
        | st.builds(lambda items: {"items": items}, inner)
        | st.builds(
            lambda key, items: {key: items},
            st.sampled_from(("allOf", "oneOf", "anyOf")),
            st.lists(inner, max_size=3) | inner,
        )
        | st.builds(
            lambda name, mapping: {"discriminator": {"propertyName": name, "mapping": mapping}},
            NAMES,
            st.dictionaries(TEXTS, SCALARS, max_size=2),
        )
    ),
    max_leaves=6,
)
BODIES = st.recursive(
    SCALARS,
    lambda inner: st.dictionaries(NAMES, inner, max_size=3) | st.lists(inner, max_size=2),
    max_leaves=6,
)
STATUSES = st.sampled_from(("200", "400", "404", "4XX", "503", "default", "x-a", "999"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of all examples, which need no registry of their own."""
    return tmp_path_factory.mktemp("random")


def import_anything(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, content: str | bytes
) -> None:
    """Import a document that may be refused, and check what was written."""
    importer = make_importer(folder, capsys)
    result = importer.run(importer.write(name, content), "--url", URL)
    assert result.code in {0, 2}
    assert "Traceback" not in result.err
    assert (result.text != "") == (result.code == 0)
    assert (result.out + result.err).replace("\n", "").isprintable()
    if result.text:
        assert list_findings(lint_registry(folder / "registry"), ["R254"]) == []


EXAMPLES = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@EXAMPLES
@given(
    st.dictionaries(
        STATUSES, st.builds(respond, SCHEMAS, BODIES) | SCHEMAS, min_size=1, max_size=3
    ),
    st.fixed_dictionaries({"A": SCHEMAS, "B": SCHEMAS}),
)
def test_random_openapi(
    folder: Path, capsys: pytest.CaptureFixture[str], responses: Any, schemas: Any
) -> None:
    """Any structure below the responses is read or refused."""
    document = write_openapi(responses, {"schemas": schemas})
    import_anything(folder, capsys, "a.json", json.dumps(document))


@EXAMPLES
@given(BODIES)
def test_random_data(folder: Path, capsys: pytest.CaptureFixture[str], value: Any) -> None:
    """Any JSON is read or refused."""
    import_anything(folder, capsys, "a.json", json.dumps(value))


@EXAMPLES
@given(
    st.binary(max_size=200), st.sampled_from(("a.json", "a.yaml", "a.md", "a.html", "a.py", "a"))
)
def test_random_bytes(
    folder: Path, capsys: pytest.CaptureFixture[str], data: bytes, name: str
) -> None:
    """Any file is read or refused."""
    import_anything(folder, capsys, name, data)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_codes(importer: Importer, text: str) -> None:
    """A string that cannot be a code is left out or refused; any other is only data."""
    document = write_openapi({"400": respond(describe(code=list_values("CART_LOST", text)))})
    document["info"]["title"] = text
    result = importer.draft("a.json", document)
    assert "CART_LOST" in result.errors
    assert set(result.errors) <= {"CART_LOST", text.strip()}
    assert result.out.replace("\n", "").isprintable()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_keys_and_headings(importer: Importer, text: str) -> None:
    """Names of fields, endpoints and headings are escaped, left out or changed."""
    schema = describe(code={"const": "CART_LOST"}, **{text: {"type": "string"}})
    document = write_openapi({"400": respond(schema)})
    document["paths"][text] = document["paths"].pop("/carts")
    document["paths"]["/other"] = {"get": {"responses": {"404": respond()}}}
    document["paths"]["/more"] = {"get": {"responses": {"404": respond()}}}
    assert set(importer.draft("a.json", document).errors) == {"CART_LOST"}
    heading = " ".join(text.split()).encode("utf-8", "replace").decode()
    page = f"# Errors {heading}\n\n| Code | Status |\n|---|---|\n| `A_1` | 400 |\n| `B_2` | 401 |\n"
    assert {"A_1", "B_2"} <= set(importer.draft("a.md", page).errors)
