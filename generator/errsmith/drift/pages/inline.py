"""The text of a line without its markup: Markdown, with HTML in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from errsmith.drift.pages.characters import decode_references
from errsmith.drift.pages.page import Cell

# While markup is removed, a literal is its number between these two, and an escaped character is
# its private counterpart. Private characters of the page are icons, and dropped.
OPEN, CLOSE = "\ue000", "\ue001"
ESCAPED = 0xE100
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
HIDE = {character: chr(ESCAPED + ord(character)) for character in PUNCTUATION}
SHOW = {ESCAPED + ord(character): character for character in PUNCTUATION}
DROPPED = re.compile("[\ue000-\uf8ff\u200b\u200c\u200d\u2060\u00ad\ufeff]")

MARKUP = re.compile("[`\\\\<\\[*_~=&\n\ue000-\uf8ff\u200b\u200c\u200d\u2060\u00ad\ufeff]")
TICKS = re.compile(r"`+")
LITERAL = re.compile(rf"{OPEN}(\d+){CLOSE}")
ESCAPE_OR_TICKS = re.compile(r"\\([!-/:-@\[-`{-~])|`+")
NOTE = re.compile(
    r"(?<!\d)<sup\b[^<>]*+>(?:<a\b[^<>]*+>)?[\[(]?(?:\d{1,2}|[*\u2020\u2021]{1,3})[\])]?(?:</a>)?</sup>",
    re.IGNORECASE,
)
CODE_TAG = re.compile(r"<(code|tt|kbd|samp)\b[^<>]*+>([^<]*+)</\1\s*>", re.IGNORECASE)
BREAK = re.compile(r"<br\s*+/?>", re.IGNORECASE)
LINK_ADDRESS = r"\((?:[^()\s]|\([^()\s]*+\))*+(?:\s++\"[^\"]*+\"|\s++'[^']*+')?+\s*+\)"
IMAGE = re.compile(rf"!\[[^\[\]]*+\](?:{LINK_ADDRESS}|\[[^\[\]]*+\])")
LINK = re.compile(rf"\[([^\[\]]*+)\](?:{LINK_ADDRESS}|\[[^\[\]]*+\])(?:\{{[^{{}}]*+\}})?+")
FOOTNOTE = re.compile(r"\[\^[^\[\]\s]++\]")
ADDRESS = re.compile(r"<((?:https?://|mailto:)[^<>\s]++)>", re.IGNORECASE)
TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9.:-]*+)(?:\s[^<>]*+)?/?>")
MARKS = re.compile(r"\*+|_+|~~+|==+")

_TAGS = """a abbr address article aside b bdi bdo big blockquote body br button caption center cite
    code col colgroup data dd del details dfn div dl dt em fieldset figcaption figure font footer
    form h1 h2 h3 h4 h5 h6 header hgroup hr html i iframe img input ins kbd label legend li link
    main mark menu meta nav nobr ol optgroup option p picture pre q s samp section select small
    source span strike strong style sub summary sup svg table tbody td tfoot th thead time tr tt
    u ul var video wbr
    """
HTML_TAGS = frozenset(_TAGS.split())
"""Tags that are markup; other tags in lower case are placeholders, such as `<token>`."""

BLOCK_TAGS = frozenset(["dd", "div", "dl", "dt", "li", "ol", "p", "table", "td", "th", "tr", "ul"])
"""Tags between which text is on lines of its own."""


def read_inline(raw: str, line: int) -> Cell:
    """Return the text of some Markdown, and its parts that are code.

    `<br>` is a newline in it.
    """
    if not MARKUP.search(raw):
        return Cell(" ".join(raw.split()), line)
    literals: list[str] = []
    text = _hide_code(DROPPED.sub("", raw), literals)
    if "<" in text:
        text = _remove_tags(text, literals)
    if "[" in text:
        text = FOOTNOTE.sub("", LINK.sub(r"\1", IMAGE.sub("", text)))
        text = LINK.sub(r"\1", text)
    text = _remove_marks(text)
    text = decode_references(text).translate(SHOW)
    kept = [literals[int(number)] for number in LITERAL.findall(text)]
    text = LITERAL.sub(lambda match: literals[int(match[1])], text)
    return Cell(join_spaces(text), line, tuple(kept))


def join_spaces(text: str) -> str:
    """Return a text with single spaces, keeping its line breaks."""
    if "\n" not in text:
        return " ".join(text.split())
    return "\n".join(part for line in text.split("\n") if (part := " ".join(line.split())))


def find_code(text: str) -> Iterator[tuple[int, int, str]]:
    """Return the start, end and content of each part in backticks."""
    runs: dict[int, list[int]] = {}
    for run in TICKS.finditer(text):
        runs.setdefault(len(run[0]), []).append(run.start())
    position = 0
    while match := ESCAPE_OR_TICKS.search(text, position):
        position = match.end()
        if match[1]:
            continue
        size = match.end() - match.start()
        starts = runs.get(size, [])
        next_run = bisect_left(starts, position)
        if next_run < len(starts):
            end = starts[next_run]
            yield match.start(), end + size, text[position:end]
            position = end + size


def _hide_code(text: str, literals: list[str]) -> str:
    """Return a text in which code and escaped characters are replaced by placeholders."""
    if "`" not in text and "\\" not in text:
        return text
    parts: list[str] = []
    position = 0
    for start, end, code in find_code(text):
        parts.append(_hide_escapes(text[position:start]))
        parts.append(_hide_literal(join_spaces(code), literals))
        position = end
    parts.append(_hide_escapes(text[position:]))
    return "".join(parts)


def _hide_escapes(text: str) -> str:
    text = ESCAPE_OR_TICKS.sub(lambda match: HIDE[match[1]] if match[1] else match[0], text)
    return text.removesuffix("\\")


def _hide_literal(code: str, literals: list[str]) -> str:
    if not code:
        return ""
    literals.append(code)
    return f"{OPEN}{len(literals) - 1}{CLOSE}"


def _remove_tags(text: str, literals: list[str]) -> str:
    """Return a text without tags; code in tags becomes a literal."""

    def hide(match: re.Match[str]) -> str:
        code = decode_references(LITERAL.sub(lambda inner: literals[int(inner[1])], match[2]))
        return _hide_literal(join_spaces(code.translate(SHOW)), literals)

    def drop(match: re.Match[str]) -> str:
        name = match[1]
        if name.lower() in BLOCK_TAGS:
            return "\n"
        is_markup = name.lower() in HTML_TAGS or name[0].isupper()
        return "" if is_markup else match[0].replace("<", HIDE["<"])

    text = NOTE.sub("", text)
    text = ADDRESS.sub(r"\1", BREAK.sub("\n", CODE_TAG.sub(hide, text)))
    return TAG.sub(drop, text)


def _remove_marks(text: str) -> str:
    """Return a text without the marks of emphasis, which come in pairs."""
    runs = list(MARKS.finditer(text))
    if not runs:
        return text
    removed = [0] * len(runs)
    opened: dict[str, list[int]] = {}
    for index, run in enumerate(runs):
        before = text[run.start() - 1] if run.start() else " "
        after = text[run.end()] if run.end() < len(text) else " "
        openers = opened.setdefault(run[0][0], [])
        if _can_close(run[0], before, after):
            left = len(run[0])
            while left and openers:
                opener = openers[-1]
                count = min(left, len(runs[opener][0]) - removed[opener])
                removed[opener] += count
                removed[index] += count
                left -= count
                if removed[opener] == len(runs[opener][0]):
                    openers.pop()
        if removed[index] == 0 and _can_open(run[0], before, after):
            openers.append(index)
    parts: list[str] = []
    position = 0
    for run, count in zip(runs, removed, strict=True):
        parts.append(text[position : run.end() - count])
        position = run.end()
    return "".join([*parts, text[position:]])


def _can_open(mark: str, before: str, after: str) -> bool:
    """Return whether a mark can begin emphasis: `AUTH_*` and `a_b` have none."""
    if after.isspace():
        return False
    return (mark[0] != "_" and len(mark) > 1) or not (before.isalnum() or before in "_*")


def _can_close(mark: str, before: str, after: str) -> bool:
    if before.isspace():
        return False
    return (mark[0] != "_" and len(mark) > 1) or not (after.isalnum() or after in "_*")
