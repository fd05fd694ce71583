"""`notice` in `sdk.toml`: what readers of the SDK have to know."""

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


def lines(project: Path, page: str) -> list[str]:
    """Return the lines of a page."""
    return (project / page).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("page", PAGES)
def test_notice_is_shown(generate_project: GenerateProject, page: str) -> None:
    """A sentence per line, as nothing but text."""
    shown = lines(generate_project(PROVIDER, sdk=NOTICE), page)
    at = shown.index(r"This package is not affiliated with \*Acme\*.")
    assert shown[at + 1 : at + 3] == ["Acme does not support it.", ""]


@pytest.mark.parametrize("page", PAGES)
def test_notice_that_is_absent(generate_project: GenerateProject, page: str) -> None:
    """Nothing stands in its place: who publishes an SDK may well be the provider."""
    shown = lines(generate_project(PROVIDER), page)
    assert not [line for line in shown if "affiliated" in line]
    above = shown[: next(n for n, line in enumerate(shown) if line.startswith(("```", "## ")))]
    assert "\n\n\n" not in "\n".join(above)


@pytest.mark.parametrize(("value", "rule"), [('""', "R104"), ("true", "R103"), ('["a"]', "R103")])
def test_notice_of_another_type_is_a_finding(findings: Findings, value: str, rule: str) -> None:
    """It is a text that says something."""
    assert findings(PROVIDER, sdk=f"notice = {value}\n") == {rule}
