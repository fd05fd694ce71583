"""The data of the search: every error of every provider, for the script of the front page.

The file is a script, because a page opened from file:// cannot fetch data. Its errors are columns:
each lists one fact of all errors, in the same order. They compress well and are read at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from errsmith.meaning.resolution import ResolvedError
from errsmith.meaning.subjects import Subject
from errsmith.registry.model import FieldDef, PlaceDef
from errsmith.runtime.facts import ErrorInfo, Retry, make_anchor
from errsmith.runtime.kinds import KINDS
from errsmith.runtime.reading.places import GROUP_STEP, split_path
from errsmith.runtime.statuses import LISTED, OTHER
from errsmith.targets.target import Project
from errsmith.targets.text import format_line

SEARCH_DATA: Final = "assets/errors.js"
"""The path of the file."""

_SCRIPT: Final = "\"use strict\";\nconst DATA = JSON.parse('{}');\n"
_ESCAPES: Final = {"\\": "\\\\", "'": "\\'", "<": "\\u003c"}
"""What the characters that matter inside a script's string become."""
_MARK: Final = re.compile(r"[\W_]+")


class _Column:
    """A column with few different values: a list of them, and the position of each error's value.

    Attributes:
        values: The values, in the order in which they first occur.
        positions: The position of the value of each error.
    """

    def __init__(self) -> None:
        self.values: list[object] = []
        self.positions: list[int] = []
        self._known: dict[object, int] = {}

    def append(self, key: object, value: object) -> None:
        """Add the value of the next error; equal values have equal keys."""
        position = self._known.setdefault(key, len(self.values))
        if position == len(self.values):
            self.values.append(value)
        self.positions.append(position)

    def build(self) -> dict[str, object]:
        """Return the column as the script reads it."""
        return {"values": self.values, "positions": self.positions}


def build_search_data(project: Project) -> bytes:
    """Build `assets/errors.js`."""
    data = {
        "kinds": [_describe_kind(kind, class_.__name__) for kind, class_ in KINDS.items()],
        "providers": [_describe_provider(provider) for provider in project.providers],
        "errors": _build_columns(project.providers),
    }
    text = json.dumps(data, separators=(",", ":"))
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return _SCRIPT.replace("{}", text).encode("ascii")


def _describe_kind(kind: str, class_: str) -> dict[str, object]:
    """Return the class of a kind, and the statuses that imply it."""
    listed = [status for status, its_kind in LISTED.items() if its_kind == kind]
    others = [f"{digit}xx" for digit, its_kind in OTHER.items() if its_kind == kind]
    return {"id": kind, "class": class_, "statuses": [*listed, *others]}


def _describe_provider(provider: Subject) -> dict[str, object]:
    """Return what attributes a response to a provider."""
    file, facts = provider.file, provider.facts
    places = [envelope.code for envelope in file.envelopes]
    fields = [field for envelope in file.envelopes for field in envelope.fields.items()]
    return {
        "name": provider.name,
        "title": format_line(facts.about.title),
        "base": facts.about.base,
        "size": len(facts.errors),
        "hosts": sorted({urlsplit(page.url).hostname or "" for page in facts.about.sources}),
        "keys": sorted({key for place in places for key in _list_keys(place, "")}),
        "fields": sorted({key for name, field in fields for key in _list_keys(field, name)}),
        "sends_status_as_code": any(place.status for place in places),
        "parts": sorted({place.parts for place in places if place.parts is not None}),
        "groups": [
            {
                "id": format_line(id_),
                "class": provider.resolution.group_classes[id_],
                "match": [format_line(glob) for glob in group.match],
                "retry": _describe_retry(facts.groups[id_].retry),
            }
            for id_, group in file.groups.items()
        ],
        "categories": [
            {
                "id": format_line(id_),
                "statuses": list(category.status),
                "retry": _describe_retry(facts.categories[id_].retry),
            }
            for id_, category in file.categories.items()
            if category.status
        ],
    }


def _list_keys(place: PlaceDef | FieldDef, name: str) -> Iterator[str]:
    """Yield the names before a value in a response, in lower case: of a key, header or parameter.

    Args:
        place: Where the value is.
        name: The key in the body if the place does not state one.
    """
    if place.header is not None:
        yield format_line(place.parameter or place.header).lower()
    elif place.query is not None:
        yield format_line(place.query).lower()
    elif place.path or name:
        steps = (step for step in split_path(place.path or name) if isinstance(step, str))
        yield from [format_line(step).lower() for step in steps if step != GROUP_STEP][-1:]


def _build_columns(providers: Iterable[Subject]) -> dict[str, object]:
    """Return the columns; those that few errors have list only these, by their position."""
    codes: list[str] = []
    summaries: list[str] = []
    rare = ("ids", "anchors", "aliases", "classes", "stages")
    few: Mapping[str, dict[int, Any]] = {name: {} for name in rare}
    names = ("statuses", "kind", "retry", "category", "group")
    columns: Mapping[str, _Column] = {name: _Column() for name in names}
    for position, (error, info) in enumerate(_list_errors(providers)):
        codes.append(format_line(error.code))
        summaries.append(format_line(info.summary or ""))
        columns["statuses"].append(info.statuses, info.statuses)
        columns["kind"].append(info.kind, info.kind or "")
        columns["retry"].append(info.retry, _describe_retry(info.retry))
        columns["category"].append(info.category, format_line(info.category or ""))
        columns["group"].append(info.group, format_line(info.group or ""))
        if error.id != codes[-1]:
            few["ids"][position] = format_line(error.id)
            few["anchors"][position] = make_anchor(error.id)
        if info.aliases:
            few["aliases"][position] = [format_line(alias) for alias in info.aliases]
        if _squash(error.class_).removesuffix("error") != _squash(error.id).removesuffix("error"):
            few["classes"][position] = error.class_
        if info.removed is not None:
            few["stages"][position] = "removed"
        elif info.deprecated is not None:
            few["stages"][position] = "deprecated"
    built = {name: column.build() for name, column in columns.items()}
    return {"code": codes, "summary": summaries, **built, **few}


def _list_errors(providers: Iterable[Subject]) -> Iterator[tuple[ResolvedError, ErrorInfo]]:
    """Yield all errors with their facts, provider by provider."""
    for provider in providers:
        for id_, error in provider.resolution.errors.items():
            yield error, provider.facts.errors[id_]


def _describe_retry(retry: Retry | None) -> list[object]:
    """Return advice, basis and seconds to wait; [] if the advice is unknown."""
    return [] if retry is None else [retry.advice, retry.basis, retry.delay]


def _squash(name: str) -> str:
    """Return a name without case and marks, as the script compares codes with class names."""
    return _MARK.sub("", name).lower()
