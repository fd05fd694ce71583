"""Invented registries and their generated output, file by file.

Each folder of `golden/` has a `registry/` and its `expected/` output: all files that depend on the
registry. The runtime is the same in every SDK and is not repeated here, nor is the manifest, which
has its digests.
"""

from __future__ import annotations

import difflib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.registries import generate_files, write_files

GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())
ACCEPT = "ERRSMITH_ACCEPT"
"""Set this variable to rewrite the `expected/` folders with the present output."""


def generate_golden(name: str) -> dict[str, str]:
    """Generate a registry, without the files that are the same in every SDK."""
    files = generate_files(GOLDEN / name / "registry")
    return {path: data.decode() for path, data in files.items() if "/_runtime/" not in path}


def read_tree(folder: Path) -> dict[str, str]:
    """Read every file below a folder."""
    files = (
        path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


def accept(files: Mapping[str, str], folder: Path) -> None:
    """Replace the files of a folder with these."""
    shutil.rmtree(folder, ignore_errors=True)
    write_files(folder, files)


def find_difference(expected: Mapping[str, str], found: Mapping[str, str]) -> str:
    """Return the differences between two trees, or an empty string."""
    lines: list[str] = []
    for path in sorted({*expected, *found}):
        before, after = expected.get(path), found.get(path)
        if before != after:
            names = (f"expected/{path}", "errsmith now" if after is not None else "not generated")
            texts = ((before or "").splitlines(), (after or "").splitlines())
            lines += difflib.unified_diff(*texts, *names, lineterm="")
            if before is None or after is None:
                lines.append(f"{path} is {'new' if before is None else 'gone'}")
    return "\n".join(lines)


@pytest.mark.parametrize("name", NAMES)
def test_generated_files_match_the_expected_ones(name: str) -> None:
    """The generated files are exactly the accepted ones."""
    found = generate_golden(name)
    if os.environ.get(ACCEPT):
        accept(found, GOLDEN / name / "expected")
    differing = find_difference(read_tree(GOLDEN / name / "expected"), found)
    if differing:
        command = f"{ACCEPT}=1 nox -s tests -- tests/{Path(__file__).name} -k {name}"
        pytest.fail(f"{differing}\n\naccept with: {command}", pytrace=False)


def test_difference_shows_each_kind() -> None:
    """A failure shows changed, new and missing files."""
    shown = find_difference(
        {"a": "1\n", "b": "2\n", "same": ""}, {"a": "2\n", "c": "3\n", "same": ""}
    )
    assert shown == (
        "--- expected/a\n+++ errsmith now\n@@ -1 +1 @@\n-1\n+2\n"
        "--- expected/b\n+++ not generated\n@@ -1 +0,0 @@\n-2\nb is gone\n"
        "--- expected/c\n+++ errsmith now\n@@ -0,0 +1 @@\n+3\nc is new"
    )
    assert find_difference({"a": ""}, {"a": ""}) == ""


def test_accept_replaces_the_expected_files(tmp_path: Path) -> None:
    """Accepting leaves none of the old files."""
    accept({"a/b": "1\n", "c": ""}, tmp_path / "expected")
    accept({"a/d": "2\n"}, tmp_path / "expected")
    assert read_tree(tmp_path / "expected") == {"a/d": "2\n"}
