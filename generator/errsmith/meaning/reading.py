"""How a provider's responses are read, with the objects that the SDK reads them with."""

from __future__ import annotations

from attrs import frozen

from errsmith.meaning.facts import ProviderFacts
from errsmith.registry.model import EnvelopeDef, FieldDef, PlaceDef, ProviderFile
from errsmith.runtime.facts import ErrorInfo
from errsmith.runtime.reading.catalog import Catalog, Category, Envelope, Group, Scope
from errsmith.runtime.reading.places import Place, steps_of


@frozen
class Entry:
    """An error or a group of the registry; the SDK has a class in its place."""

    id: str
    info: ErrorInfo


def catalog_of(file: ProviderFile, facts: ProviderFacts) -> Catalog[Entry]:
    """Make a catalog of a file; it identifies what `parse` of the provider's module does."""
    return Catalog(
        errors=(Entry(id_, info) for id_, info in facts.errors.items()),
        groups=(
            Group(Entry(id_, facts.groups[id_]), match=tuple(group.match))
            for id_, group in file.groups.items()
        ),
        categories=(
            Category(id=id_, statuses=tuple(category.status), info=facts.categories[id_])
            for id_, category in file.categories.items()
            if category.status
        ),
        scopes=(Scope(id=id_, paths=tuple(scope.paths)) for id_, scope in file.scopes.items()),
        envelopes=(_envelope(envelope, file) for envelope in file.envelopes),
    )


def _envelope(stated: EnvelopeDef, file: ProviderFile) -> Envelope:
    fields = stated.fields
    is_list = any(isinstance(_first_step(name, field), int) for name, field in fields.items())
    return Envelope(
        id=stated.id,
        code=_place(stated.code),
        group=_place(stated.group) if isinstance(stated.group, PlaceDef) else None,
        constant_group=stated.group if isinstance(stated.group, str) else None,
        statuses=tuple(stated.when.status),
        body=stated.when.body,
        scope=stated.scope,
        fields=tuple(fields),
        beyond_body=any(is_beyond_body(field) for field in fields.values()),
        kept=kept_fields(file, stated),
        root=list if is_list else dict,
    )


def is_beyond_body(field: FieldDef) -> bool:
    """Return whether a field stands in a header or in the query."""
    return field.header is not None or field.query is not None


def _first_step(name: str, field: FieldDef) -> str | int | None:
    return None if is_beyond_body(field) else steps_of(field.path or name)[0]


def kept_fields(file: ProviderFile, envelope: EnvelopeDef) -> tuple[str, ...]:
    """Return the fields in headers that are kept where an earlier envelope has the code.

    An envelope with a scope keeps none: which scope was called is not known later.
    """
    if envelope.scope is not None:
        return ()
    earlier = file.envelopes[: file.envelopes.index(envelope)]
    return tuple(
        name
        for name, field in envelope.fields.items()
        if field.header is not None and any(name not in other.fields for other in earlier)
    )


def _place(stated: PlaceDef) -> Place:
    return Place(
        path=stated.path,
        header=stated.header,
        parameter=stated.parameter,
        query=stated.query,
        status=stated.status,
        parts=stated.parts,
        last_segment=stated.last_segment,
        fold=tuple(stated.fold),
        success=tuple(stated.success),
    )
