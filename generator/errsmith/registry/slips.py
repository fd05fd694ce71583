"""What people write in place of what the format takes, and how to fix it.

The format's own messages say what was found and what was expected; here are the helps for mistakes
that are common enough to be known by sight.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from attrs import evolve, fields

from errsmith.registry import misfits, model
from errsmith.registry.diagnostics import Finding, KeyPath
from errsmith.registry.source import Document
from errsmith.registry.vocabulary import WORDS
from errsmith.registry.wording import cut, format_key_path, guess_choice, quote

ENTRIES: Final = ("sources", "scopes", "categories", "groups", "errors")
"""Tables of a provider file that have entries by id."""

_OF_ENTRY: Final = 2
"""Parts of the key path of an entry: `errors.A`."""
_OF_KEY: Final = 3
"""Parts of the key path of an entry's key: `errors.A.status`."""


def _list_keys(cl: type) -> frozenset[str]:
    return frozenset(field.name.removesuffix("_") for field in fields(cl))


_KEYS_OF_ENTRIES: Final[Mapping[str, frozenset[str]]] = {
    "sources": _list_keys(model.SourceDef),
    "scopes": _list_keys(model.ScopeDef),
    "categories": _list_keys(model.CategoryDef),
    "groups": _list_keys(model.GroupDef),
    "errors": _list_keys(model.ErrorDef),
    "envelopes": _list_keys(model.EnvelopeDef),
}
_OWN_KEYS: Final[Mapping[str, frozenset[str]]] = {
    "retry": _list_keys(model.RetryDef),
    "deprecated": _list_keys(model.LifecycleDef),
    "removed": _list_keys(model.LifecycleDef),
    "example": _list_keys(model.ExampleDef),
}
"""Keys of the tables in an entry."""
_PATTERNS: Final = frozenset({"pattern", "regex", "regexp"})
_PLACES: Final = {"when": "status", "example": "body", "retry": "documented"}
"""Keys of tables, and the key inside that a bare value most likely is."""


def add_helps(
    findings: Iterable[Finding], document: Document
) -> tuple[list[Finding], frozenset[KeyPath]]:
    """Add helps for common mistakes to the findings of a file's structure.

    An id with dots that is not in quotes makes tables within tables; each becomes one finding.

    Returns:
        The findings, and the tables that are only the first half of an id.
    """
    findings = list(findings)
    split = {at for finding in findings if (at := _find_split_id(finding, document)) is not None}
    halves = frozenset(at[:_OF_ENTRY] for at in split if _is_split(at[:_OF_ENTRY], document))
    helped = [
        _report_split_id(leaf)
        for at in sorted(split, key=str)
        for leaf in _find_leaves(at, document)
    ]
    for finding in findings:
        if finding.at not in halves and finding.at[:_OF_KEY] not in split:
            help_ = _suggest(finding, document.get_value(*finding.at))
            helped.append(evolve(finding, help=help_) if help_ else finding)
    return helped, halves


def _is_split(at: KeyPath, document: Document) -> bool:
    """Return whether a table has nothing but tables in it."""
    table = document.get_value(*at)
    return isinstance(table, dict) and all(isinstance(inner, dict) for inner in table.values())


def _find_split_id(finding: Finding, document: Document) -> KeyPath | None:
    """Return the table below an entry that was meant as an entry: `errors.0.0` of `0.0.1`."""
    at = finding.at[:_OF_KEY]
    if len(at) < _OF_KEY or at[0] not in ENTRIES or not isinstance(document.get_value(*at), dict):
        return None
    if finding.rule is misfits.UNKNOWN_KEY and finding.at == at:
        own = _OWN_KEYS.get(guess_choice(str(at[-1]), _OWN_KEYS) or "", frozenset())
        keys = _collect_keys(at, document)
        is_entry = bool(keys & _KEYS_OF_ENTRIES[str(at[0])]) and not keys & own
        return at if is_entry or not _is_guessed(finding) else None
    return at if at[0] == "errors" and _is_error(at, document) else None


def _is_guessed(finding: Finding) -> bool:
    """Return whether an unknown key is close to one of the format."""
    return (finding.help or "").startswith("did you mean")


def _is_error(at: KeyPath, document: Document) -> bool:
    """Return whether a table where an error has a key is an error itself: `errors.AUTH.code`."""
    keys = _collect_keys(at, document)
    own = _OWN_KEYS.get(str(at[-1]))
    if own is None:
        return not keys.isdisjoint({"summary", "status"})
    is_alone = _is_split(at[:_OF_ENTRY], document) and "status" in keys
    return keys.isdisjoint(own) and (is_alone or "summary" in keys)


def _collect_keys(at: KeyPath, document: Document) -> set[str]:
    return {key for leaf in _find_leaves(at, document) for key in document.get_value(*leaf)}


def _report_split_id(at: KeyPath) -> Finding:
    """Return the finding for a table whose id lacks its quotes."""
    id_ = ".".join(map(str, at[1:]))
    message = f"found table [{cut(format_key_path(at))}], expected the id {quote(id_)} in quotes"
    help_ = f"an id with dots stands in quotes: [{at[0]}.{quote(id_)}]"
    return Finding(at, "table", message, help_, rule=misfits.UNKNOWN_KEY)


def _find_leaves(at: KeyPath, document: Document) -> Iterator[KeyPath]:
    """Yield the innermost tables below a table, or itself."""
    todo = [at]
    while todo:
        path = todo.pop()
        table = document.get_value(*path)
        if table and _is_split(path, document):
            todo += [(*path, key) for key in reversed(table)]
        else:
            yield path


def _suggest(finding: Finding, value: Any) -> str | None:
    """Return a help for a finding that has none, or a better one for an unknown key."""
    at = finding.at
    if finding.rule is misfits.UNKNOWN_KEY:
        return _suggest_for_unknown_key(finding, value)
    if finding.help or not at:
        return None
    if finding.rule is misfits.BAD_STATUS or _A_STATUS in finding.message:
        return _suggest_status(value)
    is_key = isinstance(at[-1], str) or at[-2] == "allow"
    if finding.rule is misfits.WRONG_TYPE and is_key:
        return _suggest_for_type(at, value, finding.message)
    return None


def _suggest_for_unknown_key(finding: Finding, value: Any) -> str | None:
    at = finding.at
    if len(at) == 1 and isinstance(value, dict) and "summary" in value:
        return f"an error's table is [errors.{format_key_path(at)}]"
    is_inner = len(at) > _OF_KEY and "allow" not in at
    if is_inner and at[-1] in _KEYS_OF_ENTRIES.get(str(at[0]), ()):
        return _suggest_entry(at)
    if at[-1] in _PATTERNS and not _is_guessed(finding):
        return "codes come into a group by its match; parts takes a code from a longer text"
    return _ELSEWHERE.get(at)


def _suggest_entry(at: KeyPath) -> str:
    """Return the help for a key of an entry that stands in a table of the entry."""
    entry = at[:_OF_ENTRY]
    header = "[[envelopes]]" if at[0] == "envelopes" else f"[{format_key_path(entry)}]"
    above = f"write it above [{format_key_path(_drop_indexes(at[:-1]))}], or outside its braces"
    return f"`{at[-1]}` is a key of {header}: {above}"


def _drop_indexes(at: KeyPath) -> KeyPath:
    return tuple(part for part in at if isinstance(part, str))


def _suggest_allow(value: Any) -> str:
    """Return the help where a list of exceptions, or one of them, is expected."""
    named = value.get("rule") if isinstance(value, dict) else value
    rule = named if isinstance(named, str) and _RULE.fullmatch(named) else "R212"
    return f'write a list: allow = [{{ rule = "{rule}", reason = "…" }}]'


def _suggest_for_type(at: KeyPath, value: Any, message: str) -> str | None:
    if at[-1] == "allow" or at[-2:-1] == ("allow",):
        return _suggest_allow(value)
    if at[0] == "envelopes" and at[2:] == ("fields",):
        return _suggest_fields(value)
    if isinstance(value, dict):
        return _suggest_for_table(at, value)
    if isinstance(value, list):
        return _suggest_for_list(at, value)
    return _suggest_for_single_value(at, value, message)


def _suggest_for_single_value(at: KeyPath, value: Any, message: str) -> str | None:
    """Return the help where a single value stands and something else is expected."""
    if isinstance(value, str) and message.endswith("expected a list"):
        return f"write {at[-1]} = [{quote(value)}]"
    if isinstance(value, float) and value.is_integer() and message.endswith("expected an integer"):
        return f"write {value:.0f}"
    printed = quote(value) if isinstance(value, str) else json.dumps(value, default=str)
    return (
        _suggest_table(at)
        or _suggest_lifecycle(at, value, printed)
        or _suggest_inner_key(at, value, printed)
        or _suggest_other_type(at, value)
    )


_ELSEWHERE: Final[Mapping[KeyPath, str]] = {
    ("allow",): "write allow in the table that the finding points to",
    ("fields",): "fields belong to an envelope: write fields.NAME = { … } below [[envelopes]]",
    ("code",): "a code stands in an envelope: write code = { … } below [[envelopes]]",
    ("status",): "write it below the [errors.ID] that it belongs to",
    ("summary",): "write it below the table that it belongs to",
    ("retry",): "write it below the table that it belongs to",
}
"""Keys at the top of a file that belong into a table."""


def _suggest_for_table(at: KeyPath, value: dict[str, Any]) -> str:
    """Return the help where a table stands and something else is expected."""
    if at == ("envelopes",):
        named = next((id_ for id_, inner in value.items() if isinstance(inner, dict)), None)
        if named is None or named in {"code", "group", "when", "fields"}:
            return "write [[envelopes]] with two brackets, once for each envelope"
        return f"write [[envelopes]] with two brackets, and id = {quote(named)} below it"
    if at[-1] == "body":
        return f"write the body as text: body = {quote(json.dumps(value, default=str))}"
    return f"write {at[-1]} = … with a value in place of the table"


def _suggest_fields(value: Any) -> str:
    """Return the help where an envelope's table of fields is expected."""
    first = value[0] if isinstance(value, list) and value else value
    path = first if isinstance(first, str) else "…"
    name = path.rpartition(".")[2]
    name = name if _NAME.fullmatch(name) else "NAME"
    return f"write fields.{name} = {{ path = {quote(path)} }}, and so for each field"


def _suggest_for_list(at: KeyPath, value: list[Any]) -> str:
    """Return the help where a list stands and something else is expected."""
    if at == ("provider",):
        return "write [provider] with one bracket"
    if at[0] in ENTRIES and len(at) == 1:
        return f"write [{at[0]}.ID] with one bracket, once for each id"
    if at[0] in ENTRIES and len(at) == _OF_ENTRY:
        return f"write [{format_key_path(at)}] with one bracket, once"
    single = value[0] if len(value) == 1 else None
    if isinstance(single, dict):
        return f"write {at[-1]} = {{ … }} without brackets around it"
    if isinstance(single, str):
        printed = quote(single)
        help_ = _suggest_lifecycle(at, single, printed) or _suggest_inner_key(at, single, printed)
        if help_ is not None:
            return help_
    return f"write {at[-1]} = … with one value, without brackets"


def _suggest_table(at: KeyPath) -> str | None:
    """Return the help where a single value stands in place of a whole table."""
    if len(at) == _OF_ENTRY and at[0] in ENTRIES:
        return f"write [{format_key_path(at)}] on a line of its own, and its keys below"
    if at == ("envelopes",):
        return "write [[envelopes]] on a line of its own, and its keys below"
    if len(at) == 1 and at[0] in {*ENTRIES, "provider"}:
        brackets = "[provider]" if at == ("provider",) else f"[{at[0]}.ID]"
        return f"write {brackets} on a line of its own, and its keys below"
    return None


def _suggest_lifecycle(at: KeyPath, value: Any, printed: str) -> str | None:
    """Return the help for `deprecated` and `removed` without a table."""
    if len(at) != _OF_KEY or at[-1] not in {"deprecated", "removed"}:
        return None
    if value is False:
        return f"leave {at[-1]} out"
    if isinstance(value, str):
        return f"write {at[-1]} = {{ reason = {printed} }}"
    return f'write {at[-1]} = {{}}, or say why: {at[-1]} = {{ reason = "…" }}'


def _suggest_inner_key(at: KeyPath, value: Any, printed: str) -> str | None:
    """Return the help for a table that has one most likely key."""
    key = at[-1]
    if key == "retry":
        word = WORDS.get(str(value).lower(), str(value))
        word = word if word in model.ADVICE else "backoff"
        return f'write retry = {{ documented = "{word}" }}, or derived if the page does not say it'
    if at[0] == "envelopes" and (key in {"code", "group"} or at[-2:-1] == ("fields",)):
        return f"write {key} = {{ path = {printed} }}"
    return f"write {key} = {{ {_PLACES[key]} = {printed} }}" if key in _PLACES else None


def _suggest_other_type(at: KeyPath, value: Any) -> str | None:
    """Return the help for a single value of another type."""
    key = at[-1]
    if key == "delay":
        return _suggest_seconds(value)
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


def _suggest_seconds(value: Any) -> str | None:
    """Return the help for a time with a unit."""
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


def _suggest_status(value: Any) -> str:
    """Return the help for statuses written as text, by their first digit, or not at all."""
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
