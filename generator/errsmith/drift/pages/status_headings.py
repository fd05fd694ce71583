"""Headings without any mark that are statuses: `301 - Moved Permanently` above a table."""

from __future__ import annotations

import re

from errsmith.drift.pages.draft import Draft
from errsmith.drift.pages.inline import read_inline
from errsmith.drift.pages.lists import BULLET
from errsmith.drift.pages.tables import is_delimiter

_LONGEST = 80
_STATUS = re.compile(
    r"(?i:HTTP(?:/\d(?:\.\d)?)?\s+|(?:HTTP\s+)?(?:Status|Error)(?:\s+Code)?:?\s+)?"
    r"[1-5](?:\d\d|xx)\b\s*[:.(\u2013\u2014-]?\s*"
    r"(?:[A-Z][\w'\u2019/&-]*(?:\s+[\w'\u2019/&-]+){0,7})?\)?$"
)


def read_status_heading(draft: Draft, index: int) -> int | None:
    """Read a line that is only a status, with its words, directly above a table or a list."""
    text = draft.lines[index].strip().strip("*_ ")
    if len(text) > _LONGEST or not _STATUS.match(text) or _is_item(draft.lines[index]):
        return None
    following = draft.find_text(index + 1)
    if following > index + 2 or not _begins_table_or_list(draft, following):
        return None
    if draft.items and draft.lines[index][0].isspace():
        return None
    draft.add_glued_heading(read_inline(text, index + 1))
    return index + 1


def _is_item(line: str) -> bool:
    """Return whether a line begins with a bullet."""
    return bool(BULLET.match(line)) and not line.lstrip()[0].isdigit()


def _begins_table_or_list(draft: Draft, index: int) -> bool:
    if index >= len(draft.lines):
        return False
    line = draft.lines[index]
    if _is_item(line):
        return True
    is_table = "|" in line and index + 1 < len(draft.lines) and is_delimiter(draft.lines[index + 1])
    return is_table or line.lstrip().lower().startswith("<table")
