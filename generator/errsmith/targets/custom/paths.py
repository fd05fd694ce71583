"""The paths of added files, which must not conflict with each other or with other files."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from attrs import frozen

from errsmith.registry.diagnostics import Finding, Related
from errsmith.registry.wording import quote
from errsmith.targets.custom.checking import TAKEN_PATH, UNFIT_PATH, explain_unfit_path
from errsmith.targets.custom.manifest import Manifest, OutputDef
from errsmith.targets.custom.views import (
    CatalogueView,
    ErrorView,
    ProviderView,
    build_catalogue_view,
)
from errsmith.targets.target import CHANGELOG, MANIFEST, Project

View: TypeAlias = CatalogueView | ProviderView | ErrorView

_RESERVED: Final = (MANIFEST, CHANGELOG)
"""Files that errsmith always writes, or will write at the first release."""


_LONGEST_PART: Final = 200
"""Bytes of a file's name, which leaves room for the suffix of a temporary file."""
_LONGEST: Final = 1000
"""Bytes of a path, which leaves room for the output folder."""


def list_files(output: OutputDef, catalogue: CatalogueView) -> Iterator[tuple[str, View]]:
    """Yield the path and the view of each file of an output."""
    if output.data == "catalogue":
        yield output.path, catalogue
        return
    for provider in catalogue.providers:
        path = output.path.replace("{provider}", provider.name)
        if output.data == "provider":
            yield path, provider
        else:
            for error in provider.errors:
                yield path.replace("{anchor}", error.anchor), error


def check_paths(manifest: Manifest, project: Project, taken: Iterable[str]) -> None:
    """Check that no added file conflicts with another generated file.

    Args:
        manifest: The manifest.
        project: The project.
        taken: The paths of all other files.

    Raises:
        ManifestError: A path is too long or not valid everywhere, or two files conflict: they have
            the same path, ignoring case, or one has the path of a folder of the other.
    """
    catalogue = build_catalogue_view(project)
    manifest.report(_find_faults(manifest, catalogue, (*_RESERVED, *taken)))


@frozen
class _Owner:
    """A file, and the index of the output that adds it; None for errsmith's own."""

    path: str
    output: int | None


def _find_faults(
    manifest: Manifest, catalogue: CatalogueView, taken: Iterable[str]
) -> Iterator[Finding]:
    """Yield the first fault of each output: a path that is unfit, too long or taken."""
    places = _Places()
    for path in taken:
        places.add(_Owner(path, None))
    for index, output in enumerate(manifest.outputs):
        for path, _ in list_files(output, catalogue):
            owner = _Owner(path, index)
            if reason := explain_unfit_path(path):
                yield _report_unfit(owner, reason)
                break
            if _is_too_long(path):
                yield _report_too_long(owner)
                break
            if other := places.find(path):
                yield _report_taken(owner, other)
                break
            places.add(owner)


def _is_too_long(path: str) -> bool:
    """Return whether a file system could refuse a path, perhaps after others were written."""
    parts = path.encode().split(b"/")
    return max(map(len, parts)) > _LONGEST_PART or len(path.encode()) > _LONGEST


class _Places:
    """The files and folders of an output folder."""

    def __init__(self) -> None:
        self._files: dict[str, _Owner] = {}
        self._folders: dict[str, _Owner] = {}

    def add(self, owner: _Owner) -> None:
        """Add a file with its folders."""
        key = _fold(owner.path)
        self._files.setdefault(key, owner)
        for folder in _list_folders(key):
            self._folders.setdefault(folder, owner)

    def find(self, path: str) -> _Owner | None:
        """Return a file that conflicts with a path, or None."""
        key = _fold(path)
        in_its_way = (self._files.get(folder) for folder in _list_folders(key))
        owners = (self._files.get(key), self._folders.get(key), *in_its_way)
        return next((owner for owner in owners if owner is not None), None)


def _fold(path: str) -> str:
    """Return a path as file systems that ignore case compare it."""
    return unicodedata.normalize("NFC", path).casefold()


def _list_folders(path: str) -> Iterator[str]:
    parts = path.split("/")
    yield from ("/".join(parts[:end]) for end in range(1, len(parts)))


def _report_unfit(owner: _Owner, reason: str) -> Finding:
    message = f"path: found {quote(owner.path)}, which {reason}, expected another path"
    return Finding(("outputs", owner.output or 0, "path"), "value", message, rule=UNFIT_PATH)


def _report_too_long(owner: _Owner) -> Finding:
    expected = f"at most {_LONGEST_PART} bytes per part and {_LONGEST} in all"
    return Finding(
        ("outputs", owner.output or 0, "path"),
        "value",
        f"path: found {quote(owner.path)}, which is too long, expected {expected}",
        rule=UNFIT_PATH,
    )


def _report_taken(owner: _Owner, other: _Owner) -> Finding:
    """Return the finding about a file that conflicts with another one."""
    path, its_path = _fold(owner.path), _fold(other.path)
    found = quote(owner.path)
    if path != its_path:
        relation = "the folder of" if its_path.startswith(f"{path}/") else "a path below the file"
        found += f", {relation} {quote(other.path)}"
    elif owner.path != other.path:
        found += f", which only differs in case from {quote(other.path)}"
    by = "errsmith already generates" if other.output is None else "another output has"
    related: tuple[Related, ...] = ()
    if other.output is not None and other.output != owner.output:
        related = (Related(("outputs", other.output, "path"), "value", "the other output"),)
    return Finding(
        ("outputs", owner.output or 0, "path"),
        "value",
        f"path: found {found}, which {by}, expected another path",
        related=related,
        rule=TAKEN_PATH,
    )
