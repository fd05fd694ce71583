"""Print pages of errors as text.

hopae.AUTH_FORBIDDEN  registry/providers/hopae.toml:150:1

HTTP status      403                 registry/providers/hopae.toml:151:10
Group            auth                registry/providers/hopae.toml:75:9  "AUTH_*" in [groups.auth]
Retry            never (documented)  registry/providers/hopae.toml:55:9  in [categories.client]

Not documented   causes, what to do, user message
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import frozen

from errsmith.characters import count_cells, escape
from errsmith.inspecting.origins import Origin
from errsmith.inspecting.page import Fact, Page
from errsmith.registry.diagnostics import Span
from errsmith.registry.wording import cut
from errsmith.reporting.styling import Piece
from errsmith.reporting.tables import GAP

_LABEL: Final = 17
"""The width of a label and the space after it."""
_WIDEST: Final = 100
"""The most cells of a line of prose."""
_NARROWEST: Final = 40
_SHORT: Final = 40
"""The most cells of a fact that has its origin on the same line."""
_TITLE, _NAME, _ORIGIN, _STAGE = "bold", "cyan", "dim", "bold red"


@frozen
class _Row:
    """A fact as lines, and its origins as lines."""

    label: str
    lines: Sequence[str]
    origins: Sequence[tuple[str, str]] = ()
    """The place and the reason of each origin; one of the two may be empty."""
    body: Sequence[str] = ()
    """The lines below everything else."""

    @property
    def is_short(self) -> bool:
        """Whether the fact leaves room for its origin on the same line."""
        return len(self.lines) == 1 and count_cells(self.lines[0]) <= _SHORT


def lay_out(pages: Iterable[Page], width: int | None) -> Iterator[Piece]:
    """Yield the pieces of pages, with a blank line between them.

    Args:
        pages: The pages.
        width: The width of the terminal in cells, or None if the output is not for a terminal.
    """
    blank = ""
    for page in pages:
        yield blank, ""
        yield from _lay_out_page(page, width)
        blank = "\n"


def _lay_out_page(page: Page, width: int | None) -> Iterator[Piece]:
    entry = page.entry
    yield escape(entry.name), _TITLE
    if entry.stage:
        yield f" ({entry.stage})", _STAGE
    yield f"{GAP}{format_place(entry.span)}\n\n", _ORIGIN
    limit = max(_NARROWEST, min(_WIDEST, width or _WIDEST)) - _LABEL
    rows = [_build_row(fact, limit) for fact in page.facts]
    short = [row for row in rows if row.is_short]
    column = max((count_cells(row.lines[0]) for row in short), default=0)
    place = max((count_cells(place) for row in rows for place, _ in row.origins), default=0)
    origins = (_join(at, place, reason) for row in short for at, reason in row.origins)
    longest = max(map(count_cells, origins), default=0)
    is_wide = width is None or _LABEL + column + len(GAP) + longest <= width
    for row in rows:
        yield from _lay_out_row(row, place, column if is_wide else None)
    if page.missing:
        labels = (label if label[:2].isupper() else label.lower() for label in page.missing)
        lines = _wrap(", ".join(labels), limit)
        yield "\n", ""
        yield from _lay_out_row(_Row("Not documented", lines), place)


def _build_row(fact: Fact, limit: int) -> _Row:
    lines = [line for paragraph in fact.lines for line in _wrap(paragraph, limit)]
    is_used = any(not origin.unused for origin in fact.origins)
    origins = [_describe_origin(origin, is_used=is_used) for origin in fact.origins]
    return _Row(fact.label, lines, origins, [escape(line) for line in fact.body])


def _wrap(text: str, limit: int) -> list[str]:
    """Wrap a paragraph without breaking words, so that URLs and paths can be copied."""
    lines = textwrap.wrap(
        text,
        limit,
        subsequent_indent="  " if text.startswith("- ") else "",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [escape(line) for line in lines] or [""]


def _lay_out_row(row: _Row, place: int, column: int | None = None) -> Iterator[Piece]:
    """Yield a fact, with its origins next to it if it is short and there is a column for it.

    Args:
        row: The fact.
        place: The width of places, which aligns the reasons after them.
        column: The width of short facts; None to put all origins below their facts.
    """
    yield f"{row.label:{_LABEL}}", _NAME
    origins = [_join(at, place, reason) for at, reason in row.origins]
    indent = " " * _LABEL
    if row.is_short and column is not None:
        [line] = row.lines
        yield line, ""
        first, *origins = origins or [""]
        yield f"{' ' * (column - count_cells(line))}{GAP}{first}".rstrip() + "\n", _ORIGIN
        indent += " " * (column + len(GAP))
    else:
        first, *rest = row.lines
        yield "\n".join([first, *(f"{indent}{line}".rstrip() for line in rest)]) + "\n", ""
    for origin in origins:
        yield f"{indent}{origin}\n", _ORIGIN
    for line in row.body:
        yield f"{' ' * _LABEL}{line}".rstrip() + "\n", ""


def _join(place: str, width: int, reason: str) -> str:
    """Return an origin on one line."""
    if not place:
        return reason
    return f"{place}{' ' * (width - count_cells(place))}{GAP}{reason}".rstrip()


def _describe_origin(origin: Origin, *, is_used: bool) -> tuple[str, str]:
    """Return the place and the reason of an origin.

    Args:
        origin: The origin.
        is_used: Whether the fact has another origin that applies.
    """
    reason = escape(origin.reason)
    if origin.unused:
        prefix = "overridden: " if is_used else ""
        reason = f"{prefix}{escape(cut(' '.join(origin.unused.split())))} {reason}".rstrip()
    return "" if origin.span is None else format_place(origin.span), reason


def format_place(span: Span) -> str:
    """Return a place that terminals and editors open with a click: `path:line:column`."""
    return f"{escape(span.path)}:{span.start.line}:{span.start.column}"
