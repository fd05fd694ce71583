"""A provider's page: its headings, its table of contents, spellings and responses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from tests.output.markdown import Page, read

GeneratePage = Callable[..., str]

SHAPE = """
[[envelopes]]
id = "json"
code = { path = "code", fold = "dash" }
"""


def write_errors(*ids: str, more: str = "") -> str:
    """Write errors with these ids."""
    return SHAPE + "".join(
        f"""
[errors."{id_}"]
class = "Number{number}Error"
status = 400
summary = "It is refused."
{more}
"""
        for number, id_ in enumerate(ids)
    )


def list_spellings(page: Page) -> dict[str, str]:
    """Return the line about other spellings of each error that has one, by anchor."""
    return {
        section.anchor: item.removeprefix("Other spellings: ")
        for section in page.find_below("Error details")
        for item in section.items
        if item.startswith("Other spellings: ")
    }


def test_no_heading_takes_the_anchor_of_an_error(generate_page: GeneratePage) -> None:
    """Other headings are numbered, and links to them follow."""
    ids = ("sources", "acme errors", "CLASSES", "error_details", "envelope json", "support")
    page = read(generate_page(write_errors(*ids)))
    anchors = [section.anchor for section in page.sections]
    assert [anchor for anchor, times in Counter(anchors).items() if times > 1] == []
    titles = [section.title for section in page.sections]
    assert {"Sources (2)", "Acme errors (2)", "Envelope json (2)", "Error details (2)"} < {*titles}
    errors = [section.anchor for section in page.find_below("Error details (2)")]
    assert errors == [id_.lower().replace(" ", "-").replace("_", "-") for id_ in ids]
    assert "#sources-2" in page.links


@pytest.mark.parametrize(("id_", "title"), [("a__b", "a--b"), ("a_ b", "a--b"), ("署名", "--")])
def test_anchor_that_mkdocs_does_not_derive(
    generate_page: GeneratePage, id_: str, title: str
) -> None:
    """It stands above the heading, which has the same anchor on GitHub."""
    [section] = read(generate_page(write_errors(id_))).find_below("Error details")
    assert (section.title, section.anchor, section.above) == (title, title, (title,))


@pytest.mark.parametrize("id_", ["a_b", "SIG-BB607", "1.2", "x-", "-x", "471"])
def test_anchor_that_mkdocs_derives(generate_page: GeneratePage, id_: str) -> None:
    """A second anchor would give the error a second URL."""
    [section] = read(generate_page(write_errors(id_))).find_below("Error details")
    assert section.above == ()


@pytest.mark.parametrize(("errors", "items"), [(30, []), (31, ["Errors", "Error details"])])
def test_contents_of_long_page(generate_page: GeneratePage, errors: int, items: list[str]) -> None:
    """A page with more than 30 errors begins with its table of contents."""
    page = read(generate_page(write_errors(*(f"CODE_{number}" for number in range(errors)))))
    found = page.sections[0].items
    assert [item for item in found if item in ("Errors", "Error details")] == items
    assert found == (page.titles if items else [])


def test_spellings_that_differ_in_dashes_are_listed(generate_page: GeneratePage) -> None:
    """Any search finds an error by each spelling, also by those of aliases."""
    page = generate_page(write_errors("SIG-BB607", more='aliases = ["OLD_CODE"]'))
    assert list_spellings(read(page)) == {"sig-bb607": "OLD_CODE SIG_BB607 OLD-CODE"}


def test_documented_spelling_is_listed_once(generate_page: GeneratePage) -> None:
    """An alias that differs in dashes is not repeated."""
    page = generate_page(write_errors("A_B", more='aliases = ["A-B"]'))
    assert list_spellings(read(page)) == {"a-b": "A-B"}


def test_spellings_without_fold(generate_page: GeneratePage) -> None:
    """If dashes matter, there are no others."""
    text = write_errors("SIG-BB607").replace(', fold = "dash"', "")
    assert list_spellings(read(generate_page(text))) == {}


@pytest.mark.parametrize(
    ("example", "language"),
    [
        ('status = 400, body = \'{"code": "BAD"}\'', "http"),
        ('body = \'{"code": "BAD"}\'', "text"),
        ('status = 400, body = \'{"code": "BAD", "a": NaN}\'', "text"),
        (
            "status = 400, headers = { Content-Type = 'text/html' }, body = '{\"code\": \"BAD\"}'",
            "text",
        ),
    ],
)
def test_language_of_response(generate_page: GeneratePage, example: str, language: str) -> None:
    """Sphinx accepts HTTP with a status line and a body that is valid JSON, if any."""
    page = read(generate_page(write_errors("BAD", more=f"example = {{ {example} }}")))
    assert [fence.language for fence in page.fences if "BAD" in fence.text] == ["text", language]


def test_usual_way_of_catching_is_shown_once(generate_page: GeneratePage) -> None:
    """The page shows it for the first error, and only an error that needs other code shows that."""
    redirect = """
[[envelopes]]
id = "query"
code = { query = "error" }

[errors.ASKED]
example = { query = "error=ASKED" }
kind = "declined"
summary = "It is asked in a redirect."
"""
    page = read(generate_page(write_errors("FIRST", "SECOND") + redirect))
    assert [fence.text.splitlines()[0] for fence in page.fences if fence.language == "python"] == [
        "try:",
        "error = acme.parse_redirect(url)",
    ]
    assert "except acme.Number0Error as error:" in page.text
    [*_, asked] = page.find_below("Error details")
    assert "isinstance(error, acme.AskedError)" in asked.labelled["How to catch it"][0]
