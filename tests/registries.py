"""The registries of the repository, and the recipes of the manual as registries, as packages."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from attrs import evolve, frozen
from markdown_it import MarkdownIt

from errsmith import generation, lint

ROOT = Path(__file__).parents[1]
MANUAL = ROOT / "registry" / "README.md"
SDK = """\
distribution = "acme-errors"
package = "acme_errors"
version = "1.0.0"
summary = "Typed errors of an API."
license = "MIT"
license_file = "LICENSE"
author = "Acme"
acronyms = ["API", "JSON"]
"""


@frozen
class Generated:
    """A generated package.

    Attributes:
        folder: The folder of the project, which is on `sys.path`.
        package: The name of the package.
    """

    folder: Path
    package: str

    def page(self, name: str) -> str:
        """Return a page of the reference."""
        return (self.folder / "docs" / f"{name}.md").read_text(encoding="utf-8")

    @property
    def providers(self) -> list[str]:
        """The names of the providers' modules."""
        return sorted(
            path.stem for path in (self.folder / self.package / "_examples").glob("[!_]*.py")
        )


def recipes() -> Mapping[str, str]:
    """Return the whole provider files of the manual by their headings."""
    found: dict[str, str] = {}
    title = last = ""
    for token in MarkdownIt().parse(MANUAL.read_text(encoding="utf-8")):
        if token.type == "inline" and last == "heading_open":
            title = token.content
        elif token.type == "fence" and token.info == "toml" and "[provider]" in token.content:
            found[title] = token.content
        last = token.type
    return found


def folders() -> Mapping[str, Path]:
    """Return the registries that tests bring, by name."""
    tests = ROOT / "tests"
    found = [*tests.glob("golden/*/registry"), tests / "specimen" / "registry"]
    found += [tests / "readme" / "registry", tests / "errsmith" / "near_misses"]
    return {path.relative_to(tests).as_posix(): path for path in sorted(found)}


def write_recipe(text: str, folder: Path) -> Path:
    """Write a provider file of the manual as a registry of its own."""
    (folder / "providers").mkdir(parents=True)
    (folder / "LICENSE").write_text("Do as you like.\n", encoding="utf-8")
    (folder / "sdk.toml").write_text(SDK, encoding="utf-8")
    (folder / "providers" / "acme.toml").write_text(text, encoding="utf-8")
    return folder


def generate(registry: Path, folder: Path, package: str) -> Generated:
    """Generate a registry under another name of the package, and make it importable."""
    report = lint.check(registry)
    assert report.diagnostics == ()
    assert report.registry.sdk is not None
    sdk = evolve(report.registry.sdk, package=package, distribution=package.replace("_", "-"))
    for path, data in generation.sdk_files(evolve(report.registry, sdk=sdk), verify=True).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    sys.path.insert(0, str(folder))
    return Generated(folder, package)
