"""Folders of versions that are published together, such as `0.1.0/` and `0.2.0/`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from errsmith.output.disk import report_os_errors
from errsmith.output.folder import list_files
from errsmith.registry.versions import get_sort_key, is_version


def read_versions(folder: Path) -> Mapping[str, frozenset[str]]:
    """Return the paths of the files that errsmith wrote by version, in order.

    The files of a version are in a folder with its name. Other folders and links are ignored;
    `folder` need not exist.

    Raises:
        OutputError: A folder or a list of files cannot be read, or a list is damaged.
    """
    with report_os_errors(folder, "listed"):
        entries = [*folder.iterdir()] if folder.exists() else []
        names = [
            entry.name
            for entry in entries
            if is_version(entry.name) and entry.is_dir() and not entry.is_symlink()
        ]
    files = {name: list_files(folder / name) for name in sorted(names, key=get_sort_key)}
    return {name: paths for name, paths in files.items() if paths is not None}
