"""Describe what was drafted, and what is left to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from errsmith.characters import escape
from errsmith.importing.building import Settings, choose_title
from errsmith.importing.draft import Draft
from errsmith.importing.settling import Settled
from errsmith.reporting.words import count

_MOST: Final = 20
"""The maximum number of lines of a section."""
_FEW: Final = 5
"""How many items of a list are named."""


def render(settled: Settled, settings: Settings, form: str, path: str, options: str) -> str:
    """Return the report on a draft.

    Args:
        settled: The draft.
        settings: What it was drafted with.
        form: What the document is, in words.
        path: The path of the file, as displayed.
        options: The options of the commands to run next, such as `--registry FOLDER`.
    """
    lines = [
        f"{settings.id}: {choose_title(settled.draft, settings)}",
        *_describe_facts(settled, settings, form),
        *_list_section("concluded, so check these", list(_list_conclusions(settled, settings))),
        *_list_section("not drafted", list(_list_omissions(settled, settings))),
        *_list_section("left to do", list(_list_tasks(settled, path))),
        "",
        "next",
        f"  errsmith lint{options}",
        f"  errsmith generate{options}",
    ]
    return "".join(f"{escape(line)}\n" for line in lines)


def _describe_facts(settled: Settled, settings: Settings, form: str) -> Iterator[str]:
    draft = settled.draft
    found = [count(len(draft.errors), "code")]
    if draft.groups:
        found.append(count(len(draft.groups), "group"))
    with_status = sum(bool(error.statuses) for error in draft.errors)
    if draft.errors:
        found.append(f"{with_status} of them with a status")
    yield f"  found     {', '.join(found)}"
    yield f"  read      {settings.name}, {form}"
    for place in draft.places:
        yield f"            {place}"
    if not draft.envelopes:
        yield "  envelope  none: the document does not show where a response has its code"
    for envelope in draft.envelopes:
        fields = [field.name for field in envelope.fields]
        at = f"{envelope.code['path']}"
        if envelope.group:
            at += f", group at {envelope.group}"
        beside = f", with the fields {', '.join(fields)}" if fields else ""
        yield f"  envelope  code at {at}{beside}"


def _list_section(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (f"  {line}" for line in lines[:_MOST])
    if len(lines) > _MOST:
        yield f"  and {len(lines) - _MOST} more"


def _list_conclusions(settled: Settled, settings: Settings) -> Iterator[str]:
    built, draft = settled.built, settled.draft
    if draft.is_url_of_server and settings.url == draft.url:
        yield f"the URL {settings.url}, which is the API's; use --url to change it"
    if draft.extract and draft.is_extract_concluded:
        yield "how to find the codes on the page: `extract` of the source"
    for envelope in draft.envelopes:
        if envelope.origin is not None:
            yield f"the code is at {envelope.code['path']} ({envelope.origin})"
    if draft.groups:
        yield f"{count(len(draft.groups), 'group')}: {_name_some(list(draft.groups))}"
    if built.classes:
        named = [f"{code} is {class_}" for code, class_ in built.classes.items()]
        yield f"{count(len(built.classes), 'class')}: {_name_some(named)}"
    yield from _list_relations(draft)
    if built.kinds:
        kinds = count(len(built.kinds), "kind")
        yield f"{kinds}, from words or statuses: {_name_some(built.kinds)}"
    if built.guesses:
        kinds = count(len(built.guesses), "kind")
        yield f"{kinds}, without any evidence: {_name_some(built.guesses)}"


def _list_relations(draft: Draft) -> Iterator[str]:
    restricted = [error.code for error in draft.errors if error.endpoints]
    if restricted:
        yield f"the endpoints of {count(len(restricted), 'code')}: {_name_some(restricted)}"
    aliases = [alias for error in draft.errors for alias in error.aliases]
    if aliases:
        yield f"{count(len(aliases), 'alias')}: {_name_some(aliases)}"


def _list_omissions(settled: Settled, settings: Settings) -> Iterator[str]:
    if settings.is_url_cut:
        yield "the query and fragment of the URL, which may be private; to keep them, pass --url"
    yield from settled.draft.remarks
    yield from settled.draft.unfit
    yield from settled.dropped


def _list_tasks(settled: Settled, path: str) -> Iterator[str]:
    draft = settled.draft
    if draft.errors:
        yield f"write {count(len(draft.errors), 'summary')} in {path}"
    if settled.built.guesses:
        kinds = count(len(settled.built.guesses), "kind")
        yield f"check {kinds}: the document has no status, and the code does not imply a kind"
    if not draft.envelopes:
        yield "add [[envelopes]] with the place of the code, or import again with --code PATH"
    elif not any(field.role for envelope in draft.envelopes for field in envelope.fields):
        yield "add the fields of the envelope, such as the message"


def _name_some(names: Sequence[str]) -> str:
    named = ", ".join(names[:_FEW])
    more = len(names) - _FEW
    return f"{named} and {more} more" if more > 0 else named
