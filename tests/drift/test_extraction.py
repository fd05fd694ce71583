"""Codes and their facts are read from every kind of place on a page."""

from __future__ import annotations

import pytest

from errsmith.drift.facts import CarrierKind
from errsmith.drift.pinning import pin
from tests.drift.extracting import find_code, list_chosen, list_codes, map_statuses, read

# Each page documents these; the registry does not have the last one.
STATUSES = {"CARD_BLOCKED": (403,), "NO_FUNDS": (402,), "ORDER_CLOSED": (409,), "NEW_ONE": (410,)}
TEXTS = {
    "CARD_BLOCKED": "The owner blocked it.",
    "NO_FUNDS": "The account is empty.",
    "ORDER_CLOSED": "It was delivered.",
    "NEW_ONE": "The shop moved.",
}


def repeat(template: str, separator: str = "") -> str:
    """Return a template for each code."""
    return separator.join(
        template.format(code=code, status=status, text=TEXTS[code])
        for code, (status,) in STATUSES.items()
    )


PAGES: dict[str, tuple[CarrierKind, str, str]] = {
    "pipe table": (
        "table",
        "page.md",
        "| Code | HTTP status | Description |\n|---|---|---|\n"
        + repeat("| `{code}` | {status} | {text} |\n"),
    ),
    "pipe table without a header": (
        "table",
        "page.md",
        "# Errors\n\n" + repeat("| {code} | {status} | {text} |\n"),
    ),
    "pipe table with an empty header": (
        "table",
        "page.md",
        "# Errors\n\n| | | |\n|---|---|---|\n" + repeat("| {code} | {status} | {text} |\n"),
    ),
    "pipe table below a title": (
        "table",
        "page.md",
        "# Errors\n\n| All of them | | |\n|---|---|---|\n| Code | Status | Meaning |\n"
        + repeat("| {code} | {status} | {text} |\n"),
    ),
    "HTML table": (
        "table",
        "page.html",
        "<h1>Errors</h1><table><thead><tr><th>Code<th>Status<th>Meaning</thead>"
        + repeat("<tr><td><code>{code}</code><td>{status}<td>{text}\n")
        + "</table>",
    ),
    "HTML table without a header": (
        "table",
        "page.html",
        "<h1>Errors</h1><table><tr><td>Code<td>Status<td>Meaning"
        + repeat("<tr><td>{code}<td>{status}<td>{text}\n")
        + "</table>",
    ),
    "tables of keys and values": (
        "table",
        "page.html",
        "<h1>Errors</h1>"
        + repeat(
            "<table><tr><td>Error code<td>{code}<tr><td>HTTP status<td>{status}"
            "<tr><td>Description<td>{text}</table>\n"
        ),
    ),
    "bullets": ("list", "page.md", "# Errors\n\n" + repeat("- `{code}` ({status}): {text}\n")),
    "HTML list": (
        "list",
        "page.html",
        "<h1>Errors</h1><ul>" + repeat("<li><b>{code}</b> ({status}) {text}\n") + "</ul>",
    ),
    "bullets with facts below": (
        "list",
        "page.md",
        "# Errors\n\n" + repeat("- {code}\n  - Status: {status}\n  - Description: {text}\n"),
    ),
    "keys on lines": (
        "keys",
        "page.md",
        "# Errors\n\n" + repeat("**Code:** {code}\n**HTTP Status:** {status}\n{text}\n\n"),
    ),
    "keys in plain text": (
        "keys",
        "page.txt",
        "Errors\n======\n\n" + repeat("Code: {code}\nStatus: {status}\nDescription: {text}\n\n"),
    ),
    "keys with values on the next line": (
        "keys",
        "page.md",
        "# Errors\n\n" + repeat("Error code:\n\n{code}\n\nHTTP status:\n\n{status}\n\n{text}\n\n"),
    ),
    "HTML definitions": (
        "terms",
        "page.html",
        "<h1>Errors</h1><dl>" + repeat("<dt>{code} ({status})<dd>{text}\n") + "</dl>",
    ),
    "reStructuredText definitions": (
        "terms",
        "page.rst",
        "Errors\n======\n\n" + repeat("``{code}`` ({status})\n    {text}\n\n"),
    ),
    "headings": (
        "headings",
        "page.md",
        "# Errors\n\n" + repeat("## {code}\n\nHTTP status: {status}\n\n{text}\n\n"),
    ),
    "headings with names": (
        "headings",
        "page.md",
        "# Errors\n\n" + repeat("### `{code}` ({status})\n\n{text}\n\n"),
    ),
    "JSON list": (
        "data",
        "page.json",
        "["
        + repeat('{{"code": "{code}", "status": {status}, "description": "{text}"}}', ",\n")
        + "]",
    ),
    "JSON mapping": (
        "data",
        "page.json",
        '{"errors": {'
        + repeat('"{code}": {{"httpStatus": {status}, "message": "{text}"}}', ",\n")
        + "}}",
    ),
    "YAML": (
        "data",
        "page.yaml",
        "errors:\n" + repeat("  - code: {code}\n    status: {status}\n    description: {text}\n"),
    ),
    "enumeration in Java": (
        "data",
        "Errors.java",
        "public enum Errors {{\n{}\n}}".format(repeat('    {code}({status}, "{text}"),\n')),
    ),
    "lines": (
        "lines",
        "page.txt",
        "Errors\n======\n\n" + repeat("{code} - ({status}) {text}\n\n"),
    ),
}


@pytest.mark.parametrize(("kind", "name", "page"), PAGES.values(), ids=PAGES)
def test_kind_of_place(kind: CarrierKind, name: str, page: str) -> None:
    """Codes with their statuses and texts are found in every kind of place."""
    facts = read(page, name)
    assert map_statuses(facts) == STATUSES
    assert {carrier.kind for carrier in list_chosen(facts)} == {kind}
    for code in facts.codes:
        assert code.ids == (() if code.code == "NEW_ONE" else (code.code,))
        assert TEXTS[code.code] in code.text
        assert code.code in page.split("\n")[code.line - 1]


@pytest.mark.parametrize(("kind", "name", "page"), PAGES.values(), ids=PAGES)
def test_declaration_of_place(kind: CarrierKind, name: str, page: str) -> None:
    """The declaration of a chosen place finds the same codes, and matches something."""
    facts = read(page, name)
    [carrier] = list_chosen(facts)
    line = pin([carrier]) or ""
    assert line.startswith(f'extract = {{ as = "{kind}"')
    inner = line.removeprefix("extract = { ").removesuffix(" }")
    again = read(
        page, name, extract=inner.replace(", in = ", "\nin = ").replace(", code", "\ncode")
    )
    assert again.codes == facts.codes
    assert again.unused == ()


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("errors.py", "class Errors(str, Enum):\n" + repeat('    {code} = "{code}"\n')),
        ("errors.ts", "export type ErrorCode =\n" + repeat('  | "{code}"\n') + ";\n"),
        ("errors.json", '{"errorCodes": [' + repeat('"{code}"', ", ") + "]}"),
        (
            "openapi.yaml",
            "openapi: 3.1.0\ninfo:\n  title: Acme\n  version: '1'\npaths: {}\n"
            "components:\n  schemas:\n    ErrorCode:\n      type: string\n      enum:\n"
            + repeat("        - {code}\n"),
        ),
    ],
    ids=["constants", "union", "list of strings", "schema"],
)
def test_data_without_statuses(name: str, page: str) -> None:
    """Constants and the values of a schema are codes without other facts."""
    facts = read(page, name)
    assert list_codes(facts) == list(STATUSES)
    assert set(map_statuses(facts).values()) == {()}


# --- order and lines -----------------------------------------------------------------------------


def test_order() -> None:
    """Codes are listed once each, in the order of the page, with their first line."""
    facts = read("""\
        # Errors

        ## NO_FUNDS

        The account is empty.

        ## CARD_BLOCKED

        The owner blocked it.

        ## NO_FUNDS

        Again.
        """)
    assert [(code.code, code.line) for code in facts.codes] == [
        ("NO_FUNDS", 3),
        ("CARD_BLOCKED", 7),
    ]
    assert facts.lines == 13


def test_heading_of_code() -> None:
    """A code has the nearest heading above it, which is not its own."""
    facts = read("""\
        # Errors

        ## Cards

        - CARD_BLOCKED: no
        - CARD_EXPIRED: no

        ## Orders

        - ORDER_CLOSED: no
        - TOO_FAST: no
        """)
    headings = [(code.code, code.heading) for code in facts.codes]
    assert headings[0] == ("CARD_BLOCKED", "Cards")
    assert headings[-1] == ("TOO_FAST", "Orders")


def test_text_of_code() -> None:
    """The text of a code is all that describes it, without the facts that have fields."""
    facts = read("""\
        | Code | Status | Description | What to do |
        |---|---|---|---|
        | CARD_BLOCKED | 403 | The owner blocked it. | Ask the owner. |
        | NO_FUNDS | 402 | It is empty. | |
        """)
    assert find_code(facts, "CARD_BLOCKED").text == "The owner blocked it. Ask the owner."
    assert find_code(facts, "NO_FUNDS").text == "It is empty."


def test_empty_page() -> None:
    """A page without codes has no facts."""
    facts = read("# About us\n\nWe sell things.\n")
    assert facts.codes == ()
    assert facts.carriers == ()
    assert facts.mentions == {}
    assert facts.ends == ("we sell things.", "about us")


# --- ends ----------------------------------------------------------------------------------------

TABLE = "| Code | Status |\n|---|---|\n| CARD_BLOCKED | 403 |\n| NO_FUNDS | 402 |\n"


@pytest.mark.parametrize(
    ("after", "ends"),
    [
        ("\nCall us.\n\nAcme  2026\n", ("acme 2026", "call us.")),
        (
            "\nCall us.\n\nTop\n\nCall us.\n",
            ("top / call us.", "top", "no_funds 402 / call us."),
        ),
        (
            "\nOne.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n\nSix.\n",
            ("six.", "five.", "four.", "three.", "two."),
        ),
        ("\nBy Acme\n\nOk\n", ("by acme",)),
        ("", ("no_funds 402",)),
    ],
)
def test_ends(after: str, ends: tuple[str, ...]) -> None:
    """The last lines mark the end of a page, with the line before if they are also elsewhere."""
    assert read(f"# Errors\n\n{TABLE}{after}").ends == ends


def test_lines_above_are_no_ends() -> None:
    """A line that is also above the codes marks the end only with the line before."""
    facts = read(f"# Errors\n\nCall us.\n\n{TABLE}\nCall us.\n\nSupport\n")
    assert facts.ends == ("support", "no_funds 402 / call us.")


def test_ends_of_repeated_lines() -> None:
    """Lines that are elsewhere in the same order do not mark the end."""
    footer = "Call us.\n\nSupport\n\n"
    facts = read(f"# Errors\n\n{footer}{TABLE}\n{footer}")
    assert facts.ends == ("no_funds 402 / call us.",)
