"""The text of pages, as it was copied or dumped."""

from __future__ import annotations

import pytest

from errsmith.drift.pages.page import Heading, Listing, Table
from errsmith.drift.pages.plain import read_plain
from tests.drift.growth import grows_linearly
from tests.drift.shown import show

GLUED = """\
Error Format
Every error of Acme is a problem document with these members:Members
| Member | Type | Description |
|---|---|---|
code | string | Says what happened |
trace | string | For support |
Key Errors
Code:
KEY_WRONG
HTTP Status: 401The key is wrong (or was never issued)Common Causes:- A typo in the key
- The key belongs to another account
Code:
KEY_OLD
HTTP Status: 403A key expires after a year.Common Causes:- It was not rotated
Request Errors
All of these are problems of the request.Code:
REQUEST_EMPTY
HTTP Status: 400The request has no body.
Categories
Handle errors by their category:| Category | Range | Retry |
|---|---|---|
client | 400-499 | Never |
server | 500-599 | Later |
"""

ANCHORED = """\
Errors of the vault\u00a0
Format\u00a0
Responses are JSON:
{
"error": "the code, such as 'V_1'"
}
code
: The code of the error
 (see below)
trace_id
: Identifies the request
Codes\u00a0
There are two kinds:
- A word
- A number, V_###
which is not always there.
Tell us the number when you write to support.
Code | HTTP |
---|---|
locked -- V_1 | 423 |
V_2, V_3 (HTTP 400)
The request is invalid.
Category 'broken parts' and V_9
Something broke.
"""

STACKED = """\
Acme Docs
  • Guides
    • Errors
Powered by Someone
On this page

Errors

Example: Not Found

HTTP/1.1 404 Not Found

{
  "code" : "E_1"
}
Path
Type
Description

code

String

Which error it is.

trace

String or null

Identifies the request.

PreviousGuides

Last updated a month ago
"""

LISTED = """\
Errors

Codes by type:

  • Name
    auth_error
    Description

    Something is wrong with the key.

    • key_missing: There is no key.
    • key_old: The key is too old.
  • Name
    input_error
    Description

    Something is wrong with the input.

    • bad_json: The body is not JSON.

Was this page helpful?
"""

COLUMNS = """\
Column Guide

CodeHTTPWhen you see it
KEY_X401The key is wrong
KEY_Y403The key is blocked

Code
Meaning
Retry
A_1
It failed.
No
A_2
It was slow.
Yes

Error code\tStatus\tDescription
B_1\t400\tBad input
B_2\t404\tMissing

Code        Status  Description
----------  ------  -----------
C_1         400     Bad input that
                    goes on
C_2         404     Gone

+------+---------+
| Code | Meaning |
+======+=========+
| D_1  | one     |
|      | more    |
+------+---------+
| D_2  | two     |
+------+---------+

┌──────┬──────┐
│ Code │ Text │
├──────┼──────┤
│ E_1  │ one  │
│ E_2  │ two  │
└──────┴──────┘

code   | text
-------+------
 F_1   | one

Underlined
==========

1. Numbered

Some text.

1.1 Numbered below it

1. an item
2. another

Causes: • first • second

•
Apart
"""


GROUPED = """\
Code
Meaning

A_1
It failed.
Try again.

A_2
It is late.
"""


def test_glued_text() -> None:
    """Headings, labels and bullets that are glued to text are found again."""
    assert show(read_plain(GLUED)) == [
        "1 # Error Format",
        "2 Every error of Acme is a problem document with these members:",
        "2 ## Members",
        "3 table",
        "  header: Member@3 | Type@3 | Description@3",
        "  code@5 | string@5 | Says what happened@5",
        "  trace@6 | string@6 | For support@6",
        "7 ## Key Errors",
        "8 Code:",
        "9 KEY_WRONG",
        "10 HTTP Status: 401",
        "10 The key is wrong (or was never issued)",
        "10 Common Causes:",
        "10 - A typo in the key",
        "11 - The key belongs to another account",
        "12 Code:",
        "13 KEY_OLD",
        "14 HTTP Status: 403",
        "14 A key expires after a year.",
        "14 Common Causes:",
        "14 - It was not rotated",
        "15 ## Request Errors",
        "16 All of these are problems of the request.",
        "16 Code:",
        "17 REQUEST_EMPTY",
        "18 HTTP Status: 400",
        "18 The request has no body.",
        "19 ## Categories",
        "20 Handle errors by their category:",
        "20 table",
        "  header: Category@20 | Range@20 | Retry@20",
        "  client@22 | 400-499@22 | Never@22",
        "  server@23 | 500-599@23 | Later@23",
    ]


def test_page_with_anchors() -> None:
    """A line that ends with what is left of a link is a heading."""
    assert show(read_plain(ANCHORED)) == [
        "1 # Errors of the vault",
        "2 ## Format",
        "3 Responses are JSON:",
        "4 listing json: '{\\n\"error\": \"the code, such as \\'V_1\\'\"\\n}'",
        "7 term code = The code of the error@8 / (see below)@9",
        "10 term trace_id = Identifies the request@11",
        "12 ## Codes",
        "13 There are two kinds:",
        "14 - A word",
        "15 - A number, V_###",
        "16 which is not always there. (in A number, V_###)",
        "17 Tell us the number when you write to support.",
        "18 table",
        "  header: Code@18 | HTTP@18",
        "  locked -- V_1@20 | 423@20",
        "21 #### V_2, V_3 (HTTP 400)",
        "22 The request is invalid.",
        "23 ### Category 'broken parts' and V_9",
        "24 Something broke.",
    ]


def test_stacked_cells() -> None:
    """Known headers below each other begin a table of as many columns."""
    assert show(read_plain(STACKED)) == [
        "1 # Acme Docs",
        "2 - Guides",
        "3   - Errors (in Guides)",
        "4 Powered by Someone",
        "5 On this page",
        "7 ## Errors",
        "9 ## Example: Not Found",
        '11 listing http: \'HTTP/1.1 404 Not Found\\n\\n{\\n  "code" : "E_1"\\n}\'',
        "16 table",
        "  header: Path@16 | Type@17 | Description@18",
        "  code@20 | String@22 | Which error it is.@24",
        "  trace@26 | String or null@28 | Identifies the request.@30",
        "32 PreviousGuides",
        "34 Last updated a month ago",
    ]


def test_lists() -> None:
    """Lines below a bullet are in its item, as are the bullets there."""
    assert show(read_plain(LISTED)) == [
        "1 # Errors",
        "3 Codes by type:",
        "5 - Name",
        "6 auth_error (in Name)",
        "7 Description (in Name)",
        "9 Something is wrong with the key. (in Name)",
        "11   - key_missing: There is no key. (in Name)",
        "12   - key_old: The key is too old. (in Name)",
        "13 - Name",
        "14 input_error (in Name)",
        "15 Description (in Name)",
        "17 Something is wrong with the input. (in Name)",
        "19   - bad_json: The body is not JSON. (in Name)",
        "21 Was this page helpful?",
    ]


def test_tables_without_pipes() -> None:
    """Cells are told apart by what they look like, by tabs, by alignment and by boxes."""
    assert show(read_plain(COLUMNS)) == [
        "1 # Column Guide",
        "3 table",
        "  header: Code@3 | HTTP@3 | When you see it@3",
        "  KEY_X@4 | 401@4 | The key is wrong@4",
        "  KEY_Y@5 | 403@5 | The key is blocked@5",
        "7 table",
        "  header: Code@7 | Meaning@8 | Retry@9",
        "  A_1@10 | It failed.@11 | No@12",
        "  A_2@13 | It was slow.@14 | Yes@15",
        "17 table",
        "  header: Error code@17 | Status@17 | Description@17",
        "  B_1@18 | 400@18 | Bad input@18",
        "  B_2@19 | 404@19 | Missing@19",
        "21 table",
        "  header: Code@21 | Status@21 | Description@21",
        "  C_1@23 | 400@23 | Bad input that\\ngoes on@23",
        "  C_2@25 | 404@25 | Gone@25",
        "27 table",
        "  header: Code@28 | Meaning@28",
        "  D_1@30 | one\\nmore@30",
        "  D_2@33 | two@33",
        "36 table",
        "  header: Code@37 | Text@37",
        "  E_1@39 | one@39",
        "  E_2@40 | two@40",
        "43 table",
        "  header: code@43 | text@43",
        "  F_1@45 | one@45",
        "47 # Underlined",
        "50 ## 1. Numbered",
        "52 Some text.",
        "54 ### 1.1 Numbered below it",
        "56 - an item",
        "57 - another",
        "59 Causes:",
        "59 - first",
        "59 - second",
        "62 - Apart",
    ]


@pytest.mark.parametrize(
    ("header", "names", "row", "cells"),
    [
        (
            "CodeDescriptionExample messageHTTP Status",
            "Code | Description | Example message | HTTP Status",
            "KEY_OLDThe key is oldKey 'key_x' has expired401",
            "KEY_OLD | The key is old | Key 'key_x' has expired | 401",
        ),
        ("codestatusretryable", "code | status | retryable", "key_old401", "key_old | 401 | "),
        ("codehttp", "code | http", "key_old404·410", "key_old | 404·410"),
        (
            "CodeStatusRetry",
            "Code | Status | Retry",
            "KEY_OLD401No",
            "KEY_OLD | 401 | No",
        ),
        (
            "CodeMeaningRetryable",
            "Code | Meaning | Retryable",
            "KEY_OLDA key expires after a yearNo",
            "KEY_OLD | A key expires after a year | No",
        ),
        (
            "StatusTitleDescriptionRecovery",
            "Status | Title | Description | Recovery",
            "404Not FoundThe key is unknownAsk for another one",
            "404 | Not Found | The key is unknown | Ask for another one",
        ),
        ("CodeDescription", "Code | Description", "1000The key is old", "1000 | The key is old"),
        (
            "HTTP StatusError CodeDescription",
            "HTTP Status | Error Code | Description",
            "401KEY_OLDThe key is old. Get a New one",
            "401 | KEY_OLD | The key is old. Get a New one",
        ),
        ("CodeMeaning", "Code | Meaning", "KEY_OLD(deprecated)", "KEY_OLD | (deprecated)"),
        ("CODEMEANING", "CODE | MEANING", "key_oldThe key is old", "key_old | The key is old"),
    ],
)
def test_cells_that_run_together(header: str, names: str, row: str, cells: str) -> None:
    """Known words in a header have the cells of rows told apart: codes, texts and statuses."""
    page = read_plain(f"{header}\n{row}\n\nSupport\n\nThe end of the page.\n")

    assert [line.replace("@1", "").replace("@2", "").replace("@0", "") for line in show(page)] == [
        "1 table",
        f"  header: {names}",
        f"  {cells}",
        "4 ## Support",
        "6 The end of the page.",
    ]


JOINED_TRANSLATIONS = """\
CódigoEstado HTTPDescripción
CLAVE_VIEJA401La clave ha caducado.
CLAVE_ROTA400Éxito parcial.

CódigoDescrição
E001Cartão expirado.
E002Ação inválida.

FehlercodeHTTP-StatusBeschreibung
K_1401Überholt.

Код ошибкиHTTP статусОписание
KEY_OLD401Ключ устарел.
"""  # noqa: RUF001


def test_cells_that_run_together_in_other_languages() -> None:
    """Headers of other languages can run together, too, and their letters begin cells."""
    tables = [b for b in read_plain(JOINED_TRANSLATIONS).blocks if isinstance(b, Table)]

    assert [[[cell.text for cell in row] for row in table.rows] for table in tables] == [
        [
            ["CLAVE_VIEJA", "401", "La clave ha caducado."],
            ["CLAVE_ROTA", "400", "Éxito parcial."],
        ],
        [["E001", "Cartão expirado."], ["E002", "Ação inválida."]],
        [["K_1", "401", "Überholt."]],
        [["KEY_OLD", "401", "Ключ устарел."]],
    ]


def test_stacked_cells_in_other_languages() -> None:
    """Headers of other languages below each other begin a table."""
    lines = "Código de error\nCódigo HTTP\nDescripción\nA_1\n401\nUna.\nA_2\n400\nDos.\n"

    assert show(read_plain(f"Errores\n\n{lines}"))[1:] == [
        "3 table",
        "  header: Código de error@3 | Código HTTP@4 | Descripción@5",
        "  A_1@6 | 401@7 | Una.@8",
        "  A_2@9 | 400@10 | Dos.@11",
    ]


def test_cells_that_run_together_in_several_tables() -> None:
    """A heading or another header ends a table; a row that cannot be split does not."""
    page = read_plain(
        "Errors\n\nkeys - 401\n\ncodestatusretryable\nkey_old401\nkey or lock\nkey_new401\n\n"
        "locks - 423\n\ncodestatusretryable\nlock_old423\n\nCodeMeaning\nA_1The key is old\n"
    )

    tables = [block for block in page.blocks if isinstance(block, Table)]
    assert [[row[0].text for row in table.rows] for table in tables] == [
        ["key_old", "key or lock", "key_new"],
        ["lock_old"],
        ["A_1"],
    ]


@pytest.mark.parametrize("line", ["errorCode", "Error codes", "JavaScript", "The codeThe status"])
def test_line_that_is_no_header_of_joined_cells(line: str) -> None:
    """A name or a sentence is not a header, whatever follows it."""
    page = read_plain(f"{line}\nkey_old401\nkey_new402\n")

    assert not any(isinstance(block, Table) for block in page.blocks)


def test_cells_in_groups() -> None:
    """Where blank lines separate rows, the last cell can have several lines."""
    assert show(read_plain(GROUPED)) == [
        "1 table",
        "  header: Code@1 | Meaning@2",
        "  A_1@4 | It failed.\\nTry again.@5",
        "  A_2@8 | It is late.@9",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Name\nJohn Smith\n",
        "Code:\nA_1\nStatus:\n400\n",
        "A_1\nA_2\nA_3\n",
        "Error: something went wrong and nobody knows why\nTry again\n",
        "It ends with\nThe API Guide\nof last year.\n",
        "Description\nOne.\nDescription\nTwo.\nDescription\nThree.\n",
    ],
)
def test_text_without_headings(text: str) -> None:
    """Values of labels, names in lists and wrapped sentences are no headings."""
    blocks = read_plain(f"Some text comes before it.\n{text}\nThe end.\n").blocks

    assert not any(isinstance(block, Heading | Table) for block in blocks)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('{\n  "a": 1,\n', "an example"),
        ('{\n  "a": 1\n}', None),
        ('{\n  "a": [1,\n\nAnd then text.\n', None),
        ('HTTP/1.1 400 Bad Request\n\n{"a":', "an example"),
        ("[optional] is a word in brackets\n", None),
        ("Code\nText\nStatus\nA\nb\n400\nC\n", "a row"),
        ("Code\nText\nStatus\nA\nb\n400\n", None),
        ("+---+---+\n| a | b |\n+---+---+\n| c", "a row"),
        ("Code | Text |\n---|---|\na | b", "a row"),
    ],
)
def test_end_of_page(text: str, inside: str | None) -> None:
    """A page that ends inside an example or a row is noticed."""
    page = read_plain(text)

    assert page.cut_inside == inside


def test_json_without_end() -> None:
    """JSON that is cut ends before the text that follows."""
    page = read_plain('{\n  "a": [1,\n\nAnd then text.\n')

    assert show(page) == ["1 listing json: '{\\n  \"a\": [1,'", "4 And then text."]
    assert [block.is_closed for block in page.blocks if isinstance(block, Listing)] == [False]


@pytest.mark.parametrize("text", [GLUED, ANCHORED, STACKED, LISTED, COLUMNS])
def test_page_cut_anywhere(text: str) -> None:
    """A page that was cut can be read, and no line is beyond its end."""
    for end in range(0, len(text), 2):
        page = read_plain(text[:end])

        assert all(1 <= block.line <= page.lines for block in page.blocks)


@pytest.mark.parametrize(
    "part",
    [
        "{",
        "{\n",
        "[1,",
        "|",
        "a|",
        "a\n",
        "A ",
        "A\n\n",
        "aA",
        "Aa:",
        "a. Aa: ",
        "Code\n",
        "Code\nType\n",
        "CodeType\n",
        "codetype",
        "code,status\n",
        'code,status\n"a,',
        "codetype\n",
        "CodeStatus\nA_1400\nb b\n",
        "a\tb\n",
        "Code  Type\nx  y\n",
        "+--+\n|a|\n",
        "1.1 A\n\n",
        "\n• ",
        "HTTP/1.1 200\n{\n",
        "\u00a0\n",
    ],
)
def test_hostile_page(part: str) -> None:
    """The time to read a page grows with its length, whatever is in it."""
    assert grows_linearly(lambda size: read_plain((part * size)[:size]), 1_000, 8_000)
