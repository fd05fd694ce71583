"""A registry's folder, read whole: what is emitted, the providers, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from attrs import Factory, frozen

from errsmith.diagnostics import Diagnostic
from errsmith.model import ProviderFile, SdkFile
from errsmith.source import Document, load
from errsmith.structure import structure

SDK = "sdk.toml"
PROVIDERS = "providers"


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


@frozen
class Subject:
    """One file of the registry, as lint rules see it.

    Attributes:
        name: The file's stem.
        document: Its text and values.
        file: What fits the format; the rest has a diagnostic.
        sdk: What is emitted, None if `sdk.toml` does not say.
    """

    name: str
    document: Document
    file: ProviderFile
    sdk: SdkFile | None

    @property
    def acronyms(self) -> tuple[str, ...]:
        """Words of class names that keep their spelling."""
        return () if self.sdk is None else self.sdk.acronyms

    def raw(self, *at: str | int) -> Any:
        """Give the value that the file has at a key path, None if there is none."""
        value: Any = self.document.values
        for key in at:
            known: dict[Any, Any] = value if isinstance(value, dict) else {}
            value = known.get(key)
        return value

    def ids(self, table: str) -> set[str]:
        """Give the ids of a table, those that do not fit the format included."""
        entries = self.raw(table)
        return set(entries) if isinstance(entries, dict) else set()


@frozen(kw_only=True)
class Registry:
    """A registry's folder.

    Attributes:
        folder: The folder.
        sdk: What is emitted, None if `sdk.toml` cannot be read.
        sdk_document: The text and values of `sdk.toml`.
        providers: The providers' files that could be read, by name.
        diagnostics: What is wrong with the files as such.
        texts: The text of each file, by its path as shown.
    """

    folder: Path
    sdk: SdkFile | None
    sdk_document: Document
    providers: tuple[Subject, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    texts: dict[str, str] = Factory(dict)


def read(folder: Path) -> Registry:
    """Read `sdk.toml` and every file of `providers/`.

    Raises:
        RegistryError: There is no such folder, or no provider in it.
    """
    if not folder.is_dir():
        raise RegistryError(folder, "there is no such folder; name the registry with --registry")
    paths = sorted((folder / PROVIDERS).glob("*.toml"), key=lambda path: path.name)
    if not paths:
        raise RegistryError(folder, f"holds no {PROVIDERS}/<provider>.toml")
    diagnostics: list[Diagnostic] = []
    texts: dict[str, str] = {}
    document, found = load(folder / SDK)
    sdk, misfits = structure(document, SdkFile)
    diagnostics += [*found, *misfits]
    texts[document.path] = document.text
    providers: list[Subject] = []
    for path in paths:
        one, found = load(path)
        file, misfits = structure(one, ProviderFile)
        diagnostics += [*found, *misfits]
        texts[one.path] = one.text
        if file is not None:
            providers.append(Subject(path.stem, one, file, sdk))
    return Registry(
        folder=folder,
        sdk=sdk,
        sdk_document=document,
        providers=tuple(providers),
        diagnostics=tuple(diagnostics),
        texts=texts,
    )
