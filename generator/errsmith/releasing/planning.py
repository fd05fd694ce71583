"""Plan a release: build and check all files before the first one is written."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path

from attrs import evolve, field, frozen

from errsmith import generation, lint
from errsmith.changes.change import Change
from errsmith.changes.comparing import compare
from errsmith.changes.history import find_base
from errsmith.meaning.subjects import Registry
from errsmith.output.replacing import Replacement, read_file
from errsmith.registry.releases import Release, dump_release, get_release_path
from errsmith.registry.source import format_path
from errsmith.releasing.candidate import Candidate
from errsmith.releasing.copying import copy_registry
from errsmith.releasing.errors import ReleaseError
from errsmith.releasing.marking import mark


@frozen(kw_only=True)
class Plan:
    """A release, and the files that it writes.

    Attributes:
        release: The release.
        base: The version that clients upgrade from, None at the first release.
        changes: What changes for them.
        replacements: The registry's files that change, in the order in which they are replaced.
        files: All generated files, by path.
    """

    release: Release
    base: str | None
    changes: tuple[Change, ...]
    replacements: tuple[Replacement, ...] = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)


def plan_release(candidate: Candidate, version: str, date: datetime.date) -> Plan:
    """Plan a release.

    Raises:
        ReleaseError: The registry would have findings.
        TargetError: The SDK cannot be generated.
        OSError: A file cannot be copied.
    """
    registry = candidate.registry
    previous = None if candidate.last is None else candidate.last.snapshot
    marked = mark(registry, previous, version)
    with copy_registry(registry, marked) as copy:
        marked_candidate = evolve(candidate, registry=_read(copy, registry))
        release = Release(
            version=version,
            date=date,
            errsmith=metadata.version("errsmith"),
            digest=marked_candidate.digest,
            snapshot=marked_candidate.snapshot,
        )
        released = evolve(marked_candidate.registry, releases=(*candidate.releases, release))
        files = generation.generate_sdk(released, candidate.templates)
    # The record comes last: until it is written, nothing has been released. Once it is, the
    # registry is complete, and only generated files can be missing.
    path = get_release_path(registry.folder, version)
    record = Replacement(path=path, before=read_file(path), after=dump_release(release))
    return _describe(candidate.releases, release, [*marked, record], files)


def plan_rest(candidate: Candidate, release: Release, files: Mapping[str, bytes]) -> Plan:
    """Plan the rest of a release that has been recorded: its generated files."""
    return _describe(candidate.releases, release, [], files)


def _describe(
    releases: Iterable[Release],
    release: Release,
    replacements: Iterable[Replacement],
    files: Mapping[str, bytes],
) -> Plan:
    base = find_base(releases, release.version)
    return Plan(
        release=release,
        base=None if base is None else base.version,
        changes=() if base is None else compare(base.snapshot, release.snapshot),
        replacements=tuple(replacements),
        files=files,
    )


def _read(copy: Path, registry: Registry) -> Registry:
    """Read a copy of a registry, which must have no findings."""
    result = lint.check(copy)
    if result.diagnostics:
        first = result.diagnostics[0]
        path = registry.folder / Path(first.span.path).absolute().relative_to(copy)
        place = f"{format_path(path)}:{first.span.start.line}"
        reason = f"{place}: the release would cause a finding: {first.rule.id} {first.message}"
        raise ReleaseError(reason, first.help or "")
    return result.registry
