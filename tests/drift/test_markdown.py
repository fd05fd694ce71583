"""Pages of Markdown, also malformed ones."""

from __future__ import annotations

import pytest

from errsmith.drift.pages.markdown import read_markdown
from errsmith.drift.pages.page import Heading, Item, Listing, Table, Text
from tests.drift.growth import grows_linearly
from tests.drift.shown import find_literals, show

PAGE = """\
---
title: "Errors of Acme"
---

# Errors {#errors}

Every error has a `code`, **never** an *empty* one; see [the guide](https://acme.test/a_(b)).
AUTH_* codes are about\\_keys<br>and tokens.

Codes ##
-------

## Keys [](#keys) ##

- The key is wrong
  or too old
  - `KEY_OLD` is old
* It is missing
still missing

1. Check it
   2) Send it again

Key
: A secret
: Never logged

> [!WARNING]
> Keep it safe.

***

!!! note "Rotation"
    Keys rotate.

:::tip[Faster]
Cache it.
:::
"""

TABLES = """\
Read these first:
| Code | Meaning |
|:-----|--------:|
| `A\\|B` | has a pipe \\| in it |
| `C|D` | too |
KEY_BAD | "Wrong" |
| KEY_SHORT |
| KEY_LONG | one | two |
| KEY_TWO | is on
two lines |
KEY_APART
| is apart |
| KEY_LAST | ends here<br/>now |Next steps

All of them are here:| Code | Range |
|---|---|
auth | 400-499 |

Code | Status
--- | ---
NO_PIPES | 404

| KEY_ALONE | no header |
| KEY_OTHER | neither |
"""

EMBEDDED = """\
# Errors

<!-- | Code | Not |
|---|---|
-->
Text <table>
<tr><th>Code</th><th>Meaning</th></tr>
<tr><td>`IN_CELL`</td><td>Set as **code**</td></tr>
</table> after

{% tab title="400" %}
In the tab.
{% endtab %}

<Accordion title="bad_key">
In the accordion.
</Accordion>

<details>
<summary>Old codes</summary>

- In details

</details>

<ResponseField name="code" type="string" required>
  The code.
</ResponseField>

{% hint style="info" %}
A hint.
{% endhint %}
"""


def test_page() -> None:
    """Each line of a paragraph is a block, and markup is removed."""
    page = read_markdown(PAGE)

    assert page.title == "Errors of Acme"
    assert page.cut_inside is None
    assert show(read_markdown(PAGE)) == [
        "5 # Errors",
        "7 Every error has a code, never an empty one; see the guide.",
        "8 AUTH_* codes are about_keys",
        "8 and tokens.",
        "10 ## Codes ##",
        "13 ## Keys",
        "15 - The key is wrong",
        "16 or too old (in The key is wrong)",
        "17   - KEY_OLD is old (in The key is wrong)",
        "18 - It is missing",
        "19 still missing (in It is missing)",
        "21 - Check it",
        "22   - Send it again (in Check it)",
        "24 term Key = A secret@25 / Never logged@26",
        "29 Keep it safe.",
        "33 Rotation",
        "34 Keys rotate.",
        "36 Faster",
        "37 Cache it.",
    ]


def test_tables() -> None:
    """The header decides where a row ends, and text glued to a table stands beside it."""
    assert show(read_markdown(TABLES)) == [
        "1 Read these first:",
        "2 table",
        "  header: Code@2 | Meaning@2 | ",
        "  A|B@4 | has a pipe | in it@4 | ",
        "  C|D@5 | too@5 | ",
        '  KEY_BAD@6 | "Wrong"@6 | ',
        "  KEY_SHORT@7 |  | ",
        "  KEY_LONG@8 | one@8 | two@8",
        "  KEY_TWO@9 | is on\\ntwo lines@9 | ",
        "  KEY_APART@11 | is apart@12 | ",
        "  KEY_LAST@13 | ends here\\nnow@13 | ",
        "13 Next steps",
        "15 All of them are here:",
        "15 table",
        "  header: Code@15 | Range@15",
        "  auth@17 | 400-499@17",
        "19 table",
        "  header: Code@19 | Status@19",
        "  NO_PIPES@21 | 404@21",
        "23 table",
        "  KEY_ALONE@23 | no header@23",
        "  KEY_OTHER@24 | neither@24",
    ]


def test_embedded_markup() -> None:
    """HTML, components and template tags are read where they stand."""
    assert show(read_markdown(EMBEDDED)) == [
        "1 # Errors",
        "6 Text",
        "6 table",
        "  header: Code@7 | Meaning@7",
        "  IN_CELL@8 | Set as code@8",
        "9 after",
        "11 ## 400",
        "12 In the tab.",
        "15 ## bad_key",
        "16 In the accordion.",
        "20 ## Old codes",
        "22 - In details",
        "26 term code = string / The code.@27",
        "31 A hint.",
    ]


FENCES = """\
## First

```JSON {1,3} title="x"
{ "code": "A" }
```

~~~
plain
~~~

    indented
    code

```http
HTTP/1.1 400 Bad Request

## Second

After it.
"""

GLUED = """\
### The KEY_OLD error

HTTP Status: 401The key is old (or wrong)Common Causes:- Somebody copied it
- It was rotated
All of these have the fields below:Response Fields
| Field | Type |
|---|---|
| code | string |

**KEY_NEW**

It is too new.
"""


def test_examples() -> None:
    """An example without an end goes on to the next heading."""
    page = read_markdown(FENCES)

    assert show(read_markdown(FENCES)) == [
        "1 ## First",
        '4 listing json: \'{ "code": "A" }\'',
        "8 listing None: 'plain'",
        "11 listing None: 'indented\\ncode'",
        "15 listing http: 'HTTP/1.1 400 Bad Request\\n'",
        "17 ## Second",
        "19 After it.",
    ]
    assert [block.is_closed for block in page.blocks if isinstance(block, Listing)] == [
        True,
        True,
        True,
        False,
    ]
    assert page.cut_inside is None


def test_glued_text() -> None:
    """Line breaks that were lost are found, and no word is."""
    assert show(read_markdown(GLUED)) == [
        "1 ### The KEY_OLD error",
        "3 HTTP Status: 401",
        "3 The key is old (or wrong)",
        "3 Common Causes:",
        "3 - Somebody copied it",
        "4 - It was rotated",
        "5 All of these have the fields below: (in It was rotated)",
        "5 #### Response Fields",
        "6 table",
        "  header: Field@6 | Type@6",
        "  code@8 | string@8",
        "10 ####### KEY_NEW",
        "12 It is too new.",
    ]


TERMS = """\
# Errors

"error":
:    REQUIRED.  One of the following:

     "key_old":
     :     The key
           is old.

     "key_lost":
     :     The key is lost.

     Other values are reserved.

"error_uri":
:    OPTIONAL.  A page.

Text.
"""


def test_terms_in_definition() -> None:
    """Terms in a definition are below a heading, which is the term around them."""
    page = read_markdown(TERMS)

    assert show(page) == [
        "1 # Errors",
        '3 term "error": = REQUIRED. One of the following:@4',
        '3 ## "error":',
        '6 term "key_old": = The key@7 / is old.@8',
        '10 term "key_lost": = The key is lost.@11',
        "13 Other values are reserved.",
        '15 term "error_uri": = OPTIONAL. A page.@16',
        "18 Text.",
    ]
    assert [len(block.headings) for block in page.blocks] == [0, 1, 1, 2, 2, 2, 1, 1]


def test_pages_in_one_file() -> None:
    """The metadata of a page that was appended to another begins with the title of that page."""
    first = "---\ntitle: One\n---\n\n## Keys\n\nText.\n\n"
    second = (
        '---\ntitle: "Two"\ntags:\n  - a\nweight: 2\n---\n\n## Vaults\n\n---\n\nlabel: text\n---\n'
    )

    assert show(read_markdown(first + second)) == [
        "5 ## Keys",
        "7 Text.",
        "10 # Two",
        "16 ## Vaults",
        "20 ## label: text",
    ]


def test_items_that_begin_like_statuses() -> None:
    """An item that begins with a number is not the heading of the items below it."""
    assert show(read_markdown("* 128 Missing parameter\n* 404 Not found\n* 500 Broken\n")) == [
        "1 - 128 Missing parameter",
        "2 - 404 Not found",
        "3 - 500 Broken",
    ]


def test_headings_around_blocks() -> None:
    """Blocks know the headings above them, and items the items around them."""
    page = read_markdown("# A\n## B\n- c\n  - d\n\n      e\n### F\n## G\nh\n")
    paths = [
        (block.line, [heading.content.text for heading in block.headings]) for block in page.blocks
    ]
    items = [block.item.content.text for block in page.blocks if block.item]

    assert paths == [
        (1, []),
        (2, ["A"]),
        (3, ["A", "B"]),
        (4, ["A", "B"]),
        (6, ["A", "B"]),
        (7, ["A", "B"]),
        (8, ["A"]),
        (9, ["A", "G"]),
    ]
    assert items == ["c", "d"]
    assert [block.depth for block in page.blocks if isinstance(block, Item)] == [0, 1]


@pytest.mark.parametrize(
    ("raw", "text", "literals"),
    [
        ("a `b` and ``c`d``", "a b and c`d", ["b", "c`d"]),
        ("snake_case_name _em_ __strong__ ~~old~~", "snake_case_name em strong old", []),
        ("AUTH_* and VALID_*", "AUTH_* and VALID_*", []),
        ("`a`<sup>1</sup> b<sup>[2]</sup> c<sup><a href='#n'>*</a></sup>", "a b c", ["a"]),
        ("10<sup>2</sup> and 4<sup>th</sup>", "102 and 4th", []),
        ("![icon](x.png) [a `b`](c.md) [d][e] [f]", "a b d [f]", ["b"]),
        ("&lt;b&gt; &amp; <b>c</b> <token> <https://a.test>", "<b> & c <token> https://a.test", []),
        ("<code>A&amp;B</code> `C&amp;D`", "A&B C&amp;D", ["A&B", "C&amp;D"]),
        (r"\*a\* b\_c `d\_e`", r"*a* b_c d\_e", [r"d\_e"]),
        ("a[^1] b", "a b", []),
        ("2 * 3 ** 4", "2 * 3 ** 4", []),
        ("`unclosed", "`unclosed", []),
        ("a\u00a0\u200bb  c", "a b c", []),
    ],
)
def test_inline_markup(raw: str, text: str, literals: list[str]) -> None:
    """Markup is removed, code is a literal, and what only looks like markup stays."""
    page = read_markdown(f"x {raw}\n")

    assert show(page) == [f"1 x {text}"]
    assert find_literals(page) == literals


@pytest.mark.parametrize(
    ("line", "level", "text"),
    [
        ("# A #", 1, "A"),
        ("##B", 2, "B"),
        ("### `C` {#c}", 3, "C"),
        ("#### D [#](#d)", 4, "D"),
        ("## C#", 2, "C#"),
        ("E\n===", 1, "E"),
        ("F\n---", 2, "F"),
    ],
)
def test_heading(line: str, level: int, text: str) -> None:
    """Headings have no ids, no anchors and no hashes at their ends."""
    (heading,) = read_markdown(f"{line}\n").blocks

    assert isinstance(heading, Heading)
    assert (heading.level, heading.content.text) == (level, text)


@pytest.mark.parametrize("line", ["#hashtag", "A sentence.\n---", "- a\n---", "####### G"])
def test_line_that_is_no_heading(line: str) -> None:
    """What only looks like a heading is none."""
    assert not any(isinstance(block, Heading) for block in read_markdown(f"{line}\n").blocks)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("```\na", "an example"),
        ("```\na\n```", None),
        ("| A | B |\n|---|---|\n| a |", "a row"),
        ("| A | B |\n|---|---|\n| a | b", "a row"),
        ("| A | B |\n|---|---|\n| a | b |", None),
        ("| A | B |\n|---|---|\n| a |\n", None),
        ("A | B\n---|---\na | b", None),
        ("| A | B |\n|---|---|\n", "a row"),
        ("| A | B |\n|---|---|\n| a\n\n# C\n", None),
        ("<!-- a", "a comment"),
        ("<table><tr><td>a", "a row"),
        ("a\n", None),
        ("", None),
    ],
)
def test_end_of_page(text: str, inside: str | None) -> None:
    """A page that ends early is noticed where its format shows it."""
    page = read_markdown(text)
    tables = [block for block in page.blocks if isinstance(block, Table)]

    assert page.cut_inside == inside
    assert all(table.is_closed is (inside is None) for table in tables)


@pytest.mark.parametrize("text", [PAGE, TABLES, EMBEDDED, FENCES, GLUED])
def test_page_cut_anywhere(text: str) -> None:
    """Every beginning of a page can be read, and no line is beyond its end."""
    for end in range(len(text)):
        page = read_markdown(text[:end])

        assert all(1 <= block.line <= page.lines for block in page.blocks)


@pytest.mark.parametrize(
    "part",
    [
        "`",
        "`a``b",
        "|",
        "|a\n",
        "| a |\n|---|\n| ",
        "[",
        "![a](",
        "*",
        "**a _b ",
        "<",
        "<table>",
        "<ul>\n# h\n",
        "<!--\n",
        "\n- ",
        "> ",
        "\n```",
        "~~~a\n# b\n",
        "{% tab title='a' %}\n",
        "<Accordion title='a'>\n",
        "&#9",
        "aA: ",
        "a\n: ",
    ],
)
def test_hostile_page(part: str) -> None:
    """The time to read a page grows with its length, whatever is in it."""
    assert grows_linearly(lambda size: read_markdown((part * size)[:size]), 1_000, 8_000)


def test_long_line() -> None:
    """A line of a mebibyte is a line."""
    page = read_markdown("[a](b) `c` | " + "long words *and* " * 61_680)

    (text,) = page.blocks
    assert isinstance(text, Text)
    assert len(text.content.text) > 900_000
    assert text.content.literals == ("c",)
