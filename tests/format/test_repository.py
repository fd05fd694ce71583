"""`repository` of `sdk.toml`: where the generated project can be browsed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

GenerateProject = Callable[..., Path]

PROVIDER = """
[[envelopes]]
id = "json"
code = { path = "code" }

[errors.BAD]
status = 400
summary = "It is refused."
"""
ADDRESS = "https://git.acme.example/errors/tree/main/generated"


def links(project: Path) -> set[str]:
    """Return the addresses of the links of the project's README."""
    return set(re.findall(r"\]\(([^)]+)\)", (project / "README.md").read_text(encoding="utf-8")))


def metadata(project: Path) -> dict[str, Any]:
    """Return the table `[project]` of the project's pyproject.toml."""
    table: dict[str, Any] = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    return table["project"]  # type: ignore[no-any-return]


def test_readme_without_repository(generate_project: GenerateProject) -> None:
    """Links are relative, and each leads to a file of the project."""
    project = generate_project(PROVIDER)
    assert "urls" not in metadata(project)
    assert links(project)
    assert [one for one in links(project) if not (project / one).is_file()] == []


@pytest.mark.parametrize(
    ("repository", "base"),
    [
        pytest.param(ADDRESS, f"{ADDRESS}/", id="folder"),
        pytest.param(f"{ADDRESS}/", f"{ADDRESS}/", id="closing-slash"),
        pytest.param("https://acme.example", "https://acme.example/", id="host"),
        pytest.param("https://acme.example/é(1)", "https://acme.example/%C3%A9%281%29/", id="odd"),
    ],
)
def test_readme_with_repository(
    generate_project: GenerateProject, repository: str, base: str
) -> None:
    """Each link is the relative one appended to the URL; the metadata has the URL unchanged."""
    project = generate_project(PROVIDER, sdk=f'repository = "{repository}"\n')
    assert metadata(project)["urls"] == {"Repository": repository}
    assert links(project) == {base + one for one in links(generate_project(PROVIDER))}


def test_other_files_with_repository(generate_project: GenerateProject) -> None:
    """Pages beside each other keep their relative links: only the README is shown elsewhere."""
    project = generate_project(PROVIDER, sdk=f'repository = "{ADDRESS}"\n')
    assert [one for one in project.glob("docs/**/*.md") if ADDRESS in one.read_text("utf-8")] == []
