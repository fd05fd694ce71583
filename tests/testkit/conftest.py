"""Packages that errsmith emits from invented registries, with their test kits."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path

import pytest

from errsmith import generation, lint
from specimen_errors import _runtime

Emit = Callable[[Mapping[str, str]], Path]
TESTS = Path(__file__).parents[1]

SDK = """
distribution = "kit-errors"
package = "{package}"
version = "0.1.0"
summary = "Typed errors of invented APIs."
license = "MIT"
license_file = "LICENSE"
author = "Nobody"
"""
HEAD = """
[provider]
title = "Acme"
class = "AcmeError"

[sources.errors]
url = "https://acme.example/errors"
retrieved = 2026-11-21
"""


UNREAD = ("R245", "R401", "R402", "R403", "R404")
"""Rules about what no response is read as, or can be sent, some of which is here on purpose."""


@pytest.fixture(scope="session")
def emit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emit]:
    """Give `emit(providers)`, which gives the folder and the name of a package of these providers.

    Each is a name and the tables of its file but for the first two.
    """
    folder = tmp_path_factory.mktemp("kit")
    numbers = count(1)
    sys.path.insert(0, str(folder))

    def run(providers: Mapping[str, str]) -> Path:
        package = f"kit_{next(numbers)}_errors"
        registry = folder / f"{package}_registry"
        (registry / "providers").mkdir(parents=True)
        (registry / "LICENSE").write_text("Do as you like.\n", encoding="utf-8")
        (registry / "sdk.toml").write_text(SDK.format(package=package), encoding="utf-8")
        for name, tables in providers.items():
            path = registry / "providers" / f"{name}.toml"
            path.write_text(HEAD + tables, encoding="utf-8")
        report = lint.check(registry)
        found = [one for one in report.diagnostics if one.rule.id not in UNREAD]
        assert [f"{one.rule.id} {one.message}" for one in found] == []
        for path_, data in generation.sdk_files(report.registry, verify=True).items():
            (folder / path_).parent.mkdir(parents=True, exist_ok=True)
            (folder / path_).write_bytes(data)
        importlib.invalidate_caches()
        return folder / package

    yield run
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.startswith("kit_")]:
        del sys.modules[name]


@pytest.fixture(scope="session")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a folder of the packages of `tests/golden`, from which they can be imported.

    Their own folders hold all that is emitted but the runtime, which is the same in every SDK.
    """
    folder = tmp_path_factory.mktemp("golden_kits")
    for package in TESTS.glob("golden/*/expected/*_errors"):
        shutil.copytree(package, folder / package.name)
        shutil.copytree(Path(_runtime.__path__[0]), folder / package.name / "_runtime")
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    yield folder
    sys.path.remove(str(folder))
    packages = {path.name for path in folder.iterdir()}
    for name in [name for name in sys.modules if name.partition(".")[0] in packages]:
        del sys.modules[name]
