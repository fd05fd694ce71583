"""Small invented providers: written as a registry, checked, emitted and imported."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from pathlib import Path
from types import ModuleType

import pytest

from errsmith import generation, lint
from errsmith.registry.model import ProviderFile
from errsmith.targets.rendering import Renderer

HEAD = """
[provider]
title = "Acme"
class = "AcmeError"

[sources.errors]
url = "https://acme.example/errors"
retrieved = 2026-11-21
"""
"""The tables that every provider needs; put before a text that lacks `[provider]`."""

SDK = """
distribution = "invented-errors"
package = "{package}"
version = "0.1.0"
summary = "Typed errors of invented APIs."
license = "MIT"
license_file = "LICENSE"
author = "Nobody"
"""

_numbers = count(1)

BESIDE_THE_POINT = frozenset({"R204", "R253", "R402", "R403", "R404"})
"""Rules that these short files need not keep: what nobody uses or reads, and summaries."""


def findings_of(report: lint.Result) -> list[str]:
    """Return the findings that matter to these tests, with their messages."""
    found = (one for one in report.diagnostics if one.rule.id not in BESIDE_THE_POINT)
    return [f"{one.rule.id} {one.message}" for one in found]


class Workshop:
    """Registries of one provider each, made below a folder; the same text is emitted once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._emitted: dict[tuple[str, str, str], Path] = {}
        self._packages: list[str] = []

    def registry(self, provider: str, name: str, sdk: str, package: str = "acme_errors") -> Path:
        """Write a registry and give its folder."""
        folder = self._folder / f"registry_{next(_numbers)}"
        (folder / "providers").mkdir(parents=True)
        (folder / "LICENSE").write_text("Do as you like.\n", encoding="utf-8")
        settings = SDK.format(package=package) + sdk
        (folder / "sdk.toml").write_text(settings, encoding="utf-8")
        whole = provider if "[provider]" in provider else HEAD + provider
        (folder / "providers" / f"{name}.toml").write_text(whole, encoding="utf-8")
        return folder

    def findings(self, provider: str, name: str = "acme", sdk: str = "") -> set[str]:
        """Give the ids of the rules that a provider breaks."""
        report = lint.check(self.registry(provider, name, sdk))
        return {found.rule.id for found in report.diagnostics} - BESIDE_THE_POINT

    def file(self, provider: str, name: str = "acme", sdk: str = "") -> ProviderFile:
        """Give a provider without findings as errsmith reads it."""
        report = lint.check(self.registry(provider, name, sdk))
        assert findings_of(report) == []
        (subject,) = report.registry.providers
        return subject.file

    def project(self, provider: str, name: str = "acme", sdk: str = "") -> Path:
        """Emit a provider without findings; give the project's folder, named as its package."""
        key = provider, name, sdk
        if key not in self._emitted:
            package = f"invented_{next(_numbers)}"
            report = lint.check(self.registry(provider, name, sdk, package))
            assert findings_of(report) == []
            project = self._folder / package
            for path, data in generation.sdk_files(report.registry, verify=True).items():
                (project / path).parent.mkdir(parents=True, exist_ok=True)
                (project / path).write_bytes(data)
            self._emitted[key] = project
            self._packages.append(package)
        return self._emitted[key]

    def module(self, provider: str, name: str = "acme", sdk: str = "") -> ModuleType:
        """Emit a provider without findings and import its module."""
        project = self.project(provider, name, sdk)
        full_name = f"{project.name}.{name}"
        if full_name not in sys.modules:
            sys.path.insert(0, str(project))
            try:
                importlib.invalidate_caches()
                return importlib.import_module(full_name)
            finally:
                sys.path.remove(str(project))
        return sys.modules[full_name]

    def package(self, provider: str, name: str = "acme", sdk: str = "") -> ModuleType:
        """Emit a provider without findings and import the package that has its module."""
        return sys.modules[str(self.module(provider, name, sdk).__package__)]

    def page(self, provider: str, name: str = "acme", sdk: str = "") -> str:
        """Emit a provider without findings and give its page of the reference."""
        page = self.project(provider, name, sdk) / "docs" / f"{name}.md"
        return page.read_text(encoding="utf-8")

    def row(self, provider: str, first: str) -> dict[str, str]:
        """Give the row of a table of the provider's page that begins with a text.

        The cells stand under the heads of their columns, without the marks of Markdown.
        """
        heads: list[str] = []
        for line in self.page(provider).splitlines():
            plain = line.replace("`", "").replace("\\", "")
            cells = [cell.strip() for cell in plain.split("|")[1:-1]]
            if cells[:1] == [first]:
                return dict(zip(heads, cells, strict=True))
            heads = heads if cells and heads else cells
        raise LookupError(first)

    def close(self) -> None:
        """Forget the packages that were imported."""
        for module in [m for m in sys.modules if m.partition(".")[0] in self._packages]:
            del sys.modules[module]


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """Give the registries of one test file."""
    workshop = Workshop(tmp_path_factory.mktemp("format"))
    with pytest.MonkeyPatch.context() as patch:
        # Compiling the templates takes longer than all the rest, and they do not change.
        patch.setattr(generation, "Renderer", cache(Renderer))
        yield workshop
    workshop.close()


@pytest.fixture(scope="module")
def emit(workshop: Workshop) -> Callable[..., ModuleType]:
    """Give `emit(provider_toml, name="acme", sdk="")`, which gives the provider's module."""
    return workshop.module


@pytest.fixture(scope="module")
def emit_package(workshop: Workshop) -> Callable[..., ModuleType]:
    """Give `emit_package(provider_toml, …)`, which gives the package with the provider's module."""
    return workshop.package


@pytest.fixture(scope="module")
def emit_project(workshop: Workshop) -> Callable[..., Path]:
    """Return `emit_project(provider_toml, …)`, which returns the folder of a generated project."""
    return workshop.project


@pytest.fixture(scope="module")
def emit_page(workshop: Workshop) -> Callable[..., str]:
    """Give `emit_page(provider_toml, …)`, which gives the provider's page of the reference."""
    return workshop.page


@pytest.fixture(scope="module")
def emit_row(workshop: Workshop) -> Callable[[str, str], dict[str, str]]:
    """Give `emit_row(provider_toml, first_cell)`, which gives a row of a table of that page."""
    return workshop.row


@pytest.fixture(scope="module")
def findings(workshop: Workshop) -> Callable[..., set[str]]:
    """Give `findings(provider_toml, …)`, which gives the ids of the rules that are broken."""
    return workshop.findings


@pytest.fixture(scope="module")
def provider_file(workshop: Workshop) -> Callable[..., ProviderFile]:
    """Give `provider_file(provider_toml, …)`, which gives the file as errsmith reads it."""
    return workshop.file
