"""Read JSON or YAML that lists codes."""

from __future__ import annotations

import math
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import Factory, field, frozen

from errsmith.drift.extraction.codes import is_code_like
from errsmith.drift.facts import Statuses
from errsmith.importing.draft import Draft, DraftError, Origin
from errsmith.importing.groups import build_group_ids
from errsmith.importing.keys import find_role, fold_key, is_success, rank_path
from errsmith.importing.trees import Pointer, Tree, format_pointer
from errsmith.importing.unfit import describe_unfit

_STATUS: Final = re.compile(r"[1-5]\d\d|[1-5]xx", re.IGNORECASE)
_STATUS_KEYS: Final = frozenset(
    {"status", "httpstatus", "statuscode", "httpcode", "httpstatuscode", "http", "statuses"}
)
_NAME_KEYS: Final = ("name", "symbol", "constant", "key", "identifier", "id", "type")
_ABOVE: Final = frozenset({"error", "errors", "code", "codes", "errorcodes", "enum", "exceptions"})
"""Keys above lists of codes, by their letters and digits."""
_NUMBERED: Final = re.compile(r"[A-Z]{1,6}[-_.]?[0-9]+")
_MOST: Final = 100_000
"""The maximum number of values that are looked at."""
_HALF: Final = 1 / 2
_NEARLY_ALL: Final = 0.9
_MANY: Final = 0.6
_FEWEST: Final = 2
_STRONG: Final = 3.5
"""The rank of keys that usually have codes, apart from their depth."""
_SURE: Final = 1.5
_WEAK: Final = 0.5
_ENOUGH: Final = 1.5
"""The lowest score of a list that is about errors."""


@frozen(kw_only=True)
class _Entry:
    """A code in a list, with the values beside it."""

    code: str
    pointer: Pointer
    values: Mapping[str, Any] = Factory(dict)


@frozen(kw_only=True)
class _Listing:
    """A list or mapping whose items have codes.

    Attributes:
        pointer: Its place.
        signature: What it has in common with lists of the same kind.
        entries: Its codes.
        unfit: The values that cannot be codes, and their places.
        score: How likely it is that these are codes of errors.
    """

    pointer: Pointer
    signature: tuple[object, ...]
    entries: Sequence[_Entry] = field(repr=False)
    unfit: Mapping[Pointer, str] = field(repr=False)
    score: float


def read_listing(tree: Tree) -> Draft:
    """Return the codes that a document lists, which may be none."""
    listings = list(_find_listings(tree.root))
    best = max(listings, key=lambda one: one.score + math.log2(len(one.entries)), default=None)
    if best is None or best.score < _ENOUGH:
        return Draft(errors=())
    alike = [one for one in listings if one.signature == best.signature]
    groups = _find_groups(alike)
    errors: dict[str, DraftError] = {}
    for one in alike:
        for entry in one.entries:
            where = format_pointer(one.pointer)
            error = DraftError(
                code=entry.code,
                origin=Origin(line=tree.find_line(entry.pointer), where=where),
                statuses=_find_statuses(entry, one.pointer),
                name=_find_name(entry),
                group=groups.get(str(one.pointer[-1])) if one.pointer else None,
                is_deprecated=entry.values.get("deprecated") is True,
            )
            errors.setdefault(entry.code, error)
    return Draft(
        errors=tuple(errors.values()),
        groups={id_: title for title, id_ in groups.items()},
        places=tuple(f"{format_pointer(one.pointer)} ({len(one.entries)})" for one in alike),
        unfit=tuple(
            describe_unfit(
                text, Origin(line=tree.find_line(pointer), where=format_pointer(one.pointer))
            )
            for one in alike
            for pointer, text in one.unfit.items()
        ),
    )


# --- finding lists -------------------------------------------------------------------------------


def _find_listings(root: Any) -> Iterator[_Listing]:
    waiting: deque[tuple[Any, Pointer]] = deque([(root, ())])
    seen: set[int] = set()
    for _ in range(_MOST):
        if not waiting:
            return
        value, pointer = waiting.popleft()
        if isinstance(value, dict | list) and id(value) in seen:
            continue  # A YAML alias.
        seen.add(id(value))
        if isinstance(value, dict):
            yield from _read_mapping(value, pointer)
            waiting += ((item, (*pointer, key)) for key, item in value.items())
        elif isinstance(value, list):
            yield from _read_list(value, pointer)
            waiting += ((item, (*pointer, index)) for index, item in enumerate(value))


def _read_mapping(value: Mapping[str, Any], pointer: Pointer) -> Iterator[_Listing]:
    """Yield a mapping whose keys are codes, unless its values say something else."""
    kinds = {type(item) for item in value.values()} - {type(None)}
    is_alike = kinds <= {str} or kinds <= {dict} or kinds <= {int}
    if len(value) < _FEWEST or not is_alike:
        return
    if kinds == {int} and not all(_STATUS.fullmatch(str(item)) for item in value.values()):
        return
    if all(_STATUS.fullmatch(key) for key in value):
        return
    entries = [
        _Entry(
            code=key,
            pointer=(*pointer, key),
            values=item if isinstance(item, dict) else {"status": item} if kinds == {int} else {},
        )
        for key, item in value.items()
        if _can_be_code(key)
    ]
    if len(entries) < _NEARLY_ALL * len(value):
        return
    if not _is_named(pointer) and not _are_descriptions(value.values()):
        return
    score = _score(entries, pointer)
    yield _Listing(
        pointer=pointer,
        signature=(
            "keys",
            len(pointer),
            _is_named(pointer),
            *sorted(kind.__name__ for kind in kinds),
        ),
        entries=entries,
        unfit=_list_unfit({(*pointer, key): key for key in value}),
        score=score,
    )


def _are_descriptions(values: Iterable[object]) -> bool:
    """Return whether most values of a mapping describe errors: sentences, statuses and the like."""
    found = [_is_description(value) for value in values]
    return sum(found) > _HALF * len(found)


def _is_description(value: object) -> bool:
    if isinstance(value, dict):
        keys = {fold_key(key) for key in value}
        roles = {find_role(key, "string") for key in value}
        return bool(keys & _STATUS_KEYS) or "message" in roles
    return isinstance(value, int) or (isinstance(value, str) and " " in value.strip())


def _read_list(value: Sequence[Any], pointer: Pointer) -> Iterator[_Listing]:
    """Yield a list of codes, and a list of mappings for each key that has codes."""
    if len(value) < _FEWEST:
        return
    if all(isinstance(item, str) for item in value):
        entries = [
            _Entry(code=item, pointer=(*pointer, index))
            for index, item in enumerate(value)
            if _can_be_code(item)
        ]
        if len(entries) >= _NEARLY_ALL * len(value):
            yield _Listing(
                pointer=pointer,
                signature=("list", len(pointer), _is_named(pointer)),
                entries=entries,
                unfit=_list_unfit({(*pointer, i): item for i, item in enumerate(value)}),
                # A document that is nothing but a list of words lists codes.
                score=_score(entries, pointer) + (0 if pointer else _SURE),
            )
    elif all(isinstance(item, dict) for item in value):
        yield from _read_items(value, pointer)


def _read_items(items: Sequence[Mapping[str, Any]], pointer: Pointer) -> Iterator[_Listing]:
    """Yield a list of mappings for each key that has codes, the surest keys only."""
    keys = dict.fromkeys(key for item in items for key in item)
    found: dict[str, list[_Entry]] = {}
    for key in keys:
        entries = [
            _Entry(code=str(item[key]), pointer=(*pointer, index, key), values=item)
            for index, item in enumerate(items)
            if _can_be_code(item.get(key))
        ]
        is_varied = len({entry.code for entry in entries}) > _MANY * len(entries)
        if rank_path((key,)) and is_varied and len(entries) >= _NEARLY_ALL * len(items):
            found[key] = entries
    strong = {key for key in found if rank_path((key,)) > _STRONG}
    for key in strong or found:
        yield _Listing(
            pointer=pointer,
            signature=("items", fold_key(key), len(pointer), _is_named(pointer)),
            entries=found[key],
            unfit=_list_unfit({(*pointer, i, key): one.get(key) for i, one in enumerate(items)}),
            score=_score(found[key], pointer) + (_SURE if strong else _WEAK),
        )


def _list_unfit(values: Mapping[Pointer, object]) -> dict[Pointer, str]:
    """Return the strings in the place of a code that cannot be codes, by their pointers."""
    return {
        pointer: value
        for pointer, value in values.items()
        if isinstance(value, str) and value and not is_success(value) and not _can_be_code(value)
    }


def _can_be_code(value: object) -> bool:
    if not isinstance(value, str | int) or isinstance(value, bool):
        return False
    text = str(value)
    return is_code_like(text) and not is_success(text) and len(text) > 1


def _is_named(pointer: Pointer) -> bool:
    """Return whether a key above a list says that it is about errors."""
    above = [fold_key(part) for part in pointer if isinstance(part, str)]
    return any(key in _ABOVE or "error" in key for key in above)


def _score(entries: Sequence[_Entry], pointer: Pointer) -> float:
    codes = [entry.code for entry in entries]
    distinct = sum(map(_looks_like_code, codes))
    return 2 * distinct / len(codes) + 1.5 * _is_named(pointer)


def _looks_like_code(text: str) -> bool:
    """Return whether a string looks like a code anywhere: `CART_LOST`, `CartLost`, `E42`."""
    is_constant = text.isupper() and len(text) > _FEWEST
    is_name = text[:1].isupper() and any(map(str.isupper, text[1:])) and not text.isupper()
    return is_constant or is_name or "_" in text[1:] or _NUMBERED.fullmatch(text) is not None


# --- facts ---------------------------------------------------------------------------------------


def _find_statuses(entry: _Entry, pointer: Pointer) -> Statuses:
    """Return the statuses beside a code, or the one above its list."""
    for key, value in entry.values.items():
        if fold_key(key) in _STATUS_KEYS and str(value) != entry.code:
            values = value if isinstance(value, list) else [value]
            found = [_read_status(item) for item in values]
            return tuple(dict.fromkeys(status for status in found if status is not None))
    above = [_read_status(part) for part in pointer if isinstance(part, str)]
    known = [status for status in above if status is not None]
    return (known[-1],) if known else ()


def _read_status(value: object) -> int | str | None:
    text = "" if isinstance(value, bool) else str(value)
    if _STATUS.fullmatch(text) is None:
        return None
    return int(text) if text.isdigit() else text.lower()


def _find_name(entry: _Entry) -> str:
    """Return a name beside a code that is a number."""
    if not entry.code.isdigit():
        return ""
    values = {fold_key(key): value for key, value in entry.values.items()}
    names = (values.get(key) for key in _NAME_KEYS)
    return next((n for n in names if isinstance(n, str) and is_code_like(n)), "")


def _find_groups(listings: Sequence[_Listing]) -> dict[str, str]:
    """Return the id of each group, by the key above its list; {} if there are no groups."""
    keys = [one.pointer[-1] for one in listings if one.pointer]
    names = [key for key in keys if isinstance(key, str) and _read_status(key) is None]
    parents = {one.pointer[:-1] for one in listings}
    is_family = len(set(names)) == len(listings) > 1 and len(parents) == 1
    return build_group_ids(names) if is_family else {}
