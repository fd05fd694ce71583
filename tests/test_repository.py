"""The committed registry has no findings, and the committed output is current."""

from __future__ import annotations

from pathlib import Path

import pytest

from errsmith import cli

pytestmark = pytest.mark.published

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("command", [["lint"], ["generate", "--check"]], ids=" ".join)
def test_command_has_no_findings(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A change of the registry or the generator must include the regenerated output."""
    monkeypatch.chdir(ROOT)
    code = cli.main(command)
    printed = capsys.readouterr()
    assert code == 0, printed.out + printed.err
