"""Plan a release: build and check all files before the first one is written."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path

from attrs import evolve, field, frozen

from errsmith import generation, lint
from errsmith.changes.building import build_snapshot
from errsmith.changes.change import Change
from errsmith.changes.comparing import compare
from errsmith.changes.history import find_base
from errsmith.lint.rules.distribution import version_before_release
from errsmith.meaning.subjects import Registry
from errsmith.output.replacing import Replacement, read_file
from errsmith.registry.diagnostics import Diagnostic
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


def find_interrupted(result: lint.Result) -> Release | None:
    """Return the last release if a run wrote its record, but not all other files of the registry.

    Writing the rest makes the registry match the record.
    """
    registry = result.registry
    if not registry.releases or not all(map(_can_be_of_interrupted, result.diagnostics)):
        return None
    *_, last = registry.releases
    marked = _mark(registry, last.version)
    if not marked or build_snapshot(registry) == last.snapshot:
        return None
    with copy_registry(registry, marked) as copy:
        again = lint.check(copy)
        is_known = again.is_generable and build_snapshot(again.registry) == last.snapshot
    return last if is_known else None


def _can_be_of_interrupted(finding: Diagnostic) -> bool:
    """Return whether an interrupted release can have caused a finding."""
    return finding.rule.is_allowable or finding.rule == version_before_release.rule


def plan_release(candidate: Candidate, version: str, date: datetime.date) -> Plan:
    """Plan a release.

    Raises:
        ReleaseError: The registry would have findings, or the record would be wrong.
        TargetError: The SDK cannot be generated.
        OSError: A file cannot be copied.
    """
    registry = candidate.registry
    marked = _mark(registry, version)
    with copy_registry(registry, marked) as copy:
        released = evolve(candidate, registry=_read(copy, registry))
        release = Release(
            version=version,
            date=date,
            errsmith=metadata.version("errsmith"),
            code_digest=released.code_digest,
            snapshot=released.snapshot,
        )
    # The record comes first: with it, the next run recognizes an interrupted release.
    path = get_release_path(registry.folder, version)
    record = Replacement(path=path, before=read_file(path), after=dump_release(release))
    return _plan(candidate, release, [record, *marked])


def plan_rest(candidate: Candidate, release: Release) -> Plan:
    """Plan the rest of an interrupted release.

    Raises:
        ReleaseError: The registry would have findings, or the record would be wrong.
        TargetError: The SDK cannot be generated.
        OSError: A file cannot be copied.
    """
    return _plan(candidate, release, _mark(candidate.registry, release.version))


def _plan(candidate: Candidate, release: Release, replacements: Sequence[Replacement]) -> Plan:
    """Generate the SDK from a copy of the registry as it will be, after checking that copy."""
    with copy_registry(candidate.registry, replacements) as copy:
        released = _read(copy, candidate.registry)
        *_, read = released.releases
        if read != release or build_snapshot(released) != release.snapshot:
            reason = f"the record of {release.version} would be wrong; please report this bug"
            raise ReleaseError(reason)
        files = generation.generate_sdk(released, candidate.templates)
    base = find_base(candidate.releases, release.version)
    return Plan(
        release=release,
        base=None if base is None else base.version,
        changes=() if base is None else compare(base.snapshot, release.snapshot),
        replacements=tuple(replacements),
        files=files,
    )


def _mark(registry: Registry, version: str) -> list[Replacement]:
    """Return the changes of the registry's files, relative to the release before a version."""
    before = [release for release in registry.releases if release.version != version]
    return mark(registry, before[-1].snapshot if before else None, version)


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
