"""A release that is interrupted, fails or runs beside others."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from signal import SIGINT, SIGKILL, SIGTERM, Signals

import pytest

from tests.releasing.histories import SECOND, Project, run_git

EVERY = 7
"""The step from one tested change of a run to the next; an odd one tests both signals."""

RECORD = "registry/releases/0.2.0.json"

AT_EACH_CHANGE = """
import itertools, os, shutil, sys
from pathlib import Path

import errsmith.commands.release
from errsmith.__main__ import run

CHANGES = {"open", "os.chmod", "os.mkdir", "os.remove", "os.rename", "os.rmdir"}
WRITES = os.O_WRONLY | os.O_RDWR
project, every, action, event_, *arguments = sys.argv[1:]
CHANGES &= {event_ or change for change in CHANGES}


def start(folder, at):
    os.chdir(folder)
    os.dup2(os.open("../stderr", os.O_WRONLY | os.O_CREAT), 2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.argv = ["errsmith", *arguments]
    below = tuple(os.path.abspath(path) for path in ("generated", "registry"))
    number = 0

    def hear(event, paths):
        nonlocal number
        if event not in CHANGES or not os.path.abspath(str(paths[0])).startswith(below):
            return
        # The copies of the registry are removed by names relative to an open folder.
        if paths[2] & WRITES if event == "open" else paths[-1] == -1:
            number += 1
            if number >= at:
                Path("../acted").touch()
                exec(action)

    sys.addaudithook(hear)
    run()


for at in itertools.count(1, int(every)):
    folder = Path(f"{project}-{at}", "project")
    shutil.copytree(project, folder)
    child = os.fork()
    if not child:
        start(folder, at)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if not Path(folder, "../acted").exists():
        break
    print(code, folder, flush=True)
"""
"""Runs errsmith in copies of a project, and acts before one change of each, or from it on."""


def stop_at_changes(
    project: Project, action: str, *, event: str = "", every: int = EVERY
) -> Iterator[tuple[Project, int, str]]:
    """Release in copies of a project; yield them with the exit codes and stderr."""
    script = [sys.executable, "-c", AT_EACH_CHANGE, str(project.path), str(every), action, event]
    done = subprocess.run(
        [*script, "release"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        timeout=300,
    )
    lines = done.stdout.splitlines()
    assert len(lines) > len(project.read_files()) // 10 or event
    for line in lines:
        code, _, path = line.partition(" ")
        folder = Path(path)
        stderr = (folder.parent / "stderr").read_text(encoding="utf-8")
        yield Project(folder, project.capture), int(code), stderr


def write_kill(signal: Signals) -> str:
    """Write the Python that sends a signal to its own process."""
    return f"os.kill(os.getpid(), {signal.value})"


@pytest.fixture
def changed(project: Project) -> Project:
    """Return a project that can be released."""
    project.change(SECOND)
    return project


@pytest.fixture
def assert_completed(
    changed: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Project], str]:
    """Return a function that checks what was left behind, and that the next run completes it.

    The function returns the steps that complete it.
    """
    before = changed.read_files()
    complete = changed.copy(tmp_path / "wanted" / "project")
    monkeypatch.chdir(complete.path)
    assert complete.run("release").code == 0
    wanted = complete.read_files()

    def assert_(left: Project) -> str:
        monkeypatch.chdir(left.path)
        for path, data in left.read_files().items():
            if path != "generated/manifest.json" and not path.endswith(".tmp"):
                assert data in (before.get(path), wanted.get(path)), path
        assert left.run("lint").code == 0
        is_recorded = (left.path / RECORD).exists()
        expected = "no changes for clients" if is_recorded else "next version: 0.2.0"
        assert expected in left.run("diff").out
        if left.read_files() == wanted:
            return "nothing"
        result = left.run("release")
        steps = "release"
        if result.code:
            # Both pieces of advice lead to the release.
            assert "help: Commit or discard them" in result.err
            assert not is_recorded
            other = left.copy(left.path.with_name("other"))
            monkeypatch.chdir(other.path)
            assert other.run("generate").code == 0
            assert other.run("release", "--allow-dirty").code == 0
            assert other.read_files() == wanted
            monkeypatch.chdir(left.path)
            steps = "discard, release"
            run_git(left.path, "checkout", "--quiet", ".")
            assert left.run("release").code == 0
        assert left.read_files() == wanted
        return steps

    return assert_


def test_release_that_is_killed_at_any_change_is_completed(
    changed: Project, assert_completed: Callable[[Project], str]
) -> None:
    """Each file is old or new; what the next release says leads to the same files."""
    steps = []
    for left, code, stderr in stop_at_changes(changed, write_kill(SIGKILL)):
        assert (code, stderr) == (-SIGKILL, "")
        steps.append(assert_completed(left))
    assert set(steps) >= {"release", "discard, release"}


def test_release_that_is_killed_at_any_replacement_is_completed(
    changed: Project, assert_completed: Callable[[Project], str]
) -> None:
    """Without the record, nothing was released; with it, the next run generates the rest."""
    steps = []
    action = write_kill(SIGKILL)
    for left, code, stderr in stop_at_changes(changed, action, event="os.rename", every=1):
        assert (code, stderr) == (-SIGKILL, "")
        assert left.run("generate", "--check").code in {0, 1}
        steps.append(assert_completed(left))
    # `sdk.toml`, two providers, the record, and the generated files.
    assert steps[:4] == ["release", *["discard, release"] * 3]
    assert set(steps[4:]) == {"release"}


def test_recorded_release_is_completed_by_generate(changed: Project) -> None:
    """Only generated files are missing, so both commands write the same."""
    changed.run("release")
    wanted = changed.read_files()
    run_git(changed.path, "checkout", "--quiet", "generated")
    assert "completing the release of 0.2.0, which was interrupted\n" in (
        changed.run("release", "--dry-run").err
    )
    assert changed.run("generate").code == 0
    assert changed.read_files() == wanted


def test_recorded_release_is_completed_by_release(changed: Project) -> None:
    """It prints what was released, and the next steps."""
    changed.run("release")
    wanted = changed.read_files()
    run_git(changed.path, "checkout", "--quiet", "generated")
    result = changed.run("release")
    assert result.err == "completing the release of 0.2.0, which was interrupted\n"
    assert result.out.startswith("released shop-errors 0.2.0: 3 breaking changes")
    assert changed.read_files() == wanted


def test_release_that_is_terminated_at_any_change_is_completed(
    changed: Project, assert_completed: Callable[[Project], str]
) -> None:
    """A run that receives a signal it can handle leaves no temporary file."""
    action = f"if number == at:\n    {write_kill(SIGINT)} if at % 2 else {write_kill(SIGTERM)}"
    for left, code, stderr in stop_at_changes(changed, action):
        assert -code in {SIGINT, SIGTERM}
        assert stderr.endswith(f"errsmith: stopped by {Signals(-code).name}\n")
        assert not [path for path in left.read_files() if path.endswith(".tmp")]
        assert_completed(left)


def test_release_on_a_full_disk_changes_nothing(
    changed: Project, assert_completed: Callable[[Project], str]
) -> None:
    """Everything is written beside the files first; the message names the file."""
    before = changed.read_files()
    action = "if number == at or at % 2:  # once, or for good\n    raise OSError(28, 'Full disk')"
    unchanged = 0
    for left, code, stderr in stop_at_changes(changed, action):
        assert code in {0, 2}
        if code:
            assert re.search(
                r"^errsmith: \S+: cannot be (written|deleted): Full disk$", stderr, re.MULTILINE
            )
            unchanged += left.read_files() == before
        assert_completed(left)
    assert unchanged > len(changed.read_files()) // EVERY // 10


BOUNDED = """
import ctypes, os, sys
if os.geteuid() == 0:
    # Modes do not bind root unless the process, from now on, has none of his privileges.
    for capability in (1, 2, 3):
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)
os.execv(sys.executable, [sys.executable, "-m", "errsmith", *sys.argv[1:]])
"""


def release_as_user(project: Project) -> tuple[int, str]:
    """Run `errsmith release` as a user bound by file modes; return code and stderr."""
    done = subprocess.run(
        [sys.executable, "-c", BOUNDED, "release"],
        cwd=project.path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("folder", "refused"),
    [
        ("registry", "registry/sdk.toml"),
        ("registry/providers", "registry/providers/acme.toml"),
        ("registry/releases", "registry/releases/0.2.0.json"),
        ("generated", "generated/CHANGELOG.md"),
        ("generated/docs", "generated/docs/acme.md"),
    ],
)
def test_read_only_folder(changed: Project, folder: str, refused: str) -> None:
    """The message names a file, and nothing is changed."""
    before = changed.read_files()
    (changed.path / folder).chmod(0o555)
    said = f"errsmith: {refused}: cannot be written: Permission denied\n"
    assert release_as_user(changed) == (2, said)
    (changed.path / folder).chmod(0o755)
    assert changed.read_files() == before
    assert release_as_user(changed)[0] == 0


def test_leftovers_of_killed_runs_are_removed(changed: Project) -> None:
    """The commands that are printed would commit them."""
    for folder in ("registry", "registry/releases", "generated/docs"):
        (changed.path / folder / ".old.errsmith.tmp").touch()
    assert changed.run("release").code == 0
    assert not [path for path in changed.read_files() if path.endswith(".tmp")]


def test_file_that_is_edited_during_the_release_is_kept(
    changed: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that errsmith has not read are not overwritten."""
    before = changed.read_files()
    monkeypatch.setattr(
        "errsmith.commands.release.write_release", edit_first(changed.path / "registry/sdk.toml")
    )
    result = changed.run("release")
    assert (result.code, result.err) == (
        2,
        "errsmith: registry/sdk.toml: was edited during the run\n",
    )
    after = changed.read_files()
    assert {path for path in after if after[path] != before.get(path)} == {"registry/sdk.toml"}


def edit_first(path: Path) -> Callable[..., None]:
    """Return `write_release`, but with an edit just before it."""
    from errsmith.releasing.writing import write_release  # noqa: PLC0415 - the original

    def write(*args: object, **options: object) -> None:
        path.write_text("mine\n", encoding="utf-8")
        write_release(*args, **options)  # type: ignore[arg-type]

    return write
