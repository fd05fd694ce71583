"""Runs of `errsmith site` in a small project, and what they write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.registries import HEAD, sdk_toml
from tests.site.projects import ENVELOPE

ACME = f"""\
{HEAD}{ENVELOPE}
[errors.BAD_TOKEN]
status = 401
summary = "The token is invalid."
"""
OTHER = ACME.replace("Acme", "Other")

Run = Callable[..., tuple[int, str, str]]
"""Runs `errsmith site` with arguments, and returns the exit code, stdout and stderr."""


def read_tree(folder: Path = Path("site")) -> dict[str, bytes]:
    """Read every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def take_snapshot(folder: Path) -> dict[Path, tuple[int, int]]:
    """Return what any write would change, of files and folders."""
    found = {path: path.lstat() for path in [folder, *folder.rglob("*")]}
    return {path: (status.st_ino, status.st_mtime_ns) for path, status in found.items()}


def write_sdk(**values: str) -> None:
    """Replace values of `sdk.toml`."""
    quoted = {key: f'"{value}"' for key, value in values.items()}
    Path("registry/sdk.toml").write_text(sdk_toml(**quoted), encoding="utf-8")
