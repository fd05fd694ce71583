"""A small registry of an invented provider for tests to change."""

from __future__ import annotations

from pathlib import Path

import pytest

from errsmith.cli import main
from tests.errsmith.site_runs import ACME, OTHER, Run
from tests.registries import MakeRegistry, sdk_toml, write_registry


@pytest.fixture
def make_registry(tmp_path: Path) -> MakeRegistry:
    """Return `make_registry(providers="", **sdk)`, where `sdk` has values of `sdk.toml` as TOML."""
    return lambda providers="", **sdk: write_registry(
        tmp_path / "registry", providers, sdk_toml(**sdk)
    )


@pytest.fixture
def run_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Return a function that runs `errsmith site` in a project with two providers."""
    write_registry(tmp_path / "registry", {"acme": ACME, "other": OTHER})
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["site", *arguments])
        written = capsys.readouterr()
        return code, written.out, written.err

    return run
