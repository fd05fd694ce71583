"""Rules about references: ids of other tables, sources, replacements."""

from __future__ import annotations

from collections.abc import Iterator

from errsmith.lint.rules.rule import define_rule
from errsmith.meaning.subjects import Subject
from errsmith.registry.diagnostics import Finding, KeyPath, Related
from errsmith.registry.wording import guess_choice, quote

_TABLES = {
    "category": "categories",
    "group": "groups",
    "source": "sources",
    "replacement": "errors",
    "scope": "scopes",
    "envelope": "envelopes",
}
_LISTS = ("envelopes",)
"""Lists of tables, in which each table has its id as a key."""
_SHOWN = 10
"""Maximum number of ids in the help of a finding."""
_MOST_SUGGESTIONS = 100
"""Maximum number of findings per file with a guess, because guessing takes time."""


@define_rule("R201", "dangling-reference")
def dangling_reference(subject: Subject) -> Iterator[Finding]:
    """A key refers to an entry that does not exist.

    Why: the error would silently lose its category, group, source or scope.
    Fix: use the id of an existing entry, or add the entry.
    """
    by_table = {table: subject.collect_ids(table) for table in _TABLES.values()}
    choices = {table: _list_choices(table, ids) for table, ids in by_table.items()}
    dangling = 0
    for at, key, id_ in _find_references(subject):
        table = _TABLES[key]
        ids = by_table[table]
        if id_ not in ids and (ids or subject.is_sound(table)):
            dangling += 1
            meant = guess_choice(id_, ids) if dangling <= _MOST_SUGGESTIONS else None
            hint = f"Did you mean {quote(meant)}?" if meant else choices[table]
            message = f"found {key} {quote(id_)}, expected an id defined in {_format_header(table)}"
            yield Finding(at, "value", message, hint)


def _list_choices(table: str, ids: set[str]) -> str:
    if not ids:
        return f"The file has no `{_format_header(table)}`"
    shown = sorted(ids)[:_SHOWN]
    more = f" and {len(ids) - len(shown)} more" if len(ids) > len(shown) else ""
    return f"Available ids: {', '.join(map(quote, shown))}{more}"


def _format_header(table: str) -> str:
    return f"[[{table}]]" if table in _LISTS else f"[{table}]"


def _find_references(subject: Subject) -> Iterator[tuple[KeyPath, str, str]]:
    """Yield every reference: its place, its key, and the id it names."""
    for position, envelope in enumerate(subject.file.envelopes):
        if envelope.scope is not None:
            yield ("envelopes", position, "scope"), "scope", envelope.scope
        if isinstance(envelope.group, str):
            yield ("envelopes", position, "group"), "group", envelope.group
    for id_, error in subject.file.errors.items():
        at: KeyPath = ("errors", id_)
        single = {"category": error.category, "group": error.group, "source": error.source}
        yield from (((*at, key), key, name) for key, name in single.items() if name is not None)
        for position, scope in enumerate(error.scope):
            yield subject.document.get_item_path((*at, "scope"), position), "scope", scope
        for position, example in enumerate(error.example):
            if example.envelope is not None:
                place = subject.document.get_item_path((*at, "example"), position)
                yield (*place, "envelope"), "envelope", example.envelope
    for _, at, other in _find_replacements(subject):
        yield at, "replacement", other


@define_rule("R202", "circular-replacement")
def circular_replacement(subject: Subject) -> Iterator[Finding]:
    """A deprecated or removed error is replaced by itself, directly or through others.

    Why: readers who follow the replacements end up where they started.
    Fix: name the error that is sent now, or omit `replacement`.
    """
    steps: dict[str, list[tuple[KeyPath, str]]] = {}
    for id_, at, other in _find_replacements(subject):
        steps.setdefault(id_, []).append((at, other))
    done: set[str] = set()
    for start, first in steps.items():
        # The ids on the way from `start`, each with the steps that remain to be followed. This is
        # not recursive, because the chain may be longer than Python's recursion limit.
        way = {start: iter(first)} if start not in done else {}
        taken: dict[str, KeyPath] = {}
        while way:
            id_ = next(reversed(way))
            at, other = next(way[id_], ((), ""))
            if not at:
                done.add(id_)
                del way[id_]
            elif other in way:
                ids = list(way)
                yield _report_cycle(at, other, [taken[step] for step in ids[ids.index(other) : -1]])
            elif other in steps and other not in done:
                taken[id_] = at
                way[other] = iter(steps[other])


def _report_cycle(at: KeyPath, id_: str, before: list[KeyPath]) -> Finding:
    """Return the finding for the last step of a cycle; `before` has the other steps."""
    if not before:
        message = f"found the error's own id {quote(id_)}, expected the id of another error"
        return Finding(at, "value", message, "Name another error, or omit `replacement`")
    message = f"found replacement {quote(id_)}, which leads back to this error"
    hint = "Name the error that is sent now, or omit `replacement`"
    shown = tuple(Related(step, "value", "replaced here") for step in before[:_SHOWN])
    return Finding(at, "value", message, hint, shown)


def _find_replacements(subject: Subject) -> Iterator[tuple[str, KeyPath, str]]:
    """Yield each replacement: the replaced error's id, the place, and the id named there."""
    for id_, error in subject.file.errors.items():
        for stage in ("deprecated", "removed"):
            lifecycle = getattr(error, stage)
            for position, other in enumerate(() if lifecycle is None else lifecycle.replacement):
                at = subject.document.get_item_path(("errors", id_, stage, "replacement"), position)
                yield id_, at, other


@define_rule("R203", "no-source")
def no_source(subject: Subject) -> Iterator[Finding]:
    """The file does not name a page as the source of its facts.

    Why: a fact without a source cannot be checked.
    Fix: add `[sources.ID]` with `url` and `retrieved`.
    """
    if subject.document.get_value("sources") == {}:
        message = "found no pages in [sources], expected at least one"
        yield Finding(
            ("sources",), "table", message, "Add `[sources.errors]` with `url` and `retrieved`"
        )


RULES = (dangling_reference, circular_replacement, no_source)
