"""Which places of a page have its codes."""

from __future__ import annotations

import pytest

from errsmith.cli import main
from tests.importing.drafting import URL, Importer


def build_table(header: str, *values: str) -> str:
    """Return a table with a column of values and one of descriptions."""
    rows = "".join(f"| {value} | It happened. |\n" for value in values)
    return f"\n| {header} | Description |\n|---|---|\n{rows}"


NAMES = ("cart-lost", "cart-gone", "cart-old", "cart-empty", "cart-full", "cart-closed")
NUMBERS = ("10404", "10405", "10500", "20100")


def check_drift(importer: Importer, page: str) -> None:
    """Check that drift reads a page as the import did."""
    registry = str(importer.folder / "registry")
    text = importer.file.read_text(encoding="utf-8")
    text = text.replace("TODO: write what happened.", "It happened.")
    importer.file.write_text(text, encoding="utf-8")
    source = importer.write("drift.md", page)
    assert main(["drift", "shop", "--page", source, "--registry", registry]) == 0


@pytest.mark.parametrize("label", ["Error Code", "err-code", "errorCode"])
def test_tables_with_other_shapes(importer: Importer, label: str) -> None:
    """All columns whose label leaves no doubt are read, whatever their codes look like."""
    page = f"# Carts\n\n## Error codes\n{build_table(label, *NAMES)}"
    page += f"\n# Cards\n\n## Error codes\n{build_table(label, *NUMBERS)}"
    page += f"\n# Users\n\n## Error codes\n{build_table(label, '1001', '1002')}"
    result = importer.draft("page.md", page)
    assert set(result.errors) == {*NAMES, *NUMBERS, "1001", "1002"}
    check_drift(importer, page)


def test_table_that_was_not_read(importer: Importer) -> None:
    """A table of codes that differs from the others is reported."""
    page = f"# Errors\n\n## Carts\n{build_table('Error Code', *NAMES)}"
    page += f"\n# Other\n\n## Answers\n{build_table('Code', '7-x', '8-x')}"
    result = importer.draft("page.md", page)
    assert set(result.errors) == set(NAMES)
    place = 'table "Code", below "Answers", lines 20-21 (2)'
    assert f"not drafted\n  {place}: not read; select its heading with --in" in result.out


def test_column_with_a_qualified_label(importer: Importer) -> None:
    """`Error Code` is likelier to have codes of errors than `Prefix Code`, however few it has."""
    page = f"# Errors\n\n## Codes\n{build_table('Error Code', 'UK.CART.Lost', 'UK.CART.Gone')}"
    page += f"\n## Statuses\n{build_table('Prefix Code', 'bad_cart', 'no_cart', 'old_cart')}"
    page += f"\n## Types\n{build_table('Type', 'CartText40', 'CartText80')}"
    result = importer.draft("page.md", page)
    assert set(result.errors) == {"UK.CART.Lost", "UK.CART.Gone"}
    assert result.values["sources"]["errors"]["extract"]["code"] == ["Error Code"]
    check_drift(importer, page)


def test_table_of_http_statuses(importer: Importer) -> None:
    """The names of statuses are not codes if the page has others."""
    rows = "| 401 | UNAUTHORIZED | Sign in. |\n| 403 | FORBIDDEN | You may not. |\n"
    head = "\n| Status code | Code | Message |\n|---|---|---|\n"
    codes = "".join(f"| 404 | CART_{name} | It is away. |\n" for name in ("LOST", "GONE", "OLD"))
    page = f"# API\n\n## HTTP status summary\n{head}{rows}\n## Error codes\n{head}{codes}"
    result = importer.draft("page.md", page)
    assert set(result.errors) == {"CART_LOST", "CART_GONE", "CART_OLD"}
    check_drift(importer, page)


def test_code_that_means_success(importer: Importer) -> None:
    """It is not an error, and drift ignores it."""
    page = f"# Errors\n{build_table('Error code', '200', *NUMBERS)}"
    result = importer.draft("page.md", page)
    assert set(result.errors) == set(NUMBERS)
    check_drift(importer, page)


@pytest.mark.parametrize("header", ["Parameter", "Field", "Name"])
def test_stated_tables_of_words(importer: Importer, header: str) -> None:
    """--as does not make codes of parameters and words; --like states that they are codes."""
    other = build_table(header, "license", "headers", "cart_id", "content")
    page = f"# Errors\n{build_table('Error code', *NAMES)}\n## Requests\n{other}"
    result = importer.draft("page.md", page, "--as", "table")
    assert set(result.errors) == set(NAMES)
    remark = f'table "{header}", below "Requests", lines 16-19 (4): it seems to list fields'
    assert (remark in result.out) == (header == "Name")
    path = importer.write("other.md", f"# Requests\n{other}")
    assert importer.run(path, "--url", URL, "--as", "table").code == 2


def test_stated_shape_of_words(importer: Importer) -> None:
    """--like states that words are codes."""
    page = f"# Answers\n{build_table('Name', 'license', 'headers', 'cart_id')}"
    options = ("--as", "table", "--like", "license", "--like", "headers")
    assert set(importer.draft("page.md", page, *options).errors) == {"license", "headers"}


def test_list_beside_a_short_table(importer: Importer) -> None:
    """A list below a heading about errors is not left out because of a labelled table."""
    items = "".join(
        f"* `{name}`: It happened.\n" for name in ("CART_LOST", "CART_GONE", "CART_OLD")
    )
    page = f"# API\n\n## Carts\n{build_table('Error Code', 'CARD_LOST', 'CARD_GONE')}"
    page += f"\n## Other error codes\n\n{items}\n## Kinds\n{build_table('Type', 'CartX', 'CartY')}"
    result = importer.draft("page.md", page)
    assert set(result.errors) == {"CARD_LOST", "CARD_GONE", "CART_LOST", "CART_GONE", "CART_OLD"}
    check_drift(importer, page)


def test_stated_data(importer: Importer) -> None:
    """--as data reads the data about errors, not every value of a document."""
    page = {
        "info": {"title": "Shop", "license": "MIT", "version": "3.0.2"},
        "paths": {"carts": {"id": "list_carts"}, "cards": {"id": "list_cards"}},
        "errors": [{"code": "CART_LOST", "text": "Lost."}, {"code": "CART_GONE", "text": "Gone."}],
    }
    result = importer.draft("page.json", page, "--as", "data")
    assert set(result.errors) == {"CART_LOST", "CART_GONE"}
    other = "openapi: 3.0.0\ninfo:\n  title: Shop_1\n  license: MIT_0\npaths:\n  a_b: {}\n"
    refused = importer.run(importer.write("other.yaml", other), "--url", URL, "--as", "data")
    assert refused.code == 2
    assert "found no error codes in an OpenAPI document" in refused.err
    assert "use --as" not in refused.err
