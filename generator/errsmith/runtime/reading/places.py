"""Where a code stands in a response, and how it is taken from there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from ..wire.headers import MOST_PARTS
from ..wire.wire import Wire

if TYPE_CHECKING:
    from ..wire.challenges import Challenge

GROUP = "{group}"
"""The step of a path that stands for any key; the key is the group."""

_LONGEST = 640
"""Bits of the largest integer that is taken for a code."""


class Reading:
    """What one place says.

    Attributes:
        group: The group as sent.
        code: The code as sent.
        alone: `code` is the first of several parts, the last of which is missing: it may be a code
            or a group.
        key: The key that stood at `{group}` of the place's path; a group in the text is another.
        challenge: The challenge that held it, of a place that is a parameter.
    """

    __slots__ = ("alone", "challenge", "code", "group", "key")

    def __init__(
        self, group: str | None = None, code: str | None = None, *, alone: bool = False
    ) -> None:
        self.group = group
        self.code = code
        self.alone = alone
        self.key: str | None = None
        self.challenge: Challenge | None = None

    def replaced(self, **changes: Any) -> Reading:
        """Return a copy with other values."""
        copy = Reading()
        for name in Reading.__slots__:
            setattr(copy, name, changes[name] if name in changes else getattr(self, name))
        return copy


@cache  # Paths are the registry's, so that there are few.
def steps_of(path: str) -> tuple[str | int, ...]:
    """Split a path such as `errors[0].code` at dots and brackets into keys and indices."""
    steps: list[str | int] = []
    for part in path.split("."):
        key, *indices = part.split("[")
        if key:
            steps.append(key)
        steps.extend(int(index.removesuffix("]")) for index in indices)
    return tuple(steps)


def found_at(
    value: Any, steps: tuple[str | int, ...], group: str | None = None
) -> list[tuple[str | None, Any]]:
    """Give each value at `steps`, None where there is none, with the key at `{group}`."""
    for position, step in enumerate(steps):
        if type(value) is dict and step == GROUP:
            rest = steps[position + 1 :]
            return [
                hit
                for key, inner in value.items()
                if type(key) is str
                for hit in found_at(inner, rest, key)
            ]
        if type(value) is dict and type(step) is str:
            value = value.get(step)
        elif type(value) is list and type(step) is int and step < len(value):
            value = value[step]
        else:
            return [(group, None)]
    return [(group, value)]


def code_text(value: Any) -> str | None:
    """Give a JSON value as a code: a text that is not empty or an integer, else None."""
    if type(value) is str:
        return value or None
    if type(value) is int and value.bit_length() <= _LONGEST:
        return str(value)
    return None


def same(text: str, folds: Iterable[str]) -> str:
    """Fold the spellings that count as one: `dash` makes `-` a `_`, `case` makes letters lower."""
    for fold in folds:
        text = text.replace("-", "_") if fold == "dash" else text.lower()
    return text


def last_segments(uri: str) -> list[str]:
    """Return the last segments of a URI's path and of its fragment that are not empty.

    The path comes first: a fragment counts only if its code is documented, or if the path is empty.
    `about:blank` has no segment.
    """
    address, _, fragment = uri.partition("#")
    path = address.partition("?")[0]
    if "://" in path:
        _, _, path = path.partition("://")[2].partition("/")  # A host is no segment.
    if path.rstrip("/") == "about:blank":
        path = ""
    ends = (text.partition("?")[0].rstrip("/") for text in (path, fragment))
    segments = (end[max(map(end.rfind, "/#:")) + 1 :] for end in ends)
    return [segment for segment in segments if segment]


class Parts:
    """A template of literals and names, such as `{group} -- {code}`; `{}` is passed over.

    Blanks around the parts do not count, and later parts may be missing.
    """

    def __init__(self, template: str) -> None:
        self._template = template
        self.opening, *rest = template.split("{")
        self.names: list[tuple[str, str]] = []
        for part in rest:
            name, _, literal = part.partition("}")
            self.names.append((name.strip(), literal.strip()))
        self.opening = self.opening.strip()

    def spell(self, code: str, group: str) -> str:
        """Give the text that holds a code and a group."""
        spelled = self._template.replace("{code}", code).replace("{group}", group)
        return spelled.replace("{}", "")

    def pieces(self, text: str) -> list[str]:
        """Split a text at the literals: a piece, a literal, a piece, and so on."""
        pieces: list[str] = []
        for literal in filter(None, (self.opening, *(literal for _, literal in self.names))):
            piece, found, rest = text.partition(literal)
            if not found:
                break
            pieces += [piece, found]
            text = rest
        return [*pieces, text]

    def read(self, text: str) -> dict[str, str] | None:
        """Give the parts of `text` by name, None if it does not begin as the template does."""
        text = text.strip()
        if not text.startswith(self.opening):
            return None
        rest = text[len(self.opening) :]
        found: dict[str, str] = {}
        for name, literal in self.names:
            value, literal_found, rest = rest.partition(literal) if literal else (rest, "", "")
            if name and value.strip():
                found.setdefault(name, value.strip())
            if not literal_found:
                break
        return found


@cache
def _parts_of(template: str | None) -> Parts:
    return Parts(template or "{code}")


class Place:
    """One place: exactly one of path, header, query and status.

    Attributes:
        path: Steps into the JSON body.
        header: Name of a header.
        parameter: Name of a parameter of the header's challenges; case does not count.
        query: Name of a parameter of the redirect's query.
        status: The status itself is the code, where it is documented as one.
        parts: Template of a text that holds more than the code.
        last_segment: Only the last segment of a URI counts, see `last_segments`.
        fold: Spellings that are the same: `dash`, `case`.
        success: Values that mean no error.
    """

    def __init__(
        self,
        *,
        path: str | None = None,
        header: str | None = None,
        parameter: str | None = None,
        query: str | None = None,
        status: bool = False,
        parts: str | None = None,
        last_segment: bool = False,
        fold: tuple[str, ...] = (),
        success: tuple[str, ...] = (),
    ) -> None:
        self.path = path
        self.header = header
        self.parameter = parameter
        self.query = query
        self.status = status
        self.parts = parts
        self.last_segment = last_segment
        self.fold = fold
        self.success = success

    def spell(self, code: str, group: str | None) -> str:
        """Give the text that holds a code and its group."""
        return _parts_of(self.parts).spell(code, group or "")

    def pieces(self, text: str) -> list[str]:
        """Split a string from this place into alternating parts and separators."""
        if self.last_segment:
            return re.split("([/#:?])", text)
        return _parts_of(self.parts).pieces(text)

    def is_in_challenges_of(self, header: str | None) -> bool:
        """Whether the place is a parameter of that header's challenges."""
        return self.parameter is not None and (self.header or "").lower() == (header or "").lower()

    def find_parameter(self, challenge: Challenge) -> str | None:
        """Return the value of the place's parameter in a challenge, whatever its letters' case."""
        return challenge.parameters.get((self.parameter or "").lower())

    def readings(self, wire: Wire) -> list[Reading]:
        """Read the place.

        Several readings where a path with `{group}` meets several keys, a header is a list or has
        several challenges, or a query parameter is sent several times.
        """
        if self.parameter is not None:
            return [
                self.reading(None, value).replaced(challenge=challenge)
                for challenge in wire.challenges(self.header or "")
                if (value := self.find_parameter(challenge)) is not None
            ]
        return [
            reading if key is None else reading.replaced(key=key)
            for key, value in self._values(wire)
            for reading in self._readings_of(key, value)
        ]

    def _values(self, wire: Wire) -> Iterable[tuple[str | None, Any]]:
        if self.path is not None:
            return found_at(wire.body, steps_of(self.path))
        if self.status:
            return [(None, wire.status)]
        texts = self._in_header(wire) if self.query is None else wire.code_in_query(self.query)
        return [(None, text) for text in texts]

    def _in_header(self, wire: Wire) -> list[str]:
        """Return what may be the code in a header: its whole value, then its parts.

        If every part is a value of `success`, the whole value is not a code either.
        """
        texts = [text.strip() for text in wire.header(self.header or "")]
        if not texts or "," not in texts[0]:
            return texts
        found = (part.strip() for part in texts[0].split(",", MOST_PARTS)[:MOST_PARTS])
        parts = [part for part in found if part]
        return parts if all(map(self.is_success, parts)) else [*texts, *parts]

    def reading(self, group: str | None, value: Any) -> Reading:
        """Take the code from the value that stands here, below the key `group`."""
        return self._readings_of(group, value)[0]

    def _readings_of(self, group: str | None, value: Any) -> list[Reading]:
        """Take the code from the value, or from each of the segments that may be it."""
        text = code_text(value)
        if text is None or not self.last_segment:
            return [self._taken(group, text)]
        segments = last_segments(text)
        if not segments or any(map(self.is_success, segments)):
            return [Reading(group)]
        return [self._taken(group, segment) for segment in segments]

    def _taken(self, group: str | None, text: str | None) -> Reading:
        if not text or self.is_success(text):
            return Reading(group)
        if self.parts is None:
            return Reading(group, text)
        parts = _parts_of(self.parts).read(text)
        if not parts:
            return Reading(group)
        group = parts.get("group", group)
        code = parts.get("code")
        if code is None:
            return Reading(None, group, alone=True)
        return Reading(group) if self.is_success(code) else Reading(group, code)

    def is_success(self, text: str) -> bool:
        """Return whether a string from this place means that there is no error."""
        if not self.success:
            return False
        folded = same(text, self.fold)
        return any(folded == same(value, self.fold) for value in self.success)
