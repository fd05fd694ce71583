"""`.pre-commit-hooks.yaml`: hooks that other repositories can use."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess

import pytest
import yaml

from errsmith import cli
from tests.registries import ROOT

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
HOOKS = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_hook_runs_a_command_on_changes_of_the_registry(hook: dict[str, object]) -> None:
    """The command exists, and takes no file names."""
    program, *arguments = shlex.split(str(hook["entry"]))
    assert program == "errsmith"
    cli.app.parse_args(arguments, exit_on_error=False, print_error=False)
    assert hook["language"] == "python"
    assert hook["pass_filenames"] is False
    assert re.search(str(hook["files"]), "registry/providers/acme.toml")


def test_ids_are_those_of_the_readme() -> None:
    """Users copy the ids from the head of the file."""
    head = MANIFEST.read_text(encoding="utf-8").partition("\n\n")[0]
    listed = re.findall(r"- id: ([a-z-]+)", head)
    assert [hook["id"] for hook in HOOKS] == listed == ["errsmith-lint", "errsmith-generate"]


def test_prek_accepts_the_manifest() -> None:
    """The keys are those of the format, if prek is here to check it."""
    prek = shutil.which("prek")
    if prek is None:
        pytest.skip("prek is not installed")
    command = [prek, "validate-manifest", str(MANIFEST)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
