"""The rule about entries that nothing uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from errsmith.lint.rules.rule import define_rule
from errsmith.meaning.subjects import Subject
from errsmith.registry.diagnostics import Finding
from errsmith.registry.model import EnvelopeDef, PlaceDef
from errsmith.registry.wording import quote
from errsmith.runtime.reading.globs import Globs
from errsmith.runtime.reading.places import GROUP_STEP


@define_rule("R204", "unused-entry", allowable=True)
def unused_entry(subject: Subject) -> Iterator[Finding]:
    """A scope, a source, a category or a group is unused.

    A scope is used if an error or envelope refers to it. A source is used if an error refers to it;
    the first source is the source of every error without one. A category is used if an error refers
    to it, or if it has a `status`. A group is used if an error or an envelope refers to it, or if
    its `match` matches the code of an error. A group without `match` is also used if envelopes read
    groups from responses.

    Why: it is left over, or a mistake keeps errors from belonging to it.
    Fix: refer to it, correct its `match`, or remove it.
    """
    for table, key, find_unused, reason, hint in (
        ("sources", "source", _find_unused_sources, "no error refers to it", "Refer to it"),
        (
            "scopes",
            "scope",
            _find_unused_scopes,
            "no error or envelope refers to it",
            "Refer to it",
        ),
        (
            "categories",
            "category",
            _find_unused_categories,
            "it has no `status`, and no error refers to it",
            "Add its `status`, refer to it",
        ),
        (
            "groups",
            "group",
            _find_unused_groups,
            "no error belongs to it, and no envelope reads groups",
            "Correct its `match`, refer to it",
        ),
    ):
        ids = find_unused(subject)
        if not ids or not _has_sound_names(subject, key):
            continue
        for id_ in ids:
            if not subject.is_sound(table, id_):
                continue
            message = f"unused {key} {quote(id_)}: {reason}"
            help_ = f"{hint} (`{key} = {quote(id_)}`), or remove it"
            globs = subject.file.groups[id_].match if key == "group" else ()
            if globs:
                message = f"unused group {quote(id_)}: its `match` matches no code"
            if regex := next(filter(_REGEX.search, globs), None):
                meant = _suggest_glob(regex)
                help_ = f"Globs support only `*` (any characters) and `?` (one character){meant}"
            yield Finding((table, id_), "table", message, help_)


def _has_sound_names(subject: Subject, key: str) -> bool:
    """Return whether everything that can name an entry of a table is sound."""
    if () in subject.misspelt:  # The misspelt table may contain what names it.
        return False
    if key in {"scope", "group"} and not subject.is_sound("envelopes"):
        return False
    keys = ("group", "code") if key == "group" else (key,)
    ids = subject.collect_ids("errors")
    return all(subject.is_sound("errors", id_, inner) for id_ in ids for inner in keys)


def _find_unused_sources(subject: Subject) -> list[str]:
    named = {error.source for error in subject.file.errors.values()}
    return [id_ for id_ in list(subject.file.sources)[1:] if id_ not in named]


def _find_unused_scopes(subject: Subject) -> list[str]:
    named = {scope for error in subject.file.errors.values() for scope in error.scope}
    named |= {envelope.scope for envelope in subject.file.envelopes if envelope.scope is not None}
    return [id_ for id_ in subject.file.scopes if id_ not in named]


def _find_unused_categories(subject: Subject) -> list[str]:
    named = {error.category for error in subject.file.errors.values()}
    categories = subject.file.categories.items()
    return [id_ for id_, category in categories if not category.status and id_ not in named]


def _find_unused_groups(subject: Subject) -> list[str]:
    is_read = any(map(_has_group_place, subject.file.envelopes))
    errors = subject.resolution.errors.values()
    named = {error.group for error in errors}
    named |= {
        envelope.group for envelope in subject.file.envelopes if isinstance(envelope.group, str)
    }
    codes = [error.code for error in errors]
    return [
        id_
        for id_, group in subject.file.groups.items()
        if id_ not in named
        and (group.match or not is_read)
        # A more specific glob may have claimed the members of this one.
        and not any(map(Globs((id_, glob) for glob in group.match).find_best, codes))
    ]


def _has_group_place(envelope: EnvelopeDef) -> bool:
    """Return whether an envelope reads the group from a response."""
    has_part = GROUP_STEP in (envelope.code.path or "") or GROUP_STEP in (envelope.code.parts or "")
    return has_part or isinstance(envelope.group, PlaceDef)


def _suggest_glob(regex: str) -> str:
    """Return the glob to write instead of a regular expression, or an example."""
    glob = re.sub(r"\.[*+]", "*", regex.removeprefix("^").removesuffix("$"))
    return f", as in {quote('AUTH_*' if _REGEX.search(glob) else glob)}"


_REGEX = re.compile(r"[\^$\\|()\[\]]|\.[*+]")
"""Syntax that regular expressions have and globs do not."""


RULES = (unused_entry,)
