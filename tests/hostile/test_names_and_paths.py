"""No name or path leads to a file outside the output and the registry's `schema/`."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attrs import frozen

from errsmith import commands
from errsmith.cli import main
from tests.registries import HEAD, sdk_toml, write_registry

from .checking import REFERENCE, SDK, fail_if_hanging
from .writing import write_string

NAMES = (
    *("..", "../x", "../../x", "./x", "x/../../y", "/x", "//x", "/etc/passwd", "~", "~/x", "x/y"),
    *("C:", "C:\\x", "C:x", "\\\\host\\x", "\\x", "..\\x", "x:y", "x\\y", "\\\\?\\C:\\x"),
    *("con", "nul", "aux", "prn", "com1", "lpt9", "CON", "nul.txt", "x.", "x ", " x", ".", ".x"),
    *(
        "\0",
        "x\0y",
        "\n",
        "x\ny",
        "\x1b[2J",
        "\u202ex",
        "\u2025",
        "\uff0e\uff0e\uff0fx",
        "é",
        "e\u0301",
    ),
    *("x" * 200, "x" * 256, "x" * 5000, "-x", "--out=x", "$HOME", "%TEMP%", "`x`", "*", "?", "|"),
    *("docs", "manifest.json", "pyproject.toml", "README.md", "README.MD", "readme.md.", "LICENSE"),
    *("__init__", "_runtime", "index", "acme", "sdk.toml", "providers", "schema", "class", "os"),
    *(".errsmith-0123456789abcdef.tmp", "acme_errors", "py.typed", "attrs", "conftest"),
)


@frozen
class World:
    """A folder with a registry, an output, and unrelated files."""

    folder: Path

    @property
    def registry(self) -> Path:
        return self.folder / "project" / "registry"

    @property
    def out(self) -> Path:
        return self.folder / "project" / "out"

    def take_outside(self) -> dict[Path, object]:
        """Return what any write outside of the output and of `schema/` would change."""
        mine = (self.out, self.registry / "schema")
        paths = (path for path in self.folder.rglob("*") if not set(mine) & {path, *path.parents})
        return {path: _state(path) for path in paths}

    def generate(self, *arguments: str) -> int:
        return main(
            ["generate", "--registry", str(self.registry), "--out", str(self.out), *arguments]
        )


def _state(path: Path) -> object:
    found = path.lstat()
    if stat.S_ISREG(found.st_mode):
        return found.st_ino, found.st_mtime_ns, path.read_bytes()
    return found.st_ino, found.st_mode


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Return a world with a valid registry and an empty output, and change to its project."""
    world = World(tmp_path)
    write_registry(world.registry, sdk=SDK)
    world.out.mkdir()
    (tmp_path / "bystander").mkdir()
    (tmp_path / "bystander" / "file").write_bytes(b"mine")
    monkeypatch.chdir(tmp_path / "project")
    return world


@pytest.fixture
def refuse(world: World, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., str]]:
    """Yield a function that runs `generate`, which must fail, and returns the message."""

    def run(*arguments: str) -> str:
        before, made = world.take_outside(), sorted(world.out.rglob("*"))
        code = world.generate(*arguments)
        printed = capsys.readouterr()
        assert code in (commands.FINDINGS, commands.COULD_NOT_RUN), printed.out + printed.err
        assert (printed.out if code == commands.FINDINGS else printed.err).strip()
        assert all(line.isprintable() for line in (printed.out + printed.err).split("\n"))
        assert world.take_outside() == before
        assert sorted(world.out.rglob("*")) == made
        return printed.out + printed.err

    yield run
    assert (world.folder / "bystander" / "file").read_bytes() == b"mine"


# --- names in sdk.toml ----------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["package", "distribution", "license_file"])
def test_name_in_sdk_cannot_leave_the_output(
    world: World, capsys: pytest.CaptureFixture[str], key: str
) -> None:
    """Any name is a finding, or stays inside the output."""
    for name in NAMES:
        write_registry(world.registry, sdk=sdk_toml(**REFERENCE | {key: write_string(name)}))
        before = world.take_outside()
        code = world.generate("--force")
        printed = capsys.readouterr()
        assert code in (commands.FINE, commands.FINDINGS), (name, printed.err)
        assert all(line.isprintable() for line in (printed.out + printed.err).split("\n")), name
        assert world.take_outside() == before, name
        if code == commands.FINE:
            assert name.replace("-", "").replace(".", "").replace("_", "").isalnum(), name


@pytest.mark.parametrize(
    "table", ["errors", "groups", "categories", "scopes", "sources", "envelopes"]
)
def test_id_cannot_leave_the_output(
    world: World, capsys: pytest.CaptureFixture[str], table: str
) -> None:
    """Ids are not file names, so any id is accepted that gives a class."""
    entries = {
        "errors": 'class = "X{}Error"\nstatus = 404\nsummary = "x"\n',
        "groups": 'class = "X{}Error"\n',
        "sources": 'url = "https://acme.example"\nretrieved = 2026-11-21\n',
    }
    tables = HEAD
    names = {f"{n} {name}": n for n, name in enumerate(NAMES)}
    for name, number in names.items():
        entry = entries.get(table, "").format(number)
        if table == "envelopes":
            tables += f"[[envelopes]]\nid = {write_string(name)}\ncode = {{ path = 'a' }}\n"
        else:
            tables += f"[{table}.{write_string(name)}]\n{entry}"
    write_registry(world.registry, {"acme": tables}, SDK)
    before = world.take_outside()
    assert world.generate() == commands.FINE, capsys.readouterr().err
    assert world.take_outside() == before
    files = {path.name for path in world.out.rglob("*") if path.suffix != ".py" and path.is_file()}
    assert files == {
        *("LICENSE", "README.md", "acme.md", "index.md", "manifest.json", "py.typed"),
        *(f"{guide}.md" for guide in ("clients", "problems", "retrying", "testing")),
        "pyproject.toml",
    }


# --- names of files -------------------------------------------------------------------------------

FILE_NAMES = [name for name in NAMES if not {"/", "\0"} & set(name) and len(name.encode()) < 250]


def test_provider_name_cannot_leave_the_output(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file's name becomes that of a module and of a page, or is a finding."""
    for name in [*FILE_NAMES, os.fsdecode(b"\xff"), "Acme", "acmé", "con"]:
        write_registry(world.registry, sdk=SDK)
        (world.registry / "providers" / f"{name}.toml").write_text(HEAD)
        before = world.take_outside()
        code = world.generate("--force")
        printed = capsys.readouterr()
        assert code in (commands.FINE, commands.FINDINGS), (name, printed.err)
        assert all(line.isprintable() for line in (printed.out + printed.err).split("\n")), name
        assert world.take_outside() == before, name
        # Hidden files are not read.
        assert (code == commands.FINE) == (
            name.startswith(".")
            or name in {"acme", "attrs", "conftest", "docs", "os"} | {"providers", "schema"}
        ), name


# --- links, pipes, folders ------------------------------------------------------------------------

Make = Callable[[Path, World], None]


def create_link(target: str) -> Make:
    """Create a link to something beside the project."""
    return lambda path, world: path.symlink_to(world.folder / target)


OTHERS: dict[str, Make] = {
    "folder": lambda path, _: path.mkdir(),
    "pipe": lambda path, _: os.mkfifo(path),
    "link to nothing": create_link("nothing"),
    "link to itself": lambda path, _: path.symlink_to(path),
    "link to a folder": create_link("bystander"),
    "link to a device": lambda path, _: path.symlink_to("/dev/zero"),
}


@pytest.mark.parametrize("make", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("path", ["sdk.toml", "LICENSE", "providers/acme.toml", "providers/b.toml"])
def test_special_file_in_registry_is_a_finding(
    world: World, refuse: Callable[..., str], path: str, make: Make
) -> None:
    """A special file neither blocks the run nor causes a traceback."""
    (world.registry / path).unlink(missing_ok=True)
    make(world.registry / path, world)
    with fail_if_hanging():
        assert Path(path).name in refuse()


@pytest.mark.parametrize(
    "make", [create_link("bystander"), create_link("nothing")], ids=["folder", "nothing"]
)
def test_schema_that_is_a_link_is_refused(
    world: World, refuse: Callable[..., str], make: Make
) -> None:
    """The schemas are written into the registry, never through a link in it."""
    make(world.registry / "schema", world)
    for arguments in ([], ["--force"], ["--check"], ["--diff"]):
        assert "schema:1:1: R013 found a link" in refuse(*arguments)
    (world.registry / "schema").unlink()
    (world.registry / "schema").symlink_to("providers")
    assert "schema: is a symbolic link" in refuse()


@pytest.mark.parametrize("path", ["sdk.toml", "LICENSE", "providers/acme.toml", "providers"])
def test_link_out_of_registry_is_a_finding(
    world: World, refuse: Callable[..., str], path: str
) -> None:
    """The target is valid but not read; a copy in its place is."""
    place = world.registry / path
    target = world.folder / "bystander" / place.name
    place.rename(target)
    place.symlink_to(target)
    said = refuse()
    assert f"{path}:1:1: R013 found a link to {target}, expected a link to a file" in said
    assert "\nR013 link-out  1\n" in said
    place.unlink()
    (shutil.copytree if target.is_dir() else shutil.copy)(target, place)
    assert world.generate() == commands.FINE


def test_folder_among_providers_that_is_a_link_is_not_searched(
    world: World, refuse: Callable[..., str]
) -> None:
    """A link that leads out is a finding; one that leads back is not."""
    (world.registry / "providers" / "everything").symlink_to("/")
    (world.registry / "providers" / "again").symlink_to(world.registry)
    with fail_if_hanging():
        assert "providers/everything:1:1: R013 found a link to /, " in refuse()
    (world.registry / "providers" / "everything").unlink()
    assert world.generate() == commands.FINE


def test_link_within_registry_is_followed(world: World) -> None:
    """Links within a registry are followed, and the registry itself may be a link."""
    for path, target in {
        "providers/acme.toml": "../common/acme.toml",
        "LICENSE": "common/LICENSE",
        "providers/beta.toml": "acme.toml",
    }.items():
        place = world.registry / path
        (world.registry / "common").mkdir(exist_ok=True)
        if place.exists():
            place.rename(world.registry / "common" / place.name)
        place.symlink_to(target)
    world.registry.rename(world.folder / "elsewhere")
    world.registry.symlink_to(world.folder / "elsewhere")
    assert world.generate() == commands.FINE
    assert (world.out / "acme_errors" / "beta.py").is_file()


@pytest.mark.parametrize("path", ["sdk.toml", "LICENSE", "providers/acme.toml"])
def test_huge_file_in_registry_is_a_finding(
    world: World, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    """The file is not read, since it would fill the memory."""
    os.truncate(world.registry / path, 2**36)
    with fail_if_hanging():
        assert world.generate() == commands.FINDINGS
    said = capsys.readouterr().out
    assert f"{path}:1:1: R014 found a file of 68,719,476,736 bytes, expected at most " in said


# --- folders of the output ------------------------------------------------------------------------

OUTS = ("registry", "registry/providers", "registry/schema", "registry/new/deep", "link/new")


@pytest.mark.parametrize("arguments", [[], ["--force"], ["--check"], ["--diff"]], ids=str)
@pytest.mark.parametrize("out", [*OUTS, "registry/../registry", "out/../registry/x"])
def test_out_in_registry_is_refused(
    world: World, capsys: pytest.CaptureFixture[str], out: str, arguments: list[str]
) -> None:
    """Nothing is written for any spelling of the folder, and a check does not suggest it."""
    Path("link").symlink_to("registry")
    before = sorted(world.folder.rglob("*"))
    code = main(["generate", "--out", out, *arguments])
    said = capsys.readouterr()
    assert (code, said.out) == (commands.COULD_NOT_RUN, "")
    reason = "generated files would go into registry; use --out to name another folder"
    assert said.err == f"errsmith: {out}: {reason}\n"
    assert sorted(world.folder.rglob("*")) == before


def test_out_around_registry_is_refused_if_the_two_share_a_folder(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder around the registry is fine, unless its package or pages would be in it."""
    world.registry.rename("docs")
    arguments = ["generate", "--registry", "docs", "--out"]
    assert main([*arguments, "."]) == commands.COULD_NOT_RUN
    world.registry.with_name("docs").rename("registry")
    assert main(["generate", "--out", "."]) == commands.FINE
    assert "generated files would go into docs" in capsys.readouterr().err


INSIDE = ("acme_errors", "acme_errors/_runtime", "docs", "acme_errors/acme.py", "README.md")


@pytest.mark.parametrize("arguments", [[], ["--force"]], ids=["plain", "force"])
@pytest.mark.parametrize("target", ["bystander", "bystander/file", "nothing"])
@pytest.mark.parametrize("path", [*INSIDE, "manifest.json", "docs/acme.md"])
def test_link_in_output_is_refused(
    world: World, refuse: Callable[..., str], path: str, target: str, arguments: list[str]
) -> None:
    """Nothing is written through a link to a file or a folder, even with force."""
    (world.out / path).parent.mkdir(parents=True, exist_ok=True)
    (world.out / path).symlink_to(world.folder / target)
    assert "is a symbolic link" in refuse(*arguments)


@pytest.mark.parametrize("path", ["provider.schema.json", "manifest.json"])
def test_link_in_schema_is_refused(world: World, refuse: Callable[..., str], path: str) -> None:
    """Links in the registry's schema folder are refused too."""
    (world.registry / "schema").mkdir()
    (world.registry / "schema" / path).symlink_to(world.folder / "bystander" / "file")
    assert "is a symbolic link" in refuse("--force")


def test_output_that_is_a_link_is_followed(world: World) -> None:
    """The user chose where the output goes, by any name."""
    world.out.rmdir()
    (world.folder / "elsewhere").mkdir()
    world.out.symlink_to(world.folder / "elsewhere")
    assert world.generate() == commands.FINE
    assert (world.folder / "elsewhere" / "acme_errors" / "acme.py").is_file()


def test_manifest_that_names_files_outside_deletes_none(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only files below the output are ever deleted, whatever a manifest lists."""
    assert world.generate() == commands.FINE
    manifest = world.out / "manifest.json"
    content = manifest.read_text()
    digest = "sha256:" + "0" * 64
    for path in ("../../bystander/file", str(world.folder / "bystander" / "file"), "a/../../x"):
        manifest.write_text(content.replace('"files": {', f'"files": {{"{path}": "{digest}",'))
        before = world.take_outside()
        assert world.generate() == commands.FINDINGS
        assert world.generate("--force") == commands.FINE, capsys.readouterr()
        assert world.take_outside() == before
