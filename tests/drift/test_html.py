"""Pages of HTML."""

from __future__ import annotations

import pytest

from errsmith.drift.pages.html import read_html
from errsmith.drift.pages.page import Table
from tests.drift.shown import find_literals, show

PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head><title>Errors &mdash; Acme</title><style>h1 { color: red }</style></head>
<body>
<header><a href="/">Acme</a><nav><ul><li>Menu</li></ul></nav></header>
<main>
<h1 id="errors">Errors <a class="anchor" href="#errors">#</a></h1>
<p>Every error has a <code>code</code>,<br>
and a <tt>status</tt>
of its own.</p>
<h2>Codes&nbsp;of <em>Acme</em> <button>Copy</button></h2>
<p hidden>Not seen</p>
<pre class="highlight"><code class="language-json">
{
  "code": "ACME_1" &lt;
}
</code></pre>
</main>
<footer>Imprint</footer>
<script>var code = "<p>NO</p>";</script>
</body>
</html>
"""


SPANS = """\
<table>
<caption>Codes</caption>
<thead>
<tr><th>Code</th><th>Status</th><th>Meaning</th></tr>
</thead>
<tbody>
<tr>
<td><code>A_1</code><br/><code>A_2</code></td>
<td rowspan="2">401</td>
<td>Wrong
<p>Try again</p></td>
</tr>
<tr><td>A_3</td><td>Late</td></tr>
<tr><td colspan="9">Others</td></tr>
<tr><td>A_4</td><td colspan=2>500</td></tr>
<tr><td>A_5</td></tr>
</tbody>
</table>
"""


UNCLOSED = """\
<table>
<tr><td>Code<td>Status
<tr><td>A_1<td>400
<tr><td>A_2<td>404
<h2>Next</h2>
<p>Text
<ul>
<li>One
<li>Two <ul><li>Inner
<p>More</ul>
<li>Three
</ul>
</div></b>
<pre>open
<h2>Last</h2>
"""


TERMS = """\
<dl>
<dt>A_1</dt><dt>A_2</dt>
<dd><p>First</p>
<p>Second</p></dd>
<div><dt><code>A_3</code> <a href=#a>¶</a></dt>
<dd>Third
<pre>example</pre>
</dd></div>
<dt>A_4<dd><dl><dt>Status<dd>404</dl>
<dt>A_5
</dl>
"""


NESTED = """\
<table><tr><th>Name</th><th>Values</th></tr>
<tr><td>code</td><td>One of:
<table><tr><th>Code</th><th>Meaning</th></tr><tr><td>A_1</td><td>Late</td></tr></table>
</td></tr></table>
"""


LAYOUT = """\
<table><tr><td><h2>Errors</h2>
<p>Text</p>
<table><tr><td>Code</td><td>Status</td></tr><tr><td>A_1</td><td>400</td></tr></table>
</td></tr></table>
"""


DETAILS = """\
<h2>Errors</h2>
<details><summary>A_1</summary><p>First</p></details>
<details>
<summary><h3>A_2</h3></summary>Second</details>
<p>After</p>
<accordion title="A_3">Third</accordion>
<response-field name="A_4" type="string">Fourth</response-field>
<div role="heading" aria-level="3">A_5</div>
<button aria-expanded="false">A_6</button>
"""


ROLES = """\
<div role="table" aria-label="Codes">
<div role="rowgroup"><div role="row"><span role="columnheader">Code</span>
<span role="columnheader">Status</span></div></div>
<div role="row"><span role="cell">A_1</span><span role="cell">400</span></div>
</div>
"""


HEADERS = """\
<table>
<tr><th>Code</th><th>Status</th></tr>
<tr><td>A_1</td><td>400</td></tr>
<tr><th>Code</th><th>Retry</th></tr>
<tr><td>A_2</td><td>yes</td></tr>
</table>
"""


EXAMPLES = """\
<div class="highlight-source-json"><pre><span class="line">{</span>
<span class="line">  1</span>
</pre></div>
<pre><div>a</div><div>b</div></pre>
<table><tr><td class="linenos"><pre>1
2</pre></td><td><pre class="hljs bash">curl
x</pre></td></tr></table>
"""


def test_page() -> None:
    """What people read is read: no navigation, buttons, scripts or hidden text."""
    assert show(read_html(PAGE)) == [
        "7 # Errors",
        "8 Every error has a code,",
        "9 and a status of its own.",
        "11 ## Codes of Acme",
        '14 listing json: \'{\\n  "code": "ACME_1" <\\n}\'',
    ]


def test_table_with_spans() -> None:
    """Merged cells are repeated, and a cell keeps its line breaks."""
    assert show(read_html(SPANS)) == [
        "1 table Codes",
        "  header: Code@4 | Status@4 | Meaning@4",
        "  A_1\\nA_2@8 | 401@9 | Wrong\\nTry again@10",
        "  A_3@13 | 401@9 | Late@13",
        "  Others@14 | Others@14 | Others@14",
        "  A_4@15 | 500@15 | 500@15",
        "  A_5@16 |  | ",
    ]


def test_unclosed_elements() -> None:
    """An element without an end tag ends where the next one cannot be in it."""
    assert show(read_html(UNCLOSED)) == [
        "1 table",
        "  header: Code@2 | Status@2",
        "  A_1@3 | 400@3",
        "  A_2@4 | 404@4",
        "5 ## Next",
        "6 Text",
        "8 - One",
        "9 - Two",
        "9   - Inner (in Two)",
        "10 More (in Inner)",
        "11 - Three",
        "14 listing None: 'open'",
        "15 ## Last",
    ]


def test_definition_list() -> None:
    """Terms share a definition, and an inner list is also a part of the outer definition."""
    assert show(read_html(TERMS)) == [
        "2 term A_1 = First@3 / Second@4",
        "2 term A_2 = First@3 / Second@4",
        "5 term A_3 = Third@6",
        "7 listing None: 'example'",
        "9 term A_4 = Status: 404",
        "9 term Status = 404",
        "10 term A_5 = ",
    ]


def test_table_in_table() -> None:
    """A table in a cell follows the table around it."""
    assert show(read_html(NESTED)) == [
        "1 table",
        "  header: Name@1 | Values@1",
        "  code@2 | One of:@2",
        "3 table",
        "  header: Code@3 | Meaning@3",
        "  A_1@3 | Late@3",
    ]


def test_table_for_layout() -> None:
    """A table whose cell has a heading only arranges the page."""
    assert show(read_html(LAYOUT)) == [
        "1 ## Errors",
        "2 Text",
        "3 table",
        "  header: Code@3 | Status@3",
        "  A_1@3 | 400@3",
    ]


def test_accordions() -> None:
    """A summary, or the title of an element that HTML does not have, is a heading for its part."""
    assert show(read_html(DETAILS)) == [
        "1 ## Errors",
        "2 ### A_1",
        "2 First",
        "4 ### A_2",
        "4 Second",
        "5 After",
        "6 ### A_3",
        "6 Third",
        "7 term A_4 = Fourth",
        "8 ### A_5",
        "9 A_6",
    ]


def test_roles() -> None:
    """An element is what its role says."""
    assert show(read_html(ROLES)) == [
        "1 table Codes",
        "  header: Code@2 | Status@3",
        "  A_1@4 | 400@4",
    ]


def test_second_header() -> None:
    """A row of header cells begins another table."""
    assert show(read_html(HEADERS)) == [
        "1 table",
        "  header: Code@2 | Status@2",
        "  A_1@3 | 400@3",
        "4 table",
        "  header: Code@4 | Retry@4",
        "  A_2@5 | yes@5",
    ]


def test_examples() -> None:
    """Examples have their lines and their language, but no line numbers."""
    assert show(read_html(EXAMPLES)) == [
        "1 listing json: '{\\n  1'",
        "4 listing None: 'a\\nb'",
        "6 listing bash: 'curl\\nx'",
    ]


def test_title_and_literals() -> None:
    """The title is that of the page, and code in the text is kept with its line."""
    page = read_html(PAGE)
    assert (page.form, page.title, page.lines) == ("html", "Errors — Acme", 22)
    assert find_literals(page) == ["code", "status"]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        (PAGE, None),
        ("<p>A<p>B", None),
        ("<ul><li>A<li>B</ul>", None),
        ("<table><tr><td>A", "a row"),
        ("<table><tr><td>A</td></tr>", "a table"),
        ("<p>A</p><pre>{", "an example"),
        ("<p>A</p><pre>{</pre", "a tag"),
        ('<p>A</p><a href="/x', "a tag"),
        ("<p>A</p><!-- B", "a comment"),
        ("<p>A</p><script>B", "a script"),
        ("<ul><li>A</li>", "a list"),
        ("<html><body><div><p>A</p>", "a section"),
        ("<html><body><table><tr><td>A</body></html>", None),
    ],
)
def test_end_of_page(text: str, inside: str | None) -> None:
    """A page that ends inside a row, an example or a tag was probably cut."""
    assert read_html(text).cut_inside == inside


def test_row_at_the_end_of_a_cut_page() -> None:
    """A table without an end is known to have none."""
    page = read_html("<table><tr><th>Code</th><th>Status</th></tr><tr><td>A_1</td><td>4")
    assert show(page) == ["1 table", "  header: Code@1 | Status@1", "  A_1@1 | 4@1"]
    assert [getattr(block, "is_closed", None) for block in page.blocks] == [False]


def test_table_before_the_end_of_a_page() -> None:
    """A table without an end tag that another block ends is whole."""
    page = read_html("<table><tr><td>Code<td>Status<tr><td>A_1<td>400\n<h2>Next</h2><p>Text")
    assert [block.is_closed for block in page.blocks if isinstance(block, Table)] == [True]


def test_title_above_header() -> None:
    """A header cell alone above the header is the table's title."""
    page = read_html(
        "<table><tr><th colspan=2>Login</th></tr>\n<tr><th>Code</th><th>Status</th></tr>\n"
        "<tr><td>A_1</td><td>400</td></tr></table>"
    )
    assert show(page) == ["2 table Login", "  header: Code@2 | Status@2", "  A_1@3 | 400@3"]


SHELL = '<html><body><div id="root"></div><script src="/app.js"></script></body></html>'


@pytest.mark.parametrize(
    ("text", "is_shell"),
    [
        (SHELL, True),
        (SHELL.replace("</div>", "</div><noscript>Enable JavaScript</noscript>"), True),
        (SHELL.replace("<div", "<p>You need to enable JavaScript to run this app.</p><div"), True),
        (SHELL.replace("></div>", "><h1>Errors</h1><ul><li>A_1</li></ul></div>"), False),
        ("<h1>Errors</h1><p>A_1</p>", False),
    ],
)
def test_page_that_a_script_draws(text: str, is_shell: bool) -> None:  # noqa: FBT001
    """A page with scripts and next to no text has its content elsewhere."""
    assert read_html(text).is_shell is is_shell


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<p>A&#95;1 &lt;B&gt; &nbsp; &amp;amp;</p>", ["1 A_1 <B> &amp;"]),
        ("<p>A_<wbr>1\u200b</p>", ["1 A_1"]),
        (f"<p>&#{'9' * 5000};</p>", ["1 \ufffd"]),
        ("<h2>A<a href=#a>\u200b</a></h2>", ["1 ## A"]),
        ("<h2><button>A</button></h2>", ["1 ## A"]),
        ("<p>1 < 2, a<3</p>", ["1 1 < 2, a<3"]),
        ("<P CLASS=x>A</P>", ["1 A"]),
        ("<p title='a>b'>A</p>", ["1 A"]),
        ("<title>A</title><svg><title>B</title></svg>", []),
        ("<![CDATA[x]]>A<?php ?>", ["1 A"]),
        ("<ul><li><pre>x</pre></li></ul>", ["1 - ", "1 listing None: 'x'"]),
        ("<aside><a href=/>A</a></aside><aside>B</aside>", ["1 B"]),
        ("<div style='display: none'>A</div><div hidden role=tabpanel>B</div>", ["1 B"]),
        ("<div hidden id='S:0'>A</div><div aria-hidden=true>B</div>", ["1 A", "1 B"]),
        ("<h2>A<div aria-hidden=true>B</div></h2><span aria-hidden=true>C</span>", ["1 ## A"]),
        ("A<br>\n\nB", ["1 A", "3 B"]),
    ],
)
def test_details_of_text(text: str, shown: list[str]) -> None:
    """Text is as people read it, on the line of its first character."""
    assert show(read_html(text)) == shown


def test_main_part_with_little_text() -> None:
    """Only a main part with most of the text is the whole content."""
    text = "<main><p>A</p></main><div><p>Most of the text stands outside</p></div>"
    assert show(read_html(text)) == ["1 A", "1 Most of the text stands outside"]
    assert show(read_html(text.replace("A<", f"{'A' * 90}<"))) == [f"1 {'A' * 90}"]


SAMPLES = (PAGE, SPANS, UNCLOSED, TERMS, NESTED, LAYOUT, DETAILS, ROLES, HEADERS, EXAMPLES)


@pytest.mark.parametrize("text", SAMPLES)
def test_page_cut_anywhere(text: str) -> None:
    """A part of a page is read, and its lines are on the page."""
    for end in range(len(text)):
        page = read_html(text[:end])
        assert all(1 <= block.line <= max(page.lines, 1) for block in page.blocks)


STYLED = """\
<main>
<header class="heading heading-2"><div>Codes</div><a href="#codes"></a></header>
<div class="table">
<div class="row"><div>Code</div><div>Status</div></div>
<div><p data-label="Code"><span>KEY</span><span>_OLD</span></p><p data-label="Status">401</p></div>
<div><p data-label="Code">KEY_LOST</p><p data-label="Status">404</p></div>
</div>
<h3><span>KEY_OLD</span><span>401</span></h3>
<h3>KEY_LOST<span class="badge">Client</span></h3>
<table>
<tr><td>Code</td><td>Meaning</td></tr>
<tr><td><a id="k">KEY_A</a><a href="#k">#</a></td><td>Old<sup>1</sup></td></tr>
<tr><td>KEY_B<sup><a href="#n">[2]</a></sup></td><td>10<sup>th</sup> <button>Copy</button></td></tr>
</table>
<p>KEY_C<sup>*</sup> is <span class="token">{</span><span class="token">}</span>.</p>
</main>
"""


def test_page_with_styles() -> None:
    """What a page sets apart by its styles is apart; links to places and notes are no text."""
    assert show(read_html(STYLED)) == [
        "2 ## Codes",
        "5 table",
        "  header: Code@5 | Status@5",
        "  KEY_OLD@5 | 401@5",
        "  KEY_LOST@6 | 404@6",
        "8 ### KEY_OLD 401",
        "9 ### KEY_LOST Client",
        "10 table",
        "  header: Code@11 | Meaning@11",
        "  KEY_A@12 | Old@12",
        "  KEY_B@13 | 10th@13",
        "15 KEY_C is {}.",
    ]
