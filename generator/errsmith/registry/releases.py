"""Releases of the SDK, `registry/releases/<version>.json`: what each contained.

`errsmith release` writes them. They are the only record of what clients use, so they are read
strictly.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Final

from attrs import frozen

from errsmith.registry.diagnostics import Diagnostic, KeyPath, Position, Rule, Span
from errsmith.registry.records import (
    Reader,
    UnfitRecordError,
    dump_file,
    dump_line,
    read_date,
    read_file,
    read_mapping,
    read_object,
    read_record,
    read_text,
    reject,
)
from errsmith.registry.release_facts import dump_block, dump_provider, read_provider
from errsmith.registry.snapshot import (
    Snapshot,
)
from errsmith.registry.source import OVERLOOKED_FILE, check_link, format_path, point_to_top
from errsmith.registry.versions import get_sort_key, is_later, is_version
from errsmith.registry.wording import format_key_path, quote

RELEASES: Final = "releases"
SUFFIX: Final = ".json"
FORMAT: Final = 1
"""The version of the format."""

BROKEN_RELEASE: Final = Rule("R015", "broken-release", "The record of a release is damaged.")
NEWER_RELEASE: Final = Rule(
    "R016", "newer-release", "The record of a release was written by a newer errsmith."
)
RULES: Final = (BROKEN_RELEASE, NEWER_RELEASE)

_RESTORE: Final = "Restore the file from version control: only errsmith writes it"
_NO_FILE: Final = "found no file, expected the record of a release"
LONGEST_VERSION: Final = 40
"""The maximum length of a version that can be released; it becomes the name of a file."""


@frozen(kw_only=True)
class Release:
    """A release of the SDK.

    Attributes:
        version: Its version, which is also that of the snapshot.
        date: The day of the release, in UTC.
        errsmith: The version of errsmith that generated it.
        digest: A digest of the generated files, which also change with errsmith.
        snapshot: The registry.
    """

    version: str
    date: datetime.date
    errsmith: str
    digest: str
    snapshot: Snapshot


def get_release_path(registry: Path, version: str) -> Path:
    """Return the path of a release's record; the registry need not have it."""
    return registry / RELEASES / f"{version}{SUFFIX}"


# --- writing -------------------------------------------------------------------------------------


def dump_release(release: Release) -> bytes:
    """Return the content of a release's record.

    Raises:
        ValueError: The snapshot has another version.
    """
    snapshot = release.snapshot
    if snapshot.version != release.version:
        message = f"a snapshot of version {snapshot.version} in release {release.version}"
        raise ValueError(message)
    providers = snapshot.providers
    anchors = {name: provider.find_anchors() for name, provider in providers.items()}
    return dump_file(
        {
            "addresses": dump_block(anchors, lambda names: dump_block(names, dump_line, 2), 1),
            "date": dump_line(release.date.isoformat()),
            "digest": dump_line(release.digest),
            "distribution": dump_line(snapshot.distribution),
            "errsmith": dump_line(release.errsmith),
            "package": dump_line(snapshot.package),
            "providers": dump_block(providers, dump_provider, 1),
            "release": dump_line(release.version),
            "version": dump_line(FORMAT),
        }
    )


# --- finding files -------------------------------------------------------------------------------


def load_releases(registry: Path) -> tuple[tuple[Release, ...], list[Diagnostic]]:
    """Return the releases of a registry, sorted by version, and problems with their files."""
    paths, diagnostics = _find_records(registry)
    found = [_load_release(path, registry) for path in paths]
    releases = [release for release in found if isinstance(release, Release)]
    releases.sort(key=lambda release: get_sort_key(release.version))
    diagnostics += (problem for problem in found if isinstance(problem, Diagnostic))
    diagnostics += _find_equal(registry, [release.version for release in releases])
    return tuple(releases), diagnostics


def load_release(registry: Path, version: str) -> Release | Diagnostic:
    """Return a release, or the problem with its file; no other release is read.

    Args:
        registry: The registry's folder.
        version: A version that `list_versions` returned.
    """
    return _load_release(get_release_path(registry, version), registry)


def list_versions(registry: Path) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """Return the versions of the releases, sorted, and problems with the names of their files.

    No file is read, except those whose names are not versions.
    """
    paths, diagnostics = _find_records(registry)
    versions = sorted((p.stem for p in paths if is_version(p.stem)), key=get_sort_key)
    misnamed = (_load_release(path, registry) for path in paths if not is_version(path.stem))
    diagnostics += (problem for problem in misnamed if isinstance(problem, Diagnostic))
    diagnostics += _find_equal(registry, versions)
    return tuple(versions), diagnostics


def _find_records(registry: Path) -> tuple[list[Path], list[Diagnostic]]:
    """Return the paths of records, and problems with the folder and with overlooked files."""
    folder = registry / RELEASES
    if link := check_link(folder, registry):
        return [], [link]
    try:
        entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
        diagnostics = [*map(_report_overlooked, _find_overlooked(entries))]
    except FileNotFoundError:
        return [], []
    except OSError as error:
        found = f"found a folder that cannot be read ({(error.strerror or str(error)).lower()})"
        return [], [_report(BROKEN_RELEASE, folder, UnfitRecordError(found), None)]
    return [path for path in entries if path.suffix == SUFFIX], diagnostics


def _find_overlooked(entries: list[Path]) -> Iterator[Path]:
    """Yield the files that look like records, but are not read."""
    for entry in entries:
        if entry.suffix != SUFFIX and entry.suffix.lower() == SUFFIX:
            yield entry
        elif entry.suffix != SUFFIX and entry.is_dir() and not entry.is_symlink():
            yield from sorted(entry.rglob(f"*{SUFFIX}"))


def _report_overlooked(path: Path) -> Diagnostic:
    message = f"found a file that is not read, expected only {RELEASES}/<version>{SUFFIX}"
    hint = f"Move it to `{RELEASES}/{path.stem}{SUFFIX}`, or out of `{RELEASES}/`"
    return Diagnostic(OVERLOOKED_FILE, message, point_to_top(format_path(path)), help=hint)


def _find_equal(registry: Path, versions: list[str]) -> Iterator[Diagnostic]:
    """Yield a finding for each sorted version that equals the one before it, such as `1.0`."""
    for before, version in pairwise(versions):
        if not is_later(version, before):
            found = f"found release {version}, which is the same version as {before}"
            path = get_release_path(registry, version)
            error = UnfitRecordError(found, ("release",))
            yield _report(BROKEN_RELEASE, path, error, "Delete the one that was never published")


def _report(rule: Rule, path: Path, error: UnfitRecordError, hint: str | None) -> Diagnostic:
    place = Position(error.line or 1, error.column or 1)
    return Diagnostic(
        rule, error.reason, Span(format_path(path), place, place), help=hint, at=error.at
    )


# --- reading -------------------------------------------------------------------------------------


class _NewerRecordError(UnfitRecordError):
    """A record has a newer format."""


def _load_release(path: Path, registry: Path) -> Release | Diagnostic:
    """Return the release in a file, or the problem with it."""
    try:
        return _read_release(path, registry)
    except _NewerRecordError as error:
        return _report(NEWER_RELEASE, path, error, "Update errsmith")
    except UnfitRecordError as error:
        return _report(BROKEN_RELEASE, path, error, _RESTORE)


def _read_release(path: Path, registry: Path) -> Release:
    """Return the release in a file.

    Raises:
        UnfitRecordError: The file cannot be read, or is not the record of this release.
    """
    data = read_file(path, registry)
    if data is None:
        raise UnfitRecordError(_NO_FILE)

    def build(value: object) -> Release:
        release = _build_release(value)
        if release.version != path.stem:
            reject(release.version, ("release",), f"{quote(path.stem)}, as in the file's name")
        return release

    return read_record(data, build)


def _build_release(value: object) -> Release:
    if isinstance(value, dict):
        version = value.pop("version", None)
        if type(version) is not int or version < 1:
            reject(version, ("version",), str(FORMAT))
        if version > FORMAT:
            writer = value.get("errsmith")
            newer = f"errsmith {writer}" if _is_short_version(writer) else "a newer errsmith"
            reason = (
                f"found a record of format {version}, written by {newer}, expected at most {FORMAT}"
            )
            raise _NewerRecordError(reason, ("version",))
    record = read_object(value, (), _RELEASE, frozenset(_RELEASE))
    snapshot = Snapshot(
        distribution=record["distribution"],
        package=record["package"],
        version=record["release"],
        providers=record["providers"],
    )
    _check_addresses(record["addresses"], snapshot)
    return Release(
        version=record["release"],
        date=record["date"],
        errsmith=record["errsmith"],
        digest=record["digest"],
        snapshot=snapshot,
    )


def _is_short_version(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_VERSION and is_version(value)


def _check_addresses(addresses: Mapping[str, Mapping[str, str]], snapshot: Snapshot) -> None:
    """Raise the error for the first address that does not follow from the facts."""
    expected = {name: p.find_anchors() for name, p in snapshot.providers.items()}
    _compare_keys(addresses, expected, ("addresses",))
    for name, anchors in expected.items():
        at = ("addresses", name)
        _compare_keys(addresses[name], anchors, at)
        for id_, anchor in anchors.items():
            if addresses[name][id_] != anchor:
                reject(addresses[name][id_], (*at, id_), quote(anchor))


def _compare_keys(found: Mapping[str, object], expected: Mapping[str, object], at: KeyPath) -> None:
    for key in found:
        if key not in expected:
            reason = f"found unknown key {format_key_path((*at, key))}"
            raise UnfitRecordError(reason, (*at, key))
    for key in expected:
        if key not in found:
            reason = f"missing key {format_key_path((*at, key))}"
            raise UnfitRecordError(reason, (*at, key))


def _read_version(value: object, at: KeyPath) -> str:
    text = read_text(value, at)
    return text if is_version(text) else reject(value, at, "a version such as 1.4.0")


_RELEASE: Final[Mapping[str, Reader]] = {
    "addresses": partial(read_mapping, read_item=partial(read_mapping, read_item=read_text)),
    "digest": read_text,
    "date": read_date,
    "distribution": read_text,
    "errsmith": read_text,
    "package": read_text,
    "providers": partial(read_mapping, read_item=read_provider),
    "release": _read_version,
}
