"""A registry's folder, read whole: what is emitted, the providers, and what is wrong with them."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from attrs import Factory, evolve, fields, frozen

from errsmith.registry import source
from errsmith.registry.diagnostics import Diagnostic, KeyPath, Rule
from errsmith.registry.model import ErrorDef, ProviderFile, SdkFile
from errsmith.registry.source import Document, huge, link_out, path_for_people, top
from errsmith.registry.structure import UNKNOWN_KEY, structure

SDK = "sdk.toml"
PROVIDERS = "providers"
SCHEMA = "schema"

OVERLOOKED_FILE: Final = Rule(
    "R012", "overlooked-file", "A TOML file lies among the providers where none is read."
)
RULES: Final = (OVERLOOKED_FILE,)

_STAND_INS: Final[Mapping[str, object]] = {
    "provider": {"title": "Unknown", "class": "UnknownProviderError"},
    "sources": {"unknown": {"url": "https://unknown.example", "retrieved": datetime.date.min}},
}
"""What takes the place of a table that every file must have, so that the rest can be looked at."""


class RegistryError(Exception):
    """A folder cannot be read as a registry at all.

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
class LoadedProvider:
    """A provider's file, as far as it could be read.

    Attributes:
        name: The file's stem.
        document: Its text and values.
        file: What fits the format; the rest has a diagnostic.
        is_whole: Whether all of the file fits the format.
        broken: Places of what was found in the file so far.
        misspelt: Tables with a key that is unknown, and may have been meant for any of theirs, and
            errors with such a table, if it is a key of errors.
    """

    name: str
    document: Document
    file: ProviderFile
    is_whole: bool = True
    broken: frozenset[KeyPath] = frozenset()
    misspelt: frozenset[KeyPath] = frozenset()


@frozen(kw_only=True)
class LoadedRegistry:
    """A registry's folder, as far as it could be read.

    Attributes:
        folder: The folder.
        sdk: What is emitted, None if `sdk.toml` cannot be read.
        sdk_document: The text and values of `sdk.toml`.
        is_sdk_whole: Whether all of `sdk.toml` fits the format.
        providers: The providers' files that could be read, by name.
        diagnostics: What is wrong with the files as such.
        texts: The text of each file, by its path as shown.
    """

    folder: Path
    sdk: SdkFile | None
    sdk_document: Document
    is_sdk_whole: bool = True
    providers: tuple[LoadedProvider, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    texts: dict[str, str] = Factory(dict)


def raw(document: Document, *at: str | int) -> Any:
    """Give the value that a file has at a key path, None if there is none."""
    value: Any = document.values
    for key in at:
        if isinstance(value, list) and isinstance(key, int) and key < len(value):
            value = value[key]
        else:
            value = value.get(key) if isinstance(value, dict) else None
    return value


def item(document: Document, at: KeyPath, position: int) -> KeyPath:
    """Give the path of one of the values at a path; a single one may stand there without a list."""
    return (*at, position) if isinstance(raw(document, *at), list) else at


def load(folder: Path) -> LoadedRegistry:
    """Read `sdk.toml` and every file of `providers/`.

    Raises:
        RegistryError: There is no such folder, or no provider in it.
    """
    paths, diagnostics = _provider_files(folder)
    diagnostics += filter(None, [link_out(folder / name, folder) for name in (PROVIDERS, SCHEMA)])
    texts: dict[str, str] = {}
    document, found = source.load(folder / SDK, folder)
    sdk, misfits = structure(document, SdkFile)
    diagnostics += [*found, *misfits, *_findings_of_license(folder, sdk)]
    is_sdk_whole = not misfits
    texts[document.path] = document.text
    providers: list[LoadedProvider] = []
    for path in paths:
        one, found = source.load(path, folder)
        file, misfits = structure(one, ProviderFile)
        file = file or _rest(one, misfits)
        diagnostics += [*found, *misfits]
        texts[one.path] = one.text
        if file is not None:
            broken = frozenset(misfit.at for misfit in misfits if misfit.at)
            misspelt = frozenset(
                table
                for misfit in misfits
                if misfit.rule is UNKNOWN_KEY
                for table in _around(misfit)
            )
            providers.append(
                LoadedProvider(
                    name=path.stem,
                    document=one,
                    file=file,
                    is_whole=not misfits,
                    broken=broken,
                    misspelt=misspelt,
                )
            )
    return LoadedRegistry(
        folder=folder,
        sdk=sdk,
        sdk_document=document,
        is_sdk_whole=is_sdk_whole,
        providers=tuple(providers),
        diagnostics=tuple(diagnostics),
        texts=texts,
    )


_KEYS_OF_ERRORS: Final = frozenset(field.name.removesuffix("_") for field in fields(ErrorDef))


def _around(misfit: Diagnostic) -> Iterator[KeyPath]:
    """Yield the tables that an unknown key may have been meant for.

    A key of an error below the header of a table in it, `[errors.A.retry]`, is one of the error.
    """
    *outer, key = misfit.at
    yield tuple(outer)
    if outer[:1] == ["errors"] and len(outer) > len(("errors", "A")) and key in _KEYS_OF_ERRORS:
        yield tuple(outer[:2])


def _findings_of_license(folder: Path, sdk: SdkFile | None) -> Iterator[Diagnostic]:
    """Yield the reasons why the licence file cannot be copied; R503 checks its name."""
    if sdk is None or sdk.license_file != Path(sdk.license_file).name:
        return
    path = folder / sdk.license_file
    found = link_out(path, folder)
    if found is None and os.path.isfile(path):  # noqa: PTH113 - raises for no name
        found = huge(path, path.stat().st_size)
    if found is not None:
        yield found


def _provider_files(folder: Path) -> tuple[list[Path], list[Diagnostic]]:
    """Find the provider files, and report files and links that would not be read.

    Hidden files are nobody's business: editors and file systems leave them.
    """
    if not folder.is_dir():
        hint = "name the registry with --registry"
        what = "is a file" if folder.exists() else "there is no such folder"
        raise RegistryError(folder, f"{what}; {hint}")
    providers = folder / PROVIDERS
    if link_out(providers, folder):
        return [], []
    try:
        entries = [entry for entry in providers.iterdir() if not entry.name.startswith(".")]
    except FileNotFoundError:
        entries = []
    except OSError as error:
        raise RegistryError(providers, f"cannot be read: {error.strerror}") from error
    found = sorted((e for e in entries if e.suffix == ".toml"), key=lambda entry: entry.name)
    if not found:
        raise RegistryError(folder, f"holds no {PROVIDERS}/<provider>.toml")
    rest = [entry for entry in entries if entry.suffix != ".toml"]
    overlooked = [entry for entry in rest if entry.suffix.lower() == ".toml"]
    beside = (entry for entry in folder.glob("*.toml") if not entry.name.startswith("."))
    overlooked += [entry for entry in beside if entry.name != SDK and entry.is_file()]
    folders = [entry for entry in rest if entry.is_dir()]
    # Links within the registry are skipped, since their targets are found anyway.
    own = [entry for entry in folders if not entry.is_symlink()]
    overlooked += [inner for entry in own for inner in entry.rglob("*.toml")]
    links = filter(None, [link_out(entry, folder) for entry in folders])
    return found, [*map(_overlooked, overlooked), *links]


def _overlooked(path: Path) -> Diagnostic:
    message = f"found a file that is not read, expected {PROVIDERS}/<provider>.toml"
    help_ = f"move it to {PROVIDERS}/{path.stem}.toml, or out of {PROVIDERS}/"
    return Diagnostic(OVERLOOKED_FILE, message, top(path_for_people(path)), help=help_)


def _rest(document: Document, misfits: list[Diagnostic]) -> ProviderFile | None:
    """Give what fits the format of a file without one of the tables that it must have."""
    if document.values is None:
        return None
    broken = {misfit.at[0] for misfit in misfits if misfit.at}
    lost = {k: v for k, v in _STAND_INS.items() if k in broken or k not in document.values}
    return structure(evolve(document, values={**document.values, **lost}), ProviderFile)[0]
