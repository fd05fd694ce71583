"""The places in a response that contain codes, and how codes are read from them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from ..wire.headers import MOST_PARTS
from ..wire.wire import Wire

if TYPE_CHECKING:
    from ..wire.challenges import Challenge

GROUP_STEP = "{group}"
"""The step of a path that matches any key; the key is the group."""

_MOST_BITS = 640
"""The most bits of an integer that is read as a code."""


class SentCode:
    """A code, a group or both, as sent in one place.

    Attributes:
        group: The group as sent, None if there is none.
        code: The code as sent, None if there is none.
        is_partial: Whether `code` may be a code or a group, because the last part is missing.
        key: The key at `{group}` in the place's path; `group` differs if the string contains one.
        challenge: The challenge that contains it, if the place is a parameter.
    """

    __slots__ = ("challenge", "code", "group", "is_partial", "key")

    def __init__(
        self, group: str | None = None, code: str | None = None, *, is_partial: bool = False
    ) -> None:
        self.group = group
        self.code = code
        self.is_partial = is_partial
        self.key: str | None = None
        self.challenge: Challenge | None = None

    def evolve(self, **changes: Any) -> SentCode:
        """Return a copy with some values changed."""
        copy = SentCode()
        for name in SentCode.__slots__:
            setattr(copy, name, changes[name] if name in changes else getattr(self, name))
        return copy


@cache  # Paths come from the registry, so there are few.
def split_path(path: str) -> tuple[str | int, ...]:
    """Split a path such as `errors[0].code` at dots and brackets into keys and indices."""
    steps: list[str | int] = []
    for part in path.split("."):
        key, *indices = part.split("[")
        if key:
            steps.append(key)
        steps.extend(int(index.removesuffix("]")) for index in indices)
    return tuple(steps)


def find_values(
    value: Any, steps: tuple[str | int, ...], group: str | None = None
) -> list[tuple[str | None, Any]]:
    """Return each value at `steps`, or None if absent, with the key at `{group}`."""
    for position, step in enumerate(steps):
        if type(value) is dict and step == GROUP_STEP:
            rest = steps[position + 1 :]
            return [
                pair
                for key, inner in value.items()
                if type(key) is str
                for pair in find_values(inner, rest, key)
            ]
        if type(value) is dict and type(step) is str:
            value = value.get(step)
        elif type(value) is list and type(step) is int and step < len(value):
            value = value[step]
        else:
            return [(group, None)]
    return [(group, value)]


def to_code(value: Any) -> str | None:
    """Return an integer or a non-empty string as a code; None for any other JSON value."""
    if type(value) is str:
        return value or None
    if type(value) is int and value.bit_length() <= _MOST_BITS:
        return str(value)
    return None


def fold_spelling(text: str, folds: Iterable[str]) -> str:
    """Fold equivalent spellings: `dash` replaces `-` by `_`, `case` lowers letters."""
    for fold in folds:
        text = text.replace("-", "_") if fold == "dash" else text.lower()
    return text


def find_last_segments(uri: str) -> list[str]:
    """Return the last non-empty segments of a URI's path and of its fragment.

    The path comes first: a fragment counts only if its code is documented, or if the path is empty.
    `about:blank` has no segments.
    """
    address, _, fragment = uri.partition("#")
    path = address.partition("?")[0]
    if "://" in path:
        _, _, path = path.partition("://")[2].partition("/")  # The host is not a segment.
    if path.rstrip("/") == "about:blank":
        path = ""
    ends = (text.partition("?")[0].rstrip("/") for text in (path, fragment))
    segments = (end[max(map(end.rfind, "/#:")) + 1 :] for end in ends)
    return [segment for segment in segments if segment]


class PartsTemplate:
    """A template of literals and names, such as `{group} -- {code}`; `{}` is ignored.

    Whitespace around the parts is ignored, and later parts may be missing.
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
        """Return the string for a code and a group."""
        spelled = self._template.replace("{code}", code).replace("{group}", group)
        return spelled.replace("{}", "")

    def split(self, text: str) -> list[str]:
        """Split a string at the literals: a part, a literal, a part, and so on."""
        pieces: list[str] = []
        for literal in filter(None, (self.opening, *(literal for _, literal in self.names))):
            part, separator, rest = text.partition(literal)
            if not separator:
                break
            pieces += [part, separator]
            text = rest
        return [*pieces, text]

    def read(self, text: str) -> dict[str, str] | None:
        """Return the parts of `text` by name, or None if it does not begin like the template."""
        text = text.strip()
        if not text.startswith(self.opening):
            return None
        rest = text[len(self.opening) :]
        parts: dict[str, str] = {}
        for name, literal in self.names:
            value, separator, rest = rest.partition(literal) if literal else (rest, "", "")
            if name and value.strip():
                parts.setdefault(name, value.strip())
            if not separator:
                break
        return parts


@cache
def _get_template(template: str | None) -> PartsTemplate:
    return PartsTemplate(template or "{code}")


class Place:
    """A place in a response: exactly one of path, header, query and status.

    Attributes:
        path: Steps into the JSON body.
        header: Name of a header.
        parameter: Name of a parameter of the header's challenges, ignoring case.
        query: Name of a parameter of the redirect's query.
        status: Whether the status itself is the code, if it is documented as one.
        parts: Template for a string that contains more than the code.
        last_segment: Whether only the last segment of a URI counts, see `find_last_segments`.
        fold: Differences in spelling to ignore: `dash`, `case`.
        success: Values that mean that there is no error.
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
        """Return the string for a code and its group."""
        return _get_template(self.parts).spell(code, group or "")

    def split(self, text: str) -> list[str]:
        """Split a string from this place into alternating parts and separators."""
        if self.last_segment:
            return re.split("([/#:?])", text)
        return _get_template(self.parts).split(text)

    def is_in_challenges_of(self, header: str | None) -> bool:
        """Return whether the place is a parameter of the challenges in a header."""
        return self.parameter is not None and (self.header or "").lower() == (header or "").lower()

    def find_parameter(self, challenge: Challenge) -> str | None:
        """Return the value of the place's parameter in a challenge, ignoring the case of names."""
        return challenge.parameters.get((self.parameter or "").lower())

    def read_codes(self, wire: Wire) -> list[SentCode]:
        """Return the codes and groups that a response has in this place.

        There are several if a path with `{group}` matches several keys, if a header is a list or
        has several challenges, or if a query parameter is repeated.
        """
        if self.parameter is not None:
            return [
                self.read_value(None, value).evolve(challenge=challenge)
                for challenge in wire.challenges(self.header or "")
                if (value := self.find_parameter(challenge)) is not None
            ]
        return [
            sent if key is None else sent.evolve(key=key)
            for key, value in self._find_values(wire)
            for sent in self._read_segments(key, value)
        ]

    def _find_values(self, wire: Wire) -> Iterable[tuple[str | None, Any]]:
        if self.path is not None:
            return find_values(wire.body, split_path(self.path))
        if self.status:
            return [(None, wire.status)]
        texts = self._split_header(wire) if self.query is None else wire.code_in_query(self.query)
        return [(None, text) for text in texts]

    def _split_header(self, wire: Wire) -> list[str]:
        """Return the strings in a header that may be the code: the whole value, then its parts.

        If every part is a value of `success`, the whole value is not a code either.
        """
        texts = [text.strip() for text in wire.header(self.header or "")]
        if not texts or "," not in texts[0]:
            return texts
        stripped = (part.strip() for part in texts[0].split(",", MOST_PARTS)[:MOST_PARTS])
        parts = [part for part in stripped if part]
        return parts if all(map(self.is_success, parts)) else [*texts, *parts]

    def read_value(self, group: str | None, value: Any) -> SentCode:
        """Return the code in a value from this place; `group` is the key that leads to it."""
        return self._read_segments(group, value)[0]

    def _read_segments(self, group: str | None, value: Any) -> list[SentCode]:
        """Return the code in a value, or in each segment of a URI that may have it."""
        text = to_code(value)
        if text is None or not self.last_segment:
            return [self._parse_code(group, text)]
        segments = find_last_segments(text)
        if not segments or any(map(self.is_success, segments)):
            return [SentCode(group)]
        return [self._parse_code(group, segment) for segment in segments]

    def _parse_code(self, group: str | None, text: str | None) -> SentCode:
        if not text or self.is_success(text):
            return SentCode(group)
        if self.parts is None:
            return SentCode(group, text)
        parts = _get_template(self.parts).read(text)
        if not parts:
            return SentCode(group)
        group = parts.get("group", group)
        code = parts.get("code")
        if code is None:
            return SentCode(None, group, is_partial=True)
        return SentCode(group) if self.is_success(code) else SentCode(group, code)

    def is_success(self, text: str) -> bool:
        """Return whether a string from this place means success."""
        if not self.success:
            return False
        folded = fold_spelling(text, self.fold)
        return any(folded == fold_spelling(value, self.fold) for value in self.success)
