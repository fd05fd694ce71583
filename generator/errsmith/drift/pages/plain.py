"""Read the plain text of a page, such as text copied from a browser or dumped by a tool."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial

from errsmith.drift.pages.columns import (
    is_chrome,
    read_aligned,
    read_boxed,
    read_stacked,
    read_tabbed,
)
from errsmith.drift.pages.draft import Draft, Step, find_column, start_draft, take_steps
from errsmith.drift.pages.examples import is_json, read_fence, read_json_example, read_message
from errsmith.drift.pages.flattened import read_flattened_table
from errsmith.drift.pages.indented import (
    drop_page_breaks,
    find_outer_terms,
    is_example_line,
    is_mostly_indented,
    mark_bullets,
    read_indented_term,
)
from errsmith.drift.pages.inline import read_inline
from errsmith.drift.pages.joined import read_joined
from errsmith.drift.pages.lists import BULLET, read_definition, read_item, read_text
from errsmith.drift.pages.page import Heading, Item, Listing, Page, Table, Term
from errsmith.drift.pages.separated import read_separated
from errsmith.drift.pages.status_headings import read_status_heading
from errsmith.drift.pages.tables import read_pipe_table
from errsmith.drift.pages.words import QUOTES, is_code_like, is_header_word, is_label, is_title

LONGEST_HEADING = 100
MOST_WORDS = 12
ANCHORS = ("\u00a0", "\u200b", "¶", "§", "🔗", " #")
ANCHOR_CHARACTERS = " \t\u00a0\u200b¶§🔗#"
HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]?\s+(?=[^\W\d_])")
QUOTED = re.compile(r"(?<!\w)['\u2018\"\u201c][^'\u2019\"\u201d]{1,60}['\u2019\"\u201d](?!\w)")
SHORTEST_UNDERLINE = 3
REPEATED = 3
"""A line that occurs this often is a label, not a heading."""


def read_plain(text: str) -> Page:
    """Read a page of plain text."""
    draft = start_draft(text)
    drop_page_breaks(draft.lines)
    is_indented = is_mostly_indented(draft.lines)
    if is_indented:
        mark_bullets(draft.lines)
    lines = Counter(line.strip() for line in draft.lines if len(line) < LONGEST_HEADING)
    repeated = frozenset(line for line, count in lines.items() if count >= REPEATED)
    base = 3 if any(map(_has_anchor, draft.lines)) else 2
    guess = partial(read_guessed_heading, repeated, base, can_be_indented=not is_indented)
    # If nearly all text is indented, the unindented lines are headings.
    least = 1 if is_indented else 0
    read_term = partial(read_indented_term, find_outer_terms(draft, least), least)
    take_steps(draft, (*STEPS, read_term, *TABLES, guess, read_line))
    return draft.finish("text")


def read_marked_heading(draft: Draft, index: int) -> int | None:
    """Read a heading that has a mark: an underline, an anchor, hashes or a number."""
    line = draft.lines[index]
    if len(line) > LONGEST_HEADING or not line.strip():
        return None
    if match := HASHES.match(line):
        return _add_heading(draft, index, len(match[1]), line[match.end() :])
    underline = draft.lines[index + 1].strip() if index + 1 < len(draft.lines) else ""
    if _is_underline(underline) and line.strip()[0].isalnum() and not line.rstrip().endswith("."):
        _add_heading(draft, index, 1 if underline[0] == "=" else 2, line)
        return index + 2
    if _has_anchor(line):
        return _add_heading(draft, index, 2 if draft.blocks else 1, line)
    if (match := NUMBERED.match(line)) and _is_numbered_heading(draft, index):
        parts = [part for part in match[0].strip(" \t.)").split(".") if part]
        return _add_heading(draft, index, len(parts) + 1, line)
    return None


def read_guessed_heading(
    repeated: frozenset[str], base: int, draft: Draft, index: int, *, can_be_indented: bool
) -> int | None:
    """Read a line with the position and the form of a heading.

    Args:
        repeated: Lines that occur too often to be headings.
        base: The level of headings without a mark.
        draft: The page.
        index: The index of the line.
        can_be_indented: Whether headings can be indented.
    """
    text = draft.lines[index].strip()
    if (
        text in repeated
        or (not can_be_indented and draft.lines[index][0].isspace())
        or not _can_be_heading(draft, index)
        or not _stands_as_heading(draft, index)
    ):
        return None
    first = text.split()[0].strip("(),:'\"`")
    is_code = is_code_like(first) and ("_" in first or any(map(str.isdigit, first)))
    level = base + is_code if draft.blocks else 1
    return _add_heading(draft, index, level, text)


def read_line(draft: Draft, index: int) -> int:
    """Read a line of text. A new sentence after a whole one is not in the item before it."""
    if index and draft.lines[index - 1].rstrip().endswith((".", ":", "!", "?")):
        line = draft.lines[index]
        if draft.items and line[0].isupper() and draft.items[0][0] >= find_column(line):
            draft.items.clear()
    return read_text(draft, index)


def _add_heading(draft: Draft, index: int, level: int, raw: str) -> int:
    content = read_inline(raw.strip(ANCHOR_CHARACTERS), index + 1)
    draft.add_heading(level, content)
    return index + 1


def _has_anchor(line: str) -> bool:
    """Return whether a line ends with what is left of a link to a heading."""
    line = line.rstrip(" \t") if not line.endswith(" #") else line
    if len(line) > LONGEST_HEADING or not line.endswith(ANCHORS):
        return False
    text = line.strip(ANCHOR_CHARACTERS)
    return bool(text) and text[-1] not in ".,;:" and not BULLET.match(line)


def _is_underline(text: str) -> bool:
    return len(text) >= SHORTEST_UNDERLINE and text[0] in "=-~" and not text.strip(text[0])


def _is_numbered_heading(draft: Draft, index: int) -> bool:
    """Return whether a line with a number is a heading rather than an item of a list."""
    text = draft.lines[index].strip()
    number = NUMBERED.match(text)
    if (
        not number
        or "...." in text
        or ". . ." in text
        or text[-1] in ".,;:"
        or len(text.split()) > MOST_WORDS
    ):
        return False
    following = draft.find_text(index + 1)
    if following == len(draft.lines) or not draft.is_after_blank(index):
        return False
    if "." in number[0].strip(" .)"):
        return True
    after = draft.lines[following].strip()
    is_before_part = after.startswith(f"{number[0].strip(' .)')}.1")
    return following > index + 1 and (is_before_part or not NUMBERED.match(after))


def _can_be_heading(draft: Draft, index: int) -> bool:
    """Return whether a line has the form of a heading."""
    line = draft.lines[index]
    text = line.strip()
    if len(text) > LONGEST_HEADING or len(text.split()) > MOST_WORDS or text[-1] in ".,;:!{}":
        return False
    if "|" in text or "\t" in text or "...." in text or is_chrome(text) or BULLET.match(line):
        return False
    if is_example_line(text):
        return False
    if is_label(text) and not text.startswith("Example"):
        return False
    if draft.items and find_column(line) > draft.items[-1][0]:
        return False
    return text[0].isalnum() or text[0] in f"_/({QUOTES}"


def _stands_as_heading(draft: Draft, index: int) -> bool:
    """Return whether a line is separate from other text like a heading, or is a title."""
    text = draft.lines[index].strip()
    following = draft.find_text(index + 1)
    if following == len(draft.lines):
        return False
    is_titled = is_title(QUOTED.sub("X", text))
    if draft.is_after_blank(index) and following > index + 1:
        return not text[0].islower() or is_titled
    after = draft.lines[following].strip()
    is_before_label = is_label(after) and len(text.split()) > 1
    if not is_titled or not (is_before_label or _is_ended(draft, index)):
        return False
    if is_header_word(text) and len(after.split()) <= REPEATED and not BULLET.match(after):
        return False
    return not _is_one_of_many(text, after, draft, following)


def _is_ended(draft: Draft, index: int) -> bool:
    """Return whether the text before a line is complete."""
    if draft.is_after_blank(index):
        return True
    before = draft.lines[index - 1].strip()
    last = draft.blocks[-1] if draft.blocks else None
    return before[-1] in '.!?)"”' or isinstance(last, Heading | Item | Listing | Table | Term)


def _is_one_of_many(text: str, after: str, draft: Draft, following: int) -> bool:
    """Return whether a line is in a list of lines, such as one of codes, without any bullets."""
    if after.endswith((":", ".")) or is_label(after) or BULLET.match(after) or is_json(after):
        return False
    if "|" in after or not is_title(after):
        return False
    words = (text.split(), after.split())
    has_code = any(is_code_like(word) for both in words for word in both)
    third = draft.find_text(following + 1)
    third_text = draft.lines[third].strip() if third < len(draft.lines) else ""
    return (
        has_code
        or min(map(len, words)) == 1
        or (third == following + 1 and is_title(third_text) and "|" not in third_text)
    )


STEPS: tuple[Step, ...] = (
    read_fence,
    read_message,
    read_json_example,
    read_boxed,
    read_status_heading,
    read_flattened_table,
    read_pipe_table,
    read_marked_heading,
    read_item,
    read_definition,
)
TABLES: tuple[Step, ...] = (
    read_stacked,
    read_joined,
    read_tabbed,
    read_separated,
    read_aligned,
)
