"""The walk in CONTRIBUTING.md, from a changed page to built distributions.

Its commands are run as they are written there; only the push goes to a repository on this machine,
and the upload that it would start is left out.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

import pytest
import yaml
from attrs import frozen
from markdown_it import MarkdownIt

from errsmith.cli import main
from errsmith.drift.fetching import FetchedPage, PageFetcher
from tests.registries import ROOT
from tests.releasing.histories import GIT, commit, run_git

CONTRIBUTING: Final = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SECTION: Final = re.split(r"^## ", CONTRIBUTING, flags=re.MULTILINE)
WALK: Final = next(section for section in SECTION if section.startswith("Release the SDK\n"))
README: Final = ROOT / "tests" / "readme"
PAGE: Final = (README / "pages" / "hopae.errors.md").read_text(encoding="utf-8")
OLD_PAGE: Final = re.sub(r"^.*SESSION_LOCKED.*\n", "", PAGE, flags=re.MULTILINE).replace(
    "410", "404"
)
NEW_PAGE: Final = PAGE.replace("410", "409")
"""A new error, and a status that changes the kind of another one."""
SUMMARY: Final = "Another request is using the session."


def list_blocks(language: str) -> list[str]:
    """Return the fenced blocks of the walk in a language."""
    tokens = MarkdownIt().parse(WALK)
    return [token.content for token in tokens if token.type == "fence" and token.info == language]


@frozen
class Walk:
    """Runs the commands of the walk in a project."""

    folder: Path

    def run(self, block: str) -> str:
        """Run the commands of a block, and return what they printed."""
        return "".join(map(self._run_line, block.splitlines()))

    def _run_line(self, line: str) -> str:
        words = shlex.split(line)
        variables = dict(word.split("=", 1) for word in words if re.match(r"[A-Z]+=", word))
        program, *arguments = words[len(variables) :]
        if program == "errsmith":
            # In this process, where pages are fetched without a network.
            assert main(arguments) in {0, 1}, line
            return ""
        done = subprocess.run(
            [sys.executable if program == "python" else program, *arguments],
            cwd=self.folder,
            env={**os.environ, **GIT, **variables},
            capture_output=True,
            check=False,
            text=True,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        return done.stdout


@pytest.fixture
def walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Walk:
    """Return a walk in a released project, whose page has changed since."""
    folder = tmp_path / "project"
    shutil.copytree(README / "registry", folder / "registry")
    (folder / "registry" / "providers" / "bankid_esign.toml").unlink()
    monkeypatch.chdir(folder)
    pages = [OLD_PAGE]

    def fetch(_fetcher: object, url: str, **_conditions: str | None) -> FetchedPage:
        return FetchedPage(
            data=pages[-1].encode(),
            url=url,
            content_type="text/markdown",
            etag=None,
            last_modified=None,
            is_unmodified=False,
        )

    monkeypatch.setattr(PageFetcher, "fetch", fetch)
    assert main(["update"]) == 0
    commit(folder)
    assert main(["release"]) == 0
    commit(folder)
    run_git(tmp_path, "init", "--quiet", "--bare", "origin")
    run_git(folder, "remote", "add", "origin", str(tmp_path / "origin"))
    pages.append(NEW_PAGE)
    return Walk(folder)


def test_walk(walk: Walk, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command does what the text around it says."""
    update, follow, release, tag, build, push = list_blocks("sh")
    provider = walk.folder / "registry" / "providers" / "hopae.toml"

    walk.run(update)
    assert "SESSION_LOCKED  to be written" in capsys.readouterr().out
    text = provider.read_text(encoding="utf-8")
    assert text.count('summary = "TODO') == 1
    text = re.sub(r'summary = "TODO.*"', f'summary = "{SUMMARY}"', text)
    provider.write_text(text, encoding="utf-8")

    walk.run(follow)
    printed = capsys.readouterr().out
    assert "`SessionNotFoundError` no longer derives from `NotFoundError`" in printed
    assert "next version: 0.2.0" in printed

    walk.run(release)
    printed = capsys.readouterr().out
    assert "released eid-errors 0.2.0:" in printed
    steps = printed.partition("next steps:\n")[2]
    walk.run(tag)
    assert [shlex.split(line) for line in steps.splitlines()[:3]] == [
        shlex.split(line) for line in tag.splitlines()
    ]
    assert run_git(walk.folder, "describe", "--exact-match") == "eid-errors-0.2.0\n"
    assert run_git(walk.folder, "status", "--porcelain") == ""

    printed = walk.run(build)
    assert "0.2.0" in printed
    assert "SESSION_LOCKED" in printed
    assert_distributions(walk.folder / "dist")

    walk.run(push)
    assert shlex.split(steps.splitlines()[4]) == shlex.split(push)
    origin = walk.folder.with_name("origin")
    assert run_git(origin, "tag") == "eid-errors-0.2.0\n"
    assert run_git(origin, "rev-parse", "main") == run_git(walk.folder, "rev-parse", "HEAD")


def assert_distributions(dist: Path) -> None:
    """Check the built files, and import the installed SDK."""
    with tarfile.open(dist / "eid_errors-0.2.0.tar.gz") as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
        changelog = sdist.extractfile("eid_errors-0.2.0/CHANGELOG.md")
        assert changelog is not None
        assert "SESSION_LOCKED" in changelog.read().decode()
    assert {"README.md", "LICENSE", "pyproject.toml", "docs/hopae.md"} <= names
    with ZipFile(dist / "eid_errors-0.2.0-py3-none-any.whl") as wheel:
        tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert tops == {"eid_errors", "eid_errors-0.2.0.dist-info"}
    code = (
        "import importlib.metadata as metadata; from eid_errors import hopae\n"
        "print(metadata.version('eid-errors'), hopae.__file__)\n"
        'print(hopae.parse(status=409, body=b\'{"title": "SESSION_LOCKED"}\'))\n'
        "print(hopae.SessionLockedError.info.since, hopae.SessionNotFoundError.info.since)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(dist / "try")},
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.splitlines() == [
        f"0.2.0 {dist / 'try' / 'eid_errors' / 'hopae.py'}",
        f"Hopae SESSION_LOCKED (HTTP 409): {SUMMARY}",
        "0.2.0 None",
    ]


# --- the workflow --------------------------------------------------------------------------------

[TEXT] = list_blocks("yaml")
WORKFLOW: Final[dict[Any, Any]] = yaml.safe_load(TEXT)
BUILD, UPLOAD = WORKFLOW["jobs"]["build"], WORKFLOW["jobs"]["upload"]


def test_workflow_runs_for_tags_only() -> None:
    """PyYAML reads `on` as a boolean, GitHub does not."""
    assert WORKFLOW[True] == {"push": {"tags": ["eid-errors-*"]}}


def test_only_the_upload_can_prove_who_it_is() -> None:
    """Code that builds cannot upload, and no job has more permissions than it needs."""
    assert WORKFLOW["permissions"] == {}
    assert BUILD["permissions"] == {"contents": "read"}
    assert UPLOAD["permissions"] == {"contents": "read", "id-token": "write"}
    assert (UPLOAD["needs"], UPLOAD["environment"]) == ("build", "release")
    assert "secrets." not in TEXT
    assert "build" not in " ".join(step.get("run", "") for step in UPLOAD["steps"])


def test_actions_are_those_of_github() -> None:
    """Other actions would be code of others with the permissions of the job."""
    steps = [step for job in (BUILD, UPLOAD) for step in job["steps"]]
    used = {step["uses"].partition("@")[0] for step in steps if "uses" in step}
    assert {action.partition("/")[0] for action in used} == {"actions"}
    checkouts = [step for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert [step["with"] for step in checkouts] == [{"persist-credentials": False}] * 2


def test_workflow_builds_as_people_do() -> None:
    """It runs the command of the walk, and installs what that needs in pinned versions."""
    commands = [step["run"] for step in BUILD["steps"] if "run" in step]
    built = [line for line in list_blocks("sh")[4].splitlines() if " build " in line]
    assert set(built) <= set(commands)
    installs = [command for command in commands if command.startswith("pip ")]
    assert all(" -c constraints.txt " in command for command in installs)


@pytest.mark.parametrize(("tag", "code"), [("eid-errors-0.2.0", 0), ("eid-errors-0.3.0", 2)])
def test_tag_that_does_not_name_the_version_stops_the_workflow(
    tmp_path: Path, tag: str, code: int
) -> None:
    """Nothing is uploaded with the version of another tag."""
    [script] = [step["run"] for step in BUILD["steps"] if "name" in step]
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "eid_errors-0.2.0.tar.gz").touch()
    done = subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "GITHUB_REF_NAME": tag},
        capture_output=True,
        check=False,
    )
    assert done.returncode == code
