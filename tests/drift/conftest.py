"""Fixtures for tests of commands."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.drift.projects import Project, run_main, write_provider
from tests.registries import write_registry


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the proxies of this machine out of tests."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Project:
    """Return a folder with a registry without findings, whose pages cannot be reached."""
    provider = write_provider({"errors": "https://acme.example/errors"})
    write_registry(tmp_path / "registry", {"acme": provider})
    monkeypatch.chdir(tmp_path)

    def capture() -> tuple[str, str]:
        out, err = capsys.readouterr()
        return out, err

    return Project(tmp_path, partial(run_main, capture))
