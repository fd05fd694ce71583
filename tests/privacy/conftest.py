"""Fixtures: generated SDKs of invented APIs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.privacy.raising import WAYS, catch
from tests.privacy.vault import REGISTRY
from tests.registries import Generate, Project, Workshop


@pytest.fixture(scope="session")
def generate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generate]:
    """Return `generate(name, text)`, which generates the package of one provider."""
    workshop = Workshop(tmp_path_factory.mktemp("privacy"))
    yield lambda name, text: workshop.generate({name: text}, package=f"{name}_errors")
    workshop.close()


@pytest.fixture(scope="session")
def project(generate: Generate) -> Project:
    """Return the project of `vault`."""
    return generate("vault", REGISTRY)


@pytest.fixture(scope="session")
def package(project: Project) -> Path:
    """Return the folder of the package of `vault`."""
    return project.package_folder


@pytest.fixture(scope="session")
def vault(project: Project) -> Any:
    """Return the generated module of `vault`."""
    return project.load("vault")


@pytest.fixture(scope="session", params=WAYS)
def failure(request: pytest.FixtureRequest, vault: Any) -> BaseException:
    """Return each exception that leaves the SDK, with its traceback."""
    return catch(vault, request.param)
