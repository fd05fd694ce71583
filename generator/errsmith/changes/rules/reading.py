"""Rules about how a response is read: statuses, categories, kinds and globs of groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from errsmith.changes.change import Affected, Draft, Example, Level
from errsmith.changes.pairing import ErrorPair, ProviderPair, name_kind
from errsmith.changes.phrases import (
    SHARED,
    code,
    describe_kind,
    explain_category,
    format_statuses,
    join,
    show_base,
    show_catching,
    show_kind,
    write_literal,
)
from errsmith.changes.rules.rule import define_rule
from errsmith.runtime.reading.globs import Globs
from errsmith.runtime.statuses import OTHER


@define_rule(
    "C221",
    "status-changed",
    Level.BREAKING,
    Level.RISKY,
    affects=(Affected.READING, Affected.LOGS, Affected.DOCS),
)
def status_changed(pair: ErrorPair) -> Iterator[Draft]:
    """The documented statuses of an error have changed.

    It is breaking if other errors have the same code, and risky otherwise. Consequences for its
    base classes, advice and problem document are reported separately.

    Why: `info.statuses`, example responses and errors built by tests have a different status, and
    real responses may, too. If several errors have the same code, the status decides which one a
    response is.
    Adapt: check any code that compares `error.status`. If several errors have the code, catch all
    of them.
    """
    old, new = pair.before.statuses, pair.after.statuses
    if old != new:
        is_shared = pair.provider.is_shared(pair.new)
        adapt = "Check any code and alerts that compare the status."
        before, after = format_statuses(old), format_statuses(new)
        yield Draft(
            subject=pair.id,
            message=_describe_statuses(pair),
            adapt=f"{SHARED} {adapt}" if is_shared else adapt,
            before="" if not old else before,
            after="" if not new else after,
            level=Level.BREAKING if is_shared else Level.RISKY,
            find="error.status",
            example=_show_status(pair),
            at=("errors", pair.id, "status"),
        )


def _describe_statuses(pair: ErrorPair) -> str:
    old, new = pair.before.statuses, pair.after.statuses
    if not new:
        return f"the status of {code(pair.id)}, {format_statuses(old)}, is no longer documented"
    if not old:
        return f"the status of {code(pair.id)} is now documented as {format_statuses(new)}"
    before, after = format_statuses(old), format_statuses(new)
    return f"the status of {code(pair.id)} changed from {before} to {after}"


def _show_status(pair: ErrorPair) -> Example | None:
    if not pair.before.statuses:
        return None
    old = pair.before.statuses[0]
    written = old if isinstance(old, int) else int(old[0]) * 100
    cls = f"{pair.provider_name}.{pair.new.class_}"
    return Example(
        before=f"if error.status == {written}:\n    handle(error)\n",
        after=f"if isinstance(error, {cls}):\n    handle(error)\n",
    )


@define_rule("C222", "category-changed", Level.RISKY, affects=(Affected.READING, Affected.DOCS))
def category_changed(pair: ErrorPair) -> Iterator[Draft]:
    """The category of an error has changed.

    Consequences for its advice are reported separately.

    Why: `info.category` has a different value.
    Adapt: check any code that compares `info.category`.
    """
    old, new = pair.before.category, pair.after.category
    if old != new:
        before, after = ("none" if id_ is None else code(id_) for id_ in (old, new))
        yield Draft(
            subject=pair.id,
            message=f"the category of {code(pair.id)} changed from {before} to {after}",
            cause=explain_category(pair),
            adapt="Check any code that compares `info.category`.",
            before=old or "",
            after=new or "",
            find="info.category",
            at=("errors", pair.id, "category"),
        )


@define_rule("C223", "category-gone", Level.RISKY, affects=(Affected.READING, Affected.RETRY))
def category_gone(pair: ProviderPair) -> Iterator[Draft]:
    """A category is gone.

    Why: `info.category` no longer has this value, and the advice for undocumented codes with its
    statuses changes.
    Adapt: check any code that compares `info.category`.
    """
    for id_ in pair.old.categories:
        if id_ not in pair.new.categories:
            yield Draft(
                subject=f"category {id_}",
                message=f"the category {code(id_)} is gone",
                adapt=f"Check any code that compares `info.category` with {code(id_)}.",
                before=id_,
                find="info.category",
            )


@define_rule("C224", "category-new", Level.RISKY, Level.SAFE, affects=(Affected.RETRY,))
def category_new(pair: ProviderPair) -> Iterator[Draft]:
    """There is a new category.

    It is risky if it has retry advice: undocumented codes with its statuses get it.

    Why: errors that move to it are reported separately; undocumented codes are not.
    Adapt: check your handlers that retry every error of the provider.
    """
    for id_, category in pair.new.categories.items():
        if id_ not in pair.old.categories:
            is_risky = category.info.retry is not None and bool(category.statuses)
            statuses = f" for {format_statuses(category.statuses)}" if category.statuses else ""
            effect = "; undocumented codes with its statuses get its advice" if is_risky else ""
            yield Draft(
                subject=f"category {id_}",
                message=f"the category {code(id_)}{statuses} is new{effect}",
                adapt="Check your handlers that retry every error of this provider."
                if is_risky
                else "Nothing.",
                after=id_,
                level=Level.RISKY if is_risky else Level.SAFE,
                find="is_retryable" if is_risky else "",
                at=("categories", id_),
            )


@define_rule("C225", "category-statuses-changed", Level.RISKY, affects=(Affected.RETRY,))
def category_statuses_changed(pair: ProviderPair) -> Iterator[Draft]:
    """The statuses of a category have changed.

    Why: undocumented codes get the advice of the category that has their status.
    Adapt: check your handlers that retry every error of the provider.
    """
    for id_, old in pair.old.categories.items():
        new = pair.new.categories.get(id_)
        if new is not None and old.statuses != new.statuses:
            before, after = format_statuses(old.statuses), format_statuses(new.statuses)
            yield Draft(
                subject=f"category {id_}",
                message=f"the status of the category {code(id_)} changed from {before} to {after}",
                adapt="Check your handlers that retry every error of this provider.",
                before=before,
                after=after,
                find="is_retryable",
                at=("categories", id_, "status"),
            )


@define_rule(
    "C231",
    "group-match-changed",
    Level.BREAKING,
    Level.RISKY,
    affects=(Affected.READING, Affected.EXCEPT),
)
def group_match_changed(pair: ProviderPair) -> Iterator[Draft]:
    """The globs that find the group of an undocumented code have changed, or the id of the group.

    If a glob is gone or takes codes from another group, the change is breaking. A new glob in an
    existing group is risky, or breaking if the group has a kind, since the kind of the status no
    longer counts. A new id is breaking if responses contain the group, and risky otherwise.

    Why: `except` clauses with the class of a group also catch codes that are not documented yet.
    Adapt: if you rely on that, also catch the other group or the base class of the provider.
    """
    yield from _find_renamed_groups(pair)
    for id_, old, new in pair.groups:
        if old.match == new.match:
            continue
        gone = [glob for glob in old.match if not _is_covered(glob, new.match)]
        added = [glob for glob in new.match if not _is_covered(glob, old.match)]
        for globs, is_gone in ((gone, True), (added, False)):
            verb = "no longer catches" if is_gone else "now catches"
            if globs:
                kind = None if is_gone else new.info.kind
                message = f"{code(f'except {new.class_}')} {verb} undocumented codes like "
                adapt = f"Check that your handlers of {code(new.class_)} also work for them."
                if is_gone:
                    relied_on = f"catch {code(pair.new.class_)} and compare `error.code`"
                    adapt = f"If you rely on that, {relied_on}."
                elif kind is not None:
                    adapt += f" If you rely on another kind, also catch {code(new.class_)}."
                yield Draft(
                    subject=f"group {id_}",
                    message=f"{message}{join(map(code, globs), 'or')}{_name_new_kind(kind)}",
                    adapt=adapt,
                    before=", ".join(old.match),
                    after=", ".join(new.match),
                    level=Level.BREAKING if is_gone or kind is not None else Level.RISKY,
                    find=new.class_,
                    example=_show_globs(pair, new.class_, globs) if is_gone else None,
                    at=("groups", id_, "match"),
                )
    yield from _find_taken_codes(pair)


def _name_new_kind(kind: str | None) -> str:
    if kind is None:
        return ""
    return f", and their kind is {code(kind)} unless a status such as 404 implies another one"


def _find_renamed_groups(pair: ProviderPair) -> Iterator[Draft]:
    """Yield the groups with another id."""
    is_sent = any(isinstance(each.group, Mapping) for each in pair.old.envelopes.values())
    for old_id, id_ in pair.group_ids.items():
        if old_id != id_:
            cls = pair.new.groups[id_].class_
            message = f"the group {code(old_id)} is now called {code(id_)}"
            adapt = "Check any code that compares `info.group`."
            if is_sent:
                message += f", so {code(f'except {cls}')} no longer catches undocumented codes of "
                message += f"responses with the group {code(old_id)}"
                adapt = f"If you rely on that, also catch {code(pair.new.class_)}. {adapt}"
            yield Draft(
                subject=f"group {id_}",
                message=message,
                adapt=adapt,
                before=old_id,
                after=id_,
                level=Level.BREAKING if is_sent else Level.RISKY,
                find=cls if is_sent else "info.group",
                at=("groups", id_),
            )


def _show_globs(pair: ProviderPair, cls: str, globs: Iterable[str]) -> Example:
    """Return an example of a handler for codes like some globs."""
    tests = [f'fnmatchcase(error.code or "", {write_literal(glob)})' for glob in globs]
    condition = tests[0] if len(tests) == 1 else f"({' or '.join(tests)})"
    return show_base(pair, cls, f"not {condition}")


def _find_taken_codes(pair: ProviderPair) -> Iterator[Draft]:
    """Yield the globs of groups that take undocumented codes from other groups."""
    for id_, group in pair.new.groups.items():
        old = pair.old.groups.get(pair.old_group_ids.get(id_, ""))
        for glob in group.match:
            found = map(pair.group_ids.get, pair.old_globs.find_best(glob))
            losers = [other for other in found if other is not None]
            if (old is not None and glob in old.match) or not losers or id_ in losers:
                continue
            classes = [pair.new.groups[loser].class_ for loser in losers]
            names = [f"{pair.provider_name}.{cls}" for cls in (*classes, group.class_)]
            yield Draft(
                subject=f"group {losers[0]}",
                message=(
                    f"{code(f'except {classes[0]}')} no longer catches undocumented codes like "
                    f"{code(glob)}, because they belong to the group {code(id_)}"
                ),
                adapt=f"If you rely on that, also catch {code(group.class_)}.",
                after=glob,
                level=Level.BREAKING,
                find=classes[0],
                example=show_catching(pair, names[0], f"({', '.join(names)})"),
                at=("groups", id_, "match"),
            )


def _is_covered(glob: str, globs: Iterable[str]) -> bool:
    """Return whether a glob matches only what one of several globs matches, too."""
    return bool(Globs((other, other) for other in globs).find_best(glob))


@define_rule("C232", "group-kind-changed", Level.BREAKING, affects=(Affected.EXCEPT,))
def group_kind_changed(pair: ProviderPair) -> Iterator[Draft]:
    """The kind of undocumented codes of a group has changed.

    Consequences for documented errors are reported for each of them.

    Why: `except` clauses with the class of the old kind no longer catch undocumented codes of the
    group, unless their status implies that kind. If the group had no kind, this was
    `InvalidRequestError` or `InternalError` for most statuses.
    Adapt: also catch the class of the group.
    """
    for id_, old, new in pair.groups:
        before, after = old.info.kind, new.info.kind
        if before == after:
            continue
        example = None
        implied = [name_kind(kind) for kind in OTHER.values() if kind != after]
        adapt = f"Where you catch {join(map(code, implied), 'or')}, also catch {code(new.class_)}."
        if before is not None:
            family, cls = show_kind(pair, before), f"{pair.provider_name}.{new.class_}"
            adapt = f"Where you catch {code(name_kind(before))}, also catch {code(new.class_)}."
            example = show_catching(pair, family, f"({family}, {cls})")
        yield Draft(
            subject=f"group {id_}",
            message=(
                f"the kind of undocumented codes of the group {code(id_)} changed from "
                f"{describe_kind(before)} to {describe_kind(after)}"
            ),
            adapt=adapt,
            before=before or "",
            after=after or "",
            find=implied[0] if before is None else name_kind(before),
            example=example,
            at=("groups", id_, "kind"),
        )


@define_rule(
    "C233",
    "group-id-changed",
    Level.BREAKING,
    Level.RISKY,
    affects=(Affected.READING, Affected.LOGS),
)
def group_id_changed(pair: ErrorPair) -> Iterator[Draft]:
    """The group of an error has changed.

    It is breaking if other errors have the same code, and risky otherwise. Consequences for its
    base classes are reported separately.

    Why: `info.group` has a different value. If several errors have the same code, the group in a
    response decides which one it is.
    Adapt: check any code that compares `info.group`. If several errors have the code, catch all of
    them.
    """
    old, new = pair.before.group, pair.after.group
    if old != new:
        before, after = ("none" if id_ is None else code(id_) for id_ in (old, new))
        is_shared = pair.provider.is_shared(pair.new)
        adapt = "Check any code that compares `info.group`."
        yield Draft(
            subject=pair.id,
            message=f"the group of {code(pair.id)} changed from {before} to {after}",
            adapt=f"{SHARED} {adapt}" if is_shared else adapt,
            before=old or "",
            after=new or "",
            level=Level.BREAKING if is_shared else Level.RISKY,
            find="info.group",
            at=("errors", pair.id, "group"),
        )


PROVIDER_RULES = (
    category_gone,
    category_new,
    category_statuses_changed,
    group_match_changed,
    group_kind_changed,
)
ERROR_RULES = (status_changed, category_changed, group_id_changed)
