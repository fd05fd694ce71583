"""What people write in place of TOML, and how to fix it."""

from __future__ import annotations

import re
from typing import Final

from errsmith.registry.wording import quote

_AT_KEYS: Final = ("Invalid statement", "Invalid initial character", "Expected '=", "Expected ']")
_IN_TEXT: Final = ("Illegal character", "Unterminated string", 'Expected "', "Expected \"'")
_HEADER: Final = re.compile(r"\s*\[")
_DAY: Final = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}[./]\d{1,2}[./]\d{1,2}")
_NO_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_TEXT: Final = re.compile(r"""\\.|"(?:\\.|[^"\\])*"|'[^']*'""")
_ID: Final = re.compile(
    r"""\[([a-z]+)\.([^\[\]"'#]+?)(?<!\.retry)(?<!\.deprecated)(?<!\.removed)(?<!\.example)\]"""
)
_COMMENTS: Final = ("//", "/*", "--", ";", "<!--")
_COMMENT: Final = "a comment begins with #"
_QUOTES: Final = frozenset("\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb")


def suggest_fix(reason: str, word: str, line: str, column: int) -> str | None:
    """Return how to fix a syntax error: the parser's reason, the word and line it is at."""
    if (common := _suggest_for_word(reason, word)) is not None:
        return common
    before = line[: column - 1]
    # Braces within texts do not count.
    plain = _TEXT.sub("", before)
    if word[:1] in _QUOTES:
        return 'write straight quotes: "'
    if _HEADER.match(line) and reason.startswith(_AT_KEYS):
        return _suggest_for_header(word, line)
    if plain.count("{") > plain.count("}"):
        return _suggest_for_inline_table(reason, word, before)
    if reason.startswith(_AT_KEYS):
        return _suggest_for_key(word, line)
    return _suggest_for_value(
        reason, word, line.partition("=")[2], before.partition("=")[2].strip()
    )


def _suggest_for_word(reason: str, word: str) -> str | None:
    """Return how to fix the commonest mistakes, which one word shows."""
    if word == "\r":
        return "end lines with LF or CRLF"
    if reason == "Invalid value" and word.lower() in {"true", "false"}:
        return f"write {word.lower()}"
    if reason == "Invalid value" and word[:1].isalpha():
        return "texts stand in quotes"
    if reason.startswith(_AT_KEYS) and not word.isascii():
        return "keys of other than ASCII letters, digits, `-` and `_` stand in quotes"
    return None


def _suggest_for_key(word: str, line: str) -> str | None:
    if line.lstrip().startswith(_COMMENTS):
        return _COMMENT
    if word == ":":
        return "write = in place of :"
    return None if word else "write key = value, or a table in brackets: [errors.ID]"


def _suggest_for_header(word: str, line: str) -> str:
    if word and word != "\r":
        match = _ID.fullmatch(line.strip())
        shown = f"[{match[1]}.{quote(match[2])}]" if match else '[errors."two words"]'
        return f"an id with blanks or signs stands in quotes: {shown}"
    return "close the brackets, and the quotes in them"


def _suggest_for_inline_table(reason: str, word: str, before: str) -> str | None:
    checks = (
        (word == ":", "write = in place of :"),
        (word == "}" and before.rstrip().endswith(","), "no comma stands before the closing brace"),
        (word in {"", "#", "}"}, _ONE_LINE),
        (word == "xx", _CLASS),
        (before.endswith(('"', "'")), _QUOTES_IN_TEXT),
        (reason.startswith("Unclosed"), "a comma stands between the keys of an inline table"),
    )
    return next((help_ for holds, help_ in checks if holds), None)


_ONE_LINE: Final = (
    "an inline table stands on one line; a long one is a table with a header of its own, such as"
    " [errors.ID.retry], or one key per line: retry.documented = …"
)
_CLASS: Final = 'a class of statuses stands in quotes: "4xx"'
_QUOTES_IN_TEXT: Final = "a text with \" in it stands in single quotes, one with ' in double quotes"
_UNENDED: Final = (
    "end the text with the quotes that it begins with; over several lines it takes three"
)


def _suggest_for_value(reason: str, word: str, value: str, before: str) -> str | None:
    in_list = reason.startswith("Unclosed array")
    checks = (
        (not word and reason.startswith(_IN_TEXT), _UNENDED),
        (_DAY.search(value), "write the day as year-month-day: 2026-11-21"),
        (_NO_DAY.match(word), "there is no such day in the calendar"),
        (word.startswith(("//", "/*")), _COMMENT),
        (word == ";", "a line ends without a semicolon"),
        (word == "xx", _CLASS),
        (word.isdigit() and before == "0", "write the number without zeros in front"),
        (word == "," and not in_list, 'several values stand in brackets: ["one", "another"]'),
        (not word and not before, "write a value after ="),
        (in_list and word in {'"', "'"}, "a comma stands between the items of a list"),
        (word[:1].isalnum() and before.endswith(('"', "'")), _QUOTES_IN_TEXT),
    )
    return next((help_ for holds, help_ in checks if holds), None)
