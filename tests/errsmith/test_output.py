"""`errsmith.output`: what is written or refused, and what an interrupted run leaves behind."""

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

# From OLD to NEW one file stays and two change, one is added and one is removed with its
# directories, a directory becomes a file, and a file becomes a directory.
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


def read_tree(root: Path) -> dict[str, bytes]:
    """Read every file below a root, except the manifest."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path != root / MANIFEST
    }


def list_directories(root: Path) -> set[str]:
    """List every directory below a root."""
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_dir()}


def parents_of(files: Mapping[str, bytes]) -> set[str]:
    """List every directory that some files need."""
    return {path[:end] for path in files for end, sign in enumerate(path) if sign == "/"}


def states_of(planned: Plan) -> dict[str, State]:
    """Return each changed path's state."""
    return {change.path: change.state for change in planned.changes}


def digests_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the digests of some files."""
    return {path: sha256(data) for path, data in files.items()}


def sha256(data: bytes) -> str:
    """Return a digest in the manifest's notation."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def write_manifest(files: Mapping[str, bytes]) -> bytes:
    """Write a manifest from its documented format alone."""
    digests = digests_of(files)
    return json.dumps({"about": "", "files": digests, "tools": {}}).encode()


def take_snapshot(root: Path) -> dict[Path, tuple[int, int, int]]:
    """Return what any write would change, of files and directories."""
    found = {path: path.lstat() for path in [root, *root.rglob("*")]}
    return {path: (s.st_ino, s.st_mtime_ns, s.st_ctime_ns) for path, s in found.items()}


def find_leftovers(root: Path) -> list[Path]:
    """Return the temporary files below a root."""
    return list(root.rglob(".*.errsmith.tmp"))


def remove_leftovers(root: Path) -> None:
    """Delete the temporary file that a killed run may leave, as a user would."""
    left = find_leftovers(root)
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
    """Set a umask that hides the test's files from users outside the group."""
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
    """No path that could leave the root, on any system, reaches the disk."""
    with pytest.raises(ValueError, match="path"):
        plan(root, {path: b""})
    with pytest.raises(ValueError, match="path"):
        plan(root, {}, manifest_name=path)


@pytest.mark.parametrize("files", [{"a": b"", "a/b": b""}, {MANIFEST: b""}, {MANIFEST + "/a": b""}])
def test_plan_with_two_files_in_one_place_is_refused(root: Path, files: dict[str, bytes]) -> None:
    """A path is either a file or a directory, and only errsmith writes the manifest."""
    with pytest.raises(ValueError, match=r"manifest|both"):
        plan(root, files)


# --- states --------------------------------------------------------------------------------------


def test_plan_of_missing_root_has_all_files_missing(root: Path) -> None:
    """Planning for a missing root creates nothing."""
    planned = plan(root, SMALL)
    assert states_of(planned) == dict.fromkeys([*SMALL, MANIFEST], State.MISSING)
    assert not planned.is_clean
    assert not root.exists()


def test_plan_of_outdated_directory_names_each_state(root: Path) -> None:
    """Each file that differs has its state and both contents, sorted by path."""
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
    assert states_of(planned)[MANIFEST] == State.CHANGED
    assert {c.path for c in planned.conflicts} == {"edited", "edited_stale", "foreign"}


def test_plan_of_converted_line_ends_is_clean(root: Path) -> None:
    """A checkout may convert LF to CRLF, in the manifest too; any other change is an edit."""
    write(plan(root, SMALL))
    (root / "a.py").write_bytes(b"a = 1\r\n")
    (root / MANIFEST).write_bytes((root / MANIFEST).read_bytes().replace(b"\n", b"\r\n"))
    assert plan(root, SMALL).is_clean
    assert states_of(plan(root, {**SMALL, "a.py": b"a = 2\n"})) == {
        "a.py": State.CHANGED,
        MANIFEST: State.CHANGED,
    }
    (root / "a.py").write_bytes(b"a = 1\r\r\n")
    assert states_of(plan(root, SMALL)) == {"a.py": State.EDITED}


def test_plan_of_file_with_crlf_accepts_either(root: Path) -> None:
    """A file whose output has CRLF may be converted either way."""
    write(plan(root, {"a": b"1\r\n"}))
    (root / "a").write_bytes(b"1\n")
    assert plan(root, {"a": b"1\r\n"}).is_clean


def test_plan_of_clean_directory_has_no_changes(root: Path) -> None:
    """After a write, there are no changes."""
    write(plan(root, SMALL))
    assert plan(root, SMALL).is_clean
    assert plan(root, SMALL).changes == ()


# --- writing -------------------------------------------------------------------------------------


def test_write_of_new_root_generates_files_and_manifest(root: Path) -> None:
    """The manifest is sorted, indented JSON with the digest of every file and the tools."""
    planned = plan(root / "deep", SMALL, tools={"ruff": "0.17.6"})
    assert write(planned) == planned
    assert read_tree(root / "deep") == SMALL
    data = (root / "deep" / MANIFEST).read_bytes()
    value = json.loads(data)
    assert value == {
        "about": value["about"],
        "files": digests_of(SMALL),
        "tools": {"ruff": "0.17.6"},
    }
    assert value["about"].startswith("Written by errsmith generate: do not edit.")
    assert data.decode() == json.dumps(value, indent=2, sort_keys=True) + "\n"


def test_write_of_next_output_leaves_exactly_that(root: Path) -> None:
    """Files are added, changed and deleted, and directories with only stale files go too."""
    write(plan(root, OLD))
    write(plan(root, NEW))
    assert read_tree(root) == NEW
    assert list_directories(root) == parents_of(NEW)
    assert plan(root, NEW).is_clean


def test_write_of_renamed_file_keeps_its_directory(root: Path) -> None:
    """A directory whose only file is renamed is not created again."""
    write(plan(root, {"sub/old.py": b""}))
    before = (root / "sub").stat().st_ino
    (root / "sub").chmod(0o700)
    write(plan(root, {"sub/new.py": b""}))
    assert read_tree(root) == {"sub/new.py": b""}
    assert (root / "sub").stat().st_ino == before
    assert stat.S_IMODE((root / "sub").stat().st_mode) == 0o700


def test_write_beside_foreign_files_keeps_them(root: Path) -> None:
    """Files and directories that are not in the manifest are kept."""
    write(plan(root, OLD))
    (root / "gone/deep/notes.txt").write_bytes(b"mine")
    (root / "empty").mkdir()
    write(plan(root, NEW))
    assert read_tree(root) == {**NEW, "gone/deep/notes.txt": b"mine"}
    assert (root / "empty").is_dir()


def test_write_of_no_files_keeps_the_root(root: Path) -> None:
    """An empty output is an empty root with its manifest."""
    write(plan(root, OLD))
    write(plan(root, {}))
    assert [path.name for path in root.iterdir()] == [MANIFEST]


def test_write_of_clean_directory_touches_nothing(root: Path) -> None:
    """If nothing has changed, every inode and timestamp stays the same."""
    write(plan(root, OLD))
    before = take_snapshot(root)
    write(plan(root, OLD))
    assert take_snapshot(root) == before


def test_write_of_one_missing_file_touches_nothing_else(root: Path) -> None:
    """A correct manifest is not written again."""
    write(plan(root, OLD))
    (root / "kept.py").unlink()
    before = take_snapshot(root)
    write(plan(root, OLD))
    touched = {path for path, facts in take_snapshot(root).items() if before.get(path) != facts}
    assert touched == {root, root / "kept.py"}


@pytest.mark.usefixtures("umask_027")
def test_write_sets_the_mode_of_new_files_only(root: Path) -> None:
    """A new file's mode follows the umask; an existing file keeps its mode."""
    write(plan(root, SMALL))
    assert stat.S_IMODE((root / "a.py").stat().st_mode) == 0o640
    (root / "a.py").chmod(0o755)
    write(plan(root, {"a.py": b"a = 2\n"}))
    assert stat.S_IMODE((root / "a.py").stat().st_mode) == 0o755
    assert stat.S_IMODE((root / MANIFEST).stat().st_mode) == 0o640


def test_write_replaces_the_temporary_file_of_a_killed_run(root: Path) -> None:
    """It is removed when its file is written, and stays beside a file that is up to date."""
    write(plan(root, SMALL))
    (root / ".a.py.errsmith.tmp").write_bytes(b"half")
    (root / "sub/.b.py.errsmith.tmp").write_bytes(b"half")
    assert plan(root, SMALL).is_clean
    write(plan(root, {**SMALL, "a.py": b"a = 2\n"}))
    assert read_tree(root) == {**SMALL, "a.py": b"a = 2\n", "sub/.b.py.errsmith.tmp": b"half"}


def test_write_checks_the_directory_again(root: Path) -> None:
    """An edit made after the plan is still refused."""
    write(plan(root, SMALL))
    planned = plan(root, {"a.py": b"a = 2\n"})
    (root / "a.py").write_bytes(b"mine")
    with pytest.raises(EditedFilesError):
        write(planned)
    assert (root / "a.py").read_bytes() == b"mine"


def test_write_while_another_runs_waits(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Simultaneous runs take turns, and neither sees the other's partial output."""
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
    assert read_tree(root) == NEW
    assert plan(root, NEW).is_clean


# --- edits while a run writes --------------------------------------------------------------------

EDITS = {
    "changed.py": State.EDITED,
    "gone/deep/stale.py": State.EDITED,
    "new/deep/added.py": State.FOREIGN,
}
"""Files that are edited during a run from OLD to NEW: replaced, deleted and created ones."""


@contextmanager
def before_first_change(root: Path, act: Callable[[], object]) -> Iterator[None]:
    """Act when a write has compared everything and is about to replace the manifest."""
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
def test_write_keeps_edits_made_while_it_runs(root: Path, names: list[str], *, force: bool) -> None:
    """An edit during the run is kept and named, even with force; all other files are written.

    The next run treats it as any other edit, and loses nothing.
    """
    write(plan(root, OLD))
    edits = dict.fromkeys(names, b"mine")
    with (
        before_first_change(root, lambda: place_files(root, edits)),
        pytest.raises(EditedFilesError) as caught,
    ):
        write(plan(root, NEW), force=force)
    assert {(change.path, change.state, change.before) for change in caught.value.changes} == {
        (name, EDITS[name], b"mine") for name in names
    }
    assert read_tree(root) == {**NEW, **edits}
    assert states_of(plan(root, NEW)) == {
        **{name: EDITS[name] for name in names},
        MANIFEST: State.CHANGED,
    }
    with pytest.raises(EditedFilesError):
        write(plan(root, NEW))
    assert read_tree(root) == {**NEW, **edits}
    write(plan(root, NEW), force=True)
    assert read_tree(root) == NEW
    assert plan(root, NEW).is_clean


def test_write_accepts_correct_changes_by_others(root: Path) -> None:
    """A file deleted during the run is written; a file that became correct is not an edit."""
    write(plan(root, OLD))

    def act() -> None:
        (root / "changed.py").unlink()
        (root / "gone/deep/stale.py").unlink()
        (root / "deep/changed.py").write_bytes(NEW["deep/changed.py"].replace(b"\n", b"\r\n"))

    with before_first_change(root, act):
        write(plan(root, NEW))
    assert read_tree(root) == NEW
    assert plan(root, NEW).is_clean


def test_write_keeps_a_manifest_that_is_edited_while_it_runs(root: Path) -> None:
    """A manifest that a merge wrote during the run is kept; the files are those of this run."""
    write(plan(root, OLD))
    act = partial((root / MANIFEST).write_bytes, _CONFLICT)
    with before_first_change(root, act), pytest.raises(EditedFilesError) as caught:
        write(plan(root, NEW))
    assert [(change.path, change.state) for change in caught.value.changes] == [
        (MANIFEST, State.EDITED)
    ]
    assert (root / MANIFEST).read_bytes() == _CONFLICT
    assert read_tree(root) == NEW


def test_write_refuses_a_link_created_while_it_runs(root: Path, tmp_path: Path) -> None:
    """Nothing is written through the link, and the next run completes the output."""
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
    """One error lists all of them, and no file is touched, not even those that could be written."""
    write(plan(root, OLD))
    (root / "changed.py").write_bytes(b"mine")
    (root / "gone/deep/stale.py").write_bytes(b"mine")
    (root / "new/deep").mkdir(parents=True)
    (root / "new/deep/added.py").write_bytes(b"mine")
    before = take_snapshot(root)
    with pytest.raises(EditedFilesError) as caught:
        write(plan(root, NEW))
    assert {(change.path, change.state) for change in caught.value.changes} == {
        ("changed.py", State.EDITED),
        ("gone/deep/stale.py", State.EDITED),
        ("new/deep/added.py", State.FOREIGN),
    }
    assert "\n  changed.py: hand-edited" in str(caught.value)
    assert "\n  new/deep/added.py: foreign" in str(caught.value)
    assert take_snapshot(root) == before


def test_write_with_force_replaces_edited_and_foreign_files(root: Path) -> None:
    """With force the output is exactly the generated files."""
    write(plan(root, OLD))
    (root / "changed.py").write_bytes(b"mine")
    (root / "gone/deep/stale.py").write_bytes(b"mine")
    (root / "to_directory").write_bytes(b"mine")
    (root / "new/deep").mkdir(parents=True)
    (root / "new/deep/added.py").write_bytes(b"mine")
    write(plan(root, NEW), force=True)
    assert read_tree(root) == NEW
    assert list_directories(root) == parents_of(NEW)
    assert plan(root, NEW).is_clean


@pytest.mark.parametrize(
    "error",
    [
        EditedFilesError((Change("a", State.EDITED, b"1", b"2"),)),
        OutputError(Path("a"), "cannot be written: No space left on device"),
    ],
)
def test_error_survives_pickle(error: Exception) -> None:
    """Both errors keep all attributes when they are pickled."""
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))


# --- manifests edited by hand --------------------------------------------------------------------

_A = sha256(SMALL["a.py"])
_CONFLICT = b'<<<<<<< HEAD\n{"a.py": "1"}\n=======\n{"a.py": "2"}\n>>>>>>> theirs\n'
INVALID_MANIFESTS = {
    "empty": b"",
    "cut": write_manifest(SMALL)[:-9],
    "conflict markers": _CONFLICT,
    "not utf-8": b"\xff\xfe",
    "utf-16": write_manifest(SMALL).decode().encode("utf-16"),
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
        f"path {path!r}": write_manifest({**SMALL, path: b"theirs"})
        for path in ("../victim", "/victim", "sub/../../victim", "..\\victim", "", "a\0", "\ud800")
    },
}


@pytest.mark.parametrize("data", INVALID_MANIFESTS.values(), ids=INVALID_MANIFESTS.keys())
def test_plan_with_invalid_manifest_reports_it_as_edited(root: Path, data: bytes) -> None:
    """With an invalid manifest, correct files pass, others are foreign, and none is stale."""
    write(plan(root, SMALL))
    (root / MANIFEST).write_bytes(data)
    assert states_of(plan(root, SMALL)) == {MANIFEST: State.EDITED}
    assert states_of(plan(root, {"a.py": b"a = 2\n"})) == {
        "a.py": State.FOREIGN,
        MANIFEST: State.EDITED,
    }
    with pytest.raises(EditedFilesError):
        write(plan(root, SMALL))
    assert (root / MANIFEST).read_bytes() == data


@pytest.mark.parametrize("data", INVALID_MANIFESTS.values(), ids=INVALID_MANIFESTS.keys())
def test_write_with_force_and_invalid_manifest_deletes_nothing(root: Path, data: bytes) -> None:
    """Users must delete files that the manifest may or may not have owned."""
    write(plan(root, SMALL))
    victim = root.parent / "victim"
    victim.write_bytes(b"theirs")
    (root / MANIFEST).write_bytes(data)
    write(plan(root, {"a.py": b"a = 2\n"}), force=True)
    assert read_tree(root) == {**SMALL, "a.py": b"a = 2\n"}
    assert victim.read_bytes() == b"theirs"
    assert plan(root, {"a.py": b"a = 2\n"}).is_clean


def test_write_with_other_tools_changes_only_the_manifest(root: Path) -> None:
    """Another version of a tool only changes the manifest."""
    write(plan(root, SMALL, tools={"ruff": "1"}))
    planned = plan(root, SMALL, tools={"ruff": "2"})
    assert states_of(planned) == {MANIFEST: State.CHANGED}
    write(planned)
    assert json.loads((root / MANIFEST).read_bytes())["tools"] == {"ruff": "2"}


def test_write_over_manifest_with_another_layout_normalizes_it(root: Path) -> None:
    """A readable manifest is accepted in any layout."""
    write(plan(root, SMALL))
    (root / MANIFEST).write_bytes(write_manifest(SMALL))
    assert states_of(plan(root, SMALL)) == {MANIFEST: State.CHANGED}
    write(plan(root, SMALL))
    assert plan(root, SMALL).is_clean


def test_write_with_manifest_that_owns_itself_keeps_it(root: Path) -> None:
    """A manifest that lists itself is not deleted."""
    write(plan(root, SMALL))
    (root / MANIFEST).write_bytes(write_manifest({**SMALL, MANIFEST: b"", MANIFEST + "/a": b""}))
    write(plan(root, SMALL))
    assert plan(root, SMALL).is_clean


def test_plan_with_several_digests_knows_each(root: Path) -> None:
    """A file with any digest that interrupted runs have listed counts as generated."""
    write(plan(root, SMALL))
    value = json.loads((root / MANIFEST).read_bytes())
    value["files"]["a.py"] = [sha256(b"1"), sha256(b"2")]
    (root / MANIFEST).write_text(json.dumps(value))
    found: dict[bytes, State | None] = {}
    for data in (b"1", b"2", b"3", SMALL["a.py"]):
        (root / "a.py").write_bytes(data)
        found[data] = states_of(plan(root, SMALL)).get("a.py")
    assert [*found.values()] == [State.CHANGED, State.CHANGED, State.EDITED, None]


# --- links and other obstacles -------------------------------------------------------------------


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Return a directory outside the root with the same content."""
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
    """No file is read, written or deleted through a link below the root, even with force."""
    write(plan(root, SMALL))
    planned = plan(root, files)
    (root / place).rename(root / "aside")
    (root / place).symlink_to(target)
    before = take_snapshot(root), take_snapshot(outside)
    with pytest.raises(OutputError, match=r"is a symbolic link, but a .* is expected") as caught:
        plan(root, files)
    assert caught.value.path == root / place
    with pytest.raises(OutputError):
        write(planned)
    with pytest.raises(OutputError):
        write(planned, force=True)
    assert (take_snapshot(root), take_snapshot(outside)) == before


def test_write_does_not_follow_a_link_in_place_of_the_temporary_file(
    root: Path, outside: Path
) -> None:
    """The temporary file's name can be predicted, so a link with that name is replaced."""
    root.mkdir()
    (root / ".a.py.errsmith.tmp").symlink_to(outside / "a.py")
    write(plan(root, {"a.py": b"a = 2\n"}))
    assert read_tree(outside) == SMALL
    assert read_tree(root) == {"a.py": b"a = 2\n"}
    assert not (root / "a.py").is_symlink()


def test_write_to_linked_root_follows_it(root: Path, outside: Path) -> None:
    """The root is the user's choice, even if it is a link."""
    root.symlink_to(outside)
    write(plan(root, {"a.py": b"a = 2\n"}))
    assert read_tree(outside) == {"a.py": b"a = 2\n"}
    assert root.is_symlink()


def test_write_to_file_as_root_is_refused(root: Path) -> None:
    """A root that is a file stays a file."""
    root.write_bytes(b"mine")
    with pytest.raises(OutputError, match="is a file, but a directory is expected"):
        plan(root, SMALL)
    assert root.read_bytes() == b"mine"


def test_write_below_file_is_refused(root: Path) -> None:
    """A root that cannot be created is an error with its path."""
    root.write_bytes(b"mine")
    with pytest.raises(OutputError, match="cannot be created: Not a directory"):
        write(plan(root / "deep", SMALL))


@pytest.mark.parametrize("content", ["notes.txt", "deep/notes.txt", "deep/"])
def test_plan_with_directory_for_a_file_is_refused(root: Path, content: str) -> None:
    """A foreign directory is never replaced by a file, empty or not."""
    directory = root / "a.py"
    (directory / content).parent.mkdir(parents=True)
    if not content.endswith("/"):
        (directory / content).write_bytes(b"mine")
    with pytest.raises(OutputError, match="is a directory, but a file is expected"):
        plan(root, SMALL)


def test_plan_with_foreign_file_in_a_directory_of_ours_is_refused(root: Path) -> None:
    """A directory that must become a file is not replaced while it contains foreign files."""
    write(plan(root, OLD))
    (root / "to_file/notes.txt").write_bytes(b"mine")
    with pytest.raises(OutputError, match="to_file: is a directory, but a file is expected"):
        plan(root, NEW)


def test_plan_with_file_for_a_directory_is_refused(root: Path) -> None:
    """A foreign file is never replaced by a directory."""
    root.mkdir()
    (root / "sub").write_bytes(b"mine")
    with pytest.raises(OutputError, match="sub: is a file, but a directory is expected"):
        plan(root, SMALL)


def test_plan_with_special_file_in_the_way_is_refused(root: Path) -> None:
    """A pipe is not opened, because that would block."""
    root.mkdir()
    os.mkfifo(root / "a.py")
    with pytest.raises(OutputError, match="is a special file, but a file is expected"):
        plan(root, SMALL)


def test_plan_with_foreign_things_in_place_of_stale_files_keeps_them(root: Path) -> None:
    """A stale file may have become a foreign directory, or its directory a foreign file."""
    write(plan(root, SMALL))
    (root / "a.py").unlink()
    (root / "a.py").mkdir()
    (root / "sub/b.py").unlink()
    (root / "sub").rmdir()
    (root / "sub").write_bytes(b"mine")
    write(plan(root, {}))
    assert read_tree(root) == {"sub": b"mine"}
    assert list_directories(root) == {"a.py"}


# --- errors of the file system -------------------------------------------------------------------

FULL = OSError(errno.ENOSPC, "No space left on device")


def test_write_that_fails_names_the_file_and_leaves_no_trace(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old file stays whole, no temporary file remains, and the next run succeeds."""
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
    assert find_leftovers(root) == []
    write(plan(root, NEW))
    assert read_tree(root) == NEW


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
    """A write that the system cuts short is an error, and the partial file is deleted.

    Files that were already replaced stay replaced.
    """
    write(plan(root, SMALL))
    done = run_python(LIMITED, str(root))
    assert done.stdout == f"{root / 'big.py'}: cannot be written: File too large\n"
    assert read_tree(root) == {"a.py": b"a = 2\n"}
    assert plan(root, SMALL).conflicts == ()
    write(plan(root, SMALL))
    assert read_tree(root) == SMALL


# --- interruptions at any step -------------------------------------------------------------------


@define
class Steps:
    """Counts the operations on files below a root, and fails at one of them.

    With `for_good` it fails at every later step too, so that nothing can be cleaned up, as after a
    kill.
    """

    root: Path
    failure: BaseException | None = None
    at: int = 0
    for_good: bool = False
    seen: int = 0

    def __call__(self, path: object) -> None:
        """Count one step, before it happens."""
        if not str(path).startswith(str(self.root)):
            return
        self.seen += 1
        if self.failure and (self.seen == self.at or (self.for_good and self.seen > self.at)):
            raise self.failure


class _Audit:
    """The interpreter's audit hook, which reports each system call that has a path.

    It works for any function, so the tests need not know how files are opened or renamed. A hook
    cannot be removed, so this one does nothing while no test listens.
    """

    listener: Callable[[object], None] | None = None

    def __call__(self, _event: str, args: tuple[Any, ...]) -> None:
        if self.listener is not None and args:
            self.listener(args[0])


_audit = _Audit()
sys.addaudithook(_audit)


@contextmanager
def watch(steps: Steps) -> Iterator[Steps]:
    """Report each step to `steps` while the block runs."""
    _audit.listener = steps
    try:
        yield steps
    finally:
        _audit.listener = None


def count_steps(root: Path) -> int:
    """Count the steps of a write from OLD to NEW."""
    write(plan(root, OLD))
    planned = plan(root, NEW)
    with watch(Steps(root)) as steps:
        write(planned)
    return steps.seen


def assert_repaired_by(root: Path, files: Mapping[str, bytes]) -> None:
    """Check that the next run sees no edits and leaves exactly its output."""
    assert plan(root, files).conflicts == ()
    write(plan(root, files))
    assert read_tree(root) == files
    assert list_directories(root) == parents_of(files)
    assert plan(root, files).is_clean


@pytest.mark.parametrize("files", [NEW, OLD, OTHER, {}], ids=["same", "back", "other", "none"])
@pytest.mark.parametrize("for_good", [False, True], ids=["interrupted", "killed"])
def test_write_stopped_at_any_step_is_repaired(
    tmp_path: Path, files: dict[str, bytes], *, for_good: bool
) -> None:
    """After an interruption at any step the next run works, and a handled one has cleaned up.

    A killed run may leave a temporary file, which the same run replaces when it is repeated.
    """
    total = count_steps(tmp_path / "counted")
    assert total > len({*OLD, *NEW})
    for at in range(1, total + 1):
        root = tmp_path / str(at)
        write(plan(root, OLD))
        planned = plan(root, NEW)
        steps = Steps(root, KeyboardInterrupt(), at=at, for_good=for_good)
        with watch(steps), pytest.raises(KeyboardInterrupt):
            write(planned)
        assert for_good or not find_leftovers(root)
        if files != NEW:
            remove_leftovers(root)
        assert_repaired_by(root, files)


def test_write_stopped_twice_is_repaired(tmp_path: Path) -> None:
    """The digests of each interrupted run are kept until one completes."""
    total = count_steps(tmp_path / "counted")
    for at in range(1, total + 1):
        root = tmp_path / str(at)
        write(plan(root, OLD))
        for files in (NEW, OTHER):
            planned = plan(root, files)
            steps = Steps(root, KeyboardInterrupt(), at=at, for_good=True)
            with watch(steps), suppress(KeyboardInterrupt):
                write(planned)
            remove_leftovers(root)
        assert_repaired_by(root, NEW)


def test_write_of_new_root_stopped_at_any_step_is_repaired(tmp_path: Path) -> None:
    """The first run can be interrupted too."""
    with watch(Steps(tmp_path)) as counted:
        write(plan(tmp_path / "counted", NEW))
    for at in range(1, counted.seen + 1):
        root = tmp_path / str(at)
        steps = Steps(root, KeyboardInterrupt(), at=at, for_good=True)
        with watch(steps), suppress(KeyboardInterrupt):
            write(plan(root, NEW))
        remove_leftovers(root)
        assert_repaired_by(root, OTHER)


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for good"])
def test_write_on_full_disk_at_any_step_is_repaired(tmp_path: Path, *, for_good: bool) -> None:
    """Every error of the system becomes an OutputError, and the next run repairs the output."""
    total = count_steps(tmp_path / "counted")
    for at in range(1, total + 1):
        root = tmp_path / str(at)
        write(plan(root, OLD))
        planned = plan(root, NEW)
        with watch(Steps(root, FULL, at=at, for_good=for_good)), suppress(OutputError):
            write(planned)
        assert for_good or not find_leftovers(root)
        assert plan(root, NEW).conflicts == ()
        write(plan(root, NEW))
        assert read_tree(root) == NEW


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
    """A process is killed before or after each of the seven replacements from OLD to NEW."""
    write(plan(root, OLD))
    files = {path: data.decode() for path, data in NEW.items()}
    done = run_python(KILLED, str(root), json.dumps(files), json.dumps(at), json.dumps(before))
    assert done.returncode == -SIGKILL
    assert len(find_leftovers(root)) == before
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
    """The diff goes from the file on disk to the generated one, in git's format."""
    assert diff(Change("x/y", State.CHANGED, before, after)) == expected


# --- properties ----------------------------------------------------------------------------------

_parts = st.sampled_from("abc")
_paths = st.lists(_parts, min_size=1, max_size=3).map("/".join)
_contents = st.sampled_from([b"", b"1\n", b"2", b"\xff"])


def _without_files_below_files(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if not parents_of({path: b""}) & {*files}}


trees = st.dictionaries(_paths, _contents, max_size=8).map(_without_files_below_files)
foreign_paths = st.lists(_parts, max_size=2).map(lambda parts: "/".join([*parts, "notes"]))
foreign_trees = st.dictionaries(foreign_paths, st.just(b"mine"), max_size=4)


def place_files(root: Path, files: Mapping[str, bytes]) -> None:
    """Put files somewhere as a person would, unless something is in the way."""
    for path, data in files.items():
        with suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)


@settings(deadline=None)
@given(old=trees, new=trees, foreign=foreign_trees)
def test_write_of_any_output_leaves_it_and_foreign_files(
    tmp_path_factory: pytest.TempPathFactory,
    old: dict[str, bytes],
    new: dict[str, bytes],
    foreign: dict[str, bytes],
) -> None:
    """From any tree to any other, a write leaves the new files, foreign files and the manifest."""
    root = tmp_path_factory.mktemp("any")
    foreign = {
        path: data for path, data in foreign.items() if not parents_of({path: data}) & {*old, *new}
    }
    write(plan(root, old))
    place_files(root, foreign)
    write(plan(root, new))
    assert read_tree(root) == {**new, **foreign}
    assert list_directories(root) == parents_of({**new, **foreign})
    assert json.loads((root / MANIFEST).read_bytes())["files"] == digests_of(new)
    assert plan(root, new).is_clean


@settings(deadline=None)
@given(stops=st.lists(st.tuples(trees, st.integers(1, 40)), max_size=4), last=trees)
def test_write_after_any_interrupted_runs_leaves_exactly_its_output(
    tmp_path_factory: pytest.TempPathFactory,
    stops: list[tuple[dict[str, bytes], int]],
    last: dict[str, bytes],
) -> None:
    """After any number of killed runs, nothing counts as edited."""
    root = tmp_path_factory.mktemp("stopped")
    for files, at in stops:
        planned = plan(root, files)
        steps = Steps(root, KeyboardInterrupt(), at=at, for_good=True)
        with watch(steps), suppress(KeyboardInterrupt):
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
    """Files that errsmith did not write survive any run, and a refused run changes nothing."""
    root = tmp_path_factory.mktemp("edited")
    write(plan(root, old))
    place_files(root, edits)
    before = read_tree(root)
    with suppress(EditedFilesError, OutputError):
        write(plan(root, new))
    after = read_tree(root)
    kept = {path: data for path, data in before.items() if data == b"mine\n"}
    assert kept.items() <= after.items()
    assert after in (before, {**new, **kept})
