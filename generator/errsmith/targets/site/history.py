"""What happened to each error, by release."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from attrs import frozen

from errsmith.changes.history import find_base
from errsmith.registry.snapshot import Snapshot
from errsmith.targets.target import Project

_Name: TypeAlias = tuple[str, str]
"""The provider and the id of an error."""
_FIRST: Final = "Added in this release."


@frozen(kw_only=True, eq=False)
class EventView:
    """What a release changed about an error.

    Attributes:
        version: The release.
        date: Its date.
        sentences: What changed.
    """

    version: str
    date: str
    sentences: tuple[str, ...]


class Histories:
    """The histories of the errors of a project."""

    def __init__(self, project: Project) -> None:
        self._events: defaultdict[_Name, dict[int, EventView]] = defaultdict(dict)
        """The events of each error, by the position of their release."""
        for position, release in enumerate(project.releases):
            sentences: defaultdict[_Name, list[str]] = defaultdict(list)
            base = find_base(project.releases, release.version)
            for name, sentence in _list_sentences(
                release.snapshot, None if base is None else base.snapshot
            ):
                sentences[name].append(sentence)
            for name, its_sentences in sentences.items():
                self._events[name][position] = EventView(
                    version=release.version,
                    date=release.date.isoformat(),
                    sentences=tuple(its_sentences),
                )

    def find(self, provider: str, id_: str, aliases: Iterable[str]) -> tuple[EventView, ...]:
        """Return what happened to an error, also under former ids, the latest release first.

        Args:
            provider: Name of the provider.
            id_: The id of the error.
            aliases: Its aliases, which include its former ids.
        """
        events: dict[int, EventView] = {}
        for name in (*aliases, id_):
            events |= self._events.get((provider, name), {})
        return tuple(events[position] for position in sorted(events, reverse=True))


def _list_sentences(new: Snapshot, old: Snapshot | None) -> Iterator[tuple[_Name, str]]:
    """Yield what a release changed about errors."""
    known = {(name, id_) for name, id_, _ in _list_errors(old)} if old is not None else set()
    is_new = {
        (name, id_): known.isdisjoint((name, other) for other in (id_, *aliases))
        for name, id_, aliases in _list_errors(new)
    }
    for error in sorted(error for error in is_new if is_new[error]):
        yield error, _FIRST
    if old is None:
        return
    # A first release needs no rules about changes, which take long to import.
    from errsmith.changes.comparing import compare  # noqa: PLC0415
    from errsmith.changes.report.contents import format_sentence  # noqa: PLC0415

    for change in compare(old, new):
        error = (change.provider, change.subject)
        if not is_new.get(error, True):
            yield error, format_sentence(change)


def _list_errors(snapshot: Snapshot) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield the provider, the id and the aliases of each error."""
    for name, provider in snapshot.providers.items():
        for id_, error in provider.errors.items():
            yield name, id_, error.info.aliases
