"""Values that may be codes, and the choice of the place that has them."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Final, Literal, TypeAlias

from attrs import Factory, frozen

from errsmith.drift.extraction.codes import is_code_like
from errsmith.importing.draft import Path
from errsmith.importing.keys import fold_key, is_success, rank_key, rank_path
from errsmith.importing.trees import Pointer
from errsmith.importing.values import (
    is_no_code,
    is_placeholder,
    is_shaped_like_code,
    is_status,
    is_uri_of_status,
    names_problem,
)
from errsmith.runtime.reading.places import find_last_segments

Basis: TypeAlias = Literal["enum", "example", "mention"]
"""What a value was read from: a list of all values, an example response, an example of the value
alone, which says nothing about the status."""

_LONGEST: Final = 80
_MOST_WORDS: Final = 4
_URI: Final = re.compile(r"(?:https?://|urn:|tag:|about:)\S+", re.IGNORECASE)
_RELATIVE: Final = re.compile(r"/\S+")
_UUID: Final = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_PHRASES: Final = frozenset(fold_key(status.phrase) for status in HTTPStatus)
_HALF: Final = 1 / 2
_STRONG: Final = 4.0
"""The rank of keys that contain codes whatever these look like."""
_USUAL: Final = 3.0
"""The rank of keys whose single example is a code if it names a problem."""
_OWN: Final = frozenset({"id", "name"})
"""Keys whose examples identify or name anything, by their letters and digits."""
_FURTHER: Final = 4.5
"""The lowest score of a further place: a weak name needs several codes."""
_OUTER: Final = 3.0
"""The lowest score of a place outside a list of details."""
_FAMILIES: Final = frozenset({"type", "errortype", "category", "errorcategory", "errorclass"})
"""Keys of families of codes, by their letters and digits."""
_MOST_PLACES: Final = 4


@frozen(kw_only=True)
class Sighting:
    """A value that may be a code.

    Attributes:
        path: Its path in the body.
        value: The value.
        pointer: Where it was read.
        basis: What it was read from.
        statuses: The statuses that it was read with; `None` stands for an unknown status.
        proofs: Where the document states these, each status by itself.
        endpoints: The operations that it was read with.
        others: All values that are possible in its place, itself included, if the document lists
            them.
        name: Its name in the document, "" if it has none.
        is_deprecated: Whether the document calls it deprecated.
    """

    path: Path
    value: str | int
    pointer: Pointer
    basis: Basis
    statuses: frozenset[int | str | None] = frozenset()
    proofs: Mapping[int | str, Pointer] = Factory(dict)
    endpoints: tuple[str, ...] = ()
    others: frozenset[str] = frozenset()
    name: str = ""
    is_deprecated: bool = False

    @property
    def text(self) -> str:
        """The value as a string."""
        return str(self.value)

    @property
    def is_uri(self) -> bool:
        """Whether the value is a URI, so that its last segment is the code."""
        return isinstance(self.value, str) and is_uri(self.value)

    @property
    def code(self) -> str | None:
        """The code, None if the value cannot be one."""
        if self.is_uri:
            # A fragment names the problem on a page that describes several.
            segments = find_last_segments(self.text)
            return segments[-1] if segments and is_code_like(segments[-1]) else None
        return self.text if self._can_be_code() else None

    def _can_be_code(self) -> bool:
        text = self.text
        if is_success(text) or len(text) > _LONGEST:
            return False
        if is_no_code(text) or (self.basis != "enum" and is_placeholder(text)):
            return False
        if _UUID.fullmatch(text) or self._is_phrase():
            return False
        if is_code_like(text):
            return True
        is_text = text.isprintable() and text == " ".join(text.split()) and text.isascii()
        is_short = len(text.split()) <= _MOST_WORDS and not text.endswith((".", "!", "?", ":"))
        return self.basis == "enum" and is_text and is_short and any(map(str.isalnum, text))

    def _is_phrase(self) -> bool:
        """Return whether the value only names an HTTP status in words: `Bad Request`."""
        text = self.text
        is_title = text[:1].isupper() and not text.isupper() and "_" not in text
        return is_title and rank_path(self.path) < _STRONG + 1 and fold_key(text) in _PHRASES

    @property
    def is_status(self) -> bool:
        """Whether the value only names an HTTP status, as a number or as a URI about it."""
        if self.is_uri:
            return is_uri_of_status(self.text)
        known = {str(status) for status in self.statuses if status is not None}
        if self.others:
            # A status in a list of other numbers is a code that resembles one.
            statuses = {other for other in self.others if is_status(other) or other in known}
            return self.text in statuses and len(statuses) >= _HALF * len(self.others)
        classes = {status[0] for status in known}
        is_open = None in self.statuses or not self.statuses
        return self.text in known or (is_status(self.text) and (is_open or self.text[0] in classes))


def is_uri(text: str) -> bool:
    """Return whether a string is a URI or the path of one."""
    return _URI.fullmatch(text) is not None or _RELATIVE.fullmatch(text) is not None


@frozen(kw_only=True)
class Body:
    """The body of a response: what is known of it.

    Attributes:
        sightings: The values that may be codes.
        declared: The paths of its scalars, with or without known values.
        is_certain: Whether it is known to be the body of an error.
    """

    sightings: Sequence[Sighting]
    declared: Collection[Path] = Factory(frozenset)
    is_certain: bool = True


def choose_places(bodies: Sequence[Body], stated: Sequence[Path] = ()) -> list[Path]:
    """Return the paths of the codes, in the order in which to read them.

    Args:
        bodies: The bodies of the document.
        stated: The paths that the user names; if there are any, only these are returned.
    """
    if stated:
        return list(stated)
    chosen: list[Path] = []
    remaining = list(bodies)
    while remaining and len(chosen) < _MOST_PLACES:
        best = _find_best(remaining, fewest=_FURTHER if chosen else 0.0)
        if best is None:
            break
        chosen.append(best)
        remaining = [body for body in remaining if not _has(body, best)]
    return _add_outer(bodies, chosen)


def _has(body: Body, path: Path) -> bool:
    return path in body.declared or any(sighting.path == path for sighting in body.sightings)


def _find_best(bodies: Iterable[Body], *, fewest: float) -> Path | None:
    """Return the place that most likely has codes, None if none has a high enough score."""
    by_path: dict[Path, list[Sighting]] = {}
    for body in bodies:
        for sighting in body.sightings:
            if body.is_certain or rank_path(sighting.path) >= _STRONG:
                by_path.setdefault(sighting.path, []).append(sighting)
    scores = {path: score_place(path, sightings) for path, sightings in by_path.items()}
    good = [path for path, score in scores.items() if score > fewest]
    best = max(good, key=lambda path: scores[path], default=None)
    if best is None:
        return None
    # A schema that contains itself repeats its codes.
    codes = {path: {sighting.code for sighting in by_path[path]} for path in good}
    same = [path for path in good if path[-1:] == best[-1:] and codes[path] >= codes[best]]
    return min(same, key=len)


def score_place(path: Path, sightings: Sequence[Sighting]) -> float:
    """Return how likely it is that the values at a path are codes: 0 if they are not."""
    rank = rank_path(path)
    codes = {sighting.code for sighting in sightings if sighting.code is not None}
    distinct = {sighting.text for sighting in sightings}
    if rank <= 0 or not codes:
        return 0.0
    valid = {sighting.text for sighting in sightings if sighting.code is not None}
    if len(valid) < _HALF * len(distinct):
        return 0.0
    if all(is_status(s.text) for s in sightings):
        return 0.0
    if any(s.is_uri for s in sightings) and fold_key(path[-1]) not in {"type", "code", "error"}:
        return 0.0
    if not _has_evidence(path, sightings):
        return 0.0
    return rank + min(3.0, math.log2(1 + len(codes)))


def _has_evidence(path: Path, sightings: Iterable[Sighting]) -> bool:
    """Return whether values show that a key with other uses, such as `type`, has codes here."""
    rank = rank_key(path)
    seen = [sighting for sighting in sightings if sighting.code is not None]
    if rank >= _STRONG or any(s.basis == "enum" or s.is_uri for s in seen):
        return True
    if fold_key(path[-1]) in _OWN:
        return False
    is_named = rank >= _USUAL and any(names_problem(sighting.text) for sighting in seen)
    return is_named or _are_codes(seen)


def _are_codes(sightings: Iterable[Sighting]) -> bool:
    """Return whether several values are written as codes, or name problems."""
    texts = {sighting.text for sighting in sightings if sighting.code is not None}
    return sum(is_shaped_like_code(text) or names_problem(text) for text in texts) > 1


def find_evident_places(bodies: Iterable[Body]) -> set[Path]:
    """Return the places whose values are listed or look like codes."""
    by_path: dict[Path, list[Sighting]] = {}
    for body in bodies:
        for sighting in body.sightings:
            by_path.setdefault(sighting.path, []).append(sighting)
    return {
        path
        for path, sightings in by_path.items()
        if _are_codes(sightings) or any(s.basis == "enum" and s.code for s in sightings)
    }


def _add_outer(bodies: Sequence[Body], chosen: list[Path]) -> list[Path]:
    """Return the paths, and those to read if a list of details has no code.

    A code in a list of details is more specific than one outside the list, and the list may be
    empty.
    """
    for path in list(chosen):
        if 0 not in path:
            continue
        inside = {s.code for body in bodies for s in body.sightings if s.path == path}
        outer = [
            Body(sightings=[s for s in body.sightings if 0 not in s.path and s.code not in inside])
            for body in bodies
            if _has(body, path)
        ]
        best = _find_best(outer, fewest=_OUTER)
        if best is not None and best not in chosen:
            chosen.append(best)
    return chosen


def find_open_places(bodies: Iterable[Body], places: Iterable[Path]) -> set[Path]:
    """Return the places for which a body has no list of the possible values: any may be there."""
    wanted = set(places)
    found: set[Path] = set()
    for body in bodies:
        listed = {s.path for s in body.sightings if s.basis == "enum"}
        present = {*body.declared, *(s.path for s in body.sightings)}
        found |= (present & wanted) - listed
    return found


def pair_places(bodies: Sequence[Body], places: Iterable[Path]) -> dict[Path, Path | None]:
    """Return the place of the group, or None, for each place of codes.

    If the document does not list the codes in a place, but lists the values of a key beside it that
    names families, these are groups. If it even has no example of a code, what looks like the place
    of the code may be that of the group.
    """
    pairs: dict[Path, Path | None] = {}
    for path in places:
        code = _find_code_beside(bodies, path)
        if code is not None:
            pairs.setdefault(code, path)
        else:
            pairs[path] = pairs.get(path) or _find_group_beside(bodies, path)
    return pairs


def _find_code_beside(bodies: Iterable[Body], path: Path) -> Path | None:
    """Return the place of the code beside values that only name its family, None if they do not.

    That is a place whose name is more certain: `error_code` beside `error_type`.
    """
    if rank_path(path) >= _STRONG:
        return None
    owners = [body for body in bodies if _has(body, path)]
    beside = {
        other
        for body in owners
        for other in body.declared
        if other[:-1] == path[:-1] and rank_path(other) >= _STRONG
    }
    shares = {other: sum(other in body.declared for body in owners) for other in beside}
    common = [other for other in beside if shares[other] > _HALF * len(owners)]
    return max(common, key=rank_path, default=None)


def _find_group_beside(bodies: Iterable[Body], path: Path) -> Path | None:
    """Return the place of the group beside the place of codes that the document does not list."""
    owners = [body for body in bodies if _has(body, path)]
    seen = [sighting for body in owners for sighting in body.sightings]
    if any(sighting.basis == "enum" for sighting in seen if sighting.path == path):
        return None
    families: dict[Path, set[str]] = {}
    for sighting in seen:
        is_beside = sighting.path[:-1] == path[:-1] and fold_key(sighting.path[-1]) in _FAMILIES
        if is_beside and sighting.path != path and sighting.basis == "enum" and sighting.code:
            families.setdefault(sighting.path, set()).add(sighting.code)
    return next((place for place, codes in families.items() if len(codes) > 1), None)
