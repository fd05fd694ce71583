"""Python files as ruff formats them: once, over all of them, with settings of our own."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import ruff

_ARGUMENTS = (
    "format",
    "--isolated",  # no configuration of a folder above, nor of the user
    "--no-cache",
    "--no-respect-gitignore",  # the temporary folder may lie in a repository
    "--config=exclude = []",  # a package may be called build or dist
    "--line-length=100",
    "--target-version=py311",
)


class FormattingError(Exception):
    """Ruff could not be run, or could not read what was rendered."""


def ruff_version() -> str:
    """Give the version of ruff, which decides the emitted bytes.

    Ruff itself is asked: that takes a tenth of the time that it takes to import what reads the
    metadata of a distribution.

    Raises:
        FormattingError: Ruff cannot be run.
    """
    return _run("--version").stdout.removeprefix("ruff ").strip()


def formatted(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give the files with their Python formatted.

    Raises:
        FormattingError: Ruff cannot be run, there is no room for temporary files, or a rendered
            file is no Python.
    """
    python = {path: data for path, data in files.items() if path.endswith(".py")}
    try:
        with tempfile.TemporaryDirectory(prefix="errsmith-") as folder:
            return {**files, **_formatted_in(Path(folder), python)}
    except OSError as error:
        msg = f"no temporary files for ruff: {error.strerror}; TMPDIR names another place for them"
        raise FormattingError(msg) from error


def _formatted_in(root: Path, python: Mapping[str, bytes]) -> dict[str, bytes]:
    for path, data in python.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    done = _run(*_ARGUMENTS, ".", folder=root)
    if done.returncode != 0:
        msg = f"ruff cannot format what was rendered: {done.stderr.strip()}"
        raise FormattingError(msg)
    return {path: (root / path).read_bytes() for path in python}


def _run(*arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("RUFF_")}
    try:
        return subprocess.run(  # noqa: S603 - the pinned ruff of this environment, constant words
            [ruff.find_ruff_bin(), *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            check=False,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        msg = f"ruff cannot be run: {error}"
        raise FormattingError(msg) from error
