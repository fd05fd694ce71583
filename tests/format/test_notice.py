"""`notice` in `sdk.toml`: what users of the SDK must know."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

GenerateProject = Callable[..., Path]
Findings = Callable[..., set[str]]

PROVIDER = """
[errors.BAD]
status = 400
summary = "It is bad."
"""
NOTICE = 'notice = "This package is not affiliated with *Acme*. Acme does not support it."\n'
PAGES = ("README.md", "docs/index.md")


def list_lines(project: Path, page: str) -> list[str]:
    """Return the lines of a page."""
    return (project / page).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("page", PAGES)
def test_notice_is_shown(generate_project: GenerateProject, page: str) -> None:
    """The notice is shown as plain text, with a sentence per line."""
    shown = list_lines(generate_project(PROVIDER, sdk=NOTICE), page)
    at = shown.index(r"This package is not affiliated with \*Acme\*.")
    assert shown[at + 1 : at + 3] == ["Acme does not support it.", ""]


@pytest.mark.parametrize("page", PAGES)
def test_absent_notice(generate_project: GenerateProject, page: str) -> None:
    """An absent notice has no default, since the publisher may be the provider."""
    shown = list_lines(generate_project(PROVIDER), page)
    assert not [line for line in shown if "affiliated" in line]
    above = shown[: next(n for n, line in enumerate(shown) if line.startswith(("```", "## ")))]
    assert "\n\n\n" not in "\n".join(above)


@pytest.mark.parametrize(("value", "rule"), [('""', "R104"), ("true", "R103"), ('["a"]', "R103")])
def test_notice_of_another_type_is_a_finding(findings: Findings, value: str, rule: str) -> None:
    """A notice is a string that is not empty."""
    assert findings(PROVIDER, sdk=f"notice = {value}\n") == {rule}
