"""Read the example responses of a page, and conclude the shapes of responses from them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from attrs import Factory, frozen

from errsmith.drift.pages.page import Listing, Page
from errsmith.importing import bodies
from errsmith.importing.draft import DraftEnvelope, DraftError, Origin, Path, name_envelope
from errsmith.importing.fields import Candidate, choose_fields
from errsmith.importing.keys import can_be_path, fold_key, format_path, get_last_key, rank_path
from errsmith.importing.sightings import is_uri
from errsmith.runtime.reading.places import find_last_segments

_JSON: Final = re.compile(r"^[ \t]*[{\[]", re.MULTILINE)
_TOKEN: Final = re.compile(
    r"""
    (?P<string> "(?:[^"\\\n]|\\.)*" )
    | (?P<comment> //[^\n]* | \#[^\n]* | /\*(?s:.{0,2000}?)\*/ )
    | (?P<ellipsis> \.{3,} | … )
    | (?P<sign> [{}\[\],:] )
    | (?P<other> [^\s"{}\[\],:/#…]+ | \S )
    """,
    re.VERBOSE,
)
_PAIR: Final = re.compile(r'"(?P<key>[^"\\\n]{1,60})"\s{0,9}:\s{0,9}"?(?P<value>[^",\s}\]]{1,200})')
_LONGEST: Final = 200_000
"""The maximum length of an example in characters."""
_MOST: Final = 3
"""The maximum number of envelopes."""
_SHARE: Final = 1 / 5
"""A further envelope explains at least this share of the examples with codes."""
_MAJORITY: Final = 2 / 3
"""The share of the examples with codes that the envelopes must explain."""
_URIS: Final = frozenset({"type", "code", "error"})
"""Keys that can have a URI whose last segment is the code."""


@frozen(eq=False)
class _Example:
    """An example response of the page."""

    body: Any
    origin: Origin


@frozen
class _Place:
    """A place that has codes of the page.

    Attributes:
        examples: The examples that have a code there.
        values: The codes as they are in the examples.
    """

    examples: list[_Example] = Factory(list)
    values: list[str | int] = Factory(list)


def find_envelopes(
    page: Page, errors: Sequence[DraftError], stated: Sequence[Path]
) -> tuple[tuple[DraftEnvelope, ...], list[str]]:
    """Return the shapes of the example responses that have a code of the page, and remarks.

    There are none unless they explain most of these examples.

    Args:
        page: The page.
        errors: The errors of the page.
        stated: The paths of the code in a body, if the user names them.
    """
    examples, unreadable = _read_examples(page)
    codes = {error.code for error in errors}
    places = _find_places(examples, codes, stated)
    remarks: list[str] = []
    if not stated:
        places, remarks = _choose_places(places, sum(_has_code(text, codes) for text in unreadable))
    envelopes = (
        _build_envelope(path, place, index, is_stated=bool(stated))
        for index, (path, place) in enumerate(places.items())
    )
    return tuple(envelopes), remarks


def _build_envelope(path: Path, place: _Place, index: int, *, is_stated: bool) -> DraftEnvelope:
    code: dict[str, object] = {"path": format_path(path)}
    if place.values and all(isinstance(value, int) for value in place.values):
        code["type"] = "integer"
    if any(isinstance(value, str) and is_uri(value) for value in place.values):
        code["last_segment"] = True
    return DraftEnvelope(
        id=name_envelope(index),
        code=code,
        origin=place.examples[0].origin if place.examples and not is_stated else None,
        fields=choose_fields(path, [_list_candidates(example) for example in place.examples]),
    )


def _list_candidates(example: _Example) -> list[Candidate]:
    """Return the values of an example that may become fields."""
    return [
        Candidate(path=value.path, type=bodies.find_type(value.value))
        for value in bodies.list_values(example.body)
        if value.value is not None
    ]


# --- reading examples ----------------------------------------------------------------------------


def _read_examples(page: Page) -> tuple[list[_Example], list[str]]:
    """Return the JSON examples of a page, and the texts that look like JSON but are malformed."""
    examples: list[_Example] = []
    unreadable: list[str] = []
    for block in page.blocks:
        if not isinstance(block, Listing) or len(block.text) > _LONGEST:
            continue
        match = _JSON.search(block.text)
        if match is None:
            continue
        body = parse_example(block.text[match.start() :])
        if body is None:
            unreadable.append(block.text)
        else:
            heading = block.headings[-1].content.text if block.headings else ""
            examples.append(_Example(body, Origin(line=block.line, where=heading)))
    return examples, unreadable


def parse_example(text: str) -> Any:
    """Return the JSON value that a text begins with, None if it is not an object or array.

    Comments, ellipses and trailing commas are ignored, and so is what follows the value.
    """
    body = bodies.parse_body(text)
    if body is not None:
        return body
    try:
        body, _ = json.JSONDecoder(strict=False).raw_decode(_clean(text))
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict | list) else None


def _clean(example: str) -> str:
    """Return an example without what people add to JSON."""
    tokens: list[str] = []
    for match in _TOKEN.finditer(example):
        before = tokens[-1] if tokens else ""
        text = match[0]
        if match.lastgroup == "comment":
            continue
        if match.lastgroup == "ellipsis":
            if before != ":":
                continue
            text = "null"
        if text == "," and before in {"", ",", "{", "["}:
            continue
        if text in {"}", "]"} and before == ",":
            tokens.pop()
        tokens.append(text)
    return " ".join(tokens)


# --- places of codes -----------------------------------------------------------------------------


def _find_places(
    examples: Iterable[_Example], codes: set[str], stated: Sequence[Path]
) -> dict[Path, _Place]:
    """Return the places with codes of the page, or the stated ones, with their examples."""
    found: dict[Path, _Place] = {path: _Place() for path in stated}
    for example in examples:
        for value in bodies.list_values(example.body):
            is_place = (
                value.path in found
                if stated
                else can_be_path(value.path) and rank_path(value.path) > 0
            )
            if not is_place or not _is_code(value.path, value.value, codes, is_stated=bool(stated)):
                continue
            place = found.setdefault(value.path, _Place())
            place.values.append(value.value)
            if not place.examples or place.examples[-1] is not example:
                place.examples.append(example)
    return found


def _is_code(path: Path, value: Any, codes: set[str], *, is_stated: bool) -> bool:
    """Return whether a value is a code of the page; at a stated place, whether it can be one."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        return False
    if is_stated or str(value) in codes:
        return True
    if not isinstance(value, str) or fold_key(get_last_key(path)) not in _URIS or not is_uri(value):
        return False
    segments = find_last_segments(value)
    return bool(segments) and segments[-1] in codes


def _choose_places(
    found: dict[Path, _Place], unreadable: int
) -> tuple[dict[Path, _Place], list[str]]:
    """Return the places that explain most examples, the likeliest first, or else a remark.

    Args:
        found: The places with codes.
        unreadable: How many more examples have codes, but are not JSON.
    """
    total = len({id(one) for place in found.values() for one in place.examples}) + unreadable
    likely = sorted(found, key=lambda p: (-len(found[p].examples) - rank_path(p), len(p)))
    chosen: dict[Path, _Place] = {}
    explained: set[int] = set()
    for path in likely[: _MOST * _MOST]:
        new = {id(example) for example in found[path].examples} - explained
        if new and len(new) >= _SHARE * total and len(chosen) < _MOST:
            chosen[path] = found[path]
            explained |= new
    if not total or len(explained) >= _MAJORITY * total:
        return chosen, []
    shown = f"; the most likely is {format_path(likely[0])}" if likely else ""
    remark = (
        f"an envelope: only {len(explained)} of {total} examples with codes show the place of"
        f" the code{shown}"
    )
    return {}, [remark]


def _has_code(text: str, codes: set[str]) -> bool:
    """Return whether a malformed example has a code of the page at a key that can have one."""
    pairs = _PAIR.finditer(text)
    return any(match["value"] in codes and rank_path((match["key"],)) > 0 for match in pairs)
