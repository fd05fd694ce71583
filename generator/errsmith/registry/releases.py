"""Releases of the SDK, `registry/releases/<version>.json`: what each contained.

`errsmith release` writes them. They are the only record of what clients use, so they are read
strictly.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, get_args

from attrs import Attribute, fields, frozen, has

from errsmith.registry.diagnostics import Diagnostic, KeyPath, Position, Rule, Span
from errsmith.registry.model import JSON_TYPES, ROLES, UNITS
from errsmith.registry.records import (
    Reader,
    UnfitRecordError,
    dump_file,
    dump_line,
    dump_list,
    dump_object,
    read_date,
    read_file,
    read_list,
    read_mapping,
    read_object,
    read_record,
    read_statuses,
    read_text,
    read_texts,
    reject,
)
from errsmith.registry.snapshot import (
    CategorySnapshot,
    EnvelopeSnapshot,
    ErrorSnapshot,
    FieldSnapshot,
    GroupSnapshot,
    ProviderSnapshot,
    Snapshot,
)
from errsmith.registry.source import OVERLOOKED_FILE, check_link, format_path, point_to_top
from errsmith.registry.versions import get_sort_key, is_later, is_version
from errsmith.registry.wording import format_key_path, quote
from errsmith.runtime.facts import Advice, Basis, ErrorInfo, Level, Lifecycle, Retry
from errsmith.runtime.kinds import KINDS

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
        code_digest: A digest of its generated code, which also changes with errsmith.
        snapshot: The registry.
    """

    version: str
    date: datetime.date
    errsmith: str
    code_digest: str
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
            "addresses": _dump_block(anchors, lambda names: _dump_block(names, dump_line, 2), 1),
            "code_digest": dump_line(release.code_digest),
            "date": dump_line(release.date.isoformat()),
            "distribution": dump_line(snapshot.distribution),
            "errsmith": dump_line(release.errsmith),
            "package": dump_line(snapshot.package),
            "providers": _dump_block(providers, _dump_provider, 1),
            "release": dump_line(release.version),
            "version": dump_line(FORMAT),
        }
    )


def _dump_provider(provider: ProviderSnapshot) -> str:
    members: dict[str, str] = {}
    for key, value in _list_stated(provider):
        if isinstance(value, Mapping) and key == "envelopes":
            # A list, because their order matters.
            lines = ({"id": id_, **_convert(envelope)} for id_, envelope in value.items())
            members[key] = dump_list(map(dump_line, lines), 3)
        elif isinstance(value, Mapping):
            members[key] = _dump_block(value, lambda item: dump_line(_convert(item)), 3)
        else:
            members[key] = dump_line(value)
    return dump_object(dict(sorted(members.items())), 2)


def _dump_block(values: Mapping[str, object], dump_item: Callable[[Any], str], level: int) -> str:
    """Return an object with one member per line, sorted by key."""
    return dump_object({key: dump_item(values[key]) for key in sorted(values)}, level)


def _convert(value: Any) -> Any:
    """Return a value as JSON has it."""
    if has(type(value)):
        return {key: _convert(inner) for key, inner in _list_stated(value)}
    return dict(value) if isinstance(value, Mapping) else value


def _list_stated(facts: Any) -> Iterable[tuple[str, Any]]:
    """Yield the facts that differ from their defaults, by their keys in the file."""
    for field in fields(type(facts)):
        value = getattr(facts, field.name)
        if value != _get_default(field, facts):
            yield field.name.removesuffix("_"), value


def _get_default(field: Attribute[Any], facts: object) -> object:
    default: Any = field.default
    if not hasattr(default, "factory"):
        return default
    return default.factory(facts) if default.takes_self else default.factory()


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
        code_digest=record["code_digest"],
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


# --- reading values ------------------------------------------------------------------------------


def _make_facts_reader(
    cls: type[Any], readers: Mapping[str, Reader], required: Iterable[str] = ()
) -> Reader:
    """Return a reader of the facts of a class; a key is an attribute without a final `_`."""
    needed = frozenset(required)
    attributes = {field.name.removesuffix("_"): field.name for field in fields(cls)}

    def read(value: object, at: KeyPath) -> object:
        facts = read_object(value, at, readers, needed)
        return cls(**{attributes[key]: fact for key, fact in facts.items()})

    return read


def _make_choice_reader(choices: Iterable[str]) -> Reader:
    choices = tuple(choices)
    expected = f"one of {', '.join(map(quote, choices))}"

    def read(value: object, at: KeyPath) -> str:
        return value if isinstance(value, str) and value in choices else reject(value, at, expected)

    return read


def _read_flag(value: object, at: KeyPath) -> bool:
    return value if isinstance(value, bool) else reject(value, at, "true or false")


def _read_seconds(value: object, at: KeyPath) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        reject(value, at, "a number of seconds")
    if not 0 < value <= sys.float_info.max:
        reject(value, at, "a positive number of seconds")
    return float(value)


def _read_version(value: object, at: KeyPath) -> str:
    text = read_text(value, at)
    return text if is_version(text) else reject(value, at, "a version such as 1.4.0")


def _read_any(value: object, _: KeyPath) -> object:
    return value


def _read_place_or_group(value: object, at: KeyPath) -> object:
    return value if isinstance(value, str) else _read_place(value, at)


def _read_envelopes(value: object, at: KeyPath) -> dict[str, EnvelopeSnapshot]:
    envelopes: dict[str, EnvelopeSnapshot] = {}
    for index, item in enumerate(read_list(value, at, _read_any)):
        place = (*at, index)
        if not isinstance(item, dict):
            reject(item, place, "an object")
        id_ = read_text(item.pop("id", None), (*place, "id"))
        if id_ in envelopes:
            reject(id_, (*place, "id"), "a different id")
        envelopes[id_] = _read_envelope(item, place)
    return envelopes


_read_place: Final = partial(
    read_object,
    readers={
        **dict.fromkeys(("path", "header", "parameter", "query", "type", "parts"), read_text),
        **dict.fromkeys(("status", "last_segment"), _read_flag),
        **dict.fromkeys(("fold", "success"), read_texts),
    },
    required=frozenset(),
)
_read_lifecycle: Final = _make_facts_reader(
    Lifecycle, {"reason": read_text, "replacements": read_texts, "since": read_text}
)
_read_basis: Final = _make_choice_reader(get_args(Basis))
_read_retry: Final = _make_facts_reader(
    Retry,
    {
        "advice": _make_choice_reader(get_args(Advice)),
        "basis": _read_basis,
        "delay": _read_seconds,
        "delay_basis": _read_basis,
        "level": _make_choice_reader(get_args(Level)),
    },
    ("advice",),
)
_read_info: Final = _make_facts_reader(
    ErrorInfo,
    {
        **dict.fromkeys(("aliases", "causes", "endpoints", "scopes"), read_texts),
        **dict.fromkeys(("category", "code", "fix", "group", "note"), read_text),
        **dict.fromkeys(("reference_url", "since", "source_url", "summary"), read_text),
        **dict.fromkeys(("deprecated", "removed"), _read_lifecycle),
        "kind": _make_choice_reader(KINDS),
        "retry": _read_retry,
        "statuses": read_statuses,
        "user_message": read_text,
        "user_messages": partial(read_mapping, read_item=read_text),
    },
)
_read_field: Final = _make_facts_reader(
    FieldSnapshot,
    {
        "is_logged": _read_flag,
        "places": partial(read_mapping, read_item=_read_place),
        "role": _make_choice_reader(ROLES),
        "type": _make_choice_reader(JSON_TYPES),
        "unit": _make_choice_reader(UNITS),
    },
    ("type",),
)
_read_envelope: Final = _make_facts_reader(
    EnvelopeSnapshot,
    {
        "body": partial(read_mapping, read_item=_read_any),
        "code": _read_place,
        "group": _read_place_or_group,
        "is_redirect": _read_flag,
        "scope": read_text,
        "statuses": read_statuses,
    },
    ("code",),
)
_read_category: Final = _make_facts_reader(
    CategorySnapshot, {"info": _read_info, "statuses": read_statuses}, ("info",)
)
_read_group: Final = _make_facts_reader(
    GroupSnapshot, {"class": read_text, "info": _read_info, "match": read_texts}, ("class", "info")
)
_read_error: Final = _make_facts_reader(
    ErrorSnapshot,
    {"bases": read_texts, "class": read_text, "info": _read_info},
    ("bases", "class", "info"),
)
_read_provider: Final = _make_facts_reader(
    ProviderSnapshot,
    {
        "categories": partial(read_mapping, read_item=_read_category),
        "class": read_text,
        "envelopes": _read_envelopes,
        "errors": partial(read_mapping, read_item=_read_error),
        "fields": partial(read_mapping, read_item=_read_field),
        "groups": partial(read_mapping, read_item=_read_group),
        "is_open": _read_flag,
        "note": read_text,
        "scopes": partial(read_mapping, read_item=read_texts),
        "sources": partial(read_mapping, read_item=read_text),
        "support": read_text,
        "title": read_text,
    },
    ("class", "title"),
)
_RELEASE: Final[Mapping[str, Reader]] = {
    "addresses": partial(read_mapping, read_item=partial(read_mapping, read_item=read_text)),
    "code_digest": read_text,
    "date": read_date,
    "distribution": read_text,
    "errsmith": read_text,
    "package": read_text,
    "providers": partial(read_mapping, read_item=_read_provider),
    "release": _read_version,
}
