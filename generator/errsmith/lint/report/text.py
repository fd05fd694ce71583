"""Print diagnostics as text, each with the lines it is about.

registry/providers/acme.toml:214:10: R103 status: found string "502", expected a status
    |
213 | [errors.SESSION_LOCKED]
214 | status = "502"
    |          ^^^^^
  help: Write `502` without quotes
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TextIO

from errsmith.characters import count_cells, escape
from errsmith.registry.diagnostics import Diagnostic, Span
from errsmith.reporting.styling import Piece, write_pieces

_WIDEST: Final = 100
"""Maximum width of a source line, in cells."""
_BEFORE: Final = 40
"""Cells shown before the underlined ones if a line must be cut."""
_NEAR: Final = 200
"""Characters considered before and after the start of the underlined ones."""
_TAB: Final = " " * 4
_PLACE, _RULE, _GUTTER, _MARK, _NOTE = "bold", "bold red", "blue", "red", "bold cyan"


def render(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]) -> str:
    """Return all diagnostics as text, without color."""
    return "".join(text for text, _ in _lay_out_all(diagnostics, sources))


def render_counts(diagnostics: Iterable[Diagnostic]) -> str:
    """Return the number of findings per rule, the last block of a report.

    R103 wrong-type          12
    R221 duplicate-identity   3
    """
    counted = Counter(diagnostic.rule for diagnostic in diagnostics)
    if not counted:
        return ""
    name = max(len(rule.name) for rule in counted)
    number = max(len(str(count)) for count in counted.values())
    lines = (
        f"{rule.id} {rule.name:{name}}  {counted[rule]:{number}}"
        for rule in sorted(counted, key=lambda rule: rule.id)
    )
    return "\n" + "".join(f"{line}\n" for line in lines)


def write(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str], stream: TextIO) -> None:
    """Write all diagnostics to a stream, in color if it is a terminal and NO_COLOR is not set."""
    write_pieces(_lay_out_all(diagnostics, sources), stream)


def _lay_out_all(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]) -> Iterator[Piece]:
    lines = {path: text.split("\n") for path, text in sources.items()}
    blank = ""
    for diagnostic in diagnostics:
        yield blank, ""
        yield from _lay_out(diagnostic, lines)
        blank = "\n"


def _lay_out(diagnostic: Diagnostic, sources: Mapping[str, list[str]]) -> Iterator[Piece]:
    yield f"{_format_place(diagnostic.span)}: ", _PLACE
    yield diagnostic.rule.id, _RULE
    yield f" {escape(diagnostic.message)}\n", ""
    yield from _frame(diagnostic.span, diagnostic.header, "^", sources)
    for label in diagnostic.related:
        yield "  note: ", _NOTE
        yield f"{_format_place(label.span)}: {escape(label.message)}\n", ""
        yield from _frame(label.span, None, "-", sources)
    if diagnostic.help:
        yield "  help: ", _NOTE
        yield f"{escape(diagnostic.help)}\n", ""


def _format_place(span: Span) -> str:
    return f"{escape(span.path)}:{span.start.line}:{span.start.column}"


def _frame(
    span: Span, header: Span | None, mark: str, sources: Mapping[str, list[str]]
) -> Iterator[Piece]:
    """Yield the first line of a span with marks below it, and its table's header above it."""
    lines = sources.get(span.path, [""])
    number = span.start.line
    if number > len(lines) or lines == [""]:
        return
    line = lines[number - 1].removesuffix("\r")
    end = span.end.column - 1 if span.end.line == number else len(line)
    text, indent, length = _cut_line(line, span.start.column - 1, end)
    gutter = len(str(number)) + 1
    yield f"{'':{gutter}}|\n", _GUTTER
    if header and header.start.line < number:
        above = lines[header.start.line - 1].removesuffix("\r")
        yield f"{header.start.line:>{gutter - 1}} | ", _GUTTER
        yield f"{_cut_line(above, 0, 0)[0]}\n", ""
        if header.start.line < number - 1:
            yield "...\n", _GUTTER
    yield f"{number} |", _GUTTER
    yield f" {text}".rstrip() + "\n", ""
    yield f"{'':{gutter}}|", _GUTTER
    yield f"{'':{indent + 1}}{mark * length}\n", _MARK


def _cut_line(line: str, start: int, end: int) -> tuple[str, int, int]:
    """Cut a line so that the characters from `start` to `end` are visible.

    Returns:
        The text, the cells before these characters, and the cells that they occupy.
    """
    start = min(start, len(line))
    skipped = max(0, start - _NEAR)
    near = line[skipped : start + _NEAR]
    shown = [_TAB if character == "\t" else escape(character) for character in near]
    cells = [count_cells(text) for text in shown]
    start, end, first, last = start - skipped, end - skipped, 0, len(near)
    if len(near) < len(line) or sum(cells) > _WIDEST:
        first = start - _count_fitting(cells[:start][::-1], _BEFORE)
        last = first + _count_fitting(cells[first:], _WIDEST)
    before, after = "…" * (skipped + first > 0), "…" * (skipped + last < len(line))
    indent = len(before) + sum(cells[first:start])
    text = before + "".join(shown[first:last]) + after
    return text, indent, max(1, sum(cells[start : min(end, last)]))


def _count_fitting(cells: list[int], room: int) -> int:
    """Return how many characters fit in a number of cells."""
    for index, cell in enumerate(cells):
        room -= cell
        if room < 0:
            return index
    return len(cells)
