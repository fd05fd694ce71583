"""The committed pages: `pages/<layout>/` has a page before and after its provider changed it.

| file | what it is |
|---|---|
| `old.*` | the page as the registry was written from it |
| `new.*` | the page after the changes |
| `registry.toml` | the provider's file; it agrees with the old page |
| `expected.toml` | what `errsmith drift` reports for the new page |

`expected.toml` lists the `differences` after the old page was recorded and, if others are expected,
those without a record (`without_record`). Each has the keys that count. `reworded` lists the
errors whose text may be reported as changed, and `incomplete` the new codes for which somebody has
to choose a kind, so that `--write` cannot add them.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from attrs import frozen

from errsmith.drift.selection import Source
from tests.registries import TESTS, read_registry, write_registry

PAGES = TESTS / "drift" / "pages"

Expected: TypeAlias = dict[str, Any]
"""The keys of a difference that count, as in the output of `--format json`."""


@frozen
class Layout:
    """A page in a layout, its registry, and its changes.

    Attributes:
        name: The name of its folder, and of its provider.
    """

    name: str

    @property
    def old(self) -> Path:
        """Return the page that the registry agrees with."""
        return self._find("old")

    @property
    def new(self) -> Path:
        """Return the page after the provider changed it."""
        return self._find("new")

    @property
    def provider(self) -> str:
        """Return the provider's file."""
        return (PAGES / self.name / "registry.toml").read_text(encoding="utf-8")

    @property
    def differences(self) -> list[Expected]:
        """Return the expected differences of the new page, if there is a record of the old one."""
        differences: list[Expected] = self._expected["differences"]
        return differences

    @property
    def differences_without_record(self) -> list[Expected] | None:
        """Return the expected differences without a record, or None if that was not written."""
        return self._expected.get("without_record")

    @property
    def reworded(self) -> set[str]:
        """Return the ids of errors whose text on the page was changed."""
        return set(self._expected["reworded"])

    @property
    def incomplete(self) -> set[str]:
        """Return the new codes that need a kind."""
        return set(self._expected.get("incomplete", ()))

    @property
    def _expected(self) -> dict[str, Any]:
        path = PAGES / self.name / "expected.toml"
        return tomllib.loads(path.read_text(encoding="utf-8"))

    def _find(self, stem: str) -> Path:
        [path] = (PAGES / self.name).glob(f"{stem}.*")
        return path

    def write_registry(self, folder: Path) -> Path:
        """Write the registry below a folder, and return its folder."""
        return write_registry(folder / "registry", {self.name: self.provider})


def find_source(registry: Path) -> Source:
    """Return the only source of a layout's registry."""
    [subject] = read_registry(registry).providers
    [source_id] = subject.file.sources
    return Source(subject=subject, id=source_id)


@cache
def list_layouts() -> tuple[Layout, ...]:
    """Return all layouts, sorted by name."""
    return tuple(Layout(path.name) for path in sorted(PAGES.iterdir()))
