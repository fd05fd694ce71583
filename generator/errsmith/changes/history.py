"""Find the releases with which a version is compared."""

from __future__ import annotations

from collections.abc import Iterable

from errsmith.registry.releases import Release
from errsmith.registry.versions import is_later, split_version


def find_base(releases: Iterable[Release], version: str) -> Release | None:
    """Return the release that clients upgrade from to a version, None if it is the first.

    For a pre-release, that is the release before it. For a final version, it is the final version
    before it, because few clients use pre-releases, or else the last pre-release.
    """
    earlier = [release for release in releases if is_later(version, release.version)]
    if not split_version(version).is_prerelease:
        earlier = _select_final(earlier) or earlier
    return earlier[-1] if earlier else None


def find_final(releases: Iterable[Release], version: str) -> Release | None:
    """Return the last final release up to a version, None if there is none."""
    final = _select_final(releases)
    return next((each for each in reversed(final) if not is_later(each.version, version)), None)


def _select_final(releases: Iterable[Release]) -> list[Release]:
    """Return the releases that are not pre-releases."""
    return [release for release in releases if not split_version(release.version).is_prerelease]
