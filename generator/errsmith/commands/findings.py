"""Findings in a registry that a command reads without checking its rules."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from errsmith.commands.console import say
from errsmith.registry.loading import PROVIDERS, LoadedRegistry
from errsmith.registry.source import format_path
from errsmith.reporting.words import count


def find_unreadable(loaded: LoadedRegistry, names: Iterable[str]) -> set[str]:
    """Return the displayed paths of files that cannot be read, of these providers or of all."""
    wanted = set(names)
    read = {provider.name for provider in loaded.providers}
    files = (path for path in (loaded.folder / PROVIDERS).glob("[!.]*.toml"))
    lost = (path for path in files if path.stem not in read)
    return {format_path(path) for path in lost if not wanted or path.stem in wanted}


def say_findings(loaded: LoadedRegistry, names: Iterable[str]) -> None:
    """Print that the files that were read have findings, which may explain what is reported.

    Args:
        loaded: The registry.
        names: The providers that were asked for; all if there are none.
    """
    wanted = set(names)
    paths = {
        provider.document.path
        for provider in loaded.providers
        if not wanted or provider.name in wanted
    }
    found = sum(finding.span.path in paths for finding in loaded.diagnostics)
    if found:
        say(f"{count(found, 'finding')} in {format_path(loaded.folder)}; {suggest_lint(loaded)}")


def suggest_lint(loaded: LoadedRegistry) -> str:
    """Return how to see all findings, as the end of a sentence."""
    is_default = loaded.folder == Path("registry")
    folder = "" if is_default else f" --registry {loaded.folder}"
    return f"run `errsmith lint{folder}` to see them"
