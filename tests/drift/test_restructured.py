"""Pages of reStructuredText."""

from __future__ import annotations

import pytest

from errsmith.drift.pages.restructured import read_restructured
from tests.drift.shown import find_literals, show

TEXT = """\
======
Errors
======

Intro ``AUTH_X`` and :code:`Y`, see `text <http://x>`_.
Second line::

    {"a": 1}

      b

Auth
----

"""


LISTS = """\
.. list-table:: Codes
   :header-rows: 1
   :widths: 20 80

   * - Code
     - Meaning
   * - ``AUTH_A``
     - Bad
       token

       * try again
       * or not

.. csv-table:: T
   :header: "Code", "Status"

   AUTH_B, 400
   "AUTH_C", "a, b"

"""


DRAWN = """\
+------+--------+
| Code | Status |
+======+========+
| A    | 400    |
|      +--------+
|      | 401    |
+------+--------+
| all of it     |
+------+--------+

=====  ======
Code   Status
=====  ======
X      1
       more
Y      2
=====  ======

"""


TERMS = """\
AUTH_D
    Definition
    two

AUTH_E : 404
    Def

:Code: AUTH_F
:Status: 400

"""


ITEMS = """\
- one
  more
- two

  - nested ``x``

1. first

"""


DIRECTIVES = """\
.. error:: AUTH_G

   Text of G

.. py:exception:: AuthError(code)

   Raised.

.. note:: Take care
   of it.

.. code-block:: json
   :linenos:

   {"x": 2}

.. _target:
.. comment
   more

Next
----
End
"""


def test_headings_and_text() -> None:
    """Adornments are levels in the order of the page, and `::` announces an example."""
    assert show(read_restructured(TEXT)) == [
        "2 # Errors",
        "5 Intro AUTH_X and Y, see text.",
        "6 Second line:",
        "8 listing None: '{\"a\": 1}\\n\\n  b'",
        "12 ## Auth",
    ]


def test_tables_of_lists_and_values() -> None:
    """The rows of list tables and CSV tables have their own lines."""
    assert show(read_restructured(LISTS)) == [
        "1 table Codes",
        "  header: Code@5 | Meaning@6",
        "  AUTH_A@7 | Bad token\\ntry again\\nor not@8",
        "14 table T",
        "  header: Code@15 | Status@15",
        "  AUTH_B@17 | 400@17",
        "  AUTH_C@18 | a, b@18",
    ]


def test_drawn_tables() -> None:
    """Merged cells of a grid table are repeated; a row of a simple table can have several lines."""
    assert show(read_restructured(DRAWN)) == [
        "1 table",
        "  header: Code@2 | Status@2",
        "  A@4 | 400@4",
        "  A@4 | 401@6",
        "  all of it@8 | all of it@8",
        "11 table",
        "  header: Code@12 | Status@12",
        "  X@14 | 1 more@14",
        "  Y@16 | 2@16",
    ]


def test_terms_and_fields() -> None:
    """A term has a definition with its classifier, and a field is a line."""
    assert show(read_restructured(TERMS)) == [
        "1 term AUTH_D = Definition@2 / two@3",
        "5 term AUTH_E = 404 / Def@6",
        "8 Code: AUTH_F",
        "9 Status: 400",
    ]


def test_lists() -> None:
    """An item has its first line, and inner items are deeper."""
    assert show(read_restructured(ITEMS)) == [
        "1 - one",
        "2 more (in one)",
        "3 - two",
        "5   - nested x (in two)",
        "7 - first",
    ]


def test_directives() -> None:
    """What a directive describes is a heading for its content; comments and targets are nothing."""
    assert show(read_restructured(DIRECTIVES)) == [
        "1 # AUTH_G",
        "3 Text of G",
        "5 # AuthError(code)",
        "7 Raised.",
        "9 Take care",
        "10 of it.",
        "15 listing json: '{\"x\": 2}'",
        "21 # Next",
        "23 End",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Title\n=====\nText\n", ["1 # Title", "3 Text"]),
        ("Text\nTitle\n-----\n", ["1 Text", "2 # Title"]),
        ("A\n\n----\n\nB\n", ["1 A", "5 B"]),
        ("A\n=\n", ["1 A", "2 ="]),
        (".. |x| replace:: y\n", []),
        (".. [1] Note\n", ["1 Note"]),
        (".. rubric:: A\n.. rubric:: B\n", ["1 # A", "2 # B"]),
        ("| A\n| B\n", ["1 A", "2 B"]),
        ("  quoted\n", ["1 quoted"]),
        ("::\n\n  x\n", ["3 listing None: 'x'"]),
        (".. table:: T\n\n   == ==\n   A  B\n   == ==\n", ["3 table T", "  A@4 | B@4"]),
        (".. code-block::\n\n  x\n", ["3 listing None: 'x'"]),
        ("(a) A\n#. B\n", ["1 - A", "2 - B"]),
        ("A :py:exc:`~a.B` `C <x>`__ ``d``\\_e **f** *g* 2*3*4", ["1 A B C d_e f g 2*3*4"]),
    ],
)
def test_details(text: str, shown: list[str]) -> None:
    """Each construct is read without its markup."""
    assert show(read_restructured(text)) == shown


def test_literals() -> None:
    """Code is kept with the line that it is in."""
    assert find_literals(read_restructured(TEXT)) == ["AUTH_X", "Y"]


def test_table_without_end() -> None:
    """A page that ends inside a drawn table was cut."""
    for text in (DRAWN[:120], DRAWN[: DRAWN.rindex("=====")]):
        assert read_restructured(text).cut_inside == "a table"
    assert read_restructured(DRAWN).cut_inside is None


SAMPLES = (TEXT, LISTS, DRAWN, TERMS, ITEMS, DIRECTIVES)


@pytest.mark.parametrize("text", SAMPLES)
def test_page_cut_anywhere(text: str) -> None:
    """A part of a page is read, and its lines are on the page."""
    for end in range(len(text)):
        page = read_restructured(text[:end])
        assert all(1 <= block.line <= max(page.lines, 1) for block in page.blocks)
