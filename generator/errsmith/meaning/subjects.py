"""What follows from a registry's files, for lint rules and targets."""

from __future__ import annotations

import datetime
from functools import cached_property
from pathlib import Path

from attrs import Factory, frozen

from errsmith.meaning.catalog import CatalogEntry, build_catalog
from errsmith.meaning.examples import ExampleBuilder, ProviderExamples
from errsmith.meaning.facts import ProviderFacts, build_facts
from errsmith.meaning.reachability import Reach, explore_reach
from errsmith.meaning.resolution import Resolution, resolve
from errsmith.registry.diagnostics import KeyPath
from errsmith.registry.loading import LoadedProvider, LoadedRegistry
from errsmith.registry.model import SdkFile
from errsmith.runtime.reading.catalog import Catalog


@frozen(kw_only=True)
class Subject(LoadedProvider):
    """A provider and what follows from its file, as lint rules and views see it.

    Attributes:
        resolution: What follows from it.
        sdk: What is generated, None if `sdk.toml` cannot be read.
        today: The day on which it is checked.
        skipped: Places that `is_sound` was asked about and that are not sound. The list grows while
            a rule runs; it stays empty if the rule could check everything.
    """

    resolution: Resolution
    sdk: SdkFile | None
    today: datetime.date
    skipped: list[KeyPath] = Factory(list)

    @cached_property
    def facts(self) -> ProviderFacts:
        """What the file documents."""
        reference_url = None if self.sdk is None else self.sdk.reference_url
        return build_facts(self.name, self.resolution, reference_url)

    @cached_property
    def catalog(self) -> Catalog[CatalogEntry]:
        """How responses are read."""
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

    @property
    def acronyms(self) -> tuple[str, ...]:
        """Words of class names that keep their spelling."""
        return () if self.sdk is None else self.sdk.acronyms

    def collect_ids(self, table: str) -> set[str]:
        """Return the ids of a table or list of tables, even where they do not fit the format."""
        entries = self.document.get_value(table)
        if isinstance(entries, list):
            ids = (entry.get("id") for entry in entries if isinstance(entry, dict))
            return {id_ for id_ in ids if isinstance(id_, str)}
        return set(entries) if isinstance(entries, dict) else set()

    def is_sound(self, *at: str | int) -> bool:
        """Return whether a place, its contents and its containers have no findings so far.

        A rule that depends on a value being absent asks first: it may be there, but misspelt.
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
        """The broken places, and every place that holds one."""
        return frozenset(place[:end] for place in self.broken for end in range(len(place) + 1))


@frozen(kw_only=True)
class Registry:
    """A registry, read and resolved.

    Attributes:
        folder: The folder.
        sdk: What is generated, None if `sdk.toml` cannot be read.
        providers: The providers whose files could be read, by name.
        texts: The text of each file, by its path as shown.
    """

    folder: Path
    sdk: SdkFile | None
    providers: tuple[Subject, ...]
    texts: dict[str, str]


def interpret(loaded: LoadedRegistry, today: datetime.date) -> Registry:
    """Resolve a loaded registry; `today` is the day of the check."""
    sdk = None if loaded.sdk is None else loaded.sdk.file
    return Registry(
        folder=loaded.folder,
        sdk=sdk,
        providers=tuple(
            Subject(
                name=provider.name,
                document=provider.document,
                file=provider.file,
                resolution=resolve(provider.file, () if sdk is None else sdk.acronyms),
                sdk=sdk,
                today=today,
                is_whole=provider.is_whole,
                broken=provider.broken,
                misspelt=provider.misspelt,
            )
            for provider in loaded.providers
        ),
        texts=loaded.texts,
    )
