"""Choose the fields of an envelope."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from attrs import frozen

from errsmith.importing.draft import DraftField, Path
from errsmith.importing.keys import can_be_path, find_role, format_path, get_last_key
from errsmith.lint.rules.names import can_be_field
from errsmith.registry.model import JSON_TYPES

_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SIGNS: Final = re.compile(r"[^a-z0-9]+")
_MOST: Final = 12
"""The maximum number of fields of an envelope."""


@frozen(kw_only=True)
class Candidate:
    """A value of a body that may become a field.

    Attributes:
        path: Its path.
        type: Its JSON type.
        is_optional: Whether the document says that it can be missing.
    """

    path: Path
    type: str
    is_optional: bool = False


def choose_fields(code: Path, bodies: Sequence[Sequence[Candidate]]) -> tuple[DraftField, ...]:
    """Return the values beside a code, and those around it whose names make their roles clear.

    Args:
        code: The path of the code.
        bodies: The values of each body that has the code. A value that a body lacks is optional.
    """
    chosen: dict[Path, DraftField] = {}
    names: set[str] = set()
    always = [{one.path for one in body if not one.is_optional} for body in bodies]
    for candidate in chain.from_iterable(bodies):
        path = candidate.path
        if path in chosen or not _is_beside(code, candidate) or not can_be_path(path):
            continue
        role = find_role(get_last_key(path), candidate.type)
        if path[:-1] != code[:-1] and role is None:
            continue
        name = next((n for n in _list_names(path, role) if n not in names), None)
        if name is None or len(chosen) >= _MOST or candidate.type not in JSON_TYPES:
            continue
        names.add(name)
        chosen[path] = DraftField(
            name=name,
            path=format_path(path),
            type=candidate.type,
            role=role,
            is_optional=not all(path in paths for paths in always),
        )
    return tuple(chosen.values())


def _is_beside(code: Path, candidate: Candidate) -> bool:
    """Return whether a value is beside a code or beside an object around it."""
    path = candidate.path
    if not path or isinstance(path[-1], int) or path == code:
        return False
    if path == code[: len(path)]:
        # The list that the code is in: a field keeps all of it.
        return candidate.type == "array" and code[len(path)] == 0
    return path[:-1] == code[: len(path) - 1] and len(path) <= len(code)


def _list_names(path: Path, role: str | None) -> Iterator[str]:
    """Yield the names that a field can have, the best one first."""
    plain = _to_snake_case(get_last_key(path))
    above = _to_snake_case(get_last_key(path[:-1])) if len(path) > 1 else ""
    names = [plain, *(["text"] if role == "message" else []), f"{above}_{plain}", f"body_{plain}"]
    yield from filter(can_be_field, names)


def _to_snake_case(key: str) -> str:
    return _SIGNS.sub("_", _HUMP.sub("_", key).lower()).strip("_")
