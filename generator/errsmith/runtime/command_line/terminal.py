"""Print text to a terminal: wrapped, in columns, and without control characters."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TextIO

from ..printing import escape
from ..statements import NOT_DOCUMENTED

Fact = tuple[str, str | Sequence[str]]
"""A label, and one or more paragraphs."""

_LABEL: Final = 17
"""The width of a label and the space after it."""

_WIDEST: Final = 100
_NARROWEST: Final = 40


def get_width() -> int:
    """Return the width for output: that of the terminal, within readable limits."""
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))


def format_page(title: str, facts: Iterable[Fact]) -> str:
    """Lay out facts below a title, each next to its label; undocumented facts share a line."""
    lines = [title, ""]
    for label, text in _collapse(facts):
        paragraphs = (text,) if isinstance(text, str) else text
        block = [line for paragraph in paragraphs for line in _wrap_paragraph(paragraph)]
        labels = [label, *[""] * (len(block) - 1)]
        lines += [f"{label:{_LABEL}}{line}" for label, line in zip(labels, block, strict=True)]
    return _join_lines(lines)


def format_columns(rows: Sequence[Sequence[str]], remarks: Sequence[Sequence[str]] = ()) -> str:
    """Lay out rows in columns, each followed by its remarks, indented and wrapped."""
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    lines: list[str] = []
    for position, row in enumerate(rows):
        lines += ["  ".join(f"{cell:{w}}" for cell, w in zip(row, widths, strict=True))]
        for remark in remarks[position] if remarks else ():
            lines += wrap(remark, indent="    ")
    return _join_lines(lines)


def wrap(text: str, *, indent: str = "", hanging: str = "") -> list[str]:
    """Wrap a string without breaking words, so URLs can be copied."""
    return textwrap.wrap(
        text,
        get_width(),
        initial_indent=indent,
        subsequent_indent=indent + hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def write(text: str, stream: TextIO | None) -> None:
    """Write a text to a stream in its encoding; do nothing if the stream is None (closed).

    Unprintable characters are escaped, since they could control the terminal.

    Raises:
        OSError: The text cannot be written.
    """
    if stream is not None:
        encoding = stream.encoding or "utf-8"
        stream.write(escape(text, kept="\n").encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()


def _collapse(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Yield the documented facts, then the labels of the undocumented ones."""
    missing: list[str] = []
    for label, text in facts:
        if text == NOT_DOCUMENTED:
            missing.append(label if label[:2].isupper() else label[:1].lower() + label[1:])
        else:
            yield label, text
    if missing:
        yield "Not documented", ", ".join(missing)


def _wrap_paragraph(text: str) -> list[str]:
    """Wrap a paragraph next to a label; list items have a hanging indent."""
    item = text.startswith("- ")
    lines = wrap(text, indent=" " * _LABEL, hanging="  " if item else "")
    return [line[_LABEL:] for line in lines] or [""]


def _join_lines(lines: Iterable[str]) -> str:
    return "".join(f"{line.rstrip()}\n" for line in lines)
