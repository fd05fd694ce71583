"""Tests of the program do not use the SDK that is generated from `registry/`."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parent
OUTPUT = ("output/", "python314/", "specimen/generated/", "test_readme.py", "maintenance.py")
"""Files that test the generated SDK on purpose, and generated files."""
IMPORT = re.compile(r"^\s*(?:from|import) eid_errors\b", re.MULTILINE)


def test_only_tests_of_the_output_import_the_published_sdk() -> None:
    """A changed fact in the registry must break nothing but the comparison with it."""
    found = [
        path.relative_to(TESTS).as_posix()
        for path in TESTS.rglob("*.py")
        if IMPORT.search(path.read_text("utf-8"))
    ]
    assert [path for path in found if not path.startswith(OUTPUT)] == []
