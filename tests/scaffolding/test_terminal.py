"""Questions in a real terminal, as a new user sees them."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

SCRIPT: Final = """\
import fcntl, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from errsmith.__main__ import run
run()
"""
"""Takes the terminal, so that Ctrl-C reaches the process, and runs errsmith."""
_QUIET: Final = 0.2
"""Seconds of silence after which a question counts as asked."""


def type_into(folder: Path, arguments: list[str], answers: list[bytes]) -> tuple[int, str]:
    """Run errsmith in a terminal, and type an answer at each question.

    Return its exit code, negative for a signal, and what the terminal showed.
    """
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    shown = b""
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, *arguments],
        cwd=folder,
        env={**os.environ, "TERM": "dumb"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        while process.poll() is None or select.select([ours], [], [], 0)[0]:
            if select.select([ours], [], [], _QUIET)[0]:
                try:
                    shown += os.read(ours, 65536)
                except OSError:  # The process has closed the terminal.
                    break
            elif answers and shown.rstrip().endswith(b":"):
                os.write(ours, answers.pop(0))
    os.close(ours)
    return process.returncode, shown.decode().replace("\r", "")


def test_questions_and_answers(tmp_path: Path) -> None:
    """A new user who presses Enter gets a registry."""
    code, shown = type_into(tmp_path, ["init"], [b"birch\n", b"\n", b"\n", b"\n"])
    assert code == 0, shown
    assert "Package to import [birch_errors]: " in shown
    assert (tmp_path / "registry/providers/birch.toml").is_file()


@pytest.mark.parametrize(
    ("key", "code", "message"),
    [
        (b"\x04", 2, "the input ended before the last question, so nothing was written"),
        (b"\x03", -signal.SIGINT, "stopped by SIGINT"),
    ],
)
def test_end_at_a_question(tmp_path: Path, key: bytes, code: int, message: str) -> None:
    """Ctrl-D and Ctrl-C write nothing and show no traceback."""
    ended, shown = type_into(tmp_path, ["init"], [b"birch\n", key])
    assert ended == code
    assert message in shown
    assert "Traceback" not in shown
    assert list(tmp_path.iterdir()) == []
