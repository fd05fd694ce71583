"""The classifiers of both distributions list the versions of Python that sessions test."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def read_versions(file: str) -> set[str]:
    """Return the Python versions in the classifiers of a pyproject.toml."""
    project = tomllib.loads((ROOT / file).read_text(encoding="utf-8"))["project"]
    last = (
        classifier.rpartition(" :: ")[2]
        for classifier in project["classifiers"]
        if "Python ::" in classifier
    )
    return {version for version in last if "." in version}


def test_versions_of_errsmith() -> None:
    """`tests_on`, which runs the whole suite, uses the same list."""
    assert "3.11" in read_versions("pyproject.toml")
    assert "PYTHONS = nox.project.python_versions(PYPROJECT)" in ast.unparse(parse_noxfile())


@pytest.mark.published
def test_versions_of_sdk() -> None:
    """They are the suite's versions and those with a session of their own."""
    sessions = {node.name for node in parse_noxfile().body if isinstance(node, ast.FunctionDef)}
    further = read_versions("generated/pyproject.toml") - read_versions("pyproject.toml")
    assert further == {"3.14"}
    assert {f"python{version.replace('.', '')}" for version in further} <= sessions
    assert read_versions("pyproject.toml") <= read_versions("generated/pyproject.toml")


def test_versions_that_packages_are_pinned_for() -> None:
    """Packages without wheels for a version are pinned to a release that has them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["uv"]
    pinned = {f"python_version == '{version}'" for version in read_versions("pyproject.toml")}
    assert set(settings["required-environments"]) == pinned


def parse_noxfile() -> ast.Module:
    return ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
