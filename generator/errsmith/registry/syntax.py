"""Common TOML syntax errors and how to fix them."""

from __future__ import annotations

import re
from typing import Final

from errsmith.registry.wording import quote

_AT_KEYS: Final = ("Invalid statement", "Invalid initial character", "Expected '=", "Expected ']")
_IN_STRING: Final = ("Illegal character", "Unterminated string", 'Expected "', "Expected \"'")
_HEADER: Final = re.compile(r"\s*\[")
_DATE: Final = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}[./]\d{1,2}[./]\d{1,2}")
_ISO_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_STRING: Final = re.compile(r"""\\.|"(?:\\.|[^"\\])*"|'[^']*'""")
_ID: Final = re.compile(
    r"""\[([a-z]+)\.([^\[\]"'#]+?)(?<!\.retry)(?<!\.deprecated)(?<!\.removed)(?<!\.example)\]"""
)
_COMMENTS: Final = ("//", "/*", "--", ";", "<!--")
_COMMENT: Final = "Begin comments with `#`"
_QUOTES: Final = frozenset("\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb")


def suggest_fix(reason: str, word: str, line: str, column: int) -> str | None:
    """Return how to fix a syntax error, or None.

    `reason` is the parser's message; `word`, `line` and `column` say where it stopped.
    """
    if (common := _suggest_for_word(reason, word)) is not None:
        return common
    before = line[: column - 1]
    # Braces in strings do not count.
    plain = _STRING.sub("", before)
    if word[:1] in _QUOTES:
        return 'Use straight quotes: `"`'
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
    """Return how to fix the most common mistakes, which one word reveals."""
    if word == "\r":
        return "End lines with LF or CRLF"
    if reason == "Invalid value" and word.lower() in {"true", "false"}:
        return f"Write `{word.lower()}`"
    if reason == "Invalid value" and word[:1].isalpha():
        return "Put strings in quotes"
    if reason.startswith(_AT_KEYS) and not word.isascii():
        return "Quote keys that contain anything but ASCII letters, digits, `-` and `_`"
    return None


def _suggest_for_key(word: str, line: str) -> str | None:
    if line.lstrip().startswith(_COMMENTS):
        return _COMMENT
    if word == ":":
        return "Write `=` instead of `:`"
    return None if word else "Write `key = value`, or a table in brackets: `[errors.ID]`"


def _suggest_for_header(word: str, line: str) -> str:
    if word and word != "\r":
        match = _ID.fullmatch(line.strip())
        shown = f"[{match[1]}.{quote(match[2])}]" if match else '[errors."two words"]'
        return f"Quote ids that contain spaces or punctuation: `{shown}`"
    return "Close the brackets, and any quotes inside them"


def _suggest_for_inline_table(reason: str, word: str, before: str) -> str | None:
    checks = (
        (word == ":", "Write `=` instead of `:`"),
        (
            word == "}" and before.rstrip().endswith(","),
            "Remove the comma before the closing brace",
        ),
        (word in {"", "#", "}"}, _ONE_LINE),
        (word == "xx", _CLASS),
        (before.endswith(('"', "'")), _QUOTES_IN_STRING),
        (reason.startswith("Unclosed"), "Separate the keys of an inline table with commas"),
    )
    return next((help_ for matches, help_ in checks if matches), None)


_ONE_LINE: Final = (
    "An inline table must be on one line. Otherwise write a table with a header, such as"
    " `[errors.ID.retry]`, or one key per line: `retry.documented = …`"
)
_CLASS: Final = 'Quote a class of statuses: `"4xx"`'
_QUOTES_IN_STRING: Final = (
    "Put a string with `\"` in single quotes, and a string with `'` in double quotes"
)
_UNTERMINATED: Final = (
    "End the string with the quote that it begins with; a string over several lines needs three"
    " quotes at each end"
)


def _suggest_for_value(reason: str, word: str, value: str, before: str) -> str | None:
    in_list = reason.startswith("Unclosed array")
    checks = (
        (not word and reason.startswith(_IN_STRING), _UNTERMINATED),
        (_DATE.search(value), "Write the date as year-month-day: `2026-11-21`"),
        (_ISO_DATE.match(word), "This date does not exist"),
        (word.startswith(("//", "/*")), _COMMENT),
        (word == ";", "Remove the semicolon at the end of the line"),
        (word == "xx", _CLASS),
        (word.isdigit() and before == "0", "Write the number without leading zeros"),
        (word == "," and not in_list, 'Put several values in brackets: `["one", "another"]`'),
        (not word and not before, "Write a value after `=`"),
        (in_list and word in {'"', "'"}, "Separate the items of a list with commas"),
        (word[:1].isalnum() and before.endswith(('"', "'")), _QUOTES_IN_STRING),
    )
    return next((help_ for matches, help_ in checks if matches), None)
