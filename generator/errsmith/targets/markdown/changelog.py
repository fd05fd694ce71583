"""The view of the changelog, `CHANGELOG.md.jinja`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from attrs import frozen

from errsmith.changes.change import Change, Level
from errsmith.changes.comparing import compare
from errsmith.changes.history import find_base
from errsmith.changes.report.contents import (
    Section,
    capitalize,
    format_sentence,
    list_sections,
)
from errsmith.changes.versions import ADDITIONS
from errsmith.meaning.subjects import Subject
from errsmith.registry.releases import Release
from errsmith.reporting.words import count
from errsmith.runtime.facts import make_anchor
from errsmith.targets.target import Project
from errsmith.targets.text import split_sentences

_BREAKING: Final = "Breaking changes"
_RISKY: Final = "Risky changes"
_ADDED: Final = "Additions"
_OTHER: Final = "Other changes"
_SECTIONS: Final = (_BREAKING, _RISKY, _ADDED, _OTHER)
"""The sections of a release, in order."""


@frozen(kw_only=True, eq=False)
class EntryView:
    """What has changed in a part of the SDK.

    Attributes:
        provider: Display name of the provider, or empty.
        code: The id of an error, or empty.
        url: Its place in the reference, or empty if the reference does not have it.
        subject: The part, if it is not an error, or empty.
        sentences: What has changed, and how to adapt to it.
    """

    provider: str
    code: str
    url: str
    subject: str
    sentences: tuple[str, ...]


@frozen(kw_only=True, eq=False)
class SectionView:
    """The changes of a release that matter to clients in the same way.

    Attributes:
        title: Its title.
        entries: The changes.
    """

    title: str
    entries: tuple[EntryView, ...]


@frozen(kw_only=True, eq=False)
class StartView:
    """A provider of the first release.

    Attributes:
        title: Display name.
        url: Its page in the reference, or empty if the reference does not have it.
        errors: The number of its errors, with the noun.
    """

    title: str
    url: str
    errors: str


@frozen(kw_only=True, eq=False)
class ReleaseView:
    """A release.

    Attributes:
        version: Its version.
        date: Its date.
        base: The version that it is compared with, empty for the first release.
        is_first: Whether it is the first release.
        sections: The changes since then.
        providers: The providers of the first release.
    """

    version: str
    date: str
    base: str
    is_first: bool
    sections: tuple[SectionView, ...]
    providers: tuple[StartView, ...]


@frozen(kw_only=True, eq=False)
class ChangelogView:
    """The history of the SDK.

    Attributes:
        source: Path of the folder of releases, for the header.
        distribution: Name of the distribution.
        releases: The releases, the latest first.
    """

    source: str
    distribution: str
    releases: tuple[ReleaseView, ...]


def build_changelog_view(project: Project) -> ChangelogView:
    """Build the view of the changelog."""
    pages = _Pages(project)
    releases = [
        _build_release_view(release, find_base(project.releases, release.version), pages)
        for release in reversed(project.releases)
    ]
    return ChangelogView(
        source=project.history, distribution=project.sdk.distribution, releases=tuple(releases)
    )


class _Pages:
    """The pages of the reference."""

    def __init__(self, project: Project) -> None:
        self._base = project.link_base
        self._ids = {provider.name: _index_ids(provider) for provider in project.providers}

    def find(self, provider: str) -> str:
        """Return the URL of a provider's page, "" if it does not exist."""
        return f"{self._base}docs/{provider}.md" if provider in self._ids else ""

    def find_error(self, provider: str, id_: str) -> str:
        """Return the URL of an error on its provider's page, "" if it does not exist."""
        current = self._ids.get(provider, {}).get(id_)
        return "" if current is None else f"{self.find(provider)}#{make_anchor(current)}"


def _index_ids(provider: Subject) -> dict[str, str]:
    """Return the ids of the errors, by id and alias."""
    errors = provider.file.errors
    aliases = {alias: id_ for id_, error in errors.items() for alias in error.aliases}
    return {**aliases, **{id_: id_ for id_ in errors}}


def _build_release_view(release: Release, base: Release | None, pages: _Pages) -> ReleaseView:
    """Return what a release changes for clients, or its providers if it is the first one."""
    providers = release.snapshot.providers
    changes = () if base is None else compare(base.snapshot, release.snapshot)
    before = {} if base is None else base.snapshot.providers
    known = [*before.items(), *providers.items()]
    titles = {name: provider.title for name, provider in known}
    ids = {(name, id_) for name, provider in known for id_ in provider.errors}
    return ReleaseView(
        version=release.version,
        date=release.date.isoformat(),
        base="" if base is None else base.version,
        is_first=base is None,
        sections=tuple(_build_section_views(changes, titles, ids, pages)),
        providers=() if base is not None else tuple(_list_starts(release, pages)),
    )


def _list_starts(release: Release, pages: _Pages) -> Iterator[StartView]:
    """Yield the providers of the first release."""
    for name, provider in sorted(release.snapshot.providers.items()):
        errors = count(len(provider.errors), "error")
        yield StartView(title=provider.title, url=pages.find(name), errors=errors)


def _build_section_views(
    changes: Iterable[Change],
    titles: Mapping[str, str],
    ids: Collection[tuple[str, str]],
    pages: _Pages,
) -> Iterator[SectionView]:
    """Yield the sections that have changes; a part of the SDK has one entry in each."""
    found: dict[str, list[Change]] = {title: [] for title in _SECTIONS}
    for change in changes:
        found[_choose_section(change)].append(change)
    for title, members in found.items():
        entries = [
            EntryView(
                provider=titles.get(part.provider, ""),
                code=part.subject if (part.provider, part.subject) in ids else "",
                url=pages.find_error(part.provider, part.subject),
                subject=_name_other(part, ids),
                sentences=tuple(dict.fromkeys(_list_sentences(part))),
            )
            for part in list_sections(members)
        ]
        if entries:
            yield SectionView(title=title, entries=tuple(entries))


def _name_other(part: Section, ids: Collection[tuple[str, str]]) -> str:
    """Return the name of a part of the SDK that is not an error, or ""."""
    if (part.provider, part.subject) in ids:
        return ""
    return part.subject if part.provider else capitalize(part.subject)


def _choose_section(change: Change) -> str:
    if change.level is Level.BREAKING:
        return _BREAKING
    if change.level is Level.RISKY:
        return _RISKY
    return _ADDED if change.rule.id in ADDITIONS else _OTHER


def _list_sentences(part: Section) -> Iterator[str]:
    """Yield what has changed and, unless that is safe, how to adapt to it."""
    for change in part.changes:
        yield format_sentence(change)
        if change.level is not Level.SAFE:
            yield from split_sentences(change.adapt)
    if part.same:
        yield part.same
