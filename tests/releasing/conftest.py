"""Fixtures for tests of releases."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.registries import MakeRegistry, write_registry
from tests.releasing.histories import FIRST, Project, commit, write_state


@pytest.fixture
def make_registry(tmp_path: Path) -> MakeRegistry:
    """Return a function that writes a registry and returns its folder."""
    return partial(write_registry, tmp_path / "registry")


@pytest.fixture(scope="session")
def generated_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a committed project with the first state, which no test changes."""
    folder = tmp_path_factory.mktemp("project")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        write_state(folder, FIRST)
    return folder


@pytest.fixture(scope="session")
def released_project(generated_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a committed project with the release 0.1.0, which no test changes."""
    folder = Project(generated_project).copy(tmp_path_factory.mktemp("released") / "project")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder.path)
        assert folder.run("release").code == 0
    commit(folder.path)
    return folder.path


@pytest.fixture
def enter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[Path], Project]:
    """Return a function that copies a project, which becomes the current directory."""

    def capture() -> tuple[str, str]:
        out, err = capsys.readouterr()
        return out, err

    def enter_(template: Path) -> Project:
        project = Project(template, capture).copy(tmp_path / "project")
        monkeypatch.chdir(project.path)
        return project

    return enter_


@pytest.fixture
def unreleased(enter: Callable[[Path], Project], generated_project: Path) -> Project:
    """Return a project without releases."""
    return enter(generated_project)


@pytest.fixture
def project(enter: Callable[[Path], Project], released_project: Path) -> Project:
    """Return a project with the release 0.1.0, in which nothing has changed since."""
    return enter(released_project)
