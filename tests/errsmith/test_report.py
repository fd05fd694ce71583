"""Diagnostics as text, workflow commands and JSON."""

from __future__ import annotations

import io
import json
import re
from textwrap import dedent

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from errsmith.characters import count_cells
from errsmith.lint.report import github, text
from errsmith.lint.report import json as json_report
from errsmith.registry.diagnostics import Diagnostic, Label, Position, Rule, Span

PATH = "registry/providers/acme.toml"
RULE = Rule("R203", "outside-category", "A status lies outside its category.")
SOURCE = '[errors.DOWN]\nsummary = "It is down."\nstatus = 502\n\n[categories.client]\n'


def make_span(
    line: int, column: int, end: int, path: str = PATH, end_line: int | None = None
) -> Span:
    return Span(path, Position(line, column), Position(end_line or line, end))


DIAGNOSTIC = Diagnostic(
    rule=RULE,
    message='status 502 lies outside category "client"',
    span=make_span(3, 10, 13),
    help='category "client" covers 4xx',
    related=(Label(make_span(5, 1, 20), "the category"),),
    at=("errors", "DOWN", "status"),
    header=make_span(1, 1, 14),
)


def render_frame(source: str, place: Span, header: Span | None = None) -> list[str]:
    """Return the frame of a place, without the message above it."""
    diagnostic = Diagnostic(RULE, "m", place, header=header)
    return text.render([diagnostic], {PATH: source}).splitlines()[1:]


# Text


def test_text_shows_place_header_related_and_help() -> None:
    """A diagnostic shows its place first and its help last."""
    expected = """\
        registry/providers/acme.toml:3:10: R203 status 502 lies outside category "client"
          |
        1 | [errors.DOWN]
        ...
        3 | status = 502
          |          ^^^
          note: registry/providers/acme.toml:5:1: the category
          |
        5 | [categories.client]
          | -------------------
          help: category "client" covers 4xx
        """
    assert text.render([DIAGNOSTIC], {PATH: SOURCE}) == dedent(expected)


def test_text_separates_diagnostics_by_a_blank_line() -> None:
    """There is no blank line before the first diagnostic or after the last."""
    plain = evolve(DIAGNOSTIC, help=None, related=())
    report = text.render([plain, plain], {})
    assert report == f"{PATH}:3:10: R203 {DIAGNOSTIC.message}\n\n" + report.split("\n\n")[1]
    assert text.render([], {}) == ""


def test_text_without_source_has_no_frame() -> None:
    """A file that could not be read has no lines to show."""
    assert render_frame("", make_span(1, 1, 1)) == []
    assert render_frame("one line", make_span(7, 1, 1)) == []


def test_text_frame_has_header_once() -> None:
    """The header is shown above its keys, but not above itself."""
    header = make_span(1, 1, 14)
    assert render_frame(SOURCE, header, header) == ["  |", "1 | [errors.DOWN]", "  | ^^^^^^^^^^^^^"]
    assert render_frame(SOURCE, make_span(2, 1, 8), header)[1:3] == [
        "1 | [errors.DOWN]",
        '2 | summary = "It is down."',
    ]


def test_text_gutter_is_as_wide_as_the_number() -> None:
    """The lines of a frame are aligned."""
    assert render_frame("[a]\n" * 120, make_span(101, 2, 3), make_span(9, 1, 4)) == [
        "    |",
        "  9 | [a]",
        "...",
        "101 | [a]",
        "    |  ^",
    ]


@pytest.mark.parametrize(
    ("source", "start", "end", "shown", "marks"),
    [
        ("a = 1", 5, 6, "a = 1", "    ^"),
        ("a = 1\r", 5, 6, "a = 1", "    ^"),
        ("a = ", 5, 5, "a =", "    ^"),
        ("\ta\t= 1", 2, 3, "    a    = 1", "    ^"),
        ("署名 = é", 6, 7, "署名 = é", "       ^"),
        ('k = "署名"', 5, 9, 'k = "署名"', "    ^^^^^^"),
        ("e\u0301 = 1", 6, 7, "e\u0301 = 1", "    ^"),
        ("😀 = 1", 5, 6, "😀 = 1", "     ^"),
        ("\x1b[2J = 1", 8, 9, "<U+001B>[2J = 1", " " * 14 + "^"),
        ("\u202ea\u2066 = 1", 2, 3, "<U+202E>a<U+2066> = 1", " " * 8 + "^"),
        ("\ud800 = 1", 5, 6, "<U+D800> = 1", " " * 11 + "^"),
        ("\u00a0a", 2, 3, "<U+00A0>a", " " * 8 + "^"),
    ],
)
def test_text_marks_are_below_what_they_mark(
    source: str, start: int, end: int, shown: str, marks: str
) -> None:
    """Tabs and wide, combining, invisible or hostile characters do not shift the marks."""
    assert render_frame(source, make_span(1, start, end)) == ["  |", f"1 | {shown}", f"  | {marks}"]


def test_text_span_over_lines_is_marked_to_the_end_of_the_first() -> None:
    """A span over several lines is marked in its first line."""
    frame = render_frame("causes = [\n  1,\n]", make_span(1, 10, 2, end_line=3))
    assert frame == ["  |", "1 | causes = [", "  |          ^"]


def test_text_cuts_long_line_around_the_span() -> None:
    """The underlined part is always visible."""
    source = "x" * 500 + "HERE" + "y" * 500
    _, shown, marks = render_frame(source, make_span(1, 501, 505))
    assert shown == "1 | …" + "x" * 40 + "HERE" + "y" * 56 + "…"
    assert shown[marks.index("^") : marks.rindex("^") + 1] == "HERE"


def test_text_cuts_long_span() -> None:
    """Marks end where the line is cut."""
    _, shown, marks = render_frame("a = " + "x" * 500, make_span(1, 5, 505))
    assert shown == "1 | a = " + "x" * 96 + "…"
    assert marks == "  |     " + "^" * 96


def test_text_escapes_messages_and_paths() -> None:
    """Control characters in a file or its name never reach the terminal."""
    hostile = "\x1b]0;x\x07 \u202e\n%\ud800"
    label = Label(make_span(1, 1, 1, hostile), hostile)
    diagnostic = Diagnostic(RULE, hostile, make_span(1, 1, 1, hostile), hostile, (label,))
    report = text.render([diagnostic], {hostile: hostile})
    assert all(line.isprintable() for line in report.split("\n"))
    assert report.count("<U+001B>]0;x<U+0007> <U+202E><U+000A>%<U+D800>") == 5


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300))
def test_text_frame_of_any_line_is_narrow_and_marks_are_in_it(
    line: str, start: int, length: int
) -> None:
    """A frame stays intact and narrow, however long or strange its line is."""
    line = line.replace("\n", "") or "a"
    start = min(start, len(line))
    _, shown, marks = render_frame(line, make_span(1, start + 1, start + 1 + length))
    assert shown.isprintable()
    assert count_cells(shown) <= len("1 | ……") + 100
    assert re.fullmatch(r"  \| +\^+", marks)
    assert len(marks) <= len("1 | ……") + 101


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_text_is_coloured_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Colour is added to otherwise identical output."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    plain = text.render([DIAGNOSTIC], {PATH: SOURCE})
    file, terminal = io.StringIO(), Terminal()
    text.write([DIAGNOSTIC], {PATH: SOURCE}, file)
    text.write([DIAGNOSTIC], {PATH: SOURCE}, terminal)
    assert file.getvalue() == plain
    assert terminal.getvalue() != plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", terminal.getvalue()) == plain


def test_text_respects_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    """`NO_COLOR` disables colour on a terminal."""
    monkeypatch.setenv("NO_COLOR", "1")
    terminal = Terminal()
    text.write([DIAGNOSTIC], {PATH: SOURCE}, terminal)
    assert terminal.getvalue() == text.render([DIAGNOSTIC], {PATH: SOURCE})


def test_text_on_a_narrow_terminal_is_not_wrapped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Places can be copied whole, and frames stay aligned."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "20")
    terminal = Terminal()
    text.write([DIAGNOSTIC], {PATH: SOURCE}, terminal)
    plain = text.render([DIAGNOSTIC], {PATH: SOURCE})
    assert re.sub(r"\x1b\[[0-9;]*m", "", terminal.getvalue()) == plain


# GitHub


def test_github_prints_one_command_per_diagnostic() -> None:
    """Place, rule, message, related places and help are all on one line."""
    assert github.render([DIAGNOSTIC], {PATH: SOURCE}) == (
        f"::error file={PATH},line=3,endLine=3,col=10,endColumn=13,title=R203 outside-category"
        '::status 502 lies outside category "client"'
        f"%0Anote: {PATH}:5:1: the category"
        '%0Ahelp: category "client" covers 4xx\n'
    )


def test_github_span_over_lines_has_no_columns() -> None:
    """GitHub accepts columns only within one line."""
    report = github.render([Diagnostic(RULE, "m", make_span(1, 10, 2, end_line=3))], {})
    assert report == f"::error file={PATH},line=1,endLine=3,title=R203 outside-category::m\n"


def test_github_escapes_properties_and_message() -> None:
    """No string can end a property, a message or a line."""
    hostile = "50%, a:b\r\n::error::x"
    report = github.render([Diagnostic(RULE, hostile, make_span(1, 1, 2, hostile))], {})
    assert report == (
        "::error file=50%25%2C a%3Ab<U+000D><U+000A>%3A%3Aerror%3A%3Ax"
        ",line=1,endLine=1,col=1,endColumn=2,title=R203 outside-category"
        "::50%25, a:b<U+000D><U+000A>::error::x\n"
    )


# JSON

POSITION = {
    "type": "object",
    "properties": {key: {"type": "integer", "minimum": 1} for key in ("line", "column")},
    "required": ["line", "column"],
    "additionalProperties": False,
}
PLACE = {"path": {"type": "string"}, "start": POSITION, "end": POSITION}
RELATED = PLACE | {"message": {"type": "string"}}
OBJECT = RELATED | {
    "rule": {"type": "string", "pattern": "^R[0-9]{3}$"},
    "name": {"type": "string"},
    "help": {"type": ["string", "null"]},
    "at": {"type": "array", "items": {"type": ["string", "integer"]}},
    "related": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": RELATED,
            "required": [*RELATED],
            "additionalProperties": False,
        },
    },
}
REPORT = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": OBJECT,
        "required": [*OBJECT],
        "additionalProperties": False,
    },
}


def test_json_prints_the_documented_objects() -> None:
    """Every object has every key, whatever the diagnostic has."""
    bare = Diagnostic(RULE, "\ud800é", make_span(1, 1, 1))
    report = json_report.render([DIAGNOSTIC, bare], {})
    assert report.isascii()
    full, empty = json.loads(report)
    Draft202012Validator(REPORT).validate([full, empty])
    assert full == {
        "rule": "R203",
        "name": "outside-category",
        "message": DIAGNOSTIC.message,
        "help": DIAGNOSTIC.help,
        "path": PATH,
        "start": {"line": 3, "column": 10},
        "end": {"line": 3, "column": 13},
        "at": ["errors", "DOWN", "status"],
        "related": [
            {
                "path": PATH,
                "start": {"line": 5, "column": 1},
                "end": {"line": 5, "column": 20},
                "message": "the category",
            }
        ],
    }
    assert (empty["message"], empty["help"], empty["at"]) == ("\ud800é", None, [])


def test_json_docstring_names_every_key() -> None:
    """The keys that programs rely on are documented."""
    documented = set(re.findall(r"`(\w+)`", json_report.__doc__ or ""))
    assert set(OBJECT) <= documented


def test_json_of_nothing_is_an_empty_array() -> None:
    """A run without findings prints an empty JSON array."""
    assert json_report.render([], {}) == "[]\n"
