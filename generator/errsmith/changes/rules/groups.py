"""Rules about the classes of groups."""

from __future__ import annotations

from collections.abc import Iterator

from errsmith.changes.change import Affected, Draft, Level
from errsmith.changes.pairing import ErrorPair, ProviderPair, name_kind
from errsmith.changes.phrases import (
    code,
    join,
    list_some,
    show_catching,
)
from errsmith.changes.rules.rule import define_rule
from errsmith.runtime.statuses import OTHER


@define_rule(
    "C121",
    "group-gone",
    Level.BREAKING,
    affects=(Affected.EXCEPT, Affected.TYPES, Affected.READING),
)
def group_gone(pair: ProviderPair) -> Iterator[Draft]:
    """The class of a group is gone, or is no longer that of a group.

    Why: an `except` clause with the class raises AttributeError when it is reached, and
    undocumented codes of the group are now errors of the provider without a group.
    Adapt: catch the classes of its errors, or the class from which they now derive.
    """
    for id_, group in pair.old.groups.items():
        if id_ in pair.group_ids:
            continue
        members = [error for error in pair.errors if error.before.group == id_]
        homes = sorted({_find_home(error) for error in members} or {pair.new.class_})
        names = [f"{pair.provider_name}.{home}" for home in homes]
        has_class = group.class_ in pair.new_classes
        now = "no longer that of a group" if has_class else "gone"
        moved = ""
        if members:
            classes = [code(error.new.class_) for error in members]
            derive = "derives" if len(classes) == 1 else "derive"
            moved = f"; {list_some(classes)} now {derive} from {join(map(code, homes))}"
        yield Draft(
            subject=f"group {id_}",
            message=f"the class {code(group.class_)} is {now}{moved}",
            adapt=f"Catch {join(map(code, names), 'or')} instead of {code(group.class_)}.",
            before=group.class_,
            find=group.class_,
            example=show_catching(
                pair,
                f"{pair.provider_name}.{group.class_}",
                names[0] if len(names) == 1 else f"({', '.join(names)})",
            ),
        )


def _find_home(pair: ErrorPair) -> str:
    """Return the class of the group of an error in the new state, or that of its provider."""
    group = pair.provider.new.groups.get(pair.after.group or "")
    return pair.provider.new.class_ if group is None else group.class_


@define_rule(
    "C122",
    "group-class-renamed",
    Level.BREAKING,
    affects=(Affected.EXCEPT, Affected.TYPES, Affected.LOGS),
)
def group_class_renamed(pair: ProviderPair) -> Iterator[Draft]:
    """The class of a group was renamed.

    Why: an `except` clause with the old name raises AttributeError when it is reached.
    Adapt: use the new name.
    """
    module = pair.provider_name
    for id_, old, new in pair.groups:
        if old.class_ != new.class_:
            before, after = f"{module}.{old.class_}", f"{module}.{new.class_}"
            yield Draft(
                subject=f"group {id_}",
                message=f"the class {code(old.class_)} is now {code(new.class_)}",
                adapt=f"Replace {code(before)} with {code(after)}.",
                before=old.class_,
                after=new.class_,
                find=old.class_,
                example=show_catching(pair, before, after),
                at=("groups", id_),
            )


@define_rule("C123", "group-new", Level.RISKY, Level.SAFE, affects=(Affected.EXCEPT, Affected.DOCS))
def group_new(pair: ProviderPair) -> Iterator[Draft]:
    """There is a new group.

    It is risky if it has a kind, and safe otherwise.

    Why: no existing code catches its class. If it has a kind, `except` clauses with
    `InvalidRequestError` or `InternalError` may no longer catch its undocumented codes, because
    only specific statuses such as 404 have precedence. Codes that its globs take from other groups
    are reported separately.
    Adapt: where you catch the class of a kind, also catch the class of the group.
    """
    for id_, group in pair.new.groups.items():
        if id_ not in pair.old_group_ids and group.class_ not in pair.old_classes:
            kind = group.info.kind
            message = f"{code(id_)} is a new group with the class {code(group.class_)}"
            adapt = f"Catch {code(group.class_)} to handle all its errors."
            implied = [name_kind(each) for each in OTHER.values() if each != kind]
            if kind is not None:
                message += f"; its undocumented codes have the kind {code(kind)}, unless a status "
                message += "such as 404 implies another one"
                relied_on = join(map(code, implied), "or")
                adapt = f"Where you catch {relied_on}, also catch {code(group.class_)}."
            yield Draft(
                subject=f"group {id_}",
                message=message,
                adapt=adapt,
                after=group.class_,
                level=Level.SAFE if kind is None else Level.RISKY,
                find="" if kind is None else implied[0],
                at=("groups", id_),
            )


PROVIDER_RULES = (group_gone, group_class_renamed, group_new)
