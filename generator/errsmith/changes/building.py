"""Build the snapshot of a registry.

It also works for registries with findings, because an old state may break newer rules.
"""

from __future__ import annotations

from typing import Final

from attrs import asdict, evolve

from errsmith.meaning.facts import build_reference_url
from errsmith.meaning.resolution import ResolvedError, is_redirect
from errsmith.meaning.subjects import Registry, Subject
from errsmith.registry.model import SECONDS, EnvelopeDef, FieldDef, PlaceDef
from errsmith.registry.snapshot import (
    CategorySnapshot,
    EnvelopeSnapshot,
    ErrorSnapshot,
    FieldSnapshot,
    GroupSnapshot,
    PlaceFacts,
    ProviderSnapshot,
    Snapshot,
)
from errsmith.runtime.facts import ErrorInfo
from errsmith.runtime.kinds import KINDS

_PLACES: Final = ("path", "header", "parameter", "query")
"""The keys that locate a field."""
_NOT_LOCATING: Final = ("summary", "allow")
"""The keys of a code's place that neither locate the code nor say how to read it."""


def build_snapshot(registry: Registry) -> Snapshot:
    """Return what clients see of a registry.

    Raises:
        ValueError: `sdk.toml` cannot be read.
    """
    if registry.sdk is None:
        message = "the registry has no readable sdk.toml"
        raise ValueError(message)
    return Snapshot(
        distribution=registry.sdk.distribution,
        package=registry.sdk.package,
        version=registry.sdk.version,
        providers={subject.name: _build_provider(subject) for subject in registry.providers},
    )


def _build_provider(subject: Subject) -> ProviderSnapshot:
    file, facts = subject.file, subject.facts
    return ProviderSnapshot(
        title=file.provider.title,
        class_=file.provider.class_,
        is_open=file.provider.open,
        note=file.provider.note,
        support=file.provider.support,
        sources={id_: str(source.url) for id_, source in file.sources.items()},
        scopes={id_: tuple(scope.paths) for id_, scope in file.scopes.items()},
        fields=_build_fields(file.envelopes),
        envelopes={envelope.id: _build_envelope(envelope) for envelope in file.envelopes},
        categories={
            id_: CategorySnapshot(statuses=tuple(category.status), info=facts.categories[id_])
            for id_, category in file.categories.items()
        },
        groups={
            id_: GroupSnapshot(
                class_=subject.resolution.group_classes[id_],
                match=tuple(group.match),
                info=facts.groups[id_],
            )
            for id_, group in file.groups.items()
        },
        errors={
            id_: ErrorSnapshot(
                class_=error.class_,
                bases=_list_bases(subject, error),
                info=_remove_version(facts.errors[id_], subject, id_),
            )
            for id_, error in subject.resolution.errors.items()
        },
    )


def _remove_version(info: ErrorInfo, subject: Subject, id_: str) -> ErrorInfo:
    """Return the facts with `{version}` in their URL, which otherwise changes in each release."""
    template = None if subject.sdk is None else subject.sdk.reference_url
    if template is None or "{version}" not in template:
        return info
    return evolve(info, reference_url=build_reference_url(template, subject.name, id_))


def _list_bases(subject: Subject, error: ResolvedError) -> tuple[str, ...]:
    """Return the bases of an error's class, as the Python target writes them."""
    provider = subject.file.provider.class_
    family = subject.resolution.group_classes.get(error.group or "", provider)
    return (family,) if error.kind is None else (family, KINDS[error.kind].__name__)


def _build_fields(envelopes: tuple[EnvelopeDef, ...]) -> dict[str, FieldSnapshot]:
    places: dict[str, dict[str, PlaceFacts]] = {}
    definitions: dict[str, FieldDef] = {}
    for envelope in envelopes:
        for name, field in envelope.fields.items():
            definitions[name] = field
            places.setdefault(name, {})[envelope.id] = _locate(name, field)
    return {
        name: FieldSnapshot(
            type=field.type,
            role=field.role,
            unit=(field.unit or SECONDS) if field.role == "retry_after" else None,
            is_logged=field.log,
            places=places[name],
        )
        for name, field in definitions.items()
    }


def _locate(name: str, field: FieldDef) -> PlaceFacts:
    """Return where a field is; its path is its name if it has no other place."""
    stated = {key: getattr(field, key) for key in _PLACES}
    return {key: value for key, value in stated.items() if value is not None} or {"path": name}


def _build_envelope(envelope: EnvelopeDef) -> EnvelopeSnapshot:
    group = envelope.group
    return EnvelopeSnapshot(
        code=_describe(envelope.code),
        group=_describe(group) if isinstance(group, PlaceDef) else group,
        statuses=tuple(envelope.when.status),
        body=envelope.when.body,
        scope=envelope.scope,
        is_redirect=is_redirect(envelope),
    )


def _describe(place: PlaceDef) -> PlaceFacts:
    """Return the keys of a place that differ from their defaults."""
    return asdict(
        place,
        recurse=False,
        filter=lambda field, value: value != field.default and field.name not in _NOT_LOCATING,
    )
