"""What is committed: the registry has no findings, and the generated files are what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from errsmith import cli

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("command", [["lint"], ["generate", "--check"]], ids=" ".join)
def test_command_has_no_findings(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A change of the registry or the generator comes with the output that it causes."""
    monkeypatch.chdir(ROOT)
    code = cli.main(command)
    said = capsys.readouterr()
    assert code == 0, said.out + said.err
