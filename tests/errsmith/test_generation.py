"""Generation: the same bytes everywhere, headers in all files, and all files in the manifest."""

from __future__ import annotations

import ast
import difflib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

import errsmith
from errsmith import generation
from errsmith.targets.python import formatting
from tests import templates
from tests.registries import REGISTRIES, MakeRegistry, generate_files, lint_registry
from tests.specimen.sdk import REGISTRY

GENERATOR = Path(errsmith.__file__).parent


def read_tree(root: Path) -> dict[str, bytes]:
    """Read every file below a folder, except the manifest."""
    files = (path for path in root.rglob("*") if path.is_file() and path.name != "manifest.json")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def generate(
    registry: Path | str,
    out: Path,
    *,
    cwd: Path,
    python: tuple[str, ...] = (),
    environment: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, bytes]:
    """Generate a registry in another process, and return the files that it wrote."""
    paths = os.pathsep.join([environment.get("PYTHONPATH", ""), str(GENERATOR.parent), *sys.path])
    folders = ("--registry", str(registry), "--out", str(out))
    subprocess.run(
        [sys.executable, *python, "-m", "errsmith", "generate", *folders],
        cwd=cwd,
        env={**os.environ, **environment, "PYTHONPATH": paths.strip(os.pathsep)},
        check=True,
        capture_output=True,
        timeout=120,
    )
    return read_tree(out)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project's registry, to which runs may add their schemas."""
    folder = tmp_path_factory.mktemp("facts") / "registry"
    shutil.copytree(REGISTRY, folder)
    return folder


@pytest.fixture(scope="module")
def expected(facts: Path) -> dict[str, bytes]:
    """Return the output for this registry, generated in this process."""
    return generate_files(facts)


# --- the same bytes ------------------------------------------------------------------------------


def test_sdk_is_the_same_twice(facts: Path, expected: Mapping[str, bytes]) -> None:
    """A run leaves nothing behind that would affect the next one."""
    assert generate_files(facts) == expected


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({"PYTHONHASHSEED": "1"}, id="hash-seed-1"),
        pytest.param({"PYTHONHASHSEED": "2"}, id="hash-seed-2"),
        pytest.param({"PYTHONHASHSEED": "random"}, id="random-hash-seed"),
        pytest.param({"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"}, id="c-locale"),
        pytest.param(
            {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, id="posix-locale"
        ),
        pytest.param({"LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE.ISO-8859-1"}, id="other-languages"),
        pytest.param({"TZ": "Pacific/Kiritimati"}, id="time-zone-ahead"),
        pytest.param({"TZ": "Etc/GMT+12", "SOURCE_DATE_EPOCH": "0"}, id="time-zone-behind"),
        pytest.param({"COLUMNS": "20", "NO_COLOR": "1"}, id="narrow-terminal"),
        pytest.param({"FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"}, id="coloured-terminal"),
    ],
)
def test_generate_in_other_environments_gives_the_same_output(
    facts: Path, expected: Mapping[str, bytes], tmp_path: Path, environment: Mapping[str, str]
) -> None:
    """The output depends neither on hash order nor on language, time zone or terminal."""
    assert generate(facts, tmp_path / "out", cwd=tmp_path, environment=environment) == expected


@pytest.mark.parametrize("python", [("-O",), ("-X", "utf8", "-X", "dev"), ("-W", "error")])
def test_generate_with_other_python_options_gives_the_same_output(
    facts: Path, expected: Mapping[str, bytes], tmp_path: Path, python: tuple[str, ...]
) -> None:
    """The output does not depend on Python's options."""
    assert generate(facts, tmp_path / "out", cwd=tmp_path, python=python) == expected


OTHER_CLOCK = """
import datetime, time

FAR = 4102444800.0  # the first second of 2100
time.time = lambda: FAR
time.time_ns = lambda: int(FAR) * 10**9


class date(datetime.date):
    @classmethod
    def today(cls):
        raise AssertionError("asked for the day")


class later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        raise AssertionError("asked for the time")

    utcnow = today = now


datetime.date, datetime.datetime = date, later
"""


def test_generate_at_another_time_gives_the_same_output(
    facts: Path, expected: Mapping[str, bytes], tmp_path: Path
) -> None:
    """The output does not depend on the clock."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(OTHER_CLOCK)
    site = {"PYTHONPATH": str(tmp_path / "site")}
    assert generate(facts, tmp_path / "out", cwd=tmp_path, environment=site) == expected


def test_generator_does_not_use_time_host_or_chance() -> None:
    """Only the time a run waits for another one depends on the clock."""
    asked = set()
    for path in GENERATOR.rglob("*.py"):
        # The runtime is part of the output, and drift fetches pages.
        if any(path.is_relative_to(GENERATOR / part) for part in ("runtime", "drift")):
            continue
        for node in ast.walk(ast.parse(path.read_bytes())):
            modules: list[str] = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            asked |= {(path.name, module) for module in modules if module in UNSTEADY}
    assert asked == {("locking.py", "time")}


UNSTEADY = {"getpass", "locale", "platform", "random", "secrets", "socket", "time", "uuid"}

HOSTILE_RUFF = """
line-length = 40
indent-width = 2
target-version = "py37"
exclude = ["*.py"]
preview = true

[format]
quote-style = "single"
indent-style = "tab"
skip-magic-trailing-comma = true
docstring-code-format = true
line-ending = "cr-lf"
"""


def test_generate_below_other_ruff_settings_gives_the_same_output(
    facts: Path, expected: Mapping[str, bytes], tmp_path: Path
) -> None:
    """The output does not depend on any ruff settings: of parent folders, users or variables.

    Nor does it matter if git ignores the temporary folder.
    """
    home = tmp_path / "home"
    work = tmp_path / "work"
    for folder in (home / ".config" / "ruff", work / "tmp"):
        folder.mkdir(parents=True)
    (tmp_path / "ruff.toml").write_text(HOSTILE_RUFF)
    (work / ".ruff.toml").write_text(HOSTILE_RUFF)
    (home / ".config" / "ruff" / "ruff.toml").write_text(HOSTILE_RUFF)
    (work / "pyproject.toml").write_text(
        "[tool.ruff]\nline-length = 40\n[tool.ruff.format]\nquote-style = 'single'\n"
    )
    (work / ".editorconfig").write_text("root = true\n[*]\nindent_size = 2\nend_of_line = crlf\n")
    (work / ".gitignore").write_text("*\n")
    (work / ".ignore").write_text("*\n")
    subprocess.run(["git", "init", "--quiet", str(work)], check=True, capture_output=True)
    environment = {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "TMPDIR": str(work / "tmp"),
        "RUFF_CONFIG": str(tmp_path / "ruff.toml"),
        "RUFF_OUTPUT_FORMAT": "no such format",
        "RUFF_NO_CACHE": "false",
        "RUFF_CACHE_DIR": str(work / "cache"),
    }
    assert generate(facts, work / "out", cwd=work, environment=environment) == expected
    left = [path.name for path in (work / "tmp").iterdir()]
    assert [name for name in left if not name.startswith("_jinja2-cache")] == []


@pytest.mark.parametrize("package", ["build", "dist", "venv", "node_modules", "_build"])
def test_formatting_excludes_no_folder(package: str) -> None:
    """Folders that ruff excludes by default are formatted too."""
    files = formatting.format_files({f"{package}/a.py": b"a = {  'b':1 }", "README.md": b"  a"})
    assert files == {f"{package}/a.py": b'a = {"b": 1}\n', "README.md": b"  a"}


def test_generate_of_registry_by_other_path_gives_the_same_output(
    facts: Path, expected: Mapping[str, bytes], tmp_path: Path
) -> None:
    """Files do not depend on the path by which a registry is given."""
    (tmp_path / "link").symlink_to(facts)
    ways = [
        (facts.parent, "registry"),
        (facts, "."),
        (facts / "providers", "../../registry/"),
        (tmp_path, "link"),
    ]
    for number, (cwd, registry) in enumerate(ways):
        assert generate(registry, tmp_path / f"out{number}", cwd=cwd) == expected, registry


def test_generate_of_copied_registry_gives_the_same_output(facts: Path, tmp_path: Path) -> None:
    """The output depends neither on the order in which files were written nor on their times."""
    copy = tmp_path / "registry"
    (copy / "providers").mkdir(parents=True)
    names = sorted(path.relative_to(facts) for path in facts.rglob("*") if path.is_file())
    for name in reversed(names):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes((facts / name).read_bytes())
    assert generate_files(copy) == generate_files(facts)


def test_generate_without_docstrings_is_refused(facts: Path, tmp_path: Path) -> None:
    """`python -OO` is refused, since some of the output comes from docstrings."""
    folders = ("--registry", str(facts), "--out", str(tmp_path / "out"))
    done = subprocess.run(
        [sys.executable, "-OO", "-m", "errsmith", "generate", *folders],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert (
        done.stderr
        == b"errsmith: python -OO removes docstrings that errsmith needs; run it without -OO\n"
    )
    assert not (tmp_path / "out").exists()


# --- headers -------------------------------------------------------------------------------------

HEADER = re.compile(
    r"(?P<open><!--|#) Generated by errsmith from (?P<source>.+?)"
    r"(?:\s(?:# )?with (?P<template>\S+\.jinja))?; do not edit\.(?P<close> -->|)\n"
    r"(?P=open) (?:To change it, edit the (?P<what>registry|runtime) and run `errsmith generate`|"
    r"`errsmith release` adds a release)\."
    r"(?P=close)\n"
)
TITLE = re.compile(r"\A# .+\n\n")
WITHOUT_COMMENTS = {"LICENSE", "py.typed"}


def match_header(path: str, data: bytes) -> re.Match[str] | None:
    """Match the header of a file; in Markdown, the title comes first."""
    text = data.decode()
    return HEADER.match(TITLE.sub("", text, count=1) if path.endswith(".md") else text)


@pytest.mark.parametrize(
    "registry", [REGISTRY, REGISTRIES["near_misses"]], ids=lambda path: path.name
)
def test_every_file_begins_with_its_source_template_and_command(registry: Path) -> None:
    """Each file's header says where it comes from and how to change it."""
    for path, data in generate_files(registry).items():
        if Path(path).name in WITHOUT_COMMENTS:
            continue
        match = match_header(path, data)
        assert match is not None, path
        assert match["open"] == ("<!--" if path.endswith(".md") else "#")
        if match["what"] == "runtime":
            assert match["source"] == f"its runtime/{path.partition('/_runtime/')[2]}"
            assert match["template"] is None
            assert "/_runtime/" in path
        else:
            # The changelog comes from a folder.
            assert (registry.parent / match["source"]).exists(), path
            assert match["template"] in templates.NAMES


def test_every_template_is_used() -> None:
    """Each template of the SDK is used for at least one file of a registry with a release."""
    files = generate_files(REGISTRIES["near_misses"])
    headers = (match_header(path, data) for path, data in files.items())
    used = {match["template"] for match in headers if match and match["template"]}
    partials = {name for name in templates.NAMES if Path(name).name.startswith("_")}
    of_site = {name for name in templates.NAMES if name.startswith(("site/", "markdown/site/"))}
    assert used == set(templates.NAMES) - partials - of_site


def test_new_error_changes_its_own_lines_only(make_registry: MakeRegistry) -> None:
    """The diff of a module shows what was added, and nothing that merely moved."""
    entries = [
        f'[errors.{code}]\nsummary = "It happened."\nstatus = {status}\n'
        for code, status in (("FIRST", 400), ("AN_ERROR_WITH_A_VERY_LONG_NAME", 404), ("LAST", 409))
    ]
    old, new = (
        generate_files(make_registry("".join(chosen)))["acme_errors/acme.py"].decode()
        for chosen in ((entries[0], entries[2]), entries)
    )
    changes = [*difflib.ndiff(old.splitlines(), new.splitlines())]
    assert not [line for line in changes if line.startswith("- ")]
    assert sum(line.startswith("+ ") for line in changes) < 20


# --- manifest ------------------------------------------------------------------------------------


def test_manifest_lists_every_file_and_the_formatter(facts: Path, tmp_path: Path) -> None:
    """The manifest has the digest of each file and ruff's version, and nothing else."""
    written = generate(facts, tmp_path / "out", cwd=tmp_path)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_bytes())
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in written.items()}
    assert manifest["files"] == {path: f"sha256:{digest}" for path, digest in digests.items()}
    version = subprocess.run(
        [sys.executable, "-m", "ruff", "--version"], check=True, capture_output=True, text=True
    )
    assert manifest["tools"] == {"ruff": version.stdout.split()[1]}
    schemas = json.loads((facts / "schema" / "manifest.json").read_bytes())
    assert set(schemas["files"]) == {"provider.schema.json", "sdk.schema.json"}


# --- what is copied ------------------------------------------------------------------------------


def test_license_keeps_its_encoding(make_registry: MakeRegistry) -> None:
    """The license is copied unformatted; only its line ends are normalized."""
    folder = make_registry(license_file='"LICENSE.rst"')
    text = b"\xef\xbb\xbfLicence \xff\r\n  'x'"
    (folder / "LICENSE.rst").write_bytes(text)
    assert generate_files(folder)["LICENSE.rst"] == text.replace(b"\r\n", b"\n") + b"\n"


def test_runtime_is_copied_below_its_header(expected: Mapping[str, bytes]) -> None:
    """An SDK has the same runtime that errsmith is tested with."""
    for path in (GENERATOR / "runtime").rglob("*.py"):
        name = path.relative_to(GENERATOR / "runtime").as_posix()
        copied = expected[f"specimen_errors/_runtime/{name}"]
        assert copied.split(b"\n", 2)[2] == path.read_bytes()


def test_sdk_of_registry_with_findings_is_refused(make_registry: MakeRegistry) -> None:
    """Without `sdk.toml` nothing can be generated."""
    folder = make_registry()
    (folder / "sdk.toml").unlink()
    with pytest.raises(ValueError, match="findings"):
        generation.generate_sdk(lint_registry(folder).registry)
