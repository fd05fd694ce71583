"""Filters: any string of a registry arrives as data and cannot act as syntax."""

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


def put_on_one_line(text: str) -> str:
    """Put a string on one line as pages show it, with stand-ins for invisible characters."""
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
def test_python_of_string_is_that_string(text: str) -> None:
    """Python reads the expression as the string, on one logical line."""
    printed = python.format_python(text)
    assert ast.literal_eval(printed) == text
    assert len(printed.splitlines()) == 1


@given(VALUES)
def test_python_of_any_value_is_that_value(value: Any) -> None:
    """Numbers, lists, tuples and tables keep their values and types."""
    assert repr(ast.literal_eval(python.format_python(value))) == repr(value)


@given(TEXTS, VALUES)
def test_python_of_call_has_its_arguments(text: str, value: Any) -> None:
    """A call's name and keywords are names, and its arguments are values."""
    printed = python.format_python(Call("Retry", (text, Name("list")), {"delay": value}))
    tree = ast.parse(printed, mode="eval").body
    assert isinstance(tree, ast.Call)
    assert ast.unparse(tree.func) == "Retry"
    assert ast.literal_eval(tree.args[0]) == text
    assert ast.unparse(tree.args[1]) == "list"
    assert [keyword.arg for keyword in tree.keywords] == ["delay"]
    assert ast.literal_eval(tree.keywords[0].value) == value


def test_python_of_long_string_is_split_at_spaces() -> None:
    """The formatter receives pieces that fit on a line."""
    printed = python.format_python("word " * 40)
    assert all(len(piece) < 75 for piece in printed.strip("()").split("' '"))


@pytest.mark.parametrize("value", [object(), {1, 2}, b"bytes", 1j])
def test_python_of_other_value_is_refused(value: object) -> None:
    """No value is printed by a `repr` that Python might execute."""
    with pytest.raises(TypeError, match="no Python expression"):
        python.format_python(value)


# --- docstring -----------------------------------------------------------------------------------


def make_docstring(source: str) -> str | None:
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
def test_docstring_of_string_is_that_string(text: str) -> None:
    """Python reads the docstring as the string, after the usual cleaning."""
    assert make_docstring(f'"""{python.format_docstring(text)}"""\n') == inspect.cleandoc(text)


@given(TEXTS)
def test_docstring_within_a_sentence_is_that_string(text: str) -> None:
    """A string between other words of a docstring is read unchanged."""
    assert make_docstring(f'"""A {python.format_docstring(text)} b."""\n') == inspect.cleandoc(
        f"A {text} b."
    )


@given(LINES.filter(str.strip), st.lists(LINES), LINES.filter(str.strip), st.sampled_from([0, 4]))
@example("a", ['b"""', ""], 'c"', 4)
def test_docstring_of_lines_is_those_lines(
    first: str, others: list[str], last: str, indent: int
) -> None:
    """Lines keep their own indentation, whatever the indentation of the class."""
    lines = [first, *others, last]
    printed = python.format_docstring(lines, indent)
    source = f'"""{printed}"""\n' if indent == 0 else f'class A:\n    """{printed}"""\n    b = 1\n'
    assert make_docstring(source) == inspect.cleandoc("\n".join(line.rstrip() for line in lines))


@given(st.lists(TEXTS, min_size=1))
def test_docstring_has_no_invisible_characters(lines: list[str]) -> None:
    """Control characters and other invisible ones are written as escapes."""
    assert all(line.isprintable() for line in python.format_docstring(lines).split("\n"))


# --- Markdown ------------------------------------------------------------------------------------


def find_inline(tokens: list[Token], *blocks: str) -> list[Token]:
    """Return what the expected blocks contain, and check that there is nothing else."""
    assert [token.type for token in tokens if token.type != "inline"] == list(blocks)
    children = [token.children or [] for token in tokens if token.type == "inline"]
    return children[0] if children else []


def read_shown(tokens: list[Token]) -> str:
    """Return the text of tokens that are nothing but text."""
    assert {token.type for token in tokens} <= {"text"}
    return "".join(token.content for token in tokens)


@given(TEXTS)
@example("1. x")
@example(":-:")
@example("a_b_c _d_")
def test_md_at_start_of_line_is_text(text: str) -> None:
    """A string on a line of its own is a paragraph, never a list, heading or table."""
    blocks = ["paragraph_open", "paragraph_close"] if put_on_one_line(text) else []
    assert read_shown(
        find_inline(MARKDOWN.parse(markdown.escape_markdown(text)), *blocks)
    ) == put_on_one_line(text)


@given(TEXTS.filter(put_on_one_line))
@example(":-:")
@example("---")
@example("===")
def test_md_below_a_line_is_text(text: str) -> None:
    """A string on the second line does not turn the first into a heading or a table."""
    tokens = MARKDOWN.parse(f"a\n{markdown.escape_markdown(text)}")
    [first, softbreak, *rest] = find_inline(tokens, "paragraph_open", "paragraph_close")
    assert (first.content, softbreak.type) == ("a", "softbreak")
    assert read_shown(rest) == put_on_one_line(text)


@given(TEXTS.filter(put_on_one_line))
@example("C #")
def test_md_in_heading_is_text(text: str) -> None:
    """A string in a heading ends where the heading ends."""
    tokens = MARKDOWN.parse(f"# Errors of {markdown.escape_markdown(text)}")
    assert (
        read_shown(find_inline(tokens, "heading_open", "heading_close"))
        == f"Errors of {put_on_one_line(text)}"
    )


@given(TEXTS.filter(put_on_one_line))
@example("1. x")
@example("[ ] x")
def test_md_in_list_is_text(text: str) -> None:
    """A string in a list item is one paragraph."""
    item = ("bullet_list", "list_item", "paragraph")
    blocks = [*(f"{kind}_open" for kind in item), *(f"{kind}_close" for kind in reversed(item))]
    tokens = MARKDOWN.parse(f"- {markdown.escape_markdown(text)}")
    assert read_shown(find_inline(tokens, *blocks)) == put_on_one_line(text)


@given(TEXTS.filter(put_on_one_line))
def test_md_in_bold_is_text(text: str) -> None:
    """Emphasis around a string ends where the template ends it."""
    tokens = MARKDOWN.parse(f"**{markdown.escape_markdown(text)}**")
    inner = find_inline(tokens, "paragraph_open", "paragraph_close")
    assert (inner[0].content, inner[1].type, inner[-2].type) == ("", "strong_open", "strong_close")
    assert read_shown([*inner[2:-2], inner[-1]]) == put_on_one_line(text)


@given(TEXTS.filter(put_on_one_line))
def test_md_in_link_is_text(text: str) -> None:
    """A link's text neither ends the link nor begins another."""
    tokens = MARKDOWN.parse(f"[{markdown.escape_markdown(text)}](https://acme.example)")
    inner = find_inline(tokens, "paragraph_open", "paragraph_close")
    opening, *rest, closing = [token for token in inner if token.type != "text" or token.content]
    assert (opening.type, closing.type) == ("link_open", "link_close")
    assert opening.attrs == {"href": "https://acme.example"}
    assert read_shown(rest) == put_on_one_line(text)


@pytest.mark.parametrize(
    "text", ["https://a.example", "HTTP://a.example", "www.a.example", "mailto:a@b.example"]
)
def test_md_of_url_is_not_a_link(text: str) -> None:
    """A URL that GitHub would link automatically stays plain text."""
    assert text not in markdown.escape_markdown(text)
    assert (
        read_shown(MARKDOWN.parseInline(markdown.escape_markdown(text))[0].children or []) == text
    )


@given(TEXTS)
@example("`")
@example("``a`")
@example("|")
def test_code_shows_the_string(text: str) -> None:
    """Inline code shows the string on one line, including backticks."""
    inner = MARKDOWN.parseInline(f"a {markdown.format_code_span(text)} b")[0].children or []
    if not put_on_one_line(text):
        assert markdown.format_code_span(text) == ""
    else:
        assert [token.type for token in inner] == ["text", "code_inline", "text"]
        assert inner[1].content == put_on_one_line(text)


@given(TEXTS)
@example("`a` b")
@example("a `b` `c`, `d")
@example("a ``b`` c")
@example("- `a`")
def test_prose_shows_the_string(text: str) -> None:
    """A string in backticks is code, and nothing else is markup."""
    printed = markdown.format_prose(text)
    inner = MARKDOWN.parseInline(f"a {printed} b")[0].children or []
    assert {token.type for token in inner} <= {"text", "code_inline"}
    shown = "".join(
        f"`{token.content}`" if token.type == "code_inline" else token.content for token in inner
    )
    assert " ".join(shown.split()) == " ".join(f"a {put_on_one_line(text)} b".split())


class Tags(HTMLParser):
    """Collects the tags and the text of a piece of HTML."""

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
def test_attribute_is_the_value_of_an_attribute(text: str) -> None:
    """A tag keeps its one attribute and ends where it should."""
    parser = Tags()
    parser.feed(f"<a id={markdown.format_attribute(text)}>b</a>")
    parser.close()
    assert parser.tags == [("a", [("id", put_on_one_line(text))])]
    assert parser.text == "b"


@given(st.lists(TEXTS.map(format_block_line), min_size=1))
@example(["```", "~~~", "````"])
def test_fence_contains_any_lines(lines: list[str]) -> None:
    """A code block ends where the template ends it."""
    [token] = MARKDOWN.parse(f"{markdown.format_code_block(lines, 'text')}\n")
    body = "\n".join(lines)
    assert (token.type, token.info, token.content) == ("fence", "text", f"{body}\n")


@given(TEXTS)
def test_block_line_is_one_visible_line(text: str) -> None:
    """A line of a code block is unchanged, except for terminal control characters."""
    line = format_block_line(text)
    assert line.isprintable()
    assert len(line) == len(text)
    assert all(was == now for was, now in zip(text, line, strict=True) if was.isprintable())


# A code span in a table cell cannot have anything between a backslash and a `|`.
@given(
    TEXTS.filter(put_on_one_line),
    TEXTS.filter(lambda t: put_on_one_line(t) and "\\|" not in put_on_one_line(t)),
)
@example("a|b", "a|b")
@example("\\|", "|")
@example("---", "---")
def test_cell_keeps_table_together(text: str, code: str) -> None:
    """A cell with text and one with code are two cells, whatever they contain."""
    cells = [
        markdown.escape_cell(markdown.escape_markdown(text)),
        markdown.escape_cell(markdown.format_code_span(code)),
    ]
    table = f"| a | b |\n| --- | --- |\n| {' | '.join(cells)} |\n"
    tokens = MARKDOWN.parse(table)
    assert [token.type for token in tokens].count("td_open") == 2
    [*_, left, right] = [token.children or [] for token in tokens if token.type == "inline"]
    assert read_shown(left) == put_on_one_line(text)
    assert [(token.type, token.content) for token in right] == [
        ("code_inline", put_on_one_line(code))
    ]


ADDRESSES = TEXTS.map(
    lambda text: "https://acme.example/" + "".join(c for c in text if c > " " and not c.isspace())
)


@given(ADDRESSES)
@example("https://acme.example/?a=1&copy;b=2&#40;")
@example("https://acme.example/a)b(c")
@example("https://acme.example/<a>|[b]")
def test_url_is_target_of_one_link(url: str) -> None:
    """A link leads to exactly the URL."""
    printed = f"[a]({markdown.escape_link_target(url)})"
    inner = find_inline(MARKDOWN.parse(printed), "paragraph_open", "paragraph_close")
    assert [token.type for token in inner] == ["link_open", "text", "link_close"]
    assert unquote(str(inner[0].attrs["href"])) == unquote(url)


@given(ADDRESSES)
@example("https://acme.example/?a=1&copy;b=2&#40;")
def test_url_in_angle_brackets_is_one_link(url: str) -> None:
    """A URL that is shown as a link leads to exactly that URL."""
    printed = f"<{markdown.escape_link_target(url)}>"
    inner = find_inline(MARKDOWN.parse(printed), "paragraph_open", "paragraph_close")
    assert [token.type for token in inner] == ["link_open", "text", "link_close"]
    assert unquote(str(inner[0].attrs["href"])) == unquote(url)


# --- comments, TOML ------------------------------------------------------------------------------


@given(TEXTS)
@example("-->")
@example("--!>")
@example("--->")
@example("coding: utf-7")
@example("vim: set fileencoding=latin-1 :")
def test_comment_is_a_comment_everywhere(text: str) -> None:
    """A string in a comment of Python, TOML or HTML cannot end the comment."""
    printed = format_comment(text)
    assert ast.parse(f"# From {printed}\n\xe9 = 1\n".encode()).body[0].lineno == 2
    assert tomllib.loads(f"# From {printed}\na = 1\n") == {"a": 1}
    tokens = MARKDOWN.parse(f"<!-- From {printed} -->\n\na\n")
    assert [token.type for token in tokens][:2] == ["html_block", "paragraph_open"]
    assert tokens[0].content.count("-->") == 1


@given(st.text("abc/._- \xe9").filter(lambda text: "--" not in text))
def test_comment_shows_the_path_of_a_file(text: str) -> None:
    """File names are shown unchanged."""
    assert format_comment(text) == put_on_one_line(text)


@given(TEXTS)
@example("\x7f\x85\u2028")
def test_toml_of_string_is_that_string(text: str) -> None:
    """TOML reads the value as the string."""
    printed = python.format_toml(text)
    assert tomllib.loads(f"a = {printed}") == {"a": text}
    assert printed.isprintable()


# --- all -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", markdown.FILTERS)
def test_filter_is_documented(name: str) -> None:
    """Each filter documents what it prints."""
    assert (markdown.FILTERS[name].__doc__ or "").strip()
