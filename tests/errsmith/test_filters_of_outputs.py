"""The filters of added outputs: any string stays a cell, a string, a comment or an identifier."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errsmith.targets.custom.filters import (
    format_camel,
    format_cell,
    format_json,
    format_line_comment,
    format_pascal,
    format_quoted,
    format_upper_snake,
)
from tests.errsmith.go_source import read_string

MARKS = st.sampled_from(
    [
        *"\"\\'`u0an/*?%>:=+-@;,{}$# \t\r\n\b\f\v\0\x1b\x7f\x85\xa0\u2028\u2029\u202e",
        *"\ufeff\ufffe\uffff\ue000\u0301\uff1d\U0001f600\U000e0001\U0010ffff",
        *("\\u000a", "\\u0022", "\\\n", "??/", "?>", "%>", "coding: x", "\r\n"),
    ]
)
"""Characters and strings that end something in some language."""
TEXTS = st.text() | st.lists(MARKS).map("".join)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
)


def read_row(cells: str) -> list[str]:
    """Return the cells of a table that must have a single row."""
    (row,) = csv.reader(io.StringIO(cells, newline=""), strict=True)
    return row


# --- csv -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, '""'),
        ("", '""'),
        ('say "no"', '"say ""no"""'),
        (401, '"401"'),
        (-1.5, '"-1.5"'),
        (True, '"true"'),
        ((401, "4xx"), '"401\n4xx"'),
        ((), '""'),
        ({"en": "a", "sv": "b"}, '"en: a\nsv: b"'),
        ("=1+1", '"\'=1+1"'),
        ("a;=1", '"a;\'=1"'),
        (("a", "=1"), '"a\n\'=1"'),
        ("a \r\n b ", '"a\n b "'),
        ("a\0b", '"a\ufffdb"'),
    ],
)
def test_cell(value: object, cell: str) -> None:
    """A cell is quoted, a list has an item per line, and a formula gets an apostrophe."""
    assert format_cell(value) == cell


@given(st.lists(TEXTS, min_size=1))
def test_row_of_any_strings(texts: list[str]) -> None:
    """A reader of CSV gets each string, apart from apostrophes, NULs and blanks before lines."""
    row = read_row(",".join(map(format_cell, texts)))
    for text, cell in zip(texts, row, strict=True):
        assert normalize(cell) == normalize(text)


def normalize(text: str) -> str:
    """Return text without what the filter may change."""
    lines = text.replace("'", "").replace("\0", "\ufffd").split("\n")
    return "\n".join([*(line.rstrip(" \t\r\v\f") for line in lines[:-1]), lines[-1]])


@given(TEXTS)
def test_cell_is_not_a_formula(text: str) -> None:
    """Neither a cell nor a part of it begins like a formula, unless it is a number."""
    (cell,) = read_row(format_cell(text))
    if not re.fullmatch(r"[-+]?[0-9]+(\.[0-9]+)?", cell):
        for part in re.split(r"[;\t\r\n]", cell):
            assert not part.lstrip('"').startswith((*"=+-@\uff0b\uff0d\uff1d\uff20",))


@given(st.lists(TEXTS))
def test_cell_survives_tidying(texts: list[str]) -> None:
    """No line of a cell but the last ends with a blank, which errsmith would remove."""
    *lines, _ = format_cell(texts).split("\n")
    assert all(line == line.rstrip(" \t\r\v\f") for line in lines)


# --- json, quoted --------------------------------------------------------------------------------


@given(st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner)))
def test_json_of_any_value(value: object) -> None:
    """JSON has the same value, on one line of visible characters."""
    printed = format_json(value)
    assert printed.isprintable()
    assert json.loads(printed) == value


def test_json_of_a_tuple() -> None:
    """The lists of views are tuples."""
    assert format_json((401, "4xx")) == '[401, "4xx"]'
    with pytest.raises(ValueError, match="not JSON compliant"):
        format_json(float("nan"))


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ('a"b\\', r'"a\"b\\"'),
        ("\n\r\t\b\f\v\0\x7f\x85", r'"\n\r\t\b\f\u000b\u0000\u007f\u0085"'),
        ("\u2028\u202e\ufeff\uffff", r'"\u2028\u202e\ufeff\uffff"'),
        ("é 署 \U0001f600", '"é 署 \U0001f600"'),
        ("\\u000a", r'"\\u000a"'),
        ("${x} $x #{x}", '"${x} $x #{x}"'),
    ],
)
def test_quoted(text: str, literal: str) -> None:
    """Escapes are those that Go, Java, C#, JavaScript and TypeScript share."""
    assert format_quoted(text) == literal


def test_quoted_number() -> None:
    """Statuses can be integers."""
    assert format_quoted(401) == '"401"'


@given(TEXTS)
def test_quoted_string_is_valid(text: str) -> None:
    """The literal has the same value in Go and JSON, and no invisible character up to U+FFFF."""
    literal = format_quoted(text)
    assert read_string(literal) == json.loads(literal) == text
    assert all(c.isprintable() or c > "\uffff" for c in literal)
    # Java replaces Unicode escapes before it looks for the end of the string.
    assert not re.search(r"(?<!\\)(?:\\\\)*\\u(?:000a|000d|0022|005c)", literal)


@pytest.mark.parametrize("text", ["\ud800", "a\udfff"])
def test_quoted_lone_surrogate(text: str) -> None:
    """Go has no literal for half a character."""
    with pytest.raises(ValueError, match="lone surrogate"):
        format_quoted(text)


# --- line_comment --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "comment"),
    [
        ("It failed.", "// It failed."),
        ("", "//"),
        (" a\n\tb ", "// a b"),
        ("a\x85b\u2028c\u2029d\x1ce\vf\fg\rh", "// a b c d e f g h"),
        ("a\u202eb\0", "// a\ufffdb\ufffd"),
        ("\\u000aSystem.exit(0);", "// \uff3cu000aSystem.exit(0);"),
        ("a\\", "// a\uff3c"),
        ("a??/", "// a?? /"),
        ("<?php ?> <% %>", "// <?php ? > <% % >"),
        ("*/ x", "// */ x"),
        ("coding: latin-1", "// coding : latin-1"),
    ],
)
def test_line_comment(text: str, comment: str) -> None:
    """The text stays on the line of its comment."""
    assert format_line_comment(text, "//") == comment
    assert format_line_comment(text, "#") == f"#{comment[2:]}"


@given(TEXTS)
def test_line_comment_of_any_string(text: str) -> None:
    """Nothing in a comment can end it: no line separator, control character or backslash."""
    comment = format_line_comment(text, "//")
    assert comment.startswith("//")
    assert len(comment.splitlines()) == 1
    assert not {"Zl", "Zp", "Cc", "Cf", "Cs"} & set(map(unicodedata.category, comment))
    for ending in ("\\", "?>", "%>", "??/"):
        assert ending not in comment
    assert comment == comment.rstrip()


# --- identifiers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "pascal", "camel", "upper_snake"),
    [
        ("SIG-BB607", "SigBb607", "sigBb607", "SIG_BB607"),
        ("invalid_grant", "InvalidGrant", "invalidGrant", "INVALID_GRANT"),
        ("invalidGrant", "InvalidGrant", "invalidGrant", "INVALID_GRANT"),
        ("HTTPError", "HttpError", "httpError", "HTTP_ERROR"),
        ("X509Cert", "X509Cert", "x509Cert", "X509_CERT"),
        ("471", "Code471", "code471", "CODE_471"),
        ("4-xx", "Code4Xx", "code4Xx", "CODE_4_XX"),
        ("0.0.1", "Code001", "code001", "CODE_0_0_1"),
        ("_a__b_", "AB", "aB", "A_B"),
        ("Zugriff für alle", "ZugriffFRAlle", "zugriffFRAlle", "ZUGRIFF_F_R_ALLE"),
        ("type", "Type", "type", "TYPE"),
    ],
)
def test_identifiers(text: str, pascal: str, camel: str, upper_snake: str) -> None:
    """Words are split at marks and before upper-case letters."""
    assert format_pascal(text) == pascal
    assert format_camel(text) == camel
    assert format_upper_snake(text) == upper_snake


@pytest.mark.parametrize("text", ["", "-", "署名", "é"])
def test_string_without_identifier(text: str) -> None:
    """A string without ASCII letters and digits has no identifier, instead of an empty one."""
    for filter_ in (format_pascal, format_camel, format_upper_snake):
        with pytest.raises(ValueError, match="expected an ASCII letter or digit"):
            filter_(text)


@given(TEXTS.filter(lambda text: re.search("[A-Za-z0-9]", text)))
def test_identifier_of_any_string(text: str) -> None:
    """An identifier has ASCII letters and digits, and begins with a letter."""
    assert re.fullmatch(r"[A-Z][A-Za-z0-9]*", format_pascal(text))
    assert re.fullmatch(r"[a-z][A-Za-z0-9]*", format_camel(text))
    assert re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", format_upper_snake(text))


@pytest.mark.parametrize("value", [None, [], {}, object()])
def test_value_of_another_type(value: Any) -> None:
    """A fact that is not documented is None, which is not a string."""
    for filter_ in (format_quoted, format_pascal, format_camel, format_upper_snake):
        with pytest.raises(TypeError, match="expected a string or a number"):
            filter_(value)
    with pytest.raises(TypeError, match="expected a string or a number"):
        format_line_comment(value, "//")
