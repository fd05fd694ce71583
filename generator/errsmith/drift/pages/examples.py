"""Examples in text: between fences, indented, and without any mark (JSON, HTTP messages)."""

from __future__ import annotations

import re

from errsmith.drift.pages.draft import Draft, find_column
from errsmith.drift.pages.page import Listing

FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})([^`]*)$")
HEADING = re.compile(r"#{2,6}\s+\S|# +\S")
STATUS_LINE = re.compile(r"HTTP/[\d.]+ \d{3}\b")
REQUEST_LINE = re.compile(r"(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \S+ HTTP/[\d.]+$")
HEADER_LINE = re.compile(r"[!#$%&'*+.^_`|~\w-]+:(?:\s|$)")
JSON_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*+"|//[^\n]*|[{}\[\]]')
JSON_LIST = re.compile(r"\[\s*(?:$|[\[{\"\]]|-?\d+(?:\.\d+)?\s*(?:[,\]]|$))")
JSON_OBJECT = re.compile(r"\{\s*(?:$|[\"'}/.]|\w+\s*:)")
JSON_LINE = re.compile(r"""[{}\[\]",/.'*]|-?\d+[,\s]*$|(?:true|false|null)\b|[\w-]+"?\s*:""")


def read_fence(draft: Draft, index: int) -> int | None:
    """Read an example between fences. Without an end, it extends to the next heading."""
    match = FENCE.match(draft.lines[index])
    if not match:
        return None
    language = match[2].strip().strip("{}.").split(maxsplit=1)
    end, is_closed = _find_fence_end(draft, index, match[1])
    indentation = find_column(draft.lines[index])
    lines = [_dedent(line, indentation) for line in draft.lines[index + 1 : end]]
    draft.leave_items(index)
    draft.add(
        Listing(
            line=index + 2 if lines else index + 1,
            text="\n".join(lines),
            language=language[0].split(",")[0].lower() if language else None,
            is_closed=is_closed,
        )
    )
    if not is_closed and end == len(draft.lines):
        draft.cut_inside = "an example"
    return end + is_closed


def _find_fence_end(draft: Draft, index: int, fence: str) -> tuple[int, bool]:
    """Return the index of the line that ends an example, and whether it is a fence."""
    heading: int | None = None
    for end in range(index + 1, len(draft.lines)):
        line = draft.lines[end]
        if heading is None and _is_heading(draft, end):
            heading = end
            if draft.patience <= 0:
                return heading, False
        stripped = line.strip()
        if not stripped.startswith(fence[:3]):
            continue
        if stripped.startswith(fence) and not stripped.strip(fence[0]):
            return end, True
        if heading is not None and FENCE.match(line):
            return heading, False  # Another example begins, so the end of this one is missing.
    draft.patience -= 1
    return (len(draft.lines) if heading is None else heading), False


def _is_heading(draft: Draft, index: int) -> bool:
    """Return whether a line is a heading rather than a comment in code."""
    line = draft.lines[index]
    if not line.startswith("#") or not HEADING.match(line):
        return False
    return line.startswith("##") or draft.is_after_blank(index)


def _dedent(line: str, count: int) -> str:
    stripped = line.lstrip(" \t")
    return line[min(count, len(line) - len(stripped)) :]


def read_indented_code(draft: Draft, index: int) -> int | None:
    """Read code that is indented by four spaces more than the text around it."""
    base = draft.items[-1][0] + 2 if draft.items else 0
    column = find_column(draft.lines[index])
    if column < base + 4 or not draft.is_after_blank(index):
        return None
    end = last = index + 1
    while end < len(draft.lines):
        if draft.lines[end].strip():
            if find_column(draft.lines[end]) < base + 4:
                break
            last = end + 1
        end += 1
    lines = [_dedent(line, base + 4) for line in draft.lines[index:last]]
    draft.leave_items(index)
    draft.add(Listing(line=index + 1, text="\n".join(lines)))
    return last


def read_message(draft: Draft, index: int) -> int | None:
    """Read an HTTP message: its first line, its headers, and JSON after them."""
    line = draft.lines[index].strip()
    if not STATUS_LINE.match(line) and not REQUEST_LINE.match(line):
        return None
    end = index + 1
    while end < len(draft.lines) and HEADER_LINE.match(draft.lines[end].strip()):
        end += 1
    is_closed = True
    body = draft.find_text(end)
    if body < len(draft.lines) and is_json(draft.lines[body]):
        end, is_closed = find_json_end(draft, body)
    _add_example(draft, index, end, language="http", is_closed=is_closed)
    return end


def read_json_example(draft: Draft, index: int) -> int | None:
    """Read JSON inside text, up to the bracket that matches the first one."""
    if not is_json(draft.lines[index]):
        return None
    end, is_closed = find_json_end(draft, index)
    _add_example(draft, index, end, language="json", is_closed=is_closed)
    return end


def is_json(line: str) -> bool:
    """Return whether a line begins a JSON object or list."""
    line = line.lstrip()
    return bool(JSON_OBJECT.match(line) or JSON_LIST.match(line))


def find_json_end(draft: Draft, index: int) -> tuple[int, bool]:
    """Return the index of the line after JSON, and whether its last bracket was found.

    JSON without its last bracket ends before the first line that cannot be part of it.
    """
    depth = 0
    column = find_column(draft.lines[index])
    for end in range(index, len(draft.lines)):
        line = draft.lines[end]
        if end > index and not _can_be_json(line, column):
            return end, False
        for match in JSON_TOKEN.finditer(line):
            depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(match[0], 0)
        if depth <= 0:
            return end + 1, True
    return len(draft.lines), False


def _can_be_json(line: str, column: int) -> bool:
    stripped = line.strip()
    return not stripped or find_column(line) > column or bool(JSON_LINE.match(stripped))


def _add_example(draft: Draft, index: int, end: int, *, language: str, is_closed: bool) -> None:
    lines = draft.lines[index:end]
    while lines and not lines[-1].strip():
        lines.pop()
    draft.leave_items(index)
    draft.add(
        Listing(line=index + 1, text="\n".join(lines), language=language, is_closed=is_closed)
    )
    if not is_closed and end == len(draft.lines):
        draft.cut_inside = "an example"
