"""Edits of a provider's file: they do what they say, and leave everything else unchanged."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errsmith.registry.editing import EditError, Editor
from errsmith.registry.printing import print_key, print_pair, print_value
from tests.registries import REGISTRIES, ROOT

pytestmark = pytest.mark.published

FILES = sorted(
    path
    for folder in (*REGISTRIES.values(), ROOT / "registry")
    for path in folder.glob("providers/*.toml")
)

HEADERS = """\
# About Acme.
[errors.A]
status = 404  # not found
summary = "A."

[errors.A.retry]
documented = "once"

[[errors.A.allow]]
rule = "R253"
reason = "Rain."
# The end of A.

# --- Sessions ---

[errors.B]
summary = "B."
"""


def list_changes(old: str, new: str) -> tuple[list[str], list[str]]:
    """Return the lines that were removed and added, with their ends."""
    diff = list(
        difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), n=0)
    )
    removed = [line[1:] for line in diff[2:] if line.startswith("-")]
    added = [line[1:] for line in diff[2:] if line.startswith("+")]
    return removed, added


# --- adding errors -------------------------------------------------------------------------------


def test_add_error_places_table_after_inner_tables_and_own_comments() -> None:
    """The comment of the next section stays with that section."""
    editor = Editor(HEADERS)
    editor.add_error("NEW", {"status": 409, "summary": "New."}, after="A")
    assert editor.text == HEADERS.replace(
        "# The end of A.\n",
        '# The end of A.\n\n[errors.NEW]\nstatus = 409\nsummary = "New."\n',
    )


def test_add_error_without_neighbor_comes_last() -> None:
    """It stands after the last error, even if other tables follow."""
    editor = Editor(HEADERS + "\n[groups.a]\n")
    editor.add_error("NEW", {"summary": "New."})
    added = '\n[errors.NEW]\nsummary = "New."\n'
    assert editor.text == HEADERS + added + "\n[groups.a]\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "[errors.N]\nx = 1\n", id="empty-file"),
        pytest.param("a = 1", "a = 1\n\n[errors.N]\nx = 1\n", id="no-line-end"),
        pytest.param("[errors]\n", "[errors]\n\n[errors.N]\nx = 1\n", id="empty-table"),
        pytest.param("errors = {}\n", "errors = { N = { x = 1 } }\n", id="empty-braces"),
    ],
)
def test_add_error_to_file_without_errors(text: str, expected: str) -> None:
    """The first error is at the end of the file or in the braces."""
    editor = Editor(text)
    editor.add_error("N", {"x": 1})
    assert editor.text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "[errors.A]\nx = 1\n[errors.B]\nx = 2\n",
            "[errors.A]\nx = 1\n[errors.N]\nx = 3\n[errors.B]\nx = 2\n",
            id="no-blank-lines",
        ),
        pytest.param(
            "[errors.A]\nx = 1\n# Next.\n[errors.B]\nx = 2\n",
            "[errors.A]\nx = 1\n[errors.N]\nx = 3\n# Next.\n[errors.B]\nx = 2\n",
            id="comment-of-the-next",
        ),
        pytest.param(
            "[errors.A]\nx = 1 # one",
            "[errors.A]\nx = 1 # one\n\n[errors.N]\nx = 3\n",
            id="no-line-end",
        ),
        pytest.param(
            "[errors.A.retry]\ny = 1\n\n[errors.A]\nx = 1\n\n[groups.A]\n",
            "[errors.A.retry]\ny = 1\n\n[errors.A]\nx = 1\n\n[errors.N]\nx = 3\n\n[groups.A]\n",
            id="inner-table-first",
        ),
        pytest.param(
            "[errors.A]\n[errors.B]\nx = 1\n[errors.A.retry]\ny = 1\n",
            "[errors.A]\n[errors.N]\nx = 3\n[errors.B]\nx = 1\n[errors.A.retry]\ny = 1\n",
            id="inner-table-far-away",
        ),
        pytest.param(
            "[errors]\n  A = { x = 1 }  # one\n  B = { x = 2 }\n",
            "[errors]\n  A = { x = 1 }  # one\n  N = { x = 3 }\n  B = { x = 2 }\n",
            id="braces-by-line",
        ),
        pytest.param(
            "[errors]\nA.x = 1\nA.y = [\n 1, # one\n]\nB.x = 2",
            "[errors]\nA.x = 1\nA.y = [\n 1, # one\n]\nN = { x = 3 }\nB.x = 2",
            id="dotted",
        ),
        pytest.param(
            'errors."A".x = 1\nb = 1\n',
            'errors."A".x = 1\nerrors.N = { x = 3 }\nb = 1\n',
            id="dotted-at-the-top",
        ),
        pytest.param(
            "errors = { A = { x = 1 }, B = { x = 2 } }\n",
            "errors = { A = { x = 1 }, N = { x = 3 }, B = { x = 2 } }\n",
            id="one-line",
        ),
        pytest.param(
            "errors = { A.x = 1, A.y.z = 2 }",
            "errors = { A.x = 1, A.y.z = 2, N = { x = 3 } }",
            id="dotted-in-braces",
        ),
        pytest.param(
            "[errors]\nA.A.A = 1\n",
            "[errors]\nA.A.A = 1\nN = { x = 3 }\n",
            id="same-key-at-each-level",
        ),
        pytest.param(
            "[errors.A] # {\ns = '''\n[errors.B]\n'''\n\n[b]\n",
            "[errors.A] # {\ns = '''\n[errors.B]\n'''\n\n[errors.N]\nx = 3\n\n[b]\n",
            id="header-in-a-string",
        ),
    ],
)
def test_add_error_follows_the_style_of_its_neighbor(text: str, expected: str) -> None:
    """Each way in which TOML can spell an error has a place for the next one."""
    editor = Editor(text)
    editor.add_error("N", {"x": 3}, after="A")
    assert editor.text == expected


def test_add_error_quotes_ids() -> None:
    """Ids with dots, spaces and quotes are one key."""
    editor = Editor("[errors.A]\nx = 1\n")
    for id_ in ("0.0.1", 'two "words"', "ä"):
        editor.add_error(id_, {"x": 1})
    assert list(tomllib.loads(editor.text)["errors"]) == ["A", "0.0.1", 'two "words"', "ä"]


@pytest.mark.parametrize(("id_", "after"), [("A", None), ("N", "C")])
def test_add_error_of_known_id_or_after_unknown_one_fails(id_: str, after: str | None) -> None:
    """A failed edit changes nothing."""
    editor = Editor(HEADERS)
    with pytest.raises(EditError):
        editor.add_error(id_, {}, after=after)
    assert editor.text == HEADERS


# --- setting values ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("[errors.A]\nstatus = 404  # why\n", 410, "[errors.A]\nstatus = 410  # why\n"),
        ("[errors.A]\nstatus=[ 400, # one\n 404 ]\n", [400, 410], None),
        ("[errors.A]\nstatus = [400]\n", [400, 404], "[errors.A]\nstatus = [400, 404]\n"),
        ("errors.A.status = 404\n", "4xx", 'errors.A.status = "4xx"\n'),
        ("[errors]\nA = { status = 404 }\n", [404, 410], None),
        ("[errors.A]\n", 404, "[errors.A]\nstatus = 404\n"),
        ("[errors.A] # why", 404, "[errors.A] # why\nstatus = 404\n"),
        ('[errors.A]\n  summary = ""\n', 404, '[errors.A]\n  status = 404\n  summary = ""\n'),
        ("[errors]\nA = {}\n", 404, "[errors]\nA = { status = 404 }\n"),
        ("[errors]\nA = { x = 1 }\n", 404, "[errors]\nA = { x = 1, status = 404 }\n"),
        ("[errors]\nA.x = 1\nB.x = 1\n", 404, "[errors]\nA.x = 1\nA.status = 404\nB.x = 1\n"),
        ("errors = { A.x = 1, B.x = 1 }", 404, "errors = { A.x = 1, A.status = 404, B.x = 1 }"),
    ],
)
def test_set_value_keeps_the_style(text: str, value: Any, expected: str | None) -> None:
    """The value changes where it is, or is added where its table is."""
    editor = Editor(text)
    editor.set_value(("errors", "A", "status"), value, before=("summary",))
    assert tomllib.loads(editor.text)["errors"]["A"]["status"] == value
    if expected is not None:
        assert editor.text == expected


def test_set_value_in_list_with_comments_keeps_them() -> None:
    """Items are replaced one by one."""
    editor = Editor("[errors.A]\nstatus = [\n  400, # one\n  404, # two\n]\n")
    editor.set_value(("errors", "A", "status"), [400, 410])
    assert editor.text == "[errors.A]\nstatus = [\n  400, # one\n  410, # two\n]\n"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("[errors.A]\n", ("errors", "B", "status")),
        ("[errors.A.status]\nx = 1\n", ("errors", "A", "status")),
        ("[errors.A.retry]\nx = 1\n", ("errors", "A", "status")),
        ("[errors.A]\nstatus = [\n  400, # one\n]\n", ("errors", "A", "status")),
        ("errors = 1\n", ("errors", "A")),
    ],
)
def test_set_value_without_a_place_fails(text: str, at: tuple[str, ...]) -> None:
    """A missing table, a table as value and a list with comments are not overwritten."""
    editor = Editor(text)
    with pytest.raises(EditError):
        editor.set_value(at, [1, 2])
    assert editor.text == text


def test_set_value_that_is_set_changes_nothing() -> None:
    """The spelling of the value stays."""
    editor = Editor("[errors.A]\nstatus = 4_0_4\n")
    editor.set_value(("errors", "A", "status"), 404)
    assert editor.text == "[errors.A]\nstatus = 4_0_4\n"


def test_add_table_stands_above_inner_tables() -> None:
    """A key below the header of an inner table would belong to that."""
    editor = Editor(HEADERS)
    editor.add_table(("errors", "A", "removed"), {"replacement": ["B"]})
    assert list_changes(HEADERS, editor.text) == ([], ['removed = { replacement = ["B"] }\n'])
    assert tomllib.loads(editor.text)["errors"]["A"]["removed"] == {"replacement": ["B"]}
    with pytest.raises(EditError):
        editor.add_table(("errors", "A", "removed"), {})


# --- copying errors ------------------------------------------------------------------------------

OLD = '''\
[errors.OLD]
class = "OldError"
status = 404
summary = """\\
  It is \\
  gone."""
causes = [
  "Rain.",
]
link = "https://acme.example/#OLD"
example = { status = 404, body = '{"code": "OLD"}' }

[errors.OLD.retry]
documented = "once"
'''


def test_copy_error_keeps_texts_as_written() -> None:
    """Class and link stay with the old error; the example has the new code."""
    editor = Editor(OLD)
    editor.copy_error("OLD", "NEW", {"status": 410}, after="OLD")
    assert editor.text.startswith(OLD)
    assert (
        editor.text.removeprefix(OLD)
        == '''
[errors.NEW]
status = 410
summary = """\\
  It is \\
  gone."""
causes = [
  "Rain.",
]
example = { status = 404, body = '{"code": "NEW"}' }
retry = { documented = "once" }
'''
    )


@pytest.mark.parametrize("body", ['{"code": "OLD", "was": "OLD"}', '{"code": "OLDER"}'])
def test_copy_error_without_exact_code_in_example_drops_it(body: str) -> None:
    """An example of the old code would be read as the old error."""
    editor = Editor(f"[errors.OLD]\nsummary = 'x'\nexample.body = '{body}'\n")
    editor.copy_error("OLD", "NEW", {})
    assert editor.values["errors"]["NEW"] == {"summary": "x"}


# --- any layout ----------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parents[2].name}-{path.stem}")
def test_edits_of_committed_file_touch_only_their_lines(path: Path, end: str) -> None:
    """A status changes one line; an error adds lines only; line ends stay."""
    editor = Editor(path.read_text(encoding="utf-8").replace("\n", end))
    for id_, error in list(editor.values.get("errors", {}).items())[:10]:
        before = editor.text
        editor.add_error(f"{id_} new", {"status": 418, "summary": "New."}, after=id_)
        removed, added = list_changes(before, editor.text)
        assert removed == []
        header = f"[errors.{print_key(f'{id_} new')}]"
        lines = [header, "status = 418", 'summary = "New."']
        assert "".join(added).strip().splitlines() == lines
        if isinstance(error.get("status"), int):
            before = editor.text
            editor.set_value(("errors", id_, "status"), 599)
            removed, added = list_changes(before, editor.text)
            assert len(removed) == len(added) == 1
    assert editor.text.count("\n") == editor.text.count(end)


IDS = st.text("AB.é \"'", min_size=1, max_size=3)
VALUES = st.recursive(
    st.integers(-5, 5) | st.text("ab\"'\n\\é", max_size=5) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(IDS, inner, max_size=3),
    max_leaves=5,
)
STYLES = ("header", "braces", "dotted", "inner")


@st.composite
def draw_file(draw: st.DrawFn) -> str:
    """Return the text of a file whose errors have any style."""
    errors = draw(st.dictionaries(IDS, st.sampled_from(STYLES), min_size=1, max_size=4))
    comments = st.sampled_from(["", " # { [", "# alone\n", "\n", "\n# a\n\n"])
    dotted, headers = "", ""
    for id_, style in errors.items():
        key, value = print_key(id_), print_value(draw(VALUES))
        gap = draw(comments)
        gap = gap if "\n" in gap else f"{gap}\n"
        gap = gap if gap.startswith((" ", "\n")) else f"\n{gap}"
        if style == "braces":
            dotted += f"{key} = {{ s = {value} }}{gap}"
        elif style == "dotted":
            dotted += f"{key}.s = {value}{gap}{key}.t.u = 1\n"
        elif style == "header":
            headers += f"[errors.{key}]\ns = {value}{gap}"
        else:
            headers += f"[errors.{key}]\ns = {value}\n[errors.{key}.t]\nu = 1{gap}"
    return f"a = 1\n[errors]\n{dotted}{headers}{draw(st.sampled_from(['', '[b]', '# end']))}"


@given(draw_file(), st.data(), VALUES, st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=150, deadline=None)
def test_edits_of_any_file_change_the_value_that_is_meant(
    text: str, data: st.DataObject, value: Any, end: str
) -> None:
    """Whatever the style, an edit does exactly what it says."""
    text = text.replace("\n", end)
    editor = Editor(text)
    id_ = data.draw(st.sampled_from(sorted(editor.values["errors"])))
    editor.set_value(("errors", id_, "s"), value)
    assert tomllib.loads(editor.text)["errors"][id_]["s"] == value
    editor.set_value(("errors", id_, "new"), value)
    assert tomllib.loads(editor.text)["errors"][id_]["new"] == value
    before = editor.text
    editor.add_error("N", {"s": value}, after=id_)
    assert tomllib.loads(editor.text)["errors"]["N"] == {"s": value}
    assert set(before.splitlines()) <= set(editor.text.splitlines())
    assert len(editor.text.splitlines()) > len(before.splitlines())
    comments = [line for line in text.splitlines() if line.strip().startswith("#")]
    assert [line for line in editor.text.splitlines() if line.strip().startswith("#")] == comments


@given(st.dictionaries(IDS, VALUES))
def test_printed_values_are_read_as_they_were(values: dict[str, Any]) -> None:
    """Keys and values are escaped."""
    printed = "\n".join(print_pair(key, value) for key, value in values.items())
    assert tomllib.loads(printed) == values
