"""A state of a registry as clients see it: classes, fields, codes and facts.

A snapshot has what follows from the TOML files, not their text, so two states can be compared
without the files, and a release can be recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from attrs import Factory, frozen

from errsmith.runtime.facts import ErrorInfo, make_anchor

PlaceFacts: TypeAlias = Mapping[str, object]
"""Where a value is in a response: the keys of `PlaceDef` or `FieldDef` that locate it, without
those that have their default."""


@frozen(kw_only=True)
class FieldSnapshot:
    """A field of a provider's class.

    Attributes:
        type: Its JSON type.
        role: What it is for.
        unit: The unit of a wait.
        is_logged: Whether `log_fields()` contains it.
        places: Where each envelope reads it, by the envelope's id.
    """

    type: str
    role: str | None = None
    unit: str | None = None
    is_logged: bool = False
    places: Mapping[str, PlaceFacts] = Factory(dict)


@frozen(kw_only=True)
class EnvelopeSnapshot:
    """A shape of a response.

    Attributes:
        code: Where its code is.
        group: Where its group is, or the id of the group of all its codes.
        statuses: The statuses with which it is read; any if empty.
        body: Values that the body must have, by path.
        scope: The scope of its codes.
        is_redirect: Whether `parse_redirect` reads it.
    """

    code: PlaceFacts
    group: PlaceFacts | str | None = None
    statuses: tuple[int | str, ...] = ()
    body: Mapping[str, object] = Factory(dict)
    scope: str | None = None
    is_redirect: bool = False


@frozen(kw_only=True)
class CategorySnapshot:
    """How the provider wants errors handled.

    Attributes:
        statuses: Its statuses.
        info: Its advice.
    """

    statuses: tuple[int | str, ...] = ()
    info: ErrorInfo


@frozen(kw_only=True)
class GroupSnapshot:
    """A family of codes.

    Attributes:
        class_: Its class.
        match: Globs of its codes.
        info: Its facts.
    """

    class_: str
    match: tuple[str, ...] = ()
    info: ErrorInfo


@frozen(kw_only=True)
class ErrorSnapshot:
    """A documented error.

    Attributes:
        class_: Its class.
        bases: The bases of its class: the class of its group or provider, then that of its kind.
        info: Its facts, including inherited ones.
    """

    class_: str
    bases: tuple[str, ...]
    info: ErrorInfo


@frozen(kw_only=True)
class ProviderSnapshot:
    """A provider's module.

    Attributes:
        title: Its display name.
        class_: The base class of its errors.
        is_open: Whether its page says that the list of errors is incomplete.
        note: Remarks about the API.
        support: What to quote to support.
        sources: The URLs of its pages, by id.
        scopes: The globs of each scope's paths, by id.
        fields: The fields of its class, by name.
        envelopes: Its envelopes by id, in order of preference.
        categories: Its categories, by id.
        groups: Its groups, by id.
        errors: Its errors, by id.
    """

    title: str
    class_: str
    is_open: bool = False
    note: str | None = None
    support: str | None = None
    sources: Mapping[str, str] = Factory(dict)
    scopes: Mapping[str, tuple[str, ...]] = Factory(dict)
    fields: Mapping[str, FieldSnapshot] = Factory(dict)
    envelopes: Mapping[str, EnvelopeSnapshot] = Factory(dict)
    categories: Mapping[str, CategorySnapshot] = Factory(dict)
    groups: Mapping[str, GroupSnapshot] = Factory(dict)
    errors: Mapping[str, ErrorSnapshot] = Factory(dict)

    def find_anchors(self) -> dict[str, str]:
        """Return the anchor in the reference for each id and each alias of only one error."""
        aliases: dict[str, list[str]] = {}
        for id_, error in self.errors.items():
            for alias in error.info.aliases:
                aliases.setdefault(alias, []).append(id_)
        owners = {alias: ids[0] for alias, ids in aliases.items() if len(ids) == 1}
        owners |= {id_: id_ for id_ in self.errors}
        return {name: make_anchor(id_) for name, id_ in owners.items()}


@frozen(kw_only=True)
class Snapshot:
    """A state of a registry.

    Attributes:
        distribution: The name of the distribution, "" for an empty registry.
        package: The name of the package, "" for an empty registry.
        version: The version in `sdk.toml`, "" for an empty registry.
        providers: The providers, by the names of their modules.
    """

    distribution: str = ""
    package: str = ""
    version: str = ""
    providers: Mapping[str, ProviderSnapshot] = Factory(dict)


EMPTY = Snapshot()
"""A registry without providers, with which the first release is compared."""
