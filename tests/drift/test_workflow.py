"""The workflow that `drift/README.md` shows: its commands exist, and its steps do what it says.

The steps are run by bash, as GitHub runs them, with a `gh` and an `errsmith` that are written for
the tests, and with a real git repository.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from attrs import frozen
from markdown_it import MarkdownIt

from errsmith import cli
from tests.registries import ROOT, write_files

PAGE: Final = ROOT / "generator" / "errsmith" / "drift" / "README.md"
BASH: Final = shutil.which("bash") or "bash"
GIT: Final = shutil.which("git") or "git"
REPORT: Final = "## Registry drift\n\n1 source: 1 with 1 difference.\n"
OTHER_REPORT: Final = "## Registry drift\n\n1 source: 1 with 2 differences.\n"
CRASHES: Final = [2, 137, 139]
"""Exit codes of a page that could not be compared, a killed run, and a crash."""


def read_blocks(language: str) -> list[str]:
    """Return the page's fenced blocks of a language."""
    tokens = MarkdownIt().parse(PAGE.read_text(encoding="utf-8"))
    return [token.content for token in tokens if token.type == "fence" and token.info == language]


WORKFLOW, UPDATE = (yaml.safe_load(block) for block in read_blocks("yaml"))
JOBS: Final[dict[str, dict[str, Any]]] = {**WORKFLOW["jobs"], "update": UPDATE["drift"]}
STEPS: Final = {
    f"{name} {number}": step["run"]
    for name, job in JOBS.items()
    for number, step in enumerate(job["steps"])
    if "run" in step
}


# --- the file ------------------------------------------------------------------------------------


def test_triggers() -> None:
    """PyYAML reads `on` as a boolean, GitHub does not."""
    assert set(WORKFLOW[True]) == {"push", "pull_request", "schedule", "workflow_dispatch"}
    assert WORKFLOW["defaults"]["run"]["shell"] == "bash"


def test_permissions() -> None:
    """Every job has only what it needs, and the token is the only secret."""
    assert WORKFLOW["permissions"] == {}
    assert {name: job["permissions"] for name, job in JOBS.items()} == {
        "check": {"contents": "read"},
        "drift": {"contents": "read", "issues": "write"},
        "update": {"contents": "write", "pull-requests": "write"},
    }
    text = "".join(read_blocks("yaml"))
    assert "secrets." not in text
    assert set(re.findall(r"\$\{\{ *(\S+) *\}\}", text)) == {"github.token", "github.repository"}


def test_actions() -> None:
    """Only actions of GitHub itself are used."""
    used = {step["uses"] for job in JOBS.values() for step in job["steps"] if "uses" in step}
    assert {action.partition("@")[0] for action in used} == {
        "actions/checkout",
        "actions/setup-python",
    }


def test_only_the_job_that_pushes_keeps_the_token() -> None:
    """Otherwise `checkout` leaves it in `.git/config`, where every program can read it."""
    kept = {name: job["steps"][0].get("with", {}) for name, job in JOBS.items()}
    assert kept == {
        "check": {"persist-credentials": False},
        "drift": {"persist-credentials": False},
        "update": {},
    }


def find_commands(script: str) -> list[list[str]]:
    """Return the arguments of each call of errsmith in a script."""
    lines = [line.strip() for line in script.splitlines()]
    calls = [re.split(r" [>|&]|\|\|", line)[0] for line in lines if line.startswith("errsmith ")]
    return [shlex.split(call)[1:] for call in calls]


COMMANDS: Final = [
    command for script in (*STEPS.values(), *read_blocks("sh")) for command in find_commands(script)
]


def test_commands_found() -> None:
    """The workflow runs these commands."""
    assert {command[0] for command in COMMANDS} == {"drift", "generate", "lint", "update"}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_command_exists(command: list[str]) -> None:
    """Each command has the options that the workflow passes."""
    cli.app.parse_args(command, exit_on_error=False, print_error=False)


# --- running its steps ---------------------------------------------------------------------------


@frozen
class Runner:
    """A machine that runs a step in the checkout of a repository.

    Attributes:
        folder: The folder of everything.
    """

    folder: Path

    @property
    def checkout(self) -> Path:
        """The working directory."""
        return self.folder / "checkout"

    @property
    def state(self) -> dict[str, Any]:
        """The issues, the pull requests and the calls so far."""
        state: dict[str, Any] = json.loads((self.folder / "gh.json").read_text(encoding="utf-8"))
        return state

    @property
    def summary(self) -> str:
        """The summary of the last job."""
        return (self.folder / "summary.md").read_text(encoding="utf-8")

    def git(self, *arguments: str) -> str:
        """Run git in the checkout, and return what it prints."""
        return subprocess.run(
            [GIT, *arguments],
            cwd=self.checkout,
            env={**os.environ, **IDENTITY},
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def run(self, job: str, exit_code: int, output: str, *commands: str) -> int:
        """Run the last step of a job, and return its exit code.

        Args:
            job: The name of the job.
            exit_code: The exit code of errsmith.
            output: What errsmith prints.
            commands: Commands of a shell that errsmith runs.
        """
        script = f"#!{BASH}\n" + "".join(f"{command}\n" for command in commands)
        script += f"printf %s {shlex.quote(output)}\nexit {exit_code}\n"
        write_program(self.folder / "bin" / "errsmith", script)
        (self.folder / "summary.md").unlink(missing_ok=True)
        state = self.state
        write_files(self.folder, {"gh.json": json.dumps({**state, "calls": []})})
        environment = {
            **os.environ,
            **{name: str(value) for name, value in JOBS[job]["env"].items()},
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "GH_STATE": str(self.folder / "gh.json"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
            "RUNNER_TEMP": str(self.folder / "temp"),
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        step = JOBS[job]["steps"][-1]["run"]
        done = subprocess.run(
            [BASH, "--noprofile", "--norc", "-eo", "pipefail", "-c", step],
            cwd=self.checkout,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )
        assert "unbound" not in done.stderr
        return done.returncode


IDENTITY: Final = {
    f"GIT_{role}_{key}": f"somebody{'@example.com' if key == 'EMAIL' else ''}"
    for role in ("AUTHOR", "COMMITTER")
    for key in ("NAME", "EMAIL")
} | {"GIT_CONFIG_GLOBAL": os.devnull}


def write_program(path: Path, script: str) -> None:
    """Write a program into a folder on PATH."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(script, encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """Return a machine with a checkout, whose origin is a bare repository."""
    gh = Path(__file__).with_name("github.py")
    write_program(
        tmp_path / "bin" / "gh", f'#!{BASH}\nexec {shlex.join([sys.executable, str(gh)])} "$@"\n'
    )
    state: dict[str, list[object]] = {"labels": [], "issue": [], "pr": [], "calls": []}
    write_files(tmp_path, {"gh.json": json.dumps(state), "temp/.keep": ""})
    files = {
        "registry/providers/acme.toml": "retrieved = 2026-11-21\nstatus = 404\n",
        "registry/pages/acme.errors.json": '{\n  "date": "2026-11-21"\n}\n',
        "generated/acme.py": 'STATUS = 404\nRETRIEVED = "2026-11-21"\n',
        "generated/manifest.json": "{}\n",
    }
    write_files(tmp_path / "checkout", files)
    runner = Runner(tmp_path)
    subprocess.run([GIT, "init", "--quiet", "--bare", tmp_path / "origin.git"], check=True)
    runner.git("init", "--quiet", "--initial-branch=main")
    runner.git("remote", "add", "origin", str(tmp_path / "origin.git"))
    runner.git("add", ".")
    runner.git("commit", "--quiet", "--message=Begin")
    runner.git("push", "--quiet", "origin", "main")
    return runner


# --- one issue -----------------------------------------------------------------------------------


def test_issue_is_opened(runner: Runner) -> None:
    """The first differences open an issue with the report, which is also the summary."""
    assert runner.run("drift", 1, REPORT) == 0
    [issue] = runner.state["issue"]
    assert (issue["state"], issue["body"]) == ("open", REPORT)
    assert runner.summary == REPORT


def test_issue_of_the_same_state_is_left_alone(runner: Runner) -> None:
    """A second run with the same differences edits nothing."""
    runner.run("drift", 1, REPORT)
    assert runner.run("drift", 1, REPORT) == 0
    assert len(runner.state["issue"]) == 1
    assert runner.state["calls"] == ["label create", "issue list", "issue view"]


def test_issue_is_edited(runner: Runner) -> None:
    """Other differences change the issue; there is no second one."""
    runner.run("drift", 1, REPORT)
    assert runner.run("drift", 1, OTHER_REPORT) == 0
    [issue] = runner.state["issue"]
    assert (issue["state"], issue["body"]) == ("open", OTHER_REPORT)


def test_issue_is_closed(runner: Runner) -> None:
    """No differences close the issue, and open none."""
    assert runner.run("drift", 0, REPORT) == 0
    assert runner.state["issue"] == []
    runner.run("drift", 1, REPORT)
    assert runner.run("drift", 0, REPORT) == 0
    assert [issue["state"] for issue in runner.state["issue"]] == ["closed"]


def test_issue_is_opened_again(runner: Runner) -> None:
    """Differences after a closed issue open another."""
    for code in (1, 0, 1):
        assert runner.run("drift", code, REPORT) == 0
    assert [issue["state"] for issue in runner.state["issue"]] == ["closed", "open"]


@pytest.mark.parametrize("code", CRASHES)
@pytest.mark.parametrize("output", [REPORT, ""])
def test_pages_that_were_not_compared_leave_the_issue(
    runner: Runner, code: int, output: str
) -> None:
    """The job fails, and neither opens, edits nor closes an issue."""
    assert runner.run("drift", code, output) != 0
    assert runner.state["issue"] == []
    runner.run("drift", 1, OTHER_REPORT)
    before = runner.state["issue"]
    assert runner.run("drift", code, output) != 0
    assert (runner.state["issue"], runner.state["calls"]) == (before, [])


@pytest.mark.parametrize("code", [0, 1])
def test_run_without_a_report_is_a_failure(runner: Runner, code: int) -> None:
    """Python exits with 1 if it cannot start errsmith: that is not a difference."""
    assert runner.run("drift", code, "") != 0
    assert runner.state["calls"] == []


def test_long_report_is_cut_at_a_line(runner: Runner) -> None:
    """An issue has room for 65,536 characters; the summary has all of them."""
    report = REPORT + "".join(f"{number} {'x' * 90}\n" for number in range(1000))
    assert runner.run("drift", 1, report) == 0
    [issue] = runner.state["issue"]
    assert 59_000 < len(issue["body"]) <= 60_000
    assert report.startswith(issue["body"])
    assert issue["body"].endswith("x\n")
    assert runner.summary == report
    runner.run("drift", 1, report)
    assert "issue edit" not in runner.state["calls"]


# --- one pull request ----------------------------------------------------------------------------

FACTS: Final = "sed -i s/404/410/ registry/providers/acme.toml generated/acme.py"
DAYS: Final = (
    "sed -i s/2026-11-21/2026-11-30/ registry/providers/acme.toml registry/pages/*.json generated/*"
)
UPDATED: Final = "acme  errors  1 status\n\n@somebody ``` </code>\n"
BRANCH: Final = "errsmith/drift"


def list_commits(runner: Runner) -> list[str]:
    """Return the titles of the commits of the branch that are not on main, the last one first."""
    runner.git("fetch", "--quiet", "origin")
    return runner.git("log", "--format=%s", f"origin/{BRANCH}", "^origin/main").splitlines()


def begin_again(runner: Runner) -> None:
    """Check out main, as the next run does."""
    runner.git("checkout", "--quiet", "--force", "main")
    if runner.git("branch", "--list", BRANCH):
        runner.git("branch", "--quiet", "-D", BRANCH)


def test_pull_request_is_opened(runner: Runner) -> None:
    """Changes are committed to a branch, whose pull request shows the report as code."""
    assert runner.run("update", 1, UPDATED, FACTS, DAYS, "touch stray") == 0
    [request] = runner.state["pr"]
    assert (request["head"], request["state"]) == (BRANCH, "open")
    assert request["body"].splitlines() == [f"    {line}" for line in UPDATED.splitlines()]
    assert len(list_commits(runner)) == 1
    changed = runner.git("diff", "--name-only", "origin/main", f"origin/{BRANCH}").split()
    assert changed == [
        "generated/acme.py",
        "registry/pages/acme.errors.json",
        "registry/providers/acme.toml",
    ]


@pytest.mark.parametrize("code", [0, 1])
def test_pull_request_of_the_same_state_is_left_alone(runner: Runner, code: int) -> None:
    """The next run begins with the branch, where only days change; the body shows what is left."""
    runner.run("update", 1, UPDATED, FACTS)
    begin_again(runner)
    manifest = "echo 1 >> generated/manifest.json"
    assert runner.run("update", code, "unchanged\n", FACTS, DAYS, manifest) == 0
    assert runner.state["calls"] == ["pr list", "pr edit"]
    assert runner.state["pr"][0]["body"] == "    unchanged\n"
    assert len(list_commits(runner)) == 1


def test_pull_request_is_updated_after_commits_of_people(runner: Runner) -> None:
    """A later change is another commit; what people have pushed to the branch stays."""
    runner.run("update", 1, UPDATED, FACTS)
    write_files(runner.checkout, {"registry/providers/acme.toml": "status = 410\n# Ours\n"})
    runner.git("commit", "--quiet", "--all", "--message=Write the summary")
    runner.git("push", "--quiet", "origin", BRANCH)
    begin_again(runner)
    change = "sed -i s/410/422/ registry/providers/acme.toml"
    assert runner.run("update", 0, "1 status\n", change) == 0
    [request] = runner.state["pr"]
    assert request["body"] == "    1 status\n"
    title = "Bring the registry up to date with its pages"
    assert list_commits(runner) == [title, "Write the summary", title]
    shown = runner.git("show", f"origin/{BRANCH}:registry/providers/acme.toml")
    assert shown == "status = 422\n# Ours\n"


def test_summary_that_somebody_pushed_is_generated(runner: Runner) -> None:
    """The registry does not change, but the generated files do."""
    runner.run("update", 1, UPDATED, FACTS)
    begin_again(runner)
    assert runner.run("update", 0, "unchanged\n", "echo '# New' >> generated/acme.py") == 0
    assert len(list_commits(runner)) == 2
    assert runner.git("show", f"origin/{BRANCH}:generated/acme.py").endswith("# New\n")


def test_branch_of_a_closed_pull_request_is_replaced(runner: Runner) -> None:
    """Without an open pull request, the next one begins with main."""
    runner.run("update", 1, UPDATED, FACTS)
    state = runner.state
    state["pr"][0]["state"] = "closed"
    write_files(runner.folder, {"gh.json": json.dumps(state)})
    begin_again(runner)
    assert runner.run("update", 1, UPDATED, "sed -i s/404/422/ registry/providers/acme.toml") == 0
    assert [request["state"] for request in runner.state["pr"]] == ["closed", "open"]
    assert len(list_commits(runner)) == 1


def test_pull_request_of_a_fork_does_not_count(runner: Runner) -> None:
    """A fork can have a branch of the same name."""
    state = runner.state
    fork = {"number": 7, "state": "open", "head": BRANCH, "label": None, "isCrossRepository": True}
    state["pr"].append(fork)
    write_files(runner.folder, {"gh.json": json.dumps(state)})
    assert runner.run("update", 0, UPDATED, FACTS) == 0
    assert [request["isCrossRepository"] for request in runner.state["pr"]] == [True, False]


@pytest.mark.parametrize("commands", [(), (DAYS,)])
def test_no_pull_request_without_changes(runner: Runner, commands: tuple[str, ...]) -> None:
    """A day of reading alone is not worth a pull request."""
    assert runner.run("update", 0, "1 source: 1 unchanged\n", *commands) == 0
    assert runner.state["calls"] == ["pr list"]
    assert BRANCH not in runner.git("ls-remote", "origin")


def test_what_cannot_be_written_is_a_failure(runner: Runner) -> None:
    """If something is left and nothing was written, no pull request shows it: the job fails."""
    assert runner.run("update", 1, "1 possible-rename\n", DAYS) == 1
    assert runner.state["pr"] == []


@pytest.mark.parametrize("code", CRASHES)
@pytest.mark.parametrize("output", [UPDATED, ""])
def test_pages_that_were_not_compared_have_no_pull_request(
    runner: Runner, code: int, output: str
) -> None:
    """The job fails, also if files were changed before the crash; nothing is pushed."""
    assert runner.run("update", code, output, FACTS) != 0
    assert runner.state["calls"] == ["pr list"]
    assert BRANCH not in runner.git("ls-remote", "origin")


@pytest.mark.parametrize("code", CRASHES)
def test_pages_that_were_not_compared_leave_the_pull_request(runner: Runner, code: int) -> None:
    """An open pull request stays."""
    runner.run("update", 1, UPDATED, FACTS)
    before = runner.state["pr"]
    begin_again(runner)
    assert runner.run("update", code, UPDATED, "echo 1 >> registry/providers/acme.toml") != 0
    assert (runner.state["pr"], runner.state["calls"]) == (before, ["pr list"])
    assert len(list_commits(runner)) == 1


# --- other systems -------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "expected"), [(0, 0), (1, 0), (2, 2), (139, 139)])
def test_script_for_other_systems(runner: Runner, code: int, expected: int) -> None:
    """Only 0 and 1 count as compared."""
    [script] = read_blocks("sh")
    write_program(runner.folder / "bin" / "errsmith", f"#!{BASH}\nexit {code}\n")
    done = subprocess.run(
        [BASH, "-e", "-c", script],
        cwd=runner.checkout,
        env={"PATH": f"{runner.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"},
        check=False,
        capture_output=True,
    )
    assert done.returncode == expected
