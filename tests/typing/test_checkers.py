"""mypy, pyright, ty and pyrefly accept clients' code, and reject its mistakes.

`accepted/` and `rejected/` contain client code that never runs. A line that checkers must reject
ends in `# error`: each checker, configured as in pyproject.toml, reports exactly these lines.

| topic | accepted | rejected |
|---|---|---|
| catching by class, group, kind | `catching` | `catching`: misspelled, not classes |
| narrowing, types of fields | `narrowing`, `fields` | `fields`: misspelled, None, read-only |
| a `match` over `known_code` | `matching` | `codes`: misspelled and omitted ones |
| making errors by hand | `making` | `making` |
| `parse`, `raise_for_error`, hooks | `receiving`, `hooking`, `sending` | `receiving`, `hooking` |
| `from_response`: an error or None | `returning` | `returning` |
| responses of the test kit | `testing` | |
| retrying | `retrying` | `retrying` |
| the cattrs converter | `converting` | `converting` |
| no checker runs with its lax defaults | | `strictness` |
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(Path(__file__).parent.glob("*/*.py"))
MARK = "  # error"

Findings = dict[tuple[Path, int], str]


def run(tool: str, *arguments: str) -> str:
    """Run a checker on all files, and return its output."""
    done = subprocess.run(
        [sys.executable, "-m", tool, *arguments, *FILES],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    # Any other exit code means that the checker failed: for example, its configuration is wrong.
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout


def mypy() -> Findings:
    lines = run("mypy", "--output=json").splitlines()
    found = [finding for line in lines if (finding := json.loads(line))["severity"] == "error"]
    return {
        (ROOT / finding["file"], finding["line"]): f"{finding['message']} ({finding['code']})"
        for finding in found
    }


def pyright() -> Findings:
    said = json.loads(run("pyright", "--outputjson", "--pythonpath", sys.executable))
    assert said["summary"]["filesAnalyzed"] == len(FILES)
    return {
        (
            ROOT / finding["file"],
            finding["range"]["start"]["line"] + 1,
        ): f"{finding['message']} ({finding['rule']})"
        for finding in said["generalDiagnostics"]
    }


def ty() -> Findings:
    found = json.loads(run("ty", "check", "--output-format=gitlab", "--python", sys.prefix))
    return {
        (
            ROOT / finding["location"]["path"],
            finding["location"]["positions"]["begin"]["line"],
        ): finding["description"]
        for finding in found
    }


def pyrefly() -> Findings:
    interpreter = ("--python-interpreter-path", sys.executable)
    said = json.loads(run("pyrefly", "check", "--output-format=json", *interpreter))
    return {
        (
            ROOT / finding["path"],
            finding["line"],
        ): f"{finding['concise_description']} ({finding['name']})"
        for finding in said["errors"]
    }


def list_marked() -> Findings:
    """Return the lines that checkers must reject, and their code."""
    return {
        (path, number): line.removesuffix(MARK).strip()
        for path in FILES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if line.endswith(MARK)
    }


def format_findings(findings: Findings) -> list[str]:
    return [f"{path.relative_to(ROOT)}:{n}: {what}" for (path, n), what in sorted(findings.items())]


@pytest.mark.parametrize("check", [mypy, pyright, ty, pyrefly], ids=lambda check: check.__name__)
def test_checker_rejects_only_marked_lines(check: Callable[[], Findings]) -> None:
    """Each marked line has a finding, and no other line has one."""
    expected, found = list_marked(), check()
    missed = {place: f"not refused: {expected[place]}" for place in expected.keys() - found}
    surplus = {place: f"not marked: {found[place]}" for place in found.keys() - expected}
    differences = format_findings(missed | surplus)
    assert not differences, "\n".join(["", *differences])


def test_marks_are_in_rejected_code() -> None:
    """Each file of mistakes has marks, and no accepted file has any."""
    assert {path for path, _ in list_marked()} == {p for p in FILES if p.parent.name == "rejected"}
