"""Control characters in names, values and arguments: nothing that is printed drives a terminal."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest

from errsmith.cli import main
from errsmith.lint.report import text
from tests import templates
from tests.registries import HEAD, lint_registry, write_registry

from .checking import SDK
from .writing import text as toml_text

NASTY = "\x1b[2J\x07\x08\r\n::error ::x\x7f\x85\x9b31m\u202e\u2066\u2028\ufeff\U000e0041%0A"
"""Escapes of terminals, line ends, C1 and bidirectional controls, commands of GitHub."""
NAME = NASTY.replace("%0A", "") + os.fsdecode(b"\xff")
"""The same as the name of a file, with a byte that is not UTF-8."""

Print = Callable[..., str]


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Iterator[Print]:
    """Return a function that runs errsmith and returns what it printed, if that is harmless."""
    codes: list[int] = []

    def run(*arguments: str) -> str:
        capsys.readouterr()
        codes.append(main([*arguments]))
        said = capsys.readouterr()
        for line in (said.out + said.err).split("\n"):
            # A diff keeps tabs, so that it can be applied.
            assert line.replace("\t", " ").isprintable(), ascii(line)
            # A command of ours, with a file; none that a name or a value has brought.
            assert not line.startswith("::") or line.startswith("::error file="), ascii(line)
        assert said.out.encode() + said.err.encode()
        return said.out + said.err

    yield run
    assert set(codes) <= {0, 1, 2}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a current folder whose names, and its files', are nasty."""
    place = tmp_path / NAME
    write_registry(place / f"registry{NAME}", sdk=SDK)
    place.joinpath("templates").mkdir()
    monkeypatch.chdir(place)
    return place


REGISTRY = f"registry{NAME}"
OUT = f"out{NAME}"
GENERATE = ("generate", "--registry", REGISTRY, "--out", OUT)
FORMATS = ("text", "github", "json")


def every(printed: Print, *arguments: str) -> list[str]:
    """Run a command in each format."""
    return [printed(*arguments, "--format", format_) for format_ in FORMATS]


# --- the registry --------------------------------------------------------------------------------

VALUES = {
    "key": f"[errors.A]\n{toml_text(NASTY)} = 1\n",
    "value": f"[errors.A]\nsummary = {toml_text(NASTY)}\nkind = {toml_text(NASTY)}\n",
    "id": f"[errors.{toml_text(NASTY)}]\nsummary = 'x'\nsource = {toml_text(NASTY)}\n",
    "repeated key": f"{toml_text(NASTY)} = 1\n{toml_text(NASTY)} = 1\n",
    "syntax": "a = \x1b[2J\n",
    "comment": "# \x1b[2J\n",
    "text": 'a = "\x1b[2J\u202e\x9b"\n',
    "syntax beside": f"a = b # {NASTY}".replace("\n", "").replace("\r", ""),
    "not UTF-8": "a = '\udcff\x1b'",
    "nul": "a = '\0\x1b'",
}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", VALUES)
def test_findings_are_printable(printed: Print, name: str) -> None:
    """Whatever a file holds, and however it is called."""
    file = Path(REGISTRY) / "providers" / f"beta{NAME}.toml"
    file.write_bytes((HEAD + VALUES[name]).encode(errors="surrogateescape"))
    for said in every(printed, "lint", "--registry", REGISTRY):
        assert "beta" in said
    assert "R" in printed(*GENERATE)


@pytest.mark.usefixtures("folder")
def test_findings_in_colour_are_printable() -> None:
    """Apart from the colours, which are ours."""

    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    file = Path(REGISTRY) / "providers" / f"beta{NAME}.toml"
    file.write_text(HEAD + VALUES["value"])
    report = lint_registry(Path(REGISTRY))
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("NO_COLOR", raising=False)
        patch.setenv("TERM", "xterm-256color")
        text.write(report.diagnostics, report.registry.texts, terminal := Terminal())
    said = terminal.getvalue()
    assert "\x1b[1m" in said
    assert all(map(str.isprintable, re.sub(r"\x1b\[[\d;]*m", "", said).split("\n")))


@pytest.mark.usefixtures("folder")
def test_what_keeps_a_registry_from_being_read_is_printable(printed: Print) -> None:
    """Folders, links, and files of any kind."""
    for arguments in (["lint", "--registry", NAME], ["generate", "--registry", NAME]):
        assert "does not exist" in printed(*arguments)
    assert "no findings in registry<U+001B>" in printed("lint", "--registry", REGISTRY)
    (Path(REGISTRY) / "providers" / f"link{NAME}.toml").symlink_to(f"/nothing/{NAME}")
    (Path(REGISTRY) / "providers" / f"folder{NAME}.toml").mkdir()
    (Path(REGISTRY) / "providers" / f"{NAME}.TOML").touch()
    for said in every(printed, "lint", "--registry", REGISTRY):
        assert all(f"R0{number}" in said for number in ("02", "12", "13"))
    (Path(REGISTRY) / "sdk.toml").write_text(SDK.replace("LICENSE", "\\u001b[2J"))
    assert "R503" in printed("lint", "--registry", REGISTRY)


# --- the output ----------------------------------------------------------------------------------


def test_differences_are_printable(printed: Print, folder: Path) -> None:
    """Names of folders, and what others wrote into files: changed, missing, foreign, shadowing."""
    assert "written" in printed(*GENERATE)
    assert "are up to date" in printed(*GENERATE, "--check")
    out = folder / OUT
    (out / "README.md").write_text(f"mine {NASTY}\n\tmine")
    (out / "pyproject.toml").write_bytes(b"\xff\x1b[2J")
    (out / "LICENSE").unlink()
    (out / "acme_errors" / f"acme.{NAME}.so").touch()
    (Path(REGISTRY) / "LICENSE").write_text(f"new {NASTY}\n")
    (Path(REGISTRY) / "providers" / "beta.toml").write_text(HEAD.replace("Acme", "Beta"))
    (out / "docs" / "beta.md").write_text(NASTY)
    for arguments in ([], ["--check"]):
        for said in every(printed, *GENERATE, *arguments):
            assert all(rule in said for rule in ("R904", "R905"))
    said = printed(*GENERATE, "--diff")
    assert "-mine <U+001B>[2J<U+0007><U+0008>\n" in said
    assert "-::error ::x<U+007F><U+0085><U+009B>31m<U+202E><U+2066><U+2028><U+FEFF>" in said
    assert "-\tmine\n" in said
    assert "Binary files a/" in said
    assert "R906" in printed(*GENERATE, "--force")
    assert "overwrote" not in printed(*GENERATE)


def test_what_keeps_from_writing_is_printable(printed: Print, folder: Path) -> None:
    """Something in the way, and a place that must not be written to."""
    (folder / OUT).write_bytes(b"")
    assert "is a file where a directory belongs" in printed(*GENERATE)
    assert "generated files would go into" in printed(*GENERATE[:-1], REGISTRY)
    (folder / OUT).unlink()
    (folder / OUT).mkdir()
    (folder / OUT / "docs").symlink_to(f"/nothing/{NAME}")
    assert "is a symbolic link" in printed(*GENERATE)


# --- templates -----------------------------------------------------------------------------------

TEMPLATES = {
    "syntax": ("python/provider.py.jinja", "{{ \x1b }}"),
    "attribute": ("python/provider.py.jinja", "{{ view['\x1b[2J\u202e'] }}"),
    "filter": ("python/provider.py.jinja", "{{ view.name | \x1b }}"),
    "error": ("python/provider.py.jinja", "{{ {}.pop('\x1b[2J\x9b') }}"),
    "include": ("python/provider.py.jinja", "{% include '\x1b[2J' %}"),
    "not Python": ("python/provider.py.jinja", "\x1b[2J\u202e ("),
    "not formatted": ("python/testing/init.py.jinja", "\x1b[2J\u202e ("),
    "not TOML": ("python/pyproject.toml.jinja", "\x1b[2J = \u202e"),
    "name": (f"python/{NAME}.jinja", ""),
}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", TEMPLATES)
def test_faults_of_templates_are_printable(printed: Print, name: str) -> None:
    """Their folder, their names, their text, and what comes of it."""
    folder = Path(f"templates{NAME}")
    assert "there is no such folder" in printed(*GENERATE, "--templates", str(folder))
    path, content = TEMPLATES[name]
    (folder / path).parent.mkdir(parents=True)
    (folder / path).write_text(content, encoding="utf-8")
    said = printed(*GENERATE, "--templates", str(folder))
    assert said.startswith("errsmith: ")
    assert said.count("\n") == 1


@pytest.mark.usefixtures("folder")
def test_what_a_template_writes_is_printable_as_a_diff(printed: Print) -> None:
    """It may hold what it likes; a diff shows it."""
    name = "markdown/provider.md.jinja"
    (Path("templates") / name).parent.mkdir()
    content = templates.read_template(name)
    (Path("templates") / name).write_text(f"{content}\x1b[2J\u202e\n", encoding="utf-8")
    for mode in ("--check", "--diff"):
        assert "+<U+001B>[2J<U+202E>\n" in printed(*GENERATE, "--templates", "templates", mode)


# --- the command line ----------------------------------------------------------------------------


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "arguments",
    [
        [NASTY],
        ["lint", NASTY],
        ["lint", f"--{NASTY}"],
        ["lint", "--format", NASTY],
        ["lint", f"--format={NASTY}"],
        ["generate", f"--check={NASTY}"],
        ["generate", NAME],
        ["rule", NASTY],
        ["rule", "R201", NASTY],
        [f"--{NASTY}"],
    ],
    ids=ascii,
)
def test_wrong_arguments_are_printable(printed: Print, arguments: list[str]) -> None:
    """What is said of them is one line."""
    said = printed(*arguments)
    assert said.startswith("errsmith: ")
    assert said.count("\n") == 1
