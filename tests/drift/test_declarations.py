"""What `[sources.ID.extract]` declares is followed, and reported if it matches nothing."""

from __future__ import annotations

import pytest

from tests.drift.extracting import (
    CODES,
    find_code,
    list_codes,
    map_categories,
    map_groups,
    map_statuses,
    read,
)

MIXED = """\
    # Errors

    | Code | Status |
    |---|---|
    | CARD_BLOCKED | 403 |
    | NO_FUNDS | 402 |
    | TABLE_ONE | 400 |

    ## Items

    - CARD_BLOCKED: no
    - ORDER_CLOSED: no
    - LIST_ONE: no

    ## HEADING_ONE

    No.

    ## CARD_EXPIRED

    No.

    ## Records

    Code: KEY_ONE

    Code: TOO_FAST

    ## Others

    LINE_ONE: no

    WAREHOUSE_DOWN: no

    You may also see `PROSE_ONE` or `TOO_FAST`.

    ```json
    {"code": "EXAMPLE_ONE"}
    ```

    ```
    HTTP/1.1 409 Conflict

    {"code": "ORDER_CLOSED"}
    ```
    """


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("table", ["CARD_BLOCKED", "NO_FUNDS", "TABLE_ONE"]),
        ("list", ["CARD_BLOCKED", "ORDER_CLOSED", "LIST_ONE"]),
        ("headings", ["HEADING_ONE", "CARD_EXPIRED"]),
        ("keys", ["KEY_ONE", "TOO_FAST"]),
        ("examples", ["EXAMPLE_ONE", "ORDER_CLOSED"]),
        ("terms", []),
        ("data", []),
    ],
)
def test_as(kind: str, codes: list[str]) -> None:
    """Codes are only read from places of the declared kind."""
    facts = read(MIXED, extract=f'as = "{kind}"')
    assert list_codes(facts) == codes
    assert {carrier.kind for carrier in facts.carriers} <= {kind}


@pytest.mark.parametrize(
    ("kind", "page"),
    [
        ("list", "# Errors\n\n- CARD_BLOCKED: no\n- NO_FUNDS: no\n- Note: see below\n"),
        (
            "headings",
            "# Errors\n\n## CARD_BLOCKED\n\nNo.\n\n## NO_FUNDS\n\nNo.\n\n## Support\n\nCall.\n",
        ),
        ("terms", "<dl><dt>CARD_BLOCKED<dd>No.<dt>NO_FUNDS<dd>No.<dt>Note<dd>See below.</dl>"),
    ],
)
def test_as_found_kind(kind: str, page: str) -> None:
    """A declaration of the kind that is found anyway does not add codes."""
    assert list_codes(read(page)) == ["CARD_BLOCKED", "NO_FUNDS"]
    assert list_codes(read(page, extract=f'as = "{kind}"')) == ["CARD_BLOCKED", "NO_FUNDS"]


def test_as_lines() -> None:
    """Lines that begin with a code are read in the declared section."""
    facts = read(MIXED, extract='as = "lines"\nin = "Others"')
    assert list_codes(facts) == ["LINE_ONE", "WAREHOUSE_DOWN"]


def test_as_terms() -> None:
    """Terms are read, although a table looks likelier."""
    page = (
        "<h1>Errors</h1><table><tr><th>Code<tr><td>CARD_BLOCKED<tr><td>NO_FUNDS</table>"
        "<dl><dt>TERM_ONE<dd>No.<dt>TOO_FAST<dd>No.</dl>"
    )
    assert list_codes(read(page, "page.html", extract='as = "terms"')) == ["TERM_ONE", "TOO_FAST"]


def test_as_examples_has_statuses() -> None:
    """An example's status is that of its status line."""
    facts = read(MIXED, extract='as = "examples"')
    assert map_statuses(facts) == {"EXAMPLE_ONE": (), "ORDER_CLOSED": (409,)}


def test_as_prose() -> None:
    """Sentences define the codes that are known, or look like known ones."""
    facts = read(
        """\
        # What can happen

        Send `user_id` with each call to acme.example, or you get NO_FUNDS.
        A blocked card is CARD_BLOCKED, and PROSE_ONE is new.
        """,
        extract='as = "prose"',
    )
    assert [(code.code, code.line) for code in facts.codes] == [
        ("NO_FUNDS", 3),
        ("CARD_BLOCKED", 4),
        ("PROSE_ONE", 4),
    ]


# --- sections ------------------------------------------------------------------------------------

SECTIONS = """\
    # Errors

    | Code | Status |
    |---|---|
    | CARD_BLOCKED | 403 |
    | NO_FUNDS | 402 |

    ## Old codes

    | Code | Status |
    |---|---|
    | CARD_EXPIRED | 400 |
    | OLD_ONE | 400 |

    ### Very old codes

    | Code | Status |
    |---|---|
    | TOO_FAST | 429 |
    | OLDEST_ONE | 429 |

    ## Partners

    | Code | Status |
    |---|---|
    | ORDER_CLOSED | 409 |
    | PARTNER_ONE | 409 |
    """


@pytest.mark.parametrize(
    ("extract", "codes"),
    [
        ('in = "Partners"', "ORDER_CLOSED PARTNER_ONE"),
        ('in = "partn*"', "ORDER_CLOSED PARTNER_ONE"),
        ('in = "Old codes"', "CARD_EXPIRED OLD_ONE TOO_FAST OLDEST_ONE"),
        ('in = "*old codes"', "CARD_EXPIRED OLD_ONE TOO_FAST OLDEST_ONE"),
        ('in = "Very ??? codes"', "TOO_FAST OLDEST_ONE"),
        ('in = ["Partners", "Very*"]', "TOO_FAST OLDEST_ONE ORDER_CLOSED PARTNER_ONE"),
        ('in = "Partner"', ""),
        ('skip = "*old codes"', "CARD_BLOCKED NO_FUNDS ORDER_CLOSED PARTNER_ONE"),
        (
            'skip = ["Partners", "Very *"]',
            "CARD_BLOCKED NO_FUNDS CARD_EXPIRED OLD_ONE",
        ),
        ('in = "Old*"\nskip = "Very*"', "CARD_EXPIRED OLD_ONE"),
        ('in = "Errors"\nskip = "Errors"', ""),
    ],
)
def test_sections(extract: str, codes: str) -> None:
    """`in` and `skip` select sections by their whole headings, with all that is below them."""
    assert list_codes(read(SECTIONS, extract=extract)) == codes.split()


def test_codes_outside_sections_are_mentioned() -> None:
    """A code in another section is still on the page."""
    facts = read(SECTIONS, extract='in = "Partners"')
    assert facts.mentions == {"CARD_BLOCKED": 5, "NO_FUNDS": 6, "CARD_EXPIRED": 12, "TOO_FAST": 19}


def test_section_is_key() -> None:
    """The keys of a data file are the headings of what is in them."""
    page = '{"old": {"CARD_EXPIRED": {"status": 400}}, "new": {"NO_FUNDS": {"status": 402}}}'
    assert list_codes(read(page, "page.json", extract='in = "new"')) == ["NO_FUNDS"]


# --- labels --------------------------------------------------------------------------------------

COLUMNS = """\
    | Code | Name | Level | Answer | Sort | Family | Again | Advice | Meaning |
    |---|---|---|---|---|---|---|---|---|
    | 100 | CARD_BLOCKED | 500 | 403 | shop | cards | later | Wait. | It is blocked. |
    | 200 | NO_FUNDS | 500 | 402 | bank | cards | never | Pay. | It is empty. |
    | 300 | NEW_ONE | 500 | 409 | bank | other | later | Stop. | It is new. |
    """
FACTS = """\
    [categories.shop]
    summary = "The shop."

    [groups.cards]
    summary = "Cards."
    """


def test_code_column() -> None:
    """Codes are read from the declared column, even if nothing else speaks for it."""
    numbers = ["100", "200", "300"]
    assert list_codes(read(COLUMNS, codes=numbers[:1], extract='code = "Code"')) == numbers
    named = ["CARD_BLOCKED", "NO_FUNDS", "NEW_ONE"]
    assert list_codes(read(COLUMNS, codes=("X",), extract='code = "Name"')) == named
    assert list_codes(read(COLUMNS, codes=("X",), extract='code = "N?m*"')) == named


def test_code_column_of_unknown_numbers() -> None:
    """A declared column is read even if its codes look like statuses."""
    assert list_codes(read(COLUMNS, extract='code = "Code"')) == ["100", "200", "300"]


def test_other_columns() -> None:
    """Statuses, categories, groups, advice and texts are read from the declared columns."""
    extract = """\
        code = "Name"
        status = "Answer"
        category = "Sort"
        group = "Family"
        retry = "Again"
        description = ["Advice", "Meaning"]
        retries = { Later = "backoff", NEVER = "never" }
        """
    facts = read(COLUMNS, tables=FACTS, extract=extract)
    assert map_statuses(facts) == {"CARD_BLOCKED": (403,), "NO_FUNDS": (402,), "NEW_ONE": (409,)}
    assert map_categories(facts) == {"CARD_BLOCKED": "shop", "NO_FUNDS": "bank", "NEW_ONE": "bank"}
    assert map_groups(facts) == {"CARD_BLOCKED": "cards", "NO_FUNDS": "cards", "NEW_ONE": "other"}
    assert [code.retry for code in facts.codes] == ["backoff", "never", "backoff"]
    assert "Wait. It is blocked." in find_code(facts, "CARD_BLOCKED").text
    assert facts.unused == ()


def test_phrases_about_retrying() -> None:
    """A phrase about retrying that is not declared is ignored."""
    page = "| Code | Retry |\n|---|---|\n| CARD_BLOCKED | Try `again` later |\n| NO_FUNDS | No |\n"
    assert [c.retry for c in read(page).codes] == [None, None]
    facts = read(page, extract='retries = { "try again later" = "backoff" }')
    assert [c.retry for c in facts.codes] == ["backoff", None]


def test_declared_labels_replace_usual_ones() -> None:
    """A column with a usual label is not read if another one is declared."""
    page = """\
        | Code | Status | Answer |
        |---|---|---|
        | CARD_BLOCKED | 400 | 403 |
        | NO_FUNDS | 400 | 402 |
        """
    facts = read(page, extract='status = "Answer"')
    assert map_statuses(facts) == {"CARD_BLOCKED": (403,), "NO_FUNDS": (402,)}


def test_declared_key() -> None:
    """Declared labels are also keys of lines and of data."""
    lines = "Ref: CARD_BLOCKED\nAnswer: 403\n\nRef: NEW_ONE\nAnswer: 402\n"
    data = '[{"ref": "CARD_BLOCKED", "answer": 403}, {"ref": "NEW_ONE", "answer": 402}]'
    for name, page in {"page.md": lines, "page.json": data}.items():
        facts = read(page, name, extract='code = "ref"\nstatus = "Answer"')
        assert map_statuses(facts) == {"CARD_BLOCKED": (403,), "NEW_ONE": (402,)}


@pytest.mark.parametrize(
    ("like", "codes"),
    [
        ('"CARD_*"', ["CARD_BLOCKED", "CARD_NEW"]),
        ('["CARD_*", "NO_?????"]', ["CARD_BLOCKED", "NO_FUNDS", "CARD_NEW"]),
    ],
)
def test_like(like: str, codes: list[str]) -> None:
    """Unknown codes match one of the globs; known codes are read in any case."""
    page = "| Code |\n|---|\n| CARD_BLOCKED |\n| NO_FUNDS |\n| CARD_NEW |\n| SAMPLE |\n"
    assert list_codes(read(page, codes=codes[:1], extract=f"like = {like}")) == codes


def test_like_in_a_section_about_something_else() -> None:
    """A declared shape outweighs a heading that is not about errors."""
    sections = "".join(
        f"## 1{number}xx - {title}\n\n"
        + "".join(f"### -1{number}0{last} NAME\n\nIt happened.\n\n" for last in range(5))
        for number, title in enumerate(("Server errors", "Request fields"))
    )
    found = list_codes(
        read(f"# Errors\n\n{sections}", codes=[], extract='as = "headings"\nlike = "-????"')
    )
    assert found == [f"-1{number}0{last}" for number in range(2) for last in range(5)]


# --- unused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("extract", "unused"),
    [
        ("", ()),
        ('code = "Code"', ()),
        ('code = "Key"', ("code",)),
        ('code = ["Key", "Code"]', ()),
        ('status = "Answer"', ("status",)),
        ('category = "Sort"\ngroup = "Family"', ("category", "group")),
        ('retry = "Again"\ndescription = "Meaning"', ("retry", "description")),
        ('in = "Errors"', ()),
        ('in = "Error"', ("in",)),
        ('skip = "Nothing"', ("skip",)),
        ('in = ["Nothing", "Errors"]', ()),
    ],
)
def test_unused(extract: str, unused: tuple[str, ...]) -> None:
    """A key whose globs match nothing on the page is reported."""
    page = "# Errors\n\n| Code | Status |\n|---|---|\n| CARD_BLOCKED | 403 |\n| NO_FUNDS | 402 |\n"
    assert read(page, extract=extract).unused == unused


def test_declaration_does_not_change_what_is_known() -> None:
    """A declared column that is missing leaves the codes mentioned, not defined."""
    page = "# Errors\n\n| Code | Status |\n|---|---|\n| CARD_BLOCKED | 403 |\n| NO_FUNDS | 402 |\n"
    facts = read(page, extract='code = "Key"')
    assert list_codes(facts) == []
    assert set(facts.mentions) == {"CARD_BLOCKED", "NO_FUNDS"} < set(CODES)
