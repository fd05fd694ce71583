"""The facts of a release as JSON: snapshots of providers, written and read strictly."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final, get_args

from attrs import Attribute, fields, has

from errsmith.registry.diagnostics import KeyPath
from errsmith.registry.model import JSON_TYPES, ROLES, UNITS
from errsmith.registry.records import (
    Reader,
    dump_line,
    dump_list,
    dump_object,
    read_list,
    read_mapping,
    read_object,
    read_statuses,
    read_text,
    read_texts,
    reject,
)
from errsmith.registry.snapshot import (
    CategorySnapshot,
    EnvelopeSnapshot,
    ErrorSnapshot,
    FieldSnapshot,
    GroupSnapshot,
    ProviderSnapshot,
)
from errsmith.registry.wording import quote
from errsmith.runtime.facts import Advice, Basis, ErrorInfo, Level, Lifecycle, Retry
from errsmith.runtime.kinds import KINDS

# --- writing -------------------------------------------------------------------------------------


def dump_provider(provider: ProviderSnapshot) -> str:
    """Return a provider as JSON, without values that are the default."""
    members: dict[str, str] = {}
    for key, value in _list_stated(provider):
        if isinstance(value, Mapping) and key == "envelopes":
            # A list, because their order matters.
            lines = ({"id": id_, **_convert(envelope)} for id_, envelope in value.items())
            members[key] = dump_list(map(dump_line, lines), 3)
        elif isinstance(value, Mapping):
            members[key] = dump_block(value, lambda item: dump_line(_convert(item)), 3)
        else:
            members[key] = dump_line(value)
    return dump_object(dict(sorted(members.items())), 2)


def dump_block(values: Mapping[str, object], dump_item: Callable[[Any], str], level: int) -> str:
    """Return an object with one member per line, sorted by key."""
    return dump_object({key: dump_item(values[key]) for key in sorted(values)}, level)


def _convert(value: Any) -> Any:
    """Return a value as JSON has it."""
    if has(type(value)):
        return {key: _convert(inner) for key, inner in _list_stated(value)}
    return dict(value) if isinstance(value, Mapping) else value


def _list_stated(facts: Any) -> Iterable[tuple[str, Any]]:
    """Yield the facts that differ from their defaults, by their keys in the file."""
    for field in fields(type(facts)):
        value = getattr(facts, field.name)
        if value != _get_default(field, facts):
            yield field.name.removesuffix("_"), value


def _get_default(field: Attribute[Any], facts: object) -> object:
    default: Any = field.default
    if not hasattr(default, "factory"):
        return default
    return default.factory(facts) if default.takes_self else default.factory()


# --- reading -------------------------------------------------------------------------------------


def _make_facts_reader(
    cls: type[Any], readers: Mapping[str, Reader], required: Iterable[str] = ()
) -> Reader:
    """Return a reader of the facts of a class; a key is an attribute without a final `_`."""
    needed = frozenset(required)
    attributes = {field.name.removesuffix("_"): field.name for field in fields(cls)}

    def read(value: object, at: KeyPath) -> object:
        facts = read_object(value, at, readers, needed)
        return cls(**{attributes[key]: fact for key, fact in facts.items()})

    return read


def _make_choice_reader(choices: Iterable[str]) -> Reader:
    choices = tuple(choices)
    expected = f"one of {', '.join(map(quote, choices))}"

    def read(value: object, at: KeyPath) -> str:
        return value if isinstance(value, str) and value in choices else reject(value, at, expected)

    return read


def _read_flag(value: object, at: KeyPath) -> bool:
    return value if isinstance(value, bool) else reject(value, at, "true or false")


def _read_seconds(value: object, at: KeyPath) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        reject(value, at, "a number of seconds")
    if not 0 < value <= sys.float_info.max:
        reject(value, at, "a positive number of seconds")
    return float(value)


def _read_any(value: object, _: KeyPath) -> object:
    return value


def _read_place_or_group(value: object, at: KeyPath) -> object:
    return value if isinstance(value, str) else _read_place(value, at)


def _read_envelopes(value: object, at: KeyPath) -> dict[str, EnvelopeSnapshot]:
    envelopes: dict[str, EnvelopeSnapshot] = {}
    for index, item in enumerate(read_list(value, at, _read_any)):
        place = (*at, index)
        if not isinstance(item, dict):
            reject(item, place, "an object")
        id_ = read_text(item.pop("id", None), (*place, "id"))
        if id_ in envelopes:
            reject(id_, (*place, "id"), "a different id")
        envelopes[id_] = _read_envelope(item, place)
    return envelopes


_read_place: Final = partial(
    read_object,
    readers={
        **dict.fromkeys(("path", "header", "parameter", "query", "type", "parts"), read_text),
        **dict.fromkeys(("status", "last_segment"), _read_flag),
        **dict.fromkeys(("fold", "success"), read_texts),
    },
    required=frozenset(),
)
_read_lifecycle: Final = _make_facts_reader(
    Lifecycle, {"reason": read_text, "replacements": read_texts, "since": read_text}
)
_read_basis: Final = _make_choice_reader(get_args(Basis))
_read_retry: Final = _make_facts_reader(
    Retry,
    {
        "advice": _make_choice_reader(get_args(Advice)),
        "basis": _read_basis,
        "delay": _read_seconds,
        "delay_basis": _read_basis,
        "level": _make_choice_reader(get_args(Level)),
    },
    ("advice",),
)
_read_info: Final = _make_facts_reader(
    ErrorInfo,
    {
        **dict.fromkeys(("aliases", "causes", "endpoints", "scopes"), read_texts),
        **dict.fromkeys(("category", "code", "fix", "group", "note"), read_text),
        **dict.fromkeys(("reference_url", "since", "source_url", "summary"), read_text),
        **dict.fromkeys(("deprecated", "removed"), _read_lifecycle),
        "kind": _make_choice_reader(KINDS),
        "retry": _read_retry,
        "statuses": read_statuses,
        "user_message": read_text,
        "user_messages": partial(read_mapping, read_item=read_text),
    },
)
_read_field: Final = _make_facts_reader(
    FieldSnapshot,
    {
        "is_logged": _read_flag,
        "places": partial(read_mapping, read_item=_read_place),
        "role": _make_choice_reader(ROLES),
        "type": _make_choice_reader(JSON_TYPES),
        "unit": _make_choice_reader(UNITS),
    },
    ("type",),
)
_read_envelope: Final = _make_facts_reader(
    EnvelopeSnapshot,
    {
        "body": partial(read_mapping, read_item=_read_any),
        "code": _read_place,
        "group": _read_place_or_group,
        "is_redirect": _read_flag,
        "scope": read_text,
        "statuses": read_statuses,
    },
    ("code",),
)
_read_category: Final = _make_facts_reader(
    CategorySnapshot, {"info": _read_info, "statuses": read_statuses}, ("info",)
)
_read_group: Final = _make_facts_reader(
    GroupSnapshot, {"class": read_text, "info": _read_info, "match": read_texts}, ("class", "info")
)
_read_error: Final = _make_facts_reader(
    ErrorSnapshot,
    {"bases": read_texts, "class": read_text, "info": _read_info},
    ("bases", "class", "info"),
)
read_provider: Final = _make_facts_reader(
    ProviderSnapshot,
    {
        "categories": partial(read_mapping, read_item=_read_category),
        "class": read_text,
        "envelopes": _read_envelopes,
        "errors": partial(read_mapping, read_item=_read_error),
        "fields": partial(read_mapping, read_item=_read_field),
        "groups": partial(read_mapping, read_item=_read_group),
        "is_open": _read_flag,
        "note": read_text,
        "scopes": partial(read_mapping, read_item=read_texts),
        "sources": partial(read_mapping, read_item=read_text),
        "support": read_text,
        "title": read_text,
    },
    ("class", "title"),
)
"""Return a provider from its JSON value."""
