"""Control characters in names, values and arguments: none is ever printed."""

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
from .writing import write_string

NASTY = "\x1b[2J\x07\x08\r\n::error ::x\x7f\x85\x9b31m\u202e\u2066\u2028\ufeff\U000e0041%0A"
"""Terminal escapes, line ends, C1 and bidirectional controls, and GitHub commands."""
NAME = NASTY.replace("%0A", "") + os.fsdecode(b"\xff")
"""The same as a file name, with a byte that is not UTF-8."""

Print = Callable[..., str]


@pytest.fixture
def run_printable(capsys: pytest.CaptureFixture[str]) -> Iterator[Print]:
    """Return a function that runs errsmith and returns its output after checking it."""
    codes: list[int] = []

    def run(*arguments: str) -> str:
        capsys.readouterr()
        codes.append(main([*arguments]))
        captured = capsys.readouterr()
        for line in (captured.out + captured.err).split("\n"):
            # A diff keeps tabs, so that it can be applied.
            assert line.replace("\t", " ").isprintable(), ascii(line)
            # A command of ours that names a file; names and values must not add any.
            assert not line.startswith("::") or line.startswith("::error file="), ascii(line)
        assert captured.out.encode() + captured.err.encode()
        return captured.out + captured.err

    yield run
    assert set(codes) <= {0, 1, 2}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a current directory whose name and files are hostile."""
    place = tmp_path / NAME
    write_registry(place / f"registry{NAME}", sdk=SDK)
    place.joinpath("templates").mkdir()
    monkeypatch.chdir(place)
    return place


REGISTRY = f"registry{NAME}"
OUT = f"out{NAME}"
GENERATE = ("generate", "--registry", REGISTRY, "--out", OUT)
FORMATS = ("text", "github", "json")


def run_every_format(run_printable: Print, *arguments: str) -> list[str]:
    """Run a command in each format."""
    return [run_printable(*arguments, "--format", format_) for format_ in FORMATS]


# --- the registry --------------------------------------------------------------------------------

VALUES = {
    "key": f"[errors.A]\n{write_string(NASTY)} = 1\n",
    "value": f"[errors.A]\nsummary = {write_string(NASTY)}\nkind = {write_string(NASTY)}\n",
    "id": f"[errors.{write_string(NASTY)}]\nsummary = 'x'\nsource = {write_string(NASTY)}\n",
    "repeated key": f"{write_string(NASTY)} = 1\n{write_string(NASTY)} = 1\n",
    "syntax": "a = \x1b[2J\n",
    "comment": "# \x1b[2J\n",
    "text": 'a = "\x1b[2J\u202e\x9b"\n',
    "syntax beside": f"a = b # {NASTY}".replace("\n", "").replace("\r", ""),
    "not UTF-8": "a = '\udcff\x1b'",
    "nul": "a = '\0\x1b'",
}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", VALUES)
def test_findings_are_printable(run_printable: Print, name: str) -> None:
    """Findings are printable for any content and name of a file."""
    file = Path(REGISTRY) / "providers" / f"beta{NAME}.toml"
    file.write_bytes((HEAD + VALUES[name]).encode(errors="surrogateescape"))
    for printed in run_every_format(run_printable, "lint", "--registry", REGISTRY):
        assert "beta" in printed
    assert "R" in run_printable(*GENERATE)


@pytest.mark.usefixtures("folder")
def test_findings_in_colour_are_printable() -> None:
    """Apart from our colours, findings in colour are printable."""

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
    printed = terminal.getvalue()
    assert "\x1b[1m" in printed
    assert all(map(str.isprintable, re.sub(r"\x1b\[[\d;]*m", "", printed).split("\n")))


@pytest.mark.usefixtures("folder")
def test_unreadable_registry_is_printable(run_printable: Print) -> None:
    """Messages about folders, links and any kind of file are printable."""
    for arguments in (["lint", "--registry", NAME], ["generate", "--registry", NAME]):
        assert "does not exist" in run_printable(*arguments)
    assert "no findings in registry<U+001B>" in run_printable("lint", "--registry", REGISTRY)
    (Path(REGISTRY) / "providers" / f"link{NAME}.toml").symlink_to(f"/nothing/{NAME}")
    (Path(REGISTRY) / "providers" / f"folder{NAME}.toml").mkdir()
    (Path(REGISTRY) / "providers" / f"{NAME}.TOML").touch()
    for printed in run_every_format(run_printable, "lint", "--registry", REGISTRY):
        assert all(f"R0{number}" in printed for number in ("02", "12", "13"))
    (Path(REGISTRY) / "sdk.toml").write_text(SDK.replace("LICENSE", "\\u001b[2J"))
    assert "R503" in run_printable("lint", "--registry", REGISTRY)


# --- the output ----------------------------------------------------------------------------------


def test_differences_are_printable(run_printable: Print, folder: Path) -> None:
    """Changed, missing, foreign and shadowing files are printable, whatever others wrote."""
    assert "written" in run_printable(*GENERATE)
    assert "are up to date" in run_printable(*GENERATE, "--check")
    out = folder / OUT
    (out / "README.md").write_text(f"mine {NASTY}\n\tmine")
    (out / "pyproject.toml").write_bytes(b"\xff\x1b[2J")
    (out / "LICENSE").unlink()
    (out / "acme_errors" / f"acme.{NAME}.so").touch()
    (Path(REGISTRY) / "LICENSE").write_text(f"new {NASTY}\n")
    (Path(REGISTRY) / "providers" / "beta.toml").write_text(HEAD.replace("Acme", "Beta"))
    (out / "docs" / "beta.md").write_text(NASTY)
    for arguments in ([], ["--check"]):
        for printed in run_every_format(run_printable, *GENERATE, *arguments):
            assert all(rule in printed for rule in ("R904", "R905"))
    printed = run_printable(*GENERATE, "--diff")
    assert "-mine <U+001B>[2J<U+0007><U+0008>\n" in printed
    assert "-::error ::x<U+007F><U+0085><U+009B>31m<U+202E><U+2066><U+2028><U+FEFF>" in printed
    assert "-\tmine\n" in printed
    assert "Binary files a/" in printed
    assert "R906" in run_printable(*GENERATE, "--force")
    assert "overwrote" not in run_printable(*GENERATE)


def test_unwritable_output_is_printable(run_printable: Print, folder: Path) -> None:
    """Messages about obstacles and missing permissions are printable."""
    (folder / OUT).write_bytes(b"")
    assert "is a file, but a directory is expected" in run_printable(*GENERATE)
    assert "generated files would go into" in run_printable(*GENERATE[:-1], REGISTRY)
    (folder / OUT).unlink()
    (folder / OUT).mkdir()
    (folder / OUT / "docs").symlink_to(f"/nothing/{NAME}")
    assert "is a symbolic link" in run_printable(*GENERATE)


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
def test_faults_of_templates_are_printable(run_printable: Print, name: str) -> None:
    """Messages about templates are printable, whatever their folder, name, content or result."""
    folder = Path(f"templates{NAME}")
    assert "does not exist" in run_printable(*GENERATE, "--templates", str(folder))
    path, content = TEMPLATES[name]
    (folder / path).parent.mkdir(parents=True)
    (folder / path).write_text(content, encoding="utf-8")
    printed = run_printable(*GENERATE, "--templates", str(folder))
    assert printed.startswith("errsmith: ")
    assert printed.count("\n") == 1


@pytest.mark.usefixtures("folder")
def test_diff_of_template_output_is_printable(run_printable: Print) -> None:
    """A template may print anything; the diff escapes it."""
    name = "markdown/provider.md.jinja"
    (Path("templates") / name).parent.mkdir()
    content = templates.read_template(name)
    (Path("templates") / name).write_text(f"{content}\x1b[2J\u202e\n", encoding="utf-8")
    for mode in ("--check", "--diff"):
        assert "+<U+001B>[2J<U+202E>\n" in run_printable(
            *GENERATE, "--templates", "templates", mode
        )


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
def test_wrong_arguments_are_printable(run_printable: Print, arguments: list[str]) -> None:
    """The message about wrong arguments is one printable line."""
    printed = run_printable(*arguments)
    assert printed.startswith("errsmith: ")
    assert printed.count("\n") == 1
