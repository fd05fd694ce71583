"""Rules about the fields of a provider's errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from errsmith.changes.change import Affected, Draft, Example, Level
from errsmith.changes.pairing import ProviderPair
from errsmith.changes.phrases import code, join, plain
from errsmith.changes.rules.rule import define_rule
from errsmith.registry.model import DURATION, SECONDS
from errsmith.registry.snapshot import FieldSnapshot, PlaceFacts

TYPES: Final[Mapping[str, str]] = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "object": "dict[str, Any]",
    "array": "list[Any]",
}
"""Python types by JSON type."""

_USED: Final = {
    "retry_after": "`error.retry_after`",
    "retryable": "`error.retry`",
    "message": "`error.provider_message`",
}
"""What the SDK reads from fields with these roles."""


def _pair_fields(pair: ProviderPair) -> Iterator[tuple[str, FieldSnapshot, FieldSnapshot]]:
    for name, old in pair.old.fields.items():
        new = pair.new.fields.get(name)
        if new is not None and old != new:
            yield name, old, new


@define_rule("C151", "field-gone", Level.BREAKING, affects=(Affected.TYPES, Affected.LOGS))
def field_gone(pair: ProviderPair) -> Iterator[Draft]:
    """A field of a provider's errors is gone.

    Why: reading the attribute raises AttributeError, and passing it to a constructor raises
    TypeError. A logged field is also gone from `log_fields()` and from messages.
    Adapt: delete its uses, or read the value from `error.raw`.
    """
    for name, old in pair.old.fields.items():
        if name not in pair.new.fields:
            logged = ", which was logged," if old.is_logged else ""
            yield Draft(
                subject=f"field {name}",
                message=f"the field {code(name)}{logged} is gone",
                adapt=f"Delete uses of {code(f'error.{name}')}, including in log queries.",
                before=TYPES[old.type],
                find=f".{name}",
                example=Example(before=f"value = error.{name}\n"),
            )


@define_rule("C152", "field-retyped", Level.BREAKING, affects=(Affected.TYPES, Affected.READING))
def field_retyped(pair: ProviderPair) -> Iterator[Draft]:
    """The type of a field of a provider's errors has changed.

    Why: type checkers reject its uses, and a value of the old type is read as None.
    Adapt: use it as a value of the new type.
    """
    for name, old, new in _pair_fields(pair):
        if old.type != new.type:
            before, after = TYPES[old.type], TYPES[new.type]
            yield Draft(
                subject=f"field {name}",
                message=(
                    f"the type of the field {code(name)} changed from {code(before)} to "
                    f"{code(after)}"
                ),
                adapt=f"Treat {code(f'error.{name}')} as {code(f'{after} | None')}.",
                before=before,
                after=after,
                find=f".{name}",
                example=Example(
                    before=f"value: {before} | None = error.{name}\n",
                    after=f"value: {after} | None = error.{name}\n",
                ),
            )


@define_rule("C153", "field-new", Level.RISKY, Level.SAFE, affects=(Affected.LOGS, Affected.TYPES))
def field_new(pair: ProviderPair) -> Iterator[Draft]:
    """A provider's errors have a new field.

    It is risky if the field is logged, and safe otherwise.

    Why: no existing code reads it. If it is logged, its value appears in your logs and reports,
    which may have stricter rules than the registry assumes.
    Adapt: check whether your logs may contain it. Rename an attribute of your own subclasses if it
    has the same name.
    """
    for name, new in pair.new.fields.items():
        if name not in pair.old.fields:
            logged = " and is logged" if new.is_logged else ""
            yield Draft(
                subject=f"field {name}",
                message=f"the field {code(name)} ({code(TYPES[new.type])}) is new{logged}",
                adapt=f"Check whether your logs may contain {code(name)}."
                if new.is_logged
                else f"Read {code(f'error.{name}')} if you need it.",
                after=TYPES[new.type],
                level=Level.RISKY if new.is_logged else Level.SAFE,
                find="log_fields" if new.is_logged else "",
            )


@define_rule("C154", "field-no-longer-logged", Level.RISKY, affects=(Affected.LOGS,))
def field_no_longer_logged(pair: ProviderPair) -> Iterator[Draft]:
    """A field is no longer part of `log_fields()`, `str` and `repr`.

    Why: dashboards, alerts and log queries that use it find nothing.
    Adapt: do not rely on it in logs. The attribute still has the value.
    """
    for name, old, new in _pair_fields(pair):
        if old.is_logged and not new.is_logged:
            yield Draft(
                subject=f"field {name}",
                message=f"`log_fields()` no longer contains {code(name)}",
                adapt=(
                    f"Update dashboards and alerts that use {code(name)}. Before you log "
                    f"{code(f'error.{name}')} yourself, check that its value is never private."
                ),
                before="logged",
                find=name,
                example=Example(
                    before=f'request = error.log_fields()["{name}"]\n',
                    after=f"request = error.{name}\n",
                ),
            )


@define_rule("C155", "field-newly-logged", Level.RISKY, affects=(Affected.LOGS,))
def field_newly_logged(pair: ProviderPair) -> Iterator[Draft]:
    """A field is now part of `log_fields()`, `str` and `repr`.

    Why: its value appears in your logs and reports, which may have stricter rules than the registry
    assumes, and messages get longer.
    Adapt: check whether your logs may contain it.
    """
    for name, old, new in _pair_fields(pair):
        if new.is_logged and not old.is_logged:
            yield Draft(
                subject=f"field {name}",
                message=f"`log_fields()`, `str` and `repr` now contain {code(name)}",
                adapt=f"Check whether your logs may contain {code(name)}; if not, filter it out.",
                after="logged",
                find="log_fields",
                example=Example(
                    before='log.warning("failed", extra=error.log_fields())\n',
                    after=(
                        f'fields = error.log_fields()\ndel fields["{name}"]\n'
                        'log.warning("failed", extra=fields)\n'
                    ),
                ),
            )


@define_rule(
    "C156",
    "field-role-changed",
    Level.RISKY,
    Level.SAFE,
    affects=(Affected.RETRY, Affected.READING, Affected.DOCS),
)
def field_role_changed(pair: ProviderPair) -> Iterator[Draft]:
    """The role of a field has changed.

    It is risky for the roles `message`, `retry_after` and `retryable`, from which the SDK takes
    `provider_message`, `retry_after` and retry advice; other roles are documentation.

    Why: these attributes may have other values or be None.
    Adapt: check any code that uses them.
    """
    for name, old, new in _pair_fields(pair):
        if old.role != new.role:
            gone, used = _USED.get(old.role or ""), _USED.get(new.role or "")
            parts = [f"the role of the field {code(name)} changed from {_name_role(old.role)} to "]
            parts[0] += _name_role(new.role)
            parts += [f"{gone} no longer comes from it"] if gone else []
            parts += [f"{used} now comes from it"] if used else []
            names = [attribute for attribute in (gone, used) if attribute]
            adapt = f"Check any code that uses {join(names)}." if names else "Nothing."
            yield Draft(
                subject=f"field {name}",
                message="; ".join(parts),
                adapt=adapt,
                before=old.role or "",
                after=new.role or "",
                level=Level.RISKY if names else Level.SAFE,
                find=names[0].strip("`").removeprefix("error") if names else "",
            )


def _name_role(role: str | None) -> str:
    return "none" if role is None else code(role)


@define_rule("C157", "field-unit-changed", Level.RISKY, affects=(Affected.RETRY,))
def field_unit_changed(pair: ProviderPair) -> Iterator[Draft]:
    """The unit of a field with the role `retry_after` has changed.

    Why: `error.retry_after` and `retry_delay` have different values for the same response.
    Adapt: check the longest delay that your code accepts.
    """
    for name, old, new in _pair_fields(pair):
        before, after = old.unit or SECONDS, new.unit or SECONDS
        is_wait = "retry_after" in {old.role, new.role}
        if before != after and is_wait and old.role == new.role:
            yield Draft(
                subject=f"field {name}",
                message=f"the field {code(name)} is now read as {_name_unit(after)} instead of "
                f"{_name_unit(before)}",
                adapt="Check the longest delay that your code accepts from `retry_delay`.",
                before=before,
                after=after,
                find="retry_after",
            )


def _name_unit(unit: str) -> str:
    return {"epoch": "a point in time", DURATION: "a duration such as `1m30s`"}.get(unit, unit)


@define_rule("C158", "field-moved", Level.RISKY, affects=(Affected.READING,))
def field_moved(pair: ProviderPair) -> Iterator[Draft]:
    """A field is read from another place in responses.

    Why: for responses that have a value only in the old place, the attribute is None.
    Adapt: nothing if the provider has moved the value; otherwise expect None.
    """
    for name, old, new in _pair_fields(pair):
        places = {pair.envelope_ids.get(id_): place for id_, place in old.places.items()}
        kept = {id_: place for id_, place in places.items() if id_ is not None}
        changed = [id_ for id_, place in kept.items() if new.places.get(id_) != place]
        gained = [id_ for id_ in new.places if id_ not in kept and _is_old(pair, id_)]
        for id_ in [*changed, *gained]:
            before, after = kept.get(id_), new.places.get(id_)
            where = [format_place(place, name) for place in (before, after)]
            message = f"in responses with the envelope {code(id_)}, the field {code(name)} is "
            adapt = f"Expect {code(f'error.{name}')} to be None if only {where[0]} has a value."
            if after is None:
                message += f"no longer read; it was read from {where[0]}"
                adapt = f"Expect {code(f'error.{name}')} to be None for these responses."
            elif before is None:
                message += f"now read from {where[1]}"
                adapt = f"Expect {code(f'error.{name}')} to have a value for these responses."
            else:
                message += f"now read from {where[1]} instead of {where[0]}"
            yield Draft(
                subject=f"field {name}",
                message=message,
                adapt=adapt,
                before=plain(where[0]),
                after=plain(where[1]),
                find=f".{name}",
            )


def _is_old(pair: ProviderPair, id_: str) -> bool:
    return id_ in pair.envelope_ids.values()


def format_place(place: PlaceFacts | None, name: str = "") -> str:
    """Return a place in words: `the path a.b`, `the header X-Id`; "" if there is none."""
    if place is None:
        return ""
    if place.get("status") is True:
        return "the status"
    words = {
        key: f"the {what} {code(str(place[key]))}"
        for key, what in (
            ("parameter", "parameter"),
            ("header", "header"),
            ("query", "query parameter"),
            ("path", "path"),
        )
        if key in place
    }
    where = " of ".join(words.values()) or f"the path {code(name)}"
    other = {key: value for key, value in place.items() if key not in words and key != "type"}
    details = ", ".join(f"{key} {_format_value(value)}" for key, value in other.items())
    return f"{where} ({details})" if details else where


def _format_value(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return code(", ".join(map(str, value)))
    return code(str(value).lower() if isinstance(value, bool) else str(value))


PROVIDER_RULES = (
    field_gone,
    field_retyped,
    field_new,
    field_no_longer_logged,
    field_newly_logged,
    field_role_changed,
    field_unit_changed,
    field_moved,
)
