"""Pages in any format, as they were fetched or saved."""

from __future__ import annotations

import codecs
import gzip
from collections.abc import Callable

import pytest

from errsmith.drift.errors import UnusablePageError
from errsmith.drift.pages.data import read_json, read_yaml
from errsmith.drift.pages.decoding import LARGEST, decode_page
from errsmith.drift.pages.forms import find_form
from errsmith.drift.pages.html import read_html
from errsmith.drift.pages.page import Form, Page
from errsmith.drift.pages.reading import read_page
from errsmith.drift.pages.restructured import read_restructured
from tests.drift.growth import grows_linearly
from tests.drift.shown import show


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the page is empty"),
        (b" \r\n\t", "the page has only blank lines"),
        (codecs.BOM_UTF8 + b"\n", "the page has only blank lines"),
        (b"x" * (LARGEST + 1), "the page is larger than 10 MiB"),
        (b"A_1\0", "the page has NUL bytes, so it is not text"),
        (b"\x01\x02A\x03", "the page is mostly control characters, not text"),
        (b"%PDF-1.7", "the page is a PDF document, not text"),
        (b"PK\x03\x04", "the page is a ZIP archive or an Office document, not text"),
        (b"\x89PNG\r\n", "the page is an image, not text"),
        (gzip.compress(b"A_1"), "the page is compressed with gzip, not text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_unusable_page(data: bytes, reason: str) -> None:
    """A page that is not text is refused with a reason and a hint."""
    with pytest.raises(UnusablePageError) as raised:
        read_page(data)
    assert raised.value.reason == reason
    assert raised.value.hint


TEXT = "A_1 äöü € is wrong\n"


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (TEXT.encode(), None),
        (TEXT.encode(), "text/html; charset=iso-8859-1"),
        (TEXT.encode(), "text/html; charset=utf-16"),
        (codecs.BOM_UTF8 + TEXT.encode(), "text/plain"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), None),
        (codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), None),
        (TEXT.encode("utf-16-le"), None),
        (TEXT.encode("utf-16-be"), None),
        (TEXT.encode("cp1252"), None),
        (TEXT.encode("cp1252"), "text/plain; charset=ISO-8859-1"),
        (TEXT.encode("cp1252"), 'text/plain; charset="utf-7"'),
        (TEXT.encode("cp1252"), "text/plain; charset=nonsense"),
        (TEXT.encode("gb18030"), "text/plain; charset=GB18030"),
    ],
)
def test_encoding(data: bytes, content_type: str | None) -> None:
    """The bytes decide before the content type does, and that before a guess."""
    assert decode_page(data, content_type) == TEXT


@pytest.mark.parametrize("encoding", ["utf-16", "hex", "punycode", "big5", "ascii", "x" * 50])
def test_wrong_encoding(encoding: str) -> None:
    """A wrong encoding costs no code, since codes are ASCII."""
    data = b"<meta charset='" + encoding.encode() + b"'><p>A_1 \xe4 A_2"
    text = decode_page(data)
    assert "A_1 " in text
    assert "A_2" in text


def test_page_cut_inside_a_character() -> None:
    """A page that ends in the middle of a character keeps all others."""
    assert decode_page("A ä €".encode()[:-1]) == "A ä \ufffd"


def test_meta_charset() -> None:
    """The page itself can name its encoding."""
    data = '<meta charset="windows-1251"><p>ошибка A_1'.encode("cp1251")
    assert show(read_page(data)) == ["1 ошибка A_1"]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_line_breaks(line_break: str) -> None:
    """Lines are the same whatever ends them, and other separators end none."""
    text = line_break.join(["<p>A\u2028B", "<p>C\x85D", "", "<p>E\fF"])
    assert show(read_page(text.encode())) == ["1 A B", "2 C D", "4 E F"]


MARKDOWN = "# Errors\n\n| Code | Status |\n|------|--------|\n| A_1  | 400    |\n"
PYTHON = 'import enum\n\n# Errors\n\n\nclass Code(enum.Enum):\n    A_1 = "a_1"\n    A_2 = "a_2"\n'
FORMS: list[tuple[str, str, str | None, Form]] = [
    ("<!doctype html><p>A", "", None, "html"),
    ("<!-- x -->\n<html><p># A", "errors.md", None, "html"),
    ("<?xml version='1.0'?><html>", "", None, "html"),
    ("<h1>Errors</h1>\n<ul><li>A_1</ul>", "", None, "html"),
    ("A_1 <b>x</b>", "", "text/html; charset=utf-8", "html"),
    (MARKDOWN, "", "text/html", "markdown"),
    (MARKDOWN, "", None, "markdown"),
    ("<h1>A</h1><br>\n", "errors.md?raw=1#x", None, "markdown"),
    ("# Errors\n\n<table><tr><td>A_1</td></tr></table>\n", "", None, "markdown"),
    ("---\ntitle: Errors\n---\n\nA_1 is wrong\n", "", None, "markdown"),
    ("[A](https://a.example) and [B](/b)\n", "", None, "markdown"),
    ("```json\n{}\n```\n", "", None, "markdown"),
    ('// All errors.\n{\n  // keys\n  "A_1": {}\n}\n', "errors.jsonc", None, "json"),
    ('/* All * errors */ [{"code": 1}]', "", None, "json"),
    ("A_1 is wrong\n", "errors.adoc", None, "asciidoc"),
    ("= Errors\n\n|===\n|Code |Text\n|===\n", "", None, "asciidoc"),
    ("= Errors\n\n== Codes\n\nA_1 is wrong\n", "errors.txt", None, "asciidoc"),
    ("# Errors\n\n|===\n", "", None, "markdown"),
    ("A_1 is wrong\n", "Errors.wiki", None, "mediawiki"),
    ("<pre>\nA\n</pre>\n==Errors==\n{|\n|-\n| A_1\n|}\n=== More ===\n", "", None, "mediawiki"),
    ('{"code": "A_1"}', "", None, "json"),
    ('{"code": "A_1"', "errors.html", None, "json"),
    ('[\n{"code": "A_1"}]', "", None, "json"),
    ("[1, 2]", "", None, "json"),
    ("[A_1] is wrong", "errors.json", None, "text"),
    ("a:\n  b: 1\n  c: 2\n", "", None, "yaml"),
    ("- code: A_1\n  status: 400\n- code: A_2\n  status: 404\n", "", None, "yaml"),
    ("openapi: 3.1.0\ninfo: {title: A}\n", "", None, "yaml"),
    ("a: 1\nb: [\n", "errors.yml", None, "yaml"),
    ("a: 1\n", "", "application/yaml", "yaml"),
    ("Only prose\n", "errors.yaml", None, "text"),
    ("Code: A_1\nHTTP Status: 400\n\nCode: A_2\nHTTP Status: 404\n", "", None, "text"),
    ("Note: this is a list of\n- errors: A_1\n- other things\n", "", None, "text"),
    (".. list-table::\n\n   * - A_1\n     - 400\n", "", None, "rst"),
    ("Errors\n======\n\n====  ===\nCode  A\n====  ===\nA_1   B\n====  ===\n", "", None, "rst"),
    ("Errors\n======\n\nA_1\n", "errors.rst", None, "rst"),
    (PYTHON, "", None, "source"),
    (PYTHON, "errors.py", None, "source"),
    ("export enum Code {\n  A_1 = 'a_1',\n}\n", "", None, "source"),
    ("enum Code {\n  A_1 = 1;\n}\n", "errors.proto", "text/plain", "source"),
    ("<?php\nconst A_1 = 1;\n", "", None, "source"),
    ("Errors\n\nA_1\nThe request is wrong.\n", "", None, "text"),
    ("Code | Status\n---|---\nA_1 | 400\n", "errors.txt", None, "text"),
    ("You can enum all of them.\n", "", None, "text"),
]


@pytest.mark.parametrize(("text", "name", "content_type", "form"), FORMS)
def test_form(text: str, name: str, content_type: str | None, form: Form) -> None:
    """The content decides what a page is; its name and type are only hints."""
    assert find_form(text, name, content_type) == form


@pytest.mark.parametrize(("text", "name", "content_type", "form"), FORMS)
def test_page_cut_anywhere(text: str, name: str, content_type: str | None, form: Form) -> None:
    """A part of a page is read as some format, or refused."""
    data = text.encode()
    for end in range(1, len(data)):
        read_page(data[:end], name=name, content_type=content_type)
    page = read_page(data, name=name, content_type=content_type)
    assert page.form in {form, "openapi"}


HOSTILE: dict[Callable[[str], object], tuple[str, ...]] = {
    read_html: (
        *("<div>", "<td>", "<table><tr><td>", "<ul><li>", "<dl><dd>", "<b>", "<p>", "</p>", "<h1>"),
        *("<pre>", "<!--", "<!--x-->", "<![CDATA[", "<?", "<a b='", '<a b="', "<a b=c ", "<"),
        *("</a ", "<script>", "<title>", "<details>", "<aside>", "<x-y title=z>", "&#9"),
        *("<td colspan=999>x", "<tr><td rowspan=0>x", "\n", " "),
    ),
    read_json: ("[", "{", '{"a":', '"', "[1,", "/*", "//", "\\", "\n", "a ", "]", "}", ":", ","),
    read_yaml: (
        "[",
        "{",
        "{a: ",
        "a: ",
        "- ",
        "? ",
        "&a ",
        "!!x ",
        "- a\n",
        "a: b\n",
        "a: [\n",
        "\n",
    ),
    read_restructured: (
        *("`", "``", "``a ", ":a:`", "*a", "**", "\\", ":a: b\n", "+--", "+--+\n", "==  ==\n"),
        *("| a\n", "a::\n\n", ".. a::\n", ".. |a", ".. [", "a\n b\n", "* - a\n", "a\n===\n"),
        *("   * - a\n     - b\n", "(a) ", "- ", "\n", " ", " \n"),
    ),
    find_form: (
        "[",
        "<",
        "<!--",
        "`",
        "- [",
        "|a",
        "# a\n",
        "\n",
        " ",
        "a: b\n",
        "---\n",
        "const ",
        "**a",
    ),
}


@pytest.mark.parametrize(
    ("read", "part"),
    [(read, part) for read, parts in HOSTILE.items() for part in parts],
)
def test_time_grows_with_the_page(read: Callable[[str], object], part: str) -> None:
    """A page four times as long takes some four times as long, whatever is in it."""
    assert grows_linearly(lambda count: read(part * count), 500, 2_000, most=2)


@pytest.mark.parametrize(
    ("read", "part"),
    [
        (read_html, "<div>"),
        (read_html, "<table><td>"),
        (read_html, "<ul><li>"),
        (read_json, '[{"a":'),
        (read_yaml, "["),
        (read_yaml, "- "),
        (read_restructured, "- "),
    ],
)
def test_deep_page(read: Callable[[str], Page], part: str) -> None:
    """Whatever is nested too deeply counts as less deep, or is left out."""
    assert read(part * 5_000).lines == 1


def test_deep_indentation() -> None:
    """Lists can be nested over lines, too."""
    text = "\n".join(" " * depth + "- a" for depth in range(300))
    assert len(read_restructured(text).blocks) == 300
    assert read_yaml(text).lines == 300
