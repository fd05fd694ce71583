"""Build the SDK's fact objects from a provider's file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from attrs import frozen

from errsmith.meaning.resolution import Resolution, ResolvedError
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
    make_anchor,
)
from errsmith.runtime.kinds import KINDS

_QUOTED: Final = ("reference", "trace_id", "timestamp")
"""Roles of fields that identify a single occurrence of an error."""


@frozen(eq=False)
class ProviderFacts:
    """The documented facts of a provider.

    Attributes:
        about: The provider and its pages.
        quoted: Names of the fields of a response to quote to support.
        base: The facts that apply to every error.
        groups: The facts of each group, by id.
        categories: The advice of each category, by id.
        errors: The facts of each error, by id, including inherited ones.
    """

    about: ProviderInfo
    quoted: tuple[str, ...]
    base: ErrorInfo
    groups: Mapping[str, ErrorInfo]
    categories: Mapping[str, ErrorInfo]
    errors: Mapping[str, ErrorInfo]


def build_facts(name: str, resolution: Resolution, reference_url: str | None) -> ProviderFacts:
    """Build the facts of a provider.

    Args:
        name: Name of the provider's module.
        resolution: The resolved file.
        reference_url: URL of an error in the published reference, with the placeholders
            `{provider}` and `{anchor}`; None if the reference is not published.
    """
    file = resolution.file
    return ProviderFacts(
        about=_build_provider_info(name, file),
        quoted=_list_quoted_fields(file),
        base=ErrorInfo(note=file.provider.note, source_url=_find_first_url(file)),
        groups={id_: _build_group_info(id_, group, file) for id_, group in file.groups.items()},
        categories={id_: _build_category_info(c) for id_, c in file.categories.items()},
        errors={
            id_: _build_error_info(
                error,
                file,
                None if reference_url is None else build_reference_url(reference_url, name, id_),
            )
            for id_, error in resolution.errors.items()
        },
    )


def build_reference_url(template: str, provider: str, id_: str) -> str:
    """Return the URL of an error for the `reference_url` of `sdk.toml`.

    The placeholder `{version}` stays in it.
    """
    return template.replace("{provider}", provider).replace("{anchor}", make_anchor(id_))


def _build_provider_info(name: str, file: ProviderFile) -> ProviderInfo:
    provider = file.provider
    return ProviderInfo(
        name=name,
        title=provider.title,
        base=provider.class_,
        summary=provider.summary,
        support=provider.support,
        note=provider.note,
        is_open=provider.open,
        sources=tuple(
            SourceInfo(url=page.url, retrieved=page.retrieved.isoformat(), note=page.note)
            for page in file.sources.values()
        ),
    )


def _list_quoted_fields(file: ProviderFile) -> tuple[str, ...]:
    """Return the fields that identify the occurrence of an error, to quote to support."""
    roles = {name: field.role for e in file.envelopes for name, field in e.fields.items()}
    return tuple(name for name, role in roles.items() if role in _QUOTED)


def _build_error_info(resolved: ResolvedError, file: ProviderFile, url: str | None) -> ErrorInfo:
    error, advice = resolved.definition, resolved.retry
    return ErrorInfo(
        code=resolved.code,
        aliases=tuple(error.aliases),
        statuses=tuple(error.status),
        scopes=tuple(error.scope),
        endpoints=tuple(error.endpoints),
        group=resolved.group,
        category=resolved.category,
        kind=resolved.kind,
        retry=_find_usual_retry(resolved.kind) if advice is None else build_retry(*advice),
        summary=error.summary,
        causes=tuple(error.causes),
        fix=resolved.fix,
        **_build_user_messages(resolved.user_message),
        note=error.note,
        source_url=_find_source_url(file, error),
        reference_url=url,
        since=error.since,
        deprecated=_build_lifecycle(error.deprecated),
        removed=_build_lifecycle(error.removed),
    )


def _build_group_info(id_: str, group: GroupDef, file: ProviderFile) -> ErrorInfo:
    return ErrorInfo(
        group=id_,
        kind=group.kind,
        retry=None if group.retry is None else build_retry(group.retry, "group"),
        summary=group.summary,
        fix=group.fix,
        **_build_user_messages(group.user_message),
        note=group.note,
        source_url=_find_first_url(file),
    )


def _build_category_info(category: CategoryDef) -> ErrorInfo:
    return ErrorInfo(
        retry=None if category.retry is None else build_retry(category.retry, "category"),
        fix=category.fix,
        **_build_user_messages(category.user_message),
    )


def build_retry(definition: RetryDef, level: Level) -> Retry:
    """Build the retry advice that a table of this level states."""
    if definition.documented is None:
        advice = cast("Advice", definition.derived)
        return Retry(advice, definition.delay, basis="derived", level=level)
    return Retry(cast("Advice", definition.documented), definition.delay, level=level)


def _find_usual_retry(kind: str | None) -> Retry | None:
    return None if kind is None else KINDS[kind].info.retry


def _find_first_url(file: ProviderFile) -> str | None:
    return next((page.url for page in file.sources.values()), None)


def _find_source_url(file: ProviderFile, error: ErrorDef) -> str | None:
    """Return the URL of an error in the provider's documentation."""
    if error.link is not None:
        return error.link
    page = file.sources.get(error.source or "")
    return _find_first_url(file) if page is None else page.url


def _build_user_messages(by_language: Mapping[str, str]) -> dict[str, Any]:
    """Return the arguments of `ErrorInfo` for the user message."""
    if PLAIN in by_language:
        return {"user_message": by_language[PLAIN]}
    message = by_language.get("en", next(iter(by_language.values()), None))
    return {"user_message": message, "user_messages": dict(by_language)}


def _build_lifecycle(definition: LifecycleDef | None) -> Lifecycle | None:
    if definition is None:
        return None
    return Lifecycle(
        reason=definition.reason,
        replacements=tuple(definition.replacement),
        since=definition.since,
    )
