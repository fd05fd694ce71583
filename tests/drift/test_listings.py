"""Codes in examples, on pages that list them nowhere else."""

from __future__ import annotations

import pytest

from tests.drift.extracting import CODES, ENVELOPE, find_code, list_codes, map_statuses, read

OPENINGS = {"markdown": "```json\n", "text": "", "html": "<pre>"}
CLOSINGS = {"markdown": "\n```\n", "text": "\n", "html": "</pre>\n"}
NAMES = {"markdown": "page.md", "text": "page.txt", "html": "page.html"}


def list_errors(*codes: str) -> str:
    """Return JSON that lists errors, the first on its second line."""
    members = ",\n".join(
        f'  {{"code": "{code}", "status": 409, "message": "No."}}' for code in codes
    )
    return f"[\n{members}\n]"


def respond(code: str, status: int = 400) -> str:
    """Return Markdown with an example of an error response."""
    body = f'{{\n  "code": "{code}",\n  "message": "No."\n}}'
    return f"```http\nHTTP/1.1 {status} Sorry\nContent-Type: application/json\n\n{body}\n```\n\n"


@pytest.mark.parametrize("form", NAMES)
def test_list_of_errors(form: str) -> None:
    """JSON that lists errors is read wherever it is, and can have new ones."""
    listing = f"{OPENINGS[form]}{list_errors(*CODES[:4], 'NEW_ONE')}{CLOSINGS[form]}"
    facts = read(f"The shop returns these errors:\n\n{listing}", NAMES[form])

    assert list_codes(facts) == [*CODES[:4], "NEW_ONE"]
    assert map_statuses(facts) == dict.fromkeys([*CODES[:4], "NEW_ONE"], (409,))


def test_lines_of_list() -> None:
    """Codes in an example have their lines of the page."""
    facts = read(f"# Shop\n\n```json\n{list_errors(*CODES)}\n```\n")

    assert [code.line for code in facts.codes] == [5, 6, 7, 8, 9, 10]
    assert find_code(facts, "NO_FUNDS").heading == "Shop"


def test_responses() -> None:
    """A response with one error proves that its code is still there, but adds none."""
    page = "".join(f"## Case {code.title()}\n\n{respond(code)}" for code in (*CODES, "NEW_ONE"))

    assert list_codes(read(page)) == list(CODES)


def test_codes_with_spaces() -> None:
    """A response can have a code that is several words."""
    codes = ["Object not found", "Server error", "Bad query value"]
    page = "".join(f"## {code}\n\n{respond(code)}" for code in codes)

    assert list_codes(read(page, codes=codes)) == codes


def test_enum() -> None:
    """An enum in an example lists codes."""
    members = ",\n".join(
        f"    {code} = -{number}" for number, code in enumerate([*CODES, "NEW_ONE"])
    )
    page = f"# Results\n\n```c++\nenum Result\n{{\n    RESULT_SUCCESS = 0,\n{members}\n}};\n```\n"

    assert list_codes(read(page)) == [*CODES, "NEW_ONE"]


def test_lines_of_codes() -> None:
    """Codes on separate lines of examples are known ones, and never new."""
    page = "".join(
        f"## Part\n\nReturn:\n\n```text\n{first}\n{second}\nRETRY_LATER\n```\n\n"
        for first, second in (CODES[:2], CODES[2:4], CODES[4:])
    )

    assert list_codes(read(page)) == list(CODES)


def test_examples_beside_table() -> None:
    """Examples are not searched if the page lists most of the codes."""
    rows = "".join(f"| {code} | No. |\n" for code in CODES[:4])
    listing = f"```json\n{list_errors(*CODES, 'NEW_ONE')}\n```\n"
    facts = read(f"# Errors\n\n| Code | Meaning |\n|---|---|\n{rows}\n{listing}")

    assert list_codes(facts) == list(CODES[:4])


@pytest.mark.parametrize("codes", [CODES[:2], ("A_ONE", "A_TWO", "A_THREE")])
def test_few_known_codes(codes: tuple[str, ...]) -> None:
    """Examples with fewer than three known codes prove nothing."""
    page = f"# Manual\n\n```json\n{list_errors(*codes)}\n```\n"

    assert list_codes(read(page, envelope=ENVELOPE)) == []
