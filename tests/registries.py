"""Write, lint and generate the registries of tests, and import the generated packages."""

from __future__ import annotations

import datetime
import importlib
import shutil
import sys
from collections.abc import Callable, Collection, Mapping
from itertools import count
from pathlib import Path
from types import ModuleType

from attrs import evolve, frozen

from errsmith import generation, lint
from errsmith.meaning.subjects import Registry

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests"
REGISTRIES = {
    "specimen": TESTS / "specimen" / "registry",
    "near_misses": TESTS / "errsmith" / "near_misses",
    **{path.parent.name: path for path in sorted(TESTS.glob("golden/*/registry"))},
}
"""The committed registries without findings, by name."""

SDK = """\
distribution = "acme-errors"
package = "acme_errors"
version = "0.1.0"
summary = "Errors of Acme."
license = "MIT"
license_file = "LICENSE"
author = "Acme"
"""
LICENSE = "MIT License\n"
HEAD = """\
[provider]
title = "Acme"
class = "AcmeError"

[sources.errors]
url = "https://acme.example/errors"
retrieved = 2026-11-21
"""
"""The tables that every provider needs."""

MakeRegistry = Callable[..., Path]
Providers = str | Mapping[str, str | bytes]
"""The files of providers by name, or the tables of one named acme."""

_numbers = count(1)


# --- writing -------------------------------------------------------------------------------------


def sdk_toml(**values: str) -> str:
    """Return `sdk.toml` with other or additional values, which are TOML."""
    defaults = dict(line.split(" = ", 1) for line in SDK.splitlines())
    return "".join(f"{key} = {value}\n" for key, value in (defaults | values).items())


def add_head(tables: str) -> str:
    """Return a provider's file with these tables, below the required ones if they are missing."""
    return tables if "[provider]" in tables else f"{HEAD}\n{tables}"


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files by their paths below a folder, and return the folder."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def write_registry(folder: Path, providers: Providers = "", sdk: str | bytes = SDK) -> Path:
    """Write a registry with these providers and no others, and return its folder."""
    files = {"acme": add_head(providers)} if isinstance(providers, str) else providers
    shutil.rmtree(folder / "providers", ignore_errors=True)
    (folder / "providers").mkdir(parents=True)
    write_files(folder, {"sdk.toml": sdk, "LICENSE": LICENSE})
    return write_files(folder, {f"providers/{name}.toml": text for name, text in files.items()})


def complete_registry(folder: Path) -> Path:
    """Add the default `sdk.toml` and `LICENSE` to a registry that lacks them; return its folder."""
    for name, text in {"sdk.toml": SDK, "LICENSE": LICENSE}.items():
        if not (folder / name).exists():
            write_files(folder, {name: text})
    return folder


# --- linting -------------------------------------------------------------------------------------


def lint_registry(registry: Path, today: datetime.date | None = None) -> lint.Result:
    """Lint a registry as of a given day; by default no day is in the future."""
    return lint.check(registry, today)


def list_findings(report: lint.Result, ignored: Collection[str] = ()) -> list[str]:
    """List the ids and messages of findings, without those of ignored rules."""
    return [
        f"{finding.rule.id} {finding.message}"
        for finding in report.diagnostics
        if finding.rule.id not in ignored
    ]


def read_registry(registry: Path, ignored: Collection[str] = ()) -> Registry:
    """Read a registry that has no findings, apart from ignored rules."""
    report = lint_registry(registry)
    found = list_findings(report, ignored)
    assert not found, "\n".join([f"findings in {registry}:", *found])
    return report.registry


# --- generating and importing --------------------------------------------------------------------


@frozen
class Project:
    """A generated project.

    Attributes:
        folder: The project's folder.
        package: The name of the project's package.
    """

    folder: Path
    package: str

    @property
    def package_folder(self) -> Path:
        """Return the folder of the package."""
        return self.folder / self.package

    @property
    def providers(self) -> list[str]:
        """Return the names of the providers' modules."""
        return sorted(path.stem for path in (self.package_folder / "_examples").glob("[!_]*.py"))

    def read_page(self, name: str) -> str:
        """Return the text of a page below `docs/`."""
        return (self.folder / "docs" / f"{name}.md").read_text(encoding="utf-8")

    def load(self, module: str = "") -> ModuleType:
        """Import the package, or a module of it."""
        sys.path.insert(0, str(self.folder))
        try:
            importlib.invalidate_caches()
            return importlib.import_module(f"{self.package}.{module}".rstrip("."))
        finally:
            sys.path.remove(str(self.folder))

    def forget(self) -> dict[str, ModuleType]:
        """Remove the package from the imported modules, and return its modules by name."""
        names = [name for name in sys.modules if name.partition(".")[0] == self.package]
        return {name: sys.modules.pop(name) for name in names}


Generate = Callable[..., Project]


def generate_files(registry: Path, ignored: Collection[str] = ()) -> dict[str, bytes]:
    """Generate a registry without findings, and return the verified files by path."""
    return generation.generate_sdk(read_registry(registry, ignored), verify=True)


def generate(
    registry: Path, folder: Path, package: str = "", ignored: Collection[str] = ()
) -> Project:
    """Generate a registry into a folder, optionally with another package name."""
    read = read_registry(registry, ignored)
    assert read.sdk is not None
    name = package or read.sdk.package
    sdk = evolve(read.sdk, package=name, distribution=name.replace("_", "-"))
    write_files(folder, generation.generate_sdk(evolve(read, sdk=sdk), verify=True))
    return Project(folder, name)


class Workshop:
    """Writes and generates registries below a folder; repeated registries are generated once."""

    def __init__(self, folder: Path, ignored: Collection[str] = ()) -> None:
        self.ignored = ignored
        self._folder = folder
        self._projects: dict[object, Project] = {}

    def write(self, providers: Providers, sdk: str = SDK) -> Path:
        """Write a registry into a separate folder."""
        return write_registry(self._folder / f"registry_{next(_numbers)}", providers, sdk)

    def generate(self, providers: Providers, sdk: str = SDK, package: str = "") -> Project:
        """Generate a registry; the default package name is unique."""
        texts = providers if isinstance(providers, str) else tuple(providers.items())
        key = (texts, sdk, package)
        if key not in self._projects:
            name = package or f"invented_{next(_numbers)}_errors"
            registry = self.write(providers, sdk)
            project = generate(registry, self._folder / name, name, self.ignored)
            self._projects[key] = project
        return self._projects[key]

    def close(self) -> None:
        """Forget the imported packages."""
        for project in self._projects.values():
            project.forget()
