"""What follows from a registry's files, for whoever checks or prints them."""

from __future__ import annotations

import datetime
from functools import cached_property
from pathlib import Path

from attrs import Factory, frozen

from errsmith.meaning.examples import Examples, Maker, examples_of
from errsmith.meaning.facts import ProviderFacts, facts_of
from errsmith.meaning.reachability import Reach, reach_of
from errsmith.meaning.reading import Entry, catalog_of
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
        sdk: What is emitted, None if `sdk.toml` does not say.
        today: The day on which it is checked.
        passed_over: Places that were asked about and are not sound. A list that grows: lint looks
            there to see whether a rule could look at everything.
    """

    resolution: Resolution
    sdk: SdkFile | None
    today: datetime.date
    passed_over: list[KeyPath] = Factory(list)

    @cached_property
    def facts(self) -> ProviderFacts:
        """What the file documents."""
        reference_url = None if self.sdk is None else self.sdk.reference_url
        return facts_of(self.name, self.resolution, reference_url)

    @cached_property
    def catalog(self) -> Catalog[Entry]:
        """How responses are read."""
        return catalog_of(self.file, self.facts)

    @cached_property
    def _maker(self) -> Maker:
        return Maker(self.resolution, self.catalog)

    @cached_property
    def examples(self) -> Examples:
        """Example responses of the file's errors."""
        return examples_of(self._maker)

    @cached_property
    def reach(self) -> Reach:
        """Which errors, envelopes and groups responses can reach."""
        return reach_of(self._maker, self.examples.by_error)

    @property
    def acronyms(self) -> tuple[str, ...]:
        """Words of class names that keep their spelling."""
        return () if self.sdk is None else self.sdk.acronyms

    def ids(self, table: str) -> set[str]:
        """Return the ids of a table or list of tables, also of what does not fit the format."""
        entries = self.document.get_value(table)
        if isinstance(entries, list):
            ids = (one.get("id") for one in entries if isinstance(one, dict))
            return {id_ for id_ in ids if isinstance(id_, str)}
        return set(entries) if isinstance(entries, dict) else set()

    def is_sound(self, *at: str | int) -> bool:
        """Tell whether nothing was found so far at a place, in it, or in what holds it.

        A rule that makes something of what is absent asks first: it may be there, but misspelt.
        """
        if not self.broken and not self.misspelt:
            return True
        around = at in self._holding or any(at[:end] in self.broken for end in range(len(at)))
        if around or at[:-1] in self.misspelt:
            self.passed_over.append(at)
            return False
        return True

    @cached_property
    def _holding(self) -> frozenset[KeyPath]:
        """The broken places, and every place that holds one."""
        return frozenset(place[:end] for place in self.broken for end in range(len(place) + 1))


@frozen(kw_only=True)
class Registry:
    """A registry, read and resolved.

    Attributes:
        folder: The folder.
        sdk: What is emitted, None if `sdk.toml` cannot be read.
        providers: The providers whose files could be read, by name.
        texts: The text of each file, by its path as shown.
    """

    folder: Path
    sdk: SdkFile | None
    providers: tuple[Subject, ...]
    texts: dict[str, str]


def interpret(loaded: LoadedRegistry, today: datetime.date) -> Registry:
    """Return the registry of files that were read, as it is on a day."""
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
