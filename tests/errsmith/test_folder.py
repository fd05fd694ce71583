"""`errsmith.output.folder`: files of ours come and go, and nobody else's file is touched."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from errsmith.output.disk import OutputError
from errsmith.output.folder import LIST, Counts, list_files, write_folder
from tests.errsmith.site_runs import take_snapshot

OLD = {"a.html": b"1\n", "gone/deep/b.html": b"1\n", "kept.html": b"1\n", "sub/c.html": b"1\n"}
NEW = {"a.html": b"2\n", "kept.html": b"1\n", "new/d.html": b"2\n", "sub/c.html": b"12\n"}
OTHER = {"gone/e.html": b"3\n", "z.html": b"3\n"}
HEADER = "# Files written by errsmith, format 1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that does not exist yet."""
    return tmp_path / "site"


def read_tree(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder except the list, which must have exactly their paths."""
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    listed = found.pop(LIST).decode()
    assert listed == HEADER + "".join(f"{path}\n" for path in sorted(found))
    return found


def refuse(folder: Path, files: Mapping[str, bytes]) -> str:
    """Return the message of an error, which leaves all files unchanged that errsmith did not write.

    Its path is relative to the folder.
    """
    with pytest.raises(OutputError) as caught:
        write_folder(folder, files.items())
    return f"{caught.value.path.relative_to(folder).as_posix()}: {caught.value.reason}"


# --- what is written -----------------------------------------------------------------------------


def test_new_folder_gets_files_and_their_list(folder: Path) -> None:
    """Folders above files are created, too."""
    assert write_folder(folder, NEW.items()) == Counts(written=4)
    assert read_tree(folder) == NEW
    assert list_files(folder) == NEW.keys()


def test_next_output_leaves_exactly_that(folder: Path) -> None:
    """Files of the earlier run are deleted with the folders that they leave empty."""
    write_folder(folder, OLD.items())
    assert write_folder(folder, NEW.items()) == Counts(written=3, deleted=1, unchanged=1)
    assert read_tree(folder) == NEW
    assert not (folder / "gone").exists()


def test_counts_of_several_folders_add_up() -> None:
    """A version of a site is written to two of them."""
    first, second = Counts(written=1, deleted=2, unchanged=3), Counts(written=10, deleted=20)
    assert first + second == Counts(written=11, deleted=22, unchanged=3)


def test_same_output_touches_nothing(folder: Path) -> None:
    """Servers and backups see no change."""
    write_folder(folder, OLD.items())
    before = take_snapshot(folder)
    assert write_folder(folder, OLD.items()) == Counts(unchanged=4)
    assert take_snapshot(folder) == before


def test_missing_file_is_written_again(folder: Path) -> None:
    """Somebody may have deleted files of the site, and folders."""
    write_folder(folder, OLD.items())
    (folder / "sub/c.html").unlink()
    (folder / "sub").rmdir()
    assert write_folder(folder, OLD.items()) == Counts(written=1, unchanged=3)
    assert read_tree(folder) == OLD


def test_files_are_written_as_they_come(folder: Path) -> None:
    """A site of 10,000 errors does not fit in memory."""

    def stream() -> Iterator[tuple[str, bytes]]:
        for path, data in NEW.items():
            yield path, data
            assert (folder / path).read_bytes() == data

    write_folder(folder, stream())


def test_linked_folder_is_followed(folder: Path, tmp_path: Path) -> None:
    """The user chose it."""
    (tmp_path / "real").mkdir()
    folder.symlink_to("real")
    write_folder(folder, NEW.items())
    assert read_tree(tmp_path / "real") == NEW


@pytest.mark.parametrize("path", ["", "/a", "../a", "a//b", "a\\b", "a:b", LIST, ".errsmith.tmp"])
def test_unsafe_path_is_refused(folder: Path, path: str) -> None:
    """No view may lead out of the folder, or replace the list."""
    with pytest.raises(ValueError, match=r"expected|reserved"):
        write_folder(folder, [(path, b"")])
    assert [file.name for file in folder.iterdir()] == [LIST]


def test_second_file_with_the_same_path_is_refused(folder: Path) -> None:
    """One of them would be lost."""
    with pytest.raises(ValueError, match=r"'a\.html' is reserved or occurs twice"):
        write_folder(folder, [("a.html", b"1"), ("a.html", b"2")])


# --- files of others -----------------------------------------------------------------------------


def test_other_files_are_kept(folder: Path) -> None:
    """Hosts want files such as `CNAME`, and a published branch has a `.git`."""
    others = {".git/config": b"x", ".nojekyll": b"", "CNAME": b"x", "gone/deep/mine": b"x"}
    for path, data in others.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    write_folder(folder, OLD.items())
    write_folder(folder, NEW.items())
    assert {path: (folder / path).read_bytes() for path in others} == others
    assert not (folder / "gone/deep/b.html").exists()


def test_other_file_in_the_way_is_kept(folder: Path) -> None:
    """It may be somebody's only copy; files that were written before it count as errsmith's."""
    folder.mkdir()
    (folder / "kept.html").write_bytes(b"mine")
    reason = "exists, but errsmith did not write it; move it, or choose another folder"
    assert refuse(folder, OLD) == f"kept.html: {reason}"
    assert (folder / "kept.html").read_bytes() == b"mine"
    assert list_files(folder) == frozenset({"a.html", "gone/deep/b.html"})
    (folder / "kept.html").unlink()
    write_folder(folder, NEW.items())
    assert read_tree(folder) == NEW


def test_link_in_place_of_a_file_is_kept(folder: Path, tmp_path: Path) -> None:
    """It may lead to a file outside, whether errsmith wrote a file there before or not."""
    write_folder(folder, OLD.items())
    (tmp_path / "outside").write_bytes(b"mine")
    (folder / "a.html").unlink()
    (folder / "a.html").symlink_to("../outside")
    (folder / "new").mkdir()
    (folder / "new/d.html").symlink_to("../../outside")
    expected = "is a symbolic link, but a file is expected"
    assert refuse(folder, {"a.html": b"2"}) == f"a.html: {expected}"
    assert refuse(folder, {"new/d.html": b"2"}) == f"new/d.html: {expected}"
    write_folder(folder, OTHER.items())  # `a.html` is no longer part of the site.
    assert (folder / "a.html").is_symlink()
    assert (tmp_path / "outside").read_bytes() == b"mine"


def test_link_in_place_of_a_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    """Neither to write files, nor to delete those of an earlier run."""
    write_folder(folder, OLD.items())
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/c.html").write_bytes(b"mine")
    (folder / "sub/c.html").unlink()
    (folder / "sub").rmdir()
    (folder / "sub").symlink_to("../outside")
    assert refuse(folder, OLD) == "sub: is a symbolic link, but a directory is expected"
    write_folder(folder, OTHER.items())
    assert (tmp_path / "outside/c.html").read_bytes() == b"mine"


def test_link_in_place_of_the_temporary_file_is_not_followed(folder: Path, tmp_path: Path) -> None:
    """Otherwise, the first file would be written to its target."""
    (tmp_path / "outside").write_bytes(b"mine")
    folder.mkdir()
    (folder / ".errsmith.tmp").symlink_to("../outside")
    write_folder(folder, NEW.items())
    assert read_tree(folder) == NEW
    assert (tmp_path / "outside").read_bytes() == b"mine"


def test_folder_in_place_of_a_file(folder: Path) -> None:
    """It is kept with all that it contains."""
    (folder / "a.html").mkdir(parents=True)
    assert refuse(folder, NEW) == "a.html: is a directory, but a file is expected"


def test_file_in_place_of_a_folder(folder: Path) -> None:
    """It is kept, even if errsmith wrote it: its sites have no such names."""
    write_folder(folder, [("new", b"1")])
    assert refuse(folder, NEW) == "new: is a file, but a directory is expected"
    assert (folder / "new").read_bytes() == b"1"


def test_file_in_place_of_a_folder_of_an_earlier_run(folder: Path) -> None:
    """It is kept, and the files that were in that folder no longer count as errsmith's."""
    write_folder(folder, OLD.items())
    (folder / "sub/c.html").unlink()
    (folder / "sub").rmdir()
    (folder / "sub").write_bytes(b"mine")
    assert write_folder(folder, OTHER.items()) == Counts(written=2, deleted=3)
    assert (folder / "sub").read_bytes() == b"mine"
    assert list_files(folder) == OTHER.keys()


def test_file_in_place_of_the_folder_itself(tmp_path: Path) -> None:
    """The option `--out` may name a file."""
    (tmp_path / "site").write_bytes(b"mine")
    with pytest.raises(OutputError, match="site: cannot be created: File exists"):
        write_folder(tmp_path / "site", [])


# --- the list ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"a.html\n", b"\xff\n", b"# Files written by errsmith\n"),
        *(HEADER.encode() + line for line in (b"../a\n", b"a\x00\n", b"\n", b"/a\nb.html\n")),
        HEADER.rstrip().encode(),
    ],
)
def test_damaged_list_is_an_error(folder: Path, data: bytes) -> None:
    """Nobody knows whose the files are; nothing is written or deleted."""
    write_folder(folder, OLD.items())
    (folder / LIST).write_bytes(data)
    before = take_snapshot(folder)
    reason = "is damaged; delete it and the generated files, or choose another folder"
    assert refuse(folder, NEW) == f"{LIST}: {reason}"
    assert take_snapshot(folder) == before


def test_list_of_a_newer_errsmith_is_an_error(folder: Path) -> None:
    """It may state more than paths."""
    write_folder(folder, OLD.items())
    (folder / LIST).write_text(HEADER.replace("1", "12") + "../a b\t\n")
    assert refuse(folder, NEW) == f"{LIST}: was written by a newer errsmith; update errsmith"


def test_list_that_is_a_folder_or_link_is_an_error(folder: Path) -> None:
    """The list is only read and replaced if it is a file."""
    (folder / LIST).mkdir(parents=True)
    assert refuse(folder, NEW) == f"{LIST}: is a directory, but a file is expected"
    (folder / LIST).rmdir()
    (folder / LIST).symlink_to("nowhere")
    assert refuse(folder, NEW) == f"{LIST}: is a symbolic link, but a file is expected"


def test_list_with_other_line_ends_is_read(folder: Path) -> None:
    """Git may convert them if somebody commits the folder."""
    write_folder(folder, OLD.items())
    (folder / LIST).write_bytes((folder / LIST).read_bytes().replace(b"\n", b"\r\n"))
    write_folder(folder, NEW.items())
    assert read_tree(folder) == NEW


def test_incomplete_line_of_a_killed_run_does_not_count(folder: Path) -> None:
    """The file was not written yet, so a file of that name is somebody else's."""
    write_folder(folder, OLD.items())
    with (folder / LIST).open("a") as file:
        file.write("mi")
    (folder / "mi").write_bytes(b"mine")
    write_folder(folder, NEW.items())
    assert list_files(folder) == NEW.keys()
    assert (folder / "mi").read_bytes() == b"mine"


def test_folder_without_list_has_no_files_of_ours(folder: Path) -> None:
    """It may not exist at all."""
    assert list_files(folder) is None


# --- failures ------------------------------------------------------------------------------------


def test_stream_that_fails_is_completed_by_the_next_run(folder: Path) -> None:
    """A template can fail for any page."""

    def stream() -> Iterator[tuple[str, bytes]]:
        yield "a.html", b"2\n"
        yield "new/x.html", b"2\n"
        raise RuntimeError

    write_folder(folder, OLD.items())
    with pytest.raises(RuntimeError):
        write_folder(folder, stream())
    assert list_files(folder) == frozenset({*OLD, "new/x.html"})
    write_folder(folder, NEW.items())
    assert read_tree(folder) == NEW


def test_full_disk_is_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system call that accepts only a part of the data is an error, too."""
    write_folder(folder, OLD.items())
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:1]))
    reason = os.strerror(errno.ENOSPC)
    assert refuse(folder, NEW) == f"a.html: cannot be written: {reason}"
    monkeypatch.undo()
    assert read_tree(folder) == OLD
    write_folder(folder, NEW.items())
    assert read_tree(folder) == NEW


KILLED = """
import os, sys
from pathlib import Path
from errsmith.output.folder import write_folder

CHANGES = {"open", "os.mkdir", "os.remove", "os.rename", "os.rmdir"}
files = eval(sys.argv[2])

def is_killed(folder, at):
    '''Write files in a process that is killed at one of its steps; return whether it was.'''
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] != 0
    left = at
    def hear(event, arguments):
        nonlocal left
        if event in CHANGES and str(arguments[0]).startswith(folder):
            left -= 1
            if not left:
                os.kill(os.getpid(), 9)
    sys.addaudithook(hear)
    write_folder(Path(folder), files.items())
    os._exit(0)

at = 1
while is_killed(os.path.join(sys.argv[1], str(at)), at):
    at += 1
print(at)
"""


def run_python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program in another process."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


MOST_STEPS = 50


@pytest.mark.parametrize("next_", [NEW, OLD, OTHER, {}], ids=["same", "back", "other", "none"])
@pytest.mark.parametrize("first", [OLD, None], ids=["next", "first"])
def test_run_killed_at_any_step_is_completed_by_the_next(
    tmp_path: Path, first: dict[str, bytes] | None, next_: dict[str, bytes]
) -> None:
    """The list knows every file that a killed run has written."""
    for at in range(1, MOST_STEPS):
        if first is not None:
            write_folder(tmp_path / str(at), first.items())
    done = run_python(KILLED, str(tmp_path), repr(NEW))
    assert done.stderr == ""
    steps = int(done.stdout)
    assert 2 * len(NEW) < steps < MOST_STEPS
    for at in range(1, steps):
        write_folder(tmp_path / str(at), next_.items())
        assert read_tree(tmp_path / str(at)) == next_


BOUND = """
import ctypes, os, sys
if os.geteuid() == 0:
    # Modes do not bind root unless the process, from now on, has none of his privileges.
    for capability in (1, 2, 3):
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)
os.execv(sys.executable, [sys.executable, "-c", sys.argv[1], *sys.argv[2:]])
"""
WRITING = """
import sys
from pathlib import Path
from errsmith.output.folder import write_folder
write_folder(Path(sys.argv[1]), [("a.html", b"2"), ("sub/c.html", b"2")])
"""


@pytest.mark.parametrize(("read_only", "refused"), [(".", "a.html"), ("sub", "sub/c.html")])
def test_read_only_folder_is_reported(folder: Path, read_only: str, refused: str) -> None:
    """The message names the first file that cannot be written."""
    write_folder(folder, OLD.items())
    (folder / read_only).chmod(0o555)
    done = run_python(BOUND, WRITING, str(folder))
    (folder / read_only).chmod(0o755)
    expected = f"OutputError: {folder}/{refused}: cannot be written: Permission denied"
    assert done.stderr.splitlines()[-1].endswith(expected)
    assert (folder / "sub/c.html").read_bytes() == OLD["sub/c.html"]
