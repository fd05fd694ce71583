"""Generated Python passes checkers and runs, for the project's registry and invented ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.registries import REGISTRIES as INVENTED
from tests.registries import ROOT, generate_files, write_files

pytestmark = pytest.mark.published

REGISTRIES = {"generated": ROOT / "registry", **INVENTED}
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a generated project for each registry."""
    folder = tmp_path_factory.mktemp("trees") / "generated"
    # Below these settings the files are checked like the project's own in generated/.
    (folder.parent / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    (folder.parent / "tests" / "specimen" / "generated").mkdir(
        parents=True
    )  # named by the settings
    for name, registry in REGISTRIES.items():
        write_files(folder / name, generate_files(registry))
    return folder


def list_packages(trees: Path) -> list[Path]:
    """Return the packages' folders."""
    found = sorted(path.parent for path in trees.glob("*/*/py.typed"))
    assert len(found) == len(REGISTRIES)
    return found


def list_files(trees: Path) -> list[Path]:
    """Return the generated Python files."""
    return [path for folder in list_packages(trees) for path in folder.rglob("*.py")]


def run_tool(*command: str | Path, cwd: Path = ROOT, **environment: str) -> str:
    """Run a tool that must succeed, and return its output."""
    done = subprocess.run(
        [sys.executable, "-m", *map(str, command)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_generated_code_passes_mypy(trees: Path) -> None:
    """mypy accepts the generated code with the project's settings, which are strict."""
    assert PYPROJECT["tool"]["mypy"]["strict"]
    folders = list_packages(trees)
    path = os.pathsep.join(str(folder.parent) for folder in folders)
    output = run_tool("mypy", "--config-file", ROOT / "pyproject.toml", *folders, MYPYPATH=path)
    assert output == f"Success: no issues found in {len(list_files(trees))} source files\n"


def test_generated_code_passes_pyright(trees: Path) -> None:
    """pyright accepts the generated code with the project's settings."""
    folders = list_packages(trees)
    # All have the same runtime, which takes the longest to check.
    excluded = [folder / "_runtime" for folder in folders[1:]]
    settings = {
        **PYPROJECT["tool"]["pyright"],
        "include": [folder.relative_to(trees).as_posix() for folder in folders],
        "exclude": [folder.relative_to(trees).as_posix() for folder in excluded],
        "extraPaths": [str(folder.parent) for folder in folders],
    }
    (trees / "pyrightconfig.json").write_text(json.dumps(settings))
    project = ("--project", trees / "pyrightconfig.json")
    report = json.loads(
        run_tool("pyright", *project, "--outputjson", "--pythonpath", sys.executable)
    )
    assert report["generalDiagnostics"] == []
    checked = [path for path in list_files(trees) if not {*excluded} & {*path.parents}]
    assert report["summary"]["filesAnalyzed"] == len(checked)


def test_generated_code_passes_ty(trees: Path) -> None:
    """ty accepts the generated code with the project's settings."""
    # Files are passed, since the settings add the project's own to folders.
    command = ("ty", "check", "--output-format=concise", "--python", sys.prefix)
    assert run_tool(*command, *list_files(trees), cwd=trees) == "All checks passed!\n"


def test_generated_code_passes_pyrefly(trees: Path) -> None:
    """pyrefly accepts the generated code with the project's settings."""
    # Like ty, pyrefly applies the settings' own selection to folders.
    command = ("pyrefly", "check", "--output-format=json", "--python-interpreter-path")
    output = run_tool(*command, sys.executable, *list_files(trees), cwd=trees)
    assert json.loads(output) == {"errors": []}


def test_generated_code_passes_ruff(trees: Path) -> None:
    """Ruff finds nothing with the project's settings and would not reformat anything."""
    assert run_tool("ruff", "check", "--no-cache", ".", cwd=trees) == "All checks passed!\n"
    output = run_tool("ruff", "format", "--no-cache", "--check", ".", cwd=trees)
    pages = [*trees.glob("*/*.md"), *trees.glob("*/docs/**/*.md")]  # Their code is checked too.
    assert output == f"{len(list_files(trees)) + len(pages)} files already formatted\n"


SMOKE = """
import importlib, pathlib, pkgutil, sys
[package] = (path.parent for path in pathlib.Path().glob("*/py.typed"))
sys.path.insert(0, ".")
modules = [
    importlib.import_module(found.name)
    for found in pkgutil.walk_packages([str(package)], f"{package.name}.")
    if not found.name.endswith("__main__")
]
BODIES = [b"", b"{}", b"[]", b"[{}]", b"null", b'{"type": {}, "item": [], "error": {"a": [1]}}']
for module in modules:
    if not hasattr(module, "raise_for_error"):
        continue
    for body in BODIES:
        for status in (None, 200, 400, 500):
            error = module.parse(status=status, headers={}, body=body)
            str(error), repr(error), error.log_fields(), error.retry_after
    for name, cls in module.ERRORS.items():
        assert cls.__module__ == module.__name__ and cls.info.code is not None
        assert getattr(module, cls.__name__) is cls
        assert module.Code(cls.info.code).value == cls(status=400).code
print(len(modules))
"""


@pytest.mark.parametrize("name", REGISTRIES)
def test_generated_code_runs_without_warnings(trees: Path, name: str) -> None:
    """Every module can be imported, every class created, and every envelope read."""
    done = subprocess.run(
        [sys.executable, "-I", "-B", "-W", "error", "-X", "dev", "-c", SMOKE],
        cwd=trees / name,
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    providers = list((REGISTRIES[name] / "providers").glob("*.toml"))
    assert int(done.stdout) > len(providers)


@pytest.mark.parametrize("name", REGISTRIES)
def test_generated_project_can_be_built(trees: Path, name: str) -> None:
    """The build finds the files that the generated project names."""
    project = tomllib.loads((trees / name / "pyproject.toml").read_text("utf-8"))
    sdk = tomllib.loads((REGISTRIES[name] / "sdk.toml").read_text("utf-8"))
    assert project["project"]["name"] == sdk["distribution"]
    assert project["project"]["version"] == sdk["version"]
    assert project["project"]["description"] == sdk["summary"]
    [package] = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert (trees / name / package / "__init__.py").is_file()
    for file in (project["project"]["readme"], *project["project"]["license-files"]):
        assert (trees / name / file).is_file()
