"""What is documented of an error, as the emitted `ErrorInfo` has it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from attrs import frozen

from errsmith.meaning.examples import Examples
from errsmith.meaning.reachability import Reach
from errsmith.meaning.resolution import Resolution, Resolved
from errsmith.meaning.subjects import Subject
from errsmith.registry.model import (
    PLAIN,
    CategoryDef,
    ErrorDef,
    GroupDef,
    LifecycleDef,
    ProviderFile,
    RetryDef,
    SdkFile,
)
from errsmith.runtime.facts import anchor_of
from errsmith.runtime.kinds import KINDS
from errsmith.views.literals import Call, call


@frozen(eq=False)
class Facts:
    """A provider and what is documented of it, from which its module and its page are shaped.

    Attributes:
        sdk: What is emitted.
        name: Name of the module.
        source: Path of the registry's file, for headers.
        resolution: The file, and what follows from it.
        errors: The arguments of each error's `ErrorInfo`, by its id and by name.
        examples: An example of each error.
        reach: What responses can reach.
    """

    sdk: SdkFile
    name: str
    source: str
    resolution: Resolution
    errors: Mapping[str, Mapping[str, Any]]
    examples: Examples
    reach: Reach

    @property
    def file(self) -> ProviderFile:
        """The provider's file."""
        return self.resolution.file


def facts_of(sdk: SdkFile, source: str, subject: Subject) -> Facts:
    """Return the facts of a provider."""
    name, resolution = subject.name, subject.resolution
    errors = resolution.errors.items()
    known = {id_: _error_facts(sdk, name, resolution.file, error) for id_, error in errors}
    return Facts(sdk, name, source, resolution, known, subject.examples, subject.reach)


def _error_facts(
    sdk: SdkFile, provider: str, file: ProviderFile, resolved: Resolved
) -> dict[str, Any]:
    """Give the arguments of an error's `ErrorInfo`, by name."""
    error, stated, kind = resolved.definition, resolved.retry, resolved.kind
    return {
        "code": resolved.code,
        "aliases": tuple(error.aliases),
        "statuses": tuple(error.status),
        "scopes": tuple(error.scope),
        "endpoints": tuple(error.endpoints),
        "group": resolved.group,
        "category": resolved.category,
        "kind": kind,
        "retry": _kind_retry(kind) if stated is None else retry(*stated),
        "summary": error.summary,
        "causes": tuple(error.causes),
        "fix": resolved.fix,
        **_user_message(resolved.user_message),
        "note": error.note,
        "source_url": _source_url(file, error),
        "reference_url": _reference_url(sdk, provider, resolved.id),
        "since": error.since,
        "deprecated": _lifecycle(error.deprecated),
        "removed": _lifecycle(error.removed),
    }


def group_facts(file: ProviderFile, id_: str) -> dict[str, Any]:
    """Give the arguments of a group's `ErrorInfo`, by name."""
    group: GroupDef = file.groups[id_]
    return {
        "group": id_,
        "kind": group.kind,
        "retry": None if group.retry is None else retry(group.retry, "group"),
        "summary": group.summary,
        "fix": group.fix,
        **_user_message(group.user_message),
        "note": group.note,
        "source_url": _first_source(file),
    }


def category_facts(category: CategoryDef) -> dict[str, Any]:
    """Return the arguments of a category's `ErrorInfo`, by name."""
    return {
        "retry": None if category.retry is None else retry(category.retry, "category"),
        "fix": category.fix,
        **_user_message(category.user_message),
    }


def provider_facts(file: ProviderFile) -> dict[str, Any]:
    """Give the arguments of the `ErrorInfo` of a provider's class, by name."""
    return {"note": file.provider.note, "source_url": _first_source(file)}


def info(facts: Mapping[str, Any]) -> Call:
    """Give the `ErrorInfo` of some facts."""
    return call("ErrorInfo", **facts)


def retry(advice: RetryDef, level: str) -> Call:
    """Give the `Retry` of advice that a file states."""
    said = {} if level == "error" else {"level": level}
    if advice.documented is None:
        return call("Retry", advice.derived, delay=advice.delay, basis="derived", **said)
    return call("Retry", advice.documented, delay=advice.delay, **said)


@cache
def _kind_retry(kind: str | None) -> Call | None:
    """Give the `Retry` that is usual for a kind, None where nothing is."""
    usual = None if kind is None else KINDS[kind].info.retry
    return None if usual is None else call("Retry", usual.advice, basis="derived", level="kind")


def _first_source(file: ProviderFile) -> str | None:
    """Give the address of a provider's first page."""
    return next((source.url for source in file.sources.values()), None)


def _source_url(file: ProviderFile, error: ErrorDef) -> str | None:
    """Give the address of an error's place in the provider's documentation."""
    if error.link is not None:
        return error.link
    source = file.sources.get(error.source or "")
    return _first_source(file) if source is None else source.url


def _reference_url(sdk: SdkFile, provider: str, id_: str) -> str | None:
    """Give the address of an error in the published reference, None if none is configured."""
    if sdk.reference_url is None:
        return None
    address = sdk.reference_url.replace("{provider}", provider)
    return address.replace("{anchor}", anchor_of(id_))


def _user_message(by_language: Mapping[str, str]) -> dict[str, Any]:
    if PLAIN in by_language:
        return {"user_message": by_language[PLAIN]}
    message = by_language.get("en", next(iter(by_language.values()), None))
    return {"user_message": message, "user_messages": dict(by_language)}


def _lifecycle(stage: LifecycleDef | None) -> Call | None:
    if stage is None:
        return None
    return call(
        "Lifecycle",
        reason=stage.reason,
        replacements=tuple(stage.replacement),
        since=stage.since,
    )
