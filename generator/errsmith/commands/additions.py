"""Functions that the commands which add to a registry share."""

from __future__ import annotations

import datetime
import shlex
from collections.abc import Iterable
from pathlib import Path

from errsmith import lint as linting
from errsmith.commands.changes import format_patch
from errsmith.commands.console import put, say, show
from errsmith.commands.generate import say_wait
from errsmith.output import Change, State
from errsmith.output.replacing import Replacement, replace_files
from errsmith.registry.diagnostics import Diagnostic
from errsmith.registry.source import format_path


def check_registry(folder: Path) -> linting.Result | None:
    """Return a registry, or None after printing the findings that prevent an addition.

    It may have no providers yet.

    Raises:
        RegistryError: The folder does not exist.
    """
    today = datetime.datetime.now(datetime.UTC).date()
    result = linting.check(folder, today, can_be_empty=True)
    return result if accept_findings(result.diagnostics, result.registry.texts) else None


def accept_findings(
    diagnostics: Iterable[Diagnostic],
    texts: dict[str, str],
    owner: str = "the registry has",
) -> bool:
    """Return whether `allow` can silence all findings; otherwise, print the others.

    Args:
        diagnostics: The findings.
        texts: The content of each file, by its path in messages.
        owner: The subject and verb of the message.
    """
    blocking = [each for each in diagnostics if not each.rule.is_allowable]
    if blocking:
        show(blocking, texts, "text")
        say(f"nothing was written because {owner} findings")
    return not blocking


def write_file(folder: Path, path: Path, before: bytes | None, after: bytes) -> None:
    """Write a file of a registry.

    Raises:
        OutputError: The file system refuses it, or the file was edited since the run began.
    """
    replacement = Replacement(path=path, before=before, after=after)
    replace_files(folder, [replacement], on_wait=say_wait)


def show_patch(path: Path, before: bytes | None, after: bytes) -> None:
    """Print what would be written to a file, as a unified diff."""
    state = State.MISSING if before is None else State.CHANGED
    shown = format_path(path)
    put(format_patch(shown, Change(shown, state, before, after)))


def name_registry(registry: Path) -> str:
    """Return the option that names the folder of the registry, or "" if that is the default."""
    is_default = registry == Path("registry")
    return "" if is_default else f" --registry {shlex.quote(registry.as_posix())}"
