"""Text in the forms that targets print: lines, sentences, trees, comments."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Iterable, Sequence

from attrs import frozen

WIDTH = 92
"""Columns of text in a docstring; lines have at most 100 with their indentation."""


def wrap(text: str, *, first: str = "", rest: str = "", width: int = WIDTH) -> list[str]:
    """Wrap a string, ignoring its own line breaks; words stay whole."""
    lines = textwrap.wrap(
        " ".join(text.split()),
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines or [first.rstrip()]


_ENDS = re.compile(r"[.!?]")


def split_sentences(text: str | None) -> tuple[str, ...]:
    """Split a string into sentences, one line each; return none for None."""
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
    """A class in a tree, with a remark."""

    name: str
    remark: str = ""
    children: tuple[Node, ...] = ()


def draw_tree(root: Node) -> list[str]:
    """Draw a tree of classes, each on one line with its remark.

    Remarks are not aligned, because a new class with a long name would change every line.
    """
    rows = [(root.name, root.remark), *_draw_branches(root.children, "")]
    return [f"{name}  {' '.join(remark.split())}".rstrip() for name, remark in rows]


def _draw_branches(nodes: Sequence[Node], indent: str) -> Iterable[tuple[str, str]]:
    for node in nodes:
        last = node is nodes[-1]
        yield f"{indent}{'└── ' if last else '├── '}{node.name}", node.remark
        yield from _draw_branches(node.children, indent + ("    " if last else "│   "))


def format_line(text: str) -> str:
    """Return a string on one line, with invisible characters replaced."""
    if text.isprintable() and "  " not in text:  # The only printable blank is a space.
        return text.strip()
    return format_block_line(" ".join(text.split()))


def format_block_line(text: str) -> str:
    """Print a line of a code block, with invisible characters replaced."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def format_block(lines: Collection[str]) -> str:
    """Print the lines of a code block, with invisible characters replaced."""
    are_printable = all(map(str.isprintable, lines))
    return "\n".join(lines if are_printable else map(format_block_line, lines))


def format_comment(text: str) -> str:
    """Print a string inside an HTML comment or a one-line comment."""
    line = re.sub(r"-(?=-)", "- ", format_line(text)).replace(">", "")
    return _ENCODING.sub(r"\1 \2", line)


_ENCODING = re.compile(r"(coding)([:=])")
"""Declares a Python file's encoding in a comment at its top (PEP 263)."""
