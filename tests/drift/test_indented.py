"""The text of specifications: indented, with the headers and footers of printed pages."""

from __future__ import annotations

import pytest

from errsmith.drift.pages.forms import find_form
from errsmith.drift.pages.page import Heading, Term
from errsmith.drift.pages.plain import read_plain
from tests.drift.growth import grows_linearly
from tests.drift.shown import show

SPECIFICATION = """\
                        The Vault Protocol

Abstract

   Vaults have keys.

Table of Contents

   1. Keys ......................1
      1.1. Errors ................2

1.  Keys

1.1.  Errors

   +--------+           +-------+
   | Client |--- Key -->| Vault |
   +--------+           +-------+

   The response has these members:

   error
         REQUIRED.  One of these codes:

         key_old
               The key has expired, and the vault
               is shut



Smith                       Standards Track                     [Page 1]
\f
RFC 9999                   The Vault Protocol                 May 2026


               for a year.

         key_lost
               Nobody knows the key.

   trace
         OPTIONAL.  For support.

   o  A list
   o  of two

   For example:

     GET /vault?key=key_x
       &again=yes
     Host: vault.example
     Authorization: Basic a2V5OmtleQ==

     key=key_x&trace=yes

1.2.  Security

   There is none.

Smith                       Standards Track                     [Page 2]
"""


def test_specification() -> None:
    """Terms have definitions that go on on the next page, and may be in those of other terms."""
    assert show(read_plain(SPECIFICATION)) == [
        "1 The Vault Protocol",
        "3 ## Abstract",
        "5 Vaults have keys.",
        "7 ## Table of Contents",
        "9 - Keys ......................1",
        "10 1.1. Errors ................2 (in Keys ......................1)",
        "12 ## 1. Keys",
        "14 ### 1.1. Errors",
        "16 +--------+ +-------+",
        "17 | Client |--- Key -->| Vault |",
        "18 +--------+ +-------+",
        "20 The response has these members:",
        "22 - error",
        "23 REQUIRED. One of these codes: (in error)",
        "25 term key_old = The key has expired, and the vault@26 / is shut@27 / for a year.@36",
        "38 term key_lost = Nobody knows the key.@39",
        "41 - trace",
        "42 OPTIONAL. For support. (in trace)",
        "44 - A list",
        "45 - of two",
        "47 For example:",
        "49 GET /vault?key=key_x",
        "50 &again=yes",
        "51 Host: vault.example",
        "52 Authorization: Basic a2V5OmtleQ==",
        "54 key=key_x&trace=yes",
        "56 ### 1.2. Security",
        "58 There is none.",
    ]


MANUAL = """\
NAME
       vault - open a vault

ERRORS
       EACCES  The key is not allowed to open
               this vault.

       EBADF   The key is not valid.
       "EIO"   The lock is broken.

       ENOENT
               There is no vault.

       KEY  1   2   3

RETURN VALUE
       Zero is returned.
"""


def test_manual() -> None:
    """In a manual, headings are not indented, and definitions are beside their terms."""
    assert show(read_plain(MANUAL)) == [
        "1 # NAME",
        "2 vault - open a vault",
        "4 ## ERRORS",
        "5 term EACCES = The key is not allowed to open / this vault.@6",
        "8 term EBADF = The key is not valid.",
        '9 term "EIO" = The lock is broken.',
        "11 term ENOENT = There is no vault.@12",
        "14 KEY 1 2 3",
        "16 ## RETURN VALUE",
        "17 Zero is returned.",
    ]


def test_specification_is_plain_text() -> None:
    """Figures with borders do not make a text reStructuredText."""
    assert find_form(SPECIFICATION * 2, "spec.txt") == "text"
    assert find_form(SPECIFICATION * 2) == "text"


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("key_old\n    It is old.\n\nkey_new\n    It is new.\n", ["key_old", "key_new"]),
        ("'key_old'\n  It is old.\nkey_new\n  It is new.\n", ["'key_old'", "key_new"]),
        ("A whole sentence ends here.\n    Below it\n", []),
        ("GET /keys?id=1\n    &name=x\n", []),
        ("Host: acme.example\n    more\n", []),
        ("if key:\n    open()\n", []),
        ("Keys are\n  - old\n", []),
    ],
)
def test_terms(text: str, terms: list[str]) -> None:
    """A few words are a term if what is directly below them is indented deeper."""
    blocks = read_plain(f"Some text comes first.\n\n{text}").blocks

    assert [block.term.text for block in blocks if isinstance(block, Term)] == terms


@pytest.mark.parametrize(
    "line",
    [
        "GET /authorize?response_type=code",
        "grant_type=key",
        "Authorization: Basic a2V5",
        "1 .... 2",
    ],
)
def test_line_that_is_no_heading(line: str) -> None:
    """Lines of requests stand apart in the text of a page, as headings do."""
    blocks = read_plain(f"Some text comes first.\n\n{line}\n\nAnd more text.\n").blocks

    assert not any(isinstance(block, Heading) for block in blocks)


@pytest.mark.parametrize("footer", ["Page 1 of 2", "Smith   [Page 1]", "1\n\f"])
def test_page_break(footer: str) -> None:
    """What is printed at the end of each page is not in its text."""
    page = read_plain(f"The text begins here.\n\n{footer}\nIt goes on.\n")

    assert [line.partition(" ")[2] for line in show(page)] == [
        "The text begins here.",
        "It goes on.",
    ]


def test_repeated_page_header() -> None:
    """The same line at the top of several pages is not a heading."""
    page = read_plain("The text.\n\n\fVault Errors\n\nIt goes on.\n\n\fVault Errors\n\nIt ends.\n")

    assert not any(isinstance(block, Heading) for block in page.blocks)


@pytest.mark.parametrize(
    "part",
    [
        "a\n  b\n",
        "a\n b\n  c\n",
        "\f\n",
        "1\n\f",
        "[Page 1]\n",
        "  o  a\n",
        "a   a   a\n",
        "A1  b c d\n",
        "A1  b c d\n  e\n",
    ],
)
def test_hostile_page(part: str) -> None:
    """The time to read a page grows with its length, whatever is in it."""
    assert grows_linearly(lambda size: read_plain((part * size)[:size]), 1_000, 8_000)
