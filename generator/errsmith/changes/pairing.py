"""Match the parts of the old state with those of the new one.

Parts with the same id match. An error with a different id matches only if the registry declares it:
if the old id is an alias of exactly one new error. Groups also match if they have the same class,
which is what clients catch. Envelopes also match if they are equal or have their code in the same
place, because clients never see their ids.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from attrs import frozen

from errsmith.registry.snapshot import (
    EnvelopeSnapshot,
    ErrorSnapshot,
    GroupSnapshot,
    PlaceFacts,
    ProviderSnapshot,
    Snapshot,
)
from errsmith.runtime.facts import ErrorInfo, make_anchor
from errsmith.runtime.kinds import KINDS
from errsmith.runtime.reading.globs import Globs
from errsmith.runtime.statuses import derive_kind

ROOT = "ApiError"
"""The base of every error class."""


@frozen(kw_only=True, eq=False)
class SdkPair:
    """Two states of a registry.

    Attributes:
        old: The old state.
        new: The new state.
    """

    old: Snapshot
    new: Snapshot

    @property
    def provider_name(self) -> str:
        """Empty, because it is about the whole SDK."""
        return ""

    @cached_property
    def providers(self) -> tuple[ProviderPair, ...]:
        """The providers that both states have."""
        return tuple(
            ProviderPair(
                provider_name=name,
                old=self.old.providers[name],
                new=self.new.providers[name],
                package=self.new.package,
                old_package=self.old.package,
            )
            for name in sorted(self.old.providers.keys() & self.new.providers.keys())
        )


@frozen(kw_only=True, eq=False)
class ProviderPair:
    """Two states of a provider.

    Attributes:
        provider_name: The name of its module.
        old: The old state.
        new: The new state.
        package: The name of the package in the new state.
        old_package: The name of the package in the old state.
    """

    provider_name: str
    old: ProviderSnapshot
    new: ProviderSnapshot
    package: str
    old_package: str

    @property
    def is_unchanged(self) -> bool:
        """Whether nothing about the provider has changed, including the order of its envelopes."""
        old, new = self.old, self.new
        return old == new and list(old.envelopes) == list(new.envelopes)

    @cached_property
    def errors(self) -> tuple[ErrorPair, ...]:
        """The errors that both states have, in the order of the old state."""
        pairs: list[ErrorPair] = []
        heirs: set[str] = set()
        for old_id, error in self.old.errors.items():
            id_ = self.find_successor(old_id)
            if id_ is not None:
                has_other = id_ in heirs or (id_ != old_id and id_ in self.old.errors)
                pairs.append(
                    ErrorPair(
                        provider=self,
                        old_id=old_id,
                        id=id_,
                        old=error,
                        new=self.new.errors[id_],
                        is_merged=has_other,
                    )
                )
                heirs.add(id_)
        return tuple(pairs)

    @cached_property
    def added_errors(self) -> Mapping[str, ErrorSnapshot]:
        """The errors that only the new state has, without renamed ones."""
        known = {pair.id for pair in self.errors}
        return {id_: error for id_, error in self.new.errors.items() if id_ not in known}

    @cached_property
    def gone_errors(self) -> Mapping[str, ErrorSnapshot]:
        """The errors that only the old state has, without renamed ones."""
        known = {pair.old_id for pair in self.errors}
        return {id_: error for id_, error in self.old.errors.items() if id_ not in known}

    def find_successor(self, id_: str) -> str | None:
        """Return the new id of an error of the old state, None if it is gone."""
        if id_ in self.new.errors:
            return id_
        owners = self.new_alias_owners.get(id_, ())
        return owners[0] if len(owners) == 1 else None

    @cached_property
    def old_alias_owners(self) -> Mapping[str, list[str]]:
        """The ids of the errors with each alias, in the old state."""
        return _index_aliases(self.old)

    @cached_property
    def new_alias_owners(self) -> Mapping[str, list[str]]:
        """The ids of the errors with each alias, in the new state."""
        return _index_aliases(self.new)

    @cached_property
    def old_code_owners(self) -> Mapping[str, list[str]]:
        """The ids of the errors with each code or alias, in the old state."""
        return _index_codes(self.old)

    @cached_property
    def new_code_owners(self) -> Mapping[str, list[str]]:
        """The ids of the errors with each code or alias, in the new state."""
        return _index_codes(self.new)

    @cached_property
    def new_members(self) -> frozenset[str]:
        """The values of `Code` in the new state."""
        return frozenset(error.info.code or "" for error in self.new.errors.values())

    @cached_property
    def class_owners(self) -> Mapping[str, str]:
        """The id of the error with each class, in the new state."""
        return {error.class_: id_ for id_, error in self.new.errors.items()}

    def is_shared(self, error: ErrorSnapshot) -> bool:
        """Return whether another error of the new state has the code or an alias of an error."""
        codes = (error.info.code or "", *error.info.aliases)
        return any(len(self.new_code_owners.get(text, ())) > 1 for text in codes)

    @cached_property
    def has_shared_codes(self) -> bool:
        """Whether several errors of the new state have the same code."""
        return any(len(owners) > 1 for owners in self.new_code_owners.values())

    @cached_property
    def had_scopes(self) -> bool:
        """Whether an error or envelope of the old state has a scope."""
        return any(error.info.scopes for error in self.old.errors.values()) or any(
            envelope.scope is not None for envelope in self.old.envelopes.values()
        )

    @cached_property
    def has_own_kinds(self) -> bool:
        """Whether an error or group of the new state has a kind that no status implies.

        If a response becomes such an error, the class of the kind of its status no longer catches
        it.
        """
        groups = any(group.info.kind is not None for group in self.new.groups.values())
        return groups or any(_has_own_kind(error.info) for error in self.new.errors.values())

    @cached_property
    def group_ids(self) -> Mapping[str, str]:
        """The new id of each old group that is still there."""
        old, new = self.old.groups, self.new.groups
        ids = {id_: id_ for id_ in old if id_ in new}
        left = {group.class_: id_ for id_, group in new.items() if id_ not in ids}
        renamed = {
            id_: left[group.class_]
            for id_, group in old.items()
            if id_ not in ids and group.class_ in left
        }
        return {**ids, **renamed}

    @cached_property
    def old_group_ids(self) -> Mapping[str, str]:
        """The old id of each new group that the old state has."""
        return {new: old for old, new in self.group_ids.items()}

    @cached_property
    def groups(self) -> tuple[tuple[str, GroupSnapshot, GroupSnapshot], ...]:
        """The new id and both states of each group that both states have."""
        old, new = self.old.groups, self.new.groups
        return tuple((id_, old[old_id], new[id_]) for old_id, id_ in self.group_ids.items())

    @cached_property
    def new_names(self) -> Mapping[str, str]:
        """The new name of each class of the provider and of groups that still exist, by the old."""
        groups = {old.class_: new.class_ for _, old, new in self.groups}
        return {self.old.class_: self.new.class_, **groups}

    @cached_property
    def kept_families(self) -> frozenset[str]:
        """The new names of the classes of providers and groups that the old state has."""
        groups = (group.class_ for group in self.old.groups.values())
        names = (self.old.class_, *groups)
        return frozenset(self.new_names.get(name, name) for name in names)

    @cached_property
    def added_families(self) -> frozenset[str]:
        """The classes of the groups that only the new state has."""
        groups = self.new.groups.items()
        return frozenset(group.class_ for id_, group in groups if id_ not in self.old_group_ids)

    @cached_property
    def new_classes(self) -> frozenset[str]:
        """The classes of the module in the new state."""
        return _collect_classes(self.new)

    @cached_property
    def old_classes(self) -> frozenset[str]:
        """The classes of the module in the old state."""
        return _collect_classes(self.old)

    @cached_property
    def old_globs(self) -> Globs:
        """The globs of the groups in the old state."""
        return Globs((id_, glob) for id_, group in self.old.groups.items() for glob in group.match)

    @cached_property
    def new_globs(self) -> Globs:
        """The globs of the groups in the new state."""
        return Globs((id_, glob) for id_, group in self.new.groups.items() for glob in group.match)

    @cached_property
    def envelope_ids(self) -> Mapping[str, str]:
        """The new id of each old envelope that is still there."""
        old, new = self.old.envelopes, self.new.envelopes
        ids = {id_: id_ for id_ in old if id_ in new}
        left = [id_ for id_ in new if id_ not in ids]
        # An equal one is the likeliest; otherwise, the first with its code in the same place.
        matchers: tuple[Callable[[EnvelopeSnapshot, EnvelopeSnapshot], bool], ...] = (
            EnvelopeSnapshot.__eq__,
            _has_same_place,
        )
        for is_match in matchers:
            for id_, envelope in old.items():
                same = next((other for other in left if is_match(new[other], envelope)), None)
                if id_ not in ids and same is not None:
                    ids[id_] = same
                    left.remove(same)
        return {id_: ids[id_] for id_ in old if id_ in ids}

    @cached_property
    def envelopes(self) -> tuple[tuple[str, EnvelopeSnapshot, EnvelopeSnapshot], ...]:
        """The new id and both states of each envelope that both states have."""
        return tuple(
            (new, self.old.envelopes[old], self.new.envelopes[new])
            for old, new in self.envelope_ids.items()
        )


def _has_own_kind(info: ErrorInfo) -> bool:
    numbers = [s if isinstance(s, int) else int(s[0]) * 100 for s in info.statuses]
    return not numbers or {derive_kind(number) for number in numbers} != {info.kind}


def _has_same_place(one: EnvelopeSnapshot, other: EnvelopeSnapshot) -> bool:
    return one.is_redirect == other.is_redirect and _locate(one.code) == _locate(other.code)


def _locate(place: PlaceFacts) -> dict[str, object]:
    """Return the keys of a place that locate it, without how the value is read."""
    names = ("path", "header", "parameter", "query", "status")
    return {name: place[name] for name in names if name in place}


def _index_aliases(provider: ProviderSnapshot) -> dict[str, list[str]]:
    owners: dict[str, list[str]] = {}
    for id_, error in provider.errors.items():
        for alias in error.info.aliases:
            owners.setdefault(alias, []).append(id_)
    return owners


def _collect_classes(provider: ProviderSnapshot) -> frozenset[str]:
    groups = (group.class_ for group in provider.groups.values())
    errors = (error.class_ for error in provider.errors.values())
    return frozenset((provider.class_, *groups, *errors))


def _index_codes(provider: ProviderSnapshot) -> dict[str, list[str]]:
    owners: dict[str, list[str]] = {}
    for id_, error in provider.errors.items():
        for text in dict.fromkeys((error.info.code or "", *error.info.aliases)):
            owners.setdefault(text, []).append(id_)
    return owners


@frozen(kw_only=True, eq=False)
class ErrorPair:
    """Two states of an error.

    Attributes:
        provider: Both states of the provider.
        old_id: The id in the old state.
        id: The id in the new state.
        old: The old state.
        new: The new state.
        is_merged: Whether the new error is also, or mainly, the new state of another old error.
    """

    provider: ProviderPair
    old_id: str
    id: str
    old: ErrorSnapshot
    new: ErrorSnapshot
    is_merged: bool

    @property
    def provider_name(self) -> str:
        """The name of the provider's module."""
        return self.provider.provider_name

    @property
    def is_renamed(self) -> bool:
        """Whether the error has another id."""
        return self.old_id != self.id

    @property
    def is_unchanged(self) -> bool:
        """Whether nothing about the error has changed."""
        return not self.is_renamed and self.old == self.new

    @property
    def before(self) -> ErrorInfo:
        """The old facts."""
        return self.old.info

    @property
    def after(self) -> ErrorInfo:
        """The new facts."""
        return self.new.info

    @cached_property
    def old_bases(self) -> frozenset[str]:
        """The classes that catch the error in the old state, by their new names."""
        names = self.provider.new_names
        bases = list_ancestors(self.old, self.provider.old.class_)
        return frozenset(names.get(base, base) for base in bases)

    @cached_property
    def new_bases(self) -> frozenset[str]:
        """The classes that catch the error in the new state."""
        return frozenset(list_ancestors(self.new, self.provider.new.class_))


def list_ancestors(error: ErrorSnapshot, provider_class: str) -> tuple[str, ...]:
    """Return the classes that an error derives from."""
    return (*error.bases, provider_class, ROOT)


def name_kind(kind: str) -> str:
    """Return the name of the class of a kind."""
    return KINDS[kind].__name__


def build_problem_type(info: ErrorInfo, package: str, provider: str, id_: str) -> str:
    """Return the `type` of an error's problem document, as the SDK builds it."""
    if info.reference_url is not None:
        return info.reference_url
    return f"urn:problem-type:{package}:{provider}:{make_anchor(id_)}"
