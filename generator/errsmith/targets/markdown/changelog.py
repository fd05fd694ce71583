"""The view of the changelog, `CHANGELOG.md.jinja`."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from errsmith.changes.history import find_base
from errsmith.registry.releases import Release
from errsmith.reporting.words import count
from errsmith.targets.markdown.entries import SectionView
from errsmith.targets.markdown.links import Links
from errsmith.targets.target import Project


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
        sections: The changes since that version.
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


def build_changelog_view(project: Project, links: Links) -> ChangelogView:
    """Build the view of the changelog."""
    releases = [
        _build_release_view(release, find_base(project.releases, release.version), links)
        for release in reversed(project.releases)
    ]
    return ChangelogView(
        source=project.history, distribution=project.sdk.distribution, releases=tuple(releases)
    )


def _build_release_view(release: Release, base: Release | None, links: Links) -> ReleaseView:
    """Return what a release changes for clients, or its providers if it is the first one."""
    return ReleaseView(
        version=release.version,
        date=release.date.isoformat(),
        base="" if base is None else base.version,
        is_first=base is None,
        sections=() if base is None else _build_section_views(release, base, links),
        providers=() if base is not None else tuple(_list_starts(release, links)),
    )


def _build_section_views(release: Release, base: Release, links: Links) -> tuple[SectionView, ...]:
    # A first release needs no rules about changes, which take long to import.
    from errsmith.targets.markdown.upgrades import build_section_views  # noqa: PLC0415

    return tuple(build_section_views(base.snapshot, release.snapshot, links))


def _list_starts(release: Release, links: Links) -> Iterator[StartView]:
    """Yield the providers of the first release."""
    for name, provider in sorted(release.snapshot.providers.items()):
        errors = count(len(provider.errors), "error")
        yield StartView(title=provider.title, url=links.find(name), errors=errors)
