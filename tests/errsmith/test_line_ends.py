"""Checkouts that changed line ends count as current and unedited, and give the same output."""

from __future__ import annotations

import datetime
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from errsmith.cli import main
from errsmith.lint.report import text
from errsmith.registry.diagnostics import Diagnostic
from tests import templates
from tests.registries import MakeRegistry, complete_registry, generate_files, lint_registry

Convert = Callable[[bytes], bytes]

PROVIDER = """
[[envelopes]]
id = "json"
code = { path = "code" }

[errors.BUSY]
status = 503
class = "ServiceBusyError"
summary = "The service is busy."
note = \"""
Line one.

Line two.\"""
example = { status = 503, body = \"""{
  "code": "BUSY"
}\""" }
"""
TESTS = Path(__file__).parent
REGISTRIES = sorted(TESTS.glob("findings/*/registry"))


def convert_to_crlf(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def convert_to_mixed(data: bytes) -> bytes:
    """Convert every other line."""
    lines = data.split(b"\n")
    return b"".join(
        line + (b"\r\n" if number % 2 else b"\n") for number, line in enumerate(lines[:-1])
    )


CONVERSIONS = pytest.mark.parametrize("convert", [convert_to_crlf, convert_to_mixed])


def convert_files(folder: Path, convert: Convert) -> None:
    """Convert every file of a folder."""
    for path in folder.rglob("*"):
        if path.is_file():
            path.write_bytes(convert(path.read_bytes()))


def read_files(*folders: Path) -> dict[str, bytes]:
    """Read every file of some folders."""
    paths = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {str(path): path.read_bytes() for path in paths}


@pytest.fixture
def project(make_registry: MakeRegistry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current directory: a folder with a registry, templates and their output."""
    make_registry(PROVIDER, notice='"""\nNot affiliated\nwith Acme."""')
    (tmp_path / "templates" / "markdown").mkdir(parents=True)
    name = "markdown/provider.md.jinja"
    shutil.copy(templates.template_path(name), tmp_path / "templates" / name)
    monkeypatch.chdir(tmp_path)
    assert generate() == 0
    return tmp_path


def generate(*arguments: str) -> int:
    return main(["generate", "--templates", "templates", *arguments])


@CONVERSIONS
@pytest.mark.parametrize("folders", [["generated"], ["registry"], ["generated", "registry"]])
def test_converted_checkout_is_current(
    project: Path, convert: Convert, folders: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A check finds nothing and a run writes nothing: the checkout keeps its line ends."""
    for folder in folders:
        convert_files(project / folder, convert)
    before = read_files(project)
    for arguments in ([], ["--check"], ["--diff"], ["--force"]):
        assert generate(*arguments) == 0
        assert capsys.readouterr().out == ""
    assert read_files(project) == before


@CONVERSIONS
def test_converted_sources_generate_the_same_bytes(project: Path, convert: Convert) -> None:
    """A registry, license and templates with CRLF give the same output as with LF."""
    expected = read_files(project / "generated", project / "registry" / "schema")
    shutil.rmtree(project / "generated")
    shutil.rmtree(project / "registry" / "schema")
    convert_files(project / "registry", convert)
    convert_files(project / "templates", convert)
    assert generate() == 0
    assert read_files(project / "generated", project / "registry" / "schema") == expected
    assert b"\r" not in b"".join(expected.values())


@CONVERSIONS
def test_changed_facts_rewrite_only_their_files(
    project: Path, convert: Convert, capsys: pytest.CaptureFixture[str]
) -> None:
    """No file counts as hand-edited, the diff has only changed lines, and other files stay CRLF."""
    convert_files(project, convert)
    provider = project / "registry" / "providers" / "acme.toml"
    provider.write_bytes(provider.read_bytes().replace(b"is busy", b"is very busy"))
    before = read_files(project)

    assert generate("--check", "--format", "json") == 1
    found = json.loads(capsys.readouterr().out)
    assert {finding["rule"] for finding in found} == {"R901"}
    assert generate("--diff") == 0
    changed = [line for line in capsys.readouterr().out.split("\n") if line[:1] in set("+-")]
    assert 0 < len(changed) < 40
    assert generate() == 0
    after = read_files(project)
    written = {path for path, data in after.items() if before[path] != data}
    assert {Path(path).relative_to(project).as_posix() for path in written} == {
        finding["path"] for finding in found
    }
    assert all(b"\r" not in after[path] for path in written)
    assert generate("--check") == 0


@pytest.mark.parametrize(
    "edit",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r"),
        lambda data: data.replace(b"\n", b"\r\r\n"),
        lambda data: data.replace(b" ", b" \r", 1),
        lambda data: data.replace(b"\n", b" \n", 1),
    ],
    ids=["byte order mark", "cr", "cr twice", "cr in a line", "blank at the end of a line"],
)
def test_other_change_is_an_edit(
    project: Path, edit: Convert, capsys: pytest.CaptureFixture[str]
) -> None:
    """A conversion that git does not make counts as an edit, and the file is kept."""
    page = project / "generated" / "docs" / "acme.md"
    page.write_bytes(edited := edit(page.read_bytes()))
    assert generate("--format", "json") == 1
    assert [finding["rule"] for finding in json.loads(capsys.readouterr().out)] == ["R904"]
    assert page.read_bytes() == edited


def test_clone_with_converted_line_ends_is_current(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The default checkout of Git for Windows is current."""

    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=A", "-c", "user.email=a@acme.example"]
        subprocess.run(["git", *identity, *arguments], check=True, capture_output=True, timeout=60)

    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "All")
    clone = tmp_path / "clone"
    git("-c", "core.autocrlf=true", "clone", "--quiet", str(project), str(clone))
    monkeypatch.chdir(clone)
    assert b"\r\n" in (clone / "generated" / "README.md").read_bytes()
    assert b"\r\n" in (clone / "registry" / "sdk.toml").read_bytes()
    assert generate("--check") == 0
    assert generate() == 0
    provider = clone / "registry" / "providers" / "acme.toml"
    provider.write_bytes(provider.read_bytes().replace(b"is busy", b"is very busy"))
    assert generate() == 0
    assert generate("--check") == 0


def find_in(folder: Path) -> Iterator[tuple[Diagnostic, str]]:
    """Yield the findings of a registry, and the report of them."""
    report = lint_registry(folder, datetime.date(2026, 11, 21))
    for finding in report.diagnostics:
        yield finding, text.render([finding], report.registry.texts)


@pytest.mark.parametrize("registry", REGISTRIES, ids=lambda path: path.parent.name)
def test_converted_registry_has_the_same_findings(
    registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines, columns and messages are those of the LF file."""
    monkeypatch.chdir(tmp_path)
    complete_registry(shutil.copytree(registry, tmp_path / "registry"))
    expected = list(find_in(Path("registry")))
    convert_files(tmp_path / "registry", convert_to_crlf)
    assert list(find_in(Path("registry"))) == expected


# --- trailing whitespace -------------------------------------------------------------------------

BLANKS = """
[[envelopes]]
id = "json"
code = { path = "code" }

[errors.BUSY]
class = "ServiceBusyError"
status = 503
summary = "Ends in blanks.   "
causes = ["One.  ", "Two\\n\\n  three.\\t"]
note = \"""
Line one.

Line two.  \"""
example = { status = 503, body = "{\\"code\\": \\"BUSY\\"}   \\n  \\n" }
"""


def test_generated_files_have_no_trailing_whitespace(make_registry: MakeRegistry) -> None:
    """Trailing whitespace of facts and the license is removed; each file ends with one line end.

    The example that clients test with keeps its bytes.
    """
    folder = make_registry(BLANKS)
    (folder / "LICENSE").write_bytes(b"\n MIT \t\n\x0c\nIt ends here. \n \n\n")
    files = generate_files(folder)
    assert files["LICENSE"] == b"\n MIT\n\nIt ends here.\n"
    for path, data in files.items():
        lines = data.split(b"\n")
        assert [line for line in lines if line != line.rstrip()] == [], path
        assert not data or lines[-2:] != [b"", b""]
        assert not data or lines[-1] == b""
    examples = files["acme_errors/_examples/acme.py"].decode()
    assert """'{"code": "BUSY"}   ',""" in examples


def test_generated_license_in_utf_16_is_unchanged(make_registry: MakeRegistry) -> None:
    """A license in UTF-16 is copied byte by byte."""
    folder = make_registry()
    data = "MIT \r\n".encode("utf-16")
    (folder / "LICENSE").write_bytes(data)
    assert generate_files(folder)["LICENSE"] == data
