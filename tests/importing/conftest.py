"""Fixtures of the tests of `errsmith import`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importing.drafting import Importer, make_importer


@pytest.fixture
def importer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Importer:
    """Return an importer with a registry of its own."""
    return make_importer(tmp_path, capsys)
