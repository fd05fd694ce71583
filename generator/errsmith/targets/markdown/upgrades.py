"""Build the entries of the changelog: what a release changes for clients."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from errsmith.changes.change import Change, Level
from errsmith.changes.comparing import compare
from errsmith.changes.report.contents import (
    Section,
    capitalize,
    format_sentence,
    list_sections,
)
from errsmith.changes.versions import ADDITIONS
from errsmith.registry.snapshot import Snapshot
from errsmith.targets.markdown.entries import EntryView, SectionView
from errsmith.targets.markdown.links import Links
from errsmith.targets.text import split_sentences

_BREAKING: Final = "Breaking changes"
_RISKY: Final = "Risky changes"
_ADDED: Final = "Additions"
_OTHER: Final = "Other changes"
_SECTIONS: Final = (_BREAKING, _RISKY, _ADDED, _OTHER)
"""The sections of a release, in order."""


def build_section_views(old: Snapshot, new: Snapshot, links: Links) -> Iterator[SectionView]:
    """Yield the sections that have changes; a part of the SDK has one entry in each."""
    known = [*old.providers.items(), *new.providers.items()]
    titles = {name: provider.title for name, provider in known}
    ids = {(name, id_) for name, provider in known for id_ in provider.errors}
    found: dict[str, list[Change]] = {title: [] for title in _SECTIONS}
    for change in compare(old, new):
        found[_choose_section(change)].append(change)
    for title, members in found.items():
        entries = [
            EntryView(
                provider=titles.get(part.provider, ""),
                code=part.subject if (part.provider, part.subject) in ids else "",
                url=links.find_error(part.provider, part.subject),
                subject=_name_other(part, ids),
                sentences=tuple(dict.fromkeys(_list_sentences(part))),
            )
            for part in list_sections(members)
        ]
        if entries:
            yield SectionView(title=title, entries=tuple(entries))


def _name_other(part: Section, ids: Collection[tuple[str, str]]) -> str:
    """Return the name of a part of the SDK that is not an error, or ""."""
    if (part.provider, part.subject) in ids:
        return ""
    return part.subject if part.provider else capitalize(part.subject)


def _choose_section(change: Change) -> str:
    if change.level is Level.BREAKING:
        return _BREAKING
    if change.level is Level.RISKY:
        return _RISKY
    return _ADDED if change.rule.id in ADDITIONS else _OTHER


def _list_sentences(part: Section) -> Iterator[str]:
    """Yield what has changed and, unless that is safe, how to adapt to it."""
    for change in part.changes:
        yield format_sentence(change)
        if change.level is not Level.SAFE:
            yield from split_sentences(change.adapt)
    if part.same:
        yield part.same
