"""What errsmith reports about bad files, word for word.

Each folder of `findings/` is named after a rule and contains

- `provider.toml` or `sdk.toml` for a rule about one file, or `registry/` for a lint rule, with
  the `sdk.toml` and `LICENSE` of `tests.registries` unless it has its own,
- `expected.txt`, the text report with the folder as the current directory.
"""

from __future__ import annotations

import datetime
import difflib
import os
import shutil
from pathlib import Path

import pytest

from errsmith import lint
from errsmith.lint.report import text
from errsmith.registry import source, structure
from errsmith.registry.diagnostics import Diagnostic
from errsmith.registry.model import ProviderFile, SdkFile
from tests.registries import complete_registry, lint_registry

FINDINGS = Path(__file__).parent / "findings"
FOLDERS = sorted(path.name for path in FINDINGS.iterdir() if path.is_dir())
ACCEPT = "ERRSMITH_ACCEPT"
"""Set this variable to rewrite the `expected.txt` files with the present reports."""

TODAY = datetime.date(2026, 11, 21)
"""The day on which the registries are checked."""

FAILURES = {"R003-no-permission": PermissionError(13, "Permission denied")}
"""Errors of the system when a file is read, which a folder of files cannot cause."""


LINKS = {
    "R013-link-out": {
        "registry/providers/acme.toml": "../../outside.toml",
        "registry/providers/shared": "../..",
    }
}
"""Links to create in a copy of a folder, because some copies of a repository lose links."""

LIMITS = {"R014-huge-file": 100}
"""Lower size limits in bytes, because the repository should have no file of 16 MiB."""


def check_folder() -> tuple[list[Diagnostic], dict[str, str]]:
    """Check the current directory."""
    if Path("registry").is_dir():
        report = lint_registry(Path("registry"), TODAY)
        return list(report.diagnostics), report.registry.texts
    if Path("sdk.toml").exists():
        document, found = source.load_document(Path("sdk.toml"))
        _, misfits = structure.structure(document, SdkFile)
    else:
        document, found = source.load_document(Path("provider.toml"))
        _, misfits = structure.structure(document, ProviderFile)
    return sorted([*found, *misfits]), {document.path: document.text}


@pytest.mark.parametrize("name", FOLDERS)
def test_finding_reads_as_expected(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The report is the expected one, and every finding in it is of the folder's rule."""
    folder = FINDINGS / name
    monkeypatch.chdir(folder)
    if (folder / "registry").is_dir():
        monkeypatch.chdir(shutil.copytree(folder, tmp_path / name))
        complete_registry(Path("registry"))
    for path, target in LINKS.get(name, {}).items():
        Path(path).symlink_to(target)
    with monkeypatch.context() as patch:
        if name in FAILURES:

            def fail(_: Path) -> bytes:
                raise FAILURES[name]

            patch.setattr(Path, "read_bytes", fail)
        if name in LIMITS:
            patch.setattr(source, "LARGEST", LIMITS[name])
        diagnostics, sources = check_folder()

    report = text.render(diagnostics, sources)
    assert {diagnostic.rule.id for diagnostic in diagnostics} == {name.partition("-")[0]}
    accept_or_compare(report, folder / "expected.txt")


def accept_or_compare(report: str, path: Path) -> None:
    if os.environ.get(ACCEPT):
        path.write_text(report, encoding="utf-8", newline="\n")
    expected = path.read_text(encoding="utf-8") if path.exists() else ""
    if report != expected:
        names = (f"{path.parent.name}/expected.txt", "errsmith now")
        diff = difflib.unified_diff(expected.splitlines(), report.splitlines(), *names, lineterm="")
        command = f"{ACCEPT}=1 pytest tests/errsmith/{Path(__file__).name} -k {path.parent.name}"
        pytest.fail("\n".join([*diff, "", f"accept with: {command}"]), pytrace=False)


def test_every_rule_has_a_folder() -> None:
    """Each rule has an example, and each example is of a rule."""
    rules = {rule.id for rule in lint.list_rules()}
    assert {name.partition("-")[0] for name in FOLDERS} == rules


def test_rules_have_unique_ids_and_names() -> None:
    """Each id and each name identifies one rule."""
    rules = lint.list_rules()
    assert len({rule.id for rule in rules}) == len({rule.name for rule in rules}) == len(rules)
    assert [rule.id for rule in rules] == sorted(rule.id for rule in rules)


def test_reports_have_no_control_characters() -> None:
    """The lines of a report are printable, whatever a file contains."""
    for path in FINDINGS.glob("*/expected.txt"):
        lines = path.read_text(encoding="utf-8").split("\n")
        assert all(line.isprintable() for line in lines), path
