"""Codes are told from other words, and read as the envelopes read them."""

from __future__ import annotations

import pytest

from errsmith.drift.extraction.codes import (
    LONGEST,
    Shapes,
    find_shape,
    is_address,
    is_code_like,
    is_distinct,
    list_candidates,
    split_codes,
    split_leading,
    strip,
    strip_separator,
)
from errsmith.drift.pages.page import Cell
from tests.drift.extracting import find_code, list_codes, map_groups, read

# --- what codes look like ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *("A", "7", "E17", "AUTH_BAD", "auth-bad", "auth.bad", "auth:bad", "auth/bad", "badAuth"),
        *("-32700", "#17", "$oid", "_hidden", "0.0.1", "a" * LONGEST),
    ],
)
def test_is_code_like(text: str) -> None:
    """A code is a word of letters, digits and a few signs."""
    assert is_code_like(text)


@pytest.mark.parametrize(
    "text",
    ["", "-", "--A", "two words", "a,b", "(A)", "A.", "A:", "A-", "é", "Fehler!", "a" * 121, "A\n"],
)
def test_is_not_code_like(text: str) -> None:
    """A code has no spaces, brackets or final punctuation, and is not too long."""
    assert not is_code_like(text)


@pytest.mark.parametrize("text", ["A_B", "E17", "17a", "badAuth", "BadAuth", "a.b", "a:b", "0.1"])
def test_is_distinct(text: str) -> None:
    """A word with signs, digits and letters, or inner capitals is not an ordinary one."""
    assert is_distinct(text)


@pytest.mark.parametrize(
    "text", ["", "a", "conflict", "Conflict", "CONFLICT", "404", "_a", "re-do"]
)
def test_is_not_distinct(text: str) -> None:
    """Words and numbers occur in ordinary sentences."""
    assert not is_distinct(text)


@pytest.mark.parametrize(
    ("known", "code", "is_covered"),
    [
        ("AUTH_BAD", "CARD_GONE", True),
        ("AUTH_BAD", "GONE", False),
        ("AUTH_BAD GONE", "LOST", True),
        ("AUTH_BAD GONE", "CARD_2", False),
        ("AUTH_BAD", "card_gone", False),
        ("AUTH_BAD", "CARD_2", False),
        ("AUTH_B2", "CARD_GONE", False),
        ("AUTH_B2 CARD_B", "CARD_GONE", True),
        ("AUTH_BAD", "CARD-GONE", False),
        ("auth.bad_key", "card.gone", False),
        ("auth.bad_key auth.bad", "card.gone", True),
        ("auth.bad_key auth.bad", "gone", False),
        ("1001", "2002", True),
        ("1001", "404", False),
        ("1001 404", "505", True),
        ("E17", "17", False),
        ("badAuth", "cardGone", True),
    ],
)
def test_shapes_cover(known: str, code: str, is_covered: bool) -> None:  # noqa: FBT001
    """A code is covered if its characters are those of a known one, with what all of them have.

    Numbers have to have as many digits.
    """
    assert Shapes(known.split()).covers(code) is is_covered


def test_no_shapes() -> None:
    """A registry without codes has no shapes."""
    assert not Shapes([])
    assert not Shapes([]).covers("A")
    assert Shapes(["A"])
    assert find_shape("A1_B") == find_shape("C_D2")


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("", ""),
        ("`A`", "A"),
        ('"A"', "A"),
        ("**A**", "A"),
        (" A:\n", "A"),
        ("A:", "A"),
        ("A;", "A"),
        ("`A`:", "A"),
        ("(A)", "(A)"),
    ],
)
def test_strip(text: str, stripped: str) -> None:
    """Quotes, marks and final punctuation are not part of a code."""
    assert strip(text) == stripped


@pytest.mark.parametrize(
    ("text", "rest"),
    [(": a", "a"), (" - a", "a"), ("=> a", "a"), ("\u2014 a", "a"), ("a", "a"), ("", "")],
)
def test_strip_separator(text: str, rest: str) -> None:
    """What separates a code from its description is not part of the description."""
    assert strip_separator(text) == rest


@pytest.mark.parametrize(
    ("text", "expected"), [("https://a.example/b", True), ("/b", True), ("a/b", False), ("", False)]
)
def test_is_address(text: str, expected: bool) -> None:  # noqa: FBT001
    """URLs and paths are no codes."""
    assert is_address(text) is expected


@pytest.mark.parametrize(
    ("text", "literals", "expected"),
    [
        ("CODE: text", (), ("CODE", "text")),
        ("CODE - text", (), ("CODE", "text")),
        ("CODE \u2013 text", (), ("CODE", "text")),
        ("CODE -> text", (), ("CODE", "text")),
        ("CODE = text", (), ("CODE", "text")),
        ("CODE (404)", (), ("CODE", "(404)")),
        ("CODE [404]", (), ("CODE", "[404]")),
        ("CODE(404)", (), ("CODE", "(404)")),
        ("CODE", (), ("CODE", "")),
        ('"CODE" text', (), ("CODE", "text")),
        ("**CODE**: text", (), ("CODE", "text")),
        ("auth.bad: text", (), ("auth.bad", "text")),
        ("auth:bad: text", (), ("auth:bad", "text")),
        ("-32700: text", (), ("-32700", "text")),
        ("CODE text", ("CODE",), ("CODE", "text")),
        ("CODE text", (), None),
        ("text CODE", ("CODE",), None),
        ("some text", ("some text",), None),
        ("Ünlü: text", (), None),
        ("", (), None),
        ("re-do it", (), None),
    ],
)
def test_split_leading(
    text: str, literals: tuple[str, ...], expected: tuple[str, str] | None
) -> None:
    """A line begins with a code if a separator follows, or if it is set as code."""
    assert split_leading(Cell(text, 1, literals)) == expected


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("A_1, A_2", ["A_1", "A_2"]),
        ("A_1; A_2", ["A_1", "A_2"]),
        ("A_1 | A_2", ["A_1", "A_2"]),
        ("A_1 / A_2", ["A_1", "A_2"]),
        ("A_1 or A_2", ["A_1", "A_2"]),
        ("A_1, A_2 and A_3", ["A_1", "A_2", "A_3"]),
        ("A_1\nA_2", ["A_1", "A_2"]),
        ("`A_1`, `A_2`", ["A_1", "A_2"]),
        ("A_1,", []),
        ("A_1", []),
        ("A_1/A_2", []),
        ("A_1, see below", []),
        ("", []),
    ],
)
def test_split_codes(text: str, codes: list[str]) -> None:
    """A cell can list several codes, and nothing else."""
    assert split_codes(Cell(text, 1)) == codes


def test_split_codes_set_as_code() -> None:
    """Several codes that are set as code need no other separator than a space."""
    assert split_codes(Cell("A_1 A_2", 1, ("A_1", "A_2"))) == ["A_1", "A_2"]
    assert split_codes(Cell("A_1 but not A_2", 1, ("A_1", "A_2"))) == []


@pytest.mark.parametrize(
    "remark",
    ["", " *", "*", "**", " \u2020", "\u00b9", " [1]", " (deprecated)", " (since v2)", " [new]"],
)
def test_code_with_remark(remark: str) -> None:
    """A remark or a footnote beside a code is not part of it."""
    assert "A_1" in list_candidates(Cell(f"A_1{remark}", 1))
    facts = read(
        "| Code | Meaning |\n|---|---|\n"
        f"| CARD_BLOCKED{remark} | No. |\n| NEW_ONE{remark} | No. |\n| NO_FUNDS | Empty. |\n"
    )
    assert list_codes(facts) == ["CARD_BLOCKED", "NEW_ONE", "NO_FUNDS"]


# --- as the envelopes read them ------------------------------------------------------------------


def read_column(
    *cells: str, envelope: str = "", codes: tuple[str, ...], tables: str = ""
) -> object:
    """Return code and ids of each code in a column."""
    rows = "".join(f"| {cell} | Text. |\n" for cell in cells)
    place = f'[[envelopes]]\nid = "json"\ncode = {{ path = "code"{envelope} }}\n'
    page = f"| Code | Meaning |\n|---|---|\n{rows}"
    facts = read(page, codes=codes, tables=tables, envelope=place)
    return [(code.code, *code.ids) for code in facts.codes]


def test_parts() -> None:
    """The code is taken from a longer string by `parts`, with its group."""
    rows = "".join(f"| {code} | x |\n" for code in ("auth -- A_1", "auth -- A_9", "other -- A_2"))
    place = 'code = { path = "code", parts = "{group} -- {code}" }'
    facts = read(
        f"| Code | Meaning |\n|---|---|\n{rows}",
        codes=("A_1", "A_2"),
        envelope=f'[[envelopes]]\nid = "json"\n{place}\n',
        tables='[groups.auth]\nsummary = "x"\n',
    )
    assert map_groups(facts) == {"A_1": "auth", "A_9": "auth", "A_2": "other"}


@pytest.mark.parametrize(
    ("envelope", "cells", "expected"),
    [
        (', fold = "dash"', ["AB-1", "AB_2"], [("AB-1", "AB_1"), ("AB_2", "AB_2")]),
        (', fold = "case"', ["ab_1", "AB_2"], [("ab_1", "AB_1"), ("AB_2", "AB_2")]),
        (', fold = ["dash", "case"]', ["ab-1", "AB_2"], [("ab-1", "AB_1"), ("AB_2", "AB_2")]),
        (
            ", last_segment = true",
            ["https://acme.example/problems/AB_1", "urn:acme:AB_2", "https://acme.example/p/AB_3/"],
            [("AB_1", "AB_1"), ("AB_2", "AB_2"), ("AB_3",)],
        ),
        (', parts = "acme:{code}"', ["acme:AB_1", "acme:AB_3"], [("AB_1", "AB_1"), ("AB_3",)]),
        (', success = ["FINE", 0]', ["FINE", "AB_1", "0", "AB_2"], [("AB_1",) * 2, ("AB_2",) * 2]),
        ("", ["OK", "AB_1", "success", "AB_2"], [("AB_1",) * 2, ("AB_2",) * 2]),
    ],
)
def test_spelling(envelope: str, cells: list[str], expected: list[tuple[str, ...]]) -> None:
    """Codes are folded, cut and left out as in a response."""
    assert read_column(*cells, envelope=envelope, codes=("AB_1", "AB_2")) == expected


def test_integers() -> None:
    """Codes that are integers are read like strings, also negative ones."""
    found = read_column(
        "1012", "-32700", "1013", envelope=', type = "integer"', codes=("1012", "-32700")
    )
    assert found == [("1012", "1012"), ("-32700", "-32700"), ("1013",)]


def test_aliases() -> None:
    """An alias of a code is the error that has it."""
    tables = """\
        [errors.AB_9]
        status = 400
        summary = "Nine."
        aliases = ["OLD_9", 100001]
        """
    assert read_column("OLD_9", "AB_1", codes=("AB_1",), tables=tables) == [
        ("OLD_9", "AB_9"),
        ("AB_1", "AB_1"),
    ]


SCOPES = """\
    [scopes.token]
    summary = "The token endpoint."
    paths = ["*/token"]

    [scopes.login]
    summary = "Signing in."

    [errors.denied]
    scope = "token"
    status = 400
    summary = "The token is denied."

    [errors.denied_login]
    code = "denied"
    scope = "login"
    status = 403
    summary = "The login is denied."
    """


@pytest.mark.parametrize(
    ("headings", "ids"),
    [
        (("Token", "Login"), ["denied", "denied_login"]),
        (("Errors of the token endpoint.", "Errors when signing in"), ["denied", "denied_login"]),
        (("POST /token", "Login errors"), ["denied", "denied_login"]),
    ],
)
def test_scopes(headings: tuple[str, str], ids: list[str]) -> None:
    """A code with several meanings has the one of the scope that its section names."""
    page = "".join(
        f"## {heading}\n\n| Code | Meaning |\n|---|---|\n| denied | No. |\n| AB_1 | No. |\n\n"
        for heading in headings
    )
    facts = read(page, codes=("AB_1",), tables=SCOPES)
    assert [code.ids for code in facts.codes if code.code == "denied"] == [(id_,) for id_ in ids]


def test_code_with_several_meanings() -> None:
    """Without a scope, the status decides; without a status, all meanings remain."""
    page = "| Code | Status |\n|---|---|\n| denied | {} |\n| AB_1 | 400 |\n"
    found = [
        find_code(read(page.format(status), codes=("AB_1",), tables=SCOPES), "denied").ids
        for status in (403, 400, 500)
    ]
    assert found == [("denied_login",), ("denied",), ("denied", "denied_login")]


# --- several in a cell ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        *("CARD_BLOCKED, NEW_ONE", "`CARD_BLOCKED` `NEW_ONE`", "CARD_BLOCKED / NEW_ONE"),
        *("CARD_BLOCKED<br>NEW_ONE", "`CARD_BLOCKED` or `NEW_ONE`", "CARD_BLOCKED; NEW_ONE"),
    ],
)
def test_several_codes_in_cell(cell: str) -> None:
    """Each code of a cell has the facts of its row."""
    facts = read(
        f"| Code | Status |\n|---|---|\n| {cell} | 403 |\n| NO_FUNDS | 402 |\n| TOO_FAST | 429 |\n"
    )
    assert list_codes(facts) == ["CARD_BLOCKED", "NEW_ONE", "NO_FUNDS", "TOO_FAST"]
    assert find_code(facts, "NEW_ONE").statuses == (403,)


@pytest.mark.parametrize(
    ("code", "heading", "text", "is_deprecated"),
    [
        ("CARD_BLOCKED (deprecated)", "Codes", "No.", True),
        ("CARD_BLOCKED", "Deprecated codes", "No.", True),
        ("CARD_BLOCKED", "Codes", "No.", False),
        ("CARD_BLOCKED", "Codes", "The deprecated API sends it, too.", False),
    ],
)
def test_deprecated_code(code: str, heading: str, text: str, is_deprecated: bool) -> None:  # noqa: FBT001
    """A code is deprecated if the page says so beside it or above it."""
    facts = read(f"# {heading}\n\n| Code | Meaning |\n|---|---|\n| {code} | {text} |\n")
    assert find_code(facts, "CARD_BLOCKED").is_deprecated is is_deprecated


@pytest.mark.parametrize(
    "template", ["- `{}` - It is wrong.\n", "| `{}` | It is wrong. |\n"], ids=["items", "table"]
)
def test_codes_with_spaces(template: str) -> None:
    """Numbers with spaces are codes if the registry has such codes."""
    codes = ["01-01 04 01", "01-01 04 02", "02-01 03 01"]
    header = "" if template.startswith("-") else "| Code | Meaning |\n|---|---|\n"
    page = f"# Errors\n\n{header}" + "".join(map(template.format, [*codes, "NOT A CODE"]))

    assert list_codes(read(page, codes=codes)) == codes
    assert list_codes(read(page, codes=codes[:2])) == codes
    assert list_codes(read(page, codes=["OLD_ONE", "OLD_TWO"])) == []


def test_several_codes_in_heading() -> None:
    """A heading can have several codes, known ones and new ones."""
    page = "# Errors\n\n## `CARD_BLOCKED` / `CARD_LOST`\n\nNo.\n\n## `NO_FUNDS`\n\nNo.\n"

    assert list_codes(read(page)) == ["CARD_BLOCKED", "CARD_LOST", "NO_FUNDS"]
