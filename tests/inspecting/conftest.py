"""A registry of an invented provider, and the commands that look at it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from errsmith.cli import main
from errsmith.commands import listing, showing
from tests.registries import Providers, write_registry

TODAY = datetime.date(2026, 12, 1)
"""The day on which all these tests run."""


@frozen
class Result:
    """The result of running the command line."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return what was printed as JSON."""
        return json.loads(self.out)


Run = Callable[..., Result]
Write = Callable[[Providers], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Return a function that writes a registry below the current directory."""
    monkeypatch.chdir(tmp_path)
    return lambda providers: write_registry(tmp_path / "registry", providers)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs the command line in this process, on a fixed day."""
    monkeypatch.setattr(listing, "find_today", lambda: TODAY)
    monkeypatch.setattr(showing, "find_today", lambda: TODAY)

    def run_main(*arguments: str) -> Result:
        capsys.readouterr()
        code = main([*arguments])
        return Result(code, *capsys.readouterr())

    return run_main


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Return a function that makes standard output a terminal of a width, without color."""

    def set_width(columns: int) -> None:
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)

    return set_width
