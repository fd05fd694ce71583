"""Parsing JSON and YAML: values, lines, and where malformed documents are wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errsmith.importing.trees import format_pointer, parse_json, parse_yaml
from errsmith.scaffolding.refusals import RefusedError

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(VALUES)
def test_json_values(value: Any) -> None:
    """They are those of the standard library."""
    assert parse_json(json.dumps(value), "a.json").root == value


def test_yaml_values() -> None:
    """Keys are strings; dates, octal numbers and words such as `on` are strings, too."""
    text = """\
404: 1
yes: on
day: 2026-01-02
octal: 0o17
grouped: 14_030
half: 1.5
big: 12345678901234567890123
nothing: ~
empty:
text: "404"
true: True
"""
    assert parse_yaml(text, "a.yaml").root == {
        "404": 1,
        "yes": "on",
        "day": "2026-01-02",
        "octal": "0o17",
        "grouped": "14_030",
        "half": 1.5,
        "big": "12345678901234567890123",
        "nothing": None,
        "empty": None,
        "text": "404",
        "true": True,
    }


@pytest.mark.parametrize("text", ['{"b": 1, "a": {"b": 2}, "c": [{"b": 3}]}'])
def test_equal_keys_of_different_objects(text: str) -> None:
    """They are not repeated."""
    assert parse_json(text, "a.json").root == parse_yaml(text, "a.yaml").root


def test_repeated_key_is_named() -> None:
    """The message has the key."""
    for parse in (parse_json, parse_yaml):
        with pytest.raises(RefusedError, match='the key "a" is repeated'):
            parse('{"a": {}, "b": 1, "a": {}}', "a")


def test_yaml_aliases_and_merges() -> None:
    """An alias has the value of its anchor, and own keys take precedence over merged ones."""
    text = "a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\nc: *a\nd: &d [*d]\n"
    root = parse_yaml(text, "a.yaml").root
    assert root["b"] == {"x": 1, "y": 3}
    assert root["c"] is root["a"]
    assert root["d"][0] is root["d"]


def test_aliases_of_aliases_take_no_space() -> None:
    """A few lines that stand for billions of values are parsed at once."""
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    assert len(parse_yaml("\n".join(lines), "a.yaml").root) == 40


@pytest.mark.parametrize(
    ("pointer", "line"),
    [((), 1), (("a",), 2), (("a", 1), 4), (("a", 1, "b"), 5), (("a", 7), 2), (("none",), 1)],
)
def test_lines(pointer: tuple[str | int, ...], line: int) -> None:
    """A value that does not exist has the line of the nearest one around it."""
    text = '{\n "a": [\n  1,\n  {\n   "b": 2\n  }\n ]\n}\n'
    assert parse_json(text, "a.json").find_line(pointer) == line
    assert parse_yaml(text, "a.yaml").find_line(pointer) == line


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"a": 1,\n "b" 2}', "a.json:2:6: "),
        ('{"a": 1', "a.json:1:8: "),
        ("", "a.json:1:1: "),
        ('{"a": 1} x', "a.json:1:10: "),
        (f'{{"a": {"1" * 5000}}}', "a.json: "),
        ("[" * 100_000, "a.json: "),
        (f'{"[" * 200}{{"a": 1, "a": 2}}{"]" * 200}', "a.json: "),
        ('{"a": 1,\n "b": [{"c": 1,\n "d": 2,\n "\\u0063": 3}]}', "a.json:4: "),
    ],
)
def test_malformed_json(text: str, place: str) -> None:
    """The message has the line and the column."""
    with pytest.raises(RefusedError) as caught:
        parse_json(text, "a.json")
    assert caught.value.reason.startswith(place)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: [1,\nb: 2\n", "a.yaml:3:1: "),
        ("a: 'x\n", "a.yaml:2:1: "),
        ("a: *none\n", "a.yaml:1:4: "),
        ("a:\n\t- b\n", "a.yaml:2:1: "),
        ("a: 1\n---\nb: 2\n", "a.yaml:2:1: "),
        ("a: \x01\n", "a.yaml"),
        ("[" * 5000, "a.yaml"),
        ("a: 1\nb:\n- c: 1\n  d: 2\n  'c': 3\n", "a.yaml:5:3: "),
        ("{404: 1, '404': 2}", "a.yaml:1:10: "),
    ],
)
def test_malformed_yaml(text: str, place: str) -> None:
    """The message has the line and the column."""
    with pytest.raises(RefusedError) as caught:
        parse_yaml(text, "a.yaml")
    assert caught.value.reason.startswith(place)


def test_pointer_with_signs() -> None:
    """Slashes and tildes in keys are escaped."""
    assert format_pointer(("paths", "/a~b", 0)) == "#/paths/~1a~0b/0"
