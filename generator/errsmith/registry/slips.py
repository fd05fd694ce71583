"""Help for common mistakes in values and tables.

The messages themselves say what was found and what was expected.
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
"""Tables of a provider's file whose entries have ids."""

_OF_ENTRY: Final = 2
"""Length of an entry's key path: `errors.A`."""
_OF_KEY: Final = 3
"""Length of the key path of an entry's key: `errors.A.status`."""


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
    "extract": _list_keys(model.ExtractDef),
}
"""Keys of the tables inside an entry."""
_EXCEPTIONS: Final = frozenset({"ignore", "missing"})
"""Lists of codes for which a page and the registry differ on purpose."""
_PATTERNS: Final = frozenset({"pattern", "regex", "regexp"})
_PLACES: Final = {"when": "status", "example": "body", "retry": "documented", "extract": "as"}
"""Keys of tables, and the inner key that a bare value was most likely meant for."""


def add_helps(
    findings: Iterable[Finding], document: Document
) -> tuple[list[Finding], frozenset[KeyPath]]:
    """Add help for common mistakes to the findings about a file's structure.

    An unquoted id with dots creates nested tables; each such id becomes one finding.

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
    """Return whether a table contains only tables."""
    table = document.get_value(*at)
    return isinstance(table, dict) and all(isinstance(inner, dict) for inner in table.values())


def _find_split_id(finding: Finding, document: Document) -> KeyPath | None:
    """Return the table in an entry that was meant as an entry: `errors.0.0` of `0.0.1`."""
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
    """Return whether an unknown key resembles a key of the format."""
    return (finding.help or "").startswith("Did you mean")


def _is_error(at: KeyPath, document: Document) -> bool:
    """Return whether a table in place of an error's key is itself an error: `errors.AUTH.code`."""
    keys = _collect_keys(at, document)
    own = _OWN_KEYS.get(str(at[-1]))
    if own is None:
        return not keys.isdisjoint({"summary", "status"})
    is_alone = _is_split(at[:_OF_ENTRY], document) and "status" in keys
    return keys.isdisjoint(own) and (is_alone or "summary" in keys)


def _collect_keys(at: KeyPath, document: Document) -> set[str]:
    return {key for leaf in _find_leaves(at, document) for key in document.get_value(*leaf)}


def _report_split_id(at: KeyPath) -> Finding:
    """Return the finding for a table whose id needs quotes."""
    id_ = ".".join(map(str, at[1:]))
    message = (
        f"found the table [{cut(format_key_path(at))}], expected the id {quote(id_)} in quotes"
    )
    help_ = f"Quote ids that contain dots: `[{at[0]}.{quote(id_)}]`"
    return Finding(at, "table", message, help_, rule=misfits.UNKNOWN_KEY)


def _find_leaves(at: KeyPath, document: Document) -> Iterator[KeyPath]:
    """Yield the innermost tables of a table, or the table itself."""
    todo = [at]
    while todo:
        path = todo.pop()
        table = document.get_value(*path)
        if table and _is_split(path, document):
            todo += [(*path, key) for key in reversed(table)]
        else:
            yield path


def _suggest(finding: Finding, value: Any) -> str | None:
    """Return help for a finding that has none, or better help for an unknown key."""
    at = finding.at
    if finding.rule is misfits.UNKNOWN_KEY:
        return _suggest_for_unknown_key(finding, value)
    if finding.help or not at:
        return None
    if finding.rule is misfits.BAD_STATUS or _A_STATUS in finding.message:
        return _suggest_status(value)
    is_key = isinstance(at[-1], str) or at[-2] in {"allow", *_EXCEPTIONS}
    if finding.rule is misfits.WRONG_TYPE and is_key:
        return _suggest_for_type(at, value, finding.message)
    return None


def _suggest_for_unknown_key(finding: Finding, value: Any) -> str | None:
    at = finding.at
    if len(at) == 1 and isinstance(value, dict) and "summary" in value and not _is_guessed(finding):
        return f"Write `[errors.{format_key_path(at)}]` for an error"
    is_inner = len(at) > _OF_KEY and "allow" not in at
    if is_inner and at[-1] in _KEYS_OF_ENTRIES.get(str(at[0]), ()):
        return _suggest_entry(at)
    if at[-1] in _PATTERNS and not _is_guessed(finding):
        return "Use `match` for the codes of a group, or `parts` for a code inside a longer string"
    return _ELSEWHERE.get(at)


def _suggest_entry(at: KeyPath) -> str:
    """Return help for a key of an entry that is inside a table of the entry."""
    entry = at[:_OF_ENTRY]
    header = "[[envelopes]]" if at[0] == "envelopes" else f"[{format_key_path(entry)}]"
    inner = _drop_indexes(at[:-1])
    above = f"Move it above the header `[{format_key_path(inner)}]`, or out of the braces"
    return f"`{at[-1]}` is a key of `{header}`. {above} of `{inner[-1]} = {{ … }}`"


def _drop_indexes(at: KeyPath) -> KeyPath:
    return tuple(part for part in at if isinstance(part, str))


def _suggest_allow(value: Any) -> str:
    """Return help where an `allow` list, or an item of one, is expected."""
    named = value.get("rule") if isinstance(value, dict) else value
    rule = named if isinstance(named, str) and _RULE.fullmatch(named) else "R212"
    return f'Write a list: `allow = [{{ rule = "{rule}", reason = "…" }}]`'


def _suggest_for_extract(at: KeyPath, value: Any, message: str) -> str | None:
    """Return help for a value of `extract` of the wrong type."""
    key = at[_OF_KEY]
    if key in _EXCEPTIONS and message.endswith(("a table", "a list of tables")):
        code = value.get("code", "…") if isinstance(value, dict) else value
        code = code[0] if isinstance(code, list) and code else code
        shown = quote(code) if isinstance(code, str) else str(code)
        return f'Write a list: `{key} = [{{ code = {shown}, reason = "…" }}]`'
    if at[-1] == "until":
        return "Write the date without quotes, year first: `until = 2026-11-21`"
    if key == "retries":
        return 'Write each phrase with its advice: `retries = { "Try again" = "backoff" }`'
    if key == "complete":
        return _suggest_other_type(at, value)
    if isinstance(value, dict):
        return _suggest_for_table(at, value)
    return None


def _suggest_for_type(at: KeyPath, value: Any, message: str) -> str | None:
    if at[-1] == "allow" or at[-2:-1] == ("allow",):
        return _suggest_allow(value)
    if at[0] == "envelopes" and at[2:] == ("fields",):
        return _suggest_fields(value)
    if at[0] == "sources" and at[2:_OF_KEY] == ("extract",) and len(at) > _OF_KEY:
        return _suggest_for_extract(at, value, message)
    if isinstance(value, dict):
        return _suggest_for_table(at, value)
    if isinstance(value, list):
        return _suggest_for_list(at, value)
    return _suggest_for_single_value(at, value, message)


def _suggest_for_single_value(at: KeyPath, value: Any, message: str) -> str | None:
    """Return help where a single value is found and something else is expected."""
    if isinstance(value, str) and message.endswith("expected a list"):
        return f"Write `{at[-1]} = [{quote(value)}]`"
    if isinstance(value, float) and value.is_integer() and message.endswith("expected an integer"):
        return f"Write `{value:.0f}`"
    printed = quote(value) if isinstance(value, str) else json.dumps(value, default=str)
    return (
        _suggest_table(at)
        or _suggest_lifecycle(at, value, printed)
        or _suggest_inner_key(at, value, printed)
        or _suggest_other_type(at, value)
    )


_ELSEWHERE: Final[Mapping[KeyPath, str]] = {
    ("allow",): "Write `allow` in the table that the finding points to",
    ("fields",): "Write `fields.NAME = { … }` below `[[envelopes]]`",
    ("code",): "Write `code = { … }` below `[[envelopes]]`",
    ("status",): "Write it below the `[errors.ID]` that it belongs to",
    ("summary",): "Write it below the table that it belongs to",
    ("retry",): "Write it below the table that it belongs to",
}
"""Keys at the top level that belong in a table."""


def _suggest_for_table(at: KeyPath, value: dict[str, Any]) -> str:
    """Return help where a table is found and something else is expected."""
    if at == ("envelopes",):
        named = next((id_ for id_, inner in value.items() if isinstance(inner, dict)), None)
        if named is None or named in {"code", "group", "when", "fields"}:
            return "Write `[[envelopes]]` with double brackets, once per envelope"
        return f"Write `[[envelopes]]` with double brackets, and `id = {quote(named)}` below it"
    if at[-1] == "body":
        return f"Write the body as a string: `body = {quote(json.dumps(value, default=str))}`"
    return f"Write `{at[-1]} = …` with a value instead of a table"


def _suggest_fields(value: Any) -> str:
    """Return help where an envelope's table of fields is expected."""
    first = value[0] if isinstance(value, list) and value else value
    path = first if isinstance(first, str) else "…"
    name = path.rpartition(".")[2]
    name = name if _NAME.fullmatch(name) else "NAME"
    return f"Write `fields.{name} = {{ path = {quote(path)} }}`, one line per field"


def _suggest_for_list(at: KeyPath, value: list[Any]) -> str:
    """Return help where a list is found and something else is expected."""
    if at == ("provider",):
        return "Write `[provider]` with single brackets"
    if at[0] in ENTRIES and len(at) == 1:
        return f"Write `[{at[0]}.ID]` with single brackets, once per id"
    if at[0] in ENTRIES and len(at) == _OF_ENTRY:
        return f"Write `[{format_key_path(at)}]` with single brackets, once"
    single = value[0] if len(value) == 1 else None
    if isinstance(single, dict):
        return f"Write `{at[-1]} = {{ … }}` without the brackets"
    if isinstance(single, str):
        printed = quote(single)
        help_ = _suggest_lifecycle(at, single, printed) or _suggest_inner_key(at, single, printed)
        if help_ is not None:
            return help_
    return f"Write `{at[-1]} = …` with one value, without brackets"


def _suggest_table(at: KeyPath) -> str | None:
    """Return help where a single value is found instead of a whole table."""
    if len(at) == _OF_ENTRY and at[0] in ENTRIES:
        return f"Write `[{format_key_path(at)}]` on its own line, with its keys below it"
    if at == ("envelopes",):
        return "Write `[[envelopes]]` on its own line, with its keys below it"
    if len(at) == 1 and at[0] in {*ENTRIES, "provider"}:
        brackets = "[provider]" if at == ("provider",) else f"[{at[0]}.ID]"
        return f"Write `{brackets}` on its own line, with its keys below it"
    return None


def _suggest_lifecycle(at: KeyPath, value: Any, printed: str) -> str | None:
    """Return help for a `deprecated` or `removed` that is not a table."""
    if len(at) != _OF_KEY or at[-1] not in {"deprecated", "removed"}:
        return None
    if value is False:
        return f"Omit `{at[-1]}`"
    if isinstance(value, str):
        return f"Write `{at[-1]} = {{ reason = {printed} }}`"
    return f'Write `{at[-1]} = {{}}`, or add a reason: `{at[-1]} = {{ reason = "…" }}`'


def _suggest_inner_key(at: KeyPath, value: Any, printed: str) -> str | None:
    """Return help for a table in which one key is most likely meant."""
    key = at[-1]
    if key == "retry":
        word = WORDS.get(str(value).lower(), str(value))
        word = word if word in model.ADVICE else "backoff"
        return (
            f'Write `retry = {{ documented = "{word}" }}`, or `derived` if the page does not say so'
        )
    if at[0] == "envelopes" and (key in {"code", "group"} or at[-2:-1] == ("fields",)):
        return f"Write `{key} = {{ path = {printed} }}`"
    return f"Write `{key} = {{ {_PLACES[key]} = {printed} }}`" if key in _PLACES else None


def _suggest_other_type(at: KeyPath, value: Any) -> str | None:
    """Return help for a single value of the wrong type."""
    key = at[-1]
    if key == "delay":
        return _suggest_seconds(value)
    if key == "retrieved":
        return "Write the date without quotes, year first: `retrieved = 2026-11-21`"
    if key in _BOOLEANS:
        plain = _BOOLEAN_WORDS.get(str(value).lower())
        return f"Write `{key} = {plain}`" if plain else None
    return None


_BOOLEANS: Final = frozenset({"open", "log", "optional", "derived", "last_segment", "complete"})
_BOOLEAN_WORDS: Final = {
    **dict.fromkeys(("yes", "on", "1", "y", "true"), "true"),
    **dict.fromkeys(("no", "off", "0", "n", "false"), "false"),
}


def _suggest_seconds(value: Any) -> str | None:
    """Return help for a time with a unit."""
    match = _TIME.fullmatch(str(value).lower())
    factor = None if match is None else _UNITS.get(match[2])
    if match is None or factor is None:
        return None
    return f"Write `delay = {float(match[1]) * factor:g}`, in seconds"


_TIME: Final = re.compile(r" *([0-9]{1,6}(?:\.[0-9]{1,6})?) *([a-z]{0,9})\.? *")
_UNITS: Final[Mapping[str, float]] = {
    **dict.fromkeys(("", "s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("ms", "millis", "msec"), 0.001),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hour", "hours"), 3600),
}


def _suggest_status(value: Any) -> str:
    """Return help for statuses written as strings or first digits, or not at all."""
    is_text = isinstance(value, (str, int)) and not isinstance(value, bool)
    text = str(value) if is_text else ""
    if isinstance(value, float) and value.is_integer():
        text = f"{value:.0f}"
    if re.fullmatch("[1-5]", text):
        return f'Write `"{text}xx"`'
    found = _STATUS.findall(text)
    if _CLASS.fullmatch(text):
        return f'Write `"{found[0][0]}xx"`'
    if len(found) > 1:
        return f"Write `[{', '.join(found)}]`"
    return (
        f"Write `{found[0]}`"
        if found
        else 'Write a number from 100 to 599, or a class such as `"4xx"`'
    )


_A_STATUS: Final = "expected a status "
_RULE: Final = re.compile("R[0-9]{3}")
_NAME: Final = re.compile("[a-z_][a-z0-9_]*")
_STATUS: Final = re.compile(r"(?<![0-9])[1-5][0-9]{2}(?![0-9])")
_CLASS: Final = re.compile("([1-5])00 ?(?:-|\u2013|to|[.]{2}) ?\\1[0-9]{2}")
