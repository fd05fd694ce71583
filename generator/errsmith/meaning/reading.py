"""A provider's file as a catalog that reads responses, as the emitted module does."""

from __future__ import annotations

from attrs import frozen

from errsmith.meaning.resolution import Resolution, Resolved
from errsmith.registry.model import PlaceDef
from errsmith.runtime.facts import ErrorInfo
from errsmith.runtime.reading.catalog import Catalog, Envelope, Group, Scope
from errsmith.runtime.reading.places import Place


@frozen
class Entry:
    """An error or a group of the registry, with the facts that reading needs."""

    id: str
    info: ErrorInfo


def catalog_of(resolution: Resolution) -> Catalog[Entry]:
    """Make a catalog of a file; it identifies what the emitted module's `parse` does."""
    file = resolution.file
    return Catalog(
        errors=map(_error, resolution.errors.values()),
        groups=(
            Group(Entry(id_, ErrorInfo(group=id_, kind=one.kind)), match=tuple(one.match))
            for id_, one in file.groups.items()
        ),
        scopes=(Scope(id=id_, paths=tuple(one.paths)) for id_, one in file.scopes.items()),
        envelopes=(
            Envelope(
                id=one.id,
                code=_place(one.code),
                group=_place(one.group) if isinstance(one.group, PlaceDef) else None,
                constant_group=one.group if isinstance(one.group, str) else None,
                statuses=tuple(one.when.status),
                body=one.when.body,
                scope=one.scope,
            )
            for one in file.envelopes
        ),
    )


def _error(error: Resolved) -> Entry:
    stated = error.definition
    return Entry(
        error.id,
        ErrorInfo(
            code=error.code,
            aliases=tuple(stated.aliases),
            statuses=tuple(stated.status),
            scopes=tuple(stated.scope),
            group=error.group,
        ),
    )


def _place(place: PlaceDef) -> Place:
    return Place(
        path=place.path,
        header=place.header,
        parameter=place.parameter,
        query=place.query,
        status=place.status,
        parts=place.parts,
        last_segment=place.last_segment,
        fold=tuple(place.fold),
        success=tuple(place.success),
    )
