"""Pages of AsciiDoc."""

from __future__ import annotations

import pytest

from errsmith.drift.pages.asciidoc import read_asciidoc
from errsmith.drift.pages.page import Table
from tests.drift.growth import grows_linearly
from tests.drift.shown import find_literals, show

PAGE = """\
= Errors of the Vault
:toc: left
:imagesdir: _images/

// Only for writers.
Each error has a `code`, see link:https://vault.example/keys[the keys] +
and <<codes,the codes>>.

[[codes]]
== Codes

.Errors of keys
[cols="1,3",options="header"]
|===
|Code |Meaning

|`KEY_OLD`
|The key *is* old,
so get a new one.

|KEY_LOST
|Nobody \\| knows it.
|===

NOTE: Ask for help.

[source,json]
----
{"code": "KEY_OLD"}
----

* A list
** below it
+
and more of it
* the last

KEY_BENT:: The key does not
fit.
KEY_COPIED::
The key is a copy.

[NOTE]
====
Inside a note.
====

////
Not read.
////

=== Statuses

|===
| Code     | Status | Meaning
| KEY_OLD  | 401    | Old
| KEY_LOST | 404    | Lost
|===
"""


def test_page() -> None:
    """Headings, tables, lists, terms and examples are found on their lines."""
    page = read_asciidoc(PAGE)

    assert show(page) == [
        "1 # Errors of the Vault",
        "6 Each error has a code, see the keys",
        "7 and the codes.",
        "10 ## Codes",
        "14 table Errors of keys",
        "  header: Code@15 | Meaning@15",
        "  KEY_OLD@17 | The key is old, so get a new one.@18",
        "  KEY_LOST@21 | Nobody | knows it.@22",
        "25 NOTE: Ask for help.",
        '29 listing json: \'{"code": "KEY_OLD"}\'',
        "32 - A list",
        "33   - below it (in A list)",
        "35 and more of it (in below it)",
        "36 - the last",
        "38 term KEY_BENT = The key does not / fit.@39",
        "40 term KEY_COPIED = The key is a copy.@41",
        "45 Inside a note.",
        "52 ### Statuses",
        "54 table",
        "  header: Code@55 | Status@55 | Meaning@55",
        "  KEY_OLD@56 | 401@56 | Old@56",
        "  KEY_LOST@57 | 404@57 | Lost@57",
    ]
    assert find_literals(page) == ["code"]
    assert page.title == "Errors of the Vault"
    assert page.cut_inside is None


@pytest.mark.parametrize(
    ("attributes", "table", "header", "rows"),
    [
        ("", "|A_1 |one\n|A_2 |two", [], [["A_1", "one"], ["A_2", "two"]]),
        ("[%header]", "|A |B\n|A_1 |one", ["A", "B"], [["A_1", "one"]]),
        ("[cols=2*]", "|A_1\n|one\n|A_2\n|two", [], [["A_1", "one"], ["A_2", "two"]]),
        ("[cols='1,a']", "|A_1 a|one\n|A_2\n|two", [], [["A_1", "one"], ["A_2", "two"]]),
        ("", "|A |B\n\n.2+|A_1 |one\n|two", ["A", "B"], [["A_1", "one"], ["A_1", "two"]]),
        ("", "|A |B\n\n2+|All\n|A_1 |one", ["A", "B"], [["All", "All"], ["A_1", "one"]]),
        ("[%noheader]", "|Code |Meaning\n\n|A_1 |one", [], [["Code", "Meaning"], ["A_1", "one"]]),
        ("[cols=3]", "2*|same |A_1", [], [["same", "same", "A_1"]]),
    ],
)
def test_table(attributes: str, table: str, header: list[str], rows: list[list[str]]) -> None:
    """The columns are declared, or those of the first row; cells can cover others."""
    (block,) = read_asciidoc(f"{attributes}\n|===\n{table}\n|===\n").blocks

    assert isinstance(block, Table)
    assert [cell.text for cell in block.header] == header
    assert [[cell.text for cell in row] for row in block.rows] == rows


@pytest.mark.parametrize(
    ("text", "inside"),
    [("|===\n|A |B\n|C |D\n", "a table"), ("----\nA\n", "an example"), ("////\nA\n", "a comment")],
)
def test_end_of_page(text: str, inside: str) -> None:
    """A page that ends inside something is known not to be whole."""
    assert read_asciidoc(text).cut_inside == inside


def test_table_without_end() -> None:
    """A table whose end is missing ends before the next heading."""
    page = read_asciidoc("|===\n|A_1 |B\n|A_2 |C\n\n== Next\n\nThe end.\n")

    assert show(page) == ["1 table", "  A_1@2 | B@2", "  A_2@3 | C@3", "5 ## Next", "7 The end."]


def test_page_cut_anywhere() -> None:
    """Every beginning of a page can be read, and no line is beyond its end."""
    for end in range(len(PAGE)):
        page = read_asciidoc(PAGE[:end])

        assert all(1 <= block.line <= page.lines for block in page.blocks)


@pytest.mark.parametrize(
    "part",
    [
        *("|===\n", "|===\n.99+|a\n", "|a ", "99*|a ", "----\n", "//\n", "////\n", "= \n", "a::\n"),
        *(
            "* ",
            "* a\n",
            "<<",
            "link:",
            "link:a[",
            "+a ",
            "*a ",
            "[a]\n",
            ".a\n",
            "`a",
            "[cols=99]\n",
        ),
    ],
)
def test_hostile_page(part: str) -> None:
    """The time to read a page grows with its length, whatever is in it."""
    assert grows_linearly(
        lambda size: read_asciidoc(
            ("|===\n" if part.endswith("|a ") else "") + (part * size)[:size]
        ),
        1_000,
        8_000,
    )
