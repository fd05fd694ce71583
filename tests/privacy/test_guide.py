"""The guide on reporting errors names the tools that are tested here."""

from __future__ import annotations

import re
from pathlib import Path

from tests.specimen.sdk import GENERATED

GUIDE = GENERATED / "docs" / "guides" / "problems.md"
TOOLS = {
    *("loguru", "structlog", "sentry", "opentelemetry", "graphql", "pytest", "rich", "pickle"),
}


def test_table_names_the_tools_that_are_tested() -> None:
    """Each row is about tools that this folder tests, and each such tool has a row."""
    section = GUIDE.read_text("utf-8").partition("\n## What tools show\n")[2].partition("\n## ")[0]
    rows = [row.lower() for row in re.findall(r"(?m)^\| (.+?) \|", section)[2:]]
    tests = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    assert all(any(tool in row for tool in TOOLS) for row in rows)
    for tool in TOOLS:
        assert any(tool in row for row in rows)
        assert any(name.startswith(tool) for name in tests)
