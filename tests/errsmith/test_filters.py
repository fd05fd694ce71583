"""The filters: whatever a registry's text holds, it arrives as text and does nothing else."""

from __future__ import annotations

import ast
import inspect
import tomllib
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from errsmith.targets.markdown import filters as markdown
from errsmith.targets.python import filters as python
from errsmith.targets.python.literals import Call, Name
from errsmith.targets.text import format_block_line, format_comment

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])

SPECIAL = "\"'\\{}%\n\r\t \x00\x1b\x7f\x85\xa0\u2028\ufeff`*_[]()<>|~$&#+-=:;.!@/^1aA\xe9\U0001f600"
MARKS = st.sampled_from(["{{", '"""', "```", "--", "&lt;", *SPECIAL])
TEXTS = st.text() | st.text(SPECIAL) | st.lists(MARKS).map("".join)
LINES = TEXTS.map(lambda text: " ".join(text.split("\n")))


def one_line(text: str) -> str:
    """Put a text on one line as a page shows it: what cannot be seen has a stand-in."""
    seen = "".join(
        c if c.isprintable() or c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text
    )
    return " ".join(seen.split())


# --- python --------------------------------------------------------------------------------------

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(TEXTS, inner),
    max_leaves=10,
)


@given(TEXTS)
@example("word " * 40)
@example("x" * 200)
def test_python_of_text_is_that_text(text: str) -> None:
    """Python reads the expression as the text, on one logical line."""
    printed = python.format_python(text)
    assert ast.literal_eval(printed) == text
    assert len(printed.splitlines()) == 1


@given(VALUES)
def test_python_of_any_value_is_that_value(value: Any) -> None:
    """So it does with numbers, lists, tuples and tables, down to the types."""
    assert repr(ast.literal_eval(python.format_python(value))) == repr(value)


@given(TEXTS, VALUES)
def test_python_of_call_holds_its_arguments(text: str, value: Any) -> None:
    """A call's name and keywords are names, its arguments values."""
    printed = python.format_python(Call("Retry", (text, Name("list")), {"delay": value}))
    tree = ast.parse(printed, mode="eval").body
    assert isinstance(tree, ast.Call)
    assert ast.unparse(tree.func) == "Retry"
    assert ast.literal_eval(tree.args[0]) == text
    assert ast.unparse(tree.args[1]) == "list"
    assert [keyword.arg for keyword in tree.keywords] == ["delay"]
    assert ast.literal_eval(tree.keywords[0].value) == value


def test_python_of_long_text_is_broken_at_blanks() -> None:
    """The formatter gets pieces that fit a line."""
    printed = python.format_python("word " * 40)
    assert all(len(piece) < 75 for piece in printed.strip("()").split("' '"))


@pytest.mark.parametrize("value", [object(), {1, 2}, b"bytes", 1j])
def test_python_of_other_value_is_refused(value: object) -> None:
    """Nothing is printed by its `repr` that Python might run."""
    with pytest.raises(TypeError, match="no Python expression"):
        python.format_python(value)


# --- docstring -----------------------------------------------------------------------------------


def docstring_of(source: str) -> str | None:
    tree = ast.parse(source)
    assert len(tree.body) == 1
    [statement] = tree.body
    if isinstance(statement, ast.ClassDef):
        assert len(statement.body) == 2
        return ast.get_docstring(statement)
    return ast.get_docstring(tree)


@given(TEXTS)
@example('"""')
@example('a"""')
@example('""""')
@example("\\")
@example('\\"')
def test_docstring_of_text_is_that_text(text: str) -> None:
    """A text between triple quotes is read as that text, after the cleaning all docstrings get."""
    assert docstring_of(f'"""{python.format_docstring(text)}"""\n') == inspect.cleandoc(text)


@given(TEXTS)
def test_docstring_within_a_sentence_is_that_text(text: str) -> None:
    """So it is between other words."""
    assert docstring_of(f'"""A {python.format_docstring(text)} b."""\n') == inspect.cleandoc(
        f"A {text} b."
    )


@given(LINES.filter(str.strip), st.lists(LINES), LINES.filter(str.strip), st.sampled_from([0, 4]))
@example("a", ['b"""', ""], 'c"', 4)
def test_docstring_of_lines_is_those_lines(
    first: str, others: list[str], last: str, indent: int
) -> None:
    """Lines stay lines, each with its own indentation, at any indentation of the class."""
    lines = [first, *others, last]
    printed = python.format_docstring(lines, indent)
    source = f'"""{printed}"""\n' if indent == 0 else f'class A:\n    """{printed}"""\n    b = 1\n'
    assert docstring_of(source) == inspect.cleandoc("\n".join(line.rstrip() for line in lines))


@given(st.lists(TEXTS, min_size=1))
def test_docstring_holds_no_character_that_cannot_be_seen(lines: list[str]) -> None:
    """Control characters and the like are written as escapes."""
    assert all(line.isprintable() for line in python.format_docstring(lines).split("\n"))


# --- Markdown ------------------------------------------------------------------------------------


def inline(tokens: list[Token], *blocks: str) -> list[Token]:
    """Return what is inside of blocks that are expected, and nothing beside them."""
    assert [token.type for token in tokens if token.type != "inline"] == list(blocks)
    children = [token.children or [] for token in tokens if token.type == "inline"]
    return children[0] if children else []


def shown(tokens: list[Token]) -> str:
    """Return the text of tokens that are nothing but text."""
    assert {token.type for token in tokens} <= {"text"}
    return "".join(token.content for token in tokens)


@given(TEXTS)
@example("1. x")
@example(":-:")
@example("a_b_c _d_")
def test_md_at_start_of_line_is_text(text: str) -> None:
    """A line of its own is a paragraph of that text, and begins no list, heading or table."""
    blocks = ["paragraph_open", "paragraph_close"] if one_line(text) else []
    assert shown(inline(MARKDOWN.parse(markdown.escape_markdown(text)), *blocks)) == one_line(text)


@given(TEXTS.filter(one_line))
@example(":-:")
@example("---")
@example("===")
def test_md_below_a_line_is_text(text: str) -> None:
    """A second line makes no heading and no table of the first."""
    tokens = MARKDOWN.parse(f"a\n{markdown.escape_markdown(text)}")
    [first, softbreak, *rest] = inline(tokens, "paragraph_open", "paragraph_close")
    assert (first.content, softbreak.type) == ("a", "softbreak")
    assert shown(rest) == one_line(text)


@given(TEXTS.filter(one_line))
@example("C #")
def test_md_in_heading_is_text(text: str) -> None:
    """A heading ends where it ends."""
    tokens = MARKDOWN.parse(f"# Errors of {markdown.escape_markdown(text)}")
    assert shown(inline(tokens, "heading_open", "heading_close")) == f"Errors of {one_line(text)}"


@given(TEXTS.filter(one_line))
@example("1. x")
@example("[ ] x")
def test_md_in_list_is_text(text: str) -> None:
    """An item holds one paragraph."""
    item = ("bullet_list", "list_item", "paragraph")
    blocks = [*(f"{one}_open" for one in item), *(f"{one}_close" for one in reversed(item))]
    tokens = MARKDOWN.parse(f"- {markdown.escape_markdown(text)}")
    assert shown(inline(tokens, *blocks)) == one_line(text)


@given(TEXTS.filter(one_line))
def test_md_in_bold_is_text(text: str) -> None:
    """Emphasis around it is the template's, and ends where the template says."""
    tokens = MARKDOWN.parse(f"**{markdown.escape_markdown(text)}**")
    inner = inline(tokens, "paragraph_open", "paragraph_close")
    assert (inner[0].content, inner[1].type, inner[-2].type) == ("", "strong_open", "strong_close")
    assert shown([*inner[2:-2], inner[-1]]) == one_line(text)


@given(TEXTS.filter(one_line))
def test_md_in_link_is_text(text: str) -> None:
    """The text of a link neither ends the link nor begins another."""
    tokens = MARKDOWN.parse(f"[{markdown.escape_markdown(text)}](https://acme.example)")
    inner = inline(tokens, "paragraph_open", "paragraph_close")
    opening, *rest, closing = [one for one in inner if one.type != "text" or one.content]
    assert (opening.type, closing.type) == ("link_open", "link_close")
    assert opening.attrs == {"href": "https://acme.example"}
    assert shown(rest) == one_line(text)


@pytest.mark.parametrize(
    "text", ["https://a.example", "HTTP://a.example", "www.a.example", "mailto:a@b.example"]
)
def test_md_of_address_is_no_link(text: str) -> None:
    """What GitHub makes a link of without any mark stays text."""
    assert text not in markdown.escape_markdown(text)
    assert shown(MARKDOWN.parseInline(markdown.escape_markdown(text))[0].children or []) == text


@given(TEXTS)
@example("`")
@example("``a`")
@example("|")
def test_code_is_code(text: str) -> None:
    """Inline code shows the text on one line, backticks included."""
    inner = MARKDOWN.parseInline(f"a {markdown.format_code_span(text)} b")[0].children or []
    if not one_line(text):
        assert markdown.format_code_span(text) == ""
    else:
        assert [one.type for one in inner] == ["text", "code_inline", "text"]
        assert inner[1].content == one_line(text)


class Tags(HTMLParser):
    """Collects the tags of a piece of HTML, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


@given(TEXTS)
@example('"><script>')
def test_attribute_is_value_of_an_attribute(text: str) -> None:
    """A tag keeps its one attribute, and ends where it ends."""
    parser = Tags()
    parser.feed(f"<a id={markdown.format_attribute(text)}>b</a>")
    parser.close()
    assert parser.tags == [("a", [("id", one_line(text))])]
    assert parser.text == "b"


@given(st.lists(TEXTS.map(format_block_line), min_size=1))
@example(["```", "~~~", "````"])
def test_fence_holds_any_lines(lines: list[str]) -> None:
    """A block of code ends where the template ends it."""
    fence = markdown.build_fence(lines)
    body = "\n".join(lines)
    [token] = MARKDOWN.parse(f"{fence}text\n{body}\n{fence}\n")
    assert (token.type, token.info, token.content) == ("fence", "text", f"{body}\n")


@given(TEXTS)
def test_block_line_is_one_line_that_can_be_seen(text: str) -> None:
    """A line of a block of code stays as it is, but for characters that drive terminals."""
    line = format_block_line(text)
    assert line.isprintable()
    assert len(line) == len(text)
    assert all(was == now for was, now in zip(text, line, strict=True) if was.isprintable())


# Between a backslash and a `|` nothing can stand in the code of a cell.
@given(TEXTS.filter(one_line), TEXTS.filter(lambda t: one_line(t) and "\\|" not in one_line(t)))
@example("a|b", "a|b")
@example("\\|", "|")
@example("---", "---")
def test_cell_keeps_table_together(text: str, code: str) -> None:
    """A cell with text and one with code are two cells, whatever they hold."""
    cells = [
        markdown.escape_cell(markdown.escape_markdown(text)),
        markdown.escape_cell(markdown.format_code_span(code)),
    ]
    table = f"| a | b |\n| --- | --- |\n| {' | '.join(cells)} |\n"
    for printed in (table, markdown.align_table(table)):
        tokens = MARKDOWN.parse(printed)
        assert [token.type for token in tokens].count("td_open") == 2
        [*_, left, right] = [token.children or [] for token in tokens if token.type == "inline"]
        assert shown(left) == one_line(text)
        assert [(one.type, one.content) for one in right] == [("code_inline", one_line(code))]


ADDRESSES = TEXTS.map(
    lambda text: "https://acme.example/" + "".join(c for c in text if c > " " and not c.isspace())
)


@given(ADDRESSES)
@example("https://acme.example/?a=1&copy;b=2&#40;")
@example("https://acme.example/a)b(c")
@example("https://acme.example/<a>|[b]")
def test_url_is_target_of_one_link(address: str) -> None:
    """A link leads to the address and ends after it."""
    printed = f"[a]({markdown.escape_link_target(address)})"
    inner = inline(MARKDOWN.parse(printed), "paragraph_open", "paragraph_close")
    assert [one.type for one in inner] == ["link_open", "text", "link_close"]
    assert unquote(str(inner[0].attrs["href"])) == unquote(address)


@given(ADDRESSES)
@example("https://acme.example/?a=1&copy;b=2&#40;")
def test_url_in_angle_brackets_is_one_link(address: str) -> None:
    """So does one that is shown."""
    printed = f"<{markdown.escape_link_target(address)}>"
    inner = inline(MARKDOWN.parse(printed), "paragraph_open", "paragraph_close")
    assert [one.type for one in inner] == ["link_open", "text", "link_close"]
    assert unquote(str(inner[0].attrs["href"])) == unquote(address)


def test_aligned_pads_all_columns_but_the_last() -> None:
    """A terminal shows columns; wide characters count twice."""
    table = "| a | b |\n| --- | --- |\n| \u7f72\u540d | `x \\| y` |\n| abcde | |\n"
    assert markdown.align_table(table) == (
        "| a     | b |\n| ----- | --- |\n| \u7f72\u540d  | `x \\| y` |\n| abcde |  |\n"
    )


def test_aligned_pads_no_column_to_a_very_long_cell() -> None:
    """One long cell does not make every row long."""
    rows = "".join(f"| {n} | b |\n" for n in range(1000))
    table = f"| a | b |\n| --- | --- |\n| {'x' * 100_000} | b |\n{rows}"
    assert len(markdown.align_table(table)) < 2 * len(table) + 110 * 1000


def test_aligned_of_nothing_is_nothing() -> None:
    """A template may filter a table that it leaves out."""
    assert markdown.align_table("\n  \n") == ""


# --- comments, TOML ------------------------------------------------------------------------------


@given(TEXTS)
@example("-->")
@example("--!>")
@example("--->")
@example("coding: utf-7")
@example("vim: set fileencoding=latin-1 :")
def test_comment_is_a_comment_everywhere(text: str) -> None:
    """A text in a comment of Python, TOML or HTML is inside of it to its end."""
    printed = format_comment(text)
    assert ast.parse(f"# From {printed}\n\xe9 = 1\n".encode()).body[0].lineno == 2
    assert tomllib.loads(f"# From {printed}\na = 1\n") == {"a": 1}
    tokens = MARKDOWN.parse(f"<!-- From {printed} -->\n\na\n")
    assert [token.type for token in tokens][:2] == ["html_block", "paragraph_open"]
    assert tokens[0].content.count("-->") == 1


@given(st.text("abc/._- \xe9").filter(lambda text: "--" not in text))
def test_comment_shows_the_path_of_a_file(text: str) -> None:
    """Names of files are shown as they are."""
    assert format_comment(text) == one_line(text)


@given(TEXTS)
@example("\x7f\x85\u2028")
def test_toml_is_that_text(text: str) -> None:
    """TOML reads the string as the text."""
    printed = python.format_toml(text)
    assert tomllib.loads(f"a = {printed}") == {"a": text}
    assert printed.isprintable()


# --- all -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", markdown.FILTERS)
def test_filter_is_documented(name: str) -> None:
    """Each filter says what it prints."""
    assert (markdown.FILTERS[name].__doc__ or "").strip()
