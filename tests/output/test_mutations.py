"""The tests beside this one notice any change that is made on one side only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .mutations import MUTATIONS, Mutation
from .registry import ROOT

SPECIMEN = ROOT / "tests" / "specimen"
GOLDEN = ROOT / "tests" / "golden"
OTHERS = sorted(path.name for path in GOLDEN.iterdir())
PARTS = ("pyproject.toml", "registry/README.md", "tests/output")
"""Files that these tests read, apart from a registry and its output: also the tests themselves."""

FILES = sorted({mutation.test.partition("::")[0] for mutation in MUTATIONS})


def project(root: Path, registry: Path, generated: Path) -> Path:
    """Copy the parts of the project that the tests in this folder read."""
    shutil.copytree(registry, root / "registry")
    shutil.copytree(generated, root / "generated")
    for part in PARTS:
        place = root / part
        place.parent.mkdir(exist_ok=True)
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, place)
        else:
            shutil.copy2(ROOT / part, place)
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project with an invented registry."""
    return project(tmp_path, SPECIMEN / "registry", SPECIMEN / "generated")


def run(root: Path, *tests: str) -> subprocess.CompletedProcess[str]:
    """Run tests of a copy on that copy."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    own = {"PYTHONPATH": str(root / "generated"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(
        [sys.executable, "-B", "-m", "pytest", "-p", "no:cacheprovider", "--tb=line", *tests],
        cwd=root / "tests" / "output",
        env={**inherited, **own},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_copy_without_change(root: Path) -> None:
    """Without a change, the copy's tests pass."""
    done = run(root, *FILES)
    assert done.returncode == pytest.ExitCode.OK, done.stdout


@pytest.mark.parametrize("name", OTHERS)
def test_other_registry(name: str, tmp_path: Path) -> None:
    """The tests pass for registries other than the project's."""
    root = project(tmp_path, GOLDEN / name / "registry", GOLDEN / name / "expected")
    [package] = (path.parent for path in root.glob("generated/*/py.typed"))
    [runtime] = SPECIMEN.glob("generated/*/_runtime")
    shutil.copytree(runtime, package / "_runtime")
    done = run(root, *FILES)
    assert done.returncode == pytest.ExitCode.OK, done.stdout


@pytest.mark.parametrize(
    "mutation", [pytest.param(mutation, id=mutation.name) for mutation in MUTATIONS]
)
def test_change_on_one_side(mutation: Mutation, root: Path) -> None:
    """The test that compares the changed fact fails."""
    mutation.apply(root)
    done = run(root, mutation.test)
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout
