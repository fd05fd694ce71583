"""A page can mention codes without defining them: in sentences, examples, and other tables."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.drift.extracting import list_codes, read

TABLE = """\
# Errors

| Code | Meaning |
|---|---|
| CARD_BLOCKED | It is blocked. |
| CARD_EXPIRED | It is too old. |
| NO_FUNDS | It is empty. |
| ORDER_CLOSED | It was delivered. |
| NEW_ONE | It is new. |
"""
DEFINED = ["CARD_BLOCKED", "CARD_EXPIRED", "NO_FUNDS", "ORDER_CLOSED", "NEW_ONE"]

REPEATS = {
    "table of contents": "- [CARD_BLOCKED](#a)\n- [NO_FUNDS](#b)\n- [TOO_FAST](#c)\n",
    "table of messages": """\
        ## Messages for users

        | Code | Message |
        |---|---|
        | CARD_BLOCKED | Please call your bank. |
        | NO_FUNDS | Please use another card. |
        | TOO_FAST | Please wait. |
        """,
    "retry list": "## Retries\n\n- CARD_BLOCKED: never\n- NO_FUNDS: never\n- TOO_FAST: later\n",
    "sentence": "If you get CARD_BLOCKED or `TOO_FAST`, call us.\n",
    "example": '```json\n{"code": "TOO_FAST"}\n```\n',
    "changelog": "## Changelog\n\n- 2026-01-02: TOO_FAST is gone, use NO_FUNDS\n",
}


@pytest.mark.parametrize("repeat", REPEATS.values(), ids=REPEATS)
@pytest.mark.parametrize("is_above", [False, True], ids=["below", "above"])
def test_place_that_repeats_codes(repeat: str, is_above: bool) -> None:  # noqa: FBT001
    """A place that mostly repeats codes mentions them, and adds none."""
    page = "\n".join([dedent(repeat), TABLE] if is_above else [TABLE, dedent(repeat)])
    facts = read(page)
    assert list_codes(facts) == DEFINED
    if "TOO_FAST" in repeat:
        line = page.split("\n").index(next(x for x in page.split("\n") if "TOO_FAST" in x)) + 1
        assert facts.mentions == {"TOO_FAST": line}


def test_mentions() -> None:
    """A word is a mention of a code if it is not an ordinary word, or is set as code or quoted."""
    facts = read(
        'A conflict is denied.\nSee `conflict`.\nOr "denied".\nAlso auth.bad.\nIt is busy.\n',
        codes=("conflict", "denied", "auth.bad", "busy"),
    )
    assert facts.mentions == {"conflict": 2, "denied": 3, "auth.bad": 4}


def test_mentions_in_other_spelling() -> None:
    """Mentions are folded like the codes of responses."""
    envelope = '[[envelopes]]\nid = "a"\ncode = { path = "code", fold = ["dash", "case"] }\n'
    facts = read("See `card-blocked` and Card_Expired.\n", envelope=envelope)
    assert facts.mentions == {"CARD_BLOCKED": 1, "CARD_EXPIRED": 1}


@pytest.mark.parametrize("code", ["insufficient-funds", "CARD-BLOCKED"])
def test_mention_of_code_with_dash(code: str) -> None:
    """A code with a dash in a sentence is mentioned."""
    assert read(f"If you get {code}, call us.\n", codes=[code]).mentions == {code: 1}


def test_defined_code_is_not_mentioned() -> None:
    """A code that is defined is not among the mentions."""
    assert read(f"See CARD_BLOCKED.\n\n{TABLE}").mentions == {}
