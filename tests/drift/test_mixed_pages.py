"""Markdown with parts in another language."""

from __future__ import annotations

import pytest

from errsmith.drift.pages.markdown import read_markdown
from errsmith.drift.pages.page import Heading, Item, Table, Text
from errsmith.drift.pages.plain import read_plain
from tests.drift.growth import grows_linearly
from tests.drift.shown import show

JSX = """\
# Errors

<Table align={["left","left"]} onSort={(a, b) => a > b}>
  <thead>
    <tr>
      <th style={{ textAlign: "left" }}>
        Error Code
      </th>

      <th style={{ textAlign: "left" }}>
        Description
      </th>
    </tr>
  </thead>

  <tbody>
    <tr>
      <td style={{ textAlign: "left" }}>
        KEY\\_OLD
      </td>

      <td onClick={() => { show({ key: 1 }); }}>
        The **key** is old
      </td>
    </tr>
  </tbody>
</Table>

<Accordion
  title="More"
  onOpen={() => track({ a: 1 })}
>
Text inside.
</Accordion>

<Card onClick={() => 1} title="Cards">Card text</Card>

The end.
"""


def test_jsx() -> None:
    """Expressions as values of attributes are skipped, also those with braces and `>` in them."""
    assert show(read_markdown(JSX)) == [
        "1 # Errors",
        "3 table",
        "  header: Error Code@7 | Description@11",
        "  KEY_OLD@19 | The key is old@23",
        "29 ## More",
        "33 Text inside.",
        "36 ## Cards",
        "36 Card text",
        "38 The end.",
    ]


RESTRUCTURED = """\
## Codes

.. list-table:: Errors of keys
   :header-rows: 1

   * - Code
     - Meaning
   * - 1001
     - The ``key`` is old
   * - 1002
     - The key is lost

.. note:: Ask for another key.

- Keys

  .. code-block:: json

     {"code": 1001}

+------+-------+
| Code | Text  |
+======+=======+
| 1003 | Other |
+------+-------+

The end.
"""


def test_restructured_text_in_markdown() -> None:
    """Directives are read as what they are in reStructuredText."""
    assert show(read_markdown(RESTRUCTURED)) == [
        "1 ## Codes",
        "3 table Errors of keys",
        "  header: Code@6 | Meaning@7",
        "  1001@8 | The key is old@9",
        "  1002@10 | The key is lost@11",
        "13 Ask for another key.",
        "15 - Keys",
        "19 listing json: '{\"code\": 1001}'",
        "21 table",
        "  header: Code@22 | Text@22",
        "  1003@24 | Other@24",
        "27 The end.",
    ]


MULTILINE = """\
## Codes

#|
|| **Code**
**Message** | **Status** ||
|| `KEY_OLD`
The key is old | `401` ||
||
`KEY_LOST` or `a | b` | 404
||
|#

#|
|| code | meaning ||
|| key_old | It is old

and more ||
|#
The end.
"""


def test_multiline_tables() -> None:
    """Cells can have several lines; a row in bold or with known words is the header."""
    assert show(read_markdown(MULTILINE)) == [
        "1 ## Codes",
        "3 table",
        "  header: Code\\nMessage@4 | Status@5",
        "  KEY_OLD\\nThe key is old@6 | 401@7",
        "  KEY_LOST or a | b@9 | 404@9",
        "13 table",
        "  header: code@14 | meaning@14",
        "  key_old@15 | It is old\\nand more@15",
        "19 The end.",
    ]
    assert read_markdown(MULTILINE[: MULTILINE.index("and more")]).cut_inside == "a row"


@pytest.mark.parametrize(
    ("line", "blocks"),
    [
        (
            "| Code | Status | |---|---| | A_1 | 400 | | A_2 | | | A_3 | 500 |",
            [
                "1 table",
                "  header: Code@1 | Status@1",
                "  A_1@1 | 400@1",
                "  A_2@1 | @1",
                "  A_3@1 | 500@1",
            ],
        ),
        (
            "These are all: | Code | Text ||:--|--:|| A_1 | one || A_2 | `a | b` | See below.",
            [
                "1 These are all:",
                "1 table",
                "  header: Code@1 | Text@1",
                "  A_1@1 | one@1",
                "  A_2@1 | a | b@1",
                "1 See below.",
            ],
        ),
        ("Dashes | -- | -- | are no table.", ["1 Dashes | -- | -- | are no table."]),
    ],
)
def test_table_on_one_line(line: str, blocks: list[str]) -> None:
    """An empty cell between rows says where each of them begins."""
    assert show(read_markdown(f"{line}\n")) == blocks
    assert show(read_plain(f"{line}\n")) == blocks


def test_end_inside_table_on_one_line() -> None:
    """A page that ends inside a row of such a table is not whole."""
    page = read_markdown("| Code | Text | |---|---| | A_1 | one | | A_2 |")

    assert page.cut_inside == "a row"


@pytest.mark.parametrize(
    "heading",
    [
        "301\u2014Moved Permanently",
        "404 Not Found",
        "404",
        "HTTP 404: Not Found",
        "Status code 404",
        "4xx - Client errors",
        "400 (Bad Request)",
    ],
)
@pytest.mark.parametrize("block", ["Code | Text |\n---|---|\nA_1 | One |", "- A_1", "<table>"])
def test_status_above_block(heading: str, block: str) -> None:
    """A status on a line of its own is a heading if a table or a list follows."""
    first, second, *_ = read_markdown(f"# Errors\n{heading}\n{block}\n\nText.\n").blocks

    assert isinstance(second, Heading)
    assert (second.content.text, second.headings) == (heading, (first,))


@pytest.mark.parametrize("line", ["404 Not Found", "404 of them are here.", "1000 Locks"])
def test_status_in_text(line: str) -> None:
    """A status is text where text follows, and so is any other number."""
    blocks = read_markdown(f"# Errors\n{line}\nMore text.\n\n404 of them\n- A_1\n").blocks

    assert [type(block) for block in blocks] == [Heading, Text, Text, Text, Item]


@pytest.mark.parametrize(
    "page", [JSX, RESTRUCTURED, MULTILINE], ids=["jsx", "restructured", "multiline"]
)
def test_page_cut__anywhere(page: str) -> None:
    """Every beginning of a page can be read, and no line is beyond its end."""
    for end in range(len(page)):
        read = read_markdown(page[:end])

        assert all(1 <= block.line <= read.lines for block in read.blocks)


def test_end_inside_jsx() -> None:
    """A table of JSX that the page ends inside is not whole."""
    assert read_markdown(JSX[: JSX.index("The **key")]).cut_inside == "a row"


@pytest.mark.parametrize(
    "part",
    [
        "<A b={",
        "<A b={}\n",
        "<A\n",
        "<Table a={{",
        "<td b={{c}}>",
        ".. a::\n",
        ".. a::\n  b\n",
        "+--+\n",
        "#|\n",
        "#|\n|| a\n",
        "| a |--|--|",
        "|--|--| a | ",
        "400 A\n",
        "400 A A",
        "Code  Text\n---- ----\n",
    ],
)
def test_hostile_page(part: str) -> None:
    """The time to read a page grows with its length, whatever is in it."""
    assert grows_linearly(lambda size: read_markdown((part * size)[:size]), 1_000, 8_000)


def test_letters_of_index() -> None:
    """A letter before the first row of each part of a table does not move its cells."""
    page = read_markdown(
        "Code | Text | Method | |\n---|---|---|---|\nA | A_1 | one | get |\nA_2 | two | get | |\n"
    )

    assert show(page) == [
        "1 table",
        "  header: Code@1 | Text@1 | Method@1 | @1",
        "  A_1@3 | one@3 | get@3 | ",
        "  A_2@4 | two@4 | get@4 | @4",
    ]


def test_table_of_pandoc() -> None:
    """The header of a table can be underlined column by column."""
    page = read_markdown("  Code   Meaning\n ------ -------\n  A_1    one\n  A_2    two\n\nText.\n")

    assert show(page) == [
        "1 table",
        "  header: Code@1 | Meaning@1",
        "  A_1@3 | one@3",
        "  A_2@4 | two@4",
        "6 Text.",
    ]


def test_separated_cells() -> None:
    """Cells between commas may be quoted, and have commas and line breaks in them."""
    page = read_plain('code,status,text\nA_1,400,"One, or\nmore"\nA_2,404,two\n\nA, b, c\n')

    assert show(page) == [
        "1 table",
        "  header: code@1 | status@1 | text@1",
        "  A_1@2 | 400@2 | One, or more@2",
        "  A_2@4 | 404@4 | two@4",
        "6 A, b, c",
    ]


@pytest.mark.parametrize("text", ["Codes, statuses and more\n", "code,\nA,\n", "code, status\nA\n"])
def test_commas_in_text(text: str) -> None:
    """Commas alone make no table."""
    assert not any(isinstance(block, Table) for block in read_plain(text).blocks)
