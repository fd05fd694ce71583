"""Read Markdown line by line, even if it is malformed."""

from __future__ import annotations

import re

from errsmith.drift.pages.columns import read_boxed, read_dashed
from errsmith.drift.pages.components import (
    read_comment,
    read_component,
    read_directive,
    read_field,
    read_html_block,
    read_restructured_block,
    read_template_tag,
)
from errsmith.drift.pages.draft import Draft, Step, start_draft, take_steps
from errsmith.drift.pages.examples import read_fence, read_indented_code
from errsmith.drift.pages.flattened import read_flattened_table
from errsmith.drift.pages.inline import read_inline
from errsmith.drift.pages.lists import read_definition, read_item, read_text
from errsmith.drift.pages.multiline_tables import read_multiline_table
from errsmith.drift.pages.page import Cell, Page
from errsmith.drift.pages.status_headings import read_status_heading
from errsmith.drift.pages.tables import read_pipe_table

LONGEST_HEADING = 200
LONGEST_FRONT_MATTER = 300
HASHES = re.compile(r"\s{0,3}(#{1,6})(?:\s+|(?<=##)(?=[A-Za-z`]))")
CLOSING_HASHES = re.compile(r"\s#+$")
ATTRIBUTES = re.compile(r"\s*\{[:#.][^{}]*\}$")
ANCHOR = re.compile(r"\s*\[[#¶§🔗\u200b\s]*\]\([^()\s]*\)$")
UNDERLINE = re.compile(r" {0,3}(=+|-{2,})\s*$")
RULE = re.compile(r"\s{0,3}([-*_])(?:\s*\1){2,}\s*$")
QUOTE = re.compile(r"(?:[ \t]*>)+ ?")
CALLOUT = re.compile(r"\[!\w+\]\s*")
REFERENCE = re.compile(r" {0,3}\[[^\[\]]+\]:\s+\S+(?:\s+[\"'(].*)?$")
FOOTNOTE = re.compile(r" {0,3}\[\^[^\[\]\s]+\]:\s+")
IMPORT = re.compile(r"(?:import|export) .* from ['\"][^'\"]+['\"];?$")
BOLD_LINE = re.compile(r"(\*\*|__)(?=\S)([^*\n]{1,120})(?<=[^\s:])\1$")
NOTES = frozenset(
    ["note", "notes", "warning", "tip", "important", "caution", "info", "danger", "hint", "example"]
)
METADATA = re.compile(r"[\w-]+:(?:\s|$)|\s+\S|- ")
TITLE_KEYS = ("title:", "title =", "title=")


def read_markdown(text: str) -> Page:
    """Read a page of Markdown, including the HTML in it."""
    draft = start_draft(text)
    take_steps(draft, STEPS, _read_front_matter(draft))
    return draft.finish("markdown")


def _read_front_matter(draft: Draft) -> int:
    """Take the title from the metadata before the page, and return where the page begins."""
    fence = draft.lines[0].strip() if draft.lines else ""
    if fence not in {"---", "+++"}:
        return 0
    for end in range(1, min(len(draft.lines), LONGEST_FRONT_MATTER)):
        line = draft.lines[end].strip()
        if line in {fence, "..."}:
            return end + 1
        if line.startswith(TITLE_KEYS):
            draft.title = read_inline(line[5:].strip(" :=\"'"), end + 1).text or None
        if line.startswith("#") and draft.is_after_blank(end):
            break
    draft.title = None
    return 0


def read_inner_front_matter(draft: Draft, index: int) -> int | None:
    """Read the metadata of a page that was appended to another; its title is a heading."""
    if draft.lines[index].rstrip() != "---":
        return None
    title: Cell | None = None
    for end in range(index + 1, min(len(draft.lines), index + LONGEST_FRONT_MATTER)):
        line = draft.lines[end].rstrip()
        if line == "---" and title is not None:
            draft.add_heading(1, title)
            return end + 1
        if line.startswith("title:"):
            title = read_inline(line[6:].strip(" \"'"), end + 1)
        elif not METADATA.match(line):
            break
    return None


def read_heading(draft: Draft, index: int) -> int | None:
    """Read a heading that begins with `#`."""
    line = draft.lines[index]
    match = HASHES.match(line)
    if not match:
        return None
    text = CLOSING_HASHES.sub("", line[match.end() :].strip()[-LONGEST_HEADING * 5 :])
    if text.strip("# "):
        draft.add_heading(len(match[1]), read_inline(_strip_anchor(text), index + 1))
    return index + 1


def _strip_anchor(text: str) -> str:
    """Return the text of a heading without its id and the links to it."""
    text = ANCHOR.sub("", ATTRIBUTES.sub("", text))
    return text.rstrip(" ¶§🔗").removesuffix(" #")


def read_underlined_heading(draft: Draft, index: int) -> int | None:
    """Read a heading that is underlined by `===` or `---`."""
    line = draft.lines[index]
    match = UNDERLINE.match(draft.lines[index + 1]) if index + 1 < len(draft.lines) else None
    text = line.strip()
    if not match or len(text) > LONGEST_HEADING or "|" in text or text[0] in "-*+>|<:#":
        return None
    if match[1][0] == "-" and text.endswith((".", ";", ",")):
        return None
    level = 1 if match[1][0] == "=" else 2
    draft.add_heading(level, read_inline(_strip_anchor(text), index + 1))
    return index + 2


def read_bold_heading(draft: Draft, index: int) -> int | None:
    """Read a separate line in bold as a heading below all other headings."""
    text = draft.lines[index].strip()
    match = BOLD_LINE.match(text)
    is_indented = draft.lines[index][0].isspace()
    if not match or is_indented or draft.items or not draft.is_after_blank(index):
        return None
    content = read_inline(text, index + 1)
    is_followed = draft.find_text(index + 1) < len(draft.lines)
    if not is_followed or content.text.endswith((".", "!", ":")):
        return None
    if content.text.casefold().strip(" :!") in NOTES:
        return None
    draft.add_heading(7, content)
    return index + 1


def read_rule(draft: Draft, index: int) -> int | None:
    """Skip a horizontal rule."""
    return index + 1 if RULE.match(draft.lines[index]) else None


def read_quote(draft: Draft, index: int) -> int | None:
    """Unquote the lines of a quotation, which are then read like any others."""
    if not QUOTE.match(draft.lines[index]):
        return None
    end = index
    while end < len(draft.lines) and (match := QUOTE.match(draft.lines[end])):
        draft.lines[end] = CALLOUT.sub("", draft.lines[end][match.end() :], count=1)
        end += 1
    return index


def read_reference(draft: Draft, index: int) -> int | None:
    """Skip the address of a link, and read a footnote as text."""
    line = draft.lines[index]
    if match := FOOTNOTE.match(line):
        draft.lines[index] = line[match.end() :]
        return index
    return index + 1 if REFERENCE.match(line) or IMPORT.match(line) else None


STEPS: tuple[Step, ...] = (
    read_fence,
    read_quote,
    read_inner_front_matter,
    read_comment,
    read_indented_code,
    read_template_tag,
    read_directive,
    read_restructured_block,
    read_boxed,
    read_dashed,
    read_field,
    read_component,
    read_html_block,
    read_heading,
    read_status_heading,
    read_multiline_table,
    read_flattened_table,
    read_pipe_table,
    read_underlined_heading,
    read_rule,
    read_reference,
    read_item,
    read_bold_heading,
    read_definition,
    read_text,
)
