"""Read JSON into values with lines, up to the first error."""

from __future__ import annotations

import json
import re

from errsmith.drift.pages.lines import Lines
from errsmith.drift.pages.nodes import Builder, Mapping, Node, Scalar, Sequence

_TOKEN = re.compile(
    r"""(?P<mark>[{}\[\],:])
    | "(?P<string>(?:[^"\\\n]|\\.)*+)(?P<end>"?)
    | '(?P<quoted>(?:[^'\\\n]|\\.)*+)'
    | (?P<comment>//[^\n]*+ | /\*(?:[^*]|\*(?!/))*+(?:\*/)?)
    | (?P<word>[^\s{}\[\],:"]++)""",
    re.VERBOSE,
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def read_json_nodes(text: str, first: int = 1) -> tuple[list[Node], str | None]:
    """Return the values of JSON that begins on a line, and what the text ends inside.

    Comments and trailing commas are allowed, and so are several values (JSON Lines).
    """
    builder = Builder()
    lines = Lines(text)
    is_cut = False
    for token in _TOKEN.finditer(text):
        line = lines.at(token.start()) + first - 1
        mark = token["mark"]
        if mark is not None:
            _read_mark(builder, mark, line)
        elif token["string"] is not None:
            builder.add(Scalar(_decode(token["string"]), line))
            is_cut = not token["end"] and token.end() == len(text)
        elif token["quoted"] is not None:
            builder.add(Scalar(_decode(token["quoted"].replace("\\'", "'")), line))
        elif token["word"] is not None:
            word = token["word"]
            builder.add(Scalar("" if word == "null" else word, line))
    inside = None
    if is_cut:
        inside = "a string"
    elif builder.depth:
        inside = "an object" if isinstance(builder.innermost, Mapping) else "an array"
    while builder.depth:
        builder.end()
    return builder.root.members, inside


def _read_mark(builder: Builder, mark: str, line: int) -> None:
    if mark == "{":
        builder.begin(Mapping(line, []))
    elif mark == "[":
        builder.begin(Sequence(line, []))
    elif mark in "}]":
        builder.end()
    elif mark == ",":
        builder.complete_entry()


def _decode(string: str) -> str:
    """Return the text of a string without its escapes."""
    if "\\" not in string:
        return string
    try:
        text = str(json.loads(f'"{string}"', strict=False))
    except ValueError:
        return string
    return _SURROGATE.sub("\ufffd", text)
