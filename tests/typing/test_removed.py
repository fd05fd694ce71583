"""Type checkers report the use of a removed class, in clients only; Python does not."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.registries import Project, generate, sdk_toml, write_files, write_registry

ACME = """
[[envelopes]]
id = "json"
code = { path = "error" }

[errors.OLD]
class = "OldWayError"
status = 400
summary = "The old way is closed."
removed = { since = "0.2.0", replacement = ["NEW", "FADING"], reason = "It was split." }

[errors.FADING]
class = "FadingWayError"
status = 409
summary = "Few still use it."
deprecated = { since = "0.2.0", replacement = "NEW" }

[errors.NEW]
class = "NewWayError"
status = 404
summary = "The new way is closed."
"""
CLIENT = """
from removed_errors import acme

error = acme.from_code("OLD")
known = acme.ERRORS["OLD"]
fading = acme.FadingWayError()
if isinstance(error, acme.OldWayError):
    pass
"""
LINE = CLIENT.splitlines().index("if isinstance(error, acme.OldWayError):") + 1


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return the project with a client in its folder."""
    folder = tmp_path_factory.mktemp("removed")
    registry = write_registry(folder / "registry", ACME, sdk_toml(version='"0.2.0"'))
    write_files(folder, {"client.py": CLIENT})
    return generate(registry, folder, "removed_errors")


def run(project: Project, tool: str, *arguments: str) -> str:
    files = ("client.py", "removed_errors/acme.py", "removed_errors/__init__.py")
    command = [sys.executable, "-m", tool, *arguments, *files]
    done = subprocess.run(command, cwd=project.folder, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout


def mypy(project: Project) -> list[tuple[str, int]]:
    said = run(project, "mypy", "--strict", "--enable-error-code=deprecated", "--output=json")
    found = [json.loads(line) for line in said.splitlines()]
    return [(Path(finding["file"]).name, finding["line"]) for finding in found]


def pyright(project: Project) -> list[tuple[str, int]]:
    settings = {"typeCheckingMode": "standard", "reportDeprecated": "error"}
    (project.folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    arguments = ("--outputjson", "--pythonpath", sys.executable, "--project", str(project.folder))
    command = [sys.executable, "-m", "pyright", *arguments]
    done = subprocess.run(command, cwd=project.folder, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)["generalDiagnostics"]
    places = [
        (Path(finding["file"]).name, finding["range"]["start"]["line"] + 1) for finding in found
    ]
    return [place for place in places if place[0] in ("client.py", "acme.py", "__init__.py")]


def ty(project: Project) -> list[tuple[str, int]]:
    options = ("--error=deprecated", "--output-format=gitlab", "--python", sys.prefix)
    found = json.loads(run(project, "ty", "check", *options))
    return [
        (Path(finding["location"]["path"]).name, finding["location"]["positions"]["begin"]["line"])
        for finding in found
    ]


def pyrefly(project: Project) -> list[tuple[str, int]]:
    options = ("--output-format=json", "--error=deprecated", "--min-severity=warn")
    interpreter = ("--python-interpreter-path", sys.executable)
    found = json.loads(run(project, "pyrefly", "check", *options, *interpreter))["errors"]
    return [(Path(finding["path"]).name, finding["line"]) for finding in found]


@pytest.mark.parametrize("check", [mypy, pyright, ty, pyrefly], ids=lambda check: check.__name__)
def test_use_of_a_removed_class_is_reported(
    project: Project, check: Callable[[Project], list[tuple[str, int]]]
) -> None:
    """The client's line is reported once; the module's own table is not reported."""
    assert check(project) == [("client.py", LINE)]


def test_removed_class_works_without_a_warning(project: Project) -> None:
    """Responses are still read as removed errors, and nothing warns at run time."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        acme = project.load("acme")
        assert type(acme.from_code("OLD")) is acme.OldWayError is acme.ERRORS["OLD"]
    assert "still sent" in str(acme.FadingWayError.__doc__)
    assert "still sent" not in str(acme.OldWayError.__doc__)
