"""The guide on reporting errors names the tools that are looked at here."""

from __future__ import annotations

from pathlib import Path

from tests.specimen.sdk import GENERATED

GUIDE = GENERATED / "docs" / "guides" / "problems.md"
TOOLS = {
    "## Logs": {"loguru", "structlog"},
    "## Error reporters": {"sentry"},
    "## Tracing": {"opentelemetry"},
    "## GraphQL servers": {"graphql"},
    "## Test runners and consoles": {"pytest", "rich"},
    "## Pickles and process pools": {"pickle"},
}


def test_sections_name_the_tools_that_are_tested() -> None:
    """Each section is about tools that tests of this folder run, and each such tool has one."""
    sections = GUIDE.read_text("utf-8").split("\n## ")
    texts = {f"## {one.partition(chr(10))[0]}": one.lower() for one in sections}
    tests = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    for title, tools in TOOLS.items():
        for tool in tools:
            assert tool in texts[title]
            assert any(name.startswith(tool) for name in tests)
