"""Messages about findings that do not stop a command."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from errsmith.commands.console import say
from errsmith.registry.loading import PROVIDERS, LoadedProvider
from errsmith.registry.source import format_path
from errsmith.reporting.words import count


def find_unreadable(
    folder: Path, read: Iterable[LoadedProvider], names: Iterable[str] = ()
) -> set[str]:
    """Return the displayed paths of providers' files that cannot be read.

    Args:
        folder: The registry's folder.
        read: The providers whose files were read.
        names: The providers that were asked for; all if there are none.
    """
    wanted, known = set(names), {provider.name for provider in read}
    lost = (path for path in (folder / PROVIDERS).glob("[!.]*.toml") if path.stem not in known)
    return {format_path(path) for path in lost if not wanted or path.stem in wanted}


def say_findings(folder: Path, number: int) -> None:
    """Print the number of findings, which may explain the results; print nothing for 0."""
    if number:
        say(f"{count(number, 'finding')} in {format_path(folder)}; {suggest_lint(folder)}")


def suggest_lint(folder: Path) -> str:
    """Return the end of a message: the command that shows all findings."""
    option = "" if folder == Path("registry") else f" --registry {folder}"
    return f"run `errsmith lint{option}` to see them"
