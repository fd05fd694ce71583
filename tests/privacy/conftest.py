"""Generated SDKs of invented APIs."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from errsmith import generation, lint
from tests.privacy.raising import WAYS, caught
from tests.privacy.vault import REGISTRY, SDK, Generate


@pytest.fixture(scope="session")
def generate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generate]:
    """Give `generate(name, tables)`, which returns the folder of the package of one provider."""
    made: list[Path] = []

    def run(name: str, tables: str) -> Path:
        folder = tmp_path_factory.mktemp(name)
        registry = folder / "registry"
        (registry / "providers").mkdir(parents=True)
        (registry / "LICENSE").write_text("Do as you like.\n", encoding="utf-8")
        (registry / "sdk.toml").write_text(SDK.format(name=name), encoding="utf-8")
        (registry / "providers" / f"{name}.toml").write_text(tables, encoding="utf-8")
        report = lint.check(registry)
        assert [f"{one.rule.id} {one.message}" for one in report.diagnostics] == []
        for path, data in generation.sdk_files(report.registry, verify=True).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        sys.path.insert(0, str(folder))
        importlib.invalidate_caches()
        made.append(folder / f"{name}_errors")
        return made[-1]

    yield run
    for package in made:
        sys.path.remove(str(package.parent))
    names = {package.name for package in made}
    for name in [name for name in sys.modules if name.partition(".")[0] in names]:
        del sys.modules[name]


@pytest.fixture(scope="session")
def package(generate: Generate) -> Path:
    """Give the folder of the package of `vault`."""
    return generate("vault", REGISTRY)


@pytest.fixture(scope="session")
def vault(package: Path) -> Any:
    """Give the generated module of `vault`."""
    return importlib.import_module(f"{package.name}.vault")


@pytest.fixture(scope="session", params=WAYS)
def failure(request: pytest.FixtureRequest, vault: Any) -> BaseException:
    """Give each exception that leaves the SDK, with its traceback."""
    return caught(vault, request.param)
