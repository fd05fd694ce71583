"""Which envelopes the example responses of a page show."""

from __future__ import annotations

import json

import pytest

from errsmith.importing.examples import parse_example
from tests.importing.drafting import Importer

CODES = ("cart-lost", "cart-gone", "cart-old")
TABLE = "# Errors\n\n| Error code | Meaning |\n|---|---|\n" + "".join(
    f"| `{code}` | It happened. |\n" for code in CODES
)


def show(*examples: str) -> str:
    """Return a page with codes and examples."""
    return TABLE + "".join(f"\n## Example\n\n```json\n{text}\n```\n" for text in examples)


@pytest.mark.parametrize(
    "uri",
    ["https://shop.example/problems/cart-lost", "/problems/cart-lost/", "urn:problem:cart-lost"],
)
def test_code_in_a_uri(importer: Importer, uri: str) -> None:
    """Its last segment is the code."""
    body = {"type": uri, "title": "Lost", "status": 404}
    envelopes = importer.draft("page.md", show(json.dumps(body))).values["envelopes"]
    assert [envelope["code"] for envelope in envelopes] == [{"path": "type", "last_segment": True}]


def test_other_uri(importer: Importer) -> None:
    """A link is not the place of the code."""
    body = {"link": "https://shop.example/cart-lost", "type": "https://shop.example/unknown"}
    assert "envelopes" not in importer.draft("page.md", show(json.dumps(body))).values


@pytest.mark.parametrize(
    "text",
    [
        '{"code": "cart-lost", // The code.\n "message": "//"}',
        '{"code": "cart-lost", "message": "//",}',
        '{"code": "cart-lost", "message": "//", ...}',
        '{/* All\nof it. */ "code": "cart-lost", # No.\n "message": "//"}',
        '{"code": "cart-lost", "message": "//"}\n{"code": 1}',
        '{,"code": "cart-lost",, "message": "//", …,}',
    ],
)
def test_example_that_is_almost_json(importer: Importer, text: str) -> None:
    """Comments, ellipses and trailing commas are ignored."""
    assert parse_example(text) == {"code": "cart-lost", "message": "//"}
    envelopes = importer.draft("page.md", show(text)).values["envelopes"]
    assert [envelope["code"]["path"] for envelope in envelopes] == ["code"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": ...}', {"a": None}),
        ('["a", ..., "b"]', ["a", "b"]),
        ("{...}", {}),
        ('{"a": "x, ]... // y"}', {"a": "x, ]... // y"}),
        ("{broken}", None),
        ("[1, 2", None),
        ("", None),
        ("[" * 5000, None),
        ("/*" * 50_000, None),
        ('{"' * 50_000, None),
    ],
)
def test_example_is_read_tolerantly(text: str, value: object) -> None:
    """What is not JSON then is not an example."""
    assert parse_example(text) == value


def test_odd_example_does_not_win(importer: Importer) -> None:
    """The envelope must explain most examples with codes; otherwise none is written."""
    odd = '{"data": {"failed": [{"code": "cart-lost"}]}}'
    others = [f'{{"code": "{code}" and the "rest"' for code in CODES]
    result = importer.draft("page.md", show(odd, *others))
    assert "envelopes" not in result.values
    assert "an envelope: only 1 of 4 examples with codes show" in result.out


def test_examples_of_two_shapes(importer: Importer) -> None:
    """Each shape that several examples have is an envelope."""
    one = [f'{{"code": "{code}"}}' for code in CODES]
    two = [f'{{"error": {{"code": "{code}"}}}}' for code in CODES[:2]]
    envelopes = importer.draft("page.md", show(*one, *two)).values["envelopes"]
    assert [envelope["code"]["path"] for envelope in envelopes] == ["code", "error.code"]


def test_many_examples(importer: Importer) -> None:
    """The time does not grow with the square of their number."""
    examples = [f'{{"code": "cart-lost", "number": {n}}}' for n in range(2000)]
    envelopes = importer.draft("page.md", show(*examples)).values["envelopes"]
    assert [envelope["code"]["path"] for envelope in envelopes] == ["code"]
