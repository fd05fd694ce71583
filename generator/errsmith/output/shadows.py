"""Find files that would be imported instead of generated modules.

Within a folder, Python prefers a package to an extension module, and an extension module to
`name.py`; type checkers prefer a stub to all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from attrs import frozen

from errsmith.output import paths
from errsmith.output.disk import report_os_errors

_EXTENSIONS: Final = (".so", ".pyd")
_INIT: Final = "__init__"
_STUBS: Final = "-stubs"


@frozen(order=True)
class Shadow:
    """A file, `path`, that Python or type checkers read instead of `module`.

    Both paths are relative to the root.
    """

    path: str
    module: str


def find(root: Path, files: Collection[str], departed: Collection[str]) -> tuple[Shadow, ...]:
    """Return the files that shadow the Python modules among `files`, sorted by path.

    `departed` are paths of files that will be deleted.
    """
    generated = {*files, *departed}
    folders = {"", *(folder for path in files for folder in paths.list_parents(path))}
    shadows = (shadow for folder in folders for shadow in _find_in_folder(root, folder, files))
    return tuple(sorted(shadow for shadow in shadows if shadow.path not in generated))


def _find_in_folder(root: Path, folder: str, files: Collection[str]) -> Iterator[Shadow]:
    """Yield the files that shadow the modules and packages of one folder."""
    prefix = f"{folder}/" if folder else ""
    # The root may not exist yet, and a file that will be deleted may be in the folder's place.
    with (
        report_os_errors(root / folder, "listed"),
        suppress(FileNotFoundError, NotADirectoryError),
    ):
        for entry in sorted((root / folder).iterdir()):
            name, _, suffix = entry.name.partition(".")
            module = f"{prefix}{name}.py"
            package = f"{prefix}{name.removesuffix(_STUBS)}/{_INIT}.py"
            if module in files and (suffix == "pyi" or entry.suffix in _EXTENSIONS):
                yield Shadow(f"{prefix}{entry.name}", module)
            elif not suffix and module in files and entry.is_dir():
                yield from _find_inits(entry, f"{prefix}{name}", module)
            elif name.endswith(_STUBS) and package in files and entry.is_dir():
                yield from _find_inits(entry, f"{prefix}{entry.name}", package)


def _find_inits(folder: Path, path: str, module: str) -> Iterator[Shadow]:
    """Yield the `__init__` files that make a folder a package; without one, it shadows nothing."""
    for entry in folder.iterdir():
        name, _, suffix = entry.name.partition(".")
        is_module = suffix in {"py", "pyc", "pyi"} or entry.suffix in _EXTENSIONS
        if name == _INIT and is_module:
            yield Shadow(f"{path}/{entry.name}", module)
