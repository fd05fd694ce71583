"""`changes/README.md`: its tables are complete, and its example is what errsmith prints."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from markdown_it import MarkdownIt

from errsmith.changes.building import build_snapshot
from errsmith.changes.change import Affected, Level
from errsmith.changes.comparing import compare, list_rules
from errsmith.changes.report import json as report_json
from errsmith.changes.report import text
from errsmith.changes.report.contents import Report
from errsmith.changes.versions import propose_version
from tests.registries import ROOT, read_registry, write_registry

PAGE: Final = ROOT / "generator" / "errsmith" / "changes" / "README.md"
TEXT: Final = PAGE.read_text(encoding="utf-8")
ACME: Final = """\
[errors.ORDER_CLOSED]
status = 409
summary = "Nobody can change it now."
"""


def read_table(*header: str) -> list[tuple[str, ...]]:
    """Return the rows of the tables with this header, without backticks."""
    rows: list[tuple[str, ...]] = []
    row: list[str] = []
    is_found = False
    for token in MarkdownIt().enable("table").parse(TEXT):
        if token.type == "inline" and token.level > 3:  # Not an item of a list.
            row.append(token.content.replace("`", ""))
        elif token.type == "tr_close":
            is_header = not is_found and tuple(row) == header
            rows += [tuple(row)] if is_found else []
            is_found, row = is_found or is_header, []
        elif token.type == "table_close":
            is_found = False
    return rows


def test_rules() -> None:
    """Every rule has a row, in order."""
    assert read_table("rule", "name", "level", "meaning", "affects") == [
        (
            rule.rule.id,
            rule.rule.name,
            ", ".join(level.value for level in rule.levels),
            rule.rule.summary.rstrip(".").replace("`", ""),
            ", ".join(sorted(part.value for part in rule.affected)),
        )
        for rule in list_rules()
    ]


def test_levels() -> None:
    """Every level has a row, the most severe first."""
    rows = read_table("level", "meaning", "example")
    assert [row[0] for row in rows] == [level.value for level in Level]


def make_report(tmp_path: Path) -> Report:
    old = build_snapshot(read_registry(write_registry(tmp_path, ACME)))
    new = build_snapshot(read_registry(write_registry(tmp_path, ACME.replace("409", "410"))))
    changes = compare(old, new)
    proposal = propose_version(old.version, changes, new.version)
    return Report(old="release 0.1.0", new="registry", changes=changes, proposal=proposal)


def test_example(tmp_path: Path) -> None:
    """The example is what is printed."""
    shown = next(token for token in MarkdownIt().parse(TEXT) if token.info == "console").content
    assert shown == f"$ errsmith diff\n{text.render(make_report(tmp_path))}"


def test_json_keys(tmp_path: Path) -> None:
    """The keys of the report and of a change are complete, and so is what can be affected."""
    report = json.loads(report_json.render(make_report(tmp_path)))
    rows = read_table("key", "value")
    keys = {key for row in rows for key in row[0].split(", ")}
    assert keys == report.keys() | report["changes"][0].keys()
    (affected,) = (row[1] for row in rows if row[0] == "affected")
    named = affected.removeprefix("what it affects: ").split(", ")
    assert {name.strip('"') for name in named} == {part.value for part in Affected}


# --- the job -------------------------------------------------------------------------------------


def read_job() -> Any:
    shown = next(token for token in MarkdownIt().parse(TEXT) if token.info == "yaml").content
    return yaml.safe_load(shown)["changes"]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a git repository with a registry, and an `errsmith` and a `gh` on its own PATH."""
    folder = tmp_path / "repository"
    write_registry(folder / "registry", ACME)
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "Start"]):
        git(folder, *arguments)
    programs = tmp_path / "bin"
    programs.mkdir()
    runner = f'exec "{sys.executable}" -m errsmith "$@"\n'
    poster = f'echo "$@" >> "{tmp_path}/calls"\ncat "${{@: -1}}" > "{tmp_path}/comment"\n'
    for name, script in {"errsmith": runner, "gh": poster}.items():
        (programs / name).write_text(f"#!/bin/bash\n{script}", encoding="utf-8")
        (programs / name).chmod(0o755)
    return folder


def git(folder: Path, *arguments: str) -> str:
    names = ("-c", "user.name=a", "-c", "user.email=a@b.example")
    done = subprocess.run(
        ["git", *names, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [("409", 0, "no changes for clients"), ("410", 1, "1 breaking, 4 risky"), ('"4"', 2, "")],
)
@pytest.mark.skipif(shutil.which("bash") is None, reason="the job runs in bash")
def test_job_comments_and_fails_if_something_breaks(
    repository: Path, status: str, code: int, said: str
) -> None:
    """The comment has the report; nothing is posted if there is none."""
    base = git(repository, "rev-parse", "HEAD")
    path = repository / "registry" / "providers" / "acme.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("409", status), encoding="utf-8")
    step = read_job()["steps"][-1]["run"]
    top = repository.parent
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", step],
        cwd=repository,
        env={
            **os.environ,
            "PATH": f"{top / 'bin'}:{os.environ['PATH']}",
            "RUNNER_TEMP": str(top),
            "GITHUB_STEP_SUMMARY": str(top / "summary"),
            "BASE": base,
            "NUMBER": "7",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert said in (top / "summary").read_text(encoding="utf-8")
    assert (top / "calls").exists() == (code < 2)
    if code < 2:
        comment = (top / "comment").read_text(encoding="utf-8")
        assert comment == (top / "summary").read_text(encoding="utf-8")
        assert comment.startswith("## Changes for clients\n")
        assert (top / "calls").read_text(encoding="utf-8").startswith("pr comment 7 --edit-last")
