"""Texts as lines: wrapping, sentences, trees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from attrs import frozen

WIDTH = 92
"""Columns of a docstring's text; with its indentation it stays within 100."""


def wrapped(text: str, *, first: str = "", rest: str = "", width: int = WIDTH) -> list[str]:
    """Break a text into lines; line breaks of its own are blanks, words stay whole.

    `textwrap` breaks at the same places, but splits and joins every word.
    """
    line, start, indent = " ".join(text.split()), 0, first
    lines: list[str] = []
    while len(line) - start > width - len(indent):
        room = max(0, width - len(indent))
        end = line.rfind(" ", start, start + room + 1)
        if end < 0 and (end := line.find(" ", start)) < 0:
            break
        lines.append(indent + line[start:end])
        start, indent = end + 1, rest
    return [*lines, (indent + line[start:]).rstrip()]


_ENDS = re.compile(r"[.!?]")


def sentences(text: str | None) -> tuple[str, ...]:
    """Break a text into its sentences, one line each; none of what is not said."""
    words = (text or "").split()
    if not any(map(_ENDS.search, words[:-1])):
        return (" ".join(words),) if words else ()
    lines: list[str] = []
    sentence: list[str] = []
    for word, following in zip(words, [*words[1:], ""], strict=True):
        sentence.append(word)
        ends = word.rstrip("\"')`").endswith((".", "!", "?")) and "." not in word[:-2]
        if ends and (following[:1].isupper() or not following):
            lines.append(" ".join(sentence))
            sentence = []
    return (*lines, " ".join(sentence)) if sentence else tuple(lines)


@frozen
class Node:
    """A class in a tree, and what stands beside it."""

    name: str
    remark: str = ""
    children: tuple[Node, ...] = ()


def tree(root: Node) -> list[str]:
    """Draw a tree of classes, remarks aligned and each on its line, whatever a code holds."""
    rows = [(root.name, root.remark), *_branches(root.children, "")]
    width = min(max(len(name) for name, _ in rows), WIDTH)
    return [f"{name:{width}}  {' '.join(remark.split())}".rstrip() for name, remark in rows]


def _branches(nodes: Sequence[Node], indent: str) -> Iterable[tuple[str, str]]:
    for node in nodes:
        last = node is nodes[-1]
        yield f"{indent}{'└── ' if last else '├── '}{node.name}", node.remark
        yield from _branches(node.children, indent + ("    " if last else "│   "))
