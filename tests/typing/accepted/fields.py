"""The types of what an error carries: what was received, and what is documented."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, assert_type

from specimen_errors import (
    ApiError,
    Lifecycle,
    ProviderInfo,
    RawResponse,
    Retry,
    SourceInfo,
    autograph,
    idhub,
    seal,
    stepup,
)


def read_any(error: ApiError) -> None:
    """What every error has."""
    assert_type(error.status, int | None)
    assert_type(error.code, str | None)
    assert_type(error.provider_message, str | None)
    assert_type(error.retry_after, float | None)
    assert_type(error.raw, RawResponse | None)
    assert_type(error.retry, Retry | None)
    assert_type(error.log_fields(), dict[str, str | int | float | bool | None])


def read_provider(
    one: idhub.IDHubError,
    two: seal.SealError,
    three: stepup.StepUpError,
    four: autograph.AutographError,
) -> None:
    """What a provider's page documents, each of the type that it gives, or None."""
    assert_type(one.body_status, float | None)
    assert_type(one.timestamp, str | None)
    assert_type(one.body_context, dict[str, Any] | None)
    assert_type(two.success, bool | None)
    assert_type(two.details, dict[str, Any] | None)
    assert_type(three.trace_id, str | None)
    assert_type(four.error_reference, str | None)


def read_code(one: idhub.IDHubError, two: stepup.StepUpError) -> None:
    """A provider's codes are its own."""
    assert_type(one.known_code, idhub.Code | None)
    assert_type(two.known_code, stepup.Code | None)


def read_info() -> None:
    """What is documented belongs to the class."""
    info = idhub.SessionNotFoundError.info
    assert_type(info.code, str | None)
    assert_type(info.statuses, tuple[int | str, ...])
    assert_type(info.causes, tuple[str, ...])
    assert_type(info.endpoints, tuple[str, ...])
    assert_type(info.fix, str | None)
    assert_type(info.user_messages, Mapping[str, str])
    assert_type(info.deprecated, Lifecycle | None)
    if info.removed is not None:
        assert_type(info.removed.replacements, tuple[str, ...])


def read_advice(retry: Retry) -> None:
    """Advice is one of a few words, and told apart from a delay."""
    assert_type(retry.advice, Literal["never", "once", "backoff", "poll", "after_fix"])
    assert_type(retry.basis, Literal["documented", "derived", "response"])
    assert_type(retry.delay, float | None)
    assert_type(retry.delay_basis, Literal["documented", "derived", "response"] | None)


def read_sources(provider: ProviderInfo) -> list[str]:
    """Where the facts come from."""
    assert_type(provider.sources, tuple[SourceInfo, ...])
    return [source.url for source in provider.sources]


def set_fields(error: idhub.IDHubError) -> None:
    """Fields can be set, each to what it can hold."""
    error.detail = None
    error.body_status = 404
    error.body_context = {"session": {"id": 1}}
