"""Read objects that are almost JSON: printed by Python, Ruby or Java, or changed by a chat.

    {'error': 'x', 'status': None}        Python's repr
    {"error" => "x"}                      Ruby
    {error=x, status=500}                 Java
    { error: 'x' }                        JavaScript
    {“error”: “x”}                        typographic quotes
    {"error": "internal_er                cut off, or broken into lines

Reading takes linear time and never raises.
"""

from __future__ import annotations

import re
from typing import Any, Final

_DOUBLE: Final = '"\u201c\u201d\u201e\u201f\u2033\uff02\u00ab\u00bb'
_SINGLE: Final = "'\u2018\u2019\u201a\u201b\u2032`"
_STRING: Final = {
    family: re.compile(
        rf"[{family}]((?:[^{family}\\]|\\.|[{family}]"
        rf"(?!\s{{0,9}}(?:[:,}}\])=]|\Z)|[ ]*\r?\n[ ]*[{family}]))*+)([{family}]?)",
        re.DOTALL,
    )
    for family in (_DOUBLE, _SINGLE)
}
"""A string up to the first quote that is followed by a delimiter."""
_PREFIX: Final = re.compile(r"(?:[bBuUrR]{1,2}|@)(?=[\"'])")
_BARE_KEY: Final = re.compile(r":?[$@\w][\w.$@\-]*+")
_SEPARATOR: Final = re.compile(r"\s*+(?:=>|[:=])\s*+")
_COMMA: Final = re.compile(r"\s*+[,;]?\s*+")
_BLANK: Final = re.compile(r"(?:\s|//[^\n]*+|\#[^\n]*+)*+")
"""Whitespace and comments."""
_NEXT_LINE: Final = re.compile(r"\s*\n\s*(?=[\"'])")
_BARE: Final = re.compile(r"(?:[^,;}\]()\[{]|\((?:[^()]|\([^()]*+\))*+\)){1,2000}+")
_INTEGER: Final = re.compile(r"-?\d{1,18}")
_ESCAPE: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|\n|.)", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "\n": ""}
_WORDS: Final[dict[str, Any]] = {
    **dict.fromkeys(("null", "None", "nil", "undefined"), None),
    **dict.fromkeys(("true", "True"), True),
    **dict.fromkeys(("false", "False"), False),
}
_WRAP: Final = re.compile(r"[ \t\r]*\n\s*")
_DEEPEST: Final = 50
_CLOSING: Final = {"{": "}", "[": "]", "(": ")"}


class LooseReader:
    """An almost-JSON object that was read from a text.

    Attributes:
        value: The object, or None if there is none.
        end: Where it ends in the text.
        is_cut: Whether the text ended before the object did.
        is_wrapped: Whether a string in it was broken into lines.
    """

    def __init__(self, text: str, start: int, *, joint: str | None = None) -> None:
        """Read the object that begins at `start`.

        `joint` replaces the line breaks in strings. By default it is a space in strings that have
        other spaces, and nothing in strings that have none, such as identifiers.
        """
        self._text = text
        self._position = start
        self._joint = joint
        self.is_cut = self.is_wrapped = self._is_broken = False
        self.value: Any = self._read_value(0)
        self.end = self._position

    @property
    def is_whole(self) -> bool:
        """Whether the object was closed, or cut off by the end of the text."""
        return not self._is_broken

    def _read_value(self, depth: int) -> Any:
        opening = self._text[self._position : self._position + 1]
        if opening in ("{", "[", "(") and depth < _DEEPEST:
            self._position += 1
            closing = _CLOSING[opening]
            # The outermost value is an object, even if Java or Python prints it as `Name(a=1)`.
            is_object = opening == "{" or depth == 0
            read = self._read_object if is_object else self._read_list
            return read(closing, depth)
        prefix = _PREFIX.match(self._text, self._position)
        if prefix is not None:
            self._position = prefix.end()
        return self._read_string() if self._is_at_quote() else self._read_bare()

    def _read_object(self, closing: str, depth: int) -> dict[str, Any]:
        members: dict[str, Any] = {}
        while not self._skip_closing(closing):
            key = self._read_string(is_key=True) if self._is_at_quote() else self._match(_BARE_KEY)
            if not key or not self._match(_SEPARATOR):
                self._is_broken = not self._is_at_end()
                break
            members[key.removeprefix(":").strip()] = self._read_value(depth + 1)
            if self._is_broken:
                break
            self._match(_COMMA)
        return members

    def _read_list(self, closing: str, depth: int) -> list[Any]:
        items: list[Any] = []
        while not self._skip_closing(closing):
            before = self._position
            items.append(self._read_value(depth + 1))
            self._match(_COMMA)
            if self._is_broken or self._position == before:
                self._is_broken = True
                break
        return items

    def _skip_closing(self, closing: str) -> bool:
        self._match(_BLANK)
        if self._text.startswith(closing, self._position):
            self._position += 1
            return True
        return self._is_at_end()

    def _is_at_end(self) -> bool:
        is_at_end = self._position >= len(self._text)
        self.is_cut |= is_at_end
        return is_at_end

    def _is_at_quote(self) -> bool:
        here = self._text[self._position : self._position + 1]
        return bool(here) and here in _DOUBLE + _SINGLE

    def _read_string(self, *, is_key: bool = False) -> str:
        family = _DOUBLE if self._text[self._position] in _DOUBLE else _SINGLE
        match = _STRING[family].match(self._text, self._position)
        if match is None:  # Never: the pattern matches at every quote.
            return ""
        self._position = match.end()
        self.is_cut |= not match[2]
        self.is_wrapped |= "\n" in match[1]
        string = unescape(unwrap(match[1], "" if is_key else self._joint))
        if family == _DOUBLE and self._text[match.start()] in "\xab\xbb":
            string = string.strip()
        # Python's pprint splits long strings.
        is_continued = not is_key and self._match(_NEXT_LINE)
        return string + self._read_string() if is_continued else string

    def _read_bare(self) -> Any:
        word = self._match(_BARE).strip()
        if word in _WORDS:
            return _WORDS[word]
        return int(word) if _INTEGER.fullmatch(word) else word

    def _match(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._position)
        if match is None:
            return ""
        self._position = match.end()
        return match[0]


def unwrap(string: str, joint: str | None = None) -> str:
    """Return a string without its line breaks.

    They are replaced by `joint`. By default that is a space in strings that have other spaces, and
    nothing in strings that have none, such as identifiers.
    """
    if joint is None:
        joint = " " if " " in _WRAP.sub("", string.strip()) else ""
    return _WRAP.sub(joint, string) if "\n" in string else string


def unescape(string: str) -> str:
    """Return a string with its backslash escapes resolved, as in JSON, Python and JavaScript."""
    return _ESCAPE.sub(_resolve_escape, string) if "\\" in string else string


def _resolve_escape(match: re.Match[str]) -> str:
    escape = match[1]
    if len(escape) > 1:
        return chr(int(escape[1:], 16))
    return _ESCAPED.get(escape, escape)
