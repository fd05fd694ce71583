"""The command line: exit codes, the output on each stream, and never a traceback."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path

import pytest
import ruff

from errsmith import lint, output
from errsmith.changes.comparing import list_rules as list_change_rules
from errsmith.cli import main
from errsmith.commands.changes import RULES as FILE_RULES
from errsmith.registry.diagnostics import Rule
from errsmith.targets.custom.checking import RULES as MANIFEST_RULES
from tests import templates
from tests.registries import MakeRegistry

PROVIDER = """
[[envelopes]]
id = "json"
code = { path = "code" }

[errors.BAD_TOKEN]
status = 401
summary = "The token is wrong."
"""

BETA = """\
[provider]
title = "Beta"
class = "BetaError"

[sources.errors]
url = "https://beta.example/errors"
retrieved = 2026-11-21

[errors.GONE]
status = 404
summary = "Nobody keeps it."
"""

BROKEN = '[errors.BAD_TOKEN]\nstatus = 401\nsource = "erors"\nsummary = "The token is wrong."\n'
BROKEN_TEXT = """\
registry/providers/acme.toml:11:10: R201 found source "erors", expected an id defined in [sources]
   |
 9 | [errors.BAD_TOKEN]
...
11 | source = "erors"
   |          ^^^^^^^
  help: Did you mean "errors"?

R201 dangling-reference  1
"""
BROKEN_GITHUB = (
    "::error file=registry/providers/acme.toml,line=11,endLine=11,col=10,endColumn=17,"
    "title=R201 dangling-reference::"
    'found source "erors", expected an id defined in [sources]%0Ahelp: Did you mean "errors"?\n'
)


class Result:
    """The result of running the command line."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    def __eq__(self, other: object) -> bool:
        return (self.code, self.out, self.err) == other

    def __repr__(self) -> str:
        return f"{(self.code, self.out, self.err)}"

    __hash__ = None  # type: ignore[assignment]


Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs the command line in this process."""

    def run_main(*arguments: str | Path) -> Result:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        return Result(code, *capsys.readouterr())

    return run_main


@pytest.fixture
def project(make_registry: MakeRegistry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a registry, which is the current directory."""
    make_registry(PROVIDER)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def generated(project: Path, run: Run) -> Path:
    """Return a folder with a registry and its generated output."""
    assert run("generate").code == 0
    return project


@pytest.fixture
def template(project: Path) -> Callable[[str, str], Path]:
    """Return a function that writes a user's template."""

    def write(name: str, text: str) -> Path:
        path = project / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def read_tree(root: Path) -> dict[str, bytes]:
    """Read every file below a folder."""
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def read_own_template(name: str) -> str:
    """Read one of errsmith's templates."""
    return templates.read_template(name)


# --- lint ----------------------------------------------------------------------------------------


def test_lint_without_findings_is_silent_on_stdout(project: Path, run: Run) -> None:
    """Without findings, stdout is empty and the summary is on stderr."""
    assert run("lint") == (0, "", "no findings in registry (1 provider)\n")
    (project / "registry" / "providers" / "beta.toml").write_text(BETA)
    assert run("lint") == (0, "", "no findings in registry (2 providers)\n")
    assert run("lint", "--format", "github") == (0, "", "")
    assert run("lint", "--format", "json") == (0, "[]\n", "")


@pytest.mark.usefixtures("project")
def test_lint_with_findings_exits_with_1(make_registry: MakeRegistry, run: Run) -> None:
    """With findings, stdout has the findings and nothing else."""
    make_registry(BROKEN)
    assert run("lint") == (1, BROKEN_TEXT, "")
    assert run("lint", "--format", "text") == (1, BROKEN_TEXT, "")
    assert run("lint", "--format", "github") == (1, BROKEN_GITHUB, "")
    result = run("lint", "--format=json")
    [finding] = json.loads(result.out)
    assert (result.code, result.err) == (1, "")
    assert finding["rule"] == "R201"
    assert finding["path"] == "registry/providers/acme.toml"
    assert finding["at"] == ["errors", "BAD_TOKEN", "source"]


def test_lint_of_another_folder_names_its_files(
    make_registry: MakeRegistry, project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Paths are relative if they are below the current directory, and as given otherwise."""
    make_registry(BROKEN)
    (project / "elsewhere").mkdir()
    (project / "registry").rename(project / "elsewhere" / "facts")
    assert run("lint", "--registry", "elsewhere/facts").out.startswith(
        "elsewhere/facts/providers/acme.toml:11:10: R201 "
    )
    assert run("lint", "--registry", project / "elsewhere" / "facts").out.startswith(
        "elsewhere/facts/providers/acme.toml:11:10: R201 "
    )
    monkeypatch.chdir("elsewhere/facts/providers")
    assert run("lint", "--registry", "..").out.startswith("../providers/acme.toml:11:10: R201 ")


def test_lint_of_an_unreadable_file_is_a_finding(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that cannot be read is reported, and does not hide findings in other files."""
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "acme.toml":
            raise PermissionError(13, "Permission denied")
        return read(path)

    (project / "registry" / "providers" / "beta.toml").write_text(BETA)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    result = run("lint")
    assert (result.code, result.err) == (1, "")
    assert result.out == (
        "registry/providers/acme.toml:1:1: R003 "
        "found a file that cannot be read (permission denied), expected a TOML file\n"
        "\n"
        "R003 unreadable-file  1\n"
    )


# --- commands that cannot do their work ----------------------------------------------------------


@pytest.mark.parametrize("command", ["lint", "generate"])
def test_missing_registry_exits_with_2(project: Path, run: Run, command: str) -> None:
    """The message says what was looked for."""
    help_ = "does not exist; use --registry to name the registry"
    assert run(command, "--registry", "nowhere") == (2, "", f"errsmith: nowhere: {help_}\n")
    help_ = "is not a folder; use --registry to name the registry"
    file = "registry/sdk.toml"
    assert run(command, "--registry", file) == (2, "", f"errsmith: {file}: {help_}\n")
    (project / "empty").mkdir()
    message = "errsmith: empty: has no providers/<provider>.toml\n"
    assert run(command, "--registry", "empty") == (2, "", message)


def test_providers_that_cannot_be_listed_exit_with_2(project: Path, run: Run) -> None:
    """An unreadable `providers` is reported as unreadable, not as missing."""
    providers = project / "registry" / "providers"
    shutil.rmtree(providers)
    providers.write_bytes(b"")
    message = "errsmith: registry/providers: cannot be read: Not a directory\n"
    assert run("lint") == (2, "", message)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lint", "--strict"], "--strict"),
        (["lint", "--format", "yaml"], "github"),
        (["lint", "--format"], "--format"),
        (["lint", "registry"], "registry"),
        (["lnt"], "lint"),
        (["generate", "--chek"], "--check"),
        (["generate", "--check", "--diff"], "--diff"),
        (["generate", "--check", "--force"], "--force"),
        (["generate", "--diff", "--force"], "--force"),
        (["rule", "R201", "R202"], "R202"),
        (["--registry", "x"], "--registry"),
    ],
)
def test_wrong_command_line_exits_with_2(
    project: Path, run: Run, arguments: list[str], said: str
) -> None:
    """One line on stderr names what is wrong or what is valid; cyclopts words it."""
    before = read_tree(project)
    result = run(*arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("errsmith: ")
    assert result.err.count("\n") == 1
    assert said in result.err
    assert read_tree(project) == before


def test_out_that_is_a_file_exits_with_2(generated: Path, run: Run) -> None:
    """An existing file is never replaced by a directory."""
    (generated / "notes").write_bytes(b"mine")
    before = read_tree(generated)
    message = "errsmith: notes: is a file, but a directory is expected\n"
    for mode in ([], ["--check"], ["--diff"], ["--force"]):
        assert run("generate", "--out", "notes", *mode) == (2, "", message)
    message = "errsmith: notes/sdk: cannot be created: Not a directory\n"
    assert run("generate", "--out", "notes/sdk") == (2, "", message)
    assert read_tree(generated) == before


def test_generate_without_write_permission_exits_with_2(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message has the file's name and the reason that the system gives."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    message = "errsmith: generated/manifest.json: cannot be written: Permission denied\n"
    assert run("generate") == (2, "", message)
    assert read_tree(project / "generated") == {}


def test_generate_without_ruff_exits_with_2(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unformatted files are never written."""

    def missing() -> str:
        raise FileNotFoundError(2, "No such file or directory", "ruff")

    monkeypatch.setattr(ruff, "find_ruff_bin", missing)
    result = run("generate")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("errsmith: ruff cannot be run: ")
    assert not (project / "generated").exists()


# --- generate ------------------------------------------------------------------------------------


def test_generate_writes_only_changes(project: Path, run: Run) -> None:
    """Up-to-date files are not written again."""
    first = run("generate")
    assert (first.code, first.out) == (0, "")
    files = {**read_tree(project / "generated"), **read_tree(project / "registry" / "schema")}
    count = len(read_tree(project / "generated")) + len(read_tree(project / "registry" / "schema"))
    assert first.err == f"{count} written, 0 deleted, 0 unchanged\n"
    assert {"README.md", "LICENSE", "acme_errors/acme.py", "docs/acme.md"} <= set(files)
    assert run("generate") == (0, "", f"0 written, 0 deleted, {count} unchanged\n")
    (project / "registry" / "providers" / "beta.toml").write_text(BETA)
    (project / "registry" / "providers" / "acme.toml").unlink()
    again = run("generate")
    assert again.code == 0
    *deleted, summary = again.err.splitlines()
    assert deleted == [
        "deleted generated/acme_errors/_examples/acme.py (stale)",
        "deleted generated/acme_errors/acme.py (stale)",
        "deleted generated/docs/acme.md (stale)",
    ]
    assert re.fullmatch(r"\d+ written, 3 deleted, \d+ unchanged", summary)
    assert "acme_errors/beta.py" in read_tree(project / "generated")
    assert "acme_errors/acme.py" not in read_tree(project / "generated")


def test_generate_to_other_folders(project: Path, run: Run) -> None:
    """Registry and output can be any folders; the schemas stay in the registry."""
    (project / "registry").rename(project / "facts")
    assert run("generate", "--registry", "facts", "--out", "sdk/python").code == 0
    assert (project / "sdk" / "python" / "acme_errors" / "acme.py").is_file()
    assert (project / "facts" / "schema" / "provider.schema.json").is_file()
    result = run("generate", "--registry", project / "facts", "--out", project / "sdk/python")
    assert result.err.startswith("0 written, 0 deleted, ")


def test_generate_with_findings_that_can_be_allowed(
    make_registry: MakeRegistry, generated: Path, run: Run
) -> None:
    """Findings that can be allowed do not stop generation; a message points to `errsmith lint`."""
    make_registry("[scopes.a]\n\n[scopes.b]\n")
    result = run("generate")
    said = "2 findings in registry; run `errsmith lint` to see them\n"
    assert (result.code, result.out) == (0, "")
    assert said in result.err
    assert (generated / "generated" / "acme_errors" / "acme.py").is_file()
    assert run("lint").code == 1
    assert run("generate", "--check").code == 0


@pytest.mark.parametrize("mode", [[], ["--check"], ["--diff"], ["--force"]])
def test_generate_with_blocking_findings_writes_nothing(
    make_registry: MakeRegistry, generated: Path, run: Run, mode: list[str]
) -> None:
    """A finding that generation depends on stops it before anything is written."""
    make_registry(BROKEN)
    before = read_tree(generated)
    said = "nothing was generated because the registry has findings\n"
    assert run("generate", *mode) == (1, BROKEN_TEXT, said)
    assert run("generate", *mode, "--format", "github") == (1, BROKEN_GITHUB, said)
    assert read_tree(generated) == before


def test_generate_over_an_edited_file_needs_force(generated: Path, run: Run) -> None:
    """A file that was edited or added by hand is kept, and nothing else is written either."""
    readme = generated / "generated" / "README.md"
    page = generated / "generated" / "docs" / "beta.md"
    written = readme.read_bytes()
    readme.write_bytes(b"mine\n")
    page.write_bytes(b"mine too\n")
    (generated / "registry" / "providers" / "beta.toml").write_text(BETA)
    before = read_tree(generated)
    result = run("generate")
    assert result.code == 1
    assert result.out == (
        "generated/README.md:1:1: R904 hand-edited: this file was edited after it was generated\n"
        "  help: Move the edit to the registry, then generate with --force\n"
        "\n"
        "generated/docs/beta.md:1:1: R905 foreign: this file is in the way, and errsmith did"
        " not write it\n"
        "  help: Move the file, or generate with --force to overwrite it\n"
        "\n"
        "R904 hand-edited-file  1\n"
        "R905 foreign-file      1\n"
    )
    assert result.err == "nothing was written; use --force to overwrite these files\n"
    assert read_tree(generated) == before
    (generated / "registry" / "providers" / "beta.toml").unlink()
    forced = run("generate", "--force")
    assert forced.code == 0
    assert forced.err.startswith("overwrote generated/README.md (hand-edited)\n")
    assert readme.read_bytes() == written
    assert page.read_bytes() == b"mine too\n"
    assert run("generate", "--check").code == 0


# --- generate --check ----------------------------------------------------------------------------


def test_check_of_clean_folder_is_silent_on_stdout(generated: Path, run: Run) -> None:
    """If all files are up to date, stdout is empty."""
    before = read_tree(generated)
    count = (
        len(before) - len(read_tree(generated / "registry")) + 3
    )  # And the schemas of the registry.
    said = f"{count} generated files are up to date\n"
    assert run("generate", "--check") == (0, "", said)
    assert run("generate", "--check", "--format", "json") == (0, "[]\n", "")
    assert run("generate", "--check", "--format", "github") == (0, "", "")
    assert read_tree(generated) == before


EXPECTED = {
    "generated/README.md": ("R904", "hand-edited", "Move the edit to the registry, "),
    "generated/acme_errors/_runtime/kinds.py": ("R904", "hand-edited", "Move the edit"),
    "generated/acme_errors/acme.py": ("R903", "stale", "Run `errsmith generate` to delete it"),
    "generated/acme_errors/__init__.py": ("R901", "changed", "Run `errsmith generate`"),
    "generated/acme_errors/_examples/acme.py": ("R903", "stale", "Run `errsmith generate` to"),
    "generated/acme_errors/_examples/beta.py": ("R902", "missing", "Run `errsmith generate`"),
    "generated/acme_errors/beta.py": ("R902", "missing", "Run `errsmith generate`"),
    "generated/docs/acme.md": ("R903", "stale", "Run `errsmith generate` to delete it"),
    "generated/docs/beta.md": ("R905", "foreign", "Move the file, or generate with "),
    **{  # Each links to the provider that replaced the other.
        f"generated/docs/guides/{guide}.md": ("R901", "changed", "Run `errsmith generate`")
        for guide in ("clients", "problems", "retrying", "testing")
    },
    "generated/docs/index.md": ("R901", "changed", "Run `errsmith generate`"),
    "generated/manifest.json": ("R901", "changed", "Run `errsmith generate`"),
    "generated/pyproject.toml": ("R902", "missing", "Run `errsmith generate`"),
    "registry/schema/sdk.schema.json": ("R904", "hand-edited", "Move the edit"),
}
"""The problem of each file in the untidy folder."""


@pytest.fixture
def untidy(generated: Path) -> Path:
    """Return a folder with every problem that a check can find."""
    providers = generated / "registry" / "providers"
    (providers / "beta.toml").write_text(BETA)
    (providers / "acme.toml").unlink()
    (generated / "generated" / "README.md").write_text("mine\n")
    (generated / "generated" / "docs" / "beta.md").write_text("mine too\n")
    (generated / "generated" / "pyproject.toml").unlink()
    for edited in ("generated/acme_errors/_runtime/kinds.py", "registry/schema/sdk.schema.json"):
        with (generated / edited).open("a") as file:
            file.write("\n")
    return generated


def test_check_names_each_problem(untidy: Path, run: Run) -> None:
    """The check names each file, its state and the command that fixes it, and writes nothing."""
    before = read_tree(untidy)
    result = run("generate", "--check", "--format", "json")
    found = json.loads(result.out)
    assert (result.code, result.err) == (1, "")
    assert {finding["path"]: finding["rule"] for finding in found} == {
        k: v[0] for k, v in EXPECTED.items()
    }
    for finding in found:
        rule, state, fix = EXPECTED[finding["path"]]
        assert finding["rule"] == rule
        assert finding["message"].startswith(f"{state}: ")
        assert finding["help"].startswith(fix)
    assert read_tree(untidy) == before


@pytest.mark.usefixtures("untidy")
def test_check_as_text_shows_each_difference(run: Run) -> None:
    """Each finding is followed by its diff."""
    result = run("generate", "--check")
    assert (result.code, result.err) == (1, "")
    heads = re.findall(r"^(\S+):1:1: (R\d+) (\S+): ", result.out, flags=re.MULTILINE)
    assert heads == [(path, *EXPECTED[path][:2]) for path in sorted(EXPECTED)]
    hand_edited = (
        "generated/README.md:1:1: R904 hand-edited: this file was edited after it was generated\n"
        "  help: Move the edit to the registry, then generate with --force\n"
        "diff --git a/generated/README.md b/generated/README.md\n"
        "--- a/generated/README.md\n"
        "+++ b/generated/README.md\n"
        "@@ -1 +1,"
    )
    assert hand_edited in result.out
    stale = (
        "  help: Run `errsmith generate` to delete it\n"
        "diff --git a/generated/docs/acme.md b/generated/docs/acme.md\n"
        "deleted file mode 100644\n"
        "--- a/generated/docs/acme.md\n"
        "+++ /dev/null\n"
    )
    assert stale in result.out
    counted = "".join(
        f"{rule} " for rule in re.findall(r"^(R9\d\d) \S+ +\d+$", result.out, re.MULTILINE)
    )
    assert counted == "R901 R902 R903 R904 R905 "
    assert result.out.endswith("\nR905 foreign-file      1\n")


@pytest.mark.usefixtures("untidy")
def test_check_as_annotations_has_one_line_per_file(run: Run) -> None:
    """In GitHub's format each file has one line."""
    result = run("generate", "--check", "--format", "github")
    lines = result.out.splitlines()
    assert (result.code, result.err, len(lines)) == (1, "", len(EXPECTED))
    for line, path in zip(lines, sorted(EXPECTED), strict=True):
        assert line.startswith(f"::error file={path},line=1,endLine=1,")
        assert f"title={EXPECTED[path][0]} " in line


def test_suggested_commands_fix_everything(untidy: Path, run: Run) -> None:
    """After the suggested commands have run, the check finds nothing."""
    assert run("generate").code == 1
    assert run("generate", "--force").code == 0
    assert run("generate", "--check").code == 0
    assert read_tree(untidy)["generated/docs/beta.md"] != b"mine too\n"


def test_check_before_the_first_run_finds_all_files_missing(project: Path, run: Run) -> None:
    """Without output, the check reports each file as missing and creates nothing."""
    result = run("generate", "--check", "--format", "json")
    assert result.code == 1
    assert {finding["rule"] for finding in json.loads(result.out)} == {"R902"}
    assert not (project / "generated").exists()


SHADOWS = {
    "acme_errors/acme/__init__.py": "acme_errors/acme.py",
    "acme_errors/acme/__init__.pyc": "acme_errors/acme.py",
    "acme_errors/acme/__init__.pyi": "acme_errors/acme.py",
    "acme_errors/acme.pyi": "acme_errors/acme.py",
    "acme_errors/acme.so": "acme_errors/acme.py",
    "acme_errors/acme.cpython-311-x86_64-linux-gnu.so": "acme_errors/acme.py",
    "acme_errors/acme.cp311-win_amd64.pyd": "acme_errors/acme.py",
    "acme_errors/__init__.pyi": "acme_errors/__init__.py",
    "acme_errors/__init__.abi3.so": "acme_errors/__init__.py",
    "acme_errors/_runtime/kinds/__init__.py": "acme_errors/_runtime/kinds.py",
    "acme_errors-stubs/__init__.pyi": "acme_errors/__init__.py",
}
"""Files that Python or type checkers read instead of generated ones."""


@pytest.mark.parametrize("path", SHADOWS)
def test_file_that_shadows_a_module_fails(generated: Path, run: Run, path: str) -> None:
    """A check names the file and the module it shadows; a run reports it too and keeps it."""
    shadow = generated / "generated" / path
    shadow.parent.mkdir(parents=True, exist_ok=True)
    shadow.write_bytes(b"mine")
    (generated / "generated" / "README.md").unlink()
    place = (
        f"generated/{path}:1:1: R906 shadowing: Python or type checkers import this file instead"
    )
    said = f"{place} of generated/{SHADOWS[path]}\n  help: Move the file\n"
    line = said.splitlines()[0].replace(":1:1: R906", ":")
    assert run("generate", "--diff").err == f"{line}\n"
    for arguments in ([], ["--force"], ["--check"]):
        result = run("generate", *arguments)
        assert (result.code, result.out) == (1, f"{said}\nR906 shadowing-file  1\n")
    result = run("generate", "--check", "--format", "json")
    assert [(finding["rule"], finding["path"]) for finding in json.loads(result.out)] == [
        ("R906", f"generated/{path}")
    ]
    assert (generated / "generated" / "README.md").is_file()
    assert shadow.read_bytes() == b"mine"
    shadow.unlink()
    assert run("generate", "--check").code == 0


def test_check_as_text_shows_shadows_below_differences(generated: Path, run: Run) -> None:
    """A blank line separates the two blocks."""
    (generated / "generated" / "README.md").unlink()
    (generated / "generated" / "acme_errors" / "acme.pyi").touch()
    (generated / "generated" / "acme_errors" / "_runtime" / "kinds.pyi").touch()
    lines = run("generate", "--check").out.split("\n")
    heads = [number for number, line in enumerate(lines) if ":1:1: R9" in line]
    assert [lines[number - 1] for number in heads[1:]] == ["", ""]
    assert lines[heads[-1] + 2 :] == ["", "R902 missing-output  1", "R906 shadowing-file  2", ""]


@pytest.mark.parametrize(
    "path",
    [
        "acme_errors/__pycache__/acme.cpython-311.pyc",
        "acme_errors/acme.pyc",
        "acme_errors/acme/notes.txt",
        "acme_errors/mine.py",
        "acme_errors/mine/__init__.py",
        "acme_errors.py",
        "acme.py",
        "docs/acme/__init__.py",
        "other-stubs/__init__.pyi",
        "acme_errors-stubs/README.md",
    ],
)
def test_file_that_shadows_nothing_is_accepted(generated: Path, run: Run, path: str) -> None:
    """Python and type checkers still import the generated module."""
    file = generated / "generated" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"mine")
    assert run("generate", "--check").code == 0
    assert run("generate").code == 0


def test_module_that_becomes_a_package_shadows_nothing(generated: Path) -> None:
    """A file that will be deleted does not shadow its replacement."""
    root = generated / "other"
    output.write(output.plan(root, {"a/b/__init__.py": b""}))
    assert output.write(output.plan(root, {"a/b.py": b""})).shadows == ()


# --- generate --diff -----------------------------------------------------------------------------


def git_apply(folder: Path, patch: str) -> None:
    """Apply a patch as a user would."""
    command = ["git", "apply", "--unsafe-paths", "--whitespace=nowarn", "-"]
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    subprocess.run(
        command, input=patch.encode(), cwd=folder, env=environment, check=True, timeout=60
    )


@pytest.mark.usefixtures("generated")
def test_diff_of_clean_folder_is_empty(run: Run) -> None:
    """If all files are up to date, the diff is empty."""
    assert run("generate", "--diff") == (0, "", "")


def test_diff_applies_with_git(untidy: Path, run: Run, tmp_path: Path) -> None:
    """Applying the diff gives the same result as `generate --force`."""
    before = read_tree(untidy)
    result = run("generate", "--diff")
    assert result.code == 0
    assert result.err.splitlines() == [
        f"{path}; nothing is written without --force"
        for path in (
            "generated/README.md is hand-edited",
            "generated/acme_errors/_runtime/kinds.py is hand-edited",
            "generated/docs/beta.md is foreign",
            "registry/schema/sdk.schema.json is hand-edited",
        )
    ]
    assert read_tree(untidy) == before
    copy = tmp_path / "copy"
    shutil.copytree(untidy / "registry", copy / "registry")
    shutil.copytree(untidy / "generated", copy / "generated")
    git_apply(copy, result.out)
    assert run("generate", "--force").code == 0
    assert read_tree(copy / "generated") == read_tree(untidy / "generated")
    assert read_tree(copy / "registry") == read_tree(untidy / "registry")


def test_diff_of_empty_folder_applies_with_git(project: Path, run: Run, tmp_path: Path) -> None:
    """The diff has new files, including empty ones."""
    copy = tmp_path / "copy"
    copy.mkdir()
    git_apply(copy, run("generate", "--diff").out)
    assert not (project / "generated").exists()
    assert run("generate").code == 0
    assert read_tree(copy / "generated") == read_tree(project / "generated")
    assert "acme_errors/py.typed" in read_tree(copy / "generated")


def test_diff_of_folder_elsewhere_names_its_files(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Outside the current directory, paths are absolute without their leading `/`."""
    (project / "work").mkdir()
    monkeypatch.chdir("work")
    out = project / "generated"
    result = run("generate", "--diff", "--registry", project / "registry", "--out", out)
    assert result.code == 0
    path = (out / "README.md").as_posix().lstrip("/")
    assert f"diff --git a/{path} b/{path}\n" in result.out


# --- templates -----------------------------------------------------------------------------------

TemplateWriter = Callable[[str, str], Path]


def test_templates_replace_a_template_by_name(
    project: Path, run: Run, template: TemplateWriter
) -> None:
    """The user's template replaces the one with the same name; the others are errsmith's."""
    run("generate")
    before = read_tree(project / "generated")
    template("markdown/README.md.jinja", "# {{ view.distribution | md }}\n")
    assert run("generate", "--templates", "templates").code == 0
    after = read_tree(project / "generated")
    assert after["README.md"] == b"# acme-errors\n"
    assert before.keys() == after.keys()
    changed = {path for path, data in after.items() if data != before[path]}
    assert changed == {"README.md", "manifest.json"}


def test_templates_replace_a_partial(project: Path, run: Run, template: TemplateWriter) -> None:
    """Errsmith's own templates import the user's partial."""
    macro = "{% macro table(view) %}(a table){% endmacro %}\n"
    template("markdown/_table.jinja", macro)
    page = "{% from 'markdown/_table.jinja' import table %}\n{{ table(view) }}\n"
    template("markdown/provider.md.jinja", page)
    assert run("generate", "--templates", "templates").code == 0
    assert (project / "generated" / "docs" / "acme.md").read_text() == "(a table)\n"


def read_refusal(result: Result, project: Path) -> str:
    """Return the message about a template because of which nothing was written."""
    assert (result.code, result.out) == (2, "")
    assert not (project / "generated").exists()
    assert not (project / "registry" / "schema").exists()
    assert result.err.startswith("errsmith: ")
    assert "Traceback" not in result.err
    return result.err.removeprefix("errsmith: ").rstrip("\n")


def test_unusable_templates_folder_is_refused(
    project: Path, run: Run, template: TemplateWriter
) -> None:
    """A templates folder must exist and contain templates."""
    said = read_refusal(run("generate", "--templates", "nowhere"), project)
    assert said == "nowhere: does not exist; use --templates to name the folder"
    said = read_refusal(run("generate", "--templates", "registry/sdk.toml"), project)
    assert said == "registry/sdk.toml: is not a folder; use --templates to name the folder"
    template("python/provider.py", "")
    said = read_refusal(run("generate", "--templates", "templates"), project)
    assert said.startswith(
        "templates: contains no template. List templates that add files in outputs.toml, or "
        "replace markdown/CHANGELOG.md.jinja, "
    )


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("python/providers.py.jinja", "Did you mean python/provider.py.jinja?"),
        ("provider.py.jinja", "Did you mean python/provider.py.jinja?"),
        ("x.jinja", "List templates that add files in outputs.toml, or replace markdown/"),
    ],
)
def test_template_that_replaces_nothing_is_refused(
    project: Path, run: Run, template: TemplateWriter, name: str, meant: str
) -> None:
    """A misspelled template name is reported with the nearest valid one."""
    template(name, "")
    said = read_refusal(run("generate", "--templates", "templates"), project)
    assert said.startswith(f"templates/{name}: replaces no template. {meant}")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a\n\n{% for x in view.fields %}\n{{ x.name }\n{% endfor %}\n", 4, "unexpected '}'"),
        ("a\n{% if view.doc %}\n", 2, "Unexpected end of template"),
        ("\n{{ view.name | pythn }}\n", 2, "No filter named 'pythn'."),
        (
            "\n\n{{ view.nam }}\n",
            3,
            "has no attribute 'nam' (did you mean 'name'?); views are of version 1",
        ),
        ("{% for x in view.classes %}\n{{ x.nam | python }}\n{% endfor %}", 2, "attribute 'nam'"),
        ("{{ vieww.name }}\n", 1, "'vieww' is undefined; views are of version 1, see "),
        *[
            (f"\n{{{{ view.nothing | {name} }}}}\n", 2, "has no attribute 'nothing'; views are")
            for name in ("python", "docstring", "comment", "toml")
        ],
        ("\n{{ view | python }}\n", 2, "TypeError: no Python expression for ModuleView"),
        ("\n{{ view.classes | toml }}\n", 2, "Error: "),
        ("\n\n\n{{ 1 / 0 }}\n", 4, "ZeroDivisionError: division by zero"),
        ("\n{{ view.classes[99] | python }}\n", 2, "has no element 99"),
        ("\n{% include 'python/nothing.jinja' %}\n", 2, "there is no template python/nothing"),
        ("{% macro m() %}\n{{ m() }}\n{% endmacro %}\n{{ m() }}\n", 2, "RecursionError: "),
    ],
)
def test_template_that_cannot_be_rendered_is_located(
    project: Path, run: Run, template: TemplateWriter, *, text: str, line: int, said: str
) -> None:
    """The message names the template's file and line, and the problem."""
    template("python/provider.py.jinja", text)
    message = read_refusal(run("generate", "--templates", "templates"), project)
    assert message.startswith(f"templates/python/provider.py.jinja:{line}: ")
    assert said in message


@pytest.mark.parametrize("name", ["md", "code", "cell", "url", "comment", "attribute", "line"])
def test_page_that_cannot_be_rendered_is_located(
    project: Path, run: Run, template: TemplateWriter, name: str
) -> None:
    """Faults in Markdown templates and their filters are located too."""
    template("markdown/index.md.jinja", f"\n{{{{ view.nothing | {name} }}}}\n")
    message = read_refusal(run("generate", "--templates", "templates"), project)
    assert message.startswith("templates/markdown/index.md.jinja:2: ")
    assert "has no attribute 'nothing'; views are" in message


def test_template_that_is_not_utf_8_is_named(
    project: Path, run: Run, template: TemplateWriter
) -> None:
    """The message names the file, without a line."""
    template("markdown/README.md.jinja", "").write_bytes(b"a\xff")
    message = read_refusal(run("generate", "--templates", "templates"), project)
    reason = "is not UTF-8: byte 0xff at offset 1; save it as UTF-8"
    assert message == f"templates/markdown/README.md.jinja: {reason}"


NOT_TEMPLATES: Mapping[str, tuple[Callable[[Path], object], str]] = {
    "folder": (Path.mkdir, "is not a file"),
    "link to nothing": (lambda path: path.symlink_to("nothing"), "is not a file"),
    "link to itself": (lambda path: path.symlink_to(path), "is not a file"),
    "pipe": (os.mkfifo, "is not a file"),
    "device": (lambda path: path.symlink_to("/dev/zero"), "is not a file"),
    "image": (
        lambda path: path.write_bytes(b"\x89PNG\r\n"),
        "is not UTF-8: byte 0x89 at offset 0; save it as UTF-8",
    ),
    "utf-16": (lambda path: path.write_bytes(b"a\0"), "is not text: it contains a NUL byte"),
    "byte order mark": (
        lambda path: path.write_bytes(b"\xef\xbb\xbfa"),
        "begins with a byte order mark; save it as UTF-8 without one",
    ),
}


@pytest.mark.parametrize("name", NOT_TEMPLATES)
def test_unusable_template_file_is_refused(
    project: Path, run: Run, template: TemplateWriter, name: str
) -> None:
    """An unusable file is reported, rather than replaced by errsmith's own template."""
    make, reason = NOT_TEMPLATES[name]
    path = template("markdown/README.md.jinja", "")
    path.unlink()
    make(path)
    message = read_refusal(run("generate", "--templates", "templates"), project)
    assert message == f"templates/markdown/README.md.jinja: {reason}"


def test_template_that_cannot_be_read_is_named(
    project: Path, run: Run, template: TemplateWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message has the reason that the system gives."""

    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    template("markdown/README.md.jinja", "")
    monkeypatch.setattr(Path, "read_text", refuse)
    message = read_refusal(run("generate", "--templates", "templates"), project)
    assert message == "templates/markdown/README.md.jinja: cannot be read: Permission denied"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[project]\nname = {{ view.distribution }}\n", "Invalid value (at line 2, column 8)"),
        ("[project]\n[project]\n", "Cannot declare ('project',) twice (at line 2, column 9)"),
        ("a = \"{{ '\\r' }}\"\n", "Illegal character '\\r' (at line 1, column 6)"),
    ],
)
def test_template_that_renders_invalid_toml_is_refused(
    project: Path, run: Run, template: TemplateWriter, text: str, reason: str
) -> None:
    """No installer could read such a pyproject.toml."""
    template("python/pyproject.toml.jinja", text)
    message = read_refusal(run("generate", "--templates", "templates"), project)
    fault = "nothing was written, fix the template"
    assert message == f"pyproject.toml: is not valid TOML: {reason}; {fault}"


def test_partial_that_cannot_be_rendered_is_located(
    project: Path, run: Run, template: TemplateWriter
) -> None:
    """The message points into the partial, not into the template that imports it."""
    template("markdown/_table.jinja", "{% macro table(view) %}\n{{ view.nothing }}\n{% endmacro %}")
    message = read_refusal(run("generate", "--templates", "templates"), project)
    assert message.startswith("templates/markdown/_table.jinja:2: ")


CHANGES: Mapping[str, tuple[str, str, str]] = {
    "text-in-place-of-python": ("import attrs\n", "import attrs and more\n", "is not valid Python"),
    "summary": ("{{ class.info | python(4) }}", "ErrorInfo()", "the info of BadTokenError differs"),
    "base-class-info": (
        "{{ view.base_info | python(4) }}",
        "None",
        "the info of AcmeError differs",
    ),
    "docstring": (
        '"""{{ class.doc | docstring(4) }}"""',
        '"""Nothing."""',
        "the docstring of BadTokenError differs",
    ),
    "unescaped-docstring": (
        '"""{{ view.doc | docstring }}"""',
        "{{ view.doc | python }}",
        "the module's docstring differs",
    ),
    "class-left-out": ("class {{ class.name }}(", "class Other(", "the set of classes differs"),
    "member": ("{{ member.code | python }}", "'other'", "Code differs"),
    "lookup": ("_provider.errors", "{}", "ERRORS differs"),
    "provider": ("{{ view.provider | python }}", "Provider()", "the provider differs"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_template_that_changes_facts_is_refused(
    project: Path, run: Run, template: TemplateWriter, change: str
) -> None:
    """Nothing is written if the generated Python differs from the registry."""
    old, new, said = CHANGES[change]
    text = read_own_template("python/provider.py.jinja")
    assert old in text
    template("python/provider.py.jinja", text.replace(old, new))
    message = read_refusal(run("generate", "--templates", "templates"), project)
    assert said in message
    assert "acme_errors/acme.py" in message


def test_package_template_that_changes_facts_is_refused(
    project: Path, run: Run, template: TemplateWriter
) -> None:
    """The package's own module is compared with the registry as well."""
    text = read_own_template("python/init.py.jinja")
    template("python/init.py.jinja", text.replace("{{ provider | python(8) }}", "None"))
    message = read_refusal(run("generate", "--templates", "templates"), project)
    assert message.startswith("acme_errors/__init__.py: PROVIDERS differs from the registry; ")


# --- rule ----------------------------------------------------------------------------------------

RULES = (*FILE_RULES, *MANIFEST_RULES)
"""The rules of files other than the registry's."""


def test_rule_lists_all_rules(run: Run) -> None:
    """The list has a line for each rule, with its id, name and summary."""
    result = run("rule")
    assert (result.code, result.err) == (0, "")
    changes = [rule.rule for rule in list_change_rules()]
    rules = [*lint.list_rules(), *RULES, *changes]
    lines = [re.split(r" {2,}", line) for line in result.out.splitlines()]
    assert lines == [[rule.id, rule.name, rule.summary] for rule in rules]


@pytest.mark.parametrize("rule", [*lint.list_rules(), *RULES], ids=lambda rule: rule.id)
def test_rule_explains_each_rule(run: Run, rule: Rule) -> None:
    """Each rule's id leads to its explanation."""
    result = run("rule", rule.id)
    assert (result.code, result.err) == (0, "")
    assert result.out == f"{rule.id} {rule.name}\n\n{lint.explain_rule(rule)}\n"


def test_rule_accepts_lower_case_ids(run: Run) -> None:
    """Ids of rules are not case-sensitive."""
    result = run("rule", "r201")
    assert result.out == run("rule", "R201").out == run("rule", "dangling-reference").out
    assert result.out.startswith(
        "R201 dangling-reference\n\nA key refers to an entry that does not exist.\n\nWhy: "
    )


def test_unknown_rule_exits_with_2(run: Run) -> None:
    """The message suggests the nearest rule, by its id or its name."""
    assert run("rule", "mising-file").err.endswith(" mising-file. Did you mean missing-file?\n")
    assert run("rule", "r0001") == (2, "", "errsmith: unknown rule r0001. Did you mean R001?\n")
    said = "errsmith: unknown rule x. Run `errsmith rule` to list all rules\n"
    assert run("rule", "x") == (2, "", said)


# --- help, version -------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_help_lists_commands_and_exit_codes(run: Run, arguments: list[str]) -> None:
    """Help is printed on stdout, with exit code 0."""
    result = run(*arguments)
    assert (result.code, result.err) == (0, "")
    for said in (
        "drift",
        "generate",
        "lint",
        "rule",
        "update",
        "Exit codes: 0 for success, 1 if there are findings, 2",
    ):
        assert said in " ".join(result.out.split())


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("generate", "--check --diff --force --registry --out --templates --verify --format"),
        ("drift", "--page --save --write --accept --explain --registry --format"),
        ("lint", "--registry --format"),
        ("rule", "ID"),
        ("update", "--page --accept --registry --out --templates"),
    ],
)
def test_help_of_a_command_lists_its_options(run: Run, command: str, options: str) -> None:
    """Each option of the command is listed, and no other."""
    result = run(command, "--help")
    assert (result.code, result.err) == (0, "")
    listed = re.findall(r"│ (?:\* +)?(--\w+|ID)", result.out)
    assert set(listed) == set(options.split())


def test_version_is_printed(run: Run) -> None:
    """The output is the version alone."""
    result = run("--version")
    assert (result.code, result.err) == (0, "")
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*\n", result.out)


# --- as a program --------------------------------------------------------------------------------


def run_program(
    *arguments: str, cwd: Path, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run `python -m errsmith` in a separate process."""
    return subprocess.run(
        [sys.executable, "-m", "errsmith", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
        capture_output=True,
        check=False,
        timeout=60,
    )


def test_program_exits_as_main_returns(
    make_registry: MakeRegistry, project: Path, run: Run
) -> None:
    """`python -m errsmith` has the output and exit code of `main`."""
    assert run_program("lint", cwd=project).returncode == 0
    done = run_program("lint", "--registry", "nowhere", cwd=project)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == run("lint", "--registry", "nowhere").err
    make_registry(BROKEN)
    done = run_program("lint", cwd=project)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (1, BROKEN_TEXT, b"")


def test_program_generates(project: Path) -> None:
    """The program runs as a user runs it, from registry to output."""
    assert run_program("generate", cwd=project).returncode == 0
    assert run_program("generate", "--check", cwd=project).returncode == 0
    (project / "generated" / "README.md").unlink()
    done = run_program("generate", "--check", cwd=project)
    assert done.returncode == 1
    assert done.stdout.startswith(b"generated/README.md:1:1: R902 missing: ")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_program_escapes_unsupported_characters(
    make_registry: MakeRegistry, project: Path, encoding: str
) -> None:
    """A character that the stream's encoding lacks is printed as an escape."""
    make_registry('[errors."署名"]\nstatus = 400\nsummary = "署名 is missing."')
    for form in ("text", "github", "json"):
        done = run_program("lint", "--format", form, cwd=project, PYTHONIOENCODING=encoding)
        assert (done.returncode, done.stderr) == (1, b"")
        shown = "署名".encode(encoding, "backslashreplace")
        assert (shown if form != "json" else b"\\u7f72\\u540d") in done.stdout


def test_program_with_a_closed_pipe_ends_quietly(project: Path) -> None:
    """`errsmith rule | head -1` does not end in a traceback."""
    with subprocess.Popen(
        [sys.executable, "-m", "errsmith", "rule"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 2


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["lint"], ["rule"], ["generate"]])
def test_program_with_closed_streams_works(project: Path, arguments: list[str]) -> None:
    """The program works if its caller has closed stdout and stderr."""
    command = '"$0" -m errsmith "$@" >&- 2>&-'
    done = subprocess.run(
        ["sh", "-c", command, sys.executable, *arguments],
        cwd=project,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
        timeout=60,
    )
    assert done.returncode == 0
    assert (project / "generated" / "README.md").exists() == (arguments == ["generate"])


def test_internal_error_exits_with_2(project: Path) -> None:
    """An internal error is not a finding; its traceback is printed for a bug report."""
    code = (
        "import errsmith.cli as cli\n"
        "def fail(): raise LookupError('a mistake')\n"
        "cli.main = fail\n"
        "from errsmith.__main__ import run\n"
        "run()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Traceback ")
    assert done.stderr.endswith("\nLookupError: a mistake\n")


class Full(StringIO):
    """A stream to a full disk."""

    def flush(self) -> None:
        raise OSError(28, "No space left on device")


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["rule"]])
def test_output_that_cannot_be_printed_exits_with_2(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Truncated output never ends with the exit code of complete output."""
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", Full())
        assert main(arguments) == 2
    said = "errsmith: cannot print the output: No space left on device\n"
    assert capsys.readouterr().err.endswith(said)
