"""What people write in place of what the format takes, and how to put it right.

The format's own messages say what was found and what was expected; here are the helps for mistakes
that are common enough to be known by sight.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from attrs import evolve, fields, frozen

from errsmith.registry import model
from errsmith.registry.diagnostics import Finding, KeyPath, Rule
from errsmith.registry.wording import cut, key_path, nearest, quote

ENTRIES: Final = ("sources", "scopes", "categories", "groups", "errors")
"""Tables of a provider file that have entries by id."""

WORDS: Final[Mapping[str, str]] = {
    "exponential": "backoff",
    "exponential_backoff": "backoff",
    "linear": "backoff",
    "retry": "backoff",
    "yes": "backoff",
    "always": "backoff",
    "wait": "backoff",
    "immediately": "once",
    "immediate": "once",
    "no": "never",
    "none": "never",
    "no_retry": "never",
    "false": "never",
    "fix": "after_fix",
    "manual": "after_fix",
    "auth": "authentication",
    "unauthorized": "authentication",
    "forbidden": "permission",
    "authorization": "permission",
    "validation": "invalid_request",
    "bad_request": "invalid_request",
    "client": "invalid_request",
    "server": "internal",
    "server_error": "internal",
    "throttling": "rate_limit",
    "timeout": "unavailable",
    "bool": "boolean",
    "int": "integer",
    "str": "string",
    "text": "string",
    "float": "number",
    "dict": "object",
    "map": "object",
    "list": "array",
    "request_id": "reference",
    "correlation_id": "trace_id",
    "date": "timestamp",
    "url": "doc_link",
    "lower": "case",
    "upper": "case",
    "underscore": "dash",
    "hyphen": "dash",
}
"""Words that stand where one of a few is expected, and the ones that are meant."""

_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "pattern": ("match", "parts"),
    "regex": ("match", "parts"),
    "regexp": ("match", "parts"),
    "glob": ("match", "paths"),
    "prefix": ("match",),
    "codes": ("match", "aliases"),
    "description": ("summary",),
    "message": ("summary",),
    "text": ("summary",),
    "name": ("title", "class", "id", "distribution"),
    "http_status": ("status",),
    "status_code": ("status",),
    "reason": ("causes", "note"),
    "solution": ("fix",),
    "resolution": ("fix",),
    "docs": ("link", "url"),
    "doc_url": ("link", "url"),
    "href": ("link", "url"),
    "url": ("link", "url", "repository"),
    "retryable": ("retry",),
    "retry_after": ("retry", "delay"),
    "advice": ("documented",),
    "strategy": ("documented",),
    "wait": ("delay",),
    "seconds": ("delay",),
    "date": ("retrieved",),
    "read": ("retrieved",),
    "accessed": ("retrieved",),
    "json": ("path",),
    "pointer": ("path",),
    "jsonpath": ("path",),
    "key": ("path",),
    "field": ("path",),
    "required": ("optional",),
    "replaced_by": ("replacement", "deprecated"),
    "licence": ("license",),
    "licence_file": ("license_file",),
}
"""Keys that people write, and the keys of the format that say it."""

_OF_ENTRY: Final = 2
"""Parts of the key path of an entry: `errors.A`."""
_OF_KEY: Final = 3
"""Parts of the key path of an entry's key: `errors.A.status`."""


def _keys(of: type) -> frozenset[str]:
    return frozenset(field.name.removesuffix("_") for field in fields(of))


_KEYS_OF_ENTRIES: Final[Mapping[str, frozenset[str]]] = {
    "sources": _keys(model.SourceDef),
    "scopes": _keys(model.ScopeDef),
    "categories": _keys(model.CategoryDef),
    "groups": _keys(model.GroupDef),
    "errors": _keys(model.ErrorDef),
    "envelopes": _keys(model.EnvelopeDef),
}
_OWN_KEYS: Final[Mapping[str, frozenset[str]]] = {
    "retry": _keys(model.RetryDef),
    "deprecated": _keys(model.LifecycleDef),
    "removed": _keys(model.LifecycleDef),
    "example": _keys(model.ExampleDef),
}
"""Keys of the tables in an entry."""
_PATTERNS: Final = frozenset({"pattern", "regex", "regexp"})
_PLACES: Final = {"when": "status", "example": "body", "retry": "documented"}
"""Keys of tables, and the key inside that a bare value most likely is."""


def meant_key(key: str, keys: Iterable[str]) -> str | None:
    """Return the key of a table that somebody meant by another word, None if none is known."""
    known = set(keys)
    return next((one for one in _KEYS.get(key.lower(), ()) if one in known), None)


@frozen
class Mended:
    """Findings with helps, and the tables that are only the first half of an id."""

    findings: list[Finding]
    halves: frozenset[KeyPath]


def with_helps(findings: Iterable[Finding], values: dict[str, object], unknown_key: Rule) -> Mended:
    """Add helps for common mistakes to the findings of a file's structure.

    An id with dots that is not in quotes makes tables within tables; each becomes one finding, of
    the rule `unknown_key`.
    """
    findings = list(findings)
    split = {at for finding in findings if (at := _unquoted(finding, values)) is not None}
    halves = {at[:_OF_ENTRY] for at in split if _is_split(at[:_OF_ENTRY], values)}
    mended = [
        _quoted(leaf, unknown_key) for at in sorted(split, key=str) for leaf in _leaves(at, values)
    ]
    for finding in findings:
        if finding.at in halves or finding.at[:_OF_KEY] in split:
            continue
        help_ = _help(finding, _value(values, finding.at))
        mended.append(evolve(finding, help=help_) if help_ else finding)
    return Mended(mended, frozenset(halves))


def _value(values: Any, at: KeyPath) -> Any:
    for part in at:
        try:
            values = values[part]
        except (LookupError, TypeError):
            return None
    return values


def _is_split(at: KeyPath, values: dict[str, object]) -> bool:
    """Return whether a table has nothing but tables in it."""
    table = _value(values, at)
    return isinstance(table, dict) and all(isinstance(inner, dict) for inner in table.values())


def _unquoted(finding: Finding, values: dict[str, object]) -> KeyPath | None:
    """Return the table below an entry that was meant as an entry: `errors.0.0` of `0.0.1`."""
    at = finding.at[:_OF_KEY]
    if len(at) < _OF_KEY or at[0] not in ENTRIES or not isinstance(_value(values, at), dict):
        return None
    if finding.rule.id == "R101" and finding.at == at:
        is_guessed = (finding.help or "").startswith("did you mean")
        own = _OWN_KEYS.get(nearest(str(at[-1]), _OWN_KEYS) or "", frozenset())
        keys = _keys_in(at, values)
        is_entry = bool(keys & _KEYS_OF_ENTRIES[str(at[0])]) and not keys & own
        return at if is_entry or not is_guessed else None
    return at if at[0] == "errors" and _is_error(at, values) else None


def _is_error(at: KeyPath, values: dict[str, object]) -> bool:
    """Return whether a table where an error has a key is an error itself: `errors.AUTH.code`."""
    keys = _keys_in(at, values)
    own = _OWN_KEYS.get(str(at[-1]))
    if own is None:
        return not keys.isdisjoint({"summary", "status"})
    is_alone = _is_split(at[:_OF_ENTRY], values) and "status" in keys
    return keys.isdisjoint(own) and (is_alone or "summary" in keys)


def _keys_in(at: KeyPath, values: dict[str, object]) -> set[str]:
    return {key for leaf in _leaves(at, values) for key in _value(values, leaf)}


def _quoted(at: KeyPath, rule: Rule) -> Finding:
    """Return the finding for a table whose id lacks its quotes."""
    id_ = ".".join(map(str, at[1:]))
    message = f"found table [{cut(key_path(at))}], expected the id {quote(id_)} in quotes"
    help_ = f"an id with dots stands in quotes: [{at[0]}.{quote(id_)}]"
    return Finding(at, "table", message, help_, rule=rule)


def _leaves(at: KeyPath, values: dict[str, object]) -> Iterator[KeyPath]:
    """Yield the innermost tables below a table, or itself."""
    todo = [at]
    while todo:
        path = todo.pop()
        table = _value(values, path)
        if table and _is_split(path, values):
            todo += [(*path, key) for key in reversed(table)]
        else:
            yield path


def _help(finding: Finding, value: Any) -> str | None:
    """Return a help for a finding that has none, or a better one for an unknown key."""
    at = finding.at
    if finding.rule.id == "R101":
        return _help_of_unknown(finding, value)
    if finding.help or not at:
        return None
    if finding.rule.id == "R106" or _A_STATUS in finding.message:
        return _statuses(value)
    if finding.rule.id == "R103" and (isinstance(at[-1], str) or at[-2] == "allow"):
        return _help_of_type(at, value, finding.message)
    return None


def _help_of_unknown(finding: Finding, value: Any) -> str | None:
    at = finding.at
    is_guessed = (finding.help or "").startswith("did you mean")
    if len(at) == 1 and isinstance(value, dict) and "summary" in value:
        return f"an error's table is [errors.{key_path(at)}]"
    is_inner = len(at) > _OF_KEY and "allow" not in at
    if is_inner and at[-1] in _KEYS_OF_ENTRIES.get(str(at[0]), ()):
        return _in_entry(at)
    if at[-1] in _PATTERNS and not is_guessed:
        return "codes come into a group by its match; parts takes a code from a longer text"
    return _ELSEWHERE.get(at)


def _in_entry(at: KeyPath) -> str:
    """Help for a key that stands in a table of an entry and belongs to the entry itself."""
    entry = at[:_OF_ENTRY]
    header = "[[envelopes]]" if at[0] == "envelopes" else f"[{key_path(entry)}]"
    above = f"write it above [{key_path(_without_indexes(at[:-1]))}], or outside its braces"
    return f"`{at[-1]}` is a key of {header}: {above}"


def _without_indexes(at: KeyPath) -> KeyPath:
    return tuple(part for part in at if isinstance(part, str))


def _allow(value: Any) -> str:
    """Help where something else stands in place of a list of exceptions, or of one of them."""
    named = value.get("rule") if isinstance(value, dict) else value
    rule = named if isinstance(named, str) and _RULE.fullmatch(named) else "R212"
    return f'write a list: allow = [{{ rule = "{rule}", reason = "…" }}]'


def _help_of_type(at: KeyPath, value: Any, message: str) -> str | None:
    if at[-1] == "allow" or at[-2:-1] == ("allow",):
        return _allow(value)
    if at[0] == "envelopes" and at[2:] == ("fields",):
        return _fields(value)
    if isinstance(value, dict):
        return _in_place_of_table(at, value)
    if isinstance(value, list):
        return _in_place_of_list(at, value)
    return _in_place_of_one(at, value, message)


def _in_place_of_one(at: KeyPath, value: Any, message: str) -> str | None:
    """Help where a single value stands and something else is expected."""
    if isinstance(value, str) and message.endswith("expected a list"):
        return f"write {at[-1]} = [{quote(value)}]"
    if isinstance(value, float) and value.is_integer() and message.endswith("expected an integer"):
        return f"write {value:.0f}"
    said = quote(value) if isinstance(value, str) else json.dumps(value, default=str)
    helps = (helper(at, value, said) for helper in (_table, _lifecycle, _place, _value_itself))
    return next(filter(None, helps), None)


_ELSEWHERE: Final[Mapping[KeyPath, str]] = {
    ("allow",): "write allow in the table that the finding points to",
    ("fields",): "fields belong to an envelope: write fields.NAME = { … } below [[envelopes]]",
    ("code",): "a code stands in an envelope: write code = { … } below [[envelopes]]",
    ("status",): "write it below the [errors.ID] that it belongs to",
    ("summary",): "write it below the table that it belongs to",
    ("retry",): "write it below the table that it belongs to",
}
"""Keys at the top of a file that belong into a table."""


def _in_place_of_table(at: KeyPath, value: dict[str, Any]) -> str:
    """Help where a table stands and something else is expected."""
    if at == ("envelopes",):
        named = next((id_ for id_, inner in value.items() if isinstance(inner, dict)), None)
        if named is None or named in {"code", "group", "when", "fields"}:
            return "write [[envelopes]] with two brackets, once for each envelope"
        return f"write [[envelopes]] with two brackets, and id = {quote(named)} below it"
    if at[-1] == "body":
        return f"write the body as text: body = {quote(json.dumps(value, default=str))}"
    return f"write {at[-1]} = … with a value in place of the table"


def _fields(value: Any) -> str:
    """Help where something else stands in place of an envelope's table of fields."""
    first = value[0] if isinstance(value, list) and value else value
    path = first if isinstance(first, str) else "…"
    name = path.rpartition(".")[2]
    name = name if _NAME.fullmatch(name) else "NAME"
    return f"write fields.{name} = {{ path = {quote(path)} }}, and so for each field"


def _in_place_of_list(at: KeyPath, value: list[Any]) -> str:
    """Help where a list stands and something else is expected."""
    if at == ("provider",):
        return "write [provider] with one bracket"
    if at[0] in ENTRIES and len(at) == 1:
        return f"write [{at[0]}.ID] with one bracket, once for each id"
    if at[0] in ENTRIES and len(at) == _OF_ENTRY:
        return f"write [{key_path(at)}] with one bracket, once"
    one = value[0] if len(value) == 1 else None
    if isinstance(one, dict):
        return f"write {at[-1]} = {{ … }} without brackets around it"
    if isinstance(one, str):
        helps = (helper(at, one, quote(one)) for helper in (_lifecycle, _place))
        if help_ := next(filter(None, helps), None):
            return help_
    return f"write {at[-1]} = … with one value, without brackets"


def _table(at: KeyPath, _value: Any, _said: str) -> str | None:
    """Help where a single value stands in place of a whole table."""
    if len(at) == _OF_ENTRY and at[0] in ENTRIES:
        return f"write [{key_path(at)}] on a line of its own, and its keys below"
    if at == ("envelopes",):
        return "write [[envelopes]] on a line of its own, and its keys below"
    if len(at) == 1 and at[0] in {*ENTRIES, "provider"}:
        brackets = "[provider]" if at == ("provider",) else f"[{at[0]}.ID]"
        return f"write {brackets} on a line of its own, and its keys below"
    return None


def _lifecycle(at: KeyPath, value: Any, said: str) -> str | None:
    """Help for `deprecated` and `removed` without a table."""
    if len(at) != _OF_KEY or at[-1] not in {"deprecated", "removed"}:
        return None
    if value is False:
        return f"leave {at[-1]} out"
    if isinstance(value, str):
        return f"write {at[-1]} = {{ reason = {said} }}"
    return f'write {at[-1]} = {{}}, or say why: {at[-1]} = {{ reason = "…" }}'


def _place(at: KeyPath, value: Any, said: str) -> str | None:
    """Help for a table that has one most likely key."""
    key = at[-1]
    if key == "retry":
        word = WORDS.get(str(value).lower(), str(value))
        word = word if word in model.ADVICE else "backoff"
        return f'write retry = {{ documented = "{word}" }}, or derived if the page does not say it'
    if at[0] == "envelopes" and (key in {"code", "group"} or at[-2:-1] == ("fields",)):
        return f"write {key} = {{ path = {said} }}"
    return f"write {key} = {{ {_PLACES[key]} = {said} }}" if key in _PLACES else None


def _value_itself(at: KeyPath, value: Any, _said: str) -> str | None:
    """Help for a single value of another type."""
    key = at[-1]
    if key == "delay":
        return _seconds(value)
    if key == "retrieved":
        return "write the day without quotes, year first: retrieved = 2026-11-21"
    if key in _BOOLEANS:
        plain = _BOOLEAN_WORDS.get(str(value).lower())
        return f"write {key} = {plain}" if plain else None
    return None


_BOOLEANS: Final = frozenset({"open", "log", "optional", "derived", "last_segment"})
_BOOLEAN_WORDS: Final = {
    **dict.fromkeys(("yes", "on", "1", "y", "true"), "true"),
    **dict.fromkeys(("no", "off", "0", "n", "false"), "false"),
}


def _seconds(value: Any) -> str | None:
    """Help for a time with a unit."""
    match = _TIME.fullmatch(str(value).lower())
    factor = None if match is None else _UNITS.get(match[2])
    if match is None or factor is None:
        return None
    return f"write delay = {float(match[1]) * factor:g}, in seconds"


_TIME: Final = re.compile(r" *([0-9]{1,6}(?:\.[0-9]{1,6})?) *([a-z]{0,9})\.? *")
_UNITS: Final[Mapping[str, float]] = {
    **dict.fromkeys(("", "s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("ms", "millis", "msec"), 0.001),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hour", "hours"), 3600),
}


def _statuses(value: Any) -> str:
    """Help for statuses that are written as text, by their first digit, or not at all."""
    is_text = isinstance(value, (str, int)) and not isinstance(value, bool)
    text = str(value) if is_text else ""
    if isinstance(value, float) and value.is_integer():
        text = f"{value:.0f}"
    if re.fullmatch("[1-5]", text):
        return f'write "{text}xx"'
    found = _STATUS.findall(text)
    if _CLASS.fullmatch(text):
        return f'write "{found[0][0]}xx"'
    if len(found) > 1:
        return f"write [{', '.join(found)}]"
    return (
        f"write {found[0]}"
        if found
        else 'write three digits from 100 to 599, or a class such as "4xx"'
    )


_A_STATUS: Final = "expected a status "
_RULE: Final = re.compile("R[0-9]{3}")
_NAME: Final = re.compile("[a-z_][a-z0-9_]*")
_STATUS: Final = re.compile(r"(?<![0-9])[1-5][0-9]{2}(?![0-9])")
_CLASS: Final = re.compile("([1-5])00 ?(?:-|\u2013|to|[.]{2}) ?\\1[0-9]{2}")
