"""What a provider's file documents, as the objects that the SDK carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from attrs import frozen

from errsmith.meaning.resolution import Resolution, Resolved
from errsmith.registry.model import (
    PLAIN,
    CategoryDef,
    ErrorDef,
    GroupDef,
    LifecycleDef,
    ProviderFile,
    RetryDef,
)
from errsmith.runtime.facts import (
    Advice,
    ErrorInfo,
    Level,
    Lifecycle,
    ProviderInfo,
    Retry,
    SourceInfo,
    anchor_of,
)
from errsmith.runtime.kinds import KINDS


@frozen(eq=False)
class ProviderFacts:
    """What a provider's file documents.

    Attributes:
        about: The provider and its pages.
        base: What holds of every error.
        groups: The groups' facts, by id.
        categories: The categories' advice, by id.
        errors: The errors' facts, by id, with what they inherit.
    """

    about: ProviderInfo
    base: ErrorInfo
    groups: Mapping[str, ErrorInfo]
    categories: Mapping[str, ErrorInfo]
    errors: Mapping[str, ErrorInfo]


def facts_of(name: str, resolution: Resolution, reference_url: str | None) -> ProviderFacts:
    """Return what a provider's file documents.

    Args:
        name: Name of the provider's module.
        resolution: The file, and what follows from it.
        reference_url: Address of an error in the published reference, with `{provider}` and
            `{anchor}` in it; None if it is not published.
    """
    file = resolution.file
    page = None if reference_url is None else reference_url.replace("{provider}", name)
    return ProviderFacts(
        about=_provider_info(name, file),
        base=ErrorInfo(note=file.provider.note, source_url=_first_source(file)),
        groups={id_: _group_info(id_, group, file) for id_, group in file.groups.items()},
        categories={id_: _category_info(stated) for id_, stated in file.categories.items()},
        errors={id_: _error_info(error, file, page) for id_, error in resolution.errors.items()},
    )


def _provider_info(name: str, file: ProviderFile) -> ProviderInfo:
    stated = file.provider
    return ProviderInfo(
        name=name,
        title=stated.title,
        base=stated.class_,
        summary=stated.summary,
        support=stated.support,
        note=stated.note,
        is_open=stated.open,
        sources=tuple(
            SourceInfo(url=page.url, retrieved=page.retrieved.isoformat(), note=page.note)
            for page in file.sources.values()
        ),
    )


def _error_info(resolved: Resolved, file: ProviderFile, page: str | None) -> ErrorInfo:
    error, stated = resolved.definition, resolved.retry
    return ErrorInfo(
        code=resolved.code,
        aliases=tuple(error.aliases),
        statuses=tuple(error.status),
        scopes=tuple(error.scope),
        endpoints=tuple(error.endpoints),
        group=resolved.group,
        category=resolved.category,
        kind=resolved.kind,
        retry=_usual_retry(resolved.kind) if stated is None else _retry(*stated),
        summary=error.summary,
        causes=tuple(error.causes),
        fix=resolved.fix,
        **_user_messages(resolved.user_message),
        note=error.note,
        source_url=_source_url(file, error),
        reference_url=None if page is None else page.replace("{anchor}", anchor_of(resolved.id)),
        since=error.since,
        deprecated=_lifecycle(error.deprecated),
        removed=_lifecycle(error.removed),
    )


def _group_info(id_: str, group: GroupDef, file: ProviderFile) -> ErrorInfo:
    return ErrorInfo(
        group=id_,
        kind=group.kind,
        retry=None if group.retry is None else _retry(group.retry, "group"),
        summary=group.summary,
        fix=group.fix,
        **_user_messages(group.user_message),
        note=group.note,
        source_url=_first_source(file),
    )


def _category_info(category: CategoryDef) -> ErrorInfo:
    return ErrorInfo(
        retry=None if category.retry is None else _retry(category.retry, "category"),
        fix=category.fix,
        **_user_messages(category.user_message),
    )


def _retry(stated: RetryDef, level: Level) -> Retry:
    if stated.documented is None:
        advice = cast("Advice", stated.derived)
        return Retry(advice, stated.delay, basis="derived", level=level)
    return Retry(cast("Advice", stated.documented), stated.delay, level=level)


def _usual_retry(kind: str | None) -> Retry | None:
    return None if kind is None else KINDS[kind].info.retry


def _first_source(file: ProviderFile) -> str | None:
    return next((page.url for page in file.sources.values()), None)


def _source_url(file: ProviderFile, error: ErrorDef) -> str | None:
    """Return the address of an error's place in the provider's documentation."""
    if error.link is not None:
        return error.link
    page = file.sources.get(error.source or "")
    return _first_source(file) if page is None else page.url


def _user_messages(by_language: Mapping[str, str]) -> dict[str, Any]:
    """Return the arguments of an `ErrorInfo` that hold a message for the user."""
    if PLAIN in by_language:
        return {"user_message": by_language[PLAIN]}
    message = by_language.get("en", next(iter(by_language.values()), None))
    return {"user_message": message, "user_messages": dict(by_language)}


def _lifecycle(stated: LifecycleDef | None) -> Lifecycle | None:
    if stated is None:
        return None
    return Lifecycle(
        reason=stated.reason, replacements=tuple(stated.replacement), since=stated.since
    )
