"""Facts as JSON: the catalogue of an SDK, with the documented and the derived facts of each error.

It is what `list --json` prints, and the file `catalogue.json` of the published reference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from .facts import ErrorInfo, Facts, ProviderInfo, make_anchor

FORMAT: Final = 1
"""Version of the format; incremented when a property is removed or changed."""

Json = dict[str, Any]


def make_catalogue_json(
    providers: Iterable[Json], *, distribution: str, package: str, version: str
) -> Json:
    """Return the catalogue of an SDK as a JSON object.

    Args:
        providers: The providers, as JSON objects.
        distribution: Name of the SDK's distribution.
        package: Name of its package.
        version: Its version.
    """
    return {
        "format": FORMAT,
        "distribution": distribution,
        "package": package,
        "version": version,
        "providers": list(providers),
    }


def make_provider_json(
    info: ProviderInfo, errors: Iterable[Json], *, package: str, quoted: Iterable[str]
) -> Json:
    """Return a provider and its errors as a JSON object.

    Args:
        info: The provider.
        errors: Its errors, as JSON objects.
        package: Name of the SDK's package.
        quoted: Names of the fields of a response to quote to support.
    """
    return {
        "name": info.name,
        "title": info.title,
        "class": f"{package}.{info.name}.{info.base}",
        "summary": info.summary,
        "support": info.support,
        "quoted": list(quoted),
        "note": info.note,
        "is_open": info.is_open,
        "sources": [make_facts_json(source) for source in info.sources],
        "errors": list(errors),
    }


def make_error_json(
    info: ErrorInfo, class_: str, *, provider: str | None = None, id_: str | None = None
) -> Json:
    """Return the facts of an error, a class of errors or a kind as a JSON object.

    Undocumented facts are null or empty. Retry advice is either documented or derived, so one of
    the two is null.

    Args:
        info: The facts.
        class_: Name of the class, with its module.
        provider: Name of the provider, None for a kind.
        id_: Id of the error, None for a class of errors and for a kind.
    """
    retry = {} if info.retry is None else {info.retry.basis: make_facts_json(info.retry)}
    return {
        "provider": provider,
        "id": id_,
        "anchor": None if id_ is None else make_anchor(id_),
        "class": class_,
        "code": info.code,
        "aliases": list(info.aliases),
        "documented": {
            "statuses": list(info.statuses),
            "scopes": list(info.scopes),
            "endpoints": list(info.endpoints),
            "group": info.group,
            "category": info.category,
            "retry": retry.get("documented"),
            "summary": info.summary,
            "causes": list(info.causes),
            "fix": info.fix,
            "user_message": info.user_message,
            "user_messages": dict(info.user_messages),
            "note": info.note,
            "source_url": info.source_url,
        },
        "derived": {"kind": info.kind, "retry": retry.get("derived")},
        "lifecycle": {
            "since": info.since,
            "deprecated": None if info.deprecated is None else make_facts_json(info.deprecated),
            "removed": None if info.removed is None else make_facts_json(info.removed),
        },
        "reference_url": info.reference_url,
    }


def make_facts_json(facts: Facts) -> Json:
    """Return facts as a JSON object."""
    return {name: _make_json(fact) for name, fact in vars(facts).items()}


def _make_json(fact: Any) -> Any:
    if isinstance(fact, Facts):
        return make_facts_json(fact)
    if isinstance(fact, tuple):
        return [_make_json(item) for item in fact]
    return dict(fact) if isinstance(fact, Mapping) else fact
