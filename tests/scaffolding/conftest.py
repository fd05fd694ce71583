"""Fixtures for commands that start a registry or add to one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from errsmith.cli import main
from tests.registries import write_registry
from tests.scaffolding.commands import PROVIDER, Answer, Output, Run


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Return a function that runs a command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run_command(*arguments: str) -> Output:
        capsys.readouterr()
        code = main(list(arguments))
        return Output(code, *capsys.readouterr())

    return run_command


@pytest.fixture
def provider(tmp_path: Path) -> Path:
    """Return the file of a provider in a registry without findings."""
    registry = write_registry(tmp_path / "registry", {"acme": PROVIDER})
    return registry / "providers" / "acme.toml"


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Answer]:
    """Return a function that sets the answers to the questions of the next command.

    It returns the questions, which are filled in as they are asked. A KeyboardInterrupt or an
    EOFError stands for Ctrl-C or Ctrl-D.
    """
    left: list[str | BaseException] = []

    def set_answers(*answers: str | BaseException) -> list[str]:
        left.extend(answers)
        questions: list[str] = []

        def read(question: str) -> str:
            questions.append(question)
            given = left.pop(0)
            if isinstance(given, BaseException):
                raise given
            return given

        monkeypatch.setattr("builtins.input", read)
        for name in ("init", "new_error", "new_provider"):
            monkeypatch.setattr(f"errsmith.commands.{name}.is_interactive", lambda: True)
        return questions

    yield set_answers
    assert not left, "some answers were not asked for"
