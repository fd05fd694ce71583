"""`errsmith diff`: states, exit codes, formats, and what `errsmith update` shows of it."""

from __future__ import annotations

import datetime
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from errsmith import cli
from errsmith.changes.building import build_snapshot
from errsmith.meaning.subjects import NO_DAY, interpret
from errsmith.registry.loading import load
from errsmith.registry.releases import Release, dump_release, get_release_path
from tests.changes.states import ACME, Edits, apply
from tests.registries import SDK, write_files, write_registry

STATUS: Edits = (("status = 403", "status = 401"),)
SUMMARY: Edits = (("The session has expired.", "The session is too old."),)
LOGGED: Edits = ((", log = true", ""),)

Diff = Callable[..., tuple[int, str, str]]


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a registry in the current directory."""
    monkeypatch.chdir(tmp_path)
    return write_registry(tmp_path / "registry", {"acme": ACME})


@pytest.fixture
def diff(capsys: pytest.CaptureFixture[str]) -> Diff:
    """Return a function that runs the command."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(["diff", *arguments])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run


def edit(registry: Path, edits: Edits) -> None:
    path = registry / "providers" / "acme.toml"
    path.write_text(apply(edits, path.read_text(encoding="utf-8")), encoding="utf-8")


def release(registry: Path, version: str = "0.1.0") -> None:
    """Record the registry as a release."""
    state = Release(
        version=version,
        date=datetime.date(2026, 11, 21),
        errsmith="0.1.0",
        digest="0" * 64,
        snapshot=build_snapshot(interpret(load(registry), NO_DAY)),
    )
    path = get_release_path(registry, version)
    write_files(path.parent, {path.name: dump_release(state)})


def commit(folder: Path) -> None:
    names = ("-c", "user.name=a", "-c", "user.email=a@b.example")
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "Start"]):
        subprocess.run(["git", *names, *arguments], cwd=folder, check=True)


def test_without_a_release(registry: Path, diff: Diff) -> None:
    """The command says that it compares with an empty registry."""
    code, out, err = diff()
    assert code == 0
    assert err == "there is no release yet, so this compares with an empty registry\n"
    assert out.startswith("an empty registry -> registry\n")
    assert out.endswith("next version: 0.1.0, because it is the first release\n")
    assert registry.exists()


def test_last_release_with_the_registry(registry: Path, diff: Diff) -> None:
    """Without arguments, the last release is the old state."""
    release(registry)
    assert diff() == (0, "release 0.1.0 -> registry\n\nno changes for clients\n", "")
    edit(registry, STATUS)
    code, out, err = diff()
    assert (code, err) == (0, "")
    assert "C114" in out
    assert "next version: 0.2.0, because " in out


def test_each_kind_of_state(registry: Path, diff: Diff) -> None:
    """A release, a revision and a folder give the same changes."""
    release(registry)
    commit(registry.parent)
    other = write_registry(registry.parent / "other", {"acme": ACME})
    edit(registry, STATUS)
    reports = [diff(word) for word in ("release:0.1.0", "HEAD", "other")]
    bodies = {out.partition("\n")[2] for _, out, _ in reports}
    assert len(bodies) == 1
    assert [out.partition(" -> ")[0] for _, out, _ in reports] == [
        "release 0.1.0",
        "revision HEAD",
        "other",
    ]
    assert diff("registry", "other")[1].startswith("registry -> other\n")
    assert other.exists()


@pytest.mark.parametrize(
    ("edits", "level", "code"),
    [
        (STATUS, "breaking", 1),
        (STATUS, "safe", 1),
        (LOGGED, "breaking", 0),
        (LOGGED, "risky", 1),
        (SUMMARY, "risky", 0),
        (SUMMARY, "safe", 1),
        ((), "safe", 0),
    ],
)
def test_exit_code_of_a_level(
    registry: Path, diff: Diff, edits: Edits, level: str, code: int
) -> None:
    """The exit code is 1 if a change is at least as severe; without the option, it is 0."""
    release(registry)
    edit(registry, edits)
    assert diff("--fail-on", level)[0] == code
    assert diff()[0] == 0


def test_formats(registry: Path, diff: Diff) -> None:
    """Each format shows the same changes."""
    release(registry)
    edit(registry, STATUS)
    assert json.loads(diff("--format", "json")[1])["old"] == "release 0.1.0"
    assert diff("--format", "markdown")[1].startswith("## Changes for clients\n")
    assert diff("--for-clients")[1].startswith("# Upgrade guide\n")
    assert diff("--for-clients", "--format", "markdown") == diff("--for-clients")
    code, out, err = diff("--for-clients", "--format", "json")
    assert (code, out) == (2, "")
    assert err == "errsmith: --for-clients prints Markdown; --format json does not apply\n"


def test_annotations_are_at_their_lines(registry: Path, diff: Diff) -> None:
    """The place is that of the value, or else of the table, and of the file if it is gone."""
    release(registry)
    edit(registry, (*STATUS, (', sv = "Försök igen."', ""), ("fields.extra", "fields.more")))
    lines = ACME.splitlines()
    table = lines.index("[errors.SESSION_LOCKED]") + 1
    totals, *annotations = diff("--format", "github")[1].splitlines()
    assert totals.startswith("::notice title=Changes for clients::")
    places = {
        line.partition("title=")[2].partition(" ")[0]: line.partition("line=")[2].partition(",")[0]
        for line in annotations
    }
    assert all("file=registry/providers/acme.toml," in line for line in annotations)
    assert places["C221"] == str(table + 1)
    assert places["C114"] == str(table)
    assert places["C151"] == "1"


def test_annotations_of_another_state_have_no_lines(registry: Path, diff: Diff) -> None:
    """The files of the new state are not those on disk."""
    write_registry(registry.parent / "other", {"acme": apply(STATUS)})
    _, *annotations = diff("registry", "other", "--format", "github")[1].splitlines()
    assert all("file=acme.toml,line=1," in line for line in annotations)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["release:9"], 'errsmith: registry has no release "9"'),
        (["nowhere"], "errsmith: "),
        (["./nowhere"], "errsmith: ./nowhere does not exist"),
        (["--fail-on", "bad"], "errsmith: "),
        (["--registry", "nowhere"], "errsmith: "),
        (["registry", "./nowhere"], "errsmith: ./nowhere does not exist"),
        (["a", "b", "c"], "errsmith: unexpected argument c"),
    ],
)
def test_state_that_cannot_be_read(
    registry: Path, diff: Diff, arguments: list[str], said: str
) -> None:
    """The exit code is 2, and nothing is printed but the reason."""
    code, out, err = diff(*arguments)
    assert (code, out) == (2, "")
    assert err.splitlines()[-1].startswith(said), err
    assert registry.exists()


def test_registry_with_findings(registry: Path, diff: Diff) -> None:
    """A registry that cannot be read as a whole is not compared."""
    edit(registry, (("status = 409", 'status = "409"'),))
    code, out, err = diff()
    assert (code, out) == (2, "")
    assert "the registry has findings: registry/providers/acme.toml:" in err


@pytest.mark.parametrize("version", ["next", "1." + "9" * 39, "1." + "9" * 5000])
def test_version_that_has_no_next_one(registry: Path, diff: Diff, version: str) -> None:
    """The linter reports it; the changes are shown without a proposal."""
    sdk = SDK.replace("0.1.0", version)
    write_registry(registry.parent / "other", {"acme": apply(STATUS)}, sdk)
    code, out, err = diff("other", "registry")
    assert (code, err) == (0, "")
    assert out.endswith("safe\n")
    assert "next version" not in out


def test_broken_release(registry: Path, diff: Diff) -> None:
    """A record that cannot be read is not taken for a missing one."""
    write_files(registry / "releases", {"0.1.0.json": "{"})
    code, out, err = diff()
    assert (code, out) == (2, "")
    assert "release 0.1.0 cannot be read: registry/releases/0.1.0.json:1:2: R015" in err
