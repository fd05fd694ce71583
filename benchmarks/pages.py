"""Write pages that document the errors of a registry, in ten formats.

The same registry always yields the same bytes. A page has what surrounds the codes of real pages:
sections, an example response, prose, and in HTML a script and links to other pages.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

INTRODUCTION: Final = (
    "Every response with a status of 400 or above has a problem document.",
    "Compare only its code, because the other fields are written for people.",
)
EXAMPLE: Final = '{"title": "ANY_CODE", "status": 400, "detail": "Names what is wrong."}'
LINKS: Final = 200
"""The links to other pages of the documentation."""
SCRIPT: Final = f"<script>{'render(document, window);' * 1_000}</script>"


class Entry(NamedTuple):
    """What a page says about a code."""

    code: str
    status: int
    text: str

    @property
    def family(self) -> str:
        """The title of the section that it is in."""
        return f"{self.code.partition('_')[0].capitalize()} errors"


Write: TypeAlias = Callable[[Sequence[Entry]], Iterator[str]]
"""Yields the lines of a page."""


def write_pages(registry: Path, folder: Path, *, change: bool = False) -> Path:
    """Write the page of every source as `errsmith drift --save` does; return the folder.

    Args:
        registry: The registry's folder.
        folder: A new folder.
        change: Whether to change a few codes on every page, as a provider would.
    """
    folder.mkdir(parents=True)
    for path in sorted((registry / "providers").glob("*.toml")):
        file = tomllib.loads(path.read_text("utf-8"))
        for number, source in enumerate(file["sources"]):
            ending, write = FORMATS[number % len(FORMATS)]
            entries = _list_entries(file["errors"], source)
            text = "\n".join(write(_change(entries, number) if change else entries))
            (folder / f"{path.stem}.{source}.{ending}").write_text(f"{text}\n", "utf-8")
    return folder


def _list_entries(errors: Mapping[str, Mapping[str, object]], source: str) -> list[Entry]:
    return [
        Entry(code, int(str(error["status"])), _describe(code))
        for code, error in sorted(errors.items())
        if error.get("source", "errors") == source
    ]


def _describe(code: str) -> str:
    words = code.lower().split("_")
    return (
        f"We answer so whenever the {' '.join(words[1:])} in what you sent, which belongs to the "
        f"{words[0]}, keeps us from going on."
    )


def _change(entries: Sequence[Entry], number: int) -> list[Entry]:
    """Rename a code, remove one, add two, and change three statuses."""
    renamed, _, *kept = entries
    moved = [entry._replace(status=422) for entry in kept[:3]]
    codes = (f"QUOTA_SHARED_{number}", f"QUOTA_SOLD_{number}")
    added = [Entry(code, 409, _describe(code)) for code in codes]
    new = renamed._replace(code=f"{renamed.code}_NOW")
    return sorted([new, *moved, *kept[3:], *added])


def _group(entries: Sequence[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    for family, members in groupby(entries, lambda entry: entry.family):
        yield family, list(members)


# --- HTML ----------------------------------------------------------------------------------------


def _wrap(lines: Iterator[str]) -> Iterator[str]:
    """Yield the lines of a page of HTML around its content."""
    yield f"<!DOCTYPE html>\n<html><head><title>Errors</title>{SCRIPT}</head><body><nav><ul>"
    for number in range(LINKS):
        yield f'<li><a class="link" href="/reference/{number}">Endpoint {number}</a></li>'
    yield "</ul></nav><main><h1>Errors</h1>"
    yield from (f"<p>{sentence}</p>" for sentence in INTRODUCTION)
    yield f"<h2>Example</h2><pre><code>{EXAMPLE}</code></pre>"
    yield from lines
    yield "</main><footer><p>Was this page helpful?</p></footer></body></html>"


def _write_html_tables(entries: Sequence[Entry]) -> Iterator[str]:
    for family, members in _group(entries):
        yield f"<h2>{family}</h2><table><thead>"
        yield "<tr><th>Code</th><th>HTTP status</th><th>Description</th></tr></thead><tbody>"
        for code, status, text in members:
            yield f"<tr><td><code>{code}</code></td><td>{status}</td><td>{text}</td></tr>"
        yield "</tbody></table>"


def _write_html_headings(entries: Sequence[Entry]) -> Iterator[str]:
    for family, members in _group(entries):
        yield f"<h2>{family}</h2>"
        for code, status, text in members:
            yield f'<h3 id="{code.lower()}"><code>{code}</code></h3>'
            yield f"<p><strong>HTTP status:</strong> {status}</p><p>{text}</p>"


def _write_html_terms(entries: Sequence[Entry]) -> Iterator[str]:
    for family, members in _group(entries):
        yield f"<h2>{family}</h2><dl>"
        for code, status, text in members:
            yield f"<dt><code>{code}</code></dt><dd>HTTP status: {status}</dd><dd>{text}</dd>"
        yield "</dl>"


# --- Markdown and reStructuredText ---------------------------------------------------------------


def _begin_markdown() -> Iterator[str]:
    yield "# Errors\n"
    yield "\n".join(INTRODUCTION)
    yield f"\n## Example\n\n```json\n{EXAMPLE}\n```"


def _write_pipe_tables(entries: Sequence[Entry]) -> Iterator[str]:
    yield from _begin_markdown()
    for family, members in _group(entries):
        yield f"\n## {family}\n\n| Code | HTTP status | Description |\n|---|---|---|"
        for code, status, text in members:
            yield f"| `{code}` | {status} | {text} |"


def _write_markdown_keys(entries: Sequence[Entry]) -> Iterator[str]:
    yield from _begin_markdown()
    for family, members in _group(entries):
        yield f"\n## {family}\n"
        for code, status, text in members:
            yield f"**Code:** `{code}`\n\n**HTTP status:** {status}\n\n{text}\n"


def _write_markdown_list(entries: Sequence[Entry]) -> Iterator[str]:
    yield from _begin_markdown()
    for family, members in _group(entries):
        yield f"\n## {family}\n"
        for code, status, text in members:
            yield f"- `{code}` ({status}): {text}"


def _write_restructured(entries: Sequence[Entry]) -> Iterator[str]:
    yield f"Errors\n======\n\n{' '.join(INTRODUCTION)}\n\n.. code-block:: json\n\n   {EXAMPLE}"
    for family, members in _group(entries):
        yield f"\n{family}\n{'-' * len(family)}\n\n.. list-table::\n   :header-rows: 1\n"
        yield "   * - Code\n     - HTTP status\n     - Description"
        for code, status, text in members:
            yield f"   * - ``{code}``\n     - {status}\n     - {text}"


# --- text and data -------------------------------------------------------------------------------


def _write_text(entries: Sequence[Entry]) -> Iterator[str]:
    yield "Errors"
    yield from INTRODUCTION
    for family, members in _group(entries):
        yield f"\n{family}\n"
        for code, status, text in members:
            yield f"Code: {code}\nHTTP status: {status}\nDescription: {text}\n"


def _build_data(entries: Sequence[Entry]) -> dict[str, object]:
    return {
        "introduction": " ".join(INTRODUCTION),
        "errors": [
            {"code": code, "status": status, "description": text} for code, status, text in entries
        ],
    }


def _write_json(entries: Sequence[Entry]) -> Iterator[str]:
    yield json.dumps(_build_data(entries), indent=2)


def _write_yaml(entries: Sequence[Entry]) -> Iterator[str]:
    yield f"introduction: >\n  {' '.join(INTRODUCTION)}\nerrors:"
    for code, status, text in entries:
        yield f"  - code: {code}\n    status: {status}\n    description: {json.dumps(text)}"


FORMATS: Final[Sequence[tuple[str, Write]]] = (
    ("html", lambda entries: _wrap(_write_html_tables(entries))),
    ("html", lambda entries: _wrap(_write_html_headings(entries))),
    ("html", lambda entries: _wrap(_write_html_terms(entries))),
    ("md", _write_pipe_tables),
    ("md", _write_markdown_keys),
    ("md", _write_markdown_list),
    ("rst", _write_restructured),
    ("txt", _write_text),
    ("json", _write_json),
    ("yaml", _write_yaml),
)
"""The endings of files, and what writes them."""
