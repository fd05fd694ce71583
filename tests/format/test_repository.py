"""`repository` of `sdk.toml`: the URL of the generated project's source code."""

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
REPOSITORY = "https://git.acme.example/errors/tree/main/generated"


def list_links(project: Path) -> set[str]:
    """Return the URLs of the links in the project's README."""
    return set(re.findall(r"\]\(([^)]+)\)", (project / "README.md").read_text(encoding="utf-8")))


def read_metadata(project: Path) -> dict[str, Any]:
    """Return the table `[project]` of the project's pyproject.toml."""
    table: dict[str, Any] = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    return table["project"]  # type: ignore[no-any-return]


def test_readme_without_repository(generate_project: GenerateProject) -> None:
    """Links are relative, and each leads to a file of the project."""
    project = generate_project(PROVIDER)
    assert "urls" not in read_metadata(project)
    assert list_links(project)
    assert [link for link in list_links(project) if not (project / link).is_file()] == []


@pytest.mark.parametrize(
    ("repository", "base"),
    [
        pytest.param(REPOSITORY, f"{REPOSITORY}/", id="folder"),
        pytest.param(f"{REPOSITORY}/", f"{REPOSITORY}/", id="closing-slash"),
        pytest.param("https://acme.example", "https://acme.example/", id="host"),
        pytest.param("https://acme.example/é(1)", "https://acme.example/%C3%A9%281%29/", id="odd"),
    ],
)
def test_readme_with_repository(
    generate_project: GenerateProject, repository: str, base: str
) -> None:
    """Each link is the repository's URL plus the relative path; the metadata has the URL itself."""
    project = generate_project(PROVIDER, sdk=f'repository = "{repository}"\n')
    assert read_metadata(project)["urls"] == {"Repository": repository}
    assert list_links(project) == {base + link for link in list_links(generate_project(PROVIDER))}


def test_other_files_with_repository(generate_project: GenerateProject) -> None:
    """Pages keep their relative links: only the README is also shown elsewhere."""
    project = generate_project(PROVIDER, sdk=f'repository = "{REPOSITORY}"\n')
    assert [
        path for path in project.glob("docs/**/*.md") if REPOSITORY in path.read_text("utf-8")
    ] == []
