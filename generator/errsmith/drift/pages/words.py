"""Words that pages about errors use in the headers of tables and as labels of lines."""

from __future__ import annotations

from errsmith.drift.header_words import HEADER_WORDS

QUESTIONS = ("when ", "what ", "how ", "why ", "where ", "applies to", "used by")
LONGEST = 60
MOST_WORDS = 5
_SPACES = str.maketrans("_'\u2019", "   ")
QUOTES = "\"'`\u2018\u2019\u201c\u201d"


def is_header_word(text: str) -> bool:
    """Return whether a text is a known column header or label of a line, such as `Code`."""
    if len(text) > LONGEST:
        return False
    words = text.translate(_SPACES).strip(" \t*:?#\u00a0").casefold()
    if words in HEADER_WORDS or words.replace("-", " ") in HEADER_WORDS:
        return True
    return words.startswith(QUESTIONS) and len(words.split()) <= MOST_WORDS


def is_label(line: str) -> bool:
    """Return whether a line begins with a known label, such as `HTTP Status: 401`."""
    label, colon, _ = line[: LONGEST + 1].partition(":")
    return bool(colon) and is_header_word(label)


def is_title(text: str) -> bool:
    """Return whether a text is written like a heading.

    Every word of it that matters is capitalized or looks like a code.
    """
    words = text.split()
    return bool(words) and all(_is_title_word(word) for word in words) and _is_begun(words[0])


_SMALL = """a an and as at by for from in of on or per the to vs via with & - \u2013 \u2014 /"""
SMALL = frozenset(_SMALL.split())


def _is_begun(word: str) -> bool:
    word = word.strip(f"()[],{QUOTES}")
    return word[:1].isupper() or word[:1].isdigit() or is_code_like(word)


def _is_title_word(word: str) -> bool:
    word = word.strip(f"()[],:;?!{QUOTES}")
    return not word or word in SMALL or not word[0].islower() or is_code_like(word)


def is_code_like(word: str) -> bool:
    """Return whether a word looks like an identifier: `invalid_token`, `SIG_BB604`, `E-12`."""
    if not word or not (word[0].isalnum() or word[0] in "/_$#"):
        return False
    if "_" in word.strip("_"):
        return True
    has_digit = any(character.isdigit() for character in word)
    return (
        has_digit
        or (word.isupper() and len(word) > 1)
        or ("." in word.strip(".") and word.isascii())
    )
