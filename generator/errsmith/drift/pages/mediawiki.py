"""Read the text of a wiki in the syntax of MediaWiki."""

from __future__ import annotations

import re

from attrs import frozen

from errsmith.drift.pages.draft import Draft, Step, split_lines, start_draft, take_steps
from errsmith.drift.pages.grid import Spanning, lay_out
from errsmith.drift.pages.inline import read_inline
from errsmith.drift.pages.page import Cell, Listing, Page, Table, Term

_BULLET = re.compile(r"([*#]+:*|:+[*#]*)\s*(?=\S)")
_LISTING = re.compile(r"\s*<(pre|source|syntaxhighlight|nowiki)\b([^<>]*)>", re.IGNORECASE)
_LANGUAGE = re.compile(r"lang\s*=\s*[\"']?([\w+-]+)")
_MAGIC = re.compile(r"__[A-Z]+__\s*$|\[\[(?:Category|File|Image):[^\[\]]*\]\]\s*$")

_TABLE = re.compile(r"\s*:*\{\|")
_ROW = re.compile(r"\s*\|-")
_TABLE_END = re.compile(r"\s*\|\}")
_CAPTION = re.compile(r"\s*\|\+")
_SPANS = re.compile(r"\b(row|col)span\s*=\s*[\"']?\s*(\d{1,4})")

_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_ADDRESS = re.compile(r"\[(?:https?:|//|mailto:)[^\s\[\]]*+(?:\s+([^\[\]]*))?\]")
_TEMPLATE = re.compile(r"\{\{(?:[^{}|]*\|)*([^{}|]*)\}\}")
_QUOTES = re.compile(r"'{2,5}")


@frozen
class _Raw:
    """A cell of a table.

    Attributes:
        is_header: Whether it is a header.
        line: The line it begins on.
        lines: Its lines, the first one with its attributes.
    """

    is_header: bool
    line: int
    lines: list[str]

    def read(self) -> Spanning:
        """Return its text, and the rows and columns that it covers."""
        attributes, first = _drop_attributes(self.lines[0])
        spans = {kind: int(count) for kind, count in _SPANS.findall(attributes)}
        lines = [line for line in (first.strip(), *self.lines[1:]) if line]
        line = self.line + (not first.strip() and len(self.lines) > 1)
        cell = read_markup("<br>".join(lines), line)
        return Spanning(cell, spans.get("row", 1), max(spans.get("col", 1), 1))


def read_mediawiki(text: str) -> Page:
    """Read a page of wiki text."""
    draft = start_draft(text)
    take_steps(draft, _STEPS)
    return draft.finish("mediawiki")


def read_markup(raw: str, line: int) -> Cell:
    """Return the text of a piece of wiki text."""
    if "<!--" in raw:
        raw = _drop_comments(raw)
    if "{{" in raw:
        raw = _TEMPLATE.sub(r"\1", raw)
    if "[" in raw:
        raw = _ADDRESS.sub(lambda link: link[1] or "", _LINK.sub(r"\1", raw))
    return read_inline(_QUOTES.sub("", raw) if "''" in raw else raw, line)


def _drop_comments(raw: str) -> str:
    """Return text without comments; one without an end extends to the end of the text."""
    first, *others = raw.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)


def _read_heading(draft: Draft, index: int) -> int | None:
    level = _find_level(draft.lines[index])
    if not level:
        return None
    text = draft.lines[index].strip()[level:-level]
    draft.add_heading(level, read_markup(text.strip(), index + 1))
    return index + 1


def _find_level(line: str) -> int:
    """Return the level of a line that is a heading, 0 for other lines."""
    text = line.strip()
    level = min(len(text) - len(text.lstrip("=")), len(text) - len(text.rstrip("=")), 6)
    return level if text[level : len(text) - level].strip() else 0


def _read_listing(draft: Draft, index: int) -> int | None:
    """Read an example between tags."""
    line = draft.lines[index]
    match = _LISTING.match(line)
    if not match:
        return None
    close = f"</{match[1].lower()}"
    lines = [line[match.end() :]]
    end = index + 1
    while close not in lines[-1].lower() and end < len(draft.lines):
        lines.append(draft.lines[end])
        end += 1
    is_closed = close in lines[-1].lower()
    if not is_closed:
        draft.patience -= 1
        if draft.patience < 0:
            return index + 1
        draft.cut_inside = "an example"
    else:
        lines[-1] = lines[-1][: lines[-1].lower().index(close)]
    skipped = 0 if lines[0].strip() or len(lines) == 1 else 1
    language = _LANGUAGE.search(match[2])
    draft.items.clear()
    draft.add(
        Listing(
            line=index + 1 + skipped,
            text="\n".join(lines[skipped:]).rstrip(),
            language=language[1].lower() if language else None,
            is_closed=is_closed,
        )
    )
    return end


def _read_indented(draft: Draft, index: int) -> int | None:
    """Read lines that begin with a space, which are an example."""
    if not draft.lines[index].startswith(" ") or draft.lines[index].lstrip().startswith("{|"):
        return None
    end = index
    while end < len(draft.lines) and draft.lines[end].startswith(" ") and draft.lines[end].strip():
        end += 1
    draft.items.clear()
    text = "\n".join(line[1:] for line in draft.lines[index:end])
    draft.add(Listing(line=index + 1, text=text))
    return end


def _read_table(draft: Draft, index: int) -> int | None:
    """Read a table; without an end, it extends to the next heading."""
    if not _TABLE.match(draft.lines[index]):
        return None
    end = index + 1
    depth = 1
    while end < len(draft.lines) and not _find_level(draft.lines[end]):
        line = draft.lines[end]
        depth += bool(_TABLE.match(line)) - bool(_TABLE_END.match(line))
        if depth == 0:
            break
        end += 1
    is_closed = end < len(draft.lines)
    caption, header, rows = _read_rows(draft.lines, index + 1, end)
    draft.items.clear()
    draft.add(Table(line=index + 1, header=header, rows=rows, caption=caption, is_closed=is_closed))
    if not is_closed:
        draft.cut_inside = "a table"
    elif depth == 0:
        draft.lines[end] = _TABLE_END.sub("", draft.lines[end])
    return end


def _read_rows(
    lines: list[str], start: int, end: int
) -> tuple[str | None, tuple[Cell, ...], tuple[tuple[Cell, ...], ...]]:
    """Return the caption, the header and the rows of a table."""
    caption: str | None = None
    rows: list[list[_Raw]] = [[]]
    for index in range(start, end):
        line = lines[index].strip()
        if _ROW.match(line):
            rows.append([])
        elif _CAPTION.match(line):
            caption = read_markup(_drop_attributes(line[2:])[1], index + 1).text or None
        elif line.startswith(("|", "!")):
            is_header = line.startswith("!")
            cells = line[1:].replace("!!", "||") if is_header else line[1:]
            rows[-1] += [_Raw(is_header, index + 1, [cell]) for cell in cells.split("||")]
        elif line and rows[-1]:
            rows[-1][-1].lines.append(line)
    rows = [row for row in rows if row]
    if len(rows) > 1 and len(rows[0]) == 1 and rows[0][0].is_header and caption is None:
        caption = rows.pop(0)[0].read().cell.text or None  # A title across all columns.
    if not rows:
        return caption, (), ()
    laid_out = lay_out([[raw.read() for raw in row] for row in rows])
    count = 0
    while count < len(rows) and len(rows[count]) > 1 and all(raw.is_header for raw in rows[count]):
        count += 1
    return caption, laid_out[count - 1] if count else (), tuple(laid_out[count:])


def _drop_attributes(text: str) -> tuple[str, str]:
    """Return the attributes of a cell, and what comes after them."""
    attributes, bar, content = text.partition("|")
    if not bar or "=" not in attributes or "[" in attributes or "{" in attributes:
        return "", text
    return attributes, content


def _read_term(draft: Draft, index: int) -> int | None:
    """Read a term such as `;key_old: The key is old`, whose definition may be below it."""
    line = draft.lines[index]
    if not line.startswith(";"):
        return None
    name, colon, text = line[1:].partition(": " if ": " in line else ":")
    definition = [read_markup(text.strip(), index + 1)] if colon and text.strip() else []
    end = index + 1
    while end < len(draft.lines) and draft.lines[end].startswith(":"):
        definition.append(read_markup(draft.lines[end].lstrip(": "), end + 1))
        end += 1
    draft.items.clear()
    term = read_markup(name.strip(), index + 1)
    draft.add(Term(line=index + 1, term=term, definition=tuple(definition)))
    return end


def _read_item(draft: Draft, index: int) -> int | None:
    line = draft.lines[index]
    match = _BULLET.match(line)
    if not match:
        return None
    first, *others = split_lines(read_markup(line[match.end() :], index + 1))
    if match[1].strip(":"):
        draft.add_item(len(match[1]), first)
    else:
        draft.add_text(first)  # Indented text.
    for cell in others:
        draft.add_text(cell)
    return index + 1


def _read_text(draft: Draft, index: int) -> int:
    line = draft.lines[index].strip()
    draft.items.clear()
    if not _MAGIC.match(line) and set(line) != {"-"}:
        for cell in split_lines(read_markup(line, index + 1)):
            draft.add_text(cell)
    return index + 1


_STEPS: tuple[Step, ...] = (
    _read_listing,
    _read_table,
    _read_heading,
    _read_term,
    _read_item,
    _read_indented,
    _read_text,
)
