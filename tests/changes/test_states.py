"""States of a registry: folders, releases and git revisions, and why one cannot be read."""

from __future__ import annotations

import datetime
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from errsmith.changes.errors import StateError
from errsmith.changes.states import NOTHING, load_last_release, load_state
from errsmith.registry.releases import Release, dump_release, get_release_path
from errsmith.registry.snapshot import Snapshot
from tests.registries import write_files, write_registry

OLD = '[errors.OLD]\nstatus = 404\nsummary = "It is old."\n'
NEW = '[errors.NEW]\nstatus = 404\nsummary = "It is new."\n'


def list_codes(word: str | None, registry: Path) -> list[str]:
    """Return the ids of the errors of a state."""
    return [
        id_
        for provider in load_state(word, registry).snapshot.providers.values()
        for id_ in provider.errors
    ]


def fail(word: str | None, registry: Path) -> StateError:
    """Return the error of a state that cannot be read."""
    with pytest.raises(StateError) as caught:
        load_state(word, registry)
    return caught.value


# --- folders -------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current directory, which is empty and in no git repository."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return tmp_path


def test_registry_on_disk(root: Path) -> None:
    """Without an argument, the state is the registry as it is now; git is not needed."""
    write_registry(root / "registry", OLD)
    state = load_state(None, Path("registry"))
    assert state.name == "registry"
    assert [*state.snapshot.providers["acme"].errors] == ["OLD"]


@pytest.mark.parametrize(
    "word", ["old", "./old", "old/", "../{root}/old", "{root.parent}/{root.name}/old", "./v1.0"]
)
def test_folder(root: Path, word: str) -> None:
    """A folder is a state, in any spelling."""
    write_registry(root / "old", OLD)
    write_registry(root / "v1.0", OLD)
    word = word.replace("{root.parent}/{root.name}", str(root)).replace("{root}", root.name)
    assert list_codes(word, Path("registry")) == ["OLD"]


def test_folder_without_sdk(root: Path) -> None:
    """A folder with one of the two parts of a registry is a registry with findings."""
    write_registry(root / "old", OLD)
    (root / "old" / "sdk.toml").unlink()
    assert str(fail("old", Path("registry"))) == (
        "the registry has findings: old/sdk.toml:1:1: R001 found no file, expected a TOML file"
    )


def test_folder_with_findings(root: Path) -> None:
    """The error has the first finding with its place, and the number of the others."""
    write_registry(root / "old", OLD.replace("404", '"404"').replace("summary", "text"))
    assert str(fail("./old", Path("registry"))) == (
        "the registry has findings: old/providers/acme.toml:10:10: R103 status: "
        'found string "404", expected a status such as 404 or "4xx" (and 1 more finding); '
        "write `404` without quotes"
    )


def test_folder_that_breaks_a_lint_rule(root: Path) -> None:
    """An old state may break rules that are newer."""
    write_registry(root / "old", OLD.replace("status", 'group = "none"\nstatus'))
    assert list_codes("old", Path("registry")) == ["OLD"]


def test_folder_with_broken_release(root: Path) -> None:
    """The records of releases do not belong to the state."""
    write_registry(root / "old", OLD)
    write_files(root / "old", {"releases/0.1.0.json": "{", "releases/x/1.json": ""})
    assert list_codes("old", Path("registry")) == ["OLD"]


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("./nowhere", "./nowhere does not exist"),
        ("./file", "./file is not a folder"),
        (".", ".: has no providers/<provider>.toml; did you mean registry?"),
        ("./empty", "empty: has no providers/<provider>.toml"),
        ("./\0", "./\0 does not exist"),
    ],
)
def test_folder_without_registry(root: Path, word: str, message: str) -> None:
    """A word that begins with a dot is a folder, which must have a registry."""
    write_registry(root / "registry", OLD)
    (root / "file").touch()
    (root / "empty").mkdir()
    assert str(fail(word, Path("registry"))) == message


def test_missing_registry(root: Path) -> None:
    """If the registry itself is missing, the error names the option."""
    del root
    error = fail(None, Path("registry"))
    assert str(error) == "registry: does not exist; use --registry to name the registry"


def test_empty_word(root: Path) -> None:
    """An empty argument, such as an unset variable of the shell, names no state."""
    assert str(fail("", root)) == (
        "found an empty string, expected a folder, a git revision, or release:<version>"
    )


# --- releases ------------------------------------------------------------------------------------


def write_release(registry: Path, version: str) -> Path:
    path = get_release_path(registry, version)
    path.parent.mkdir(parents=True, exist_ok=True)
    release = Release(
        version=version,
        date=datetime.date(2026, 11, 30),
        errsmith="0.1.0",
        digest="",
        snapshot=Snapshot(distribution="acme-errors", package="acme_errors", version=version),
    )
    path.write_bytes(dump_release(release))
    return path


def test_release(root: Path) -> None:
    """`release:` names a release of the registry, even beside a folder of that name."""
    for version in ("0.9.0", "0.10.0"):
        write_release(root, version)
    write_registry(root / "release:0.9.0", OLD)
    state = load_state("release:0.9.0", root)
    assert (state.name, state.snapshot.version) == ("release 0.9.0", "0.9.0")
    assert load_state("./release:0.9.0", root).name == "release:0.9.0"


def test_last_release(root: Path) -> None:
    """The last release is the one with the highest version."""
    assert load_last_release(root) is None
    assert NOTHING.snapshot == Snapshot()
    for version in ("0.9.0", "0.10.0", "0.10.0rc1"):
        write_release(root, version)
    state = load_last_release(root)
    assert state is not None
    assert state.name == "release 0.10.0"


def test_unknown_release(root: Path) -> None:
    """The hint lists the last releases, and the nearest one."""
    registry = Path("registry")
    assert str(fail("release:0.1", registry)) == (
        'registry has no release "0.1"; there are no releases yet'
    )
    for version in ("0.1.0", "0.2.0"):
        write_release(root / registry, version)
    assert str(fail("release:0.1", registry)) == (
        'registry has no release "0.1"; did you mean release:0.1.0? the releases are 0.1.0, 0.2.0'
    )
    assert fail("release:", registry).hint == "the releases are 0.1.0, 0.2.0"
    for number in range(3, 20):
        write_release(root / registry, f"0.{number}.0")
    assert fail("release:5", registry).hint.startswith("the last 10 releases are 0.10.0, 0.11.0")


@pytest.mark.parametrize("word", ["release:../0.1.0", "release:/0.1.0", "release:\0", "release:é"])
def test_release_that_is_no_version(root: Path, word: str) -> None:
    """A version is compared with the releases, and never part of a path."""
    write_release(root, "0.1.0").rename(root / "0.1.0.json")
    assert "has no release" in fail(word, root).reason


def test_broken_release(root: Path) -> None:
    """The error has the finding; other releases can be read."""
    write_release(root, "0.2.0")
    write_files(root, {"releases/0.1.0.json": "{", "releases/0.3.0.json": '{"version": 2}'})
    assert load_state("release:0.2.0", root).name == "release 0.2.0"
    assert str(fail("release:0.1.0", Path())) == (
        "release 0.1.0 cannot be read: releases/0.1.0.json:1:2: R015 found invalid JSON "
        "(Expecting property name enclosed in double quotes); "
        "restore the file from version control: only errsmith writes it"
    )
    assert str(fail("release:0.3.0", Path())) == (
        "release 0.3.0 cannot be read: releases/0.3.0.json:1:13: R016 found a record of "
        "format 2, written by a newer errsmith, expected at most 1; update errsmith"
    )
    with pytest.raises(StateError, match=r"^release 0\.3\.0 cannot be read: .*0\.3\.0\.json:1:13"):
        load_last_release(Path())


def test_last_release_after_broken_ones(root: Path) -> None:
    """Only the last record is read."""
    write_release(root, "0.10.0")
    write_files(root, {"releases/0.9.0.json": "{", "releases/0.2.0.json": '{"version": 2}'})
    state = load_last_release(root)
    assert state is not None
    assert state.name == "release 0.10.0"


@pytest.mark.parametrize("name", ["last.json", "0.10.json", "old/0.1.0.json"])
def test_last_release_beside_a_wrong_name(root: Path, name: str) -> None:
    """If the order of the records is unclear, none is the last one; each can still be named."""
    content = write_release(root, "0.10.0").read_text()
    write_files(root, {f"releases/{name}": content})
    with pytest.raises(StateError, match=r"^the releases cannot be read: "):
        load_last_release(root)
    assert load_state("release:0.10.0", root).name == "release 0.10.0"
    assert "the releases cannot be read: " in fail("release:0.3.0", root).reason


# --- git revisions -------------------------------------------------------------------------------


def run_git(folder: Path, *arguments: str) -> str:
    names = {
        f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    command = [
        "git",
        "-c",
        "init.defaultBranch=main",
        "-c",
        "protocol.file.allow=always",
        *arguments,
    ]
    return subprocess.run(
        command, cwd=folder, env={**os.environ, **names}, check=True, capture_output=True, text=True
    ).stdout


def commit(folder: Path, message: str = "Change") -> str:
    run_git(folder, "add", "--all")
    run_git(folder, "commit", "--quiet", "--message", message)
    return run_git(folder, "rev-parse", "HEAD").strip()


Fill = Callable[[Path], Path]


def start(folder: Path, registry: str = "registry") -> Path:
    """Start a repository with two commits of a registry, the first with the tag `v1.0`."""
    folder.mkdir(exist_ok=True)
    run_git(folder, "init", "--quiet")
    write_registry(folder / registry, OLD)
    commit(folder)
    run_git(folder, "tag", "v1.0")
    write_registry(folder / registry, NEW)
    commit(folder)
    return folder / registry


@pytest.fixture
def registry(root: Path) -> Path:
    """Return the registry of a repository in the current directory."""
    start(root)
    return Path("registry")


@pytest.mark.parametrize("word", ["v1.0", "HEAD~1", "HEAD^", "main~1", "v1.0^{commit}", "@~1"])
def test_revision(registry: Path, word: str) -> None:
    """Whatever git understands names a state, and the working tree does not matter."""
    write_registry(registry, "")
    assert list_codes(word, registry) == ["OLD"]
    assert load_state(word, registry).name == f"revision {word}"
    assert list_codes("HEAD", registry) == ["NEW"]


def test_revision_by_hash_and_tag_object(root: Path, registry: Path) -> None:
    """A commit's hash, in any length, and an annotated tag name a commit."""
    run_git(root, "tag", "--annotate", "--message", "The first", "first", "v1.0")
    found = run_git(root, "rev-parse", "v1.0").strip()
    for word in (found, found[:8], "first"):
        assert list_codes(word, registry) == ["OLD"]


@pytest.mark.parametrize(
    "path", [".", ".config/errors", "a/b c/Fehler-Wörterbuch", "-x", "a[b]*", ":(glob)x"]
)
def test_path_of_registry(root: Path, path: str) -> None:
    """The registry may be the whole repository, or a folder with any name."""
    folder = root / "repository"
    assert list_codes("v1.0", start(folder, path)) == ["OLD"]
    assert str(fail("v9.0", folder / path)) == ('unknown git revision "v9.0"; did you mean v1.0?')


def test_registry_reached_through_links(root: Path) -> None:
    """The registry, or a folder above it, may be a link."""
    start(root / "repository", "data/errors")
    (root / "linked").symlink_to("repository/data")
    (root / "registry").symlink_to("linked/errors")
    for name in ("registry", "linked/errors"):
        assert list_codes("v1.0", Path(name)) == ["OLD"]


def test_link_within_the_registry(root: Path, registry: Path) -> None:
    """A link to a file of the registry is followed at a revision, too."""
    (registry / "common").mkdir()
    (registry / "providers" / "acme.toml").rename(registry / "common" / "acme.toml")
    (registry / "providers" / "acme.toml").symlink_to("../common/acme.toml")
    commit(root)
    assert list_codes("HEAD", registry) == ["NEW"]
    (registry / "providers" / "acme.toml").unlink()
    (registry / "providers" / "acme.toml").symlink_to(root / "outside.toml")
    commit(root)
    assert "HEAD:registry/providers/acme.toml:1:1: R013" in fail("HEAD", registry).reason


def test_attributes_and_filters_have_no_effect(root: Path, registry: Path) -> None:
    """Files are read as they are stored: not left out, converted or expanded."""
    attributes = "registry/** export-ignore export-subst filter=loud eol=crlf\n"
    write_files(root, {".gitattributes": attributes})
    run_git(root, "config", "filter.loud.smudge", "touch touched")
    text = OLD.replace("old.", "$Format:%H$ old.")
    write_registry(registry, text)
    commit(root)
    (root / "touched").unlink(missing_ok=True)
    provider = load_state("HEAD", registry).snapshot.providers["acme"]
    assert provider.errors["OLD"].info.summary == "It is $Format:%H$ old."
    assert not (root / "touched").exists()


def test_hooks_and_settings_have_no_effect(
    root: Path, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The repository is found by the registry, not by the variables that a hook has."""
    start(root / "other", "registry")
    monkeypatch.setenv("GIT_DIR", str(root / "other" / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", "nowhere")
    monkeypatch.setenv("GIT_PAGER", "false")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert list_codes("v1.0", registry) == ["OLD"]


def test_repository_is_unchanged(root: Path, registry: Path) -> None:
    """Reading a revision writes nothing into the repository, and leaves no temporary folder."""
    write_registry(registry, "")
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    load_state("v1.0", registry)
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


def test_temporary_folder_is_deleted(
    tmp_path_factory: pytest.TempPathFactory, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files of a revision are deleted, even if they cannot be used."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    load_state("v1.0", registry)
    (registry / "sdk.toml").unlink()
    commit(Path())
    fail("HEAD", registry)
    assert [*folder.iterdir()] == []


def test_worktree_and_submodule(root: Path, registry: Path) -> None:
    """A worktree and a submodule are repositories with the same revisions."""
    run_git(root, "worktree", "add", "--quiet", "../tree", "v1.0")
    assert list_codes("main", root.parent / "tree" / registry) == ["NEW"]
    outer = root.parent / "outer"
    outer.mkdir()
    run_git(outer, "init", "--quiet")
    run_git(outer, "submodule", "--quiet", "add", str(root), "inner")
    assert list_codes("HEAD~1", outer / "inner" / "registry") == ["OLD"]
    commit(outer)
    error = fail("HEAD", outer / "inner")
    assert str(error) == (
        'the git revision "HEAD" has no registry; it has sdk.toml in registry: '
        "check out that revision in another folder, and compare the folders"
    )


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("v1", "did you mean v1.0?"),
        ("mains", "did you mean main?"),
        ("HEAD~9", "`git log` lists the revisions"),
        ("v1.0:registry", "`git log` lists the revisions"),
        ("-x", "`git log` lists the revisions"),
        ("--output=x", "`git log` lists the revisions"),
        ("^HEAD", "`git log` lists the revisions"),
        ("HEAD..main", "name one revision, not a range"),
        ("main\n", "did you mean main?"),
        ("a b", "`git log` lists the revisions"),
        ("é\0", "`git log` lists the revisions"),
        ("\ud800", "`git log` lists the revisions"),
        ("0" * 40, "`git log` lists the revisions"),
        ("x" * 10_000, "`git log` lists the revisions"),
    ],
)
def test_unknown_revision(registry: Path, word: str, hint: str) -> None:
    """The hint has the nearest tag or branch."""
    error = fail(word, registry)
    assert error.reason.startswith("unknown git revision ")
    assert error.hint == hint
    assert not Path("x").exists()


def test_word_that_means_something_else(root: Path, registry: Path) -> None:
    """A release without its prefix, and a folder without a registry, have hints of their own."""
    write_release(root / "registry", "0.1.0")
    assert str(fail("0.1.0", registry)) == (
        '"0.1.0" is not a git revision; did you mean release:0.1.0?'
    )
    (root / "folder").mkdir()
    assert str(fail("folder", registry)) == (
        '"folder" is neither a git revision nor the folder of a registry; '
        "a registry has sdk.toml and providers/"
    )


def test_branch_with_the_name_of_a_folder(root: Path, registry: Path) -> None:
    """A folder is a revision if it has no registry, and the registry's folder is the folder."""
    run_git(root, "branch", "folder", "v1.0")
    run_git(root, "branch", "registry", "v1.0")
    (root / "folder").mkdir()
    assert list_codes("folder", registry) == ["OLD"]
    assert list_codes("registry", registry) == ["NEW"]


def test_folder_without_git(root: Path) -> None:
    """A folder in no repository has no revisions."""
    write_registry(root / "registry", OLD)
    assert str(fail("HEAD", Path("registry"))) == (
        '"HEAD" is not a folder, and registry is not in a git repository; '
        "run `git init`, or compare folders, such as `errsmith diff OLD_FOLDER NEW_FOLDER`"
    )


def test_without_git(registry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If git is not installed, folders can be compared."""
    monkeypatch.setenv("PATH", "")
    assert str(fail("HEAD", registry)) == (
        '"HEAD" is not a folder, and git is not installed; install it, '
        "or compare folders, such as `errsmith diff OLD_FOLDER NEW_FOLDER`"
    )


def test_repository_without_commits(root: Path) -> None:
    """A new repository has no revisions."""
    run_git(root, "init", "--quiet")
    write_registry(root / "registry", OLD)
    error = fail("HEAD", Path("registry"))
    assert str(error) == 'unknown git revision "HEAD": the repository has no commits'


def test_shallow_clone(root: Path, registry: Path) -> None:
    """A shallow clone has its last commits; the hint says how to get the others."""
    run_git(root, "clone", "--quiet", "--depth=1", f"file://{root}", "../shallow")
    shallow = root.parent / "shallow" / registry
    assert list_codes("HEAD", shallow) == ["NEW"]
    for word in ("HEAD~1", "v1.0"):
        assert str(fail(word, shallow)) == (
            f'unknown git revision "{word}", and the clone is shallow; '
            "run `git fetch --unshallow --tags` to get the whole history"
        )


def test_bare_repository(root: Path, registry: Path) -> None:
    """A bare repository has no registry on disk, so git has no path for it."""
    run_git(root, "clone", "--quiet", "--bare", ".", "../bare")
    error = fail("HEAD", root.parent / "bare" / registry)
    assert error.reason.endswith("bare/registry is not in the working tree of a git repository")
    assert error.hint.startswith("use a clone that is not bare, or compare folders")


def test_revision_within_a_bare_repository(
    root: Path, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file `HEAD` is not taken for a folder that lacks a registry."""
    run_git(root, "clone", "--quiet", "--bare", ".", "bare.git")
    monkeypatch.chdir(root / "bare.git")
    assert fail("HEAD", registry).reason == (
        '"HEAD" is not a folder, and registry is not in the working tree of a git repository'
    )


def test_revision_before_the_registry(root: Path) -> None:
    """A revision without the registry is not an empty registry."""
    run_git(root, "init", "--quiet")
    write_files(root, {"README.md": "Errors.\n"})
    commit(root)
    run_git(root, "tag", "v0.1")
    write_registry(root / "errors", OLD)
    commit(root)
    run_git(root, "tag", "v1.0")
    run_git(root, "mv", "errors", "registry")
    commit(root)
    registry = Path("registry")
    assert str(fail("v0.1", registry)) == 'the git revision "v0.1" has no registry in registry/'
    assert str(fail("v1.0", registry)) == (
        'the git revision "v1.0" has no registry in registry/; it has sdk.toml in errors: '
        "check out that revision in another folder, and compare the folders"
    )
    # The registry is missing now, but not at the revision.
    assert list_codes("v1.0", Path("errors")) == ["OLD"]


def test_revision_with_findings(root: Path, registry: Path) -> None:
    """Messages name files as git does, not those in the temporary folder."""
    write_files(root, {"registry/providers/acme.toml": "[provider\n"})
    commit(root)
    assert str(fail("HEAD", registry)) == (
        "the registry has findings: HEAD:registry/providers/acme.toml:1:10: R008 "
        "found the end of the line, expected `]`; close the brackets, and any quotes inside them"
    )
    (root / "registry/providers/acme.toml").unlink()
    commit(root)
    assert str(fail("HEAD", registry)) == "HEAD:registry has no providers/<provider>.toml"


def test_revision_with_findings_in_repository_of_registry(root: Path) -> None:
    """The registry may be the whole repository."""
    start(root, ".")
    write_files(root, {"providers/acme.toml": "[provider\n"})
    commit(root)
    assert "findings: HEAD:providers/acme.toml:1:10: R008 found" in fail("HEAD", Path()).reason


def test_incomplete_clone(root: Path, registry: Path) -> None:
    """A clone that lacks the contents of files says so."""
    hash_ = run_git(root, "rev-parse", "v1.0:registry/providers/acme.toml").strip()
    (root / ".git" / "objects" / hash_[:2] / hash_[2:]).unlink()
    error = fail("v1.0", registry)
    assert error.reason.startswith("git cannot read the files of the registry")
    assert error.hint == "the clone may be incomplete: run `git fetch`"


def test_repository_of_another_user(registry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """git refuses to read it; the hint names the setting."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert str(fail("HEAD", registry)) == (
        '"HEAD" is not a folder, and the git repository of registry belongs to another user; '
        "if you trust it, "
        "add its folder to `safe.directory` in your git configuration, "
        "or compare folders, such as `errsmith diff OLD_FOLDER NEW_FOLDER`"
    )


def write_object(folder: Path, type_: str, content: bytes) -> bytes:
    """Write an object that git itself would not write, and return its hash."""
    command = ["git", "hash-object", "-t", type_, "--literally", "-w", "--stdin"]
    hash_ = subprocess.run(command, cwd=folder, input=content, check=True, capture_output=True)
    return bytes.fromhex(hash_.stdout.decode())


@pytest.mark.parametrize("levels", [1, 3])
def test_file_with_invalid_path(root: Path, registry: Path, levels: int) -> None:
    """A hostile repository cannot write outside the temporary folder."""
    tree = b"100644 sdk.toml\0" + write_object(root, "blob", b"x = 1")
    for _ in range(levels):
        tree = b"40000 ..\0" + write_object(root, "tree", tree)
    tree = b"100644 sdk.toml\0" + write_object(root, "blob", b"x = 1") + tree
    tree = b"40000 registry\0" + write_object(root, "tree", tree)
    hash_ = write_object(root, "tree", tree).hex()
    hostile = run_git(root, "commit-tree", "-m", "Attack", hash_).strip()
    assert "has a file with the invalid path" in fail(hostile, registry).reason


def test_file_below_a_link(root: Path, registry: Path) -> None:
    """No file is written through a link of the repository."""
    content, link = (write_object(root, "blob", text) for text in (b"x = 1", bytes(root)))
    inner = write_object(root, "tree", b"100644 outside\0" + content)
    tree = b"100644 sdk.toml\0" + content + b"120000 x\0" + link + b"40000 x\0" + inner
    tree = b"40000 registry\0" + write_object(root, "tree", tree)
    hash_ = write_object(root, "tree", tree).hex()
    hostile = run_git(root, "commit-tree", "-m", "Attack", hash_).strip()
    with pytest.raises(FileExistsError):
        load_state(hostile, registry)
    assert not (root / "outside").exists()
