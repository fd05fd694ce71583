"""New provider files: they have the values that they should have, in the style of the manual."""

from __future__ import annotations

import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot

from errsmith.registry.diagnostics import KeyPath
from errsmith.registry.drafting import print_file
from tests.registries import REGISTRIES, ROOT

FILES = sorted(
    path
    for folder in (*REGISTRIES.values(), ROOT / "registry")
    for path in folder.glob("providers/*.toml")
)


def list_paths(values: Any, at: KeyPath = ()) -> list[KeyPath]:
    """Return the key paths of all values."""
    if isinstance(values, dict):
        items = list(values.items())
    elif isinstance(values, list):
        items = list(enumerate(values))
    else:
        return [at]
    return [at, *(path for key, value in items for path in list_paths(value, (*at, key)))]


def test_draft_of_every_kind_of_table_reads_as_hand_written() -> None:
    """Tables come in the order of the manual, and comments are above what they are about."""
    values = {
        "errors": {
            "AUTH_BAD_SECRET": {
                "status": 401,
                "summary": "The client secret is wrong.",
                "causes": [
                    "It was rotated by somebody else in the meantime.",
                    "It belongs to the sandbox, which has secrets of its own.",
                ],
                "retry": {"derived": "after_fix"},
                "example": {
                    "status": 401,
                    "headers": {"Content-Type": "application/json"},
                    "body": '{\n  "error": {"code": "AUTH_BAD_SECRET"}\n}',
                },
            },
            "0.0.1": {
                "summary": 'It\'s "odd".',
                "example": [{"status": 400, "body": "a\nb"}, {"status": 404}],
            },
        },
        "groups": {"auth": {"match": "AUTH_*"}},
        "envelopes": [
            {
                "id": "json",
                "code": {"path": "error.code", "summary": "What happened."},
                "fields": {"request_id": {"role": "reference", "log": True}},
                "summary": "Every endpoint sends this shape, except for the upload of photos, "
                "which sends an empty body and a header.",
            },
            {"id": "header", "code": {"header": "X-Error"}},
        ],
        "provider": {"title": "Acme", "class": "AcmeError"},
        "sources": {
            "errors": {
                "url": "https://acme.example/errors",
                "extract": {"as": "table", "retries": {"Try again": "backoff"}},
                "note": "Short.",
            }
        },
    }
    comments: dict[KeyPath, list[str]] = {
        ("envelopes",): ["Error responses"],
        ("envelopes", 0, "fields", "request_id", "log"): ["Safe to log: a random number."],
        ("groups", "auth"): ["Concluded from the codes."],
        ("errors",): ["Errors"],
        ("errors", "AUTH_BAD_SECRET", "status"): ["From the first table.", "", "And the second."],
    }
    text = print_file(
        values, comments=comments, preamble=["Drafted from errors.json.", "", "Check it."]
    )
    assert text == snapshot('''\
#:schema ../schema/provider.schema.json

# Drafted from errors.json.
#
# Check it.

[provider]
title = "Acme"
class = "AcmeError"

[sources.errors]
url = "https://acme.example/errors"
note = "Short."

[sources.errors.extract]
as = "table"

[sources.errors.extract.retries]
"Try again" = "backoff"

# Error responses

[[envelopes]]
id = "json"
code = { path = "error.code", summary = "What happened." }
# Safe to log: a random number.
fields.request_id = { role = "reference", log = true }
summary = """\\
  Every endpoint sends this shape, except for the upload of photos, which sends an empty body and \\
  a header.\\
  """

[[envelopes]]
id = "header"
code = { header = "X-Error" }

# Concluded from the codes.
[groups.auth]
match = "AUTH_*"

# Errors

[errors.AUTH_BAD_SECRET]
# From the first table.
#
# And the second.
status = 401
summary = "The client secret is wrong."
causes = [
  "It was rotated by somebody else in the meantime.",
  "It belongs to the sandbox, which has secrets of its own.",
]
retry = { derived = "after_fix" }
example.status = 401
example.headers = { Content-Type = "application/json" }
example.body = \'\'\'
{
  "error": {"code": "AUTH_BAD_SECRET"}
}\'\'\'

[errors."0.0.1"]
summary = "It\'s \\"odd\\"."

[[errors."0.0.1".example]]
status = 400
body = \'\'\'
a
b\'\'\'

[[errors."0.0.1".example]]
status = 404
''')
    assert tomllib.loads(text) == values


@pytest.mark.published
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_draft_of_committed_values_is_formatted_as_tombi_would(path: Path, tmp_path: Path) -> None:
    """The values of each provider's file survive, and the formatter changes nothing."""
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    text = print_file(values)
    assert tomllib.loads(text) == values
    (tmp_path / "draft.toml").write_text(text, encoding="utf-8")
    run = subprocess.run(
        ["tombi", "format", "--offline", "--diff", "draft.toml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (0, "")


@pytest.mark.parametrize("at", [("errors", "B"), ("errors", "A", "status", 0), ("groups",)])
def test_comment_on_missing_value_is_rejected(at: KeyPath) -> None:
    """A comment that would be lost is a mistake of the caller."""
    with pytest.raises(ValueError, match="no such value"):
        print_file({"errors": {"A": {"status": 1}}}, comments={at: ["A comment."]})


class _Counted(dict[KeyPath, list[str]]):
    """Comments that count how often all of them are listed."""

    listed = 0

    def __iter__(self) -> Iterator[KeyPath]:
        self.listed += 1
        return super().__iter__()

    def items(self) -> Any:
        self.listed += 1
        return super().items()


@pytest.mark.parametrize("count", [1, 100])
def test_comments_are_not_searched_for_every_key(count: int) -> None:
    """They are looked up by their key paths, so the time grows linearly."""
    codes = [f"A{n}" for n in range(count)]
    comments = _Counted({("errors", code): ["A comment."] for code in codes})
    text = print_file({"errors": {code: {"status": 400} for code in codes}}, comments=comments)
    assert text.count("# A comment.\n[errors.") == count
    assert comments.listed == 1


# --- any values ----------------------------------------------------------------------------------

STRINGS = st.text(max_size=12) | st.text("ab .\\\"'\n\r\t\x00\x1f\x7f\x85\u2028#", max_size=300)
KEYS = (
    st.sampled_from(["class", "code", "fields", "example", "extract", "retries", "user_message"])
    | STRINGS
)
SCALARS = st.integers(-(2**60), 2**60) | st.booleans() | STRINGS | st.dates()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
TABLE: st.SearchStrategy[Any] = st.dictionaries(KEYS, VALUES, max_size=4)
TABLES: st.SearchStrategy[Any] = st.dictionaries(KEYS, TABLE, max_size=3)
FAMILIES = ("sources", "scopes", "categories", "groups", "errors", "unknown")


@st.composite
def draw_values(draw: st.DrawFn) -> dict[str, Any]:
    """Return the values of a file, in any order."""
    values: dict[str, Any] = {}
    values |= draw(st.fixed_dictionaries({}, optional=dict.fromkeys(FAMILIES, TABLES)))
    values |= draw(st.fixed_dictionaries({}, optional={"provider": TABLE}))
    if draw(st.booleans()):
        values["envelopes"] = draw(st.lists(TABLE, min_size=1, max_size=3))
    return dict(draw(st.permutations(list(values.items()))))


@given(draw_values(), st.data())
@settings(max_examples=200, deadline=None)
def test_draft_of_any_values_has_these_values(values: dict[str, Any], data: st.DataObject) -> None:
    """Nothing in a value or a comment changes the values, and no comment is lost."""
    paths = list_paths(values)[1:]
    comments: dict[KeyPath, list[str]] = {}
    if paths:
        drawn = data.draw(st.lists(st.sampled_from(paths), max_size=3, unique=True))
        comments = {at: [f"comment-{i} {data.draw(STRINGS)}"] for i, at in enumerate(drawn)}
    text = print_file(values, comments=comments, preamble=[data.draw(STRINGS)])
    assert tomli.loads(text) == values
    assert all(f"# comment-{index}" in text for index in range(len(comments)))
