"""Read a document of any kind into a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final

from attrs import evolve, frozen

from errsmith.drift.errors import UnusablePageError
from errsmith.drift.facts import PageFacts
from errsmith.drift.pages.decoding import decode_page
from errsmith.drift.pages.forms import find_form
from errsmith.drift.pages.page import Form, Page
from errsmith.drift.pages.reading import read_page
from errsmith.importing.carriers import explain_page
from errsmith.importing.draft import Draft, DraftEnvelope, Path, name_envelope
from errsmith.importing.keys import format_path
from errsmith.importing.listing import read_listing
from errsmith.importing.openapi.reading import BUNDLE, check_version, is_openapi, read_openapi
from errsmith.importing.pages import leave_out_data, read_documentation
from errsmith.importing.sources import Source, explain
from errsmith.importing.trees import parse_json, parse_yaml
from errsmith.registry.wording import quote
from errsmith.scaffolding.refusals import RefusedError

_VERSION: Final = re.compile(
    r"""(?:\A\s*+\{\s*+|^)["']?(?:openapi|swagger)["']?\s*:\s*["']?\d""", re.MULTILINE
)
_SAMPLE: Final = 20_000
_LENIENT: Final = frozenset({".json5", ".jsonc", ".jsonl", ".ndjson"})
"""Kinds of JSON that only drift's reader accepts."""
_NAMES: Final[Mapping[Form, str]] = {
    "html": "an HTML page",
    "markdown": "a Markdown page",
    "rst": "a reStructuredText page",
    "asciidoc": "an AsciiDoc page",
    "mediawiki": "a MediaWiki page",
    "text": "plain text",
    "json": "JSON",
    "yaml": "YAML",
    "openapi": "an OpenAPI document",
    "source": "source code",
}


@frozen(kw_only=True)
class Reading:
    """A document that was read.

    Attributes:
        draft: What it says.
        form: What it is, in words.
    """

    draft: Draft
    form: str


def read_source(
    source: Source, stated: Sequence[Path] = (), extract: Mapping[str, object] | None = None
) -> Reading:
    """Read a document.

    Args:
        source: The document.
        stated: The paths of the code in a body, if the user names them.
        extract: How to read the codes, if the user states it.

    Raises:
        RefusedError: It cannot be read, or documents no codes.
    """
    try:
        text = decode_page(source.data, source.content_type)
        name = source.url or source.name
        form = find_form(text, name, source.content_type)
        reading = None if extract else _read_data(text, form, source.name, stated)
        if reading is not None and (reading.draft.errors or reading.draft.groups):
            return reading
        page = read_page(source.data, name=name, content_type=source.content_type)
    except UnusablePageError as error:
        raise explain(source.name, error) from error
    readable = page if reading is None else leave_out_data(page)
    draft, facts = read_documentation(readable, stated, extract)
    if not draft.errors:
        raise _explain_nothing(source.name, page, facts, reading, stated)
    if reading is not None:
        draft = evolve(
            draft,
            title=reading.draft.title,
            url=reading.draft.url,
            is_url_of_server=reading.draft.is_url_of_server,
            envelopes=draft.envelopes or reading.draft.envelopes,
            remarks=(*reading.draft.remarks, *draft.remarks),
            unfit=reading.draft.unfit,
        )
    return Reading(draft=draft, form=_NAMES[page.form])


def _read_data(text: str, form: Form, name: str, stated: Sequence[Path]) -> Reading | None:
    """Read JSON or YAML, None if the document is something else."""
    is_specification = _VERSION.search(text[:_SAMPLE]) is not None
    is_data = form in {"json", "yaml"} or (is_specification and form in {"text", "source"})
    if not is_data or PurePosixPath(name).suffix.lower() in _LENIENT:
        return None
    is_json = form == "json" or (form != "yaml" and text.lstrip()[:1] in {"{", "["})
    tree = (parse_json if is_json else parse_yaml)(text, name)
    if is_openapi(tree.root):
        check_version(tree, name)
        return Reading(draft=read_openapi(tree, stated), form=_NAMES["openapi"])
    draft = evolve(
        read_listing(tree), envelopes=build_stated_envelopes(list(map(format_path, stated)))
    )
    return Reading(draft=draft, form=_NAMES["json" if is_json else "yaml"])


def build_stated_envelopes(stated: Sequence[str]) -> tuple[DraftEnvelope, ...]:
    """Return an envelope for each place of a code that the user names."""
    return tuple(
        DraftEnvelope(id=name_envelope(index), code={"path": path}, origin=None)
        for index, path in enumerate(stated)
    )


def _explain_nothing(
    name: str, page: Page, facts: PageFacts, reading: Reading | None, stated: Sequence[Path]
) -> RefusedError:
    """Return the error for a document without codes, with what may help to find them."""
    if page.is_shell:
        reason = f"{name}: the page has no text, because it is rendered by JavaScript"
        return RefusedError(
            reason, "Look for the same page as Markdown, or save it in a browser and import that"
        )
    if page.form == "openapi" and reading is not None:
        return _explain_responses(name, reading.draft, stated)
    looked = facts if reading is None else read_documentation(page)[1]
    return explain_page(f"{name}: found no error codes in {_NAMES[page.form]}", looked)


def _explain_responses(name: str, draft: Draft, stated: Sequence[Path]) -> RefusedError:
    """Return the error for an OpenAPI document without codes."""
    hint = "Import the page that lists the errors, or name the place of the code with --code"
    found = f"{name}: no error response has an enum, a const or an example of its code"
    reason = f"{found}; HTTP statuses and placeholders do not count"
    if stated:
        places = " or ".join(quote(format_path(path)) for path in stated)
        reason = f"{name}: no error response has a code at {places}, as stated with --code"
        hint = "Look for the name of the code in an error response, or leave out --code"
    if draft.unfit:
        reason = f"{found} that can be drafted: {draft.unfit[0]}"
        if len(draft.unfit) > 1:
            reason += f"; and {len(draft.unfit) - 1} more"
        hint = "Write the file by hand, or name another place of the code with --code"
    if draft.remarks:
        reason += f"; {draft.remarks[0]}"
    if BUNDLE in draft.remarks:
        hint = f"{BUNDLE[0].upper()}{BUNDLE[1:]}"
    return RefusedError(reason, hint)
