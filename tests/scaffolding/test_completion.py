"""`errsmith --install-completion`: scripts that complete commands, options and choices."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from errsmith.cli import app
from tests.scaffolding.commands import Run

BASH = shutil.which("bash") or "bash"


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_script_has_every_command(run: Run, tmp_path: Path, shell: str) -> None:
    """It is written where the option says, even if the shell is not installed here."""
    done = run("--install-completion", "--shell", shell, "--output", f"scripts/{shell}")
    assert done.code == 0
    script = (tmp_path / "scripts" / shell).read_text(encoding="utf-8")
    names = [name for name in app if not name.startswith("-")]
    assert {"init", "lint", "new"} <= set(names)
    assert all(name in script for name in (*names, "provider", "error", "dry-run"))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the home folder, which has the startup files of shells."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for name in ("ZSH_CUSTOM", "ZSH_VERSION", "BASH_VERSION", "FISH_VERSION", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("errsmith ne", {"new"}),
        ("errsmith new ", {"provider", "error"}),
        ("errsmith new error --st", {"--status"}),
        ("errsmith lint --format ", {"text", "github", "json"}),
    ],
)
def test_bash_completes(run: Run, home: Path, words: str, completed: set[str]) -> None:
    """Bash is asked, with the script that was installed for it."""
    assert run("--install-completion", "--shell", "bash").code == 0
    [script] = (path for path in home.rglob("errsmith") if path.is_file())
    typed = words.split(" ")
    listed = " ".join(word or "''" for word in typed)
    last = len(typed) - 1
    asked = f'. "{script}"; COMP_WORDS=({listed}); COMP_CWORD={last}; _errsmith; '
    asked += "echo ${COMPREPLY[*]}"
    done = subprocess.run(
        [BASH, "-c", asked],
        capture_output=True,
        check=True,
        text=True,
    )
    assert set(done.stdout.split()) == completed


def test_unknown_shell_is_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written if the shell cannot be detected."""
    monkeypatch.setenv("SHELL", "/bin/odd")
    monkeypatch.setenv("PATH", "/nowhere")
    done = run("--install-completion")
    assert done.code == 2
    assert done.err == "errsmith: your shell could not be detected. Pass it, as in --shell bash\n"


def test_unwritable_script_is_a_message(run: Run, tmp_path: Path) -> None:
    """The message names the path."""
    (tmp_path / "file").write_bytes(b"")
    done = run("--install-completion", "--shell", "fish", "--output", "file/script")
    assert done.code == 2
    assert "/file: cannot be written: File exists" in done.err
