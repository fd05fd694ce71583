"""The resolved registry, as lint rules and targets see it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

from attrs import Factory, evolve, frozen

from errsmith.meaning.catalog import CatalogEntry, build_catalog
from errsmith.meaning.examples import ExampleBuilder, ProviderExamples
from errsmith.meaning.facts import ProviderFacts, build_facts
from errsmith.meaning.reachability import Reach, explore_reach
from errsmith.meaning.resolution import Resolution, resolve
from errsmith.registry.diagnostics import KeyPath
from errsmith.registry.loading import LoadedProvider, LoadedRegistry
from errsmith.registry.model import EnvelopeDef, SdkFile
from errsmith.registry.releases import Release
from errsmith.runtime.reading.catalog import Catalog

NO_DAY: Final = datetime.date.max
"""The date of a check that must not depend on a clock: no day is in the future."""


@frozen(kw_only=True)
class Released:
    """What releases had of a provider, with the version of the first release that had it.

    Attributes:
        names: The ids and aliases of errors.
        codes: The codes of errors, by id and code.
        versions: The versions of all releases of the SDK, sorted; () if a record cannot be read.
    """

    names: Mapping[str, str] = Factory(dict)
    codes: Mapping[tuple[str, str], str] = Factory(dict)
    versions: tuple[str, ...] = ()


@frozen(kw_only=True)
class Subject(LoadedProvider):
    """A provider's file with everything that follows from it, for lint rules and views.

    Attributes:
        resolution: The resolved file.
        sdk: The settings in `sdk.toml`, or None if that cannot be read.
        today: The date of the check, or `NO_DAY`.
        released: What releases had of it.
        skipped: Places that `is_sound` rejected. The list grows while a rule runs, and stays empty
            if the rule could check everything.
    """

    resolution: Resolution
    sdk: SdkFile | None
    today: datetime.date
    released: Released = Released()
    skipped: list[KeyPath] = Factory(list)

    @cached_property
    def facts(self) -> ProviderFacts:
        """The documented facts."""
        if self.sdk is None or self.sdk.reference_url is None:
            return build_facts(self.name, self.resolution, None)
        url = self.sdk.reference_url.replace("{version}", self.sdk.version)
        return build_facts(self.name, self.resolution, url)

    @cached_property
    def catalog(self) -> Catalog[CatalogEntry]:
        """The catalog that identifies the errors of responses."""
        return build_catalog(self.file, self.facts)

    @cached_property
    def _example_builder(self) -> ExampleBuilder:
        return ExampleBuilder(self.resolution, self.catalog)

    @cached_property
    def examples(self) -> ProviderExamples:
        """Example responses of the file's errors."""
        return self._example_builder.build()

    @cached_property
    def reach(self) -> Reach:
        """Which errors, envelopes and groups responses can reach."""
        return explore_reach(self._example_builder, self.examples.by_error)

    def list_carriers(self, id_: str) -> list[EnvelopeDef]:
        """Return the envelopes that can carry an error, in the order of the file."""
        return self._example_builder.list_carriers(self.resolution.errors[id_])

    @property
    def acronyms(self) -> tuple[str, ...]:
        """Words of class names that keep their spelling."""
        return () if self.sdk is None else self.sdk.acronyms

    def collect_ids(self, table: str) -> set[str]:
        """Return the ids in a table or list of tables, even if those do not fit the format."""
        entries = self.document.get_value(table)
        if isinstance(entries, list):
            ids = (entry.get("id") for entry in entries if isinstance(entry, dict))
            return {id_ for id_ in ids if isinstance(id_, str)}
        return set(entries) if isinstance(entries, dict) else set()

    def is_sound(self, *at: str | int) -> bool:
        """Return whether a place, its contents and its containers have no findings so far.

        Rules that depend on a missing value call this first: the value may be misspelt.
        """
        if not self.broken and not self.misspelt:
            return True
        is_in_broken = any(at[:end] in self.broken for end in range(len(at)))
        if is_in_broken or at in self._around_broken or at[:-1] in self.misspelt:
            self.skipped.append(at)
            return False
        return True

    @cached_property
    def _around_broken(self) -> frozenset[KeyPath]:
        """The broken places and all their containers."""
        return frozenset(place[:end] for place in self.broken for end in range(len(place) + 1))


@frozen(kw_only=True)
class Registry:
    """A registry, read and resolved.

    Attributes:
        folder: The folder.
        sdk: The settings in `sdk.toml`, or None if that cannot be read.
        providers: The providers whose files could be read, sorted by name.
        releases: The releases whose records could be read, sorted by version.
        texts: The content of each file, by its path in messages.
    """

    folder: Path
    sdk: SdkFile | None
    providers: tuple[Subject, ...]
    releases: tuple[Release, ...]
    texts: dict[str, str]


def interpret(loaded: LoadedRegistry, today: datetime.date) -> Registry:
    """Resolve a loaded registry; `today` is the date of the check."""
    sdk = None if loaded.sdk is None else loaded.sdk.file
    released = _list_released(loaded.releases)
    versions = tuple(r.version for r in loaded.releases) if loaded.is_history_whole else ()
    return Registry(
        folder=loaded.folder,
        sdk=sdk,
        providers=tuple(
            interpret_provider(
                p, sdk, today, evolve(released.get(p.name, Released()), versions=versions)
            )
            for p in loaded.providers
        ),
        releases=loaded.releases,
        texts=loaded.texts,
    )


def _list_released(releases: Iterable[Release]) -> dict[str, Released]:
    """Return the `released` of each provider, by its name."""
    names: defaultdict[str, dict[str, str]] = defaultdict(dict)
    codes: defaultdict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for release in releases:
        for provider_name, provider in release.snapshot.providers.items():
            for id_, error in provider.errors.items():
                for name in (id_, *error.info.aliases):
                    names[provider_name].setdefault(name, release.version)
                if error.info.code is not None:
                    codes[provider_name].setdefault((id_, error.info.code), release.version)
    return {name: Released(names=names[name], codes=codes[name]) for name in names}


def interpret_provider(
    provider: LoadedProvider,
    sdk: SdkFile | None,
    today: datetime.date,
    released: Released,
) -> Subject:
    """Resolve a provider's file.

    Args:
        provider: The file.
        sdk: The settings in `sdk.toml`, or None if that cannot be read.
        today: The date of the check.
        released: What releases had of the provider.
    """
    return Subject(
        name=provider.name,
        document=provider.document,
        file=provider.file,
        resolution=resolve(provider.file, () if sdk is None else sdk.acronyms),
        sdk=sdk,
        today=today,
        released=released,
        is_whole=provider.is_whole,
        broken=provider.broken,
        misspelt=provider.misspelt,
    )
