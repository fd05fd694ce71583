"""Read AsciiDoc line by line."""

from __future__ import annotations

import re

from errsmith.drift.pages.asciidoc_tables import is_table_delimiter, read_cells
from errsmith.drift.pages.draft import Draft, Step, split_lines, start_draft, take_steps
from errsmith.drift.pages.inline import read_inline
from errsmith.drift.pages.page import Cell, Listing, Page, Table, Term

_HEADING = re.compile(r"(={1,6}|#{1,6})\s+(\S.*)$")
_ATTRIBUTES = re.compile(r"\[([^\[\]\n]*)\]\s*$")
_ANCHOR = re.compile(r"\[\[[^\[\]\n]*\]\]\s*$")
_TITLE = re.compile(r"\.(?=[^\s.])")
_ENTRY = re.compile(r":!?[\w-]+!?:(?:\s|$)")
_MACRO = re.compile(r"(?:include|image|toc|video|audio|ifdef|ifndef|ifeval|endif)::")
_BULLET = re.compile(r"\s*(\*{1,5}|-|\.{1,5}|<\d+>|\d+\.)\s+(?=\S)")
_TERM = re.compile(r"\s*(\S.*?)(:{2,4}|;;)(?:\s+|$)")
_LISTINGS = re.compile(r"(-{4,}|\.{4,}|`{3,}|\+{4,})([\w+-]*)\s*$")
_CONTAINER = re.compile(r"(?:={4,}|\*{4,}|_{4,}|--)\s*$")
_COMMENT = "////"

_LINK = re.compile(r"\b(?:link|xref|mailto|https?|ftp):[^\s\[\]]{0,400}+\[([^\[\]]*)\]")
_REFERENCE = re.compile(r"<<[^<>,\n]*+(?:,([^<>\n]*))?>>")
_MACRO_INSIDE = re.compile(
    r"\b(?:footnote|pass|kbd|btn|menu|icon|image|anchor):[^\s\[\]]{0,400}+\[[^\[\]]*\]"
)
_PLUS = re.compile(r"(?<![\w+])\+{1,2}(?=[^\s+])([^+\n]*[^\s+])\+{1,2}(?![\w+])")
_STRONG = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![\w*])")


def read_asciidoc(text: str) -> Page:
    """Read a page of AsciiDoc."""
    draft = start_draft(text)
    take_steps(draft, _STEPS)
    return draft.finish("asciidoc")


def read_markup(raw: str, line: int) -> Cell:
    """Return the text of some AsciiDoc, and its parts that are code."""
    if "[" in raw:
        raw = _MACRO_INSIDE.sub("", _LINK.sub(lambda link: link[1].rstrip("^"), raw))
    if "<<" in raw:
        raw = _REFERENCE.sub(lambda reference: reference[1] or "", raw)
    if "+" in raw:
        raw = _PLUS.sub(r"`\1`", raw)
        raw = f"{raw[:-2]}<br>" if raw.endswith(" +") else raw
    return read_inline(_STRONG.sub(r"**\1**", raw) if "*" in raw else raw, line)


def _read_comment(draft: Draft, index: int) -> int | None:
    line = draft.lines[index]
    if not line.startswith("//"):
        return None
    if line.rstrip() != _COMMENT:
        return index + 1
    end = index + 1
    while end < len(draft.lines) and draft.lines[end].rstrip() != _COMMENT:
        end += 1
    if end == len(draft.lines):
        draft.cut_inside = "a comment"
    return end + 1


def _read_heading(draft: Draft, index: int) -> int | None:
    match = _HEADING.match(draft.lines[index])
    if not match:
        return None
    draft.add_heading(len(match[1]), read_markup(match[2].rstrip(" =+"), index + 1))
    return index + 1


def _read_attributes(draft: Draft, index: int) -> int | None:
    """Skip attributes, anchors and metadata."""
    line = draft.lines[index]
    is_skipped = _ATTRIBUTES.match(line) or _ANCHOR.match(line) or _ENTRY.match(line)
    return index + 1 if is_skipped or _MACRO.match(line) or line.strip() in {"+", "'''"} else None


def _read_title(draft: Draft, index: int) -> int | None:
    """Skip the title of a table, which is read with the table; other titles are text."""
    line = draft.lines[index]
    if not _TITLE.match(line):
        return None
    at = draft.find_text(index + 1)
    while at < len(draft.lines) and at < index + 4 and _ATTRIBUTES.match(draft.lines[at]):
        at += 1
    if at >= len(draft.lines) or not is_table_delimiter(draft.lines[at]):
        draft.add_text(read_markup(line[1:], index + 1))
    return index + 1


def _find_above(draft: Draft, index: int) -> tuple[str, str | None]:
    """Return the attributes directly above a block, and its title."""
    attributes, title = "", None
    for at in range(index - 1, max(index - 4, -1), -1):
        line = draft.lines[at]
        if match := _ATTRIBUTES.match(line):
            attributes = f"{match[1]},{attributes}"
        elif _TITLE.match(line) and title is None:
            title = read_markup(line[1:], at + 1).text
        else:
            break
    return attributes, title


def _read_listing(draft: Draft, index: int) -> int | None:
    """Read a block of code, up to the line that it began with."""
    match = _LISTINGS.match(draft.lines[index])
    if not match:
        return None
    end = index + 1
    while end < len(draft.lines) and draft.lines[end].rstrip() != match[1]:
        end += 1
    is_closed = end < len(draft.lines)
    if not is_closed and draft.patience > 0:
        draft.patience -= 1
    elif not is_closed:
        return index + 1
    parts = [part.strip(" \"'") for part in _find_above(draft, index)[0].split(",")]
    language = match[2] or (parts[1] if parts[0].startswith("source") else "")
    draft.add(
        Listing(
            line=min(index + 2, len(draft.lines)),
            text="\n".join(draft.lines[index + 1 : end]),
            language=language.lower() or None,
            is_closed=is_closed,
        )
    )
    if not is_closed:
        draft.cut_inside = "an example"
    return end + 1


def _read_container(draft: Draft, index: int) -> int | None:
    """Skip the line around an admonition, an example or a quotation."""
    return index + 1 if _CONTAINER.match(draft.lines[index]) else None


def _read_table(draft: Draft, index: int) -> int | None:
    delimiter = draft.lines[index].strip()
    if not is_table_delimiter(delimiter):
        return None
    end = index + 1
    while end < len(draft.lines) and draft.lines[end].strip() != delimiter:
        if _HEADING.match(draft.lines[end]) and draft.is_after_blank(end):
            break  # The end of the table is missing.
        end += 1
    is_closed = end < len(draft.lines)
    is_ended = is_closed and draft.lines[end].strip() == delimiter
    attributes, title = _find_above(draft, index)
    header, rows = read_cells(draft.lines[index + 1 : end], index + 2, attributes, read_markup)
    draft.leave_items(index)
    draft.add(Table(line=index + 1, header=header, rows=rows, caption=title, is_closed=is_closed))
    if not is_closed:
        draft.cut_inside = "a table"
    return end + is_ended


def _read_item(draft: Draft, index: int) -> int | None:
    line = draft.lines[index]
    match = _BULLET.match(line)
    if not match:
        return None
    depth = len(match[1]) if match[1][0] in "*." else 1
    draft.add_item(depth, read_markup(line[match.end() :], index + 1))
    return index + 1


def _read_term(draft: Draft, index: int) -> int | None:
    """Read a term such as `KEY_OLD::` and its definition, up to a blank line or another block."""
    line = draft.lines[index]
    match = _TERM.match(line)
    if not match or "://" in match[0] or len(match[1]) > 200:  # noqa: PLR2004
        return None
    definition = [read_markup(line[match.end() :], index + 1)]
    first = draft.find_text(index + 1)
    end = first if not definition[0].text and first <= index + 2 else index + 1
    while end < len(draft.lines) and draft.lines[end].strip() and not _begins(draft.lines[end]):
        definition.append(read_markup(draft.lines[end].strip(), end + 1))
        end += 1
    draft.items.clear()
    lines = tuple(cell for cell in definition if cell.text)
    draft.add(Term(line=index + 1, term=read_markup(match[1], index + 1), definition=lines))
    return end


def _begins(line: str) -> bool:
    """Return whether a line begins a new block."""
    blocks = (_TERM, _BULLET, _HEADING, _LISTINGS, _ATTRIBUTES, _CONTAINER)
    return (
        line.strip() == "+"
        or is_table_delimiter(line)
        or any(block.match(line) for block in blocks)
    )


def _read_text(draft: Draft, index: int) -> int:
    if draft.is_after_blank(index):
        draft.items.clear()
    for cell in split_lines(read_markup(draft.lines[index].strip(), index + 1)):
        draft.add_text(cell)
    return index + 1


_STEPS: tuple[Step, ...] = (
    _read_comment,
    _read_listing,
    _read_table,
    _read_container,
    _read_heading,
    _read_attributes,
    _read_item,
    _read_title,
    _read_term,
    _read_text,
)
