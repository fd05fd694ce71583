"""Narrow the value that `parse` returns, and look up classes by code."""

from __future__ import annotations

from types import ModuleType
from typing import Any, assert_type

import specimen_errors
from specimen_errors import ApiError, ErrorInfo, idhub, seal, stepup


def narrow(error: idhub.IDHubError) -> str | None:
    """Narrow by class, by group and by kind; IDHub's fields stay."""
    if isinstance(error, idhub.SessionNotFoundError):
        assert_type(error, idhub.SessionNotFoundError)
        return error.instance
    if isinstance(error, (idhub.SessionError, idhub.ProviderError)):
        family: idhub.SessionError | idhub.ProviderError = error
        return family.detail
    if isinstance(error, specimen_errors.UnavailableError):
        kind: specimen_errors.UnavailableError = error
        return error.detail or kind.provider_message
    return error.title


def narrow_any(error: Exception) -> str | None:
    """Narrow any exception to a provider's."""
    if not isinstance(error, ApiError):
        return None
    assert_type(error, ApiError)
    if isinstance(error, stepup.StepUpError):
        assert_type(error.trace_id, str | None)
        return error.trace_id
    return error.code


def match_class(error: ApiError) -> object:
    """Match class patterns with fields."""
    match error:
        case idhub.SessionNotFoundError(status=404, detail=str(detail)):
            return assert_type(detail, str)
        case seal.SealError(details=dict() as details):
            return details.get("field")
        case specimen_errors.RateLimitError(retry_after=float(seconds)):
            return seconds + 1.0
        case _:
            return assert_type(error, ApiError)


def narrow_fields(error: seal.SealError) -> int:
    """Narrow fields that may be None before using them."""
    assert_type(error.details, dict[str, Any] | None)
    if error.details is not None:
        assert_type(error.details, dict[str, Any])
        return len(error.details)
    return 0 if error.provider_message is None else len(error.provider_message.upper())


def look_up(code: str) -> None:
    """Look up classes by code, and providers by name."""
    assert_type(idhub.ERRORS[code], type[idhub.IDHubError])
    assert_type(idhub.ERRORS[code].info, ErrorInfo)
    found = idhub.ERRORS.get(code)
    if found is not None and issubclass(found, idhub.SessionError):
        assert_type(found, type[idhub.SessionError])
    assert_type(specimen_errors.PROVIDERS["idhub"].load(), ModuleType)
    assert_type(idhub.Code(code), idhub.Code)
