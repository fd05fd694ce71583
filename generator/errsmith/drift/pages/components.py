"""Other markup inside Markdown: HTML, components, directives, template tags."""

from __future__ import annotations

import re

from errsmith.drift.pages.draft import Draft, find_column
from errsmith.drift.pages.embedding import add_page
from errsmith.drift.pages.html import read_html
from errsmith.drift.pages.inline import read_inline
from errsmith.drift.pages.lists import BULLET
from errsmith.drift.pages.page import Cell, Term
from errsmith.drift.pages.restructured import read_restructured

BRACES = r"\{(?:[^{}<]|\{(?:[^{}<]|\{[^{}<]*+\})*+\})*+\}"
ATTRIBUTES = rf"[^<>{{]*+(?:{BRACES}[^<>{{]*+)*+(?:>|$)|[^<>]*+(?:>|$)"
HTML_BLOCK = re.compile(rf"<(table|dl|ul|ol|pre|h[1-6])\b(?:{ATTRIBUTES})", re.IGNORECASE)
SUMMARY = re.compile(r"<summary\b[^<>]*>(.*?)(?:</summary>|$)", re.IGNORECASE)
COMPONENT = re.compile(
    rf"\s*<(/?)(?!(?:Table|Dl|Ul|Ol|Pre)\b)([A-Z][\w.]*|details|summary|section)\b({ATTRIBUTES})"
)
LONGEST_TAG = 30
"""The maximum number of lines of a component's tag."""

FIELD = re.compile(r"\s*<(?:\w*Field|\w*Param|Property|Attribute)\b([^<>]*)>", re.ASCII)
FIELD_END = re.compile(r"\s*</")
TITLE = re.compile(
    r"\b(?:title|label|header|heading|summary|status|code)\s*=\s*\{?[\"'`]([^\"'`]*)[\"'`]"
)
NAME = re.compile(r"\b(?:name|path|query|body|header|id)\s*=\s*\{?[\"'`]([^\"'`]*)[\"'`]")
TYPE = re.compile(r"\btype\s*=\s*\{?[\"'`]([^\"'`]*)[\"'`]")
TEMPLATE_TAG = re.compile(r"\s*\{%-?\s*(\w+)([^%]*)%\}")
TEMPLATE_COMMENT = re.compile(r"\s*\{/\*.*\*/\}\s*$")
DIRECTIVE = re.compile(r"\s*:{3,}\s*(?:\{?([\w-]+)\}?)?\s*(.*)$")
ADMONITION = re.compile(r"\s*(?:!!!|\?\?\?\+?|===\+?)\s+(?:([\w-]+)\s*)?(?:[\"'](.*)[\"'])?\s*$")
RESTRUCTURED = re.compile(r"\s*\.\. [a-zA-Z][\w:-]*::(?:\s|$)")
HEADING = re.compile(r" {0,3}#{1,6}\s")


def read_comment(draft: Draft, index: int) -> int | None:
    """Remove a comment; without an end, it extends to the next heading."""
    line = draft.lines[index]
    start = line.find("<!--")
    if start < 0 or line[:start].endswith("`"):
        return None
    close = line.find("-->", start)
    if close >= 0:
        draft.lines[index] = line[:start] + line[close + 3 :]
        return index
    draft.lines[index] = line[:start]
    for end in range(index + 1, len(draft.lines)):
        if "-->" in draft.lines[end]:
            draft.lines[end] = draft.lines[end].partition("-->")[2]
            return index
        if HEADING.match(draft.lines[end]):
            return index
        draft.lines[end] = ""
    draft.cut_inside = "a comment"
    return index


def read_template_tag(draft: Draft, index: int) -> int | None:
    """Read a tag of a template such as `{% tab title="400" %}`, whose title is a heading."""
    line = draft.lines[index]
    match = TEMPLATE_TAG.match(line)
    if not match:
        return index + 1 if TEMPLATE_COMMENT.match(line) else None
    name = match[1]
    if name.startswith("end"):
        draft.end_section(name.removeprefix("end"))
    elif title := TITLE.search(match[2]):
        draft.add_section(name, read_inline(title[1], index + 1))
    draft.lines[index] = line[match.end() :]
    return index


def read_directive(draft: Draft, index: int) -> int | None:
    """Read an admonition, `:::note` or `!!! warning`, whose title is a line of text."""
    line = draft.lines[index]
    if match := DIRECTIVE.match(line):
        draft.add_text(read_inline(match[2].strip("[] "), index + 1))
        return index + 1
    match = ADMONITION.match(line)
    if not match or not (match[1] or match[2]):
        return None
    draft.add_text(read_inline(match[2] or "", index + 1))
    base = find_column(line) + 4
    end = index + 1
    while end < len(draft.lines):
        following = draft.lines[end]
        if following.strip():
            if find_column(following) < base:
                break
            draft.lines[end] = following.expandtabs(4)[base:]
        end += 1
    return index + 1


def read_restructured_block(draft: Draft, index: int) -> int | None:
    """Read a directive of reStructuredText, such as a list table, with the lines below it."""
    line = draft.lines[index]
    if not RESTRUCTURED.match(line):
        return None
    column = find_column(line)
    end = last = index + 1
    while end < len(draft.lines):
        if draft.lines[end].strip():
            if find_column(draft.lines[end]) <= column:
                break
            last = end + 1
        end += 1
    lines = [line.expandtabs(4)[column:] for line in draft.lines[index:last]]
    draft.leave_items(index)
    page = read_restructured("\n".join(lines))
    add_page(draft, page, index)
    if page.cut_inside and last == len(draft.lines):
        draft.cut_inside = page.cut_inside
    return last


def read_field(draft: Draft, index: int) -> int | None:
    """Read a component that documents a field, such as `<ResponseField name="code">`, as a term."""
    line = draft.lines[index]
    match = FIELD.match(line)
    name = NAME.search(match[1]) if match else None
    if not match or not name:
        return None
    number = index + 1
    definition = []
    if kind := TYPE.search(match[1]):
        definition.append(Cell(kind[1], number))
    draft.lines[index] = line[match.end() :].partition("</")[0]
    end = index
    if not match[1].endswith("/"):
        is_closed = "</" in line[match.end() :]
        end = _find_field_end(draft, index) if not is_closed else number
        definition += [read_inline(draft.lines[at], at + 1) for at in range(index, end)]
    draft.leave_items(index)
    cells = tuple(cell for cell in definition if cell.text)
    draft.add(Term(line=number, term=read_inline(f"`{name[1]}`", number), definition=cells))
    return max(end, number)


def _find_field_end(draft: Draft, index: int) -> int:
    """Return the index of the line on which a field's own text ends."""
    end = index + 1
    while end < len(draft.lines):
        line = draft.lines[end].strip()
        if line.startswith(("<", "|", "```", "#")) or BULLET.match(line):
            break
        end += 1
    return end


def read_component(draft: Draft, index: int) -> int | None:
    """Read the tag of a component, whose title is a heading for its content."""
    line, last = draft.lines[index], index
    match = COMPONENT.match(line)
    if match and not match[0].endswith(">"):
        line, last = _join_tag(draft, index)
        match = COMPONENT.match(line)
    if not match:
        return None
    close, name, attributes = match.groups()
    rest = line[match.end() :]
    if close:
        draft.end_section(name)
    elif name == "summary":
        title, _, rest = rest.partition("</summary>")
        draft.add_section("details", read_inline(title, index + 1))
    elif title_of := TITLE.search(attributes):
        draft.add_section(name, read_inline(title_of[1], index + 1))
    draft.lines[index : last + 1] = [*[""] * (last - index), rest]
    return index


def _join_tag(draft: Draft, index: int) -> tuple[str, int]:
    """Return the lines of a tag as one, and the index of its last line."""
    lines = [draft.lines[index]]
    for at in range(index + 1, min(index + LONGEST_TAG, len(draft.lines))):
        line = draft.lines[at].strip()
        if not line or line.startswith("<"):
            break
        lines.append(line)
        if ">" in line and (match := COMPONENT.match(" ".join(lines))) and match[0][-1] == ">":
            return " ".join(lines), at
    return lines[0], index


def read_html_block(draft: Draft, index: int) -> int | None:
    """Read HTML with blocks: tables, lists, headings, examples."""
    line = draft.lines[index]
    match = HTML_BLOCK.search(line)
    if not match or "`" in line[: match.start()] or "|" in line[: match.start()]:
        return None
    draft.leave_items(index, is_paragraph=True)
    draft.add_text(read_inline(line[: match.start()], index + 1))
    tag = match[1].lower()
    draft.lines[index] = line[match.start() :]
    end, rest = _find_html_end(draft, index, tag)
    page = read_html("\n".join([*draft.lines[index:end], rest[0]]))
    add_page(draft, page, index)
    if end < len(draft.lines):
        draft.lines[end] = rest[1]
    elif page.cut_inside:
        draft.cut_inside = page.cut_inside
    return end


def _find_html_end(draft: Draft, index: int, tag: str) -> tuple[int, tuple[str, str]]:
    """Return the index of the line on which HTML ends, with what of it is inside and outside.

    HTML without its end tag ends before the next heading.
    """
    tags = re.compile(rf"<(/?){tag}\b[^<>]*>?", re.IGNORECASE)
    depth = 0
    for end in range(index, len(draft.lines)):
        line = draft.lines[end]
        if end > index and tag != "pre" and HEADING.match(line):
            return end, ("", line)
        for match in tags.finditer(line):
            depth += -1 if match[1] else 1
            if depth <= 0 or (match[1] and tag == "pre"):
                return end, (line[: match.end()], line[match.end() :])
    return len(draft.lines), ("", "")
