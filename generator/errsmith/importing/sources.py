"""Get the document to import: fetch it, or read it from a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Final

from attrs import field, frozen

from errsmith.drift.errors import UnusablePageError
from errsmith.drift.fetching import PageFetcher, format_url
from errsmith.drift.saved_pages import read_saved_page
from errsmith.drift.selection import STDIN
from errsmith.scaffolding.refusals import RefusedError

_SCHEMES: Final = ("http://", "https://")
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_TERMS: Final[Mapping[str, str]] = {
    "`url` or `fetch` in [sources.ID]": "SOURCE",
    "`url` and `fetch` in [sources.ID]": "SOURCE",
    "[sources.ID]": "SOURCE",
    "the path that --page names": "the path",
    "use `--page FILE`": "import that file with --url",
    "read that file with --page": "import that file",
    "read it with --page": "import it",
    "Pass a readable file to --page": "Pass a readable file",
}
"""What drift's hints call the things of this command."""


@frozen(kw_only=True)
class Source:
    """A document that was fetched or read.

    Attributes:
        name: Its name in messages.
        data: Its bytes.
        content_type: The `Content-Type` that it was sent with.
        url: The URL that it was fetched from, "" for a file.
    """

    name: str
    data: bytes = field(repr=False)
    content_type: str | None = None
    url: str = ""


def is_url(source: str) -> bool:
    """Return whether a source is fetched."""
    return source.lower().startswith(_SCHEMES)


def has_private_parts(url: str) -> bool:
    """Return whether a URL has a query or a fragment, which may be private."""
    return not {"?", "#"}.isdisjoint(url)


def get_source(source: str) -> Source:
    """Fetch a URL, or read a file or standard input.

    Raises:
        RefusedError: It cannot be fetched or read.
    """
    if source == "":
        reason = "SOURCE is empty"
        raise RefusedError(reason, "Pass a URL, a file, or `-` for standard input")
    if not is_url(source) and _SCHEME.match(source):
        reason = f"{format_url(source)}: only http:// and https:// URLs can be fetched"
        raise RefusedError(reason, "Download the document, and import the file with --url")
    try:
        if is_url(source):
            with PageFetcher() as fetcher:
                fetched = fetcher.fetch(source)
            return Source(
                name=_get_file_name(format_url(fetched.url)),
                data=fetched.data,
                content_type=fetched.content_type,
                url=source,
            )
        name = "standard input" if source == STDIN else source
        return Source(name=name, data=read_saved_page(source))
    except UnusablePageError as error:
        shown = format_url(source) if is_url(source) else source
        raise explain(shown, error) from error


def explain(name: str, error: UnusablePageError) -> RefusedError:
    """Return the error for a page that cannot be used, with advice for this command."""
    hint = error.hint
    for theirs, ours in _TERMS.items():
        hint = hint.replace(theirs, ours)
    hint = hint[:1].upper() + hint[1:].removesuffix(".")
    return RefusedError(f"{name}: {error.reason}", hint)


def _get_file_name(url: str) -> str:
    return PurePath(url).name or url
