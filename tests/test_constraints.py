"""`constraints.txt`: every installation is the same, and no package index is named."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

pytestmark = pytest.mark.published

ROOT = Path(__file__).parents[1]
LINES = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
PINS = [Requirement(line) for line in LINES if not line.startswith("#")]
PINNED = {
    canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
    for pin in PINS
    if pin.marker is None or pin.marker.evaluate()
}
"""The versions of this Python and this system, by name."""


def read_table(file: str) -> dict[str, Any]:
    """Read a pyproject.toml."""
    return tomllib.loads((ROOT / file).read_text(encoding="utf-8"))


def read_group(name: str) -> list[str]:
    """Return the requirements of a dependency group, without groups that it includes."""
    listed: list[Any] = read_table("pyproject.toml")["dependency-groups"][name]
    return [entry for entry in listed if isinstance(entry, str)]


GROUPS = list(read_table("pyproject.toml")["dependency-groups"])
REQUIRED = {
    **{name: read_group(name) for name in GROUPS},
    **{
        f"{kind} of {file}": required
        for file in ("pyproject.toml", "generated/pyproject.toml")
        for kind, required in {
            "dependencies": read_table(file)["project"]["dependencies"],
            "build-system": read_table(file)["build-system"]["requires"],
        }.items()
    },
}


def test_header_names_the_command() -> None:
    """The header says how to refresh the file."""
    assert "`nox -s constraints`" in " ".join(line for line in LINES if line.startswith("#"))


def test_line_is_a_plain_pin() -> None:
    """Each line is one version of one package: no hash, no index, no option, no URL."""
    pin = re.compile(r"[a-z0-9-]+==[\w.]+( ; [\w.*'<>=! ()]+)?")
    assert [line for line in LINES if line[0] != "#" and not pin.fullmatch(line)] == []


@pytest.mark.parametrize("requirements", REQUIRED.values(), ids=REQUIRED)
def test_requirement_is_pinned(requirements: list[str]) -> None:
    """Each requirement in pyproject.toml is pinned to a version that it allows."""
    for requirement in map(Requirement, requirements):
        version = PINNED[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), requirement


def test_dependency_of_a_dependency_is_pinned() -> None:
    """All dependencies of the packages that run these tests are pinned."""
    waiting = [Requirement(line) for line in read_group("tests")]
    seen: set[str] = set()
    while waiting:
        requirement = waiting.pop()
        if str(requirement) in seen:
            continue
        seen.add(str(requirement))
        pinned = PINNED[canonicalize_name(requirement.name)]
        if metadata.version(requirement.name) != pinned:
            continue  # other versions with other dependencies
        found = [Requirement(line) for line in metadata.requires(requirement.name) or ()]
        extras = [{"extra": extra} for extra in ("", *requirement.extras)]
        waiting += [
            dependency
            for dependency in found
            if dependency.marker is None
            or any(dependency.marker.evaluate(extra) for extra in extras)
        ]
    assert len(seen) > len(read_group("tests"))


def test_session_installs_pinned_packages() -> None:
    """Only the session for the oldest versions installs anything without pins."""
    tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    unpinned = {
        function.name
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "session.install"
        if ast.unparse(call.args[0]) not in {"*pins", "*PINNED"}
    }
    assert unpinned == {"tests_lowest"}


@pytest.mark.parametrize("file", ["README.md", "CONTRIBUTING.md", "benchmarks/README.md"])
def test_command_installs_pinned_packages(file: str) -> None:
    """Commands that install tools use the pins; installing a distribution does not need them."""
    text = (ROOT / file).read_text(encoding="utf-8")
    commands = re.findall(r"pip install ([^`&\n]+)", text)
    fine = ("-c constraints.txt ", "--no-index ", ".")
    assert [command for command in commands if not command.startswith(fine)] == []
