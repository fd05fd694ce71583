"""A provider's file as a catalog that reads responses, as the emitted module does."""

from __future__ import annotations

from attrs import frozen

from errsmith import resolution
from errsmith.model import PlaceDef, ProviderFile
from errsmith.runtime.catalog import Catalog, Envelope, Group, Scope
from errsmith.runtime.facts import ErrorInfo
from errsmith.runtime.places import Place


@frozen
class Entry:
    """An error or a group of the registry, with the facts that reading needs."""

    id: str
    info: ErrorInfo


def catalog_of(file: ProviderFile) -> Catalog[Entry]:
    """Make a catalog of a file; it identifies what the emitted module's `parse` does."""
    return Catalog(
        errors=(_error(file, id_) for id_ in file.errors),
        groups=(
            Group(Entry(id_, ErrorInfo(group=id_, kind=one.kind)), match=tuple(one.match))
            for id_, one in file.groups.items()
        ),
        scopes=(Scope(id=id_, paths=tuple(one.paths)) for id_, one in file.scopes.items()),
        envelopes=(
            Envelope(
                id=one.id,
                code=_place(one.code),
                group=None if one.group is None else _place(one.group),
                statuses=tuple(one.when.status),
                body=one.when.body,
                scope=one.scope,
            )
            for one in file.envelopes
        ),
    )


def _error(file: ProviderFile, id_: str) -> Entry:
    error = file.errors[id_]
    return Entry(
        id_,
        ErrorInfo(
            code=resolution.code_of(file, id_),
            aliases=tuple(error.aliases),
            statuses=tuple(error.status),
            scopes=tuple(error.scope),
            group=resolution.group_of(file, id_),
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
