"""List the codes on a page and the codes expected on it, to find renames."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import chain

from errsmith.drift.code_index import KnownCode, name_page_code
from errsmith.drift.evidence import Entry
from errsmith.drift.facts import PageFacts
from errsmith.drift.matching import Matching
from errsmith.drift.record import Record, hash_text, sketch


def list_old_entries(matching: Matching, record: Record | None) -> list[Entry]:
    """Return the codes of the record, and missing codes that the record lacks, in order.

    The summaries in the registry resemble each other more than the page, so they are not used as
    texts.
    """
    recorded = {known.name: _read_recorded(known, matching) for known in matching.recorded}
    known = _list_known(matching, recorded)
    return list(known.values()) if record is None else list(_insert(recorded, known))


def _read_recorded(known: KnownCode, matching: Matching) -> Entry:
    """Return a code of the record; it is missing if all of its errors are."""
    found = tuple(id_ for id_ in known.ids if id_ in matching.found)
    missing = () if found else tuple(id_ for id_ in known.ids if id_ in matching.expected)
    return Entry(
        code=known.code,
        name=known.name,
        ids=found or missing,
        is_candidate=bool(missing),
        statuses=frozenset(known.facts.statuses),
        heading=known.facts.heading,
        sketch=known.facts.sketch,
        is_recorded=True,
        is_mentioned=not matching.facts.mentions.keys().isdisjoint(missing),
    )


def _list_known(matching: Matching, recorded: Mapping[str, Entry]) -> dict[str, Entry]:
    """Return the expected codes by name, in the order of the registry.

    Missing errors with the same code are one entry if the record does not distinguish them.
    """
    owners = {id_: name for name, entry in recorded.items() for id_ in entry.ids}
    names: dict[str, str] = {}
    known: dict[str, Entry] = {}
    for id_, error in matching.expected.items():
        places = matching.found.get(id_)
        missing = names.setdefault(error.code, id_) if places is None else ""
        name = owners.get(id_) or missing or name_page_code(matching.found[id_][0])
        before = known.get(name)
        known[name] = Entry(
            code=error.code,
            name=name,
            ids=(*(before.ids if before else ()), id_),
            is_candidate=places is None,
            statuses=frozenset(error.definition.status) | (before.statuses if before else set()),
        )
    return known


def _insert(recorded: Mapping[str, Entry], known: Mapping[str, Entry]) -> Iterator[Entry]:
    """Yield the recorded codes, each followed by the missing ones after it in the registry."""
    following: dict[str | None, list[Entry]] = {}
    before: str | None = None
    for name, entry in known.items():
        if name in recorded:
            before = name
        elif entry.is_candidate:
            following.setdefault(before, []).append(entry)
    yield from following.get(None, ())
    for name, entry in recorded.items():
        yield entry
        yield from following.get(name, ())


def list_settled(matching: Matching) -> dict[str, str]:
    """Return the renames that the registry declares: the old name by the new one.

    The page had the old code when it was last read, and now has only the new one.
    """
    settled: dict[str, str] = {}
    for known in matching.recorded:
        for new in chain.from_iterable(map(matching.list_replacements, known.ids)):
            places = matching.found.get(new, ())
            settled |= {name_page_code(place): known.name for place in places}
    return settled


def list_new_entries(
    matching: Matching,
    facts: PageFacts,
    record: Record | None,
    settled: Collection[str] = frozenset(),
) -> list[Entry]:
    """Return the codes of the page, in order.

    A code that the record lacks is still new after its error was added to the registry, unless
    that settled a rename: it may be the other half of one.
    """
    unknown = set(matching.unknown)
    live = {place for places in matching.found.values() for place in places}
    entries: dict[str, Entry] = {}
    for code in facts.codes:
        name = name_page_code(code)
        if name not in entries:
            is_recorded = matching.find_recorded(code) is not None
            is_added = code in live and record is not None and name not in settled
            entries[name] = Entry(
                code=code.code,
                name=name,
                is_candidate=code in unknown or (is_added and not is_recorded),
                statuses=frozenset(code.statuses),
                heading=hash_text(code.heading) if code.heading else "",
                sketch=None if record is None else sketch(code.text),
                text=code.text,
                is_recorded=is_recorded,
            )
    return list(entries.values())
