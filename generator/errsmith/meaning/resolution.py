"""Resolve errors: find the facts that follow from group, category and status."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, Literal, TypeAlias

from attrs import frozen

from errsmith.meaning import naming
from errsmith.registry.model import (
    UNWRITTEN,
    CategoryDef,
    EnvelopeDef,
    ErrorDef,
    GroupDef,
    Messages,
    ProviderFile,
    RetryDef,
)
from errsmith.runtime.facts import Level
from errsmith.runtime.reading.globs import Globs
from errsmith.runtime.statuses import derive_kind, has_status

Owner: TypeAlias = ErrorDef | GroupDef | CategoryDef
Membership: TypeAlias = Literal["pattern", "response", "envelope", "stated"]
"""How codes become members of a group: they match a pattern, the response names the group, the
envelope has a constant group, or the registry states the group of each error. The last does not
work for undocumented codes."""


InheritedKey: TypeAlias = Literal["retry", "fix", "user_message"]
"""A key that an error inherits if its own table does not have it."""
KindBasis: TypeAlias = int | str
"""What decides the kind of an error: "error" (its own table), "group", or one of its statuses."""
_OTHER: Final = "other"
"""Stands for a kind that is not the group's."""


@frozen
class ResolvedError:
    """An error with the facts that follow from its group, category and status.

    Attributes:
        id: Its id.
        definition: Its table in the registry.
        code: Its code, as sent.
        class_: Name of its class.
        group: The id of its group: as stated or, if none is, the one whose `match` fits the code.
        category: The id of its category: as stated or, if none is, the one of all its statuses.
        kinds: The kinds that the stated facts allow, in the order of its statuses.
        owners: The tables that it takes facts from, nearest first: its own, its group's, its
            category's.
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
        """Its kind: as stated or, if none is, the one that all its statuses imply.

        None if they imply no kind, or several.
        """
        return self.kinds[0] if len(self.kinds) == 1 else None

    def find_stating(self, key: InheritedKey) -> list[tuple[Level, Owner]]:
        """Return the tables that state an inherited fact, nearest first; the first one counts."""
        return [(level, owner) for level, owner in self.owners if _has_fact(owner, key)]

    @property
    def retry(self) -> tuple[RetryDef, Level] | None:
        """The stated retry advice and its level; None if at most its kind implies advice."""
        return next(((o.retry, level) for level, o in self.find_stating("retry") if o.retry), None)

    @property
    def fix(self) -> str | None:
        """What to do about it: its own fix, or its group's, or its category's."""
        return next((owner.fix for _, owner in self.find_stating("fix")), None)

    @property
    def user_message(self) -> Mapping[str, str]:
        """Its user message by language, or its group's, or its category's."""
        stating = self.find_stating("user_message")
        return next((owner.user_message for _, owner in stating), Messages({}))

    @property
    def stages(self) -> list[str]:
        """Its lifecycle stages: removed, deprecated, both or none."""
        stages = ("removed", "deprecated")
        return [stage for stage in stages if getattr(self.definition, stage) is not None]


def _has_fact(owner: Owner, key: InheritedKey) -> bool:
    """Return whether a table states a fact; a `retry` with neither kind of advice does not."""
    if key == "retry":
        return owner.retry is not None and bool(owner.retry.documented or owner.retry.derived)
    return bool(getattr(owner, key))


@frozen
class Resolution:
    """A provider's file with resolved errors.

    Attributes:
        file: The file.
        errors: Its errors, by id.
        group_classes: The class name of each group, by group id.
        group_globs: The globs in the groups' `match`, which find the group of a code.
    """

    file: ProviderFile
    errors: Mapping[str, ResolvedError]
    group_classes: Mapping[str, str]
    group_globs: Globs

    def list_errors_by_group(self) -> dict[str | None, list[ResolvedError]]:
        """Return the errors by group; those without a defined group come last, under None."""
        by_group: dict[str | None, list[ResolvedError]] = {
            group: [] for group in (*self.group_classes, None)
        }
        for error in self.errors.values():
            by_group.get(error.group, by_group[None]).append(error)
        return by_group


def resolve(file: ProviderFile, acronyms: tuple[str, ...]) -> Resolution:
    """Resolve a file: find the class name, group, category and kinds of each error."""
    group_globs = Globs((id_, glob) for id_, group in file.groups.items() for glob in group.match)
    find_category = cache(lambda statuses: find_common_category(file, statuses))

    def resolve_error(id_: str, error: ErrorDef) -> ResolvedError:
        code = error.code or id_
        group = group_globs.find_only(code) if error.group is None else error.group
        category = find_category(error.status) if error.category is None else error.category
        return ResolvedError(
            id=id_,
            definition=error,
            code=code,
            class_=error.class_ or naming.build_class_name(id_, acronyms),
            group=group,
            category=category,
            kinds=_find_kinds(error, file.groups.get(group or "")),
            owners=_list_owners(file, error, group, category),
        )

    return Resolution(
        file=file,
        errors={id_: resolve_error(id_, error) for id_, error in file.errors.items()},
        group_classes={
            id_: group.class_ or naming.build_class_name(id_, acronyms)
            for id_, group in file.groups.items()
        },
        group_globs=group_globs,
    )


def find_common_category(file: ProviderFile, statuses: tuple[int | str, ...]) -> str | None:
    """Return the id of the category that all statuses belong to, or None."""
    ids = {find_category_of_status(file, status) for status in statuses}
    return ids.pop() if len(ids) == 1 else None


def find_category_of_status(file: ProviderFile, status: int | str) -> str | None:
    """Return the id of the category that a documented status belongs to, or None."""
    categories = file.categories.items()
    return next((id_ for id_, c in categories if _is_covered(status, c.status)), None)


def _is_covered(status: int | str, statuses: tuple[int | str, ...]) -> bool:
    """Return whether `statuses` cover `status` entirely: `404`, or a class such as `"4xx"`."""
    return status in statuses if isinstance(status, str) else has_status(statuses, status)


def has_common_status(first: tuple[int | str, ...], second: tuple[int | str, ...]) -> bool:
    """Return whether two lists of statuses overlap, where `"4xx"` stands for 400 to 499."""
    return any(_is_covered(status, second) for status in first) or any(
        _is_covered(status, first) for status in second
    )


def _find_kinds(error: ErrorDef, group: GroupDef | None) -> tuple[str, ...]:
    """Return the kinds that the stated facts of an error allow: one per status."""
    return tuple(dict.fromkeys(kind for kind, _ in explain_kinds(error, group)))


def explain_kinds(error: ErrorDef, group: GroupDef | None) -> Iterator[tuple[str, KindBasis]]:
    """Yield the kinds that the stated facts of an error allow, each with what decides it."""
    if error.kind is not None:
        yield error.kind, "error"
        return
    group_kind = None if group is None else group.kind
    for status in error.status or (None,):
        # A class of statuses such as `"4xx"` has the kind of its unlisted statuses, such as 400.
        number = int(status[0]) * 100 if isinstance(status, str) else status
        kind = derive_kind(number, group_kind)
        if kind is not None:
            # The group decides if the kind would be another one in another group.
            is_of_group = group_kind is not None and derive_kind(number, _OTHER) == _OTHER
            yield kind, "group" if status is None or is_of_group else status


def is_unwritten(summary: str) -> bool:
    """Return whether a summary is still to be written."""
    return summary.startswith(UNWRITTEN) and not summary.removeprefix(UNWRITTEN)[:1].isalnum()


def _list_owners(
    file: ProviderFile, error: ErrorDef, group: str | None, category: str | None
) -> tuple[tuple[Level, Owner], ...]:
    owners: list[tuple[Level, Owner]] = [("error", error)]
    if group in file.groups:
        owners.append(("group", file.groups[group]))
    if category in file.categories:
        owners.append(("category", file.categories[category]))
    return tuple(owners)


def is_redirect(envelope: EnvelopeDef) -> bool:
    """Return whether `parse_redirect` reads an envelope; a URL has neither status nor body."""
    when = envelope.when
    return envelope.code.query is not None and not when.status and not when.body
