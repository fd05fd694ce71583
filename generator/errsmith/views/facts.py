"""What is documented of an error, as the emitted `ErrorInfo` has it."""

from __future__ import annotations

from typing import Any

from errsmith import naming, resolution
from errsmith.model import PLAIN, GroupDef, LifecycleDef, ProviderFile, RetryDef, SdkFile
from errsmith.runtime.kinds import KINDS
from errsmith.views.literals import Call, call


def error_facts(sdk: SdkFile, provider: str, file: ProviderFile, id_: str) -> dict[str, Any]:
    """Give the arguments of an error's `ErrorInfo`, by name."""
    error = file.errors[id_]
    stated = resolution.retry_of(file, id_)
    kind = resolution.kind_of(file, id_)
    return {
        "code": resolution.code_of(file, id_),
        "aliases": tuple(error.aliases),
        "statuses": tuple(error.status),
        "scopes": tuple(error.scope),
        "group": resolution.group_of(file, id_),
        "category": resolution.category_of(file, id_),
        "kind": kind,
        "retry": kind_retry(kind) if stated is None else retry(*stated),
        "summary": error.summary,
        "causes": tuple(error.causes),
        "fix": resolution.inherited(file, id_, "fix"),
        **_user_message(resolution.user_message_of(file, id_)),
        "note": error.note,
        "source_url": source_url(file, id_),
        "reference_url": reference_url(sdk, provider, naming.anchor(id_)),
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
        "source_url": first_source(file),
    }


def provider_facts(file: ProviderFile) -> dict[str, Any]:
    """Give the arguments of the `ErrorInfo` of a provider's class, by name."""
    return {"note": file.provider.note, "source_url": first_source(file)}


def info(facts: dict[str, Any]) -> Call:
    """Give the `ErrorInfo` of some facts."""
    return call("ErrorInfo", **facts)


def retry(advice: RetryDef, level: str) -> Call:
    """Give the `Retry` of advice that a file states."""
    said = {} if level == "error" else {"level": level}
    if advice.documented is None:
        return call("Retry", advice.derived, delay=advice.delay, basis="derived", **said)
    return call("Retry", advice.documented, delay=advice.delay, **said)


def kind_retry(kind: str | None) -> Call | None:
    """Give the `Retry` that is usual for a kind, None where nothing is."""
    usual = None if kind is None else KINDS[kind].info.retry
    return None if usual is None else call("Retry", usual.advice, basis="derived", level="kind")


def first_source(file: ProviderFile) -> str | None:
    """Give the address of a provider's first page."""
    return next((source.url for source in file.sources.values()), None)


def source_url(file: ProviderFile, id_: str) -> str | None:
    """Give the address of an error's place in the provider's documentation."""
    error = file.errors[id_]
    if error.link is not None:
        return error.link
    source = file.sources.get(error.source or "")
    return first_source(file) if source is None else source.url


def reference_url(sdk: SdkFile, provider: str, anchor: str) -> str | None:
    """Give the address of an error in the published reference, None if none is configured."""
    if sdk.reference_url is None:
        return None
    return sdk.reference_url.replace("{provider}", provider).replace("{anchor}", anchor)


def _user_message(by_language: dict[str, str]) -> dict[str, Any]:
    if PLAIN in by_language:
        return {"user_message": by_language[PLAIN]}
    message = by_language.get("en", next(iter(by_language.values()), None))
    return {"user_message": message, "user_messages": dict(by_language)}


def _lifecycle(stage: LifecycleDef | None) -> Call | None:
    if stage is None:
        return None
    return call("Lifecycle", reason=stage.reason, replacement=stage.replacement, since=stage.since)
