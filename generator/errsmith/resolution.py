"""What holds of an error once its group, its category and its status are taken into account."""

from __future__ import annotations

from typing import Literal, TypeVar

from attrs import frozen

from errsmith import naming
from errsmith.model import CategoryDef, ErrorDef, GroupDef, ProviderFile, RetryDef
from errsmith.runtime import globs
from errsmith.runtime.facts import Level, has_status
from errsmith.runtime.kinds import KINDS, LISTED, OTHER

T = TypeVar("T")
Owner = ErrorDef | GroupDef | CategoryDef


def code_of(file: ProviderFile, id_: str) -> str:
    """Give the code of an error, as on the wire."""
    return file.errors[id_].code or id_


def group_of(file: ProviderFile, id_: str) -> str | None:
    """Give the id of an error's group: as stated, else by `match` of its code."""
    stated = file.errors[id_].group
    if stated is not None:
        return stated
    matching = ((group, glob) for group, one in file.groups.items() for glob in one.match)
    return globs.best(matching, code_of(file, id_))


def category_of(file: ProviderFile, id_: str) -> str | None:
    """Give the id of an error's category: as stated, else that of all its statuses."""
    error = file.errors[id_]
    if error.category is not None:
        return error.category
    found = {category_of_status(file, status) for status in error.status}
    return found.pop() if len(found) == 1 else None


def category_of_status(file: ProviderFile, status: int | str) -> str | None:
    """Give the id of the category that a documented status belongs to."""
    return next((i for i, c in file.categories.items() if covers(c.status, status)), None)


def covers(statuses: tuple[int | str, ...], status: int | str) -> bool:
    """Tell whether all that `status` stands for (`404`, `"4xx"`) is among `statuses`."""
    return status in statuses if isinstance(status, str) else has_status(statuses, status)


def overlap(one: tuple[int | str, ...], other: tuple[int | str, ...]) -> bool:
    """Tell whether a status can be among both."""
    return any(covers(other, s) for s in one) or any(covers(one, s) for s in other)


def kind_of(file: ProviderFile, id_: str) -> str | None:
    """Give an error's kind: as stated, else by listed status, else its group's, else by status.

    None if that gives none, or several.
    """
    kinds = kinds_of(file, id_)
    return kinds.pop() if len(kinds) == 1 else None


def kinds_of(file: ProviderFile, id_: str) -> set[str]:
    """Give the kinds that an error could have by what is stated."""
    error = file.errors[id_]
    if error.kind is not None:
        return {error.kind}
    listed = {LISTED[s] for s in error.status if isinstance(s, int) and s in LISTED}
    group = file.groups.get(group_of(file, id_) or "")
    if listed or (group is not None and group.kind is not None):
        return listed or {group.kind for group in (group,) if group and group.kind}
    digits = {int(str(status)[0]) for status in error.status}
    return {OTHER[digit] for digit in digits if digit in OTHER}


def owners(file: ProviderFile, id_: str) -> list[tuple[Level, Owner]]:
    """Give what an error inherits from, nearest first: itself, its group, its category."""
    found: list[tuple[Level, Owner]] = [("error", file.errors[id_])]
    group = file.groups.get(group_of(file, id_) or "")
    category = file.categories.get(category_of(file, id_) or "")
    if group is not None:
        found.append(("group", group))
    if category is not None:
        found.append(("category", category))
    return found


def inherited(file: ProviderFile, id_: str, key: Literal["fix"]) -> str | None:
    """Give a text of an error, else of its group, else of its category."""
    texts = (getattr(owner, key) for _, owner in owners(file, id_))
    return next((text for text in texts if text is not None), None)


def user_message_of(file: ProviderFile, id_: str) -> dict[str, str]:
    """Give an error's user message by language, else its group's, else its category's."""
    return next((dict(o.user_message) for _, o in owners(file, id_) if o.user_message), {})


def stages_of(file: ProviderFile, id_: str) -> list[str]:
    """Give the stages of an error's end that it is in: removed, deprecated."""
    error = file.errors[id_]
    stages = {"removed": error.removed, "deprecated": error.deprecated}
    return [stage for stage, lifecycle in stages.items() if lifecycle is not None]


def retry_of(file: ProviderFile, id_: str) -> tuple[RetryDef, Level] | None:
    """Give the advice for an error and where it was given; None if only its kind may have one."""
    for level, owner in owners(file, id_):
        if owner.retry is not None:
            return owner.retry, level
    return None


@frozen
class Names:
    """The names of a provider's classes.

    Attributes:
        groups: By the group's id.
        errors: By the error's id.
    """

    groups: dict[str, str]
    errors: dict[str, str]


def names_of(file: ProviderFile, acronyms: tuple[str, ...]) -> Names:
    """Give the names of all classes of a provider."""
    return Names(
        groups={id_: group_class_of(file, id_, acronyms) for id_ in file.groups},
        errors={id_: class_of(file, id_, acronyms) for id_ in file.errors},
    )


def members_of(file: ProviderFile) -> dict[str | None, list[str]]:
    """Give the ids of each group's errors, those without a group last, under None."""
    members: dict[str | None, list[str]] = {group: [] for group in (*file.groups, None)}
    for id_ in file.errors:
        members[group_of(file, id_)].append(id_)
    return members


def class_of(file: ProviderFile, id_: str, acronyms: tuple[str, ...]) -> str:
    """Give the name of an error's class."""
    return file.errors[id_].class_ or naming.class_name(id_, acronyms)


def group_class_of(file: ProviderFile, id_: str, acronyms: tuple[str, ...]) -> str:
    """Give the name of a group's class."""
    return file.groups[id_].class_ or naming.class_name(id_, acronyms)


def kind_class(kind: str) -> str:
    """Give the name of a kind's class."""
    return KINDS[kind].__name__
