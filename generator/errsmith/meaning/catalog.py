"""Build a provider's catalog, with the class that the SDK uses to read responses."""

from __future__ import annotations

from attrs import frozen

from errsmith.meaning.facts import ProviderFacts
from errsmith.registry.model import EnvelopeDef, FieldDef, PlaceDef, ProviderFile
from errsmith.runtime.facts import ErrorInfo
from errsmith.runtime.reading.catalog import Catalog
from errsmith.runtime.reading.declarations import Category, Envelope, Group, Scope
from errsmith.runtime.reading.places import Place, split_path


@frozen
class CatalogEntry:
    """An error or group of the registry; the SDK's catalog has a class instead."""

    id: str
    info: ErrorInfo


def build_catalog(file: ProviderFile, facts: ProviderFacts) -> Catalog[CatalogEntry]:
    """Build the catalog of a file, which identifies the same errors as the module's `parse`."""
    return Catalog(
        errors=(CatalogEntry(id_, info) for id_, info in facts.errors.items()),
        groups=(
            Group(CatalogEntry(id_, facts.groups[id_]), match=tuple(group.match))
            for id_, group in file.groups.items()
        ),
        categories=(
            Category(id=id_, statuses=tuple(category.status), info=facts.categories[id_])
            for id_, category in file.categories.items()
            if category.status
        ),
        scopes=(Scope(id=id_, paths=tuple(scope.paths)) for id_, scope in file.scopes.items()),
        envelopes=(_build_envelope(envelope, file) for envelope in file.envelopes),
    )


def _build_envelope(definition: EnvelopeDef, file: ProviderFile) -> Envelope:
    fields = definition.fields
    is_list = any(isinstance(_get_first_step(name, field), int) for name, field in fields.items())
    return Envelope(
        id=definition.id,
        code=_build_place(definition.code),
        group=_build_place(definition.group) if isinstance(definition.group, PlaceDef) else None,
        constant_group=definition.group if isinstance(definition.group, str) else None,
        statuses=tuple(definition.when.status),
        body=definition.when.body,
        scope=definition.scope,
        fields=tuple(fields),
        has_fields_beyond_body=any(is_beyond_body(field) for field in fields.values()),
        kept_fields=list_kept_fields(file, definition),
        root=list if is_list else dict,
    )


def is_beyond_body(field: FieldDef) -> bool:
    """Return whether a field is in a header or the query."""
    return field.header is not None or field.query is not None


def _get_first_step(name: str, field: FieldDef) -> str | int | None:
    return None if is_beyond_body(field) else split_path(field.path or name)[0]


def list_kept_fields(file: ProviderFile, envelope: EnvelopeDef) -> tuple[str, ...]:
    """Return the header fields to keep if an earlier envelope has the code.

    An envelope with a scope keeps none, because the caller's scope is not known at that point.
    """
    if envelope.scope is not None:
        return ()
    earlier = file.envelopes[: file.envelopes.index(envelope)]
    return tuple(
        name
        for name, field in envelope.fields.items()
        if field.header is not None and any(name not in before.fields for before in earlier)
    )


def _build_place(definition: PlaceDef) -> Place:
    return Place(
        path=definition.path,
        header=definition.header,
        parameter=definition.parameter,
        query=definition.query,
        status=definition.status,
        parts=definition.parts,
        last_segment=definition.last_segment,
        fold=tuple(definition.fold),
        success=tuple(definition.success),
    )
