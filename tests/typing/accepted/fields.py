"""The types of what an error contains: what was received, and what is documented."""

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
    """Read the fields that every error has."""
    assert_type(error.status, int | None)
    assert_type(error.code, str | None)
    assert_type(error.provider_message, str | None)
    assert_type(error.retry_after, float | None)
    assert_type(error.raw, RawResponse | None)
    assert_type(error.retry, Retry | None)
    assert_type(error.log_fields(), dict[str, str | int | float | bool | None])


def read_provider(
    idhub_error: idhub.IDHubError,
    seal_error: seal.SealError,
    stepup_error: stepup.StepUpError,
    autograph_error: autograph.AutographError,
) -> None:
    """Read documented fields of each provider, each of its documented type or None."""
    assert_type(idhub_error.body_status, float | None)
    assert_type(idhub_error.timestamp, str | None)
    assert_type(idhub_error.body_context, dict[str, Any] | None)
    assert_type(seal_error.success, bool | None)
    assert_type(seal_error.details, dict[str, Any] | None)
    assert_type(stepup_error.trace_id, str | None)
    assert_type(autograph_error.error_reference, str | None)


def read_code(idhub_error: idhub.IDHubError, stepup_error: stepup.StepUpError) -> None:
    """Compare codes with the provider's own."""
    assert_type(idhub_error.known_code, idhub.Code | None)
    assert_type(stepup_error.known_code, stepup.Code | None)


def read_info() -> None:
    """Read documented facts from the class."""
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
    """Compare advice with a few words, and read a delay."""
    assert_type(retry.advice, Literal["never", "once", "backoff", "poll", "after_fix"])
    assert_type(retry.basis, Literal["documented", "derived", "response"])
    assert_type(retry.delay, float | None)
    assert_type(retry.delay_basis, Literal["documented", "derived", "response"] | None)


def read_sources(provider: ProviderInfo) -> list[str]:
    """Read where the facts come from."""
    assert_type(provider.sources, tuple[SourceInfo, ...])
    return [source.url for source in provider.sources]


def set_fields(error: idhub.IDHubError) -> None:
    """Set fields to values of their types."""
    error.detail = None
    error.body_status = 404
    error.body_context = {"session": {"id": 1}}
