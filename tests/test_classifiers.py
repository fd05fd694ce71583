"""The classifiers of both distributions: they name the versions of Python that sessions run."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def versions(file: str) -> set[str]:
    """Return the versions that a pyproject.toml classifies its distribution for."""
    project = tomllib.loads((ROOT / file).read_text(encoding="utf-8"))["project"]
    last = (one.rpartition(" :: ")[2] for one in project["classifiers"] if "Python ::" in one)
    return {one for one in last if "." in one}


def test_versions_of_errsmith() -> None:
    """Sessions run the whole suite on them: `tests_on` takes the list from there."""
    assert "3.11" in versions("pyproject.toml")
    assert "PYTHONS = nox.project.python_versions(PYPROJECT)" in ast.unparse(noxfile())


def test_versions_of_sdk() -> None:
    """They are those of the suite, and those that have a session of their own."""
    sessions = {one.name for one in noxfile().body if isinstance(one, ast.FunctionDef)}
    further = versions("generated/pyproject.toml") - versions("pyproject.toml")
    assert further == {"3.14"}
    assert {f"python{one.replace('.', '')}" for one in further} <= sessions
    assert versions("pyproject.toml") <= versions("generated/pyproject.toml")


def test_versions_that_packages_are_pinned_for() -> None:
    """A package without wheels for one of them is pinned to a release that has some."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["uv"]
    pinned = {f"python_version == '{one}'" for one in versions("pyproject.toml")}
    assert set(settings["required-environments"]) == pinned


def noxfile() -> ast.Module:
    return ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
