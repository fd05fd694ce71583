"""What holds of an error once its group, its category and its status are taken into account."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal, TypeAlias

from attrs import frozen

from errsmith.meaning import naming
from errsmith.registry.model import (
    CategoryDef,
    EnvelopeDef,
    ErrorDef,
    GroupDef,
    Messages,
    ProviderFile,
    RetryDef,
)
from errsmith.runtime.facts import Level
from errsmith.runtime.kinds import KINDS
from errsmith.runtime.reading.globs import Globs
from errsmith.runtime.statuses import has_status, kind_of

Owner: TypeAlias = ErrorDef | GroupDef | CategoryDef
Statuses: TypeAlias = "tuple[int | str, ...]"
Membership: TypeAlias = Literal["pattern", "response", "envelope", "stated"]
"""How codes become members of a group: by a pattern, because a response names the group, because an
envelope gives it to its codes, or because the registry states it for each error, which it cannot do
for undocumented codes."""


@frozen
class Resolved:
    """An error, and what it has from its group, its category and its status.

    Attributes:
        id: Its id.
        definition: What its table says.
        code: Its code, as on the wire.
        class_: Name of its class.
        group: The id of its group: as stated, else by `match` of its code.
        category: The id of its category: as stated, else that of all its statuses.
        kinds: The kinds that it could have by what is stated, in the order of its statuses.
        owners: What it inherits from, nearest first: itself, its group, its category.
    """

    id: str
    definition: ErrorDef
    code: str
    class_: str
    group: str | None
    category: str | None
    kinds: tuple[str, ...]
    owners: tuple[tuple[Level, Owner], ...]

    @property
    def kind(self) -> str | None:
        """Its kind: as stated, otherwise the one that each of its statuses gives.

        None if that gives none, or several.
        """
        return self.kinds[0] if len(self.kinds) == 1 else None

    @property
    def retry(self) -> tuple[RetryDef, Level] | None:
        """The advice for it and where it was given; None if only its kind may have one."""
        return next(((o.retry, level) for level, o in self.owners if o.retry is not None), None)

    @property
    def fix(self) -> str | None:
        """What to do about it: as stated, else its group's, else its category's."""
        return next((owner.fix for _, owner in self.owners if owner.fix is not None), None)

    @property
    def user_message(self) -> Mapping[str, str]:
        """Its user message by language, else its group's, else its category's."""
        return next((o.user_message for _, o in self.owners if o.user_message), Messages({}))

    @property
    def stages(self) -> list[str]:
        """The stages of its end that it is in: removed, deprecated."""
        removed = ["removed"] if self.definition.removed is not None else []
        deprecated = ["deprecated"] if self.definition.deprecated is not None else []
        return removed + deprecated


@frozen
class Resolution:
    """A provider's file with what follows from it.

    Attributes:
        file: The file.
        errors: Its errors, by id.
        groups: Names of the groups' classes, by the group's id.
        families: Finds the groups whose `match` a code fits.
    """

    file: ProviderFile
    errors: Mapping[str, Resolved]
    groups: Mapping[str, str]
    families: Globs

    def members(self) -> dict[str | None, list[Resolved]]:
        """Give each group's errors, those without a group last, under None."""
        members: dict[str | None, list[Resolved]] = {group: [] for group in (*self.groups, None)}
        for error in self.errors.values():
            members[error.group].append(error)
        return members


def resolve(file: ProviderFile, acronyms: tuple[str, ...]) -> Resolution:
    """Find what holds of each error of a file."""
    families = Globs((i, glob) for i, group in file.groups.items() for glob in group.match)
    category_of = cache(lambda statuses: _category_of(file, statuses))

    def resolved(id_: str, error: ErrorDef) -> Resolved:
        code = error.code or id_
        group = families.only(code) if error.group is None else error.group
        category = category_of(error.status) if error.category is None else error.category
        return Resolved(
            id=id_,
            definition=error,
            code=code,
            class_=error.class_ or naming.class_name(id_, acronyms),
            group=group,
            category=category,
            kinds=_kinds_of(error, file.groups.get(group or "")),
            owners=_owners(file, error, group, category),
        )

    return Resolution(
        file=file,
        errors={id_: resolved(id_, error) for id_, error in file.errors.items()},
        groups={i: one.class_ or naming.class_name(i, acronyms) for i, one in file.groups.items()},
        families=families,
    )


def _category_of(file: ProviderFile, statuses: Statuses) -> str | None:
    """Give the id of the category that all statuses belong to."""
    found = {category_of_status(file, status) for status in statuses}
    return found.pop() if len(found) == 1 else None


def category_of_status(file: ProviderFile, status: int | str) -> str | None:
    """Give the id of the category that a documented status belongs to."""
    return next((i for i, c in file.categories.items() if covers(c.status, status)), None)


def covers(statuses: Statuses, status: int | str) -> bool:
    """Tell whether all that `status` stands for (`404`, `"4xx"`) is among `statuses`."""
    return status in statuses if isinstance(status, str) else has_status(statuses, status)


def overlap(one: Statuses, other: Statuses) -> bool:
    """Tell whether a status can be among both."""
    return any(covers(other, s) for s in one) or any(covers(one, s) for s in other)


def _kinds_of(error: ErrorDef, group: GroupDef | None) -> tuple[str, ...]:
    """Return the kinds that an error could have by what is stated: one for each of its statuses."""
    if error.kind is not None:
        return (error.kind,)
    group_kind = None if group is None else group.kind
    # A class of statuses, `"4xx"`, has the kind of those that are not listed, such as 400.
    statuses = (s if isinstance(s, int) else int(s[0]) * 100 for s in error.status)
    kinds = (kind_of(status, group_kind) for status in (statuses if error.status else [None]))
    return tuple(dict.fromkeys(kind for kind in kinds if kind is not None))


def _owners(
    file: ProviderFile, error: ErrorDef, group: str | None, category: str | None
) -> tuple[tuple[Level, Owner], ...]:
    owners: list[tuple[Level, Owner]] = [("error", error)]
    if group in file.groups:
        owners.append(("group", file.groups[group]))
    if category in file.categories:
        owners.append(("category", file.categories[category]))
    return tuple(owners)


def is_redirect(envelope: EnvelopeDef) -> bool:
    """Return whether `parse_redirect` reads an envelope: a URL has neither a status nor a body."""
    when = envelope.when
    return envelope.code.query is not None and not when.status and not when.body


def kind_class(kind: str) -> str:
    """Give the name of a kind's class."""
    return KINDS[kind].__name__
