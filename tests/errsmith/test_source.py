"""From the bytes of a TOML file to its values and their places."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from errsmith.lint.report.text import render
from errsmith.registry import source
from errsmith.registry.diagnostics import Diagnostic, Finding, KeyPath, Of, Related, Rule, Span
from errsmith.registry.model import ProviderFile
from errsmith.registry.source import Document, load_document
from errsmith.registry.structure import structure

RULE = Rule("R999", "test", "A rule of this test.")

TOML = """\
title = "é😀" # 署名
"a.b" . 'c' . d = { x = 1, y.z = [1, { "q\\u0041" = 2 }] }

[errors."0.0.1"]
status = [
  404, # not found
  "5xx",
]

[groups.auth.retry]
documented = "never"

[groups]
plain.kind = "conflict"

[[envelopes]]
id = "one"
fields.detail = { role = "message" }
fields.time.type = "string"

[[envelopes]]
id = \"""
two\"""

[envelopes.when]
status = 200
"""

GOOD = """\
[provider]
title = "Acme"
class = "AcmeError"

[sources.errors]
url = "https://acme.example/errors"
retrieved = 2026-11-21
"""


def write_document(text: str) -> Document:
    return Document("x.toml", text, tomllib.loads(text))


def cut_span(text: str, span: Span) -> str:
    """Return the part of a file that a span covers, without the code under test."""
    lines = text.split("\n")[span.start.line - 1 : span.end.line]
    lines[-1] = lines[-1][: span.end.column - 1]
    lines[0] = lines[0][span.start.column - 1 :]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("at", "of", "expected"),
    [
        (("title",), "key", "title"),
        (("title",), "value", '"é😀"'),
        (("a.b",), "key", '"a.b"'),
        (("a.b", "c"), "key", "'c'"),
        (("a.b", "c", "d"), "value", '{ x = 1, y.z = [1, { "q\\u0041" = 2 }] }'),
        (("a.b", "c", "d"), "table", "d"),
        (("a.b", "c", "d", "y"), "key", "y"),
        (("a.b", "c", "d", "y", "z", 1), "value", '{ "q\\u0041" = 2 }'),
        (("a.b", "c", "d", "y", "z", 1, "qA"), "key", '"q\\u0041"'),
        (("errors",), "key", "errors"),
        (("errors", "0.0.1"), "key", '"0.0.1"'),
        (("errors", "0.0.1"), "table", '[errors."0.0.1"]'),
        (("errors", "0.0.1"), "value", '[errors."0.0.1"]'),
        (("errors", "0.0.1", "status"), "value", '[\n  404, # not found\n  "5xx",\n]'),
        (("errors", "0.0.1", "status", 1), "value", '"5xx"'),
        (("groups",), "table", "[groups]"),
        (("groups",), "key", "groups"),
        (("groups", "auth"), "table", "auth"),
        (("groups", "auth", "retry"), "table", "[groups.auth.retry]"),
        (("groups", "plain"), "table", "plain"),
        (("groups", "plain", "kind"), "value", '"conflict"'),
        (("envelopes",), "key", "envelopes"),
        (("envelopes", 0), "table", "[[envelopes]]"),
        (("envelopes", 0, "fields"), "table", "fields"),
        (("envelopes", 0, "fields", "detail"), "key", "detail"),
        (("envelopes", 0, "fields", "time", "type"), "value", '"string"'),
        (("envelopes", 1, "id"), "value", '"""\ntwo"""'),
        (("envelopes", 1, "when"), "table", "[envelopes.when]"),
        (("envelopes", 1, "when", "status"), "value", "200"),
        # A missing key is shown at the nearest table that exists.
        (("errors", "0.0.1", "summary"), "value", '[errors."0.0.1"]'),
        (("errors", "0.0.1", "retry", "delay"), "key", '[errors."0.0.1"]'),
        (("groups", "auth", "fix"), "value", "auth"),
        (("envelopes", 0, "fields", "detail", "log"), "value", "detail"),
        (("envelopes", 1, "code"), "value", "[[envelopes]]"),
        (("title", "x"), "value", "title"),
        (("errors", "0.0.1", "status", 7), "value", "status"),
        (("nothing", "at", "all"), "key", ""),
        ((), "table", ""),
    ],
)
def test_span_of_every_construct(at: KeyPath, of: Of, expected: str) -> None:
    """Keys, values and headers are found in any notation."""
    span = write_document(TOML).find_span(at, of)
    assert cut_span(TOML, span) == expected


def test_span_of_list_item_is_of_its_own_table() -> None:
    """Items of `[[envelopes]]` are told apart."""
    toml = write_document(TOML)
    first, second = (toml.find_span(("envelopes", i), "table").start.line for i in (0, 1))
    assert (first, second) == (16, 21)


def test_span_counts_characters_and_not_bytes() -> None:
    """Columns count characters as editors do, not bytes of UTF-8."""
    text = 'a = { "é😀" = "署", b = 1 }\r\nc = 2\r\n'
    toml = write_document(text)
    assert toml.find_span(("a", "b"), "value").start.column == 23
    assert toml.find_span(("c",), "value").start.line == 2


def test_locate_returns_header_and_related_places() -> None:
    """A finding becomes a diagnostic with all its places."""
    finding = Finding(
        ("envelopes", 1, "when", "status"),
        "value",
        "m",
        "h",
        related=(Related(("title",), "key", "r"),),
        rule=RULE,
    )
    diagnostic = write_document(TOML).locate(finding)
    assert (diagnostic.rule, diagnostic.message, diagnostic.help) == (RULE, "m", "h")
    assert diagnostic.at == finding.at
    assert cut_span(TOML, diagnostic.span) == "200"
    assert diagnostic.header is not None
    assert cut_span(TOML, diagnostic.header) == "[envelopes.when]"
    (label,) = diagnostic.related
    assert (cut_span(TOML, label.span), label.message) == ("title", "r")


def test_diagnostics_sort_by_place_then_rule() -> None:
    """Reports are ordered by file, then by place."""
    toml = write_document("a = 1\nb = 2\n")
    other = Rule("R001", "other", "Another rule.")
    b, a, a_other = (
        toml.locate(Finding((key,), "value", "m", rule=rule))
        for rule, key in ((RULE, "b"), (RULE, "a"), (other, "a"))
    )
    assert sorted([b, a, a_other]) == [a_other, a, b]


# Reading


def load_bytes(tmp_path: Path, data: bytes) -> tuple[Document, list[Diagnostic]]:
    path = tmp_path / "x.toml"
    path.write_bytes(data)
    return load_document(path)


def test_load_good_file_gives_values_without_tree_sitter(tmp_path: Path) -> None:
    """A registry without findings does not pay for locating them."""
    program = (
        "import sys, pathlib\n"
        "from errsmith.registry import model, source, structure\n"
        "from errsmith.lint.report import text\n"
        "document, found = source.load_document(pathlib.Path(sys.argv[1]))\n"
        "structure.structure(document, model.ProviderFile)\n"
        "assert document.values and not found\n"
        "print(sorted({'rich', 'tree_sitter', 'tree_sitter_toml'} & set(sys.modules)))\n"
    )
    path = tmp_path / "x.toml"
    path.write_text(GOOD)
    command = [sys.executable, "-c", program, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_load_shows_path_from_current_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Paths are relative if they are below the current directory, and as given otherwise."""
    (tmp_path / "registry" / "providers").mkdir(parents=True)
    path = tmp_path / "registry" / "providers" / "acme.toml"
    path.write_text("a = 1\n")
    monkeypatch.chdir(tmp_path)
    assert load_document(path)[0].path == "registry/providers/acme.toml"
    assert load_document(path.relative_to(tmp_path))[0].path == "registry/providers/acme.toml"
    monkeypatch.chdir(tmp_path / "registry" / "providers")
    assert load_document(Path("acme.toml"))[0].path == "acme.toml"
    monkeypatch.chdir("/")
    assert load_document(path)[0].path == path.relative_to("/").as_posix()


def test_load_with_byte_order_mark_still_gives_values(tmp_path: Path) -> None:
    """All other problems of the file are reported in the same run."""
    document, found = load_bytes(tmp_path, b"\xef\xbb\xbfa = 1\n")
    assert document.values == {"a": 1}
    assert [diagnostic.rule for diagnostic in found] == [source.BYTE_ORDER_MARK]


def test_load_with_an_impossible_file_name(tmp_path: Path) -> None:
    """A name that no file can have is a finding too."""
    for path in (tmp_path / "a\0b", tmp_path / ("a" * 5000)):
        document, (found,) = load_document(path)
        assert document.values is None
        assert found.rule == source.UNREADABLE_FILE


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_load_with_backslash_at_end_of_line_is_located(tmp_path: Path, end: str) -> None:
    """The finding is on the line of the backslash, which escapes nothing in a one-line string."""
    text = f'a = 1{end}b = "c\\{end}d"{end}'
    _, (found,) = load_bytes(tmp_path, text.encode())
    assert found.rule == source.SYNTAX_ERROR
    assert (found.span.start.line, found.span.start.column) == (2, 7)
    assert cut_span(text, found.span) == "\\"


def test_load_accepts_what_toml_allows(tmp_path: Path) -> None:
    """CRLF, a last line without an end and the largest integers are accepted."""
    text = b"a = 9223372036854775807\r\nb = -9223372036854775808\r\nc = 0xff"
    document, found = load_bytes(tmp_path, text)
    assert document.values == {"a": 2**63 - 1, "b": -(2**63), "c": 255}
    assert not found


@pytest.mark.parametrize(
    "text",
    [
        "a = 1\na = 2",
        "[a]\n[a]",
        "[a]\nb = 1\n[a]\nc = 1",
        "a.b = 1\n[a]",
        "[[a]]\n[a]",
        "[a]\n[[a]]",
        "[a.b]\n[[a]]",
        "a = { b = 1 }\n[a.c]",
        "a = { b = 1 }\na.c = 1",
        "a = { b = 1, b = 2 }",
        "a = [{ b = 1, b = 2 }]",
        "a = [{ b = 1 }]\n[[a]]",
        "[a.b]\n[a]\nb.c = 1",
        "[a]\nb.c = 1\n[a.b]",
        "a.b.c = 1\na.b = 2",
        "a.b = 1\na.b.c = 2",
        '[a]\n["a"]',
        '"\\u0061" = 1\na = 1',
        # A later syntax error does not hide the places.
        "a = 1\na = 2\nb = [",
        "[a]\n[ a ]\nb = \n[c]",
    ],
)
def test_load_repeated_key_shows_both_places(tmp_path: Path, text: str) -> None:
    """Anything that TOML forbids repeating is shown at both places, in the order of the file."""
    _, (found,) = load_bytes(tmp_path, text.encode())
    assert found.rule == source.REPEATED_KEY
    (first,) = found.related
    assert first.span.start < found.span.start
    assert cut_span(text, first.span)
    assert cut_span(text, found.span)


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 100_000, "a = " + "{a=" * 100_000, "a = [" + "[{a=" * 3000 + "1"]
)
def test_load_deep_nesting_is_a_finding(tmp_path: Path, text: str) -> None:
    """Neither Python nor tree-sitter overflows its stack."""
    document, (found,) = load_bytes(tmp_path, text.encode())
    assert document.values is None
    assert found.rule == source.DEEP_NESTING


# Properties

KEYS = st.sampled_from(["a", "b", "a.b", "é", '"', "'", "]", "#"]) | st.text(max_size=4)
SCALARS = st.one_of(
    st.text(max_size=10),
    st.sampled_from(["\n", '"""', "'''", "# x", "[a]", "😀 署\n名"]),
    st.integers(-(2**63), 2**63 - 1),
    st.booleans(),
    st.floats(allow_nan=False),
    st.dates(),
    st.datetimes(),
    st.times(),
)


def draw_dictionaries(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(KEYS, values, max_size=4)


TABLES = draw_dictionaries(
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=3) | draw_dictionaries(inner),
        max_leaves=12,
    )
)


class Writer:
    """Writes a table in any notation that TOML has for it."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def pick(self, *ways: str) -> str:
        return self.draw(st.sampled_from(ways))

    def inline(self, value: object) -> str:
        if isinstance(value, dict):
            pairs = (f"{write_key(name)} = {self.inline(v)}" for name, v in value.items())
            return f"{{ {', '.join(pairs)} }}"
        if isinstance(value, list):
            separator = self.pick(", ", " , # é\n  ")
            return f"[{separator.join(map(self.inline, value))}]"
        if isinstance(value, str) and self.pick("short", "long") == "long":
            return tomlkit.string(value, multiline=True).as_string()
        return tomlkit.item(value).as_string()

    def pairs(self, table: dict[str, Any]) -> list[str]:
        lines = []
        for name, value in table.items():
            if isinstance(value, dict) and value and self.pick("inline", "dotted") == "dotted":
                lines += [
                    f"{write_key(name)} . {write_key(k)} = {self.inline(v)}"
                    for k, v in value.items()
                ]
            else:
                lines.append(f"{self.pick('', '  ')}{write_key(name)} = {self.inline(value)}")
        return lines

    def body(self, table: dict[str, Any], path: tuple[str, ...] = ()) -> list[str]:
        headed = {
            name: [value] if isinstance(value, dict) else value
            for name, value in table.items()
            if is_headed(value) and self.pick("inline", "header") == "header"
        }
        lines = self.pairs({k: v for k, v in table.items() if k not in headed})
        for name, tables in headed.items():
            here = ".".join(map(write_key, (*path, name)))
            header = f"[{here}] # é" if isinstance(table[name], dict) else f"[[{here}]]"
            for item in tables:
                lines += [header, *self.body(item, (*path, name))]
        return lines


def write_key(name: str) -> str:
    return tomlkit.key(name).as_string()


def is_headed(value: object) -> bool:
    tables = value if isinstance(value, list) else [value]
    return bool(tables) and all(isinstance(table, dict) for table in tables)


@st.composite
def draw_tables(draw: st.DrawFn) -> str:
    """Draw a table in any notation that TOML has for it."""
    return "\n".join(Writer(draw).body(draw(TABLES)))


def list_paths(value: object, at: KeyPath = ()) -> list[tuple[KeyPath, object]]:
    """Return every key path with its value."""
    inner: list[tuple[Any, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [
        (at, value),
        *(found for part, item in inner for found in list_paths(item, (*at, part))),
    ]


def read_header_keys(text: str) -> list[str]:
    """Read the keys of a header with tomllib alone."""
    keys, table = [], tomllib.loads(text)
    while table:
        ((key, inner),) = table.items()
        keys.append(key)
        table = inner[0] if isinstance(inner, list) else inner
    return keys


def is_read_as(text: str, value: object, at: KeyPath) -> bool:
    """Return whether a string is that value, or the header or key above it."""
    with suppress(tomllib.TOMLDecodeError):
        if tomllib.loads(f"x = {text}") == {"x": value}:
            return True
    if not isinstance(value, dict | list):
        return False
    keys = read_header_keys(text if text.startswith("[") else f"[{text}]")
    return keys == [part for part in at if isinstance(part, str)][-len(keys) :]


@settings(deadline=None)
@given(draw_tables() | TABLES.map(tomlkit.dumps))
def test_span_of_any_value_is_its_text(text: str) -> None:
    """In any notation, exactly the key or value in question is underlined."""
    toml = write_document(text)
    for at, value in list_paths(toml.values)[1:]:
        assert is_read_as(cut_span(text, toml.find_span(at, "value")), value, at)
        if isinstance(at[-1], str):
            assert read_header_keys(f"[{cut_span(text, toml.find_span(at, 'key'))}]") == [at[-1]]


TOKENS = b'[ ] { } = . , " \' """ \\ # a b 1 1e9 true 2026-11-21 \xc3\xa9 \xff \0'.split(b" ")
LINES = [b"\n", b"\r", b" ", b"[provider]\n", b"[[envelopes]]\n", b"status = [404]\n"]
NOISE = st.lists(
    st.sampled_from(TOKENS + LINES),
    max_size=40,
).map(b"".join)


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=60) | NOISE | draw_tables().map(str.encode))
def test_load_and_structure_never_raise(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    """Any bytes give either values or a finding."""
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(data)
    toml, found = load_document(path)
    provider, misfits = structure(toml, ProviderFile)
    assert (toml.values is None) <= bool(found)
    assert (provider is None) <= bool(found or misfits)
    report = render([*found, *misfits], {toml.path: toml.text})
    assert all(line.isprintable() for line in report.split("\n"))


def test_broken_link(tmp_path: Path) -> None:
    """A broken link is reported as one, since the folder lists a file of that name."""
    (tmp_path / "acme.toml").symlink_to(tmp_path / "gone.toml")
    _, [finding] = load_document(tmp_path / "acme.toml", tmp_path)
    assert finding.message == "found a broken link, expected a TOML file"
    _, [finding] = load_document(tmp_path / "none.toml", tmp_path)
    assert finding.message == "found no file, expected a TOML file"
