"""`errsmith generate` as a process that is interrupted, fails, or runs beside others."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from signal import SIGCONT, SIGHUP, SIGINT, SIGKILL, SIGSTOP, SIGTERM, Signals

import pytest
from attrs import frozen

from errsmith import generation, lint, output
from errsmith.cli import main
from tests.registries import LICENSE, SDK, generate_files, lint_registry, write_files

PROVIDER = """\
[provider]
title = "{0}"
class = "{0}Error"

[sources.errors]
url = "https://acme.example/errors"
retrieved = 2026-11-21

[errors.{1}]
status = 401
summary = "{2}"
"""
ACME = PROVIDER.format("Acme", "BAD_TOKEN", "The token is {}.")
FOREIGN = {
    "generated/NOTES.md": b"mine\n",
    "generated/acme_errors/mine.py": b"mine = 1\n",
    "generated/docs/notes/mine.md": b"mine\n",
    "registry/schema/mine.json": b"{}\n",
}
MANIFESTS = {"generated/manifest.json", "registry/schema/manifest.json"}
GENERATED = ("generated", "registry/schema")
EVERY = 3
"""The step from one tested change of a run to the next; an odd one tests both signals."""

STOPPING = """
import os
import sys

CHANGES = {"open", "os.chmod", "os.mkdir", "os.remove", "os.rename", "os.rmdir"}
WRITES = os.O_WRONLY | os.O_RDWR


def at_change(act):
    '''Act before each change that this process makes to generated files, given its number.'''
    below = tuple(os.path.abspath(path) for path in ("generated", "registry/schema"))
    made = 0

    def hear(event, arguments):
        nonlocal made
        if event not in CHANGES or not os.path.abspath(str(arguments[0])).startswith(below):
            return
        if event != "open" or arguments[2] & WRITES:
            made += 1
            act(made)

    sys.addaudithook(hear)


def at_event(name, text, act):
    '''Act before the interpreter does something, given the number of times that it did.'''
    seen = 0

    def hear(event, arguments):
        nonlocal seen
        if event == name and text in str(arguments[0]):
            seen += 1
            act(seen)

    sys.addaudithook(hear)


if "ERRSMITH_TEST" in os.environ:
    exec(os.environ["ERRSMITH_TEST"])
"""
"""The sitecustomize that every Python of these tests executes when it starts."""

AT_CHANGES = """
import itertools, os, shutil, sys
from pathlib import Path

import sitecustomize
from errsmith import cli, generation, lint
from errsmith.__main__ import run
from errsmith.commands import generate

project, every, action, *arguments = sys.argv[1:]
report = lint.check(Path(project, "registry"))
files = generation.generate_sdk(report.registry, verify=True)
# They are the same for each run, and take the longest.
lint.check, generation.generate_sdk = lambda _: report, lambda *_, **_options: files


def start(folder, at):
    os.chdir(folder)
    os.dup2(os.open("stderr", os.O_WRONLY | os.O_CREAT), 2)
    sys.argv = ["errsmith", *arguments]

    def act(number):
        if number >= at:
            Path("acted").touch()
            exec(action)

    sitecustomize.at_change(act)
    run()


for at in itertools.count(1, int(every)):
    folder = Path(f"{project}-{at}")
    shutil.copytree(project, folder)
    child = os.fork()
    if not child:
        start(folder, at)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if not (folder / "acted").exists():
        assert code == 0
        break
    print(code, folder, flush=True)
"""
"""Runs errsmith in copies of a project, and acts before one change of each, or from it on."""

FULL = 'raise OSError(28, "No space left on device")'


def write_kill(signal: Signals) -> str:
    """Write the Python that sends a signal to its own process."""
    return f"os.kill(os.getpid(), {signal.value})"


def read_files(project: Path) -> dict[str, bytes]:
    """Read every file in errsmith's output folders, including foreign ones."""
    return {
        path.relative_to(project).as_posix(): path.read_bytes()
        for folder in GENERATED
        for path in (project / folder).rglob("*")
        if path.is_file()
    }


def write_provider_files(**providers: str) -> dict[str, bytes]:
    """Write the files of some providers."""
    return {f"registry/providers/{name}.toml": text.encode() for name, text in providers.items()}


@frozen
class Case:
    """A project whose registry has changed since its files were generated.

    Attributes:
        project: The project's folder.
        before: The present files, generated and foreign.
        wanted: The files after a complete run, generated and foreign.
        scripts: The folder of the sitecustomize.
    """

    project: Path
    before: Mapping[str, bytes]
    wanted: Mapping[str, bytes]
    scripts: Path

    def start(
        self, *arguments: str, folder: Path | None = None, test: str = "", **environment: str
    ) -> subprocess.Popen[str]:
        """Start errsmith; `test` is Python that is executed first."""
        return subprocess.Popen(
            [sys.executable, "-m", "errsmith", *arguments],
            cwd=folder or self.project,
            env={**self.environment, "ERRSMITH_TEST": test, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of a Python that has the sitecustomize and finds our packages."""
        return {**os.environ, "PYTHONPATH": os.pathsep.join([str(self.scripts), *sys.path])}

    def stop_at_changes(self, action: str, *arguments: str) -> Iterator[tuple[Path, int, str]]:
        """Act before some changes; yield the copies of the project, the exit codes and stderr."""
        script = [sys.executable, "-c", AT_CHANGES, str(self.project), str(EVERY), action]
        done = subprocess.run(
            [*script, *arguments],
            env=self.environment,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
            timeout=120,
        )
        lines = done.stdout.splitlines()
        assert len(lines) * EVERY > 2 * len(self.wanted.keys() ^ self.before.keys())
        for line in lines:
            code, _, folder = line.partition(" ")
            stderr = Path(folder, "stderr").read_text(encoding="utf-8")
            yield Path(folder), int(code), stderr


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait for a process, and return its exit code and its output."""
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


@frozen
class Prepared:
    """The folders and results that every test of this module starts from.

    Attributes:
        project: A folder with a registry and older output.
        wanted: The folder after a complete run.
        report: The report on the registry, without findings.
        sdk: The output for the registry.
    """

    project: Path
    wanted: Path
    report: lint.Result
    sdk: Mapping[str, bytes]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Create the folders."""
    folder = tmp_path_factory.mktemp("prepared")
    project, wanted = folder / "project", folder / "wanted"
    old = write_provider_files(acme=ACME.format("wrong"), gone=PROVIDER.format("Gone", "A", "Old."))
    new = write_provider_files(acme=ACME.format("late"), beta=PROVIDER.format("Beta", "B", "New."))
    write_files(project, {"registry/sdk.toml": SDK, "registry/LICENSE": LICENSE})
    write_files(project, old)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project)
        assert main(["generate"]) == 0
        output.write(output.plan(Path("registry/schema"), {"old.schema.json": b"{}\n"}))
        write_files(project, FOREIGN)
        (project / "registry" / "providers" / "gone.toml").unlink()
        write_files(project, new)
        shutil.copytree(project, wanted)
        patch.chdir(wanted)
        assert main(["generate"]) == 0
        registry = Path("registry")
        return Prepared(project, wanted, lint_registry(registry), generate_files(registry))


@pytest.fixture
def case(prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """Return a project with older output and foreign files, below a separate folder."""
    project, scripts = tmp_path / "work" / "project", tmp_path / "scripts"
    shutil.copytree(prepared.project, project)
    write_files(scripts, {"sitecustomize.py": STOPPING.encode()})
    # The content of generated files does not matter here, and producing it takes the longest.
    monkeypatch.setattr(lint, "check", lambda _: prepared.report)
    monkeypatch.setattr(generation, "generate_sdk", lambda *_, **_options: prepared.sdk)
    monkeypatch.chdir(project)
    return Case(project, read_files(project), read_files(prepared.wanted), scripts)


@pytest.fixture
def assert_repaired(
    case: Case, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[Path], None]:
    """Return a function that checks what was left behind, and that the next run completes it."""

    def assert_(project: Path) -> None:
        monkeypatch.chdir(project)
        left = read_files(project)
        for path, data in left.items():
            if path not in MANIFESTS and not path.endswith(".tmp"):
                assert data in (case.before.get(path), case.wanted.get(path)), path
        assert {path: left.get(path) for path in FOREIGN} == FOREIGN
        capsys.readouterr()
        code = main(["generate", "--check", "--format", "json"])
        found = {
            finding["path"]: finding["rule"] for finding in json.loads(capsys.readouterr().out)
        }
        assert found == list_differences(left, case.before, case.wanted)
        assert code == bool(found)
        assert main(["generate"]) == 0
        assert read_files(project) == case.wanted

    return assert_


def list_differences(
    left: Mapping[str, bytes], before: Mapping[str, bytes], wanted: Mapping[str, bytes]
) -> dict[str, str]:
    """Return what `--check` must find: outdated, missing and stale files only."""
    rules = {path: "R903" for path in before.keys() - wanted.keys() if path in left}
    for path, data in wanted.items():
        if left.get(path) != data:
            rules[path] = "R901" if path in left else "R902"
    return rules


# --- signals -------------------------------------------------------------------------------------


def test_run_that_is_killed_at_any_change_is_repaired(
    case: Case, assert_repaired: Callable[[Path], None]
) -> None:
    """Each file is old or new, a check reports the truth, and the next run completes the output."""
    for folder, code, stderr in case.stop_at_changes(write_kill(SIGKILL), "generate"):
        assert (code, stderr) == (-SIGKILL, "")
        assert_repaired(folder)


def test_run_that_is_terminated_at_any_change_is_repaired(
    case: Case, assert_repaired: Callable[[Path], None]
) -> None:
    """A run that receives a signal it can handle leaves no temporary file."""
    action = f"if number == at:\n    {write_kill(SIGINT)} if at % 2 else {write_kill(SIGTERM)}"
    ends = set()
    for folder, code, stderr in case.stop_at_changes(action, "generate"):
        ends.add((code, stderr))
        assert not [path for path in read_files(folder) if path.endswith(".tmp")]
        assert_repaired(folder)
    assert ends == {(-s, f"errsmith: stopped by {s.name}\n") for s in (SIGINT, SIGTERM)}


@pytest.mark.parametrize("at", [12, 30])
@pytest.mark.parametrize("signal", [SIGKILL, SIGTERM, SIGINT])
def test_process_that_is_stopped_is_repaired_by_the_next(
    case: Case, assert_repaired: Callable[[Path], None], signal: Signals, at: int
) -> None:
    """The next run completes what the whole command left behind at some of its changes."""
    test = f"at_change(lambda number: number == {at} and exec({write_kill(signal)!r}))"
    code, out, err = finish(case.start("generate", test=test))
    assert (code, out) == (-signal, "")
    assert err == ("" if signal is SIGKILL else f"errsmith: stopped by {signal.name}\n")
    assert read_files(case.project) not in (case.before, case.wanted)
    assert_repaired(case.project)


@pytest.mark.parametrize(
    ("event", "text"),
    [
        ("import", "cyclopts"),
        ("import", "errsmith.generation"),
        ("subprocess.Popen", "ruff"),
        ("open", ".jinja"),
    ],
)
@pytest.mark.parametrize("signal", [SIGTERM, SIGINT])
def test_process_that_is_stopped_before_it_writes_leaves_nothing(
    case: Case, tmp_path: Path, signal: Signals, event: str, text: str
) -> None:
    """There is no traceback and no temporary file, and the exit status shows the signal."""
    (tmp_path / "temporary").mkdir()
    test = f"at_event({event!r}, {text!r}, lambda seen: exec({write_kill(signal)!r}))"
    started = case.start("generate", test=test, TMPDIR=str(tmp_path / "temporary"))
    said = f"errsmith: stopped by {signal.name}\n"
    assert finish(started) == (-signal, "", said)
    left = [path.name for path in (tmp_path / "temporary").iterdir()]
    assert [name for name in left if not name.startswith("_jinja2-cache")] == []
    assert read_files(case.project) == case.before


@pytest.mark.parametrize("others", [(SIGTERM, SIGINT), (SIGINT, SIGTERM, SIGHUP)])
def test_process_that_receives_several_signals_ends_by_one(
    case: Case, others: tuple[Signals, ...]
) -> None:
    """If several signals arrive at once, the first one handled decides the exit status."""
    sent = "; ".join(map(write_kill, others))
    code, out, err = finish(
        case.start("generate", test=f"at_change(lambda number: exec({sent!r}))")
    )
    assert -code in others
    assert (out, err) == ("", f"errsmith: stopped by {Signals(-code).name}\n")
    assert finish(case.start("generate"))[0] == 0
    assert read_files(case.project) == case.wanted


def test_process_that_ignores_a_signal_continues(case: Case) -> None:
    """`nohup` and background jobs ignore some signals."""
    test = (
        "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN);"
        f"at_change(lambda number: exec({write_kill(SIGINT)!r}))"
    )
    code, _, err = finish(case.start("generate", test=test))
    assert (code, err.splitlines()[-1].split()[1:3]) == (0, ["written,", "4"])
    assert read_files(case.project) == case.wanted


@pytest.mark.parametrize(
    ("at", "path"), [(12, "generated/README.md"), (30, "generated/acme_errors/acme.py")]
)
def test_edit_after_an_interrupted_run_is_kept(case: Case, at: int, path: str) -> None:
    """An edit of half-finished output is not mistaken for part of it."""
    test = f"at_change(lambda number: number == {at} and exec({write_kill(SIGKILL)!r}))"
    assert finish(case.start("generate", test=test))[0] == -SIGKILL
    (case.project / path).write_bytes(b"mine\n")
    left = read_files(case.project)
    code, out, _ = finish(case.start("generate"))
    assert (code, out.split(":")[0]) == (1, path)
    assert read_files(case.project) == left
    assert finish(case.start("generate", "--force"))[0] == 0
    assert read_files(case.project) == case.wanted


@pytest.mark.parametrize("force", [[], ["--force"]], ids=["plain", "force"])
def test_edit_while_a_run_is_suspended_is_kept(case: Case, force: list[str]) -> None:
    """Files that are edited while a run is suspended by Ctrl-Z are kept and named."""
    edits = ["generated/README.md", "generated/docs/gone.md"]
    test = f"at_change(lambda number: number == 5 and exec({write_kill(SIGSTOP)!r}))"
    run = case.start("generate", *force, "--format", "json", test=test)
    assert os.WIFSTOPPED(os.waitpid(run.pid, os.WUNTRACED)[1])
    write_files(case.project, dict.fromkeys(edits, b"mine\n"))
    run.send_signal(SIGCONT)
    code, out, err = finish(run)
    assert (code, {finding["path"]: finding["rule"] for finding in json.loads(out)}) == (
        1,
        dict.fromkeys(edits, "R904"),
    )
    assert err == ("files that were edited during the run were kept; the output is incomplete\n")
    left = read_files(case.project)
    assert [left[path] for path in edits] == [b"mine\n"] * 2
    assert {path for path in left if left[path] != case.wanted.get(path)} == {
        *edits,
        "generated/manifest.json",
    }
    assert finish(case.start("generate"))[0] == 1
    assert read_files(case.project) == left
    assert finish(case.start("generate", "--force"))[0] == 0
    assert read_files(case.project) == case.wanted


# --- errors of the system ------------------------------------------------------------------------


def test_run_on_a_full_disk_is_repaired(
    case: Case, assert_repaired: Callable[[Path], None]
) -> None:
    """The message names the file, no file is half written, and the next run can complete."""
    action = f"if number == at or at % 2:  # once, or for good\n    {FULL}"
    refused = 0
    for folder, code, stderr in case.stop_at_changes(action, "generate"):
        if code:
            refused += 1
            match = re.fullmatch(
                r"errsmith: (\S+): cannot be (written|deleted): No space left on device\n", stderr
            )
            assert code == 2
            assert match
            assert match[1] in case.before.keys() | case.wanted.keys()
        assert_repaired(folder)
    assert refused > len(case.wanted.keys() ^ case.before.keys()) // EVERY


LIMIT = "r.setrlimit(r.RLIMIT_FSIZE, (700, r.getrlimit(r.RLIMIT_FSIZE)[1]))"


def test_process_without_space_for_temporary_files_says_so(case: Case) -> None:
    """The message is about the temporary files, not about the output."""
    when = f"lambda seen: seen == 1 and {LIMIT}"
    test = f"import resource as r; at_event('subprocess.Popen', 'ruff', {when})"
    said = "errsmith: cannot write temporary files: File too large; set TMPDIR to another folder\n"
    assert finish(case.start("generate", test=test)) == (2, "", said)
    assert read_files(case.project) == case.before


def test_process_with_a_file_size_limit_leaves_no_half_file(case: Case) -> None:
    """A write that the system cuts short is an error, and no file has changed."""
    test = f"import resource as r; at_change(lambda number: number == 5 and {LIMIT})"
    code, out, err = finish(case.start("generate", test=test))
    assert (code, out) == (2, "")
    assert re.fullmatch(r"errsmith: generated/\S+: cannot be written: File too large\n", err)
    left = read_files(case.project)
    assert {path for path in left if left[path] != case.before[path]} <= MANIFESTS
    assert finish(case.start("generate"))[0] == 0
    assert read_files(case.project) == case.wanted


BOUNDED = """
import ctypes, os, sys
if os.geteuid() == 0:
    # Modes do not bind root unless the process, from now on, has none of his privileges.
    for capability in (1, 2, 3):
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)
os.execv(sys.executable, [sys.executable, "-m", "errsmith", *sys.argv[1:]])
"""


def generate_as_user(case: Case, *arguments: str) -> tuple[int, str]:
    """Run `errsmith generate` as a user bound by file modes; return code and stderr."""
    done = subprocess.run(
        [sys.executable, "-c", BOUNDED, "generate", *arguments],
        cwd=case.project,
        env=case.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("folder", "refused"),
    [
        ("generated", "generated/manifest.json: cannot be written"),
        ("generated/docs", r"generated/docs/gone.md: cannot be deleted"),
        ("registry/schema", "registry/schema/manifest.json: cannot be written"),
    ],
)
def test_process_with_read_only_folder_says_so(
    case: Case, assert_repaired: Callable[[Path], None], folder: str, refused: str
) -> None:
    """The message names the file, and a run completes the output once the folder is writable."""
    (case.project / folder).chmod(0o555)
    said = f"errsmith: {refused}: Permission denied\n"
    assert generate_as_user(case) == (2, said)
    (case.project / folder).chmod(0o755)
    assert_repaired(case.project)


def test_process_in_read_only_registry_names_the_folder(case: Case) -> None:
    """The message names the schema folder that cannot be created in the registry."""
    shutil.rmtree(case.project / "registry" / "schema")
    (case.project / "registry").chmod(0o555)
    said = "errsmith: registry/schema: cannot be created: Permission denied\n"
    assert generate_as_user(case) == (2, said)
    (case.project / "registry").chmod(0o755)
    assert generate_as_user(case)[0] == 0


def test_process_with_nothing_to_write_needs_no_permission(case: Case) -> None:
    """If all is up to date, files and folders may be read-only."""
    assert main(["generate"]) == 0
    every = [path for folder in GENERATED for path in (case.project / folder).rglob("*")]
    every += [case.project / folder for folder in GENERATED]
    for path in every:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for mode in ([], ["--check"]):
        assert generate_as_user(case, *mode)[0] == 0
    for path in every:
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert read_files(case.project) == case.wanted


def test_process_replaces_read_only_files(case: Case) -> None:
    """Replacing a file needs a writable folder, not a writable file; the file keeps its mode."""
    files = [case.project / path for path in case.before if path not in FOREIGN]
    for path in files:
        path.chmod(0o444)
    assert generate_as_user(case)[0] == 0
    assert read_files(case.project) == case.wanted
    modes = {path.stat().st_mode & 0o777 for path in files if path.exists()}
    assert modes == {0o444}


# --- several runs at once ------------------------------------------------------------------------


def run_together(case: Case, *runs: tuple[str, ...]) -> list[tuple[int, str, str]]:
    """Start processes, release them once each is about to compare, and wait for them."""
    meeting = case.project.with_name("meeting")
    meeting.mkdir()
    test = (
        "import time, pathlib\n"
        f"here = pathlib.Path({str(meeting)!r})\n"
        "def wait(seen):\n"
        "    if seen == 2:\n"
        "        (here / str(os.getpid())).touch()\n"
        f"        while len(list(here.iterdir())) < {len(runs)}:\n"
        "            time.sleep(0.002)\n"
        "at_event('subprocess.Popen', 'ruff', wait)\n"
    )
    started = [case.start(*run, test=test) for run in runs]
    return [finish(process) for process in started]


@pytest.mark.parametrize(
    ("run", "done"),
    [
        (["generate"], r"0 written, 0 deleted, \d+ unchanged\n"),
        (["generate", "--check"], r"\d+ generated files are up to date\n"),
    ],
)
def test_process_that_waits_says_so(case: Case, run: list[str], done: str) -> None:
    """A message names the folder that another run has locked, which may be suspended."""
    stop = f"at_change(lambda number: number == 30 and exec({write_kill(SIGSTOP)!r}))"
    first = case.start("generate", test=stop)
    assert os.WIFSTOPPED(os.waitpid(first.pid, os.WUNTRACED)[1])
    second = case.start(*run)
    assert second.stderr is not None
    assert second.stderr.readline() == "waiting for another errsmith process in generated\n"
    first.send_signal(SIGCONT)
    code, _, err = finish(first)
    assert code == 0
    assert "waiting" not in err
    code, out, err = finish(second)
    assert (code, out) == (0, "")
    assert re.fullmatch(done, err)
    assert read_files(case.project) == case.wanted


def test_concurrent_runs_of_one_registry_give_its_output(case: Case) -> None:
    """The second run waits or finds the output complete."""
    done = run_together(case, *[("generate",)] * 4)
    assert [code for code, _, _ in done] == [0] * 4, done
    assert read_files(case.project) == case.wanted


@pytest.mark.parametrize("_again", range(3))
def test_concurrent_runs_of_two_registries_give_one_output(case: Case, _again: int) -> None:
    """The output is that of one registry, and checks in between report only real differences."""
    other = case.project / "other" / "registry"
    shutil.copytree(case.project / "registry", other)
    (other / "providers" / "acme.toml").write_text(ACME.format("other"))
    (other / "providers" / "beta.toml").unlink()
    mine = ("generate",)
    theirs = ("generate", "--registry", "other/registry")
    check = ("generate", "--check", "--format", "json")
    *done, (_, found, _) = run_together(case, mine, theirs, theirs, check)
    assert [code for code, _, _ in done] == [0] * 3, done
    assert {finding["rule"] for finding in json.loads(found)} <= {"R901", "R902", "R903"}
    left = read_files(case.project)
    assert finish(case.start(*theirs))[0] == 0
    assert left in (case.wanted, read_files(case.project))
