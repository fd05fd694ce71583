"""pytest: what a client's failing test prints, in each style and with local variables."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.privacy.raising import WAYS
from tests.privacy.vault import find_marks

ROOT = Path(__file__).parents[2]

TESTS = """
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vault_errors import vault

from tests.privacy.raising import WAYS
from tests.privacy.vault import RESPONSES


@pytest.fixture
def error():
    return vault.parse(**RESPONSES["documented"]())


@pytest.fixture
def other():
    return vault.parse(status=403, body={"error": "login -- V_101"})


@pytest.mark.parametrize("name", [name for name in WAYS if not name.startswith("raise_parsed-")])
def test_way(name):
    way, place = WAYS[name]
    way(vault, place)


def test_of_equality(error, other):
    assert error == other


def test_of_a_list(error, other):
    assert [error, error.raw] == [other, None]


def test_of_attributes(error):
    assert error.status == 200 or error.code == "V_102"


def test_of_responses(error, other):
    assert error.raw == other.raw


def test_of_none(error):
    assert error is None


def test_of_another_class(error):
    with pytest.raises(vault.BusyError):
        raise error


def test_of_another_text(error):
    with pytest.raises(vault.VaultError, match="nothing like it"):
        raise error


def test_of_logs(error, caplog):
    import logging
    logging.getLogger("client").warning("failed", exc_info=error)
    assert caplog.records == []


@settings(database=None, max_examples=5)
@given(st.builds(lambda: vault.parse(**RESPONSES["documented"]())))
def test_of_properties(error):
    assert error.status == 200
"""
OTHERS = 9
"""Tests in addition to those of the ways."""

SETTINGS = {
    "default": (),
    "long": ("--tb=long", "-vv", "-l", "--full-trace", "-rA", "--force-short-summary"),
    "short": ("--tb=short", "-l"),
    "native": ("--tb=native", "-l"),
}


@pytest.mark.parametrize("setting", SETTINGS)
def test_pytest(package: Path, tmp_path: Path, setting: str) -> None:
    """No style shows anything private, and neither does the XML report."""
    (tmp_path / "test_client.py").write_text(TESTS, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *SETTINGS[setting]]
    done = subprocess.run(
        [*command, "--junitxml=report.xml", "test_client.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{package.parent}", "COLUMNS": "300"},
        capture_output=True,
        check=False,
    )
    text = done.stdout.decode() + done.stderr.decode()
    ways = [name for name in WAYS if not name.startswith("raise_parsed-")]
    assert f"{len(ways) + OTHERS} failed" in text
    assert "error" not in text.splitlines()[-1]
    assert find_marks(text) == []
    assert find_marks((tmp_path / "report.xml").read_text(encoding="utf-8")) == []
