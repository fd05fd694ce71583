"""Load `sdk.toml` and the providers' files, and report problems with these files."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from attrs import evolve, fields, frozen

from errsmith.registry.diagnostics import Diagnostic, KeyPath
from errsmith.registry.misfits import UNKNOWN_KEY
from errsmith.registry.model import ErrorDef, ProviderFile, SdkFile
from errsmith.registry.releases import Release, load_releases
from errsmith.registry.source import (
    OVERLOOKED_FILE,
    Document,
    check_link,
    check_size,
    format_path,
    load_document,
    point_to_top,
)
from errsmith.registry.structure import structure

SDK = "sdk.toml"
PROVIDERS = "providers"
SCHEMA = "schema"

_STAND_INS: Final[Mapping[str, object]] = {
    "provider": {"title": "Unknown", "class": "UnknownProviderError"},
    "sources": {"unknown": {"url": "https://unknown.example", "retrieved": datetime.date.min}},
}
"""Stand-ins for missing tables that every file must have, so that the rest can be checked."""


class RegistryError(Exception):
    """A folder cannot be read as a registry.

    Attributes:
        path: The folder.
        reason: What is wrong with it.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@frozen(kw_only=True)
class LoadedSdk:
    """The readable part of `sdk.toml`.

    Attributes:
        folder: The registry's folder.
        document: Its text and values.
        file: The part that fits the format; there are diagnostics for the rest.
        is_whole: Whether all of the file fits the format.
        releases: The releases of the registry, sorted by version.
    """

    folder: Path
    document: Document
    file: SdkFile
    is_whole: bool
    releases: tuple[Release, ...] = ()


@frozen(kw_only=True)
class LoadedProvider:
    """The readable part of a provider's file.

    Attributes:
        name: The file's stem.
        document: Its text and values.
        file: The part that fits the format; there are diagnostics for the rest.
        is_whole: Whether all of the file fits the format.
        broken: Places of the findings so far.
        misspelt: Tables with an unknown key, since that may be a misspelling of any of their keys.
            If it is a key of `[errors.ID]`, also the error that the table is in.
    """

    name: str
    document: Document
    file: ProviderFile
    is_whole: bool = True
    broken: frozenset[KeyPath] = frozenset()
    misspelt: frozenset[KeyPath] = frozenset()


@frozen(kw_only=True)
class LoadedRegistry:
    """The readable part of a registry.

    Attributes:
        folder: The folder.
        sdk: `sdk.toml`, or None if no part of it fits the format.
        providers: The providers' files that fit the format at least in part, sorted by name.
        releases: The releases whose records could be read, sorted by version.
        is_history_whole: Whether there is no problem with any record of a release.
        diagnostics: Problems with the files themselves.
        texts: The text of each file, by its displayed path.
    """

    folder: Path
    sdk: LoadedSdk | None
    providers: tuple[LoadedProvider, ...]
    releases: tuple[Release, ...]
    is_history_whole: bool
    diagnostics: tuple[Diagnostic, ...]
    texts: dict[str, str]


def load(folder: Path, *, with_releases: bool = True, can_be_empty: bool = False) -> LoadedRegistry:
    """Read `sdk.toml` and every file of `providers/` and `releases/`.

    Args:
        folder: The registry's folder.
        with_releases: Whether to read `releases/`; no facts depend on it.
        can_be_empty: Whether the registry may have no providers yet.

    Raises:
        RegistryError: The folder does not exist or has no providers.
    """
    paths, diagnostics = _find_provider_files(folder, can_be_empty=can_be_empty)
    diagnostics += filter(None, [check_link(folder / name, folder) for name in (PROVIDERS, SCHEMA)])
    releases, unreadable = load_releases(folder) if with_releases else ((), [])
    diagnostics += unreadable
    sdk_document, found = load_document(folder / SDK, folder)
    sdk_file, unfit = structure(sdk_document, SdkFile)
    diagnostics += [*found, *unfit, *_check_license(folder, sdk_file)]
    sdk = None
    if sdk_file is not None:
        sdk = LoadedSdk(
            folder=folder,
            document=sdk_document,
            file=sdk_file,
            is_whole=not unfit,
            releases=releases,
        )
    texts = {sdk_document.path: sdk_document.text}
    providers: list[LoadedProvider] = []
    for path in paths:
        document, found = load_document(path, folder)
        provider, unfit = load_provider(path.stem, document)
        diagnostics += [*found, *unfit]
        texts[document.path] = document.text
        if provider is not None:
            providers.append(provider)
    return LoadedRegistry(
        folder=folder,
        sdk=sdk,
        providers=tuple(providers),
        releases=releases,
        is_history_whole=not unreadable,
        diagnostics=tuple(diagnostics),
        texts=texts,
    )


def load_provider(name: str, document: Document) -> tuple[LoadedProvider | None, list[Diagnostic]]:
    """Return the readable part of a provider's file, if it has any, and what does not fit."""
    file, unfit = structure(document, ProviderFile)
    file = file or _salvage(document, unfit)
    if file is None:
        return None, unfit
    provider = LoadedProvider(
        name=name,
        document=document,
        file=file,
        is_whole=not unfit,
        broken=frozenset(diagnostic.at for diagnostic in unfit if diagnostic.at),
        misspelt=frozenset(_find_misspelt(unfit)),
    )
    return provider, unfit


_KEYS_OF_ERRORS: Final = frozenset(field.name.removesuffix("_") for field in fields(ErrorDef))


def _find_misspelt(unfit: list[Diagnostic]) -> Iterator[KeyPath]:
    """Yield the tables that unknown keys may belong to.

    A key of `[errors.A]` below the header of an inner table, such as `[errors.A.retry]`, was meant
    for the error.
    """
    for diagnostic in unfit:
        if diagnostic.rule is UNKNOWN_KEY:
            *outer, key = diagnostic.at
            yield tuple(outer)
            is_inner = outer[:1] == ["errors"] and len(outer) > len(("errors", "A"))
            if is_inner and key in _KEYS_OF_ERRORS:
                yield tuple(outer[:2])


def _check_license(folder: Path, sdk: SdkFile | None) -> Iterator[Diagnostic]:
    """Yield the reason why the license file cannot be copied, if any; R503 checks its name."""
    if sdk is None or sdk.license_file != Path(sdk.license_file).name:
        return
    path = folder / sdk.license_file
    unfit = check_link(path, folder)
    if unfit is None and os.path.isfile(path):  # noqa: PTH113 - pathlib raises for invalid names
        unfit = check_size(path, path.stat().st_size)
    if unfit is not None:
        yield unfit


def _find_provider_files(
    folder: Path, *, can_be_empty: bool
) -> tuple[list[Path], list[Diagnostic]]:
    """Find the providers' files, and report files and links that would not be read.

    Hidden files, which editors and file systems create, are skipped.
    """
    if not folder.is_dir():
        hint = "use --registry to name the registry"
        what = "is not a folder" if folder.exists() else "does not exist"
        raise RegistryError(folder, f"{what}; {hint}")
    providers = folder / PROVIDERS
    if check_link(providers, folder):
        return [], []
    try:
        entries = [entry for entry in providers.iterdir() if not entry.name.startswith(".")]
    except FileNotFoundError:
        entries = []
    except OSError as error:
        raise RegistryError(providers, f"cannot be read: {error.strerror}") from error
    found = sorted((e for e in entries if e.suffix == ".toml"), key=lambda entry: entry.name)
    if not found and not can_be_empty:
        raise RegistryError(folder, f"has no {PROVIDERS}/<provider>.toml")
    rest = [entry for entry in entries if entry.suffix != ".toml"]
    overlooked = [entry for entry in rest if entry.suffix.lower() == ".toml"]
    beside = (entry for entry in folder.glob("*.toml") if not entry.name.startswith("."))
    overlooked += [entry for entry in beside if entry.name != SDK and entry.is_file()]
    folders = [entry for entry in rest if entry.is_dir()]
    # Links within the registry are skipped, because their targets are found anyway.
    own = [entry for entry in folders if not entry.is_symlink()]
    overlooked += [inner for entry in own for inner in entry.rglob("*.toml")]
    links = filter(None, [check_link(entry, folder) for entry in folders])
    return found, [*map(_report_overlooked, overlooked), *links]


def _report_overlooked(path: Path) -> Diagnostic:
    message = f"found a TOML file that is not read, expected only {PROVIDERS}/<provider>.toml"
    help_ = f"Move it to `{PROVIDERS}/{path.stem}.toml`, or out of `{PROVIDERS}/`"
    return Diagnostic(OVERLOOKED_FILE, message, point_to_top(format_path(path)), help=help_)


def _salvage(document: Document, unfit: list[Diagnostic]) -> ProviderFile | None:
    """Return the valid part of a file that lacks a required table, or None if there is none."""
    if document.values is None:
        return None
    broken = {diagnostic.at[0] for diagnostic in unfit if diagnostic.at}
    lost = {k: v for k, v in _STAND_INS.items() if k in broken or k not in document.values}
    return structure(evolve(document, values={**document.values, **lost}), ProviderFile)[0]
