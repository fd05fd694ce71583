"""Find JSON objects and arrays in a text, and objects that are almost JSON."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any, Final

from attrs import frozen

from ...wire import decoding
from .loose import LooseReader, unescape

_OPENING: Final = re.compile(r"\{(?=\s{0,99}[\"}])|\[(?=\s{0,99}[{\[\"\]])")
"""The beginning of a JSON value that may contain a code."""
_LOOSE_OPENING: Final = re.compile(
    r"\{(?=\s{0,99}(?:\\*+[\"'\u2018-\u201f\xab\xbb`]|:?[$@\w]|//|\#))"
    r"|(?<=\w)(?<!Error)[\[(](?=\w+=)"  # Java records and Python dataclasses.
)
_DOUBLED_OPENING: Final = re.compile(r'\{\s*+""\w')
"""An object in a CSV file, where quotes are doubled."""
_DOUBLED: Final = re.compile(r'(?:[^"\n]|"")*+')
_GO_MAP: Final = re.compile(r"map\[(\w+:[^\[\]\n]*+)\]")
_REQUEST_BEFORE: Final = re.compile(
    r"""(?:
      \b(?:req|request|send|sent|sending|payload|outgoing)(?:[ _-]?(?:body|data|json|payload))?
      [ ]{0,2}[=:(]
    | \b(?:json|data)=
    | --data(?:-raw|-binary)?[ ]
    | [ ]-d[ ]
    )[ ]{0,2}[bBuU]?['"]?\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_BEFORE: Final = 60
"""The most characters before a value that are searched for a sign that it was sent."""
_ESCAPED_OPENING: Final = re.compile(r"\{\s*+(\\++)\"")
_REST_OF_STRING: Final = re.compile(r'(?:[^"\\]|\\.)*+', re.DOTALL)
_PAIR: Final = re.compile(
    r"""(?<![\w.\-])([A-Za-z_][\w.\-]*+)=
    ("(?:\\.|[^"\\\n])*+"|'(?:\\.|[^'\\\n])*+'|[^\s"',]*+(?:[ ]--[ ][^\s"',]++)?+)""",
    re.VERBOSE,
)
"""A logfmt pair."""
_PAIRED_LINE: Final = re.compile(r"^[^\n]*?(?<![\w.\-])[A-Za-z_][\w.\-]*+=[^\n]*+", re.MULTILINE)
_FIELD_LINE: Final = re.compile(
    r"""^[ \t]*+["'\u201c\[]?(\w[\w.\-]*+)["'\u201d\]]?[ \t]*+(?:=>|[:=])[ \t]*+(\S[^\n]*+)$""",
    re.MULTILINE,
)
"""A field on a line of its own, as in YAML, in PHP's dumps, or in JSON that lost its braces."""

_LONGEST_LOOSE: Final = 1 << 16
"""The most characters of one almost-JSON object."""
_MOST_LOOSE: Final = 1 << 21
"""The most characters of all almost-JSON objects; reading them takes about a second."""
_MOST_VALUES: Final = 50_000
"""The most values that are returned; if there are more, the last ones."""
_BROKEN_COST: Final = 1_000
"""The minimum cost, in characters, of an attempt that finds no object."""
_DIGITS: Final = 18
"""The most digits of an integer."""
_MOST_PAIRS: Final = 100
_MOST_WORK: Final = 4
"""The most times that the JSON decoder may read the characters of a text."""
_WINDOW: Final = 1 << 20
_FREE_WORK: Final = 20_000_000
_LEAST_COST: Final = 2_000
"""The minimum cost of a failed attempt, as the number of characters read in the same time."""
_DEEP: Final = 10_000
"""The cost, in characters, of an attempt that fails because of deep nesting."""


@frozen
class Value:
    """A value in a text.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends.
        value: The value: an object, an array, or a string that was escaped inside another.
        other: The value without the line breaks in its strings, if it was wrapped.
        is_cut: Whether it was cut off.
    """

    start: int
    end: int
    value: Any
    other: Any = None
    is_cut: bool = False


class ValueFinder:
    """Finds the values in texts, with limited work.

    Attributes:
        is_exhausted: Whether part of it was skipped because searching it would take too long.
    """

    def __init__(self) -> None:
        self.is_exhausted = False
        self._loose_left = _MOST_LOOSE

    def find(self, text: str) -> list[Value]:
        """Return the values in a text, in order and without overlaps."""
        strict: Sequence[Value] = deque(self._find_json(text), maxlen=_MOST_VALUES)
        loose = list(self._find_loose(text, strict))
        values: list[Value] = []
        for value in sorted([*strict, *loose], key=lambda value: value.start):
            # Almost-JSON objects may contain JSON.
            if not values or value.start >= values[-1].end:
                values.append(value)
        return values

    def _find_json(self, text: str) -> Iterator[Value]:
        """Yield the values that the JSON decoder reads."""
        position, work = 0, _MOST_WORK * len(text) + _FREE_WORK
        base, rest = 0, text
        scan = decoding.get_scanner()
        while (opening := _OPENING.search(text, position)) is not None:
            start = opening.start()
            if start - base > _WINDOW:  # A failed attempt counts all lines before it, so drop them.
                base, rest = start, text[start:]
            try:
                value, end = scan(rest, start - base)
            except decoding.REFUSALS as refusal:
                position = start + 1
                read = getattr(refusal, "pos", start - base + _DEEP) - (start - base)
                work -= max(read, _LEAST_COST)
            else:
                position = base + end
                yield Value(start, position, value)
            if work < 0:
                self.is_exhausted = True
                return

    def _find_loose(self, text: str, strict: Sequence[Value]) -> Iterator[Value]:
        """Yield the almost-JSON objects that the JSON decoder cannot read."""
        inside = iter([*((value.start, value.end) for value in strict), (len(text), len(text))])
        start, end = next(inside)
        position = max(0, len(text) - _MOST_LOOSE)
        if len(strict) == _MOST_VALUES:  # Earlier ones may have been dropped.
            position = max(position, start)
        if position:
            self.is_exhausted = True
        while (opening := _LOOSE_OPENING.search(text, position)) is not None:
            at = opening.start()
            while at >= end:
                start, end = next(inside)
            if at >= start:
                position = end
                continue
            if self._loose_left <= 0:
                self.is_exhausted = True
                return
            value = (
                self._read_escaped(text, at)
                or self._read_doubled(text, at)
                or self._read_loose(text, at)
            )
            position = at + 1 if value is None else value.end
            if value is not None:
                yield value

    def _read_escaped(self, text: str, start: int) -> Value | None:
        r"""Return an object in an escaped string, as in `body="{\"error\": ...}"`."""
        opening = _ESCAPED_OPENING.match(text, start)
        if opening is None or len(opening[1]) % 2 == 0:
            return None
        rest = _REST_OF_STRING.match(text, start)
        string = "" if rest is None else rest[0][: self._loose_left]
        self._loose_left -= len(string)
        return Value(start, start + len(string), unescape(string))

    def _read_doubled(self, text: str, start: int) -> Value | None:
        """Return an object in a CSV field, as in `"{""error"": ...}"`."""
        if not _DOUBLED_OPENING.match(text, start):
            return None
        rest = _DOUBLED.match(text, start)
        string = "" if rest is None else rest[0][: self._loose_left]
        self._loose_left -= len(string)
        return Value(start, start + len(string), string.replace('""', '"'))

    def _read_loose(self, text: str, start: int) -> Value | None:
        part = text[start : start + _LONGEST_LOOSE]
        loose = LooseReader(part, 0)
        self._loose_left -= loose.end if loose.is_whole else max(loose.end, _BROKEN_COST)
        if not loose.value or not loose.is_whole:
            return None
        other = LooseReader(part, 0, joint="").value if loose.is_wrapped else None
        return Value(start, start + loose.end, loose.value, other, loose.is_cut)


def find_pairs(text: str) -> Iterator[Value]:
    """Yield each logfmt line as an object; in a long text, only lines near the end."""
    start = max(0, len(text) - _MOST_LOOSE)
    for match in _GO_MAP.finditer(text, start) if "map[" in text else ():
        parts = (part.partition(":") for part in re.split(r"[ ](?=\w+:)", match[1]))
        value = {key: _parse_scalar(text) for key, _, text in parts}
        yield Value(match.start(), match.end(), value)
    for line in _PAIRED_LINE.finditer(text, start) if "=" in text else ():
        pairs = _PAIR.findall(line[0])[:_MOST_PAIRS]
        if len(pairs) > 1:
            value = {key: _parse_scalar(text) for key, text in pairs}
            yield Value(line.start(), line.end(), value)


def find_fields(text: str) -> Value | None:
    """Return the fields on separate lines as an object, or None if there are none."""
    fields = [(match[1], match[2], match) for match in _FIELD_LINE.finditer(text)]
    if not 1 < len(fields) <= _MOST_PAIRS:
        return None
    value = {key: _parse_scalar(text.rstrip(" \t\r,")) for key, text, _ in fields}
    return Value(fields[0][2].start(), fields[-1][2].end(), value)


def is_of_request(text: str, start: int) -> bool:
    """Return whether the text before a value marks it as sent, not received."""
    return _REQUEST_BEFORE.search(text[max(0, start - _BEFORE) : start]) is not None


def _parse_scalar(text: str) -> Any:
    if text[:1] in ('"', "'", "\u201c"):
        return unescape(text[1:].rstrip("\"'\u201d"))
    return int(text) if text.isascii() and text.isdigit() and len(text) < _DIGITS else text
