"""Narrowing the value that `parse` gives, and what is read off a class by its code."""

from __future__ import annotations

from types import ModuleType
from typing import Any, assert_type

import eid_errors
from eid_errors import ApiError, ErrorInfo, hopae, signet
from eid_errors import singpass_ciba as singpass


def narrow(error: hopae.HopaeError) -> str | None:
    """By class, then by family, then by kind; Hopae's fields stay."""
    if isinstance(error, hopae.SessionNotFoundError):
        assert_type(error, hopae.SessionNotFoundError)
        return error.instance
    if isinstance(error, (hopae.SessionError, hopae.ProviderError)):
        family: hopae.SessionError | hopae.ProviderError = error
        return family.detail
    if isinstance(error, eid_errors.UnavailableError):
        kind: eid_errors.UnavailableError = error
        return error.detail or kind.message
    return error.title


def narrow_any(error: Exception) -> str | None:
    """From any exception to a provider's."""
    if not isinstance(error, ApiError):
        return None
    assert_type(error, ApiError)
    if isinstance(error, singpass.SingpassCIBAError):
        assert_type(error.trace_id, str | None)
        return error.trace_id
    return error.code


def match_class(error: ApiError) -> object:
    """By patterns of classes, with fields in them."""
    match error:
        case hopae.SessionNotFoundError(status=404, detail=str(detail)):
            return assert_type(detail, str)
        case signet.SignetError(details=dict() as details):
            return details.get("field")
        case eid_errors.RateLimitError(retry_after=float(seconds)):
            return seconds + 1.0
        case _:
            return assert_type(error, ApiError)


def narrow_fields(error: signet.SignetError) -> int:
    """What may be None, before it is used."""
    assert_type(error.details, dict[str, Any] | None)
    if error.details is not None:
        assert_type(error.details, dict[str, Any])
        return len(error.details)
    return 0 if error.message is None else len(error.message.upper())


def look_up(code: str) -> None:
    """Classes by code, and providers by name."""
    assert_type(hopae.ERRORS[code], type[hopae.HopaeError])
    assert_type(hopae.ERRORS[code].info, ErrorInfo)
    found = hopae.ERRORS.get(code)
    if found is not None and issubclass(found, hopae.SessionError):
        assert_type(found, type[hopae.SessionError])
    assert_type(eid_errors.PROVIDERS["hopae"].load(), ModuleType)
    assert_type(hopae.Code(code), hopae.Code)
