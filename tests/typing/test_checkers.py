"""mypy, pyright, ty and pyrefly accept clients' code, and refuse its mistakes.

`accepted/` and `rejected/` hold code of clients, which nobody runs. A line that a checker has to
refuse ends in `# error`: each one, configured as in pyproject.toml, reports these lines alone.

| theme | accepted | rejected |
|---|---|---|
| catching by class, family, kind | `catching` | `catching`: misspelt classes, what is none |
| narrowing, and the types of fields | `narrowing`, `fields` | `fields`: misspelt, None, read-only |
| a `match` over `known_code` | `matching` | `codes`: misspelt and forgotten ones |
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
    """Run a checker on all files, and give what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", tool, *arguments, *FILES],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    # With any other, the checker could not do its work: its configuration is wrong, for instance.
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout


def mypy() -> Findings:
    lines = run("mypy", "--output=json").splitlines()
    found = [one for line in lines if (one := json.loads(line))["severity"] == "error"]
    return {(ROOT / one["file"], one["line"]): f"{one['message']} ({one['code']})" for one in found}


def pyright() -> Findings:
    said = json.loads(run("pyright", "--outputjson", "--pythonpath", sys.executable))
    assert said["summary"]["filesAnalyzed"] == len(FILES)
    return {
        (ROOT / one["file"], one["range"]["start"]["line"] + 1): f"{one['message']} ({one['rule']})"
        for one in said["generalDiagnostics"]
    }


def ty() -> Findings:
    found = json.loads(run("ty", "check", "--output-format=gitlab", "--python", sys.prefix))
    return {
        (ROOT / one["location"]["path"], one["location"]["positions"]["begin"]["line"]): one[
            "description"
        ]
        for one in found
    }


def pyrefly() -> Findings:
    interpreter = ("--python-interpreter-path", sys.executable)
    said = json.loads(run("pyrefly", "check", "--output-format=json", *interpreter))
    return {
        (ROOT / one["path"], one["line"]): f"{one['concise_description']} ({one['name']})"
        for one in said["errors"]
    }


def marked() -> Findings:
    """Return the lines that a checker has to refuse, and what stands there."""
    return {
        (path, number): line.removesuffix(MARK).strip()
        for path in FILES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if line.endswith(MARK)
    }


def shown(findings: Findings) -> list[str]:
    return [f"{path.relative_to(ROOT)}:{n}: {what}" for (path, n), what in sorted(findings.items())]


@pytest.mark.parametrize("check", [mypy, pyright, ty, pyrefly], ids=lambda check: check.__name__)
def test_checker_refuses_marked_lines_alone(check: Callable[[], Findings]) -> None:
    """Clients' code has no findings but in the lines with a mistake, of which each has one."""
    expected, found = marked(), check()
    missed = {place: f"not refused: {expected[place]}" for place in expected.keys() - found}
    surplus = {place: f"not marked: {found[place]}" for place in found.keys() - expected}
    differences = shown(missed | surplus)
    assert not differences, "\n".join(["", *differences])


def test_marks_are_in_rejected_code() -> None:
    """Each file of mistakes has some, and a file that is accepted has none."""
    assert {path for path, _ in marked()} == {p for p in FILES if p.parent.name == "rejected"}
