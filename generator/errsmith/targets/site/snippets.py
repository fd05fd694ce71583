"""Python that catches an error, with several HTTP clients."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from errsmith.meaning.resolution import ResolvedError
from errsmith.meaning.subjects import Subject
from errsmith.targets.markdown.catching import write_snippets


# Not slotted, because attrs takes twice as long to build frozen objects with slots.
@frozen(kw_only=True, eq=False, slots=False)
class SnippetView:
    """Lines of Python that catch or recognize an error.

    Attributes:
        title: The HTTP client that they use, or empty if that does not matter.
        lines: The lines.
    """

    title: str
    lines: tuple[str, ...]


_CLIENTS: Final = {
    "httpx": ("import httpx", "response = httpx.get(url)"),
    "requests": ("import requests", "response = requests.get(url, timeout=10)"),
}
"""How to import clients, and how to get a response from each."""
_RAISING: Final = "try:"
"""The first line of code that catches what `raise_for_error` raises."""


def list_snippets(subject: Subject, error: ResolvedError, package: str) -> Iterator[SnippetView]:
    """Yield code that catches an error, for each way in which it arrives."""
    imported = f"from {package} import {subject.name}"
    for lines in write_snippets(subject, error.id, error.class_):
        if lines[0] == _RAISING:
            yield from _list_requests(subject.name, imported, lines)
        else:
            yield SnippetView(title="", lines=(imported, "", *lines))


def _list_requests(module: str, imported: str, lines: tuple[str, ...]) -> Iterator[SnippetView]:
    """Yield code that sends a request and catches an error."""
    httpx, requests = (
        SnippetView(title=title, lines=(client, "", imported, "", request, *lines))
        for title, (client, request) in _CLIENTS.items()
    )
    yield httpx
    call, awaited = f"    {module}.raise_for_error", f"    await {module}.araise_for_error"
    asynchronous = (line.replace(call, awaited) for line in lines)
    yield SnippetView(
        title="httpx, async",
        lines=(
            *("import httpx", "", imported, ""),
            *("async with httpx.AsyncClient() as client:", "    response = await client.get(url)"),
            *(f"    {line}" for line in asynchronous),
        ),
    )
    yield requests
