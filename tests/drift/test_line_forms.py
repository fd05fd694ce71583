"""Lines of a form that `line` declares have codes, whatever kind of text they are."""

from __future__ import annotations

import pytest

from tests.drift.extracting import list_chosen, list_codes, map_statuses, read

FACTS = """\
    [categories.shop]
    summary = "The shop."

    [groups.cards]
    summary = "Cards."
    """


@pytest.mark.parametrize(
    ("line", "page"),
    [
        ("{code} ({status}): {description}", "CARD_BLOCKED (403): No.\nNEW_ONE (402): Empty.\n"),
        (
            "{code} ({status}): {description}",
            "- CARD_BLOCKED (403): No.\n- `NEW_ONE` (402): Empty.",
        ),
        ("{status} | {code} | {}", "403 | CARD_BLOCKED | No.\n402 | NEW_ONE | Empty.\nOther\n"),
        (
            "Failure {code}, answer {status}",
            "Failure CARD_BLOCKED, answer 403\nFailure NEW_ONE, answer 402",
        ),
        ("{}: {code} [{status}]", "one: CARD_BLOCKED [403] x\ntwo: NEW_ONE [402]\n"),
        (
            "{code} - {status}",
            "CARD_BLOCKED - 403\n\nNEW_ONE - 402\n",
        ),
    ],
)
def test_line(line: str, page: str) -> None:
    """The codes of lines of a declared form are read, with their statuses."""
    facts = read(page, extract=f'line = "{line}"')
    assert map_statuses(facts) == {"CARD_BLOCKED": (403,), "NEW_ONE": (402,)}
    assert {carrier.kind for carrier in list_chosen(facts)} == {"lines"}


@pytest.mark.parametrize("other", ["# Errors", "Errors", "Check-in by phone"])
def test_line_of_another_form(other: str) -> None:
    """A line that lacks what stands between code and status has another form."""
    page = f"{other}\n\nCARD_BLOCKED - 403\n\nNEW_ONE - 402\n"
    facts = read(page, extract='line = "{code} - {status}"')
    assert list_codes(facts) == ["CARD_BLOCKED", "NEW_ONE"]


def test_line_with_all_facts() -> None:
    """A line can have the group, the category, the advice and the description, too."""
    facts = read(
        "shop/cards/CARD_BLOCKED 403 later It is blocked.\n",
        tables=FACTS,
        extract="""\
            line = "{category}/{group}/{code} {status} {retry} {description}"
            retries = { later = "backoff" }
            """,
    )
    [code] = facts.codes
    assert (code.code, code.statuses, code.group) == ("CARD_BLOCKED", (403,), "cards")
    assert (code.category, code.retry) == ("shop", "backoff")
    assert code.text == "It is blocked."


def test_line_in_section() -> None:
    """`in` and `skip` apply to lines of a declared form."""
    page = "# Old\n\nCARD_BLOCKED = 403\n\n# New\n\nNO_FUNDS = 402\n"
    assert list_codes(read(page, extract='line = "{code} = {status}"\nin = "New"')) == ["NO_FUNDS"]
