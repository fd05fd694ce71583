"""What can be released: the registry and the files that are generated from it."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Final

from attrs import evolve, frozen

from errsmith import generation
from errsmith.changes.building import build_snapshot
from errsmith.changes.comparing import compare
from errsmith.changes.history import find_final
from errsmith.changes.versions import Step
from errsmith.meaning.subjects import Registry
from errsmith.output.manifest import compute_digest
from errsmith.registry.releases import Release
from errsmith.registry.snapshot import Snapshot

_NO_VERSION: Final = "0"


@frozen(kw_only=True)
class Candidate:
    """A registry that can be released.

    Attributes:
        registry: The registry, without findings that prevent generation.
        templates: Folder of templates that replace errsmith's own, or None.
    """

    registry: Registry
    templates: Path | None = None

    @cached_property
    def snapshot(self) -> Snapshot:
        """What clients see of the registry."""
        return build_snapshot(self.registry)

    @cached_property
    def digest(self) -> str:
        """A digest of the generated files, the same for every version in `sdk.toml`."""
        return _compute_digest(self.registry, self.templates)

    @property
    def releases(self) -> tuple[Release, ...]:
        """The releases so far, sorted by version."""
        return self.registry.releases

    @property
    def last(self) -> Release | None:
        """The last release."""
        return self.releases[-1] if self.releases else None

    @cached_property
    def last_step(self) -> Step | None:
        """What has changed since the last release."""
        return None if self.last is None else self._compare(self.last)

    @cached_property
    def final_step(self) -> Step | None:
        """What has changed since the last final release."""
        if self.last is None:
            return None
        final = find_final(self.releases, self.last.version)
        if final is self.last:
            return self.last_step
        return None if final is None else self._compare(final)

    def _compare(self, release: Release) -> Step:
        return Step(version=release.version, changes=compare(release.snapshot, self.snapshot))

    @property
    def is_same(self) -> bool:
        """Whether it is what was released last, apart from the version in `sdk.toml`."""
        if self.last is None:
            return False
        known = evolve(self.last.snapshot, version=self.snapshot.version)
        return known == self.snapshot and self.last.digest == self.digest

    @property
    def is_released(self) -> bool:
        """Whether it is what was released last."""
        return self.is_same and self.last is not None and self.last.version == self.snapshot.version


def _compute_digest(registry: Registry, templates: Path | None) -> str:
    """Return a digest of the files that are generated, ignoring versions and the changelog.

    Raises:
        ValueError: The registry has findings that prevent generation.
        TargetError: The files cannot be generated.
        OSError: The license file cannot be read.
    """
    if registry.sdk is None:
        message = "the registry has findings; fix them before releasing"
        raise ValueError(message)
    sdk = evolve(registry.sdk, version=_NO_VERSION)
    # `reference_url` can put the version into the facts of errors.
    providers = tuple(evolve(provider, sdk=sdk) for provider in registry.providers)
    unversioned = evolve(registry, sdk=sdk, providers=providers, releases=())
    files = generation.generate_sdk(unversioned, templates)
    lines = [f"{compute_digest(data)} {path}\n" for path, data in sorted(files.items())]
    return compute_digest("".join(lines).encode())
