"""Read saved pages, and save fetched ones."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from errsmith.drift.errors import UnusablePageError
from errsmith.drift.fetching import LARGEST
from errsmith.drift.pages.page import Form
from errsmith.drift.selection import STDIN, Source, is_named_after
from errsmith.output.disk import report_os_errors
from errsmith.output.staging import stage

_ENDINGS: Final[Mapping[Form, str]] = {
    "html": "html",
    "markdown": "md",
    "rst": "rst",
    "asciidoc": "adoc",
    "mediawiki": "mediawiki",
    "text": "txt",
    "json": "json",
    "yaml": "yaml",
}
"""The endings of files by the form of the page, if all pages of the form have the same."""
_UNKNOWN: Final = "txt"
"""The ending if neither the form nor the URL has one."""


def read_saved_page(page: str) -> bytes:
    """Return the bytes of a file, or of stdin if its name is `-`.

    Raises:
        UnusablePageError: It cannot be read, or is too large.
    """
    try:
        if page == STDIN:
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            # A pipe has no size, so the size cannot be checked first.
            with Path(page).open("rb") as file:
                data = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        reason, hint = "the file does not exist", "Check the path that --page names"
        raise UnusablePageError(reason, hint) from error
    except (OSError, ValueError) as error:
        detail = (error.strerror if isinstance(error, OSError) else None) or str(error)
        reason = f"the file cannot be read ({detail.lower()})"
        raise UnusablePageError(reason, "Pass a readable file to --page") from error
    if len(data) > LARGEST:
        reason = f"the file is larger than {LARGEST // 2**20} MiB"
        raise UnusablePageError(reason, "Save only the part of the page that lists the errors")
    return data


def is_folder(page: str) -> bool:
    """Return whether a saved page is a folder of pages; `-` is standard input."""
    if page == STDIN:
        return False
    try:
        return Path(page).is_dir()
    except OSError:  # Its name is too long.
        return False


def list_saved_pages(folder: str) -> list[Path]:
    """Return the files in a folder.

    Raises:
        UnusablePageError: It cannot be read.
    """
    try:
        return sorted(path for path in Path(folder).iterdir() if path.is_file())
    except OSError as error:
        reason = f"the folder cannot be read ({(error.strerror or str(error)).lower()})"
        raise UnusablePageError(reason, "Pass a readable folder to --page") from error


def find_saved_page(pages: Iterable[Path], source: Source) -> Path:
    """Return the page of a source, which is named after it.

    Raises:
        UnusablePageError: There is none, or more than one.
    """
    name = source.file_name
    found = [page for page in pages if is_named_after(page.name, name)]
    if not found:
        reason = "the folder has no page for this source"
        hint = f"Save one there as {name}.html, or fetch all pages again with --save"
        raise UnusablePageError(reason, hint)
    if len(found) > 1:
        names = ", ".join(page.name for page in found)
        reason = f"the folder has several pages for this source: {names}"
        raise UnusablePageError(reason, "Delete all but one of them")
    return found[0]


def keep_page(folder: Path, name: str, data: bytes, *, form: Form | None, url: str) -> None:
    """Save a page as `<name>.<extension>`; `form` is None for a page that could not be read.

    An older page of the source with another ending is deleted.

    Raises:
        OutputError: The file cannot be written.
    """
    ending = _ENDINGS.get(form) if form else None
    suffix = PurePosixPath(urlsplit(url).path).suffix.removeprefix(".")
    if ending is None:
        ending = suffix if suffix.isascii() and suffix.isalnum() else _UNKNOWN
    with stage(folder / f"{name}.{ending}", data) as temporary:
        temporary.replace(folder / f"{name}.{ending}")
    for other in {*_ENDINGS.values(), _UNKNOWN} - {ending}:
        path = folder / f"{name}.{other}"
        with report_os_errors(path, "deleted"):
            path.unlink(missing_ok=True)
