"""`errsmith.output`: what is written, what is refused, and what a run that stops leaves behind."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import pickle
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from signal import SIGKILL
from threading import Event
from typing import Any

import pytest
from attrs import define
from hypothesis import given, settings
from hypothesis import strategies as st

from errsmith.output import Change, EditedFilesError, OutputError, Plan, State, diff, plan, write

MANIFEST = "manifest.json"
SMALL = {"a.py": b"a = 1\n", "sub/b.py": b"b = 1\n"}

# Between the two: a file that stays, two that change, one that comes and one that goes with its
# directories, a directory that becomes a file, a file that becomes a directory.
OLD = {
    "changed.py": b"1\n",
    "deep/changed.py": b"1\n",
    "gone/deep/stale.py": b"1\n",
    "kept.py": b"1\n",
    "to_directory": b"1\n",
    "to_file/a/b.py": b"1\n",
}
NEW = {
    "changed.py": b"2\n",
    "deep/changed.py": b"2\n",
    "kept.py": b"1\n",
    "new/deep/added.py": b"2\n",
    "to_directory/c.py": b"2\n",
    "to_file": b"2\n",
}
OTHER = {"changed.py": b"3\n", "gone/deep": b"3\n", "to_directory/c.py/d.py": b"3\n"}


def tree(root: Path) -> dict[str, bytes]:
    """Read every file below a root, the manifest left out."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path != root / MANIFEST
    }


def directories(root: Path) -> set[str]:
    """Name every directory below a root."""
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_dir()}


def directories_of(files: Mapping[str, bytes]) -> set[str]:
    """Name every directory that some files need."""
    return {path[:end] for path in files for end, sign in enumerate(path) if sign == "/"}


def states(planned: Plan) -> dict[str, State]:
    """Pick each changed path's state."""
    return {change.path: change.state for change in planned.changes}


def digests_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Compute the digests of some files."""
    return {path: sha256(data) for path, data in files.items()}


def sha256(data: bytes) -> str:
    """Compute a digest as a manifest has it."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def manifest_of(files: Mapping[str, bytes]) -> bytes:
    """Write a manifest as a person would who knows the format alone."""
    digests = digests_of(files)
    return json.dumps({"about": "", "files": digests, "tools": {}}).encode()


def snapshot(root: Path) -> dict[Path, tuple[int, int, int]]:
    """Take what any write would change, of files and directories."""
    found = {path: path.lstat() for path in [root, *root.rglob("*")]}
    return {path: (s.st_ino, s.st_mtime_ns, s.st_ctime_ns) for path, s in found.items()}


def leftovers(root: Path) -> list[Path]:
    """Find the temporary files below a root."""
    return list(root.rglob(".*.errsmith.tmp"))


def remove_leftovers(root: Path) -> None:
    """Delete the temporary file that a killed run may leave, as a user would."""
    left = leftovers(root)
    assert len(left) <= 1
    for path in left:
        path.unlink()


def run_python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program in another process that finds the same packages."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a root that does not exist yet."""
    return tmp_path / "generated"


@pytest.fixture
def umask_027() -> Iterator[None]:
    """Let nobody outside the group read what the test writes."""
    before = os.umask(0o027)
    yield
    os.umask(before)


# --- paths ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "..",
        "../victim",
        "a/../../victim",
        "/etc/passwd",
        "a//b",
        "a/",
        "./a",
        "a\\b",
        "C:/a",
        "a:stream",
        "a\0b",
        "a\nb",
        "\ud800",
    ],
)
def test_plan_with_unsafe_path_is_refused(root: Path, path: str) -> None:
    """No name that could leave the root, on any system, gets as far as the disk."""
    with pytest.raises(ValueError, match="path"):
        plan(root, {path: b""})
    with pytest.raises(ValueError, match="path"):
        plan(root, {}, manifest_name=path)


@pytest.mark.parametrize("files", [{"a": b"", "a/b": b""}, {MANIFEST: b""}, {MANIFEST + "/a": b""}])
def test_plan_with_two_files_in_one_place_is_refused(root: Path, files: dict[str, bytes]) -> None:
    """A path is a file or a directory, and the manifest is nobody else's."""
    with pytest.raises(ValueError, match=r"manifest|both"):
        plan(root, files)


# --- states --------------------------------------------------------------------------------------


def test_plan_of_missing_root_has_all_files_missing(root: Path) -> None:
    """A plan touches nothing, also where nothing is."""
    planned = plan(root, SMALL)
    assert states(planned) == dict.fromkeys([*SMALL, MANIFEST], State.MISSING)
    assert not planned.is_clean
    assert not root.exists()


def test_plan_of_outdated_directory_names_each_state(root: Path) -> None:
    """Each file that is not as it should be has its state and both contents, sorted by path."""
    names = ["changed", "edited", "edited_stale", "kept", "missing", "stale"]
    write(plan(root, dict.fromkeys(names, b"1")))
    (root / "missing").unlink()
    for name in ["edited", "edited_stale", "foreign", "bystander"]:
        (root / name).write_bytes(b"mine")
    (root / "adopted").write_bytes(b"2")
    wanted = dict.fromkeys(["adopted", "changed", "edited", "foreign", "missing"], b"2")

    planned = plan(root, {**wanted, "kept": b"1"})

    assert [c for c in planned.changes if c.path != MANIFEST] == [
        Change("changed", State.CHANGED, b"1", b"2"),
        Change("edited", State.EDITED, b"mine", b"2"),
        Change("edited_stale", State.EDITED, b"mine", None),
        Change("foreign", State.FOREIGN, b"mine", b"2"),
        Change("missing", State.MISSING, None, b"2"),
        Change("stale", State.STALE, b"1", None),
    ]
    assert states(planned)[MANIFEST] == State.CHANGED
    assert {c.path for c in planned.conflicts} == {"edited", "edited_stale", "foreign"}


def test_plan_of_converted_line_ends_is_clean(root: Path) -> None:
    """A checkout may convert LF to CRLF, in the manifest too; what is added to that is an edit."""
    write(plan(root, SMALL))
    (root / "a.py").write_bytes(b"a = 1\r\n")
    (root / MANIFEST).write_bytes((root / MANIFEST).read_bytes().replace(b"\n", b"\r\n"))
    assert plan(root, SMALL).is_clean
    assert states(plan(root, {**SMALL, "a.py": b"a = 2\n"})) == {
        "a.py": State.CHANGED,
        MANIFEST: State.CHANGED,
    }
    (root / "a.py").write_bytes(b"a = 1\r\r\n")
    assert states(plan(root, SMALL)) == {"a.py": State.EDITED}


def test_plan_of_file_that_has_crlf_of_its_own_takes_either(root: Path) -> None:
    """Nor does it matter which of the two the output has."""
    write(plan(root, {"a": b"1\r\n"}))
    (root / "a").write_bytes(b"1\n")
    assert plan(root, {"a": b"1\r\n"}).is_clean


def test_plan_of_clean_directory_has_no_changes(root: Path) -> None:
    """After a write, all is as it should be."""
    write(plan(root, SMALL))
    assert plan(root, SMALL).is_clean
    assert plan(root, SMALL).changes == ()


# --- writing -------------------------------------------------------------------------------------


def test_write_of_new_root_generates_files_and_manifest(root: Path) -> None:
    """The manifest is JSON, sorted and indented, with the digest of every file and the tools."""
    planned = plan(root / "deep", SMALL, tools={"ruff": "0.17.6"})
    assert write(planned) == planned
    assert tree(root / "deep") == SMALL
    data = (root / "deep" / MANIFEST).read_bytes()
    value = json.loads(data)
    assert value == {
        "about": value["about"],
        "files": digests_of(SMALL),
        "tools": {"ruff": "0.17.6"},
    }
    assert value["about"].startswith("Written by errsmith generate: do not edit.")
    assert data.decode() == json.dumps(value, indent=2, sort_keys=True) + "\n"


def test_write_of_next_output_leaves_exactly_it(root: Path) -> None:
    """Files come, change and go; directories that held stale files alone go with them."""
    write(plan(root, OLD))
    write(plan(root, NEW))
    assert tree(root) == NEW
    assert directories(root) == directories_of(NEW)
    assert plan(root, NEW).is_clean


def test_write_of_renamed_file_keeps_its_directory(root: Path) -> None:
    """A directory that is emptied and filled again is the same one."""
    write(plan(root, {"sub/old.py": b""}))
    before = (root / "sub").stat().st_ino
    (root / "sub").chmod(0o700)
    write(plan(root, {"sub/new.py": b""}))
    assert tree(root) == {"sub/new.py": b""}
    assert (root / "sub").stat().st_ino == before
    assert stat.S_IMODE((root / "sub").stat().st_mode) == 0o700


def test_write_beside_foreign_files_leaves_them(root: Path) -> None:
    """What the manifest does not own stays, with its directory; so do directories of others."""
    write(plan(root, OLD))
    (root / "gone/deep/notes.txt").write_bytes(b"mine")
    (root / "empty").mkdir()
    write(plan(root, NEW))
    assert tree(root) == {**NEW, "gone/deep/notes.txt": b"mine"}
    assert (root / "empty").is_dir()


def test_write_of_no_files_keeps_the_root(root: Path) -> None:
    """An empty output is an empty root with its manifest."""
    write(plan(root, OLD))
    write(plan(root, {}))
    assert [path.name for path in root.iterdir()] == [MANIFEST]


def test_write_of_clean_directory_touches_nothing(root: Path) -> None:
    """No inode and no time changes where there is nothing to do."""
    write(plan(root, OLD))
    before = snapshot(root)
    write(plan(root, OLD))
    assert snapshot(root) == before


def test_write_of_one_missing_file_touches_nothing_else(root: Path) -> None:
    """The manifest that is right already is not rewritten."""
    write(plan(root, OLD))
    (root / "kept.py").unlink()
    before = snapshot(root)
    write(plan(root, OLD))
    touched = {path for path, facts in snapshot(root).items() if before.get(path) != facts}
    assert touched == {root, root / "kept.py"}


@pytest.mark.usefixtures("umask_027")
def test_write_gives_the_mode_of_open_and_keeps_another(root: Path) -> None:
    """A new file's mode follows the umask; an existing one's stays."""
    write(plan(root, SMALL))
    assert stat.S_IMODE((root / "a.py").stat().st_mode) == 0o640
    (root / "a.py").chmod(0o755)
    write(plan(root, {"a.py": b"a = 2\n"}))
    assert stat.S_IMODE((root / "a.py").stat().st_mode) == 0o755
    assert stat.S_IMODE((root / MANIFEST).stat().st_mode) == 0o640


def test_write_uses_up_the_temporary_file_of_a_killed_run(root: Path) -> None:
    """It goes when its file is written, and stays beside a file that is up to date."""
    write(plan(root, SMALL))
    (root / ".a.py.errsmith.tmp").write_bytes(b"half")
    (root / "sub/.b.py.errsmith.tmp").write_bytes(b"half")
    assert plan(root, SMALL).is_clean
    write(plan(root, {**SMALL, "a.py": b"a = 2\n"}))
    assert tree(root) == {**SMALL, "a.py": b"a = 2\n", "sub/.b.py.errsmith.tmp": b"half"}


def test_write_follows_the_directory_not_the_old_plan(root: Path) -> None:
    """An edit made after the plan is still refused."""
    write(plan(root, SMALL))
    planned = plan(root, {"a.py": b"a = 2\n"})
    (root / "a.py").write_bytes(b"mine")
    with pytest.raises(EditedFilesError):
        write(planned)
    assert (root / "a.py").read_bytes() == b"mine"


def test_write_while_another_runs_waits(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two runs at once come one after the other, and nobody sees what is half done."""
    entered, release, replace = Event(), Event(), os.replace

    def replace_slowly(source: Path, target: Path) -> None:
        if not entered.is_set():
            entered.set()
            release.wait(timeout=10)
        replace(source, target)

    monkeypatch.setattr(os, "replace", replace_slowly)
    planned = plan(root, NEW)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(write, plan(root, OLD))
        assert entered.wait(timeout=10)
        second = pool.submit(write, planned)
        third = pool.submit(plan, root, OTHER)
        for waiting in (second, third):
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.2)
        release.set()
        first.result(timeout=10)
        second.result(timeout=10)
        assert third.result(timeout=10).conflicts == ()
    assert tree(root) == NEW
    assert plan(root, NEW).is_clean


# --- edits while a run writes --------------------------------------------------------------------

EDITS = {
    "changed.py": State.EDITED,
    "gone/deep/stale.py": State.EDITED,
    "new/deep/added.py": State.FOREIGN,
}
"""Files that are edited amid a run from OLD to NEW: replaced, deleted and created ones."""


@contextmanager
def before_first_change(root: Path, act: Callable[[], object]) -> Iterator[None]:
    """Act when a write has compared everything and the manifest is about to be replaced."""
    done: list[object] = []

    def replace(source: Path, target: Path, *, real: Callable[..., None] = os.replace) -> None:
        real(source, target)
        if target == root / MANIFEST and not done:
            done.append(target)
            act()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", replace)
        yield
    assert done


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("names", [*([name] for name in EDITS), [*EDITS]], ids=str)
def test_write_keeps_what_is_edited_while_it_runs(
    root: Path, names: list[str], *, force: bool
) -> None:
    """An edit that no plan has seen is kept and named, by force too; all else is written.

    The next run finds it as any other edit, and loses nothing.
    """
    write(plan(root, OLD))
    edits = dict.fromkeys(names, b"mine")
    with (
        before_first_change(root, lambda: place(root, edits)),
        pytest.raises(EditedFilesError) as caught,
    ):
        write(plan(root, NEW), force=force)
    assert {(one.path, one.state, one.before) for one in caught.value.changes} == {
        (name, EDITS[name], b"mine") for name in names
    }
    assert tree(root) == {**NEW, **edits}
    assert states(plan(root, NEW)) == {
        **{name: EDITS[name] for name in names},
        MANIFEST: State.CHANGED,
    }
    with pytest.raises(EditedFilesError):
        write(plan(root, NEW))
    assert tree(root) == {**NEW, **edits}
    write(plan(root, NEW), force=True)
    assert tree(root) == NEW
    assert plan(root, NEW).is_clean


def test_write_takes_what_somebody_else_did_right(root: Path) -> None:
    """A file that was deleted meanwhile is written, one that is as it should be is no edit."""
    write(plan(root, OLD))

    def act() -> None:
        (root / "changed.py").unlink()
        (root / "gone/deep/stale.py").unlink()
        (root / "deep/changed.py").write_bytes(NEW["deep/changed.py"].replace(b"\n", b"\r\n"))

    with before_first_change(root, act):
        write(plan(root, NEW))
    assert tree(root) == NEW
    assert plan(root, NEW).is_clean


def test_write_keeps_a_manifest_that_is_edited_while_it_runs(root: Path) -> None:
    """A merge may have written it; the files are those of this run."""
    write(plan(root, OLD))
    act = partial((root / MANIFEST).write_bytes, _CONFLICT)
    with before_first_change(root, act), pytest.raises(EditedFilesError) as caught:
        write(plan(root, NEW))
    assert [(one.path, one.state) for one in caught.value.changes] == [(MANIFEST, State.EDITED)]
    assert (root / MANIFEST).read_bytes() == _CONFLICT
    assert tree(root) == NEW


def test_write_refuses_a_link_that_comes_while_it_runs(root: Path, tmp_path: Path) -> None:
    """Nothing is written through it, and the next run completes the output."""
    write(plan(root, OLD))
    (tmp_path / "victim").write_bytes(b"theirs")

    def act() -> None:
        (root / "changed.py").unlink()
        (root / "changed.py").symlink_to(tmp_path / "victim")

    with before_first_change(root, act), pytest.raises(OutputError, match="is a symbolic link"):
        write(plan(root, NEW))
    assert (tmp_path / "victim").read_bytes() == b"theirs"
    (root / "changed.py").unlink()
    assert_repaired_by(root, NEW)


# --- edited and foreign files --------------------------------------------------------------------


def test_write_over_edited_and_foreign_files_refuses_as_a_whole(root: Path) -> None:
    """One error lists all of them, and nothing is touched, not even what could be written."""
    write(plan(root, OLD))
    (root / "changed.py").write_bytes(b"mine")
    (root / "gone/deep/stale.py").write_bytes(b"mine")
    (root / "new/deep").mkdir(parents=True)
    (root / "new/deep/added.py").write_bytes(b"mine")
    before = snapshot(root)
    with pytest.raises(EditedFilesError) as caught:
        write(plan(root, NEW))
    assert {(change.path, change.state) for change in caught.value.changes} == {
        ("changed.py", State.EDITED),
        ("gone/deep/stale.py", State.EDITED),
        ("new/deep/added.py", State.FOREIGN),
    }
    assert "\n  changed.py: hand-edited" in str(caught.value)
    assert "\n  new/deep/added.py: foreign" in str(caught.value)
    assert snapshot(root) == before


def test_write_by_force_takes_edited_and_foreign_files(root: Path) -> None:
    """By force the output is exactly what it should be."""
    write(plan(root, OLD))
    (root / "changed.py").write_bytes(b"mine")
    (root / "gone/deep/stale.py").write_bytes(b"mine")
    (root / "to_directory").write_bytes(b"mine")
    (root / "new/deep").mkdir(parents=True)
    (root / "new/deep/added.py").write_bytes(b"mine")
    write(plan(root, NEW), force=True)
    assert tree(root) == NEW
    assert directories(root) == directories_of(NEW)
    assert plan(root, NEW).is_clean


@pytest.mark.parametrize(
    "error",
    [
        EditedFilesError((Change("a", State.EDITED, b"1", b"2"),)),
        OutputError(Path("a"), "cannot be written: No space left on device"),
    ],
)
def test_error_survives_pickle(error: Exception) -> None:
    """Both errors cross a process boundary whole."""
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))


# --- manifests that somebody touched -------------------------------------------------------------

_A = sha256(SMALL["a.py"])
_CONFLICT = b'<<<<<<< HEAD\n{"a.py": "1"}\n=======\n{"a.py": "2"}\n>>>>>>> theirs\n'
INVALID_MANIFESTS = {
    "empty": b"",
    "cut": manifest_of(SMALL)[:-9],
    "conflict markers": _CONFLICT,
    "not utf-8": b"\xff\xfe",
    "utf-16": manifest_of(SMALL).decode().encode("utf-16"),
    "null": b"null",
    "list": b"[]",
    "deep": b"[" * 100_000,
    "huge number": b"1" * 10_000,
    "missing key": json.dumps({"about": "", "files": {}}).encode(),
    "more keys": json.dumps({"about": "", "files": {}, "tools": {}, "x": 1}).encode(),
    "files is a list": json.dumps({"about": "", "files": [], "tools": {}}).encode(),
    "tool is a number": json.dumps({"about": "", "files": {}, "tools": {"ruff": 1}}).encode(),
    **{
        f"digest {value!r}": json.dumps(
            {"about": "", "files": {"a.py": _A, "sub/b.py": value}, "tools": {}}
        ).encode()
        for value in (None, 1, "", "sha256:", _A.upper(), _A + "\n", [], [_A, 1], {"now": _A})
    },
    **{
        f"path {path!r}": manifest_of({**SMALL, path: b"theirs"})
        for path in ("../victim", "/victim", "sub/../../victim", "..\\victim", "", "a\0", "\ud800")
    },
}


@pytest.mark.parametrize("data", INVALID_MANIFESTS.values(), ids=INVALID_MANIFESTS.keys())
def test_plan_with_invalid_manifest_reports_it_as_edited(root: Path, data: bytes) -> None:
    """It owns nothing: right files are fine, others are foreign, none is stale."""
    write(plan(root, SMALL))
    (root / MANIFEST).write_bytes(data)
    assert states(plan(root, SMALL)) == {MANIFEST: State.EDITED}
    assert states(plan(root, {"a.py": b"a = 2\n"})) == {
        "a.py": State.FOREIGN,
        MANIFEST: State.EDITED,
    }
    with pytest.raises(EditedFilesError):
        write(plan(root, SMALL))
    assert (root / MANIFEST).read_bytes() == data


@pytest.mark.parametrize("data", INVALID_MANIFESTS.values(), ids=INVALID_MANIFESTS.keys())
def test_write_by_force_with_invalid_manifest_deletes_nothing(root: Path, data: bytes) -> None:
    """A file that the manifest may or may not have owned is left to people."""
    write(plan(root, SMALL))
    victim = root.parent / "victim"
    victim.write_bytes(b"theirs")
    (root / MANIFEST).write_bytes(data)
    write(plan(root, {"a.py": b"a = 2\n"}), force=True)
    assert tree(root) == {**SMALL, "a.py": b"a = 2\n"}
    assert victim.read_bytes() == b"theirs"
    assert plan(root, {"a.py": b"a = 2\n"}).is_clean


def test_write_with_other_tools_changes_the_manifest_alone(root: Path) -> None:
    """Another version is a change, of the manifest."""
    write(plan(root, SMALL, tools={"ruff": "1"}))
    planned = plan(root, SMALL, tools={"ruff": "2"})
    assert states(planned) == {MANIFEST: State.CHANGED}
    write(planned)
    assert json.loads((root / MANIFEST).read_bytes())["tools"] == {"ruff": "2"}


def test_write_over_manifest_of_another_layout_tidies_it(root: Path) -> None:
    """A manifest that can be read is errsmith's in any layout."""
    write(plan(root, SMALL))
    (root / MANIFEST).write_bytes(manifest_of(SMALL))
    assert states(plan(root, SMALL)) == {MANIFEST: State.CHANGED}
    write(plan(root, SMALL))
    assert plan(root, SMALL).is_clean


def test_write_with_manifest_that_owns_itself_keeps_it(root: Path) -> None:
    """A manifest that lists its own name is no reason to delete it."""
    write(plan(root, SMALL))
    (root / MANIFEST).write_bytes(manifest_of({**SMALL, MANIFEST: b"", MANIFEST + "/a": b""}))
    write(plan(root, SMALL))
    assert plan(root, SMALL).is_clean


def test_plan_with_several_digests_knows_each(root: Path) -> None:
    """A run that did not end leaves lists, and a file under any of its digests is ours."""
    write(plan(root, SMALL))
    value = json.loads((root / MANIFEST).read_bytes())
    value["files"]["a.py"] = [sha256(b"1"), sha256(b"2")]
    (root / MANIFEST).write_text(json.dumps(value))
    found: dict[bytes, State | None] = {}
    for data in (b"1", b"2", b"3", SMALL["a.py"]):
        (root / "a.py").write_bytes(data)
        found[data] = states(plan(root, SMALL)).get("a.py")
    assert [*found.values()] == [State.CHANGED, State.CHANGED, State.EDITED, None]


# --- links and other things in the way -----------------------------------------------------------


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Return a directory beside the root that holds what the root holds."""
    write(plan(tmp_path / "outside", SMALL))
    return tmp_path / "outside"


@pytest.mark.parametrize("files", [SMALL, {"a.py": b"2", "sub/b.py": b"2"}, {}])
@pytest.mark.parametrize(
    ("place", "target"),
    [
        ("a.py", "../outside/a.py"),
        ("a.py", "../outside/nothing"),
        ("a.py", "sub/b.py"),
        ("sub", "../outside/sub"),
        ("sub", "."),
        (MANIFEST, "../outside/" + MANIFEST),
    ],
)
def test_write_through_a_link_is_refused(
    root: Path, outside: Path, files: dict[str, bytes], place: str, target: str
) -> None:
    """Nothing is read, written or deleted through a link below the root, not even by force."""
    write(plan(root, SMALL))
    planned = plan(root, files)
    (root / place).rename(root / "aside")
    (root / place).symlink_to(target)
    before = snapshot(root), snapshot(outside)
    with pytest.raises(OutputError, match=r"is a symbolic link where a .* belongs") as caught:
        plan(root, files)
    assert caught.value.path == root / place
    with pytest.raises(OutputError):
        write(planned)
    with pytest.raises(OutputError):
        write(planned, force=True)
    assert (snapshot(root), snapshot(outside)) == before


def test_write_does_not_follow_a_link_in_place_of_the_temporary_file(
    root: Path, outside: Path
) -> None:
    """The name of the temporary file can be foreseen, so a link there is replaced."""
    root.mkdir()
    (root / ".a.py.errsmith.tmp").symlink_to(outside / "a.py")
    write(plan(root, {"a.py": b"a = 2\n"}))
    assert tree(outside) == SMALL
    assert tree(root) == {"a.py": b"a = 2\n"}
    assert not (root / "a.py").is_symlink()


def test_write_to_linked_root_follows_it(root: Path, outside: Path) -> None:
    """The root is the user's choice, a link too."""
    root.symlink_to(outside)
    write(plan(root, {"a.py": b"a = 2\n"}))
    assert tree(outside) == {"a.py": b"a = 2\n"}
    assert root.is_symlink()


def test_write_to_file_as_root_is_refused(root: Path) -> None:
    """A root that is a file stays one."""
    root.write_bytes(b"mine")
    with pytest.raises(OutputError, match="is a file where a directory belongs"):
        plan(root, SMALL)
    assert root.read_bytes() == b"mine"


def test_write_below_file_is_refused(root: Path) -> None:
    """A root that cannot be made is an error with its path."""
    root.write_bytes(b"mine")
    with pytest.raises(OutputError, match="cannot be created: Not a directory"):
        write(plan(root / "deep", SMALL))


@pytest.mark.parametrize("content", ["notes.txt", "deep/notes.txt", "deep/"])
def test_plan_with_directory_for_a_file_is_refused(root: Path, content: str) -> None:
    """A directory of others does not make way, whether or not it holds files."""
    directory = root / "a.py"
    (directory / content).parent.mkdir(parents=True)
    if not content.endswith("/"):
        (directory / content).write_bytes(b"mine")
    with pytest.raises(OutputError, match="is a directory where a file belongs"):
        plan(root, SMALL)


def test_plan_with_foreign_file_in_a_directory_of_ours_is_refused(root: Path) -> None:
    """A directory that is to become a file is not emptied of what others put there."""
    write(plan(root, OLD))
    (root / "to_file/notes.txt").write_bytes(b"mine")
    with pytest.raises(OutputError, match="to_file: is a directory where a file belongs"):
        plan(root, NEW)


def test_plan_with_file_for_a_directory_is_refused(root: Path) -> None:
    """A foreign file does not make way for a directory."""
    root.mkdir()
    (root / "sub").write_bytes(b"mine")
    with pytest.raises(OutputError, match="sub: is a file where a directory belongs"):
        plan(root, SMALL)


def test_plan_with_special_file_in_the_way_is_refused(root: Path) -> None:
    """A pipe is not opened, which would wait for ever."""
    root.mkdir()
    os.mkfifo(root / "a.py")
    with pytest.raises(OutputError, match="is a special file where a file belongs"):
        plan(root, SMALL)


def test_plan_with_things_in_place_of_departed_files_lets_them_be(root: Path) -> None:
    """Where a departed file was, others may have put a directory, or a file for its directory."""
    write(plan(root, SMALL))
    (root / "a.py").unlink()
    (root / "a.py").mkdir()
    (root / "sub/b.py").unlink()
    (root / "sub").rmdir()
    (root / "sub").write_bytes(b"mine")
    write(plan(root, {}))
    assert tree(root) == {"sub": b"mine"}
    assert directories(root) == {"a.py"}


# --- a file system that says no ------------------------------------------------------------------

FULL = OSError(errno.ENOSPC, "No space left on device")


def test_write_that_fails_names_the_file_and_leaves_no_trace(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old file stays whole, no temporary one remains, and the next run goes on."""
    write(plan(root, OLD))
    replace = os.replace

    def refuse(source: Path, target: Path) -> None:
        if target.name == "changed.py":
            raise PermissionError(errno.EACCES, "Permission denied")
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        with pytest.raises(OutputError) as caught:
            write(plan(root, NEW))
    assert caught.value.path == root / "changed.py"
    assert str(caught.value) == f"{root / 'changed.py'}: cannot be written: Permission denied"
    assert (root / "changed.py").read_bytes() == OLD["changed.py"]
    assert leftovers(root) == []
    write(plan(root, NEW))
    assert tree(root) == NEW


LIMITED = """
import resource, sys
from pathlib import Path
from errsmith.output import OutputError, plan, write
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    write(plan(Path(sys.argv[1]), {"a.py": b"a = 2\\n", "big.py": bytes(5000)}))
except OutputError as error:
    print(error)
"""


def test_write_beyond_the_file_size_limit_leaves_no_half_file(root: Path) -> None:
    """A write that the system cuts short is an error, and the part that was written goes.

    Files that were replaced before it stay replaced.
    """
    write(plan(root, SMALL))
    done = run_python(LIMITED, str(root))
    assert done.stdout == f"{root / 'big.py'}: cannot be written: File too large\n"
    assert tree(root) == {"a.py": b"a = 2\n"}
    assert plan(root, SMALL).conflicts == ()
    write(plan(root, SMALL))
    assert tree(root) == SMALL


# --- runs that stop anywhere ---------------------------------------------------------------------


@define
class Steps:
    """Counts what is done to the files below a root, and fails at one step.

    With `for_good` it fails at every later step too, so that nothing can be cleaned up, as after a
    kill.
    """

    root: Path
    failure: BaseException | None = None
    at: int = 0
    for_good: bool = False
    seen: int = 0

    def __call__(self, path: object) -> None:
        """Count one step, before it is done."""
        if not str(path).startswith(str(self.root)):
            return
        self.seen += 1
        if self.failure and (self.seen == self.at or (self.for_good and self.seen > self.at)):
            raise self.failure


class _Audit:
    """The interpreter's audit hook, which tells of each system call that has a path.

    Whatever function does it, so the tests need not know how files are opened or renamed. A hook
    cannot be removed; this one is deaf while no test listens.
    """

    listener: Callable[[object], None] | None = None

    def __call__(self, _event: str, args: tuple[Any, ...]) -> None:
        if self.listener is not None and args:
            self.listener(args[0])


_audit = _Audit()
sys.addaudithook(_audit)


@contextmanager
def watched(steps: Steps) -> Iterator[Steps]:
    """Let `steps` hear of each step while the block runs."""
    _audit.listener = steps
    try:
        yield steps
    finally:
        _audit.listener = None


def steps_of_write(root: Path) -> int:
    """Count the steps of a write from OLD to NEW."""
    write(plan(root, OLD))
    planned = plan(root, NEW)
    with watched(Steps(root)) as steps:
        write(planned)
    return steps.seen


def assert_repaired_by(root: Path, files: Mapping[str, bytes]) -> None:
    """Check that the next run takes nothing for an edit and leaves its output and nothing else."""
    assert plan(root, files).conflicts == ()
    write(plan(root, files))
    assert tree(root) == files
    assert directories(root) == directories_of(files)
    assert plan(root, files).is_clean


@pytest.mark.parametrize("files", [NEW, OLD, OTHER, {}], ids=["same", "back", "other", "none"])
@pytest.mark.parametrize("for_good", [False, True], ids=["interrupted", "killed"])
def test_write_stopped_at_any_step_is_repaired(
    tmp_path: Path, files: dict[str, bytes], *, for_good: bool
) -> None:
    """Wherever a run stops, any next run works, and an interrupted one has tidied up itself.

    A killed run may leave a temporary file, which the same run uses up when it is repeated.
    """
    total = steps_of_write(tmp_path / "counted")
    assert total > len({*OLD, *NEW})
    for at in range(1, total + 1):
        root = tmp_path / str(at)
        write(plan(root, OLD))
        planned = plan(root, NEW)
        steps = Steps(root, KeyboardInterrupt(), at=at, for_good=for_good)
        with watched(steps), pytest.raises(KeyboardInterrupt):
            write(planned)
        assert for_good or not leftovers(root)
        if files != NEW:
            remove_leftovers(root)
        assert_repaired_by(root, files)


def test_write_stopped_twice_is_repaired(tmp_path: Path) -> None:
    """The digests of each run that stopped are known until one ends."""
    total = steps_of_write(tmp_path / "counted")
    for at in range(1, total + 1):
        root = tmp_path / str(at)
        write(plan(root, OLD))
        for files in (NEW, OTHER):
            planned = plan(root, files)
            steps = Steps(root, KeyboardInterrupt(), at=at, for_good=True)
            with watched(steps), suppress(KeyboardInterrupt):
                write(planned)
            remove_leftovers(root)
        assert_repaired_by(root, NEW)


def test_write_of_new_root_stopped_at_any_step_is_repaired(tmp_path: Path) -> None:
    """The first run of all may stop as well."""
    with watched(Steps(tmp_path)) as counted:
        write(plan(tmp_path / "counted", NEW))
    for at in range(1, counted.seen + 1):
        root = tmp_path / str(at)
        steps = Steps(root, KeyboardInterrupt(), at=at, for_good=True)
        with watched(steps), suppress(KeyboardInterrupt):
            write(plan(root, NEW))
        remove_leftovers(root)
        assert_repaired_by(root, OTHER)


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for good"])
def test_write_on_full_disk_at_any_step_is_repaired(tmp_path: Path, *, for_good: bool) -> None:
    """No error of the system leaves as anything but OutputError, and the next run repairs."""
    total = steps_of_write(tmp_path / "counted")
    for at in range(1, total + 1):
        root = tmp_path / str(at)
        write(plan(root, OLD))
        planned = plan(root, NEW)
        with watched(Steps(root, FULL, at=at, for_good=for_good)), suppress(OutputError):
            write(planned)
        assert for_good or not leftovers(root)
        assert plan(root, NEW).conflicts == ()
        write(plan(root, NEW))
        assert tree(root) == NEW


KILLED = """
import json, os, signal, sys
from pathlib import Path
from errsmith.output import plan, write

root, files, at, before = Path(sys.argv[1]), *map(json.loads, sys.argv[2:])
replace, count = os.replace, 0

def replace_and_die(*args):
    global count
    count += 1
    if before and count == at:
        os.kill(os.getpid(), signal.SIGKILL)
    replace(*args)
    if count == at:
        os.kill(os.getpid(), signal.SIGKILL)

os.replace = replace_and_die
write(plan(root, {path: text.encode() for path, text in files.items()}))
"""


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, 8))
def test_write_killed_at_a_replacement_is_repaired(root: Path, at: int, *, before: bool) -> None:
    """A real kill, before or after each of the seven replacements from OLD to NEW."""
    write(plan(root, OLD))
    files = {path: data.decode() for path, data in NEW.items()}
    done = run_python(KILLED, str(root), json.dumps(files), json.dumps(at), json.dumps(before))
    assert done.returncode == -SIGKILL
    assert len(leftovers(root)) == before
    remove_leftovers(root)
    assert_repaired_by(root, OTHER)


# --- diffs ---------------------------------------------------------------------------------------

NO_NEWLINE = "\\ No newline at end of file\n"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (b"1\n2\n", b"1\n3\n", "--- a/x/y\n+++ b/x/y\n@@ -1,2 +1,2 @@\n 1\n-2\n+3\n"),
        (None, b"1\n", "--- /dev/null\n+++ b/x/y\n@@ -0,0 +1 @@\n+1\n"),
        (b"1\n", None, "--- a/x/y\n+++ /dev/null\n@@ -1 +0,0 @@\n-1\n"),
        (None, b"", "--- /dev/null\n+++ b/x/y\n"),
        (b"", None, "--- a/x/y\n+++ /dev/null\n"),
        (b"1", b"2", f"--- a/x/y\n+++ b/x/y\n@@ -1 +1 @@\n-1\n{NO_NEWLINE}+2\n{NO_NEWLINE}"),
        (b"1\n", b"1", f"--- a/x/y\n+++ b/x/y\n@@ -1 +1 @@\n-1\n+1\n{NO_NEWLINE}"),
        (b"1\r\n2\r\n", b"1\n3\n", "--- a/x/y\n+++ b/x/y\n@@ -1,2 +1,2 @@\n 1\n-2\n+3\n"),
        (b"1\r2\n", b"1\n", "--- a/x/y\n+++ b/x/y\n@@ -1 +1 @@\n-1\r2\n+1\n"),
        (b"1\f2\n", b"1\n", "--- a/x/y\n+++ b/x/y\n@@ -1 +1 @@\n-1\f2\n+1\n"),
        (b"\xff", b"1", "Binary files a/x/y and b/x/y differ\n"),
        (None, b"\xff", "Binary files /dev/null and b/x/y differ\n"),
    ],
)
def test_diff_of_change_is_unified(
    before: bytes | None, after: bytes | None, expected: str
) -> None:
    """The diff goes from the disk's content to ours, as git prints it."""
    assert diff(Change("x/y", State.CHANGED, before, after)) == expected


# --- properties ----------------------------------------------------------------------------------

_parts = st.sampled_from("abc")
_paths = st.lists(_parts, min_size=1, max_size=3).map("/".join)
_contents = st.sampled_from([b"", b"1\n", b"2", b"\xff"])


def _without_files_below_files(files: dict[str, bytes]) -> dict[str, bytes]:
    return {
        path: data for path, data in files.items() if not directories_of({path: b""}) & {*files}
    }


trees = st.dictionaries(_paths, _contents, max_size=8).map(_without_files_below_files)
foreign_paths = st.lists(_parts, max_size=2).map(lambda parts: "/".join([*parts, "notes"]))
foreign_trees = st.dictionaries(foreign_paths, st.just(b"mine"), max_size=4)


def place(root: Path, files: Mapping[str, bytes]) -> None:
    """Put files somewhere as a person would, where nothing else is in the way."""
    for path, data in files.items():
        with suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)


@settings(deadline=None)
@given(old=trees, new=trees, foreign=foreign_trees)
def test_write_of_any_output_leaves_exactly_it_and_foreign_files(
    tmp_path_factory: pytest.TempPathFactory,
    old: dict[str, bytes],
    new: dict[str, bytes],
    foreign: dict[str, bytes],
) -> None:
    """From any tree to any other: the new files, the foreign ones, the manifest, nothing else."""
    root = tmp_path_factory.mktemp("any")
    foreign = {
        path: data
        for path, data in foreign.items()
        if not directories_of({path: data}) & {*old, *new}
    }
    write(plan(root, old))
    place(root, foreign)
    write(plan(root, new))
    assert tree(root) == {**new, **foreign}
    assert directories(root) == directories_of({**new, **foreign})
    assert json.loads((root / MANIFEST).read_bytes())["files"] == digests_of(new)
    assert plan(root, new).is_clean


@settings(deadline=None)
@given(stops=st.lists(st.tuples(trees, st.integers(1, 40)), max_size=4), last=trees)
def test_write_after_any_stopped_runs_leaves_exactly_its_output(
    tmp_path_factory: pytest.TempPathFactory,
    stops: list[tuple[dict[str, bytes], int]],
    last: dict[str, bytes],
) -> None:
    """However many runs were killed on the way, nothing looks edited."""
    root = tmp_path_factory.mktemp("stopped")
    for files, at in stops:
        planned = plan(root, files)
        steps = Steps(root, KeyboardInterrupt(), at=at, for_good=True)
        with watched(steps), suppress(KeyboardInterrupt):
            write(planned)
        remove_leftovers(root)
    assert_repaired_by(root, last)


@settings(deadline=None)
@given(old=trees, new=trees, edits=st.dictionaries(_paths, st.just(b"mine\n"), max_size=4))
def test_write_without_force_never_loses_an_edit(
    tmp_path_factory: pytest.TempPathFactory,
    old: dict[str, bytes],
    new: dict[str, bytes],
    edits: dict[str, bytes],
) -> None:
    """What errsmith did not write is there after any run, and a refused run changes nothing."""
    root = tmp_path_factory.mktemp("edited")
    write(plan(root, old))
    place(root, edits)
    before = tree(root)
    with suppress(EditedFilesError, OutputError):
        write(plan(root, new))
    after = tree(root)
    kept = {path: data for path, data in before.items() if data == b"mine\n"}
    assert kept.items() <= after.items()
    assert after in (before, {**new, **kept})
