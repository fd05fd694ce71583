"""Pages of wikis."""

from __future__ import annotations

import pytest

from errsmith.drift.pages.mediawiki import read_mediawiki
from errsmith.drift.pages.page import Table
from tests.drift.growth import grows_linearly
from tests.drift.shown import find_literals, show

PAGE = """\
<pre>
  Title: Vault
</pre>

==Errors==
__TOC__
Each ''error'' has a <code>code</code>, see [[Keys|the keys]],<br>
[[Locks]] or [https://vault.example the page].

=== Codes ===
{| class="wikitable"
! colspan="3" | Errors of keys
|-
! Code !! Status !! Meaning
|-
| KEY_OLD || rowspan=2|401 || The '''key''' is old
|- style="color: red"
| KEY_LOST
| Nobody knows it.
Ask for another one.
|}
After it.

;KEY_BENT: The key does not fit.
;KEY_COPIED
:The key is a copy.
:Get another one.

* A list
** below it
# the last

 HTTP/1.1 401
 {}

<syntaxhighlight lang="json">
{"code": "KEY_OLD"}
</syntaxhighlight>
[[Category:Vault]]
"""


def test_page() -> None:
    """Headings, tables, lists, terms and examples are found on their lines."""
    page = read_mediawiki(PAGE)

    assert show(page) == [
        "2 listing None: '  Title: Vault'",
        "5 ## Errors",
        "7 Each error has a code, see the keys,",
        "8 Locks or the page.",
        "10 ### Codes",
        "11 table Errors of keys",
        "  header: Code@14 | Status@14 | Meaning@14",
        "  KEY_OLD@16 | 401@16 | The key is old@16",
        "  KEY_LOST@18 | 401@16 | Nobody knows it.\\nAsk for another one.@19",
        "22 After it.",
        "24 term KEY_BENT = The key does not fit.",
        "25 term KEY_COPIED = The key is a copy.@26 / Get another one.@27",
        "29 - A list",
        "30   - below it (in A list)",
        "31 - the last",
        "33 listing None: 'HTTP/1.1 401\\n{}'",
        '37 listing json: \'{"code": "KEY_OLD"}\'',
    ]
    assert find_literals(page) == ["code"]


@pytest.mark.parametrize(
    ("table", "header", "rows"),
    [
        ("! A\n! B\n|-\n| 1\n| 2", ["A", "B"], [["1", "2"]]),
        ("|-\n! A !! B\n|-\n| id=a | 1 || 2", ["A", "B"], [["1", "2"]]),
        ("| 1 || 2\n|-\n! 3\n| 4", [], [["1", "2"], ["3", "4"]]),
        ("|\n1\n| x=1", [], [["1", "x=1"]]),
        ("| [[a=b|c]] || {{code|d}}", [], [["c", "d"]]),
        ("", [], []),
    ],
)
def test_table(table: str, header: list[str], rows: list[list[str]]) -> None:
    """Cells are on a line of their own or beside others, with or without attributes."""
    (block,) = read_mediawiki(f"{{|\n{table}\n|}}\n").blocks

    assert isinstance(block, Table)
    assert [cell.text for cell in block.header] == header
    assert [[cell.text for cell in row] for row in block.rows] == rows


@pytest.mark.parametrize(
    ("text", "inside"), [("{|\n| a\n", "a table"), ("<pre>\na\n", "an example")]
)
def test_end_of_page(text: str, inside: str) -> None:
    """A page that ends inside something is known not to be whole."""
    assert read_mediawiki(text).cut_inside == inside


def test_table_without_end() -> None:
    """A table whose end is missing ends before the next heading."""
    page = read_mediawiki("{|\n| A_1 || B\n==Next==\nThe end.\n")

    assert show(page) == ["1 table", "  A_1@2 | B@2", "3 ## Next", "4 The end."]


def test_page_cut_anywhere() -> None:
    """Every beginning of a page can be read, and no line is beyond its end."""
    for end in range(len(PAGE)):
        page = read_mediawiki(PAGE[:end])

        assert all(1 <= block.line <= page.lines for block in page.blocks)


@pytest.mark.parametrize(
    "part",
    [
        *(
            "{|\n",
            "{|\n|-\n| a || b\n",
            "| a\n",
            "b\n",
            "rowspan=99 | a ||",
            "[[",
            "[[a|",
            "{{",
            "{{a|",
        ),
        *("''", "<pre>", "<pre>\n", ";a: b\n", " a\n", "== ", "= ", "<!--", "[http:", "* a\n"),
    ],
)
def test_hostile_page(part: str) -> None:
    """The time to read a page grows with its length, whatever is in it."""
    assert grows_linearly(
        lambda size: read_mediawiki(("{|\n| a" if "a" in part else "") + (part * size)[:size]),
        1_000,
        8_000,
    )
