"""Rules about envelopes, the shapes of responses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from errsmith.changes.change import Affected, Draft, Example, Level
from errsmith.changes.pairing import ProviderPair
from errsmith.changes.phrases import code, format_statuses, join, plain, show_unreadable
from errsmith.changes.rules.fields import format_place
from errsmith.changes.rules.rule import define_rule
from errsmith.registry.snapshot import EnvelopeSnapshot, PlaceFacts, ProviderSnapshot
from errsmith.runtime.statuses import has_status

_IN_DOCS = frozenset({"type"})
"""Keys of a place that are documentation only."""
_WIDER = frozenset({"fold"})
"""Keys of a place that only add spellings."""
_KINDS = "Where you catch the class of a kind, also catch the errors that you expect."
_SUCCESSES = "Expect `raise_for_error` to raise for these responses."


@define_rule("C251", "envelope-gone", Level.BREAKING, affects=(Affected.READING, Affected.EXCEPT))
def envelope_gone(pair: ProviderPair) -> Iterator[Draft]:
    """Responses of a certain shape are no longer read.

    Why: they become errors of the provider's base class without a code, so only `except` clauses
    with that class catch them.
    Adapt: nothing if the provider no longer sends them; otherwise, also catch the base class.
    """
    for id_, old in pair.old.envelopes.items():
        if id_ not in pair.envelope_ids:
            yield Draft(
                subject=f"envelope {id_}",
                message=(
                    f"responses with the code in {format_place(old.code)} (the envelope "
                    f"{code(id_)}) are no longer read"
                ),
                adapt=f"If the provider still sends them, also catch {code(pair.new.class_)}.",
                before=id_,
                find=pair.new.class_,
                example=show_unreadable(pair),
            )


@define_rule(
    "C252",
    "envelope-new",
    Level.BREAKING,
    Level.RISKY,
    affects=(Affected.READING, Affected.EXCEPT),
)
def envelope_new(pair: ProviderPair) -> Iterator[Draft]:
    """Responses of a new shape are read.

    It is breaking if the shape has a success status, or if the kind of an error or group differs
    from that of its status. Otherwise, it is risky.

    Why: they were errors of the provider's base class and of the kind of their status. Now they
    have a code, which can have another class and kind. If the shape has a success status,
    `raise_for_error` raises for responses that it used to ignore.
    Adapt: check your handlers of the base class and of kinds.
    """
    kept = set(pair.envelope_ids.values())
    for id_, new in pair.new.envelopes.items():
        if id_ not in kept:
            listed = f", status {format_statuses(new.statuses)}" if new.statuses else ""
            has_successes = any(_is_success(status) for status in new.statuses)
            adapt = f"Check your handlers of {code(pair.new.class_)} that expect no code."
            if has_successes:
                adapt += f" {_SUCCESSES}"
            elif pair.has_own_kinds and not new.is_redirect:
                adapt += f" {_KINDS}"
            yield Draft(
                subject=f"envelope {id_}",
                message=(
                    f"responses with the code in {format_place(new.code)}{listed} are now read "
                    f"(the envelope {code(id_)})"
                ),
                adapt=adapt,
                after=id_,
                level=_rate_reading(pair, new, has_successes=has_successes),
                find=pair.new.class_,
                at=("envelopes",),
            )


@define_rule(
    "C253", "code-moved", Level.BREAKING, Level.RISKY, affects=(Affected.READING, Affected.EXCEPT)
)
def code_moved(pair: ProviderPair) -> Iterator[Draft]:
    """The code is read from another place in responses, or in a different way.

    It is risky if the only difference is that more spellings are treated as equal, and if no error
    or group has a kind that differs from that of its status. Otherwise, it is breaking.

    Why: a response that has the code only in the old place is unreadable and becomes an error of
    the base class. A new spelling was undocumented, and only had the kind of its status.
    Adapt: nothing if the provider has moved the code. Otherwise, also catch the base class.
    """
    for id_, old, new in pair.envelopes:
        changed = _list_changed(old.code, new.code)
        if not changed:
            continue
        is_wider = changed <= _WIDER and set(_get_folds(old.code)) <= set(_get_folds(new.code))
        before, after = format_place(old.code), format_place(new.code)
        yield Draft(
            subject=f"envelope {id_}",
            message=f"the code is now read from {after} instead of {before}",
            adapt="Check your handlers of undocumented codes and of kinds."
            if is_wider
            else f"If responses may still have the old shape, also catch {code(pair.new.class_)}.",
            before=plain(before),
            after=plain(after),
            level=_rate_reading(pair, new) if is_wider else Level.BREAKING,
            find=pair.new.class_,
            example=None if is_wider else show_unreadable(pair),
            at=("envelopes",),
        )


def _is_success(status: int | str) -> bool:
    return str(status)[0] in "123"


def _rate_reading(
    pair: ProviderPair, envelope: EnvelopeSnapshot, *, has_successes: bool = False
) -> Level:
    """Return the level of reading responses whose code was not read, or not as documented."""
    # The response to a redirect has no status, so it had no kind.
    is_lost = pair.has_own_kinds and not envelope.is_redirect
    return Level.BREAKING if has_successes or is_lost else Level.RISKY


def _get_folds(place: PlaceFacts) -> tuple[str, ...]:
    folds = place.get("fold", ())
    return tuple(map(str, folds)) if isinstance(folds, (list, tuple)) else (str(folds),)


def _list_changed(old: PlaceFacts, new: PlaceFacts) -> set[str]:
    """Return the keys of a place that changed, without documentation."""
    keys = (old.keys() | new.keys()) - _IN_DOCS
    return {key for key in keys if old.get(key) != new.get(key)}


@define_rule("C254", "code-type-changed", Level.SAFE, affects=(Affected.DOCS,))
def code_type_changed(pair: ProviderPair) -> Iterator[Draft]:
    """The documented JSON type of a code or group in responses has changed.

    Why: the reference shows it. Codes of both types are read.
    Adapt: nothing.
    """
    for id_, old, new in pair.envelopes:
        for what, before, after in (("code", old.code, new.code), ("group", old.group, new.group)):
            types = [
                str(place.get("type", "string")) if isinstance(place, dict) else ""
                for place in (before, after)
            ]
            if types[0] and types[1] and types[0] != types[1]:
                yield Draft(
                    subject=f"envelope {id_}",
                    message=(
                        f"the documented type of the {what} changed from {types[0]} to {types[1]}"
                    ),
                    adapt="Nothing: both are read.",
                    before=types[0],
                    after=types[1],
                    at=("envelopes",),
                )


@define_rule(
    "C255",
    "envelope-group-changed",
    Level.BREAKING,
    Level.RISKY,
    affects=(Affected.READING, Affected.EXCEPT),
)
def envelope_group_changed(pair: ProviderPair) -> Iterator[Draft]:
    """The group of an undocumented code is found in a different way.

    It is risky if responses of this shape had no group, and if no group has globs or a kind. A
    group in a response comes before globs, and its kind before that of most statuses. If several
    errors have the same code, the group decides which one it is, so the change is breaking.

    Why: an undocumented code becomes an error of another group, or of none.
    Adapt: if you rely on the class of a group to catch undocumented codes, also catch the base
    class of the provider.
    """
    for id_, old, new in pair.envelopes:
        if _is_same_group(old.group, new.group):
            continue
        before, after = _name_group(old.group), _name_group(new.group)
        yield Draft(
            subject=f"envelope {id_}",
            message=f"the group of undocumented codes now comes from {after} instead of {before}",
            adapt=(
                "If you rely on the class of a group to catch such codes, also catch "
                f"{code(pair.new.class_)}."
            ),
            before=plain(before),
            after=plain(after),
            level=Level.BREAKING
            if old.group is not None or pair.has_shared_codes or _has_other_groups(pair)
            else Level.RISKY,
            find=pair.new.class_,
            at=("envelopes",),
        )


def _has_other_groups(pair: ProviderPair) -> bool:
    """Return whether a group can have undocumented codes without being in the response."""
    groups = pair.new.groups.values()
    return any(group.match or group.info.kind is not None for group in groups)


def _is_same_group(old: PlaceFacts | str | None, new: PlaceFacts | str | None) -> bool:
    if old is None or new is None or isinstance(old, str) or isinstance(new, str):
        return old == new
    return not _list_changed(old, new)


def _name_group(group: PlaceFacts | str | None) -> str:
    if group is None:
        return "the code alone"
    return f"the envelope ({code(group)})" if isinstance(group, str) else format_place(group)


@define_rule(
    "C256",
    "envelope-conditions-changed",
    Level.BREAKING,
    Level.RISKY,
    affects=(Affected.READING, Affected.EXCEPT),
)
def envelope_conditions_changed(pair: ProviderPair) -> Iterator[Draft]:
    """The conditions under which responses of a shape are read have changed.

    It is risky if all responses that were read still are, no success is read now, and no error or
    group has a kind that differs from that of its status. Otherwise, it is breaking.

    Why: a response that does not meet the conditions is not read as an error with a code. With a
    success status, it is not an error at all. A response that meets them now had only the kind of
    its status.
    Adapt: check that the responses that you expect still meet them.
    """
    for id_, old, new in pair.envelopes:
        if (old.statuses, old.body) == (new.statuses, new.body):
            continue
        before, after = _name_conditions(old), _name_conditions(new)
        is_wider = _covers(new, old)
        has_successes = any(
            _is_success(status) and not _has_statuses(old, status) for status in new.statuses
        )
        adapt = f"If a response may not match, also catch {code(pair.new.class_)}."
        if is_wider:
            adapt = "Check how your code handles responses that were not read before."
        if has_successes:
            adapt += f" {_SUCCESSES}"
        yield Draft(
            subject=f"envelope {id_}",
            message=f"the envelope {code(id_)} now applies to responses with {after} instead of "
            f"{before}",
            adapt=adapt,
            before=plain(before),
            after=plain(after),
            level=_rate_reading(pair, new, has_successes=has_successes)
            if is_wider
            else Level.BREAKING,
            find=pair.new.class_,
            example=None if is_wider else show_unreadable(pair),
            at=("envelopes",),
        )


def _covers(wide: EnvelopeSnapshot, narrow: EnvelopeSnapshot) -> bool:
    """Return whether an envelope reads every response that meets the conditions of another."""
    is_body_wider = wide.body.items() <= narrow.body.items()
    if not wide.statuses:
        # Without statuses, successes are not errors.
        return is_body_wider and not any(_is_success(status) for status in narrow.statuses)
    is_status_wider = bool(narrow.statuses) and all(
        _has_statuses(wide, status) for status in narrow.statuses
    )
    return is_body_wider and is_status_wider


def _has_statuses(envelope: EnvelopeSnapshot, status: int | str) -> bool:
    """Return whether an envelope lists a status, or a range that contains it."""
    if isinstance(status, int):
        return has_status(envelope.statuses, status)
    return status in envelope.statuses


def _name_conditions(envelope: EnvelopeSnapshot) -> str:
    parts = [f"status {format_statuses(envelope.statuses)}"] if envelope.statuses else []
    parts += [f"{code(path)} = {code(str(value))}" for path, value in envelope.body.items()]
    return join(parts) if parts else "any status and body"


@define_rule(
    "C257",
    "envelope-scope-changed",
    Level.BREAKING,
    Level.RISKY,
    affects=(Affected.EXCEPT, Affected.READING),
)
def envelope_scope_changed(pair: ProviderPair) -> Iterator[Draft]:
    """The codes of responses of a shape belong to another scope.

    It is risky if they belong to none now, no code has several errors, and no error or group has a
    kind that differs from that of its status. Otherwise, it is breaking.

    Why: if several errors have the same code, a response may become a different one of them. If the
    request has another scope than the shape, the response is not read.
    Adapt: check your handlers of codes whose meaning depends on the scope.
    """
    for id_, old, new in pair.envelopes:
        if old.scope != new.scope:
            names = ["none" if scope is None else code(scope) for scope in (old.scope, new.scope)]
            yield Draft(
                subject=f"envelope {id_}",
                message=f"the scope of the codes changed from {names[0]} to {names[1]}",
                adapt="Check your handlers of codes whose meaning depends on the scope.",
                before=old.scope or "",
                after=new.scope or "",
                level=Level.BREAKING
                if new.scope is not None or pair.has_shared_codes
                else _rate_reading(pair, new),
                find="scope",
                at=("envelopes",),
            )


@define_rule(
    "C258",
    "envelopes-reordered",
    Level.BREAKING,
    Level.SAFE,
    affects=(Affected.EXCEPT, Affected.READING),
)
def envelopes_reordered(pair: ProviderPair) -> Iterator[Draft]:
    """The order in which envelopes are tried has changed.

    It is safe if no response fits two envelopes in a different order, for example because their
    statuses differ or one of them is for redirects. Otherwise, it is breaking.

    Why: a response that fits several of them is read as the first one with a documented code, so it
    may become an error of another class.
    Adapt: check how your code handles responses with more than one code.
    """
    kept = list(pair.envelope_ids.values())
    now = [id_ for id_ in pair.new.envelopes if id_ in set(kept)]
    if kept != now:
        places = {id_: index for index, id_ in enumerate(now)}
        is_breaking = any(
            places[first] > places[second]
            and _can_share(pair.new.envelopes[first], pair.new.envelopes[second])
            for first, second in combinations(kept, 2)
        )
        yield Draft(
            subject="envelopes",
            message=f"the envelopes are now tried in the order {join(map(code, now))}",
            adapt="Check how your code handles responses with more than one code."
            if is_breaking
            else "Nothing: no response fits two of them in a different order.",
            before=", ".join(kept),
            after=", ".join(now),
            level=Level.BREAKING if is_breaking else Level.SAFE,
            find="error.code" if is_breaking else "",
            at=("envelopes",),
        )


def _can_share(one: EnvelopeSnapshot, other: EnvelopeSnapshot) -> bool:
    """Return whether a response can fit two envelopes."""
    statuses = not one.statuses or not other.statuses
    statuses = statuses or any(_has_statuses(one, status) for status in other.statuses)
    statuses = statuses or any(_has_statuses(other, status) for status in one.statuses)
    bodies = all(one.body[path] == other.body[path] for path in one.body.keys() & other.body.keys())
    return one.is_redirect == other.is_redirect and statuses and bodies


@define_rule(
    "C259",
    "redirects-no-longer-read",
    Level.BREAKING,
    affects=(Affected.TYPES, Affected.READING),
)
def redirects_no_longer_read(pair: ProviderPair) -> Iterator[Draft]:
    """The module no longer has `parse_redirect`.

    Why: calling it raises AttributeError, and importing it ImportError.
    Adapt: read the query of the redirect yourself, and pass the code to `from_code`.
    """
    if _reads_redirects(pair.old) and not _reads_redirects(pair.new):
        module = pair.provider_name
        yield Draft(
            subject="parse_redirect",
            message=f"{code(f'{module}.parse_redirect')} is gone",
            adapt="Read the code from the query yourself, and pass it to `from_code`.",
            before="parse_redirect",
            find="parse_redirect",
            example=Example(
                before=f"error = {module}.parse_redirect(url)\n",
                after=f"error = {module}.from_code(code)\n",
            ),
        )


@define_rule("C260", "redirects-newly-read", Level.SAFE, affects=(Affected.TYPES,))
def redirects_newly_read(pair: ProviderPair) -> Iterator[Draft]:
    """The module now has `parse_redirect`.

    Why: no existing code calls it.
    Adapt: nothing.
    """
    if _reads_redirects(pair.new) and not _reads_redirects(pair.old):
        yield Draft(
            subject="parse_redirect",
            message=f"{code(f'{pair.provider_name}.parse_redirect')} is new",
            adapt="Call it if the provider redirects browsers to you with errors.",
            after="parse_redirect",
        )


def _reads_redirects(provider: ProviderSnapshot) -> bool:
    return any(envelope.is_redirect for envelope in provider.envelopes.values())


PROVIDER_RULES = (
    envelope_gone,
    envelope_new,
    code_moved,
    code_type_changed,
    envelope_group_changed,
    envelope_conditions_changed,
    envelope_scope_changed,
    envelopes_reordered,
    redirects_no_longer_read,
    redirects_newly_read,
)
